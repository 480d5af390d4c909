"""The chart is of the few forms that it is made of, so Mermaid can read it, whatever the names are."""

import re

import pytest

from constructs_lib.routing import mermaid_report
from tests.routing.tables import function, route, table, target
from tests.routing.test_reports import NASTY, named

TEXT = r'"[^"\n<>\[\]{}|`\\]*(?:<br/>[^"\n<>\[\]{}|`\\]*)*"'
STATE = r"(?::::(?:nobody|disabled|unused))?"
# https://mermaid.js.org/syntax/flowchart.html: nodes, subgraphs, edges, classes.
FORMS = [
    rf"t\d+\(\[{TEXT}\]\){STATE}",
    rf"a\d+\[{TEXT}\]{STATE}",
    rf"f\d+\[\[{TEXT}\]\]{STATE}",
    rf"more_(rules|applications)\[{TEXT}\]",
    rf"subgraph r\d+\[{TEXT}\]",
    r"end",
    r"t\d+ (-->|-\.->)\|\d+\| a\d+",
    r"a\d+ (-->|--x\|(?:no permission|does not exist)\|) f\d+",
    r"classDef \w+ [\w:#,. -]+",
]


def chart(shown, **more):
    """The chart's lines, each of a form that there is; nodes that edges name exist, and subgraphs end."""
    text = mermaid_report.render(shown, **more)
    comment, start, *lines = (line.strip() for line in text.splitlines())
    assert comment.startswith("%% ")
    assert start == "flowchart LR"
    assert [line for line in lines if not any(re.fullmatch(form, line) for form in FORMS)] == []
    assert sum(line.startswith("subgraph") for line in lines) == lines.count("end")
    nodes = {found[0] for line in lines if (found := re.match(r"[taf]\d+(?=[\[(])", line))}
    named_by_edges = {
        node for line in lines if "|" in line or "-->" in line for node in re.findall(r"\b[taf]\d+\b", line)
    }
    assert named_by_edges <= nodes
    return lines


def test_a_trigger_leads_to_its_applications_by_priority_and_they_to_their_functions():
    lines = chart(table(route()))
    assert 't0(["+12065550100"])' in lines
    first = lines[lines.index('subgraph r0["us-east-1"]') :][:4]
    assert first == [
        'subgraph r0["us-east-1"]',
        'a0["Support-us-east-1"]',
        'f0[["answer-us-east-1<br/>app.handler, python3.14, 5 s"]]',
        "end",
    ]
    assert {"t0 -->|1| a0", "t0 -->|2| a1", "a0 --> f0", "a1 --> f1"} <= set(lines)


def test_routes_that_behave_alike_are_one_node():
    lines = chart(table(*(route(number=f"+1206555010{at}") for at in range(5))))
    assert 't0(["5 phone numbers<br/>+12065550100<br/>+12065550101<br/>+12065550102<br/>and 2 more"])' in lines
    assert len([line for line in lines if line.startswith("t0 -->")]) == 2


def test_an_application_and_a_function_that_are_shared_are_one_node_each():
    shared = function(name="shared")
    one, two = (target(1, "us-east-1", function=shared, application_id=name) for name in ("one", "two"))
    lines = chart(table(route(one), route(two, number="+12065550101"), route(one, number="a.example", enabled=False)))
    assert len([line for line in lines if line.startswith("a")]) == 4  # two applications, an edge of each
    assert len([line for line in lines if line.startswith("f")]) == 1


def test_what_is_disabled_forbidden_or_unused_is_drawn_as_such():
    forbidden = target(1, "us-east-1", function=function(invoke_permission=False))
    gone = chart(table(route(target(1, "us-east-1", function=function(exists=False)))))
    assert {'t0(["+12065550100"]):::nobody', "a0 --x|does not exist| f0"} <= set(gone)
    alone = target(0, "eu-west-2", application_name="outbound")
    lines = chart(table(route(forbidden), route(number="b.example", enabled=False), applications=(alone,)))
    assert 't0(["+12065550100"]):::nobody' in lines
    assert "a0 --x|no permission| f0" in lines
    assert 't1(["b.example"]):::disabled' in lines
    assert any(line.startswith("t1 -.->|1|") for line in lines)
    assert any(re.fullmatch(r'a\d+\["outbound"\]:::unused', line) for line in lines)


@pytest.mark.parametrize("name", [*NASTY, "end", 'a"b', "a#b;", "x --> y", "]", "%%", "a;b", "Größe 你好", ""])
def test_no_name_breaks_out_of_its_label(name):
    assert len(chart(named(name))) == len(chart(named("plain")))


@pytest.mark.parametrize("long", ["", "<" * 200])
def test_a_chart_stays_within_the_limits_of_mermaid_and_tells_what_is_left_out(long):
    several = [
        route(target(1, "us-east-1", application_id=f"sma-{at}{long}", application_name=""), number=f"host{at}.example")
        for at in range(600)
    ]
    text = mermaid_report.render(table(*several))
    lines = chart(table(*several))
    assert len(text) < 50_000
    assert sum("-->" in line for line in lines) < 500
    drawn = sum(line.startswith("t") and "[" in line for line in lines)
    assert drawn > 20
    assert lines[-1] == f'more_rules["{len(several) - drawn} rules more would make the chart too large"]'


def test_applications_that_are_left_out_are_told_too():
    alone = [target(0, "us-east-1", application_id=f"sma-{at}", function=None) for at in range(2000)]
    lines = chart(table(applications=alone))
    drawn = sum(line.startswith("a") for line in lines)
    assert lines[-1] == f'more_applications["{2000 - drawn:,} applications more would make the chart too large"]'
