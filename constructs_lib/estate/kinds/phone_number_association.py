"""Numbers that connectors and groups carry: told by the numbers, with the carrier's Region from the carrier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from chime_voice.contract.phone_number import PhoneNumber
from chime_voice.contract.phone_number_association import PhoneNumberAssociation
from chime_voice.contract.voice_connector import VoiceConnector
from chime_voice.contract.voice_connector_group import VoiceConnectorGroup

from constructs_lib.estate.declaring import declared
from constructs_lib.estate.model import Found

# https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_PhoneNumberAssociation.html
_CARRIERS = {
    VoiceConnector.SPEC.type_name: "VoiceConnectorId",
    VoiceConnectorGroup.SPEC.type_name: "VoiceConnectorGroupId",
}
# What one association declares at most.
_MOST = 500


def derive(found: Sequence[Found]) -> Iterator[Found]:
    """One association a carrier, or several where it has very many numbers."""
    numbers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for number in found:
        if number.type_name == PhoneNumber.SPEC.type_name:
            for each in number.facts.get("Associations", ()):
                numbers[str(each.get("Name")), str(each.get("Value"))].append(number.id)
    for carrier in found:
        kind = _CARRIERS.get(carrier.type_name, "")
        carried = sorted(numbers.get((kind, carrier.id), ()))
        for start in range(0, len(carried), _MOST):
            own = f"numbers-of-{carrier.id}" + (f"-{start // _MOST + 1}" if start else "")
            yield Found(
                type_name=PhoneNumberAssociation.SPEC.type_name,
                id=own,
                region=carrier.region,
                properties=declared(
                    PhoneNumberAssociation,
                    {kind: carrier.id},
                    AwsRegion=carrier.region,
                    E164PhoneNumbers=carried[start : start + _MOST],
                    Adopt=True,
                ),
                attributes={"PhoneNumberAssociationId": own},
            )
