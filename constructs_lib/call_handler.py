"""A Lambda function that answers calls: from a bundled template or from the user's own folder.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/timeouts.html (5 s, then once more, 20 s in all).
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib import _assets
from constructs_lib._handler import warn_of_timeout
from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._values import is_known
from constructs_lib.errors import TelephonyError
from constructs_lib.handler_plan import HandlerPlan

_HANDLERS = "handlers"


class _Uploaded(lambda_.Code):
    """Code that is among the stack's assets already.

    `Code.from_asset` would copy and hash it once more, and load the constructs of S3 for that: 70 ms (measured).
    """

    def __init__(self, bucket: str, key: str) -> None:
        super().__init__()
        self._location = s3.Location(bucket_name=bucket, object_key=key)

    def bind(self, scope: Construct) -> lambda_.CodeConfig:  # noqa: ARG002 - where it is does not depend on it
        return lambda_.CodeConfig(s3_location=self._location)


class CallHandler(lambda_.Function):
    """Define a function that answers calls, with its log group and a role that may write to it.

    It is a `lambda_.Function` in every respect: grant it rights, add environment variables, alarms, aliases. Its code
    is the handler and `chime_voice.sma`, the vocabulary of calls; there is nothing to bundle.

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
        folder = _read(problems, plan, log_retention)
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
            code=_Uploaded(*_assets.upload(place, folder)),
            handler=plan.entry,
            runtime=lambda_.Runtime.PYTHON_3_14,
            timeout=cdk.Duration.seconds(plan.timeout),
            memory_size=plan.memory_size,
            environment=dict(plan.environment),
            log_group=log,
            role=role,
        )
        warn_of_timeout(self, plan.timeout)

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
            memory_size: megabytes, 128 to 10240; 256 by default.
            environment: more environment variables.
            parameters: what the template takes, such as `text` for `announce`. They reach it as environment variables,
                `CHIME_VOICE_TEXT`; `{region}` in them is the Region that answers.

        Raises:
            TelephonyError: environment is no mapping. The rest is checked when the function is made.
        """
        variables = {f"CHIME_VOICE_{key.upper()}": value for key, value in parameters.items()}
        return HandlerPlan(
            template=name,
            parameters=parameters,
            entry=f"chime_voice.handlers.{name}.handler",
            environment={**variables, **_variables("CallHandler.template", environment)},
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
            memory_size: megabytes, 128 to 10240; 256 by default.
            environment: environment variables.

        Raises:
            TelephonyError: folder is no path, or environment no mapping. The rest is checked when the function is made.
        """
        if not isinstance(folder, str | Path):
            raise TelephonyError("call handler", "CallHandler.from_folder", [f"folder must be a path, got {folder!r}"])
        return HandlerPlan(
            folder=Path(folder),
            entry=entry,
            environment=_variables("CallHandler.from_folder", environment),
            timeout=timeout,
            memory_size=memory_size,
        )


def _variables(where: str, environment: object) -> dict[str, str]:
    if environment is not None and not isinstance(environment, Mapping):
        problem = f"environment must be a mapping such as {{'DESK': '+12065550142'}}, got {environment!r}"
        raise TelephonyError("call handler", where, [problem])
    return dict(environment or {})


def _read(problems: Problems, plan: object, log_retention: object) -> _assets.Folder:
    if not isinstance(log_retention, logs.RetentionDays):
        problems.add(f"log_retention must be one of aws_logs.RetentionDays, such as ONE_WEEK; got {log_retention!r}")
    if not isinstance(plan, HandlerPlan):
        problems.add(f"plan must be CallHandler.template(…) or CallHandler.from_folder(…), got {plan!r}")
        return _assets.Folder({})
    _check_settings(problems, plan)
    return _folder(problems, plan)


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
    module, _, function = str(plan.entry).rpartition(".")
    source = module.replace(".", "/")
    found = [files[name] for name in (f"{source}.py", f"{source}/__init__.py") if name in files]
    if not found or not _may_have(found[0], function):
        problems.add(
            f"entry must be a module of the folder and a function in it, such as app.handler; got {plan.entry!r}"
        )
    return files


def _may_have(source: Path, name: str) -> bool:
    """Whether a module may have a name: without one, nobody answers in any Region, and only a caller would notice."""
    try:
        tree = ast.parse(source.read_bytes())
    except SyntaxError:  # perhaps written for Lambda's Python, newer than the one that synthesizes
        return True
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.alias):
            names.add((node.asname or node.name).partition(".")[0])
    return bool(names & {name, "*", "__getattr__"})


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
    names_and_texts: Iterable[tuple[object, object]] = plan.environment.items()
    for name, value in names_and_texts:
        if not isinstance(name, str) or not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_]+", name):
            problems.add(f"environment must have names of letters, digits and _, a letter first; got {name!r}")
        if not isinstance(value, str):
            problems.add(f"environment {name} must be text, got {value!r}")


def _is_within(value: object, lowest: int, highest: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest
