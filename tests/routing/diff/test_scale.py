"""Comparing and reporting take a number of steps that grows with the tables, not faster. Steps are counted, not timed."""

import sys

import pytest

from constructs_lib.routing.diff import json_report, markdown_report, text_report
from constructs_lib.routing.diff.compare import compare, masked
from tests.routing.diff.changes import at, number, rule
from tests.routing.tables import route, table, target


def estate(count, swapped):
    """So many numbers with a rule and two applications of its own each; the first few rules have another order."""

    def one(n):
        regions = ["us-east-1", "us-west-2"][:: -1 if n < swapped else 1]
        targets = (target(p, region, application_name=f"app{n}") for p, region in enumerate(regions, 1))
        return route(*targets, number=f"+1206{n:07}", origin=at(f"R{n}"))

    trigger = [f"+1206{n:07}" for n in range(count)]
    return table(
        *(one(n) for n in range(count)),
        resources=tuple(
            each
            for n in range(count)
            for each in (number(trigger[n], f"N{n}"), rule(f"R{n}", trigger=trigger[n], Name=f"{n < swapped}"))
        ),
    )


def steps(work):
    """How many functions are called."""
    counted = 0

    def count(_frame, event, _argument):
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


def report(base, head):
    found = masked(compare(base, head), base, head)
    for render in (text_report.render, markdown_report.render, json_report.render):
        render(found)


@pytest.mark.parametrize("every", [True, False], ids=["all changed", "one changed"])
def test_four_times_as_much_takes_four_times_the_steps(every):
    few, many = ((estate(count, 0), estate(count, count if every else 1)) for count in (50, 200))
    assert steps(lambda: report(*many)) < 4.5 * steps(lambda: report(*few))


def test_one_change_among_many_costs_little_more_than_none():
    base, same, one = estate(400, 0), estate(400, 0), estate(400, 1)
    assert steps(lambda: report(base, one)) < 2 * steps(lambda: report(base, same))
