"""What only a deployment knows: the variables of an assembly's functions, from the local cloud that it was deployed to."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Mapping
from typing import Any

from constructs_lib.local.variables import ACCOUNT
from constructs_lib.routing.model import Function, RoutingTable, Target

# `<Stack/Pins>` or `<Arn of Stack/Pins>`: a construct's path, which no tag of SSML in a text looks like.
_PLACEHOLDER = re.compile(r"""<(?:[^<>/="]+ of )?[^<>/=" ]+/[^<>="]+>""")


def completed(table: RoutingTable, url: str, account: str = ACCOUNT) -> RoutingTable:
    """The table with the deployed value of each variable that has a placeholder in it.

    A function whose stack is not deployed there stays as it is.

    Args:
        table: of a cloud assembly.
        url: the local cloud's endpoint.
        account: the account that it was deployed to.
    """
    known: dict[tuple[str, str], Mapping[str, str]] = {}

    def function(given: Function) -> Function:
        if not given.origin.stack or not any(_PLACEHOLDER.search(value) for _, value in given.environment):
            return given
        where = (given.region, given.arn)
        if where not in known:
            known[where] = _variables(given, url, account)
        values = [
            (name, known[where].get(name, value) if _PLACEHOLDER.search(value) else value)
            for name, value in given.environment
        ]
        return dataclasses.replace(given, environment=tuple(values))

    def target(given: Target) -> Target:
        return dataclasses.replace(given, function=given.function and function(given.function))

    return dataclasses.replace(
        table,
        routes=tuple(dataclasses.replace(each, targets=tuple(map(target, each.targets))) for each in table.routes),
        applications=tuple(map(target, table.applications)),
    )


def _variables(function: Function, url: str, account: str) -> Mapping[str, str]:
    """The variables of the function where it is deployed; none where it is not."""
    from botocore.exceptions import BotoCoreError, ClientError

    origin = function.origin
    try:
        found = _client(url, account, "cloudformation", function.region).describe_stack_resource(
            StackName=origin.stack, LogicalResourceId=origin.logical_id
        )
        deployed = _client(url, account, "lambda", function.region).get_function_configuration(
            FunctionName=found["StackResourceDetail"]["PhysicalResourceId"]
        )
    except (BotoCoreError, ClientError):
        return {}
    variables: Mapping[str, str] = deployed.get("Environment", {}).get("Variables", {})
    return variables


@functools.cache
def _client(url: str, account: str, service: Any, region: str) -> Any:
    import boto3

    return boto3.client(
        service,
        region_name=region,
        endpoint_url=url,
        aws_access_key_id=account,
        aws_secret_access_key="local",  # noqa: S106 - nobody looks at it
    )
