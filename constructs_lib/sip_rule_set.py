"""Sets of SIP rules: thousands of numbers answered by few SIP media applications, in one stack.

Facts: as for `SipRule`; https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html (500
resources and 1 MB a template); https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (256 kB an
asynchronous event, which holds the properties twice when they change).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import aws_cdk as cdk
from chime_voice.contract.marker import short_hash
from chime_voice.contract.sip_rule import TO_PHONE_NUMBER, TargetApplication
from chime_voice.contract.sip_rule_set import NAME_LIMIT, AdoptedRule, RuleGroup
from chime_voice.contract.sip_rule_set import SipRuleSet as Contract
from chime_voice.contract.wire import encode
from constructs import Construct

from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._provider import Later, Provider
from constructs_lib._resource import declare
from constructs_lib._values import is_known
from constructs_lib.phone_number import IPhoneNumber, default_home_region
from constructs_lib.sip_media_application import ISipMediaApplication
from constructs_lib.sip_rule_parts import (
    SipRuleTarget,
    check_free,
    claim,
    is_disabled,
    read_targets,
    read_trigger,
    speaks,
    take,
)
from constructs_lib.trigger import Trigger
from constructs_lib.voice_connector import IVoiceConnector

# Another number here would move rules between chunks in every stack that has a set.
CHUNKS = 8
# Compact; indented in the template it is more than half as much again, and all chunks must fit into 1 MB.
CHUNK_LIMIT = 60_000
# Bytes in compact JSON: quotes and comma; a target with its property names; an adoption with its id.
_TRIGGER_SIZE, _TARGET_SIZE, _ADOPTION_SIZE = 4, 150, 100

_WORDS = {"groups[0] ": "", "groups[0].": "", "target_applications": "targets", "aws_region": "Region"}

GivenTrigger = IPhoneNumber | IVoiceConnector | Trigger


@dataclasses.dataclass
class _Members:
    """The triggers of a chunk that have the same targets."""

    phone_numbers: list[str] = dataclasses.field(default_factory=list)
    host_names: list[str] = dataclasses.field(default_factory=list)
    adopted: list[AdoptedRule] = dataclasses.field(default_factory=list)

    def sorted(self) -> _Members:
        """The order in which triggers are added means nothing, so it changes no template."""
        return _Members(_in_order(self.phone_numbers), _in_order(self.host_names), self.adopted)

    def group(self, targets: tuple[TargetApplication, ...], disabled: bool | None) -> RuleGroup:
        return RuleGroup(
            target_applications=targets,
            phone_numbers=tuple(self.phone_numbers) or None,
            host_names=tuple(self.host_names) or None,
            disabled=disabled,
            adopted=tuple(self.adopted) or None,
        )


_Chunk = dict[tuple[tuple[TargetApplication, ...], bool | None], _Members]


class SipRuleSet(Construct):
    """Define many SIP rules that few SIP media applications answer.

    A `SipRule` is a resource of its own, and a stack takes 500. A set is eight resources for any number of rules up to
    some 30,000, and none of them costs time at synthesis beyond its text. What `chime-voice routes`, `call` and `diff`
    say of its rules is what they say of single ones.

    Each rule succeeds or fails on its own: a deployment names all that failed, with the reason, and what could be done
    is done. CloudFormation then rolls the set back like any resource, so after a failed update every rule is as it was,
    and after a failed first deployment the set is gone. Only what differs is written. A trigger that leaves the set
    loses its rule during the update.

    A trigger's chunk depends on the trigger alone, so adding and removing triggers changes nothing about others.

    Args:
        scope: a stack or a construct in one.
        id: the construct's id. It cannot be changed once deployed: the rules stay with the old one.
        name: what the rules' names begin with, 1 to 150 letters, digits, spaces, `_`, `.` or `-`; the trigger follows.
            The construct's path by default.
        home_region: the Region whose endpoint holds the rules, for rules on numbers us-east-1 or us-west-2. By default
            the stack's Region if it is one of them, else us-east-1.

    Raises:
        TelephonyError: with all problems of the values together.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        name: str | None = None,
        home_region: str | None = None,
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems(Contract.SPEC.label, place.path, _WORDS)
        declared = Contract(
            name=place.default_name[-NAME_LIMIT:].strip() if name is None else name,
            home_region=default_home_region(place) if home_region is None else home_region,
        )
        problems.check(declared)
        problems.done()

        super().__init__(scope, id)
        place.keep(self)
        self._place = place
        self._declared = declared
        self._chunks: list[_Chunk] = [{} for _ in range(CHUNKS)]
        self._sizes = [0] * CHUNKS
        provider = Provider.of(place)
        for at in range(CHUNKS):
            later = {"Groups": cdk.Lazy.any(Later(lambda at=at: self._groups(at)), omit_empty_array=True)}  # type: ignore[misc]
            resource = declare(self, place, declared, child=f"Rules{at}", later=later)
            resource.add_resource_dependency(provider.orders_policy(Contract))

    @property
    def home_region(self) -> str:
        """The Region whose endpoint holds the rules."""
        return self._declared.home_region

    def add(
        self,
        triggers: GivenTrigger | Iterable[GivenTrigger],
        *,
        targets: Sequence[ISipMediaApplication | SipRuleTarget],
        enabled: bool | None = None,
        adopt: Mapping[str, str] | None = None,
    ) -> None:
        """Add one rule for each trigger, all with the same targets.

        Args:
            triggers: one or many of: a `PhoneNumber`, a `VoiceConnector`, a `Trigger` by value.
            targets: 1 to 25 SIP media applications, at most one a Region; the first in the list is tried first. A
                `SipRuleTarget` has a priority of its own instead.
            enabled: whether the rules take calls; they do by default. Adopted ones keep this by default.
            adopt: trigger value -> id of the rule that exists for it (see `aws chime-sdk-voice list-sip-rules`). It is
                taken over and brought to what is declared, keeps its name, and is left in place when its trigger
                leaves the set.

        Raises:
            TelephonyError: with all problems of all rules together; then none is added.
        """
        problems = Problems(Contract.SPEC.label, self._place.path, _WORDS)
        read = [self._read(problems, each) for each in _listed(problems, triggers)]
        disabled = is_disabled(problems, enabled, adopted=False) if enabled is not None else None
        ours = _Members()
        for found, _, _ in read:
            _enter(ours, found)
        adopted, unknown = _read_adopt(problems, adopt, read)
        ours.adopted += [
            AdoptedRule(trigger_value=name, sip_rule_id=rule) for name, rule in (adopted | unknown).items()
        ]
        wanted = read_targets(problems, targets, self._place)
        problems.check(dataclasses.replace(self._declared, groups=(ours.group(wanted, disabled),)))
        self._check_sizes(problems, [(at, str(found.value)) for found, at, _ in read], len(wanted), adopted)
        problems.done()
        for found, at, claimed in read:
            take(claimed, self._place)
            rule_id = adopted.get(found.value)
            # None means "as it is" for an adopted rule only.
            key = (wanted, disabled if rule_id or disabled is not None else False)
            if key not in self._chunks[at]:
                self._sizes[at] += _TARGET_SIZE * len(wanted)
            members = self._chunks[at].setdefault(key, _Members())
            _enter(members, found)
            self._sizes[at] += len(found.value) + _TRIGGER_SIZE
            if rule_id:
                members.adopted.append(AdoptedRule(trigger_value=found.value, sip_rule_id=rule_id))
                self._sizes[at] += _ADOPTION_SIZE

    def _check_sizes(
        self, problems: Problems, added: list[tuple[int, str]], targets: int, adopt: Mapping[str, str]
    ) -> None:
        sizes = [size + _TARGET_SIZE * targets for size in self._sizes]
        for at, value in added:
            sizes[at] += len(value) + _TRIGGER_SIZE + (_ADOPTION_SIZE if value in adopt else 0)
        if max(sizes) > CHUNK_LIMIT:
            problems.add(
                f"a set takes some {CHUNKS * CHUNK_LIMIT // 16:,} numbers, and this would be more in a part of it "
                f"({max(sizes):,} of {CHUNK_LIMIT:,} bytes); put the rest into another stack"
            )

    def _read(self, problems: Problems, given: Any) -> tuple[Trigger, int, Trigger]:
        """A trigger by value, its chunk, and what it claims."""
        found, home = read_trigger(problems, given, self._place)
        if speaks(given, "e164_phone_number") and home != self.home_region:
            problems.add(
                f"home_region must be the phone number's, {home!r}, got {self.home_region!r} for the set; make a set for "
                "each home Region"
            )
        claimed = claim(given, found)
        check_free(problems, claimed, self._place)
        # By its place and not by its number, which may become known later.
        key = Place.of(given).path if isinstance(given, Construct) else str(found.value).lower()
        return found, int(short_hash(key, 8), 16) % CHUNKS, claimed

    def _groups(self, at: int) -> list[Any]:
        return [encode(members.sorted().group(*key)) for key, members in self._chunks[at].items()]


