"""Alarms, dashboards and saved queries: what they watch, and what they say when they cannot."""

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns

from constructs_lib import (
    CallHandler,
    FailoverVoiceApp,
    Logging,
    PhoneNumber,
    SipMediaApplication,
    TelephonyError,
    VoiceAlarms,
    VoiceConnector,
    VoiceDashboard,
    VoiceQueries,
)
from tests.synth.stacks import ACCOUNT, FOLDER, function_arn, new_stack, only, resources, template_of

ALARM, DASHBOARD, QUERY = "AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard", "AWS::Logs::QueryDefinition"
PLAN = CallHandler.from_folder(FOLDER, entry="app.handler")
CONNECTOR_ID = "abcdef1ghij2klmno3pqr4"


def application(stack, name="Sma", **props):
    return SipMediaApplication(stack, name, **{"handler": function_arn(), **props})


def connector(stack, name="Trunk"):
    return VoiceConnector.from_voice_connector_id(stack, name, CONNECTOR_ID)


def alarms_of(stack):
    """What each alarm watches, in a few words -> its properties."""
    return {named(one["Properties"]): one["Properties"] for one in resources(template_of(stack), ALARM).values()}


def named(alarm):
    if "MetricName" in alarm:
        return alarm["MetricName"]
    (metric,) = alarm["Metrics"]
    return metric["Label"]


def test_the_functions_of_applications_are_watched_and_the_accounts_calls():
    stack = new_stack()
    VoiceAlarms(stack, "Alarms", applications=[application(stack)])
    found = alarms_of(stack)
    assert {name: (one["Threshold"], one["ComparisonOperator"]) for name, one in found.items()} == {
        "Errors": (1, "GreaterThanOrEqualToThreshold"),
        "Throttles": (1, "GreaterThanOrEqualToThreshold"),
        "Duration": (4000, "GreaterThanOrEqualToThreshold"),
        "SmaActiveCallCount": (8, "GreaterThanOrEqualToThreshold"),
    }
    assert found["Duration"]["ExtendedStatistic"] == "p99"
    assert found["Errors"]["Period"] == found["SmaActiveCallCount"]["Metrics"][0]["Period"] == 60


def test_silence_is_no_alarm_but_a_bad_line_does_not_get_better_by_it():
    stack = new_stack()
    VoiceAlarms(stack, "Alarms", applications=[application(stack)], connectors=[connector(stack)])
    found = {name: one["TreatMissingData"] for name, one in alarms_of(stack).items()}
    sound = {"MOSBetweenVcAndCustomer", "MOSBetweenVcAndRemote"}
    assert {name for name, missing in found.items() if missing == "ignore"} == sound
    assert {missing for name, missing in found.items() if name not in sound} == {"notBreaching"}


def test_only_an_application_that_others_come_before_tells_of_each_call():
    stack = new_stack()
    first, second = application(stack, "First"), application(stack, "Second", handler=function_arn() + "2")
    VoiceAlarms(stack, "Alarms", applications=[first], standby=[second])
    found = [one["Properties"] for one in resources(template_of(stack), ALARM).values()]
    (calls,) = [one for one in found if one.get("MetricName") == "Invocations"]
    assert calls["Dimensions"] == [{"Name": "FunctionName", "Value": "answer2"}]
    assert (calls["Threshold"], calls["Period"]) == (1, 60)
    assert "Calls reach Test/Second" in calls["AlarmDescription"]


def test_connectors_are_watched_by_their_codes_their_sound_and_the_quota():
    stack = new_stack()
    VoiceAlarms(stack, "Alarms", connectors=[connector(stack)])
    found = {name: one["Threshold"] for name, one in alarms_of(stack).items()}
    assert found == {
        "VoiceConnectorActiveCallCount": 8,
        "Throttles": 1,
        "Sip5xxCodes": 5,
        "Sip6xxCodes": 5,
        "MOSBetweenVcAndCustomer": 3.5,
        "MOSBetweenVcAndRemote": 3.5,
    }
    assert alarms_of(stack)["MOSBetweenVcAndRemote"]["ComparisonOperator"] == "LessThanThreshold"


