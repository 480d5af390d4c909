import json

import aws_cdk as cdk
import pytest
from aws_cdk import aws_logs as logs

from constructs_lib import (
    EmergencyCalling,
    EmergencyNumber,
    ExternalSystems,
    Logging,
    Origination,
    OriginationRoute,
    PhoneNumber,
    Streaming,
    TelephonyError,
    Termination,
    VoiceConnector,
)
from tests.synth.stacks import new_stack, only, properties, resources, template_of, warnings_of

CONNECTOR = "Custom::ChimeVoiceConnector"
TERMINATION = Termination(calling_regions=["US"], cidr_allowed_list=["203.0.113.0/28"])
ORIGINATION = Origination(routes=[OriginationRoute("pbx.example.com")])


def policies(stack):
    return {
        one["Properties"]["PolicyName"]: one["Properties"]["PolicyDocument"]["Statement"]
        for one in resources(template_of(stack), "AWS::IAM::Policy").values()
    }


def test_everything_set_reaches_the_template():
    stack = new_stack()
    VoiceConnector(
        stack,
        "Pbx",
        integration_type="CONNECT_ANALYTICS_CONNECTOR",
        termination=Termination(
            calling_regions=["US", "CA"],
            cidr_allowed_list=["203.0.113.0/28"],
            cps_limit=2,
            default_phone_number="+12065550100",
            disabled=False,
        ),
        origination=Origination(
            routes=[
                OriginationRoute("pbx.example.com", port=5061, weight=70, priority=7),
                OriginationRoute("203.0.113.9"),
            ]
        ),
        streaming=Streaming(
            data_retention_hours=24,
            notification_targets=["SNS", "EventBridge"],
            media_insights_configuration_arn="arn:aws:chime:us-east-1:123456789012:media-insights-pipeline-configuration/x",
        ),
        logging=Logging(sip=True),
        emergency_calling=EmergencyCalling(
            numbers=[EmergencyNumber(phone_number="+12065550101", test_phone_number="+12065550102")]
        ),
        external_systems=ExternalSystems(session_border_controllers=["RIBBON_SBC"]),
    )
    found = properties(stack, CONNECTOR)
    assert {key: found[key] for key in set(found) - {"Name", "AwsRegion", "RequireEncryption"}} == {
        "IntegrationType": "CONNECT_ANALYTICS_CONNECTOR",
        "Termination": {
            "CallingRegions": ["US", "CA"],
            "CidrAllowedList": ["203.0.113.0/28"],
            "CpsLimit": 2,
            "DefaultPhoneNumber": "+12065550100",
            "Disabled": False,
        },
        "Origination": {
            "Routes": [
                {"Host": "pbx.example.com", "Port": 5061, "Protocol": "TCP", "Priority": 7, "Weight": 70},
                {"Host": "203.0.113.9", "Port": 5060, "Protocol": "TCP", "Priority": 2, "Weight": 1},
            ],
            "Disabled": False,
        },
        "StreamingConfiguration": {
            "DataRetentionInHours": 24,
            "Disabled": False,
            "StreamingNotificationTargets": [{"NotificationTarget": "SNS"}, {"NotificationTarget": "EventBridge"}],
            "MediaInsightsConfiguration": {
                "ConfigurationArn": "arn:aws:chime:us-east-1:123456789012:media-insights-pipeline-configuration/x",
                "Disabled": False,
            },
        },
        "LoggingConfiguration": {"EnableSIPLogs": True, "EnableMediaMetricLogs": False},
        "EmergencyCallingConfiguration": {
            "DNIS": [
                {
                    "EmergencyPhoneNumber": "+12065550101",
                    "TestPhoneNumber": "+12065550102",
                    "CallingCountry": "US",
                }
            ]
        },
        "ExternalSystemsConfiguration": {"SessionBorderControllerTypes": ["RIBBON_SBC"]},
    }


def test_a_default_number_may_be_a_construct():
    stack = new_stack()
    number = PhoneNumber(stack, "Main", area_code="206")
    termination = Termination(calling_regions=["US"], cidr_allowed_list=["203.0.113.0/28"], default_phone_number=number)
    VoiceConnector(stack, "Pbx", termination=termination)
    default = properties(stack, CONNECTOR)["Termination"]["DefaultPhoneNumber"]
    assert default == stack.resolve(number.e164_phone_number)


