"""The account that boto3's credentials are of, and clients to look at it with."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from typing import Any

from chime_voice.contract.checks import VOICE_REGIONS

from constructs_lib.estate.errors import EstateError

WITHOUT_BOTO3 = "an account is read with boto3: pip install 'chime-voice-constructs[local]'"
EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired"})
_WRONG = frozenset({"InvalidClientTokenId", "SignatureDoesNotMatch", "UnrecognizedClientException", "AuthFailure"})
_SIGN_IN = "sign in again as for the AWS CLI (aws sso login, aws configure), or name another profile"
_PATIENCE: dict[str, Any] = {"connect_timeout": 5, "read_timeout": 30}


@dataclasses.dataclass(frozen=True)
class Account:
    """An account that answers."""

    id: str
    client: Callable[[str, str], Any]
    """A boto3 client by API and Region."""


def connect(profile: str | None = None) -> Account:
    """Find out whose the credentials are, with the one call that needs no permission.

    Args:
        profile: of the AWS configuration; by default what the AWS CLI would take.

    Raises:
        EstateError: boto3 is missing, or there are no credentials that AWS accepts.
    """
    try:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError as error:
        raise EstateError(WITHOUT_BOTO3) from error
    try:
        session: Any = boto3.Session(profile_name=profile)
        asked = session.client("sts", region_name=VOICE_REGIONS[0], config=Config(**_PATIENCE))
        account = str(asked.get_caller_identity()["Account"])
    except ClientError as error:
        raise EstateError(_refused(error.response["Error"])) from error
    except BotoCoreError as error:
        raise EstateError(_failed(error)) from error
    # Botocore does not let several threads make clients of one session at once.
    lock = threading.Lock()
    # Calls to the service are repeated by who makes them, who knows what may be repeated; Lambda's by botocore.
    configs = {
        "chime-sdk-voice": Config(retries={"total_max_attempts": 1}, **_PATIENCE),
        "lambda": Config(retries={"mode": "standard", "total_max_attempts": 6}, **_PATIENCE),
    }

    def client(api: str, region: str) -> Any:
        with lock:
            return session.client(api, region_name=region, config=configs[api])

    return Account(account, client)


def _refused(error: Any) -> str:
    code = error.get("Code", "")
    if code in EXPIRED:
        return f"the AWS credentials have expired; {_SIGN_IN}"
    if code in _WRONG:
        return f"AWS does not accept the credentials ({code}); {_SIGN_IN}"
    return f"AWS does not say whose the credentials are ({code}: {error.get('Message', '')})"


def _failed(error: Exception) -> str:
    kind = type(error).__name__
    if kind == "NoCredentialsError":
        return (
            "there are no AWS credentials; set them up as for the AWS CLI (aws configure, aws sso login, AWS_PROFILE)"
        )
    if "SSO" in kind or kind in {"TokenRetrievalError", "CredentialRetrievalError", "LoginRefreshRequired"}:
        return f"the AWS credentials cannot be had ({error}); {_SIGN_IN}"
    return f"the account cannot be reached: {error}"
