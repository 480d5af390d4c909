"""CloudFormation waits while the function starts: a request pays for its own type alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import chime_voice
import pytest
from chime_voice.contract.registry import MODULES, TYPES
from chime_voice.provider.registry import PROVIDERS

ROOT = Path(chime_voice.__file__).parents[1]
LOADS_ANOTHER: dict[str, set[str]] = {
    "sip_rule_set": {"sip_rule"},
    "phone_numbers": {"phone_number"},
    "phone_number_association": {"phone_number"},
}
"""Types that are made of others, and which."""


def types_loaded_by(program: str) -> set[str]:
    """The modules of types that a program loads, in a process of its own."""
    begin = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import chime_voice.provider.entry"
    run = subprocess.run(
        [sys.executable, "-c", f"{begin}; {program}; print(*sys.modules)"], check=True, capture_output=True, text=True
    )
    loaded = (name.split(".") for name in run.stdout.split() if name.startswith("chime_voice."))
    return {parts[-1] for parts in loaded} & set(MODULES.values())


def test_entering_loads_no_type():
    assert types_loaded_by("pass") == set()


@pytest.mark.parametrize("type_name", MODULES)
def test_a_type_loads_itself_alone(type_name: str):
    program = f"from chime_voice.provider.registry import PROVIDERS; PROVIDERS[{type_name!r}]"
    name = MODULES[type_name]
    assert types_loaded_by(program) == {name} | LOADS_ANOTHER.get(name, set())


def test_asking_whether_there_is_a_type_loads_none():
    program = (
        "from chime_voice.contract.registry import TYPES; "
        "assert 'Custom::ChimeSipRule' in TYPES and TYPES.get('Custom::ChimeSwitchboard') is None and sorted(TYPES)"
    )
    assert types_loaded_by(program) == set()


def test_the_two_registries_name_the_same_types():
    for type_name, contract in TYPES.items():
        assert contract.SPEC.type_name == type_name
        assert PROVIDERS[type_name].contract is contract
