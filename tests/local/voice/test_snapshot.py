"""The whole state as plain data."""

from __future__ import annotations

import json

from tests.local.voice.bench import ACCOUNT, HOME, NUMBER, OTHER, Bench, function


def test_shows_everything_of_every_endpoint_in_the_shapes_of_the_api(bench: Bench):
    target = bench.target(OTHER)
    rule = bench.rule(bench.number(), target)
    host = bench.connector(OTHER, Tags=[{"Key": "team", "Value": "voice"}])["OutboundHostName"]
    state = bench.service.snapshot()[ACCOUNT]
    (number,), (order,), (connector,), (application,), (shown,) = (
        state[kind]
        for kind in ("PhoneNumbers", "PhoneNumberOrders", "VoiceConnectors", "SipMediaApplications", "SipRules")
    )
    assert (number["E164PhoneNumber"], number["Status"], number["Endpoint"]) == (NUMBER, "Assigned", HOME)
    assert order["OrderedPhoneNumbers"] == [{"E164PhoneNumber": NUMBER, "Status": "Acquired"}]
    assert (connector["OutboundHostName"], connector["Endpoint"]) == (host, OTHER)
    assert connector["Tags"] == {"team": "voice"}
    assert application["Endpoints"] == [{"LambdaArn": function(OTHER)}]
    assert application["MessageLogs"] is False
    assert (shown["SipRuleId"], shown["Endpoint"]) == (rule, HOME)
    assert shown["TargetApplications"] == [target]
    assert number["CreatedTimestamp"].endswith("Z")


def test_is_plain_data_that_nothing_done_to_it_changes(bench: Bench):
    bench.connector()
    state = bench.service.snapshot()
    assert json.loads(json.dumps(state)) == state
    state[ACCOUNT]["VoiceConnectors"].clear()
    assert len(bench.service.snapshot()[ACCOUNT]["VoiceConnectors"]) == 1


def test_is_as_of_now(bench: Bench):
    bench.order()
    assert bench.service.snapshot()[ACCOUNT]["PhoneNumberOrders"][0]["Status"] == "Processing"
    bench.settle()
    assert bench.service.snapshot()[ACCOUNT]["PhoneNumberOrders"][0]["Status"] == "Successful"


def test_shows_what_reads_do_not_know_yet(bench: Bench):
    bench.set(read_after_create_seconds=60)
    bench.order()
    assert bench.home.list_phone_numbers()["PhoneNumbers"] == []
    assert len(bench.service.snapshot()[ACCOUNT]["PhoneNumbers"]) == 1


def test_reset_forgets_resources_calls_faults_and_hooks(bench: Bench):
    from constructs_lib.local.voice.faults import Fault

    bench.number()
    bench.service.inject(Fault(kind="throttle"))
    heard: list[object] = []
    bench.service.before_call(heard.append)
    bench.service.reset()
    bench.home.list_voice_connectors()
    assert bench.service.snapshot()[ACCOUNT]["PhoneNumbers"] == []
    assert [entry.operation for entry in bench.service.journal] == ["ListVoiceConnectors"]
    assert heard == []
