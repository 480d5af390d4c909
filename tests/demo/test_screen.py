"""What the demo's screen writes, on a terminal and elsewhere."""

from __future__ import annotations

import io

import pytest

from examples.demo.screen import Screen


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("out", [io.StringIO(), Terminal()], ids=["file", "terminal"])
def test_a_step_ends_with_its_checks_and_what_was_seen_where_one_fails(out: io.StringIO):
    screen = Screen(out)
    with screen.step("deploy") as step:
        screen.check(step, "one rule", True)
        screen.check(step, "one number", False, "expected 1, got 0")
    lines = out.getvalue().splitlines()
    assert "ok" in lines[-2]
    assert "one rule" in lines[-2]
    assert "FAIL" in lines[-1]
    assert lines[-1].endswith("one number: expected 1, got 0")


def test_a_failing_step_shows_what_was_checked_before():
    out = io.StringIO()
    screen = Screen(out)

    def fail() -> None:
        with screen.step("deploy") as step:
            screen.check(step, "three stacks", True)
            raise RuntimeError("the CLI ended")

    with pytest.raises(RuntimeError):
        fail()
    assert "three stacks" in out.getvalue()


def test_a_file_gets_no_escape_sequences():
    out = io.StringIO()
    with Screen(out).step("deploy"):
        pass
    assert "\x1b" not in out.getvalue()


def test_a_terminal_gets_colours_unless_nobody_wants_them(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert Screen(Terminal()).verdict("well", True) == "well"
    monkeypatch.delenv("NO_COLOR")
    assert Screen(Terminal()).verdict("well", True) == "\x1b[32mwell\x1b[0m"
