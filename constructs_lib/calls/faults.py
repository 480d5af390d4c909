"""Functions that fail and Regions that are gone on request, to see who answers then."""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Literal, get_args

from chime_voice.contract.checks import VOICE_REGIONS

from constructs_lib.calls.errors import CallsError
from constructs_lib.pstn.invoking import Invoked, Invoker
from constructs_lib.routing.model import Function, RoutingTable

FaultKind = Literal["throttle", "error", "timeout", "gone"]
KINDS: tuple[FaultKind, ...] = get_args(FaultKind)
_FAULT = re.compile(rf"(?P<name>.+)=(?P<kind>{'|'.join(KINDS)})(@(?P<since>[1-9][0-9]{{0,8}}))?", re.DOTALL)
# What the service is told when Lambda does not even start a function.
_REFUSALS = {
    "throttle": "the function is throttled (TooManyRequestsException)",
    "gone": "there is no such function (ResourceNotFoundException)",
}


@dataclasses.dataclass(frozen=True)
class Fault:
    """How functions fail."""

    name: str
    """Of the functions: a logical id, a function's name, a construct path, or `*` for all."""
    kind: FaultKind
    """`throttle` and `gone`: Lambda does not start it. `error`: it is started and fails. `timeout`: it gives no answer."""
    since: int = 1
    """The invocation of each call from which on the function fails, counted for each function by itself, repeated ones
    included."""

    @classmethod
    def parse(cls, text: str) -> Fault:
        """A fault from `NAME=KIND` or `NAME=KIND@N`.

        Raises:
            CallsError: it is not of that form.
        """
        found = _FAULT.fullmatch(text)
        if found is None:
            raise CallsError(
                f"{text!r} is no fault: give LOGICAL_ID=KIND, where KIND is {', '.join(KINDS[:-1])} or {KINDS[-1]}, and "
                "behind it @N to fail from the Nth invocation of a call on"
            )
        return cls(found["name"], _KIND_OF[found["kind"]], int(found["since"] or 1))


class FaultyInvoker:
    """Makes functions fail before they reach another invoker. For one thread.

    Args:
        invoker: runs the functions that do not fail.
        faults: by the function's ARN; of several that are due, the first counts.
    """

    def __init__(self, invoker: Invoker, faults: Mapping[str, Sequence[Fault]]) -> None:
        self._invoker = invoker
        self._faults = faults
        self._invocations: collections.Counter[tuple[str, str]] = collections.Counter()

    def invoke(self, function: Function, event: dict[str, Any], *, time_limit: float) -> Invoked:
        """Run the function, unless it is to fail now."""
        key = (function.arn, str(event["CallDetails"]["TransactionId"]))
        self._invocations[key] += 1
        for fault in self._faults.get(function.arn, ()):
            if self._invocations[key] >= fault.since:
                return _failed(fault.kind, function, time_limit)
        return self._invoker.invoke(function, event, time_limit=time_limit)


def by_function(faults: Iterable[Fault], functions: Mapping[str, Sequence[Function]]) -> dict[str, list[Fault]]:
    """The faults of each function, by its ARN.

    Args:
        faults: of functions by any of their names.
        functions: by every name that they go by.

    Raises:
        CallsError: there is no function of such a name.
    """
    everyone = {function.arn: function for found in functions.values() for function in found}
    found: dict[str, list[Fault]] = {}
    problems = []
    for fault in faults:
        named = list(everyone.values()) if fault.name == "*" else functions.get(fault.name, ())
        if not named:
            known = ", ".join(sorted({_shown(function) for function in everyone.values()})) or "there are none"
            problems.append(f"there is no function {fault.name!r}; functions: {known}; * means all of them")
        for function in named:
            found.setdefault(function.arn, []).append(fault)
    if problems:
        raise CallsError(problems, what="the faults") if len(problems) > 1 else CallsError(problems)
    return found


def down_regions(regions: Collection[str], table: RoutingTable) -> frozenset[str]:
    """Regions that are pretended gone.

    Raises:
        CallsError: one is neither of the service nor of the table: a slip would leave everything as it is.
    """
    used = {target.region for target in table.applications}
    used |= {target.region for route in table.routes for target in route.targets}
    wrong = sorted(set(regions) - used - set(VOICE_REGIONS))
    if wrong:
        known = ", ".join(sorted(used)) or ", ".join(VOICE_REGIONS)
        raise CallsError(f"{', '.join(map(repr, wrong))} is no Region of these applications; there is: {known}")
    return frozenset(regions)


_KIND_OF: dict[str, FaultKind] = {kind: kind for kind in KINDS}


def _shown(function: Function) -> str:
    origin = function.origin
    if not origin.logical_id:
        return f"{function.name} in {function.region}"
    return f"{origin.logical_id} ({origin.construct_path or origin.stack})"


def _failed(kind: FaultKind, function: Function, time_limit: float) -> Invoked:
    if kind in _REFUSALS:
        return Invoked(kind="not_invokable", error=_REFUSALS[kind])
    if kind == "error":
        return Invoked(kind="function_error", error="the function is made to fail")
    if function.timeout is not None and function.timeout < time_limit:
        words = f"Task timed out after {function.timeout:.2f} seconds"
        return Invoked(kind="function_error", error=words, seconds=function.timeout)
    return Invoked(kind="timed_out", error=f"no answer within {time_limit:g} s", seconds=time_limit)
