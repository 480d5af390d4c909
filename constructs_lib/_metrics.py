"""Metrics of the service and of the functions that answer calls; nothing is loaded before somebody asks for one.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/monitoring-cloudwatch.html (names, units, dimensions);
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html (queries);
https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html (metrics of functions).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk

from constructs_lib.errors import TelephonyError

if TYPE_CHECKING:
    from aws_cdk import aws_cloudwatch as cloudwatch

NAMESPACE = "AWS/ChimeVoiceConnector"

_COUNTED = (
    *(f"{way}Call{what}" for way in ("Inbound", "Outbound") for what in ("Attempts", "Failures", "sAnswered")),
    "Throttles",
    *(f"Sip{digit}xxCodes" for digit in range(1, 7)),
)
_WAYS = ("CustomerToVc", "VcToCustomer", "RemoteToVc", "VcToRemote")
_SENT = tuple(f"{way}{what}" for way in _WAYS for what in ("RtpPackets", "RtpBytes", "RtcpPackets", "RtcpBytes"))
_STATE = ("SmaActiveCallCount", "VoiceConnectorActiveCallCount", "InboundCallsActive", "OutboundCallsActive")
# A loss is sent every minute until the call ends, and every value holds those before it.
_LOST = tuple(f"{way}PacketsLost" for way in _WAYS)
_SOUND = (
    *(f"{way}Jitter" for way in _WAYS),
    *(f"{what}BetweenVcAnd{whom}" for what in ("RTT", "MOS") for whom in ("Customer", "Remote")),
)

FUNCTION_OF = {
    **dict.fromkeys((*_COUNTED, *_SENT), "SUM"),
    **dict.fromkeys((*_STATE, *_LOST), "MAX"),
    **dict.fromkeys(_SOUND, "AVG"),
}
"""Every metric that the service documents, and what makes one value of many."""


def of_service(
    name: str, *, connector_id: str | None = None, minutes: int = 5, label: str | None = None
) -> cloudwatch.MathExpression:
    """A metric of the service in the Region of whoever shows or watches it, or of one Voice Connector there.

    It is a query, because the documentation lists the dimensions VoiceConnectorId and Region without saying which
    metric has which, alone or together. A query finds the metric in any case, an exact match might never see a value.

    Args:
        name: as the service's guide writes it.
        connector_id: of this Voice Connector alone.
        minutes: the period.
        label: what a graph calls it, its name by default.

    Raises:
        TelephonyError: the service documents no such metric.
    """
    from aws_cdk import aws_cloudwatch as cloudwatch

    if name not in FUNCTION_OF:
        raise TelephonyError("metric", str(name), [f"name must be one of {', '.join(FUNCTION_OF)}; got {name!r}"])
    query = f'SELECT {FUNCTION_OF[name]}({name}) FROM "{NAMESPACE}"'  # noqa: S608 - of names from above
    return cloudwatch.MathExpression(
        expression=query if connector_id is None else f"{query} WHERE VoiceConnectorId = '{connector_id}'",
        using_metrics={},
        period=cdk.Duration.minutes(minutes),
        label=name if label is None else label,
    )


class ConnectorMetrics:
    """What the service measures of one Voice Connector."""

    @property
    def voice_connector_id(self) -> str:
        raise NotImplementedError

    def metric(self, name: str, *, minutes: int = 5) -> cloudwatch.MathExpression:
        """A metric of this connector, for a graph or an alarm of its own Region.

        There are values only while there are calls, one a minute. It is a Metrics Insights query, which finds the
        metric whatever its dimensions are, and cannot be shown in another Region.

        Args:
            name: as the service's guide writes it, such as `InboundCallAttempts` or `Sip4xxCodes`. Counts are added up
                over a period, active calls and lost packets are the most at a time, jitter, round trips (both in
                microseconds) and MOS (1.0 to 4.4) are averages.
            minutes: the period, five by default.

        Raises:
            TelephonyError: the service documents no such metric.
        """
        return of_service(name, connector_id=self.voice_connector_id, minutes=minutes)

    def metric_active_calls(self, *, minutes: int = 5) -> cloudwatch.MathExpression:
        """The most calls at a time, of both directions."""
        return self.metric("VoiceConnectorActiveCallCount", minutes=minutes)

    def metric_inbound_call_failures(self, *, minutes: int = 5) -> cloudwatch.MathExpression:
        """Calls to the PBX that failed."""
        return self.metric("InboundCallFailures", minutes=minutes)

    def metric_outbound_call_failures(self, *, minutes: int = 5) -> cloudwatch.MathExpression:
        """Calls from the PBX that failed."""
        return self.metric("OutboundCallFailures", minutes=minutes)

    def metric_sip_codes(self, first_digit: int, *, minutes: int = 5) -> cloudwatch.MathExpression:
        """SIP messages with a status code of this class, 1 to 6: 5 for 500 to 599."""
        return self.metric(f"Sip{first_digit}xxCodes", minutes=minutes)

    def metric_packets_lost(self, way: str = "CustomerToVc", *, minutes: int = 5) -> cloudwatch.MathExpression:
        """The most packets that a call lost so far: `CustomerToVc`, `VcToCustomer`, `RemoteToVc` or `VcToRemote`."""
        return self.metric(f"{way}PacketsLost", minutes=minutes)

    def metric_mos(self, whom: str = "Customer", *, minutes: int = 5) -> cloudwatch.MathExpression:
        """How good calls sound, 1.0 to 4.4, estimated between the connector and the `Customer` or the `Remote` end."""
        return self.metric(f"MOSBetweenVcAnd{whom}", minutes=minutes)


class ApplicationMetrics:
    """What there is to measure of a SIP media application: its function. The service has no metric with its id.

    The period is five minutes unless said otherwise.
    """

    def metric_invocations(self, **options: Any) -> cloudwatch.Metric:
        """Events that its function was asked about, several a call; `options` are those of `cloudwatch.Metric`."""
        return self._metric("Invocations", "Sum", options)

    def metric_errors(self, **options: Any) -> cloudwatch.Metric:
        """Invocations that ended in an error or a timeout."""
        return self._metric("Errors", "Sum", options)

    def metric_throttles(self, **options: Any) -> cloudwatch.Metric:
        """Invocations that Lambda refused, because too many ran at a time."""
        return self._metric("Throttles", "Sum", options)

    def metric_duration(self, **options: Any) -> cloudwatch.Metric:
        """Milliseconds of an invocation, p99; the service waits for 5000."""
        return self._metric("Duration", "p99", options)

    @staticmethod
    def metric_all_active_calls(*, minutes: int = 5) -> cloudwatch.MathExpression:
        """The most calls at a time of all SIP media applications of the account and Region, which share a quota."""
        return of_service("SmaActiveCallCount", minutes=minutes)

    def _function_and_arn(self) -> tuple[Any, str]:
        raise NotImplementedError

    def _metric(self, name: str, statistic: str, options: dict[str, Any]) -> cloudwatch.Metric:
        from aws_cdk import aws_cloudwatch as cloudwatch

        options = {"statistic": statistic, **options}
        function, arn = self._function_and_arn()
        if function is not None:
            of_function: cloudwatch.Metric = function.metric(name, **options)
            return of_function
        dimensions = {"FunctionName": cdk.Fn.select(6, cdk.Fn.split(":", arn))}
        return cloudwatch.Metric(namespace="AWS/Lambda", metric_name=name, dimensions_map=dimensions, **options)
