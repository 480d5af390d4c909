"""A service with a clock that stands still, and short cuts to what most tests need first."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from constructs_lib.local.voice.clock import ManualClock
from constructs_lib.local.voice.inprocess import client
from constructs_lib.local.voice.service import VoiceService
from constructs_lib.local.voice.settings import Settings

ACCOUNT = "123456789012"
HOME = "us-east-1"
OTHER = "us-west-2"
NUMBER = "+12065550100"
SETTLED = 600.0
"""Longer than any delay of the service that is counted in seconds."""


class Bench:
    """The service, its clock and clients of one account."""

    def __init__(self, **settings: Any) -> None:
        self.clock = ManualClock()
        self.service = VoiceService(clock=self.clock, settings=Settings(**settings))

    def client(self, region: str = HOME, account: str = ACCOUNT, **config: Any) -> Any:
        return client(self.service, region, account, **config)

    @property
    def home(self) -> Any:
        return self.client()

    def settle(self) -> None:
        self.clock.advance(SETTLED)

    def set(self, **settings: Any) -> None:
        self.service.settings = dataclasses.replace(self.service.settings, **settings)

    def order(self, *numbers: str, product_type: str = "SipMediaApplicationDialIn", **more: Any) -> dict[str, Any]:
        answer = self.home.create_phone_number_order(
            ProductType=product_type, E164PhoneNumbers=list(numbers or [NUMBER]), **more
        )
        return dict(answer["PhoneNumberOrder"])

    def number(self, number: str = NUMBER, product_type: str = "SipMediaApplicationDialIn") -> str:
        """A number that is in the inventory and can be used."""
        self.order(number, product_type=product_type)
        self.settle()
        return number

    def show(self, number: str = NUMBER) -> dict[str, Any]:
        return dict(self.home.get_phone_number(PhoneNumberId=number)["PhoneNumber"])

    def application(self, region: str = HOME, name: str = "answer", **more: Any) -> str:
        made = self.client(region).create_sip_media_application(
            AwsRegion=region, Name=name, Endpoints=[{"LambdaArn": function(region)}], **more
        )
        return str(made["SipMediaApplication"]["SipMediaApplicationId"])

    def connector(self, region: str = HOME, name: str = "trunk", **more: Any) -> dict[str, Any]:
        made = self.client(region).create_voice_connector(Name=name, RequireEncryption=True, AwsRegion=region, **more)
        return dict(made["VoiceConnector"])

    def rule(self, trigger: str = NUMBER, *targets: dict[str, Any], **more: Any) -> str:
        kind = "RequestUriHostname" if "voiceconnector" in trigger else "ToPhoneNumber"
        values = {"Name": "rule", "TriggerType": kind, "TriggerValue": trigger, "TargetApplications": list(targets)}
        return str(self.home.create_sip_rule(**(values | more))["SipRule"]["SipRuleId"])

    def target(self, region: str = HOME, priority: int = 1, application: str = "") -> dict[str, Any]:
        return {
            "SipMediaApplicationId": application or self.application(region),
            "Priority": priority,
            "AwsRegion": region,
        }

    def disable(self, rule: str) -> None:
        self.home.update_sip_rule(SipRuleId=rule, Name="rule", Disabled=True)
        self.settle()


def function(region: str = HOME, name: str = "answer", account: str = ACCOUNT) -> str:
    return f"arn:aws:lambda:{region}:{account}:function:{name}"


def refusal(call: Callable[..., Any], **parameters: Any) -> str:
    """The code of the error that a call gets."""
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    return str(caught.value.response["Error"]["Code"])
