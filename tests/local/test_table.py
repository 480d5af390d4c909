"""What was deployed, as a routing table."""

from __future__ import annotations

from constructs_lib.local.table import routing_table
from constructs_lib.routing.model import Connector


def test_a_voice_connector_is_known_by_its_arn_and_its_host():
    arn, host = "arn:aws:chime:us-east-1:123456789012:vc/a", "a.voiceconnector.chime.aws"
    state = {
        "SipRules": [],
        "SipMediaApplications": [],
        "VoiceConnectors": [{"VoiceConnectorArn": arn, "OutboundHostName": host}],
    }
    assert routing_table(state).connectors == (Connector(arn=arn, host=host),)
