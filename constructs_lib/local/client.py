"""The local cloud's own API, for the command, the tests and the demo."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

from constructs_lib.local.errors import LocalCloudError


class Admin:
    """What a local cloud can be asked and told beyond what AWS offers.

    Args:
        url: the cloud's endpoint.
        timeout: seconds to wait for an answer; a call takes as long as its functions do.
    """

    def __init__(self, url: str, timeout: float = 120.0) -> None:
        self._url = url
        self._timeout = timeout
        # Never through a proxy: it is this machine.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def get(self, path: str) -> Any:
        """Ask."""
        return self._send("GET", path, None)

    def post(self, path: str, document: Mapping[str, Any] | None = None) -> Any:
        """Tell.

        Raises:
            LocalCloudError: the cloud refused, in its words, or is not there.
        """
        return self._send("POST", path, document or {})

    def _send(self, method: str, path: str, document: Mapping[str, Any] | None) -> Any:
        data = None if document is None else json.dumps(document).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self._url}/_chime/{path}", data, headers, method=method)  # noqa: S310
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            raise LocalCloudError(_message(error)) from None
        except (OSError, http.client.HTTPException) as error:
            raise LocalCloudError(f"no local cloud answers at {self._url} ({error})") from None


def _message(error: urllib.error.HTTPError) -> str:
    with error:
        body = error.read()
    try:
        return str(json.loads(body)["error"])
    except (ValueError, KeyError, TypeError):
        return f"the local cloud answered HTTP {error.code}: {body[:200].decode(errors='replace')}"
