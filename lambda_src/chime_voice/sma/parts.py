"""What an event is made of: legs, a recording, what a bot found out. Read-only."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import types
    from collections.abc import Mapping
    from typing import Any

    ReadOnly = types.MappingProxyType
else:
    ReadOnly = type(type.__dict__)
    """`types.MappingProxyType`, without loading `types`: 0.2 of the 2.4 ms that a handler takes to start (measured)."""


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
    def is_up(self) -> bool:
        """Whether the leg is connected or may be yet: the service's first events have no status."""
        return self.status != "Disconnected"

    @property
    def sip_headers(self) -> Mapping[str, str]:
        """Headers of a call that came over SIP."""
        return ReadOnly(self._raw.get("SipHeaders") or {})

    def __repr__(self) -> str:
        return f"Participant({self.tag}, {self.status})"


class Recording:
    """A recorded message in its bucket. Its representation holds no key."""

    __slots__ = ("_raw",)

    def __init__(self, raw: Mapping[str, Any]) -> None:
        """Read where it is as the service sent it."""
        self._raw = raw

    @property
    def bucket_name(self) -> str:
        """The bucket."""
        return str(self._raw.get("BucketName", ""))

    @property
    def key(self) -> str:
        """The object's key."""
        return str(self._raw.get("Key", ""))

    def __repr__(self) -> str:
        return "Recording()"


def interpreted(slot: Mapping[str, Any] | None) -> str | None:
    """The text of a slot; of one with several values, all of them."""
    if not slot:
        return None
    several = [interpreted(each) for each in slot.get("Values") or ()]
    if several:
        return ", ".join(each for each in several if each is not None)
    value = slot.get("Value") or {}
    text = value.get("InterpretedValue") or value.get("OriginalValue")
    return None if text is None else str(text)


def type_in(error: str | None) -> str | None:
    """The type in `NoAccessToDestination: Error while accessing destination`."""
    kind, colon, _ = (error or "").partition(":")
    return kind if colon and kind.isalnum() else None
