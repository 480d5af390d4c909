"""Termination credentials: the connector's list is the secret's, whatever befalls, and nobody ever reads a password."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import pytest
from chime_voice.contract.termination_credentials import TerminationCredentials
from chime_voice.provider import secret
from chime_voice.provider.errors import Failure
from chime_voice.provider.put_again import NotPutError
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.local.voice.errors import BadRequest
from constructs_lib.local.voice.families.termination_credentials import TerminationCredentials as Family
from tests.provider.faults import every_fault
from tests.provider.stage import ANSWERING, Answer, Died, Stage
from tests.provider.world import by_hand_connector

SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:pbx-AbCdEf"
PBX, BACKUP = "hush-of-pbx", "hush-of-backup"
USERS = ("front-desk", "spare-desk")
UNSPEAKABLE = (PBX, BACKUP, *USERS)


class Desk:
    """A connector with termination, a secret, and what is said about them."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.connector = self.another()
        self.keep(dict(zip(USERS, (PBX, BACKUP), strict=True)))
        self.told: list[str] = []

    def another(self) -> str:
        made = by_hand_connector(self.stage)
        self.stage.client().put_voice_connector_termination(
            VoiceConnectorId=made, Termination={"CallingRegions": ["US"], "CidrAllowedList": ["203.0.113.0/28"]}
        )
        return made

    def keep(self, document: Any) -> None:
        self.stage.secrets[SECRET] = json.dumps(document)

    def declared(self, **more: Any) -> TerminationCredentials:
        values: dict[str, Any] = {
            "aws_region": "us-east-1",
            "voice_connector_id": self.connector,
            "secret_arn": SECRET,
        }
        return TerminationCredentials(**(values | more))

    def put_by_hand(self, **passwords: str) -> None:
        credentials: Any = [{"Username": user, "Password": password} for user, password in passwords.items()]
        self.stage.client().put_voice_connector_termination_credentials(
            VoiceConnectorId=self.connector, Credentials=credentials
        )

    def passwords(self, connector: str = "") -> dict[str, str]:
        (account,) = self.stage.service._world.accounts.values()
        return dict(account.connectors[connector or self.connector].credentials)

    def create(self) -> Answer:
        return self.heard(self.stage.create(self.declared()))

    def heard(self, answer: Answer) -> Answer:
        self.told.append(repr(answer))
        return answer


@pytest.fixture
def desk() -> Desk:
    return Desk(Stage())


def test_puts_what_the_secret_says_and_tells_the_connector_alone(desk: Desk):
    answer = desk.create()
    assert answer.succeeded, answer.reason
    assert (answer.physical_id, dict(answer.data)) == (desk.connector, {"VoiceConnectorId": desk.connector})
    assert desk.passwords() == {"front-desk": PBX, "spare-desk": BACKUP}
    assert desk.stage.calls.count("put_voice_connector_termination_credentials") == 1


@pytest.mark.parametrize("replaces", [False, True])
def test_an_update_puts_new_passwords_and_deletes_users_that_the_secret_no_longer_has(desk: Desk, replaces: bool):
    desk.stage.service.settings = dataclasses.replace(desk.stage.service.settings, credentials_put_replaces=replaces)
    made = desk.create()
    desk.keep({"spare-desk": PBX})
    after = desk.stage.update(made, desk.declared(revision="2"), desk.declared())
    assert after.succeeded, after.reason
    assert desk.passwords() == {"spare-desk": PBX}


def test_the_secret_changes_and_the_rule_puts_them_again(desk: Desk):
    desk.create()
    desk.keep([{"username": "front-desk", "password": BACKUP}])
    desk.stage.put_again(desk.declared())
    assert desk.passwords() == {"front-desk": BACKUP}


def test_the_rule_of_a_connector_that_is_gone_does_nothing(desk: Desk, capsys):
    desk.stage.client().delete_voice_connector(VoiceConnectorId=desk.connector)
    desk.stage.put_again(desk.declared())
    assert "the connector is gone" in capsys.readouterr().out


def test_what_the_rule_cannot_do_is_an_error_that_lambda_repeats(desk: Desk):
    desk.create()
    desk.keep({})
    with pytest.raises(NotPutError, match="the secret has no user") as error:
        desk.stage.put_again(desk.declared())
    assert error.value.__cause__ is None
    assert desk.passwords() == {"front-desk": PBX, "spare-desk": BACKUP}


def test_a_deletion_takes_the_whole_list(desk: Desk):
    made = desk.create()
    assert desk.stage.delete(made.physical_id, desk.declared()).succeeded
    assert desk.passwords() == {}
    assert desk.stage.delete(made.physical_id, desk.declared()).succeeded


def test_users_of_somebody_else_are_not_taken_away(desk: Desk):
    desk.put_by_hand(carrier="theirs")
    answer = desk.create()
    assert "has users that the secret does not have (1)" in answer.reason
    assert "carrier" not in answer.reason
    assert desk.stage.delete(answer.physical_id, desk.declared()).succeeded
    assert desk.passwords() == {"carrier": "theirs"}


def test_another_connector_gets_them_and_the_former_one_loses_them(desk: Desk):
    made = desk.create()
    former, other = desk.connector, desk.another()
    after = desk.stage.update(made, desk.declared(voice_connector_id=other), desk.declared())
    assert after.physical_id == other
    assert desk.stage.delete(former, desk.declared()).succeeded
    assert (len(desk.passwords(former)), len(desk.passwords(other))) == (0, 2)


