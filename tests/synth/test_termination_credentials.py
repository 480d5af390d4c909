import json

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager

from constructs_lib import TelephonyError, Termination, TerminationCredentials, VoiceConnector
from tests.synth.stacks import new_stack, only, properties, resources, template_of, warnings_of

CREDENTIALS = "Custom::ChimeTerminationCredentials"
ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:pbx-AbCdEf"
CONNECTOR_ID = "abcdefghijklmnopqrstu1"


def connector(stack, **props):
    termination = Termination(calling_regions=["US"], cidr_allowed_list=["203.0.113.0/28"])
    return VoiceConnector(stack, "Pbx", **({"termination": termination} | props))


def referred_to(stack):
    return VoiceConnector.from_voice_connector_id(stack, "Pbx", CONNECTOR_ID)


def policy(stack):
    found = resources(template_of(stack), "AWS::IAM::Policy").values()
    (document,) = [
        each["Properties"]["PolicyDocument"]
        for each in found
        if each["Properties"]["PolicyName"].startswith("SecretPolicy")
    ]
    return document["Statement"]


def test_names_the_secret_and_holds_nothing_of_it():
    stack = new_stack()
    users = secretsmanager.Secret(stack, "Users")
    TerminationCredentials(stack, "Credentials", voice_connector=connector(stack), secret=users)
    assert properties(stack, CREDENTIALS) == {
        "AwsRegion": "us-east-1",
        "VoiceConnectorId": {"Ref": "PbxA2D3FB15"},
        "SecretArn": {"Ref": stack.resolve(users.secret_arn)["Ref"]},
    }
    assert "DeletionPolicy" not in only(stack, CREDENTIALS)