@pytest.mark.parametrize(
    ("props", "protocol"),
    [
        ({}, "TCP"),
        ({"require_encryption": False}, "UDP"),
        ({"adopt": "abcdefghijklmnopqrstu1"}, None),
        ({"adopt": "abcdefghijklmnopqrstu1", "require_encryption": True}, "TCP"),
    ],
)
def test_the_protocol_of_a_route_follows_the_encryption(props, protocol):
    stack = new_stack()
    VoiceConnector(stack, "Pbx", origination=ORIGINATION, **props)
    (route,) = properties(stack, CONNECTOR)["Origination"]["Routes"]
    assert route.get("Protocol") == protocol


def test_values_may_come_at_deployment():
    stack = new_stack()
    blocks = cdk.CfnParameter(stack, "Blocks", type="CommaDelimitedList")
    host = cdk.CfnParameter(stack, "Host")
    weight = cdk.CfnParameter(stack, "Weight", type="Number")
    VoiceConnector(
        stack,
        "Pbx",
        termination=Termination(calling_regions=["US"], cidr_allowed_list=blocks.value_as_list),
        origination=Origination(
            routes=[OriginationRoute(host.value_as_string, weight=weight.value_as_number)]  # type: ignore[arg-type]
        ),
    )
    found = properties(stack, CONNECTOR)
    assert found["Termination"]["CidrAllowedList"] == {"Ref": "Blocks"}
    (route,) = found["Origination"]["Routes"]
    assert (route["Host"], route["Weight"]) == ({"Ref": "Host"}, {"Ref": "Weight"})


def test_a_connector_without_parts_needs_nothing_around_it():
    stack = new_stack()
    VoiceConnector(stack, "Pbx")
    assert set(policies(stack)) == {"VoiceConnectorPolicy"}
    assert not resources(template_of(stack), "AWS::Logs::ResourcePolicy")


def test_logs_are_let_in_by_a_policy_of_the_stacks_own_name_for_the_services_groups_alone():
    stack = new_stack()
    for name in ("One", "Two"):
        VoiceConnector(stack, name, logging=Logging(sip=True))
    policy = only(stack, "AWS::Logs::ResourcePolicy")["Properties"]
    assert policy["PolicyName"] == {"Fn::Sub": "${AWS::StackName}-ChimeVoiceLogs"}
    (statement,) = json.loads(policy["PolicyDocument"]["Fn::Sub"])["Statement"]
    assert statement["Principal"] == {"Service": "delivery.logs.amazonaws.com"}
    assert [resource.partition("log-group:")[2] for resource in statement["Resource"]] == [
        "/aws/ChimeVoiceConnectorSipMessages/*:log-stream:*",
        "/aws/ChimeVoiceConnectorLogs/*:log-stream:*",
    ]
    assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": "${AWS::AccountId}"}
    (rights,) = policies(stack)["ConnectorLogsPolicy"]
    assert "logs:PutResourcePolicy" not in rights["Action"]
    for connector in resources(template_of(stack), CONNECTOR).values():
        assert len([name for name in connector["DependsOn"] if "Log" in name]) == 2


def test_logs_are_kept_as_long_as_is_said():
    stack = new_stack()
    VoiceConnector(stack, "Pbx", logging=Logging(sip=True, retention=logs.RetentionDays.ONE_WEEK))
    retention = only(stack, "Custom::LogRetention")["Properties"]
    assert retention["RetentionInDays"] == 7
    assert retention["LogGroupName"] == {
        "Fn::Join": ["", ["/aws/ChimeVoiceConnectorSipMessages/", {"Ref": "PbxA2D3FB15"}]]
    }


def test_rights_for_streams_and_for_connect_are_there_only_where_they_are_declared():
    stack = new_stack()
    VoiceConnector(
        stack, "Pbx", streaming=Streaming(data_retention_hours=0), integration_type="CONNECT_ANALYTICS_CONNECTOR"
    )
    found = policies(stack)
    role, insights = found["ConnectorStreamingPolicy"]
    assert role["Action"] == "iam:CreateServiceLinkedRole"
    assert insights["Action"] == "chime:GetMediaInsightsPipelineConfiguration"
    assert insights["Resource"]["Fn::Sub"].endswith(":media-insights-pipeline-configuration/*")
    (connect,) = found["ConnectorIntegrationPolicy"]
    assert connect["Action"] == ["chime:CreateConnectAnalyticsConnector", "chime:CreateConnectCallTransferConnector"]


