"""A caller waits while a function starts, so a template loads next to nothing."""

import subprocess
import sys
from pathlib import Path

import chime_voice
import pytest

from constructs_lib import _templates

ROOT = Path(chime_voice.__file__).parents[1]
# An action's module is loaded by who uses it; each is half a millisecond less for who does not (measured).
NOT_EVERYBODYS = {"bots", "digits", "legs", "meetings", "recording"}
USES = {
    "announce": set(),
    "bot": {"bots", "legs"},
    "forward": {"legs", "recording"},
    "hunt": {"legs"},
    "meeting": {"digits", "meetings"},
    "menu": {"digits", "legs"},
    "notify": {"digits"},
    "record": {"digits", "legs", "recording"},
    "updates": {"legs"},
}


def loaded_by(template):
    program = f"import chime_voice.handlers.{template}; print(*set(sys.modules) - before)"
    begin = f"import sys; before = set(sys.modules); sys.path.insert(0, {str(ROOT)!r})"
    command = [sys.executable, "-I", "-c", f"{begin}; {program}"]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    return set(run.stdout.split())


def test_every_template_is_looked_at():
    assert sorted(USES) == _templates.names()


@pytest.mark.parametrize("template", USES)
def test_a_template_loads_nothing_that_python_has_not_loaded_itself(template):
    assert {name for name in loaded_by(template) if not name.startswith("chime_voice")} <= {"__future__"}


@pytest.mark.parametrize("template", USES)
def test_a_template_loads_the_actions_that_it_uses(template):
    actions = {name.rpartition(".")[2] for name in loaded_by(template) if ".sma.actions." in name}
    assert actions & NOT_EVERYBODYS == USES[template]
