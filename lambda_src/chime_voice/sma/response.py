"""What a function answers to an event.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/invoke-on-call-leg.html
"""

from __future__ import annotations

from chime_voice.sma import limits
from chime_voice.sma.actions.flow import Hangup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from chime_voice.sma.actions.action import Action
    from chime_voice.sma.event import CallEvent

_VERSION = "1.0"
_MOST_ACTIONS = 10


def respond(*actions: Action, attributes: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Do these actions, in order, instead of those that are still waiting. Without actions, do nothing more.

    Args:
        actions: at most 10.
        attributes: what the service keeps with the call and sends with every later event, at most 100 pairs and 20 KB
            together (the guide's error example says 10 pairs). They replace those that it has; an empty mapping
            clears them, and without any they stay.

    Raises:
        ValueError: more than the service takes; it would drop the whole response.
    """
    if len(actions) > _MOST_ACTIONS:
        raise ValueError(f"a response must have at most {_MOST_ACTIONS} actions, got {len(actions)}")
    return _response([action.to_dict() for action in actions], attributes)


def keep_actions(*, attributes: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Go on with the actions that are still waiting, if there are any.

    Args:
        attributes: as in `respond`.
    """
    return _response(None, attributes)


def hang_up_all(call: CallEvent) -> dict[str, Any]:
    """End every leg that is still up: after a `HANGUP` the other ones, and the whole call after anything else.

    A leg that is not answered yet is up too.
    """
    return respond(*(Hangup(call_id=leg.call_id) for leg in call.legs_up))


def _response(actions: list[dict[str, Any]] | None, attributes: Mapping[str, str] | None) -> dict[str, Any]:
    members = {"Actions": actions, "TransactionAttributes": limits.attributes("attributes", attributes)}
    return {"SchemaVersion": _VERSION, **{name: value for name, value in members.items() if value is not None}}
