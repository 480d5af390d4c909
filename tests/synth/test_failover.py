import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_

from constructs_lib import CallHandler, FailoverVoiceApp, PhoneNumber, TelephonyError, Trigger, VoiceConnector
from tests.synth.stacks import ACCOUNT, FOLDER, function_arn, properties, resources, template_of, warnings_of

RULE = "Custom::ChimeSipRule"
APPLICATION = "Custom::ChimeSipMediaApplication"
EAST, WEST = "1c5a2f5e-0000-4000-8000-000000000001", "1c5a2f5e-0000-4000-8000-000000000002"
PLAN = CallHandler.from_folder(FOLDER, entry="app.handler")
ARNS = {region: function_arn(region) for region in ("us-east-1", "us-west-2", "eu-west-2")}


def voice_app(regions=("us-east-1", "us-west-2"), app=None, **props):
    return FailoverVoiceApp(
        app or cdk.App(), "Support", **{"regions": regions, "handler": ARNS, "account": ACCOUNT, **props}
    )


def targets(voice):
    return [
        (target["Priority"], target["AwsRegion"])
        for target in properties(voice.routing_stack, RULE)["TargetApplications"]
    ]


def test_makes_a_stack_a_region_and_a_routing_stack_at_home():
    voice = voice_app(home_region="us-west-2")
    assert {region: (stack.stack_name, stack.region) for region, stack in voice.stacks.items()} == {
        "us-east-1": ("Support-us-east-1", "us-east-1"),
        "us-west-2": ("Support-us-west-2", "us-west-2"),
    }
    assert (voice.routing_stack.stack_name, voice.routing_stack.region) == ("Support-Routing", "us-west-2")


def test_the_order_of_regions_is_the_priority():
    voice = voice_app(["us-west-2", "us-east-1", "eu-west-2"])
    voice.route(PhoneNumber.order("Main", area_code="206"))
    assert targets(voice) == [(1, "us-west-2"), (2, "us-east-1"), (3, "eu-west-2")]


def test_reads_every_application_by_weak_reference_from_its_own_stack_and_region():
    voice = voice_app()
    voice.route(PhoneNumber.adopt("+12065550100"))
    found = [
        target["SipMediaApplicationId"]["Fn::GetStackOutput"]
        for target in properties(voice.routing_stack, RULE)["TargetApplications"]
    ]
    assert [(one["StackName"], one["Region"]) for one in found] == [
        ("Support-us-east-1", "us-east-1"),
        ("Support-us-west-2", "us-west-2"),
    ]
    for one, stack in zip(found, voice.stacks.values(), strict=True):
        assert set(template_of(stack)["Outputs"]) == {one["OutputName"]}


def test_regional_stacks_are_deployed_before_the_rules():
    voice = voice_app()
    voice.route(PhoneNumber.adopt("+12065550100"))
    voice.routing_stack.node.root.synth()
    assert set(voice.routing_stack.dependencies) == set(voice.stacks.values())


def test_a_retired_region_keeps_its_stack_and_is_no_target():
    voice = voice_app(["us-west-2"], retired_regions=["us-east-1"])
    voice.route(PhoneNumber.order("Main", area_code="206"))
    assert targets(voice) == [(1, "us-west-2")]
    assert resources(template_of(voice.stacks["us-east-1"]), "Custom::ChimeSipMediaApplication")
    assert voice.routing_stack.dependencies == [voice.stacks["us-west-2"]]


def test_neither_a_swap_nor_a_further_region_changes_more_than_the_targets():
    def template(regions):
        voice = voice_app(regions)
        voice.route(PhoneNumber.order("Main", area_code="206"))
        document = template_of(voice.routing_stack)
        for rule in resources(document, RULE).values():
            del rule["Properties"]["TargetApplications"]
        return document

    assert template(["us-east-1"]) == template(["us-west-2", "us-east-1"]) == template(["us-east-1", "us-west-2"])


def test_one_region_is_enough():
    voice = voice_app(["eu-west-2"])
    voice.route(PhoneNumber.order("Main", area_code="206"))
    assert targets(voice) == [(1, "eu-west-2")]


def test_every_region_gets_its_own_function_of_one_plan():
    voice = voice_app(handler=PLAN)
    assert all(
        len(resources(template_of(stack), "Custom::ChimeSipMediaApplication")) == 1 for stack in voice.stacks.values()
    )
    handlers = {region: application.handler for region, application in voice.applications.items()}
    assert {region: handler.env.region for region, handler in handlers.items() if handler} == {
        "us-east-1": "us-east-1",
        "us-west-2": "us-west-2",
    }


