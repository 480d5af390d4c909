"""Phone numbers that a Voice Connector or a Voice Connector group carries.

Facts: botocore's chime-sdk-voice model; https://docs.aws.amazon.com/chime-sdk/latest/ag/assign-to-cvc.html
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

from chime_voice.contract import checks
from chime_voice.contract.resource import IsKnown, Permission, Resource, Spec, prop


@dataclasses.dataclass(frozen=True, kw_only=True)
class PhoneNumberAssociation(Resource):
    """The properties of `Custom::ChimePhoneNumberAssociation`.

    The service has no such thing with an id: which numbers of a carrier are this resource's is said by its properties.
    """

    SPEC: ClassVar[Spec] = Spec(
        type_name="Custom::ChimePhoneNumberAssociation",
        label="phone number association",
        id_attribute="PhoneNumberAssociationId",
        attributes=("PhoneNumberAssociationId",),
        replaces_on=frozenset({"AwsRegion"}),
        create_operation="AssociatePhoneNumbersWithVoiceConnector",
        update_operation=None,
        permissions=(
            Permission(
                operations=(
                    "AssociatePhoneNumbersWithVoiceConnectorGroup",
                    "DisassociatePhoneNumbersFromVoiceConnectorGroup",
                    "ListPhoneNumbers",
                )
            ),
            Permission(
                operations=(
                    "AssociatePhoneNumbersWithVoiceConnector",
                    "DisassociatePhoneNumbersFromVoiceConnector",
                ),
                arn="vc",
            ),
        ),
        service_timeout=600,
    )

    aws_region: str = prop(checks.one_of(*checks.VOICE_REGIONS))
    """The Region whose endpoint holds the connector or the group."""
    voice_connector_id: str | None = prop(
        checks.matches(checks.CONNECTOR_ID, "the service's id, no name or ARN"), default=None
    )
    voice_connector_group_id: str | None = prop(
        checks.matches(checks.SERVICE_ID, "the service's id, no name or ARN"), default=None
    )
    e164_phone_numbers: tuple[str, ...] = prop(checks.length(1, 500, "numbers"), each=checks.e164())
    force_associate: bool | None = prop(default=None)
    """Take numbers away from what they are associated with now."""
    adopt: bool | None = prop(default=None)
    """The carrier has the numbers already, perhaps; they stay with it on delete."""

    def cross_problems(self, is_known: IsKnown) -> Iterable[str]:
        """One carrier; every number once, and of the country whose numbers Voice Connectors take."""
        if (self.voice_connector_id is None) == (self.voice_connector_group_id is None):
            got = "none" if self.voice_connector_id is None else "both"
            yield f"exactly one of voice_connector_id and voice_connector_group_id must be given, got {got}"
        known = [number for number in self.e164_phone_numbers if is_known(number) and isinstance(number, str)]
        for number, times in Counter(known).items():
            if times > 1:
                yield f"e164_phone_numbers must name a number once, got {number!r} {times} times"
            if number.startswith("+") and not number.startswith("+1"):
                yield f"e164_phone_numbers must be US numbers, the only ones that Voice Connectors take; got {number!r}"
