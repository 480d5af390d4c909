"""Runs a job of a GitHub workflow as far as ours need it: its `run` steps, conditions, outputs and the summary.

Facts: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax (shells, conditions, outputs),
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands (files of outputs and summaries).
"""

from __future__ import annotations

import dataclasses
import re
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_OUTPUT = re.compile(r"^(?P<name>[\w-]+)<<(?P<end>.+)\n(?P<value>.*?)\n(?P=end)$", re.MULTILINE | re.DOTALL)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Job:
    """What a job came to."""

    failed: bool
    outputs: Mapping[str, str]
    summary: str
    log: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Workflow:
    """A workflow, and the machine that runs it.

    Args:
        file: the workflow.
        workspace: the folder that `actions/checkout` has filled.
        environment: the machine's variables.
        installed: commands of steps that install what the machine has already.
    """

    file: Path
    workspace: Path
    environment: Mapping[str, str]
    installed: tuple[str, ...] = ()

    @property
    def document(self) -> dict[Any, Any]:
        """The file as plain values."""
        document: dict[Any, Any] = yaml.safe_load(self.file.read_text())
        return document

    def applies(self, job: str, context: Mapping[str, Any]) -> bool:
        """Whether the job's condition holds."""
        return _holds(self.document["jobs"][job].get("if", "success()"), context, failed=False)

    def run(self, job: str, temp: Path, context: Mapping[str, Any]) -> Job:
        """Run the steps of a job; actions are taken to have done their work.

        Args:
            job: its id.
            temp: an empty folder for the runner.
            context: `github` and `needs`, as expressions see them.
        """
        declared = self.document["jobs"][job]
        steps: dict[str, Any] = {}
        failed, log = False, ""
        summary = temp / "summary.md"
        summary.touch()
        for at, step in enumerate(declared["steps"]):
            seen = {**context, "steps": steps}
            command = step.get("run", "").strip()
            if not command or command in self.installed or not _holds(step.get("if", "success()"), seen, failed=failed):
                continue
            script, output = temp / f"{at}.script", temp / f"{at}.output"
            script.write_text(step["run"])
            output.touch()
            done = subprocess.run(
                [word.format(script) for word in shlex.split(step.get("shell", "bash -e {0}"))],
                cwd=self.workspace,
                env={
                    **self.environment,
                    "GITHUB_ACTIONS": "true",
                    "GITHUB_OUTPUT": str(output),
                    "GITHUB_STEP_SUMMARY": str(summary),
                    "RUNNER_TEMP": str(temp),
                    **{name: _filled(value, seen) for name, value in step.get("env", {}).items()},
                },
                capture_output=True,
                text=True,
                check=False,
            )
            log += done.stdout + done.stderr
            failed = failed or done.returncode != 0
            if "id" in step:
                found = _OUTPUT.finditer(output.read_text())
                steps[step["id"]] = {"outputs": {each["name"]: each["value"] for each in found}}
        outputs = {
            name: _filled(value, {**context, "steps": steps}) for name, value in declared.get("outputs", {}).items()
        }
        return Job(failed=failed, outputs=outputs, summary=summary.read_text(), log=log)


def _filled(text: Any, context: Mapping[str, Any]) -> str:
    return _EXPRESSION.sub(lambda found: _value(found[1], context), str(text))


def _holds(condition: str, context: Mapping[str, Any], *, failed: bool) -> bool:
    """A condition of terms that are joined by `&&`; without a status function it holds only while nothing failed."""
    terms = [term.strip() for term in _EXPRESSION.sub(r"\1", condition).split("&&")]
    return all(_term(term, context, failed=failed) for term in terms)


def _term(term: str, context: Mapping[str, Any], *, failed: bool) -> bool:
    if term in ("success()", "!cancelled()"):
        return term == "!cancelled()" or not failed
    left, operator, right = re.split(r"\s*(==|!=)\s*", term)
    return (_value(left, context) == _value(right, context)) is (operator == "==")


def _value(expression: str, context: Mapping[str, Any]) -> str:
    """A text in quotes, or a dotted name: empty where there is nothing of that name."""
    name = expression.strip()
    if name.startswith("'"):
        return name.strip("'")
    value: Any = context
    for part in name.split("."):
        value = value.get(part, {})
    return "" if value == {} else str(value)
