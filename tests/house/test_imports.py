"""Who may import whom. Each rule says why in its name."""

from __future__ import annotations

import re

import pytest

from tests.house.source import ROOT, imports_of, modules, room, top_imports_of, within

NO_CDK = (
    "routing",
    "assembly",
    "pstn",
    "workers",
    "calls",
    "drill",
    "local",
    "estate",
    "generate",
    "drift",
    "reading",
    "testing",
    "cli",
    "commands",
)
# Rooms and what they may use, by the design's arrows. A room that is not here is a construct file.
MAY_USE = {
    "chime_voice.contract": set(),
    "chime_voice.provider": {"chime_voice.contract"},
    "chime_voice.drift": {"chime_voice.contract", "chime_voice.provider"},
    "chime_voice.sma": set(),
    "chime_voice.handlers": {"chime_voice.sma"},
    # The Regions of the service; a fact has one place.
    "constructs_lib.routing": {"chime_voice.contract"},
    "constructs_lib.assembly": {"constructs_lib.routing", "chime_voice.contract"},
    "constructs_lib.pstn": {"constructs_lib.routing"},
    "constructs_lib.workers": {"constructs_lib.routing", "constructs_lib.pstn"},
    "constructs_lib.calls": {
        "constructs_lib.routing",
        "constructs_lib.assembly",
        "constructs_lib.reading",
        "constructs_lib.pstn",
        "constructs_lib.workers",
        # A plan is a value, made before there is a function; where a template's code is says its package.
        "constructs_lib.handler_plan",
        "chime_voice",
        "chime_voice.contract",
    },
    "constructs_lib.drill": {
        "constructs_lib.routing",
        "constructs_lib.pstn",
        "constructs_lib.calls",
        "constructs_lib.local",
    },
    # An account is read as the provider reads it: the same calls, the same patience.
    "constructs_lib.estate": {
        "constructs_lib.routing",
        "chime_voice.contract",
        # What the provider leaves alone is no difference, in a diff as in drift.
        "chime_voice.drift",
        "chime_voice.provider",
    },
    "constructs_lib.drift": {
        "constructs_lib.routing",
        "constructs_lib.assembly",
        "constructs_lib.estate",
        "chime_voice.contract",
        # The scheduled function and the command compare alike.
        "chime_voice.drift",
        "chime_voice.provider",
    },
    # Code is written of what an account has, by the contract's own fields.
    "constructs_lib.generate": {"constructs_lib.routing", "constructs_lib.estate", "chime_voice.contract"},
    # The one place that tells sources apart; a source knows no other.
    "constructs_lib.reading": {"constructs_lib.routing", "constructs_lib.assembly", "constructs_lib.estate"},
    "constructs_lib.local": {
        "constructs_lib.routing",
        "constructs_lib.pstn",
        "constructs_lib.calls",
        "chime_voice.contract",
    },
}


def importers_of(*packages: str) -> dict[str, set[str]]:
    found = {}
    for module in modules():
        used = {name for name in imports_of(module) if any(within(name, package) for package in packages)}
        if used:
            found[module] = used
    return found


def test_the_run_time_side_knows_neither_the_cdk_nor_the_synth_side():
    offenders = {m for m in importers_of("aws_cdk", "constructs", "constructs_lib") if within(m, "chime_voice")}
    assert offenders == set()


def test_only_construct_files_import_the_cdk():
    offenders = {
        module
        for module in importers_of("aws_cdk", "constructs", "jsii")
        if any(within(module, f"constructs_lib.{part}") for part in NO_CDK)
    }
    assert offenders == set()


def test_boto3_is_only_where_an_account_is_spoken_to():
    allowed = (
        "chime_voice.provider.client",
        "constructs_lib.local",
        "constructs_lib.estate",
        "constructs_lib.commands",
    )
    offenders = {
        module: used
        for module, used in importers_of("boto3", "botocore").items()
        if not any(within(module, place) for place in allowed)
    }
    for module in list(offenders):
        # Handlers that place calls do so inside the function: a call handler's cold start never pays for boto3.
        if within(module, "chime_voice.handlers") and not any(n.startswith("boto") for n in top_imports_of(module)):
            del offenders[module]
    assert offenders == {}


@pytest.mark.parametrize("user", MAY_USE)
def test_a_room_uses_only_what_the_design_lets_it(user: str):
    allowed = MAY_USE[user] | {user}
    ours = ("chime_voice", "constructs_lib")
    wrong = {
        f"{module} -> {name}"
        for module in modules()
        if within(module, user)
        for name in imports_of(module)
        if any(within(name, package) and name != package for package in ours) and room(name) not in allowed
    }
    assert wrong == set()


def test_nothing_says_lambda_src_in_an_import():
    pattern = re.compile(r"^\s*(from|import)\s+lambda_src", re.MULTILINE)
    files = [
        path
        for folder in ("constructs_lib", "lambda_src", "tests", "examples")
        for path in (ROOT / folder).rglob("*.py")
    ]
    offenders = [str(path.relative_to(ROOT)) for path in [*files, ROOT / "app.py"] if pattern.search(path.read_text())]
    assert offenders == []


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Every circle that a depth-first walk meets."""
    found: list[list[str]] = []
    done: set[str] = set()

    def walk(node: str, path: list[str]) -> None:
        if node in path:
            found.append([*path[path.index(node) :], node])
            return
        if node in done:
            return
        for following in sorted(graph.get(node, ())):
            walk(following, [*path, node])
        done.add(node)

    for node in sorted(graph):
        walk(node, [])
    return found


def test_a_circle_is_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c", "a"]]


def test_imports_run_in_no_circle():
    graph = {module: {n for n in top_imports_of(module) if n in modules() and n != module} for module in modules()}
    assert circles(graph) == []


def test_rooms_form_no_circle():
    graph: dict[str, set[str]] = {}
    for module in modules():
        for name in imports_of(module):
            if name in modules() and room(name) != room(module) and room(name) in MAY_USE:
                graph.setdefault(room(module), set()).add(room(name))
    assert circles(graph) == []
