import aws_cdk as cdk
import pytest

from constructs_lib import PhoneNumber, PhoneNumberAssociation, TelephonyError, VoiceConnector, VoiceConnectorGroup
from tests.synth.stacks import ACCOUNT, new_stack, only, properties, resources, template_of, warnings_of

ASSOCIATION = "Custom::ChimePhoneNumberAssociation"
CONNECTOR_ID = "abcdefghijklmnopqrstu1"
GROUP_ID = "0f0f0f0f-0000-4000-8000-000000000001"
NUMBER, SECOND = "+12065550100", "+12065550101"


def connector(stack):
    return VoiceConnector.from_voice_connector_id(stack, "Pbx", CONNECTOR_ID)


def group(stack):
    return VoiceConnectorGroup.from_voice_connector_group_id(stack, "Both", GROUP_ID)


def number_for_connectors(stack, id_="Main", **which):
    return PhoneNumber(stack, id_, product_type="VoiceConnector", **(which or {"area_code": "206"}))


def test_associates_numbers_by_object_and_by_value_with_a_connector():
    stack = new_stack("us-west-2")
    PhoneNumberAssociation(
        stack, "Numbers", numbers=[number_for_connectors(stack), NUMBER], voice_connector=connector(stack)
    )
    assert properties(stack, ASSOCIATION) == {
        "AwsRegion": "us-west-2",
        "VoiceConnectorId": CONNECTOR_ID,
        "E164PhoneNumbers": [{"Ref": "Main54E5BC70"}, NUMBER],
    }
    assert "DeletionPolicy" not in only(stack, ASSOCIATION)


def test_a_group_is_spoken_to_in_its_own_region():
    stack = new_stack("eu-west-2")
    PhoneNumberAssociation(stack, "Numbers", numbers=[NUMBER], group=group(stack), force=True)
    assert properties(stack, ASSOCIATION) == {
        "AwsRegion": "us-east-1",
        "VoiceConnectorGroupId": GROUP_ID,
        "E164PhoneNumbers": [NUMBER],
        "ForceAssociate": True,
    }


def test_connectors_and_groups_associate_numbers_themselves():
    stack = new_stack()
    pbx = VoiceConnector(stack, "Pbx")
    both = VoiceConnectorGroup(stack, "Both", connectors=[pbx])
    pbx.associate(number_for_connectors(stack, "One"), SECOND)
    pbx.associate(number_for_connectors(stack, "Two"), id="More")
    both.associate(NUMBER, force=True)
    made = resources(template_of(stack), ASSOCIATION).values()
    found = [
        {name: value for name, value in one["Properties"].items() if name.startswith(("Voice", "Force"))}
        for one in made
    ]
    pbx_id, both_id = stack.resolve([pbx.voice_connector_id, both.voice_connector_group_id])
    assert found == [
        {"VoiceConnectorId": pbx_id},
        {"VoiceConnectorId": pbx_id},
        {"VoiceConnectorGroupId": both_id, "ForceAssociate": True},
    ]


def test_adopted_associations_stay():
    stack = new_stack()
    PhoneNumberAssociation(stack, "Numbers", numbers=[NUMBER], voice_connector=connector(stack), adopt=True)
    assert properties(stack, ASSOCIATION)["Adopt"] is True
    assert only(stack, ASSOCIATION)["DeletionPolicy"] == "Retain"


def test_may_do_with_connectors_what_it_needs_and_nothing_else():
    stack = new_stack()
    PhoneNumberAssociation(stack, "Numbers", numbers=[NUMBER], voice_connector=connector(stack))
    (policy,) = resources(template_of(stack), "AWS::IAM::Policy").values()
    by_resource = {
        str(statement["Resource"]): statement["Action"]
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
    }
    narrowed = by_resource.pop(next(resource for resource in by_resource if "vc/*" in resource))
    assert narrowed == [
        "chime:AssociatePhoneNumbersWithVoiceConnector",
        "chime:DisassociatePhoneNumbersFromVoiceConnector",
    ]
    assert list(by_resource) == ["*"]


