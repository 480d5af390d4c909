import aws_cdk as cdk
import pytest
from chime_voice.contract.voice_connector import VoiceConnector as Contract

from constructs_lib import FailoverVoiceApp, PhoneNumber, SipRule, TelephonyError, Trigger, VoiceConnector
from constructs_lib._problems import Problems
from constructs_lib._values import is_known
from tests.synth.stacks import function_arn, new_stack


def test_all_problems_come_together_under_the_constructs_path():
    stack = new_stack()
    with pytest.raises(TelephonyError) as error:
        PhoneNumber(stack, "Main", area_code="20", adopt="nobody", calling_name="!", home_region="mars")
    assert error.value.path == "Test/Main"
    assert len(error.value.problems) == 5
    assert str(error.value).splitlines()[0] == "phone number 'Test/Main' has 5 problems:"
    assert all(line.startswith("  - ") for line in str(error.value).splitlines()[1:])


def test_one_problem_is_one_line():
    assert str(TelephonyError("SIP rule", "Test/Rule", ["name is long"])) == "SIP rule 'Test/Rule': name is long"


def test_is_a_value_error():
    assert issubclass(TelephonyError, ValueError)


def test_the_path_goes_through_constructs_of_the_user():
    from constructs import Construct

    with pytest.raises(TelephonyError, match="Voice Connector 'Test/Team/Office/Pbx'"):
        VoiceConnector(Construct(Construct(new_stack(), "Team"), "Office"), "Pbx", name="?")


@pytest.mark.parametrize(
    "token",
    [
        cdk.Aws.ACCOUNT_ID,
        f"arn:aws:lambda:{cdk.Aws.REGION}:x",
        cdk.Token.as_number(cdk.Fn.ref("Count")),
        cdk.Token.as_any(cdk.Fn.ref("Thing")),
    ],
)
def test_tokens_are_no_values(token):
    assert not is_known(token)
    assert cdk.Token.is_unresolved(token)


def test_a_list_token_is_no_value_nor_is_its_item():
    blocks = cdk.Token.as_list(cdk.Fn.ref("Blocks"))
    assert cdk.Token.is_unresolved(blocks)
    assert [is_known(item) for item in blocks] == [False]


@pytest.mark.parametrize("value", ["", "Token", "${AWS::Region}", 0, -1, 7.5, True, None, [], {}])
def test_values_are_values(value):
    assert is_known(value)


def test_tokens_pass_every_check():
    stack = new_stack()
    parameter = cdk.CfnParameter(stack, "Value")
    PhoneNumber(stack, "Main", area_code=parameter.value_as_string, calling_name=parameter.value_as_string)
    VoiceConnector(stack, "Pbx", name=parameter.value_as_string, network_type=parameter.value_as_string)
    SipRule.from_sip_rule_id(stack, "Rule", parameter.value_as_string)


def test_every_value_of_a_wrong_type_is_named():
    problems = Problems("Voice Connector", "Test/Pbx")
    problems.check(Contract(name=7, aws_region=None, require_encryption=1, network_type=[]))  # type: ignore[arg-type]
    with pytest.raises(TelephonyError) as error:
        problems.done()
    assert set(error.value.problems) == {
        "name must be text, got 7",
        "aws_region must be text, got None",
        "require_encryption must be True or False, got 1",
        "network_type must be text, got []",
    }


def test_fails_for_a_scope_that_is_no_construct():
    with pytest.raises(TelephonyError, match="must be a construct in a stack, got 'Main'"):
        VoiceConnector("Main", "Pbx")  # type: ignore[arg-type]


def test_fails_directly_under_the_app():
    with pytest.raises(TelephonyError, match="must be a stack or a construct in one, got the app"):
        VoiceConnector(cdk.App(), "Pbx")


def test_fails_outside_of_any_stack_and_names_the_stacks_of_a_failover_app():
    voice = FailoverVoiceApp(cdk.App(), "Support", regions=["us-east-1"], handler={"us-east-1": function_arn()})
    with pytest.raises(TelephonyError, match=r"scope 'Support': .* got a FailoverVoiceApp outside .* routing_stack"):
        VoiceConnector(voice, "Pbx")


def test_positional_values_are_refused():
    with pytest.raises(TypeError, match="positional"):
        VoiceConnector(new_stack(), "Pbx", "Front desk")  # type: ignore[call-arg]


def test_a_trigger_of_another_kind_is_refused():
    from constructs_lib import SipMediaApplication

    stack = new_stack()
    application = SipMediaApplication.from_sip_media_application_attributes(stack, "Sma", sip_media_application_id="x")
    with pytest.raises(
        TelephonyError, match="trigger_type must be one of ToPhoneNumber, RequestUriHostname; got 'Fax'"
    ):
        SipRule(stack, "Rule", trigger=Trigger("Fax", "+12065550100"), targets=[application])
