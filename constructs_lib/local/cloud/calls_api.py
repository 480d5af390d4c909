"""Calls in the local cloud's own API: placing one, answering those of applications, and looking at all of them."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

from chime_voice.contract.checks import E164, VOICE_REGIONS

from constructs_lib.calls import script
from constructs_lib.calls.acting import schedule
from constructs_lib.calls.errors import CallsError
from constructs_lib.local.cloud.refused import RefusedError
from constructs_lib.local.cloud.telephone import Telephone
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.findings import counted
from constructs_lib.pstn.network import Network
from constructs_lib.pstn.parties import Party
from constructs_lib.pstn.render import render

Document = dict[str, Any]

PARTY_FIELDS = ("number", "script", "account")
FIELDS = ("to", "host", "user", "from", "down", "script", "wait", "account")
USER = "+12065550100"
WAIT_SECONDS = 100.0


class CallsApi:
    """Answers `calls`, `calls/TRANSACTION` and `parties`.

    Args:
        telephone: plays the calls.
        account: whose calls these are where nobody says another.
    """

    def __init__(self, telephone: Telephone, account: str) -> None:
        self._telephone = telephone
        self._account = account

    def place(self, wish: Mapping[str, Any]) -> Document:
        """Call `to`, or send a SIP request to `host`, and answer when the call is over, or after `wait` seconds.

        `script` says what the parties do, as in `constructs_lib.calls.script`. With the call come, as `bridged`, those of
        other applications that it was connected to; the text shows them too.

        Raises:
            RefusedError: the wish makes no sense.
        """
        unknown = sorted(set(wish) - set(FIELDS))
        if unknown or ("to" in wish) == ("host" in wish):
            raise RefusedError(
                f"a call has either 'to' or 'host', and may have {', '.join(FIELDS[2:])}; got {', '.join(wish)}"
            )
        nowhere = sorted(set(wish.get("down", ())) - set(VOICE_REGIONS))
        if nowhere:
            raise RefusedError(f"'down' must be of {', '.join(VOICE_REGIONS)}; got {', '.join(nowhere)}")
        if "user" in wish and "host" not in wish:
            raise RefusedError("'user' is the user part of a SIP request to a 'host'; a call to a number has none")
        network = self._telephone.network(str(wish.get("account", self._account)))
        steps = _steps(str(wish.get("script", "")))
        ends: dict[str, Any] = {
            "caller": str(wish.get("from", "+12065550199")),
            "down": list(wish.get("down", ())),
            "party": Party(does=steps.caller),
            "bridged": Party(does=steps.other),
        }
        if "to" in wish:
            call = network.dial(to=str(wish["to"]), **ends)
        else:
            call = network.request(host=str(wish["host"]), user=str(wish.get("user", USER)), **ends)
        schedule(network, call, steps)
        return _played(network, call, seconds=float(wish.get("wait", WAIT_SECONDS)))

    def expect(self, wish: Mapping[str, Any]) -> Document:
        """Say what whoever is at `number` does when an application calls it, by `script`, from now on.

        Raises:
            RefusedError: the wish makes no sense.
        """
        unknown = sorted(set(wish) - set(PARTY_FIELDS))
        number = str(wish.get("number", ""))
        if unknown or not re.fullmatch(E164, number):
            raise RefusedError(
                f"a party has a 'number' in E.164, and may have {', '.join(PARTY_FIELDS[1:])}; got {dict(wish)}"
            )
        self._telephone.expect(str(wish.get("account", self._account)), number, _steps(str(wish.get("script", ""))))
        return {}

    def every(self, account: str = "") -> list[Document]:
        """All calls of an account that are remembered, oldest first."""
        return [_shown(call) for call in self._telephone.network(account or self._account).calls]

    def one(self, beginning: str, account: str = "") -> Document:
        """A call by its transaction id or the beginning of it.

        Raises:
            RefusedError: there is none.
        """
        call = self._telephone.find(account or self._account, beginning)
        if call is None:
            raise RefusedError(f"there is no call whose transaction id begins with {beginning!r}")
        return _shown(call)


def _steps(text: str) -> script.Script:
    try:
        return script.parse(text, name="'script'")
    except CallsError as error:
        raise RefusedError(str(error)) from None


def _played(network: Network, call: Call, *, seconds: float) -> Document:
    """The call and those within it, when all are over or the time is."""
    deadline = time.monotonic() + seconds
    call.wait(seconds)
    bridged = [each for each in network.calls if each.root is call and each is not call]
    for each in bridged:
        each.wait(max(0.0, deadline - time.monotonic()))
    text = "".join(render(each) for each in (call, *bridged))
    return {**_shown(call), "text": text, "bridged": [each.to_dict() for each in bridged]}


def _shown(call: Call) -> Document:
    who = f"answered by {call.answered_by}" if call.answered_by else "not answered"
    line = f"{call.transaction_id}  {call.leg_a.from_} -> {call.leg_a.to}  {call.state}, {who}{_found(call)}"
    return {"call": call.to_dict(), "text": render(call), "line": line}


def _found(call: Call) -> str:
    """How many findings there are, each mistake counted once."""
    errors = [finding.severity == "error" for finding, _ in counted(list(call.findings))]
    counts = {"error": sum(errors), "warning": len(errors) - sum(errors)}
    return "".join(f", {number} {what}{'s' * (number > 1)}" for what, number in counts.items() if number)
