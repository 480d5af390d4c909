"""What can be called, and by which names."""

from __future__ import annotations

import dataclasses
import re
from types import SimpleNamespace

import pytest
from chime_voice.contract.checks import CONNECTOR_HOST, E164, FUNCTION_ARN

from constructs_lib import CallHandler, assembly
from constructs_lib.assembly import AssemblyError
from constructs_lib.calls import sources
from constructs_lib.calls.errors import CallsError
from constructs_lib.calls.sources import NUMBER, Source
from constructs_lib.routing.model import RoutingTable, Trigger
from constructs_lib.testing import call
from constructs_lib.workers import WorkersError
from tests.assembly.by_hand import application, function, permission, rule, stack, target, write
from tests.pstn.phone import HOST, OTHER_NUMBER, announce, route, table_of
from tests.reference_apps import assembly_of

DESK = "+12065550142"
RULE_PATH = "Support/Routing/Rules/Main"


@pytest.fixture(scope="session")
def support(tmp_path_factory):
    """The reference app: a number and a Voice Connector, two Regions."""
    return assembly_of("app", tmp_path_factory)


@pytest.fixture(scope="session")
def hotline(tmp_path_factory):
    """Two numbers that only the deployment will know."""
    return assembly_of("failover", tmp_path_factory)


def value(source, **wish):
    return source.called(**wish)[1].value


def test_what_only_a_deployment_knows_has_a_value_of_the_right_form(support):
    table = sources.of(support).table
    number, host = table.routes
    assert re.fullmatch(E164, number.trigger.value)
    assert re.fullmatch(CONNECTOR_HOST, host.trigger.value)
    for application_ in table.applications:
        assert application_.function is not None
        assert re.fullmatch(r"[0-9a-f-]{36}", application_.application_id)
        assert re.fullmatch(FUNCTION_ARN, application_.function.arn)
        assert application_.function.name in application_.function.arn


def test_a_voice_connector_has_the_same_names_in_rules_and_in_environments(support):
    table = sources.of(support).table
    (connector,) = table.connectors
    assert connector.host in {route.trigger.value for route in table.routes}
    assert re.fullmatch(r"arn:aws:chime:[a-z0-9-]+:\d{12}:vc/[0-9a-f-]{36}", connector.arn)


def test_the_values_are_the_same_every_time_and_different_from_each_other(hotline):
    first, second = sources.of(hotline), sources.of(hotline)
    assert first == second
    assert len(set(first.stand_ins.values())) == len(first.stand_ins) > 4


def test_targets_and_applications_get_the_same_values(support):
    table = sources.of(support).table
    for route_ in table.routes:
        assert {each.application_id for each in route_.targets} == {each.application_id for each in table.applications}
        assert {each.function for each in route_.targets} == {each.function for each in table.applications}


def test_a_number_that_is_known_keeps_its_value_and_gives_it_to_no_other():
    made = sources.of(table_of(route("<number A>"), route(NUMBER), route("<number B>")))
    values = [each.trigger.value for each in made.table.routes]
    assert values[1] == NUMBER
    assert len(set(values)) == 3


def test_a_rule_keeps_its_id_and_gets_one_where_it_has_none():
    made = sources.of(table_of(route(), dataclasses.replace(route(OTHER_NUMBER), rule_id=""))).table.routes
    assert made[0].rule_id == f"rule-{NUMBER}"
    assert re.fullmatch(r"[0-9a-f-]{36}", made[1].rule_id)


def test_variables_hold_the_same_values(tmp_path):
    number = {"Type": "Custom::ChimePhoneNumber", "Properties": {"HomeRegion": "us-east-1", "AreaCode": "206"}}
    variables = {
        "DESK": {"Fn::GetAtt": ["Number", "E164PhoneNumber"]},
        "SMA": {"Fn::Join": ["", ["id ", {"Ref": "App"}]]},
    }
    account = {"Ref": "AWS::AccountId"}
    resources = {
        "App": application({"Fn::GetAtt": ["Fn", "Arn"]}),
        "Fn": function(Environment={"Variables": {**variables, "OF": account}}),
        "Number": number,
        "Rule": rule({"Ref": "Number"}),
    }
    source = sources.of(write(tmp_path, {"Voice": stack(resources, account="unknown-account")}))
    (route_,) = source.table.routes
    (target_,) = route_.targets
    assert target_.function is not None
    assert target_.function.environment == (
        ("DESK", route_.trigger.value),
        ("SMA", f"id {target_.application_id}"),
        ("OF", "123456789012"),
    )


