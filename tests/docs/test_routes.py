"""docs/routes.md says what the schema of the JSON report says."""

import json
from importlib import resources

from tests.docs.pages import ROOT


def word(each):
    if "const" in each:
        return f"`{each['const']}`"
    if "enum" in each:
        return ", ".join(f"`{one}`" for one in each["enum"])
    if "anyOf" in each:
        return " or ".join(word(one) for one in reversed(each["anyOf"]))
    if "$ref" in each:
        name = each["$ref"].removeprefix("#/$defs/")
        return f"[{name}](#{name})"
    if each["type"] == "array":
        return f"list of {word(each['items'])}" if "$ref" in each["items"] else "list"
    return each["type"] if isinstance(each["type"], str) else " or ".join(each["type"])


def table(name, shape):
    rows = [f"| `{key}` | {word(each)} | {each.get('description', '')} |" for key, each in shape["properties"].items()]
    about = f"{shape['description']}\n\n" if "description" in shape else ""
    return "\n".join([f"### {name}\n\n{about}| Field | Type | |", "|---|---|---|", *rows]) + "\n"


def fields():
    schema = json.loads(resources.files("constructs_lib.routing").joinpath("routes.schema.json").read_text("utf-8"))
    parts = {"report": schema}
    for name in ("routes", "findings"):
        parts[name] = {"description": schema["properties"][name]["description"], **schema["properties"][name]["items"]}
    outcomes = parts["routes"]["properties"]["outcomes"]
    parts["outcomes"] = {"description": outcomes["description"], **outcomes["items"]}
    return "\n".join(table(name, shape) for name, shape in (parts | schema["$defs"]).items())


def test_the_page_has_every_field_as_the_schema_describes_it():
    page = (ROOT / "docs" / "routes.md").read_text(encoding="utf-8")
    assert fields() in page, f"docs/routes.md lacks:\n{fields()}"
