"""From a cloud assembly to its routing table."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import get_args

from chime_voice.contract.sip_media_application import SipMediaApplication
from chime_voice.contract.sip_rule import SipRule, TargetApplication
from chime_voice.contract.voice_connector import VoiceConnector

from constructs_lib.assembly import manifest, nested
from constructs_lib.assembly.errors import AssemblyError
from constructs_lib.assembly.estate import Declaration
from constructs_lib.assembly.files import Folder
from constructs_lib.assembly.functions import Functions
from constructs_lib.assembly.kinds import KINDS
from constructs_lib.assembly.resolver import Resolver
from constructs_lib.assembly.stacks import Assembly, Place
from constructs_lib.assembly.values import source_of
from constructs_lib.routing.model import Connector, Route, RoutingTable, Target, Trigger, TriggerKind

_KINDS: dict[str, TriggerKind] = {kind: kind for kind in get_args(TriggerKind)}


def read(path: str | Path) -> RoutingTable:
    """Read who answers which call, once a cloud assembly is deployed.

    Args:
        path: the folder that `cdk synth` writes, by default `cdk.out`.

    Raises:
        AssemblyError: there is no assembly, or one that cannot be read.
    """
    try:
        return _Reader(nested.expand(manifest.load(Folder.of(path)))).table()
    except RecursionError as error:
        raise AssemblyError(f"{path} holds a template that is nested too deeply to be read") from error


class _Reader:
    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._resolver = Resolver(assembly)
        self._functions = Functions(self._resolver)
        self._applications: dict[Place, Target] = {}
        self._adopted: dict[tuple[str, str], Target] = {}

    def table(self) -> RoutingTable:
        there = [place for place in self._assembly.places if place.type_name in KINDS and self._resolver.exists(place)]
        declarations = [Declaration(self._resolver, place) for place in there]
        for declaration in declarations:
            if isinstance(declaration.contract, SipMediaApplication):
                self._read_application(declaration, declaration.contract)
        rules = [declaration for declaration in declarations if declaration.kind.contract is SipRule]
        routes = [self._route(declaration) for declaration in rules]
        unresolved = [*self._assembly.problems, *self._unread()]
        return RoutingTable(
            routes=tuple(route for route in routes if route),
            applications=tuple(self._applications.values()),
            connectors=tuple(
                Connector(
                    arn=declaration.attribute("VoiceConnectorArn"),
                    host=declaration.identity,
                    origin=declaration.place.origin,
                )
                for declaration in declarations
                if declaration.kind.contract is VoiceConnector
            ),
            resources=tuple(declaration.resource() for declaration in declarations),
            acknowledgements=tuple(
                dict.fromkeys(accepted for stack in self._assembly.stacks for accepted in stack.acknowledgements)
            ),
            unresolved=tuple(dict.fromkeys([*unresolved, *(told for each in declarations for told in each.tell())])),
        )

    def _unread(self) -> list[str]:
        told = [
            f"{place.label} is of type {place.type_name}, which is not read here"
            for place in self._assembly.places
            if place.type_name.startswith(("AWS::Chime::", "Custom::Chime")) and place.type_name not in KINDS
        ]
        for stack in self._assembly.stacks:
            made = [name for name in stack.section("Resources") if name.startswith("Fn::")]
            told += [f"{name} in stack {stack.label} makes resources that are not read here" for name in made]
        return told

    def _read_application(self, declaration: Declaration, declared: SipMediaApplication) -> None:
        place, function = declaration.place, None
        for endpoint in declared.endpoints:
            function = self._functions.read(place.stack, endpoint.lambda_arn, declaration.problems)
        target = Target(
            priority=0,
            region=str(declared.aws_region),
            application_id=declaration.identity,
            application_name=str(declared.name or place.label),
            function=function,
            origin=place.origin,
        )
        self._applications[place] = target
        self._adopted.setdefault((target.application_id, target.region), target)

    def _route(self, declaration: Declaration) -> Route | None:
        declared, problems = declaration.contract, declaration.problems
        if isinstance(declared, SipRule) and declared.trigger_type in _KINDS:
            return Route(
                name=str(declared.name or declaration.place.label),
                trigger=Trigger(kind=_KINDS[declared.trigger_type], value=str(declared.trigger_value)),
                targets=self._targets(declared, problems),
                enabled=not declared.disabled,
                home_region=str(declared.home_region),
                rule_id=str(declared.adopt_id or ""),
                origin=declaration.place.origin,
            )
        if isinstance(declared, SipRule):
            problems.append(f"{declared.trigger_type!r} is no trigger of a SIP rule")
        problems.append("this rule is left out")
        return None

    def _targets(self, declared: SipRule, problems: list[str]) -> tuple[Target, ...]:
        """The applications by priority; those of one priority as they are declared."""
        targets = [self._target(target, problems) for target in declared.target_applications]
        return tuple(sorted(targets, key=lambda target: target.priority))

    def _target(self, declared: TargetApplication, problems: list[str]) -> Target:
        wanted, region = str(declared.sip_media_application_id), str(declared.aws_region)
        source = source_of(declared.sip_media_application_id)
        application = self._adopted.get((wanted, region)) if source is None else self._applications.get(source)
        if application is None:
            problems.append(
                f"application {wanted} in {region} is not among the applications read here; which function it invokes is "
                "not known"
            )
            return Target(
                priority=declared.priority,
                region=region,
                application_id=wanted,
                application_name=wanted,
                function=None,
            )
        if application.region != region:
            problems.append(
                f"the rule says that application {application.application_name} is in {region}, but it is declared in "
                f"{application.region}"
            )
        if application.application_id != wanted:
            problems.append(
                f"the rule names {wanted}, which is not the id of application {application.application_name}: that is "
                f"{application.application_id}"
            )
        return dataclasses.replace(application, priority=declared.priority, region=region)
