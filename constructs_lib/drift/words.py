"""The words that the reports share."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.drift.model import Compared, Drift, Extra
from constructs_lib.drift.outlook import OUTLOOKS
from constructs_lib.routing.words import number_words

_WHOSE = {
    "left behind": "left behind by stacks of this assembly, which no longer declare them",
    "another stack": "of other stacks",
    "nobody": "made by hand or by another tool",
}
HOW_TO_PUT_RIGHT = (
    "A deployment whose template is the same changes nothing. To have the code win, change a property of the resource and "
    "deploy; to keep what the account has, write it into the code."
)
NOT_DEPLOYED = "What is missing may not be deployed yet: compare the assembly that was deployed last."


def summary(drift: Drift) -> str:
    """How much is as declared, and how much is not."""
    counts = [f"{len(drift.of('same')):,} of {number_words(len(drift.resources), 'resource')} as declared"]
    for verdict, word in (("differs", "different"), ("missing", "missing"), ("unknown", "not comparable")):
        if some := len(drift.of(verdict)):  # type: ignore[arg-type]
            counts.append(f"{some:,} {word}")
    return ", ".join(counts)


def heading(compared: Compared) -> str:
    """Which resource it is."""
    where = ", ".join(part for part in (compared.id, compared.region) if part)
    return f"{compared.label} {compared.name}" + (f" ({where})" if where else "")


def names_of(drift: Drift) -> dict[str, str]:
    """Id -> what the code calls it."""
    return {each.id: each.name for each in drift.resources if each.id}


def value(of: Any, names: Mapping[str, str]) -> str:
    """A value to read; what the code has a name for is called by that."""
    if of is None or of in ([], {}):
        return "nothing"
    if isinstance(of, list) and all(isinstance(each, dict) for each in of):
        return "; ".join(_members(each, names) for each in sorted(of, key=lambda each: str(each.get("Priority", ""))))
    if isinstance(of, str):
        return names.get(of, of)
    return json.dumps(of, sort_keys=True, ensure_ascii=False)


def _members(of: Mapping[str, Any], names: Mapping[str, str]) -> str:
    ranked = sorted(of.items(), key=lambda item: (item[0] != "Priority", item[0]))
    return ", ".join(f"{name} {value(member, names)}" for name, member in ranked)


def by_outlook(compared: Compared) -> Iterator[tuple[str, list[str]]]:
    """What the next deployments do, each with the properties that it is about; none for a resource that is missing."""
    groups: dict[str, list[str]] = {}
    for change in compared.changes:
        groups.setdefault(change.outlook, []).append(change.property)
    for outlook, properties in groups.items():
        yield OUTLOOKS[outlook], properties if len(groups) > 1 else []
    if compared.outlook:
        yield OUTLOOKS[compared.outlook], []


def extras(drift: Drift) -> Iterator[tuple[str, tuple[Extra, ...]]]:
    """What no code declares, by whose it is, with a count by type."""
    for whose, words in _WHOSE.items():
        some = tuple(each for each in drift.extras if each.whose == whose)
        if some:
            kinds = Counter(each.label for each in some)
            yield f"{words}: {', '.join(number_words(count, label) for label, count in kinds.items())}", some


def extra_line(extra: Extra) -> str:
    """One of them."""
    name = f" {extra.name}" if extra.name and extra.name != extra.id else ""
    return f"{extra.label} {extra.id}{name} ({extra.region})"


def not_comparable(drift: Drift) -> str:
    """What only the deployment knows; empty where there is nothing."""
    count = drift.not_comparable
    kinds = Counter(name for each in drift.resources for name in each.not_comparable)
    if not count:
        return ""
    told = ", ".join(f"{name} ({times:,})" if times > 1 else name for name, times in kinds.items())
    return f"not comparable from here: {told}"
