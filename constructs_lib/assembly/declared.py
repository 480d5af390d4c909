"""The service's resources of an assembly, each as its contract would declare it: to compare them with an account."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from chime_voice.contract.resource import CLOUDFORMATION_OWN
from chime_voice.contract.resource import Resource as Contract
from chime_voice.contract.wire import WireError

from constructs_lib.assembly import manifest, nested, resources
from constructs_lib.assembly.errors import AssemblyError
from constructs_lib.assembly.files import Folder
from constructs_lib.assembly.kinds import KINDS
from constructs_lib.assembly.resolver import Resolver
from constructs_lib.assembly.stacks import Place
from constructs_lib.routing.model import Origin


@dataclasses.dataclass(frozen=True, kw_only=True)
class Declared:
    """A resource as it is declared. Texts that only the deployment knows are `values.Text` with placeholders."""

    contract: type[Contract]
    native: bool
    """It is of CloudFormation's own type, which the provider has nothing to do with."""
    label: str
    """Stack and construct path in it."""
    origin: Origin
    stack: str
    """The stack's name at CloudFormation; empty where the deployment gives it: of a nested stack."""
    account: str
    """Of the stack; empty when it names none."""
    region: str
    """Of the stack; empty when it names none."""
    properties: Mapping[str, Any]
    """Under the contract's names."""
    placeholders: Mapping[str, str]
    """Attribute -> the placeholder that stands for it where others refer to this resource."""
    problem: str = ""
    """Why the properties cannot be read as the contract has them; empty: they can."""

    @property
    def endpoint(self) -> str:
        """The Region whose endpoint holds it."""
        found = self.properties.get("HomeRegion") or self.properties.get("AwsRegion") or ""
        return str(found)


def declared(path: str | Path) -> tuple[Declared, ...]:
    """What an assembly declares of the service.

    Args:
        path: the folder that `cdk synth` writes, by default `cdk.out`.

    Raises:
        AssemblyError: there is no assembly, or one that cannot be read.
    """
    try:
        return tuple(_each(Resolver(nested.expand(manifest.load(Folder.of(path))))))
    except RecursionError as error:
        raise AssemblyError(f"{path} holds a template that is nested too deeply to be read") from error


def _each(resolver: Resolver) -> Iterator[Declared]:
    for place in resolver.assembly.places:
        if place.type_name in KINDS and resolver.exists(place):
            yield _one(resolver, place)


def _one(resolver: Resolver, place: Place) -> Declared:
    kind = KINDS[place.type_name]
    read = {name: value for name, value in resolver.properties(place).items() if name not in CLOUDFORMATION_OWN}
    if kind.native:
        read.setdefault("AwsRegion", place.stack.region)
    problem = ""
    try:
        properties = kind.contract.parse(read).properties()
    except WireError as error:
        properties, problem = read, str(error)
    values = {name: resources.attribute(resolver, place, name) for name in kind.attributes}
    return Declared(
        contract=kind.contract,
        native=kind.native,
        label=place.label,
        origin=place.origin,
        stack=place.stack.name,
        account=place.stack.account,
        region=place.stack.region,
        properties=properties,
        placeholders={name: value.text for name, value in values.items() if not value.known},
        problem=problem,
    )
