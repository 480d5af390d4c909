"""Stacks as the provider makes them on the in-process service, beside the assemblies that declare them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from chime_voice.contract.resource import Resource

from constructs_lib.assembly.declared import declared
from constructs_lib.drift import compare
from constructs_lib.drift.model import Compared, Drift
from constructs_lib.estate.model import Estate
from tests.assembly.by_hand import stack, write
from tests.estate.accounts import scanned
from tests.provider.stage import Answer, Stage

__all__ = ["Deployed", "Stage"]


@dataclasses.dataclass
class Deployed:
    """A stack called Support in us-east-1, as it was deployed and as its template declares it."""

    stage: Stage
    template: dict[str, Any] = dataclasses.field(default_factory=dict)
    name: str = "Support"

    def make(self, logical_id: str, resource: Resource, **references: Any) -> Answer:
        """Deploy a resource; `references` stand in the template in the place of its ids."""
        self.declare(logical_id, resource, **references)
        self.stage.declare(*self.template)
        answer = self.stage.create(resource, logical_id)
        assert answer.succeeded, answer.reason
        self.stage.advance(600)
        return answer

    def declare(self, logical_id: str, resource: Resource, **references: Any) -> None:
        """Declare a resource without deploying it, or otherwise than it was."""
        properties = {"ServiceToken": "arn", **resource.properties(), **references}
        self.template[logical_id] = {"Type": resource.SPEC.type_name, "Properties": properties}

    def assembly(self, folder: Path, **more: Any) -> Path:
        """The cdk.out of it."""
        return write(folder, {self.name: stack(self.template, **more)})

    def estate(self, **more: Any) -> Estate:
        """What a scan reads."""
        return scanned(self.stage, **more)

    def drift(self, folder: Path, **more: Any) -> Drift:
        """The comparison."""
        return compare(declared(self.assembly(folder, **more)), self.estate())


def of(drift: Drift, logical_id: str) -> Compared:
    """The resource with this logical id."""
    (found,) = [each for each in drift.resources if each.origin.logical_id == logical_id]
    return found


def changes(drift: Drift) -> Iterator[tuple[str, str, Any, Any]]:
    """Logical id, property, declared, present."""
    for each in drift.resources:
        for change in each.changes:
            yield each.origin.logical_id, change.property, change.declared, change.present


def verdicts(drift: Drift) -> Mapping[str, str]:
    """Logical id -> verdict."""
    return {each.origin.logical_id: each.verdict for each in drift.resources}
