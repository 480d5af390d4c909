"""Calls through the API, as far as the control plane: checked, limited, and handed to whatever plays them."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.voice.bench import ACCOUNT, HOME, NUMBER, OTHER, Bench, refusal

CALLEE = "+12065550150"


class Exchange:
    """A phone network that remembers what it was told."""

    def __init__(self, bench: Bench) -> None:
        self.heard: list[dict[str, Any]] = []
        self.known: set[str] = set()
        self._bench = bench

    def create_call(self, **call: Any) -> str:
        # A function that answers may itself use the service, from wherever it runs: no lock may be held.
        asking = threading.Thread(target=self._bench.home.list_sip_rules, daemon=True)
        asking.start()
        asking.join(timeout=10)
        assert not asking.is_alive()
        self.heard.append(call)
        self.known.add("0f0f0f0f-0000-4000-8000-000000000001")
        return "0f0f0f0f-0000-4000-8000-000000000001"

    def update_call(self, *, transaction_id: str, **message: Any) -> bool:
        self.heard.append(message)
        return transaction_id in self.known


@pytest.fixture
def exchange(bench: Bench) -> Exchange:
    made = Exchange(bench)
    bench.service.calls = made
    return made


def wish(bench: Bench, **more: Any) -> dict[str, Any]:
    bench.number()
    values = {"FromPhoneNumber": NUMBER, "ToPhoneNumber": CALLEE, "SipMediaApplicationId": bench.application()}
    return values | more


def test_hands_a_call_over_with_everything_it_needs(bench: Bench, exchange: Exchange):
    wanted = wish(bench, ArgumentsMap={"topic": "support"}, SipHeaders={"X-Case": "7"})
    made = bench.home.create_sip_media_application_call(**wanted)
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert made["SipMediaApplicationCall"]["TransactionId"] in exchange.known
    assert exchange.heard == [
        {
            "account": ACCOUNT,
            "region": HOME,
            "application_id": wanted["SipMediaApplicationId"],
            "from_number": NUMBER,
            "to_number": CALLEE,
            "sip_headers": {"X-Case": "7"},
            "arguments": {"topic": "support"},
        }
    ]


def test_calls_from_numbers_of_the_inventory_only(bench: Bench, exchange: Exchange):
    wanted = wish(bench, FromPhoneNumber="+12065550199")
    with pytest.raises(ClientError, match=r"BadRequest.*\*\*\*0199 is not in the account's inventory"):
        bench.home.create_sip_media_application_call(**wanted)
    assert exchange.heard == []


def test_does_not_call_from_a_number_in_the_deletion_queue(bench: Bench, exchange: Exchange):
    wanted = wish(bench)
    bench.home.delete_phone_number(PhoneNumberId=NUMBER)
    assert refusal(bench.home.create_sip_media_application_call, **wanted) == "BadRequestException"


@pytest.mark.parametrize("where", ["unknown", "elsewhere"])
def test_an_application_of_another_endpoint_is_a_bad_request_since_the_operation_has_no_not_found(
    bench: Bench, exchange: Exchange, where: str
):
    other = bench.application(OTHER) if where == "elsewhere" else "0f0f0f0f-0000-4000-8000-000000000009"
    wanted = wish(bench, SipMediaApplicationId=other)
    assert refusal(bench.home.create_sip_media_application_call, **wanted) == "BadRequestException"


@pytest.mark.parametrize(
    ("header", "taken"),
    [("X-Case", True), ("User-to-User", True), ("Diversion", True), ("X-Amzn-Trace", False), ("Subject", False)],
)
def test_only_some_sip_headers_can_be_set(bench: Bench, exchange: Exchange, header: str, taken: bool):
    wanted = wish(bench, SipHeaders={header: "v"})
    if taken:
        bench.home.create_sip_media_application_call(**wanted)
    else:
        assert refusal(bench.home.create_sip_media_application_call, **wanted) == "BadRequestException"


def test_a_sip_header_has_a_longest_value(bench: Bench, exchange: Exchange):
    wanted = wish(bench, SipHeaders={"X-Case": "7" * 2049})
    assert refusal(bench.home.create_sip_media_application_call, **wanted) == "BadRequestException"


def test_one_call_a_second_begins_in_a_region(bench: Bench, exchange: Exchange):
    wanted = wish(bench)
    create = bench.home.create_sip_media_application_call
    create(**wanted)
    assert refusal(create, **wanted) == "ThrottledClientException"
    bench.clock.advance(1)
    create(**wanted)
    assert len(exchange.heard) == 2


def test_hands_a_message_over_to_a_call_in_progress(bench: Bench, exchange: Exchange):
    wanted = wish(bench)
    made = bench.home.create_sip_media_application_call(**wanted)["SipMediaApplicationCall"]
    update = {"SipMediaApplicationId": wanted["SipMediaApplicationId"], **made, "Arguments": {"say": "hello"}}
    answer = bench.home.update_sip_media_application_call(**update)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert answer["SipMediaApplicationCall"] == made
    assert exchange.heard[-1]["arguments"] == {"say": "hello"}


def test_a_call_that_is_over_is_not_found(bench: Bench, exchange: Exchange):
    update = {
        "SipMediaApplicationId": bench.application(),
        "TransactionId": "0f0f0f0f-0000-4000-8000-000000000009",
        "Arguments": {"say": "hello"},
    }
    assert refusal(bench.home.update_sip_media_application_call, **update) == "NotFoundException"


def test_five_messages_a_second_in_a_region(bench: Bench, exchange: Exchange):
    wanted = wish(bench)
    made = bench.home.create_sip_media_application_call(**wanted)["SipMediaApplicationCall"]
    update: Mapping[str, Any] = {
        "SipMediaApplicationId": wanted["SipMediaApplicationId"],
        **made,
        "Arguments": {"say": "hello"},
    }
    for _ in range(5):
        bench.home.update_sip_media_application_call(**update)
    assert refusal(bench.home.update_sip_media_application_call, **update) == "ThrottledClientException"


def test_without_a_phone_network_calls_are_not_simulated(bench: Bench):
    with pytest.raises(ClientError) as caught:
        bench.home.create_sip_media_application_call(**wish(bench))
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert "no call engine is connected" in caught.value.response["Error"]["Message"]
