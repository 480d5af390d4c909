"""The reports by name, and what each is for."""

from __future__ import annotations

from constructs_lib.routing import html_report, json_report, markdown_report, mermaid_report, table_report

FORMATS = {
    "table": (table_report.render, "for people at a terminal"),
    "markdown": (markdown_report.render, "for pull requests"),
    "json": (json_report.render, "for programs"),
    "mermaid": (mermaid_report.render, "a chart for wikis and pull requests"),
    "html": (html_report.render, "a page to open in a browser"),
}
