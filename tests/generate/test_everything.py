"""An account with everything: nothing of it is lost in the code, and deploying the code changes nothing of it."""

from __future__ import annotations

import dataclasses
import importlib.util

import pytest
from chime_voice.contract.registry import MODULES, TYPES

from constructs_lib.generate import kinds
from constructs_lib.routing.model import RoutingTable
from tests.generate.accounts import everything, roomy
from tests.generate.projects import checked, made, synthesized
from tests.generate.same import assert_same, declared

# What orders a number, makes a group or takes numbers away says nothing of what there is.
NOT_OF_THE_ACCOUNT = {
    "PhoneNumber": {
        "e164_phone_number",
        "country",
        "phone_number_type",
        "area_code",
        "city",
        "state",
        "toll_free_prefix",
        "restore",
    },
    "PhoneNumberAssociation": {"force_associate"},
    # Only accounts that were chosen can make one with it.
    "VoiceConnector": {"integration_type"},
}


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    stage = roomy()
    found = everything(stage)
    folder = tmp_path_factory.mktemp("everything") / "telephony"
    return stage, found, made(found, folder), folder


@pytest.fixture(scope="module")
def table(account) -> RoutingTable:
    return synthesized(account[3])


def test_every_type_is_written_or_has_a_reason_not_to_be(account):
    for name, module in MODULES.items():
        written = importlib.util.find_spec(f"{kinds.__name__}.{module}") is not None
        assert written != (name in kinds.WRITTEN_AS), f"write constructs_lib/generate/kinds/{module}.py, or say why not"
    assert {each.type_name for each in account[1].resources} == set(kinds.TYPES), "play the new type in everything()"


def test_every_property_of_every_type_is_played(account):
    for name in kinds.TYPES:
        contract = TYPES[name]
        played = {
            field
            for each in account[1].of_type(name)
            for field, value in vars(contract.parse(each.properties)).items()
            if value is not None
        }
        fields = {field.name for field in dataclasses.fields(contract)}
        assert fields - played == NOT_OF_THE_ACCOUNT.get(contract.__name__, set()), name


def test_all_of_it_is_declared_as_it_is(account, table):
    _, found, project, _ = account
    assert project.decision.left == ()
    assert all(each.undeclared == () for each in project.decision.taken)
    assert_same(found, table)


def test_the_code_is_what_the_tools_want(account):
    checked(account[3])


def test_a_deployment_calls_nothing_that_changes_anything_nor_does_the_removal(account, table):
    stage = account[0]
    before, heard = stage.service.snapshot(), len(stage.service.journal)
    for at, resource in enumerate(declared(table)):
        done = stage.create(resource, f"Logical{at}")
        assert done.succeeded, done.reason
        stage.delete(done.physical_id, resource, f"Logical{at}")
    operations = {entry.operation for entry in list(stage.service.journal)[heard:]}
    assert operations
    assert all(operation.startswith(("Get", "List")) for operation in operations), operations
    assert _without_time(stage.service.snapshot()) == _without_time(before)


def test_whatever_is_removed_stays(table):
    assert all(resource.retained for resource in table.resources)


def test_of_passwords_the_readme_has_the_user_names_alone(account):
    files = account[2].files
    assert "`pbx`" in files["README.md"]
    assert not any("correct horse" in text for text in files.values())


def _without_time(snapshot):
    return {account: {k: v for k, v in state.items() if k != "Time"} for account, state in snapshot.items()}
