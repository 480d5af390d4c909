"""A function that intervenes in calls under way.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/update-sip-call.html
"""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib import _caller, _handler_code
from constructs_lib._function import LoggedFunction, check_log_retention
from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib.sip_media_application import ISipMediaApplication


class Updater(LoggedFunction):
    """Define a function that updates calls under way, for whoever may invoke it (`grant_invoke`).

    It takes `{"transaction_id": "…", "arguments": {"action": "say", "text": "…"}}`, optionally with the `application`
    that has the call, and answers where the call was, or with an error and its reason. What an update does is up to
    the call's handler; the template `updates` knows a few.

    Args:
        scope: a stack or a construct in one.
        id: the construct's id; its log group and role stand beside it, as `<id>Log` and `<id>Role`.
        applications: the SIP media applications whose calls it may update, of any Region; asked in this order.
        log_retention: how long its logs are kept, `aws_logs.RetentionDays`; three months by default.

    Raises:
        TelephonyError: with all problems of the values together.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        applications: Sequence[ISipMediaApplication],
        log_retention: logs.RetentionDays = logs.RetentionDays.THREE_MONTHS,
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems("updater", place.path)
        check_log_retention(problems, log_retention)
        _caller.check_applications(problems, applications)
        problems.done()
        names, right = _caller.variables_and_right(place, applications, "chime:UpdateSipMediaApplicationCall")
        super().__init__(
            scope,
            id,
            code=_handler_code.of_handlers("updater"),
            entry="chime_voice.handlers.updater.handler",
            environment={"CHIME_VOICE_APPLICATIONS": names},
            timeout=30,
            memory_size=256,
            log_retention=log_retention,
            statements=[right],
            retry_attempts=0,
        )