@pytest.mark.parametrize(
    "name",
    [
        "Main",
        "Support-Routing/Main",
        "number Support-Routing/Main, area code 206",
        "<number Support-Routing/Main, area code 206>",
        RULE_PATH,
        "Rules/Main",
        "Support-Routing-Rules-Main",
    ],
)
def test_a_number_goes_by_its_placeholder_and_the_names_of_its_construct_and_rule(support, name):
    source = sources.of(support)
    assert value(source, to=name) == source.table.routes[0].trigger.value


def test_a_number_goes_by_the_logical_id_of_its_rule(support):
    source = sources.of(support)
    assert value(source, to=source.table.routes[0].origin.logical_id) == source.table.routes[0].trigger.value


def test_a_host_goes_by_its_name_too(support):
    source = sources.of(support)
    assert value(source, host="Pbx") == source.table.routes[1].trigger.value


def test_a_host_is_no_number(support):
    with pytest.raises(CallsError, match=r"'Pbx' is neither a number in E.164"):
        sources.of(support).called(to="Pbx")


def test_the_only_trigger_need_not_be_named():
    assert value(sources.of(table_of(route()))) == NUMBER


def test_of_several_triggers_one_must_be_named(hotline):
    with pytest.raises(CallsError, match="say what to call") as raised:
        sources.of(hotline).called()
    assert "/TollFree" in str(raised.value)
    assert "/Local" in str(raised.value)


def test_a_name_of_two_numbers_is_refused_with_both():
    table = table_of(route("<number East/Main>"), route("<number West/Main>"))
    with pytest.raises(CallsError, match=r"'Main' names more than one: <number East/Main> .* <number West/Main>"):
        sources.of(table).called(to="Main")


def test_a_name_of_nothing_is_refused_with_what_there_is(support):
    with pytest.raises(CallsError, match="there is: <number Support-Routing/Main, area code 206>"):
        sources.of(support).called(to="Reception")


def test_a_number_that_no_rule_has_can_be_called_all_the_same():
    assert value(sources.of(table_of(route())), to="+12065550177") == "+12065550177"


def test_a_number_and_a_host_cannot_both_be_called(support):
    with pytest.raises(CallsError, match="not both"):
        sources.of(support).called(to="Main", host="Pbx")


def test_a_rule_that_is_disabled_says_so_among_what_can_be_called():
    source = sources.of(table_of(route(enabled=False), route(OTHER_NUMBER)))
    assert f"{NUMBER}, whose rule is disabled; {OTHER_NUMBER}" in source.triggers()


def test_an_assembly_without_rules_says_so():
    with pytest.raises(CallsError, match="no rule at all"):
        sources.of(RoutingTable(routes=())).called()


def test_a_python_function_answers_whatever_is_called():
    source = sources.of(announce, region="eu-west-1")
    (known,) = source.functions
    assert source.handlers == {known.arn: announce}
    assert (known.region, known.name) == ("eu-west-1", "announce")
    assert value(source) == NUMBER
    number, host = Trigger(kind="ToPhoneNumber", value=OTHER_NUMBER), Trigger(kind="RequestUriHostname", value=HOST)
    for called, trigger in (source.called(to=OTHER_NUMBER), source.called(host=HOST)):
        assert called.table.match(trigger) is not None
    assert [source.called(to=OTHER_NUMBER)[1], source.called(host=HOST)[1]] == [number, host]


@pytest.mark.parametrize("place", ["handler.py", "handler.py:answer", "a folder/handler.mjs"])
def test_a_handler_file_is_a_plan_of_one_application(tmp_path, place):
    file = tmp_path / place.partition(":")[0]
    file.parent.mkdir(exist_ok=True)
    file.write_text("")
    source = sources.of(f"{tmp_path}/{place}", region="us-west-2")
    (known,) = source.functions
    assert (known.code, known.region) == (str(file.parent), "us-west-2")
    assert [each.priority for each in source.table.routes[0].targets] == [1]
    assert [each.priority for each in source.table.applications] == [0]
    assert source.handlers is None


