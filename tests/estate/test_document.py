"""The file of an estate: as its schema says, and never a traceback whatever is in it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constructs_lib import estate, reading
from constructs_lib.estate import EstateError
from constructs_lib.estate.document import document
from constructs_lib.routing import html_report, json_report, table_report
from constructs_lib.routing.errors import SourceError
from constructs_lib.routing.findings import findings
from tests.estate.accounts import Stage, scanned, two_regions
from tests.estate.test_kinds import DECLARED
from tests.pstn.json_schema import problems

SCHEMA = json.loads(resources.files("constructs_lib.estate").joinpath("estate.schema.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    """An account with a route and a connector."""
    stage = Stage()
    two_regions(stage)
    assert stage.create(DECLARED["voice_connector"](stage)).succeeded
    stage.advance(600)
    read: dict[str, Any] = json.loads(json.dumps(document(scanned(stage))))
    return read


def test_what_is_written_is_as_the_schema_says(written):
    assert list(problems(written, SCHEMA)) == []
    assert list(problems({**written, "more": 1}, {**SCHEMA, "additionalProperties": False})) != []


def test_the_schema_has_every_field(written):
    assert set(SCHEMA["properties"]) == set(written)
    for name, part in (("resources", "resource"), ("functions", "function")):
        assert set(SCHEMA["$defs"][part]["properties"]) == set(written[name][0])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is not valid JSON"),
        ("[" * 100_000, "is not valid JSON"),
        ("[]", "holds no estate; give the file that `chime-voice scan -o` writes"),
        ('{"version": "48.0.0", "artifacts": {}}', "holds no estate"),
        ('{"version": 2, "resources": []}', "is of version 2, and this command reads 1; scan again"),
        (b"\xff\xfe", "is not valid JSON"),
    ],
)
def test_what_is_no_estate_is_told_in_one_sentence(tmp_path, content, told):
    path = tmp_path / "estate.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(EstateError) as error:
        estate.load(path)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_everything_that_is_wrong_is_told_at_once(tmp_path, written):
    broken = copy.deepcopy(written)
    broken["account"] = 12
    broken["resources"][0]["type"] = "Custom::ChimeTelegraph"
    broken["resources"][1]["properties"] = {"Colour": "red"}
    broken["functions"][0]["timeout"] = "soon"
    broken["gaps"] = [{"region": "us-east-1"}]
    (tmp_path / "estate.json").write_text(json.dumps(broken))
    with pytest.raises(EstateError) as error:
        estate.load(tmp_path / "estate.json")
    for told in (
        "account must be a text, got 12",
        "'Custom::ChimeTelegraph' is no type that this version knows",
        "has no property Colour",
        "functions[0].timeout must be a whole number or null, got 'soon'",
        "gaps[0] lacks operation; gaps[0] lacks reason",
    ):
        assert told in str(error.value)


def test_a_file_that_cannot_be_written_is_told_before_anything_else(tmp_path):
    with pytest.raises(EstateError, match="cannot be written: No such file or directory"):
        estate.save(scanned(Stage()), tmp_path / "nowhere" / "estate.json")


RUBBISH = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["arn:aws:lambda:x:y:function:z", "<a>"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_rubbish_at_any_place_ends_in_a_table_or_in_one_error(tmp_path, written, data):
    broken = copy.deepcopy(written)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(places(broken))))
        inner = broken
        for step in path[:-1]:
            inner = inner[step]
        if data.draw(st.booleans()) and isinstance(inner, dict):
            del inner[path[-1]]
        else:
            inner[path[-1]] = data.draw(RUBBISH)
    file = tmp_path / "estate.json"
    file.write_text(json.dumps(broken))
    try:
        table = reading.read(file)
    except SourceError:
        return
    findings(table)
    for report in (table_report, json_report, html_report):
        assert report.render(table)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a document."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield from places(inner, (*path, name))