def test_functions_can_be_made_in_each_stack():
    voice = voice_app(handler=lambda stack: CallHandler(stack, "Mine", plan=PLAN))
    endpoint = properties(voice.stacks["us-west-2"], "Custom::ChimeSipMediaApplication")["Endpoints"][0]["LambdaArn"]
    assert endpoint["Fn::GetAtt"][0].startswith("Mine")


def test_takes_over_applications_with_the_functions_that_they_have():
    voice = voice_app(adopt={"us-east-1": EAST, "us-west-2": WEST})
    voice.route(PhoneNumber.adopt("+12065550100"), adopt="1c5a2f5e-0000-4000-8000-000000000003")
    declared = {region: properties(stack, APPLICATION) for region, stack in voice.stacks.items()}
    assert declared == {
        region: {"AdoptId": id_, "AwsRegion": region, "Endpoints": [{"LambdaArn": ARNS[region]}]}
        for region, id_ in (("us-east-1", EAST), ("us-west-2", WEST))
    }
    rule = properties(voice.routing_stack, RULE)
    assert [target["SipMediaApplicationId"] for target in rule["TargetApplications"]] == [EAST, WEST]


def test_an_adopted_application_stays_when_its_stack_goes_also_in_a_retired_region():
    voice = voice_app(["us-west-2"], retired_regions=["us-east-1"], adopt={"us-east-1": EAST})
    policies = {
        region: [one.get("DeletionPolicy") for one in resources(template_of(stack), APPLICATION).values()]
        for region, stack in voice.stacks.items()
    }
    assert policies == {"us-west-2": [None], "us-east-1": ["RetainExceptOnCreate"]}


def test_a_region_without_an_adopted_application_gets_one_of_its_own():
    voice = voice_app(adopt={"us-east-1": EAST})
    voice.route(PhoneNumber.adopt("+12065550100"))
    made = properties(voice.stacks["us-west-2"], APPLICATION)
    assert ("AdoptId" in made, made["Name"]) == (False, "Support-us-west-2-Application")
    first, second = properties(voice.routing_stack, RULE)["TargetApplications"]
    assert first["SipMediaApplicationId"] == EAST
    assert second["SipMediaApplicationId"]["Fn::GetStackOutput"]["StackName"] == "Support-us-west-2"


def test_functions_of_other_stacks_and_apps_answer_for_adopted_applications():
    app = cdk.App()
    other = cdk.Stack(app, "Functions", env=cdk.Environment(region="us-east-1", account=ACCOUNT))
    mine = CallHandler(other, "Mine", plan=PLAN)

    def function(stack):
        return mine if stack.region == "us-east-1" else lambda_.Function.from_function_arn(stack, "Theirs", west)

    west = ARNS["us-west-2"]
    voice = voice_app(app=app, handler=function, adopt={"us-east-1": EAST, "us-west-2": WEST})
    voice.route(PhoneNumber.adopt("+12065550100"))
    of_other, theirs = (properties(stack, APPLICATION)["Endpoints"] for stack in voice.stacks.values())
    assert theirs == [{"LambdaArn": west}]
    assert "Fn::ImportValue" in of_other[0]["LambdaArn"]


def test_routes_numbers_connectors_and_host_names():
    voice = voice_app()
    voice.route(PhoneNumber.order("Main", area_code="206"))
    voice.route(PhoneNumber.adopt("+12065550101"))
    voice.route(VoiceConnector(voice.routing_stack, "Pbx"))
    voice.route(Trigger.phone_number("+12065550102"))
    voice.route(Trigger.request_uri("abcdefghijklmnopqrstu1.voiceconnector.chime.aws"), id="Other", enabled=False)
    rules = resources(template_of(voice.routing_stack), RULE)
    assert [(rule["Properties"]["Name"], rule["Properties"]["TriggerValue"]) for rule in rules.values()] == [
        ("Support-Routing-Rules-Main", {"Ref": "Main54E5BC70"}),
        ("Support-Routing-Rules-Number12065550101", {"Ref": "Number12065550101B588F52F"}),
        ("Support-Routing-Rules-Pbx", {"Fn::GetAtt": ["PbxA2D3FB15", "OutboundHostName"]}),
        ("Support-Routing-Rules-12065550102", "+12065550102"),
        ("Support-Routing-Rules-Other", "abcdefghijklmnopqrstu1.voiceconnector.chime.aws"),
    ]


def test_stack_names_start_with_the_stage():
    app = cdk.App()
    voice = FailoverVoiceApp(cdk.Stage(app, "Prod"), "Support", regions=["us-east-1"], handler=PLAN)
    voice.route(PhoneNumber.order("Main", area_code="206"))
    app.synth()
    assert voice.routing_stack.stack_name == "Prod-Support-Routing"


