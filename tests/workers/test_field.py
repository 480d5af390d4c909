"""Handlers in the styles seen in the field are loaded and answer a new call, as they are."""

from __future__ import annotations

import pytest

from constructs_lib.workers import Workers, handler_file
from tests.workers.handlers import needs_node, write

CALLER = {
    "CallId": "a",
    "ParticipantTag": "LEG-A",
    "From": "+12065550100",
    "To": "+12065550101",
    "Direction": "Inbound",
}
EVENT = {
    "SchemaVersion": "1.0",
    "Sequence": 1,
    "InvocationEventType": "NEW_INBOUND_CALL",
    "CallDetails": {"TransactionId": "t", "AwsRegion": "us-east-1", "Participants": [CALLER]},
}

CLIENTS_AT_THE_TOP = """
    import json, logging, os
    import boto3
    from botocore.client import Config

    logger = logging.getLogger()
    logger.setLevel(os.environ.get("LogLevel", "INFO"))
    table = os.environ["FORWARDS_TABLE"]
    config = Config(connect_timeout=2, retries={"max_attempts": 1})
    dynamodb = boto3.client("dynamodb", config=config, region_name=os.environ["AWS_REGION"])

    def lambda_handler(event, context):
        logger.info("event %s", json.dumps(event))
        try:
            number = dynamodb.get_item(TableName=table, Key={"number": {"S": "x"}})["Item"]["to"]["S"]
        except Exception as error:
            logger.error("no table", exc_info=error)
            number = None
        return respond({"Type": "Hangup", "Parameters": {"SipResponseCode": "0"}} if number is None else {})

    def respond(*actions):
        return {"SchemaVersion": "1.0", "Actions": [*actions]}
    """
CLASS_BASED = """
    from dataclasses import asdict, dataclass, field

    @dataclass
    class Answer:
        SchemaVersion: str = "1.0"
        Actions: list = field(default_factory=list)

    class Flow:
        def __call__(self, event, context):
            method = getattr(self, "on_" + event["InvocationEventType"].lower(), lambda event: [])
            return asdict(Answer(Actions=method(event)))

        def on_new_inbound_call(self, event):
            return [{"Type": "Hangup", "Parameters": {"CallId": event["CallDetails"]["Participants"][0]["CallId"]}}]

    handler = Flow()
    """
GLOBAL_STATE = """
    import random, time
    calls = {}
    random.seed(1)

    def handler(event, context):
        global prefix
        prefix = "Call-ID:" + event["CallDetails"]["Participants"][0]["CallId"]
        print(prefix)
        calls.setdefault(event["CallDetails"]["TransactionId"], time.time())
        return {"SchemaVersion": "1.0", "Actions": [{"Type": "Hangup", "Parameters": {}}] * len(calls)}
    """
FORMATS_THE_LOG = """
    import logging
    root = logging.getLogger()
    root.handlers[0].setFormatter(logging.Formatter("SMA %(message)s"))
    root.setLevel(logging.DEBUG)
    logging.basicConfig(level=logging.INFO)

    def handler(event, context):
        root.info(context.aws_request_id)
        return {"SchemaVersion": "1.0", "Actions": [{"Type": "Hangup", "Parameters": {}}]}
    """
DECORATED = """
    import asyncio, functools
    from concurrent.futures import ThreadPoolExecutor

    def answered(function):
        @functools.wraps(function)
        def wrapper(event, context):
            return {"SchemaVersion": "1.0", "Actions": asyncio.run(function(event))}
        return wrapper

    @answered
    async def handler(event):
        with ThreadPoolExecutor() as pool:
            leg = await asyncio.get_running_loop().run_in_executor(pool, lambda: event["CallDetails"]["Participants"][0])
        return [{"Type": "Hangup", "Parameters": {"CallId": leg["CallId"]}}]
    """
