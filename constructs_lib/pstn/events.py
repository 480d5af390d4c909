"""The events that a function is invoked with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constructs_lib.pstn.call import Call
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.signals import HungUp

SCHEMA_VERSION = "1.0"


def event(
    call: Call,
    kind: str,
    *,
    action_data: Mapping[str, Any] | None = None,
    error: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """The envelope, with the call as it is now.

    Args:
        call: whose function is invoked.
        kind: InvocationEventType.
        action_data: ActionData, where the event has any.
        error: ErrorType and ErrorMessage of INVALID_LAMBDA_RESPONSE.
    """
    details: dict[str, Any] = {"TransactionId": call.transaction_id}
    if call.attributes:
        details["TransactionAttributes"] = dict(call.attributes)
    details |= {"AwsAccountId": call.account, "AwsRegion": call.region}
    if call.route:
        details["SipRuleId"] = call.route.rule_id
    details["SipMediaApplicationId"] = call.target.application_id if call.target else ""
    # Who left during an action is shown as gone, though HANGUP tells of it only later.
    left = {given.call_id for given in call.inbox if isinstance(given, HungUp)}
    details["Participants"] = [leg.participant(left=leg.call_id in left) for leg in call.legs]
    envelope: dict[str, Any] = {
        "SchemaVersion": SCHEMA_VERSION,
        "Sequence": call.sequence,
        "InvocationEventType": kind,
    }
    if error:
        envelope |= {"ErrorType": error[0], "ErrorMessage": error[1]}
    if action_data is not None:
        envelope["ActionData"] = dict(action_data)
    return envelope | {"CallDetails": details}


def hang_up_data(leg: Leg, sip_code: int) -> dict[str, Any]:
    """ActionData of HANGUP."""
    return {
        "Type": "Hangup",
        "Parameters": {"SipResponseCode": sip_code, "CallId": leg.call_id, "ParticipantTag": leg.tag},
    }
