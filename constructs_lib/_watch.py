"""Everything that watches a voice application of several stacks, in each of them."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from constructs import Construct

from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib.voice_alarms import VoiceAlarms
from constructs_lib.voice_dashboard import VoiceDashboard
from constructs_lib.voice_queries import VoiceQueries

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

    from constructs_lib.sip_media_application import SipMediaApplication

    TopicOfStack = Callable[[cdk.Stack], sns.ITopic]

_OF_THE_STACK = ("self", "scope", "id", "applications", "standby", "connectors", "topic")
_THRESHOLDS = [name for name in inspect.signature(VoiceAlarms.__init__).parameters if name not in _OF_THE_STACK]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Plan:
    """What to watch in which stack, and whom to tell."""

    applications: Mapping[cdk.Stack, SipMediaApplication]
    standby: Sequence[SipMediaApplication]
    topic: Any
    thresholds: Mapping[str, Any]

    def carry_out(self, path: str, connectors: Any) -> dict[cdk.Stack, VoiceAlarms]:
        """Make alarms, dashboard and queries, a set a stack, and give the alarms back.

        Raises:
            TelephonyError: with all problems of what was given to the app at `path`.
        """
        problems = Problems("failover voice app", path)
        if self.topic is not None and (isinstance(self.topic, type) or not callable(self.topic)):
            problems.add(f"topic must be a callable that makes or finds a topic in the given stack, got {self.topic!r}")
        of_stack = _by_stack(problems, connectors)
        for name in self.thresholds:
            if name not in _THRESHOLDS:
                problems.add(f"thresholds must be of {', '.join(_THRESHOLDS)}; got {name!r}")
        stacks = dict.fromkeys([*self.applications, *of_stack])
        for stack in (stack for stack in stacks if stack.node.try_find_child("Alarms") is not None):
            problems.add(
                f"stack {Place.of(stack).path!r} has a construct 'Alarms' already; call watch once, with all connectors"
            )
        problems.done()
        return {stack: self._in_stack(stack, of_stack.get(stack, [])) for stack in stacks}

    def _in_stack(self, stack: cdk.Stack, connectors: list[Any]) -> VoiceAlarms:
        here = [self.applications[stack]] if stack in self.applications else []
        standby = [application for application in here if application in self.standby]
        first = [application for application in here if application not in standby]
        told = None if self.topic is None else self.topic(stack)
        watched: dict[str, Any] = {"applications": first, "standby": standby, "connectors": connectors}
        alarms = VoiceAlarms(stack, "Alarms", topic=told, **watched, **self.thresholds)
        quota = {name: value for name, value in self.thresholds.items() if name == "active_calls_quota" and value}
        VoiceDashboard(stack, "Dashboard", alarms=alarms, **watched, **quota)
        VoiceQueries(stack, "Queries", applications=here, connectors=connectors)
        return alarms


def _by_stack(problems: Problems, connectors: Any) -> dict[cdk.Stack, list[Any]]:
    if isinstance(connectors, str) or not isinstance(connectors, Sequence):
        problems.add(f"connectors must be a list, each a VoiceConnector or an import of one; got {connectors!r}")
        return {}
    found: dict[cdk.Stack, list[Any]] = {}
    for connector in connectors:
        if isinstance(connector, Construct) and hasattr(type(connector), "outbound_host_name"):
            found.setdefault(Place.of(connector).stack, []).append(connector)
        else:
            problems.add(f"connectors must be a list, each a VoiceConnector or an import of one; got {connector!r}")
    return found
