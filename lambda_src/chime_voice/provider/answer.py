"""The answer to CloudFormation: one PUT to a pre-signed URL, which is a secret."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request

from chime_voice.provider.clock import Clock
from chime_voice.provider.lifecycle import Outcome
from chime_voice.provider.request import Request

# CloudFormation takes 4,096 bytes:
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
LIMIT = 4096
_ATTEMPTS = 5


class AnswerError(Exception):
    """The answer could not be delivered; Lambda delivers the event again."""


def body(request: Request, outcome: Outcome, log: str) -> bytes:
    """The answer as CloudFormation reads it; a long reason is cut, nothing else ever is."""
    answer = {
        "Status": "FAILED" if outcome.reason else "SUCCESS",
        "PhysicalResourceId": outcome.physical_id,
        "StackId": request.stack_id,
        "RequestId": request.request_id,
        "LogicalResourceId": request.logical_id,
        "Data": dict(outcome.attributes),
    }
    if outcome.reason:
        room = LIMIT - len(json.dumps({**answer, "Reason": ""}).encode()) - len(log)
        reason = outcome.reason
        while len(json.dumps(reason).encode()) > room:
            reason = reason[: int(len(reason) * 0.9)]
        answer["Reason"] = reason + log
    return json.dumps(answer).encode()


def put(url: str, payload: bytes, clock: Clock) -> None:
    """Deliver the answer.

    Raises:
        AnswerError: after several attempts; does not show the URL.
    """
    if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
        raise AnswerError("the answer's address is not a web address")
    # CloudFormation signs the URL for an empty content type.
    request = urllib.request.Request(url, data=payload, method="PUT", headers={"Content-Type": ""})  # noqa: S310
    last = ""
    for attempt in range(_ATTEMPTS):
        if attempt:
            clock.sleep(2.0**attempt)
        try:
            with urllib.request.urlopen(request, timeout=15):  # noqa: S310 - the scheme was checked
                return
        except urllib.error.HTTPError as error:
            last = f"HTTP {error.code}"
        except OSError as error:
            last = type(error).__name__
    raise AnswerError(f"the answer could not be delivered: {last}")
