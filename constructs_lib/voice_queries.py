"""Saved queries over the logs of a Region, for whoever looks for one call at night.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/monitoring-cloudwatch.html (log groups and fields);
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html (the language).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._watched import Watched

if TYPE_CHECKING:
    from constructs_lib.sip_media_application import SipMediaApplication
    from constructs_lib.voice_connector import IVoiceConnector

_OF_FUNCTIONS = {
    "Errors of functions": r"""
        fields @timestamp, @log, @message
        | filter @message like /(?i)(error|exception|traceback|task timed out)/
        | sort @timestamp desc
        | limit 200""",
    "Slow answers of functions": """
        filter @type = "REPORT"
        | stats count(*) as invocations, pct(@duration, 99) as p99_ms, max(@duration) as longest_ms by bin(5m), @log""",
    "Cold starts of functions": """
        filter @type = "REPORT" and ispresent(@initDuration)
        | stats count(*) as cold_starts, max(@initDuration + @duration) as longest_ms by bin(1h), @log""",
}
# The fields of an application's messages are not documented: what is looked for is the SIP in them.
_OF_MESSAGES = {
    "Failed calls by SIP code": r"""
        parse @message /SIP\/2\.0 (?<code>[4-6]\d\d) (?<reason>[A-Za-z ]+)/
        | filter ispresent(code)
        | stats count(*) as messages by code, reason, @log
        | sort messages desc""",
    "One call in SIP": r"""
        fields @timestamp, @log, @message
        | filter @message like /put the call id here/
        | sort @timestamp asc""",
}
_OF_MEDIA = {
    "Calls that sounded worst": """
        stats min(mos_btwn_vc_and_cust) as mos, max(cust2vc_packets_lost) as lost_in, max(vc2cust_packets_lost) as lost_out,
          max(cust2vc_jitter) as jitter_in by call_id, voice_connector_id
        | sort mos asc
        | limit 50""",
}


class VoiceQueries(Construct):
    """Define saved queries of Logs Insights, which the console lists by name under the construct's path.

    They are over the logs of the functions, and over SIP messages and media metrics of those applications and
    connectors that were told to log them: messages hold phone numbers, so nothing here switches their logs on
    (`message_logging`, `Logging`). A query costs what CloudWatch takes for reading the logs, and only when somebody
    runs it.

    Args:
        scope: a stack or a construct in one.
        id: the construct's id.
        applications: SIP media applications of the stack's Region.
        connectors: Voice Connectors of the stack's Region.

    Raises:
        TelephonyError: with all problems of the values together.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        applications: Sequence[SipMediaApplication] = (),
        connectors: Sequence[IVoiceConnector] = (),
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems("voice queries", place.path)
        watched = Watched.read(problems, place, applications, (), connectors)
        problems.done()
        super().__init__(scope, id)
        place.keep(self)
        functions = [_log_of(application) for application in watched.applications]
        # Of a connector that is only referred to, nobody here knows what it logs.
        of_connectors = [getattr(connector, "log_group_names", {}) for connector in watched.connectors]
        messages = [application.message_log_group_name for application in watched.applications]
        messages += [groups.get("sip") for groups in of_connectors]
        media = [groups.get("media_metrics") for groups in of_connectors]
        for queries, groups in ((_OF_FUNCTIONS, functions), (_OF_MESSAGES, messages), (_OF_MEDIA, media)):
            self._save(place, queries, [group for group in groups if group is not None])

    def _save(self, place: Place, queries: dict[str, str], groups: list[str]) -> None:
        # An application may share its function with another one.
        for name, query in queries.items() if groups else ():
            logs.CfnQueryDefinition(
                self,
                name.title().replace(" ", ""),
                name=f"{place.path}/{name}",
                query_string="\n".join(line.strip() for line in query.strip().splitlines()),
                log_group_names=list(dict.fromkeys(groups)),
            )


def _log_of(application: SipMediaApplication) -> str | None:
    """Where the function of an application logs, without making a log group or anything else for it."""
    function: Any = application.handler
    function = getattr(function, "lambda_", function)  # behind an alias or version
    if function is None:
        return None
    resource = function.node.default_child
    if getattr(resource, "logging_config", None) is None:
        return f"/aws/lambda/{function.function_name}"
    name: str = function.log_group.log_group_name
    return name
