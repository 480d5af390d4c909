"""The parts of a connector: put whole, read with defaults, and held by emergency calling as documented."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.voice.bench import Bench, refusal

TERMINATION = {"CallingRegions": ["US"], "CidrAllowedList": ["203.0.113.0/28"]}
ORIGINATION = {"Routes": [{"Host": "pbx.example.com", "Priority": 1, "Weight": 1}]}
EMERGENCY = {"DNIS": [{"EmergencyPhoneNumber": "+12065550100", "CallingCountry": "US"}]}
PARTS: dict[str, Any] = {
    "Termination": TERMINATION,
    "Origination": ORIGINATION,
    "StreamingConfiguration": {"DataRetentionInHours": 1, "Disabled": False},
    "EmergencyCallingConfiguration": EMERGENCY,
    "ExternalSystemsConfiguration": {"SessionBorderControllerTypes": ["RIBBON_SBC"]},
}
METHODS = {
    "Termination": "termination",
    "Origination": "origination",
    "StreamingConfiguration": "streaming_configuration",
    "LoggingConfiguration": "logging_configuration",
    "EmergencyCallingConfiguration": "emergency_calling_configuration",
    "ExternalSystemsConfiguration": "external_systems_configuration",
}


@pytest.fixture
def connector(bench: Bench) -> str:
    return str(bench.connector()["VoiceConnectorId"])


def call(bench: Bench, verb: str, part: str) -> Any:
    return getattr(bench.home, f"{verb}_voice_connector_{METHODS[part]}")


def put(bench: Bench, connector: str, part: str, value: Any = None) -> Any:
    wanted = PARTS[part] if value is None else value
    member = wanted if part == "ExternalSystemsConfiguration" else {part: wanted}
    return call(bench, "put", part)(VoiceConnectorId=connector, **member)[part]


def get(bench: Bench, connector: str, part: str) -> Any:
    return call(bench, "get", part)(VoiceConnectorId=connector)[part]


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_put_read_and_deleted(bench: Bench, connector: str, part: str):
    if part.startswith("Emergency"):
        put(bench, connector, "Termination")
        put(bench, connector, "Origination")
    assert put(bench, connector, part) == get(bench, connector, part)
    assert set(PARTS[part]) <= set(get(bench, connector, part))
    call(bench, "delete", part)(VoiceConnectorId=connector)
    for verb in ("get", "delete"):
        assert refusal(call(bench, verb, part), VoiceConnectorId=connector) == "NotFoundException"


def test_whether_an_unset_part_is_found_is_a_switch(bench: Bench, connector: str):
    bench.set(unset_parts_found=True)
    assert get(bench, connector, "Termination") == {}


def test_defaults_are_spelled_out(bench: Bench, connector: str):
    assert put(bench, connector, "Termination") == {**TERMINATION, "CpsLimit": 1, "Disabled": False}
    (route,) = put(bench, connector, "Origination")["Routes"]
    assert (route["Port"], route["Protocol"]) == (5060, "TCP")


def test_logging_is_off_until_it_is_put_and_cannot_be_deleted(bench: Bench, connector: str):
    off = {"EnableSIPLogs": False, "EnableMediaMetricLogs": False}
    assert get(bench, connector, "LoggingConfiguration") == off
    put(bench, connector, "LoggingConfiguration", {"EnableSIPLogs": True})
    assert get(bench, connector, "LoggingConfiguration") == {**off, "EnableSIPLogs": True}
    put(bench, connector, "LoggingConfiguration", {"EnableMediaMetricLogs": True})
    assert get(bench, connector, "LoggingConfiguration") == {**off, "EnableMediaMetricLogs": True}


@pytest.mark.parametrize("missing", ["Termination", "Origination"])
def test_emergency_calling_needs_both_directions(bench: Bench, connector: str, missing: str):
    for part in {"Termination", "Origination"} - {missing}:
        put(bench, connector, part)
    attempt = call(bench, "put", "EmergencyCallingConfiguration")
    values = {"VoiceConnectorId": connector, "EmergencyCallingConfiguration": EMERGENCY}
    assert refusal(attempt, **values) == "BadRequestException"
    put(bench, connector, missing, {**PARTS[missing], "Disabled": True})
    assert refusal(attempt, **values) == "BadRequestException"
    put(bench, connector, missing)
    put(bench, connector, "EmergencyCallingConfiguration")


@pytest.mark.parametrize("part", ["Termination", "Origination"])
def test_emergency_calling_goes_before_what_it_needs(bench: Bench, connector: str, part: str):
    for each in ("Termination", "Origination", "EmergencyCallingConfiguration"):
        put(bench, connector, each)
    assert refusal(call(bench, "delete", part), VoiceConnectorId=connector) == "BadRequestException"
    disabled = {"VoiceConnectorId": connector, part: {**PARTS[part], "Disabled": True}}
    assert refusal(call(bench, "put", part), **disabled) == "BadRequestException"
    call(bench, "delete", "EmergencyCallingConfiguration")(VoiceConnectorId=connector)
    call(bench, "delete", part)(VoiceConnectorId=connector)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("Termination", {"CidrAllowedList": ["203.0.113.0/28"]}),
        ("Termination", {**TERMINATION, "CidrAllowedList": ["10.0.0.0/8"]}),
        ("Termination", {**TERMINATION, "CpsLimit": 2}),
        ("Origination", {}),
        ("Origination", {"Routes": []}),
        ("Origination", {"Routes": ORIGINATION["Routes"] * 21}),
        ("Origination", {"Routes": [{"Host": "10.0.0.1", "Priority": 1, "Weight": 1}]}),
    ],
)
def test_what_the_documentation_excludes_is_refused(bench: Bench, connector: str, part: str, value: Any):
    attempt = call(bench, "put", part)
    assert refusal(attempt, VoiceConnectorId=connector, **{part: value}) == "BadRequestException"


def test_origination_may_be_disabled_without_routes(bench: Bench, connector: str):
    assert put(bench, connector, "Origination", {"Disabled": True})["Disabled"] is True


def test_a_raised_quota_lets_more_calls_through(bench: Bench, connector: str):
    bench.set(calls_per_second=10)
    assert put(bench, connector, "Termination", {**TERMINATION, "CpsLimit": 10})["CpsLimit"] == 10


def test_the_state_shows_the_parts(bench: Bench, connector: str):
    put(bench, connector, "Termination")
    (account,) = bench.service.snapshot().values()
    (shown,) = account["VoiceConnectors"]
    assert shown["Termination"]["CallingRegions"] == ["US"]
