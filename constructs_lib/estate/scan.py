"""Read an account's estate, with calls that change nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from chime_voice.contract.registry import TYPES
from chime_voice.provider.client import VoiceApi
from chime_voice.provider.clock import Clock

from constructs_lib.estate import functions
from constructs_lib.estate.kinds import lister
from constructs_lib.estate.model import Estate, Found, FoundFunction, Gap
from constructs_lib.estate.reading import Reading

Client = Callable[[str, str], Any]
"""A boto3 client by API and Region."""
Progress = Callable[[str], None]


def scan(
    client: Client, *, account: str, regions: Sequence[str], clock: Clock, progress: Progress = lambda _: None
) -> Estate:
    """Everything of the service that an account has.

    What the account refuses to say becomes a gap; nothing is guessed instead.

    Args:
        client: makes the clients of `chime-sdk-voice` and `lambda`.
        account: whose it is, twelve digits.
        regions: whose endpoints are asked.
        clock: for waits where the service throttles, and for the date.
        progress: is told what is read next.
    """
    found: list[Found] = []
    gaps: list[Gap] = []
    for region in regions:
        reading = Reading(VoiceApi(client("chime-sdk-voice", region), clock), region)
        for type_name, contract in TYPES.items():
            find = lister(type_name)
            if find is not None:
                progress(f"{region}: {contract.SPEC.label}s")
                found += find(reading)
        gaps += reading.gaps
    known, more = _functions(client, found, progress)
    return Estate(
        account=account,
        scanned_at=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(clock.now())),
        regions=tuple(regions),
        resources=tuple(_once(found)),
        functions=known,
        gaps=(*gaps, *more),
    )


def _once(found: Iterable[Found]) -> Iterable[Found]:
    """Each resource at the first endpoint that shows it: whether one endpoint shows what another holds is not documented."""
    return {(each.type_name, each.id): each for each in reversed(list(found))}.values().__reversed__()


def _functions(
    client: Client, found: Sequence[Found], progress: Progress
) -> tuple[tuple[FoundFunction, ...], tuple[Gap, ...]]:
    arns = dict.fromkeys(
        str(endpoint["LambdaArn"]) for each in found for endpoint in each.properties.get("Endpoints", ())
    )
    known: list[FoundFunction] = []
    gaps: dict[tuple[str, str], Gap] = {}
    for arn in arns:
        region = arn.split(":")[3]
        progress(f"{region}: function {arn.split(':', 6)[-1]}")
        function, more = functions.look_up(client("lambda", region), region, arn)
        known.append(function)
        gaps.update({(gap.region, gap.operation): gap for gap in more})
    return tuple(known), tuple(gaps.values())
