import aws_cdk as cdk
import pytest

from constructs_lib import CallHandler, PromptBucket, RecordingBucket, TelephonyError
from tests.synth.stacks import new_stack, only, warnings_of

BUCKET, POLICY = "AWS::S3::Bucket", "AWS::S3::BucketPolicy"
SERVICE = {"Service": "voiceconnector.chime.amazonaws.com"}


def allowed(stack):
    statements = only(stack, POLICY)["Properties"]["PolicyDocument"]["Statement"]
    assert [one["Condition"] for one in statements if one["Effect"] == "Deny"] == [
        {"Bool": {"aws:SecureTransport": "false"}}
    ]
    return [one for one in statements if one["Effect"] == "Allow"]


@pytest.mark.parametrize(
    ("kind", "actions"),
    [(PromptBucket, "s3:GetObject"), (RecordingBucket, ["s3:PutObject", "s3:PutObjectAcl"])],
)
def test_the_service_may_do_what_the_bucket_is_for_and_nothing_else(kind, actions):
    stack = new_stack()
    kind(stack, "Bucket")
    (statement,) = allowed(stack)
    assert statement["Principal"] == SERVICE
    assert statement["Action"] == actions
    assert statement["Condition"]["StringEquals"]["aws:SourceAccount"] in ({"Ref": "AWS::AccountId"}, "123456789012")


@pytest.mark.parametrize("kind", [PromptBucket, RecordingBucket])
def test_it_is_encrypted_as_the_service_supports_closed_to_the_public_and_kept(kind):
    stack = new_stack()
    kind(stack, "Bucket")
    bucket = only(stack, BUCKET)
    (rule,) = bucket["Properties"]["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    assert set(bucket["Properties"]["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["DeletionPolicy"] == "Retain"


def test_prompts_have_older_versions_and_recordings_take_access_control_lists():
    stack = new_stack()
    PromptBucket(stack, "Bucket")
    assert only(stack, BUCKET)["Properties"]["VersioningConfiguration"] == {"Status": "Enabled"}
    stack = new_stack()
    RecordingBucket(stack, "Bucket")
    properties = only(stack, BUCKET)["Properties"]
    assert properties["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}
    assert "LifecycleConfiguration" not in properties


def test_recordings_are_deleted_when_that_was_asked_for():
    stack = new_stack()
    RecordingBucket(stack, "Bucket", delete_after_days=90)
    (rule,) = only(stack, BUCKET)["Properties"]["LifecycleConfiguration"]["Rules"]
    assert (rule["ExpirationInDays"], rule["Status"]) == (90, "Enabled")


@pytest.mark.parametrize("days", [0, 1.5, "30", True])
def test_what_is_no_number_of_days_is_refused(days):
    with pytest.raises(TelephonyError, match="delete_after_days must be 1 to 36500 days, or None for never; got"):
        RecordingBucket(new_stack(), "Bucket", delete_after_days=days)


def test_a_handler_takes_it_without_a_warning_and_opens_it_no_further():
    app = cdk.App()
    stack = new_stack(app=app)
    recordings = RecordingBucket(stack, "Bucket")
    plan = CallHandler.template(
        "record", consent_text="This call is recorded.", to="+12065550142", recordings=recordings
    )
    CallHandler(stack, "Voicemail", plan=plan)
    assert warnings_of(app) == ""
    assert len(allowed(stack)) == 1
