import aws_cdk as cdk
import pytest

from constructs_lib import (
    PhoneNumber,
    SipMediaApplication,
    SipRule,
    SipRuleTarget,
    TelephonyError,
    Trigger,
    VoiceConnector,
)
from tests.synth.stacks import function_arn, new_stack, only, properties, resources, template_of, warnings_of

RULE = "Custom::ChimeSipRule"
EAST = "00000000-0000-4000-8000-000000000001"
WEST = "00000000-0000-4000-8000-000000000002"
OTHER = "00000000-0000-4000-8000-000000000003"
HOST = "abcdefghijklmnopqrstu1.voiceconnector.chime.aws"


def imported(stack: cdk.Stack, application_id: str, region: str):
    return SipMediaApplication.from_sip_media_application_attributes(
        stack, region, sip_media_application_id=application_id, aws_region=region
    )


def both(stack: cdk.Stack):
    return [imported(stack, EAST, "us-east-1"), imported(stack, WEST, "us-west-2")]


def test_tries_the_targets_in_the_order_of_the_list():
    stack = new_stack()
    SipRule(stack, "Rule", trigger=Trigger.phone_number("+12065550100"), targets=both(stack))
    assert properties(stack, RULE) == {
        "Name": "Test-Rule",
        "TriggerType": "ToPhoneNumber",
        "TriggerValue": "+12065550100",
        "TargetApplications": [
            {"SipMediaApplicationId": EAST, "Priority": 1, "AwsRegion": "us-east-1"},
            {"SipMediaApplicationId": WEST, "Priority": 2, "AwsRegion": "us-west-2"},
        ],
        "Disabled": False,
        "HomeRegion": "us-east-1",
    }


def test_takes_priorities_where_they_are_given():
    stack = new_stack()
    east, west = both(stack)
    targets = [SipRuleTarget(east, priority=20), SipRuleTarget(west, priority=10)]
    SipRule(stack, "Rule", trigger=Trigger.request_uri(HOST), targets=targets)
    declared = properties(stack, RULE)
    assert [target["Priority"] for target in declared["TargetApplications"]] == [20, 10]
    assert (declared["TriggerType"], declared["TriggerValue"]) == ("RequestUriHostname", HOST)


def test_refers_to_number_connector_and_application_of_its_stack():
    stack = new_stack()
    application = SipMediaApplication(stack, "Sma", handler=function_arn())
    number = PhoneNumber(stack, "Main", area_code="206")
    connector = VoiceConnector(stack, "Pbx")
    SipRule(stack, "ByNumber", trigger=number, targets=[application])
    SipRule(stack, "ByHost", trigger=connector, targets=[application])
    rules = [rule["Properties"] for rule in resources(template_of(stack), RULE).values()]
    assert [rule["TriggerValue"] for rule in rules] == [
        {"Ref": "Main54E5BC70"},
        {"Fn::GetAtt": ["PbxA2D3FB15", "OutboundHostName"]},
    ]
    assert rules[0]["TargetApplications"][0]["SipMediaApplicationId"] == stack.resolve(
        application.sip_media_application_id
    )


def test_adopting_leaves_it_in_place_with_its_name():
    stack = new_stack()
    SipRule(stack, "Rule", trigger=Trigger.phone_number("+12065550100"), targets=both(stack), adopt=EAST)
    declared = properties(stack, RULE)
    assert declared["AdoptId"] == EAST
    assert not {"Name", "Disabled"} & declared.keys()
    assert only(stack, RULE)["DeletionPolicy"] == "RetainExceptOnCreate"


def test_can_be_switched_off():
    stack = new_stack()
    SipRule(stack, "Rule", trigger=Trigger.phone_number("+12065550100"), targets=both(stack), enabled=False)
    assert properties(stack, RULE)["Disabled"] is True


def test_adds_a_target_after_the_others():
    stack = new_stack()
    east, west = both(stack)
    rule = SipRule(
        stack, "Rule", trigger=Trigger.phone_number("+12065550100"), targets=[SipRuleTarget(east, priority=5)]
    )
    rule.add_target(west)
    targets = properties(stack, RULE)["TargetApplications"]
    assert [(target["SipMediaApplicationId"], target["Priority"]) for target in targets] == [(EAST, 5), (WEST, 6)]


def test_fails_to_add_a_second_target_in_a_region():
    stack = new_stack()
    east, _ = both(stack)
    rule = SipRule(stack, "Rule", trigger=Trigger.phone_number("+12065550100"), targets=[east])
    with pytest.raises(TelephonyError, match=r"targets Region must differ, got 'us-east-1' 2 times"):
        rule.add_target(east)