def test_takes_a_number_of_another_stack():
    app = cdk.App()
    numbers = new_stack(app=app)
    trunks = cdk.Stack(app, "Trunks", env=cdk.Environment(region="us-east-1", account=ACCOUNT))
    exact = number_for_connectors(numbers, "Exact", e164_phone_number=NUMBER)
    PhoneNumberAssociation(
        trunks, "Numbers", numbers=[exact, number_for_connectors(numbers)], voice_connector=connector(trunks)
    )
    by_value, by_reference = properties(trunks, ASSOCIATION)["E164PhoneNumbers"]
    assert by_value == NUMBER
    assert set(by_reference) == {"Fn::ImportValue"}
    assert numbers in trunks.dependencies


def test_warns_where_numbers_and_their_carrier_are_in_different_regions():
    app = cdk.App()
    stack = new_stack("eu-west-2", app=app)
    PhoneNumberAssociation(stack, "Numbers", numbers=[number_for_connectors(stack)], voice_connector=connector(stack))
    assert "managed in us-east-1, what carries them in eu-west-2" in warnings_of(app)


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda _: {"numbers": [NUMBER]}, "exactly one of voice_connector and group must be given, got none"),
        (
            lambda s: {"numbers": [NUMBER], "voice_connector": connector(s), "group": group(s)},
            "exactly one of voice_connector and group must be given, got both",
        ),
        (lambda s: {"numbers": [], "group": group(s)}, "numbers must have 1 to 500 numbers, got 0"),
        (lambda s: {"numbers": NUMBER, "group": group(s)}, "numbers must be a list of PhoneNumber objects or"),
        (lambda s: {"numbers": [NUMBER] * 2, "group": group(s)}, f"must name a number once, got {NUMBER!r} 2 times"),
        (lambda s: {"numbers": ["2065550100"], "group": group(s)}, "numbers[0] must be a phone number in E.164 form"),
        (lambda s: {"numbers": ["+442079460100"], "group": group(s)}, "numbers must be US numbers"),
        (lambda s: {"numbers": [7], "group": group(s)}, "numbers must be PhoneNumber objects or numbers in E.164"),
        (
            lambda s: {"numbers": [PhoneNumber(s, "Line", area_code="206")], "group": group(s)},
            "numbers must be of product type VoiceConnector, got one for SipMediaApplicationDialIn",
        ),
        (lambda _: {"numbers": [NUMBER], "group": GROUP_ID}, "group must be a VoiceConnectorGroup object, got"),
        (
            lambda _: {"numbers": [NUMBER], "voice_connector": CONNECTOR_ID},
            "voice_connector must be a VoiceConnector object, got",
        ),
        (lambda s: {"numbers": [NUMBER], "group": group(s), "force": "yes"}, "force must be True or False"),
        (
            lambda s: {
                "numbers": [NUMBER],
                "voice_connector": connector(new_stack("us-west-2", app=s.node.root)),
            },
            "scope must be in a stack of the connector's Region 'us-west-2', got one in 'us-east-1'",
        ),
    ],
)
def test_fails_when_the_values_cannot_work(make, problem):
    stack = new_stack()
    with pytest.raises(TelephonyError) as error:
        PhoneNumberAssociation(stack, "Numbers", **make(stack))
    assert str(error.value).startswith("phone number association 'Test/Numbers'")
    assert problem in str(error.value)


def test_fails_when_a_number_is_in_another_association_already():
    stack = new_stack()
    PhoneNumberAssociation(stack, "First", numbers=[NUMBER, SECOND], voice_connector=connector(stack))
    with pytest.raises(TelephonyError, match="numbers must be others than those of association 'Test/First', got"):
        PhoneNumberAssociation(stack, "Second", numbers=[SECOND], group=group(stack))
