"""The parts of a Voice Connector: each is read, and written or deleted only where it differs from what is declared."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from chime_voice.contract import wire
from chime_voice.contract.voice_connector import VoiceConnector as Contract
from chime_voice.contract.voice_connector_parts import DEFAULTS
from chime_voice.provider.client import VoiceApi
from chime_voice.provider.errors import Failure, NotFound

State = Mapping[str, Any]
Settled = Callable[[Callable[[], State]], State]

# Emergency calls need both directions: they come last and go first.
_BEFORE_EMERGENCY = (
    "termination",
    "origination",
    "streaming_configuration",
    "logging_configuration",
    "external_systems_configuration",
)
_EMERGENCY = "emergency_calling_configuration"


class Parts:
    """The parts of one connector.

    Args:
        api: the endpoint's calls.
        connector_id: whose parts.
        settled: runs a step again for a while when the connector is too fresh for it.
    """

    def __init__(self, api: VoiceApi, connector_id: str, settled: Settled) -> None:
        self._api = api
        self._id = connector_id
        self._settled = settled

    def bring(self, desired: Contract, previous: Contract | None) -> None:
        """Put what is declared, delete what was declared before and is no longer; leave everything else alone.

        An adoption that cannot be finished puts back what it changed: nobody else knows what that was.
        """
        former: list[tuple[str, State]] = []
        try:
            self._bring(desired, previous, former)
        except Failure as failure:
            if desired.adopt_id is None or previous is not None:
                raise
            try:
                for part, state in reversed(former):
                    self._write(part, state)
            except Failure as second:
                raise Failure(f"{failure}; putting {part} back as it was failed too: {second}") from second
            raise

    def remove_emergency_calling(self) -> None:
        """Before the connector goes: the service wants it gone before what it needs."""
        if self._read(_EMERGENCY):
            self._write(_EMERGENCY, {})

    def _bring(self, desired: Contract, previous: Contract | None, former: list[tuple[str, State]]) -> None:
        def is_dropped(part: str) -> bool:
            return getattr(desired, part) is None and getattr(previous, part, None) is not None

        dropped = [part for part in (_EMERGENCY, *_BEFORE_EMERGENCY) if is_dropped(part)]
        kept = [part for part in (*_BEFORE_EMERGENCY, _EMERGENCY) if getattr(desired, part) is not None]
        # What goes is first: a part that stays may be disabled now, which emergency calling would forbid.
        for part in [*dropped, *kept]:
            wanted: State = wire.encode(getattr(desired, part)) if part in kept else {}
            present = self._read(part)
            if _comparable(present) != _comparable(wanted):
                former.append((part, present))
                self._write(part, wanted)

    def _read(self, part: str) -> State:
        """The part as the service has it; empty where there is none."""
        name = _api_name(part)
        try:
            answer = self._api.call(f"GetVoiceConnector{name}", VoiceConnectorId=self._id)
        except NotFound:
            # Of the part, or of a connector that was made just now: then there is no part either.
            return {}
        return dict(answer.get(name) or {})

    def _write(self, part: str, wanted: State) -> None:
        name = _api_name(part)
        if not wanted and part == "logging_configuration":
            # There is no operation to delete it.
            wanted = {"EnableSIPLogs": False, "EnableMediaMetricLogs": False}
        if wanted:
            member = wanted if part == "external_systems_configuration" else {name: wanted}
            self._settled(
                lambda: self._api.call(f"PutVoiceConnector{name}", VoiceConnectorId=self._id, **member),
            )
            return
        with contextlib.suppress(NotFound):
            self._api.call(f"DeleteVoiceConnector{name}", VoiceConnectorId=self._id)


def _api_name(part: str) -> str:
    """In the API a part's operations, its member of a request and its property are named alike."""
    return wire.fields_of(Contract)[part][0]


def _comparable(value: Any) -> Any:
    """A value in which the order of lists and spelled-out defaults make no difference."""
    if isinstance(value, Mapping):
        return {
            key: _comparable(member)
            for key, member in sorted(value.items())
            if member not in ([], {}, None) and DEFAULTS.get(key) != member
        }
    return sorted(map(_comparable, value), key=repr) if isinstance(value, list) else value