@pytest.mark.parametrize(
    ("props", "problem"),
    [
        ({"regions": []}, "regions must name at least one Region, got none"),
        (
            {"regions": "us-east-1"},
            "regions must be a list of Regions such as ['us-east-1', 'us-west-2'], got 'us-east-1'",
        ),
        ({"regions": ["us-east-1", "us-east-1"]}, "must name a Region once, got 'us-east-1' 2 times"),
        ({"retired_regions": ["us-east-1"]}, "must name a Region once, got 'us-east-1' 2 times"),
        ({"regions": ["us-east-2"]}, "regions must be of us-east-1, us-west-2"),
        ({"home_region": "eu-west-2"}, "home_region must be one of us-east-1, us-west-2; got 'eu-west-2'"),
        ({"regions": [["us-east-1"]]}, "regions must be of us-east-1, us-west-2"),
        ({"handler": "announce"}, "handler must be CallHandler.template"),
        ({"handler": CallHandler}, "in a stack; got <class"),
        ({"account": int(ACCOUNT)}, f"account must be twelve digits as text, got {ACCOUNT}"),
        (
            {"handler": {"us-east-1": function_arn()}},
            "handler must have a function for every Region, got none for us-west-2",
        ),
        ({"adopt": EAST}, "adopt must be a mapping from Region to the id of its application, such as"),
        ({"adopt": {"eu-west-2": EAST}}, "retired_regions, us-east-1, us-west-2; got 'eu-west-2'"),
        ({"adopt": {"us-east-1": "Front desk"}}, "adopt['us-east-1'] must be the service's id, no name or ARN"),
        ({"adopt": {"us-east-1": None}}, "adopt['us-east-1'] must be text, got None; leave it out to have one made"),
        (
            {"adopt": {"us-east-1": EAST, "us-west-2": EAST}},
            f"adopt must name an application once, got '{EAST}' for us-east-1, us-west-2",
        ),
    ],
)
def test_fails_when_the_values_cannot_work(props, problem):
    with pytest.raises(TelephonyError) as error:
        voice_app(**props)
    assert str(error.value).startswith("failover voice app 'Support'")
    assert problem in str(error.value)


def test_tells_everything_that_is_wrong_with_adoptions_at_once():
    with pytest.raises(TelephonyError) as error:
        voice_app(adopt={"eu-west-2": EAST, "us-east-1": 7, "us-west-2": EAST})
    assert [part in str(error.value) for part in ("got 'eu-west-2'", "text, got 7", "for eu-west-2, us-west-2")] == [
        True,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("scope", "app_id", "problem"),
    [
        (cdk.App(), "My App", "id must make names of stacks, which have letters, digits and - and begin with a letter"),
        (cdk.App(), None, "got None for 'None-Routing'"),
        (cdk.Stage(cdk.App(), "prod_1"), "Support", "got 'Support' for 'prod_1-Support-Routing'"),
        (cdk.App(), "x" * 120, "id must leave room in names of stacks of 128 characters"),
        (None, "Support", "scope must be the app or a stage, got None"),
    ],
)
def test_fails_when_its_stacks_could_not_be_named(scope, app_id, problem):
    with pytest.raises(TelephonyError) as error:
        FailoverVoiceApp(scope, app_id, regions=["us-east-1"], handler=ARNS)
    assert problem in str(error.value)


def test_a_slash_in_its_id_becomes_what_the_cdk_makes_of_it():
    voice = FailoverVoiceApp(cdk.App(), "Voice/Eu", regions=["eu-west-2"], handler=ARNS)
    assert (voice.node.path, voice.routing_stack.stack_name) == ("Voice--Eu", "Voice--Eu-Routing")


@pytest.mark.parametrize("trigger", [None, "+12065550100", PhoneNumber, PLAN])
def test_fails_to_route_what_is_no_trigger(trigger):
    with pytest.raises(TelephonyError, match=r"route '': trigger must be PhoneNumber.order\('Main', …\)"):
        voice_app().route(trigger)


def test_fails_to_route_without_a_usable_id():
    with pytest.raises(TelephonyError, match="id must be text that is not empty, got 7"):
        voice_app().route(PhoneNumber.order("Main", area_code="206"), id=7)


def test_fails_when_a_route_is_declared_twice_or_cannot_be_named():
    voice = voice_app()
    voice.route(PhoneNumber.order("Main", area_code="206"))
    with pytest.raises(TelephonyError, match="route 'Main': id is taken by another route; give this route an id"):
        voice.route(PhoneNumber.order("Main", area_code="206"))
    with pytest.raises(TelephonyError, match="id cannot be made from a token"):
        voice.route(Trigger.request_uri(VoiceConnector(voice.routing_stack, "Pbx").outbound_host_name))


def test_synthesizes_without_a_warning():
    voice = voice_app()
    voice.route(PhoneNumber.order("Main", area_code="206"))
    app = voice.node.root
    assert isinstance(app, cdk.App)
    assert warnings_of(app) == ""