def test_the_provider_may_read_this_secret_alone():
    stack = new_stack()
    TerminationCredentials(stack, "Credentials", voice_connector=connector(stack), secret=ARN)
    assert policy(stack) == [{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": ARN}]
    needs = only(stack, CREDENTIALS)["DependsOn"]
    assert [name for name in needs if "SecretPolicy" in name]


def test_it_may_decrypt_with_the_secrets_own_key_through_secrets_manager():
    stack = new_stack()
    key = kms.Key(stack, "Key")
    users = secretsmanager.Secret(stack, "Users", encryption_key=key)
    TerminationCredentials(stack, "Credentials", voice_connector=connector(stack), secret=users)
    _, decrypt = policy(stack)
    assert decrypt["Action"] == "kms:Decrypt"
    assert decrypt["Resource"] == stack.resolve(key.key_arn)
    assert "secretsmanager." in str(decrypt["Condition"]["StringEquals"]["kms:ViaService"])


def test_a_key_may_be_given_by_its_arn():
    stack = new_stack()
    key = "arn:aws:kms:us-east-1:123456789012:key/0f0f"
    TerminationCredentials(stack, "C", voice_connector=connector(stack), secret=ARN, encryption_key=key)
    assert policy(stack)[1]["Resource"] == key


def test_a_new_version_of_the_secret_makes_the_provider_put_them_again():
    stack = new_stack()
    TerminationCredentials(stack, "Credentials", voice_connector=connector(stack), secret=ARN, revision="1")
    rule = only(stack, "AWS::Events::Rule")["Properties"]
    assert rule["EventPattern"] == {
        "source": ["aws.secretsmanager"],
        "detail-type": ["Secret Label Updated"],
        "resources": [ARN],
        "detail": {"labelUpdated": ["AWSCURRENT"]},
    }
    (target,) = rule["Targets"]
    (name,) = resources(template_of(stack), CREDENTIALS)
    before, ref, after = target["Input"]["Fn::Join"][1]
    assert ref == {"Ref": name}
    assert json.loads(before + "id" + after) == {
        "ChimeVoicePutAgain": {"AwsRegion": "us-east-1", "VoiceConnectorId": "id", "SecretArn": ARN}
    }
    permission = only(stack, "AWS::Lambda::Permission")["Properties"]
    assert permission["Principal"] == "events.amazonaws.com"
    assert permission["FunctionName"] == target["Arn"]
    assert "Fn::GetAtt" in permission["SourceArn"]


def test_a_secret_by_its_name_is_found_whatever_stands_behind_the_name():
    stack = new_stack()
    users = secretsmanager.Secret.from_secret_name_v2(stack, "Users", "pbx")
    TerminationCredentials(stack, "Credentials", voice_connector=connector(stack), secret=users)
    (statement,) = policy(stack)
    (prefix,) = only(stack, "AWS::Events::Rule")["Properties"]["EventPattern"]["resources"]
    assert str(statement["Resource"]).endswith(":secret:pbx-??????']]}")
    assert str(prefix["prefix"]).endswith(":secret:pbx-']]}")


@pytest.mark.parametrize(
    "arn",
    [ARN.replace("us-east-1", "us-west-2"), ARN.replace("123456789012", "210987654321")],
    ids=["Region", "account"],
)
def test_a_secret_elsewhere_has_no_rule_and_a_warning_says_what_to_do(arn):
    app = cdk.App()
    stack = new_stack(app=app)
    TerminationCredentials(stack, "Credentials", voice_connector=connector(stack), secret=arn)
    warnings = warnings_of(app)
    assert "change revision and deploy" in warnings
    assert not resources(template_of(stack), "AWS::Events::Rule")


@pytest.mark.parametrize(
    ("make", "policy_of_deletion"),
    [
        (connector, None),
        (referred_to, "Retain"),
        (lambda stack: connector(stack, adopt=CONNECTOR_ID, termination=None), "Retain"),
    ],
    ids=["made", "referred to", "adopted"],
)
def test_the_list_of_a_connector_that_was_there_before_is_left_in_place(make, policy_of_deletion):
    stack = new_stack()
    TerminationCredentials(stack, "Credentials", voice_connector=make(stack), secret=ARN)
    assert only(stack, CREDENTIALS).get("DeletionPolicy") == policy_of_deletion


def test_the_removal_policy_says_otherwise():
    stack = new_stack()
    TerminationCredentials(
        stack, "C", voice_connector=referred_to(stack), secret=ARN, removal_policy=cdk.RemovalPolicy.DESTROY
    )
    assert "DeletionPolicy" not in only(stack, CREDENTIALS)


@pytest.mark.parametrize(
    ("props", "problem"),
    [
        ({"secret": "pbx"}, "secret must be the ARN of a secret of Secrets Manager, got 'pbx'"),
        ({"secret": 7}, "secret must be text, got 7"),
        (
            {"voice_connector": CONNECTOR_ID},
            "voice_connector must be a VoiceConnector, declared or referred to; got 'abc",
        ),
        ({"revision": ""}, "revision must have 1 to 256 characters"),
        ({"removal_policy": cdk.RemovalPolicy.SNAPSHOT}, "removal_policy must be RETAIN or DESTROY"),
    ],
)
def test_fails_when_the_values_cannot_work(props, problem):
    stack = new_stack()
    with pytest.raises(TelephonyError) as error:
        TerminationCredentials(stack, "C", **({"voice_connector": referred_to(stack), "secret": ARN} | props))
    assert str(error.value).startswith("termination credentials 'Test/C'")
    assert problem in str(error.value)


def test_fails_without_termination():
    stack = new_stack()
    with pytest.raises(TelephonyError, match="voice_connector must have termination"):
        TerminationCredentials(stack, "C", voice_connector=VoiceConnector(stack, "Pbx"), secret=ARN)


def test_fails_for_a_second_list_of_one_connector():
    stack = new_stack()
    pbx = connector(stack)
    TerminationCredentials(stack, "First", voice_connector=pbx, secret=ARN)
    with pytest.raises(TelephonyError, match="has the credentials 'Test/First' already"):
        TerminationCredentials(stack, "Second", voice_connector=pbx, secret=ARN)


def test_fails_outside_of_the_connectors_region():
    app = cdk.App()
    pbx = connector(new_stack("us-west-2", app=app))
    with pytest.raises(TelephonyError, match="must be in the stack's own Region 'us-east-1', got one in 'us-west-2'"):
        TerminationCredentials(new_stack("us-east-1", app=app), "C", voice_connector=pbx, secret=ARN)
