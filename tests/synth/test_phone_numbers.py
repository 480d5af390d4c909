import aws_cdk as cdk
import pytest

from constructs_lib import (
    FailoverVoiceApp,
    PhoneNumberAssociation,
    PhoneNumbers,
    SipMediaApplication,
    SipRule,
    TelephonyError,
    VoiceConnector,
)
from tests.synth.stacks import ACCOUNT, function_arn, new_stack, only, properties, resources, template_of, warnings_of

NUMBERS = "Custom::ChimePhoneNumbers"
FIRST, SECOND = "+12065550100", "+12065550101"


def test_as_many_as_wanted_of_a_search():
    stack = new_stack()
    lines = PhoneNumbers(stack, "Lines", count=12, area_code="206")
    assert properties(stack, NUMBERS) == {
        "ProductType": "SipMediaApplicationDialIn",
        "Name": "Test-Lines",
        "HomeRegion": "us-east-1",
        "Count": 12,
        "AreaCode": "206",
    }
    assert lines.count == len(lines.numbers) == 12


def test_exact_numbers_in_their_order():
    stack = new_stack("eu-west-2")
    PhoneNumbers(
        stack, "Lines", e164_phone_numbers=[SECOND, FIRST], restore=True, product_type="VoiceConnector", name="Trunk"
    )
    assert properties(stack, NUMBERS) == {
        "ProductType": "VoiceConnector",
        "Name": "Trunk",
        "HomeRegion": "us-east-1",
        "E164PhoneNumbers": [SECOND, FIRST],
        "Restore": True,
    }


def test_keeps_the_numbers_by_default_and_says_nothing():
    app = cdk.App()
    stack = new_stack(app=app)
    PhoneNumbers(stack, "Lines", count=2, area_code="206")
    resource = only(stack, NUMBERS)
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert "chime:numbers-released" not in warnings_of(app)


@pytest.mark.parametrize(
    ("which", "told"),
    [
        ({"count": 2, "area_code": "206"}, "what a smaller count drops is released"),
        ({"e164_phone_numbers": [FIRST, SECOND]}, f"taken out of the list ({FIRST}, {SECOND}) is released"),
    ],
)
def test_says_what_will_be_released_before_it_is(which, told):
    app = cdk.App()
    stack = new_stack(app=app)
    PhoneNumbers(stack, "Lines", removal_policy=cdk.RemovalPolicy.DESTROY, **which)
    assert "DeletionPolicy" not in only(stack, NUMBERS)
    assert told in warnings_of(app)


def test_each_is_a_trigger():
    stack = new_stack()
    application = SipMediaApplication(stack, "Sma", handler=function_arn())
    lines = PhoneNumbers(stack, "Lines", count=2, area_code="206")
    for at, number in enumerate(lines.numbers):
        SipRule(stack, f"Rule{at}", trigger=number, targets=[application])
    found = [
        rule["Properties"]["TriggerValue"] for rule in resources(template_of(stack), "Custom::ChimeSipRule").values()
    ]
    (logical_id,) = resources(template_of(stack), NUMBERS)
    assert found == [{"Fn::GetAtt": [logical_id, f"Number{at}"]} for at in range(2)]


def test_one_cannot_be_the_trigger_of_two_rules():
    stack = new_stack()
    application = SipMediaApplication(stack, "Sma", handler=function_arn())
    lines = PhoneNumbers(stack, "Lines", count=2, area_code="206")
    SipRule(stack, "First", trigger=lines.number(0), targets=[application])
    with pytest.raises(TelephonyError, match="trigger must be another than that of rule 'Test/First'"):
        SipRule(stack, "Second", trigger=lines.number(0), targets=[application])


def test_those_for_connectors_are_no_trigger_but_can_be_associated():
    stack = new_stack()
    application = SipMediaApplication(stack, "Sma", handler=function_arn())
    lines = PhoneNumbers(stack, "Lines", count=2, area_code="206", product_type="VoiceConnector")
    with pytest.raises(TelephonyError, match="got one for VoiceConnector"):
        SipRule(stack, "Rule", trigger=lines.number(0), targets=[application])
    VoiceConnector(stack, "Pbx").associate(*lines.numbers)
    values = properties(stack, "Custom::ChimePhoneNumberAssociation")["E164PhoneNumbers"]
    assert [value["Fn::GetAtt"][1] for value in values] == ["Number0", "Number1"]


