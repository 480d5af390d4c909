"""What `Dialer` and `Updater` have in common: a function of ours that asks the service about SIP media applications."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam

from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib.sip_media_application import ISipMediaApplication


def check_applications(problems: Problems, applications: Any) -> None:
    """Note applications that are none, and one that is named twice."""
    if isinstance(applications, str | dict) or not isinstance(applications, Sequence) or not applications:
        problems.add(f"applications must be a list of at least one SipMediaApplication, got {applications!r}")
        return
    for application in applications:
        if isinstance(application, type) or not hasattr(type(application), "sip_media_application_id"):
            problems.add(f"applications must be SipMediaApplication or an import of one, got {application!r}")
    if len(set(map(id, applications))) < len(applications):
        problems.add("applications must name each application once")


def variables_and_right(
    place: Place, applications: Sequence[ISipMediaApplication], action: str
) -> tuple[str, iam.PolicyStatement]:
    """The applications as the function reads them, `REGION/ID` in a JSON list, and the right to do this with them."""
    named = [(application.aws_region, application.id_for(place)) for application in applications]
    items = ", ".join(f'"{region}/{application_id}"' for region, application_id in named)
    arns = [
        f"arn:{cdk.Aws.PARTITION}:chime:{region}:{cdk.Aws.ACCOUNT_ID}:sma/{application_id}"
        for region, application_id in named
    ]
    return f"[{items}]", iam.PolicyStatement(actions=[action], resources=arns)
