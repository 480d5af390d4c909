"""What a Voice Connector needs around it for its parts: rights of the provider, a policy for logs, how long they stay.

Facts: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonchime.html (dependent actions);
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html (delivery of logs).
"""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
from chime_voice.contract.addresses import network_of
from chime_voice.contract.voice_connector import VoiceConnector as Contract
from constructs import Construct

from constructs_lib import _statements
from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._provider import Provider
from constructs_lib.voice_connector_parts import Logging

# Where the service writes, before the connector's id:
# https://docs.aws.amazon.com/chime-sdk/latest/ag/monitoring-cloudwatch.html
SIP_LOG = "/aws/ChimeVoiceConnectorSipMessages/"
MEDIA_LOG = "/aws/ChimeVoiceConnectorLogs/"

# A client of the API takes no larger blocks (cdklabs/cdk-amazon-chime-resources); the service documents no limit.
_USUAL_PREFIX = 27


def check_logging(problems: Problems, logging: Any) -> None:
    """Note a retention that is none, or of logs that are off."""
    if not isinstance(logging, Logging) or logging.retention is None:
        return
    from aws_cdk import aws_logs as logs

    retention: Any = logging.retention
    if not isinstance(retention, logs.RetentionDays):
        problems.add(f"logging.retention must be one of aws_logs.RetentionDays, such as ONE_WEEK; got {retention!r}")
    if not (logging.sip or logging.media_metrics):
        problems.add("logging.retention is for logs, which are off; switch sip or media_metrics on, or leave it out")


def make(connector: Construct, place: Place, resource: cdk.CfnResource, declared: Contract) -> None:
    """What the declared parts need before the connector's resource."""
    provider = Provider.of(place)
    if declared.logging_configuration is not None:
        rights = provider.right("ConnectorLogsPolicy", [_statements.log_delivery()])
        resource.add_resource_dependency(rights)
        resource.add_resource_dependency(provider.log_policy((SIP_LOG, MEDIA_LOG)))
    if declared.streaming_configuration is not None:
        resource.add_resource_dependency(provider.right("ConnectorStreamingPolicy", _statements.streaming()))
    if declared.integration_type is not None:
        rights = provider.right("ConnectorIntegrationPolicy", [_statements.connect_integration()])
        resource.add_resource_dependency(rights)
    if declared.termination is not None:
        _warn_of_blocks(connector, declared.termination.cidr_allowed_list)


def keep_logs(connector: Construct, connector_id: str, logging: Logging | None) -> None:
    """How long the logs are kept: of groups that the service may have made first, so they are taken as they are found."""
    if logging is None or logging.retention is None:
        return
    from aws_cdk import aws_logs as logs

    for name, group, on in (("SipLog", SIP_LOG, logging.sip), ("MediaLog", MEDIA_LOG, logging.media_metrics)):
        if on:
            logs.LogRetention(connector, name, log_group_name=group + connector_id, retention=logging.retention)


def log_groups(connector_id: str, declared: Contract) -> dict[str, str]:
    """What is logged, and the log group that the service makes for it."""
    logging = declared.logging_configuration
    if logging is None:
        return {}
    asked = {"sip": (logging.enable_sip_logs, SIP_LOG), "media_metrics": (logging.enable_media_metric_logs, MEDIA_LOG)}
    return {name: group + connector_id for name, (on, group) in asked.items() if on}


def _warn_of_blocks(connector: Construct, blocks: tuple[str, ...]) -> None:
    for block in blocks:
        network = network_of(block)
        if network is None:
            continue
        if str(network) != block:
            cdk.Annotations.of(connector).add_warning_v2(
                f"chime:cidr-host-{block}",
                f"termination.cidr_allowed_list has {block!r}, which names a host within {network}: all of that block "
                f"may call. Write the block, or the host with /{network.max_prefixlen}",
            )
        elif network.version == 4 and network.prefixlen < _USUAL_PREFIX:
            cdk.Annotations.of(connector).add_warning_v2(
                f"chime:cidr-size-{block}",
                f"termination.cidr_allowed_list has {block!r}, {network.num_addresses} addresses; the service may take "
                f"no block larger than /{_USUAL_PREFIX} (not documented), and all of them may call",
            )
