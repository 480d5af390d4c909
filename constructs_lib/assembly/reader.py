"""From a cloud assembly to its routing table."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from chime_voice.contract.registry import TYPES
from chime_voice.contract.sip_media_application import SipMediaApplication
from chime_voice.contract.sip_rule import SipRule
from chime_voice.contract.voice_connector import VoiceConnector

from constructs_lib.assembly import estate, manifest, resources
from constructs_lib.assembly.errors import AssemblyError
from constructs_lib.assembly.files import Folder
from constructs_lib.assembly.functions import Functions, origin_of
from constructs_lib.assembly.manifest import Stack
from constructs_lib.assembly.references import Resolver, present
from constructs_lib.assembly.values import Place, places
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
        return _Reader(manifest.load(Folder.of(path))).table()
    except RecursionError as error:
        raise AssemblyError(f"{path} holds a template that is nested too deeply to be read") from error


class _Reader:
    def __init__(self, stacks: Sequence[Stack]) -> None:
        self._stacks = stacks
        self._resolver = Resolver(stacks)
        self._functions = Functions(self._resolver, stacks)
        self._unresolved: list[str] = []
        self._applications: dict[Place, Target] = {}

    def table(self) -> RoutingTable:
        everything = list(places(self._stacks))
        for place in everything:
            self._tell_unread(place)
        for place in everything:
            if place.type_name == SipMediaApplication.SPEC.type_name:
                self._read_application(place)
        routes = [self._route(place) for place in everything if place.type_name == SipRule.SPEC.type_name]
        return RoutingTable(
            routes=tuple(route for route in routes if route),
            applications=tuple(self._applications.values()),
            connectors=tuple(
                self._connector(place) for place in everything if place.type_name == VoiceConnector.SPEC.type_name
            ),
            resources=tuple(estate.resource(self._resolver, place) for place in everything if place.type_name in TYPES),
            unresolved=tuple(dict.fromkeys(self._unresolved)),
        )

    def _tell_unread(self, place: Place) -> None:
        name = place.type_name
        if name.startswith(("AWS::Chime::", "Custom::Chime")) and name not in TYPES:
            self._unresolved.append(f"{place.label} is of type {name}, which is not read here")
        elif name == "AWS::CloudFormation::Stack":
            self._unresolved.append(f"{place.label} is a nested stack; what it declares is not read here")
        if name in TYPES and "Condition" in place.declaration:
            self._unresolved.append(f"{place.label} is declared under a condition; it is read as if that held")

    def _tell(self, place: Place, problems: Sequence[str]) -> None:
        self._unresolved += [f"{place.label}: {problem}" for problem in problems]

    def _read_application(self, place: Place) -> None:
        problems: list[str] = []
        declared = resources.declared(self._resolver, place, problems)
        if isinstance(declared, SipMediaApplication):
            function = None
            for endpoint in present(place.properties.get("Endpoints")):
                # Once more, but from the expression: it leads to the declaration of the function.
                function = self._functions.read(place.stack, endpoint.get("LambdaArn"), problems)
            self._applications[place] = Target(
                priority=0,
                region=declared.aws_region,
                application_id=resources.attribute(self._resolver, place, "Ref").text,
                application_name=declared.name or place.label,
                function=function,
                origin=origin_of(place),
            )
        self._tell(place, list(dict.fromkeys(problems)))

    def _connector(self, place: Place) -> Connector:
        return Connector(
            arn=resources.attribute(self._resolver, place, "VoiceConnectorArn").text,
            host=resources.attribute(self._resolver, place, "OutboundHostName").text,
        )

    def _route(self, place: Place) -> Route | None:
        problems: list[str] = []
        declared = resources.declared(self._resolver, place, problems)
        route = None
        if isinstance(declared, SipRule) and declared.trigger_type not in _KINDS:
            problems.append(f"{declared.trigger_type!r} is no trigger of a SIP rule")
        elif isinstance(declared, SipRule):
            route = Route(
                name=declared.name or place.label,
                trigger=Trigger(kind=_KINDS[declared.trigger_type], value=declared.trigger_value),
                targets=self._targets(place, declared, problems),
                enabled=not declared.disabled,
                home_region=declared.home_region,
                rule_id=declared.adopt_id or "",
                origin=origin_of(place),
            )
        if route is None:
            problems.append("this rule is left out")
        self._tell(place, list(dict.fromkeys(problems)))
        return route

    def _targets(self, place: Place, declared: SipRule, problems: list[str]) -> tuple[Target, ...]:
        """The applications by priority; those of one priority as they are declared."""
        expressions = present(place.properties["TargetApplications"])
        targets = []
        for target, expression in zip(declared.target_applications, expressions, strict=True):
            source = self._resolver.value(place.stack, expression["SipMediaApplicationId"]).place
            application = self._application(source, target.sip_media_application_id, target.aws_region)
            if application is None:
                problems.append(
                    f"application {target.sip_media_application_id} in {target.aws_region} is not among the "
                    "applications read here; which function it invokes is not known"
                )
                application = Target(
                    priority=0,
                    region=target.aws_region,
                    application_id=target.sip_media_application_id,
                    application_name=target.sip_media_application_id,
                    function=None,
                )
            elif application.region != target.aws_region:
                problems.append(
                    f"the rule says that application {application.application_name} is in {target.aws_region}, but it "
                    f"is declared in {application.region}"
                )
            targets.append(dataclasses.replace(application, priority=target.priority, region=target.aws_region))
        return tuple(sorted(targets, key=lambda target: target.priority))

    def _application(self, source: Place | None, application_id: str, region: str) -> Target | None:
        if source is not None:
            return self._applications.get(source)
        adopted = (each for each in self._applications.values() if each.application_id == application_id)
        return next((each for each in adopted if each.region == region), None)