def test_a_target_that_was_refused_leaves_the_rule_as_it_was():
    stack = new_stack()
    east, west = both(stack)
    rule = SipRule(stack, "Rule", trigger=Trigger.phone_number("+12065550100"), targets=[east])
    with pytest.raises(TelephonyError, match="Region must differ"):
        rule.add_target(east)
    rule.add_target(west)
    assert len(properties(stack, RULE)["TargetApplications"]) == 2


def test_fails_to_add_a_target_after_a_priority_that_is_a_token():
    stack = new_stack()
    east, west = both(stack)
    priority = cdk.CfnParameter(stack, "Priority", type="Number").value_as_number
    rule = SipRule(
        stack,
        "Rule",
        trigger=Trigger.phone_number("+12065550100"),
        targets=[SipRuleTarget(east, priority=priority)],  # type: ignore[arg-type]
    )
    with pytest.raises(TelephonyError, match="priority must be given where a present target has a token"):
        rule.add_target(west)
    rule.add_target(west, priority=7)


def test_warns_of_more_targets_than_the_service_has_regions():
    app = cdk.App()
    stack = new_stack(app=app)
    targets = [
        imported(stack, f"id-{at}", cdk.CfnParameter(stack, f"Region{at}").value_as_string) for at in range(1, 11)
    ]
    rule = SipRule(stack, "Rule", trigger=Trigger.phone_number("+12065550100"), targets=targets)
    assert warnings_of(app) == ""
    rule.add_target(imported(stack, EAST, "us-east-1"))
    assert [str(message.data) for message in rule.node.metadata if "chime:rule-targets" in str(message.data)]


def test_lives_where_its_number_lives():
    stack = new_stack("eu-west-2")
    number = PhoneNumber.from_phone_number_e164(stack, "Main", "+12065550100", home_region="us-west-2")
    assert SipRule(stack, "Rule", trigger=number, targets=both(stack)).home_region == "us-west-2"


def test_warns_when_rule_and_connector_are_in_different_regions():
    app = cdk.App()
    stack = new_stack("us-east-1", app=app)
    targets = both(stack)
    SipRule(stack, "Rule", trigger=VoiceConnector(stack, "Pbx"), targets=targets, home_region="us-west-2")
    SipRule(stack, "Fine", trigger=VoiceConnector(stack, "Pbx2"), targets=targets)
    somewhere = new_stack(None, app=app)
    connector = VoiceConnector.from_voice_connector_id(stack, "Pbx3", "abcdefghijklmnopqrstu1")
    SipRule(somewhere, "Unknown", trigger=connector, targets=both(somewhere))
    assert warnings_of(app).count("chime:rule-home-region") == 1


def test_refers_weakly_to_an_application_of_another_stack_in_the_same_region():
    app = cdk.App()
    producer = cdk.Stack(app, "Producer", env=cdk.Environment(region="us-east-1"))
    consumer = cdk.Stack(app, "Consumer", env=cdk.Environment(region="us-east-1"))
    application = SipMediaApplication(producer, "Sma", handler=function_arn())
    SipRule(consumer, "Rule", trigger=Trigger.phone_number("+12065550100"), targets=[application])
    (target,) = properties(consumer, RULE)["TargetApplications"]
    assert target["SipMediaApplicationId"]["Fn::GetStackOutput"]["StackName"] == "Producer"
    assert "Export" not in str(template_of(producer)["Outputs"])
    assert [stack.stack_name for stack in consumer.dependencies] == ["Producer"]


def test_writes_out_the_id_of_an_application_adopted_in_another_stack():
    """A weak reference would not change with it, and the rule would keep calling the old one."""
    app = cdk.App()
    producer = new_stack("us-west-2", app=app)
    consumer = new_stack("us-east-1", app=app)
    application = SipMediaApplication(producer, "Sma", handler=function_arn("us-west-2"), adopt=WEST)
    SipRule(consumer, "Rule", trigger=Trigger.phone_number("+12065550100"), targets=[application])
    (target,) = properties(consumer, RULE)["TargetApplications"]
    assert target["SipMediaApplicationId"] == WEST
    assert consumer.dependencies == [producer]


def test_refers_strongly_to_a_number_that_a_search_finds_in_another_stack():
    """Else another number could take its place unnoticed."""
    app = cdk.App()
    producer = cdk.Stack(app, "Producer", env=cdk.Environment(region="us-east-1"))
    consumer = cdk.Stack(app, "Consumer", env=cdk.Environment(region="us-east-1"))
    number = PhoneNumber(producer, "Main", area_code="206")
    SipRule(consumer, "Rule", trigger=number, targets=both(consumer))
    assert "Fn::ImportValue" in properties(consumer, RULE)["TriggerValue"]


def test_refers_weakly_to_a_host_of_another_region():
    app = cdk.App()
    producer, consumer = new_stack("us-west-2", app=app), new_stack("us-east-1", app=app)
    SipRule(consumer, "Rule", trigger=VoiceConnector(producer, "Pbx"), targets=both(consumer))
    assert properties(consumer, RULE)["TriggerValue"]["Fn::GetStackOutput"]["Region"] == "us-west-2"


