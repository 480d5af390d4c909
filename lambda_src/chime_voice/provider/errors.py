"""What can go wrong between the provider and the service.

Failure
├── Refused        the service said no: nothing happened
│   ├── NotFound   what the call names does not exist
│   └── Conflict   the state of something else forbids it
└── Unsure         no answer, or a 5xx: the call may have taken effect
HandOn             not a failure: this invocation is too short for the wait
"""

from __future__ import annotations

from collections.abc import Mapping


class Failure(Exception):  # noqa: N818 - it is what CloudFormation calls FAILED
    """Something that ends in a FAILED answer; its text is what the user reads."""


_NOT_ALLOWED = "a policy denies it"
# Voice Connectors are open to every account.
_CLOSED = ", or the account was not enabled for it while it was open to new customers"
_REMEDIES = {
    "ResourceLimitExceededException": "raise the quota in Service Quotas (Amazon Chime SDK), or remove what is not needed",
    "AccessDeniedException": _NOT_ALLOWED,
    "ForbiddenException": _NOT_ALLOWED,
    "UnauthorizedClientException": _NOT_ALLOWED,
    "ThrottledClientException": "still so after several attempts: deploy again later",
}
_REMEDIES_OF_A_CALL = {
    ("CreateSipRule", "BadRequestException"): "its trigger has to be a number of this account with the product type "
    "SipMediaApplicationDialIn, or the host name of one of its Voice Connectors",
}


class Refused(Failure):
    """The service refused a call, with its error code."""

    def __init__(self, operation: str, code: str, message: str) -> None:
        remedy = _REMEDIES_OF_A_CALL.get((operation, code)) or _REMEDIES.get(code, "")
        if remedy == _NOT_ALLOWED and "VoiceConnector" not in operation:
            remedy += _CLOSED
        super().__init__(f"{operation} was refused with {code}: {message}" + (f" ({remedy})" if remedy else ""))
        self.code = code


class NotFound(Refused):
    """What the call names does not exist."""


class Conflict(Refused):
    """The state of something else forbids the call, for now or for good."""


class Unsure(Failure):
    """The call may have taken effect: no answer came, or the service failed."""


class HandOn(Exception):  # noqa: N818 - not an error: it asks for another invocation
    """The wait is longer than this invocation lives; the same event must be handed on to the next."""

    def __init__(self, cursor: Mapping[str, str] | None = None) -> None:
        super().__init__("the wait is longer than this invocation")
        self.cursor = dict(cursor or {})
        """What the next invocation must know to go on with the very same wait."""
