"""What can be called: a cloud assembly, a handler's file, or a function of this process."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import chime_voice
from chime_voice.contract.checks import CONNECTOR_HOST, E164

from constructs_lib import assembly, reading
from constructs_lib.calls.errors import CallsError
from constructs_lib.calls.stand_ins import fill
from constructs_lib.handler_plan import HandlerPlan, variables
from constructs_lib.pstn.invoking import Handler
from constructs_lib.routing.model import Function, Route, RoutingTable, Target, Trigger, TriggerKind
from constructs_lib.workers import handler_file

NUMBER = "+12065550100"
"""What a handler without an assembly is called at when nobody says a number."""
REGION = "us-east-1"
_FILE = re.compile(r".+\.(py|js|mjs|cjs|ts|mts|cts)(:[^:/]*)?", re.DOTALL)
_LABEL = re.compile(r"<(?:number|host of) (?P<label>[^,<>]+)")
_FORMS: dict[TriggerKind, str] = {"ToPhoneNumber": E164, "RequestUriHostname": CONNECTOR_HOST}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Source:
    """Who answers which call, with values where the source has placeholders."""

    table: RoutingTable
    stand_ins: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """The value that each placeholder has here."""
    handlers: Mapping[str, Handler] | None = None
    """Functions of this process, by ARN; None when functions run in processes of their own."""
    any_trigger: bool = False
    """Whether there is no plan: the one function answers whatever is called."""

    @classmethod
    def of_table(cls, table: RoutingTable) -> Source:
        """A routing table of any source."""
        filled, stand_ins = fill(table)
        return cls(table=filled, stand_ins=stand_ins)

    @classmethod
    def of_function(cls, function: Function, handler: Handler | None = None) -> Source:
        """One function with no plan around: one application, and one rule for whatever is called.

        Args:
            function: where it is, or what it is called.
            handler: the function itself, if it is one of this process.
        """
        target = Target(
            priority=1,
            region=function.region,
            application_id="<application>",
            application_name=function.name,
            function=function,
        )
        trigger = Trigger(kind="ToPhoneNumber", value=NUMBER)
        route = Route(name=function.name, trigger=trigger, targets=(target,), home_region=function.region)
        table, _ = fill(RoutingTable(routes=(route,), applications=(dataclasses.replace(target, priority=0),)))
        known = table.applications[0].function
        return cls(table=table, handlers={known.arn: handler} if handler and known else None, any_trigger=True)

    def answered_by(self, function: Function) -> Source:
        """The same with other code in all functions, which keep their names and places.

        Args:
            function: whose code.
        """

        def filled(target: Target) -> Target:
            if target.function is None:
                return target
            code, entry, runtime = function.code, function.entry, function.runtime
            other = dataclasses.replace(target.function, code=code, entry=entry, runtime=runtime)
            return dataclasses.replace(target, function=other)

        routes = (dataclasses.replace(each, targets=tuple(map(filled, each.targets))) for each in self.table.routes)
        applications = tuple(map(filled, self.table.applications))
        return dataclasses.replace(
            self, table=dataclasses.replace(self.table, routes=tuple(routes), applications=applications)
        )

    @property
    def functions(self) -> tuple[Function, ...]:
        """All functions, in the order of the applications."""
        targets = [*self.table.applications, *(target for route in self.table.routes for target in route.targets)]
        return tuple({target.function.arn: target.function for target in targets if target.function}.values())

    def functions_by_name(self) -> dict[str, list[Function]]:
        """The functions by logical id, name, placeholder and construct path."""
        found: dict[str, list[Function]] = {}
        placeholders = {value: placeholder for placeholder, value in self.stand_ins.items()}
        for function in self.functions:
            for name in names_of_function(function) | {placeholders.get(function.name, "")} - {""}:
                found.setdefault(name, []).append(function)
        return found

    def called(self, *, to: str | None = None, host: str | None = None) -> tuple[Source, Trigger]:
        """What is called, and the source that it is called in.

        Args:
            to: a number in E.164, or any name of a number that only the deployment will know: its placeholder, its
                construct path or the end of it, or the name, path or logical id of its rule.
            host: a Voice Connector's host name, or such a name of one.

        Raises:
            CallsError: neither is given and there are several triggers, or the name is none of a trigger.
        """
        given = [
            (kind, name) for kind, name in (("ToPhoneNumber", to), ("RequestUriHostname", host)) if name is not None
        ]
        if len(given) > 1:
            raise CallsError("give a number or a host to call, not both")
        if not given:
            return self, self._only_trigger()
        kind: TriggerKind = "ToPhoneNumber" if to is not None else "RequestUriHostname"
        name = given[0][1]
        if self.any_trigger and re.fullmatch(_FORMS[kind], name):
            return self._for(Trigger(kind=kind, value=name))
        return self, self._named(kind, name)

    def application(self, name: str | None = None) -> Target:
        """An application by its id, name, construct path or logical id; without one, the only application.

        Raises:
            CallsError: there is none, or more than one.
        """
        if name is None and len(self.table.applications) == 1:
            return self.table.applications[0]
        found = [each for each in self.table.applications if name in self._application_names(each)]
        if len(found) == 1:
            return found[0]
        known = "; ".join(f"{each.application_name} in {each.region}" for each in self.table.applications) or "none"
        if name is None:
            raise CallsError(f"say which SIP media application places the call; there is: {known}")
        if not found:
            raise CallsError(f"there is no SIP media application {name!r}; there is: {known}")
        paths = ", ".join(each.origin.construct_path or each.application_id for each in found)
        raise CallsError(f"{name!r} names {len(found)} SIP media applications: say which by construct path ({paths})")

    def triggers(self) -> str:
        """What can be called, in words."""
        return "; ".join(self._shown(route) for route in self.table.routes) or "no rule at all"

    def placeholder(self, value: str) -> str:
        """What a value stands for here; empty if it stands for itself."""
        return next((placeholder for placeholder, other in self.stand_ins.items() if other == value), "")

    def _only_trigger(self) -> Trigger:
        if len(self.table.routes) != 1:
            raise CallsError(f"say what to call, a number or a host; there is: {self.triggers()}")
        return self.table.routes[0].trigger

    def _named(self, kind: TriggerKind, name: str) -> Trigger:
        routes = [route for route in self.table.routes if route.trigger.kind == kind and name in self._names(route)]
        triggers = {route.trigger for route in routes}
        if len(triggers) == 1:
            return triggers.pop()
        if triggers:
            which = "; ".join(self._shown(route) for route in routes)
            raise CallsError(f"{name!r} names more than one: {which}")
        if re.fullmatch(_FORMS[kind], name):
            # The service has nobody to give the call to: that is for the call to show.
            return Trigger(kind=kind, value=name)
        what = "a number in E.164 such as +12065550100" if kind == "ToPhoneNumber" else "a Voice Connector's host name"
        raise CallsError(f"{name!r} is neither {what} nor the name of one; there is: {self.triggers()}")

    def _for(self, trigger: Trigger) -> tuple[Source, Trigger]:
        (route,) = self.table.routes
        table = dataclasses.replace(self.table, routes=(dataclasses.replace(route, trigger=trigger),))
        return dataclasses.replace(self, table=table), trigger

    def _names(self, route: Route) -> set[str]:
        return {route.trigger.value} | names_of(route, self.placeholder(route.trigger.value))

    def _application_names(self, target: Target) -> set[str]:
        origin = target.origin
        path = origin.construct_path.removesuffix("/Resource")
        return {target.application_id, target.application_name, origin.logical_id, path} - {""}

    def _shown(self, route: Route) -> str:
        placeholder = self.placeholder(route.trigger.value)
        shown = f"{placeholder} ({route.trigger.value} here)" if placeholder else route.trigger.value
        return shown if route.enabled else f"{shown}, whose rule is disabled"


def names_of(route: Route, trigger: str) -> set[str]:
    """What a route may be called by, beside the value that its trigger has in a call.

    Args:
        route: the route.
        trigger: its trigger as the source has it, a placeholder mostly.
    """
    label = _LABEL.match(trigger)
    names = {trigger, trigger.strip("<>"), route.name, route.origin.logical_id}
    for path in (label["label"] if label else "", route.origin.construct_path.removesuffix("/Resource")):
        parts = path.split("/")
        names |= {"/".join(parts[at:]) for at in range(len(parts))}
    return names - {""}


def names_of_function(function: Function) -> set[str]:
    """What a function may be called by: its name, logical id and construct path."""
    path = function.origin.construct_path.removesuffix("/Resource")
    return {function.name, function.origin.logical_id, path, f"{path}/Resource"} - {"", "/Resource"}


def table_of(what: Any) -> RoutingTable | None:
    """The routing table of whatever has one, with its placeholders as they are; None if it has none.

    Args:
        what: a CDK app, or a stage or stack in one; what its `synth()` answers; a folder that `cdk synth` wrote; the file
            of an account's estate; a `RoutingTable`.

    Raises:
        SourceError: the folder holds no assembly that can be read, or the file no estate.
    """
    if isinstance(what, RoutingTable):
        return what
    if isinstance(what, str | Path):
        return reading.read(what)
    # Of the CDK, which is not imported here.
    app: Any = what if hasattr(what, "synth") else getattr(getattr(what, "node", None), "root", None)
    directory = getattr(app.synth() if hasattr(app, "synth") else what, "directory", None)
    return assembly.read(directory) if isinstance(directory, str) else None


def of(what: Any, *, region: str = REGION) -> Source:
    """Whatever can be called, as a source.

    Args:
        what: whatever has a routing table, see `table_of`; a plan from `CallHandler.template` or `from_folder`; a handler's
            file as `path/to/file.py:function`; a Python function `handler(event, context)`; a `Source`.
        region: where a handler without an assembly is said to run.

    Raises:
        SourceError: the folder holds no assembly that can be read, or the file no estate.
        WorkersError: the handler's file cannot be used.
        CallsError: it is nothing that can be called.
    """
    if isinstance(what, Source):
        return what
    if isinstance(what, HandlerPlan):
        return Source.of_function(_planned(what, region))
    if isinstance(what, str | Path) and _FILE.fullmatch(str(what)) and not Path(what).is_dir():
        return Source.of_function(handler_file.function(str(what), region=region))
    table = table_of(what)
    if table is not None:
        return Source.of_table(table)
    if callable(what):
        name = getattr(what, "__name__", type(what).__name__)
        return Source.of_function(Function(name=name, region=region, entry=name), what)
    raise CallsError(
        f"{what!r} cannot be called: give a CDK app, a cdk.out folder, a handler's file as path/to/file.py:function, a "
        "handler's plan, a Python function or a routing table"
    )


def _planned(plan: HandlerPlan, region: str) -> Function:
    """The function that a plan becomes, with the code that will be uploaded."""
    deployed = sorted(name for name, value in plan.parameters.items() if not _is_known_here(value))
    if deployed:
        raise CallsError(
            f"{', '.join(deployed)} of the plan will be known only to its app: call the app, or plan with texts here"
        )
    return Function(
        name=plan.template or Path(plan.folder or "").name,
        region=region,
        code=str(plan.folder or Path(chime_voice.__file__).parent.parent),
        entry=plan.entry,
        runtime="python",
        timeout=plan.timeout,
        environment=tuple({**variables(plan.parameters), **plan.environment}.items()),
    )


def _is_known_here(value: object) -> bool:
    """Whether it is neither a construct nor a text with a CDK token in it."""
    return isinstance(value, str | int | Mapping | Sequence) and "Token[" not in repr(value)
