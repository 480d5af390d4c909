"""What every resource type has in common: properties with checks, the API calls it needs, what replaces it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Literal, Self

from chime_voice.contract import wire
from chime_voice.contract.checks import Check, length

IsKnown = Callable[[Any], bool]
ArnKind = Literal["*", "sma", "vc", "voice-profile-domain"]

# What CloudFormation itself puts among the properties of a custom resource.
CLOUDFORMATION_OWN = frozenset({"ServiceToken", "ServiceTimeout"})


def prop(*checks: Check, default: Any = dataclasses.MISSING, each: Check | None = None, wire: str = "") -> Any:
    """Declare a property of a resource with the checks of its value.

    Args:
        checks: Run on the resolved value when it is set.
        default: The value when the user says nothing; `None` leaves the property out.
        each: Run on every resolved item of a list of plain values.
        wire: The API's name where it is not the property's in PascalCase.
    """
    metadata = {"checks": checks, "each": each} | ({"wire": wire} if wire else {})
    return dataclasses.field(default=default, metadata=metadata)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Permission:
    """API operations that a type needs, and the kind of ARN by which IAM can narrow them.

    `*` only where the service has no ARN or takes none for the action:
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonchime.html
    """

    operations: tuple[str, ...]
    arn: ArnKind = "*"
    service: str = "chime"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Spec:
    """The facts of a type that are not properties."""

    type_name: str
    """The CloudFormation resource type, `Custom::Chime…`."""
    label: str
    """What the type is called in messages, in the service's words."""
    id_attribute: str
    """The wire name of the service's id, which is always the physical id."""
    attributes: tuple[str, ...]
    """What `Fn::GetAtt` can read; every successful answer carries all of them."""
    replaces_on: frozenset[str]
    """Wire names of the properties whose change makes another resource."""
    create_operation: str
    update_operation: str | None
    permissions: tuple[Permission, ...]
    service_timeout: int
    """Seconds that CloudFormation waits for the provider, at most 3600."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Resource:
    """Base of the contract dataclasses. Fields are properties; `SPEC` is the rest."""

    SPEC: ClassVar[Spec]

    def properties(self) -> dict[str, Any]:
        """The CloudFormation properties; what is not set is left out."""
        encoded: dict[str, Any] = wire.encode(self)
        return encoded

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> Self:
        """The properties as CloudFormation delivers them, scalars as strings.

        Raises:
            wire.WireError: a property that the type does not have, lacks, or of the wrong kind.
        """
        own = {key: value for key, value in document.items() if key not in CLOUDFORMATION_OWN}
        parsed: Self = wire.decode(cls, own, cls.SPEC.label)
        return parsed

    def problems(self, is_known: IsKnown = lambda _: True) -> list[str]:
        """Everything wrong with the resolved values, in the user's words.

        Args:
            is_known: False for a value that stands for a later one (a CDK token): it is not checked. The default
                treats all values as resolved.
        """
        return [*_field_problems(self, "", is_known), *self.cross_problems(is_known)]

    def cross_problems(self, is_known: IsKnown) -> Iterable[str]:  # noqa: ARG002 - the types that need it override
        """Problems between properties; a type overrides this."""
        return ()


def made_needs(resource: Resource, *names: str) -> Iterable[str]:
    """Problems for properties that only an adopted resource may leave as they are."""
    if getattr(resource, "adopt_id", None) is None:
        for name in names:
            if getattr(resource, name) is None:
                yield f"{name} must be given, unless the {resource.SPEC.label} is adopted and keeps what it has"


def _field_problems(value: Any, prefix: str, is_known: IsKnown) -> Iterable[str]:
    for field in dataclasses.fields(value):
        member = getattr(value, field.name)
        if member is None or not is_known(member):
            continue
        for check in field.metadata.get("checks", ()):
            problem = check(member)
            if problem:
                yield f"{prefix}{field.name} {problem}"
                break
        place = f"{prefix}{field.name}"
        each = field.metadata.get("each")
        if dataclasses.is_dataclass(member):
            yield from _field_problems(member, f"{place}.", is_known)
        for at, item in enumerate(member if isinstance(member, tuple) else ()):
            if dataclasses.is_dataclass(item):
                yield from _field_problems(item, f"{place}[{at}].", is_known)
            elif each and is_known(item) and (problem := each(item)):
                yield f"{place}[{at}] {problem}"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Tag:
    """A tag of a Voice Connector or SIP media application."""

    key: str = prop(length(1, 128))
    value: str = prop(length(0, 256))
