"""What docs/lint.md and docs/call-record.md must say: the linter's rules, and the fields of a call's record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

from constructs_lib.pstn.lint import RULES, Rule


def rules() -> str:
    """A table of all rules, in their order."""
    rows = [
        f"| `{name}` | {_severity(rule)} | {rule.what}. {_sentence(rule.why)} | {_source(rule)} |"
        for name, rule in RULES.items()
    ]
    return (
        "\n".join(
            ["| Rule | Severity | What it finds, and what comes of it | Known from |", "|---|---|---|---|", *rows]
        )
        + "\n"
    )


def fields() -> str:
    """A table for the record itself, and one for every list in it."""
    schema = json.loads(resources.files("constructs_lib.pstn").joinpath("call.schema.json").read_text(encoding="utf-8"))
    parts = [_table(schema, schema)]
    for name, each in schema["properties"].items():
        if each.get("type") == "array":
            parts.append(f"### `{name}`\n\n{each['description']}\n\n{_table(each['items'], schema)}")
    return "\n".join(parts)


def _severity(rule: Rule) -> str:
    other = "warning" if rule.severity == "error" else "error"
    return rule.severity + (f"; {other} when {rule.except_when}" if rule.except_when else "")


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _source(rule: Rule) -> str:
    page = rule.source.rpartition("/")[2].removesuffix(".html")
    return f"[{page}]({rule.source})" if rule.source.startswith("https://") else rule.source


def _table(shape: dict[str, Any], schema: dict[str, Any]) -> str:
    return "\n".join(["| Field | Type | |", "|---|---|---|", *_rows(shape, schema)]) + "\n"


def _rows(shape: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    for name, given in shape["properties"].items():
        each = given
        if "$ref" in given:
            each = schema["$defs"][given["$ref"].removeprefix("#/$defs/")] | given
        yield f"| `{name}` | {_type(each, schema)} | {each.get('description', '').replace('|', '/')} |"


def _type(each: dict[str, Any], schema: dict[str, Any]) -> str:
    if "const" in each:
        return f"`{each['const']}`"
    if "enum" in each:
        return ", ".join(f"`{word}`" for word in each["enum"])
    if "anyOf" in each:
        return " or ".join(_type(schema["$defs"]["time"] if "$ref" in one else one, schema) for one in each["anyOf"])
    if "type" not in each:
        return "any"
    if each["type"] == "array":
        return "list"
    return each["type"] if isinstance(each["type"], str) else " or ".join(each["type"])
