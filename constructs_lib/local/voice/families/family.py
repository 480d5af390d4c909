"""What the families have in common.

A family is a class with one method an operation, named as in boto3, that takes the request's members as keywords in
snake case and gives the answer's members as the API writes them. It lives for one call.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from constructs_lib.local.voice.records import Wire
from constructs_lib.local.voice.scene import Scene

Later = Callable[[], Wire | None]
"""The rest of an operation that must not run under the service's lock."""
Outcome = Wire | Later | None


class Family:
    """The operations of one resource.

    Args:
        scene: the call's surroundings.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.account = scene.account


def item_error(number: str, code: str, message: str) -> Wire:
    """The fate of one item of a batch; the batch itself answers 200."""
    return {"PhoneNumberId": number, "ErrorCode": code, "ErrorMessage": message}


def tags_from(tags: list[Wire] | None) -> dict[str, str]:
    """Tags as a dictionary."""
    return {tag["Key"]: tag["Value"] for tag in tags or ()}


def tags_of(tags: dict[str, str]) -> list[dict[str, Any]]:
    """Tags in the API's shape."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]
