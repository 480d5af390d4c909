"""An estate made by hand, as in the console, and its adoption as CloudFormation carries it out."""

from __future__ import annotations

import dataclasses
from typing import Any

from chime_voice.contract.registry import TYPES
from chime_voice.contract.resource import Resource
from chime_voice.contract.sip_rule import SipRule

from constructs_lib.estate.model import Estate, Found
from tests.estate.accounts import scanned
from tests.estate_story.callers import RungStage
from tests.provider.stage import ACCOUNT, Answer
from tests.provider.world import by_hand_application, by_hand_connector, by_hand_number

EAST, WEST = "us-east-1", "us-west-2"
VOLATILE = {"Time", "UpdatedTimestamp"}


def made_by_hand(stage: RungStage) -> None:
    """Two numbers and a host name, answered in two Regions in either order. Then callers begin to ring."""
    east, west = by_hand_application(stage, "East"), by_hand_application(stage, "West", WEST)
    connector = by_hand_connector(stage)
    stage.client().put_voice_connector_termination(
        VoiceConnectorId=connector, Termination={"CallingRegions": ["US"], "CidrAllowedList": ["203.0.113.0/28"]}
    )
    stage.advance(600)
    host = stage.client().get_voice_connector(VoiceConnectorId=connector)["VoiceConnector"]["OutboundHostName"]
    both = [(east, EAST), (west, WEST)]
    rule(stage, "Main", "ToPhoneNumber", by_hand_number(stage), both)
    rule(stage, "Sales", "ToPhoneNumber", by_hand_number(stage, 1), both[::-1])
    rule(stage, "Pbx", "RequestUriHostname", host, both)
    stage.advance(600)
    stage.callers.begin()


def rule(stage: RungStage, name: str, kind: str, value: str, targets: list[tuple[str, str]]) -> None:
    stage.client().create_sip_rule(
        Name=name,
        TriggerType=kind,
        TriggerValue=value,
        TargetApplications=[
            {"SipMediaApplicationId": application, "Priority": priority, "AwsRegion": region}
            for priority, (application, region) in enumerate(targets, 1)
        ],
    )


@dataclasses.dataclass
class Stack:
    """A stack that declares what a scan has found, and what CloudFormation does to deploy, roll back and destroy it."""

    stage: RungStage
    declared: dict[str, Resource]
    """By logical id, dependencies first."""
    deployed: dict[str, tuple[Answer, Resource]] = dataclasses.field(default_factory=dict)

    @classmethod
    def of_a_scan(cls, stage: RungStage) -> Stack:
        return cls.of(stage, scanned(stage))

    @classmethod
    def of(cls, stage: RungStage, estate: Estate) -> Stack:
        order = list(TYPES)
        found = sorted(estate.resources, key=lambda each: order.index(each.type_name))
        declared = {f"Adopted{at}": as_it_is(each) for at, each in enumerate(found, 1)}
        stage.declare(*declared)
        return cls(stage, declared)

    def deploy(self) -> bool:
        """Create the stack, or roll it back; whether it was created."""
        for logical_id, resource in self.declared.items():
            answer = self.stage.create(resource, logical_id)
            self.deployed[logical_id] = answer, resource
            if not answer.succeeded:
                self.stage.refused, self.stage.fault = "", None
                assert self.destroy()
                return False
        return True

    def update(self, logical_id: str, changed: Resource) -> bool:
        """Change one resource, or roll it back; whether it was changed."""
        answer, before = self.deployed[logical_id]
        after = self.stage.update(answer, changed, before, logical_id)
        if after.succeeded:
            self.deployed[logical_id] = after, changed
            return True
        self.stage.refused, self.stage.fault = "", None
        back = self.stage.update(answer, before, changed, logical_id)
        assert back.succeeded, back.reason
        return False

    def roll_back(self, logical_id: str, to: Resource) -> None:
        """What becomes of a change that was made, where a later one failed."""
        answer, changed = self.deployed[logical_id]
        back = self.stage.update(answer, to, changed, logical_id)
        assert back.succeeded, back.reason
        self.deployed[logical_id] = back, to

    def destroy(self) -> bool:
        """Ask for every deletion, as where nothing says Retain; whether all was deleted.

        What is adopted is retained by default, and nobody asks. It must bear even that.
        """
        for logical_id, (answer, resource) in reversed(tuple(self.deployed.items())):
            if not self.stage.delete(answer.physical_id, resource, logical_id).succeeded:
                return False
            del self.deployed[logical_id]
        return True

    def rule_named(self, name: str) -> tuple[str, SipRule]:
        return next(
            (logical_id, each)
            for logical_id, each in self.declared.items()
            if isinstance(each, SipRule) and each.name == name
        )


def as_it_is(found: Found) -> Resource:
    return TYPES[found.type_name].parse(found.properties)


def turned_round(before: SipRule) -> SipRule:
    """The same rule with its targets in the other order."""
    one, other = before.target_applications
    return dataclasses.replace(
        before,
        target_applications=(dataclasses.replace(other, priority=1), dataclasses.replace(one, priority=2)),
    )


def state(stage: RungStage) -> Any:
    """Everything that the account has, but for the times of updates."""
    return _without_times(stage.service.snapshot()[ACCOUNT])


def changes(stage: RungStage, since: int) -> list[str]:
    """The operations that changed something, after so many calls."""
    return [entry.operation for entry in stage.service.journal.select(since=since, mutating=True) if entry.done]


def _without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_times(member) for name, member in value.items() if name not in VOLATILE}
    return [_without_times(each) for each in value] if isinstance(value, list) else value
