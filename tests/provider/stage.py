"""A stage for the provider: the service in-process behind real boto3, and CloudFormation's side of the protocol.

What plays itself: requests, answers, parsing, errors and the provider's whole code. What is stood in for: HTTP, the
clock, and CloudFormation, which here delivers events, again after a death, and keeps the first answer to each.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError
from chime_voice.contract.marker import short_hash
from chime_voice.contract.resource import Resource
from chime_voice.contract.termination_credentials import PUT_AGAIN
from chime_voice.provider.client import _failure
from chime_voice.provider.clock import Clock
from chime_voice.provider.errors import Refused, Unsure
from chime_voice.provider.put_again import put_again
from chime_voice.provider.serve import Surroundings, serve

from constructs_lib.local.voice.clock import ManualClock
from constructs_lib.local.voice.inprocess import client
from constructs_lib.local.voice.service import VoiceService

ACCOUNT = "123456789012"
STACK = f"arn:aws:cloudformation:us-east-1:{ACCOUNT}:stack/Support/0f0f0f0f-0000-4000-8000-000000000001"
OTHER_STACK = f"arn:aws:cloudformation:us-east-1:{ACCOUNT}:stack/Sales/0f0f0f0f-0000-4000-8000-000000000002"
# A Lambda function lives 15 minutes; its asynchronous invocations are tried three times.
FUNCTION_LIFE = 900.0
DELIVERIES = 3

ANSWERING = "PUT answer"
REFUSAL = "ForbiddenException"
"""The code of what is refused for good."""
FAULTS = ("die before", "die after", "throttle", "error before", "error after", "timeout before", "timeout after")


class Died(BaseException):
    """The process ended here: no code of the provider may run after it."""


@dataclasses.dataclass
class Fault:
    """Befalls the k-th call (from 1) of a step, once. The PUT of the answer counts as a call."""

    kind: str
    at: int


@dataclasses.dataclass(frozen=True)
class Answer:
    """What CloudFormation was told."""

    status: str
    physical_id: str
    data: Mapping[str, str]
    reason: str

    @property
    def succeeded(self) -> bool:
        return self.status == "SUCCESS"


class Stage:
    """One account and the events of its stacks."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.service = VoiceService(clock=self.clock)
        self.calls: list[str] = []
        self.fault: Fault | None = None
        self.refused: str = ""
        """A client method that the service refuses for good, as for a missing permission."""
        self.deaf = False
        """No answer reaches CloudFormation: the provider dies of each."""
        self.declared: set[str] = set()
        self.secrets: dict[str, str] = {}
        """ARN -> text, in Secrets Manager."""
        self.handed_on = 0
        self._answers: dict[str, Answer] = {}
        self._requests = itertools.count(1)
        self._next_events: list[dict[str, Any]] = []

    def client(self, region: str = "us-east-1") -> Any:
        """A plain client of the account, for setting up and looking."""
        return client(self.service, region, ACCOUNT)

    def declare(self, *logical_ids: str) -> None:
        """What the template has now."""
        self.declared = {short_hash(logical_id) for logical_id in logical_ids}

    def create(self, resource: Resource, logical_id: str = "Main", stack: str = STACK) -> Answer:
        return self._send("Create", resource, logical_id, stack)

    def update(
        self, answer: Answer, resource: Resource, old: Resource, logical_id: str = "Main", stack: str = STACK
    ) -> Answer:
        return self._send("Update", resource, logical_id, stack, answer.physical_id, old)

    def delete(self, physical_id: str, resource: Resource, logical_id: str = "Main", stack: str = STACK) -> Answer:
        return self._send("Delete", resource, logical_id, stack, physical_id)

    def event(
        self,
        kind: str,
        resource: Resource,
        logical_id: str,
        stack: str,
        physical_id: str = "",
        old: Resource | None = None,
    ) -> dict[str, Any]:
        """The event as CloudFormation sends it: every scalar a string."""
        request_id = f"request-{next(self._requests)}"
        event = {
            "RequestType": kind,
            "ServiceToken": "arn:aws:lambda:us-east-1:123456789012:function:provider",
            "ResponseURL": f"https://answers.invalid/{request_id}",
            "StackId": stack,
            "RequestId": request_id,
            "ResourceType": resource.SPEC.type_name,
            "LogicalResourceId": logical_id,
            "ResourceProperties": _delivered(resource),
        }
        if physical_id:
            event["PhysicalResourceId"] = physical_id
        if old is not None:
            event["OldResourceProperties"] = _delivered(old)
        return event

    def deliver(self, event: dict[str, Any]) -> Answer:
        """Deliver an event until it is answered, as Lambda and CloudFormation do between them.

        A death delivers it again, with a fault that befalls once; an event handed on is the next invocation's. No
        answer after all deliveries is CloudFormation's timeout, with an id that it makes up.
        """
        queue, deaths = [event], 0
        while queue:
            current = queue.pop(0)
            try:
                serve(current, self._surroundings())
            except Died:
                deaths += 1
                if deaths < DELIVERIES:
                    self.advance(60)
                    queue.insert(0, current)
            queue += self._next_events
            self._next_events = []
        made_up = event.get("PhysicalResourceId", f"Support-{event['LogicalResourceId']}-1A2B3C4D5E6F")
        timed_out = Answer("FAILED", made_up, {}, "no answer in time")
        return self._answers.get(event["RequestId"], timed_out)

    def advance(self, seconds: float) -> None:
        self.clock.advance(seconds)

    def now(self) -> float:
        return self.clock.now()

    def around(self, name: str, call: Callable[[], Any]) -> Any:
        """One call, with what befalls it."""
        self.calls.append(name)
        if self.deaf and name == ANSWERING:
            raise Died
        if name == self.refused:
            raise _client_error(REFUSAL, 403, name, "not allowed")
        fault = self.fault if self.fault and len(self.calls) == self.fault.at else None
        kind = fault.kind if fault else ""
        if kind.endswith("before") or kind == "throttle":
            _befall(kind, name)
        result = call()
        if kind:
            _befall(kind, name)
        return result

    def _send(
        self,
        kind: str,
        resource: Resource,
        logical_id: str,
        stack: str,
        physical_id: str = "",
        old: Resource | None = None,
    ) -> Answer:
        return self.deliver(self.event(kind, resource, logical_id, stack, physical_id, old))

    def _surroundings(self) -> Surroundings:
        return Surroundings(
            clock=StageClock(self),
            voice_client=lambda region: _Client(self, self.client(region)),
            put=self._put,
            invoke_again=self._invoke_again,
            read_secret=self._read_secret,
            declared=frozenset(self.declared),
        )

    def put_again(self, resource: Resource) -> None:
        """What the rule of termination credentials asks for when their secret changes."""
        put_again({PUT_AGAIN: _delivered(resource)}, self._surroundings())

    def _read_secret(self, arn: str) -> str:
        try:
            return str(self.around("get_secret_value", lambda: self.secrets[arn]))
        except KeyError:
            raise Refused("GetSecretValue", "ResourceNotFoundException", "no such secret") from None
        except ClientError as error:
            # What the real one makes of botocore's errors.
            raise _failure("GetSecretValue", error) from error
        except ReadTimeoutError as error:
            raise Unsure(f"GetSecretValue got no answer: {error}") from error

    def _put(self, url: str, payload: bytes, clock: Clock) -> None:
        assert len(payload) <= 4096

        def answer() -> None:
            told = json.loads(payload)
            self._answers.setdefault(
                url.rpartition("/")[2],
                Answer(told["Status"], told["PhysicalResourceId"], told["Data"], told.get("Reason", "")),
            )

        for _ in range(5):
            try:
                self.around(ANSWERING, answer)
                break
            except (ClientError, ReadTimeoutError):
                # What answer.put does about a failing web server.
                clock.sleep(2)

    def _invoke_again(self, payload: bytes) -> None:
        self.handed_on += 1
        self._next_events.append(json.loads(payload))


