"""Faults on request, as a real client meets them, and hooks."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from constructs_lib.local.voice.faults import KINDS, Fault
from constructs_lib.local.voice.service import Call
from tests.local.voice.bench import HOME, OTHER, Bench, refusal

CONNECTION_LOST: dict[str, type[Exception]] = {
    "timeout_before": ReadTimeoutError,
    "timeout_after": ReadTimeoutError,
    "closed_before": ConnectionClosedError,
    "closed_after": ConnectionClosedError,
    "region_down": EndpointConnectionError,
}
REFUSED = {"throttle": 429, "error_before": 500, "error_after": 500}


def made(bench: Bench) -> int:
    return len(bench.home.list_voice_connectors()["VoiceConnectors"])


@pytest.mark.parametrize("kind", [*CONNECTION_LOST, *REFUSED])
def test_befalls_one_call_and_takes_effect_only_when_it_says_after(bench: Bench, kind: Any):
    bench.service.inject(Fault(kind=kind, operation="CreateVoiceConnector"))
    with pytest.raises(CONNECTION_LOST.get(kind, ClientError)) as caught:
        bench.connector()
    if isinstance(caught.value, ClientError):
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == REFUSED[kind]
    assert made(bench) == (1 if kind.endswith("after") else 0)
    bench.connector()
    assert bench.service.faults.waiting() == ()


def test_every_kind_is_known_to_these_tests():
    assert set(KINDS) == {*CONNECTION_LOST, *REFUSED, "refuse", "latency"}


def test_refuses_with_a_chosen_error(bench: Bench):
    bench.service.inject(Fault(kind="refuse", code="AccessDeniedException"))
    values = {"Name": "x", "RequireEncryption": True}
    assert refusal(bench.home.create_voice_connector, **values) == "AccessDeniedException"
    assert made(bench) == 0


def test_throttles_the_tagging_operations_with_what_their_model_has(bench: Bench):
    arn = bench.connector()["VoiceConnectorArn"]
    bench.service.inject(Fault(kind="throttle"))
    code = refusal(bench.home.list_tags_for_resource, ResourceARN=arn)
    assert code in bench.service.model.operations["ListTagsForResource"].errors


def test_latency_is_only_late(bench: Bench):
    bench.service.inject(Fault(kind="latency", seconds=7))
    before = bench.clock.now()
    bench.connector()
    assert bench.clock.now() - before == 7


def test_waits_for_its_operation_its_region_and_its_turn(bench: Bench):
    bench.service.inject(Fault(kind="throttle", operation="Create*", region=OTHER, skip=1, count=2))
    bench.connector(HOME)
    bench.client(OTHER).list_voice_connectors()
    bench.connector(OTHER)
    values = {"Name": "x", "RequireEncryption": True, "AwsRegion": OTHER}
    for _ in range(2):
        assert refusal(bench.client(OTHER).create_voice_connector, **values) == "ThrottledClientException"
    bench.connector(OTHER)


def test_one_without_a_count_stays_until_it_is_cleared(bench: Bench):
    bench.service.inject(Fault(kind="region_down", region=OTHER, count=None))
    for _ in range(3):
        with pytest.raises(EndpointConnectionError):
            bench.client(OTHER).list_sip_rules()
    bench.home.list_sip_rules()
    bench.service.faults.clear()
    bench.client(OTHER).list_sip_rules()


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"kind": "flood"}, r"must be one of throttle, .*got 'flood'"),
        ({"kind": "refuse"}, "needs a code, one of BadRequestException"),
        ({"kind": "refuse", "code": "Teapot"}, "got 'Teapot'"),
        ({"kind": "latency"}, "needs seconds above 0, got 0"),
        ({"kind": "throttle", "count": 0}, "count must be 1 or more, or absent for all, got 0"),
    ],
)
def test_one_that_makes_no_sense_is_refused(wish: dict[str, Any], said: str):
    with pytest.raises(ValueError, match=said):
        Fault(**wish)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"operation": "CreatSipRule"}, "has no operation 'CreatSipRule'; patterns such as"),
        ({"operation": "DeleteVoiceConnector"}, "DeleteVoiceConnector is never refused with .*ForbiddenException"),
    ],
)
def test_one_that_no_call_can_meet_is_refused(bench: Bench, wish: dict[str, Any], said: str):
    with pytest.raises(ValueError, match=said):
        bench.service.inject(Fault(kind="refuse", code="AccessDeniedException", **wish))
    assert bench.service.faults.waiting() == ()


def test_a_refusal_passes_by_operations_that_have_no_such_error(bench: Bench):
    made = bench.connector()["VoiceConnectorId"]
    bench.service.inject(Fault(kind="refuse", code="AccessDeniedException"))
    bench.home.delete_voice_connector(VoiceConnectorId=made)
    values = {"Name": "x", "RequireEncryption": True}
    assert refusal(bench.home.create_voice_connector, **values) == "AccessDeniedException"


def test_a_region_without_an_endpoint_of_the_service_does_not_answer(bench: Bench):
    with pytest.raises(EndpointConnectionError):
        bench.client("sa-east-1").list_sip_rules()


def test_hooks_see_whole_calls_and_what_they_raise_reaches_the_caller(bench: Bench):
    seen: list[tuple[str, bool, str]] = []

    def after(call: Call) -> None:
        seen.append((call.operation.name, call.done, call.error))
        if call.operation.name == "CreateVoiceConnector":
            raise KeyError(call.parameters["Name"])

    bench.service.after_call(after)
    with pytest.raises(KeyError, match="trunk"):
        bench.connector()
    refusal(bench.home.get_sip_rule, SipRuleId="0f0f0f0f-0000-4000-8000-000000000009")
    bench.service.clear_hooks()
    assert made(bench) == 1
    assert seen == [("CreateVoiceConnector", True, ""), ("GetSipRule", False, "NotFoundException")]
