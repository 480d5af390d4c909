import json

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3

from constructs_lib import GlobalSettings, TelephonyError
from tests.synth.stacks import new_stack, only, properties, resources, template_of, warnings_of

SETTINGS = "Custom::ChimeGlobalSettings"


def test_names_a_bucket():
    stack = new_stack()
    GlobalSettings(stack, "Settings", call_detail_records="records-of-calls")
    assert properties(stack, SETTINGS) == {"HomeRegion": "us-east-1", "CdrBucket": "records-of-calls"}
    assert "DeletionPolicy" not in only(stack, SETTINGS)


def test_asks_where_numbers_are_managed():
    stack = new_stack("eu-west-2")
    GlobalSettings(stack, "Settings", call_detail_records="records-of-calls")
    assert properties(stack, SETTINGS)["HomeRegion"] == "us-east-1"


def test_lets_the_service_into_a_bucket_of_the_app_before_it_is_named():
    stack = new_stack()
    bucket = s3.Bucket(stack, "Records")
    GlobalSettings(stack, "Settings", call_detail_records=bucket)
    template = template_of(stack)
    ((policy_id, policy),) = resources(template, "AWS::S3::BucketPolicy").items()
    declared = only(stack, SETTINGS)
    assert declared["Properties"]["CdrBucket"] == stack.resolve(bucket.bucket_name)
    assert policy_id in declared["DependsOn"]
    statements = policy["Properties"]["PolicyDocument"]["Statement"]
    by_action = {action: one for one in statements for action in one["Action"]}
    assert set(by_action) == {"s3:GetBucketAcl", "s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:PutObjectAcl"}
    for one in statements:
        assert one["Principal"] == {"Service": "voiceconnector.chime.amazonaws.com"}
        assert one["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    assert json.dumps(by_action["s3:PutObject"]["Resource"]).endswith('"/Amazon-Chime-*"]]}')


def test_of_a_bucket_of_elsewhere_it_says_what_its_policy_needs():
    app = cdk.App()
    stack = new_stack(app=app)
    bucket = s3.Bucket.from_bucket_name(stack, "Records", "records-of-calls")
    GlobalSettings(stack, "Settings", call_detail_records=bucket)
    told = warnings_of(app)
    assert "the bucket of call_detail_records is not declared in this app" in told
    assert "s3:PutObjectAcl" in told


def test_adopting_leaves_the_setting_in_place():
    stack = new_stack()
    GlobalSettings(stack, "Settings", call_detail_records="records-of-calls", adopt="old-records")
    assert properties(stack, SETTINGS)["AdoptId"] == "old-records"
    assert only(stack, SETTINGS)["DeletionPolicy"] == "RetainExceptOnCreate"


@pytest.mark.parametrize("value", ["Records", "records.of.calls", "ab", "xn--records", "records-s3alias", ""])
def test_a_name_that_the_service_does_not_take_is_refused(value):
    with pytest.raises(TelephonyError, match="call_detail_records must be the name of a bucket"):
        GlobalSettings(new_stack(), "Settings", call_detail_records=value)


def settings_in(*accounts):
    app = cdk.App()
    for at, account in enumerate(accounts):
        stack = cdk.Stack(app, f"S{at}", env=cdk.Environment(region="us-east-1", account=account))
        GlobalSettings(stack, "Settings", call_detail_records="records-of-calls")


def test_two_in_an_app_are_refused_unless_they_are_of_two_accounts():
    one, other = "111122223333", "444455556666"
    settings_in(one, other)
    for accounts in ((one, one), (one, None), (None, None)):
        with pytest.raises(TelephonyError, match="an account has one, and 'S0/Settings' declares it already"):
            settings_in(*accounts)


def test_two_apps_do_not_know_of_each_other():
    settings_in("111122223333")
    settings_in("111122223333")
