"""Other code, settings or functions: what is told, and what never is."""

import pytest

from constructs_lib.routing.diff import json_report, markdown_report, text_report
from constructs_lib.routing.diff.compare import compare
from constructs_lib.routing.model import Origin
from tests.routing.diff.changes import at, ids, only
from tests.routing.tables import function, route, table, target

HERE = at("Handler")


def answered_by(*functions):
    return table(
        *(route(target(1, each.region, function=each), number=f"+1206555010{n}") for n, each in enumerate(functions))
    )


def between(before, after):
    return compare(answered_by(before), answered_by(after))


def test_every_changed_setting_is_named_with_both_values():
    before = function(origin=HERE, code_version="a" * 64, timeout=5)
    after = function(origin=HERE, code_version="b" * 64, timeout=4, entry="new.handler", runtime="python3.15")
    risk = only(between(before, after))
    assert (risk.id, risk.severity) == ("handler-changed", "caution")
    assert risk.what == "changes: entry, runtime, time limit, code. It answers 1 trigger"
    assert risk.before == f"entry app.handler, runtime python3.14, time limit 5 s, code {'a' * 12}"
    assert risk.after == f"entry new.handler, runtime python3.15, time limit 4 s, code {'b' * 12}"


def test_names_of_environment_variables_are_told_and_never_their_values():
    before = function(origin=HERE, environment=(("GONE", "s3cr3t-1"), ("SAME", "s3cr3t-2"), ("TOKEN", "s3cr3t-3")))
    after = function(origin=HERE, environment=(("NEW", "s3cr3t-4"), ("SAME", "s3cr3t-2"), ("TOKEN", "s3cr3t-5")))
    found = between(before, after)
    risk = only(found)
    assert risk.what.startswith(
        "changes: environment variable GONE, environment variable NEW, environment variable TOKEN."
    )
    assert "environment variable GONE not set" in risk.after
    assert "environment variable TOKEN set to another value" in risk.after
    for render in (text_report.render, markdown_report.render, json_report.render):
        assert "s3cr3t" not in render(found)
        assert "TOKEN" in render(found)


def test_a_route_differs_where_its_chain_does_and_not_for_a_variable():
    variable = function(origin=HERE, environment=(("TOKEN", "2"),))
    assert between(function(origin=HERE, environment=(("TOKEN", "1"),)), variable).routes == ()
    assert len(between(function(origin=HERE, code_version="1"), function(origin=HERE, code_version="2")).routes) == 1


def test_another_function_is_named():
    risk = only(between(function(origin=HERE, name="old"), function(origin=at("New"), name="new")))
    assert risk.what.startswith("changes: function.")
    assert (risk.before, risk.after) == ("function old", "function new")


def test_another_version_of_the_same_function_is_named():
    assert only(between(function(origin=HERE, name="f:1"), function(origin=HERE, name="f:2"))).what.startswith(
        "changes: version or alias."
    )


def test_a_function_behind_many_triggers_is_told_once():
    before, after = function(origin=HERE, timeout=5), function(origin=HERE, timeout=4)
    risk = only(compare(answered_by(*[before] * 5), answered_by(*[after] * 5)))
    assert len(risk.subjects) == 1
    assert risk.what.endswith("It answers 5 triggers")


def test_an_application_for_outbound_calls_counts_too():
    before, after = (target(0, "us-east-1", function=function(origin=HERE, timeout=limit)) for limit in (5, 4))
    found = compare(table(applications=(before,)), table(applications=(after,)))
    assert only(found).what.endswith("It answers no trigger")


def test_a_line_that_moves_and_another_folder_change_nothing():
    before = function(code="/somewhere/asset.1", origin=HERE)
    after = function(
        code="/elsewhere/asset.1",
        origin=Origin(construct_path="Support/Handler", stack="Support", logical_id="Handler", file="app.py", line=3),
    )
    assert between(before, after).is_empty


def test_a_permission_that_goes_is_a_finding_and_a_change():
    found = between(function(origin=HERE), function(origin=HERE, invoke_permission=False))
    assert {"handler-changed", "no-invoke-permission", "trigger-unanswered"} <= set(ids(found))


@pytest.mark.parametrize(
    ("permission", "remedy"), [(None, "let voiceconnector"), (False, "let voiceconnector"), (True, "play calls")]
)
def test_a_permission_that_is_not_declared_any_more_is_asked_for_and_code_is_tried(permission, remedy):
    before = function(origin=HERE, invoke_permission=not permission)
    (risk,) = (
        each
        for each in between(before, function(origin=HERE, invoke_permission=permission)).risks
        if each.id == "handler-changed"
    )
    assert risk.remedy.startswith(remedy)


def test_a_function_that_was_deleted_by_hand_answers_nobody():
    found = between(function(origin=HERE, exists=True), function(origin=HERE, exists=False))
    assert "trigger-unanswered" in ids(found)
    (change,) = (risk for risk in found.risks if risk.id == "handler-changed")
    assert (change.before, change.after) == ("exists yes", "exists no")


def test_what_only_one_side_can_know_is_no_difference():
    found = between(
        function(origin=HERE, arn="arn:x", exists=True, account="1", code_version="a"), function(origin=HERE)
    )
    assert found.functions == ()
    assert "handler-changed" not in ids(found)


def test_a_function_that_is_gone_is_to_be_made_again():
    before, after = (function(origin=HERE, exists=exists) for exists in (True, False))
    (risk,) = (each for each in between(before, after).risks if each.id == "handler-changed")
    assert (risk.before, risk.after) == ("exists yes", "exists no")
    assert risk.remedy.startswith("make the function again")


def test_what_only_one_side_can_know_is_no_change():
    known = function(origin=HERE, arn="", entry="app.handler", runtime="python3.13", timeout=5)
    imported = function(origin=HERE, arn="", entry="", runtime="", timeout=None)
    assert [each.id for each in between(known, imported).risks] == []
