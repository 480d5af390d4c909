"""SIP rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chime_voice.contract.sip_rule import TO_PHONE_NUMBER, SipRule, TargetApplication

from constructs_lib.generate.code import Call, Name
from constructs_lib.generate.failover import VOICE
from constructs_lib.generate.kinds import Refer


def call(stack: Name, id: str, declared: SipRule, refer: Refer) -> Call:  # noqa: A002
    """`SipRule(...)`."""
    return Call(
        "SipRule",
        (stack, id),
        {
            "trigger": _trigger(declared, refer),
            "targets": targets(declared.target_applications, refer),
            "name": declared.name,
            "enabled": enabled(declared),
            "adopt": declared.adopt_id,
        },
    )


def route(declared: SipRule, refer: Refer) -> Call:
    """`voice.route(...)`, for a rule of the failover app."""
    return Call(
        f"{VOICE}.route",
        (_trigger(declared, refer),),
        {"name": declared.name, "enabled": enabled(declared), "adopt": declared.adopt_id},
    )


def enabled(declared: SipRule) -> bool | None:
    """Whether a rule takes calls; None where it keeps that to itself."""
    return None if declared.disabled is None else not declared.disabled


def targets(applications: Sequence[TargetApplication], refer: Refer) -> list[Any]:
    """The applications, in the order in which they are tried."""
    ordered = sorted(applications, key=lambda each: each.priority)
    named = [(each.priority, refer("sip_media_application", each.sip_media_application_id)) for each in ordered]
    if [priority for priority, _ in named] == [*range(1, len(named) + 1)]:
        return [name for _, name in named]
    return [Call("SipRuleTarget", (name,), {"priority": priority}) for priority, name in named]


def _trigger(declared: SipRule, refer: Refer) -> Any:
    if declared.trigger_type == TO_PHONE_NUMBER:
        number = refer("phone_number", declared.trigger_value)
        return number or Call("Trigger.phone_number", (declared.trigger_value,))
    # By value: the host name of a connector is known, and a reference would hide it until deployment.
    return Call("Trigger.request_uri", (declared.trigger_value,))
