"""Requests to custom resources: invoked asynchronously, answered within bounds, and a failed Create remembered.

Facts: the request and response reference of custom resources,
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html, and
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html
"""

from __future__ import annotations

import contextvars
import dataclasses
import json
import secrets
import string
import threading
from typing import Any

from constructs_lib.local.cloud import emulator
from constructs_lib.local.cloud.emulator import FORMATION

MODULE = f"{FORMATION}.custom_resource"
LAMBDA = "ministack.services.lambda_svc"
MAX_RESPONSE_BYTES = 4096
LAST_STEPS = 5.0
"""Seconds that a function gets to end once it has answered."""


@dataclasses.dataclass
class Request:
    """One request under way, and what came back."""

    answer: dict[str, Any] = dataclasses.field(default_factory=dict)
    token: str = ""
    idle: threading.Event = dataclasses.field(default_factory=threading.Event)
    """Clear while the function runs."""


@dataclasses.dataclass(frozen=True)
class FailedCreate:
    """A Create that a provider was asked for and did not finish."""

    resource_type: str
    physical_id: str
    properties: dict[str, Any]


_request: contextvars.ContextVar[Request | None] = contextvars.ContextVar("custom_resource_request", default=None)
_requests: dict[str, Request] = {}
_failed: dict[tuple[str, str], FailedCreate] = {}


def install() -> None:
    """Mend the requests."""
    emulator.replace(LAMBDA, "_execute_function_with_config_scope", _asynchronous)
    emulator.replace(LAMBDA, "_execute_function", _telling_its_end)
    emulator.replace(MODULE, "invoke_custom_resource", _remembering)
    emulator.replace(MODULE, "register_token", _registering)
    emulator.replace(MODULE, "deliver_response", _checking)


def take_failed_create(stack_id: str, logical_id: str | None) -> FailedCreate | None:
    """The failed Create of a resource, once."""
    return _failed.pop((stack_id, str(logical_id)), None)


def _asynchronous(original: Any) -> Any:
    """CloudFormation hands the event to Lambda and waits for the answer only.

    So ServiceTimeout counts from the request on, and Lambda gives a function that dies the same event again, at most twice.
    """
    later = emulator.of(LAMBDA, "invoke_async_with_retry")

    def execute(func: Any, event: Any) -> Any:
        return original(func, event) if _request.get() is None else later(func, event)

    return execute


def _telling_its_end(original: Any) -> Any:
    def execute(func: Any, event: Any) -> Any:
        request = _request.get()
        if request is None:
            return original(func, event)
        request.idle.clear()
        try:
            return original(func, event)
        finally:
            request.idle.set()

    return execute


def _remembering(original: Any) -> Any:
    def invoke(  # noqa: PLR0917 - the emulator's own form
        request_type: str, logical_id: str, props: Any, stack_name: str, stack_id: str, resource_type: str, **more: Any
    ) -> Any:
        request = Request()
        before = _request.set(request)
        try:
            return original(request_type, logical_id, props, stack_name, stack_id, resource_type, **more)
        except Exception:
            # Without a token, the request never left: there is nothing that a Delete could be about.
            if request_type == "Create" and request.token:
                physical_id = request.answer.get("PhysicalResourceId") or _generated_id(stack_name, logical_id)
                _failed[stack_id, logical_id] = FailedCreate(resource_type, physical_id, props)
            raise
        finally:
            # A stack may change the function next. On AWS what runs goes on; the emulator would kill it and hand it the
            # same event again, for which nobody waits any more: a late Create makes what nobody deletes.
            if request.answer:
                request.idle.wait(LAST_STEPS)
            _request.reset(before)
            _requests.pop(request.token, None)

    return invoke


def _generated_id(stack_name: str, logical_id: str) -> str:
    """The id that CloudFormation makes up for what never got one: the Delete that follows carries it."""
    letters = string.ascii_uppercase + string.digits
    return f"{stack_name}-{logical_id}-{''.join(secrets.choice(letters) for _ in range(12))}"


def _registering(original: Any) -> Any:
    def register(token: str) -> Any:
        request = _request.get()
        if request is not None:
            request.token = token
            _requests[token] = request
        return original(token)

    return register


def _checking(original: Any) -> Any:
    def deliver(token: str, response: dict[str, Any]) -> Any:
        checked = _checked(response)
        if token in _requests:
            _requests[token].answer = checked
        return original(token, checked)

    return deliver


def _checked(response: dict[str, Any]) -> dict[str, Any]:
    """The response as CloudFormation takes it: what it refuses counts as FAILED."""
    reason = ""
    if len(json.dumps(response).encode()) > MAX_RESPONSE_BYTES:
        reason = "Response object is too long."
    elif response.get("Status") not in {"SUCCESS", "FAILED"}:
        reason = "Invalid response: Status must be SUCCESS or FAILED."
    elif not response.get("PhysicalResourceId"):
        reason = "Invalid PhysicalResourceId"
    return {**response, "Status": "FAILED", "Reason": reason} if reason else response
