"""A Lambda function that answers calls: from a bundled template or from the user's own folder.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/timeouts.html (5 s, then once more, 20 s in all);
https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html (instances that are kept warm).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib import _assets, _handler_code, _parameters, _surroundings
from constructs_lib._function import LoggedFunction, check_log_retention, is_within
from constructs_lib._handler import warn_of_timeout
from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib.errors import TelephonyError
from constructs_lib.handler_plan import HandlerPlan


class CallHandler(LoggedFunction):
    """Define a function that answers calls, with its log group and a role that may write to it.

    It is a `lambda_.Function` in every respect: grant it rights, add environment variables, alarms, aliases. Its code
    is the handler and `chime_voice.sma`, the vocabulary of calls; there is nothing to bundle.

    What its parameters name is opened to the service, or to the function, as far as calls need it and no further: the
    sounds in a bucket of `prompts` may be played, recordings put into a bucket of `recordings`, the alias of a `bot`
    talked to; the secret with `pins` may be read, and meetings made. A bucket that is declared elsewhere, or given by
    its name, cannot be opened from here: a warning says the statement that its policy needs.

    Args:
        scope: a stack or a construct in one.
        id: the construct's id; its log group and role stand beside it, as `<id>Log` and `<id>Role`.
        plan: from `CallHandler.template` or `CallHandler.from_folder`.
        log_retention: how long its logs are kept, `aws_logs.RetentionDays`; three months by default.

    Raises:
        TelephonyError: with all problems of the plan together.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        plan: HandlerPlan,
        log_retention: logs.RetentionDays = logs.RetentionDays.THREE_MONTHS,
    ) -> None:
        place = Place.of(scope).child(id)
        problems = Problems("call handler", place.path)
        check_log_retention(problems, log_retention)
        code = _read(problems, plan, place)
        problems.done()

        parameters = _surroundings.texts(place, plan.parameters)
        super().__init__(
            scope,
            id,
            code=code,
            entry=plan.entry,
            environment=_parameters.variables(parameters) | dict(plan.environment),
            timeout=plan.timeout,
            memory_size=plan.memory_size,
            log_retention=log_retention,
            statements=_surroundings.statements(place, plan.parameters),
        )
        _surroundings.provide(place, self, plan.parameters)
        warn_of_timeout(self, plan.timeout)
        self._live_alias: lambda_.Alias | None = None
        if plan.provisioned_concurrency is not None:
            self._live_alias = lambda_.Alias(
                self,
                "Live",
                alias_name="live",
                version=self.current_version,
                provisioned_concurrent_executions=plan.provisioned_concurrency,
            )

    @property
    def live_alias(self) -> lambda_.Alias | None:
        """What a SIP media application invokes where instances are kept warm; None where it is the function itself."""
        return self._live_alias

    @classmethod
    def template(
        cls,
        name: str,
        *,
        timeout: int = 5,
        memory_size: int = 256,
        provisioned_concurrency: int | None = None,
        environment: Mapping[str, str] | None = None,
        **parameters: Any,
    ) -> HandlerPlan:
        """Plan a handler from a bundled template.

        Args:
            name: the template, such as `announce`, which says a text and hangs up.
            timeout: seconds, 1 to 20; 5 by default, which is what the service waits for.
            memory_size: megabytes, 128 to 10240; 256 by default.
            provisioned_concurrency: keep so many instances warm, so that no caller waits for a cold start: one answers
                one event at a time. Every change of the code is published as a version of its own, and applications
                invoke the alias `live`. Lambda charges for them all day, called or not, and a deployment takes minutes
                longer. None by default.
            environment: more environment variables.
            parameters: what the template takes, such as `text` for `announce`: text, whole numbers, lists of texts and
                mappings of text to text; texts may be tokens. `prompts` and `recordings` take a bucket or its name,
                `pins` a secret or its ARN. They reach the template as environment variables, `CHIME_VOICE_TEXT`, lists
                and mappings as JSON; `{region}` in them is the Region that answers.

        Raises:
            TelephonyError: environment is no mapping. The rest is checked when the function is made.
        """
        return HandlerPlan(
            template=name,
            parameters=parameters,
            entry=f"chime_voice.handlers.{name}.handler",
            environment=_mapping("CallHandler.template", "environment", environment),
            timeout=timeout,
            memory_size=memory_size,
            provisioned_concurrency=provisioned_concurrency,
        )

    @classmethod
    def from_folder(
        cls,
        folder: str | Path,
        *,
        entry: str,
        timeout: int = 5,
        memory_size: int = 256,
        provisioned_concurrency: int | None = None,
        environment: Mapping[str, str] | None = None,
        parameters: Mapping[str, Any] | None = None,
    ) -> HandlerPlan:
        """Plan a handler from a folder of Python files, which may say `from chime_voice.sma import …`.

        Args:
            folder: a path. Take it from `Path(__file__)`, so that the app synthesizes from any directory. Caches,
                compiled and hidden files and tests (`test_….py`) are left out.
            entry: module and function, such as `app.handler`.
            timeout: seconds, 1 to 20; 5 by default, which is what the service waits for.
            memory_size: megabytes, 128 to 10240; 256 by default.
            provisioned_concurrency: as for `CallHandler.template`.
            environment: environment variables.
            parameters: what a copy of a template reads, as for `CallHandler.template`.

        Raises:
            TelephonyError: folder is no path, or environment or parameters no mapping. The rest is checked when the
                function is made.
        """
        where = "CallHandler.from_folder"
        if not isinstance(folder, str | Path):
            raise TelephonyError("call handler", where, [f"folder must be a path, got {folder!r}"])
        return HandlerPlan(
            folder=Path(folder),
            entry=entry,
            parameters=_mapping(where, "parameters", parameters),
            environment=_mapping(where, "environment", environment),
            timeout=timeout,
            memory_size=memory_size,
            provisioned_concurrency=provisioned_concurrency,
        )


