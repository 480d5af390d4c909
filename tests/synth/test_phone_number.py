import aws_cdk as cdk
import pytest

from constructs_lib import PhoneNumber, TelephonyError
from tests.synth.stacks import new_stack, only, properties, resources, template_of

NUMBER = "Custom::ChimePhoneNumber"


def test_orders_by_area_code_with_the_path_as_name():
    stack = new_stack()
    PhoneNumber(stack, "Main", area_code="206")
    assert properties(stack, NUMBER) == {
        "ProductType": "SipMediaApplicationDialIn",
        "Name": "Test-Main",
        "HomeRegion": "us-east-1",
        "AreaCode": "206",
    }


def test_everything_set_reaches_the_template():
    stack = new_stack("us-west-2")
    PhoneNumber(
        stack,
        "Main",
        city="Seattle",
        state="WA",
        country="US",
        phone_number_type="Local",
        product_type="VoiceConnector",
        name="Front desk",
        calling_name="Support",
        home_region="us-east-1",
    )
    assert properties(stack, NUMBER) == {
        "ProductType": "VoiceConnector",
        "Name": "Front desk",
        "CallingName": "Support",
        "HomeRegion": "us-east-1",
        "Country": "US",
        "PhoneNumberType": "Local",
        "City": "Seattle",
        "State": "WA",
    }


def test_an_exact_number_can_be_taken_back_from_the_deletion_queue():
    stack = new_stack()
    PhoneNumber(stack, "Main", e164_phone_number="+12065550100", restore=True)
    assert properties(stack, NUMBER)["Restore"] is True
    assert PhoneNumber.order("Main", e164_phone_number="+12065550100", restore=True).props["restore"] is True


def test_adopting_declares_nothing_that_was_not_said():
    stack = new_stack()
    PhoneNumber(stack, "Main", adopt="+12065550100")
    assert properties(stack, NUMBER) == {"HomeRegion": "us-east-1", "AdoptId": "+12065550100"}


@pytest.mark.parametrize(
    ("way", "policy"),
    [
        ({"area_code": "206"}, "Retain"),
        ({"e164_phone_number": "+12065550100"}, "Retain"),
        # The provider hands it back where the deployment that adopts it fails.
        ({"adopt": "+12065550100"}, "RetainExceptOnCreate"),
    ],
)
def test_keeps_the_number_on_delete_and_on_replacement(way, policy):
    stack = new_stack()
    PhoneNumber(stack, "Main", **way)
    number = only(stack, NUMBER)
    assert (number["DeletionPolicy"], number["UpdateReplacePolicy"]) == (policy, "Retain")


def test_releases_the_number_only_when_asked_to():
    stack = new_stack()
    PhoneNumber(stack, "Main", area_code="206", removal_policy=cdk.RemovalPolicy.DESTROY)
    assert "DeletionPolicy" not in only(stack, NUMBER)


@pytest.mark.parametrize(
    ("region", "home"),
    [("us-east-1", "us-east-1"), ("us-west-2", "us-west-2"), ("eu-west-2", "us-east-1"), (None, "us-east-1")],
)
def test_home_region_is_the_stacks_where_numbers_can_be_managed(region, home):
    stack = new_stack(region)
    assert PhoneNumber(stack, "Main", area_code="206").home_region == home


def test_only_an_order_may_call_the_provider_again():
    ordered, adopted = new_stack(), new_stack()
    PhoneNumber(ordered, "Main", area_code="206")
    PhoneNumber(adopted, "Main", adopt="+12065550100")
    names = [
        [policy["Properties"]["PolicyName"] for policy in resources(template_of(stack), "AWS::IAM::Policy").values()]
        for stack in (ordered, adopted)
    ]
    assert names == [["PhoneNumberPolicy", "OrdersPolicy"], ["PhoneNumberPolicy"]]


def test_imports_a_number_without_a_resource():
    stack = new_stack()
    number = PhoneNumber.from_phone_number_e164(stack, "Main", "+12065550100")
    assert (number.e164_phone_number, number.home_region) == ("+12065550100", "us-east-1")
    assert "Resources" not in template_of(stack)


@pytest.mark.parametrize("value", ["+2065550100x", "2065550100", None])
def test_fails_to_import_what_is_no_number(value):
    with pytest.raises(
        TelephonyError, match=r"phone number 'Test/Main': e164_phone_number must be a phone number in E\.164"
    ):
        PhoneNumber.from_phone_number_e164(new_stack(), "Main", value)


def test_a_plan_to_adopt_a_token_needs_an_id():
    """The digits in a token's text are others in every synthesis, and so would the logical id be."""
    number = cdk.Fn.import_value("Number")
    with pytest.raises(TelephonyError, match="id must be given for a number that is known only at deployment"):
        PhoneNumber.adopt(number)
    assert PhoneNumber.adopt(number, id="Main").id == "Main"


@pytest.mark.parametrize(
    ("props", "problem"),
    [
        ({}, "exactly one of adopt, e164_phone_number and a search must say which number it is, got none"),
        ({"area_code": "206", "adopt": "+12065550100"}, "got adopt and a search"),
        ({"area_code": "206", "restore": True}, "restore is for an exact number; give e164_phone_number"),
        ({"e164_phone_number": "+12065550100", "restore": "yes"}, "restore must be True or False, got 'yes'"),
        ({"area_code": "2061"}, "area_code must be a three-digit area code such as 206, got '2061'"),
        ({"area_code": 206}, "area_code must be text, got 206"),
        ({"toll_free_prefix": "811"}, "toll_free_prefix must be one of 800"),
        ({"toll_free_prefix": "800", "city": "Seattle"}, "toll_free_prefix cannot be combined with city"),
        ({"city": "Seattle"}, "city needs state too"),
        (
            {"country": "GB", "product_type": "VoiceConnector"},
            "product_type must be SipMediaApplicationDialIn outside the US",
        ),
        (
            {"area_code": "206", "home_region": "eu-west-2"},
            "home_region must be one of us-east-1, us-west-2; got 'eu-west-2'",
        ),
        (
            {"area_code": "206", "calling_name": "An over-long name"},
            "calling_name must be 2 to 15 letters, digits or spaces",
        ),
        (
            {"adopt": "+12065550100", "removal_policy": cdk.RemovalPolicy.DESTROY},
            "removal_policy DESTROY cannot be combined with adopt",
        ),
        ({"area_code": "206", "removal_policy": "keep"}, "removal_policy must be RETAIN or DESTROY, got 'keep'"),
        ({"area_code": "206", "removal_policy": []}, "removal_policy must be RETAIN or DESTROY, got []"),
        ({"adopt": "2065550100"}, "adopt must be a phone number in E.164 form such as +12065550100, got '2065550100'"),
    ],
)
def test_fails_when_the_values_cannot_work(props, problem):
    with pytest.raises(TelephonyError) as error:
        PhoneNumber(new_stack(), "Main", **props)
    assert str(error.value).startswith("phone number 'Test/Main'")
    assert problem in str(error.value)


def test_a_failed_declaration_leaves_nothing_behind():
    stack = new_stack()
    with pytest.raises(TelephonyError):
        PhoneNumber(stack, "Main", area_code="1")
    PhoneNumber(stack, "Main", area_code="206")
    assert set(resources(template_of(stack), NUMBER)) == {"Main54E5BC70"}
