"""The environment variables with which the CDK CLI, the AWS CLI and the SDKs use a local cloud instead of AWS."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping

ACCOUNT = "123456789012"
REGION = "us-east-1"


def variables(url: str, account: str = ACCOUNT, region: str = REGION) -> dict[str, str]:
    """What to set.

    Args:
        url: the cloud's endpoint. An address rather than a name, so that S3 clients put the bucket into the path.
        account: the account to be in; the emulator takes an access key id of twelve digits for one.
        region: the default Region.
    """
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ENDPOINT_URL_S3": url,
        "AWS_ACCESS_KEY_ID": account,
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_EC2_METADATA_DISABLED": "true",
        "CDK_DISABLE_CLI_TELEMETRY": "1",
    }


CONFLICTING = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN")
"""What would send a client to a real account in spite of the variables above."""


def as_shell(values: Mapping[str, str]) -> str:
    """Lines for `eval`."""
    lines = [f"unset {' '.join(CONFLICTING)}", *(f"export {name}={shlex.quote(v)}" for name, v in values.items())]
    return "\n".join(lines)


def as_json(values: Mapping[str, str]) -> str:
    """For programs."""
    return json.dumps(dict(values), indent=2)
