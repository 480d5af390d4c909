import aws_cdk as cdk
import pytest

from constructs_lib import TelephonyError, VoiceConnector, VoiceConnectorGroup, VoiceConnectorGroupMember
from tests.synth.stacks import new_stack, only, properties, resources, template_of

GROUP = "Custom::ChimeVoiceConnectorGroup"
IDS = ["abcdefghijklmnopqrstu1", "abcdefghijklmnopqrstu2", "abcdefghijklmnopqrstu3", "abcdefghijklmnopqrstu4"]


def imported(stack, count=2):
    return [VoiceConnector.from_voice_connector_id(stack, f"C{at}", IDS[at]) for at in range(count)]


def items(*pairs):
    return [{"VoiceConnectorId": id_, "Priority": priority} for id_, priority in pairs]


def test_the_order_of_connectors_is_the_priority():
    stack = new_stack()
    VoiceConnectorGroup(stack, "Both", connectors=imported(stack))
    assert properties(stack, GROUP) == {
        "VoiceConnectorItems": items((IDS[0], 1), (IDS[1], 2)),
        "HomeRegion": "us-east-1",
        "Name": "Test-Both",
    }
    assert "DeletionPolicy" not in only(stack, GROUP)


def test_connectors_may_share_a_priority():
    stack = new_stack("us-west-2")
    members = [VoiceConnectorGroupMember(connector, priority=5) for connector in imported(stack)]
    VoiceConnectorGroup(
        stack,
        "Both",
        connectors=members,
        name="Front desk",
        home_region="us-east-1",
        removal_policy=cdk.RemovalPolicy.RETAIN,
    )
    assert properties(stack, GROUP) == {
        "VoiceConnectorItems": items((IDS[0], 5), (IDS[1], 5)),
        "HomeRegion": "us-east-1",
        "Name": "Front desk",
    }
    assert only(stack, GROUP)["DeletionPolicy"] == "Retain"


def test_adopting_declares_nothing_that_was_not_said():
    stack = new_stack()
    VoiceConnectorGroup(stack, "Both", adopt="0f0f0f0f-0000-4000-8000-000000000001")
    assert properties(stack, GROUP) == {"HomeRegion": "us-east-1", "AdoptId": "0f0f0f0f-0000-4000-8000-000000000001"}
    assert only(stack, GROUP)["DeletionPolicy"] == "RetainExceptOnCreate"


def test_reads_connectors_of_other_stacks_and_regions_by_weak_reference():
    app = cdk.App()
    stacks = [new_stack(region, app=app) for region in ("us-east-1", "us-west-2", "eu-west-2")]
    cdk.CrossStackReferences.of(stacks[0]).consume(cdk.ReferenceStrength.WEAK)
    connectors = [VoiceConnector(stack, "Pbx") for stack in stacks]
    VoiceConnectorGroup(stacks[0], "All", connectors=connectors)
    (group,) = resources(template_of(stacks[0]), GROUP).values()
    own, *others = [item["VoiceConnectorId"] for item in group["Properties"]["VoiceConnectorItems"]]
    assert set(own) == {"Ref"}
    assert [one["Fn::GetStackOutput"]["Region"] for one in others] == ["us-west-2", "eu-west-2"]


def test_an_adopted_connector_of_another_stack_is_named_by_its_id():
    app = cdk.App()
    west, east = new_stack("us-west-2", app=app), new_stack("us-east-1", app=app)
    connector = VoiceConnector(west, "Pbx", adopt=IDS[0])
    VoiceConnectorGroup(east, "All", connectors=[connector])
    assert properties(east, GROUP)["VoiceConnectorItems"] == items((IDS[0], 1))


def test_tells_the_provider_that_the_template_has_it():
    stack = new_stack()
    VoiceConnectorGroup(stack, "Both", connectors=imported(stack))
    (function,) = resources(template_of(stack), "AWS::Lambda::Function").values()
    assert function["Properties"]["Environment"]["Variables"]["CHIME_VOICE_DECLARED"]


def test_imports_a_group_without_a_resource():
    stack = new_stack("eu-west-2")
    group = VoiceConnectorGroup.from_voice_connector_group_id(stack, "Both", "0f0f0f0f-0000-4000-8000-000000000001")
    assert group.voice_connector_group_id == "0f0f0f0f-0000-4000-8000-000000000001"
    assert group.home_region == "us-east-1"
    assert "Resources" not in template_of(stack)


@pytest.mark.parametrize("value", ["", None, "arn:aws:chime:us-east-1:123456789012:vcg/0f0f"])
def test_fails_to_import_without_an_id(value):
    with pytest.raises(TelephonyError, match="voice_connector_group_id must be the service's id, no name or ARN, got"):
        VoiceConnectorGroup.from_voice_connector_group_id(new_stack(), "Both", value)


def members(*priorities):
    return lambda stack: [
        VoiceConnectorGroupMember(connector, priority=priority)
        for connector, priority in zip(imported(stack, len(priorities)), priorities, strict=True)
    ]


@pytest.mark.parametrize(
    ("connectors", "problem"),
    [
        (lambda _: None, "connectors must be given, unless the Voice Connector group is adopted"),
        (lambda _: IDS[0], "connectors must be a list of VoiceConnector or VoiceConnectorGroupMember"),
        (lambda _: [IDS[0]], f"connectors must be VoiceConnector objects, got {IDS[0]!r}"),
        (lambda _: [], "connectors must have 1 to 3 Voice Connectors, got 0"),
        (lambda stack: imported(stack, 4), "connectors must have 1 to 3 Voice Connectors, got 4"),
        (lambda stack: imported(stack, 1) * 2, f"connectors must name a Voice Connector once, got {IDS[0]!r} 2 times"),
        (members(100), "connectors[0].priority must be a whole number from 1 to 99, got 100"),
        (members(1, "1"), "connectors[1].priority must be a whole number, got '1'"),
    ],
)
def test_fails_when_the_connectors_cannot_work(connectors, problem):
    stack = new_stack()
    with pytest.raises(TelephonyError) as error:
        VoiceConnectorGroup(stack, "Both", connectors=connectors(stack))
    assert str(error.value).startswith("Voice Connector group 'Test/Both'")
    assert problem in str(error.value)


@pytest.mark.parametrize(
    ("props", "problem"),
    [
        ({"home_region": "eu-west-3"}, "home_region must be one of us-east-1"),
        ({"name": "Front/desk"}, "name must be letters, digits, spaces, _ . or -, got 'Front/desk'"),
        (
            {"adopt": "0f0f", "removal_policy": cdk.RemovalPolicy.DESTROY},
            "removal_policy DESTROY cannot be combined with adopt",
        ),
    ],
)
def test_fails_when_the_values_cannot_work(props, problem):
    stack = new_stack()
    with pytest.raises(TelephonyError, match="Voice Connector group 'Test/Both'") as error:
        VoiceConnectorGroup(stack, "Both", connectors=imported(stack), **props)
    assert problem in str(error.value)
