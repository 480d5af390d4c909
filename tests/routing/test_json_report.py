"""The JSON report, its documentation and its schema say the same."""

import json
import re
from importlib import resources

import pytest

from constructs_lib.routing import json_report
from tests.pstn.json_schema import problems
from tests.routing.tables import function, route, table, target

SCHEMA = json.loads(resources.files("constructs_lib.routing").joinpath("routes.schema.json").read_text("utf-8"))
TABLES = {
    "empty": table(),
    "sound": table(route(), unresolved=("something",)),
    "contested": table(route(name="one"), route(name="two", enabled=False), route(name="three")),
    "unknown": table(route(target(1, "us-east-1", function=None), number="host.example")),
    "bare": table(route(target(1, "us-east-1", function=function(timeout=None, invoke_permission=None)))),
}


def document(name, **more):
    return json.loads(json_report.render(TABLES[name], **more))


def test_the_outcomes_are_those_of_what_if():
    (found,) = document("sound")["routes"]
    assert found["trigger"] == {"kind": "ToPhoneNumber", "value": "+12065550100"}
    first = {"priority": 1, "region": "us-east-1"}
    second = {"priority": 2, "region": "us-west-2"}
    down = [{**first, "failed": "us-east-1 is down"}, {**second, "failed": "us-west-2 is down"}]
    broken = [{**first, "failed": "function answer-us-east-1 cannot be invoked"}]
    functions = [{"name": f"answer-{region}", "region": region} for region in ("us-east-1", "us-west-2")]
    assert found["outcomes"] == [
        {"down_regions": [], "down_functions": [], "answers": first, "tried": []},
        {"down_regions": ["us-east-1"], "down_functions": [], "answers": second, "tried": down[:1]},
        {"down_regions": ["us-west-2"], "down_functions": [], "answers": first, "tried": []},
        {"down_regions": ["us-east-1", "us-west-2"], "down_functions": [], "answers": None, "tried": down},
        {"down_regions": [], "down_functions": functions[:1], "answers": second, "tried": broken},
        {"down_regions": [], "down_functions": functions[1:], "answers": first, "tried": []},
    ]


def test_a_finding_has_its_id_and_what_to_do():
    (finding,) = [each for each in document("contested")["findings"] if each["id"] == "duplicate-trigger"]
    assert (finding["severity"], finding["acknowledged"]) == ("error", "")
    assert finding["remedy"].startswith("leave one of them enabled")
    assert finding["origin"]["construct_path"] == "Support/Rule"


@pytest.mark.parametrize("mask", [False, True], ids=["plain", "masked"])
@pytest.mark.parametrize("name", TABLES)
def test_every_report_is_as_the_schema_says(name, mask):
    shown = document(name, mask=mask)
    assert shown["version"] == SCHEMA["properties"]["version"]["const"]
    assert list(problems(shown, SCHEMA)) == []


def keys(value):
    if isinstance(value, dict):
        return set(value).union(*map(keys, value.values()))
    return set().union(*map(keys, value)) if isinstance(value, list) else set()


def required(schema):
    """Every field that the schema knows; each object of it requires all that it has."""
    if isinstance(schema, list):
        return set().union(*map(required, schema))
    if not isinstance(schema, dict):
        return set()
    if "properties" in schema:
        assert set(schema["required"]) == set(schema["properties"])
    return set(schema.get("required", ())).union(*map(required, schema.values()))


def test_document_docstring_and_schema_know_the_same_fields():
    whole = set().union(*(keys(document(name)) for name in TABLES))
    words = set(re.findall(r'"([a-z_]+)"', json_report.__doc__ or "")) - {"error", "warning"}
    assert whole == words == required(SCHEMA)
