"""Whatever a user passes as the function of a SIP media application, read in one way."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from constructs import Construct

from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._values import UNKNOWN, is_known
from constructs_lib.handler_plan import HandlerPlan

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_


@dataclasses.dataclass(frozen=True)
class Handler:
    """A function by its ARN, and as a construct where it is one."""

    arn: str
    function: lambda_.IFunction | None = None
    plan: HandlerPlan | None = None

    @classmethod
    def read(cls, problems: Problems, given: Any, place: Place) -> Handler:
        """What was given, with the Region and account of a function construct checked against the application's."""
        if isinstance(given, HandlerPlan):
            return cls(UNKNOWN, plan=given)  # the function is made only after all checks
        if isinstance(given, str):
            _check_account(problems, given, place)
            return cls(given)
        given = _to_invoke(given)
        arn = None if isinstance(given, type) else getattr(given, "function_arn", None)
        if not isinstance(arn, str):
            problems.add(
                "handler must be a function, alias or version of aws_lambda, a CallHandler or its plan, or an ARN, "
                f"got {given!r}"
            )
            return cls(UNKNOWN)
        if is_known(arn):
            # The Region in it is the contract's to check.
            _check_account(problems, arn, place)
        else:
            _check_environment(problems, given.env, place)
        return cls(arn, function=given)

    def bound(self, scope: Construct) -> Handler:
        """The handler with its function made, where so far there was only a plan."""
        if self.plan is None:
            return self
        from constructs_lib.call_handler import CallHandler

        function = _to_invoke(CallHandler(scope, "Handler", plan=self.plan))
        return Handler(function.function_arn, function=function)

    def warn(self) -> None:
        """Warn of what the function's own construct shows: a timeout beyond what the service waits."""
        function: Any = getattr(self.function, "lambda_", self.function)  # behind an alias or version
        timeout = getattr(function, "timeout", None)
        if timeout is not None:
            warn_of_timeout(function, timeout.to_seconds())


def _to_invoke(given: Any) -> Any:
    """A `CallHandler` that keeps instances warm keeps those of its alias warm; anything else is invoked as it is."""
    return (None if isinstance(given, type) else getattr(given, "live_alias", None)) or given


def warn_of_timeout(function: Construct, seconds: float) -> None:
    """Warn when two invocations may answer one event; the CDK shows the same warning of a construct once."""
    if is_known(seconds) and seconds > 5:
        cdk.Annotations.of(function).add_warning_v2(
            "chime:handler-timeout",
            f"the service asks again after 5 seconds without an answer and hangs up after 20, and its guide words "
            f"both differently elsewhere; a timeout of {seconds:g} s may let two invocations answer one event",
        )


def _check_environment(problems: Problems, environment: Any, place: Place) -> None:
    for what, of_function, of_application in (
        ("Region", environment.region, place.region),
        ("account", environment.account, place.stack.account),
    ):
        if is_known(of_function) and is_known(of_application) and of_function != of_application:
            problems.add(
                f"handler must be in the application's own {what} {of_application!r}, got a function in "
                f"{of_function!r}; deploy one function per application"
            )


def _check_account(problems: Problems, arn: str, place: Place) -> None:
    found = re.match(r"arn:[^:]*:lambda:[^:]*:(\d{12}):", arn)
    if not found:
        return
    account = place.stack.account
    if is_known(account) and found[1] != account:
        problems.add(
            f"handler must be in the application's own account {account!r}, got a function in {found[1]!r}; the "
            "service invokes functions of its own account only"
        )
