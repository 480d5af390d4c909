"""The service: from a request of chime-sdk-meetings to its answer."""

from __future__ import annotations

import threading

from constructs_lib.local.meetings.meetings import Meetings
from constructs_lib.local.voice import model
from constructs_lib.local.voice.caller import AccountOf, caller_of
from constructs_lib.local.voice.checks import check
from constructs_lib.local.voice.errors import Unauthorized, VoiceError
from constructs_lib.local.voice.parsing import parse
from constructs_lib.local.voice.rendering import render, render_error, render_not_simulated, render_unknown
from constructs_lib.local.voice.wire import NoAnswer, WireRequest, WireResponse

PATH = "/meetings"
"""Where its requests go. Both services are signed for as `chime`; no path of chime-sdk-voice begins so."""


class NotSigned(Unauthorized):
    """No credentials, or unreadable ones; this service has another name for it."""

    code = "UnauthorizedException"


class MeetingsService:
    """The meetings of all accounts and Regions. Safe to use from several threads.

    Args:
        account_of: which account an access key id belongs to.
    """

    def __init__(self, account_of: AccountOf) -> None:
        self._model = model.load("chime-sdk-meetings")
        self._account_of = account_of
        self._lock = threading.Lock()
        self._meetings: dict[tuple[str, str], Meetings] = {}

    def handle(self, request: WireRequest) -> WireResponse:
        """Answer one request.

        Raises:
            NoAnswer: the Region has no endpoint of this service.
        """
        found = self._model.find(request)
        if found is None:
            return render_unknown(f"no operation of chime-sdk-meetings is {request.method} {request.path}")
        operation, path_values = found
        try:
            account, region = caller_of(request, self._account_of)
        except Unauthorized as error:
            return render_error(self._model, NotSigned(error.message))
        if region not in self._model.regions:
            raise NoAnswer("refused")
        try:
            parameters = parse(operation, request, path_values)
            with self._lock:
                here = self._meetings.setdefault((account, region), Meetings(account, region))
                answer = getattr(here, operation.python_name, None)
                if answer is None:
                    return render_not_simulated(operation.name, f"{operation.name} is not simulated")
                check(operation, parameters)
                return render(operation, answer(parameters))
        except VoiceError as error:
            return render_error(self._model, error)

    def reset(self) -> None:
        """Forget all meetings."""
        with self._lock:
            self._meetings.clear()
