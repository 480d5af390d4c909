"""Reading what a function answered, as the service does: what it tolerates is taken; the linter names it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from constructs_lib.pstn.events import SCHEMA_VERSION
from constructs_lib.pstn.policy import Policy
from constructs_lib.pstn.vocabulary import ACTIONS


@dataclasses.dataclass(frozen=True, kw_only=True)
class Action:
    """An action of a response."""

    type: str
    parameters: Mapping[str, Any]
    place: str
    """Where it stood, in words."""

    def data(self, call_id: str, **results: Any) -> dict[str, Any]:
        """ActionData of the events about it: what was asked for, and the leg where none was named."""
        named = {"CallId": self.parameters.get("CallId") or call_id}
        return {"Type": self.type, "Parameters": {**self.parameters, **named}, **results}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Reply:
    """What an answer means."""

    actions: tuple[Action, ...] | None = None
    """None: whatever was still to be done stays."""
    attributes: Mapping[str, Any] | None = None
    """None: the stored ones stay."""


class InvalidResponse(Exception):  # noqa: N818  (the service's own word)
    """The service cannot use the answer.

    Only SchemaVersionMismatch and TransactionAttributesInvalidMapSize are recorded as ErrorType; for everything else, which
    the service is only known to log, it is SystemException here.
    """

    def __init__(self, message: str, error_type: str = "SystemException") -> None:
        super().__init__(message)
        self.message = message
        self.error_type = error_type


def read(payload: Any, *, kind: str, policy: Policy) -> Reply:
    """Read an answer.

    Args:
        payload: what the function returned.
        kind: the event that was answered.
        policy: limits.

    Raises:
        InvalidResponse: it is not one.
    """
    if payload is None or payload in ("", {}, []):
        raise InvalidResponse("the response is empty: it must hold at least SchemaVersion")
    if not isinstance(payload, dict) or payload.get("SchemaVersion") != SCHEMA_VERSION:
        given = payload.get("SchemaVersion") if isinstance(payload, dict) else type(payload).__name__
        raise InvalidResponse(
            f"SchemaVersion of the response must be {SCHEMA_VERSION!r} as in the request, but is {given!r}",
            "SchemaVersionMismatch",
        )
    actions = _actions(payload.get("Actions"), kind, policy)
    if kind == "NEW_INBOUND_CALL" and not actions:
        raise InvalidResponse("the list of actions is empty")
    return Reply(actions=actions, attributes=_attributes(payload.get("TransactionAttributes"), policy))


def _actions(given: Any, kind: str, policy: Policy) -> tuple[Action, ...] | None:
    if given is None:
        return None
    if not isinstance(given, list):
        raise InvalidResponse(f"Actions must be a list, but is a {type(given).__name__}")
    if len(given) > policy.max_actions:
        raise InvalidResponse(f"{len(given)} actions; at most {policy.max_actions} are allowed")
    actions = []
    for index, each in enumerate(given, 1):
        place = f"action {index} of the answer to {kind}"
        if not isinstance(each, dict) or not isinstance(each.get("Type"), str):
            raise InvalidResponse(f"{place} must be an object with a Type, but is {json.dumps(each)[:60]}")
        if each["Type"] not in ACTIONS:
            raise InvalidResponse(f"{place}: unsupported action {each['Type']!r}")
        parameters = each.get("Parameters") or {}
        if not isinstance(parameters, dict):
            raise InvalidResponse(f"{place}: Parameters must be an object")
        actions.append(Action(type=each["Type"], parameters=parameters, place=place))
    return tuple(actions)


def _attributes(given: Any, policy: Policy) -> Mapping[str, Any] | None:
    if given is None:
        return None
    if not isinstance(given, dict):
        raise InvalidResponse(f"TransactionAttributes must be an object, but is a {type(given).__name__}")
    size = json_bytes(given)
    if len(given) > policy.max_transaction_attributes or size > policy.max_transaction_attributes_bytes:
        raise InvalidResponse(
            f"{len(given)} transaction attributes, {size} bytes; at most {policy.max_transaction_attributes} "
            f"and {policy.max_transaction_attributes_bytes} bytes are allowed",
            "TransactionAttributesInvalidMapSize",
        )
    for key, value in given.items():
        if policy.attributes_must_be_strings and not isinstance(value, str):
            raise InvalidResponse(f"transaction attribute {key!r} must be a string, but is a {type(value).__name__}")
    return given


def json_bytes(value: Any) -> int:
    """How long a value is as JSON in UTF-8. What the service counts of the attributes is not documented."""
    return len(json.dumps(value, ensure_ascii=False).encode(errors="replace"))
