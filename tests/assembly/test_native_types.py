"""CloudFormation's own types for applications and connectors, as the CDK's generated constructs write them."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_chime as chime

from constructs_lib.assembly import read
from tests.assembly.by_hand import ACCOUNT, ARN, NUMBER, rule, stack, target, write


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    app = cdk.App(outdir=str(tmp_path_factory.mktemp("native") / "cdk.out"))
    voice = cdk.Stack(app, "Voice", env=cdk.Environment(account=ACCOUNT, region="us-east-1"))
    answer = chime.CfnSipMediaApplication(
        voice,
        "App",
        aws_region="us-east-1",
        name="answering",
        endpoints=[chime.CfnSipMediaApplication.SipMediaApplicationEndpointProperty(lambda_arn=ARN)],
        tags=[cdk.CfnTag(key="team", value="voice")],
    )
    connector = chime.CfnVoiceConnector(voice, "Pbx", name="pbx", require_encryption=True)
    connector.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
    for name, chosen in (("ById", answer.attr_sip_media_application_id), ("ByArn", answer.ref)):
        declared = rule(connector.attr_outbound_host_name, target(chosen), TriggerType="RequestUriHostname")
        cdk.CfnResource(voice, name, type=declared["Type"], properties=declared["Properties"])
    return read(app.synth().directory)


def test_a_rule_leads_to_a_native_application_and_its_function(table):
    route = table.routes[0]
    assert route.trigger.value == "<host of Voice/Pbx>"
    assert (route.targets[0].application_id, route.targets[0].application_name) == (
        "<application Voice/App>",
        "answering",
    )
    assert route.targets[0].function.arn == ARN
    assert [each.application_id for each in table.applications] == ["<application Voice/App>"]


def test_the_arn_that_ref_is_does_not_do_as_an_id(table):
    (told,) = table.unresolved
    named = "<SipMediaApplicationArn of Voice/App>, which is not the id of application answering"
    assert told == f"Voice/ByArn: the rule names {named}: that is <application Voice/App>"


def test_native_resources_are_there_by_property(table):
    application, connector = table.resources[:2]
    assert (application.type_name, application.label, application.region, application.retained) == (
        "AWS::Chime::SipMediaApplication",
        "SIP media application",
        "us-east-1",
        False,
    )
    assert {each.name: each.on_change for each in application.properties} == {
        "AwsRegion": "replacement",
        "Endpoints": "in place",
        "Name": "in place",
        "Tags": "in place",
    }
    # Which Region a connector without AwsRegion is made in is not told.
    assert (connector.identity, connector.region, connector.retained) == ("<host of Voice/Pbx>", "", True)
    assert connector.value("RequireEncryption") == "true"
    assert [(each.host, each.arn, each.origin.construct_path) for each in table.connectors] == [
        ("<host of Voice/Pbx>", "<VoiceConnectorArn of Voice/Pbx>", "Voice/Pbx")
    ]


def test_a_native_application_is_never_adopted(tmp_path):
    properties = {"AwsRegion": "us-east-1", "Name": "a", "Endpoints": [{"LambdaArn": ARN}], "AdoptId": "sma-1"}
    app = {"Type": "AWS::Chime::SipMediaApplication", "Properties": properties}
    table = read(write(tmp_path, {"Voice": stack({"App": app, "Rule": rule(NUMBER, target("sma-1"))})}))
    assert [each.application_id for each in table.applications] == ["<application Voice/App>"]
    assert not table.resources[0].adopted
