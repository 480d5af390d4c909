"""Numbers that a Voice Connector carries. Errors come one an item, with HTTP 200."""

from __future__ import annotations

from constructs_lib.local.voice.families.family import Family, item_error
from constructs_lib.local.voice.store import Association, PhoneNumber, Wire, canonical

_NAME = "VoiceConnectorId"


class VoiceConnectorNumbers(Family):
    """Association of numbers of the product type VoiceConnector."""

    def associate_phone_numbers_with_voice_connector(
        self, *, voice_connector_id: str, e164_phone_numbers: list[str], force_associate: bool = False
    ) -> Wire:
        """Associate; with force, a number leaves the connector that it is with."""
        connector = self.scene.get(self.account.connectors, voice_connector_id, "Voice Connector")
        errors = []
        for given in e164_phone_numbers:
            number = self._number(given)
            if number is None:
                errors.append(item_error(given, "NotFound", "not in the inventory"))
            elif number.product_type != "VoiceConnector":
                errors.append(item_error(given, "BadRequest", f"the number's product type is {number.product_type}"))
            elif any(a.value != connector.id for a in number.associations) and not force_associate:
                errors.append(item_error(given, "Conflict", "the number is associated already"))
            elif not any(a.value == connector.id for a in number.associations):
                number.associations = [Association(name=_NAME, value=connector.id, since=self.scene.now)]
                number.updated = self.scene.now
        return {"PhoneNumberErrors": errors}

    def disassociate_phone_numbers_from_voice_connector(
        self, *, voice_connector_id: str, e164_phone_numbers: list[str]
    ) -> Wire:
        """Let numbers go."""
        connector = self.scene.get(self.account.connectors, voice_connector_id, "Voice Connector")
        errors = []
        for given in e164_phone_numbers:
            number = self._number(given)
            if number is None or not any(a.value == connector.id for a in number.associations):
                errors.append(item_error(given, "NotFound", f"not associated with {connector.id}"))
            else:
                number.associations = [a for a in number.associations if a.value != connector.id]
                number.updated = self.scene.now
        return {"PhoneNumberErrors": errors}

    def _number(self, given: str) -> PhoneNumber | None:
        number = self.account.numbers.get(canonical(given))
        return number if number is not None and number.usable and self.scene.sees(number) else None
