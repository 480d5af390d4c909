"""The outcome of a check."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Self

from constructs_lib.routing.findings import findings
from constructs_lib.routing.masking import NumberMask
from constructs_lib.routing.model import Finding, Origin, RoutingTable, Severity
from constructs_lib.routing.nearer import nearer
from constructs_lib.routing.words import number_words, place_words

FailOn = Literal["error", "warning", "never"]
_FAILING: dict[FailOn, tuple[Severity, ...]] = {"error": ("error",), "warning": ("error", "warning"), "never": ()}


@dataclasses.dataclass(frozen=True)
class Result:
    """What was found in a table."""

    table: RoutingTable
    findings: tuple[Finding, ...]
    """Errors first."""

    @classmethod
    def of(cls, table: RoutingTable, *, mask: bool = False) -> Self:
        """Check a table.

        Args:
            table: what a source declares.
            mask: hide all phone numbers but for their last four digits.
        """
        # Masked numbers may look alike, so findings are made before.
        found = nearer(tuple(findings(table)), [Path.cwd()])
        if mask:
            numbers = NumberMask.of(table)
            table, found = numbers.value(table), numbers.value(found)
        return cls(table, found)

    @property
    def acknowledged(self) -> tuple[Finding, ...]:
        """The findings that somebody accepts."""
        return tuple(finding for finding in self.findings if finding.acknowledged)

    def open(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of this severity that nobody accepts."""
        return tuple(each for each in self.findings if each.severity == severity and not each.acknowledged)

    def by_id(self) -> Iterator[tuple[Finding, ...]]:
        """The findings that nobody accepts, those of one kind together, errors first."""
        groups: dict[str, list[Finding]] = {}
        for finding in self.findings:
            if not finding.acknowledged:
                groups.setdefault(finding.id, []).append(finding)
        return map(tuple, groups.values())

    @property
    def summary(self) -> str:
        """How much was found."""
        counts = [number_words(len(self.open("error")), "error"), number_words(len(self.open("warning")), "warning")]
        accepted = len(self.acknowledged)
        return ", ".join([*counts, *([f"{accepted:,} acknowledged"] if accepted else [])])

    def fails(self, fail_on: FailOn) -> bool:
        """Whether something was found that nobody accepts and that should fail the check."""
        return any(self.open(severity) for severity in _FAILING[fail_on])


def place(origin: Origin) -> str:
    """Where something is declared: construct and line, else stack and logical id, as far as they are known.

    What an account was found to have is declared nowhere.
    """
    in_template = f"{origin.stack}/{origin.logical_id}" if origin.stack and origin.logical_id else ""
    return place_words(origin) or in_template
