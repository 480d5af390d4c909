import json

import aws_cdk as cdk
import pytest
from chime_voice.contract.sip_rule import SipRule as SingleRule
from chime_voice.contract.sip_rule_set import SipRuleSet as Contract

from constructs_lib import (
    PhoneNumber,
    SipMediaApplication,
    SipRule,
    SipRuleSet,
    SipRuleTarget,
    TelephonyError,
    Trigger,
    VoiceConnector,
)
from tests.synth.stacks import function_arn, new_stack, resources, template_of
from tests.synth.test_budgets import trips as trips  # noqa: PLC0414 - a fixture

SET = "Custom::ChimeSipRuleSet"
EAST = "00000000-0000-4000-8000-000000000001"
WEST = "00000000-0000-4000-8000-000000000002"
OTHER = "00000000-0000-4000-8000-000000000003"
HOST = "abcdefghijklmnopqrstu1.voiceconnector.chime.aws"


def imported(stack, application_id, region):
    return SipMediaApplication.from_sip_media_application_attributes(
        stack, region, sip_media_application_id=application_id, aws_region=region
    )


def both(stack):
    return [imported(stack, EAST, "us-east-1"), imported(stack, WEST, "us-west-2")]


def numbers(count, start=0):
    return [Trigger.phone_number(f"+1206555{at:04}") for at in range(start, start + count)]


def chunks(stack):
    """Logical id -> numbers, as deployed."""
    return {
        name: [number for group in one["Properties"].get("Groups", ()) for number in group["PhoneNumbers"]]
        for name, one in resources(template_of(stack), SET).items()
    }


def groups(stack):
    """All groups of all chunks."""
    return [
        group for one in resources(template_of(stack), SET).values() for group in one["Properties"].get("Groups", ())
    ]


def test_one_trigger_and_two_targets():
    stack = new_stack()
    SipRuleSet(stack, "Lines").add(Trigger.phone_number("+12065550100"), targets=both(stack))
    assert groups(stack) == [
        {
            "TargetApplications": [
                {"SipMediaApplicationId": EAST, "Priority": 1, "AwsRegion": "us-east-1"},
                {"SipMediaApplicationId": WEST, "Priority": 2, "AwsRegion": "us-west-2"},
            ],
            "PhoneNumbers": ["+12065550100"],
            "Disabled": False,
        }
    ]


def test_every_trigger_is_in_one_chunk_and_the_provider_reads_what_was_declared():
    stack = new_stack()
    rules = SipRuleSet(stack, "Lines", name="Support lines")
    rules.add([*numbers(100), Trigger.request_uri(HOST)], targets=both(stack))
    rules.add(numbers(50, 200), targets=[rules_target(stack)], enabled=False)
    read: list[SingleRule] = []
    for one in resources(template_of(stack), SET).values():
        declared = Contract.parse(one["Properties"])
        assert declared.problems() == []
        read += declared.rules()
    assert sorted(rule.trigger_value for rule in read) == sorted(
        [HOST, *(trigger.value for trigger in (*numbers(100), *numbers(50, 200)))]
    )
    assert sum(bool(rule.disabled) for rule in read) == 50
    assert {rule.name for rule in read if rule.trigger_value == "+12065550007"} == {"Support lines 12065550007"}


def rules_target(stack):
    return SipMediaApplication.from_sip_media_application_attributes(
        stack, "Other", sip_media_application_id=EAST, aws_region="us-east-1"
    )


def test_a_thousand_rules_are_eight_resources_and_a_twentieth_of_what_a_template_may_hold():
    def template(count):
        stack = new_stack()
        targets = both(stack)
        SipRule(stack, "Rule", trigger=Trigger.phone_number("+14255550100"), targets=targets)
        if count:
            SipRuleSet(stack, "Lines").add(numbers(count), targets=targets)
        return template_of(stack)

    small, large = template(0), template(1000)
    # The eight, and two policies.
    assert len(large["Resources"]) - len(small["Resources"]) == 10
    text = len(json.dumps(large, indent=1)) - len(json.dumps(small, indent=1))
    assert text < 50_000


def test_a_trigger_that_joins_or_leaves_changes_one_chunk_alone():
    def layout(*triggers):
        stack = new_stack()
        SipRuleSet(stack, "Lines").add(list(triggers), targets=[imported(stack, EAST, "us-east-1")])
        return chunks(stack)

    many = numbers(200)
    before, after, reordered = layout(*many[:-1]), layout(*many), layout(*reversed(many))
    changed = [name for name in before if before[name] != after[name]]
    assert len(changed) == 1
    assert after == reordered


