"""The applications of an assembly, and the chains of them that rules name."""

from __future__ import annotations

import dataclasses

from chime_voice.contract.sip_media_application import SipMediaApplication
from chime_voice.contract.sip_rule import TargetApplication

from constructs_lib.assembly.estate import Declaration
from constructs_lib.assembly.functions import Functions
from constructs_lib.assembly.stacks import Place
from constructs_lib.assembly.values import source_of
from constructs_lib.routing.model import Target


@dataclasses.dataclass(frozen=True)
class Chain:
    """The targets of a rule, lowest priority number first, those of one priority as they are declared."""

    targets: tuple[Target, ...]
    problems: tuple[str, ...]


class Applications:
    """All applications, by the resource that declares them and by their id and Region."""

    def __init__(self) -> None:
        self._declared: dict[Place, Target] = {}
        self._by_id: dict[tuple[str, str], Target] = {}
        self._chains: dict[tuple[tuple[Place | None, TargetApplication], ...], Chain] = {}

    @property
    def all(self) -> tuple[Target, ...]:
        """Every application, as for outbound calls."""
        return tuple(self._declared.values())

    def add(self, declaration: Declaration, declared: SipMediaApplication, functions: Functions) -> None:
        """Read an application and the function behind it."""
        place, function = declaration.place, None
        for endpoint in declared.endpoints:
            function = functions.read(place.stack, endpoint.lambda_arn, declaration.problems)
        target = Target(
            priority=0,
            region=str(declared.aws_region),
            application_id=declaration.identity,
            application_name=str(declared.name or place.label),
            function=function,
            origin=place.origin,
        )
        self._declared[place] = target
        self._by_id.setdefault((target.application_id, target.region), target)

    def chain(self, declared: tuple[TargetApplication, ...]) -> Chain:
        """The applications that a rule names. Thousands of rules may name the same: they are looked up once."""
        key = tuple((source_of(each.sip_media_application_id), each) for each in declared)
        if key not in self._chains:
            problems: list[str] = []
            targets = sorted((self._target(each, problems) for each in declared), key=lambda target: target.priority)
            self._chains[key] = Chain(tuple(targets), tuple(problems))
        return self._chains[key]

    def _target(self, declared: TargetApplication, problems: list[str]) -> Target:
        wanted, region = str(declared.sip_media_application_id), str(declared.aws_region)
        source = source_of(declared.sip_media_application_id)
        application = self._by_id.get((wanted, region)) if source is None else self._declared.get(source)
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
