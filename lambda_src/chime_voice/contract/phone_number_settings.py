"""The account's settings for phone numbers: the name that called parties see by default.

Facts: botocore's chime-sdk-voice model; https://docs.aws.amazon.com/chime-sdk/latest/ag/calling-name.html
"""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from chime_voice.contract import checks
from chime_voice.contract.resource import Permission, Resource, Spec, prop

_CHECK = checks.matches(r"[a-zA-Z0-9 ]{2,15}", "2 to 15 letters, digits or spaces")


@dataclasses.dataclass(frozen=True, kw_only=True)
class PhoneNumberSettings(Resource):
    """The properties of `Custom::ChimePhoneNumberSettings`.

    An account has one of them. Its id is the value that is set: whoever deletes it can see whether it is still theirs.
    """

    SPEC: ClassVar[Spec] = Spec(
        type_name="Custom::ChimePhoneNumberSettings",
        label="default calling name",
        id_attribute="CallingName",
        attributes=("CallingName",),
        replaces_on=frozenset({"HomeRegion", "AdoptId"}),
        create_operation="UpdatePhoneNumberSettings",
        update_operation="UpdatePhoneNumberSettings",
        permissions=(Permission(operations=("GetPhoneNumberSettings", "UpdatePhoneNumberSettings")),),
        service_timeout=600,
    )

    home_region: str = prop(checks.one_of(*checks.HOME_REGIONS))
    """The Region whose endpoint is asked; numbers are managed only there."""
    calling_name: str = prop(_CHECK)
    adopt_id: str | None = prop(_CHECK, default=None)
    """The name that is set now, by whomever: it is replaced."""