def test_a_refused_put_makes_nothing_and_its_deletion_takes_nothing_away(desk: Desk):
    desk.put_by_hand(**{"front-desk": "theirs"})
    desk.stage.refused = "put_voice_connector_termination_credentials"
    failed = desk.create()
    assert not failed.succeeded
    desk.stage.refused = ""
    assert desk.stage.delete(failed.physical_id, desk.declared()).succeeded
    assert desk.passwords() == {"front-desk": "theirs"}


def test_a_secret_that_may_not_be_read_yet_is_waited_for(desk: Desk, monkeypatch):
    monkeypatch.setattr("tests.provider.stage.REFUSAL", "AccessDeniedException")
    began = desk.stage.now()
    desk.stage.refused = "get_secret_value"
    advance = desk.stage.advance

    def allowed_after_ten_seconds(seconds: float) -> None:
        advance(seconds)
        if desk.stage.now() - began > 10:
            desk.stage.refused = ""

    monkeypatch.setattr(desk.stage, "advance", allowed_after_ten_seconds)
    answer = desk.create()
    assert answer.succeeded, answer.reason
    assert desk.stage.calls.count("get_secret_value") > 2


def test_a_secret_that_is_not_there_is_told_at_once(desk: Desk):
    desk.stage.secrets.clear()
    answer = desk.create()
    assert "GetSecretValue was refused with ResourceNotFoundException" in answer.reason
    assert desk.stage.calls.count("get_secret_value") == 1


def test_what_the_service_repeats_of_a_password_is_hidden(desk: Desk, monkeypatch, capsys):
    def refuse(self: Family, *, voice_connector_id: str, credentials: Any) -> None:
        raise BadRequest(f"bad credentials: {credentials}")

    monkeypatch.setattr(Family, "put_voice_connector_termination_credentials", refuse)
    answer = desk.create()
    assert "bad credentials: [{'Username': '***', 'Password': '***'}" in answer.reason
    assert not any(word in repr(answer) + capsys.readouterr().out for word in UNSPEAKABLE)


def create(desk: Desk) -> Iterator[None]:
    yield
    assert desk.create().succeeded
    assert desk.passwords() == {"front-desk": PBX, "spare-desk": BACKUP}


def update(desk: Desk) -> Iterator[None]:
    made = desk.create()
    desk.keep({"front-desk": BACKUP})
    yield
    assert desk.heard(desk.stage.update(made, desk.declared(revision="2"), desk.declared())).succeeded
    assert desk.passwords() == {"front-desk": BACKUP}


def delete(desk: Desk) -> Iterator[None]:
    made = desk.create()
    yield
    assert desk.heard(desk.stage.delete(made.physical_id, desk.declared())).succeeded
    assert desk.passwords() == {}


def put_again(desk: Desk) -> Iterator[None]:
    desk.create()
    desk.keep({"front-desk": BACKUP})
    yield
    for _ in range(3):  # as often as Lambda delivers
        try:
            desk.stage.put_again(desk.declared())
            break
        except (NotPutError, Died) as error:
            desk.told.append(repr(error))
    assert desk.passwords() == {"front-desk": BACKUP}


@pytest.mark.parametrize("step", [create, update, delete, put_again])
def test_every_fault_at_every_call_ends_in_the_secrets_list_and_shows_nothing(step: Any, capsys):
    def on_stage(stage: Stage) -> Iterator[None]:
        desk = Desk(stage)
        yield from step(desk)
        told = "".join(desk.told) + capsys.readouterr().out
        assert not [word for word in UNSPEAKABLE if word in told]
        used = {call.replace("_", "") for call in stage.calls if call != ANSWERING} - {"getsecretvalue"}
        assert used <= {each.lower() for each in TerminationCredentials.SPEC.permissions[0].operations}

    assert every_fault("termination_credentials", on_stage, Stage) == []


@pytest.mark.parametrize(
    ("document", "passwords"),
    [
        ({"pbx": "a"}, {"pbx": "a"}),
        ({"username": "pbx", "password": "a"}, {"pbx": "a"}),
        ([{"username": "pbx", "password": "a"}, {"username": "b", "password": "c"}], {"pbx": "a", "b": "c"}),
        ({"username": "a"}, {"username": "a"}),
    ],
)
def test_a_secret_has_one_of_three_shapes(document: Any, passwords: dict[str, str]):
    assert secret.passwords_in(json.dumps(document)) == passwords


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("hush", "the secret is not JSON"),
        ('"hush"', "has another shape"),
        ("7", "has another shape"),
        ("[[]]", "has another shape"),
        ('[{"username": ["hush"], "password": "hush"}]', "has another shape"),
        ("{}", "the secret has no user"),
        ("[]", "the secret has no user"),
        ('{"hush": ""}', "a password in the secret is empty"),
        ('{"": "hush"}', "a user name in the secret is empty"),
        ('{"pbx": 7}', "a password in the secret is empty, no text"),
        ('{"pbx": "hüsh"}', "no text or not printable US-ASCII"),
        ('{"hush": "a", "hush": "b"}', "has a user name twice"),
        ('[{"username": "hush", "password": "a"}, {"username": "hush", "password": "b"}]', "has a user name twice"),
    ],
)
def test_a_secret_of_another_shape_is_refused_without_showing_it(text: str, problem: str):
    with pytest.raises(Failure) as error:
        secret.passwords_in(text)
    assert problem in str(error.value)
    assert "hush" not in str(error.value)
    assert error.value.__cause__ is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_no_document_stumbles(document: Any):
    try:
        found = secret.passwords_in(json.dumps(document))
    except Failure:
        return
    assert found
    assert all(user.isascii() and password.isascii() for user, password in found.items())
