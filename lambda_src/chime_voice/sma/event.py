"""What the service tells a function, read-only.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/pstn-invocations.html. The guide and recorded events differ in a
few names; both are read.
"""

from __future__ import annotations

from chime_voice.sma.parts import Participant, ReadOnly, Recording, interpreted, type_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class CallEvent:
    """One event of a call. Its representation holds nobody's number."""

    __slots__ = ("_raw",)

    def __init__(self, raw: Mapping[str, Any]) -> None:
        """Read an event as the function got it.

        Raises:
            ValueError: it is not an event of a call.
        """
        if "InvocationEventType" not in raw or "CallDetails" not in raw:
            raise ValueError("not an event of a call: it has no InvocationEventType or no CallDetails")
        self._raw = raw

    @property
    def raw(self) -> Mapping[str, Any]:
        """The event as it came. It holds numbers and perhaps digits: keep it out of logs."""
        return ReadOnly(dict(self._raw))

    @property
    def type(self) -> str:
        """What happened, such as `NEW_INBOUND_CALL`."""
        return str(self._raw["InvocationEventType"])

    @property
    def sequence(self) -> int:
        """Counts the events of the call from 1; a repeated event has the same."""
        return int(self._raw.get("Sequence", 0))

    @property
    def transaction_id(self) -> str:
        """The id of the whole call."""
        return str(self._call["TransactionId"])

    @property
    def attributes(self) -> Mapping[str, str]:
        """What an earlier response gave the service to keep."""
        return ReadOnly(self._call.get("TransactionAttributes") or {})

    @property
    def aws_account_id(self) -> str:
        """The account."""
        return str(self._call.get("AwsAccountId", ""))

    @property
    def aws_region(self) -> str:
        """The Region of the SIP media application."""
        return str(self._call.get("AwsRegion", ""))

    @property
    def sip_rule_id(self) -> str | None:
        """The rule that brought the call here; outbound calls have none."""
        return self._call.get("SipRuleId")

    @property
    def sip_media_application_id(self) -> str:
        """The application; the guide's examples call it `SipApplicationId`."""
        return str(self._call.get("SipMediaApplicationId") or self._call.get("SipApplicationId") or "")

    @property
    def participants(self) -> tuple[Participant, ...]:
        """All legs."""
        return tuple(Participant(raw) for raw in self._call.get("Participants") or ())

    @property
    def leg_a(self) -> Participant:
        """The leg that the call began with.

        Raises:
            LookupError: the event has no such leg.
        """
        return self._leg("LEG-A")

    @property
    def leg_b(self) -> Participant:
        """The leg that was added. Ask `has_leg_b` first.

        Raises:
            LookupError: there is none.
        """
        return self._leg("LEG-B")

    @property
    def has_leg_b(self) -> bool:
        """Whether a second leg was added."""
        return any(leg.tag == "LEG-B" for leg in self.participants)

    @property
    def connected_legs(self) -> tuple[Participant, ...]:
        """Legs with somebody on the line; not the one that a `HANGUP` is about."""
        return tuple(leg for leg in self.legs_up if leg.is_connected)

    @property
    def legs_up(self) -> tuple[Participant, ...]:
        """Legs that are connected or may be yet; not the one that a `HANGUP` is about."""
        ended = self._named if self.type == "HANGUP" else ("", "")
        return tuple(leg for leg in self.participants if leg.is_up and leg.call_id != ended[0] and leg.tag != ended[1])

    @property
    def leg(self) -> Participant:
        """The leg that the event is about; `LEG-A` where it names none.

        Raises:
            LookupError: the event has no such leg.
        """
        call_id, tag = self._named
        for leg in self.participants:
            if leg.call_id == call_id:
                return leg
        return self._leg(tag or "LEG-A")

    @property
    def action_type(self) -> str | None:
        """The action that the event reports on, such as `Speak`."""
        return self._action.get("Type")

    @property
    def action_parameters(self) -> Mapping[str, Any]:
        """The parameters of that action."""
        return ReadOnly(self._action.get("Parameters") or {})

    @property
    def arguments(self) -> Mapping[str, str]:
        """What the one who made or updated the call by the API sent along."""
        return ReadOnly(self.action_parameters.get("Arguments") or {})

    @property
    def received_digits(self) -> str | None:
        """Digits that were pressed. Keep them out of logs: they may be a card number or a PIN."""
        return self._action.get("ReceivedDigits")

    @property
    def sip_response_code(self) -> int | None:
        """How a leg ended, in a `HANGUP`: 0 for a normal end, 480 for unavailable, 486 for busy."""
        value = self.action_parameters.get("SipResponseCode")
        return None if value is None else int(value)

    @property
    def recording(self) -> Recording | None:
        """Where `RecordAudio` put what it recorded."""
        stored = self._action.get("RecordingDestination")
        return Recording(stored) if stored else None

    @property
    def intent_name(self) -> str | None:
        """What the caller wants, as a bot understood it."""
        return self._intent.get("Name")

    @property
    def intent_state(self) -> str | None:
        """How far the bot came: `ReadyForFulfillment`, `Fulfilled` or `Failed`."""
        return self._intent.get("State")

    @property
    def slots(self) -> Mapping[str, str]:
        """What the bot found out, each as it understood it; what it did not find out is not there. Keep it out of logs."""
        given = self._intent.get("Slots") or {}
        found = {name: interpreted(slot) for name, slot in given.items()}
        return ReadOnly({name: value for name, value in found.items() if value is not None})

    @property
    def error_type(self) -> str | None:
        """Why an action failed or a response was refused; some actions send it in front of the words in `Error`."""
        return self._action.get("ErrorType") or self._raw.get("ErrorType") or type_in(self._action.get("Error"))

    @property
    def error_message(self) -> str | None:
        """The same in words; some actions send it as `Error`."""
        return self._action.get("ErrorMessage") or self._action.get("Error") or self._raw.get("ErrorMessage")

    def __repr__(self) -> str:
        return f"CallEvent({self.type}, sequence {self.sequence}, transaction {self.transaction_id})"

    @property
    def _call(self) -> Mapping[str, Any]:
        details: Mapping[str, Any] = self._raw["CallDetails"]
        return details

    @property
    def _action(self) -> Mapping[str, Any]:
        data: Mapping[str, Any] = self._raw.get("ActionData") or {}
        return data

    @property
    def _named(self) -> tuple[str, str]:
        """Call id and tag of the leg that the event is about, empty where it does not say."""
        parameters = self.action_parameters
        return str(parameters.get("CallId") or ""), str(parameters.get("ParticipantTag") or "").upper()

    @property
    def _intent(self) -> Mapping[str, Any]:
        """The intent of a bot's result; where there is none at the top, the likeliest one."""
        result = self._action.get("IntentResult") or {}
        states = [result.get("SessionState") or {}, *(result.get("Interpretations") or ())]
        return next((state["Intent"] for state in states if state.get("Intent")), {})

    def _leg(self, tag: str) -> Participant:
        for leg in self.participants:
            if leg.tag == tag:
                return leg
        raise LookupError(f"the event has no {tag}")
