"""A dashboard of a Region: what callers, functions and trunks do there.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/monitoring-cloudwatch.html (metrics);
https://docs.aws.amazon.com/chime-sdk/latest/dg/timeouts.html (five seconds).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from constructs_lib._metrics import of_service
from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._values import is_known
from constructs_lib._watched import CALLS_QUOTA, Watched, check_count

if TYPE_CHECKING:
    from constructs_lib.sip_media_application import SipMediaApplication
    from constructs_lib.voice_alarms import VoiceAlarms
    from constructs_lib.voice_connector import IVoiceConnector

_WIDTH = 24
_OF_FUNCTIONS: tuple[tuple[str, Callable[[SipMediaApplication], cloudwatch.IMetric]], ...] = (
    ("Events that functions were asked about", lambda one: one.metric_invocations(period=cdk.Duration.minutes(1))),
    ("Errors and timeouts of functions", lambda one: one.metric_errors(period=cdk.Duration.minutes(1))),
    ("Functions refused by Lambda", lambda one: one.metric_throttles(period=cdk.Duration.minutes(1))),
)
_OF_CONNECTORS = (
    ("Calls at a time", ("VoiceConnectorActiveCallCount",)),
    ("Failed calls", ("InboundCallFailures", "OutboundCallFailures")),
    ("SIP codes", ("Sip4xxCodes", "Sip5xxCodes", "Sip6xxCodes")),
    ("How calls sound (MOS, 1.0 to 4.4)", ("MOSBetweenVcAndCustomer", "MOSBetweenVcAndRemote")),
    ("Jitter (microseconds)", ("CustomerToVcJitter", "RemoteToVcJitter")),
    ("Packets lost by a call so far", ("CustomerToVcPacketsLost", "VcToCustomerPacketsLost")),
)


class VoiceDashboard(Construct):
    """Define a CloudWatch dashboard over applications, their functions and Voice Connectors of the stack's Region.

    CloudWatch shows three dashboards of up to fifty metrics for nothing in an account, and charges for more.

    Args:
        scope: a stack or a construct in one.
        id: the construct's id.
        applications: SIP media applications.
        standby: those that answer only when the ones before them cannot, in a graph of their own.
        connectors: Voice Connectors, declared here or referred to.
        alarms: shown on top, each with its state. None by default.
        active_calls_quota: where the line is in the graph of calls at a time; 10 by default, the service's own quota.
        dashboard_name: letters, digits, `-` and `_`; CloudFormation makes one from the stack's name by default.

    Raises:
        TelephonyError: with all problems of the values together.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        applications: Sequence[SipMediaApplication] = (),
        standby: Sequence[SipMediaApplication] = (),
        connectors: Sequence[IVoiceConnector] = (),
        alarms: VoiceAlarms | None = None,
        active_calls_quota: int = CALLS_QUOTA,
        dashboard_name: str | None = None,
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems("voice dashboard", place.path)
        watched = Watched.read(problems, place, applications, standby, connectors)
        check_count(problems, "active_calls_quota", active_calls_quota)
        _check(problems, alarms, dashboard_name)
        problems.done()

        super().__init__(scope, id)
        place.keep(self)
        self._dashboard = cloudwatch.Dashboard(self, "Resource", dashboard_name=dashboard_name)
        if alarms is not None:
            states = cloudwatch.AlarmStatusWidget(title="Alarms", width=_WIDTH, alarms=list(alarms.alarms.values()))
            self._dashboard.add_widgets(states)
        for row in (
            *_functions(watched),
            *_calls(watched, active_calls_quota),
            *_connectors(watched),
        ):
            self._dashboard.add_widgets(*row)

    @property
    def dashboard(self) -> cloudwatch.Dashboard:
        """The dashboard itself, for widgets of your own."""
        return self._dashboard


def _functions(watched: Watched) -> Iterator[list[cloudwatch.IWidget]]:
    if watched.all_applications:
        yield [_graph(title, [_named(of(one), one) for one in watched.all_applications]) for title, of in _OF_FUNCTIONS]


def _calls(watched: Watched, quota: int) -> Iterator[list[cloudwatch.IWidget]]:
    if not watched.all_applications:
        return
    slow = [_named(one.metric_duration(), one) for one in watched.all_applications]
    waits = cloudwatch.HorizontalAnnotation(value=5000, label="the service asks again")
    limit = cloudwatch.HorizontalAnnotation(value=quota, label="quota")
    row = [
        _graph("Duration of functions, p99 (milliseconds)", slow, waits),
        _graph("Calls at a time in this account and Region", [of_service("SmaActiveCallCount")], limit),
    ]
    if watched.standby:
        here = [_named(one.metric_invocations(), one) for one in watched.standby]
        row.append(_graph("Failover: events that came here because the Regions before could not", here))
    yield row


def _connectors(watched: Watched) -> Iterator[list[cloudwatch.IWidget]]:
    for connector in watched.connectors:
        path = Place.of(connector).path
        yield [cloudwatch.TextWidget(markdown=f"## Voice Connector {_plain(path)}", width=_WIDTH, height=1)]
        graphs = [_graph(title, [connector.metric(name) for name in names]) for title, names in _OF_CONNECTORS]
        yield graphs[:3]
        yield graphs[3:]


def _graph(title: str, metrics: list[Any], line: cloudwatch.HorizontalAnnotation | None = None) -> cloudwatch.IWidget:
    return cloudwatch.GraphWidget(
        title=title,
        width=_WIDTH // 3,
        left=metrics,
        left_annotations=None if line is None else [line],
        left_y_axis=cloudwatch.YAxisProps(min=0),
    )


def _named(metric: Any, application: SipMediaApplication) -> Any:
    return metric.with_(label=Place.of(application).path)


def _plain(path: str) -> str:
    """A path in Markdown; an id may be any text."""
    return re.sub(r"([\\`*_{}\[\]()<>#|])", r"\\\1", path)


def _check(problems: Problems, alarms: Any, dashboard_name: Any) -> None:
    if alarms is not None and (isinstance(alarms, type) or not hasattr(type(alarms), "alarms")):
        problems.add(f"alarms must be VoiceAlarms, got {alarms!r}")
    if dashboard_name is None or not is_known(dashboard_name):
        return
    if not isinstance(dashboard_name, str) or not re.fullmatch(r"[A-Za-z0-9_-]{1,255}", dashboard_name):
        problems.add(f"dashboard_name must be 1 to 255 letters, digits, - or _; got {dashboard_name!r}")