def test_a_handler_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(WorkersError, match="there is no file"):
        sources.of(str(tmp_path / "handler.py:answer"))


def test_a_folder_without_an_assembly_is_told(tmp_path):
    with pytest.raises(AssemblyError):
        sources.of(tmp_path)


def test_an_app_is_synthesized_and_a_stack_leads_to_its_app(support):
    app = SimpleNamespace(synth=lambda: SimpleNamespace(directory=str(support)))
    inside = SimpleNamespace(node=SimpleNamespace(root=app))
    assert sources.of(app) == sources.of(inside) == Source.of_table(assembly.read(support))


@pytest.mark.parametrize("what", [None, 42, SimpleNamespace(node=SimpleNamespace(root=None))])
def test_what_cannot_be_called_is_told(what):
    with pytest.raises(CallsError, match="give a CDK app"):
        sources.of(what)


def test_a_function_goes_by_its_name_its_logical_id_its_placeholder_and_its_construct_path(support):
    names = sources.of(support).functions_by_name()
    (east,) = names["Support/us-east-1/Application/Handler"]
    assert east in names[east.origin.logical_id]
    assert names[east.name] == names["<Support-us-east-1/Application/Handler>"] == [east]
    assert [each.region for each in names[east.origin.logical_id]] == ["us-east-1", "us-west-2"]


def test_an_application_goes_by_name_id_and_construct_path(support):
    source = sources.of(support)
    east = source.table.applications[0]
    for name in (east.application_name, east.application_id, "Support/us-east-1/Application"):
        assert source.application(name) == east


def test_an_application_of_two_or_none_is_refused_with_those_there_are(support):
    source = sources.of(support)
    with pytest.raises(
        CallsError, match="say which SIP media application places the call; there is: Support-us-east-1"
    ):
        source.application()
    with pytest.raises(CallsError, match="there is no SIP media application 'Reminder'"):
        source.application("Reminder")
    with pytest.raises(CallsError, match=r"names 2 SIP media applications: .*Support/us-east-1/Application"):
        source.application(source.table.applications[0].origin.logical_id)


def test_the_only_application_need_not_be_named(tmp_path):
    handler = {"Fn::GetAtt": ["Fn", "Arn"]}
    resources = {
        "App": application(handler),
        "Fn": function(),
        "May": permission(handler),
        "Rule": rule("+12065550100", target({"Ref": "App"})),
    }
    source = sources.of(write(tmp_path, {"Voice": stack(resources)}))
    assert source.application() == source.table.applications[0]


def test_a_template_s_plan_is_called_with_its_parameters():
    plan = CallHandler.template("menu", text="Press 1.", options={"1": "+12065550142"}, environment={"MORE": "yes"})
    (function,) = sources.of(plan, region="us-west-2").functions
    assert (function.name, function.region, function.entry) == (
        "menu",
        "us-west-2",
        "chime_voice.handlers.menu.handler",
    )
    assert dict(function.environment) == {
        "CHIME_VOICE_TEXT": "Press 1.",
        "CHIME_VOICE_OPTIONS": '{"1": "+12065550142"}',
        "MORE": "yes",
    }
    call(plan).said("Press 1.").press("1").bridged_to("+12065550142").no_findings()


def test_a_folder_s_plan_is_called_with_its_code():
    plan = CallHandler.from_folder("examples/own_handler/handler", entry="answer.handler", environment={"DESK": DESK})
    call(plan).said("One moment").bridged_to(DESK)


@pytest.mark.parametrize("value", ["bucket", "${Token[TOKEN.1]}", {"1": "${Token[TOKEN.1]}"}], ids=str)
def test_a_plan_that_only_its_app_knows_is_refused(value):
    given = SimpleNamespace(bucket_name="b") if value == "bucket" else value
    plan = CallHandler.template("forward", to="+12065550142", recordings=given)
    with pytest.raises(CallsError, match="recordings of the plan will be known only to its app: call the app"):
        sources.of(plan)
