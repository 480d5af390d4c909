"""Few rules are written one by one, many as a table; either says the same."""

from __future__ import annotations

import pytest

from constructs_lib.generate import generate
from tests.generate.accounts import with_rules
from tests.generate.projects import checked, made, synthesized
from tests.generate.same import assert_same


@pytest.mark.parametrize(("rules", "files"), [(1, 1), (50, 4), (1_000, 4)], ids=["1 rule", "50 rules", "1,000 rules"])
def test_so_many_rules_are_declared_as_they_are(rules, files, tmp_path):
    found = with_rules(rules, unrouted=3)
    folder = tmp_path / "telephony"
    project = made(found, folder)
    assert project.decision.left == ()
    assert len([name for name in project.files if name.endswith(".py") and name != "test_app.py"]) == files
    checked(folder)
    assert_same(found, synthesized(folder))


def test_a_table_has_a_line_a_rule_in_the_order_of_the_numbers(tmp_path):
    lines = generate(with_rules(200, chains=1)).files["routes.py"].splitlines()
    numbers = [line.split('"')[1] for line in lines if line.startswith('    "+')]
    assert len(numbers) == 200
    enabled, disabled = numbers[:-11], numbers[-11:]
    assert (sorted(enabled), sorted(disabled)) == (enabled, disabled)


def test_more_than_a_stack_takes_is_spread_over_stacks():
    app = generate(with_rules(3_000)).files["app.py"]
    assert app.count('"Numbers-us-east-1-') == 8
    assert app.count('"Rules-us-east-1-') == 2
