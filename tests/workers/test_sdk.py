"""Lambda brings the AWS SDK; where it is missing here, a handler still loads and runs until it calls AWS."""

from __future__ import annotations

import pytest

from constructs_lib.workers import Workers
from tests.workers.handlers import needs_node, node, python, write

LIMIT = 20.0
MISSING = "so this call to AWS cannot be made; Lambda brings"


@pytest.mark.parametrize(
    "call",
    [
        "boto3.client('chime-sdk-voice').update_sip_media_application_call(Arguments={})",
        "boto3.session.Session().client('s3').put_object(Bucket='prompts')",
        "boto3.Session(region_name='us-east-1').client('polly', config=Config(retries={})).synthesize_speech(Text='x')",
        "boto3.resource('dynamodb').Table('calls').get_item(Key={})",
        "boto3.resource('s3').Bucket('prompts').Object('hello.wav').put()",
        "list(boto3.client('lambda').get_paginator('list_functions').paginate())",
    ],
)
def test_without_boto3_everything_can_be_made_and_nothing_asked(empty_python, tmp_path, call):
    text = f"""
        import boto3
        from boto3.dynamodb.conditions import Key
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError
        table = boto3.resource("dynamodb").Table("calls")
        client = boto3.client("chime-sdk-voice")
        def handler(event, context):
            try:
                {call}
            except (ClientError, NoCredentialsError, client.exceptions.NotFoundException):
                return "not this one"
            except BotoCoreError as error:
                return [type(error).__name__, str(error)]
        """
    with Workers(python=empty_python) as workers:
        name, words = workers.invoke(python(tmp_path, text), {}, time_limit=LIMIT).payload
    assert name == "EndpointConnectionError"
    assert MISSING in words


def test_a_boto3_in_the_code_wins(empty_python, tmp_path):
    write(tmp_path, "boto3/__init__.py", "def client(name): return 'real'")
    with Workers(python=empty_python) as workers:
        function = python(tmp_path, "import boto3\ndef handler(event, context): return boto3.client('x')")
        assert workers.invoke(function, {}, time_limit=LIMIT).payload == "real"


@needs_node
@pytest.mark.parametrize(
    "call",
    [
        "new AWS.DynamoDB.DocumentClient().get({ TableName: 'calls' }).promise()",
        "new AWS.Chime({ region: 'us-east-1' }).createMeeting({}).promise()",
        "new (require('aws-sdk/clients/s3'))().putObject({}).promise()",
        "new Promise((yes, no) => new AWS.S3().getObject({}, no))",
        "new Promise((yes, no) => new AWS.S3().getObject({}).send(no))",
    ],
)
def test_version_two_can_be_loaded_and_not_asked(workers, tmp_path, call):
    text = f"""
        const AWS = require("aws-sdk");
        AWS.config.update({{ region: "us-east-1" }});
        exports.handler = async () => {{ try {{ await {call} }} catch (error) {{ return [error.code, error.message] }} }};
        """
    code, words = workers.invoke(node(tmp_path, text, runtime="nodejs16.x"), {}, time_limit=LIMIT).payload
    assert (code, MISSING in words, "npm install aws-sdk" in words) == ("NetworkingError", True, True)
    assert "up to Node 16 alone, from Node 18 on version 3" in words


@needs_node
@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "index.js",
            """
            const { ChimeSDKMeetingsClient, CreateMeetingCommand } = require("@aws-sdk/client-chime-sdk-meetings");
            const { DynamoDBDocumentClient } = require("@aws-sdk/lib-dynamodb");
            const { fromIni } = require("@aws-sdk/credential-providers");
            const client = new ChimeSDKMeetingsClient({ credentials: fromIni() });
            const table = DynamoDBDocumentClient.from(client);
            const ask = () => client.send(new CreateMeetingCommand({}));
            exports.handler = async () => { try { await ask() } catch (error) { return [error.name, error.message] } };
            """,
        ),
        (
            "index.mjs",
            """
            import {
              ChimeSDKMeetings,
              CreateMeetingCommand as Create,
              NotFoundException,
            } from "@aws-sdk/client-chime-sdk-meetings";
            import * as voice from '@aws-sdk/client-chime-sdk-voice';
            import whole from '@aws-sdk/client-s3';
            const client = new ChimeSDKMeetings({}), other = new voice.ChimeSDKVoiceClient({}), third = new whole.S3({});
            export const handler = async () => {
              const { PollyClient, SynthesizeSpeechCommand: Say } = await import("@aws-sdk/client-polly");
              await new PollyClient({}).send(new Say({})).catch(() => {});
              await other.send(new voice.CreateSipMediaApplicationCallCommand({})).catch(() => {});
              try { await client.createMeeting(new Create({}).input) }
              catch (error) { return [error instanceof NotFoundException ? "wrong" : error.name, error.message] }
            };
            """,
        ),
    ],
)
def test_version_three_can_be_loaded_and_not_asked(workers, tmp_path, name, text):
    invoked = workers.invoke(node(tmp_path, text, file=name), {}, time_limit=LIMIT)
    assert invoked.kind == "answered", invoked
    error, words = invoked.payload
    assert error == "NetworkingError"
    assert "npm install @aws-sdk/client-chime-sdk-meetings" in words


@needs_node
def test_a_version_that_the_declared_runtime_lacks_is_missing_as_in_lambda(workers, tmp_path):
    old = node(tmp_path / "old", "require('aws-sdk'); exports.handler = async () => 1", runtime="nodejs22.x")
    assert "Cannot find module 'aws-sdk'" in workers.invoke(old, {}, time_limit=LIMIT).error
    new = node(tmp_path / "new", "require('@aws-sdk/client-s3'); exports.handler = async () => 1", runtime="nodejs16.x")
    assert "Cannot find module '@aws-sdk/client-s3'" in workers.invoke(new, {}, time_limit=LIMIT).error


@needs_node
def test_an_sdk_beside_the_handler_wins(workers, tmp_path):
    write(tmp_path, "node_modules/@aws-sdk/client-s3/index.js", "exports.S3Client = 'real';")
    text = "const { S3Client } = require('@aws-sdk/client-s3'); exports.handler = async () => S3Client"
    assert workers.invoke(node(tmp_path, text), {}, time_limit=LIMIT).payload == "real"
    text = "import { S3Client } from '@aws-sdk/client-s3'; export const handler = async () => S3Client"
    function = node(tmp_path, text, file="other.mjs", entry="other.handler")
    assert workers.invoke(function, {}, time_limit=LIMIT).payload == "real"
