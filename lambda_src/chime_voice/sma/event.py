"""What the service tells a function, read-only.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/pstn-invocations.html. The guide and recorded events differ in a
few names; both are read.
"""

from __future__ import annotations

from types import MappingProxyType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class Participant:
    """One leg of a call."""

    __slots__ = ("_raw",)

    def __init__(self, raw: Mapping[str, Any]) -> None:
        """Read a leg as the service sent it."""
        self._raw = raw

    @property
    def call_id(self) -> str:
        """The leg's id, which actions take."""
        return str(self._raw["CallId"])

    @property
    def tag(self) -> str:
        """`LEG-A`, the first leg, or `LEG-B`, one that was added."""
        return str(self._raw.get("ParticipantTag", "")).upper()

    @property
    def to(self) -> str:
        """Who is called: a number in E.164 form, or what a SIP request had there."""
        return str(self._raw.get("To", ""))

    @property
    def from_(self) -> str:
        """Who calls, as in `to`."""
        return str(self._raw.get("From", ""))

    @property
    def direction(self) -> str:
        """`Inbound` or `Outbound`, as seen from the service."""
        return str(self._raw.get("Direction", ""))

    @property
    def start_time_in_milliseconds(self) -> int | None:
        """When the leg began, in milliseconds since 1970; it comes as text."""
        value = self._raw.get("StartTimeInMilliseconds")
        return None if value is None else int(value)

    @property
    def status(self) -> str | None:
        """`Connected` or `Disconnected`; the first events of a call have none."""
        return self._raw.get("Status")

    @property
    def is_connected(self) -> bool:
        """Whether somebody is on the line."""
        return self.status == "Connected"

    @property
    def sip_headers(self) -> Mapping[str, str]:
        """Headers of a call that came over SIP."""
        return MappingProxyType(self._raw.get("SipHeaders") or {})

    def __repr__(self) -> str:
        return f"Participant({self.tag}, {self.status})"


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
        return MappingProxyType(dict(self._raw))

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
        return MappingProxyType(self._call.get("TransactionAttributes") or {})

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
        ended = self.action_parameters if self.type == "HANGUP" else {}
        return tuple(
            leg
            for leg in self.participants
            if leg.is_connected and ended.get("CallId") != leg.call_id and ended.get("ParticipantTag") != leg.tag
        )

    @property
    def action_type(self) -> str | None:
        """The action that the event reports on, such as `Speak`."""
        return self._action.get("Type")

    @property
    def action_parameters(self) -> Mapping[str, Any]:
        """The parameters of that action."""
        return MappingProxyType(self._action.get("Parameters") or {})

    @property
    def arguments(self) -> Mapping[str, str]:
        """What the one who made or updated the call by the API sent along."""
        return MappingProxyType(self.action_parameters.get("Arguments") or {})

    @property
    def received_digits(self) -> str | None:
        """Digits that were pressed. Keep them out of logs: they may be a card number or a PIN."""
        return self._action.get("ReceivedDigits")

    @property
    def error_type(self) -> str | None:
        """Why an action failed or a response was refused."""
        return self._action.get("ErrorType") or self._raw.get("ErrorType")

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

    def _leg(self, tag: str) -> Participant:
        for leg in self.participants:
            if leg.tag == tag:
                return leg
        raise LookupError(f"the event has no {tag}")
