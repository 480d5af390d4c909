"""What is ours in the cloud: the service with its calls, the time that both live in, and the meetings that calls join."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from constructs_lib.local.cloud.admin import AdminApi
from constructs_lib.local.cloud.calls_api import CallsApi
from constructs_lib.local.cloud.clock import CloudClock
from constructs_lib.local.cloud.telephone import Telephone
from constructs_lib.local.errors import LocalCloudError
from constructs_lib.local.meetings.service import PATH as MEETINGS
from constructs_lib.local.meetings.service import MeetingsService
from constructs_lib.local.voice.caller import numeric_accounts
from constructs_lib.local.voice.service import VoiceService
from constructs_lib.local.voice.settings import Settings
from constructs_lib.local.voice.wire import WireRequest, WireResponse


class Backend:
    """One cloud's own state.

    Args:
        options: as given to the process, with the port that it got.
        on_stop: called when a client asks the cloud to end.

    Raises:
        LocalCloudError: an unknown setting.
    """

    def __init__(self, options: dict[str, Any], on_stop: Callable[[], None]) -> None:
        self.clock = CloudClock(float(options.get("speed", 1.0)))
        settings = _settings(options)
        self.service = VoiceService(clock=self.clock, settings=settings)
        self._meetings = MeetingsService(numeric_accounts(settings.default_account))
        self._telephone = Telephone(self.service, self.clock, f"http://127.0.0.1:{options['port']}")
        self.service.calls = self._telephone
        calls = CallsApi(self._telephone, str(options["account"]))
        self._admin = AdminApi(self.service, self.clock, calls, str(options["id"]), on_stop)

    def chime(self, request: WireRequest) -> WireResponse:
        """Answer a request to chime-sdk-voice, or to chime-sdk-meetings: their signatures do not tell them apart."""
        service = self._meetings if request.path.startswith(MEETINGS) else self.service
        return service.handle(request)

    def admin(self, request: WireRequest) -> WireResponse:
        """Answer a request to the local cloud's own API."""
        return self._admin.handle(request)

    def reset(self) -> None:
        """Forget everything."""
        self.service.reset()
        self._meetings.reset()
        self._telephone.forget()

    def close(self) -> None:
        """End what is under way."""
        self._telephone.close()


def _settings(options: dict[str, Any]) -> Settings:
    wishes = dict(options.get("settings") or {})
    known = {field.name for field in dataclasses.fields(Settings)}
    unknown = sorted(set(wishes) - known)
    if unknown:
        raise LocalCloudError(f"unknown setting {', '.join(unknown)}: allowed are {', '.join(sorted(known))}")
    return Settings(**{"default_account": options["account"], **wishes})
