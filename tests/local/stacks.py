"""CloudFormation of a local cloud, driven by boto3, and a provider function that does as its properties say."""

from __future__ import annotations

import functools
import io
import itertools
import json
import time
import zipfile
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from constructs_lib.local import LocalCloud

ROLE = "arn:aws:iam::123456789012:role/any"
FUNCTION = "does-as-it-is-told"
# A template needs a resource.
NOTHING = {"Type": "AWS::CloudFormation::WaitConditionHandle"}
names = (f"Stack{number}" for number in itertools.count(1))

# Every property is a wish: On<RequestType> says what to do, Id which physical id to answer, Journal where to write.
PROVIDER = """
import json, os, time, urllib.request

def handler(event, context):
    wishes = event["ResourceProperties"]
    with open(wishes["Journal"], "a") as journal:
        journal.write(json.dumps(event) + "\\n")
    seen = open(wishes["Journal"]).read().count('"RequestId": "%s"' % event["RequestId"])
    wish = wishes.get("On" + event["RequestType"], "")
    if wish == "nothing":
        return
    if wish == "die once" and seen == 1:
        raise RuntimeError("died")
    answer = {key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")}
    answer["Status"] = "FAILED" if wish.startswith("fail") else "SUCCESS"
    answer["Reason"] = wish
    answer["Data"] = {"Value": wishes.get("Value", ""), "Long": "x" * int(wishes.get("Long" + event["RequestType"], "0"))}
    if "without an id" not in wish:
        known = wishes.get("Id") or event.get("PhysicalResourceId")
        answer["PhysicalResourceId"] = known or "id-of-" + event["LogicalResourceId"]
    request = urllib.request.Request(event["ResponseURL"], json.dumps(answer).encode(), method="PUT")
    urllib.request.urlopen(request)
    if wish == "linger":
        time.sleep(0.5)
        open(wishes["Journal"] + ".end", "w").close()
"""


@functools.cache
def client(url: str, service: Any, region: str) -> Any:
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=url,
        aws_access_key_id="123456789012",
        aws_secret_access_key="x",
        config=Config(retries={"total_max_attempts": 1}),
    )


@functools.cache
def provider(url: str, region: str) -> None:
    """Make the function, once in a cloud and Region."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as bundle:
        bundle.writestr("index.py", PROVIDER)
    client(url, "lambda", region).create_function(
        FunctionName=FUNCTION,
        Runtime="python3.12",
        Handler="index.handler",
        Role=ROLE,
        Timeout=20,
        Code={"ZipFile": archive.getvalue()},
    )


class Stacks:
    """Deploys small templates and tells what their provider was asked."""

    def __init__(self, cloud: LocalCloud, journal: Path) -> None:
        self.cloud = cloud
        self._journal = journal
        self._made: list[tuple[str, str]] = []

    def client(self, service: str = "cloudformation", region: str = "us-east-1") -> Any:
        return client(self.cloud.url, service, region)

    def resource(self, *, depends_on: str | None = None, policy: str | None = None, **wishes: Any) -> dict[str, Any]:
        """A custom resource of the provider."""
        properties = {
            "ServiceToken": {"Fn::Sub": f"arn:aws:lambda:${{AWS::Region}}:{self.cloud.account}:function:{FUNCTION}"},
            "ServiceTimeout": 30,
            "Journal": str(self._journal),
            **wishes,
        }
        found: dict[str, Any] = {"Type": "Custom::Thing", "Properties": properties}
        if depends_on:
            found["DependsOn"] = depends_on
        if policy:
            found |= {"DeletionPolicy": policy, "UpdateReplacePolicy": policy}
        return found

    def template(self, outputs: dict[str, Any] | None = None, **resources: dict[str, Any]) -> str:
        values = {name: {"Value": value} for name, value in (outputs or {}).items()}
        return json.dumps({"Resources": {"Nothing": NOTHING, **resources}, "Outputs": values})

    def deploy(self, name: str, template: str, region: str = "us-east-1", **more: Any) -> str:
        """Create or update the stack; its final status."""
        provider(self.cloud.url, region)
        client = self.client(region=region)
        known = (name, region) in self._made
        self._made = [*self._made, (name, region)] if not known else self._made
        (client.update_stack if known else client.create_stack)(StackName=name, TemplateBody=template, **more)
        return self.settled(name, region)

    def delete(self, name: str, region: str = "us-east-1") -> str:
        stack_id = self.describe(name, region)["StackId"]
        self.client(region=region).delete_stack(StackName=name)
        return self.settled(stack_id, region)

    def settled(self, name: str, region: str = "us-east-1") -> str:
        """The status of the stack once nothing is in progress."""
        deadline = time.monotonic() + 40
        while (status := self.describe(name, region)["StackStatus"]).endswith("_IN_PROGRESS"):
            assert time.monotonic() < deadline, f"{name} is still {status}"
            time.sleep(0.02)
        return str(status)

    def describe(self, name: str, region: str = "us-east-1") -> dict[str, Any]:
        return dict(self.client(region=region).describe_stacks(StackName=name)["Stacks"][0])

    def outputs(self, name: str, region: str = "us-east-1") -> dict[str, str]:
        return {out["OutputKey"]: out["OutputValue"] for out in self.describe(name, region).get("Outputs", [])}

    def resources(self, name: str) -> dict[str, str]:
        """The status of every resource that the stack has."""
        found = self.client().describe_stack_resources(StackName=name)["StackResources"]
        return {
            each["LogicalResourceId"]: each["ResourceStatus"]
            for each in found
            if each["ResourceType"] == "Custom::Thing"
        }

    def events(self, name: str) -> list[tuple[str, str]]:
        found = self.client().describe_stack_events(StackName=name)["StackEvents"]
        return [(each["LogicalResourceId"], each["ResourceStatus"]) for each in reversed(found)]

    def requests(self) -> list[dict[str, Any]]:
        """Every event that the provider was given, in order."""
        return [json.loads(line) for line in self._journal.read_text().splitlines()] if self._journal.exists() else []

    def asked(self) -> list[tuple[str, str]]:
        """What was asked of the provider, and about which logical id."""
        return [(event["RequestType"], event["LogicalResourceId"]) for event in self.requests()]

    def forget(self) -> None:
        """Start the journal anew."""
        self._journal.unlink(missing_ok=True)

    def delete_all(self) -> None:
        for name, region in reversed(self._made):
            self.client(region=region).delete_stack(StackName=name)
