"""User names and passwords of a connector: nobody is ever shown a password."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.local.voice.bench import Bench, refusal

USERS: list[dict[str, Any]] = [{"Username": "pbx", "Password": "hush-1"}, {"Username": "spare", "Password": "hush-2"}]


@pytest.fixture
def connector(bench: Bench) -> str:
    found = str(bench.connector()["VoiceConnectorId"])
    bench.home.put_voice_connector_termination(
        VoiceConnectorId=found, Termination={"CallingRegions": ["US"], "CidrAllowedList": ["203.0.113.0/28"]}
    )
    return found


def users(bench: Bench, connector: str) -> list[str]:
    return list(bench.home.list_voice_connector_termination_credentials(VoiceConnectorId=connector)["Usernames"])


def put(bench: Bench, connector: str, *credentials: dict[str, Any]) -> None:
    bench.home.put_voice_connector_termination_credentials(VoiceConnectorId=connector, Credentials=list(credentials))


def test_users_are_added_listed_and_deleted(bench: Bench, connector: str):
    put(bench, connector, *USERS)
    assert users(bench, connector) == ["pbx", "spare"]
    bench.home.delete_voice_connector_termination_credentials(VoiceConnectorId=connector, Usernames=["pbx", "nobody"])
    assert users(bench, connector) == ["spare"]


@pytest.mark.parametrize(("replaces", "left"), [(False, ["pbx", "spare"]), (True, ["spare"])])
def test_whether_those_that_are_put_replace_all_others_is_a_switch(
    bench: Bench, connector: str, replaces: bool, left: list[str]
):
    bench.set(credentials_put_replaces=replaces)
    put(bench, connector, USERS[0])
    put(bench, connector, USERS[1])
    assert users(bench, connector) == left


@pytest.mark.parametrize(
    "credential", [{"Username": "pbx"}, {"Username": "", "Password": "x"}, {"Username": "pbx", "Password": "hüsh"}]
)
def test_both_must_be_there_in_us_ascii(bench: Bench, connector: str, credential: dict[str, Any]):
    values = {"VoiceConnectorId": connector, "Credentials": [credential]}
    assert refusal(bench.home.put_voice_connector_termination_credentials, **values) == "BadRequestException"


def test_a_connector_without_termination_takes_none(bench: Bench):
    found = str(bench.connector()["VoiceConnectorId"])
    values = {"VoiceConnectorId": found, "Credentials": USERS}
    assert refusal(bench.home.put_voice_connector_termination_credentials, **values) == "BadRequestException"


def test_neither_state_nor_journal_shows_a_password(bench: Bench, connector: str):
    put(bench, connector, *USERS)
    shown = json.dumps(bench.service.snapshot()) + "".join(map(repr, bench.service.journal))
    assert "hush" not in shown
    assert '"TerminationUsernames": ["pbx", "spare"]' in shown