def test_no_rule_costs_a_round_trip(trips):
    stack = new_stack()
    targets = both(stack)
    made = []
    once = trips(lambda: made.append(SipRuleSet(stack, "Lines")))
    assert once <= 70
    assert trips(lambda: made[0].add(numbers(500), targets=targets)) == 0

    def one_by_one() -> None:
        for one in numbers(500, 500):
            made[0].add(one, targets=targets)

    assert trips(one_by_one) == 0


def test_refers_to_numbers_connectors_and_applications_of_its_stack(trips):
    stack = new_stack()
    application = SipMediaApplication(stack, "Sma", handler=function_arn())
    number, connector = PhoneNumber(stack, "Main", area_code="206"), VoiceConnector(stack, "Pbx")
    SipRuleSet(stack, "Lines").add([number, connector], targets=[application])
    triggers = [(group.get("PhoneNumbers"), group.get("HostNames")) for group in groups(stack)]
    assert ([{"Ref": "Main54E5BC70"}], None) in triggers
    assert (None, [{"Fn::GetAtt": ["PbxA2D3FB15", "OutboundHostName"]}]) in triggers


def test_refers_weakly_to_applications_of_other_regions():
    app = cdk.App()
    applications = [
        SipMediaApplication(new_stack(region, app=app), "Sma", handler=function_arn(region))
        for region in ("us-west-2", "eu-west-2")
    ]
    stack = new_stack("us-east-1", app=app)
    SipRuleSet(stack, "Lines").add(numbers(2), targets=applications)
    ids = [target["SipMediaApplicationId"] for target in groups(stack)[0]["TargetApplications"]]
    assert [one["Fn::GetStackOutput"]["Region"] for one in ids] == ["us-west-2", "eu-west-2"]


def test_adopting_names_the_rules_to_take_over():
    stack = new_stack()
    one, two = numbers(2)
    SipRuleSet(stack, "Lines").add([one, two], targets=both(stack), adopt={one.value: OTHER})
    adopted = [group for group in groups(stack) if "Adopted" in group]
    assert [group["Adopted"] for group in adopted] == [[{"TriggerValue": one.value, "SipRuleId": OTHER}]]
    # What nobody declared of an adopted rule stays as it is.
    assert all("Disabled" not in group for group in adopted)
    assert [group["Disabled"] for group in groups(stack) if group not in adopted] == [False]


def test_a_rule_is_adopted_by_the_number_of_a_construct_too():
    stack = new_stack()
    number = PhoneNumber(stack, "Main", adopt="+12065550100")
    SipRuleSet(stack, "Lines").add(number, targets=both(stack), adopt={"+12065550100": OTHER})
    (group,) = groups(stack)
    ref = stack.resolve(number.e164_phone_number)
    assert (group["PhoneNumbers"], group["Adopted"]) == ([ref], [{"TriggerValue": ref, "SipRuleId": OTHER}])


def test_tells_everything_that_is_wrong_with_all_rules_at_once_and_adds_none():
    stack = new_stack()
    rules = SipRuleSet(stack, "Lines")
    number = PhoneNumber(stack, "Away", adopt="+12065550999", home_region="us-west-2")
    east = imported(stack, EAST, "us-east-1")
    with pytest.raises(TelephonyError) as told:
        rules.add(
            [
                Trigger.phone_number("2065550100"),
                Trigger.request_uri("pbx.example.com"),
                number,
                *numbers(1),
                *numbers(1),
            ],
            targets=[east, SipRuleTarget(east, priority=0)],
            enabled="yes",  # type: ignore[arg-type]
            adopt={"+12065550111": "a name"},
        )
    for problem in (
        "phone_numbers[0] must be a phone number in E.164 form such as +12065550100, got '2065550100'",
        "host_names[0] must be a Voice Connector's outbound host name",
        "home_region must be the phone number's, 'us-west-2', got 'us-east-1' for the set",
        "'+12065550000' 2 times",
        "priority must be a whole number of at least 1, got 0",
        "Region must differ",
        "enabled must be True or False, got 'yes'",
        "adopted names '+12065550111', which is none of the group's triggers",
        "sip_rule_id must be the service's id",
    ):
        assert problem in str(told.value)
    assert "Test/Lines" in str(told.value)
    rules.add(numbers(1), targets=[east])
    assert [group["PhoneNumbers"] for group in groups(stack)] == [["+12065550000"]]


