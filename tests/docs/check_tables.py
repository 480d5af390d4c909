"""What docs/checks.md must say: the findings, from the catalogue."""

from __future__ import annotations

from constructs_lib.routing.checks.catalog import FINDINGS, Kind


def findings() -> str:
    """A table of all findings, in their order."""
    rows = [
        f"| `{name}` | {kind.severity} | {_sentence(kind.what)} | {_sentence(kind.remedy)} | {_source(kind)} |"
        for name, kind in FINDINGS.items()
    ]
    head = [
        "| Finding | Severity | What it finds, and what comes of it | What to do | Known from |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*head, *rows]) + "\n"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _source(kind: Kind) -> str:
    page = kind.source.rpartition("/")[2].removesuffix(".html")
    return f"[{page}]({kind.source})"
