import aws_cdk as cdk
import pytest

from constructs_lib import GlobalSettings, PhoneNumberSettings, TelephonyError
from tests.synth.stacks import new_stack, only, properties

SETTINGS = "Custom::ChimePhoneNumberSettings"


def test_declares_the_name_and_leaves_it_in_place():
    stack = new_stack("us-west-2")
    PhoneNumberSettings(stack, "Settings", calling_name="Front Desk")
    assert properties(stack, SETTINGS) == {"HomeRegion": "us-west-2", "CallingName": "Front Desk"}
    declared = only(stack, SETTINGS)
    assert (declared["DeletionPolicy"], declared["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_adopting_names_what_is_replaced():
    stack = new_stack()
    PhoneNumberSettings(stack, "Settings", calling_name="Front Desk", adopt="Desk")
    assert properties(stack, SETTINGS)["AdoptId"] == "Desk"


@pytest.mark.parametrize("value", ["", "x", "x" * 16, "Front-Desk", 5])
def test_a_name_that_the_service_does_not_take_is_refused(value):
    with pytest.raises(TelephonyError, match="calling_name must be"):
        PhoneNumberSettings(new_stack(), "Settings", calling_name=value)


def test_two_in_an_app_are_refused_and_another_setting_is_another_matter():
    app = cdk.App()
    first, second = cdk.Stack(app, "S0"), cdk.Stack(app, "S1")
    PhoneNumberSettings(first, "Settings", calling_name="Desk")
    GlobalSettings(second, "Global", call_detail_records="records-of-calls")
    with pytest.raises(TelephonyError, match="'S0/Settings' declares it already; keep one of the two"):
        PhoneNumberSettings(second, "Settings", calling_name="Desk")