def _in_order(values: list[str]) -> list[str]:
    """Sorted; tokens come last, as they were added."""
    return [*sorted(filter(is_known, values)), *(value for value in values if not is_known(value))]


def _listed(problems: Problems, triggers: Any) -> list[Any]:
    """One trigger or many as a list."""
    listed = list(triggers) if isinstance(triggers, Iterable) and not isinstance(triggers, str) else [triggers]
    if not listed:
        problems.add("triggers must be one or more, got none")
    return listed


def _read_adopt(
    problems: Problems, adopt: Any, read: list[tuple[Trigger, int, Trigger]]
) -> tuple[dict[str, str], dict[str, str]]:
    """What is adopted by the trigger as the template has it, and what belongs to none of the triggers.

    A number's construct may be a token here; its number is known all the same where its declaration says it.
    """
    if not isinstance(adopt, Mapping):
        if adopt is not None:
            problems.add(f"adopt must be a mapping of triggers to ids such as {{'+12065550100': '…'}}, got {adopt!r}")
        return {}, {}
    names = {value: found.value for found, _, claimed in read for value in (found.value, claimed.value)}
    adopted = {names[value]: rule for value, rule in adopt.items() if value in names}
    return adopted, {value: rule for value, rule in adopt.items() if value not in names}


def _enter(members: _Members, found: Trigger) -> None:
    (members.phone_numbers if found.kind == TO_PHONE_NUMBER else members.host_names).append(found.value)
