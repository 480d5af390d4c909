"""An account with everything that there can be, and accounts with very many rules."""

from __future__ import annotations

from typing import Any

from constructs_lib.estate.model import Estate, Found
from constructs_lib.local.voice.service import VoiceService
from constructs_lib.local.voice.settings import Settings
from tests.estate.accounts import Stage, scanned
from tests.provider.stage import ACCOUNT
from tests.provider.world import (
    SETTLED,
    by_hand_application,
    by_hand_domain,
    by_hand_group,
    by_hand_number,
    by_hand_rule,
    function,
)

PARTS: dict[str, dict[str, Any]] = {
    "termination": {
        "Termination": {
            "CallingRegions": ["US", "CA"],
            "CidrAllowedList": ["203.0.113.0/28", "198.51.100.7/32"],
            "CpsLimit": 1,
            "DefaultPhoneNumber": "+12065550100",
            "Disabled": False,
        }
    },
    "origination": {
        "Origination": {
            "Routes": [
                {"Host": "pbx.example.com", "Port": 5061, "Protocol": "TCP", "Priority": 1, "Weight": 30},
                {"Host": "spare.example.com", "Port": 5060, "Protocol": "TCP", "Priority": 1, "Weight": 70},
            ],
            "Disabled": False,
        }
    },
    "streaming_configuration": {
        "StreamingConfiguration": {
            "DataRetentionInHours": 24,
            "Disabled": True,
            "StreamingNotificationTargets": [{"NotificationTarget": "SQS"}],
            "MediaInsightsConfiguration": {
                "ConfigurationArn": f"arn:aws:chime:us-east-1:{ACCOUNT}:media-insights-pipeline-configuration/Calls",
                "Disabled": False,
            },
        }
    },
    "logging_configuration": {"LoggingConfiguration": {"EnableSIPLogs": True, "EnableMediaMetricLogs": True}},
    "emergency_calling_configuration": {
        "EmergencyCallingConfiguration": {
            "DNIS": [
                {
                    "EmergencyPhoneNumber": "+12065550911",
                    "TestPhoneNumber": "+12065550912",
                    "CallingCountry": "US",
                }
            ]
        }
    },
    "external_systems_configuration": {
        "SessionBorderControllerTypes": ["RIBBON_SBC"],
        "ContactCenterSystemTypes": ["GENESYS_ENGAGE_ON_PREMISES"],
    },
}
"""Of a connector; the member of each call."""


def roomy() -> Stage:
    """A stage whose account has no small quotas."""
    stage = Stage()
    many = Settings(phone_numbers=100, voice_connectors=100)
    stage.service = VoiceService(clock=stage.clock, settings=many)
    return stage


