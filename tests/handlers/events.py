"""Events of one call as the service sends them, made up: number, ids and times are nobody's."""

from __future__ import annotations

from typing import Any

CALLER = "+12065550199"
NUMBER = "+12065550100"
CALL = "11111111-0000-4000-8000-000000000001"
LEG_A = "22222222-0000-4000-8000-00000000000a"
LEG_B = "22222222-0000-4000-8000-00000000000b"


def event(
    kind: str,
    action: dict[str, Any] | None = None,
    *,
    attributes: dict[str, str] | None = None,
    leg_a: str | None = "Connected",
    leg_b: str | None = None,
    sequence: int = 1,
) -> dict[str, Any]:
    """An event of an inbound call.

    Args:
        kind: its type.
        action: what it reports on: `ActionData`.
        attributes: what the service keeps with the call.
        leg_a: whether the caller is `Connected`.
        leg_b: the same for a second leg; None for none.
        sequence: its place in the call.
    """
    participants = [_leg("LEG-A", LEG_A, NUMBER, CALLER, "Inbound", leg_a)]
    if leg_b:
        participants.append(_leg("LEG-B", LEG_B, "+12065550142", CALLER, "Outbound", leg_b))
    details: dict[str, Any] = {
        "TransactionId": CALL,
        "AwsAccountId": "123456789012",
        "AwsRegion": "us-east-1",
        "SipMediaApplicationId": "33333333-0000-4000-8000-000000000001",
        "Participants": participants,
    }
    if attributes is not None:
        details["TransactionAttributes"] = attributes
    made: dict[str, Any] = {
        "SchemaVersion": "1.0",
        "Sequence": sequence,
        "InvocationEventType": kind,
        "CallDetails": details,
    }
    return made | ({"ActionData": action} if action else {})


def succeeded(action: str, *, attributes: dict[str, str] | None = None, **result: Any) -> dict[str, Any]:
    """`ACTION_SUCCESSFUL` of an action of the caller's leg, with its result."""
    return event(
        "ACTION_SUCCESSFUL", {"Type": action, "Parameters": {"CallId": LEG_A}, **result}, attributes=attributes
    )


def failed(action: str, error: str = "SystemException", *, attributes: dict[str, str] | None = None) -> dict[str, Any]:
    """`ACTION_FAILED` of an action of the caller's leg."""
    data = {"Type": action, "Parameters": {"CallId": LEG_A}, "ErrorType": error, "ErrorMessage": "it failed"}
    return event("ACTION_FAILED", data, attributes=attributes)


def updated(
    arguments: dict[str, str], *, attributes: dict[str, str] | None = None, leg_b: str | None = None
) -> dict[str, Any]:
    """`CALL_UPDATE_REQUESTED` with these arguments."""
    data = {"Type": "CallUpdateRequest", "Parameters": {"Arguments": arguments}}
    return event("CALL_UPDATE_REQUESTED", data, attributes=attributes, leg_b=leg_b)


def hung_up(*, leg_b: str | None = None, attributes: dict[str, str] | None = None) -> dict[str, Any]:
    """`HANGUP` of the caller's leg."""
    data = {"Type": "Hangup", "Parameters": {"SipResponseCode": 0, "CallId": LEG_A, "ParticipantTag": "LEG-A"}}
    return event("HANGUP", data, leg_a="Disconnected", leg_b=leg_b, attributes=attributes)


def actions_of(response: dict[str, Any]) -> list[str]:
    """The types of a response's actions, in order."""
    return [action["Type"] for action in response["Actions"]]


def parameters_of(response: dict[str, Any], action: str) -> dict[str, Any]:
    """The parameters of the one action of a type in a response."""
    (found,) = [each["Parameters"] for each in response["Actions"] if each["Type"] == action]
    return dict(found)


def _leg(tag: str, call_id: str, to: str, from_: str, direction: str, status: str | None) -> dict[str, Any]:
    leg = {
        "CallId": call_id,
        "ParticipantTag": tag,
        "To": to,
        "From": from_,
        "Direction": direction,
        "StartTimeInMilliseconds": "1764000000000",
    }
    return leg | ({"Status": status} if status else {})
