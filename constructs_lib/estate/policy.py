"""The least that a scan must be allowed, as an IAM policy."""

from __future__ import annotations

from typing import Any

from constructs_lib.estate import functions, kinds


def policy() -> dict[str, Any]:
    """Every call of a full scan; whose the credentials are needs no permission.

    Nothing narrows it to resources: a list shows all, and which functions there are is learned from it.
    """
    return {
        "Version": "2012-10-17",
        "Statement": [
            _allow("ReadTelephony", "chime", kinds.operations()),
            _allow("ReadWhoMayInvoke", "lambda", functions.OPERATIONS),
        ],
    }


def _allow(name: str, service: str, operations: list[str] | tuple[str, ...]) -> dict[str, Any]:
    return {
        "Sid": name,
        "Effect": "Allow",
        "Action": [f"{service}:{operation}" for operation in operations],
        "Resource": "*",
    }
