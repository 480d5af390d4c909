"""What the constructs of this library synthesize is read back whole."""

import shutil
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_

from constructs_lib import (
    CallHandler,
    FailoverVoiceApp,
    PhoneNumber,
    SipMediaApplication,
    SipRule,
    Trigger,
    VoiceConnector,
)
from constructs_lib.assembly import read
from constructs_lib.routing.model import Function, Route, RoutingTable, Target
from constructs_lib.routing.what_if import what_if

ACCOUNT = "123456789012"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    app = cdk.App(outdir=str(tmp_path_factory.mktemp("assembly") / "cdk.out"))
    voice = FailoverVoiceApp(
        app,
        "Support",
        regions=["us-east-1", "us-west-2"],
        handler=CallHandler.template("announce", text="Hello from {region}"),
    )
    voice.route(PhoneNumber.order("Main", area_code="206"))
    voice.route(PhoneNumber.adopt("+12065550100"))
    voice.route(VoiceConnector(voice.routing_stack, "Pbx"))
    voice.route(Trigger.phone_number("+12065550101"), enabled=False)

    arns = {region: f"arn:aws:lambda:{region}:{ACCOUNT}:function:answer" for region in ("us-west-2", "eu-west-2")}
    by_arn = FailoverVoiceApp(
        cdk.Stage(app, "Prod"), "Sales", regions=["us-west-2", "eu-west-2"], handler=arns, account=ACCOUNT
    )
    by_arn.route(PhoneNumber.order("Main", toll_free_prefix="800"))

    one = cdk.Stack(app, "One", env=cdk.Environment(account=ACCOUNT, region="us-east-1"))
    function = CallHandler(one, "Answer", plan=CallHandler.template("announce", text="One"))
    alias = lambda_.Alias(one, "Live", alias_name="live", version=function.current_version)
    application = SipMediaApplication(one, "Application", handler=alias)
    shared = PhoneNumber(one, "Shared", area_code="206")
    other = cdk.Stack(app, "Other", env=cdk.Environment(account=ACCOUNT, region="us-east-1"))
    cdk.CrossStackReferences.of(other).consume(cdk.ReferenceStrength.STRONG)
    SipRule(other, "Rule", trigger=shared, targets=[application])
    return Path(app.synth().directory)


@pytest.fixture(scope="module")
def table(folder: Path) -> RoutingTable:
    return read(folder)


def route_at(table: RoutingTable, path: str) -> Route:
    (found,) = (route for route in table.routes if route.origin.construct_path == path)
    return found


def function_of(target: Target) -> Function:
    assert target.function is not None
    return target.function


def test_everything_is_resolved(table):
    assert table.unresolved == ()
    assert all(target.function for route in table.routes for target in route.targets)


def test_the_routes_of_all_stacks_and_stages_are_there_in_the_order_of_the_app(table):
    assert [(route.origin.construct_path, route.trigger.value, route.enabled) for route in table.routes] == [
        ("Support/Routing/Rules/Main", "<number Support-Routing/Main, area code 206>", True),
        ("Support/Routing/Rules/Number12065550100", "+12065550100", True),
        ("Support/Routing/Rules/Pbx", "<host of Support-Routing/Pbx>", True),
        ("Support/Routing/Rules/12065550101", "+12065550101", False),
        ("Other/Rule", "<number One/Shared, area code 206>", True),
        ("Prod/Sales/Routing/Rules/Main", "<number Prod-Sales-Routing/Main, toll free prefix 800>", True),
    ]


def test_the_chain_leads_over_both_regions_to_the_code(table, folder):
    route = route_at(table, "Support/Routing/Rules/Main")
    assert (route.name, route.home_region) == ("Support-Routing-Rules-Main", "us-east-1")
    assert [(target.priority, target.region, target.application_name) for target in route.targets] == [
        (1, "us-east-1", "Support-us-east-1-Application"),
        (2, "us-west-2", "Support-us-west-2-Application"),
    ]
    for target in route.targets:
        function = function_of(target)
        assert function.region == target.region
        assert function.origin.construct_path == f"Support/{target.region}/Application/Handler"
        assert (function.entry, function.timeout) == ("chime_voice.handlers.announce.handler", 5)
        assert dict(function.environment)["CHIME_VOICE_TEXT"] == "Hello from {region}"
        assert function.invoke_permission is True
        assert (Path(function.code) / "chime_voice" / "handlers" / "announce.py").is_file()
        assert Path(function.code).is_relative_to(folder.resolve())


def test_handlers_by_arn_are_known_by_their_arn(table):
    first, second = route_at(table, "Prod/Sales/Routing/Rules/Main").targets
    assert function_of(first).arn == f"arn:aws:lambda:us-west-2:{ACCOUNT}:function:answer"
    assert (function_of(second).name, function_of(second).region, function_of(second).invoke_permission) == (
        "answer",
        "eu-west-2",
        True,
    )


def test_an_alias_and_a_strong_reference_between_stacks_are_followed(table):
    (target,) = route_at(table, "Other/Rule").targets
    assert target.application_name == "One-Application"
    assert function_of(target).name.endswith(":live")
    assert function_of(target).invoke_permission is True
    assert function_of(target).code


def test_all_applications_are_listed_for_outbound_calls(table):
    assert [(each.priority, each.region, each.application_id) for each in table.applications] == [
        (0, "us-east-1", "<application Support-us-east-1/Application>"),
        (0, "us-west-2", "<application Support-us-west-2/Application>"),
        (0, "us-east-1", "<application One/Application>"),
        (0, "us-west-2", "<application Prod-Sales-us-west-2/Application>"),
        (0, "eu-west-2", "<application Prod-Sales-eu-west-2/Application>"),
    ]


def test_the_second_region_answers_when_the_first_is_down(table):
    route = route_at(table, "Support/Routing/Rules/Main")
    assert what_if(route).target == route.targets[0]
    assert what_if(route, down_regions={"us-east-1"}).target == route.targets[1]


def test_a_moved_assembly_reads_the_same(folder, tmp_path, table):
    moved = shutil.copytree(folder, tmp_path / "a b" / "out")
    again = read(moved)
    assert [(r.trigger, r.name, len(r.targets)) for r in again.routes] == [
        (r.trigger, r.name, len(r.targets)) for r in table.routes
    ]
    assert Path(function_of(again.routes[0].targets[0]).code).is_relative_to(moved.resolve())


def test_the_assembly_of_one_stage_can_be_read_by_itself(folder):
    table = read(folder / "assembly-Prod")
    assert [route.origin.construct_path for route in table.routes] == ["Prod/Sales/Routing/Rules/Main"]
    assert table.unresolved == ()