@pytest.mark.parametrize(
    ("block", "warning"),
    [
        ("203.0.113.5/28", "names a host within 203.0.113.0/28"),
        ("198.51.0.0/16", "65536 addresses; the service may take no block larger than /27"),
        ("203.0.113.0/27", ""),
        ("2001:db8::/64", ""),
    ],
)
def test_a_block_that_lets_many_in_is_warned_of(block, warning):
    app = cdk.App()
    stack = new_stack(app=app)
    VoiceConnector(stack, "Pbx", termination=Termination(calling_regions=["US"], cidr_allowed_list=[block]))
    warnings = warnings_of(app)
    assert warning in warnings
    assert bool(warning) == ("cidr_allowed_list" in warnings)


@pytest.mark.parametrize(
    ("props", "problem"),
    [
        ({"termination": {"calling_regions": ["US"]}}, "termination must be a Termination, got {'calling_regions'"),
        ({"origination": [ORIGINATION]}, "origination must be an Origination, got [Origination("),
        (
            {"termination": Termination(calling_regions="US", cidr_allowed_list=["203.0.113.0/28"])},
            "termination.calling_regions must be a list, got 'US'",
        ),
        (
            {"termination": Termination(calling_regions=["US"], cidr_allowed_list=[28])},  # type: ignore[list-item]
            "termination.cidr_allowed_list[0] must be text, got 28",
        ),
        (
            {"origination": Origination(routes=["pbx.example.com"])},  # type: ignore[list-item]
            "origination.routes[0] must be an OriginationRoute, got 'pbx.example.com'",
        ),
        (
            {"origination": Origination(routes=[OriginationRoute("192.168.1.7")])},
            "origination.routes[0].host must be public, got '192.168.1.7'",
        ),
        (
            {"origination": Origination(routes=[OriginationRoute("pbx.example.com", protocol="UDP")])},
            "origination.routes[0].protocol must be TCP on an encrypted connector",
        ),
        (
            {"origination": Origination(routes=[OriginationRoute("pbx.example.com", port="5060")])},  # type: ignore[arg-type]
            "origination.routes[0].port must be a whole number, got '5060'",
        ),
        (
            {"streaming": Streaming(data_retention_hours=-1)},
            "streaming.data_retention_hours must be a whole number of at least 0, got -1",
        ),
        (
            {"streaming": Streaming(data_retention_hours=1, notification_targets=["Mail"])},
            "streaming.notification_targets[0] must be one of EventBridge, SNS, SQS; got 'Mail'",
        ),
        (
            {"streaming": Streaming(data_retention_hours=1, media_insights_configuration_arn="x")},
            "streaming.media_insights_configuration_arn must be an ARN, got 'x'",
        ),
        ({"logging": Logging(sip="false")}, "logging.sip must be True or False, got 'false'"),  # type: ignore[arg-type]
        ({"logging": Logging(sip=True, retention=7)}, "logging.retention must be one of"),  # type: ignore[arg-type]
        ({"logging": Logging(retention=logs.RetentionDays.ONE_DAY)}, "logging.retention is for logs, which are off"),
        (
            {"emergency_calling": EmergencyCalling(numbers=[EmergencyNumber(phone_number="911")])},
            "emergency_calling.numbers[0].phone_number must be a U.S. number in E.164 form such as +12065550100, got '911'",
        ),
        (
            {"emergency_calling": EmergencyCalling(numbers=[EmergencyNumber(phone_number="+12065550101")])},
            "emergency_calling needs origination, got none",
        ),
        (
            {"emergency_calling": EmergencyCalling(numbers=["911"])},  # type: ignore[list-item]
            "emergency_calling.numbers[0] must be an EmergencyNumber, got '911'",
        ),
        ({"external_systems": ExternalSystems()}, "external_systems must name a session border controller or"),
        (
            {"external_systems": ExternalSystems(contact_center_systems=["PBX"])},
            "external_systems.contact_center_systems[0] must be one of GENESYS_ENGAGE_ON_PREMISES",
        ),
    ],
)
def test_fails_when_a_part_cannot_work(props, problem):
    with pytest.raises(TelephonyError) as error:
        VoiceConnector(new_stack(), "Pbx", **props)
    assert str(error.value).startswith("Voice Connector 'Test/Pbx'")
    assert problem in str(error.value)


def test_every_problem_of_every_part_is_told_at_once():
    with pytest.raises(TelephonyError) as error:
        VoiceConnector(
            new_stack(),
            "Pbx",
            termination=Termination(calling_regions=["usa"], cidr_allowed_list=["10.0.0.0/8"], cps_limit=0),
            origination=Origination(routes=[OriginationRoute("pbx", priority=0, weight=500)]),
        )
    assert len(error.value.problems) == 6