def test_each_is_a_route_of_a_failover_app():
    voice = FailoverVoiceApp(
        cdk.App(), "Support", regions=["us-east-1"], handler={"us-east-1": function_arn()}, account=ACCOUNT
    )
    lines = PhoneNumbers(voice.routing_stack, "Lines", count=2, area_code="206")
    for number in lines.numbers:
        voice.route(number)
    rules = resources(template_of(voice.routing_stack), "Custom::ChimeSipRule")
    assert len(rules) == 2


def test_numbers_of_another_stack():
    app = cdk.App()
    stack = new_stack(app=app)
    trunks = cdk.Stack(app, "Trunks", env=cdk.Environment(region="us-east-1", account=ACCOUNT))
    exact = PhoneNumbers(stack, "Exact", e164_phone_numbers=[FIRST], product_type="VoiceConnector")
    found = PhoneNumbers(stack, "Found", count=1, area_code="425", product_type="VoiceConnector")
    connector = VoiceConnector.from_voice_connector_id(trunks, "Pbx", "abcdefghijklmnopqrstu1")
    PhoneNumberAssociation(trunks, "Numbers", numbers=[exact.number(0), found.number(0)], voice_connector=connector)
    by_value, by_reference = properties(trunks, "Custom::ChimePhoneNumberAssociation")["E164PhoneNumbers"]
    assert by_value == FIRST
    assert set(by_reference) == {"Fn::ImportValue"}


def test_may_call_the_provider_again_for_long_orders():
    stack = new_stack()
    PhoneNumbers(stack, "Lines", count=2, area_code="206")
    names = [p["Properties"]["PolicyName"] for p in resources(template_of(stack), "AWS::IAM::Policy").values()]
    assert names == ["PhoneNumbersPolicy", "OrdersPolicy"]


def test_names_what_is_retained():
    stack = new_stack()
    lines = PhoneNumbers(stack, "Lines", count=2, area_code="206")
    assert stack.resolve(lines.retained)["Fn::GetAtt"][1] == "Retained"


@pytest.mark.parametrize("index", [2, -1, "0", True])
def test_fails_beyond_the_last(index):
    lines = PhoneNumbers(new_stack(), "Lines", count=2, area_code="206")
    with pytest.raises(TelephonyError, match=r"number\(index\) must be a whole number from 0 to 1, got"):
        lines.number(index)


@pytest.mark.parametrize(
    ("props", "problem"),
    [
        ({}, "count and a search must say how many numbers and which, got none"),
        ({"count": 3}, "got only one of the two"),
        ({"area_code": "206"}, "got only one of the two"),
        ({"count": 51, "area_code": "206"}, "count must be a whole number from 1 to 50, got 51"),
        ({"count": "3", "area_code": "206"}, "count must be a whole number, got '3'"),
        ({"count": 3, "area_code": "833"}, "search toll-free numbers by toll_free_prefix"),
        ({"count": 3, "city": "Seattle"}, "city needs state too"),
        ({"count": 1, "e164_phone_numbers": [FIRST]}, "count cannot be combined with e164_phone_numbers"),
        ({"area_code": "206", "e164_phone_numbers": [FIRST]}, "area_code cannot be combined with e164_phone_numbers"),
        ({"e164_phone_numbers": FIRST}, f"e164_phone_numbers must be a list, got {FIRST!r}"),
        ({"e164_phone_numbers": [FIRST, 7]}, "e164_phone_numbers[1] must be text, got 7"),
        ({"e164_phone_numbers": []}, "e164_phone_numbers must have 1 to 50 numbers, got 0"),
        ({"e164_phone_numbers": ["206"]}, "e164_phone_numbers[0] must be a phone number in E.164 form"),
        ({"e164_phone_numbers": [FIRST, FIRST]}, f"must name a number once, got {FIRST!r} 2 times"),
        (
            {"e164_phone_numbers": ["+442079460100"], "product_type": "VoiceConnector"},
            "product_type must be SipMediaApplicationDialIn outside the US",
        ),
        ({"count": 1, "country": "GB", "product_type": "VoiceConnector"}, "outside the US"),
        ({"count": 1, "area_code": "206", "product_type": "Fax"}, "product_type must be one of"),
        ({"count": 1, "area_code": "206", "name": "x" * 201}, "name must have 0 to 200 characters"),
        ({"count": 1, "area_code": "206", "home_region": "eu-west-2"}, "home_region must be one of"),
        ({"count": 1, "area_code": "206", "removal_policy": "keep"}, "removal_policy must be RETAIN or DESTROY"),
    ],
)
def test_fails_when_the_values_cannot_work(props, problem):
    with pytest.raises(TelephonyError) as error:
        PhoneNumbers(new_stack(), "Lines", **props)
    assert str(error.value).startswith("phone numbers 'Test/Lines'")
    assert problem in str(error.value)
