"""The whole project: every file, by name."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import json
import re
from collections.abc import Mapping
from typing import Any

from chime_voice.contract.sip_rule import SipRule

from constructs_lib.estate.model import Estate
from constructs_lib.generate import app, modules, readme
from constructs_lib.generate.deciding import Decision, decide
from constructs_lib.generate.errors import GenerateError
from constructs_lib.generate.kinds import TYPES
from constructs_lib.generate.layout import lay_out

DISTRIBUTION = "chime-voice-constructs"
_TEST = '''\
"""Calls are answered as they were when the account was read: by whom, in which order.

`routes.json` says how. Change it together with the routes.
"""

import json
from pathlib import Path

from constructs_lib import assembly

from app import declare

ROUTES = Path(__file__).with_name("routes.json")


def test_calls_are_answered_as_they_were_found() -> None:
    table = assembly.read(declare().synth().directory)
    routes = {
        route.trigger.value: {
            "enabled": route.enabled,
            "targets": [
                [target.priority, target.region, target.application_id]
                for target in sorted(route.targets, key=lambda target: target.priority)
            ],
        }
        for route in table.routes
    }
    assert routes == json.loads(ROUTES.read_text())
'''


@dataclasses.dataclass(frozen=True, kw_only=True)
class Project:
    """What is written, and what was decided."""

    files: Mapping[str, str]
    """Name -> text."""
    decision: Decision


def generate(estate: Estate) -> Project:
    """A CDK app that takes over what an account has.

    Args:
        estate: as it was read.

    Raises:
        GenerateError: there is nothing that can be taken over, or nobody knows in which account.
    """
    if not re.fullmatch(r"\d{12}", estate.account, re.ASCII):
        raise GenerateError(
            f"the estate's account must be twelve digits, got {estate.account!r}; the stacks are for that account alone"
        )
    decision = decide(estate, TYPES)
    if not decision.taken:
        raise GenerateError(
            f"there is nothing to take over: of {len(estate.resources)} resources none can be declared"
            if estate.resources
            else "there is nothing to take over: the estate has no resources"
        )
    layout = lay_out(decision.taken, estate)
    files: dict[str, str] = {}
    if app.is_little(layout):
        files["app.py"] = app.in_one_file(layout, estate.account)
    else:
        written = tuple(modules.write(layout))
        files["app.py"] = app.of_files(written, layout, estate.account)
        files |= {f"{each.module.file}.py": each.text for each in written}
    files["test_app.py"] = _TEST
    files["routes.json"] = _lines(_routes(decision))
    files["cdk.json"] = _json({"app": "python app.py"})
    files["requirements.txt"] = f"{DISTRIBUTION}=={importlib.metadata.version(DISTRIBUTION)}\npytest>=9,<10\n"
    files[".gitignore"] = "__pycache__/\ncdk.out/\n"
    files["README.md"] = readme.text(estate, decision, layout, sorted(files))
    return Project(files=files, decision=decision)


def _routes(decision: Decision) -> dict[str, Any]:
    rules = [each.declared for each in decision.taken if isinstance(each.declared, SipRule)]
    return {
        rule.trigger_value: {
            "enabled": not rule.disabled,
            "targets": [
                [target.priority, target.aws_region, target.sip_media_application_id]
                for target in sorted(rule.target_applications, key=lambda target: target.priority)
            ],
        }
        for rule in sorted(rules, key=lambda rule: rule.trigger_value)
    }


def _lines(routes: Mapping[str, Any]) -> str:
    """A line a trigger, so that a changed route is a changed line."""
    lines = ",\n".join(f"  {json.dumps(trigger)}: {json.dumps(route)}" for trigger, route in routes.items())
    return f"{{\n{lines}\n}}\n" if lines else "{}\n"


def _json(value: Any) -> str:
    return json.dumps(value, indent=2) + "\n"
