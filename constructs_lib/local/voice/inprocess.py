"""Real boto3 clients whose requests are answered in this process, without a socket.

A client is made in microseconds: the botocore client for an account and Region is built once, and each caller gets a copy
that differs only in where its requests go.
"""

from __future__ import annotations

import copy
import functools
import os
from collections.abc import Iterator
from typing import Any, Protocol

from constructs_lib.local.voice.wire import NoAnswer, WireRequest, WireResponse

# One attempt: a test that wants botocore's retries asks for them.
_DEFAULTS = {"retries": {"total_max_attempts": 1}}
# Neither profile nor files: what is configured on the machine must not matter.
_BARE_SESSION = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}
_templates: dict[str, Any] = {}


class Service(Protocol):
    """Who answers."""

    def handle(self, request: WireRequest) -> WireResponse:
        """Answer one request."""


def client(service: Service, region: str, account: str, *, api: str = "chime-sdk-voice", **config: Any) -> Any:
    """A client of an account at a Region's endpoint.

    Faults arrive as real ones do: `ClientError`, `ReadTimeoutError`, `ConnectionClosedError` or `EndpointConnectionError`.
    What a hook raises goes through to the caller. Event handlers registered on the client reach all clients of the same
    account, Region and configuration.

    Args:
        service: who answers.
        region: whose endpoint.
        account: twelve digits.
        api: the service's name in boto3.
        config: arguments of `botocore.config.Config`; without `retries` there are none.
    """
    settings = {**_DEFAULTS, **config}
    key = repr((api, region, account, sorted(settings.items())))
    if key not in _templates:
        _templates[key] = _real_client(api, region, account, settings)
    template = _templates[key]
    # copy.copy() would ask the half-made copy for attributes, which a client answers with API methods.
    made = object.__new__(type(template))
    made.__dict__.update(template.__dict__)
    made.__dict__["_endpoint"] = endpoint = copy.copy(template.__dict__["_endpoint"])
    endpoint.http_session = _InProcess(service)
    return made


@functools.cache
def _session() -> Any:
    import botocore.session

    return botocore.session.Session(session_vars=_BARE_SESSION)


def _real_client(api: str, region: str, account: str, settings: dict[str, Any]) -> Any:
    from botocore.config import Config

    return _session().create_client(
        api,
        region_name=region,
        endpoint_url=f"https://{api}.{region}.amazonaws.com",
        aws_access_key_id=account,
        aws_secret_access_key="in-process",  # noqa: S106  (the signature is not verified)
        config=Config(**settings),
    )


class _InProcess:
    """Stands where botocore's HTTP session stands."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def send(self, request: Any) -> Any:
        from botocore import exceptions
        from botocore.awsrequest import AWSResponse, HeadersDict

        body = request.body.encode() if isinstance(request.body, str) else bytes(request.body or b"")
        headers = {name: value if isinstance(value, str) else value.decode() for name, value in request.headers.items()}
        wire = WireRequest.from_url(request.method, request.url, headers, body)
        try:
            response = self._service.handle(wire)
        except NoAnswer as ending:
            where = {"endpoint_url": request.url}
            match ending.kind:
                case "timeout":
                    raise exceptions.ReadTimeoutError(**where) from ending
                case "closed":
                    raise exceptions.ConnectionClosedError(**where) from ending
                case _:
                    raise exceptions.EndpointConnectionError(**where, error=ending) from ending
        headers_dict: Any = HeadersDict(response.headers)
        return AWSResponse(request.url, response.status, headers_dict, _Raw(response.body))

    def close(self) -> None:
        """Nothing is open."""


class _Raw:
    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> Iterator[bytes]:
        yield self._body
