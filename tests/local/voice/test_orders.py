"""Orders of numbers, from acceptance to their end."""

from __future__ import annotations

import pytest

from constructs_lib.local.voice.store import OrderScript
from tests.local.voice.bench import NUMBER, Bench, refusal

SECOND = "+12065550101"


def status_of(bench: Bench, order: dict[str, str]) -> str:
    shown = bench.home.get_phone_number_order(PhoneNumberOrderId=order["PhoneNumberOrderId"])
    return str(shown["PhoneNumberOrder"]["Status"])


def test_an_order_is_processing_and_then_successful(bench: Bench):
    order = bench.order()
    assert (order["Status"], order["OrderType"]) == ("Processing", "New")
    bench.clock.advance(19)
    assert status_of(bench, order) == "Processing"
    bench.clock.advance(1)
    assert status_of(bench, order) == "Successful"
    shown = bench.home.list_phone_number_orders()["PhoneNumberOrders"][0]
    assert shown["OrderedPhoneNumbers"] == [{"E164PhoneNumber": NUMBER, "Status": "Acquired"}]


def test_a_number_on_order_is_in_the_inventory_with_its_name(bench: Bench):
    order = bench.order(NUMBER, SECOND, Name="Front desk")
    for shown in bench.home.list_phone_numbers()["PhoneNumbers"]:
        assert (shown["Status"], shown["Name"]) == ("AcquireInProgress", "Front desk")
        assert shown["OrderId"] == order["PhoneNumberOrderId"]
    bench.settle()
    assert (bench.show()["Status"], bench.show()["Name"]) == ("Unassigned", "Front desk")


def test_a_number_on_order_cannot_be_updated(bench: Bench):
    bench.order()
    assert refusal(bench.home.update_phone_number, PhoneNumberId=NUMBER, Name="b") == "BadRequestException"


def test_an_order_can_take_twenty_minutes(bench: Bench):
    bench.service.script_order(OrderScript(seconds=1200))
    order = bench.order()
    bench.clock.advance(1199)
    assert status_of(bench, order) == "Processing"
    bench.clock.advance(1)
    assert status_of(bench, order) == "Successful"


def test_a_failed_order_brings_nothing(bench: Bench):
    bench.service.script_order(OrderScript(outcome="failed"))
    order = bench.order()
    bench.settle()
    assert status_of(bench, order) == "Failed"
    assert bench.show()["Status"] == "AcquireFailed"
    assert refusal(bench.home.update_phone_number, PhoneNumberId=NUMBER, Name="b") == "BadRequestException"


def test_what_could_not_be_acquired_may_be_said_not_to_be_listed(bench: Bench):
    bench.set(failed_numbers_listed=False)
    bench.service.script_order(OrderScript(outcome="failed"))
    bench.order()
    bench.settle()
    assert bench.home.list_phone_numbers()["PhoneNumbers"] == []


def test_a_number_that_could_not_be_acquired_can_be_ordered_again(bench: Bench):
    bench.service.script_order(OrderScript(outcome="failed"))
    bench.order()
    bench.settle()
    bench.order()
    bench.settle()
    assert bench.show()["Status"] == "Unassigned"


@pytest.mark.parametrize(("failing", "acquired"), [((), NUMBER), ((NUMBER,), SECOND)])
def test_a_partial_order_brings_some_numbers(bench: Bench, failing: tuple[str, ...], acquired: str):
    bench.service.script_order(OrderScript(outcome="partial", failing=failing))
    order = bench.order(NUMBER, SECOND)
    bench.settle()
    assert status_of(bench, order) == "Partial"
    numbers = bench.home.list_phone_numbers(Status="Unassigned")["PhoneNumbers"]
    assert [number["E164PhoneNumber"] for number in numbers] == [acquired]


def test_a_number_lost_to_somebody_else_is_refused_and_gone(bench: Bench):
    bench.service.script_order(OrderScript(outcome="lost"))
    order = bench.home.create_phone_number_order
    wanted = {"ProductType": "SipMediaApplicationDialIn", "E164PhoneNumbers": [NUMBER]}
    assert refusal(order, **wanted) == "BadRequestException"
    assert bench.home.list_phone_number_orders()["PhoneNumberOrders"] == []
    assert bench.home.search_available_phone_numbers(AreaCode="206")["E164PhoneNumbers"][0] == SECOND
    assert refusal(order, **wanted) == "BadRequestException"


def test_scripts_are_for_one_order_each(bench: Bench):
    bench.service.script_order(OrderScript(outcome="failed"), OrderScript(seconds=0))
    first, second, third = bench.order(NUMBER), bench.order(SECOND), bench.order("+12065550102")
    assert status_of(bench, second) == "Successful"
    bench.settle()
    assert (status_of(bench, first), status_of(bench, third)) == ("Failed", "Successful")


@pytest.mark.parametrize("numbers", [[], [NUMBER, NUMBER], ["+12065559999"], ["+15550100"], ["+18005550200"]], ids=str)
def test_refuses_numbers_that_are_not_on_offer_or_named_twice(bench: Bench, numbers: list[str]):
    order = bench.home.create_phone_number_order
    code = refusal(order, ProductType="SipMediaApplicationDialIn", E164PhoneNumbers=numbers)
    assert code == "BadRequestException"


def test_refuses_a_number_that_the_account_has(bench: Bench):
    bench.number()
    order = bench.home.create_phone_number_order
    assert refusal(order, ProductType="VoiceConnector", E164PhoneNumbers=[NUMBER]) == "BadRequestException"


def test_a_foreign_number_is_for_applications(bench: Bench):
    order = bench.home.create_phone_number_order
    assert refusal(order, ProductType="VoiceConnector", E164PhoneNumbers=["+442079460000"]) == "BadRequestException"
    shown = bench.show(bench.number("+442079460000"))
    assert (shown["Country"], shown["Type"]) == ("GB", "Local")


def test_orders_in_progress_count_toward_the_quota(bench: Bench):
    bench.set(phone_numbers=2)
    bench.order(NUMBER, SECOND)
    order = bench.home.create_phone_number_order
    code = refusal(order, ProductType="SipMediaApplicationDialIn", E164PhoneNumbers=["+12065550102"])
    assert code == "ResourceLimitExceededException"


def test_an_account_has_five_numbers_by_default(bench: Bench):
    bench.order(*(f"+120655501{at:02}" for at in range(5)))
    order = bench.home.create_phone_number_order
    code = refusal(order, ProductType="SipMediaApplicationDialIn", E164PhoneNumbers=["+12065550105"])
    assert code == "ResourceLimitExceededException"


def test_an_unknown_order_is_not_found(bench: Bench):
    id_ = "0f0f0f0f-0000-4000-8000-000000000001"
    assert refusal(bench.home.get_phone_number_order, PhoneNumberOrderId=id_) == "NotFoundException"


def test_fresh_things_can_be_hidden_from_reads_and_lists(bench: Bench):
    bench.set(read_after_create_seconds=3)
    order = bench.order()
    assert refusal(bench.home.get_phone_number, PhoneNumberId=NUMBER) == "NotFoundException"
    assert bench.home.list_phone_numbers()["PhoneNumbers"] == []
    bench.clock.advance(3)
    assert bench.show()["Status"] == "AcquireInProgress"
    assert status_of(bench, order) == "Processing"
