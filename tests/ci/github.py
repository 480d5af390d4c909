"""The part of GitHub's API that comments need, on this machine.

Facts: https://docs.github.com/en/rest/issues/comments: pages of at most 100, oldest first; who may not write gets 403.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

TOKEN = "may-write"
REPOSITORY = "octo-org/telephony"
_PLACE = re.compile(rf"/repos/{REPOSITORY}/issues/(?:(?P<number>\d+)/comments|comments/(?P<id>\d+))")


class GitHub:
    """The comments of one pull request."""

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.url = ""

    def add(self, body: str, *, author: str) -> dict[str, Any]:
        """Somebody writes a comment."""
        comment = {"id": 1000 + len(self.comments), "user": {"login": author}, "body": body}
        self.comments.append(comment)
        return comment


@contextmanager
def github() -> Iterator[GitHub]:
    """A GitHub that listens on a free port of this machine."""
    site = GitHub()

    class Handler(_Handler):
        of = site

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    of: ClassVar[GitHub]

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        size, page = int(query.get("per_page", ["30"])[0]), int(query.get("page", ["1"])[0])
        self._answer(200, self.of.comments[(page - 1) * size : page * size])

    def do_POST(self) -> None:
        self._write(201, lambda _, body: self.of.add(body, author="github-actions[bot]"))

    def do_PATCH(self) -> None:
        def change(comment_id: str, body: str) -> dict[str, Any]:
            (comment,) = (each for each in self.of.comments if str(each["id"]) == comment_id)
            comment["body"] = body
            return comment

        self._write(200, change)

    def log_message(self, *_: Any) -> None:
        """A test prints nothing."""

    def _write(self, status: int, write: Any) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
        place = _PLACE.fullmatch(self.path)
        assert place is not None
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            self._answer(403, {"message": "Resource not accessible by integration"})
        elif len(body) > 65536:
            self._answer(422, {"message": "Validation Failed"})
        else:
            self._answer(status, write(place["id"], body))

    def _answer(self, status: int, body: Any) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
