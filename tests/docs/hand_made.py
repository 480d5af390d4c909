"""The account that docs/estate.md looks at, made in a local cloud by plain boto3, as in the console."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import boto3

from constructs_lib.local import LocalCloud
from constructs_lib.local.variables import ACCOUNT

_ROLE = f"arn:aws:iam::{ACCOUNT}:role/answer"


@contextlib.contextmanager
def account() -> Iterator[dict[str, str]]:
    """The variables with which AWS tools reach the account, while it is there."""
    with LocalCloud() as cloud:
        _make(cloud)
        yield cloud.env()


def _make(cloud: LocalCloud) -> None:
    """A reception in two Regions, a campaign whose function is gone, and a number that nobody uses."""
    east, west = (_application(cloud, region, name) for region, name in _RECEPTION)
    campaign = _application(cloud, "us-east-1", "campaign")
    _client(cloud, "lambda").delete_function(FunctionName="campaign")
    desk, offer, _ = (_number(cloud, name) for name in ("Front desk", "Spring offer", "Fax of 2019"))
    _rule(cloud, "reception", desk, east, west)
    _rule(cloud, "campaign", offer, campaign)
    cloud.admin.post("clock", {"advance": 3600})


_RECEPTION = (("us-east-1", "reception-east"), ("us-west-2", "reception-west"))


def _client(cloud: LocalCloud, api: str, region: str = "us-east-1") -> Any:
    known = cloud.env(region)
    return boto3.client(  # type: ignore[call-overload]
        api,
        region_name=region,
        endpoint_url=cloud.url,
        aws_access_key_id=known["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=known["AWS_SECRET_ACCESS_KEY"],
    )


def _application(cloud: LocalCloud, region: str, name: str) -> tuple[str, str]:
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("app.py", "def handler(event, context):\n    return {'SchemaVersion': '1.0', 'Actions': []}\n")
    functions = _client(cloud, "lambda", region)
    made = functions.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Role=_ROLE,
        Handler="app.handler",
        Timeout=5,
        Code={"ZipFile": code.getvalue()},
    )
    functions.add_permission(
        FunctionName=name,
        StatementId="voice",
        Action="lambda:InvokeFunction",
        Principal="voiceconnector.chime.amazonaws.com",
        SourceAccount=ACCOUNT,
    )
    application = _client(cloud, "chime-sdk-voice", region).create_sip_media_application(
        AwsRegion=region, Name=name, Endpoints=[{"LambdaArn": made["FunctionArn"]}]
    )
    return application["SipMediaApplication"]["SipMediaApplicationId"], region


def _number(cloud: LocalCloud, name: str) -> str:
    client = _client(cloud, "chime-sdk-voice")
    (number,) = client.search_available_phone_numbers(AreaCode="206", MaxResults=1)["E164PhoneNumbers"]
    client.create_phone_number_order(ProductType="SipMediaApplicationDialIn", E164PhoneNumbers=[number], Name=name)
    cloud.admin.post("clock", {"advance": 3600})
    return str(number)


def _rule(cloud: LocalCloud, name: str, number: str, *applications: tuple[str, str]) -> None:
    targets = [
        {"SipMediaApplicationId": application, "Priority": priority, "AwsRegion": region}
        for priority, (application, region) in enumerate(applications, 1)
    ]
    _client(cloud, "chime-sdk-voice").create_sip_rule(
        Name=name, TriggerType="ToPhoneNumber", TriggerValue=number, TargetApplications=targets
    )
