"""From events to the functions of a handler, with a safe answer for every event that has none.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/pstn-invocations.html and
https://docs.aws.amazon.com/chime-sdk/latest/dg/timeouts.html
"""

from __future__ import annotations

import sys

from chime_voice.sma.actions.flow import Hangup
from chime_voice.sma.event import CallEvent
from chime_voice.sma.response import hang_up_all, keep_actions, respond

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    Handler = Callable[[CallEvent], dict[str, Any]]

EVENTS = (
    "NEW_INBOUND_CALL",
    "NEW_OUTBOUND_CALL",
    "RINGING",
    "CALL_ANSWERED",
    "ACTION_SUCCESSFUL",
    "ACTION_FAILED",
    "ACTION_INTERRUPTED",
    "DIGITS_RECEIVED",
    "HANGUP",
    "CALL_UPDATE_REQUESTED",
    "INVALID_LAMBDA_RESPONSE",
)
_TELLS = frozenset({"NEW_OUTBOUND_CALL", "RINGING", "ACTION_INTERRUPTED"})
"""Events that only tell: the service does not act on the answer."""
_DEAD_ENDS = frozenset({"ACTION_FAILED", "INVALID_LAMBDA_RESPONSE"})
"""Events after which the service has no action left: without an answer the caller would sit in silence."""


class FailOver(Exception):  # noqa: N818 - it says what shall happen
    """Let the next Region answer: raise it on `NEW_INBOUND_CALL`, where this one cannot serve the caller.

    It leaves the handler there, as every exception does, and is answered safely anywhere else: nothing but the beginning
    of an inbound call can move to another Region. Lambda logs its text, so keep numbers and digits out of it.
    """


class Calls:
    """A call handler, made of one function an event.

    A new inbound call without a function is refused as unavailable; after a hang-up every other connected leg is ended;
    a failed action or a refused response ends a call with one leg and leaves two legs that talk alone; every other event
    changes nothing.

    An exception leaves the handler only on `NEW_INBOUND_CALL`: nobody was answered yet, and the service may try the next
    SIP media application of the rule. Whether it does so after an error of a function that it could invoke is not
    documented. Later, the exception is logged by its type and place, without its message, and the call is ended where
    nothing else would happen to it.
    """

    def __init__(self) -> None:
        self._handlers: dict[str, Handler] = {}

    def on(self, *event_types: str) -> Callable[[Handler], Handler]:
        """Decorate the function that answers these events: it takes a `CallEvent` and returns `respond(…)`.

        Raises:
            ValueError: an event that does not exist, or that has a function already.
        """
        for name in event_types:
            if name not in EVENTS:
                raise ValueError(f"there is no event {name!r}; events are {', '.join(EVENTS)}")
            if name in self._handlers:
                raise ValueError(f"{name} has a function already, {self._handlers[name].__name__}")

        def register(handler: Handler) -> Handler:
            self._handlers.update(dict.fromkeys(event_types, handler))
            return handler

        return register

    def handler(self, event: Mapping[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG002 - Lambda's form
        """Where Lambda enters."""
        call = CallEvent(event)
        function = self._handlers.get(call.type)
        if function is None:
            return _default(call)
        try:
            return _checked(call, function(call))
        except Exception as error:
            if call.type == "NEW_INBOUND_CALL":
                raise
            _log(call, error)
            return _after_error(call)


def _default(call: CallEvent) -> dict[str, Any]:
    """The answer to an event without a function."""
    if call.type == "NEW_INBOUND_CALL":
        return respond(Hangup(sip_response_code=480))
    if call.type == "HANGUP":
        return hang_up_all(call)
    if call.type in _TELLS or call.type == "CALL_ANSWERED":
        return respond()
    return _end_alone(call) if call.type in _DEAD_ENDS else keep_actions()


def _after_error(call: CallEvent) -> dict[str, Any]:
    """The answer when the function failed: go on where something is still going on, end the call where nothing is."""
    if call.type == "HANGUP":
        return hang_up_all(call)
    if call.type in _TELLS:
        return respond()
    return keep_actions() if call.type == "CALL_UPDATE_REQUESTED" else _end_alone(call)


def _end_alone(call: CallEvent) -> dict[str, Any]:
    """End the call of one leg. Two that are connected talk to each other, and nothing of ours is worth cutting them off."""
    return keep_actions() if len(call.connected_legs) > 1 else hang_up_all(call)


def _checked(call: CallEvent, response: object) -> dict[str, Any]:
    if not isinstance(response, dict) or "SchemaVersion" not in response:
        raise TypeError(f"the function for {call.type} must return respond(…) or keep_actions()")
    if call.type == "NEW_INBOUND_CALL" and not response.get("Actions"):
        raise ValueError(
            "the answer to NEW_INBOUND_CALL must have an action, or the caller hears nothing for 30 seconds"
        )
    return response


def _log(call: CallEvent, error: Exception) -> None:
    """Say what failed and where. Not the message: it may repeat a number or digits."""
    import traceback

    places = "".join(traceback.format_tb(error.__traceback__))
    print(f"{type(error).__name__} in the answer to {call!r}\n{places}", file=sys.stderr)
