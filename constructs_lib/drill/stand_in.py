"""Functions in a drill: stand-ins that answer, and the weather that some of them cannot be invoked in."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from constructs_lib.pstn.invoking import Invoked, Invoker
from constructs_lib.routing.model import Function
from constructs_lib.routing.what_if import never_answers


class Answering:
    """Answers every call, says a word and hangs up: what is drilled is the way of a call, not what a function says."""

    def invoke(self, function: Function, event: dict[str, Any], *, time_limit: float) -> Invoked:  # noqa: ARG002
        """Answer a new call; nothing else is asked for."""
        if event["InvocationEventType"] != "NEW_INBOUND_CALL":
            return Invoked(kind="answered", payload={"SchemaVersion": "1.0", "Actions": []})
        leg = {"CallId": event["CallDetails"]["Participants"][0]["CallId"]}
        actions = [
            {"Type": "Speak", "Parameters": {"Text": "Hello", **leg}},
            {"Type": "Hangup", "Parameters": {**leg, "SipResponseCode": "0"}},
        ]
        return Invoked(kind="answered", payload={"SchemaVersion": "1.0", "Actions": actions})


class WhereThereIsCode:
    """Runs functions whose code is at hand, as that of an assembly is; stand-ins answer for the others.

    Args:
        invoker: runs them.
    """

    def __init__(self, invoker: Invoker) -> None:
        self._invoker = invoker
        self._others = Answering()

    def invoke(self, function: Function, event: dict[str, Any], *, time_limit: float) -> Invoked:
        """Run it, or stand in for it."""
        invoker: Invoker = self._invoker if function.code else self._others
        return invoker.invoke(function, event, time_limit=time_limit)


class Weather:
    """Keeps functions from being invoked while they are down.

    Args:
        invoker: runs those that are not.
    """

    def __init__(self, invoker: Invoker) -> None:
        self._invoker = invoker
        self.down: Collection[Function] = ()
        """Cannot be invoked now."""

    def invoke(self, function: Function, event: dict[str, Any], *, time_limit: float) -> Invoked:
        """Run it, unless it is down, or cannot be invoked in any weather."""
        why = f"function {function.name} cannot be invoked" if function in self.down else never_answers(function)
        if why:
            return Invoked(kind="not_invokable", error=why)
        return self._invoker.invoke(function, event, time_limit=time_limit)
