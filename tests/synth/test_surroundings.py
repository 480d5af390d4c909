"""What the parameters of a handler open to the service, and to the function: that, and nothing else."""

import json
from typing import Any

import aws_cdk as cdk
import botocore.session
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from chime_voice.contract.checks import VOICE_REGIONS

from constructs_lib import CallHandler, FailoverVoiceApp, HandlerPlan, TelephonyError, Trigger, _surroundings
from tests.synth.stacks import FOLDER, new_stack, only, resources, template_of, warnings_of

SERVICE = {"Service": "voiceconnector.chime.amazonaws.com"}
OWN_ACCOUNT = {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
ALIAS = "arn:aws:lex:us-east-1:123456789012:bot-alias/BOTBOTBOT1/ALIASALIA1"
PINS = "arn:aws:secretsmanager:us-east-1:123456789012:secret:pins-AbCdEf"


def with_parameters(**parameters) -> HandlerPlan:
    return CallHandler.from_folder(FOLDER, entry="app.handler", parameters=parameters)


def statements_of_bucket(stack: cdk.Stack) -> list[dict[str, Any]]:
    return list(only(stack, "AWS::S3::BucketPolicy")["Properties"]["PolicyDocument"]["Statement"])


def variables_of(stack: cdk.Stack) -> dict[str, Any]:
    return dict(only(stack, "AWS::Lambda::Function")["Properties"]["Environment"]["Variables"])


def rights_of(stack: cdk.Stack) -> list[dict[str, Any]]:
    """What the function may do besides writing to its log."""
    role = only(stack, "AWS::IAM::Role")["Properties"]
    return [
        statement
        for policy in role["Policies"]
        if policy["PolicyName"] != "Log"
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def test_the_service_may_read_the_sounds_of_a_bucket_of_prompts_and_no_more():
    stack = new_stack()
    bucket = s3.Bucket(stack, "Prompts")
    CallHandler(stack, "Answer", plan=with_parameters(prompts=bucket))
    (statement,) = statements_of_bucket(stack)
    name = stack.resolve(bucket.bucket_name)["Ref"]
    assert statement == {
        "Effect": "Allow",
        "Action": "s3:GetObject",
        "Principal": SERVICE,
        "Resource": {"Fn::Join": ["", [{"Fn::GetAtt": [name, "Arn"]}, "/*"]]},
        "Condition": OWN_ACCOUNT,
    }
    assert variables_of(stack) == {"CHIME_VOICE_PROMPTS": {"Ref": name}}
    assert rights_of(stack) == []


def test_only_the_sounds_that_are_named_may_be_read():
    stack = new_stack("us-west-2")
    plan = with_parameters(prompts=s3.Bucket(stack, "Prompts"), text_audio="{region}/hello.wav", audio="bye.wav")
    CallHandler(stack, "Answer", plan=plan)
    (statement,) = statements_of_bucket(stack)
    assert [arn["Fn::Join"][1][1] for arn in statement["Resource"]] == ["/bye.wav", "/us-west-2/hello.wav"]


def test_the_service_may_put_recordings_into_a_bucket_and_not_read_them():
    stack = new_stack()
    CallHandler(stack, "Answer", plan=with_parameters(recordings=s3.Bucket(stack, "Recordings")))
    (statement,) = statements_of_bucket(stack)
    assert statement["Action"] == ["s3:PutObject", "s3:PutObjectAcl"]
    assert (statement["Principal"], statement["Condition"]) == (SERVICE, OWN_ACCOUNT)
    assert rights_of(stack) == []


def test_one_bucket_for_both_has_both_statements_always_in_one_order():
    stack = new_stack()
    bucket = s3.Bucket(stack, "Sounds")
    CallHandler(stack, "Answer", plan=with_parameters(recordings=bucket, prompts=bucket, audio="hello.wav"))
    play, record = statements_of_bucket(stack)
    assert (play["Action"], record["Action"]) == ("s3:GetObject", ["s3:PutObject", "s3:PutObjectAcl"])


def test_a_handler_without_such_parameters_opens_nothing():
    stack = new_stack()
    CallHandler(stack, "Answer", plan=with_parameters(text="Hello"))
    kinds = {resource["Type"] for resource in template_of(stack)["Resources"].values()}
    assert kinds == {"AWS::Logs::LogGroup", "AWS::IAM::Role", "AWS::Lambda::Function"}
    assert rights_of(stack) == []


def test_one_bucket_for_all_regions_gets_its_statement_once():
    app = cdk.App()
    storage = cdk.Stack(app, "Storage", env=cdk.Environment(region="us-east-1", account="123456789012"))
    plan = with_parameters(prompts=s3.Bucket(storage, "Prompts"))
    voice = FailoverVoiceApp(app, "Support", regions=["us-east-1", "us-west-2"], handler=plan, account="123456789012")
    voice.route(Trigger.phone_number("+12065550100"))
    template = template_of(storage)
    (policy,) = resources(template, "AWS::S3::BucketPolicy").values()
    assert len(policy["Properties"]["PolicyDocument"]["Statement"]) == 1
    there = resources(template_of(voice.stacks["us-west-2"]), "AWS::Lambda::Function").values()
    (name,) = [
        function["Properties"]["Environment"]["Variables"]["CHIME_VOICE_PROMPTS"]
        for function in there
        if function["Properties"]["Handler"] == "app.handler"
    ]
    assert "Fn::GetStackOutput" in name


@pytest.mark.parametrize("given", ["prompts-{region}", "imported"])
def test_a_bucket_that_is_not_declared_here_is_asked_for_its_statement(given):
    app = cdk.App()
    stack = new_stack("us-west-2", app=app)
    bucket = s3.Bucket.from_bucket_name(stack, "Theirs", "prompts-us-west-2") if given == "imported" else given
    CallHandler(stack, "Answer", plan=with_parameters(prompts=bucket))
    warnings = warnings_of(app)
    assert "the bucket for prompts" in warnings
    assert '"Action": ["s3:GetObject"]' in warnings
    assert "prompts-us-west-2/*" in warnings
    assert resources(template_of(stack), "AWS::S3::BucketPolicy") == {}
    assert variables_of(stack) == {"CHIME_VOICE_PROMPTS": "prompts-us-west-2" if given == "imported" else given}


@pytest.mark.parametrize("kind", ["managed", "own", "none"])
def test_warns_of_a_bucket_that_is_encrypted_with_a_kms_key(kind):
    app = cdk.App()
    stack = new_stack(app=app)
    bucket = {
        "managed": lambda: s3.Bucket(stack, "B", encryption=s3.BucketEncryption.KMS_MANAGED),
        "own": lambda: s3.Bucket(stack, "B", encryption_key=kms.Key(stack, "Key")),
        "none": lambda: s3.Bucket(stack, "B", encryption=s3.BucketEncryption.S3_MANAGED),
    }[kind]()
    CallHandler(stack, "Answer", plan=with_parameters(recordings=bucket))
    assert ("chime:recordings-key" in warnings_of(app)) == (kind != "none")


def test_fails_for_a_bucket_of_another_account():
    stack = new_stack()
    bucket = s3.Bucket.from_bucket_attributes(stack, "Theirs", bucket_name="theirs", account="210987654321")
    with pytest.raises(TelephonyError, match="must be a bucket of the same account, 123456789012; got one of 2109"):
        CallHandler(stack, "Answer", plan=with_parameters(prompts=bucket))


def test_the_service_may_talk_to_the_alias_of_a_bot_and_nobody_else_may():
    stack = new_stack()
    CallHandler(stack, "Answer", plan=with_parameters(bot=ALIAS.replace("us-east-1", "{region}")))
    policy = only(stack, "AWS::Lex::ResourcePolicy")["Properties"]
    assert policy["ResourceArn"] == ALIAS
    (statement,) = policy["Policy"]["Statement"]
    assert statement["Principal"] == SERVICE
    assert (statement["Action"], statement["Resource"]) == ("lex:StartConversation", ALIAS)
    assert statement["Condition"]["StringEquals"] == {"AWS:SourceAccount": {"Ref": "AWS::AccountId"}}
    sources = statement["Condition"]["ArnEquals"]["AWS:SourceArn"]
    assert [":voiceconnector:" in json.dumps(arn) for arn in sources] == [True, False]
    assert all(json.dumps(arn).count("sma/*") == 1 for arn in sources)
    assert rights_of(stack) == []


def test_two_handlers_with_one_bot_declare_its_policy_once():
    stack = new_stack()
    CallHandler(stack, "Day", plan=with_parameters(bot=ALIAS))
    CallHandler(stack, "Night", plan=with_parameters(bot=ALIAS))
    only(stack, "AWS::Lex::ResourcePolicy")


def test_the_policy_of_a_bot_follows_a_region_that_only_the_deployment_knows():
    stack = new_stack(None, None)
    CallHandler(stack, "Answer", plan=with_parameters(bot=ALIAS.replace("us-east-1", "{region}")))
    arn = only(stack, "AWS::Lex::ResourcePolicy")["Properties"]["ResourceArn"]
    assert arn == {"Fn::Join": ["", ["arn:aws:lex:", {"Ref": "AWS::Region"}, ALIAS.partition("us-east-1")[2]]]}


def test_the_logical_id_of_a_bots_policy_does_not_depend_on_what_else_the_app_has():
    ids = []
    for others in (0, 3):
        stack = new_stack()
        for at in range(others):
            _ = cdk.CfnParameter(stack, f"Other{at}").value_as_string
        bot = cdk.CfnParameter(stack, "Bot").value_as_string
        CallHandler(stack, "Answer", plan=with_parameters(bot=bot))
        ids.append(list(resources(template_of(stack), "AWS::Lex::ResourcePolicy")))
    assert ids[0] == ids[1]


def test_fails_for_a_bot_of_another_region():
    with pytest.raises(
        TelephonyError, match=r"bot must be in the Region of the function, us-west-2, got .*write {region}"
    ):
        CallHandler(new_stack("us-west-2"), "Answer", plan=with_parameters(bot=ALIAS))


def test_a_function_may_read_its_pins_and_bring_callers_into_meetings():
    stack = new_stack()
    CallHandler(stack, "Answer", plan=with_parameters(pins=PINS.replace("us-east-1", "{region}")))
    read, create, attend = rights_of(stack)
    assert read["Action"] == "secretsmanager:GetSecretValue"
    assert read["Resource"] == {
        "Fn::Join": ["", ["arn:aws:secretsmanager:", {"Ref": "AWS::Region"}, ":123456789012:secret:pins-AbCdEf"]]
    }
    assert (create["Action"], create["Resource"]) == ("chime:CreateMeeting", "*")
    assert attend["Action"] == "chime:CreateAttendee"
    assert json.dumps(attend["Resource"]).count(":meeting/*") == 1


def test_a_secret_of_the_app_is_read_by_its_arn_and_decrypted_with_its_key():
    stack = new_stack()
    key = kms.Key(stack, "Key")
    secret = secretsmanager.Secret(stack, "Pins", encryption_key=key)
    CallHandler(stack, "Answer", plan=with_parameters(pins=secret))
    arn = stack.resolve(secret.secret_arn)
    assert rights_of(stack)[0]["Resource"] == arn
    assert variables_of(stack) == {"CHIME_VOICE_PINS": arn}
    (policy,) = resources(template_of(stack), "AWS::IAM::Policy").values()
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Action"] == "kms:Decrypt"


def test_a_secret_that_is_known_by_its_name_alone_is_read_whatever_its_ending():
    stack = new_stack()
    secret = secretsmanager.Secret.from_secret_name_v2(stack, "Pins", "meetings/pins")
    CallHandler(stack, "Answer", plan=with_parameters(pins=secret))
    assert json.dumps(rights_of(stack)[0]["Resource"]).count("secret:meetings/pins-??????") == 1


def test_fails_in_a_region_that_makes_no_meetings():
    stack = new_stack("eu-west-1")
    with pytest.raises(TelephonyError, match="meetings_region must be given in eu-west-1"):
        CallHandler(stack, "Answer", plan=with_parameters(pins=PINS))
    CallHandler(stack, "There", plan=with_parameters(pins=PINS, meetings_region="eu-west-2"))


def test_the_regions_that_make_no_meetings_are_known():
    regions = set(botocore.session.get_session().get_available_regions("chime-sdk-meetings"))
    assert set(VOICE_REGIONS) - regions == _surroundings._WITHOUT_MEETINGS
