"""Stacks of other tools: custom resources whose provider makes telephony and, on Delete, takes it away again."""

from __future__ import annotations

import dataclasses
import io
import json
import subprocess
import sys
import time
import zipfile
from typing import Any

from tests.estate_story.town import ANSWERS, Town
from tests.house.source import ROOT

RETAIN = ROOT / "docs" / "migrating" / "retain.py"
STACK = "OldTelephony"
PROVIDER_NAME = "the-other-tool"
# As such providers do: no look before making, everything gone on Delete. `Id` says whose id the physical one is.
PROVIDER = """
import json, time, urllib.request
import boto3

voice = boto3.client("chime-sdk-voice")

def make(p):
    if p["Kind"] == "Number":
        found = voice.search_available_phone_numbers(AreaCode="206", MaxResults=5)["E164PhoneNumbers"][0]
        order = voice.create_phone_number_order(ProductType="SipMediaApplicationDialIn", E164PhoneNumbers=[found])
        while order["PhoneNumberOrder"]["Status"] != "Successful":
            time.sleep(0.1)
            id_ = order["PhoneNumberOrder"]["PhoneNumberOrderId"]
            order = voice.get_phone_number_order(PhoneNumberOrderId=id_)
        return found
    if p["Kind"] == "Application":
        made = voice.create_sip_media_application(
            AwsRegion="us-east-1", Name=p["Name"], Endpoints=[{"LambdaArn": p["Lambda"]}])
        return made["SipMediaApplication"]["SipMediaApplicationId"]
    targets = [{"SipMediaApplicationId": p["Target"], "Priority": 1, "AwsRegion": "us-east-1"}]
    for _ in range(50):
        try:
            made = voice.create_sip_rule(
                Name=p["Name"], TriggerType="ToPhoneNumber", TriggerValue=p["Number"], TargetApplications=targets)
            return made["SipRule"]["SipRuleId"]
        except voice.exceptions.BadRequestException:
            time.sleep(0.1)

def end(p, id_):
    if p["Kind"] == "Number":
        voice.delete_phone_number(PhoneNumberId=id_)
    elif p["Kind"] == "Application":
        voice.delete_sip_media_application(SipMediaApplicationId=id_)
    else:
        voice.update_sip_rule(SipRuleId=id_, Name=p["Name"], Disabled=True)
        time.sleep(0.1)
        voice.delete_sip_rule(SipRuleId=id_)

def handler(event, context):
    p = event["ResourceProperties"]
    status, reason, id_ = "SUCCESS", "", event.get("PhysicalResourceId", "").removeprefix("of-")
    try:
        if event["RequestType"] == "Create":
            id_ = make(p)
        elif event["RequestType"] == "Delete":
            end(p, id_)
    except Exception as error:
        status, reason = "FAILED", repr(error)
    answer = {key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")}
    answer |= {"Status": status, "Reason": reason, "Data": {"Id": id_}}
    answer["PhysicalResourceId"] = id_ if p["Id"] == "service" else "of-" + str(id_)
    urllib.request.urlopen(urllib.request.Request(event["ResponseURL"], json.dumps(answer).encode(), method="PUT"))
"""


@dataclasses.dataclass(frozen=True)
class Tool:
    """What its resources look like in a template."""

    type_name: str
    service_ids: bool
    """Whether the physical id is the service's own."""


TOOLS = {
    # One custom resource type for everything, the id kept elsewhere.
    "typescript": Tool("Custom::PSTNResources", service_ids=False),
    # AwsCustomResource, with the service's id as the physical one.
    "java": Tool("Custom::AWS", service_ids=True),
    "by hand": Tool("Custom::OurTelephony", service_ids=True),
}


def template(town: Town, tool: Tool) -> str:
    """A number, its rule and its application with the function behind it: all of it goes with the stack."""
    token = f"arn:aws:lambda:us-east-1:{town.id}:function:{PROVIDER_NAME}"

    def made(kind: str, **properties: Any) -> dict[str, Any]:
        given = {"ServiceToken": token, "Kind": kind, "Id": "service" if tool.service_ids else "own", **properties}
        return {"Type": tool.type_name, "Properties": given, "DeletionPolicy": "Delete"}

    return json.dumps(
        {
            "Resources": {
                "Answer": {
                    "Type": "AWS::Lambda::Function",
                    "Properties": {
                        "FunctionName": "old-answer",
                        "Runtime": "python3.12",
                        "Handler": "index.handler",
                        "Role": f"arn:aws:iam::{town.id}:role/any",
                        "Code": {"ZipFile": ANSWERS},
                    },
                },
                "May": {
                    "Type": "AWS::Lambda::Permission",
                    "Properties": {
                        "FunctionName": {"Ref": "Answer"},
                        "Action": "lambda:InvokeFunction",
                        "Principal": "voiceconnector.chime.amazonaws.com",
                        "SourceAccount": town.id,
                    },
                },
                "Number": made("Number"),
                "Application": made("Application", Name="Old", Lambda={"Fn::GetAtt": ["Answer", "Arn"]}),
                "Rule": made(
                    "Rule",
                    Name="Old",
                    Number={"Fn::GetAtt": ["Number", "Id"]},
                    Target={"Fn::GetAtt": ["Application", "Id"]},
                ),
            }
        }
    )


class OldStack:
    """A stack of another tool."""

    def __init__(self, town: Town, tool: Tool) -> None:
        self._town = town
        self._tool = tool
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as bundle:
            bundle.writestr("index.py", PROVIDER)
        town.client("lambda").create_function(
            FunctionName=PROVIDER_NAME,
            Runtime="python3.12",
            Handler="index.handler",
            Role=f"arn:aws:iam::{town.id}:role/any",
            Timeout=60,
            Code={"ZipFile": archive.getvalue()},
        )

    def create(self) -> None:
        self._town.client("cloudformation").create_stack(StackName=STACK, TemplateBody=template(self._town, self._tool))
        self._settle()

    def retain(self, *, functions: str = "Retain") -> None:
        """Say of everything that it stays, with the script of docs/migrating; functions perhaps forgotten."""
        client = self._town.client("cloudformation")
        deployed = client.get_template(StackName=STACK)["TemplateBody"]
        text = deployed if isinstance(deployed, str) else json.dumps(deployed)
        retained = json.loads(
            subprocess.run([sys.executable, RETAIN], input=text, stdout=subprocess.PIPE, text=True, check=True).stdout
        )
        for name in ("Answer", "May"):
            retained["Resources"][name]["DeletionPolicy"] = functions
        client.update_stack(StackName=STACK, TemplateBody=json.dumps(retained))
        self._settle()

    def delete(self) -> None:
        self._town.destroy(STACK)

    def _settle(self) -> None:
        deadline = time.monotonic() + 60
        while (status := self._town.describe(STACK)["StackStatus"]).endswith("_IN_PROGRESS"):
            assert time.monotonic() < deadline, status
            time.sleep(0.05)
        assert status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"), self._town.reasons(STACK)
