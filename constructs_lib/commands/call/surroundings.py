"""What is around a call: the terminal, the local cloud if one runs, what handlers log, and patience."""

from __future__ import annotations

import contextlib
import dataclasses
import sys
import threading
from collections.abc import Callable, Iterable, Iterator

from constructs_lib.calls.sources import Source
from constructs_lib.routing.model import Function
from constructs_lib.routing.words import visible

PATIENCE = 2.0
"""Seconds after which somebody who waits is told that something goes on."""


def has_a_terminal() -> bool:
    """Whether somebody can read, and answer."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def local_cloud() -> str | None:
    """The endpoint of the local cloud that runs in the background, if one does."""
    try:
        from constructs_lib.local import running
    except ImportError:  # without the extra there is none
        return None
    found = running.find()
    if found is None:
        return None
    _note(f"the functions' AWS calls go to the local cloud at {found.url}")
    return found.url


def as_deployed(source: Source, url: str) -> Source:
    """The source with what only a deployment knows of its functions' variables, where it is deployed to the local cloud."""
    from constructs_lib.local import deployed

    completed = dataclasses.replace(source, table=deployed.completed(source.table, url))
    before = {variable for function in source.functions for variable in function.environment}
    found = {
        name for function in completed.functions for name, value in function.environment if (name, value) not in before
    }
    if found:
        _note(f"{', '.join(sorted(found))}: as deployed there")
    return completed


def tell_idle(down: Iterable[str], source: Source) -> None:
    """Say which Regions that are down have no effect."""
    used = {target.region for target in source.table.applications}
    used |= {target.region for route in source.table.routes for target in route.targets}
    for region in down:
        if region not in used:
            _note(f"--down {region} changes nothing: the applications are in {', '.join(sorted(used)) or 'no Region'}")


def tell_stand_in(value: str, source: Source, hide: Callable[[str], str]) -> None:
    """Say what the called number, or host, stands for."""
    placeholder = source.placeholder(value)
    if placeholder:
        _note(f"{placeholder} is {hide(value)} here")


def log_to_stderr(hide: Callable[[str], str]) -> Callable[[Function, str], None]:
    """Shows what handlers write to their logs.

    Args:
        hide: what is shown of a line.
    """

    def log(function: Function, text: str) -> None:
        for line in text.splitlines():
            print(f"  {visible(function.name)} | {visible(hide(line))}", file=sys.stderr)

    return log


@contextlib.contextmanager
def patience() -> Iterator[None]:
    """Say after a while that something goes on."""
    timer = threading.Timer(PATIENCE, _note, ("the functions are being started and run ...",))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _note(text: str) -> None:
    print(f"chime-voice call: {visible(text)}", file=sys.stderr, flush=True)
