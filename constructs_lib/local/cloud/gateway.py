"""The one port: our services and our own API first, everything else is the emulator's."""

from __future__ import annotations

import asyncio
import re
import urllib.parse
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from constructs_lib.local.cloud import emulator, formation
from constructs_lib.local.cloud.backend import Backend
from constructs_lib.local.voice.wire import NoAnswer, WireRequest, WireResponse

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

ADMIN = "/_chime/"
RESET = "/_ministack/reset"
# Signature version 4: Credential=key/date/region/service/aws4_request.
SCOPE = re.compile(r"Credential=[^/]+/[^/]+/[^/]+/chime/")


class Gateway:
    """An ASGI application in front of the emulator's.

    Args:
        options: as given to the process.
        on_ready: called when requests can come.
        on_stop: called when a client asks the cloud to end.
    """

    def __init__(self, options: dict[str, Any], on_ready: Callable[[], None], on_stop: Callable[[], None]) -> None:
        emulator.check()
        formation.install()
        self._emulator = emulator.of("ministack.app", "app")
        self._backend = Backend(options, on_stop)
        self._on_ready = on_ready

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer, or hand over."""
        if scope["type"] == "lifespan":
            await self._emulator(scope, receive, self._announcing(send))
            return
        if scope["type"] == "http":
            path = str(scope["path"])
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
            if path.startswith(ADMIN):
                await self._answer(scope, receive, send, headers, self._backend.admin)
                return
            if SCOPE.search(headers.get("authorization", "")):
                await self._answer(scope, receive, send, headers, self._backend.chime)
                return
            if path == RESET:
                self._backend.reset()
        await self._emulator(scope, receive, send)

    def close(self) -> None:
        """End what the emulator started: the processes of the functions."""
        self._backend.close()
        emulator.of("ministack.core.lambda_runtime", "reset")()

    def _announcing(self, send: Send) -> Send:
        async def announce(message: Message) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                self._on_ready()

        return announce

    async def _answer(
        self,
        scope: Message,
        receive: Receive,
        send: Send,
        headers: dict[str, str],
        answer: Callable[[WireRequest], WireResponse],
    ) -> None:
        request = WireRequest(
            method=scope["method"],
            path=scope["path"],
            query=urllib.parse.parse_qs(scope.get("query_string", b"").decode(), keep_blank_values=True),
            headers=headers,
            body=await _body(receive),
        )
        try:
            # On a thread: an answer may take its time, and a call invokes functions that come back here.
            response = await asyncio.to_thread(answer, request)
        except NoAnswer:
            await _hang_up(send)
            return
        fields = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers.items()]
        await send({"type": "http.response.start", "status": response.status, "headers": fields})
        await send({"type": "http.response.body", "body": response.body})


async def _body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def _hang_up(send: Send) -> None:
    """Close the connection with nothing sent.

    A server may not do that by the rules of ASGI, so this walks from its `send` along the layers to the connection.
    """
    layer: Any = send
    while not hasattr(layer, "writer"):
        layer = layer.__self__ if hasattr(layer, "__self__") else layer.send
    layer.writer.transport.abort()
