"""Rules: one trigger for good, one application a Region, changes that take a moment, disabled before deleted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.voice.bench import HOME, NUMBER, OTHER, Bench, refusal

SECOND = "+12065550101"


def shown(bench: Bench, rule: str) -> dict[str, Any]:
    return dict(bench.home.get_sip_rule(SipRuleId=rule)["SipRule"])


def new_rule(bench: Bench, **more: Any) -> str:
    """The code of the error that a rule for the number gets."""
    values = {"Name": "rule", "TriggerType": "ToPhoneNumber", "TriggerValue": NUMBER}
    if "TargetApplications" not in more:
        more["TargetApplications"] = [bench.target()]
    return refusal(bench.home.create_sip_rule, **(values | more))


def test_shows_what_was_declared_with_targets_in_the_order_of_their_priorities(bench: Bench):
    first, second = bench.target(OTHER, 1), bench.target(HOME, 2)
    rule = shown(bench, bench.rule(bench.number(), second, first))
    assert rule["TargetApplications"] == [first, second]
    assert (rule["TriggerType"], rule["TriggerValue"], rule["Disabled"]) == ("ToPhoneNumber", NUMBER, False)


def test_the_number_of_a_rule_is_assigned_to_it(bench: Bench):
    rule = bench.rule(bench.number(), bench.target())
    number = bench.show()
    assert number["Status"] == "Assigned"
    assert [(each["Name"], each["Value"]) for each in number["Associations"]] == [("SipRuleId", rule)]


def test_a_fresh_number_is_accepted_a_little_after_its_order(bench: Bench):
    bench.order()
    bench.clock.advance(bench.service.settings.order_seconds)
    assert new_rule(bench) == "BadRequestException"
    bench.clock.advance(bench.service.settings.trigger_acceptance_seconds)
    bench.rule(NUMBER, bench.target())


def test_a_fresh_connectors_host_is_accepted_a_little_later(bench: Bench):
    host = bench.connector()["OutboundHostName"]
    wanted = {"TriggerType": "RequestUriHostname", "TriggerValue": host}
    assert new_rule(bench, **wanted) == "BadRequestException"
    bench.settle()
    assert shown(bench, bench.rule(host, bench.target()))["TriggerValue"] == host


def test_a_host_may_be_that_of_a_connector_in_another_region_unless_switched_off(bench: Bench):
    host = bench.connector("eu-central-1")["OutboundHostName"]
    bench.settle()
    bench.set(hosts_of_any_region=False)
    assert new_rule(bench, TriggerType="RequestUriHostname", TriggerValue=host) == "BadRequestException"
    bench.set(hosts_of_any_region=True)
    bench.rule(host, bench.target())


@pytest.mark.parametrize(
    "trigger", ["+12065550199", "not-a-number", "0123456789abcdefghijkl.voiceconnector.chime.aws"], ids=str
)
def test_refuses_a_trigger_that_the_account_does_not_have(bench: Bench, trigger: str):
    kind = "RequestUriHostname" if "voiceconnector" in trigger else "ToPhoneNumber"
    assert new_rule(bench, TriggerType=kind, TriggerValue=trigger) == "BadRequestException"


def test_refuses_a_number_for_voice_connectors(bench: Bench):
    bench.number(product_type="VoiceConnector")
    assert new_rule(bench) == "BadRequestException"


def test_refuses_a_number_in_the_deletion_queue(bench: Bench):
    bench.home.delete_phone_number(PhoneNumberId=bench.number())
    assert new_rule(bench) == "BadRequestException"


def test_rules_for_numbers_are_made_in_the_pstn_regions_only(bench: Bench):
    bench.number()
    target = bench.target("eu-central-1")
    create = bench.client("eu-central-1").create_sip_rule
    wanted = {"Name": "rule", "TriggerType": "ToPhoneNumber", "TargetApplications": [target]}
    assert refusal(create, TriggerValue=NUMBER, **wanted) == "BadRequestException"


def test_a_trigger_has_one_rule(bench: Bench):
    bench.rule(bench.number(), bench.target())
    assert new_rule(bench) == "ConflictException"


@pytest.mark.parametrize("wrong", ["same Region", "same priority", "same application"])
def test_targets_differ(bench: Bench, wrong: str):
    bench.number()
    first, second = bench.target(HOME, 1), bench.target(OTHER, 2)
    if wrong == "same Region":
        second = bench.target(HOME, 2)
    elif wrong == "same priority":
        second["Priority"] = 1
    else:
        second["SipMediaApplicationId"] = first["SipMediaApplicationId"]
    assert new_rule(bench, TargetApplications=[first, second]) == "BadRequestException"


@pytest.mark.parametrize("missing", ["SipMediaApplicationId", "Priority", "AwsRegion"])
def test_a_target_says_application_priority_and_region(bench: Bench, missing: str):
    bench.number()
    target = bench.target()
    del target[missing]
    assert new_rule(bench, TargetApplications=[target]) == "BadRequestException"


def test_a_targets_region_may_be_said_to_be_the_endpoints(bench: Bench):
    bench.set(target_region_required=False)
    target = bench.target()
    region = target.pop("AwsRegion")
    (stored,) = shown(bench, bench.rule(bench.number(), target))["TargetApplications"]
    assert stored["AwsRegion"] == region


def test_a_target_is_an_application_in_the_region_that_it_says(bench: Bench):
    bench.number()
    elsewhere = {**bench.target(OTHER), "AwsRegion": HOME}
    unknown = {"SipMediaApplicationId": "0f0f0f0f-0000-4000-8000-000000000001", "Priority": 1, "AwsRegion": HOME}
    for target in (elsewhere, unknown):
        assert new_rule(bench, TargetApplications=[target]) == "BadRequestException"


def test_two_rules_may_have_one_name_unless_switched_off(bench: Bench):
    bench.order(NUMBER, SECOND)
    bench.settle()
    target = bench.target()
    bench.rule(NUMBER, target)
    bench.set(unique_names=True)
    assert new_rule(bench, TriggerValue=SECOND, TargetApplications=[target]) == "ConflictException"
    bench.set(unique_names=False)
    bench.rule(SECOND, target)


def test_there_is_a_quota(bench: Bench):
    bench.set(sip_rules=0)
    bench.number()
    assert new_rule(bench) == "ResourceLimitExceededException"


def test_an_update_is_accepted_at_once_and_shows_a_little_later(bench: Bench):
    rule = bench.rule(bench.number(), bench.target())
    answer = bench.home.update_sip_rule(SipRuleId=rule, Name="new", Disabled=True)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert (answer["SipRule"]["Name"], answer["SipRule"]["Disabled"]) == ("new", True)
    assert shown(bench, rule)["Name"] == "rule"
    bench.clock.advance(bench.service.settings.rule_update_seconds)
    assert (shown(bench, rule)["Name"], shown(bench, rule)["Disabled"]) == ("new", True)


def test_two_updates_in_a_row_add_up(bench: Bench):
    rule = bench.rule(bench.number(), bench.target())
    target = bench.target(OTHER)
    bench.home.update_sip_rule(SipRuleId=rule, Name="new", TargetApplications=[target])
    bench.home.update_sip_rule(SipRuleId=rule, Name="new", Disabled=True)
    bench.settle()
    assert (shown(bench, rule)["TargetApplications"], shown(bench, rule)["Disabled"]) == ([target], True)


def test_updates_may_be_said_to_take_effect_at_once(bench: Bench):
    bench.set(rule_update_seconds=0)
    rule = bench.rule(bench.number(), bench.target())
    bench.home.update_sip_rule(SipRuleId=rule, Name="new")
    assert shown(bench, rule)["Name"] == "new"


def test_what_an_update_leaves_out_stays(bench: Bench):
    rule = bench.rule(bench.number(), bench.target(), Disabled=True)
    before = shown(bench, rule)
    bench.home.update_sip_rule(SipRuleId=rule, Name="new")
    bench.settle()
    after = shown(bench, rule)
    assert (after["Disabled"], after["TargetApplications"]) == (before["Disabled"], before["TargetApplications"])


def test_a_rule_is_enabled_only_with_targets_that_exist(bench: Bench):
    target = bench.target()
    rule = bench.rule(bench.number(), target, Disabled=True)
    bench.home.delete_sip_media_application(SipMediaApplicationId=target["SipMediaApplicationId"])
    enable = {"SipRuleId": rule, "Name": "rule", "Disabled": False}
    assert refusal(bench.home.update_sip_rule, **enable) == "BadRequestException"
    bench.home.update_sip_rule(**enable, TargetApplications=[bench.target()])


def test_a_rule_is_disabled_before_it_is_deleted(bench: Bench):
    rule = bench.rule(bench.number(), bench.target())
    assert refusal(bench.home.delete_sip_rule, SipRuleId=rule) == "ConflictException"
    bench.home.update_sip_rule(SipRuleId=rule, Name="rule", Disabled=True)
    # Accepted is not yet in effect.
    assert refusal(bench.home.delete_sip_rule, SipRuleId=rule) == "ConflictException"
    bench.settle()
    bench.home.delete_sip_rule(SipRuleId=rule)
    assert refusal(bench.home.get_sip_rule, SipRuleId=rule) == "NotFoundException"


def test_a_deleted_rules_number_is_free_a_little_later(bench: Bench):
    rule = bench.rule(bench.number(), bench.target())
    bench.disable(rule)
    bench.home.delete_sip_rule(SipRuleId=rule)
    assert refusal(bench.home.delete_phone_number, PhoneNumberId=NUMBER) == "BadRequestException"
    bench.clock.advance(bench.service.settings.unassign_seconds)
    assert bench.show()["Status"] == "Unassigned"
    bench.home.delete_phone_number(PhoneNumberId=NUMBER)


def test_a_rule_belongs_to_the_endpoint_that_made_it(bench: Bench):
    rule = bench.rule(bench.number(), bench.target())
    other = bench.client(OTHER)
    assert other.list_sip_rules()["SipRules"] == []
    for call, parameters in (
        (other.get_sip_rule, {}),
        (other.update_sip_rule, {"Name": "x"}),
        (other.delete_sip_rule, {}),
    ):
        assert refusal(call, SipRuleId=rule, **parameters) == "NotFoundException"


def test_lists_the_rules_of_an_application(bench: Bench):
    bench.order(NUMBER, SECOND)
    bench.settle()
    target = bench.target()
    first = bench.rule(NUMBER, target)
    bench.rule(SECOND, bench.target())
    application = target["SipMediaApplicationId"]
    found = bench.home.list_sip_rules(SipMediaApplicationId=application)["SipRules"]
    assert [rule["SipRuleId"] for rule in found] == [first]
    assert len(bench.home.list_sip_rules()["SipRules"]) == 2


def test_rules_come_in_pages(bench: Bench):
    bench.order(NUMBER, SECOND)
    bench.settle()
    made = [bench.rule(number, bench.target()) for number in (NUMBER, SECOND)]
    pages = list(bench.home.get_paginator("list_sip_rules").paginate(PaginationConfig={"PageSize": 1}))
    assert [[rule["SipRuleId"] for rule in page["SipRules"]] for page in pages] == [[made[0]], [made[1]]]
    assert refusal(bench.home.list_sip_rules, NextToken="nonsense") == "BadRequestException"


def test_a_rule_of_another_account_does_not_exist(bench: Bench):
    rule = bench.rule(bench.number(), bench.target())
    stranger = bench.client(account="210987654321")
    assert refusal(stranger.get_sip_rule, SipRuleId=rule) == "NotFoundException"
