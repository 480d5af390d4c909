"""Read an account's estate, with calls that change nothing."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any

from chime_voice.contract.registry import TYPES
from chime_voice.provider.client import VoiceApi
from chime_voice.provider.clock import Clock

from constructs_lib.estate import functions, shapes
from constructs_lib.estate.kinds import deriver, lister
from constructs_lib.estate.model import PENDING, Estate, Found, FoundFunction, Gap
from constructs_lib.estate.reading import Reading

Client = Callable[[str, str], Any]
"""A boto3 client by API and Region."""
Progress = Callable[[str], None]


@dataclasses.dataclass(frozen=True)
class _Part:
    """What one Region has."""

    found: tuple[Found, ...] = ()
    functions: tuple[FoundFunction, ...] = ()
    gaps: tuple[Gap, ...] = ()


def scan(
    client: Client,
    *,
    account: str,
    regions: Sequence[str],
    clock: Clock,
    progress: Progress = lambda _: None,
    before: Estate | None = None,
    keep: Callable[[Estate], None] = lambda _: None,
    at_once: int = 1,
    over: threading.Event | None = None,
) -> Estate:
    """Everything of the service that an account has.

    What the account refuses to say becomes a gap; nothing is guessed instead. The order of the result does not depend on
    which Region answers first.

    Args:
        client: makes the clients of `chime-sdk-voice` and `lambda`.
        account: whose it is, twelve digits.
        regions: whose endpoints are asked.
        clock: for waits where the service throttles, and for the date.
        progress: is told what is read next.
        before: a scan of the same account that was interrupted: its Regions are not asked again.
        keep: is given what is known so far whenever a Region is done, others being gaps.
        at_once: how many Regions are read at the same time.
        over: is set when the scan ends early, so that a clock that waits for it stops waiting.

    Raises:
        EstateError: the credentials have expired meanwhile.
    """
    over = over or threading.Event()
    scanned_at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(clock.now()))
    parts = _parts_of(before) if before else {}
    every = tuple(dict.fromkeys((*parts, *regions)))

    def so_far() -> Estate:
        return _together(account, scanned_at, every, parts)

    keep(so_far())
    todo = [region for region in every if region not in parts]
    clients = {region: client("chime-sdk-voice", region) for region in todo}
    with ThreadPoolExecutor(max_workers=max(1, at_once)) as pool:
        running = {
            pool.submit(_read, Reading(VoiceApi(clients[region], clock), region, over), client, progress): region
            for region in todo
        }
        try:
            for done in as_completed(running):
                parts[running[done]] = done.result()
                keep(so_far())
        except BaseException:
            over.set()
            pool.shutdown(cancel_futures=True)
            raise
    return so_far()


def pending(estate: Estate) -> tuple[str, ...]:
    """The Regions that an interrupted scan did not come to."""
    return tuple(gap.region for gap in estate.gaps if gap.operation == PENDING)


def _read(reading: Reading, client: Client, progress: Progress) -> _Part:
    region = reading.region
    found: list[Found] = []
    gaps: list[Gap] = []
    for type_name, contract in TYPES.items():
        find = lister(type_name)
        if find is None:
            continue
        progress(f"{region}: {contract.SPEC.label}s")
        for each in find(reading):
            problems = shapes.resource_problems(each)
            if problems:
                reason = f"{contract.SPEC.label} {each.id} is of a form that is not known here: {'; '.join(problems)}"
                gaps.append(Gap(region=region, operation="read", reason=reason))
            else:
                found.append(each)
    known, more = _functions(client, found, progress)
    return _Part(tuple(found), known, (*reading.gaps, *gaps, *more))


def _together(account: str, scanned_at: str, regions: Sequence[str], parts: dict[str, _Part]) -> Estate:
    done = [region for region in regions if region in parts]
    found = _once(each for region in done for each in parts[region].found)
    derived = (derive(found) for type_name in TYPES if (derive := deriver(type_name)))
    waiting = (
        Gap(region=region, operation=PENDING, reason="not looked at yet") for region in regions if region not in parts
    )
    return Estate(
        account=account,
        scanned_at=scanned_at,
        regions=tuple(done),
        resources=(*found, *(each for group in derived for each in group)),
        functions=tuple({each.arn: each for region in done for each in parts[region].functions}.values()),
        gaps=(*(gap for region in done for gap in parts[region].gaps), *waiting),
    )


def _parts_of(estate: Estate) -> dict[str, _Part]:
    """The Regions of an earlier scan; what was derived is derived again."""
    found = [each for each in estate.resources if deriver(each.type_name) is None]
    parts = {
        region: _Part(
            tuple(each for each in found if each.region == region),
            gaps=tuple(gap for gap in estate.gaps if gap.region == region and gap.operation != PENDING),
        )
        for region in estate.regions
    }
    if parts:
        # Which Region named a function does not matter: there is one list of them.
        first = next(iter(parts))
        parts[first] = dataclasses.replace(parts[first], functions=estate.functions)
    return parts


def _once(found: Iterable[Found]) -> tuple[Found, ...]:
    """Each resource once: whether one endpoint shows what another holds is not documented.

    It is taken from the endpoint of the Region that it says it is in, else from the first that shows it.
    """
    known: dict[tuple[str, str], Found] = {}
    for each in found:
        key = (each.type_name, each.id)
        if key not in known or (each.properties.get("AwsRegion") == each.region != known[key].region):
            known[key] = each
    return tuple(known.values())


def _functions(
    client: Client, found: Sequence[Found], progress: Progress
) -> tuple[tuple[FoundFunction, ...], tuple[Gap, ...]]:
    arns = dict.fromkeys(
        str(endpoint["LambdaArn"]) for each in found for endpoint in each.properties.get("Endpoints", ())
    )
    known: list[FoundFunction] = []
    gaps: dict[tuple[str, str], Gap] = {}
    for arn in arns:
        region = functions.region_of(arn)
        if not region:
            known.append(FoundFunction(arn=arn, exists=None))
            continue
        progress(f"{region}: function {arn.split(':', 6)[-1]}")
        function, more = functions.look_up(client("lambda", region), region, arn)
        known.append(function)
        gaps.update({(gap.region, gap.operation): gap for gap in more})
    return tuple(known), tuple(gaps.values())
