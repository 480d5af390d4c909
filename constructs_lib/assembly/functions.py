"""Lambda functions behind applications: their code in the assembly, aliases and versions, who may invoke them.

Facts: https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html (qualified ARNs);
https://docs.aws.amazon.com/chime-sdk/latest/dg/route-calls-events-cli.html (the service's principal).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable
from typing import Any

from constructs_lib.assembly import code, conditions
from constructs_lib.assembly.resolver import Resolver
from constructs_lib.assembly.resources import FUNCTION
from constructs_lib.assembly.stacks import Place, Stack
from constructs_lib.assembly.values import Value, value_of
from constructs_lib.routing.model import Function

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
    account: str = ""
    qualifier: str = ""
    arn: str = ""
    current: bool = True
    """Whether the code that runs is the one in this assembly."""

    @property
    def key(self) -> Hashable:
        """Equal for what one permission covers."""
        return (self.place or (self.name, self.region), self.qualifier)


class Functions:
    """All functions of an assembly, and the permissions to invoke them."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._named: dict[tuple[str, str], list[Place]] = {}
        for place in self._there(FUNCTION):
            name = self._name_of(place)
            if name.known:
                self._named.setdefault((name.text, self._declared(place).region), []).append(place)
        self._permissions = self._granted()

    def read(self, stack: Stack, arn: str, problems: list[str]) -> Function | None:
        """The function that an ARN in a resolved document names; None, with a problem, when it names none."""
        value = value_of(arn)
        found = self._find(stack, value)
        if found is None:
            problems.append(f"{value.text} names no Lambda function that can be followed from here")
            return None
        function = Function(
            name=found.name + (f":{found.qualifier}" if found.qualifier else ""),
            region=found.region,
            account=found.account,
            arn=found.arn,
            invoke_permission=self._may_be_invoked(found),
        )
        if found.place is None:
            return function
        if not found.current:
            problems.append(f"{found.name} is invoked at {found.qualifier!r}, whose code is not in this assembly")
        properties = self._resolver.properties(found.place)
        return dataclasses.replace(
            function,
            code=code.folder_of(self._resolver, found.place, problems) if found.current else "",
            code_version=code.version_of(self._resolver, found.place) if found.current else "",
            entry=str(properties.get("Handler", "")),
            runtime=str(properties.get("Runtime", "")),
            timeout=_seconds(properties.get("Timeout", _DEFAULT_TIMEOUT)),
            environment=_variables(properties.get("Environment")),
            origin=found.place.origin,
        )

    def _there(self, type_name: str) -> list[Place]:
        return [place for place in self._resolver.assembly.of_type(type_name) if self._resolver.exists(place)]

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
        return _Found(place, self._name_of(place).text, region, place.stack.account)

    def _qualified(self, place: Place, value: Value) -> _Found | None:
        """The function of a version or an alias."""
        of = self._resolver.once(
            ("function", place),
            lambda: f"function of {place.label}",
            lambda: self._find(place.stack, self._resolver.value(place.stack, place.properties.get("FunctionName"))),
        )
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
        account, region, name, qualifier = stack.account, own_region, value.text, ""
        if name.startswith("arn:"):
            parts = [*name.split(":", 7), ""]
            if len(parts) < 8 or parts[2] != "lambda" or parts[5] != "function":
                return None
            region, account, name, qualifier = parts[3], parts[4], parts[6], parts[7]
        elif not value.known:
            return None
        account = account if account.isdecimal() else ""
        for place in self._named.get((name, region), ()):
            if not account or not place.stack.account or account == place.stack.account:
                return dataclasses.replace(
                    self._declared(place), qualifier=qualifier, current=not qualifier.isdecimal()
                )
        arn = value.text if value.known and value.text.startswith("arn:") else ""
        return _Found(None, name, region, account, qualifier, arn)

    def _name_of(self, place: Place) -> Value:
        return self._resolver.value(place.stack, {"Ref": place.logical_id})

    def _granted(self) -> dict[Hashable, bool | None]:
        """What the service may invoke; None where a condition leaves it open."""
        granted: dict[Hashable, bool | None] = {}
        for place in self._there(_PERMISSION):
            properties = self._resolver.properties(place)
            right = properties.get("Action") in ("lambda:InvokeFunction", "lambda:*")
            if not right or properties.get("Principal") != _SERVICE:
                continue
            found = self._find(place.stack, self._resolver.value(place.stack, place.properties.get("FunctionName")))
            own_account = self._resolver.value(place.stack, {"Ref": "AWS::AccountId"}).text
            if found and properties.get("SourceAccount", own_account) == own_account:
                # Which ARN the service sends as source is not documented.
                is_open = "SourceArn" in properties or conditions.of_place(self._resolver, place).holds is None
                granted[found.key] = granted.get(found.key) or (None if is_open else True)
        return granted

    def _may_be_invoked(self, found: _Found) -> bool | None:
        return self._permissions.get(found.key, False if found.place else None)


def _seconds(timeout: Any) -> int | None:
    text = str(timeout)
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _variables(environment: Any) -> tuple[tuple[str, str], ...]:
    variables = environment.get("Variables") if isinstance(environment, dict) else None
    return tuple((name, str(value)) for name, value in variables.items()) if isinstance(variables, dict) else ()
