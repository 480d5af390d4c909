"""Where everything stands: stacks, construct ids, variables.

What answers calls in a Region (applications, connectors, domains) is in that Region's stack. Numbers, rules and whatever
else refers to it are in a routing stack, so that stacks depend on each other in one direction. One Region needs one stack.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from chime_voice.contract.marker import short_hash
from chime_voice.contract.phone_number_association import PhoneNumberAssociation
from chime_voice.contract.resource import Resource
from chime_voice.contract.sip_rule import TO_PHONE_NUMBER, SipRule
from chime_voice.contract.voice_connector_group import VoiceConnectorGroup

from constructs_lib.estate.model import Estate
from constructs_lib.generate import names
from constructs_lib.generate.deciding import Taken
from constructs_lib.generate.failover import Line, only_line

MANY = 50
"""More numbers, or more rules, are written as a table."""
PER_STACK = 400
"""Of a stack's 500 resources: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""
RULES_PER_STACK = 2_500
"""A `SipRuleSet` takes some more with the ids of rules that exist."""

WORDS = {
    "phone_number": "number",
    "phone_number_association": "numbers",
    "sip_media_application": "application",
    "sip_rule": "rule",
    "voice_connector": "connector",
    "voice_connector_group": "group",
    "voice_profile_domain": "domain",
    "global_settings": "call detail records",
    "phone_number_settings": "default calling name",
}
"""Module of a type -> what a resource of it is called in names."""
_IN_THEIR_REGION = ("sip_media_application", "voice_connector", "voice_profile_domain")
ROUTING = "Routing"
_ALONE = ("global_settings", "phone_number_settings")
REFERRED_TO = ("phone_number", "sip_media_application", "voice_connector", "voice_connector_group")
"""What others refer to by a variable."""


@dataclasses.dataclass(frozen=True, order=True)
class Stack:
    """A stack of the app."""

    suffix: str
    """What its name has behind the app's."""
    region: str

    @property
    def variable(self) -> str:
        """What the code calls it."""
        return names.variable(names.plain(self.suffix))


