"""Events for a template, one at a time; the ids are made up."""

from __future__ import annotations

from typing import Any

from tests.pstn.phone import CALLER, NUMBER

A, B = "leg-a-id", "leg-b-id"
FRIEND = "+12065550150"


def event(
    kind: str,
    action: str | None = None,
    *,
    legs: str = "A",
    attributes: dict[str, str] | None = None,
    caller: str = CALLER,
    parameters: dict[str, Any] | None = None,
    **data: Any,
) -> dict[str, Any]:
    """An event of a call.

    Args:
        kind: its type.
        action: what it reports on.
        legs: `A` or `AB`; a small letter is a leg that is down.
        attributes: what an earlier answer gave the service to keep.
        caller: who calls.
        parameters: of the action.
        data: more of the action's data, such as `ReceivedDigits`.
    """
    details: dict[str, Any] = {
        "TransactionId": "transaction-id",
        "AwsAccountId": "123456789012",
        "AwsRegion": "us-east-1",
        "SipMediaApplicationId": "application-id",
        "Participants": [_participant(letter, caller) for letter in legs],
    }
    if attributes is not None:
        details["TransactionAttributes"] = attributes
    found: dict[str, Any] = {"SchemaVersion": "1.0", "Sequence": 2, "InvocationEventType": kind, "CallDetails": details}
    if action is not None:
        found["ActionData"] = {"Type": action, "Parameters": {"CallId": A} | (parameters or {}), **data}
    return found


def update(*, legs: str = "A", attributes: dict[str, str] | None = None, **arguments: str) -> dict[str, Any]:
    """Somebody updates the call by the API."""
    found = event("CALL_UPDATE_REQUESTED", "CallUpdateRequest", legs=legs, attributes=attributes)
    found["ActionData"]["Parameters"] = {"Arguments": arguments}
    return found


def _participant(letter: str, caller: str) -> dict[str, str]:
    first = letter.upper() == "A"
    return {
        "CallId": A if first else B,
        "ParticipantTag": "LEG-A" if first else "LEG-B",
        "To": NUMBER if first else FRIEND,
        "From": caller if first else NUMBER,
        "Direction": "Inbound" if first else "Outbound",
        "StartTimeInMilliseconds": "1795651200000",
        "Status": "Connected" if letter.isupper() else "Disconnected",
    }


def speak(text: str, leg: str = A) -> dict[str, Any]:
    """What it looks like when a text is said."""
    return {"Type": "Speak", "Parameters": {"Text": text, "CallId": leg}}


def play(key: str, leg: str = A) -> dict[str, Any]:
    """What it looks like when a sound is played."""
    source = {"Type": "S3", "BucketName": "prompts", "Key": key}
    return {"Type": "PlayAudio", "Parameters": {"AudioSource": source, "CallId": leg}}


def hang_up(leg: str = A) -> dict[str, Any]:
    """What it looks like when a leg is ended."""
    return {"Type": "Hangup", "Parameters": {"CallId": leg}}


def bridge(to: str, *, caller_id: str = CALLER, seconds: int = 30, **parameters: Any) -> dict[str, Any]:
    """What it looks like when somebody is called."""
    given = {
        "CallerIdNumber": caller_id,
        "Endpoints": [{"BridgeEndpointType": "PSTN", "Uri": to}],
        "CallTimeoutSeconds": seconds,
    }
    return {"Type": "CallAndBridge", "Parameters": given | parameters}


KEEP = {"SchemaVersion": "1.0"}
"""The answer that goes on with what is going on."""
