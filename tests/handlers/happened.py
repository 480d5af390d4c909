"""What happened in a call, in a word each, and what was answered."""

from __future__ import annotations

from typing import Any

from tests.handlers.events import A, B, event, update

CALL = "transaction-id"
"""The id of the call of all these events."""
__all__ = ["CALL", "A", "B", "event", "update"]


def succeeded(
    action: str, *, attributes: dict[str, str] | None = None, legs: str = "A", **result: Any
) -> dict[str, Any]:
    """`ACTION_SUCCESSFUL` of an action of the caller's leg, with its result."""
    return event("ACTION_SUCCESSFUL", action, attributes=attributes, legs=legs, **result)


def failed(action: str, error: str = "SystemException", *, attributes: dict[str, str] | None = None) -> dict[str, Any]:
    """`ACTION_FAILED` of an action of the caller's leg."""
    return event("ACTION_FAILED", action, attributes=attributes, ErrorType=error, ErrorMessage="it failed")


def hung_up(*, legs: str = "a", attributes: dict[str, str] | None = None) -> dict[str, Any]:
    """`HANGUP` of the caller's leg."""
    about = {"SipResponseCode": 0, "ParticipantTag": "LEG-A"}
    return event("HANGUP", "Hangup", parameters=about, legs=legs, attributes=attributes)


def actions_of(response: dict[str, Any]) -> list[str]:
    """The types of a response's actions, in order."""
    return [action["Type"] for action in response["Actions"]]


def parameters_of(response: dict[str, Any], action: str) -> dict[str, Any]:
    """The parameters of the one action of a type in a response."""
    (found,) = [each["Parameters"] for each in response["Actions"] if each["Type"] == action]
    return dict(found)
