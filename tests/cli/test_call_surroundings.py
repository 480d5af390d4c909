"""What is around `chime-voice call`: the local cloud, impatient people, terminals."""

from __future__ import annotations

import builtins
import contextlib
import dataclasses
import io
import sys
import threading
from types import SimpleNamespace

import pytest

from constructs_lib.calls.sources import Source
from constructs_lib.commands.call import surroundings
from constructs_lib.commands.terminal import is_colored
from constructs_lib.local import deployed, running
from constructs_lib.routing.model import Function


def test_aws_calls_go_to_the_local_cloud_that_runs(monkeypatch, capsys):
    monkeypatch.setattr(running, "find", lambda: SimpleNamespace(url="http://127.0.0.1:4566"))
    assert surroundings.local_cloud() == "http://127.0.0.1:4566"
    assert "AWS calls go to the local cloud at http://127.0.0.1:4566" in capsys.readouterr().err
    monkeypatch.setattr(running, "find", lambda: None)
    assert surroundings.local_cloud() is None


def test_without_the_local_clouds_extra_there_is_none(monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name == "constructs_lib.local":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    assert surroundings.local_cloud() is None


class Stream(io.StringIO):
    """A stream that says when something was written."""

    def __init__(self):
        super().__init__()
        self.written = threading.Event()

    def flush(self):
        self.written.set()


def test_who_waits_long_is_told_that_something_goes_on(monkeypatch):
    stream = Stream()
    monkeypatch.setattr(surroundings, "PATIENCE", 0.0)
    monkeypatch.setattr(sys, "stderr", stream)
    with surroundings.patience():
        assert stream.written.wait(60)
    assert stream.getvalue() == "chime-voice call: the functions are being started and run ...\n"


def test_who_does_not_wait_long_is_told_nothing(monkeypatch, capsys):
    made = []

    class Timer(threading.Timer):
        def __init__(self, *given):
            super().__init__(*given)
            made.append(self)

    monkeypatch.setattr(threading, "Timer", Timer)
    with contextlib.suppress(KeyError), surroundings.patience():
        raise KeyError
    (timer,) = made
    timer.join()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("terminal", "asked", "colored"), [(True, "", True), (True, "1", False), (False, "", False)])
def test_colours_are_for_terminals_whose_user_wants_them(monkeypatch, terminal, asked, colored):
    monkeypatch.setenv("NO_COLOR", asked)
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(isatty=lambda: terminal))
    assert is_colored() is colored


@pytest.mark.parametrize("name", ["stdin", "stdout"])
def test_both_ends_of_a_terminal_are_needed_to_talk(monkeypatch, name):
    for each in ("stdin", "stdout"):
        monkeypatch.setattr(sys, each, SimpleNamespace(isatty=lambda: True))
    assert surroundings.has_a_terminal()
    for other in (SimpleNamespace(isatty=lambda: False), None):
        monkeypatch.setattr(sys, name, other)
        assert not surroundings.has_a_terminal()


def test_variables_that_are_as_deployed_are_told_by_name(monkeypatch, capsys):
    function = Function(name="f", region="us-east-1", environment=(("PINS", "<A/B>"), ("TEXT", "Hello")))
    before = Source.of_function(function)
    known = dataclasses.replace(function, environment=(("PINS", "pins"), ("TEXT", "Hello")))
    after = Source.of_function(known).table
    monkeypatch.setattr(deployed, "completed", lambda _table, _url: after)
    assert surroundings.as_deployed(before, "http://127.0.0.1:4566").functions[0].environment[0] == ("PINS", "pins")
    assert capsys.readouterr().err == "chime-voice call: PINS: as deployed there\n"
    monkeypatch.setattr(deployed, "completed", lambda table, _url: table)
    assert surroundings.as_deployed(before, "http://127.0.0.1:4566") == before
    assert capsys.readouterr().err == ""