@dataclasses.dataclass(frozen=True, kw_only=True)
class Item:
    """A resource in the code."""

    module: str
    ident: str
    """The service's id."""
    region: str
    stack: Stack
    declared: Resource | None
    """None where it is only referred to."""
    id: str = ""
    variable: str = ""
    """Empty for what nothing refers to."""
    routed: bool = False
    """Whether it is a rule of the failover app."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Layout:
    """Everything that the code declares or refers to."""

    stacks: tuple[Stack, ...]
    items: tuple[Item, ...]
    """In the order in which they are declared; without those in tables."""
    numbers: Mapping[Stack, Sequence[Taken]]
    """The table of numbers; empty where there are few."""
    rules: Mapping[Stack, Sequence[Taken]]
    """The table of rules on numbers; empty where there are few."""
    line: Line | None = None
    """What a failover app declares: its rules are items, its applications are not."""

    def is_of_line(self, stack: Stack) -> bool:
        """Whether the failover app makes this stack."""
        return self.line is not None and stack in _stacks_of(self.line)

    def of(self, *modules: str) -> tuple[Item, ...]:
        """The items of some types."""
        return tuple(item for item in self.items if item.module in modules)

    def item(self, module: str, ident: str) -> Item | None:
        """One of them; None for what is not in the code, or in a table."""
        return next((item for item in self.items if (item.module, item.ident) == (module, ident)), None)


def lay_out(taken: Sequence[Taken], estate: Estate) -> Layout:
    """The layout of an app that declares these resources."""
    regions = {each.region for each in taken}
    tables = {
        module: rows
        for module in ("phone_number", "sip_rule")
        if len(rows := [each for each in taken if each.module == module and _is_tabular(each)]) > MANY
    }
    # A table of rules is a `SipRuleSet`, which a failover app has no word for.
    line = None if tables else only_line(taken)
    in_tables = {id(each) for rows in tables.values() for each in rows}
    items = [
        Item(
            module=each.module,
            ident=each.found.id,
            region=each.region,
            stack=_stack(each.module, each.region, regions, line),
            declared=each.declared,
            routed=_is_route(each, line),
        )
        for each in taken
        if id(each) not in in_tables and (_is_route(each, line) or line is None or each.found.id not in line.ids)
    ]
    numbers = _spread(tables.get("phone_number", ()), regions, "Numbers", PER_STACK - _room(items))
    rules = _spread(tables.get("sip_rule", ()), regions, "Rules", RULES_PER_STACK)
    items += _only_referred_to(taken, regions, line)
    stacks = {item.stack for item in items} | {*numbers, *rules, *(_stacks_of(line) if line else ())}
    return Layout(
        stacks=tuple(sorted(stacks)), items=tuple(_named(items, estate)), numbers=numbers, rules=rules, line=line
    )


def _is_route(each: Taken, line: Line | None) -> bool:
    return line is not None and isinstance(each.declared, SipRule) and each.found.id in line.ids


def _stacks_of(line: Line) -> Iterator[Stack]:
    yield Stack(ROUTING, line.home)
    yield from (Stack(region, region) for region in line.applications)


def _is_tabular(each: Taken) -> bool:
    return not isinstance(each.declared, SipRule) or each.declared.trigger_type == TO_PHONE_NUMBER


def _stack(module: str, region: str, regions: set[str], line: Line | None = None) -> Stack:
    if line is not None and region == line.home and module not in _IN_THEIR_REGION:
        return Stack(ROUTING, region)
    return Stack(region if module in _IN_THEIR_REGION or len(regions) == 1 else f"{ROUTING}-{region}", region)


def _room(items: Sequence[Item]) -> int:
    """What the fullest stack needs without tables: an application has a permission too, and the provider is there."""
    resources = Counter(item.stack for item in items)
    return 2 * max(resources.values(), default=0)


def _spread(rows: Sequence[Taken], regions: set[str], word: str, most: int) -> dict[Stack, Sequence[Taken]]:
    """The rows by stack: the routing stack, or stacks of their own where they are too many."""
    spread: dict[Stack, Sequence[Taken]] = {}
    by_region: dict[str, list[Taken]] = defaultdict(list)
    for each in rows:
        by_region[each.region].append(each)
    for region, found in sorted(by_region.items()):
        own = sorted(found, key=lambda each: str(getattr(each.declared, "trigger_value", each.found.id)))
        if len(own) <= most:
            spread[_stack("", region, regions)] = own
            continue
        size = RULES_PER_STACK if word == "Rules" else PER_STACK
        for start in range(0, len(own), size):
            spread[Stack(f"{word}-{region}-{start // size + 1}", region)] = own[start : start + size]
    return spread


def _only_referred_to(taken: Sequence[Taken], regions: set[str], line: Line | None) -> Iterator[Item]:
    """What a rule or a group names and the app does not declare."""
    known = {(each.module, each.found.id) for each in taken}
    for each in taken:
        stack = _stack(each.module, each.region, regions, line)
        for module, ident, region in _references(each):
            if (module, ident) not in known:
                known.add((module, ident))
                yield Item(module=module, ident=ident, region=region, stack=stack, declared=None)


def _references(each: Taken) -> Iterator[tuple[str, str, str]]:
    """Type, id and Region of what a resource names."""
    if isinstance(each.declared, SipRule):
        for target in each.declared.target_applications:
            yield "sip_media_application", target.sip_media_application_id, target.aws_region
    if isinstance(each.declared, VoiceConnectorGroup):
        for member in each.declared.voice_connector_items or ():
            yield "voice_connector", member.voice_connector_id, each.region


def _named(items: Sequence[Item], estate: Estate) -> Iterator[Item]:
    known = {each.id: str(each.properties.get("Name") or "") for each in estate.resources}
    several = len({item.region for item in items}) > 1
    variables: dict[int, Sequence[str]] = {}
    ids: dict[Stack, dict[int, Sequence[str]]] = defaultdict(dict)
    for at, item in enumerate(items):
        word, short = names.plain(WORDS[item.module]), _short(item.ident)
        # What has no name of its own is called by what it is, and there is one of it, or by its id too.
        alone = item.module in _ALONE or known.get(_called_by(item))
        base = names.words(known.get(_called_by(item), ""), " ".join(word if alone else [*word, *short]))
        kind = base if base[-len(word) :] == word else [*base, *word]
        last = [*kind, short_hash(item.ident, 12)]
        own = kind if _called_by(item) != item.ident else base
        ids[item.stack][at] = [names.construct_id(each) for each in (own, kind, [*kind, *short], last)]
        if item.module in REFERRED_TO:
            region = names.plain(item.region) if several else []
            steps = (base, [*base, *region], kind, [*kind, *region], [*kind, *short], last)
            variables[at] = [names.variable(each) for each in steps]
    reserved = names.RESERVED | {item.stack.variable for item in items}
    chosen = names.chosen(variables, reserved)
    chosen_ids = {at: id_ for own in ids.values() for at, id_ in names.chosen(own, names.RESERVED_IDS).items()}
    for at, item in enumerate(items):
        yield dataclasses.replace(item, id=chosen_ids[at], variable=chosen.get(at, ""))


def _called_by(item: Item) -> str:
    """The id of what gives it its name: numbers that are carried have none."""
    carried = item.declared
    if isinstance(carried, PhoneNumberAssociation):
        return str(carried.voice_connector_id or carried.voice_connector_group_id)
    return item.ident


def _short(ident: str) -> list[str]:
    """Of an id as much as tells it from others: the digits of a number, the first part of a UUID."""
    return names.plain(ident)[:1] if not ident.startswith("numbers-of-") else names.plain(ident)[2:3]
