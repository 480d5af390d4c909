"""Intervene in calls under way: the function of the construct `Updater`, invoked by whoever may.

It takes `{"transaction_id": "…", "arguments": {"action": "say", "text": "…"}}`, and optionally `application`, the id of the
one that has the call; without it every application is asked in order. It answers `{"transaction_id": …, "application": …,
"region": …}`, or `{"error": …, "reason": …}`, with

- `not_found`: no application has such a call; it may have ended,
- `refused`: the reason is the service's,
- `throttled`: the application is over its rate (5 a second by default), also after waiting,
- `unknown`: the answer was lost, so the call may have been updated; it is not tried again.

An answer says that the service will tell the call's handler, not that it did: `CALL_UPDATE_REQUESTED` comes later
(https://docs.aws.amazon.com/chime-sdk/latest/dg/update-sip-call.html).
"""

from __future__ import annotations

import json
import time

from chime_voice.handlers import _service

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_WAITS = (0.25, 0.5, 1.0)
"""Seconds before a throttled request is made again."""


def handler(event: Any, context: Any) -> dict[str, str]:  # noqa: ARG001 - Lambda's form
    """Where Lambda enters.

    Raises:
        ValueError: the event cannot be used, with all that is wrong with it.
    """
    applications = _service.applications()
    _check(event, applications)
    wanted = event.get("application")
    asked = [application for application in applications if wanted in (None, application.id)]
    result = update(asked, event["transaction_id"], event["arguments"])
    print(json.dumps(result))
    return result


def update(
    applications: list[_service.Application],
    transaction_id: str,
    arguments: dict[str, str],
    *,
    ask: _service.Ask = _service.ask,
    sleep: Callable[[float], None] = time.sleep,
) -> dict[str, str]:
    """Update the call where it is."""
    parameters = {"TransactionId": transaction_id, "Arguments": arguments}
    result = {"error": "not_found", "reason": "no application has this call; it may have ended"}
    for application in applications:
        try:
            _ask_patiently(application, parameters, ask, sleep)
        except _service.RefusedError as refused:
            if not refused.is_unknown:
                result = {"error": "throttled" if refused.is_throttled else "refused", "reason": refused.code}
        except _service.UnsureError as unsure:
            return {"error": "unknown", "reason": unsure.code}
        else:
            return {"transaction_id": transaction_id, "application": application.id, "region": application.region}
    return result


def _ask_patiently(
    application: _service.Application,
    parameters: dict[str, Any],
    ask: _service.Ask,
    sleep: Callable[[float], None],
) -> None:
    for wait in (*_WAITS, None):
        try:
            ask(application, "update_sip_media_application_call", parameters)
        except _service.RefusedError as refused:
            if wait is None or not refused.is_throttled:
                raise
            sleep(wait)
        else:
            return


def _check(event: Any, applications: list[_service.Application]) -> None:
    if not isinstance(event, dict):
        shape = '{"transaction_id": "…", "arguments": {"action": "say", "text": "…"}}'
        raise ValueError(f"an update must be an object such as {shape}")  # noqa: TRY004 - one error for all bad events
    problems = _service.unknown_members("an update", event, ("transaction_id", "application", "arguments"))
    transaction_id = event.get("transaction_id")
    if not isinstance(transaction_id, str) or not transaction_id:
        problems.append("transaction_id must be the id of a call, as placing it answered")
    problems += _service.problems_of_arguments("arguments", event.get("arguments"))
    known = [application.id for application in applications]
    if event.get("application") not in (None, *known):
        problems.append(f"application must be one of {', '.join(known)}, or left out")
    if problems:
        raise ValueError("; ".join(problems))
