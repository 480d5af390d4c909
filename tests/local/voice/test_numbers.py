"""Searching, the inventory, and the deletion queue."""

from __future__ import annotations

import pytest

from tests.local.voice.bench import ACCOUNT, NUMBER, OTHER, Bench, refusal

DAY = 24 * 3600.0


def search(bench: Bench, **criteria: object) -> list[str]:
    return list(bench.home.search_available_phone_numbers(MaxResults=500, **criteria)["E164PhoneNumbers"])


def test_offers_a_hundred_fictitious_numbers_of_an_area_code(bench: Bench):
    found = search(bench, AreaCode="206")
    assert len(found) == len(set(found)) == 100
    assert all(number.startswith("+120655501") and len(number) == 12 for number in found)


def test_area_codes_without_a_place_have_numbers_too(bench: Bench):
    assert search(bench, AreaCode="907")[0] == "+19075550100"


@pytest.mark.parametrize("area_code", ["911", "199", "20", "295", "800x"])
def test_offers_nothing_for_what_is_no_area_code(bench: Bench, area_code: str):
    assert search(bench, AreaCode=area_code) == []


def test_searches_by_city_and_state(bench: Bench):
    assert all(number.startswith("+1206") for number in search(bench, City="Seattle", State="WA"))
    assert {number[2:5] for number in search(bench, State="TX")} == {"512", "214", "713"}
    assert search(bench, City="Atlantis") == []


@pytest.mark.parametrize("prefix", ["800", "833", "844", "855", "866", "877", "888"])
def test_searches_toll_free_numbers_by_prefix(bench: Bench, prefix: str):
    found = search(bench, TollFreePrefix=prefix)
    assert len(found) == 100
    assert all(number.startswith(f"+1{prefix}") for number in found)


def test_tells_local_from_toll_free(bench: Bench):
    assert all(number[2] == "8" for number in search(bench, PhoneNumberType="TollFree"))
    assert not any(number.startswith("+18") for number in search(bench, PhoneNumberType="Local"))
    assert search(bench, PhoneNumberType="Local", TollFreePrefix="800") == []
    assert search(bench, AreaCode="206", TollFreePrefix="800") == []


def test_searches_the_us_unless_another_country_is_asked_for(bench: Bench):
    assert search(bench, AreaCode="416") == []
    assert search(bench, AreaCode="416", Country="CA")[0] == "+14165550100"
    assert search(bench, Country="GB")[0] == "+442079460000"


def test_does_not_offer_what_somebody_has(bench: Bench):
    bench.order(NUMBER)
    bench.service.take_number("+12065550101")
    assert search(bench, AreaCode="206")[0] == "+12065550102"


def test_search_results_come_in_pages(bench: Bench):
    first = bench.home.search_available_phone_numbers(AreaCode="206", MaxResults=60)
    second = bench.home.search_available_phone_numbers(AreaCode="206", MaxResults=60, NextToken=first["NextToken"])
    assert len({*first["E164PhoneNumbers"], *second["E164PhoneNumbers"]}) == 100
    assert "NextToken" not in second


@pytest.mark.parametrize("operation", ["search_available_phone_numbers", "create_phone_number_order"])
def test_numbers_are_bought_in_the_two_pstn_regions_only(bench: Bench, operation: str):
    parameters = {"ProductType": "VoiceConnector", "E164PhoneNumbers": [NUMBER]} if "order" in operation else {}
    assert refusal(getattr(bench.client("eu-west-1"), operation), **parameters) == "ForbiddenException"
    getattr(bench.client(OTHER), operation)(**parameters)


@pytest.mark.parametrize(("product", "countries"), [("VoiceConnector", 1), ("SipMediaApplicationDialIn", 3)])
def test_only_applications_have_numbers_of_other_countries(bench: Bench, product: str, countries: int):
    found = bench.home.list_supported_phone_number_countries(ProductType=product)["PhoneNumberCountries"]
    assert len(found) == countries
    assert found[0] == {"CountryCode": "US", "SupportedPhoneNumberTypes": ["Local", "TollFree"]}


def test_a_number_belongs_to_the_endpoint_that_ordered_it(bench: Bench):
    bench.number()
    assert bench.client(OTHER).list_phone_numbers()["PhoneNumbers"] == []
    assert refusal(bench.client(OTHER).get_phone_number, PhoneNumberId=NUMBER) == "NotFoundException"


def test_both_pstn_regions_may_be_said_to_share_numbers(bench: Bench):
    bench.set(numbers_at_both_pstn_regions=True)
    bench.number()
    assert bench.client(OTHER).get_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]["E164PhoneNumber"] == NUMBER
    assert bench.client("eu-west-1").list_phone_numbers()["PhoneNumbers"] == []


def test_numbers_of_another_account_do_not_exist(bench: Bench):
    bench.number()
    stranger = bench.client(account="210987654321")
    assert refusal(stranger.get_phone_number, PhoneNumberId=NUMBER) == "NotFoundException"
    assert (
        refusal(stranger.create_phone_number_order, ProductType="VoiceConnector", E164PhoneNumbers=[NUMBER])
        == "BadRequestException"
    )


