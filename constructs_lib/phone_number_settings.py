"""The account's settings for phone numbers: the default calling name.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/calling-name.html;
https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_UpdatePhoneNumberSettings.html (seven days).
"""

from __future__ import annotations

from chime_voice.contract.phone_number_settings import PhoneNumberSettings as Contract
from constructs import Construct

from constructs_lib._alone import check_alone, claim_alone
from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._resource import declare
from constructs_lib.phone_number import default_home_region

# The contract's words and the constructor's.
_WORDS = {"adopt_id": "adopt", "home_region": "Region"}


class PhoneNumberSettings(Construct):
    """Define the name that called parties see for numbers without a calling name of their own.

    An account has one, for all stacks. What somebody else has set is not overwritten unless `adopt` names it.

    The service takes a change once in seven days, and needs up to 72 hours for it. A deployment that comes too early
    fails, and says from when on it will not; so does the rollback of one that changed the name and failed over
    something else. Because a deletion would meet the same limit, the name is left in place when the construct goes.

    Args:
        scope: a stack or a construct in one.
        id: the construct's id.
        calling_name: 2 to 15 letters, digits or spaces. Not shown for toll-free numbers.
        adopt: the name that is set now, which this one replaces.

    Raises:
        TelephonyError: with all problems of the values together, and for a second one in an app.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        calling_name: str,
        adopt: str | None = None,
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems(Contract.SPEC.label, place.path, _WORDS)
        declared = Contract(home_region=default_home_region(place), calling_name=calling_name, adopt_id=adopt)
        problems.check(declared)
        check_alone(problems, Contract, place)
        problems.done()

        super().__init__(scope, id)
        place.keep(self)
        claim_alone(Contract, place)
        declare(self, place, declared, retain=True)
