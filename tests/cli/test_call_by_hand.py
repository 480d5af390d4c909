"""`chime-voice call` in a terminal: it speaks, and somebody types."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.calls.phones import MENU
from tests.cli.shell import CODE


class Terminal:
    """The command at a terminal of its own."""

    def __init__(self, state: Path, *words: str | Path) -> None:
        self.master, slave = pty.openpty()
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "XDG_STATE_HOME": str(state),
            "TERM": "dumb",
        }
        command = [sys.executable, "-c", CODE, "call", *map(str, words)]
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment)
        os.close(slave)
        self._unread = ""
        self.everything = ""

    def expect(self, pattern: str) -> str:
        """Read on until this is there; what was read up to it."""
        while not (found := re.search(pattern, self._unread)):
            more = self._read()
            assert more, f"{pattern!r} did not come in\n{self.everything}"
            self._unread += more
        seen, self._unread = self._unread[: found.end()], self._unread[found.end() :]
        return seen

    def type(self, text: str) -> None:
        """Type a line at the prompt."""
        self.expect(r"> $")
        os.write(self.master, f"{text}\n".encode())

    def interrupt(self) -> None:
        """Press ctrl-C, again where nothing comes of it: Python hears none between the prompt and its own reading."""
        self.process.send_signal(signal.SIGINT)
        while not select.select([self.master], [], [], 2)[0]:
            self.process.send_signal(signal.SIGINT)

    def end(self) -> int:
        """Read what is left, and answer the exit code."""
        while more := self._read():
            self._unread += more
        return self.process.wait()

    def _read(self) -> str:
        assert select.select([self.master], [], [], 60)[0], f"nothing more came\n{self.everything}"
        try:
            more = os.read(self.master, 65536).decode().replace("\r\n", "\n")
        except OSError:  # on Linux the end of a terminal
            more = ""
        self.everything += more
        return more


@pytest.fixture
def terminal(tmp_path) -> Iterator[Terminal]:
    path = tmp_path / "menu.py"
    path.write_text(MENU)
    made = Terminal(tmp_path / "state", "--handler", path)
    yield made
    made.process.kill()
    made.process.wait()
    os.close(made.master)


def test_it_speaks_asks_for_digits_and_takes_them(terminal):
    terminal.expect(r'LEG-A hears "Press 1 for the desk"')
    terminal.expect(r"LEG-A is asked for digits")
    terminal.type("2")
    terminal.expect(r'LEG-A hears "Goodbye"')
    assert terminal.end() == 0


def test_the_other_party_answers_and_hangs_up(terminal):
    terminal.type("1")
    terminal.expect(r"LEG-B rings: b answers, d declines")
    terminal.type("b")
    terminal.expect(r"nothing more is to come")
    terminal.type("o hang up")
    assert terminal.end() == 0
    assert "LEG-B is down" in terminal.everything


def test_the_other_party_declines(terminal):
    terminal.type("1")
    terminal.type("d 486")
    terminal.expect(r'hears "Nobody is there"')
    assert terminal.end() == 0


def test_an_update_is_sent(terminal):
    terminal.type('u text="Good news"')
    terminal.expect(r'hears "Good news"')
    assert terminal.end() == 0


@pytest.mark.parametrize("leave", ["h", "q", "hang up"])
def test_the_caller_hangs_up(terminal, leave):
    terminal.type(leave)
    terminal.expect("the caller hung up")
    assert terminal.end() == 0


def test_enter_alone_waits_until_something_happens(terminal):
    terminal.expect("asked for digits")
    while terminal.process.poll() is None and "Sorry" not in terminal.everything:
        terminal.type("")
        terminal.expect(r"(asked for digits|Sorry)")
    assert terminal.end() == 0


def test_help_and_the_timeline_are_shown_and_nonsense_is_told(terminal):
    terminal.type("?")
    terminal.expect("update the call by the API")
    terminal.type("l")
    terminal.expect("NEW_INBOUND_CALL #1")
    terminal.type("jump")
    terminal.expect(r"'jump' is no step.*\(\? for help\)")
    terminal.type("b")
    terminal.expect("the call rings at nobody")
    terminal.type("at 5 hang up")
    terminal.expect("by hand a step is taken now")
    terminal.type("h")
    assert terminal.end() == 0


def test_the_end_of_input_hangs_up(terminal):
    terminal.expect(r"> $")
    os.write(terminal.master, b"\x04")
    terminal.expect("the caller hung up")
    assert terminal.end() == 0


def test_an_interrupt_at_the_prompt_ends_it(terminal):
    terminal.expect(r"> $")
    terminal.interrupt()
    assert terminal.end() == 130
    assert "chime-voice: interrupted" in terminal.everything
    assert "Traceback" not in terminal.everything
