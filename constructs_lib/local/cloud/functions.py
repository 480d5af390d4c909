"""Deployed functions, invoked as the telephony service does: by its own principal, and only where their policy lets it.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/route-calls-events-cli.html (the permission).
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError

from constructs_lib.pstn.invoking import Invoked, Kind
from constructs_lib.routing.model import Function

PRINCIPAL = "voiceconnector.chime.amazonaws.com"
# What Lambda answers when it could not even start the function, and what that means.
NOT_INVOKABLE = {
    "AccessDeniedException": "access denied",
    "ResourceNotFoundException": "there is no such function",
    "TooManyRequestsException": "the function is throttled",
}


class DeployedFunctions:
    """Invokes functions of the emulator through its own endpoint, as any client would.

    Args:
        url: the cloud's endpoint.
        account: the account that owns the functions.
    """

    def __init__(self, url: str, account: str) -> None:
        self._url = url
        self._account = account
        self._session = boto3.session.Session()
        self._lock = threading.Lock()
        self._clients: dict[tuple[str, float], Any] = {}

    def invoke(self, function: Function, event: Mapping[str, Any], *, time_limit: float) -> Invoked:
        """One invocation, and no more: whether to try again is the service's business.

        Args:
            function: with its ARN.
            event: for the handler.
            time_limit: seconds after which the service no longer waits.
        """
        began = time.monotonic()
        kind, payload, error = self._outcome(function.arn, event, self._client(function.region, time_limit))
        return Invoked(kind=kind, payload=payload, error=error, seconds=time.monotonic() - began)

    def _outcome(self, arn: str, event: Mapping[str, Any], client: Any) -> tuple[Kind, Any, str]:
        try:
            refusal = self._refusal(client, arn)
            if refusal:
                return "not_invokable", None, refusal
            answer = client.invoke(FunctionName=arn, Payload=json.dumps(event).encode())
            body = answer["Payload"].read()
            if "FunctionError" in answer:
                return "function_error", None, _function_error(body)
            return "answered", json.loads(body) if body.strip() else None, ""
        except ReadTimeoutError:
            return "timed_out", None, "no answer in time"
        except ClientError as error:
            return _not_even_run(error)
        except BotoCoreError as error:
            return "not_invokable", None, str(error)

    def _refusal(self, client: Any, arn: str) -> str:
        """Why the service may not invoke the function; empty when it may."""
        name, _, qualifier = arn.partition(":function:")[2].partition(":")
        wish = {"FunctionName": name, **({"Qualifier": qualifier} if qualifier else {})}
        try:
            policy = json.loads(client.get_policy(**wish)["Policy"])
        except client.exceptions.ResourceNotFoundException as missing:
            policy = {"Statement": []}
            if "Function not found" in str(missing):
                return f"function {name} does not exist"
        if any(self._allows(statement, arn) for statement in policy["Statement"]):
            return ""
        return f"access denied: the policy of function {name} does not let {PRINCIPAL} invoke it for account {self._account}"

    def _allows(self, statement: Mapping[str, Any], arn: str) -> bool:
        principal = statement.get("Principal")
        services = principal.get("Service", []) if isinstance(principal, dict) else []
        conditions = statement.get("Condition", {})
        accounts = conditions.get("StringEquals", {}).get("AWS:SourceAccount", self._account)
        return (
            statement.get("Effect") == "Allow"
            and PRINCIPAL in ([services] if isinstance(services, str) else services)
            and statement.get("Action") in ("lambda:InvokeFunction", "lambda:*", "*")
            and statement.get("Resource") == arn
            and accounts == self._account
            # Whether the service sends a source ARN is not documented: a policy that asks for one may never match.
            and set(conditions) <= {"StringEquals"}
        )

    def _client(self, region: str, time_limit: float) -> Any:
        # Making a client takes longer than invoking a function, and is nothing for two threads at once.
        with self._lock:
            key = (region, time_limit)
            if key not in self._clients:
                self._clients[key] = self._session.client(
                    "lambda",
                    region_name=region,
                    endpoint_url=self._url,
                    aws_access_key_id=self._account,
                    aws_secret_access_key="local",  # noqa: S106 - nobody looks at it
                    config=Config(retries={"total_max_attempts": 1}, read_timeout=time_limit, max_pool_connections=50),
                )
            return self._clients[key]


def _not_even_run(error: ClientError) -> tuple[Kind, Any, str]:
    code, message = str(error.response["Error"]["Code"]), str(error.response["Error"]["Message"])
    if code in NOT_INVOKABLE:
        return "not_invokable", None, f"{NOT_INVOKABLE[code]} ({code})"
    return "function_error", None, f"{code}: {message}"


def _function_error(body: bytes) -> str:
    try:
        found = json.loads(body)
        return f"{found.get('errorType', 'Error')}: {found.get('errorMessage', '')}"
    except (ValueError, AttributeError):
        return body[:200].decode(errors="replace")
