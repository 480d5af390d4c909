"""What an account has is read with calls that change nothing, as it would be declared."""

from __future__ import annotations

import pytest
from chime_voice.contract.registry import TYPES

from constructs_lib import estate
from constructs_lib.routing.what_if import what_if
from tests.estate.accounts import ALLOWED, Lambda, Stage, scanned, two_regions


@pytest.fixture
def stage():
    return Stage()


def test_what_was_made_by_hand_is_found_as_it_would_be_declared(stage):
    made = two_regions(stage)
    found = scanned(stage)
    assert found.gaps == ()
    assert {each.id for each in found.resources} == set(made.values())
    for each in found.resources:
        declared = TYPES[each.type_name].parse(each.properties)
        assert declared.problems() == []
        assert getattr(declared, "adopt_id", None) == each.id


def test_who_answers_today_is_in_its_routing_table(stage):
    made = two_regions(stage)
    table = estate.routing_table(scanned(stage))
    (route,) = table.routes
    assert (route.trigger.value, route.rule_id) == (made["number"], made["rule"])
    answers = [what_if(route, down_regions=down).target for down in ((), ("us-east-1",), ("us-east-1", "us-west-2"))]
    assert [each and each.region for each in answers] == ["us-east-1", "us-west-2", None]


@pytest.mark.parametrize(
    ("statements", "may"),
    [
        ([ALLOWED], True),
        ([], False),
        (None, False),
        ([ALLOWED | {"Condition": {"ArnLike": {"AWS:SourceArn": "arn:aws:chime:*"}}}], None),
        ([ALLOWED | {"Condition": {"StringEquals": {"AWS:SourceAccount": "210987654321"}}}], False),
        ([ALLOWED | {"Condition": {}}], True),
        ([ALLOWED | {"Principal": {"Service": "events.amazonaws.com"}}], False),
    ],
)
def test_whether_the_service_may_invoke_a_function_is_in_its_policy(stage, statements, may):
    two_regions(stage)
    found = scanned(stage, Lambda(answer=statements))
    assert {each.invoke_permission for each in found.functions} == {may}


def test_a_function_that_is_gone_answers_nobody(stage):
    two_regions(stage)
    found = scanned(stage, Lambda())
    assert {each.exists for each in found.functions} == {False}
    (route,) = estate.routing_table(found).routes
    assert what_if(route).target is None


def test_a_scan_calls_nothing_that_could_change_something(stage):
    two_regions(stage)
    before = len(stage.service.journal)
    scanned(stage)
    operations = {entry.operation for entry in list(stage.service.journal)[before:]}
    assert operations
    assert all(operation.startswith(("Get", "List")) for operation in operations)


def test_an_estate_is_the_same_after_it_was_kept_in_a_file(stage, tmp_path):
    two_regions(stage)
    found = scanned(stage)
    estate.save(found, tmp_path / "estate.json")
    kept = estate.load(tmp_path / "estate.json")
    assert estate.routing_table(kept) == estate.routing_table(found)
    estate.save(kept, tmp_path / "again.json")
    assert (tmp_path / "again.json").read_text() == (tmp_path / "estate.json").read_text()
