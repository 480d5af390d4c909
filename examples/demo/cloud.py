"""The local cloud as the demo uses it: what is there, calls, and a function that is made to fail."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import boto3

from constructs_lib.local import LocalCloud
from constructs_lib.local.table import routing_table
from constructs_lib.routing.model import RoutingTable

CALLER = "+12065550199"
CALLED = "+12065550123"
CALL_SECONDS = 30.0


class Cloud:
    """Asks and tells a running local cloud.

    Args:
        local: the cloud.
    """

    def __init__(self, local: LocalCloud) -> None:
        self._local = local
        self._session: Any = boto3.session.Session()

    def resources(self) -> dict[str, list[dict[str, Any]]]:
        """Everything of chime-sdk-voice that the account has."""
        found: dict[str, Any] = self._local.admin.get("state").get(self._local.account)
        return {name: value for name, value in (found or {}).items() if isinstance(value, list)}

    def table(self) -> RoutingTable:
        """Who answers which call."""
        return routing_table(self.resources())

    def number(self) -> str:
        """The number that was ordered."""
        return str(self.resources()["PhoneNumbers"][0]["E164PhoneNumber"])

    def host(self) -> str:
        """The host name of the Voice Connector."""
        return str(self.resources()["VoiceConnectors"][0]["OutboundHostName"])

    def mutations(self) -> int:
        """How many calls of the service have changed something so far."""
        return len(self._local.admin.get("journal?mutating=true"))

    def mutations_since(self, count: int) -> list[str]:
        """The operations of those after the first `count`."""
        return [entry["operation"] for entry in self._local.admin.get("journal?mutating=true")[count:]]

    def call(self, **wish: Any) -> dict[str, Any]:
        """Place a call and wait for its end."""
        return dict(self._local.admin.post("calls", {"from": CALLER, **wish}))

    def set_speed(self, speed: float) -> None:
        """How many times as fast as ours the service's time passes."""
        self._local.admin.post("clock", {"speed": speed})

    def break_functions(self, *regions: str) -> None:
        """Let nobody invoke the call handlers of these Regions: the concurrency of zero that stops a function on AWS."""
        for region, name in self._functions(regions):
            self._client("lambda", region).put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)

    def mend_functions(self, *regions: str) -> None:
        """Let them be invoked again."""
        for region, name in self._functions(regions):
            self._client("lambda", region).delete_function_concurrency(FunctionName=name)

    def start_call(self, region: str) -> tuple[str, str]:
        """An outbound call from the ordered number; its application and transaction id."""
        application = next(a for a in self.resources()["SipMediaApplications"] if a["AwsRegion"] == region)
        id_ = application["SipMediaApplicationId"]
        answer = self._client("chime-sdk-voice", region).create_sip_media_application_call(
            FromPhoneNumber=self.number(), ToPhoneNumber=CALLED, SipMediaApplicationId=id_
        )
        return id_, answer["SipMediaApplicationCall"]["TransactionId"]

    def update_call(self, region: str, application_id: str, transaction_id: str, text: str) -> None:
        """Hand a text to a call under way."""
        self._client("chime-sdk-voice", region).update_sip_media_application_call(
            SipMediaApplicationId=application_id, TransactionId=transaction_id, Arguments={"text": text}
        )

    def wait_for(self, transaction_id: str, is_so: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """A call, once something is so, or as it is when it ended or the time is over."""
        deadline = time.monotonic() + CALL_SECONDS
        while True:
            found: dict[str, Any] = self._local.admin.get(f"calls/{transaction_id}")
            if is_so(found["call"]) or found["call"]["state"] == "ended" or time.monotonic() > deadline:
                return found
            time.sleep(0.05)

    def stacks(self, *regions: str) -> list[str]:
        """The stacks that exist, but for the bootstrap stack."""
        found = []
        for region in regions:
            stacks = self._client("cloudformation", region).describe_stacks()["Stacks"]
            found += [each["StackName"] for each in stacks if each["StackStatus"] != "DELETE_COMPLETE"]
        return [name for name in found if name != "CDKToolkit"]

    def _functions(self, regions: tuple[str, ...]) -> list[tuple[str, str]]:
        targets = self.table().applications
        return [(each.region, each.function.name) for each in targets if each.region in regions and each.function]

    def _client(self, service: str, region: str) -> Any:
        return self._session.client(
            service,
            region_name=region,
            endpoint_url=self._local.url,
            aws_access_key_id=self._local.account,
            aws_secret_access_key="local",  # noqa: S106 - nobody looks at it
        )
