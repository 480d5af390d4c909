"""The account itself, as far as an assembly is about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chime_voice.contract.checks import VOICE_REGIONS

from constructs_lib.assembly.declared import Declared
from constructs_lib.estate.errors import EstateError
from constructs_lib.estate.model import Estate


def regions_of(declared: Sequence[Declared]) -> tuple[str, ...]:
    """The Regions whose endpoints hold what is declared; all of the service where a template leaves that open.

    Raises:
        EstateError: nothing of the service is declared.
    """
    named = {each.endpoint for each in declared}
    if not named:
        raise EstateError("the assembly declares nothing of the service; give the one that was deployed")
    known = tuple(region for region in VOICE_REGIONS if region in named)
    return known if named <= set(VOICE_REGIONS) else VOICE_REGIONS


def look(declared: Sequence[Declared], profile: str | None, progress: Callable[[str], None]) -> Estate:
    """Read what the account has in those Regions, with calls that change nothing.

    Args:
        declared: says which Regions.
        profile: of the AWS configuration.
        progress: is told what is read next.

    Raises:
        EstateError: the account cannot be reached.
    """
    regions = regions_of(declared)
    from chime_voice.provider.clock import LambdaClock

    from constructs_lib.estate.account import connect
    from constructs_lib.estate.scan import scan

    account = connect(profile)
    return scan(
        account.client,
        account=account.id,
        regions=regions,
        clock=LambdaClock(lambda: 10**9),
        progress=progress,
        at_once=4,
    )
