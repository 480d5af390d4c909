"""What of an estate is taken over, and what is not, with the reason.

A resource is declared with everything that its contract takes. A property that it refuses is not declared, and so stays
as it is; a resource that cannot be declared at all is only referred to.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any, cast

from chime_voice.contract.marker import Marker
from chime_voice.contract.phone_number import PhoneNumber
from chime_voice.contract.phone_number_association import PhoneNumberAssociation
from chime_voice.contract.registry import MODULES, TYPES
from chime_voice.contract.resource import Resource
from chime_voice.contract.sip_media_application import SipMediaApplication
from chime_voice.contract.sip_rule import SipRule
from chime_voice.contract.voice_connector import VoiceConnector
from chime_voice.contract.wire import WireError, fields_of

from constructs_lib.estate.model import Estate, Found
from constructs_lib.generate import parts

IN_USE = ("Assigned", "Unassigned")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Taken:
    """A resource that the app declares."""

    found: Found
    declared: Resource
    undeclared: tuple[tuple[str, str], ...] = ()
    """Properties that stay as they are, each with the reason."""

    @property
    def module(self) -> str:
        """The module of its type, everywhere."""
        return MODULES[self.found.type_name]

    @property
    def region(self) -> str:
        """Where it is, or whose endpoint holds it."""
        declared: Any = self.declared
        region: str = declared.aws_region if hasattr(declared, "aws_region") else declared.home_region
        return region


@dataclasses.dataclass(frozen=True)
class Left:
    """A resource that the app does not declare."""

    found: Found
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Decision:
    """Everything of an estate."""

    taken: tuple[Taken, ...]
    left: tuple[Left, ...]


def decide(estate: Estate, types: Sequence[str]) -> Decision:
    """What is taken over and what is not, in a stable order.

    Args:
        estate: what an account has.
        types: those of which the app can declare something.
    """
    order = {name: at for at, name in enumerate(TYPES)}
    taken: list[Taken] = []
    left: list[Left] = []
    seen: set[tuple[str, str]] = set()
    for found in sorted(
        estate.resources, key=lambda each: (order.get(each.type_name, len(order)), each.region, _name(each), each.id)
    ):
        one = _one(found, estate) if found.type_name in types else Left(found, "this version has no code for its type")
        if (found.type_name, found.id) in seen:
            one = Left(found, "the estate has it twice")
        seen.add((found.type_name, found.id))
        if isinstance(one, Taken):
            taken.append(one)
        else:
            left.append(one)
    for refine in (_one_rule_a_trigger, _with_their_carriers):
        taken, more = refine(taken)
        left += more
    return Decision(taken=tuple(taken), left=tuple(left))


def called(found: Found) -> str:
    """What people call a resource: its name and its id, as far as it has both."""
    name = _name(found)
    return f"{name} ({found.id})" if name and name != found.id else found.id


def _name(found: Found) -> str:
    return str(found.properties.get("Name") or "")


def _one(found: Found, estate: Estate) -> Taken | Left:
    if Marker.read(str(found.facts.get("Name") or "")) is not None:
        return Left(found, "a stack of this library made it, as the mark in its name says, and goes on declaring it")
    contract = TYPES[found.type_name]
    try:
        declared = contract.parse(found.properties)
    except WireError as error:
        return Left(found, str(error))
    reason = _adoption(found, declared)
    if isinstance(declared, PhoneNumber):
        reason = reason or _of_number(found)
    if isinstance(declared, SipMediaApplication):
        reason = reason or _of_application(declared, estate)
    if reason:
        return Left(found, reason)
    undeclared: list[tuple[str, str]] = []
    for field, reason in _refused(declared):
        declared = dataclasses.replace(declared, **{field: None})
        undeclared.append((fields_of(cast("type", contract))[field][0], reason))
    if tags := getattr(declared, "tags", None):
        # Those of AWS itself are for AWS to change.
        own: Any = {"tags": tuple(tag for tag in tags if not tag.key.startswith("aws:")) or None}
        declared = dataclasses.replace(declared, **own)
    problems = declared.problems()
    if problems:
        return Left(found, "; ".join(problems))
    return Taken(found=found, declared=declared, undeclared=tuple(undeclared))


def _refused(declared: Resource) -> Iterator[tuple[str, str]]:
    """The optional properties without which less is wrong, each with what is wrong with it."""
    if isinstance(declared, VoiceConnector):
        yield from parts.inexpressible(declared)
    wrong = set(declared.problems())
    for field in dataclasses.fields(declared):
        if field.default is not None or field.name == "adopt_id" or getattr(declared, field.name) is None:
            continue
        without: Any = dataclasses.replace(declared, **{field.name: None})
        less = set(without.problems())
        if less < wrong:
            yield field.name, "; ".join(sorted(wrong - less))
            declared, wrong = without, less


def _adoption(found: Found, declared: Resource) -> str:
    """Whether what is declared would be made anew, or be another one."""
    if isinstance(declared, PhoneNumberAssociation):
        return ""
    adopt_id = getattr(declared, "adopt_id", None)
    return "" if adopt_id == found.id else f"it is declared to take over {adopt_id}"


def _of_number(found: Found) -> str:
    if found.facts.get("DeletionTimestamp"):
        return "it waits in the deletion queue, from where it can be restored but not taken over"
    status = found.facts.get("Status", IN_USE[0])
    return (
        "" if status in IN_USE else f"its status is {status}, and only a number that the account has can be taken over"
    )


def _of_application(declared: SipMediaApplication, estate: Estate) -> str:
    """What would make the invoke permission fail, which is declared together with the application."""
    for arn in (endpoint.lambda_arn for endpoint in declared.endpoints):
        if arn.split(":")[4:5] not in ([], [estate.account]):
            return f"its function {arn} is another account's, which the service does not invoke"
        if arn.endswith(":$LATEST"):
            # https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
            return (
                f"its function is named as {arn}, and Lambda takes no permission for $LATEST; name the function alone"
            )
        if any(each.arn == arn and each.exists is False for each in estate.functions):
            return f"its function {arn} does not exist, so nobody can be given the right to invoke it"
    return ""


def _one_rule_a_trigger(taken: Sequence[Taken]) -> tuple[list[Taken], list[Left]]:
    """A trigger has one rule in an app: the one that takes calls, or else the first."""
    first: dict[tuple[str, ...], str] = {}
    rules = [(each, each.declared) for each in taken if isinstance(each.declared, SipRule)]
    for each, rule in sorted(rules, key=lambda pair: bool(pair[1].disabled)):
        first.setdefault((rule.trigger_type, rule.trigger_value), each.found.id)
    kept, left = [], []
    for each in taken:
        if isinstance(each.declared, SipRule):
            trigger = (each.declared.trigger_type, each.declared.trigger_value)
            if first[trigger] != each.found.id:
                left.append(Left(each.found, f"its trigger {trigger[1]} has another rule, {first[trigger]}"))
                continue
        kept.append(each)
    return kept, left


def _with_their_carriers(taken: Sequence[Taken]) -> tuple[list[Taken], list[Left]]:
    """Numbers of a connector or a group are declared where that is."""
    known = {each.found.id for each in taken}
    kept, left = [], []
    for each in taken:
        numbers = each.declared
        if isinstance(numbers, PhoneNumberAssociation):
            carrier = numbers.voice_connector_id or numbers.voice_connector_group_id
            if carrier not in known:
                left.append(Left(each.found, f"what carries these numbers, {carrier}, is not declared either"))
                continue
        kept.append(each)
    return kept, left
