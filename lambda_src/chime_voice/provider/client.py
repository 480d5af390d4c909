"""The service as the provider calls it: retries that are right for an API without idempotency tokens.

botocore's own retries are off. They repeat a Create whose answer was lost, which makes two resources, and in the
standard and adaptive modes they do not know the service's 429, `ThrottledClientException` (measured, boto3 1.44.5).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, ParamValidationError

from chime_voice.provider.clock import Clock, pause
from chime_voice.provider.errors import Conflict, Failure, NotFound, Refused, Unsure

Client = Any
ClientFactory = Callable[[str], Client]

CONFIG = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=30)

_ATTEMPTS = 6
_FIRST_DELAY = 1.0
THROTTLED = frozenset({"ThrottledClientException", "ThrottlingException", "Throttling", "TooManyRequestsException"})
_SERVICE_FAILED = frozenset({"ServiceFailureException", "ServiceUnavailableException"})


@functools.cache
def voice_client(region: str) -> Client:
    """The real client of a Region's endpoint, kept while the process is warm; it holds no state of a request."""
    return boto3.client("chime-sdk-voice", region_name=region, config=CONFIG)


def invoke_again(function_arn: str, payload: bytes) -> None:
    """Start another invocation of a function without waiting for it."""
    boto3.client("lambda").invoke(FunctionName=function_arn, InvocationType="Event", Payload=payload)


def read_secret(arn: str) -> str:
    """The current text of a secret, asked for in the secret's own Region.

    Raises:
        Failure: it cannot be read, or is no text.
    """
    client = boto3.client("secretsmanager", region_name=arn.split(":")[3])
    try:
        answer = client.get_secret_value(SecretId=arn)
    except ClientError as error:
        raise _failure("GetSecretValue", error) from error
    except BotoCoreError as error:
        raise Unsure(f"GetSecretValue got no answer: {error}") from error
    if "SecretString" not in answer:
        raise Failure("the secret is binary; its value must be text")
    return str(answer["SecretString"])


class VoiceApi:
    """Calls to one Region's endpoint.

    Throttling is waited out for every operation. A service failure or a lost answer is waited out too, except for
    `Create…`: only the caller can look up whether it took effect, so it gets `Unsure` at once.
    """

    def __init__(self, client: Client, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    def call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """One operation by its name in the API.

        Raises:
            Refused: the service said no (`NotFound` and `Conflict` for those codes); nothing happened.
            Unsure: no answer or a failing service, after the retries that the operation allows.
            HandOn: this invocation is too short for another retry.
        """
        repeatable = not operation.startswith("Create")
        for attempt in range(_ATTEMPTS):
            last = attempt == _ATTEMPTS - 1
            try:
                return self._once(operation, parameters)
            except Unsure:
                if last or not repeatable:
                    raise
            except Refused as refused:
                if last or refused.code not in THROTTLED:
                    raise
            pause(self._clock, _FIRST_DELAY * 2**attempt)
        raise AssertionError("the last attempt returns or raises")

    def pages(self, operation: str, member: str, **parameters: Any) -> Iterator[dict[str, Any]]:
        """All items of a list operation; botocore has paginators for two of them only."""
        token: dict[str, str] = {}
        while True:
            page = self.call(operation, MaxResults=100, **token, **parameters)
            yield from page.get(member, ())
            if not page.get("NextToken"):
                return
            token = {"NextToken": page["NextToken"]}

    def _once(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        method = getattr(self._client, _python_name(operation))
        try:
            answer: dict[str, Any] = method(**parameters)
        except ClientError as error:
            raise _failure(operation, error) from error
        except (NoCredentialsError, ParamValidationError) as error:
            raise Refused(operation, type(error).__name__, str(error)) from error
        except BotoCoreError as error:
            # Connection refused, closed, timed out, answer garbled: too little is known to tell "never sent" from
            # "answer lost", so all count as perhaps done.
            raise Unsure(f"{operation} got no answer: {error}") from error
        return answer


def _failure(operation: str, error: ClientError) -> Refused | Unsure:
    code = error.response["Error"].get("Code", "")
    message = error.response["Error"].get("Message", "")
    status = error.response["ResponseMetadata"].get("HTTPStatusCode", 0)
    if code in _SERVICE_FAILED or status >= 500:
        return Unsure(f"{operation} failed in the service with {code}: {message}")
    kind = {"NotFoundException": NotFound, "ConflictException": Conflict}.get(code, Refused)
    return kind(operation, code, message)


def _python_name(operation: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", operation).lower()
