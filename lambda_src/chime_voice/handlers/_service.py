"""The service's API as our functions call it: each request once, and what its answer says about whether it was done.

botocore's own retries are off: they repeat a request whose answer was lost, and then somebody is called twice.
"""

from __future__ import annotations

import functools

from chime_voice.handlers import _parameters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    Ask = Callable[["Application", str, dict[str, Any]], dict[str, Any]]

LONGEST_REQUEST = 13.0
"""Seconds until a request is given up."""
MOST_ARGUMENTS = 20
_THROTTLED = frozenset({"ThrottledClientException", "ThrottlingException", "Throttling", "TooManyRequestsException"})


class Application:
    """A SIP media application, in the Region whose endpoint knows it."""

    __slots__ = ("id", "region")

    def __init__(self, id: str, region: str) -> None:  # noqa: A002 - the service's word
        self.id = id
        self.region = region

    def __repr__(self) -> str:
        return f"Application({self.id}, {self.region})"


class RefusedError(Exception):
    """The service did not do it: it said so, or could not be reached at all."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def is_throttled(self) -> bool:
        """Whether the same request may be taken a little later."""
        return self.code in _THROTTLED

    @property
    def is_unknown(self) -> bool:
        """Whether the service does not know the call or the application."""
        return self.code == "NotFoundException"


class UnsureError(Exception):
    """The service may have done it: the answer was lost, or the service failed over it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def applications() -> list[Application]:
    """The applications that the function was given, in order."""
    given = (text.partition("/") for text in _parameters.sequence("applications"))
    return [Application(id=application_id, region=region) for region, _, application_id in given]


def ask(application: Application, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """One request to the endpoint of the application's Region, about this application.

    Raises:
        RefusedError: nothing was done.
        UnsureError: it may have been done.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    method = getattr(_client(application.region), operation)
    try:
        answer: dict[str, Any] = method(SipMediaApplicationId=application.id, **parameters)
    except ClientError as error:
        code = error.response["Error"].get("Code", "")
        status = error.response["ResponseMetadata"].get("HTTPStatusCode", 0)
        # 503 says that the service took no request; any other failure says nothing about what was done before it.
        if status >= 500 and status != 503:
            raise UnsureError(code) from None
        raise RefusedError(code) from None
    except BotoCoreError as error:
        if _was_sent(error):
            raise UnsureError(type(error).__name__) from None
        raise RefusedError(type(error).__name__) from None
    return answer


def problems_of_arguments(name: str, arguments: Any) -> list[str]:
    """What is wrong with the arguments that go along with a call."""
    if not isinstance(arguments, dict):
        return [f"{name} must be an object of text by text"]
    found = []
    if len(arguments) > MOST_ARGUMENTS:
        found.append(f"{name} must be at most {MOST_ARGUMENTS}, got {len(arguments)}")
    if not all(isinstance(text, str) for pair in arguments.items() for text in pair):
        found.append(f"{name} must be text by text; write other values as text")
    return found


def unknown_members(name: str, given: dict[str, Any], known: Sequence[str]) -> list[str]:
    """Members that nobody reads; a mistyped one would go unnoticed."""
    more = sorted(str(member) for member in given.keys() - set(known))
    return [f"{name} takes {', '.join(known)}; got {', '.join(more)}"] if more else []


@functools.cache
def _client(region: str) -> Any:
    import boto3
    from botocore.config import Config

    config = Config(retries={"total_max_attempts": 1}, connect_timeout=3, read_timeout=10)
    return boto3.client("chime-sdk-voice", region_name=region, config=config)


def _was_sent(error: Exception) -> bool:
    """Whether the service may have got the request."""
    from botocore import exceptions

    before_sending = (
        exceptions.ConnectTimeoutError,
        exceptions.EndpointConnectionError,
        exceptions.NoCredentialsError,
        exceptions.NoRegionError,
        exceptions.ParamValidationError,
        exceptions.ProxyConnectionError,
        exceptions.SSLError,
    )
    return not isinstance(error, before_sending)
