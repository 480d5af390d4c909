"""A SIP media application (SMA): the Lambda function that answers calls in one Region.

Facts: botocore's chime-sdk-voice model; https://docs.aws.amazon.com/chime-sdk/latest/ag/create-sip-app.html
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from typing import ClassVar

from chime_voice.contract import checks
from chime_voice.contract.resource import IsKnown, Permission, Resource, Spec, Tag, made_needs, prop


@dataclasses.dataclass(frozen=True, kw_only=True)
class Endpoint:
    """The function that the application invokes: a function, version or alias ARN."""

    lambda_arn: str = prop(checks.matches(checks.FUNCTION_ARN, "the ARN of a Lambda function, version or alias"))


@dataclasses.dataclass(frozen=True, kw_only=True)
class SipMediaApplication(Resource):
    """The properties of `Custom::ChimeSipMediaApplication`."""

    SPEC: ClassVar[Spec] = Spec(
        type_name="Custom::ChimeSipMediaApplication",
        label="SIP media application",
        id_attribute="SipMediaApplicationId",
        attributes=("SipMediaApplicationId", "SipMediaApplicationArn"),
        replaces_on=frozenset({"AwsRegion", "AdoptId"}),
        create_operation="CreateSipMediaApplication",
        update_operation="UpdateSipMediaApplication",
        permissions=(
            Permission(operations=("CreateSipMediaApplication", "ListSipMediaApplications")),
            Permission(
                operations=(
                    "GetSipMediaApplication",
                    "UpdateSipMediaApplication",
                    "DeleteSipMediaApplication",
                    "GetSipMediaApplicationLoggingConfiguration",
                    "PutSipMediaApplicationLoggingConfiguration",
                    "TagResource",
                    "UntagResource",
                    "ListTagsForResource",
                ),
                arn="sma",
            ),
        ),
        service_timeout=600,
    )

    aws_region: str = prop(checks.one_of(*checks.VOICE_REGIONS))
    endpoints: tuple[Endpoint, ...] = prop(checks.length(1, 1, "endpoint"))
    message_logging: bool | None = prop(default=None)
    """Write the SIP messages of calls to CloudWatch Logs (`EnableSipMediaApplicationMessageLogs`).

    None leaves an adopted application as it is; a new one does not.
    """
    tags: tuple[Tag, ...] | None = prop(checks.length(0, 50, "tags"), default=None)
    name: str | None = prop(
        checks.length(1, 256),
        checks.matches(checks.RESOURCE_NAME, "letters, digits, spaces, _ . or -"),
        default=None,
    )
    """None keeps the name of an adopted one; whatever is made has one."""
    adopt_id: str | None = prop(checks.matches(checks.SERVICE_ID, "the service's id, no name or ARN"), default=None)
    """Take over this existing application instead of making one; it is left in place on delete."""

    def cross_problems(self, is_known: IsKnown) -> Iterable[str]:
        """The function's Region is the application's."""
        yield from made_needs(self, "name")
        for endpoint in self.endpoints:
            if not (is_known(endpoint.lambda_arn) and is_known(self.aws_region)):
                continue
            found = re.match(r"arn:[^:]*:lambda:([^:]+):", endpoint.lambda_arn)
            if found and found[1] != self.aws_region:
                yield (
                    f"endpoints must be in the application's own Region {self.aws_region!r}, got a function in "
                    f"{found[1]!r}; deploy the function to {self.aws_region} too"
                )
