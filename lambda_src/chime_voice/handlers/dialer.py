"""Place calls through SIP media applications: the function of the construct `Dialer`, invoked by whoever may.

It takes `{"to": "+12065550100", "arguments": {"text": "…"}}` or a list of such objects, at most 100, and answers
`{"transaction_id": …, "application": …, "region": …}` for each, in order; or `{"error": …, "reason": …}`, with

- `refused`: no application takes the call; the reason is the service's last one,
- `throttled`: every application is over its rate, also after waiting,
- `unknown`: the answer was lost, so somebody may have been called; it is not tried again,
- `not_tried`: the function's time was over.

The next application is asked only where the one before did not dial. Each Region gets one request a second, which is the
service's quota by default (https://docs.aws.amazon.com/general/latest/gr/chime-sdk.html).
"""

from __future__ import annotations

import json
import time

from chime_voice.handlers import _parameters, _service
from chime_voice.sma import limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

MOST_CALLS = 100

_SECONDS_BETWEEN = 1.0
_ROUNDS = 4
"""How often all applications are asked for a call that they throttle."""


def handler(event: Any, context: Any) -> Any:
    """Where Lambda enters.

    Raises:
        ValueError: the event cannot be used, with all that is wrong with it; nobody was called then.
    """
    calls = _read(event)
    seconds_left = (lambda: context.get_remaining_time_in_millis() / 1000) if context else (lambda: float("inf"))
    dialer = Dialing(_service.applications(), _parameters.text("caller_id"), seconds_left=seconds_left)
    results = [dialer.dial(call["to"], call.get("arguments") or {}) for call in calls]
    return results if isinstance(event, list) else results[0]


class Dialing:
    """Calls one after the other, within the service's rate and the function's time."""

    def __init__(
        self,
        applications: list[_service.Application],
        caller_id: str,
        *,
        seconds_left: Callable[[], float],
        ask: _service.Ask = _service.ask,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._applications = applications
        self._caller_id = caller_id
        self._seconds_left = seconds_left
        self._ask = ask
        self._now = now
        self._sleep = sleep
        self._free_at: dict[str, float] = {}

    def dial(self, to: str, arguments: dict[str, str]) -> dict[str, str]:
        """Place one call through the first application that takes it."""
        result = self._dial(to, arguments)
        print(json.dumps({"to": f"…{to[-2:]}", **result}, ensure_ascii=False))
        return result

    def _dial(self, to: str, arguments: dict[str, str]) -> dict[str, str]:
        parameters = {"FromPhoneNumber": self._caller_id, "ToPhoneNumber": to, "ArgumentsMap": arguments}
        waiting = self._applications
        result = {"error": "not_tried", "reason": "the time of the function is over"}
        for _ in range(_ROUNDS):
            throttled: list[_service.Application] = []
            reason = "there is no application"
            for application in waiting:
                if not self._waited_for(application.region):
                    return result
                try:
                    answer = self._ask(application, "create_sip_media_application_call", parameters)
                except _service.RefusedError as refused:
                    reason = refused.code
                    throttled += [application] if refused.is_throttled else []
                except _service.UnsureError as unsure:
                    return {"error": "unknown", "reason": unsure.code}
                else:
                    return _placed(answer["SipMediaApplicationCall"]["TransactionId"], application)
            if not throttled:
                return {"error": "refused", "reason": reason}
            waiting = throttled
            result = {
                "error": "throttled",
                "reason": "the service takes one call a second, unless its quota was raised",
            }
        return result

    def _waited_for(self, region: str) -> bool:
        """Wait until the Region takes another request; False where there is no time for that and an answer."""
        wait = max(0.0, self._free_at.get(region, 0.0) - self._now())
        if self._seconds_left() < wait + _service.LONGEST_REQUEST:
            return False
        if wait:
            self._sleep(wait)
        self._free_at[region] = self._now() + _SECONDS_BETWEEN
        return True


def _placed(transaction_id: str, application: _service.Application) -> dict[str, str]:
    return {"transaction_id": transaction_id, "application": application.id, "region": application.region}


def _read(event: Any) -> list[dict[str, Any]]:
    calls = event if isinstance(event, list) else [event]
    problems = [] if calls else ["the list must have at least one call, got none"]
    if len(calls) > MOST_CALLS:
        problems.append(
            f"the list must have at most {MOST_CALLS} calls, got {len(calls)}; invoke once more for the rest"
        )
    for at, call in enumerate(calls[:MOST_CALLS]):
        problems += _problems(f"call {at}: " if isinstance(event, list) else "", call)
    if problems:
        raise ValueError("; ".join(problems))
    return calls


def _problems(where: str, call: Any) -> list[str]:
    if not isinstance(call, dict):
        return [f'{where}a call must be an object such as {{"to": "+12065550100"}}']
    found = _service.unknown_members(f"{where}a call", call, ("to", "arguments"))
    try:
        limits.e164(f"{where}to", call.get("to"))
    except ValueError as error:
        found.append(str(error))
    if call.get("arguments") is not None:
        found += _service.problems_of_arguments(f"{where}arguments", call["arguments"])
    return found