VERSION_TWO_AND_BOTH_WAYS_TO_ANSWER = """
    const AWS = require("aws-sdk");
    const chime = new AWS.Chime({ region: "us-east-1", endpoint: "service.chime.aws.amazon.com" });
    const documents = new AWS.DynamoDB.DocumentClient();
    exports.handler = async (event, context, callback) => {
      let actions;
      switch (event.InvocationEventType) {
        case "NEW_INBOUND_CALL":
          const known = await caller(event.CallDetails.Participants[0].From);
          hangup.Parameters.CallId = event.CallDetails.Participants[0].CallId;
          actions = known ? [] : [hangup];
          break;
        default:
          actions = [];
      }
      callback(null, { SchemaVersion: "1.0", Actions: actions });
    };
    const hangup = { Type: "Hangup", Parameters: { SipResponseCode: "0", ParticipantTag: "" } };
    async function caller(From) {
      try { return (await documents.get({ TableName: process.env.TABLE, Key: { From } }).promise()).Item }
      catch (error) { console.log(error); return false }
    }
    """
VERSION_THREE = """
    import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
    import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
    import { ChimeSDKMeetingsClient, CreateMeetingCommand, CreateAttendeeCommand } from "@aws-sdk/client-chime-sdk-meetings";
    const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ region: process.env.AWS_REGION }));
    const meetings = new ChimeSDKMeetingsClient({ region: "us-east-1" });
    export const handler = async (event) => {
      try { await documents.send(new GetCommand({ TableName: "pins", Key: {} })) } catch (error) { console.error(error) }
      return { SchemaVersion: "1.0", Actions: [{ Type: "Hangup", Parameters: {} }] };
    };
    """
OLD_CALLBACKS = """
    var http = require("http");
    exports.handler = function (event, context, callback) {
      context.callbackWaitsForEmptyEventLoop = false;
      http.get("http://api.example.com/route", function () {}).on("error", function (error) {
        console.log(error.message);
        callback(null, { SchemaVersion: "1.0", Actions: [{ Type: "Hangup", Parameters: { SipResponseCode: 480 } }] });
      });
    };
    """
COMPILED_TYPESCRIPT = """
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.handler = void 0;
    const client_chime_sdk_voice_1 = require("@aws-sdk/client-chime-sdk-voice");
    const client = new client_chime_sdk_voice_1.ChimeSDKVoiceClient({});
    const handler = async (event) => ({ SchemaVersion: "1.0", Actions: [{ Type: "Hangup", Parameters: {} }] });
    exports.handler = handler;
    """
PLAIN_TYPESCRIPT = """
    import { S3Client, type S3ClientConfig, GetObjectCommandInput } from "@aws-sdk/client-s3";
    interface Event { InvocationEventType: string }
    const config: S3ClientConfig = {};
    const s3 = new S3Client(config);
    export const handler = async (event: Event): Promise<object> =>
      ({ SchemaVersion: "1.0", Actions: [{ Type: "Hangup", Parameters: {} as Record<string, string> }] });
    """


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("callForwarding.py:lambda_handler", CLIENTS_AT_THE_TOP, id="clients at the top"),
        pytest.param("flow.py", CLASS_BASED, id="class based"),
        pytest.param("state.py", GLOBAL_STATE, id="global state"),
        pytest.param("log.py", FORMATS_THE_LOG, id="formats the log"),
        pytest.param("decorated.py", DECORATED, id="decorated"),
        pytest.param("smaHandler.js", VERSION_TWO_AND_BOTH_WAYS_TO_ANSWER, id="version two", marks=needs_node),
        pytest.param("meetings.mjs", VERSION_THREE, id="version three", marks=needs_node),
        pytest.param("old.js", OLD_CALLBACKS, id="old callbacks", marks=needs_node),
        pytest.param("compiled.js", COMPILED_TYPESCRIPT, id="compiled TypeScript", marks=needs_node),
        pytest.param("plain.ts", PLAIN_TYPESCRIPT, id="plain TypeScript", marks=needs_node),
    ],
)
def test_a_handler_in_a_style_of_the_field_answers_a_new_call(tmp_path, name, text):
    write(tmp_path, name.partition(":")[0], text)
    with Workers(environment={"FORWARDS_TABLE": "forwards", "TABLE": "callers"}) as workers:
        invoked = workers.invoke(handler_file.function(str(tmp_path / name)), EVENT, time_limit=20)
    if "runs no TypeScript" in invoked.error or ("@aws-sdk" in invoked.error and name.endswith((".ts", ".mjs"))):
        pytest.skip("this Node is too old for that")
    assert invoked.kind == "answered", invoked
    assert [action["Type"] for action in invoked.payload["Actions"]] == ["Hangup"]