def test_a_trigger_has_one_rule_whether_in_a_set_or_not():
    stack = new_stack()
    targets = both(stack)
    one, two = numbers(2)
    SipRule(stack, "Single", trigger=one, targets=targets)
    rules = SipRuleSet(stack, "Lines")
    with pytest.raises(TelephonyError, match="another than that of rule 'Test/Single', got '\\+12065550000'"):
        rules.add([one], targets=targets)
    rules.add([two], targets=targets)
    with pytest.raises(TelephonyError, match="another than that of rule 'Test/Lines'"):
        SipRule(stack, "Second", trigger=two, targets=targets)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"name": "Lines & more"}, "name must be letters"),
        ({"name": "x" * 151}, "name must have 1 to 150 characters"),
        ({"home_region": "us-east-3"}, "home_region must be one of"),
    ],
)
def test_a_value_that_the_service_does_not_take_is_refused(values, problem):
    with pytest.raises(TelephonyError, match=problem):
        SipRuleSet(new_stack(), "Lines", **values)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"triggers": "+12065550100"}, "trigger must be a PhoneNumber, .* got '\\+12065550100'"),
        ({"triggers": [None]}, "trigger must be a PhoneNumber, .* got None"),
        ({"triggers": Trigger.phone_number(12065550100)}, r"phone_numbers\[0\] must be text, got 12065550100"),  # type: ignore[arg-type]
        ({"targets": "application"}, "targets must be a list of SipMediaApplication"),
        ({"adopt": ["id"]}, "adopt must be a mapping of triggers to ids"),
        ({"adopt": {"+12065550100": 5}}, "sip_rule_id must be text, got 5"),
    ],
)
def test_a_value_of_another_kind_is_told(values, problem):
    stack = new_stack()
    given = {"triggers": Trigger.phone_number("+12065550100"), "targets": both(stack)} | values
    with pytest.raises(TelephonyError, match=problem):
        SipRuleSet(stack, "Lines").add(**given)


def test_triggers_may_come_from_a_generator():
    stack = new_stack()
    SipRuleSet(stack, "Lines").add((one for one in numbers(3)), targets=both(stack))
    assert sum(len(group["PhoneNumbers"]) for group in groups(stack)) == 3


def test_no_trigger_at_all_is_a_mistake():
    stack = new_stack()
    with pytest.raises(TelephonyError, match="triggers must be one or more"):
        SipRuleSet(stack, "Lines").add([], targets=both(stack))


def test_numbers_outside_of_the_home_regions_have_no_rules():
    stack = new_stack()
    targets = both(stack)
    rules = SipRuleSet(stack, "Lines", home_region="eu-west-2")
    with pytest.raises(
        TelephonyError, match="home_region must be one of us-east-1, us-west-2 for a phone number's rule"
    ):
        rules.add(numbers(1), targets=targets)
    rules.add(Trigger.request_uri(HOST), targets=targets)


def test_more_than_an_event_takes_is_refused_with_what_to_do(monkeypatch):
    limit = 4000
    monkeypatch.setattr("constructs_lib.sip_rule_set.CHUNK_LIMIT", limit)
    stack = new_stack()
    rules = SipRuleSet(stack, "Lines")
    targets = both(stack)

    def add_all() -> None:
        for start in range(0, 3000, 100):
            rules.add(numbers(100, start), targets=targets)

    with pytest.raises(TelephonyError, match="put the rest into another stack"):
        add_all()
    largest = max(
        len(json.dumps(one["Properties"]["Groups"], separators=(",", ":")))
        for one in resources(template_of(stack), SET).values()
    )
    assert limit * 0.8 < largest <= limit


def test_the_provider_may_go_on_in_another_invocation():
    stack = new_stack()
    SipRuleSet(stack, "Lines")
    template = template_of(stack)
    policies = {name: one["Properties"]["PolicyName"] for name, one in resources(template, "AWS::IAM::Policy").items()}
    for one in resources(template, SET).values():
        assert {policies[name] for name in one["DependsOn"]} == {"SipRuleSetPolicy", "OrdersPolicy"}
