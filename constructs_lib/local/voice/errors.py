"""The service's errors. Which of them an operation may answer is the model's business, checked in one place.

VoiceError
├── BadRequest            400
├── Unauthorized          401
├── AccessDenied          403
├── Forbidden             403
├── NotFound              404
├── Conflict              409
├── ResourceLimitExceeded 400
├── Throttled             429
├── ServiceFailure        500
└── ServiceUnavailable    503
"""

from __future__ import annotations

# ruff: noqa: N818  (they carry the names that the API gives them)


class VoiceError(Exception):
    """An error answer; the HTTP status belongs to the code and stands in botocore's model."""

    code = ""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadRequest(VoiceError):
    """The parameters do not match the service's restrictions."""

    code = "BadRequestException"


class Unauthorized(VoiceError):
    """No credentials, or unreadable ones."""

    code = "UnauthorizedClientException"


class AccessDenied(VoiceError):
    """A feature that the account has not been given."""

    code = "AccessDeniedException"


class Forbidden(VoiceError):
    """Not possible here, for anybody."""

    code = "ForbiddenException"


class NotFound(VoiceError):
    """No such thing at this endpoint."""

    code = "NotFoundException"


class Conflict(VoiceError):
    """The state of another resource, or of this one, forbids it."""

    code = "ConflictException"


class ResourceLimitExceeded(VoiceError):
    """A quota is used up."""

    code = "ResourceLimitExceededException"


class Throttled(VoiceError):
    """Too many requests."""

    code = "ThrottledClientException"


class ServiceFailure(VoiceError):
    """The service failed."""

    code = "ServiceFailureException"


class ServiceUnavailable(VoiceError):
    """The service is not there at the moment."""

    code = "ServiceUnavailableException"


ERRORS: dict[str, type[VoiceError]] = {error.code: error for error in VoiceError.__subclasses__()}


class NotSimulated(Exception):
    """The real service has it, this one has not: answered with HTTP 501 and the operation's name."""


class UnmodelledError(AssertionError):
    """This program raised an error that the operation does not have in the service's model: a mistake in our code."""
