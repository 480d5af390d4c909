"""The page about templates names each of them, and every parameter with its kind."""

import re

import pytest

from constructs_lib import _templates
from tests.docs.pages import ROOT

PAGE = (ROOT / "docs" / "templates.md").read_text()
KINDS = {str: "text", int: "number", list: "list", dict: "mapping"}


def rows(section: str) -> dict[str, str]:
    """Parameter -> kind of every row of a section's tables."""
    text = re.split(r"^## ", PAGE, flags=re.MULTILINE)
    (body,) = [part for part in text if part.startswith(f"{section}\n")]
    found: dict[str, str] = {}
    for names, kind in re.findall(r"^\| (`[^|]+`) \| ([^|]+) \|", body, re.MULTILINE):
        found |= dict.fromkeys(re.findall(r"`(\w+)`", names), kind)
    return found


def expected(name: str) -> dict[str, str]:
    template = _templates.load(name)
    required = getattr(template, "REQUIRED", ())
    kinds = {}
    for parameter, kind in template.PARAMETERS.items():
        word = KINDS[kind]
        if parameter in ("prompts", "recordings", "pins"):
            word = f"text or {'secret' if parameter == 'pins' else 'bucket'}"
        kinds[parameter] = f"{word}, required" if parameter in required else word
    return kinds


@pytest.mark.parametrize("name", _templates.names())
def test_a_template_has_its_parameters_in_its_section_or_among_those_of_several(name):
    assert f"| [{name}](#{name}) |" in PAGE
    shown = {**rows("Parameters of several templates"), **rows(name)}
    wanted = expected(name)
    assert {parameter: shown.get(parameter) for parameter in wanted} == wanted
    assert set(rows(name)) <= set(wanted)


def test_a_parameter_of_several_templates_is_one_of_some_template():
    every = {parameter for name in _templates.names() for parameter in _templates.load(name).PARAMETERS}
    assert set(rows("Parameters of several templates")) <= every
