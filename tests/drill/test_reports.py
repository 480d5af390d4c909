"""What a drill shows: to people, to pull requests, to programs."""

from __future__ import annotations

import json

import pytest

from constructs_lib.drill import json_report, markdown_report, text_report
from constructs_lib.drill.model import Outage
from constructs_lib.drill.naming import outages
from constructs_lib.drill.rehearsal import rehearse
from constructs_lib.drill.words import duration_words
from constructs_lib.pstn.policy import Policy
from constructs_lib.routing.masking import NumberMask
from tests.pstn.json_schema import problems
from tests.routing.tables import REGIONS, function, route, table, target

EAST, WEST = REGIONS[:2]
POLICY = Policy()


def drilled(*routes, **outage):
    return [rehearse(table(*routes), Outage(**({"regions": (EAST,)} | outage)))]


def both():
    return drilled(route(), route(target(1, EAST), number="+12065550177", name="alone"))


def test_the_worst_is_told_first_with_what_to_do():
    text = text_report.render(both(), POLICY)
    assert text.index("nobody is left who could answer") < text.index("another one answers")
    assert "do: add a target that stays up in this outage, or accept it with --allow-unanswered" in text


def test_triggers_that_fared_alike_are_told_once():
    many = drilled(*(route(number=f"+1206555{at:04}") for at in range(30)))
    text = text_report.render(many, POLICY)
    assert "another one answers: 30 phone numbers" in text
    assert text.count("tried 1. us-east-1: Region us-east-1 is down") == 1
    assert "and 20 more" in text


def test_what_is_not_documented_is_named_as_an_assumption():
    text = " ".join(text_report.render(both(), POLICY).split())
    assert "how long it takes the service is not documented" in text
    assert "the documentation says nothing about it" in text


def test_a_home_region_says_what_cannot_be_changed():
    text = text_report.render(drilled(route(), home_down=True), POLICY)
    assert "us-east-1 holds 1 rule: while its control plane is down nothing can change that" in text


def test_numbers_are_masked_everywhere():
    source = table(route(), route(target(1, EAST), number="+12065550177", name="line 12065550177"))
    hidden = NumberMask.of(source).value([rehearse(source, Outage(regions=(EAST,)))])
    told = (
        text_report.render(hidden, POLICY),
        markdown_report.render(hidden, POLICY),
        json_report.render(hidden, POLICY, passed=False),
    )
    for text in told:
        assert "206555" not in text
        assert "0177" in text


def test_names_cannot_paint_the_terminal_or_break_out_of_markdown():
    nasty = "x\x1b[31m`|\n::error::"
    drills = drilled(route(name=nasty, number=nasty))
    for text in (text_report.render(drills, POLICY), markdown_report.render(drills, POLICY)):
        assert "\x1b" not in text
        assert "\n::error" not in text


def test_the_json_is_as_its_schema_says_and_carries_the_verdicts():
    from importlib.resources import files

    schema = json.loads(files("constructs_lib.drill").joinpath("drill.schema.json").read_text())
    document = json.loads(json_report.render(both(), POLICY, passed=False))
    assert list(problems(document, schema)) == []
    (drill,) = document["drills"]
    assert drill["counts"] == {"nobody": 1, "fails over": 1}
    during = drill["triggers"][0]["calls"][1]
    assert during["answered_by"]["region"] == WEST
    assert during["tried"][0]["why"] == "Region us-east-1 is down"


def test_without_a_name_each_region_of_the_rules_is_down_in_turn():
    assert [each.regions for each in outages(table(route()))] == [(EAST,), (WEST,)]


def test_a_function_goes_by_the_name_that_reports_show():
    shown = "<Support-us-west-2/Application/Handler>"
    west = target(2, WEST, function=function(WEST, name=shown))
    for name in (shown, shown.strip("<>")):
        (outage,) = outages(table(route(target(1, EAST), west)), functions=[name])
        assert outage.functions == (west.function,)


def test_all_that_is_wrong_with_an_outage_is_told_at_once():
    with pytest.raises(ValueError, match="2 problems") as refused:
        outages(table(route()), regions=["mars-1"], functions=["nobody"])
    assert "'mars-1'" in str(refused.value)
    assert "answer-us-east-1 in us-east-1" in str(refused.value)


@pytest.mark.parametrize(
    ("seconds", "words"), [(600, "10 minutes"), (60, "1 minute"), (3600, "1 hour"), (90, "90 seconds"), (1, "1 second")]
)
def test_durations_are_told_in_the_largest_unit_that_fits(seconds, words):
    assert duration_words(seconds) == words
