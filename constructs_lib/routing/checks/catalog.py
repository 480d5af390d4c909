"""Every finding by its id: how bad it is, what it means, what to do, and the page from which that is known."""

from __future__ import annotations

import dataclasses

from constructs_lib.routing.model import Finding, Origin, Severity

_GUIDE = "https://docs.aws.amazon.com/chime-sdk/latest/dg/"
_ADMIN = "https://docs.aws.amazon.com/chime-sdk/latest/ag/"
_ROUTING = f"{_GUIDE}route-calls-events.html"
_RULES = f"{_ADMIN}understand-sip-data-models.html"
_INVOKED = f"{_GUIDE}using-lambda.html"
_QUOTAS = "https://docs.aws.amazon.com/general/latest/gr/chime-sdk.html"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of finding. `error` only where a page, or plain logic, says that calls are lost."""

    severity: Severity
    what: str
    """What it finds, and what comes of it."""
    remedy: str
    source: str
    """The page that says so."""


FINDINGS: dict[str, Kind] = {
    "no-answer": Kind(
        severity="error",
        what="a trigger whose rule has no application that can be invoked: the caller is hung up on",
        remedy="name an application whose function the service may invoke",
        source=_ROUTING,
    ),
    "no-invoke-permission": Kind(
        severity="error",
        what="an application with a function that the service may not invoke: it does not answer",
        remedy="let voiceconnector.chime.amazonaws.com invoke the function, qualifier included",
        source=f"{_GUIDE}unexpected-hangups.html",
    ),
    "missing-function": Kind(
        severity="error",
        what="an application whose function is not in the account any more: it does not answer",
        remedy="deploy the function again under that name, or give the application another one",
        source=_ROUTING,
    ),
    "duplicate-trigger": Kind(
        severity="error",
        what="several enabled rules for one trigger, over all stacks: which of them the service takes, or whether it "
        "refuses the second, is not documented, but not all of them answer",
        remedy="leave one of them enabled, with the targets of all",
        source=_RULES,
    ),
    "region-twice": Kind(
        severity="error",
        what="a rule with two applications of one Region: it takes one a Region",
        remedy="keep one application of each Region",
        source=_RULES,
    ),
    "application-region": Kind(
        severity="error",
        what="a rule that looks for an application in another Region than it is in",
        remedy="give the target the Region of its application",
        source=_RULES,
    ),
    "missing-application": Kind(
        severity="error",
        what="a rule that names an application that does not exist, where the source holds the whole account",
        remedy="take the target out of the rule, or make the application again and name the new one",
        source=f"{_ADMIN}delete-sip-app.html",
    ),
    "function-region": Kind(
        severity="error",
        what="a function in another Region than its application",
        remedy="deploy a function in the application's Region",
        source=f"{_ADMIN}create-sip-app.html",
    ),
    "function-account": Kind(
        severity="error",
        what="a function in another account than its application",
        remedy="deploy a function in the application's account",
        source=f"{_GUIDE}route-calls-events-cli.html",
    ),
    "unsupported-region": Kind(
        severity="error",
        what="something in a Region in which the service does not have it",
        remedy="use a Region of the list",
        source=f"{_GUIDE}sdk-available-regions.html",
    ),
    "number-product-type": Kind(
        severity="error",
        what="a number as trigger whose product type is not SipMediaApplicationDialIn: a rule takes no other",
        remedy="give the number that product type; it can be changed while nothing uses the number",
        source=f"{_ADMIN}create-sip-rule.html",
    ),
    "single-region": Kind(
        severity="warning",
        what="a trigger whose applications are all in one Region: nobody answers when that one is down",
        remedy="add an application in another Region",
        source=_INVOKED,
    ),
    "disabled-rule": Kind(
        severity="warning",
        what="a trigger of which every rule is disabled: nobody answers",
        remedy="enable the rule, or remove it",
        source=f"{_ADMIN}disable-sip-rule.html",
    ),
    "duplicate-priority": Kind(
        severity="warning",
        what="a rule with several applications of one priority: in which order they are tried is not documented",
        remedy="give each target its own priority, 1 is tried first",
        source=_ROUTING,
    ),
    "function-timeout": Kind(
        severity="warning",
        what="a function that may run longer than the service waits: it is invoked a second time after 5 seconds, and the "
        "caller hung up on after 20",
        remedy="give the function 5 seconds, and move slow work out of the call",
        source=f"{_GUIDE}timeouts.html",
    ),
    "connector-in-another-stack": Kind(
        severity="warning",
        what="a rule on the host name of a Voice Connector that another stack declares: whatever replaces the connector "
        "there gives it another host name, and that stack has to be deployed first",
        remedy="declare the rule in the connector's stack, or deploy the rule's stack again once it was replaced",
        source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html",
    ),
    "unused-application": Kind(
        severity="warning",
        what="an application that no rule names, and that nothing else here refers to: as far as can be seen, no call "
        "reaches it and nothing places calls with it",
        remedy="name it in a rule, remove it, or acknowledge it where something else starts its calls",
        source=_RULES,
    ),
    "unused-number": Kind(
        severity="warning",
        what="a number of the account that no rule has and that is with no Voice Connector or group: it is on the bill, and "
        "nobody answers it",
        remedy="give it a rule, associate it, or release it",
        source=f"{_ADMIN}provision-phone.html",
    ),
    "quota-numbers": Kind(
        severity="warning",
        what="more than 5 phone numbers in an account, the default quota",
        remedy="have the quota raised before you deploy",
        source=_QUOTAS,
    ),
    "quota-connectors": Kind(
        severity="warning",
        what="more than 3 Voice Connectors in a Region, the default quota",
        remedy="have the quota raised before you deploy",
        source=_QUOTAS,
    ),
    "quota-applications": Kind(
        severity="warning",
        what="more than 30 SIP media applications in a Region, the default quota",
        remedy="have the quota raised before you deploy",
        source=_QUOTAS,
    ),
    "quota-targets": Kind(
        severity="warning",
        what="more than 25 applications in a rule, the default quota",
        remedy="name fewer applications: a rule takes one a Region",
        source=_QUOTAS,
    ),
}


def finding(finding_id: str, message: str, origin: Origin) -> Finding:
    """A finding of the catalogue.

    Args:
        finding_id: its id there.
        message: one sentence with the values seen.
        origin: where what is wrong is declared.
    """
    kind = FINDINGS[finding_id]
    return Finding(id=finding_id, severity=kind.severity, message=message, remedy=kind.remedy, origin=origin)