def test_ids_in_answers_are_percent_encoded_unless_switched_off(bench: Bench):
    bench.number()
    assert bench.show()["PhoneNumberId"] == "%2B12065550100"
    bench.set(encoded_number_ids=False)
    assert bench.show()["PhoneNumberId"] == NUMBER


def test_lists_by_status_product_type_and_association(bench: Bench):
    used, free = bench.number(), bench.number("+12065550101")
    trunk = bench.number("+12065550102", product_type="VoiceConnector")
    rule = bench.rule(used, bench.target())

    def listed(**criteria: str) -> set[str]:
        return {n["E164PhoneNumber"] for n in bench.home.list_phone_numbers(**criteria)["PhoneNumbers"]}

    assert listed() == {used, free, trunk}
    assert listed(Status="Assigned") == {used}
    assert listed(ProductType="VoiceConnector") == {trunk}
    assert listed(FilterName="SipRuleId") == {used}
    assert listed(FilterName="SipRuleId", FilterValue=rule) == {used}
    assert listed(FilterName="SipRuleId", FilterValue="other") == set()
    assert refusal(bench.home.list_phone_numbers, FilterValue=rule) == "BadRequestException"


@pytest.mark.parametrize(
    "attribute", [{"Name": "Front desk"}, {"Name": ""}, {"ProductType": "VoiceConnector"}, {"CallingName": "Support"}]
)
def test_updates_one_attribute(bench: Bench, attribute: dict[str, str]):
    bench.number()
    shown = bench.home.update_phone_number(PhoneNumberId=NUMBER, **attribute)["PhoneNumber"]
    assert {name: shown.get(name, "") for name in attribute} == attribute


@pytest.mark.parametrize("attributes", [{}, {"Name": "a", "CallingName": "bb"}])
def test_refuses_none_or_two_attributes_in_one_update(bench: Bench, attributes: dict[str, str]):
    bench.number()
    assert refusal(bench.home.update_phone_number, PhoneNumberId=NUMBER, **attributes) == "BadRequestException"
    assert "Name" not in bench.show()


def test_the_product_type_of_a_number_in_use_cannot_change(bench: Bench):
    bench.rule(bench.number(), bench.target())
    code = refusal(bench.home.update_phone_number, PhoneNumberId=NUMBER, ProductType="VoiceConnector")
    assert code == "ConflictException"
    bench.home.update_phone_number(PhoneNumberId=NUMBER, ProductType="SipMediaApplicationDialIn")


def test_a_foreign_number_cannot_become_one_for_voice_connectors(bench: Bench):
    number = bench.number("+442079460000")
    code = refusal(bench.home.update_phone_number, PhoneNumberId=number, ProductType="VoiceConnector")
    assert code == "BadRequestException"


def test_a_calling_name_is_pending_for_72_hours(bench: Bench):
    bench.number()
    assert bench.show()["CallingNameStatus"] == "Unassigned"
    bench.home.update_phone_number(PhoneNumberId=NUMBER, CallingName="Support")
    assert bench.show()["CallingNameStatus"] == "UpdateInProgress"
    bench.clock.advance(3 * DAY - 1)
    assert refusal(bench.home.update_phone_number, PhoneNumberId=NUMBER, CallingName="Sales") == "ConflictException"
    bench.clock.advance(1)
    assert bench.show()["CallingNameStatus"] == "UpdateSucceeded"
    bench.home.update_phone_number(PhoneNumberId=NUMBER, CallingName="Sales")


def test_toll_free_numbers_have_no_calling_name(bench: Bench):
    number = bench.number("+18005550100")
    assert bench.show(number)["Type"] == "TollFree"
    assert refusal(bench.home.update_phone_number, PhoneNumberId=number, CallingName="Sales") == "BadRequestException"


def test_a_batch_update_does_what_it_can_and_answers_200(bench: Bench):
    bench.number()
    items = [{"PhoneNumberId": "+12065550199", "Name": "a"}, {"PhoneNumberId": NUMBER, "Name": "Front desk"}]
    answer = bench.home.batch_update_phone_number(UpdatePhoneNumberRequestItems=items)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert [(e["PhoneNumberId"], e["ErrorCode"]) for e in answer["PhoneNumberErrors"]] == [("+12065550199", "NotFound")]
    assert bench.show()["Name"] == "Front desk"


def test_a_batch_update_names_a_number_once(bench: Bench):
    bench.number()
    items = [{"PhoneNumberId": NUMBER, "Name": "a"}, {"PhoneNumberId": "%2B12065550100", "CallingName": "bb"}]
    code = refusal(bench.home.batch_update_phone_number, UpdatePhoneNumberRequestItems=items)
    assert code == "BadRequestException"


