"""Numbers and connectors, which callers and a PBX know by heart: never a second one by accident, never one lost."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest

from constructs_lib import PhoneNumber, SipMediaApplication, SipRule, VoiceConnector
from tests.local.assemblies import Account
from tests.local.refactors.watch import Watch, adopted_id


def hotline(account: Account, handler: str, line: str = "Line", **which: Any) -> cdk.Stack:
    stack = account.stack()
    number = PhoneNumber(stack, line, **(which or {"area_code": "206"}))
    application = SipMediaApplication(stack, "East", handler=handler)
    SipRule(stack, "Main", trigger=number, targets=[application])
    return stack


def inventory(account: Account) -> list[str]:
    return [one["E164PhoneNumber"] for one in account.state()["PhoneNumbers"] if not one.get("DeletionTimestamp")]


@pytest.mark.parametrize("exact", [False, True], ids=["found by a search", "ordered exactly"])
def test_a_renamed_number_is_refused_and_the_remedy_in_the_refusal_keeps_it_answering(account: Account, exact: bool):
    which: dict[str, str] = {}
    if exact:
        which = {
            "e164_phone_number": account.voice.search_available_phone_numbers(AreaCode="206")["E164PhoneNumbers"][3]
        }
    handler = account.function()
    account.deploy(hotline(account, handler, **which))
    before = account.ids()
    with Watch(account) as refused:
        refusal = account.refused(hotline(account, handler, "Hotline", **which))
    assert refused.operations == []
    assert adopted_id(refusal) == before["Line"]
    with Watch(account) as remedied:
        account.deploy(hotline(account, handler, "Hotline", adopt=adopted_id(refusal)))
    assert remedied.chains(before["Line"]) == [(before["East"],)]
    assert account.ids() == {"East": before["East"], "Main": before["Main"], "Hotline": before["Line"]}
    assert inventory(account) == [before["Line"]]


def test_a_stack_destroyed_and_deployed_again_rings_on_the_number_it_retained(account: Account):
    handler = account.function()
    account.deploy(hotline(account, handler))
    number = account.ids()["Line"]
    account.destroy()
    assert inventory(account) == [number]
    state = account.state()
    assert (state["SipRules"], state["SipMediaApplications"]) == ([], [])
    account.deploy(hotline(account, handler))
    assert account.ids()["Line"] == number
    assert inventory(account) == [number]


def test_a_changed_search_answers_the_new_number_before_the_old_rule_goes_and_keeps_the_old_number(account: Account):
    handler = account.function()
    account.deploy(hotline(account, handler))
    before = account.ids()
    with Watch(account) as watch:
        account.deploy(hotline(account, handler, area_code="425"))
    after = account.ids()
    assert watch.chains(before["Line"]) == [(before["East"],), ()]
    assert all(moment.chain(before["Line"]) or moment.chain(after["Line"]) for moment in watch.moments)
    assert sorted(inventory(account)) == sorted([before["Line"], after["Line"]])


def trunk(account: Account, handler: str, name: str = "Trunk", **more: Any) -> cdk.Stack:
    stack = account.stack()
    connector = VoiceConnector(stack, name, **more)
    application = SipMediaApplication(stack, "East", handler=handler)
    SipRule(stack, "Main", trigger=connector, targets=[application])
    return stack


def test_a_renamed_connector_is_refused_and_the_remedy_in_the_refusal_keeps_its_host_name(account: Account):
    handler = account.function()
    account.deploy(trunk(account, handler))
    before = account.ids()
    host = account.state()["VoiceConnectors"][0]["OutboundHostName"]
    with Watch(account) as refused:
        refusal = account.refused(trunk(account, handler, "Pbx"))
    assert refused.operations == []
    with Watch(account) as remedied:
        account.deploy(trunk(account, handler, "Pbx", adopt=adopted_id(refusal)))
    assert remedied.chains(host) == [(before["East"],)]
    assert account.ids() == {"East": before["East"], "Main": before["Main"], "Pbx": before["Trunk"]}


def test_what_was_made_by_hand_is_adopted_answers_throughout_and_stays_when_the_stack_goes(account: Account):
    number, handler = account.number(), account.function()
    east = account.by_hand_application("East", handler)
    rule = account.by_hand_rule("Main", number, east)
    connector = account.voice.create_voice_connector(Name="Trunk", RequireEncryption=True, AwsRegion="us-east-1")
    connector_id = connector["VoiceConnector"]["VoiceConnectorId"]
    before = account.state()

    stack = account.stack()
    line = PhoneNumber(stack, "Line", adopt=number)
    application = SipMediaApplication(stack, "East", handler=handler, adopt=east)
    SipRule(stack, "Main", trigger=line, targets=[application], adopt=rule)
    VoiceConnector(stack, "Trunk", adopt=connector_id)
    with Watch(account) as watch:
        account.deploy(stack)
        assert account.ids() == {"Line": number, "East": east, "Main": rule, "Trunk": connector_id}
        account.destroy()
    assert watch.chains(number) == [(east,)]
    after = account.state()
    for kind in ("PhoneNumbers", "SipMediaApplications", "SipRules", "VoiceConnectors"):
        assert after[kind] == before[kind], kind
