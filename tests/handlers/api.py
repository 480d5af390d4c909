"""AWS on a loopback port, for handlers that call it: real boto3, answers by the test."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, Any]]


class Api:
    """Answers every request by a function of path and body, and keeps both."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, dict[str, Any]]] = []
        self.answer: Callable[[str, dict[str, Any]], Answer] = always(404, {"Code": "NotFoundException"})
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                body = json.loads(content or b"{}")
                api.requests.append((region_in(self.headers["Authorization"]), self.path, body))
                target = self.headers.get("X-Amz-Target", "")
                status, answer = api.answer(target or self.path, body)
                if status == 0:  # the connection is cut without an answer
                    self.connection.close()
                    return
                encoded = json.dumps(answer).encode()
                self.send_response(status)
                if status >= 400:
                    self.send_header("x-amzn-ErrorType", answer.get("Code", ""))
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(encoded)))
                self.end_headers()
                self.wfile.write(encoded)

            def do_PUT(self):
                self.do_POST()

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def always(status: int, body: dict[str, Any] | None = None) -> Callable[[str, dict[str, Any]], Answer]:
    """The same answer to everything; status 0 cuts the connection."""

    def answer(path: str, asked: dict[str, Any]) -> Answer:
        return status, body or {}

    return answer


def region_in(authorization: str) -> str:
    """The Region that a request was signed for."""
    return authorization.split("/")[2]