def everything(stage: Stage) -> Estate:
    """Every type with every property that can be taken over, in three Regions."""
    client = stage.client()
    tags = [{"Key": "team", "Value": 'voice "A" \\ B'}, {"Key": "größe", "Value": "日本"}]
    east, west = by_hand_application(stage, "Support"), by_hand_application(stage, "Support", "us-west-2")
    spare = by_hand_application(stage, "class", "eu-west-2")
    client.put_sip_media_application_logging_configuration(
        SipMediaApplicationId=east,
        SipMediaApplicationLoggingConfiguration={"EnableSipMediaApplicationMessageLogs": True},
    )
    client.tag_resource(ResourceARN=f"arn:aws:chime:us-east-1:{ACCOUNT}:sma/{east}", Tags=tags)
    trunk = client.create_voice_connector(
        Name="Support", RequireEncryption=True, AwsRegion="us-east-1", NetworkType="DUAL_STACK", Tags=tags
    )["VoiceConnector"]
    for part, members in PARTS.items():
        getattr(client, f"put_voice_connector_{part}")(VoiceConnectorId=trunk["VoiceConnectorId"], **members)
    users = [{"Username": "pbx", "Password": "correct horse"}]
    client.put_voice_connector_termination_credentials(VoiceConnectorId=trunk["VoiceConnectorId"], Credentials=users)
    other = stage.client("us-west-2").create_voice_connector(
        Name="Support", RequireEncryption=False, AwsRegion="us-west-2"
    )["VoiceConnector"]["VoiceConnectorId"]
    group = by_hand_group(stage, other, trunk["VoiceConnectorId"], name="Both trunks")
    stage.advance(SETTLED)
    lines = [by_hand_number(stage, at) for at in range(6)]
    client.update_phone_number(PhoneNumberId=lines[0], Name="Main line")
    client.update_phone_number(PhoneNumberId=lines[0], CallingName="Example Inc")
    for line in lines[3:5]:
        client.update_phone_number(PhoneNumberId=line, ProductType="VoiceConnector")
    stage.advance(SETTLED)
    client.associate_phone_numbers_with_voice_connector(
        VoiceConnectorId=trunk["VoiceConnectorId"], E164PhoneNumbers=[lines[3]]
    )
    client.associate_phone_numbers_with_voice_connector_group(VoiceConnectorGroupId=group, E164PhoneNumbers=[lines[4]])
    targets = [
        {"SipMediaApplicationId": id_, "Priority": priority, "AwsRegion": region}
        for id_, priority, region in ((west, 1, "us-west-2"), (east, 20, "us-east-1"), (spare, 30, "eu-west-2"))
    ]
    client.create_sip_rule(
        Name="Main line", TriggerType="ToPhoneNumber", TriggerValue=lines[0], TargetApplications=targets
    )
    by_hand_rule(stage, lines[1], east, "Night")
    quiet = by_hand_rule(stage, lines[2], east, "Night")
    client.update_sip_rule(
        SipRuleId=quiet,
        Name="Night",
        Disabled=True,
        TargetApplications=[{"SipMediaApplicationId": east, "Priority": 1, "AwsRegion": "us-east-1"}],
    )
    client.create_sip_rule(
        Name="Trunk",
        TriggerType="RequestUriHostname",
        TriggerValue=trunk["OutboundHostName"],
        TargetApplications=targets[1:2],
    )
    domain = by_hand_domain(stage, "Callers")
    client.update_voice_profile_domain(VoiceProfileDomainId=domain, Name="Callers", Description="Who has said yes")
    client.tag_resource(ResourceARN=f"arn:aws:chime:us-east-1:{ACCOUNT}:voice-profile-domain/{domain}", Tags=tags)
    client.update_global_settings(VoiceConnector={"CdrBucket": "call-records"})
    client.update_phone_number_settings(CallingName="Example")
    stage.advance(SETTLED)
    return scanned(stage, regions=("us-east-1", "us-west-2", "eu-west-2"))


def with_rules(count: int, *, chains: int = 3, unrouted: int = 0) -> Estate:
    """An account with so many numbers, each with its rule, and some without; answered in a few ways."""
    regions = ("us-east-1", "us-west-2")
    applications = [
        Found(
            type_name="Custom::ChimeSipMediaApplication",
            id=f"{at:08x}-0000-4000-8000-00000000000{side}",
            region=region,
            properties={
                "AdoptId": f"{at:08x}-0000-4000-8000-00000000000{side}",
                "AwsRegion": region,
                "Name": f"Desk {at}",
                "Endpoints": [{"LambdaArn": function(f"desk-{at}", region)}],
                "MessageLogging": False,
            },
            attributes={
                "SipMediaApplicationId": f"{at:08x}-0000-4000-8000-00000000000{side}",
                "SipMediaApplicationArn": f"arn:aws:chime:{region}:{ACCOUNT}:sma/{at}",
            },
        )
        for at in range(chains)
        for side, region in enumerate(regions)
    ]
    numbers = [f"+1206{5550000 + at}" for at in range(count + unrouted)]
    lines = [
        Found(
            type_name="Custom::ChimePhoneNumber",
            id=number,
            region="us-east-1",
            properties={
                "AdoptId": number,
                "HomeRegion": "us-east-1",
                "ProductType": "SipMediaApplicationDialIn",
                **({"Name": f"Line {at}"} if at % 3 else {}),
            },
            attributes={"PhoneNumberId": number, "E164PhoneNumber": number},
        )
        for at, number in enumerate(numbers)
    ]
    rules = [
        Found(
            type_name="Custom::ChimeSipRule",
            id=f"{at:08x}-1111-4000-8000-000000000000",
            region="us-east-1",
            properties={
                "AdoptId": f"{at:08x}-1111-4000-8000-000000000000",
                "HomeRegion": "us-east-1",
                "Name": f"Line {at}",
                "TriggerType": "ToPhoneNumber",
                "TriggerValue": number,
                "TargetApplications": [
                    {
                        "SipMediaApplicationId": f"{at % chains:08x}-0000-4000-8000-00000000000{side}",
                        "Priority": side + 1,
                        "AwsRegion": region,
                    }
                    for side, region in enumerate(regions)
                ],
                "Disabled": at % 17 == 16,
            },
            attributes={"SipRuleId": f"{at:08x}-1111-4000-8000-000000000000"},
        )
        for at, number in enumerate(numbers[:count])
    ]
    return Estate(
        account=ACCOUNT,
        scanned_at="2026-11-28T12:00:00Z",
        regions=regions,
        resources=(*lines, *applications, *rules),
    )
