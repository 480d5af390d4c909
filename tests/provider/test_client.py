"""Calls to the service: repeated where that is right, and only there."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError, ParamValidationError
from chime_voice.provider.client import VoiceApi, voice_client
from chime_voice.provider.errors import Conflict, HandOn, NotFound, Refused, Unsure


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self, life: float = 900.0) -> None:
        self.time, self.life = 0.0, life

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds

    def remaining(self) -> float:
        return self.life - self.time


class Scripted:
    """A client whose every call takes the next item: an error to raise or an answer to give."""

    def __init__(self, *script: Any) -> None:
        self.script = list(script)
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def __getattr__(self, method: str) -> Any:
        def call(**parameters: Any) -> Any:
            self.calls.append((method, parameters))
            step = self.script.pop(0)
            if isinstance(step, Exception):
                raise step
            return step

        return call


def error(code: str, status: int) -> ClientError:
    answer: Any = {"Error": {"Code": code, "Message": "m"}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "Op")


THROTTLED = error("ThrottledClientException", 429)
FAILED = error("ServiceFailureException", 500)
LOST = ConnectionClosedError(endpoint_url="https://voice-chime.invalid")


@pytest.mark.parametrize("operation", ["GetSipRule", "CreateSipRule"])
def test_throttling_is_waited_out_for_every_operation(operation: str):
    client, clock = Scripted(THROTTLED, THROTTLED, {"ok": 1}), Clock()
    assert VoiceApi(client, clock).call(operation) == {"ok": 1}
    assert len(client.calls) == 3
    assert clock.time > 0


@pytest.mark.parametrize("trouble", [FAILED, LOST, EndpointConnectionError(endpoint_url="https://voice-chime.invalid")])
def test_a_create_that_may_have_happened_is_never_repeated(trouble: Exception):
    client = Scripted(trouble, {"ok": 1})
    with pytest.raises(Unsure):
        VoiceApi(client, Clock()).call("CreateSipRule")
    assert len(client.calls) == 1


@pytest.mark.parametrize("trouble", [FAILED, LOST])
def test_everything_else_is_repeated_when_its_answer_is_lost(trouble: Exception):
    client = Scripted(trouble, {"ok": 1})
    assert VoiceApi(client, Clock()).call("UpdateSipRule") == {"ok": 1}


def test_repeating_ends():
    client = Scripted(*[FAILED] * 20)
    with pytest.raises(Unsure, match="ServiceFailureException"):
        VoiceApi(client, Clock()).call("GetSipRule")
    assert len(client.calls) == 6


def test_a_wait_longer_than_the_invocation_is_handed_on():
    with pytest.raises(HandOn):
        VoiceApi(Scripted(THROTTLED), Clock(life=10)).call("GetSipRule")


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [("NotFoundException", 404, NotFound), ("ConflictException", 409, Conflict), ("ForbiddenException", 403, Refused)],
)
def test_a_refusal_is_told_by_its_code_and_not_repeated(code: str, status: int, kind: type[Refused]):
    client = Scripted(error(code, status))
    with pytest.raises(kind) as told:
        VoiceApi(client, Clock()).call("GetSipRule")
    assert told.value.code == code
    assert len(client.calls) == 1


def test_parameters_that_botocore_refuses_are_a_refusal():
    with pytest.raises(Refused, match="ParamValidationError"):
        VoiceApi(Scripted(ParamValidationError(report="bad")), Clock()).call("GetSipRule")


def test_all_pages_are_read():
    client = Scripted({"SipRules": [{"n": 1}], "NextToken": "t"}, {"SipRules": [{"n": 2}]})
    assert [item["n"] for item in VoiceApi(client, Clock()).pages("ListSipRules", "SipRules")] == [1, 2]
    assert client.calls[1][1]["NextToken"] == "t"


def test_the_real_client_leaves_retries_to_us(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "9")
    client = voice_client("us-west-2")
    assert client.meta.region_name == "us-west-2"
    assert client.meta.config.retries["total_max_attempts"] == 1
    assert client.meta.config.read_timeout <= 60