def test_imports_a_rule():
    assert SipRule.from_sip_rule_id(new_stack(), "Rule", EAST).sip_rule_id == EAST


@pytest.mark.parametrize("value", ["", None, "Front desk"])
def test_fails_to_import_a_rule_without_an_id(value):
    with pytest.raises(TelephonyError, match="SIP rule 'Test/Rule': sip_rule_id must be the service's id, no name"):
        SipRule.from_sip_rule_id(new_stack(), "Rule", value)


@pytest.mark.parametrize(
    ("props", "problem"),
    [
        ({"trigger": "+12065550100"}, "trigger must be a PhoneNumber, a VoiceConnector, Trigger.phone_number"),
        (
            {"trigger": PhoneNumber.order("Main", area_code="206")},
            "got the plan of number 'Main', which is for Failover",
        ),
        ({"trigger": Trigger.phone_number("206-555")}, "trigger must be a phone number in E.164 form"),
        ({"trigger": Trigger.request_uri("sip.example.com")}, "trigger must be a Voice Connector's outbound host name"),
        ({"targets": []}, "targets must have 1 to 25 targets, got 0"),
        ({"targets": "east"}, "targets must be a list of SipMediaApplication or SipRuleTarget, got 'east'"),
        ({"targets": [EAST]}, "targets must be SipMediaApplication objects"),
        ({"targets": [SipMediaApplication]}, "targets must be SipMediaApplication objects, got <class"),
        ({"adopt": ""}, "adopt must be the service's id, no name or ARN, got ''"),
        ({"enabled": "yes"}, "enabled must be True or False, got 'yes'"),
        ({"home_region": "eu-west-2"}, "home_region must be one of us-east-1, us-west-2 for a phone number's rule"),
        ({"name": ""}, "name must have 1 to 256 characters"),
    ],
)
def test_fails_when_the_values_cannot_work(props, problem):
    stack = new_stack()
    values = {"trigger": Trigger.phone_number("+12065550100"), "targets": both(stack), **props}
    with pytest.raises(TelephonyError) as error:
        SipRule(stack, "Rule", **values)
    assert str(error.value).startswith("SIP rule 'Test/Rule'")
    assert problem in str(error.value)
    assert len(error.value.problems) == 1


def test_fails_when_two_targets_share_a_region_or_a_priority():
    stack = new_stack()
    east, west = both(stack)
    other_east = SipMediaApplication.from_sip_media_application_attributes(
        stack, "Other", sip_media_application_id=OTHER, aws_region="us-east-1"
    )
    targets = [SipRuleTarget(east, priority=1), SipRuleTarget(west, priority=1), SipRuleTarget(other_east, priority=0)]
    with pytest.raises(TelephonyError) as error:
        SipRule(stack, "Rule", trigger=Trigger.phone_number("+12065550100"), targets=targets)
    assert [problem.split(",")[0] for problem in error.value.problems] == [
        "targets[2].priority must be a whole number of at least 1",
        "targets Region must differ",
        "targets priority must differ",
    ]


def test_fails_for_a_number_of_another_product():
    stack = new_stack()
    number = PhoneNumber(stack, "Main", area_code="206", product_type="VoiceConnector")
    with pytest.raises(
        TelephonyError, match="number of product type SipMediaApplicationDialIn, got one for VoiceConnector"
    ):
        SipRule(stack, "Rule", trigger=number, targets=both(stack))


def test_fails_when_another_rule_of_the_stack_has_the_trigger():
    stack = new_stack()
    number = PhoneNumber(stack, "Main", area_code="206")
    east, west = both(stack)
    SipRule(stack, "First", trigger=number, targets=[east])
    with pytest.raises(
        TelephonyError, match="another than that of rule 'Test/First', got the same number or connector"
    ):
        SipRule(stack, "Second", trigger=number, targets=[west])


def test_fails_when_a_number_is_named_by_object_and_by_value():
    stack = new_stack()
    east, west = both(stack)
    SipRule(stack, "First", trigger=PhoneNumber(stack, "Main", adopt="+12065550100"), targets=[east])
    with pytest.raises(TelephonyError, match=r"another than that of rule 'Test/First', got '\+12065550100'"):
        SipRule(stack, "Second", trigger=Trigger.phone_number("+12065550100"), targets=[west])


def test_fails_in_another_home_region_than_its_number():
    stack = new_stack()
    number = PhoneNumber(stack, "Main", area_code="206")
    with pytest.raises(TelephonyError, match="home_region must be the phone number's, 'us-east-1', got 'us-west-2'"):
        SipRule(stack, "Rule", trigger=number, targets=both(stack), home_region="us-west-2")
