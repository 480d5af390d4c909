"""The findings as workflow commands: GitHub Actions shows each beside the line of code that declares it.

The form: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands. What is escaped, and how:
https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from constructs_lib.routing.check_reports.result import Result, place
from constructs_lib.routing.model import Finding, Origin
from constructs_lib.routing.words import visible

_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = {**_IN_TEXT, ":": "%3A", ",": "%2C"}


def render(result: Result) -> str:
    """One command a finding; what is acknowledged, and what could not be read, is a notice."""
    lines = [_command(finding) for finding in result.findings]
    lines += [f"::notice title=chime-voice::{_text(f'not resolved: {each}')}" for each in result.table.unresolved]
    return "".join(f"{line}\n" for line in lines)


def _command(finding: Finding) -> str:
    level, lines = finding.severity if not finding.acknowledged else "notice", [finding.message]
    lines += [f"acknowledged: {finding.acknowledged}"] if finding.acknowledged else [finding.remedy]
    origin = dataclasses.replace(finding.origin, file="", line=None)
    lines += [f"at {place(origin)}"] if place(origin) else []
    text = "%0A".join(map(_text, lines))
    properties = "".join(f"{name}={_property(value)}," for name, value in _place(finding.origin))
    return f"::{level} {properties}title={_property(f'chime-voice: {finding.id}')}::{text}"


def _place(origin: Origin) -> Iterator[tuple[str, str]]:
    if origin.file:
        yield "file", origin.file
        if origin.line is not None:
            yield "line", str(origin.line)


def _text(text: str) -> str:
    return _escaped(visible(text), _IN_TEXT)


def _property(text: str) -> str:
    return _escaped(visible(text), _IN_PROPERTIES)


def _escaped(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(sign, sign) for sign in text)
