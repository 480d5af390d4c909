"""A small estate in an account of its own, made by plain boto3: functions, applications, a number and a rule."""

from __future__ import annotations

import io
import itertools
import time
import zipfile
from typing import Any

import boto3
from botocore.config import Config

from constructs_lib.local import LocalCloud

EAST, WEST = "us-east-1", "us-west-2"
PRINCIPAL = "voiceconnector.chime.amazonaws.com"
accounts = (f"3000000000{number:02}" for number in itertools.count(10))

GREETS = """
import os
def handler(event, context):
    kind = event["InvocationEventType"]
    leg = event["CallDetails"]["Participants"][0]["CallId"]
    speak = {"Type": "Speak", "Parameters": {"Text": "This is " + os.environ["AWS_REGION"], "CallId": leg}}
    hang_up = {"Type": "Hangup", "Parameters": {"CallId": leg, "SipResponseCode": "0"}}
    waits = [{"Type": "Pause", "Parameters": {"CallId": leg, "DurationInMilliseconds": 30000}}] * 8
    actions = {"NEW_INBOUND_CALL": [speak, hang_up], "CALL_ANSWERED": [speak, *waits]}.get(kind, [])
    if kind == "CALL_UPDATE_REQUESTED":
        text = event["ActionData"]["Parameters"]["Arguments"]["text"]
        actions = [{"Type": "Speak", "Parameters": {"Text": text, "CallId": leg}}, hang_up]
    return {"SchemaVersion": "1.0", "Actions": actions}
"""
FAILS = "def handler(event, context):\n    raise RuntimeError('no database')\n"


class Phones:
    """One account of the cloud.

    Args:
        cloud: where it is.
    """

    def __init__(self, cloud: LocalCloud) -> None:
        self.cloud = cloud
        self.account = next(accounts)
        self.number = ""

    def client(self, service: str, region: str = EAST) -> Any:
        make: Any = boto3.client
        return make(
            service,
            region_name=region,
            endpoint_url=self.cloud.url,
            aws_access_key_id=self.account,
            aws_secret_access_key="x",
            config=Config(retries={"total_max_attempts": 1}),
        )

    def application(self, region: str, code: str = GREETS, *, permit: bool = True) -> str:
        """A function and the application in front of it; the application's id."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as bundle:
            bundle.writestr("index.py", code)
        functions = self.client("lambda", region)
        arn = functions.create_function(
            FunctionName="answer",
            Runtime="python3.12",
            Handler="index.handler",
            Role=f"arn:aws:iam::{self.account}:role/any",
            Timeout=5,
            Code={"ZipFile": archive.getvalue()},
        )["FunctionArn"]
        if permit:
            self.permit(region)
        made = self.client("chime-sdk-voice", region).create_sip_media_application(
            AwsRegion=region, Name="answer", Endpoints=[{"LambdaArn": arn}]
        )
        return str(made["SipMediaApplication"]["SipMediaApplicationId"])

    def permit(self, region: str, **conditions: str) -> None:
        self.client("lambda", region).add_permission(
            FunctionName="answer",
            StatementId="service",
            Action="lambda:InvokeFunction",
            Principal=PRINCIPAL,
            **(conditions or {"SourceAccount": self.account}),
        )

    def rule(self, *applications: tuple[str, str], trigger: str = "") -> None:
        """A rule over (Region, application id) in order; on a fresh number by default."""
        voice = self.client("chime-sdk-voice")
        self.number = trigger or self.number or self._order(voice)
        kind = "ToPhoneNumber" if self.number.startswith("+") else "RequestUriHostname"
        targets = [
            {"SipMediaApplicationId": id_, "Priority": at, "AwsRegion": region}
            for at, (region, id_) in enumerate(applications, 1)
        ]
        eventually(
            lambda: voice.create_sip_rule(
                Name="main", TriggerType=kind, TriggerValue=self.number, TargetApplications=targets
            )
        )

    def call(self, **wish: Any) -> dict[str, Any]:
        """The record of a call to the number."""
        where = {"to": self.number} if "host" not in wish else {}
        found = self.cloud.admin.post("calls", {"account": self.account, **where, **wish})
        return dict(found["call"])

    def seen(self, transaction_id: str) -> dict[str, Any]:
        """The record of a call so far."""
        return dict(self.cloud.admin.get(f"calls/{transaction_id}?account={self.account}")["call"])

    @staticmethod
    def _order(voice: Any) -> str:
        number = str(voice.search_available_phone_numbers(AreaCode="206", MaxResults=1)["E164PhoneNumbers"][0])
        voice.create_phone_number_order(ProductType="SipMediaApplicationDialIn", E164PhoneNumbers=[number])
        return number


def eventually(attempt: Any, seconds: float = 20.0) -> Any:
    """The first attempt that the service accepts: it needs a little to know what is new."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return attempt()
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def until(is_so: Any, seconds: float = 20.0) -> Any:
    """What something answers once that is true."""
    deadline = time.monotonic() + seconds
    while not (answer := is_so()):
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)
    return answer
