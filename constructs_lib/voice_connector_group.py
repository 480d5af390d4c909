"""Voice Connector groups: inbound calls reach a PBX through the next Region when one fails.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/voice-connector-groups.html (inbound calls from the PSTN only);
https://docs.aws.amazon.com/cli/latest/reference/chime-sdk-voice/create-voice-connector-group.html (three connectors).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import aws_cdk as cdk
from chime_voice.contract.voice_connector_group import VoiceConnectorGroup as Contract
from chime_voice.contract.voice_connector_group import VoiceConnectorItem
from constructs import Construct

from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._provider import Provider
from constructs_lib._resource import declare, retains
from constructs_lib._values import UNKNOWN
from constructs_lib.phone_number import IPhoneNumber, default_home_region
from constructs_lib.voice_connector import IVoiceConnector

if TYPE_CHECKING:
    from constructs_lib.phone_number_association import PhoneNumberAssociation

# The contract's words and the constructor's.
_WORDS = {"voice_connector_items": "connectors", "adopt_id": "adopt"}


class IVoiceConnectorGroup(Protocol):
    """A Voice Connector group, declared here or elsewhere."""

    @property
    def voice_connector_group_id(self) -> str:
        """The service's id."""

    @property
    def home_region(self) -> str:
        """The Region whose endpoint holds the group."""

    def id_for(self, consumer: Place) -> str:
        """The service's id, as a construct in another stack refers to it."""


@dataclasses.dataclass(frozen=True)
class VoiceConnectorGroupMember:
    """A connector of a group with a priority of its own, 1 to 99; 1 is tried first, equal ones share the calls."""

    connector: IVoiceConnector
    _: dataclasses.KW_ONLY
    priority: int


class VoiceConnectorGroup(Construct):
    """Define a Voice Connector group.

    The group sends inbound calls of its numbers to the first connector whose Region can take them. Connectors are
    added, removed and reordered in place, and the group keeps its numbers. An account has three groups by default.

    Args:
        scope: a stack or a construct in one.
        id: the construct's id. Renaming it makes CloudFormation replace the resource; adopt the group then.
        connectors: 1 to 3 Voice Connectors, of any Region and stack; the first is tried first. A
            `VoiceConnectorGroupMember` has a priority of its own instead. An adopted group keeps its own by default.
        name: 1 to 256 letters, digits, spaces, `_`, `.` or `-`. The construct's path by default; an adopted group keeps
            its name.
        home_region: the Region whose endpoint holds the group; that of its numbers. By default the stack's Region if
            numbers are managed there, else us-east-1. A change replaces the group.
        adopt: take over the group with this id, bring it to what is declared, and leave it in place on delete.
        removal_policy: RETAIN leaves the group in place when the construct is removed or replaced. It is deleted by
            default, unless adopted: its numbers are disassociated first.

    Raises:
        TelephonyError: with all problems of the values together.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        connectors: Sequence[IVoiceConnector | VoiceConnectorGroupMember] | None = None,
        name: str | None = None,
        home_region: str | None = None,
        adopt: str | None = None,
        removal_policy: cdk.RemovalPolicy | None = None,
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems(Contract.SPEC.label, place.path, _WORDS)
        declared = Contract(
            # What an adopted group has and nobody declared stays as it is.
            name=place.default_name if name is None and adopt is None else name,
            voice_connector_items=None if connectors is None else _read(problems, connectors, place),
            home_region=default_home_region(place) if home_region is None else home_region,
            adopt_id=adopt,
        )
        problems.check(declared)
        retain = retains(problems, adopted=adopt is not None, removal_policy=removal_policy)
        problems.done()

        super().__init__(scope, id)
        place.keep(self)
        self._place = place
        self._declared = declared
        self._id = declare(self, place, declared, retain=retain).ref
        Provider.of(place).report_id(self._id)

    @property
    def voice_connector_group_id(self) -> str:
        """The service's id."""
        return self._id

    @property
    def home_region(self) -> str:
        """The Region whose endpoint holds the group."""
        return self._declared.home_region

    def id_for(self, consumer: Place) -> str:
        """The service's id, as a construct in another stack refers to it."""
        return consumer.refer(self._id, self._place, known=self._declared.adopt_id, weak=False)

    def associate(
        self,
        *numbers: IPhoneNumber | str,
        id: str = "Numbers",  # noqa: A002
        force: bool = False,
    ) -> PhoneNumberAssociation:
        """Let the group carry numbers: a `PhoneNumberAssociation` under this construct.

        Numbers that are to move elsewhere one day are better declared with a `PhoneNumberAssociation` of your own: as
        long as its id is the same, they move without a gap.

        Args:
            numbers: of the product type `VoiceConnector`.
            id: the association's id; a second association needs another.
            force: take numbers away from what they are associated with now.
        """
        from constructs_lib.phone_number_association import PhoneNumberAssociation

        return PhoneNumberAssociation(self, id, numbers=numbers, group=self, force=force)

    @classmethod
    def from_voice_connector_group_id(
        cls,
        scope: Construct,
        id: str,  # noqa: A002
        voice_connector_group_id: str,
        *,
        home_region: str | None = None,
    ) -> IVoiceConnectorGroup:
        """Refer to a group that something else manages; nothing about it is changed.

        Args:
            scope: a stack or a construct in one.
            id: the construct's id.
            voice_connector_group_id: the service's id, or a token.
            home_region: the Region whose endpoint holds it; as for a group declared here by default.

        Raises:
            TelephonyError: no id (a name or an ARN is none), or a Region without the service.
        """
        place = Place.of(scope).child(id)
        region = default_home_region(place) if home_region is None else home_region
        problems = Problems(Contract.SPEC.label, place.path, _WORDS)
        problems.check_id("voice_connector_group_id", Contract, voice_connector_group_id)
        problems.check(Contract(adopt_id=UNKNOWN, home_region=region))
        problems.done()
        return _Imported(scope, id, voice_connector_group_id, region)


class _Imported(Construct):
    def __init__(self, scope: Construct, id: str, group_id: str, home_region: str) -> None:  # noqa: A002
        super().__init__(scope, id)
        self._id = group_id
        self._home_region = home_region

    @property
    def voice_connector_group_id(self) -> str:
        return self._id

    @property
    def home_region(self) -> str:
        return self._home_region

    def id_for(self, consumer: Place) -> str:  # noqa: ARG002 - known everywhere
        return self._id


def _read(problems: Problems, given: Any, place: Place) -> tuple[VoiceConnectorItem, ...]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        problems.add(f"connectors must be a list of VoiceConnector or VoiceConnectorGroupMember, got {given!r}")
        return (VoiceConnectorItem(voice_connector_id=UNKNOWN, priority=1),)
    return tuple(_read_item(problems, item, at, place) for at, item in enumerate(given, 1))


def _read_item(problems: Problems, item: Any, at: int, place: Place) -> VoiceConnectorItem:
    connector, priority = (item.connector, item.priority) if isinstance(item, VoiceConnectorGroupMember) else (item, at)
    if isinstance(connector, type) or not hasattr(type(connector), "voice_connector_id"):
        problems.add(
            f"connectors must be VoiceConnector objects, got {connector!r}; pass the object, or what "
            "VoiceConnector.from_voice_connector_id makes of an id"
        )
        return VoiceConnectorItem(voice_connector_id=UNKNOWN, priority=priority)
    return VoiceConnectorItem(voice_connector_id=connector.id_for(place), priority=priority)
