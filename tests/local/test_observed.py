"""The example that is watched, deployed: its alarms watch what answers, and the service invokes what is kept warm."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.local import LocalCloud
from examples.observed.app import app
from tests.local.assemblies import EAST, WEST, Account

ACCOUNT = "330000000002"


@pytest.fixture(scope="module")
def account(local_cloud: LocalCloud, tmp_path_factory: pytest.TempPathFactory) -> Account:
    made = Account(local_cloud, ACCOUNT, tmp_path_factory.mktemp("observed"))
    made.deploy(app)
    return made


def endpoint(account: Account, region: str) -> str:
    """The function that the service invokes in a Region."""
    (found,) = [one for one in account.state()["SipMediaApplications"] if one["AwsRegion"] == region]
    return str(found["Endpoints"][0]["LambdaArn"])


def alarms(account: Account, region: str, metric: str) -> list[dict[str, Any]]:
    found = account.client("cloudwatch", region).describe_alarms()["MetricAlarms"]
    return [one for one in found if one["MetricName"] == metric]


@pytest.mark.parametrize("region", [EAST, WEST])
def test_the_alarms_of_a_region_watch_the_alias_that_the_service_invokes_and_tell_a_topic_there(
    account: Account, region: str
):
    arn = endpoint(account, region)
    assert arn.endswith(":live")
    for metric in ("Errors", "Throttles", "Duration"):
        (alarm,) = [one for one in alarms(account, region, metric) if one["Namespace"] == "AWS/Lambda"]
        dimensions = {one["Name"]: one["Value"] for one in alarm["Dimensions"]}
        assert dimensions == {"FunctionName": arn.split(":")[6], "Resource": ":".join(arn.split(":")[6:])}
        (topic,) = alarm["AlarmActions"]
        assert topic.split(":")[3] == region


def test_only_the_second_region_tells_of_calls_that_get_there(account: Account):
    assert [len(alarms(account, region, "Invocations")) for region in (EAST, WEST)] == [0, 1]


def test_alarms_on_queries_are_there_with_their_thresholds(account: Account):
    thresholds = {
        region: [one["Threshold"] for one in alarms(account, region, "SmaActiveCallCount")] for region in (EAST, WEST)
    }
    assert thresholds == {EAST: [40], WEST: [40]}
    assert len(alarms(account, EAST, "MOSBetweenVcAndCustomer")) == 1


def test_every_stack_has_its_dashboard(account: Account):
    counts = [
        len(account.client("cloudwatch", region).list_dashboards()["DashboardEntries"]) for region in (EAST, WEST)
    ]
    # The routing stack is in the East as well.
    assert counts == [2, 1]
