"""What the parties of a call do, as a text: one step a line.

    # a comment has a line of its own
    press 1#                        keys, one quickly after the other
    say Billing Account=42          what a Lex bot understands: an intent and its slots
    say Billing as Failed           … in another state than ReadyForFulfillment
    talk 5                          speak into a recording for 5 seconds, then be silent
    wait 2                          let 2 seconds pass
    update text="Good news"         somebody updates the call by the API
    hang up                         hang up; a code may follow
    other answers                   the party that the call is bridged to picks up
    other answers after 5           … after it has rung for 5 seconds
    other declines 486              … or is busy; without a code it declines with 480
    other does not answer           … or lets it ring
    other presses 1                 `other` goes before every step but `update`
    at 12 hang up                   12 seconds after the call began, whoever is waited for; `at` goes before single steps

Without `other` a step is the caller's, in an outbound call the called party's: there `answer`, `answer after 5`,
`decline 486` and `do not answer` are for it. Words with spaces are quoted as in a shell. Whoever has steps left takes the
next one when the call waits for that party: for digits, speech or an answer, or when nothing more is to come.
"""

from __future__ import annotations

import dataclasses
import re
import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from constructs_lib.calls.errors import CallsError
from constructs_lib.pstn.parties import KEYS, Answer, Decline, HangUp, Press, Say, Step, Talk, Update, Wait

