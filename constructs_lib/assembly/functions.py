"""Lambda functions behind applications: their code in the assembly, aliases and versions, who may invoke them.

Facts: https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html (qualified ARNs);
https://docs.aws.amazon.com/chime-sdk/latest/dg/route-calls-events-cli.html (the service's principal).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from constructs_lib.assembly.manifest import Stack
from constructs_lib.assembly.references import Resolver
from constructs_lib.assembly.resources import FUNCTION
from constructs_lib.assembly.values import Place, Value, places
from constructs_lib.routing.model import Function, Origin

_VERSION = "AWS::Lambda::Version"
_ALIAS = "AWS::Lambda::Alias"
_PERMISSION = "AWS::Lambda::Permission"
_SERVICE = "voiceconnector.chime.amazonaws.com"
_DEFAULT_TIMEOUT = 3  # Lambda's own, https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html


@dataclasses.dataclass(frozen=True)
class _Found:
    """A function, version or alias that an expression names."""

    place: Place | None
    """The function's declaration; None when the assembly has none."""
    name: str
    region: str
    qualifier: str = ""
    arn: str = ""
    current: bool = True
    """Whether the code that runs is the one in this assembly."""


class Functions:
    """All functions of an assembly, and the permissions to invoke them."""

    def __init__(self, resolver: Resolver, stacks: Sequence[Stack]) -> None:
        self._resolver = resolver
        everything = list(places(stacks))
        self._named = [(place, self._name_of(place)) for place in everything if place.type_name == FUNCTION]
        self._permissions = list(self._granted(everything))

    def read(self, stack: Stack, expression: Any, problems: list[str]) -> Function | None:
        """The function that an ARN in a template names; None, with a problem, when it names none."""
        value = self._resolver.value(stack, expression)
        problems += value.problems
        found = self._find(stack, value)
        if found is None:
            problems.append(f"{value.text} names no Lambda function that can be followed from here")
            return None
        function = Function(
            name=found.name + (f":{found.qualifier}" if found.qualifier else ""),
            region=found.region,
            arn=found.arn,
            invoke_permission=self._may_be_invoked(found),
        )
        if found.place is None:
            return function
        if not found.current:
            problems.append(f"{found.name} is invoked at {found.qualifier!r}, whose code is not in this assembly")
        properties = self._resolver.properties(found.place, [])
        timeout = str(properties.get("Timeout", _DEFAULT_TIMEOUT))
        return dataclasses.replace(
            function,
            code=self._code(found.place, problems) if found.current else "",
            entry=str(properties.get("Handler", "")),
            runtime=str(properties.get("Runtime", "")),
            timeout=int(timeout) if timeout.isdecimal() else None,
            environment=_variables(properties.get("Environment")),
            origin=origin_of(found.place),
        )

    def _code(self, place: Place, problems: list[str]) -> str:
        code = place.properties.get("Code")
        if not isinstance(code, dict) or "S3Key" not in code:
            return ""  # written into the template, or a container image
        key = self._resolver.value(place.stack, code["S3Key"]).text
        path = place.stack.assets.get(key)
        if path is None:
            where = "outside the assembly" if key in place.stack.assets else "not among the assembly's assets"
            problems.append(f"the code of {place.label} is {where}")
            return ""
        if not path.exists():
            problems.append(f"the code of {place.label} is missing from the assembly: {path.name}")
        return str(path) if path.is_dir() else ""

    def _find(self, stack: Stack, value: Value) -> _Found | None:
        place = value.place
        kind = place.type_name if place else ""
        if place and kind in {_VERSION, _ALIAS}:
            return self._qualified(place, value)
        if place and kind == FUNCTION:
            found = self._declared(place)
            qualifier = value.suffix.removeprefix(":")
            return dataclasses.replace(found, qualifier=qualifier, current=not qualifier.isdecimal())
        return self._by_arn(stack, value)

    def _declared(self, place: Place) -> _Found:
        region = self._resolver.value(place.stack, {"Ref": "AWS::Region"}).text
        return _Found(place, self._name_of(place).text, region)

    def _qualified(self, place: Place, value: Value) -> _Found | None:
        """The function of a version or an alias."""
        with self._resolver.following(f"function of {place.label}"):
            of = self._find(place.stack, self._resolver.value(place.stack, place.properties.get("FunctionName")))
        if of is None:
            return None
        if place.type_name == _VERSION:
            return dataclasses.replace(of, qualifier=value.text)
        version = self._resolver.value(place.stack, place.properties.get("FunctionVersion"))
        published = version.place is not None and version.place.type_name == _VERSION
        name = self._resolver.value(place.stack, place.properties.get("Name")).text
        return dataclasses.replace(of, qualifier=name, current=published or version.text == "$LATEST")

    def _by_arn(self, stack: Stack, value: Value) -> _Found | None:
        """A function by `arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]`, or by its name alone."""
        own_region = self._resolver.value(stack, {"Ref": "AWS::Region"}).text
        account, region, name, qualifier = "", own_region, value.text, ""
        if name.startswith("arn:"):
            parts = [*name.split(":", 7), ""]
            if len(parts) < 8 or parts[2] != "lambda" or parts[5] != "function":
                return None
            region, account, name, qualifier = parts[3], parts[4], parts[6], parts[7]
        elif not value.known:
            return None
        for place, declared_name in self._named:
            own = self._declared(place)
            same_account = not (account.isdecimal() and place.stack.account) or account == place.stack.account
            if declared_name.known and (declared_name.text, own.region) == (name, region) and same_account:
                return dataclasses.replace(own, qualifier=qualifier, current=not qualifier.isdecimal())
        return _Found(
            None, name, region, qualifier, value.text if value.known and value.text.startswith("arn:") else ""
        )

    def _name_of(self, place: Place) -> Value:
        return self._resolver.value(place.stack, {"Ref": place.logical_id})

    def _granted(self, everything: Sequence[Place]) -> Iterator[tuple[_Found, bool | None]]:
        """What the service may invoke; None where a condition leaves it open."""
        for place in everything:
            if place.type_name != _PERMISSION:
                continue
            properties = self._resolver.properties(place, [])
            right = properties.get("Action") in ("lambda:InvokeFunction", "lambda:*")
            if not right or properties.get("Principal") != _SERVICE:
                continue
            found = self._find(place.stack, self._resolver.value(place.stack, place.properties.get("FunctionName")))
            own_account = self._resolver.value(place.stack, {"Ref": "AWS::AccountId"}).text
            if found and properties.get("SourceAccount", own_account) == own_account:
                # Which ARN the service sends as source is not documented.
                yield found, None if "SourceArn" in properties else True

    def _may_be_invoked(self, found: _Found) -> bool | None:
        granted = {
            answer
            for other, answer in self._permissions
            if (other.place, other.qualifier) == (found.place, found.qualifier)
            and (found.place or (other.name, other.region) == (found.name, found.region))
        }
        if granted:
            return True if True in granted else None
        return False if found.place else None


def _variables(environment: Any) -> tuple[tuple[str, str], ...]:
    variables = environment.get("Variables") if isinstance(environment, dict) else None
    return tuple((name, str(value)) for name, value in variables.items()) if isinstance(variables, dict) else ()


def origin_of(place: Place) -> Origin:
    """Where a resource is declared."""
    path = place.stack.construct_path(place.logical_id)
    return Origin(construct_path=path, stack=place.stack.name, logical_id=place.logical_id)
