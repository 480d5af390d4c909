import pytest
from aws_cdk import RemovalPolicy
from aws_cdk import aws_kms as kms

from constructs_lib import TelephonyError, VoiceProfileDomain
from tests.synth.stacks import ACCOUNT, new_stack, only, properties, resources, template_of

DOMAIN = "Custom::ChimeVoiceProfileDomain"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/0f0f0f0f-0000-4000-8000-000000000001"
ID = "0f0f0f0f-0000-4000-8000-00000000000a"


def test_declares_name_key_and_description():
    stack = new_stack()
    VoiceProfileDomain(stack, "Prints", key=KEY, description="Of regular callers", tags={"team": "voice"})
    assert properties(stack, DOMAIN) == {
        "HomeRegion": "us-east-1",
        "Name": "Test-Prints",
        "Description": "Of regular callers",
        "ServerSideEncryptionConfiguration": {"KmsKeyArn": KEY},
        "Tags": [{"Key": "team", "Value": "voice"}],
    }


def test_is_retained_unless_its_loss_is_asked_for():
    def policies(**values):
        stack = new_stack()
        VoiceProfileDomain(stack, "Prints", key=KEY, **values)
        one = only(stack, DOMAIN)
        return one.get("DeletionPolicy"), one.get("UpdateReplacePolicy")

    assert policies() == ("Retain", "Retain")
    assert policies(removal_policy=RemovalPolicy.DESTROY) == (None, None)


def test_lets_the_provider_use_that_key_alone():
    stack = new_stack()
    key = kms.Key(stack, "Key")
    VoiceProfileDomain(stack, "Prints", key=key)
    template = template_of(stack)
    statements = [
        statement
        for policy in resources(template, "AWS::IAM::Policy").values()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
    ]
    arn = stack.resolve(key.key_arn)
    assert {"Effect": "Allow", "Action": ["kms:CreateGrant", "kms:DescribeKey"], "Resource": arn} in statements
    assert [s["Resource"] for s in statements if any(a.startswith("kms:") for a in s["Action"])] == [arn]
    declared = only(stack, DOMAIN)
    policies = {
        template["Resources"][name]["Properties"]["PolicyName"]
        for name in declared["DependsOn"]
        if template["Resources"][name]["Type"] == "AWS::IAM::Policy"
    }
    assert "VoiceProfileDomainPolicy" in policies
    assert len(policies) == 2
    assert declared["Properties"]["ServerSideEncryptionConfiguration"] == {"KmsKeyArn": arn}


def test_adopting_leaves_name_and_key_as_they_are():
    stack = new_stack()
    VoiceProfileDomain(stack, "Prints", adopt=ID)
    assert properties(stack, DOMAIN) == {"HomeRegion": "us-east-1", "AdoptId": ID}
    assert only(stack, DOMAIN)["DeletionPolicy"] == "RetainExceptOnCreate"


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({}, "key must be given, unless the voice profile domain is adopted"),
        ({"key": "alias/voice"}, "key must be the ARN of a KMS key, no alias, got 'alias/voice'"),
        ({"key": KEY, "name": "a/b"}, "name must be letters, digits"),
        ({"key": KEY, "description": "x" * 1025}, "description must have 0 to 1024 characters"),
        ({"key": KEY, "adopt": "a name"}, "adopt must be the service's id"),
        ({"key": KEY, "tags": ["team"]}, "tags must be a mapping"),
    ],
)
def test_a_value_that_the_service_does_not_take_is_refused(values, problem):
    with pytest.raises(TelephonyError, match=problem):
        VoiceProfileDomain(new_stack(), "Prints", **values)


def test_a_region_without_the_service_is_refused():
    with pytest.raises(TelephonyError, match="Region must be one of us-east-1"):
        VoiceProfileDomain(new_stack("sa-east-1"), "Prints", key=KEY)


def test_can_be_referred_to_by_id():
    stack = new_stack("us-west-2")
    domain = VoiceProfileDomain.from_voice_profile_domain_id(stack, "Prints", ID)
    assert domain.voice_profile_domain_id == ID
    assert stack.resolve(domain.voice_profile_domain_arn)["Fn::Join"][1][-1].endswith(
        f":chime:us-west-2:{ACCOUNT}:voice-profile-domain/{ID}"
    )
    with pytest.raises(TelephonyError, match="voice_profile_domain_id must be the service's id, no name or ARN"):
        VoiceProfileDomain.from_voice_profile_domain_id(stack, "Other", "arn:aws:chime:…")


def test_tells_its_id_and_arn():
    stack = new_stack()
    domain = VoiceProfileDomain(stack, "Prints", key=KEY)
    name = next(iter(resources(template_of(stack), DOMAIN)))
    assert stack.resolve(domain.voice_profile_domain_id) == {"Ref": name}
    assert stack.resolve(domain.voice_profile_domain_arn) == {"Fn::GetAtt": [name, "VoiceProfileDomainArn"]}
