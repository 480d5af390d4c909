"""What becomes of a difference when `cdk deploy` runs again.

CloudFormation asks the provider about a resource only when that resource's properties changed in the template; the
provider then looks at the service and brings whatever differs. See docs/decisions.md and provider/lifecycle.py.
"""

from __future__ import annotations

from chime_voice.contract.phone_number import PhoneNumber
from chime_voice.contract.resource import Resource
from chime_voice.contract.sip_rule import SipRule
from chime_voice.contract.termination_credentials import TerminationCredentials

OUTLOOKS = {
    "with-any-change": "put right by the next deployment that changes this resource in the template; by no other",
    "with-its-change": "put right only by a deployment that changes this very property",
    "replaces": "the next deployment that changes this resource makes another one in its place, under another id",
    "made-anew": "the next deployment that changes this resource makes another one, under another id",
    "refused": "the next deployment that changes this resource fails and says what to do",
    "cloudformation": "of CloudFormation's own type: its drift detection and its deployments decide",
}


def of_change(contract: type[Resource], property_: str, *, adopted: bool, native: bool) -> str:
    """For a property that differs."""
    top = property_.partition(".")[0]
    if native:
        return "cloudformation"
    if top in contract.SPEC.replaces_on:
        return "refused" if adopted else "replaces"
    if (contract, top) == (PhoneNumber, "CallingName"):
        return "with-its-change"
    return "with-any-change"


def of_missing(contract: type[Resource], *, adopted: bool, native: bool, member: bool) -> str:
    """For a resource that is not there.

    Args:
        contract: its type.
        adopted: it was there before, says the code.
        native: of CloudFormation's own type.
        member: it is one of a set, which is brought as a whole.
    """
    if native:
        return "cloudformation"
    if contract is SipRule and member and not adopted:
        return "with-any-change"
    if contract is TerminationCredentials:
        return "with-any-change"
    return "refused" if adopted or contract is PhoneNumber else "made-anew"
