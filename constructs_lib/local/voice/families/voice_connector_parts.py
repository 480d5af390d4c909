"""The parts of a Voice Connector: what is put is the whole of a part, and emergency calling holds what it needs."""

from __future__ import annotations

import copy

from chime_voice.contract.addresses import public_cidr, public_host

from constructs_lib.local.voice.errors import BadRequest, NotFound
from constructs_lib.local.voice.families.family import Family
from constructs_lib.local.voice.records import VoiceConnector, Wire

_TERMINATION, _ORIGINATION = "Termination", "Origination"
_STREAMING, _LOGGING = "StreamingConfiguration", "LoggingConfiguration"
_EMERGENCY, _EXTERNAL = "EmergencyCallingConfiguration", "ExternalSystemsConfiguration"


class VoiceConnectorParts(Family):
    """Termination, origination, streaming, logging, emergency calling, external systems."""

    def put_voice_connector_termination(self, *, voice_connector_id: str, termination: Wire) -> Wire:
        """Calls from the PBX. Countries are required, in words only; calls a second up to the account's quota."""
        connector = self._connector(voice_connector_id)
        if not termination.get("CallingRegions"):
            raise BadRequest("CallingRegions must be given")
        for cidr in termination.get("CidrAllowedList", ()):
            if problem := public_cidr(cidr):
                raise BadRequest(f"CidrAllowedList {problem}")
        quota = self.scene.settings.calls_per_second
        if termination.get("CpsLimit", 1) > quota:
            raise BadRequest(f"CpsLimit must not be more than the account's quota, {quota}")
        return self._put(connector, _TERMINATION, {"CpsLimit": 1, "Disabled": False, **termination})

    def get_voice_connector_termination(self, *, voice_connector_id: str) -> Wire:
        """As it was put."""
        return self._get(voice_connector_id, _TERMINATION)

    def delete_voice_connector_termination(self, *, voice_connector_id: str) -> None:
        """Refused while emergency calling needs it."""
        self._delete(voice_connector_id, _TERMINATION)

    def put_voice_connector_origination(self, *, voice_connector_id: str, origination: Wire) -> Wire:
        """Calls to the PBX: 1 to 20 routes to public hosts, or disabled."""
        connector = self._connector(voice_connector_id)
        routes = origination.get("Routes")
        if not (1 <= len(routes) <= 20 if routes is not None else "Disabled" in origination):
            raise BadRequest("Origination must have 1 to 20 Routes, or Disabled")
        for route in routes or ():
            if problem := public_host(route.get("Host")):
                raise BadRequest(f"Host {problem}")
        protocol = "TCP" if connector.require_encryption else "UDP"
        spelled_out = [{"Port": 5060, "Protocol": protocol, **route} for route in routes or ()]
        return self._put(connector, _ORIGINATION, {"Disabled": False, **origination, "Routes": spelled_out})

    def get_voice_connector_origination(self, *, voice_connector_id: str) -> Wire:
        """As it was put, with defaults."""
        return self._get(voice_connector_id, _ORIGINATION)

    def delete_voice_connector_origination(self, *, voice_connector_id: str) -> None:
        """Refused while emergency calling needs it."""
        self._delete(voice_connector_id, _ORIGINATION)

    def put_voice_connector_streaming_configuration(
        self, *, voice_connector_id: str, streaming_configuration: Wire
    ) -> Wire:
        """Media to Kinesis."""
        return self._put(self._connector(voice_connector_id), _STREAMING, streaming_configuration)

    def get_voice_connector_streaming_configuration(self, *, voice_connector_id: str) -> Wire:
        """As it was put."""
        return self._get(voice_connector_id, _STREAMING)

    def delete_voice_connector_streaming_configuration(self, *, voice_connector_id: str) -> None:
        """No streaming any more."""
        self._delete(voice_connector_id, _STREAMING)

    def put_voice_connector_logging_configuration(
        self, *, voice_connector_id: str, logging_configuration: Wire
    ) -> Wire:
        """What is left out is off."""
        off = {"EnableSIPLogs": False, "EnableMediaMetricLogs": False}
        return self._put(self._connector(voice_connector_id), _LOGGING, off | logging_configuration)

    def get_voice_connector_logging_configuration(self, *, voice_connector_id: str) -> Wire:
        """Off until it is put; it cannot be deleted."""
        connector = self._connector(voice_connector_id)
        off = {"EnableSIPLogs": False, "EnableMediaMetricLogs": False}
        return {_LOGGING: connector.parts.get(_LOGGING, off)}

    def put_voice_connector_emergency_calling_configuration(
        self, *, voice_connector_id: str, emergency_calling_configuration: Wire
    ) -> Wire:
        """Needs termination and origination, neither of them disabled."""
        connector = self._connector(voice_connector_id)
        for needed in (_TERMINATION, _ORIGINATION):
            if connector.parts.get(needed, {}).get("Disabled", True):
                raise BadRequest(f"emergency calling needs {needed} of Voice Connector {connector.id}, enabled")
        return self._put(connector, _EMERGENCY, emergency_calling_configuration)

    def get_voice_connector_emergency_calling_configuration(self, *, voice_connector_id: str) -> Wire:
        """As it was put."""
        return self._get(voice_connector_id, _EMERGENCY)

    def delete_voice_connector_emergency_calling_configuration(self, *, voice_connector_id: str) -> None:
        """Emergency calls go as without it."""
        self._delete(voice_connector_id, _EMERGENCY)

    def put_voice_connector_external_systems_configuration(
        self,
        *,
        voice_connector_id: str,
        session_border_controller_types: list[str] | None = None,
        contact_center_system_types: list[str] | None = None,
    ) -> Wire:
        """Not one member of the request as with the others, but two."""
        systems = {
            "SessionBorderControllerTypes": session_border_controller_types,
            "ContactCenterSystemTypes": contact_center_system_types,
        }
        return self._put(self._connector(voice_connector_id), _EXTERNAL, systems)

    def get_voice_connector_external_systems_configuration(self, *, voice_connector_id: str) -> Wire:
        """As it was put."""
        return self._get(voice_connector_id, _EXTERNAL)

    def delete_voice_connector_external_systems_configuration(self, *, voice_connector_id: str) -> None:
        """Nothing is known of the other end any more."""
        self._delete(voice_connector_id, _EXTERNAL)

    def _put(self, connector: VoiceConnector, part: str, wanted: Wire) -> Wire:
        if wanted.get("Disabled"):
            self._check_not_needed(connector, part)
        connector.parts[part] = copy.deepcopy(wanted)
        return {part: connector.parts[part]}

    def _get(self, id_: str, part: str) -> Wire:
        connector = self._connector(id_)
        if part not in connector.parts and not self.scene.settings.unset_parts_found:
            raise NotFound(f"Voice Connector {connector.id} has no {part}")
        return {part: connector.parts.get(part, {})}

    def _delete(self, id_: str, part: str) -> None:
        connector = self._connector(id_)
        if part not in connector.parts:
            raise NotFound(f"Voice Connector {connector.id} has no {part}")
        self._check_not_needed(connector, part)
        del connector.parts[part]

    def _check_not_needed(self, connector: VoiceConnector, part: str) -> None:
        """The operations have no Conflict for it."""
        if part in (_TERMINATION, _ORIGINATION) and _EMERGENCY in connector.parts:
            raise BadRequest(f"{part} is needed by the emergency calling configuration: delete that first")

    def _connector(self, id_: str) -> VoiceConnector:
        return self.scene.get(self.account.connectors, id_, "Voice Connector")
