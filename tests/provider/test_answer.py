"""The PUT of the answer, against a real web server on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from chime_voice.provider.answer import AnswerError, put

from tests.provider.test_client import Clock


class Server(HTTPServer):
    """Keeps what it is sent; answers with the next of its statuses."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.received: list[tuple[str, str | None, bytes]] = []
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, self.headers["Content-Type"], body))
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 200)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def url(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_port}/answer?Signature=secret"


def test_sends_the_body_with_an_empty_content_type(server: Server):
    put(url(server), b"{}", Clock())
    assert server.received == [("/answer?Signature=secret", "", b"{}")]


def test_tries_again_when_the_receiver_fails(server: Server):
    server.statuses = [500, 503]
    put(url(server), b"{}", Clock())
    assert len(server.received) == 3


def test_gives_up_without_showing_the_address(server: Server):
    server.statuses = [500] * 9
    with pytest.raises(AnswerError) as told:
        put(url(server), b"{}", Clock())
    assert "secret" not in str(told.value)
    assert "HTTP 500" in str(told.value)


def test_refuses_an_address_that_is_no_web_address():
    with pytest.raises(AnswerError, match="not a web address"):
        put("file:///etc/hostname", b"{}", Clock())
