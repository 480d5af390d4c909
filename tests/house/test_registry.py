"""One resource type, one file name, everywhere."""

from __future__ import annotations

import ast

import pytest
from chime_voice.contract.registry import TYPES
from chime_voice.provider.registry import PROVIDERS

from tests.house.source import ROOT

NAMES = {contract.__module__.rsplit(".", 1)[1]: contract for contract in TYPES.values()}
PLACES = (
    "lambda_src/chime_voice/contract/{name}.py",
    "lambda_src/chime_voice/provider/{name}.py",
    "constructs_lib/{name}.py",
    "tests/provider/test_{name}.py",
    "tests/synth/test_{name}.py",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("place", PLACES)
def test_every_type_has_its_file_in_every_place(name: str, place: str):
    path = ROOT / place.format(name=name)
    assert path.is_file(), f"{NAMES[name].__name__} has a contract but no {path.relative_to(ROOT)}"


@pytest.mark.parametrize("name", NAMES)
def test_the_construct_file_defines_the_construct(name: str):
    tree = ast.parse((ROOT / "constructs_lib" / f"{name}.py").read_text())
    assert NAMES[name].__name__ in {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def test_every_contract_has_a_provider_and_every_provider_a_contract():
    assert set(PROVIDERS) == set(TYPES)


def test_no_contract_file_is_left_out_of_the_registry():
    plumbing = {"__init__", "addresses", "checks", "marker", "registry", "resource", "voice_connector_parts", "wire"}
    files = {path.stem for path in (ROOT / "lambda_src/chime_voice/contract").glob("*.py")}
    assert files - plumbing == set(NAMES)
