import aws_cdk as cdk
import pytest

from constructs_lib import TelephonyError, VoiceConnector
from tests.synth.stacks import new_stack, only, properties, template_of

CONNECTOR = "Custom::ChimeVoiceConnector"


def test_encrypts_by_default_in_the_stacks_region():
    stack = new_stack("eu-west-2")
    VoiceConnector(stack, "Pbx")
    assert properties(stack, CONNECTOR) == {"Name": "Test-Pbx", "AwsRegion": "eu-west-2", "RequireEncryption": True}
    assert "DeletionPolicy" not in only(stack, CONNECTOR)


def test_everything_set_reaches_the_template():
    stack = new_stack()
    VoiceConnector(
        stack,
        "Pbx",
        name="Front desk",
        require_encryption=False,
        network_type="DUAL_STACK",
        tags={"team": "voice"},
        removal_policy=cdk.RemovalPolicy.RETAIN,
    )
    assert properties(stack, CONNECTOR) == {
        "Name": "Front desk",
        "AwsRegion": "us-east-1",
        "RequireEncryption": False,
        "NetworkType": "DUAL_STACK",
        "Tags": [{"Key": "team", "Value": "voice"}],
    }
    assert only(stack, CONNECTOR)["DeletionPolicy"] == "Retain"


def test_adopting_keeps_name_and_encryption_and_leaves_it_in_place():
    stack = new_stack()
    VoiceConnector(stack, "Pbx", adopt="abcdefghijklmnopqrstu1")
    assert properties(stack, CONNECTOR) == {"AwsRegion": "us-east-1", "AdoptId": "abcdefghijklmnopqrstu1"}
    assert only(stack, CONNECTOR)["UpdateReplacePolicy"] == "Retain"


def test_the_region_of_an_agnostic_stack_is_a_reference():
    stack = new_stack(None, None)
    VoiceConnector(stack, "Pbx")
    assert properties(stack, CONNECTOR)["AwsRegion"] == {"Ref": "AWS::Region"}


def test_offers_id_arn_and_host():
    stack = new_stack()
    connector = VoiceConnector(stack, "Pbx")
    resolved = stack.resolve(
        [connector.voice_connector_id, connector.voice_connector_arn, connector.outbound_host_name]
    )
    assert resolved == [
        {"Ref": "PbxA2D3FB15"},
        {"Fn::GetAtt": ["PbxA2D3FB15", "VoiceConnectorArn"]},
        {"Fn::GetAtt": ["PbxA2D3FB15", "OutboundHostName"]},
    ]


def test_imports_a_connector_without_a_resource():
    stack = new_stack()
    connector = VoiceConnector.from_voice_connector_id(stack, "Pbx", "abcdefghijklmnopqrstu1")
    assert connector.outbound_host_name == "abcdefghijklmnopqrstu1.voiceconnector.chime.aws"
    assert connector.aws_region == "us-east-1"
    assert "arn:" in str(stack.resolve(connector.voice_connector_arn))
    assert "Resources" not in template_of(stack)


@pytest.mark.parametrize(
    ("region", "props", "problem"),
    [
        ("us-east-1", {"name": "Front/desk"}, "name must be letters, digits, spaces, _ . or -, got 'Front/desk'"),
        ("us-east-1", {"require_encryption": "yes"}, "require_encryption must be True or False, got 'yes'"),
        ("us-east-1", {"network_type": "IPV6"}, "network_type must be one of IPV4_ONLY, DUAL_STACK; got 'IPV6'"),
        ("us-east-1", {"tags": ["team"]}, "tags must be a mapping"),
        ("us-east-1", {"tags": {"team": 7}}, "tags[0].value must be text, got 7"),
        ("us-east-1", {"adopt": ""}, "adopt must be the service's id, no name or ARN, got ''"),
        ("eu-west-3", {}, "Region must be one of us-east-1"),
    ],
)
def test_fails_when_the_values_cannot_work(region, props, problem):
    with pytest.raises(TelephonyError) as error:
        VoiceConnector(new_stack(region), "Pbx", **props)
    assert str(error.value).startswith("Voice Connector 'Test/Pbx'")
    assert problem in str(error.value)


@pytest.mark.parametrize("value", ["", None, "abcdefghijklmnopqrstu1.voiceconnector.chime.aws"])
def test_fails_to_import_without_an_id(value):
    with pytest.raises(TelephonyError, match="voice_connector_id must be the service's id, no name or ARN, got"):
        VoiceConnector.from_voice_connector_id(new_stack(), "Pbx", value)


def test_fails_to_import_where_the_service_is_not():
    with pytest.raises(TelephonyError, match="Region must be one of us-east-1"):
        VoiceConnector.from_voice_connector_id(new_stack("eu-west-3"), "Pbx", "abcdefghijklmnopqrstu1")
