"""The account's global settings: the bucket of call detail records.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/ag/manage-global.html (records and their keys);
https://docs.aws.amazon.com/chime-sdk/latest/dg/attributes.html (records of SIP media applications).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from chime_voice.contract.global_settings import GlobalSettings as Contract
from constructs import Construct

from constructs_lib._alone import check_alone, claim_alone
from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._resource import declare
from constructs_lib._statements import SERVICE_PRINCIPAL
from constructs_lib._values import is_known
from constructs_lib.phone_number import default_home_region

if TYPE_CHECKING:
    from aws_cdk import aws_s3 as s3

# The contract's words and the constructor's.
_WORDS = {"cdr_bucket": "call_detail_records", "adopt_id": "adopt", "home_region": "Region"}
# Records of Voice Connectors, of their streams, and of SIP media applications begin so.
_RECORDS = "Amazon-Chime-*"
_OBJECT_ACTIONS = ("s3:GetObject", "s3:PutObject", "s3:PutObjectAcl")
_BUCKET_ACTIONS = ("s3:GetBucketAcl", "s3:ListBucket")


class GlobalSettings(Construct):
    """Define where the account's call detail records go, for Voice Connectors and SIP media applications alike.

    An account has one such setting, for all Regions and all stacks. What somebody else has set is not overwritten unless
    `adopt` names it; a bucket that is set already is taken as it is. Without this construct, and after its deletion, the
    service writes no records, unless somebody else has set a bucket meanwhile: that one stays.

    A bucket made in the same app gets a policy that lets the service read and write records. Which rights it needs
    exactly is not published, so look for a record after your first call.

    Args:
        scope: a stack or a construct in one.
        id: the construct's id.
        call_detail_records: a bucket of the same account, as a construct or by its name (no dots in it). Its keys
            should be those managed by S3.
        adopt: the name of the bucket that is set now. It is replaced, and the setting is left in place on delete.

    Raises:
        TelephonyError: with all problems of the values together, and for a second one in an app.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        call_detail_records: s3.IBucket | s3.Bucket | str,
        adopt: str | None = None,
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems(Contract.SPEC.label, place.path, _WORDS)
        bucket: Any = call_detail_records if hasattr(type(call_detail_records), "bucket_name") else None
        declared = Contract(
            home_region=default_home_region(place),
            cdr_bucket=bucket.bucket_name if bucket is not None else call_detail_records,  # type: ignore[arg-type]
            adopt_id=adopt,
        )
        problems.check(declared)
        check_alone(problems, Contract, place)
        problems.done()

        super().__init__(scope, id)
        place.keep(self)
        claim_alone(Contract, place)
        resource = declare(self, place, declared, retain=adopt is not None)
        if bucket is not None:
            self._open(bucket, resource)

    def _open(self, bucket: Any, resource: cdk.CfnResource) -> None:
        """Let the service write the records before it is told to."""
        from aws_cdk import aws_iam as iam

        rights = ((_BUCKET_ACTIONS, bucket.bucket_arn), (_OBJECT_ACTIONS, bucket.arn_for_objects(_RECORDS)))
        for actions, arn in rights:
            statement = iam.PolicyStatement(
                principals=[iam.ServicePrincipal(SERVICE_PRINCIPAL)],
                actions=list(actions),
                resources=[arn],
                conditions={"StringEquals": {"aws:SourceAccount": cdk.Aws.ACCOUNT_ID}},
            )
            added = bucket.add_to_resource_policy(statement)
            if added.statement_added and added.policy_dependable is not None:
                resource.node.add_dependency(added.policy_dependable)
        if not added.statement_added:
            shown = {actions: arn if is_known(arn) else "the bucket's ARN" for actions, arn in rights}
            needed = "; ".join(f"{json.dumps(list(actions))} on {arn}" for actions, arn in shown.items())
            cdk.Annotations.of(self).add_warning_v2(
                "chime:policy-of-call-detail-records",
                "the bucket of call_detail_records is not declared in this app, so its policy cannot be completed here; "
                f"let {SERVICE_PRINCIPAL} do this: {needed}",
            )
