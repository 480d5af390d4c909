"""What the service remembers of its calls, and that none of it is a caller's."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from constructs_lib.local.voice.faults import Fault
from constructs_lib.local.voice.journal import Entry, Journal
from tests.local.voice.bench import ACCOUNT, HOME, NUMBER, OTHER, Bench, refusal


def test_every_call_is_an_entry_with_its_end(bench: Bench):
    bench.order()
    refusal(bench.client(OTHER).get_phone_number, PhoneNumberId=NUMBER)
    bench.home.get_phone_number(PhoneNumberId=NUMBER)
    first, second, third = bench.service.journal
    assert (first.operation, first.account, first.region, first.status) == (
        "CreatePhoneNumberOrder",
        ACCOUNT,
        HOME,
        201,
    )
    assert (first.mutating, first.done, first.error) == (True, True, "")
    assert (second.operation, second.region, second.status) == ("GetPhoneNumber", OTHER, 404)
    assert (second.mutating, second.done, second.error) == (False, False, "NotFoundException")
    assert (third.status, third.done) == (200, False)
    assert [first.n, second.n, third.n] == [1, 2, 3]


def test_numbers_show_their_last_four_digits_and_names_nothing(bench: Bench):
    bench.number()
    bench.home.update_phone_number(PhoneNumberId=NUMBER, Name="Front desk")
    bench.home.update_phone_number(PhoneNumberId="%2B12065550100", CallingName="Support")
    shown = json.dumps([entry.parameters for entry in bench.service.journal])
    assert "***0100" in shown
    assert "206555" not in shown
    assert "Front desk" not in shown
    assert "Support" not in shown


def test_what_a_call_carries_is_not_shown(bench: Bench):
    bench.number()
    values = {"FromPhoneNumber": NUMBER, "ToPhoneNumber": "+12065550150"}
    application = bench.application()
    more = {"ArgumentsMap": {"account number": "4711"}, "SipHeaders": {"X-Case": "secret"}}
    with pytest.raises(ClientError, match="no call engine is connected"):
        bench.home.create_sip_media_application_call(**values, **more, SipMediaApplicationId=application)
    entry = list(bench.service.journal)[-1]
    assert entry.parameters["SipMediaApplicationId"] == application
    shown = json.dumps(entry.parameters)
    assert not any(secret in shown for secret in ("4711", "secret", "206555", "account number"))


def test_a_call_that_took_effect_unheard_is_told_apart(bench: Bench):
    bench.service.inject(Fault(kind="closed_after", operation="CreateVoiceConnector"))
    bench.service.inject(Fault(kind="closed_before", operation="CreateVoiceConnector"))
    for _ in range(2):
        with pytest.raises(ConnectionClosedError):
            bench.connector()
    after, before = bench.service.journal
    assert (after.done, after.status, after.error) == (True, None, "connection closed")
    assert (before.done, before.status, before.error) == (False, None, "connection closed")


def test_selects_by_operation_region_effect_and_number(bench: Bench):
    bench.connector()
    bench.connector(OTHER)
    bench.home.list_voice_connectors()
    journal = bench.service.journal
    assert [entry.region for entry in journal.select(operation="CreateVoiceConnector")] == [HOME, OTHER]
    assert [entry.operation for entry in journal.select(region=OTHER)] == ["CreateVoiceConnector"]
    assert [entry.operation for entry in journal.select(mutating=False)] == ["ListVoiceConnectors"]
    last = list(journal)[-1]
    assert journal.select(since=last.n) == []
    assert journal.select(since=last.n - 1) == [last]


def test_keeps_the_latest():
    journal = Journal(limit=2)
    for n in range(1, 8):
        journal.write(
            Entry(
                n=n,
                time=0.0,
                account=ACCOUNT,
                region=HOME,
                operation="GetSipRule",
                mutating=False,
                parameters={},
                status=200,
                done=False,
            )
        )
    assert [entry.n for entry in journal] == [6, 7]
