"""A CDK app as its folder declares it, and what the CDK CLI hands to it.

Facts: https://docs.aws.amazon.com/cdk/v2/guide/cli.html (cdk.json); https://docs.aws.amazon.com/cdk/v2/guide/context.html
(where values come from, and which of them wins); the variables are those of the CLI's cx-api.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

# What the CLI sets unless cdk.json says otherwise.
_CONTEXT = {
    "aws:cdk:enable-path-metadata": True,
    "aws:cdk:enable-asset-metadata": True,
    "aws:cdk:version-reporting": True,
    "aws:cdk:bundling-stacks": ["**"],
}
_LARGEST_VARIABLE = 100_000


@dataclasses.dataclass(frozen=True)
class CdkApp:
    """How to synthesize an app."""

    commands: tuple[str, ...]
    """Lines for a shell; the last one is the app."""
    context: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path, *, app: str | None, context: Mapping[str, str]) -> Self:
        """The app of a folder.

        Args:
            folder: where cdk.json is.
            app: the command instead of the one in cdk.json.
            context: values over those of the files.

        Raises:
            ValueError: there is no command, or a file that cannot be read.
        """
        settings = _load(folder / "cdk.json")
        command = app or settings.get("app")
        if isinstance(command, list):
            command = " ".join(map(str, command))
        if not isinstance(command, str) or not command.strip():
            raise ValueError('no "app" in a cdk.json in this folder; say how to synthesize with --app "python app.py"')
        build = settings.get("build")
        declared = settings.get("context")
        values = {**_load(folder / "cdk.context.json"), **(declared if isinstance(declared, dict) else {}), **context}
        commands = (*((build,) if isinstance(build, str) else ()), _with_this_python(command, folder))
        return cls(commands, {**values, **_CONTEXT})

    def environment(self, out: Path) -> dict[str, str]:
        """The variables for the app, which writes its assembly into `out`; `python` is this interpreter."""
        region = next(
            (
                found
                for name in ("CDK_DEFAULT_REGION", "AWS_REGION", "AWS_DEFAULT_REGION")
                if (found := os.environ.get(name))
            ),
            "us-east-1",
        )
        variables = {
            **os.environ,
            "CDK_OUTDIR": str(out),
            "CDK_DEFAULT_REGION": region,
            # Lines of code in the assembly, for a few hundredths of the time.
            "JSII_HOST_STACK_TRACES": os.environ.get("JSII_HOST_STACK_TRACES", "1"),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
        }
        written = json.dumps(self.context)
        # The system limits the size of a variable; the CDK takes the rest from a file.
        if len(written) < _LARGEST_VARIABLE:
            return {**variables, "CDK_CONTEXT_JSON": written}
        overflow = out.with_name("context.json")
        overflow.write_text(written, encoding="utf-8")
        return {**variables, "CDK_CONTEXT_JSON": "{}", "CONTEXT_OVERFLOW_LOCATION_ENV": str(overflow)}


def _with_this_python(command: str, folder: Path) -> str:
    """The command, with this interpreter for one in a virtual environment that a checkout does not have."""
    first, _, rest = command.strip().partition(" ")
    interpreter = Path(first).name.startswith("python") and "/" in first
    if interpreter and not Path(first).is_absolute() and not (folder / first).exists():
        return f"{shlex.quote(sys.executable)} {rest}"
    return command


def _load(path: Path) -> dict[str, Any]:
    """A JSON object; an empty one where there is no such file.

    Raises:
        ValueError: it is something else.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from error
    if not isinstance(document, dict):
        raise ValueError(f"{path.name} must hold a JSON object, got {type(document).__name__}")  # noqa: TRY004
    return document
