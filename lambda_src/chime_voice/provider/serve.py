"""One event from beginning to end: carry it out, answer, or hand it on to the next invocation."""

from __future__ import annotations

import dataclasses
import json
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from chime_voice.contract.registry import TYPES
from chime_voice.provider import answer, lifecycle
from chime_voice.provider.client import Client, VoiceApi
from chime_voice.provider.clock import Clock
from chime_voice.provider.errors import HandOn
from chime_voice.provider.lifecycle import Outcome
from chime_voice.provider.registry import PROVIDERS
from chime_voice.provider.request import Request

# Where an event that was handed on keeps what the next invocation must know.
CURSOR = "ChimeVoiceCursor"
# An answer must reach CloudFormation before it gives up.
_LAST_WORD = 120.0


@dataclasses.dataclass(frozen=True, kw_only=True)
class Surroundings:
    """Everything outside the program, so that tests can stand in for it."""

    clock: Clock
    voice_client: Callable[[str], Client]
    put: Callable[[str, bytes, Clock], None]
    invoke_again: Callable[[bytes], None]
    read_secret: Callable[[str], str]
    """The text of a secret of Secrets Manager by its ARN."""
    declared: frozenset[str] = frozenset()
    """Short hashes of the logical ids of the stack's numbers and connectors."""
    log: str = ""
    """Where to read more, for the end of a failure's reason."""


def serve(event: Mapping[str, Any], around: Surroundings) -> None:
    """Carry out one event.

    Raises:
        Exception: the answer or the next invocation could not be delivered. Lambda then delivers the event again.
    """
    request = Request.read(event)
    cursor = dict(event.get(CURSOR, {}))
    started = float(cursor.pop("Started", around.clock.now()))
    _log(request, "begins")
    try:
        outcome = _outcome(request, around, cursor)
    except HandOn as longer:
        # What an earlier invocation left holds until this event is answered, whatever this one was waiting for.
        cursor |= longer.cursor
        if around.clock.now() - started < _patience(request):
            _log(request, "goes on in another invocation")
            next_cursor = {"Started": str(started), **cursor}
            around.invoke_again(json.dumps({**event, CURSOR: next_cursor}).encode())
            return
        outcome = _too_long(request, cursor)
    _log(request, f"failed: {outcome.reason}" if outcome.reason else "done")
    around.put(str(event["ResponseURL"]), answer.body(request, outcome, around.log), around.clock)


def _outcome(request: Request, around: Surroundings, cursor: Mapping[str, str]) -> Outcome:
    provider_class = PROVIDERS.get(request.type_name)
    if provider_class is None:
        known = ", ".join(sorted(PROVIDERS))
        return _failed(request, f"this provider does not know {request.type_name}; it knows {known}")
    if not request.region:
        return _failed(request, "the resource does not say the Region of its endpoint (AwsRegion or HomeRegion)")
    try:
        api = VoiceApi(around.voice_client(request.region), around.clock)
        provider = provider_class(
            api,
            around.clock,
            request.marker,
            read_secret=around.read_secret,
            declared=around.declared,
            cursor=cursor,
            properties=request.properties,
        )
        return lifecycle.run(request, provider)
    except HandOn:
        raise
    except Exception as bug:  # noqa: BLE001 - an unanswered event would hang the stack for up to an hour
        print(traceback.format_exc())
        return _failed(request, f"the provider itself failed with {type(bug).__name__}: {bug}")


def _failed(request: Request, reason: str) -> Outcome:
    return Outcome(physical_id=request.physical_id or request.unknown_id, reason=reason)


def _too_long(request: Request, cursor: Mapping[str, str]) -> Outcome:
    order = cursor.get("Order")
    what = (
        f"order {order} for {cursor['Number']} is still in progress"
        if order
        else cursor.get("Waiting", "the service is not done")
    )
    return _failed(
        request,
        f"{what} after {_patience(request) / 60:.0f} minutes, which is as long as CloudFormation waits. Deploy again "
        f"later: what has come by then is found by its name and taken, not bought again",
    )


def _patience(request: Request) -> float:
    known = TYPES.get(request.type_name)
    default = known.SPEC.service_timeout if known else 3600
    return float(request.properties.get("ServiceTimeout", default)) - _LAST_WORD


def _log(request: Request, what: str) -> None:
    """One line of JSON; never the event, whose ResponseURL is a secret."""
    line = {
        "request": request.kind,
        "type": request.type_name,
        "logical_id": request.logical_id,
        "request_id": request.request_id,
        "what": what,
    }
    print(json.dumps(line))