def _mapping(where: str, name: str, given: Any) -> dict[str, Any]:
    if given is not None and not isinstance(given, Mapping):
        problem = f"{name} must be a mapping such as {{'DESK': '+12065550142'}}, got {given!r}"
        raise TelephonyError("call handler", where, [problem])
    return dict(given or {})


def _read(problems: Problems, plan: object, place: Place) -> _assets.Folder:
    if not isinstance(plan, HandlerPlan):
        problems.add(f"plan must be CallHandler.template(…) or CallHandler.from_folder(…), got {plan!r}")
        return _assets.Folder({})
    _check_settings(problems, plan)
    code = _handler_code.read(problems, plan)
    if plan.folder is not None:
        _parameters.check_kinds(problems, plan.parameters)
    elif plan.template is not None and code.files:
        _parameters.check(problems, plan.template, plan.parameters)
    _surroundings.check(problems, plan.parameters, place)
    return code


def _check_settings(problems: Problems, plan: HandlerPlan) -> None:
    if not is_within(plan.timeout, 1, 20):
        problems.add(f"timeout must be 1 to 20 seconds, which is all the service waits; got {plan.timeout!r}")
    if not is_within(plan.memory_size, 128, 10240):
        problems.add(f"memory_size must be 128 to 10240 megabytes, got {plan.memory_size!r}")
    warm: object = plan.provisioned_concurrency
    if warm is not None and not is_within(warm, 1, 10_000):
        problems.add(f"provisioned_concurrency must be 1 to 10000 instances, or None for none; got {warm!r}")
    names_and_texts: Iterable[tuple[object, object]] = plan.environment.items()
    for name, value in names_and_texts:
        if not isinstance(name, str) or not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_]+", name):
            problems.add(f"environment must have names of letters, digits and _, a letter first; got {name!r}")
        if not isinstance(value, str):
            problems.add(f"environment {name} must be text, got {value!r}")
    _parameters.check_size(problems, {**plan.environment, **_parameters.variables(plan.parameters)})
