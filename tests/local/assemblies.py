"""Deploys synthesized cloud assemblies into an account of a local cloud, as `cdk deploy` does, by boto3 alone."""

from __future__ import annotations

import functools
import graphlib
import io
import itertools
import json
import time
import zipfile
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from constructs_lib.local import LocalCloud

EAST, WEST = "us-east-1", "us-west-2"
NO_CHANGE = "NO_CHANGE"
BOOTSTRAP_VERSION = "/cdk-bootstrap/hnb659fds/version"
ANSWERS = "def handler(event, context):\n    return {'SchemaVersion': '1.0', 'Actions': []}\n"


@functools.cache
def _client(url: str, account: str, service: str, region: str) -> Any:
    make: Any = boto3.client
    return make(
        service,
        region_name=region,
        endpoint_url=url,
        aws_access_key_id=account,
        aws_secret_access_key="x",
        config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
    )


class Account:
    """One account of the cloud: what is deployed into it, and what somebody makes there by hand.

    Args:
        cloud: where it is.
        id_: twelve digits.
        folder: for the assemblies.
    """

    def __init__(self, cloud: LocalCloud, id_: str, folder: Path) -> None:
        self.cloud = cloud
        self.id = id_
        self._folders = (folder / f"cdk.out.{number}" for number in itertools.count(1))
        self._bootstrapped: set[str] = set()
        self._uploaded: set[tuple[str, str]] = set()
        self._marks: dict[tuple[str, str], int] = {}

    def client(self, service: str, region: str = EAST) -> Any:
        return _client(self.cloud.url, self.id, service, region)

    @property
    def voice(self) -> Any:
        return self.client("chime-sdk-voice")

    def app(self) -> cdk.App:
        return cdk.App(outdir=str(next(self._folders)))

    def stack(self, name: str = "Support", *, region: str = EAST, app: cdk.App | None = None) -> cdk.Stack:
        env = cdk.Environment(region=region, account=self.id)
        return cdk.Stack(app or self.app(), name, env=env)

    def state(self) -> dict[str, Any]:
        """Every telephony resource of the account, in all Regions."""
        return dict(self.cloud.admin.get("state")[self.id])

    def function(self, name: str = "answer", region: str = EAST) -> str:
        """A function that answers calls; its ARN."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as bundle:
            bundle.writestr("index.py", ANSWERS)
        made = self.client("lambda", region).create_function(
            FunctionName=name,
            Runtime="python3.12",
            Handler="index.handler",
            Role=f"arn:aws:iam::{self.id}:role/any",
            Code={"ZipFile": archive.getvalue()},
        )
        return str(made["FunctionArn"])

    def number(self, index: int = 0) -> str:
        """A number bought in the console, some time ago."""
        offered = self.voice.search_available_phone_numbers(AreaCode="206", MaxResults=20)["E164PhoneNumbers"][index]
        self.voice.create_phone_number_order(
            ProductType="SipMediaApplicationDialIn", E164PhoneNumbers=[offered], Name="By hand"
        )
        self.cloud.admin.post("clock", {"advance": 600})
        return str(offered)

    def by_hand_application(self, name: str, handler: str, region: str = EAST) -> str:
        made = self.client("chime-sdk-voice", region).create_sip_media_application(
            AwsRegion=region, Name=name, Endpoints=[{"LambdaArn": handler}]
        )
        return str(made["SipMediaApplication"]["SipMediaApplicationId"])

    def by_hand_rule(self, name: str, number: str, application: str) -> str:
        made = self.voice.create_sip_rule(
            Name=name,
            TriggerType="ToPhoneNumber",
            TriggerValue=number,
            TargetApplications=[{"SipMediaApplicationId": application, "Priority": 1, "AwsRegion": EAST}],
        )
        return str(made["SipRule"]["SipRuleId"])

    def deploy(self, scope: cdk.App | cdk.Stack) -> dict[str, str]:
        """Deploy every stack of the app, dependencies first; what became of each.

        A deployment that fails is an error here: `refused` is for those.
        """
        done = {}
        for name, region, template in self._synthesized(scope):
            done[name] = status = self._operate(name, region, template)
            expected = ("CREATE_COMPLETE", "UPDATE_COMPLETE", NO_CHANGE)
            assert status in expected, f"{name}: {status}\n{self.reasons(name, region)}"
        return done

    def refused(self, scope: cdk.App | cdk.Stack) -> str:
        """Deploy until the first stack that fails; why it did, as its events tell it."""
        for name, region, template in self._synthesized(scope):
            status = self._operate(name, region, template)
            if "ROLLBACK" in status:
                assert status in ("ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"), self.reasons(name, region)
                return self.reasons(name, region)
        raise AssertionError("nothing was refused")

    def destroy(self, name: str = "Support", region: str = EAST) -> None:
        stack_id = self.describe(name, region)["StackId"]
        self.client("cloudformation", region).delete_stack(StackName=name)
        status = self._settled(stack_id, region)
        assert status == "DELETE_COMPLETE", f"{name}: {status}\n{self.reasons(stack_id, region)}"

    def describe(self, name: str, region: str = EAST) -> dict[str, Any]:
        return dict(self.client("cloudformation", region).describe_stacks(StackName=name)["Stacks"][0])

    def ids(self, name: str = "Support", region: str = EAST) -> dict[str, str]:
        """Physical ids by logical id, of the telephony in a stack. The CDK ends logical ids in a hash, left out here."""
        found = self.client("cloudformation", region).describe_stack_resources(StackName=name)["StackResources"]
        return {
            each["LogicalResourceId"][:-8]: each["PhysicalResourceId"]
            for each in found
            if each["ResourceType"].startswith("Custom::Chime")
        }

    def events(self, name: str = "Support", region: str = EAST) -> list[tuple[str, str, str]]:
        """Logical id, status and reason of the latest operation's events, oldest first."""
        found = self.client("cloudformation", region).describe_stack_events(StackName=name)["StackEvents"]
        latest = list(reversed(found))[self._marks.get((name, region), 0) :]
        return [(e["LogicalResourceId"], e["ResourceStatus"], e.get("ResourceStatusReason", "")) for e in latest]

    def reasons(self, name: str = "Support", region: str = EAST) -> str:
        """What failed in the latest operation, a line each, as in the console."""
        return "\n".join(
            f"{logical_id}: {reason}"
            for logical_id, status, reason in self.events(name, region)
            if status.endswith("FAILED")
        )

    def _operate(self, name: str, region: str, template: str) -> str:
        client = self.client("cloudformation", region)
        present = self._status(name, region)
        if present == "ROLLBACK_COMPLETE":
            # What is left of a failed creation can only be deleted; the CDK CLI does that by itself too.
            self.destroy(name, region)
            present = None
        self._marks[name, region] = len(self.events(name, region)) if present else 0
        try:
            (client.update_stack if present else client.create_stack)(StackName=name, TemplateBody=template)
        except ClientError as error:
            if "No updates" not in str(error):
                raise
            return NO_CHANGE
        return self._settled(name, region)

    def _status(self, name: str, region: str) -> str | None:
        self._marks.pop((name, region), None)
        try:
            status = str(self.describe(name, region)["StackStatus"])
        except ClientError:
            return None
        return None if status == "DELETE_COMPLETE" else status

    def _settled(self, name: str, region: str) -> str:
        deadline = time.monotonic() + 60
        while (status := str(self.describe(name, region)["StackStatus"])).endswith("_IN_PROGRESS"):
            assert time.monotonic() < deadline, f"{name} is still {status}: {self.events(name, region)[-3:]}"
            time.sleep(0.02)
        return status

    def _synthesized(self, scope: cdk.App | cdk.Stack) -> list[tuple[str, str, str]]:
        """Name, Region and template of each stack, dependencies first; the assets are uploaded."""
        app = scope.node.root
        assert isinstance(app, cdk.App)
        folder = Path(app.synth().directory)
        artifacts = json.loads((folder / "manifest.json").read_text())["artifacts"]
        order = graphlib.TopologicalSorter({name: one.get("dependencies", ()) for name, one in artifacts.items()})
        found = []
        for name in order.static_order():
            artifact = artifacts[name]
            if artifact["type"] == "cdk:asset-manifest":
                self._upload(folder / artifact["properties"]["file"])
            elif artifact["type"] == "aws:cloudformation:stack":
                region = artifact["environment"].rpartition("/")[2]
                template = (folder / artifact["properties"]["templateFile"]).read_text()
                found.append((artifact["properties"].get("stackName", name), region, template))
        return found

    def _upload(self, manifest: Path) -> None:
        """Zip and upload the folders among the file assets. Templates are handed to CloudFormation themselves."""
        for asset in json.loads(manifest.read_text())["files"].values():
            if asset["source"]["packaging"] != "zip":
                continue
            source = manifest.parent / asset["source"]["path"]
            for destination in asset["destinations"].values():
                region = destination.get("region", EAST)
                # An app for any account leaves its place open.
                bucket = destination["bucketName"].replace("${AWS::AccountId}", self.id)
                self._bootstrap(bucket, region)
                if (region, destination["objectKey"]) not in self._uploaded:
                    s3 = self.client("s3", region)
                    s3.put_object(Bucket=bucket, Key=destination["objectKey"], Body=_zipped(source))
                    self._uploaded.add((region, destination["objectKey"]))

    def _bootstrap(self, bucket: str, region: str) -> None:
        """What `cdk bootstrap` makes, as far as anything here needs it."""
        if region in self._bootstrapped:
            return
        where: dict[str, Any] = {} if region == EAST else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        self.client("s3", region).create_bucket(Bucket=bucket, **where)
        self.client("ssm", region).put_parameter(Name=BOOTSTRAP_VERSION, Value="30", Type="String")
        self._bootstrapped.add(region)


def _zipped(folder: Path) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as bundle:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                bundle.write(path, path.relative_to(folder).as_posix())
    return archive.getvalue()
