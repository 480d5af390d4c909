"""An estate in a few lines, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chime_voice.contract.registry import TYPES

from constructs_lib.estate.model import Estate, Found
from constructs_lib.routing.words import number_words, visible


def render(estate: Estate) -> str:
    """What there is, by Region."""
    return "".join(f"{visible(line)}\n" for line in _lines(estate))


def _lines(estate: Estate) -> Iterator[str]:
    yield f"account {estate.account}, scanned at {estate.scanned_at}"
    having = {region: [each for each in estate.resources if each.region == region] for region in estate.regions}
    width = max((len(region) for region, found in having.items() if found), default=0)
    for region, found in having.items():
        if found:
            yield f"  {region:{width}}  {', '.join(_counts(found))}"
    empty = [region for region, found in having.items() if not found]
    if empty:
        yield f"  nothing in {', '.join(empty)}"
    queue = [each for each in estate.resources if "DeletionTimestamp" in each.facts]
    for each in queue:
        yield f"  {each.id} is in the deletion queue since {each.facts['DeletionTimestamp']}"
    for each in estate.resources:
        users = each.facts.get("TerminationUsernames")
        if users:
            yield f"  {each.attributes.get('OutboundHostName') or each.id} has {number_words(len(users), 'user')}"


def _counts(found: Sequence[Found]) -> Iterator[str]:
    for type_name, contract in TYPES.items():
        count = sum(each.type_name == type_name for each in found)
        if count:
            yield number_words(count, contract.SPEC.label)
