"""The leg that an action is for, in the call as it is when the action runs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from constructs_lib.pstn.lint.mistake import Mistake, shown
from constructs_lib.pstn.vocabulary import ACTIONS, LEG

_NEED_ONE_LEG = frozenset({"CallAndBridge", "JoinChimeMeeting", "StartBotConversation"})
_ADD_A_LEG = frozenset({"CallAndBridge", "JoinChimeMeeting"})


@dataclasses.dataclass(kw_only=True)
class Legs:
    """The legs of a call as an event shows them, and as the actions of its answer leave them.

    Args:
        event: the event that is answered.
        gone: ids of earlier legs of the call, which the event does not show any more.
        elsewhere: whether an id is a leg of another call.
    """

    event: Mapping[str, Any]
    gone: Collection[str] = ()
    elsewhere: Callable[[str], bool] = lambda _: False

    def __post_init__(self) -> None:
        participants = self.event["CallDetails"]["Participants"]
        self._tags: dict[str, str] = {each["CallId"]: each["ParticipantTag"] for each in participants}
        self._up = {each["ParticipantTag"]: each.get("Status") != "Disconnected" for each in participants}
        self._asked = self._invoked_about()

    def check(self, action: Mapping[str, Any], place: str) -> Iterator[Mistake]:
        """What is wrong with the leg of an action; then the action is taken as done."""
        name, parameters = action["Type"], action.get("Parameters") or {}
        kind = ACTIONS.get(name)
        if kind is None:
            return
        inside = f"{place}.Parameters"
        for each in LEG:
            if parameters.get(each) == "":
                yield Mistake(
                    id="empty-leg", said=f"{each} is an empty string", remedy=f"give it a value, or leave {each} out",
                    place=f"{inside}.{each}",
                )  # fmt: skip
        given = next((each for each in LEG if parameters.get(each)), None)
        if given is None and kind.leg != "default" and "CallId" not in parameters:
            yield Mistake(
                id="missing-leg",
                said=f"{name} names no CallId, which is documented as required; {self._asked} is taken",
                remedy="add the CallId of the leg from CallDetails.Participants of the event",
                place=f"{inside}.CallId",
            )
        if given is None:
            tag = self._asked
            yield from self._is_up(
                name, tag, place, f"{name} names no leg, so it is for {tag}, which the event is about"
            )
        else:
            tag = ""
            value, field = parameters[given], f"{inside}.{given}"
            wrong = self._wrong(given, value, field)
            if wrong is not None:
                yield wrong
            else:
                tag = self._tags[value] if given == "CallId" else value
                yield from self._is_up(name, tag, field, f"{name} is for {tag}")
        if name in _NEED_ONE_LEG and self._up.get("LEG-B") and tag != "":
            yield Mistake(
                id="leg-in-the-way", said=f"{name} needs a call of one leg, but LEG-B is up",
                remedy="hang up LEG-B first, and go on when HANGUP tells that it is gone", place=place,
            )  # fmt: skip
        if name == "Hangup":
            self._up[tag] = False
        elif name in _ADD_A_LEG:
            self._up["LEG-B"] = True

    def _invoked_about(self) -> str:
        """The leg that the event is about: what an action without a leg is for."""
        about = (self.event.get("ActionData") or {}).get("Parameters") or {}
        call_id, tag = about.get("CallId"), about.get("ParticipantTag")
        if isinstance(call_id, str) and call_id in self._tags:
            return self._tags[call_id]
        return tag if isinstance(tag, str) and tag in self._up else "LEG-A"

    def _is_up(self, name: str, tag: str, place: str, said: str) -> Iterator[Mistake]:
        if self._up.get(tag, False):
            return
        remedy = f"leave the {name} out" if name == "Hangup" else "name a leg whose Status is Connected"
        if name == "Hangup" and self._asked == tag and any(self._up.values()):
            remedy = "name the other leg: its CallId is in CallDetails.Participants"
        yield Mistake(id="leg-is-down", said=f"{said}, but {tag} is down by then", remedy=remedy, place=place)

    def _wrong(self, given: str, value: Any, place: str) -> Mistake | None:
        if isinstance(value, dict) and "CallId" in value:
            return Mistake(
                id="wrong-name", said=f"{given} is a whole participant", remedy="give its CallId alone", place=place
            )
        if not isinstance(value, str):
            return Mistake(
                id="wrong-type", said=f"{given} must be text, but is {shown(value)}", remedy="make it text", place=place
            )
        if value in (self._tags if given == "CallId" else self._up):
            return None
        if given == "CallId" and value in self.gone:
            return Mistake(
                id="leg-is-down", said=f"CallId {shown(value)} is a leg of this call that is no more",
                remedy="take the CallId from CallDetails.Participants of the event that is answered", place=place,
            )  # fmt: skip
        if given == "CallId" and self.elsewhere(value):
            return Mistake(
                id="state-leak", said=f"CallId {shown(value)} is a leg of another call",
                remedy="make the actions anew for every event; keep nothing of a call in a module", place=place,
            )  # fmt: skip
        known = self._tags if given == "CallId" else self._up
        return Mistake(
            id="unknown-leg", said=f"{given} {shown(value)} is no leg of this call",
            remedy=f"it may be {' or '.join(known)}", place=place,
        )  # fmt: skip