class StageClock:
    """The service's clock, and the life of one invocation."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._began = stage.now()

    def now(self) -> float:
        return self._stage.now()

    def sleep(self, seconds: float) -> None:
        self._stage.advance(seconds)

    def remaining(self) -> float:
        return FUNCTION_LIFE - (self.now() - self._began)


class _Client:
    """The real client, with the stage around each call."""

    def __init__(self, stage: Stage, real: Any) -> None:
        self._stage = stage
        self._real = real

    def __getattr__(self, method: str) -> Callable[..., Any]:
        def call(**parameters: Any) -> Any:
            return self._stage.around(method, lambda: getattr(self._real, method)(**parameters))

        return call


def _befall(kind: str, name: str) -> None:
    if kind.startswith("die"):
        raise Died
    if kind.startswith("timeout"):
        raise ReadTimeoutError(endpoint_url="https://voice-chime.invalid")
    code, status = ("ThrottledClientException", 429) if kind == "throttle" else ("ServiceFailureException", 500)
    raise _client_error(code, status, name, kind)


def _client_error(code: str, status: int, name: str, message: str) -> ClientError:
    answer: Any = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, name)


def _delivered(resource: Resource) -> dict[str, Any]:
    def text(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: text(member) for key, member in value.items()}
        if isinstance(value, list):
            return [text(item) for item in value]
        return str(value).lower() if isinstance(value, bool) else str(value)

    properties = {
        "ServiceToken": "arn:provider",
        "ServiceTimeout": resource.SPEC.service_timeout,
        **resource.properties(),
    }
    delivered: dict[str, Any] = text(properties)
    return delivered
