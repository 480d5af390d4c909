"""The risks that a change of telephony can hold, by id. Findings that are news are risks as well, under their own ids."""

from __future__ import annotations

from constructs_lib.routing.checks.catalog import FINDINGS
from constructs_lib.routing.diff.model import RiskSeverity

CATALOGUE: dict[str, tuple[RiskSeverity, str]] = {
    "number-released": ("danger", "a phone number leaves the account"),
    "number-replaced": ("danger", "another phone number takes the place of one that callers know"),
    "connector-gone": ("danger", "a Voice Connector and its host name go, or get another host name"),
    "connector-closed": ("danger", "a Voice Connector takes or sends on no calls any more"),
    "number-cut-off": ("danger", "a number that a Voice Connector or a group carries is carried by none any more"),
    "credentials-gone": ("danger", "a Voice Connector asks for no user name and password any more"),
    "trigger-unanswered": ("danger", "calls that are answered today meet nobody"),
    "rule-disabled": ("danger", "a rule stays but takes no calls"),
    "weak-reference": ("danger", "something is replaced, and what names it in another stack is not updated"),
    "outage-window": ("caution", "something is replaced while calls depend on it"),
    "renamed": ("caution", "a construct is renamed or moved without `adopt`: the deployment is refused"),
    "taken-over": ("caution", "what exists is taken over by `adopt` and changed to what is declared"),
    "failover-depth": ("caution", "fewer Regions can answer a trigger"),
    "order-changed": ("caution", "the Regions of a trigger are tried in another order"),
    "handler-changed": ("caution", "other code, settings or another function answers"),
    "encryption-changed": ("caution", "a Voice Connector asks for encryption, or no longer does"),
    "connector-changed": ("caution", "who may call through a Voice Connector, or where it sends calls"),
    "carrier-changed": ("caution", "another Voice Connector or group carries a number"),
    "number-left-behind": ("caution", "a phone number stays in the account without a declaration"),
    "number-unprotected": ("caution", "a phone number is no longer retained when it is removed"),
}
"""Id -> severity, and what it is about."""

# What a finding of the new table says once more about a risk that is told from the change, with before and after.
TOLD_BY = {"no-answer": "trigger-unanswered", "disabled-rule": "rule-disabled"}


def known_ids() -> tuple[str, ...]:
    """Every id that a risk can have."""
    return (*CATALOGUE, *(name for name in FINDINGS if name not in CATALOGUE))
