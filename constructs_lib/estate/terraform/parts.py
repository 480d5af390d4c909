"""The parts of a Voice Connector.

Facts: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/chime_voice_connector_termination,
and the pages beside it.
"""

from __future__ import annotations

from typing import Any

from constructs_lib.estate.declaring import given
from constructs_lib.estate.terraform.state import Values, objects


def termination(part: Values) -> dict[str, Any]:
    """Calls from the PBX."""
    return given(
        CallingRegions=part.get("calling_regions"),
        CidrAllowedList=part.get("cidr_allow_list"),
        CpsLimit=part.get("cps_limit"),
        DefaultPhoneNumber=part.get("default_phone_number"),
        Disabled=part.get("disabled"),
    )


def origination(part: Values) -> dict[str, Any]:
    """Calls to the PBX."""
    names = {"Host": "host", "Port": "port", "Protocol": "protocol", "Priority": "priority", "Weight": "weight"}
    routes = [given(**{wire: each.get(name) for wire, name in names.items()}) for each in objects(part.get("route"))]
    return given(Routes=routes or None, Disabled=part.get("disabled"))


def streaming(part: Values) -> dict[str, Any]:
    """The sound of calls."""
    targets = part.get("streaming_notification_targets")
    insights = [
        given(ConfigurationArn=each.get("configuration_arn"), Disabled=each.get("disabled"))
        for each in objects(part.get("media_insights_configuration"))
    ]
    return given(
        DataRetentionInHours=part.get("data_retention"),
        Disabled=part.get("disabled"),
        StreamingNotificationTargets=(
            [{"NotificationTarget": each} for each in targets] if isinstance(targets, list) and targets else None
        ),
        MediaInsightsConfiguration=next(iter(insights), None),
    )


def logging(part: Values) -> dict[str, Any]:
    """Logs of calls."""
    return given(EnableSIPLogs=part.get("enable_sip_logs"), EnableMediaMetricLogs=part.get("enable_media_metric_logs"))
