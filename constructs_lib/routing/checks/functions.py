"""The functions behind applications, each told once and not for every rule that leads there.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/timeouts.html (5 seconds until the second invocation, 20 until the
caller is hung up on); https://docs.aws.amazon.com/chime-sdk/latest/dg/route-calls-events-cli.html (permission, account);
https://docs.aws.amazon.com/chime-sdk/latest/dg/unexpected-hangups.html (what is logged without permission);
https://docs.aws.amazon.com/chime-sdk/latest/ag/create-sip-app.html (Region).
"""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.routing.checks.catalog import finding
from constructs_lib.routing.checks.estate import Application, Estate, is_region, some
from constructs_lib.routing.model import Finding, Function

_INVOKED_AGAIN = 5
_HUNG_UP_ON = 20


def without_permission(estate: Estate) -> Iterator[Finding]:
    """Functions that the service may not invoke."""
    for application, function in _functions(estate):
        if function.invoke_permission is False and function.exists is not False:
            message = (
                f"{application.title}: the service has no permission to invoke function {function.name}; "
                f"{_named_by(application)}"
            )
            yield finding("no-invoke-permission", message, application.target.origin)


def that_are_gone(estate: Estate) -> Iterator[Finding]:
    """Functions that the account does not have."""
    for application, function in _functions(estate):
        if function.exists is False:
            message = f"{application.title}: function {function.name} does not exist; {_named_by(application)}"
            yield finding("missing-function", message, application.target.origin)


def elsewhere(estate: Estate) -> Iterator[Finding]:
    """Functions of another Region or account than their application."""
    for application, function in _functions(estate):
        region = application.target.region
        if is_region(function.region) and is_region(region) and function.region != region:
            message = f"{application.title}: function {function.name} is in {function.region}"
            yield finding("function-region", message, application.target.origin)
        resource = estate.declared_at(application.target.origin)
        account = resource.account if resource is not None else ""
        if _is_account(function.account) and _is_account(account) and function.account != account:
            message = (
                f"{application.title}, account {account}: function {function.name} is in account {function.account}"
            )
            yield finding("function-account", message, application.target.origin)


def too_slow(estate: Estate) -> Iterator[Finding]:
    """Functions that may run longer than the service waits."""
    told = set()
    for application, function in _functions(estate):
        seconds = function.timeout
        if seconds is None or seconds <= _INVOKED_AGAIN or function in told:
            continue
        told.add(function)
        comes = f"after {_INVOKED_AGAIN} s the service invokes it again with the same event"
        if seconds > _HUNG_UP_ON:
            comes += f", after {_HUNG_UP_ON} s it hangs up"
        message = f"{application.title}: function {function.name} may run for {seconds} s; {comes}"
        yield finding("function-timeout", message, function.origin)


def _functions(estate: Estate) -> Iterator[tuple[Application, Function]]:
    for application in estate.applications:
        if application.target.function is not None:
            yield application, application.target.function


def _named_by(application: Application) -> str:
    if not application.routes:
        return "no rule names it"
    return f"named by rule {some(route.name for route in application.routes)}"


def _is_account(text: str) -> bool:
    return len(text) == 12 and text.isdecimal()
