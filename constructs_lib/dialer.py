"""A function that places calls through SIP media applications.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_CreateSipMediaApplicationCall.html
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aws_cdk import aws_logs as logs
from chime_voice.contract.phone_number import PhoneNumber as Contract
from constructs import Construct

from constructs_lib import _caller, _handler_code
from constructs_lib._function import LoggedFunction, check_log_retention
from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._values import UNKNOWN
from constructs_lib.phone_number import IPhoneNumber, PhoneNumber
from constructs_lib.sip_media_application import ISipMediaApplication


class Dialer(LoggedFunction):
    """Define a function that places calls, for whoever may invoke it (`grant_invoke`).

    It takes `{"to": "+12065550100", "arguments": {"text": "…"}}` or a list of at most 100 of them, and answers with
    transaction id, application and Region of each call, or with an error and its reason. The arguments reach the
    application's handler, which says what the called party hears. Calls of a list are placed one a second, the
    service's quota by default, so a list takes as many seconds as it has calls; invoke it with a client that waits.

    The first application calls. The next one does only where the one before refused or could not be reached: an
    outbound call has no failover of its own, and nobody is to be called twice. For the same reason Lambda does not
    repeat an asynchronous invocation that failed.

    Args:
        scope: a stack or a construct in one.
        id: the construct's id; its log group and role stand beside it, as `<id>Log` and `<id>Role`.
        applications: SIP media applications, of any Region, in the order in which they are asked.
        caller_id: the number that the called party sees: a `PhoneNumber`, or text in E.164 form. It must be in the
            account's inventory.
        log_retention: how long its logs are kept, `aws_logs.RetentionDays`; three months by default. They hold
            the last two digits of who was called.

    Raises:
        TelephonyError: with all problems of the values together.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        applications: Sequence[ISipMediaApplication],
        caller_id: IPhoneNumber | str,
        log_retention: logs.RetentionDays = logs.RetentionDays.THREE_MONTHS,
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems("dialer", place.path)
        check_log_retention(problems, log_retention)
        _caller.check_applications(problems, applications)
        _check_caller_id(problems, caller_id)
        problems.done()
        names, right = _caller.variables_and_right(place, applications, "chime:CreateSipMediaApplicationCall")
        super().__init__(
            scope,
            id,
            code=_handler_code.of_handlers("dialer"),
            entry="chime_voice.handlers.dialer.handler",
            environment={"CHIME_VOICE_APPLICATIONS": names, "CHIME_VOICE_CALLER_ID": _number(place, caller_id)},
            timeout=300,
            memory_size=256,
            log_retention=log_retention,
            statements=[right],
            retry_attempts=0,
        )


def _check_caller_id(problems: Problems, caller_id: Any) -> None:
    if isinstance(caller_id, str):
        problems.check_id("caller_id", Contract, caller_id)
    elif isinstance(caller_id, type) or not hasattr(type(caller_id), "e164_phone_number"):
        problems.add(f"caller_id must be a PhoneNumber or a number such as +12065550100, got {caller_id!r}")


def _number(place: Place, caller_id: IPhoneNumber | str) -> str:
    if isinstance(caller_id, str):
        return caller_id
    if not isinstance(caller_id, PhoneNumber):
        return caller_id.e164_phone_number  # imported: known, or the user's own token
    known = caller_id.declared_e164
    return place.refer(caller_id.e164_phone_number, Place.of(caller_id), known=known or UNKNOWN, weak=False)
