"""Alarms of a Region: what keeps callers from being answered, before they tell.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/monitoring-cloudwatch.html (metrics);
https://docs.aws.amazon.com/chime-sdk/latest/dg/timeouts.html (five seconds);
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Metrics_Insights_Alarm.html (alarms on queries);
https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html (a topic's policy for alarms).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from constructs import Construct

from constructs_lib._metrics import of_service
from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._values import is_known
from constructs_lib._watched import CALLS_QUOTA, Watched, check_count

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

    from constructs_lib.sip_media_application import SipMediaApplication
    from constructs_lib.voice_connector import IVoiceConnector

_QUIET = cloudwatch.TreatMissingData.NOT_BREACHING
_MINUTE = cdk.Duration.minutes(1)


class VoiceAlarms(Construct):
    """Define alarms over SIP media applications, their functions and Voice Connectors of the stack's Region.

    A threshold of None means no such alarm. Where nobody calls there is no data, and no data is no alarm; only how
    calls sound stays as it was, since a bad line does not get better while nobody talks.

    Args:
        scope: a stack or a construct in one.
        id: the construct's id.
        applications: those that callers reach first.
        standby: those that answer only when the ones before them cannot. An alarm tells of every call that gets there:
            the service has no metric for failover.
        connectors: Voice Connectors, declared here or referred to.
        topic: told when an alarm begins and when it is over; its policy lets the account's alarms in, where it is
            declared in this app. Nobody is told by default; the alarms can be seen all the same.
        function_errors: errors and timeouts of an application's function within a minute; 1 by default, since a caller
            may hear each of them.
        function_throttles: invocations that Lambda refused within a minute; 1 by default.
        duration_ms: p99 of the function's duration over five minutes, in milliseconds; 4000 by default, of the 5000
            that the service waits.
        active_calls_quota: calls at a time that the account may have through applications in this Region; 10 by
            default, the service's own. The alarm is at four fifths of it.
        connector_calls_quota: the same through connectors; 10 by default.
        sip_4xx: SIP messages with such a code within five minutes, of each connector. None by default: busy, unanswered
            and not yet signed calls (401, 407) are among them.
        sip_5xx: the same for server errors; 5 by default.
        sip_6xx: the same for refusals everywhere; 5 by default.
        mos: how calls sound over five minutes on either side of a connector, below which is an alarm; 3.5 by default, on
            the service's scale of 1.0 to 4.4.

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
        topic: sns.ITopic | None = None,
        function_errors: int | None = 1,
        function_throttles: int | None = 1,
        duration_ms: int | None = 4000,
        active_calls_quota: int | None = CALLS_QUOTA,
        connector_calls_quota: int | None = CALLS_QUOTA,
        sip_4xx: int | None = None,
        sip_5xx: int | None = 5,
        sip_6xx: int | None = 5,
        mos: float | None = 3.5,
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems("voice alarms", place.path)
        watched = Watched.read(problems, place, applications, standby, connectors)
        codes = {4: sip_4xx, 5: sip_5xx, 6: sip_6xx}
        counts = {"function_errors": function_errors, "function_throttles": function_throttles}
        quotas = {"active_calls_quota": active_calls_quota, "connector_calls_quota": connector_calls_quota}
        for name, value in (counts | quotas | {f"sip_{digit}xx": count for digit, count in codes.items()}).items():
            check_count(problems, name, value)
        check_count(problems, "duration_ms", duration_ms, highest=20_000)
        check_count(problems, "mos", mos, highest=4.4)
        _check_topic(problems, place, topic)
        problems.done()

        super().__init__(scope, id)
        place.keep(self)
        self._alarms: dict[str, cloudwatch.Alarm] = {}
        self._action = None if topic is None else actions.SnsAction(topic)
        if topic is not None:
            _let_alarms_in(topic)
        for name, path, application in watched.named(lambda one: one.all_applications, place):
            self._of_function(name, path, application, {**counts, "duration_ms": duration_ms})
        for name, path, application in watched.named(lambda one: one.standby, place):
            self._add(
                f"{name}-CallsHere",
                application.metric_invocations(period=_MINUTE),
                1,
                f"Calls reach {path}: the Regions before it could not answer. Look at their alarms and functions first",
            )
        if watched.all_applications:
            self._of_quota("ActiveCalls", "SmaActiveCallCount", active_calls_quota, "SIP media applications")
        if watched.connectors:
            self._of_quota("ConnectorCalls", "VoiceConnectorActiveCallCount", connector_calls_quota, "Voice Connectors")
            self._add(
                "CallsThrottled",
                of_service("Throttles", minutes=1),
                1,
                "The service refused calls of this account: too many a second or at a time. Ask for higher quotas",
            )
        for name, path, connector in watched.named(lambda one: one.connectors, place):
            self._of_connector(name, path, connector, codes, mos)

    @property
    def alarms(self) -> Mapping[str, cloudwatch.Alarm]:
        """The alarms by id, for actions and composite alarms of your own."""
        return self._alarms

    def _of_function(
        self, name: str, path: str, application: SipMediaApplication, limits: Mapping[str, int | None]
    ) -> None:
        self._add(
            f"{name}-Errors",
            application.metric_errors(period=_MINUTE),
            limits["function_errors"],
            f"The function of {path} failed or ran out of time: callers may hear nothing. Its log says why",
        )
        self._add(
            f"{name}-Throttles",
            application.metric_throttles(period=_MINUTE),
            limits["function_throttles"],
            f"Lambda refused to run the function of {path}: the account's or the function's concurrency is used up",
        )
        self._add(
            f"{name}-Duration",
            application.metric_duration(),
            limits["duration_ms"],
            f"The function of {path} is slow: callers wait in silence, and after 5 seconds the service asks again",
        )

    def _of_quota(self, name: str, metric: str, quota: int | None, what: str) -> None:
        self._add(
            name,
            of_service(metric, minutes=1),
            None if quota is None else max(1, quota * 4 // 5),
            f"Four fifths of {quota} calls at a time through {what} in this Region, the account's quota: soon calls "
            "fail. Ask for a higher one, and say so to this construct",
        )

    def _of_connector(
        self, name: str, path: str, connector: IVoiceConnector, codes: Mapping[int, int | None], mos: float | None
    ) -> None:
        for digit, count in codes.items():
            self._add(
                f"{name}-Sip{digit}xx",
                connector.metric(f"Sip{digit}xxCodes"),
                count,
                f"Calls through {path} end in SIP codes of {digit}00 and above. Its SIP messages say which, where they are "
                "logged",
            )
        for whom, side in (("Customer", "the customer"), ("Remote", "the remote end")):
            self._add(
                f"{name}-Sound{whom}",
                connector.metric(f"MOSBetweenVcAnd{whom}"),
                mos,
                f"Calls through {path} sound bad on the side of {side}: look at lost packets and jitter there",
                compare=cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
                missing=cloudwatch.TreatMissingData.IGNORE,
            )

    def _add(
        self,
        name: str,
        metric: cloudwatch.IMetric,
        threshold: float | None,
        description: str,
        *,
        compare: cloudwatch.ComparisonOperator = cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        missing: cloudwatch.TreatMissingData = _QUIET,
    ) -> None:
        if threshold is None:
            return
        alarm = self._alarms[name] = cloudwatch.Alarm(
            self,
            name,
            metric=metric,
            threshold=threshold,
            evaluation_periods=1,
            comparison_operator=compare,
            treat_missing_data=missing,
            alarm_description=f"{description}.",
        )
        if self._action is not None:
            alarm.add_alarm_action(self._action)
            alarm.add_ok_action(self._action)


def _check_topic(problems: Problems, place: Place, topic: Any) -> None:
    if topic is None:
        return
    if isinstance(topic, type | str) or not hasattr(topic, "topic_arn"):
        problems.add(f"topic must be a topic of aws_sns, or Topic.from_topic_arn(…); got {topic!r}")
    elif is_known(topic.env.region) and is_known(place.region) and topic.env.region != place.region:
        problems.add(f"topic must be in the alarms' own Region {place.region!r}, got one in {topic.env.region!r}")


def _let_alarms_in(topic: sns.ITopic) -> None:
    """Where a topic has any policy, such as for `enforce_ssl`, alarms are shut out unless it names them."""
    account = cdk.Aws.ACCOUNT_ID
    topic.add_to_resource_policy(
        iam.PolicyStatement(
            sid="AlarmsOfThisAccount",
            principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
            actions=["sns:Publish"],
            resources=[topic.topic_arn],
            conditions={
                "StringEquals": {"aws:SourceAccount": account},
                "ArnLike": {"aws:SourceArn": f"arn:{cdk.Aws.PARTITION}:cloudwatch:{cdk.Aws.REGION}:{account}:alarm:*"},
            },
        )
    )
