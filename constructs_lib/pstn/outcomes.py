"""How actions end, and what several of them need."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from constructs_lib.pstn.call import Call
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.signals import HungUp, Input, PickUp, Play, Updated


@dataclasses.dataclass(frozen=True)
class Done:
    """It succeeded."""

    results: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """Fields that the action adds to ActionData."""


@dataclasses.dataclass(frozen=True)
class Cut:
    """It ended with a leg that went down, or for an update of the call."""

    by: HungUp | Updated
    by_application: bool = False


Outcome = Done | Cut


class ActionFailed(Exception):  # noqa: N818  (the service's own word)
    """The service answers ACTION_FAILED."""

    def __init__(self, error_type: str, message: str) -> None:
        super().__init__(message)
        self.error_type = error_type
        self.message = message


def pick_up(call: Call, leg: Leg) -> Play[None]:
    """Answer an inbound call that is still ringing."""
    if leg.status is None:
        leg.status = "Connected"
        call.note("leg", f"{leg.tag} is answered")
        call.answered_by = call.region
        yield PickUp(leg)


def hang_up_of(leg: Leg) -> Callable[[Input], bool]:
    """Whether an input says that this leg's far end left."""
    return lambda given: isinstance(given, HungUp) and given.call_id == leg.call_id


def audio_source(parameters: Mapping[str, Any], name: str) -> str:
    """An audio file, as BUCKET/KEY.

    Raises:
        ActionFailed: it is not described fully.
    """
    source = parameters.get(name)
    if not isinstance(source, dict):
        raise ActionFailed("InvalidActionParameter", f"{name} must be an object, but is {source!r}")
    if source.get("Type") != "S3" or not source.get("BucketName") or not source.get("Key"):
        raise ActionFailed("InvalidAudioSource", f"{name} needs Type S3, BucketName and Key")
    return f"{source['BucketName']}/{source['Key']}"


def number(
    call: Call, parameters: Mapping[str, Any], name: str, *, default: float, low: float, high: float | None = None
) -> float:
    """A numeric parameter. Numbers as strings are common in the field and taken with a warning.

    Raises:
        ActionFailed: it is no number, or outside of the limits.
    """
    given = parameters.get(name)
    if given is None:
        return default
    if isinstance(given, str):
        call.note("warning", f"{name} should be a number, but is the string {given!r}")
    try:
        value = float(given)
    except (TypeError, ValueError):
        raise ActionFailed("InvalidActionParameter", f"{name} must be a number, but is {given!r}") from None
    if not (low <= value <= (high if high is not None else float("1e9"))) or isinstance(given, bool):
        limits = f"from {low:g}" + (f" to {high:g}" if high is not None else "")
        raise ActionFailed("InvalidActionParameter", f"{name} must be {limits}, but is {given!r}")
    return value
