"""A call by hand: it speaks as text, and whoever sits at the terminal does what the parties do."""

from __future__ import annotations

from collections.abc import Callable

from constructs_lib.calls import script
from constructs_lib.calls.errors import CallsError
from constructs_lib.calls.line import Line
from constructs_lib.commands.call.surroundings import patience
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.network import Network
from constructs_lib.pstn.parties import KEYS, Attention
from constructs_lib.pstn.render import render
from constructs_lib.routing.words import visible

HELP = """\
  1#            digits, then Enter: the caller presses them
  Enter         wait until something happens
  h             the caller hangs up
  b             whoever it rings at answers
  d [486]       ... or declines
  o WORDS       the other party: o press 1, o hang up
  s INTENT ...  say what a bot understands: s Billing Account=42
  t SECONDS     speak into a recording
  u KEY=VALUE   update the call by the API: u text="Good news"
  w SECONDS     wait
  l             the whole timeline so far
  q             quit
Every step of a script works too: see chime-voice call --help.
"""
_SHORT = {
    "b": "other answers",
    "d": "other declines",
    "h": "hang up",
    "o": "other",
    "s": "say",
    "t": "talk",
    "u": "update",
    "w": "wait",
}
_WAITED_FOR = {
    "digits": "is asked for digits",
    "bot": "talks to a bot: s INTENT",
    "recording": "is recorded: t SECONDS",
    "ring": "rings: b answers, d declines",
    "nothing": "is connected, and nothing more is to come",
}
# A bot's own words are not known, and what a function was sent and answered is for the timeline.
_NOT_TOLD = {"action", "event", "reply"}
_LONGEST_WAIT = 600


class Talk:
    """One call by hand.

    Args:
        network: that plays it.
        call: just placed.
        hide: what is shown of a text.
        color: use the colours of a terminal for the timeline.
    """

    def __init__(self, network: Network, call: Call, *, hide: Callable[[str], str], color: bool) -> None:
        self._network = network
        self._call = call
        self._hide = hide
        self._color = color
        self._hint = " (? for help)"
        self._told: dict[Call, tuple[int, int]] = {}
        """How many entries and how many words of each call."""

    def hold(self) -> Line:
        """Until the call is over, or whoever is there has had enough."""
        with patience():
            line = Line(self._network, self._call)
        self._tell_news(line)
        while line.attention is not None:
            self._tell_who_is_waited_for(line.attention)
            try:
                typed = input("> ").strip()
            except EOFError:
                typed = "q"
                print()
            if typed == "q":
                line.hang_up()
                self._tell_news(line)
                break
            try:
                self._do(line, typed)
            except CallsError as error:
                print(f"  {visible(str(error))} (? for help)")
            self._tell_news(line)
        return line

    def _do(self, line: Line, typed: str) -> None:
        if typed == "?":
            print(HELP, end="")
        elif typed == "l":
            for call in line.calls:
                print(self._hide(render(call, color=self._color)), end="")
        elif not typed:
            self._wait(line)
        else:
            steps = script.parse(_in_full(typed), name="this")
            if steps.timed:
                raise CallsError("by hand a step is taken now: wait with w SECONDS first")
            for step in steps.caller:
                line.do(step)
            for step in steps.other:
                line.do(step, leg="LEG-B")

    def _wait(self, line: Line) -> None:
        before, entries = line.attention, len(line.timeline)
        for _ in range(_LONGEST_WAIT):
            line.wait(1)
            if line.over or line.attention != before or len(line.timeline) != entries:
                return
        print(f"  {_LONGEST_WAIT} seconds have passed, and nothing has happened: h hangs up")

    def _tell_who_is_waited_for(self, attention: Attention) -> None:
        print(f"{attention.leg_tag} {_WAITED_FOR[attention.to]}{self._hint}")
        self._hint = ""

    def _tell_news(self, line: Line) -> None:
        news: list[tuple[float, str]] = []
        for call in line.calls:
            entries, words = self._told.get(call, (0, 0))
            told = [each for each in call.timeline[entries:] if each.what not in _NOT_TOLD]
            within = "  " * call.hops
            news += [(each.time, f"{within}{each.what}: {each.detail}") for each in told]
            news += [(each.time, f'{within}{each.leg} hears "{each.content}"') for each in call.heard[words:]]
            self._told[call] = (len(call.timeline), len(call.heard))
        for time, text in sorted(news, key=lambda each: each[0]):
            print(f"{time - self._call.timeline[0].time:8.1f}  {visible(self._hide(text))}")


def _in_full(typed: str) -> str:
    first, _, rest = typed.partition(" ")
    if not rest and KEYS.fullmatch(first):
        return f"press {first}"
    return f"{_SHORT[first]} {rest}".rstrip() if first in _SHORT else typed
