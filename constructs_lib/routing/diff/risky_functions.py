"""Other code, settings or functions behind the same application. Values of environment variables are never told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

from constructs_lib.routing.diff.found import Found
from constructs_lib.routing.diff.model import FunctionChange, Subject
from constructs_lib.routing.diff.pairing import function_key
from constructs_lib.routing.model import Function, RoutingTable

_UNKNOWN = "not known"
_PERMISSION = "invoke permission"
_PERMIT = "let voiceconnector.chime.amazonaws.com invoke the function, or see that it still may"
_MAKE = "make the function again, or let the application invoke another"
_PLAY = "play calls through the new code before the deployment, with chime-voice call"


def function_risks(head: RoutingTable, changes: Sequence[FunctionChange]) -> Iterator[Found]:
    """One risk a function, with how many triggers it answers."""
    reached = _reached(head)
    for change in changes:
        differing = list(function_differences(change))
        if not differing:
            continue
        triggers = reached[function_key(change.after)]
        many = f"{triggers} trigger{'' if triggers == 1 else 's'}" if triggers else "no trigger"
        yield Found(
            id="handler-changed",
            subject=Subject(f"{change.after.name} in {change.after.region}", change.after.origin),
            what=f"changes: {', '.join(name for name, _, _ in differing)}. It answers {many}",
            before=", ".join(f"{name} {was}" for name, was, _ in differing),
            after=", ".join(f"{name} {becomes}" for name, _, becomes in differing),
            remedy=_remedy(change.after, [name for name, _, _ in differing]),
        )


def _remedy(after: Function, differing: Sequence[str]) -> str:
    if after.exists is False:
        return _MAKE
    return _PERMIT if list(differing) == [_PERMISSION] and not after.invoke_permission else _PLAY


def function_differences(change: FunctionChange) -> Iterator[tuple[str, str, str]]:
    """What differs, before and after, in words; nothing of what environment variables hold.

    What only one side can know, as an ARN before the first deployment, is no difference.
    """
    before, after = change.before, change.after
    other = function_key(before) != function_key(after)
    for name, was, becomes in (
        ("function" if other else "version or alias", before.name, after.name),
        (_PERMISSION, _known(before.invoke_permission), _known(after.invoke_permission)),
    ):
        if was != becomes:
            yield name, was, becomes
    for name, was, becomes in (
        ("entry", before.entry, after.entry),
        ("runtime", before.runtime, after.runtime),
        ("time limit", _seconds(before), _seconds(after)),
        ("ARN", before.arn, after.arn),
        ("account", before.account, after.account),
        ("code", before.code_version, after.code_version),
        ("exists", _known(before.exists), _known(after.exists)),
    ):
        if was != becomes and _UNKNOWN not in (was, becomes) and was and becomes:
            yield name, (was[:12] if name == "code" else was), (becomes[:12] if name == "code" else becomes)
    yield from _environment(dict(before.environment), dict(after.environment))


def _environment(before: dict[str, str], after: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            was = "set" if name in before else "not set"
            becomes = "not set" if name not in after else "set to another value" if name in before else "set"
            yield f"environment variable {name}", was, becomes


def _reached(table: RoutingTable) -> Counter[Hashable]:
    """Function -> how many routes lead to it."""
    return Counter(
        key
        for route in table.routes
        for key in {function_key(target.function) for target in route.targets if target.function}
    )


def _seconds(function: Function) -> str:
    return "" if function.timeout is None else f"{function.timeout} s"


def _known(answer: bool | None) -> str:
    return {True: "yes", False: "no", None: _UNKNOWN}[answer]