RINGS_ON = 1000.0
"""Seconds for which a party does not answer: longer than anything rings."""
_LONGEST = 24 * 3600.0
# By what stands in a script.
_STATES: dict[str, Literal["ReadyForFulfillment", "Fulfilled", "Failed"]] = {
    "ReadyForFulfillment": "ReadyForFulfillment",
    "Fulfilled": "Fulfilled",
    "Failed": "Failed",
}
# How a step begins, for oneself and for the other party.
_VERBS = {
    ("press",): "press",
    ("presses",): "press",
    ("say",): "say",
    ("says",): "say",
    ("talk",): "talk",
    ("talks",): "talk",
    ("wait",): "wait",
    ("waits",): "wait",
    ("update",): "update",
    ("updates",): "update",
    ("hang", "up"): "hang up",
    ("hangs", "up"): "hang up",
    ("answer",): "answer",
    ("answers",): "answer",
    ("decline",): "decline",
    ("declines",): "decline",
    ("do", "not", "answer"): "do not answer",
    ("does", "not", "answer"): "do not answer",
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Timed:
    """A step with a time."""

    seconds: float
    """After the call began."""
    step: Step
    leg: str = "LEG-A"
    """Whose party takes it."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Script:
    """Steps of both parties."""

    caller: tuple[Step, ...] = ()
    """Of the caller; in an outbound call of the called party."""
    other: tuple[Step, ...] = ()
    """Of whoever the call is bridged to."""
    timed: tuple[Timed, ...] = ()
    """Of either, when their time has come rather than when the call waits for the party."""


def parse(text: str, *, name: str = "the script") -> Script:
    """Steps from a text.

    Args:
        text: as above.
        name: what the text is called in an error.

    Raises:
        CallsError: with every line that is no step.
    """
    mine: list[Step] = []
    others: list[Step] = []
    timed: list[Timed] = []
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            words = shlex.split(line)
            if words[0] == "at":
                timed.append(_timed(words))
            else:
                leg, steps = _steps(words)
                (mine if leg == "LEG-A" else others).extend(steps)
        except ValueError as error:
            problems.append(f"line {number}: {error}")
    if problems:
        raise CallsError(problems, what=name)
    return Script(caller=tuple(mine), other=tuple(others), timed=tuple(timed))


def read(path: str | Path) -> Script:
    """Steps from a file, in UTF-8.

    Raises:
        CallsError: it cannot be read, or a line is no step.
    """
    return parse(text_of(path), name=str(path))


def text_of(path: str | Path) -> str:
    """The text of a script.

    Raises:
        CallsError: it cannot be read.
    """
    try:
        return Path(path).read_text(encoding="utf-8-sig")  # editors on Windows begin it with a mark
    except OSError as error:
        raise CallsError(f"the script {str(path)!r} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise CallsError(f"the script {str(path)!r} is no text in UTF-8") from error


def presses(keys: Sequence[str]) -> str:
    """A text in which the caller presses these keys, one after the other when asked."""
    return "\n".join(f"press {each}" for each in keys)


def pairs(words: Sequence[str]) -> dict[str, str]:
    """KEY=VALUE words.

    Raises:
        CallsError: one has no = or no key.
    """
    wrong = [word for word in words if not word.partition("=")[0] or "=" not in word]
    if wrong:
        raise CallsError(f"give KEY=VALUE, got {', '.join(map(repr, wrong))}")
    return dict(word.split("=", 1) for word in words)


def _timed(words: Sequence[str]) -> Timed:
    seconds = _seconds("at", words[1:2])
    leg, steps = _steps(words[2:])
    if len(steps) > 1 or isinstance(steps[0], Wait):
        raise CallsError(f"`at {words[1]}` says when: leave out `after`, and do not wait; got {_shown(words[2:])}")
    return Timed(seconds=seconds, step=steps[0], leg=leg)


def _steps(words: Sequence[str]) -> tuple[str, tuple[Step, ...]]:
    leg = "LEG-B" if words[:1] == ["other"] else "LEG-A"
    rest = words[leg == "LEG-B" :]
    for length in (3, 2, 1):
        verb = _VERBS.get(tuple(rest[:length]))
        if verb:
            if verb == "update" and leg == "LEG-B":
                raise CallsError("a call is updated by neither party: write `update KEY=VALUE` without `other`")
            return leg, _STEPS[verb](rest[length:])
    steps = "press, say, talk, wait, update, hang up, answer, decline, do not answer"
    raise CallsError(f"{_shown(words)} is no step; there is: {steps}, and `other` or `at SECONDS` before any of them")


def _press(words: Sequence[str]) -> tuple[Step, ...]:
    if len(words) != 1 or not KEYS.fullmatch(words[0]):
        raise CallsError(f"press takes one word of the keys 0-9 * # A-D, as in `press 1#`; got {_shown(words)}")
    return (Press(keys=words[0]),)


def _say(words: Sequence[str]) -> tuple[Step, ...]:
    if not words or "=" in words[0]:
        raise CallsError(f"say takes an intent, as in `say Billing Account=42`; got {_shown(words)}")
    intent, *rest = words
    state = "ReadyForFulfillment"
    if len(rest) >= 2 and rest[-2] == "as":
        state = rest[-1]
        rest = rest[:-2]
    if state not in _STATES:
        raise CallsError(f"an intent is as {', '.join(_STATES)}; got {state!r}")
    return (Say(intent=intent, slots=pairs(rest), state=_STATES[state]),)


def _talk(words: Sequence[str]) -> tuple[Step, ...]:
    return (Talk(seconds=_seconds("talk", words)),)


def _wait(words: Sequence[str]) -> tuple[Step, ...]:
    return (Wait(seconds=_seconds("wait", words)),)


def _update(words: Sequence[str]) -> tuple[Step, ...]:
    if not words:
        raise CallsError('update takes KEY=VALUE, as in `update text="Good news"`')
    return (Update(arguments=pairs(words)),)


def _hang_up(words: Sequence[str]) -> tuple[Step, ...]:
    return (HangUp(sip_code=_code("hang up", words, 0)),)


def _answer(words: Sequence[str]) -> tuple[Step, ...]:
    if not words:
        return (Answer(),)
    if words[0] != "after":
        raise CallsError(f"answer may be followed by `after SECONDS`; got {_shown(words)}")
    return (Wait(seconds=_seconds("answer after", words[1:])), Answer())


def _decline(words: Sequence[str]) -> tuple[Step, ...]:
    return (Decline(sip_code=_code("decline", words, 480)),)


def _ring_on(words: Sequence[str]) -> tuple[Step, ...]:
    if words:
        raise CallsError(f"nothing follows `does not answer`; got {_shown(words)}")
    return (Wait(seconds=RINGS_ON),)


_STEPS: dict[str, Callable[[Sequence[str]], tuple[Step, ...]]] = {
    "press": _press,
    "say": _say,
    "talk": _talk,
    "wait": _wait,
    "update": _update,
    "hang up": _hang_up,
    "answer": _answer,
    "decline": _decline,
    "do not answer": _ring_on,
}


def _seconds(verb: str, words: Sequence[str]) -> float:
    try:
        (word,) = words
        seconds = float(word)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds <= _LONGEST:
        raise CallsError(f"{verb} takes seconds, more than 0 and at most a day, as in `{verb} 5`; got {_shown(words)}")
    return seconds


def _code(verb: str, words: Sequence[str], default: int) -> int:
    if not words:
        return default
    if len(words) > 1 or not re.fullmatch(r"[3-6][0-9]{2}", words[0]):
        raise CallsError(f"{verb} may be followed by a SIP code from 300 to 699, such as 486; got {_shown(words)}")
    return int(words[0])


def _shown(words: Sequence[str]) -> str:
    return repr(" ".join(words)) if words else "nothing"
