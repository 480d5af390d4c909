"""Numbers that a Voice Connector or a group carries. Errors come one an item, with HTTP 200."""

from __future__ import annotations

from constructs_lib.local.voice.errors import BadRequest
from constructs_lib.local.voice.families.family import Family, item_error
from constructs_lib.local.voice.records import Association, PhoneNumber, Wire, canonical

_CONNECTOR, _GROUP = "VoiceConnectorId", "VoiceConnectorGroupId"


class VoiceConnectorNumbers(Family):
    """Association of numbers of the product type VoiceConnector, each with one connector or group."""

    def associate_phone_numbers_with_voice_connector(
        self, *, voice_connector_id: str, e164_phone_numbers: list[str], force_associate: bool = False
    ) -> Wire:
        """Associate; with force, a number leaves what it is with."""
        connector = self.scene.get(self.account.connectors, voice_connector_id, "Voice Connector")
        return self._associate(_CONNECTOR, connector.id, e164_phone_numbers, force=force_associate)

    def associate_phone_numbers_with_voice_connector_group(
        self, *, voice_connector_group_id: str, e164_phone_numbers: list[str], force_associate: bool = False
    ) -> Wire:
        """Associate; with force, a number leaves what it is with."""
        group = self.scene.get(self.account.groups, voice_connector_group_id, "Voice Connector group")
        return self._associate(_GROUP, group.id, e164_phone_numbers, force=force_associate)

    def disassociate_phone_numbers_from_voice_connector(
        self, *, voice_connector_id: str, e164_phone_numbers: list[str]
    ) -> Wire:
        """Let numbers go."""
        connector = self.scene.get(self.account.connectors, voice_connector_id, "Voice Connector")
        return self._disassociate(connector.id, e164_phone_numbers)

    def disassociate_phone_numbers_from_voice_connector_group(
        self, *, voice_connector_group_id: str, e164_phone_numbers: list[str]
    ) -> Wire:
        """Let numbers go."""
        group = self.scene.get(self.account.groups, voice_connector_group_id, "Voice Connector group")
        return self._disassociate(group.id, e164_phone_numbers)

    def _associate(self, kind: str, carrier: str, numbers: list[str], *, force: bool) -> Wire:
        self._check(numbers)
        errors = []
        for given in numbers:
            number = self._number(given)
            if number is None:
                errors.append(item_error(given, "NotFound", "not in the inventory"))
            elif number.product_type != "VoiceConnector":
                errors.append(item_error(given, "BadRequest", f"the number's product type is {number.product_type}"))
            elif any(a.value != carrier for a in number.associations) and not force:
                errors.append(item_error(given, "Conflict", "the number is associated already"))
            elif not any(a.value == carrier for a in number.associations):
                number.associations = [Association(name=kind, value=carrier, since=self.scene.now)]
                number.updated = self.scene.now
        return {"PhoneNumberErrors": errors}

    def _disassociate(self, carrier: str, numbers: list[str]) -> Wire:
        self._check(numbers)
        errors = []
        for given in numbers:
            number = self._number(given)
            if number is None or not any(a.value == carrier for a in number.associations):
                errors.append(item_error(given, "NotFound", f"not associated with {carrier}"))
            else:
                number.associations = [a for a in number.associations if a.value != carrier]
                number.updated = self.scene.now
        return {"PhoneNumberErrors": errors}

    def _check(self, numbers: list[str]) -> None:
        limit = self.scene.settings.numbers_per_association
        if len(numbers) > limit:
            raise BadRequest(f"E164PhoneNumbers has at most {limit} numbers, got {len(numbers)}")

    def _number(self, given: str) -> PhoneNumber | None:
        number = self.account.numbers.get(canonical(given))
        return number if number is not None and number.usable and self.scene.sees(number) else None
