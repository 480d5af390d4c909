"""A Voice Connector group: connectors, perhaps of several Regions, that take inbound calls by priority.

Facts: botocore's chime-sdk-voice model; https://docs.aws.amazon.com/chime-sdk/latest/ag/voice-connector-groups.html;
https://docs.aws.amazon.com/cli/latest/reference/chime-sdk-voice/create-voice-connector-group.html (three connectors)
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

from chime_voice.contract import checks
from chime_voice.contract.resource import IsKnown, Permission, Resource, Spec, made_needs, prop

# In the API without a word about what it does; what a group has of it is kept.
NOT_OFFERED = frozenset({"CallDistributionType"})


@dataclasses.dataclass(frozen=True, kw_only=True)
class VoiceConnectorItem:
    """One connector of a group; priority 1 is tried first, and connectors of one priority share the calls."""

    voice_connector_id: str = prop(checks.matches(checks.CONNECTOR_ID, "the service's id, no name or ARN"))
    priority: int = prop(checks.between(1, 99))


@dataclasses.dataclass(frozen=True, kw_only=True)
class VoiceConnectorGroup(Resource):
    """The properties of `Custom::ChimeVoiceConnectorGroup`."""

    SPEC: ClassVar[Spec] = Spec(
        type_name="Custom::ChimeVoiceConnectorGroup",
        label="Voice Connector group",
        id_attribute="VoiceConnectorGroupId",
        attributes=("VoiceConnectorGroupId", "VoiceConnectorGroupArn"),
        replaces_on=frozenset({"HomeRegion", "AdoptId"}),
        create_operation="CreateVoiceConnectorGroup",
        update_operation="UpdateVoiceConnectorGroup",
        permissions=(
            Permission(
                operations=(
                    "CreateVoiceConnectorGroup",
                    "GetVoiceConnectorGroup",
                    "ListVoiceConnectorGroups",
                    "UpdateVoiceConnectorGroup",
                    "DeleteVoiceConnectorGroup",
                    "DisassociatePhoneNumbersFromVoiceConnectorGroup",
                    "ListPhoneNumbers",
                ),
            ),
        ),
        service_timeout=600,
    )

    voice_connector_items: tuple[VoiceConnectorItem, ...] | None = prop(
        checks.length(1, 3, "Voice Connectors"), default=None
    )
    """None leaves an adopted group's connectors as they are; whatever is made has some."""
    home_region: str = prop(checks.one_of(*checks.VOICE_REGIONS))
    """The Region whose endpoint holds the group: it can be changed only where it was made."""
    name: str | None = prop(
        checks.length(1, 256),
        checks.matches(checks.RESOURCE_NAME, "letters, digits, spaces, _ . or -"),
        default=None,
    )
    """None keeps the name of an adopted one; whatever is made has one."""
    adopt_id: str | None = prop(checks.matches(checks.SERVICE_ID, "the service's id, no name or ARN"), default=None)
    """Take over this existing group instead of making one; it is left in place on delete."""

    def cross_problems(self, is_known: IsKnown) -> Iterable[str]:
        """What is made needs a name and connectors, each of them once."""
        yield from made_needs(self, "name", "voice_connector_items")
        ids = [item.voice_connector_id for item in self.voice_connector_items or ()]
        for value, times in Counter(id_ for id_ in ids if is_known(id_)).items():
            if times > 1:
                yield f"voice_connector_items must name a Voice Connector once, got {value!r} {times} times"
