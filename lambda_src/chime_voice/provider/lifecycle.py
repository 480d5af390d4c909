"""Create, Update and Delete, the same for every type.

The same event may be delivered again after a death at any point, so each one starts by looking at the service.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from chime_voice.contract.marker import Marker, before
from chime_voice.contract.resource import Resource
from chime_voice.contract.wire import WireError
from chime_voice.provider.errors import Failure, Unsure
from chime_voice.provider.request import Request
from chime_voice.provider.resource import ResourceProvider, State


@dataclasses.dataclass(frozen=True, kw_only=True)
class Outcome:
    """What CloudFormation is told."""

    physical_id: str
    attributes: Mapping[str, str] = dataclasses.field(default_factory=dict)
    reason: str = ""
    """Empty for success."""


def run(request: Request, provider: ResourceProvider[Any]) -> Outcome:
    """Carry out one request.

    Raises:
        HandOn: it needs another invocation; nothing was answered yet.
    """
    step = {"Create": _create, "Update": _update, "Delete": _delete}[request.kind]
    try:
        return step(request, provider)
    except _HalfMade as half:
        return Outcome(physical_id=half.physical_id, reason=str(half))
    except (Failure, WireError) as failure:
        return Outcome(physical_id=request.physical_id or request.nothing_made, reason=str(failure))


class _HalfMade(Failure):
    """A resource exists, though its making failed: its id is reported, so that the Delete that follows can end it."""

    def __init__(self, physical_id: str, cause: Failure) -> None:
        super().__init__(str(cause))
        self.physical_id = physical_id


def _create(request: Request, provider: ResourceProvider[Any]) -> Outcome:
    desired = _desired(request, provider)
    if _adopt_id(desired):
        return _done(provider, _adopted(provider, desired))
    state = provider.find_own(desired, other_than=None)
    if state is None:
        provider.check_make(desired)
        try:
            state = provider.make(desired)
        except Unsure as unsure:
            raise _HalfMade(request.unknown_id, unsure) from unsure
    try:
        return _done(provider, provider.bring(state, desired, None))
    except Failure as failure:
        raise _HalfMade(provider.id_of(state), failure) from failure


def _update(request: Request, provider: ResourceProvider[Any]) -> Outcome:
    desired, previous = _desired(request, provider), _previous(request, provider)
    adopt_id = _adopt_id(desired)
    # The id of a setting is its value, so it is another one than was adopted.
    adopted_before = previous is not None and _adopt_id(previous) == adopt_id
    if adopt_id and not adopted_before and adopt_id.lstrip("+") != request.physical_id.lstrip("+"):
        return _done(provider, _adopted(provider, desired))
    state = provider.read(request.physical_id) if provider.is_id(request.physical_id) else None
    if state is None and provider.keeps_on_failure and provider.is_id(request.physical_id):
        raise Failure(
            f"{request.physical_id} is no longer in the inventory of {request.region}: it was released outside of this "
            f"stack. Restore it within seven days (aws chime-sdk-voice restore-phone-number --phone-number-id "
            f"{request.physical_id}), or remove the construct and declare another"
        )
    if state is not None and provider.fits(state, desired, previous):
        return _done(provider, provider.bring(state, desired, previous))
    if adopt_id:
        return _done(provider, _adopted(provider, desired))
    return _done(provider, _replacement(request, provider, desired))


def _delete(request: Request, provider: ResourceProvider[Any]) -> Outcome:
    done = Outcome(physical_id=request.physical_id)
    if request.made_nothing:
        return done
    if request.properties.get("AdoptId"):
        _hand_back(request, provider)
        return done
    if not provider.is_id(request.physical_id):
        # A Create that never answered, or did not know: what this incarnation of the stack made is found by its mark;
        # what an earlier one left, and this one may have taken over, stays.
        for state in provider.own():
            if request.marker.of_this_stack(state.get("Name")):
                provider.remove(state)
        return done
    found = provider.read(request.physical_id)
    # Another construct may have adopted it since: then it is not ours to take down.
    if found is not None and not request.marker.disowned(found.get("Name")):
        provider.remove(found)
    return done


def _hand_back(request: Request, provider: ResourceProvider[Any]) -> None:
    """Leave an adopted resource in place, under the mark of whom it was taken over from.

    CloudFormation asks for it only where the deployment that adopted failed: what is removed from a template is
    retained. The former owner, perhaps another construct of this stack, would take it for handed over for good.
    """
    state = provider.read(request.physical_id) if provider.is_id(request.physical_id) else None
    name = (state or {}).get("Name") or ""
    if state is not None and request.marker.owns(name) and Marker.read(before(name)) is not None:
        provider.restore({**state, "Name": before(name)})


def _desired(request: Request, provider: ResourceProvider[Any]) -> Resource:
    desired = provider.contract.parse(request.properties)
    problems = desired.problems()
    if problems:
        raise Failure("; ".join(problems))
    return desired


def _previous(request: Request, provider: ResourceProvider[Any]) -> Resource | None:
    """What was declared before; None where it has a shape that this version does not know."""
    try:
        return provider.contract.parse(request.old_properties)
    except WireError:
        return None


def _adopt_id(desired: Resource) -> str:
    return str(getattr(desired, "adopt_id", None) or "")


def _adopted(provider: ResourceProvider[Any], desired: Resource) -> State:
    """Take over an existing resource; what cannot be finished is put back as it was."""
    adopt_id = _adopt_id(desired)
    state = provider.read(adopt_id)
    if state is None:
        raise Failure(
            f"cannot adopt {adopt_id!r}: the account has no {desired.SPEC.label} of that id at this endpoint; check the id "
            f"and the Region"
        )
    if not provider.fits(state, desired, None):
        raise Failure(
            f"cannot adopt {adopt_id!r}: the {desired.SPEC.label} is {provider.describe(state)}, which cannot be changed "
            f"into what is declared; declare it as it is"
        )
    try:
        return provider.bring(state, desired, None)
    except Failure as failure:
        try:
            provider.restore(state)
        except Failure as second:
            raise Failure(f"{failure}; putting it back as it was failed too: {second}") from second
        raise


def _replacement(request: Request, provider: ResourceProvider[Any], desired: Resource) -> State:
    """Another resource in place of the present one, which CloudFormation deletes (or retains) once all went well.

    When it cannot be finished it is removed again: after a failed Update nobody would ask for its deletion. A number
    stays in the inventory instead, under our mark, and the next attempt takes it.
    """
    state = provider.find_own(desired, other_than=request.physical_id)
    if state is None:
        provider.check_make(desired)
        try:
            state = provider.make(desired)
        except Unsure as unsure:
            raise Failure(
                f"{unsure}; if the service made it all the same, its name ends with {request.marker.sign('')!r}: look for "
                f"it in the console and delete it"
            ) from unsure
    try:
        return provider.bring(state, desired, None)
    except Failure:
        if request.marker.of_this_request(state.get("Name")) and not provider.keeps_on_failure:
            provider.remove(state)
        raise


def _done(provider: ResourceProvider[Any], state: State) -> Outcome:
    return Outcome(physical_id=provider.id_of(state), attributes=provider.attributes(state))
