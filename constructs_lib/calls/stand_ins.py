"""Plausible values for what only a deployment knows: handlers get events as from the service, not placeholders."""

from __future__ import annotations

import dataclasses
import itertools
import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, cast

from constructs_lib.routing.model import Function, Origin, RoutingTable, Target

ACCOUNT = "123456789012"
CALLER = "+12065550199"
"""Who calls when nobody else is named; a number that is reserved for fiction, as the stand-ins are."""
T = TypeVar("T")
_ANY = re.compile(r"<[^<>]*>")
# Folders, where something is declared, and what could not be resolved: told in the words of the source.
_AS_THEY_ARE = {"code", "origin", "unresolved"}


def fill(table: RoutingTable) -> tuple[RoutingTable, dict[str, str]]:
    """The table as it could be once it is deployed, and what stands for which placeholder in it.

    Numbers become +1206555 01xx, in the order of the rules. The same placeholders in environment variables become the
    same values; of the other ones only the account's is known here.
    """
    made: dict[str, str] = {}
    numbers = _numbers({route.trigger.value for route in table.routes})
    hosts = (f"standin{number:015d}.voiceconnector.chime.aws" for number in itertools.count(1))
    for route in table.routes:
        if _ANY.search(route.trigger.value):
            made.setdefault(route.trigger.value, next(numbers if route.trigger.kind == "ToPhoneNumber" else hosts))
    for connector in table.connectors:
        if _ANY.search(connector.arn):
            made.setdefault(connector.arn, f"arn:aws:chime:us-east-1:{ACCOUNT}:vc/{_id(connector.arn)}")
    for target in _targets(table):
        if _ANY.search(target.application_id):
            made.setdefault(target.application_id, _id(target.application_id))
        if target.function:
            name = _ANY.search(target.function.name)
            if name:
                made.setdefault(name[0], _function_name(target.function.origin, name[0]))
    return _filled(table, made), made


def function_arn(function: Function) -> str:
    """What its ARN is, or could be."""
    return function.arn or f"arn:aws:lambda:{function.region}:{ACCOUNT}:function:{function.name}"


def _filled(table: RoutingTable, made: Mapping[str, str]) -> RoutingTable:
    swapped = _swapped(table, made)
    routes = [
        dataclasses.replace(
            route,
            targets=tuple(_complete(target) for target in route.targets),
            rule_id=route.rule_id or _id(f"rule {route.name}"),
        )
        for route in swapped.routes
    ]
    applications = tuple(_complete(target) for target in swapped.applications)
    return dataclasses.replace(swapped, routes=tuple(routes), applications=applications)


def _complete(target: Target) -> Target:
    function = target.function
    if function is None:
        return target
    return dataclasses.replace(target, function=dataclasses.replace(function, arn=function_arn(function)))


def _swapped(value: T, made: Mapping[str, str]) -> T:
    """The value with every placeholder in its texts replaced."""
    given: Any = value
    if isinstance(given, str):
        given = _ANY.sub(lambda found: made.get(found[0]) or _account(found[0]) or found[0], given)
    elif isinstance(given, tuple):
        given = tuple(_swapped(item, made) for item in given)
    elif dataclasses.is_dataclass(given) and not isinstance(given, type):
        fields = [field.name for field in dataclasses.fields(given) if field.name not in _AS_THEY_ARE]
        given = dataclasses.replace(given, **{name: _swapped(getattr(given, name), made) for name in fields})
    return cast(T, given)


def _account(placeholder: str) -> str | None:
    return ACCOUNT if placeholder.startswith("<AccountId of stack ") else None


def _targets(table: RoutingTable) -> Iterator[Target]:
    yield from table.applications
    for route in table.routes:
        yield from route.targets


def _numbers(taken: set[str]) -> Iterator[str]:
    for number in itertools.count(12065550100):
        if f"+{number}" not in taken | {CALLER}:
            yield f"+{number}"


def _id(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def _function_name(origin: Origin, placeholder: str) -> str:
    """As CloudFormation names it, without the random end."""
    name = f"{origin.stack}-{origin.logical_id}" if origin.logical_id else placeholder
    return re.sub(r"[^a-zA-Z0-9-_]+", "-", name).strip("-")[:64]