def test_a_deleted_number_waits_seven_days_in_the_queue_and_is_gone(bench: Bench):
    bench.number()
    bench.home.delete_phone_number(PhoneNumberId=NUMBER)
    assert (bench.show()["DeletionTimestamp"].timestamp() - bench.clock.now()) == 7 * DAY
    bench.clock.advance(7 * DAY - 1)
    assert bench.show()["E164PhoneNumber"] == NUMBER
    bench.clock.advance(1)
    assert refusal(bench.home.get_phone_number, PhoneNumberId=NUMBER) == "NotFoundException"
    assert refusal(bench.home.restore_phone_number, PhoneNumberId=NUMBER) == "NotFoundException"
    assert NUMBER not in search(bench, AreaCode="206")


def test_a_released_number_may_be_said_to_come_back(bench: Bench):
    bench.set(released_numbers_come_back=True)
    bench.number()
    bench.home.delete_phone_number(PhoneNumberId=NUMBER)
    bench.clock.advance(7 * DAY)
    assert NUMBER in search(bench, AreaCode="206")


def test_a_number_in_the_queue_can_be_restored_but_not_used_or_deleted_again(bench: Bench):
    bench.number()
    bench.home.update_phone_number(PhoneNumberId=NUMBER, Name="Front desk")
    bench.home.delete_phone_number(PhoneNumberId=NUMBER)
    assert refusal(bench.home.delete_phone_number, PhoneNumberId=NUMBER) == "BadRequestException"
    assert refusal(bench.home.update_phone_number, PhoneNumberId=NUMBER, Name="b") == "BadRequestException"
    shown = bench.home.restore_phone_number(PhoneNumberId=NUMBER)["PhoneNumber"]
    assert (shown["Status"], shown["Name"], "DeletionTimestamp" in shown) == ("AcquireInProgress", "Front desk", False)
    assert refusal(bench.home.restore_phone_number, PhoneNumberId=NUMBER) == "BadRequestException"
    assert refusal(bench.home.update_phone_number, PhoneNumberId=NUMBER, Name="b") == "BadRequestException"
    bench.settle()
    assert bench.show()["Status"] == "Unassigned"
    bench.home.update_phone_number(PhoneNumberId=NUMBER, Name="b")


def test_what_deleting_twice_gets_is_a_switch(bench: Bench):
    bench.set(deleted_number_error="NotFoundException", deleted_number_status="DeleteInProgress")
    bench.number()
    bench.home.delete_phone_number(PhoneNumberId=NUMBER)
    assert bench.show()["Status"] == "DeleteInProgress"
    assert refusal(bench.home.delete_phone_number, PhoneNumberId=NUMBER) == "NotFoundException"


def test_the_queue_may_be_said_to_be_hidden_from_lists(bench: Bench):
    bench.number()
    bench.home.delete_phone_number(PhoneNumberId=NUMBER)
    assert len(bench.home.list_phone_numbers()["PhoneNumbers"]) == 1
    bench.set(lists_show_deleted_numbers=False)
    assert bench.home.list_phone_numbers()["PhoneNumbers"] == []


def test_the_queue_does_not_count_toward_the_quota_and_restoring_does(bench: Bench):
    bench.set(phone_numbers=1)
    bench.number()
    bench.home.delete_phone_number(PhoneNumberId=NUMBER)
    bench.number("+12065550101")
    assert refusal(bench.home.restore_phone_number, PhoneNumberId=NUMBER) == "ResourceLimitExceededException"


def test_a_number_in_use_cannot_be_deleted(bench: Bench):
    bench.rule(bench.number(), bench.target())
    assert refusal(bench.home.delete_phone_number, PhoneNumberId=NUMBER) == "BadRequestException"
    answer = bench.home.batch_delete_phone_number(PhoneNumberIds=[NUMBER, "+12065550199"])
    codes = [error["ErrorCode"] for error in answer["PhoneNumberErrors"]]
    assert codes == ["PhoneNumberAssociationsExist", "NotFound"]
    assert "DeletionTimestamp" not in bench.show()


def test_a_batch_delete_deletes_what_it_can(bench: Bench):
    bench.number()
    bench.home.batch_delete_phone_number(PhoneNumberIds=["+12065550199", NUMBER])
    assert "DeletionTimestamp" in bench.show()


def test_a_number_on_order_cannot_be_deleted(bench: Bench):
    bench.order()
    assert refusal(bench.home.delete_phone_number, PhoneNumberId=NUMBER) == "BadRequestException"


def test_the_default_calling_name_changes_once_in_seven_days(bench: Bench):
    assert "CallingName" not in bench.home.get_phone_number_settings()
    bench.home.update_phone_number_settings(CallingName="Support")
    assert bench.home.get_phone_number_settings()["CallingName"] == "Support"
    bench.clock.advance(7 * DAY - 1)
    assert refusal(bench.home.update_phone_number_settings, CallingName="Sales") == "BadRequestException"
    bench.clock.advance(1)
    bench.home.update_phone_number_settings(CallingName="Sales")
    assert bench.client(OTHER).get_phone_number_settings()["CallingName"] == "Sales"


def test_a_number_shows_the_accounts_default_calling_name(bench: Bench):
    bench.number()
    bench.home.update_phone_number_settings(CallingName="Support")
    assert bench.show()["CallingName"] == "Support"
    assert bench.show()["PhoneNumberArn"].startswith(f"arn:aws:chime:us-east-1:{ACCOUNT}:")
