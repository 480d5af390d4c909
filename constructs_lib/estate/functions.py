"""The Lambda functions behind applications, and whether the service may invoke them.

Facts: https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html (policies are by qualifier);
https://docs.aws.amazon.com/chime-sdk/latest/dg/route-calls-events-cli.html (the service's principal).
"""

from __future__ import annotations

import json
import re
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from constructs_lib.estate.model import FoundFunction, Gap

_SERVICE = "voiceconnector.chime.amazonaws.com"
_ARN = re.compile(r"arn:[^:]*:lambda:([a-z0-9-]+):(\d{12}):function:.+", re.DOTALL)
OPERATIONS = ("GetFunctionConfiguration", "GetPolicy")
_ABSENT = "ResourceNotFoundException"


def region_of(arn: str) -> str:
    """The Region of a function; empty where the text is no ARN of one."""
    found = _ARN.fullmatch(arn)
    return found[1] if found else ""


def look_up(client: Any, region: str, arn: str) -> tuple[FoundFunction, tuple[Gap, ...]]:
    """A function of the account by its ARN, with alias or version.

    Args:
        client: of Lambda, in the function's Region.
        region: that Region, for the gaps.
        arn: as the application names it.
    """
    gaps = []

    def ask(operation: str, method: Any) -> dict[str, Any] | None:
        try:
            answer: dict[str, Any] = method(FunctionName=arn)
        except ClientError as error:
            if error.response["Error"].get("Code") == _ABSENT:
                return {}
            gaps.append(Gap(region=region, operation=operation, reason=str(error)))
        except BotoCoreError as error:
            gaps.append(Gap(region=region, operation=operation, reason=str(error)))
        else:
            return answer
        return None

    configuration = ask("lambda:GetFunctionConfiguration", client.get_function_configuration)
    if not configuration:
        return FoundFunction(arn=arn, exists=None if configuration is None else False), tuple(gaps)
    policy = ask("lambda:GetPolicy", client.get_policy)
    return (
        FoundFunction(
            arn=arn,
            exists=True,
            invoke_permission=None
            if policy is None
            else _lets_the_service(policy.get("Policy", "{}"), arn.split(":")[4]),
            entry=str(configuration.get("Handler") or ""),
            runtime=str(configuration.get("Runtime") or ""),
            timeout=configuration.get("Timeout"),
            code_version=str(configuration.get("CodeSha256") or ""),
        ),
        tuple(gaps),
    )


def _lets_the_service(policy: str, account: str) -> bool | None:
    """None where a condition decides whose outcome cannot be told from here."""
    answers = {_answer(statement, account) for statement in json.loads(policy).get("Statement", ())}
    return True if True in answers else (None if None in answers else False)


def _answer(statement: dict[str, Any], account: str) -> bool | None:
    principal = statement.get("Principal")
    services = principal.get("Service", ()) if isinstance(principal, dict) else ()
    actions = statement.get("Action", ())
    named = _SERVICE in ([services] if isinstance(services, str) else services)
    right = {"lambda:InvokeFunction", "lambda:*"} & set([actions] if isinstance(actions, str) else actions)
    if statement.get("Effect") != "Allow" or not named or not right:
        return False
    # Which ARN the service sends as source is not documented; which account, is.
    conditions = {
        key.lower(): [value] if isinstance(value, str) else value
        for operator in statement.get("Condition", {}).values()
        for key, value in operator.items()
    }
    # An application and its function are of one account.
    accounts = conditions.pop("aws:sourceaccount", [account])
    if account not in accounts:
        return False
    return None if conditions else True
