"""The local cloud's own API, under `/_chime/`: what there is, and what a test or a curious person may do to it.

| | |
|---|---|
| GET  status | who this is, what time it is, faults in wait |
| GET  state | every resource of every account, in the shapes of the API |
| GET  journal?since=N&mutating=true | the calls of chime-sdk-voice that were heard, oldest first |
| POST faults | put a fault in wait: the fields of `constructs_lib.local.voice.faults.Fault` |
| POST faults/clear | forget all faults |
| POST orders | what becomes of the next phone-number order: the fields of `OrderScript` |
| POST clock | `{"advance": SECONDS}` and `{"speed": TIMES}`: jump ahead, go on at another pace |
| POST calls | place a call: `to` or `host`, `from`, `user`, `down`, `wait`, `account`; answers when it is over |
| POST parties | what whoever is at `number` does when an application calls it: `script`, `account` |
| GET  calls, calls/TRANSACTION | the calls so far, those under way too |
| POST stop | end the cloud |
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable, Mapping
from typing import Any

from constructs_lib.local.cloud.calls_api import CallsApi
from constructs_lib.local.cloud.clock import CloudClock
from constructs_lib.local.cloud.refused import RefusedError
from constructs_lib.local.voice.faults import Fault
from constructs_lib.local.voice.rendering import timestamp
from constructs_lib.local.voice.service import VoiceService
from constructs_lib.local.voice.store import OrderScript
from constructs_lib.local.voice.wire import WireRequest, WireResponse

Document = dict[str, Any]
Answer = Callable[[WireRequest, Document], Any]


class AdminApi:
    """Answers what is under `/_chime/`.

    Args:
        service: the control plane.
        clock: its time.
        calls: the phone calls.
        id_: which cloud this is, so that nobody takes another process on the port for it.
        on_stop: ends the cloud.
    """

    def __init__(
        self, service: VoiceService, clock: CloudClock, calls: CallsApi, id_: str, on_stop: Callable[[], None]
    ) -> None:
        self._service = service
        self._clock = clock
        self._id = id_
        self._on_stop = on_stop
        self.routes: dict[str, Answer] = {
            "GET status": self._status,
            "GET state": self._state,
            "GET journal": self._journal,
            "GET faults": self._faults,
            "POST faults": self._add_fault,
            "POST faults/clear": self._clear_faults,
            "POST orders": self._script_order,
            "POST clock": self._move,
            "POST calls": lambda _request, document: calls.place(document),
            "POST parties": lambda _request, document: calls.expect(document),
            "GET calls": lambda request, _document: calls.every(_first(request, "account", "")),
            "GET calls/*": lambda request, _document: calls.one(
                request.path.rpartition("/")[2], _first(request, "account", "")
            ),
            "POST stop": self._stop,
        }

    def handle(self, request: WireRequest) -> WireResponse:
        """Answer one request."""
        name = f"{request.method} {request.path.removeprefix('/_chime/').strip('/')}"
        answer = self.routes.get(name) or self.routes.get(f"{name.rpartition('/')[0]}/*")
        if answer is None:
            return _json(404, {"error": f"the local cloud has no {name}; it has {', '.join(self.routes)}"})
        try:
            return _json(200, answer(request, _document(request)))
        except (RefusedError, TypeError, ValueError) as error:
            return _json(400, {"error": str(error)})

    def _status(self, _request: WireRequest, _document: Document) -> Document:
        return {
            "id": self._id,
            "pid": os.getpid(),
            "time": timestamp(self._clock.now()),
            "speed": self._clock.speed,
            "faults": len(self._service.faults.waiting()),
            "journal": len(self._service.journal),
        }

    def _state(self, _request: WireRequest, _document: Document) -> Document:
        return self._service.snapshot()

    def _journal(self, request: WireRequest, _document: Document) -> list[Document]:
        since = int(_first(request, "since", "0"))
        mutating = {"true": True, "false": False}.get(_first(request, "mutating", ""))
        return [dataclasses.asdict(entry) for entry in self._service.journal.select(since=since, mutating=mutating)]

    def _faults(self, _request: WireRequest, _document: Document) -> list[Document]:
        return [dataclasses.asdict(fault) for fault in self._service.faults.waiting()]

    def _add_fault(self, request: WireRequest, document: Document) -> list[Document]:
        self._service.inject(Fault(**_fields(Fault, document)))
        return self._faults(request, document)

    def _clear_faults(self, request: WireRequest, document: Document) -> list[Document]:
        self._service.faults.clear()
        return self._faults(request, document)

    def _script_order(self, _request: WireRequest, document: Document) -> Document:
        fields = _fields(OrderScript, document)
        self._service.script_order(OrderScript(**{**fields, "failing": tuple(fields.get("failing", ()))}))
        return {}

    def _move(self, request: WireRequest, document: Document) -> Document:
        unknown = sorted(set(document) - {"advance", "speed"})
        if unknown:
            raise RefusedError(f"unknown field {', '.join(unknown)}: allowed are advance, speed")
        seconds, speed = float(document.get("advance", 0)), float(document.get("speed", self._clock.speed))
        if seconds < 0 or speed <= 0:
            raise RefusedError(f"time goes forward only, got {seconds:g} seconds at {speed:g} times our pace")
        self._clock.advance(seconds)
        self._clock.run(speed)
        return self._status(request, document)

    def _stop(self, _request: WireRequest, _document: Document) -> Document:
        self._on_stop()
        return {}


def _document(request: WireRequest) -> Document:
    document = json.loads(request.body) if request.body.strip() else {}
    if not isinstance(document, dict):
        raise RefusedError("the body must be a JSON object")
    return document


def _fields(kind: type, document: Mapping[str, Any]) -> Document:
    known = [field.name for field in dataclasses.fields(kind)]
    unknown = sorted(set(document) - set(known))
    if unknown:
        raise RefusedError(f"unknown field {', '.join(unknown)}: allowed are {', '.join(known)}")
    return dict(document)


def _first(request: WireRequest, name: str, default: str) -> str:
    return (request.query.get(name) or [default])[0]


def _json(status: int, document: Any) -> WireResponse:
    body = json.dumps(document, default=str).encode()
    return WireResponse(status=status, headers={"Content-Type": "application/json"}, body=body)
