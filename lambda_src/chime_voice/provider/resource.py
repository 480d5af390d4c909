"""What the lifecycle asks of every resource type."""

from __future__ import annotations

import abc
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Generic, TypeVar

from chime_voice.contract.marker import Marker, before, strip
from chime_voice.contract.resource import Resource, Tag
from chime_voice.provider.client import VoiceApi
from chime_voice.provider.clock import Clock, pause
from chime_voice.provider.errors import Failure, NotFound, Refused, Unsure

R = TypeVar("R", bound=Resource)
State = Mapping[str, Any]

# A fresh resource may not be visible to the next call yet; how long is not documented. Other tools see it within a
# minute (hashicorp/terraform-provider-aws retries its read for one).
SETTLING = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
# An update that was accepted shows after a while; not documented either.
WRITES = (0.5, 1.0, 2.0, *[3.0] * 19)
# How long a Delete waits for what still uses the resource: rule updates are asynchronous (UpdateSipRule answers 202).
LETTING_GO = (2.0, 5.0, 10.0, 15.0, 30.0, 60.0)


class ResourceProvider(abc.ABC, Generic[R]):
    """One resource type against one Region's endpoint, for one logical id.

    State is the service's own description of a resource. No method keeps anything between calls: every event starts
    with a look at the service, which is what makes a redelivered event harmless.
    """

    contract: ClassVar[type[Resource]]
    keeps_on_failure: ClassVar[bool] = False
    """Whether a fresh resource outlives the failure of its own making, because it cannot be made again."""

    def __init__(
        self,
        api: VoiceApi,
        clock: Clock,
        marker: Marker,
        *,
        read_secret: Callable[[str], str],
        declared: frozenset[str] = frozenset(),
        cursor: Mapping[str, str] | None = None,
        properties: Mapping[str, Any] | None = None,
    ) -> None:
        """Bind the type to one logical id.

        Args:
            api: the endpoint's calls.
            clock: for waits.
            marker: whose resource it is.
            read_secret: the text of a secret by its ARN.
            declared: short hashes of the logical ids of the numbers and connectors that the template has now; a mark
                of this stack that is not among them belongs to a construct that was renamed or removed.
            cursor: what an earlier invocation for the same event left for this one.
            properties: as CloudFormation sent them. Only for a type of which nothing at the service says whose it is.
        """
        self.api = api
        self.clock = clock
        self.marker = marker
        self.declared = declared
        self.cursor = dict(cursor or {})
        self.properties = dict(properties or {})
        self.read_secret = read_secret

    @abc.abstractmethod
    def is_id(self, physical_id: str) -> bool:
        """Whether this has the form of the service's own ids."""

    @abc.abstractmethod
    def read(self, physical_id: str) -> State | None:
        """The resource, or None when it does not exist."""

    @abc.abstractmethod
    def every(self) -> Iterable[State]:
        """All resources of the type at the endpoint."""

    @abc.abstractmethod
    def id_of(self, state: State) -> str:
        """The physical id."""

    @abc.abstractmethod
    def fits(self, state: State, desired: R, previous: R | None) -> bool:
        """Whether `bring` can turn this resource into the desired one; if not it takes another resource.

        Args:
            state: the resource as it is.
            desired: what is declared now.
            previous: what was declared for this very resource, where it was declared.
        """

    @abc.abstractmethod
    def make(self, desired: R) -> State:
        """A new resource. Looks up what a lost answer may have made before repeating a call."""

    @abc.abstractmethod
    def bring(self, state: State, desired: R, previous: R | None) -> State:
        """Make the existing resource what is declared; calls nothing where nothing differs."""

    @abc.abstractmethod
    def restore(self, state: State) -> None:
        """Put back what `bring` changes first, after an adoption that could not be finished."""

    @abc.abstractmethod
    def describe(self, state: State) -> str:
        """What about the resource cannot be changed, in words for a message."""

    @abc.abstractmethod
    def remove(self, state: State) -> None:
        """Delete the resource and see it gone. Done already is done."""

    @abc.abstractmethod
    def attributes(self, state: State) -> dict[str, str]:
        """What `Fn::GetAtt` can read."""

    def own(self) -> list[State]:
        """The resources that carry this logical id's mark."""
        return [state for state in self.every() if self.marker.owns(state.get("Name"))]

    def left_behind(self) -> Iterable[State]:
        """What this stack made under construct ids that the template no longer has: renamed or moved constructs."""
        for state in self.every():
            mark = Marker.read(state.get("Name"))
            if mark is None or mark.stack != self.marker.stack or mark.logical_id == self.marker.logical_id:
                continue
            if mark.logical_id not in self.declared:
                yield state

    def check_make(self, desired: R) -> None:
        """Refuse, before anything changed, to make what would take a caller's number or trunk away."""

    def name_for(self, desired_name: str | None, state: State | None, adopted: bool) -> str:
        """The name that the resource must carry.

        A made resource carries this logical id's mark. An adopted one keeps to the declared name; only where it
        carries another owner's mark is ours set behind that, so that the other's Delete leaves it alone.
        """
        present = (state or {}).get("Name") or ""
        last = Marker.read(present)
        # Who made it stays in the mark for good; only a resource without our mark gets a new one.
        mark = last if last is not None and self.marker.owns(present) else self.marker
        if not adopted:
            return mark.sign(desired_name or "")
        base = desired_name if desired_name is not None else present
        if last is None:
            return base
        return mark.sign(strip(base), former=Marker.read(before(present)) if mark is last else last)

    def settled(self, step: Callable[[], State]) -> State:
        """The result of a step that may come too early after a Create."""
        for delay in SETTLING:
            try:
                return step()
            except NotFound:
                pause(self.clock, delay)
        return step()

    def made_by_lost_answer(self, desired: R) -> State | None:
        """What a Create without an answer made after all; looks for a minute, since lists may lag behind."""
        for delay in SETTLING:
            found = self.find_own(desired, other_than=None)
            if found:
                return found
            pause(self.clock, delay)
        return self.find_own(desired, other_than=None)

    def find_own(self, desired: R, other_than: str | None) -> State | None:
        """A resource that carries our mark and fits, made by an earlier delivery or left by an earlier stack."""
        fitting = [state for state in self.own() if self.id_of(state) != other_than and self.fits(state, desired, None)]
        return min(fitting, key=self.id_of, default=None)

    def create_once(self, desired: R, create: Callable[[], State]) -> State:
        """Run a Create call; a lost answer is followed by a look-up before the call is repeated.

        Raises:
            Refused: the service said no to the first attempt.
            Unsure: an attempt may have taken effect, though the lists do not show it.
        """
        unsure = None
        for _ in range(4):
            try:
                return create()
            except Unsure as lost:
                unsure = lost
            except Refused as refused:
                if unsure is None:
                    raise
                raise Unsure(f"{unsure}; then {refused}") from refused
            found = self.made_by_lost_answer(desired)
            if found:
                return found
        raise Unsure(str(unsure))

    def seen(self, found: str, shows: Callable[[State], bool]) -> None:
        """Wait until a change that was accepted shows: what follows may depend on it.

        Raises:
            Failure: it does not show after a minute.
        """
        for delay in WRITES:
            present = self.read(found)
            if present is None or shows(present):
                return
            pause(self.clock, delay)
        label = self.contract.SPEC.label
        raise Failure(f"{label} {found} took a change but does not show it after a minute; deploy again")

    def let_go(self, delete: Callable[[], object], remedy: str) -> None:
        """Delete something; what still uses it gets a bounded time to let go.

        Raises:
            Failure: it is still in use after two minutes; says what to do.
        """
        refused: Refused | None = None
        for delay in (*LETTING_GO, None):
            try:
                delete()
            except NotFound:
                return
            except Refused as still_used:
                if still_used.code not in ("ConflictException", "BadRequestException"):
                    raise
                refused = still_used
            else:
                return
            if delay is not None:
                pause(self.clock, delay)
        raise Failure(f"{refused}; {remedy}") from refused

    def gone(self, physical_id: str) -> None:
        """See a deleted resource gone.

        Raises:
            Failure: the service still shows it after a minute.
        """
        for delay in (*SETTLING, None):
            if self.read(physical_id) is None:
                return
            if delay is not None:
                pause(self.clock, delay)
        raise Failure(f"the service accepted the deletion of {physical_id} but still shows it; try again later")

    def bring_tags(self, arn: str, desired: tuple[Tag, ...] | None, previous: tuple[Tag, ...] | None) -> None:
        """Add and change the declared tags; remove the ones that were declared before; leave all others alone."""
        if not desired and not previous:
            return
        wanted = {tag.key: tag.value for tag in desired or ()}
        answer = self.settled(lambda: self.api.call("ListTagsForResource", ResourceARN=arn))
        present = {tag["Key"]: tag["Value"] for tag in answer.get("Tags", ())}
        changed = {key: value for key, value in wanted.items() if present.get(key) != value}
        dropped = sorted({tag.key for tag in previous or ()} & present.keys() - wanted.keys())
        if changed:
            self.api.call(
                "TagResource", ResourceARN=arn, Tags=[{"Key": key, "Value": value} for key, value in changed.items()]
            )
        if dropped:
            self.api.call("UntagResource", ResourceARN=arn, TagKeys=dropped)
