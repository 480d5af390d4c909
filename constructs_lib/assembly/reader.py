"""From a cloud assembly to its routing table."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

from chime_voice.contract.sip_media_application import SipMediaApplication
from chime_voice.contract.sip_rule import SipRule
from chime_voice.contract.sip_rule_set import SipRuleSet
from chime_voice.contract.voice_connector import VoiceConnector

from constructs_lib.assembly import manifest, nested, uses
from constructs_lib.assembly.applications import Applications
from constructs_lib.assembly.errors import AssemblyError
from constructs_lib.assembly.estate import Declaration, Properties
from constructs_lib.assembly.files import Folder
from constructs_lib.assembly.functions import Functions
from constructs_lib.assembly.kinds import KINDS
from constructs_lib.assembly.resolver import Resolver
from constructs_lib.assembly.stacks import Assembly, Place
from constructs_lib.routing.model import Connector, Route, RoutingTable, Trigger, TriggerKind

_KINDS: dict[str, TriggerKind] = {kind: kind for kind in get_args(TriggerKind)}


def read(path: str | Path) -> RoutingTable:
    """Read who answers which call, once a cloud assembly is deployed.

    Args:
        path: the folder that `cdk synth` writes, by default `cdk.out`.

    Raises:
        AssemblyError: there is no assembly, or one that cannot be read.
    """
    try:
        with _without_collection():
            return _table(nested.expand(manifest.load(Folder.of(path))))
    except RecursionError as error:
        raise AssemblyError(f"{path} holds a template that is nested too deeply to be read") from error


@contextlib.contextmanager
def _without_collection() -> Iterator[None]:
    """Read without the collector of circles, which would go over every part of a large template again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _table(assembly: Assembly) -> RoutingTable:
    resolver = Resolver(assembly)
    there = [place for place in assembly.places if place.type_name in KINDS and resolver.exists(place)]
    declarations = [Declaration(resolver, place) for place in there]
    functions, applications, properties = Functions(resolver), Applications(), Properties()
    for each in declarations:
        if isinstance(each.contract, SipMediaApplication):
            applications.add(each, each.contract, functions)
    routes = tuple(route for each in declarations for route in _routes(each, applications))
    unnamed = _unnamed(declarations, routes)
    in_use = uses.used(unnamed)
    acknowledged = (accepted for stack in assembly.stacks for accepted in stack.acknowledgements)
    unresolved = [*assembly.problems, *_unread(assembly), *(told for each in declarations for told in each.tell())]
    return RoutingTable(
        routes=routes,
        applications=applications.all,
        connectors=tuple(_connector(each) for each in declarations if each.kind.contract is VoiceConnector),
        resources=tuple(
            each.resource(properties, used=each.place in in_use if each.place in unnamed else None)
            for each in declarations
        ),
        acknowledgements=tuple(dict.fromkeys(acknowledged)),
        unresolved=tuple(dict.fromkeys(unresolved)),
    )


def _unnamed(declarations: Sequence[Declaration], routes: Sequence[Route]) -> frozenset[Place]:
    """The applications that no rule names, about which it is asked whether anything else does."""
    named = {target.origin for route in routes for target in route.targets}
    applications = (each.place for each in declarations if each.kind.contract is SipMediaApplication)
    return frozenset(place for place in applications if place.origin not in named)


def _unread(assembly: Assembly) -> Iterator[str]:
    for place in assembly.places:
        if place.type_name.startswith(("AWS::Chime::", "Custom::Chime")) and place.type_name not in KINDS:
            yield f"{place.label} is of type {place.type_name}, which is not read here"
    for stack in assembly.stacks:
        for name in stack.section("Resources"):
            if name.startswith("Fn::"):
                yield f"{name} in stack {stack.label} makes resources that are not read here"


def _connector(declaration: Declaration) -> Connector:
    return Connector(
        arn=declaration.attribute("VoiceConnectorArn"),
        host=declaration.identity,
        origin=declaration.place.origin,
    )


def _routes(declaration: Declaration, applications: Applications) -> Iterator[Route]:
    """The route of a rule, or those of a set of rules."""
    declared, contract = declaration.contract, declaration.kind.contract
    rules: tuple[SipRule, ...] = ()
    if isinstance(declared, SipRuleSet):
        rules = declared.rules()
    elif isinstance(declared, SipRule) and declared.trigger_type in _KINDS:
        rules = (declared,)
    elif contract in {SipRule, SipRuleSet}:
        if isinstance(declared, SipRule):
            declaration.problems.append(f"{declared.trigger_type!r} is no trigger of a SIP rule")
        declaration.problems.append("this rule is left out" if contract is SipRule else "these rules are left out")
    for rule in rules:
        chain = applications.chain(rule.target_applications)
        declaration.problems += chain.problems
        yield Route(
            name=str(rule.name or declaration.place.label),
            trigger=Trigger(kind=_KINDS[rule.trigger_type], value=str(rule.trigger_value)),
            targets=chain.targets,
            enabled=not rule.disabled,
            home_region=str(rule.home_region),
            rule_id=str(rule.adopt_id or ""),
            origin=declaration.place.origin,
        )
