"""An estate as plain values: what an account has, and what of it could not be read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any


@dataclasses.dataclass(frozen=True, kw_only=True)
class Found:
    """A resource of the service, as it is."""

    type_name: str
    """The resource type that would declare it: `Custom::ChimeSipRule`."""
    id: str
    """The service's id; of a number the number."""
    region: str
    """The Region whose endpoint holds it."""
    properties: Mapping[str, Any]
    """What the contract would declare it as, to take it over just as it is: `AdoptId` is among them. Never a secret."""
    attributes: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """What `Fn::GetAtt` would read."""
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """What else the service says, in its own words: `Status`, `Type`, `Associations`, `DeletionTimestamp`, ..."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class FoundFunction:
    """The Lambda function behind an application, by the ARN that the application names."""

    arn: str
    exists: bool | None
    """None when the account would not say."""
    invoke_permission: bool | None = None
    """Whether its policy lets the service invoke it under this very ARN; None when the account would not say."""
    entry: str = ""
    runtime: str = ""
    timeout: int | None = None
    """Seconds."""
    code_version: str = ""
    """Lambda's own hash of the code."""


PENDING = "scan"
"""The operation of a gap that is a whole Region, which an interrupted scan did not come to."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Gap:
    """What could not be read. An estate with gaps says less than the account has."""

    region: str
    operation: str
    reason: str


def gaps_words(gaps: Iterable[Gap]) -> list[str]:
    """What a reader should know of them; what several Regions refused for the same reason is told once."""
    regions: dict[tuple[str, str], list[str]] = {}
    for gap in gaps:
        regions.setdefault((gap.operation, gap.reason), []).append(gap.region)
    return [
        f"{', '.join(where)} {'was' if len(where) == 1 else 'were'} not looked at: the scan was interrupted"
        if operation == PENDING
        else f"{', '.join(where)}: {operation} was not answered: {reason}"
        for (operation, reason), where in regions.items()
    ]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Estate:
    """What an account has, in a stable order."""

    account: str
    scanned_at: str
    """When, as `2026-01-31T12:00:00Z`."""
    regions: tuple[str, ...]
    """The Regions that were looked at."""
    resources: tuple[Found, ...] = ()
    functions: tuple[FoundFunction, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def of_type(self, type_name: str) -> tuple[Found, ...]:
        """All resources of a type."""
        return tuple(each for each in self.resources if each.type_name == type_name)
