"""Calls in the local cloud's own API: placing one, and looking at those under way and over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chime_voice.contract.checks import VOICE_REGIONS

from constructs_lib.calls import script
from constructs_lib.calls.acting import schedule
from constructs_lib.calls.errors import CallsError
from constructs_lib.local.cloud.refused import RefusedError
from constructs_lib.local.cloud.telephone import Telephone
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.parties import Party
from constructs_lib.pstn.render import render

Document = dict[str, Any]

FIELDS = ("to", "host", "user", "from", "down", "script", "wait", "account")
USER = "+12065550100"
WAIT_SECONDS = 100.0


class CallsApi:
    """Answers `calls` and `calls/TRANSACTION`.

    Args:
        telephone: plays the calls.
        account: whose calls these are where nobody says another.
    """

    def __init__(self, telephone: Telephone, account: str) -> None:
        self._telephone = telephone
        self._account = account

    def place(self, wish: Mapping[str, Any]) -> Document:
        """Call `to`, or send a SIP request to `host`, and answer when the call is over, or after `wait` seconds.

        `script` says what the parties do, as in `constructs_lib.calls.script`.

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
        call.wait(float(wish.get("wait", WAIT_SECONDS)))
        return _shown(call)

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


def _shown(call: Call) -> Document:
    who = f"answered by {call.answered_by}" if call.answered_by else "not answered"
    line = f"{call.transaction_id}  {call.leg_a.from_} -> {call.leg_a.to}  {call.state}, {who}"
    return {"call": call.to_dict(), "text": render(call), "line": line}
