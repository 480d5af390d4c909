"""An account made by plain boto3, as the console would, and what is read from it."""

from __future__ import annotations

import json
from typing import Any

from chime_voice.provider.clock import Clock

from constructs_lib.estate.model import Estate
from constructs_lib.estate.scan import scan
from tests.provider.stage import ACCOUNT, Stage, _Client
from tests.provider.world import by_hand_application, by_hand_number, by_hand_rule, function

REGIONS = ("us-east-1", "us-west-2")
ALLOWED = {
    "Effect": "Allow",
    "Principal": {"Service": "voiceconnector.chime.amazonaws.com"},
    "Action": "lambda:InvokeFunction",
    "Resource": "*",
    "Condition": {"StringEquals": {"AWS:SourceAccount": ACCOUNT}},
}


class Lambda:
    """As much of Lambda as a scan asks: functions by ARN, each with its policy's statements or none."""

    def __init__(self, **statements: list[dict[str, Any]] | None) -> None:
        self._statements = statements

    def get_function_configuration(self, *, FunctionName: str) -> dict[str, Any]:  # noqa: N803 - boto3's own words
        self._known(FunctionName)
        return {"Handler": "index.handler", "Runtime": "python3.13", "Timeout": 5, "CodeSha256": "abc="}

    def get_policy(self, *, FunctionName: str) -> dict[str, Any]:  # noqa: N803
        statements = self._known(FunctionName)
        if statements is None:
            raise _absent("GetPolicy")
        return {"Policy": json.dumps({"Statement": statements})}

    def _known(self, arn: str) -> list[dict[str, Any]] | None:
        name = arn.split(":", 6)[-1]
        if name not in self._statements:
            raise _absent("GetFunctionConfiguration")
        return self._statements[name]


def _absent(operation: str) -> Exception:
    from botocore.exceptions import ClientError

    return ClientError({"Error": {"Code": "ResourceNotFoundException", "Message": "no such thing"}}, operation)


class Real:
    """The service's clock, as calls wait by it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def now(self) -> float:
        return self._stage.clock.now()

    def sleep(self, seconds: float) -> None:
        self._stage.advance(seconds)

    def remaining(self) -> float:
        return 1e9


def scanned(stage: Stage, lambdas: Lambda | None = None, regions: tuple[str, ...] = REGIONS, **more: Any) -> Estate:
    """The account's estate."""
    answering = lambdas or Lambda(answer=[ALLOWED])
    clock: Clock = Real(stage)

    def client(api: str, region: str) -> Any:
        return answering if api == "lambda" else _Client(stage, stage.client(region))

    return scan(client, account=ACCOUNT, regions=regions, clock=clock, **more)


def two_regions(stage: Stage) -> dict[str, str]:
    """A number that rings in us-east-1, and in us-west-2 if not there."""
    east = by_hand_application(stage, "East")
    west = by_hand_application(stage, "West", "us-west-2")
    number = by_hand_number(stage)
    client = stage.client()
    targets = [
        {"SipMediaApplicationId": application, "Priority": priority, "AwsRegion": region}
        for priority, (application, region) in enumerate(((east, "us-east-1"), (west, "us-west-2")), 1)
    ]
    rule = client.create_sip_rule(
        Name="Main", TriggerType="ToPhoneNumber", TriggerValue=number, TargetApplications=targets
    )["SipRule"]["SipRuleId"]
    stage.advance(600)
    return {"east": east, "west": west, "number": number, "rule": str(rule)}


__all__ = ["ALLOWED", "REGIONS", "Lambda", "Stage", "by_hand_rule", "function", "scanned", "two_regions"]
