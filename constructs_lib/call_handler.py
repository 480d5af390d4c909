"""A Lambda function that answers calls: from a bundled template or from the user's own folder.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/timeouts.html (5 s, then once more, 20 s in all).
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib import _assets
from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._values import is_known
from constructs_lib.handler_plan import HandlerPlan

_HANDLERS = "handlers"


class CallHandler(lambda_.Function):
    """Define a function that answers calls, with its log group and a role that may write to it.

    It is a `lambda_.Function` in every respect: grant it rights, add environment variables, alarms, aliases. Its code
    is the handler and `chime_voice.sma`, the vocabulary of calls; there is nothing to bundle.

    Args:
        scope: a stack or a construct in one.
        id: the construct's id; its log group and role stand beside it, as `<id>Log` and `<id>Role`.
        plan: from `CallHandler.template` or `CallHandler.from_folder`.
        log_retention: how long its logs are kept, three months by default.

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
        folder = _folder(problems, plan)
        _check_settings(problems, plan)
        problems.done()

        log = logs.LogGroup(scope, f"{id}Log", retention=log_retention, removal_policy=cdk.RemovalPolicy.DESTROY)
        write = iam.PolicyStatement(
            actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[log.log_group_arn]
        )
        role = iam.Role(
            scope,
            f"{id}Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            inline_policies={"Log": iam.PolicyDocument(statements=[write])},
        )
        super().__init__(
            scope,
            id,
            code=lambda_.Code.from_asset(str(_assets.stage(place, folder))),
            handler=plan.entry,
            runtime=lambda_.Runtime.PYTHON_3_14,
            timeout=cdk.Duration.seconds(plan.timeout),
            memory_size=plan.memory_size,
            environment=dict(plan.environment),
            log_group=log,
            role=role,
        )
        if plan.timeout > 5:
            cdk.Annotations.of(self).add_warning_v2(
                "chime:handler-timeout",
                f"the service asks again after 5 seconds without an answer and hangs up after 20, and its guide words "
                f"both differently elsewhere; a timeout of {plan.timeout} s may let two invocations answer one event",
            )

    @classmethod
    def template(
        cls,
        name: str,
        *,
        timeout: int = 5,
        memory_size: int = 256,
        environment: Mapping[str, str] | None = None,
        **parameters: str,
    ) -> HandlerPlan:
        """Plan a handler from a bundled template.

        Args:
            name: the template, such as `announce`, which says a text and hangs up.
            timeout: seconds, 1 to 20; 5 by default, which is what the service waits for.
            memory_size: megabytes, 256 by default.
            environment: more environment variables.
            parameters: what the template takes, such as `text` for `announce`. They reach it as environment variables,
                `CHIME_VOICE_TEXT`; `{region}` in them is the Region that answers.
        """
        variables = {f"CHIME_VOICE_{key.upper()}": value for key, value in parameters.items()}
        return HandlerPlan(
            template=name,
            parameters=parameters,
            entry=f"chime_voice.handlers.{name}.handler",
            environment={**variables, **(environment or {})},
            timeout=timeout,
            memory_size=memory_size,
        )

    @classmethod
    def from_folder(
        cls,
        folder: str | Path,
        *,
        entry: str,
        timeout: int = 5,
        memory_size: int = 256,
        environment: Mapping[str, str] | None = None,
    ) -> HandlerPlan:
        """Plan a handler from a folder of Python files, which may say `from chime_voice.sma import …`.

        Args:
            folder: a path. Take it from `Path(__file__)`, so that the app synthesizes from any directory. Caches,
                compiled and hidden files are left out.
            entry: module and function, such as `app.handler`.
            timeout: seconds, 1 to 20; 5 by default, which is what the service waits for.
            memory_size: megabytes, 256 by default.
            environment: environment variables.
        """
        return HandlerPlan(
            folder=Path(folder),
            entry=entry,
            environment=dict(environment or {}),
            timeout=timeout,
            memory_size=memory_size,
        )


def _folder(problems: Problems, plan: HandlerPlan) -> _assets.Folder:
    if plan.folder is not None:
        return _assets.Folder(_own_files(problems, plan) | _assets.runtime_part("sma"))
    templates = sorted(
        source.stem for source in (_assets.RUNTIME_ROOT / _HANDLERS).glob("*.py") if not source.stem.startswith("_")
    )
    if plan.template not in templates:
        problems.add(f"template must be one of {', '.join(templates)}; got {plan.template!r}")
        return _assets.Folder({})
    _check_parameters(problems, plan)
    parts = ("sma", f"{_HANDLERS}/__init__.py", f"{_HANDLERS}/{plan.template}.py")
    return _assets.Folder(_assets.runtime_part(*parts))


def _own_files(problems: Problems, plan: HandlerPlan) -> dict[str, Path]:
    folder = plan.folder or Path()
    if not folder.is_dir():
        problems.add(
            f"folder must be an existing folder, got {str(folder)!r}; give it relative to Path(__file__).parent"
        )
        return {}
    files = _assets.user_folder(folder)
    module, _, function = plan.entry.rpartition(".")
    source = module.replace(".", "/")
    if not function or not ({f"{source}.py", f"{source}/__init__.py"} & files.keys()):
        problems.add(
            f"entry must be a module of the folder and a function in it, such as app.handler; got {plan.entry!r}"
        )
    return files


def _check_parameters(problems: Problems, plan: HandlerPlan) -> None:
    """Ask the template itself: what it takes stands beside what it does with it."""
    template = importlib.import_module(f"chime_voice.{_HANDLERS}.{plan.template}")
    for name in sorted(plan.parameters.keys() - set(template.PARAMETERS)):
        problems.add(f"template {plan.template} takes {', '.join(template.PARAMETERS)}; got {name}")
    given: Mapping[str, object] = plan.parameters
    for problem in template.problems({n: v for n, v in given.items() if isinstance(v, str) and is_known(v)}):
        problems.add(f"template {plan.template}: {problem}")


def _check_settings(problems: Problems, plan: HandlerPlan) -> None:
    if not _is_within(plan.timeout, 1, 20):
        problems.add(f"timeout must be 1 to 20 seconds, which is all the service waits; got {plan.timeout!r}")
    if not _is_within(plan.memory_size, 128, 10240):
        problems.add(f"memory_size must be 128 to 10240 megabytes, got {plan.memory_size!r}")
    texts: Mapping[str, object] = plan.environment
    for name, value in texts.items():
        if not isinstance(value, str):
            problems.add(f"environment {name} must be text, got {value!r}")


def _is_within(value: object, lowest: int, highest: int) -> bool:
    return isinstance(value, int) and lowest <= value <= highest
