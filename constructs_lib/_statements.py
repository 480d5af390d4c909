"""The IAM statements of the provider, derived from what the contract says a type needs.

Facts: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonchime.html (actions and ARNs);
https://docs.aws.amazon.com/chime-sdk/latest/ag/using-service-linked-roles-stream.html (service-linked role).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from chime_voice.contract.resource import Resource

SERVICE_PRINCIPAL = "voiceconnector.chime.amazonaws.com"

Statement = dict[str, Any]


def document(statements: Iterable[Statement]) -> dict[str, Any]:
    """A policy document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def role(log_arn: Any) -> dict[str, Any]:
    """Properties of the provider's role, which may write to its own log and nothing else."""
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
    write = {"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": log_arn}
    return {
        "AssumeRolePolicyDocument": document([trust]),
        "Policies": [{"PolicyName": "Log", "PolicyDocument": document([write])}],
    }


def for_type(contract: type[Resource]) -> list[Statement]:
    """What the API calls of a type need; `*` only where the service has no ARN for the action."""
    return [
        {
            "Effect": "Allow",
            "Action": sorted(f"{permission.service}:{operation}" for operation in permission.operations),
            "Resource": "*" if permission.arn == "*" else own_arn(f"{permission.arn}/*"),
        }
        for permission in contract.SPEC.permissions
    ]


def own_arn(resource: str) -> dict[str, str]:
    """The ARN of a resource of the service in the stack's own Region and account."""
    return {"Fn::Sub": f"arn:${{AWS::Partition}}:chime:${{AWS::Region}}:${{AWS::AccountId}}:{resource}"}


def service_linked_role() -> Statement:
    """The service creates its service-linked role when it is missing, with the rights of the caller."""
    return {
        "Effect": "Allow",
        "Action": "iam:CreateServiceLinkedRole",
        "Resource": {
            "Fn::Sub": f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:role/aws-service-role/{SERVICE_PRINCIPAL}/*"
        },
        "Condition": {"StringEquals": {"iam:AWSServiceName": SERVICE_PRINCIPAL}},
    }


def for_functions(function_arns: Sequence[str]) -> list[Statement]:
    """What making a SIP media application needs besides the service's own actions.

    The service seems to write the invoke permission into the function's policy with the caller's rights: the handlers
    of the native CloudFormation type ask for the same.
    """
    return [
        service_linked_role(),
        {
            "Effect": "Allow",
            "Action": ["lambda:AddPermission", "lambda:GetPolicy"],
            "Resource": list(function_arns),
        },
    ]


def streaming() -> list[Statement]:
    """What the streams of a Voice Connector need: the role that writes them, and a look at their call analytics."""
    return [
        service_linked_role(),
        {
            "Effect": "Allow",
            "Action": "chime:GetMediaInsightsPipelineConfiguration",
            "Resource": own_arn("media-insights-pipeline-configuration/*"),
        },
    ]


def connect_integration() -> Statement:
    """What making a Voice Connector for Amazon Connect needs; these actions have no narrower resource."""
    actions = ["chime:CreateConnectAnalyticsConnector", "chime:CreateConnectCallTransferConnector"]
    return {"Effect": "Allow", "Action": actions, "Resource": "*"}


def write_logs(prefixes: Sequence[str]) -> Statement:
    """For the policy of log groups: the delivery service may write into those with the prefixes, for this account."""
    groups = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group"
    return {
        "Effect": "Allow",
        "Principal": {"Service": "delivery.logs.amazonaws.com"},
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": [f"{groups}:{prefix}*:log-stream:*" for prefix in prefixes],
        "Condition": {
            "StringEquals": {"aws:SourceAccount": "${AWS::AccountId}"},
            "ArnLike": {"aws:SourceArn": "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:*"},
        },
    }


def log_delivery() -> Statement:
    """What switching message logs on and off needs; these actions have no narrower resource.

    Listed for Voice Connector logs, not for those of SIP media applications; taken to be the same.
    """
    actions = (
        "CreateLogDelivery",
        "CreateLogGroup",
        "DeleteLogDelivery",
        "DescribeLogGroups",
        "GetLogDelivery",
        "ListLogDeliveries",
    )
    return {"Effect": "Allow", "Action": [f"logs:{action}" for action in actions], "Resource": "*"}


def invoke(function_arn: Any) -> Statement:
    """The right to invoke one function."""
    return {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": function_arn}


def read_secret(arn: str, key_arn: str | None) -> list[Statement]:
    """The right to read one secret, and to decrypt with its own key, if it has one, through Secrets Manager alone."""
    found: list[Statement] = [{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": arn}]
    if key_arn is not None:
        via = {"Fn::Sub": "secretsmanager.${AWS::Region}.amazonaws.com"}
        condition = {"StringEquals": {"kms:ViaService": via}}
        found.append({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": key_arn, "Condition": condition})
    return found


def use_key(arn: str) -> Statement:
    """What the service does to a KMS key with the caller's rights, when something is to be encrypted with it."""
    return {"Effect": "Allow", "Action": ["kms:CreateGrant", "kms:DescribeKey"], "Resource": arn}
