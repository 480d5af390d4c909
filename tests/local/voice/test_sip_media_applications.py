"""Applications: one function of the same Region and account, changed in place, held by enabled rules."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.voice.bench import ACCOUNT, HOME, OTHER, Bench, function, refusal


def shown(bench: Bench, found: str, region: str = HOME) -> dict[str, Any]:
    client = bench.client(region)
    return dict(client.get_sip_media_application(SipMediaApplicationId=found)["SipMediaApplication"])


def test_shows_its_function_region_and_arn(bench: Bench):
    found = bench.application(OTHER)
    got = shown(bench, found, OTHER)
    assert got["Endpoints"] == [{"LambdaArn": function(OTHER)}]
    assert got["AwsRegion"] == OTHER
    assert got["SipMediaApplicationArn"] == f"arn:aws:chime:{OTHER}:{ACCOUNT}:sma/{found}"


@pytest.mark.parametrize(
    "arn",
    [function(OTHER), function(account="210987654321")],
    ids=["another Region", "another account"],
)
def test_refuses_a_function_of_another_region_or_account(bench: Bench, arn: str):
    values = {"AwsRegion": HOME, "Name": "x", "Endpoints": [{"LambdaArn": arn}]}
    assert refusal(bench.home.create_sip_media_application, **values) == "BadRequestException"
    found = bench.application()
    update = {"SipMediaApplicationId": found, "Endpoints": [{"LambdaArn": arn}]}
    assert refusal(bench.home.update_sip_media_application, **update) == "BadRequestException"
    assert shown(bench, found)["Endpoints"] == [{"LambdaArn": function()}]


@pytest.mark.parametrize("suffix", [":live", ":7", ":$LATEST"])
def test_takes_a_version_or_an_alias_of_a_function(bench: Bench, suffix: str):
    made = bench.application(name="x")
    bench.home.update_sip_media_application(
        SipMediaApplicationId=made, Endpoints=[{"LambdaArn": f"{function()}{suffix}"}]
    )
    assert shown(bench, made)["Endpoints"] == [{"LambdaArn": f"{function()}{suffix}"}]


def test_an_endpoint_needs_a_function(bench: Bench):
    values = {"AwsRegion": HOME, "Name": "x", "Endpoints": [{}]}
    assert refusal(bench.home.create_sip_media_application, **values) == "BadRequestException"


def test_a_region_makes_its_own_applications_unless_switched_off(bench: Bench):
    values = {"AwsRegion": OTHER, "Name": "x", "Endpoints": [{"LambdaArn": function(OTHER)}]}
    assert refusal(bench.home.create_sip_media_application, **values) == "BadRequestException"
    bench.set(region_may_differ_from_endpoint=True)
    made = bench.home.create_sip_media_application(**values)["SipMediaApplication"]
    # It stays with the endpoint that made it.
    assert shown(bench, made["SipMediaApplicationId"])["AwsRegion"] == OTHER
    assert bench.client(OTHER).list_sip_media_applications()["SipMediaApplications"] == []


def test_changes_name_and_function_apart(bench: Bench):
    found = bench.application()
    bench.home.update_sip_media_application(SipMediaApplicationId=found, Name="new")
    assert (shown(bench, found)["Name"], shown(bench, found)["Endpoints"]) == ("new", [{"LambdaArn": function()}])
    other = [{"LambdaArn": function(name="other")}]
    bench.home.update_sip_media_application(SipMediaApplicationId=found, Endpoints=other)
    assert (shown(bench, found)["Name"], shown(bench, found)["Endpoints"]) == ("new", other)


def test_two_may_have_one_name_unless_switched_off(bench: Bench):
    bench.application()
    bench.application()
    bench.set(unique_names=True)
    values = {"AwsRegion": HOME, "Name": "answer", "Endpoints": [{"LambdaArn": function()}]}
    assert refusal(bench.home.create_sip_media_application, **values) == "ConflictException"
    bench.client(OTHER).create_sip_media_application(
        AwsRegion=OTHER, Name="answer", Endpoints=[{"LambdaArn": function(OTHER)}]
    )


def test_a_region_has_thirty_of_them_by_default(bench: Bench):
    for at in range(30):
        bench.application(name=f"app-{at}")
    values = {"AwsRegion": HOME, "Name": "x", "Endpoints": [{"LambdaArn": function()}]}
    assert refusal(bench.home.create_sip_media_application, **values) == "ResourceLimitExceededException"
    bench.application(OTHER)


@pytest.mark.parametrize("region", [HOME, OTHER])
def test_an_enabled_rule_of_whatever_endpoint_holds_it(bench: Bench, region: str):
    target = bench.target(region)
    rule = bench.rule(bench.number(), target)
    delete = bench.client(region).delete_sip_media_application
    found = target["SipMediaApplicationId"]
    assert refusal(delete, SipMediaApplicationId=found) == "ConflictException"
    bench.home.update_sip_rule(SipRuleId=rule, Name="rule", Disabled=True)
    # Accepted is not yet in effect: calls still go to it.
    assert refusal(delete, SipMediaApplicationId=found) == "ConflictException"
    bench.settle()
    delete(SipMediaApplicationId=found)
    assert bench.show()["Status"] == "Assigned"


def test_an_update_of_a_rule_that_is_not_in_effect_yet_holds_it_too(bench: Bench):
    rule = bench.rule(bench.number(), bench.target())
    coming = bench.target()
    bench.home.update_sip_rule(SipRuleId=rule, Name="rule", TargetApplications=[coming])
    found = coming["SipMediaApplicationId"]
    assert refusal(bench.home.delete_sip_media_application, SipMediaApplicationId=found) == "ConflictException"


def test_message_logging_is_off_until_it_is_put_and_put_as_a_whole(bench: Bench):
    found = bench.application()

    def logs() -> bool:
        answer = bench.home.get_sip_media_application_logging_configuration(SipMediaApplicationId=found)
        return bool(answer["SipMediaApplicationLoggingConfiguration"]["EnableSipMediaApplicationMessageLogs"])

    def put(configuration: dict[str, bool]) -> None:
        bench.home.put_sip_media_application_logging_configuration(
            SipMediaApplicationId=found, SipMediaApplicationLoggingConfiguration=configuration
        )

    assert not logs()
    put({"EnableSipMediaApplicationMessageLogs": True})
    assert logs()
    put({})
    assert not logs()


def test_belongs_to_the_endpoint_that_made_it(bench: Bench):
    found = bench.application()
    other = bench.client(OTHER)
    for call in (other.get_sip_media_application, other.delete_sip_media_application):
        assert refusal(call, SipMediaApplicationId=found) == "NotFoundException"


def test_ids_are_the_same_in_every_run_and_never_twice(bench: Bench):
    made = [bench.application() for _ in range(3)]
    again = Bench()
    assert [again.application() for _ in range(3)] == made
    assert len(set(made)) == 3
    assert Bench(seed="other").application() not in made
    again.service.reset()
    assert again.application() not in made
