"""What a function finds around itself: the environment variables of Lambda, none of the user's, and no way to AWS.

Facts: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html (reserved variables);
https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html (what the SDKs read).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

from constructs_lib.routing.model import Function
from constructs_lib.workers.errors import WorkersError

ACCOUNT = "123456789012"
MEMORY = "128"
"""Megabytes, Lambda's default: the routing table does not know the function's own."""


def check_endpoint(url: str) -> None:
    """Refuse an endpoint that is not on this machine.

    Raises:
        WorkersError: it is not.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        near = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        near = False
    if parts.scheme not in ("http", "https") or not near:
        raise WorkersError(
            f"AWS calls cannot go to {url!r}: a simulated call stays on this machine; give an address like http://127.0.0.1:4566"
        )


def about(function: Function, number: int) -> dict[str, str]:
    """What the context object says of a function, the same in every process but for the log stream."""
    name, _, qualifier = function.name.partition(":")
    return {
        "function_name": name,
        "function_version": qualifier if qualifier.isdecimal() else "$LATEST",
        "invoked_function_arn": function.arn or f"arn:aws:lambda:{function.region}:{ACCOUNT}:function:{function.name}",
        "memory_limit_in_mb": MEMORY,
        "log_group_name": f"/aws/lambda/{name}",
        "log_stream_name": f"2026/01/01/[$LATEST]{number:032x}",
    }


def environment(
    function: Function,
    *,
    about: Mapping[str, str],
    path: str,
    scratch: str,
    endpoint_url: str,
    given: Mapping[str, str],
) -> dict[str, str]:
    """All variables of a function's process; later ones win.

    Args:
        function: with its own variables.
        about: what `about` says of it.
        path: where programs are found.
        scratch: a folder for HOME and temporary files.
        endpoint_url: where AWS calls go.
        given: what the user sets.
    """
    arn = about["invoked_function_arn"].split(":")
    return {
        "PATH": path,
        "HOME": scratch,
        "TMPDIR": scratch,
        "LANG": "en_US.UTF-8",
        "TZ": "UTC",
        "LAMBDA_TASK_ROOT": function.code,
        "_HANDLER": function.entry,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
        "AWS_LAMBDA_FUNCTION_NAME": about["function_name"],
        "AWS_LAMBDA_FUNCTION_VERSION": about["function_version"],
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": MEMORY,
        "AWS_LAMBDA_LOG_GROUP_NAME": about["log_group_name"],
        "AWS_LAMBDA_LOG_STREAM_NAME": about["log_stream_name"],
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_REGION": function.region,
        "AWS_DEFAULT_REGION": function.region,
        # An emulator takes an access key id of twelve digits for the account.
        "AWS_ACCESS_KEY_ID": arn[4] if arn[4].isdecimal() else ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_ENDPOINT_URL": endpoint_url,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        **dict(function.environment),
        **given,
    }
