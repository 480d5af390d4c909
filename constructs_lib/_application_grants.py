"""Rights to place calls through an application and to intervene in them.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/update-sip-call.html (calls under way).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam


class ApplicationGrants:
    """Rights on one application, the same for one declared here and one referred to."""

    @property
    def sip_media_application_arn(self) -> str:
        raise NotImplementedError

    def grant_create_call(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow to place calls through this application: `chime:CreateSipMediaApplicationCall` on its ARN."""
        return self.grant(grantee, "chime:CreateSipMediaApplicationCall")

    def grant_update_call(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow to intervene in this application's calls: `chime:UpdateSipMediaApplicationCall` on its ARN."""
        return self.grant(grantee, "chime:UpdateSipMediaApplicationCall")

    def grant(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant:
        """Allow the given actions on this application.

        Its own handler, or what else has that function's role, gets them on all applications of the stack's Region
        and account: an application depends on its function, so the function's role cannot depend on the application.
        """
        from aws_cdk import aws_iam as iam

        return iam.Grant.add_to_principal(
            grantee=grantee, actions=list(actions), resource_arns=[self._arn_for(grantee)], scope=None
        )

    def _arn_for(self, grantee: iam.IGrantable) -> str:  # noqa: ARG002 - an application declared here looks at it
        return self.sip_media_application_arn


def role_of(grantee: iam.IGrantable) -> str | None:
    """The ARN of the role behind a grantee: an alias, a version and their function have the same one."""
    return getattr(grantee.grant_principal, "role_arn", None)