def test_a_threshold_can_be_another_or_none():
    stack = new_stack()
    VoiceAlarms(
        stack,
        "Alarms",
        applications=[application(stack)],
        connectors=[connector(stack)],
        function_errors=3,
        function_throttles=None,
        duration_ms=None,
        active_calls_quota=50,
        connector_calls_quota=None,
        sip_4xx=100,
        sip_5xx=None,
        sip_6xx=None,
        mos=None,
    )
    found = {name: one["Threshold"] for name, one in alarms_of(stack).items()}
    # What is left of Throttles is the service's own.
    assert found == {"Errors": 3, "SmaActiveCallCount": 40, "Throttles": 1, "Sip4xxCodes": 100}


def test_a_topic_is_told_of_the_beginning_and_the_end_and_lets_alarms_in():
    stack = new_stack()
    topic = sns.Topic(stack, "OnCall", enforce_ssl=True)
    VoiceAlarms(stack, "Alarms", applications=[application(stack)], topic=topic)
    (topic_id,) = resources(template_of(stack), "AWS::SNS::Topic")
    for one in alarms_of(stack).values():
        assert one["AlarmActions"] == one["OKActions"] == [{"Ref": topic_id}]
    statements = only(stack, "AWS::SNS::TopicPolicy")["Properties"]["PolicyDocument"]["Statement"]
    (allow,) = [one for one in statements if one["Effect"] == "Allow"]
    assert allow["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert allow["Action"] == "sns:Publish"
    assert set(allow["Condition"]) == {"StringEquals", "ArnLike"}


def test_a_topic_of_elsewhere_is_told_too():
    stack = new_stack()
    arn = f"arn:aws:sns:us-east-1:{ACCOUNT}:oncall"
    topic = sns.Topic.from_topic_arn(stack, "OnCall", arn)
    VoiceAlarms(stack, "Alarms", applications=[application(stack)], topic=topic)
    assert all(one["AlarmActions"] == [arn] for one in alarms_of(stack).values())
    assert not resources(template_of(stack), "AWS::SNS::TopicPolicy")


def test_alarms_keep_their_logical_ids_when_another_application_is_watched_as_well():
    def ids(*names):
        stack = new_stack()
        VoiceAlarms(stack, "Alarms", applications=[application(stack, name) for name in names])
        return set(resources(template_of(stack), ALARM))

    assert ids("B") < ids("A", "B")


@pytest.mark.parametrize(
    ("props", "problem"),
    [
        ({}, "applications, standby or connectors must name something to watch, got none"),
        ({"applications": "all"}, "applications must be a list, each a SipMediaApplication; got 'all'"),
        ({"standby": [VoiceAlarms]}, "standby must be a list, each a SipMediaApplication; got <class"),
        ({"connectors": [7]}, "connectors must be a list, each a VoiceConnector or an import of one; got 7"),
        ({"function_errors": 0}, "function_errors must be 1 to 1e+06, or None for no such alarm; got 0"),
        ({"duration_ms": "4 s"}, "duration_ms must be 1 to 20000, or None for no such alarm; got '4 s'"),
        ({"mos": 5}, "mos must be 1 to 4.4, or None for no such alarm; got 5"),
        ({"sip_4xx": True}, "sip_4xx must be 1 to 1e+06, or None for no such alarm; got True"),
        ({"topic": "oncall"}, "topic must be a topic of aws_sns, or Topic.from_topic_arn(…); got 'oncall'"),
    ],
)
def test_what_cannot_be_watched_is_refused_with_all_problems(props, problem):
    with pytest.raises(TelephonyError) as error:
        VoiceAlarms(new_stack(), "Alarms", **props)
    assert str(error.value).startswith("voice alarms 'Test/Alarms'")
    assert problem in str(error.value)


def test_what_is_in_another_region_is_refused():
    app = cdk.App()
    east, west = new_stack("us-east-1", app=app), new_stack("us-west-2", app=app)
    elsewhere = application(west, handler=function_arn("us-west-2"))
    with pytest.raises(
        TelephonyError, match=r"of the stack's own Region 'us-east-1'.*got 'Test-us-west-2/Sma' in 'us-w"
    ):
        VoiceAlarms(east, "Alarms", applications=[elsewhere])
    with pytest.raises(TelephonyError, match=r"topic must be in the alarms' own Region 'us-west-2'"):
        VoiceAlarms(west, "Alarms", applications=[elsewhere], topic=sns.Topic(east, "OnCall"))


def test_the_same_twice_is_refused():
    stack = new_stack()
    one = application(stack)
    with pytest.raises(TelephonyError, match="must name each once, got 'Test/Sma' twice"):
        VoiceAlarms(stack, "Alarms", applications=[one], standby=[one])


def body_of(stack):
    """The dashboard's body, with any reference as a dot."""
    body = only(stack, DASHBOARD)["Properties"]["DashboardBody"]
    parts = [body] if isinstance(body, str) else body["Fn::Join"][1]
    return json.loads("".join(part if isinstance(part, str) else "." for part in parts))


def test_a_dashboard_shows_functions_calls_failover_trunks_and_alarms():
    stack = new_stack()
    first, second = application(stack, "First"), application(stack, "Second", handler=function_arn() + "2")
    props: dict[str, Any] = {"applications": [first], "standby": [second], "connectors": [connector(stack, "Desk_*1*")]}
    alarms = VoiceAlarms(stack, "Alarms", **props)
    VoiceDashboard(stack, "Dashboard", alarms=alarms, active_calls_quota=25, **props)
    widgets = body_of(stack)["widgets"]
    assert len(widgets[0]["properties"]["alarms"]) == len(alarms.alarms) > 10
    titles = [widget["properties"].get("title") for widget in widgets]
    assert {"Errors and timeouts of functions", "SIP codes", "Duration of functions, p99 (milliseconds)"} <= set(titles)
    (failover,) = [widget for widget in widgets if str(widget["properties"].get("title")).startswith("Failover")]
    assert [metric[3] for metric in failover["properties"]["metrics"]] == ["answer2"]
    lines = [
        line["value"]
        for widget in widgets
        for line in widget["properties"].get("annotations", {}).get("horizontal", [])
    ]
    assert lines == [5000, 25]
    (heading,) = [widget["properties"]["markdown"] for widget in widgets if widget["type"] == "text"]
    assert heading == r"## Voice Connector Test/Desk\_\*1\*"


def test_a_dashboard_has_no_graph_of_what_there_is_not():
    stack = new_stack()
    VoiceDashboard(stack, "Dashboard", applications=[application(stack)], dashboard_name="calls")
    titles = {widget["properties"]["title"] for widget in body_of(stack)["widgets"]}
    assert not any("Failover" in title or "SIP" in title for title in titles)
    assert only(stack, DASHBOARD)["Properties"]["DashboardName"] == "calls"


@pytest.mark.parametrize(
    ("props", "problem"),
    [
        ({"alarms": VoiceAlarms}, "alarms must be VoiceAlarms, got <class"),
        ({"dashboard_name": "our calls"}, "dashboard_name must be 1 to 255 letters, digits, - or _; got 'our calls'"),
        ({"active_calls_quota": 0}, "active_calls_quota must be 1 to 1e+06"),
    ],
)
def test_a_dashboard_that_cannot_be_is_refused(props, problem):
    stack = new_stack()
    with pytest.raises(TelephonyError) as error:
        VoiceDashboard(stack, "Dashboard", applications=[application(stack)], **props)
    assert problem in str(error.value)


def queries_of(stack):
    """What each query is called -> the log groups."""
    found = [one["Properties"] for one in resources(template_of(stack), QUERY).values()]
    return {one["Name"].removeprefix("Test/Queries/"): one["LogGroupNames"] for one in found}


def test_queries_are_over_the_log_of_each_function_as_it_is():
    stack = new_stack()
    ours = application(stack, "Ours", handler=PLAN)
    by_arn = application(stack, "ByArn")
    VoiceQueries(stack, "Queries", applications=[ours, by_arn])
    (log_id,) = [name for name in resources(template_of(stack), "AWS::Logs::LogGroup") if name.startswith("Ours")]
    found = queries_of(stack)
    assert set(found) == {"Errors of functions", "Slow answers of functions", "Cold starts of functions"}
    assert all(groups == [{"Ref": log_id}] for groups in found.values())


def test_queries_over_messages_are_where_they_are_logged_and_switch_nothing_on():
    stack = new_stack()
    loud = application(stack, "Loud", message_logging=True)
    quiet = application(stack, "Quiet", handler=function_arn() + "2")
    trunk = VoiceConnector(stack, "Trunk", logging=Logging(sip=True, media_metrics=False))
    VoiceQueries(stack, "Queries", applications=[loud, quiet], connectors=[trunk, connector(stack, "Other")])
    found = queries_of(stack)
    assert set(found) == {"Failed calls by SIP code", "One call in SIP"}
    prefixes = [group["Fn::Join"][1][0] for group in found["One call in SIP"]]
    assert prefixes == ["/aws/ChimeSipMediaApplicationSipMessages/", "/aws/ChimeVoiceConnectorSipMessages/"]


def test_media_metrics_have_a_query_where_they_are_logged():
    stack = new_stack()
    trunk = VoiceConnector(stack, "Trunk", logging=Logging(media_metrics=True))
    VoiceQueries(stack, "Queries", connectors=[trunk])
    assert set(queries_of(stack)) == {"Calls that sounded worst"}


def voice_app(**props):
    arns = {region: function_arn(region) for region in ("us-east-1", "us-west-2", "eu-west-2")}
    settings = {"regions": ["us-east-1", "us-west-2"], "handler": arns, "account": ACCOUNT, **props}
    return FailoverVoiceApp(cdk.App(), "Support", **settings)


def test_one_call_watches_every_region_and_only_later_ones_tell_of_failover():
    voice = voice_app(retired_regions=["eu-west-2"])
    voice.route(PhoneNumber.adopt("+12065550100"))
    alarms = voice.watch(topic=lambda stack: sns.Topic(stack, "OnCall"))
    assert set(alarms) == set(voice.stacks.values())
    told = {region: "Invocations" in alarms_of(stack) for region, stack in voice.stacks.items()}
    assert told == {"us-east-1": False, "us-west-2": True, "eu-west-2": False}
    for stack in voice.stacks.values():
        template = template_of(stack)
        assert len(resources(template, DASHBOARD)) == len(resources(template, "AWS::SNS::Topic")) == 1
    assert not resources(template_of(voice.routing_stack), ALARM)


def test_connectors_are_watched_where_they_are():
    voice = voice_app()
    pbx = VoiceConnector(voice.routing_stack, "Pbx")
    voice.route(pbx)
    voice.watch(connectors=[pbx], active_calls_quota=100)
    assert "Sip5xxCodes" in alarms_of(voice.routing_stack)
    assert "Errors" not in alarms_of(voice.routing_stack)
    east = voice.stacks["us-east-1"]
    assert alarms_of(east)["SmaActiveCallCount"]["Threshold"] == 80
    assert '"value":100' in json.dumps(body_of(east), separators=(",", ":"))


def test_nothing_of_this_is_in_an_app_that_does_not_ask_for_it():
    voice = voice_app()
    for stack in (*voice.stacks.values(), voice.routing_stack):
        assert not {ALARM, DASHBOARD, QUERY} & {one["Type"] for one in template_of(stack).get("Resources", {}).values()}


def test_a_watch_that_cannot_be_is_refused_with_all_problems():
    voice = voice_app()
    with pytest.raises(TelephonyError) as error:
        voice.watch(topic="oncall", connectors=[7], quota=5)
    text = str(error.value)
    assert "topic must be a callable that makes or finds a topic in the given stack, got 'oncall'" in text
    assert "connectors must be a list, each a VoiceConnector or an import of one; got 7" in text
    assert "thresholds must be of function_errors, function_throttles, duration_ms" in text
    assert "got 'quota'" in text


def test_what_is_watched_already_is_refused():
    voice = voice_app()
    voice.watch()
    with pytest.raises(
        TelephonyError, match="stack 'Support/us-west-2' has a construct 'Alarms' already; call watch once"
    ):
        voice.watch(active_calls_quota=20)
