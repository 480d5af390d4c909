"""The provider's own files for Lambda, without what only readers need: a quarter less to upload, to load and to parse.

It works line by line and relies on this project's layout, which the formatter holds; a test compares the programs. Every
line keeps its number, so that a traceback of the function points into the sources. Rejected: `ast.unparse`, which takes
thirty times as long at every first synthesis, and moves the lines.
"""

from __future__ import annotations

import re
from pathlib import Path

_QUOTES = '"""'
_INDENT = re.compile(r"^(?: {4})+", re.MULTILINE)
_RETURN_TYPE = re.compile(r"\) -> [^\n]*:$", re.MULTILINE)
_COMMENT_BEHIND = re.compile(r"  # .*$", re.MULTILINE)


def copy(source: Path, target: Path) -> None:
    """Copy a file; of a Python file only what runs."""
    content = source.read_bytes()
    target.write_bytes(lean(content.decode()).encode() if source.suffix == ".py" else content)


def lean(text: str) -> str:
    """The program without docstrings, comments and types of results, indented by one space."""
    kept = "\n".join(_without_texts(text.splitlines())) + "\n"
    kept = _RETURN_TYPE.sub("):", _COMMENT_BEHIND.sub("", kept))
    return _INDENT.sub(lambda spaces: " " * (len(spaces[0]) // 4), kept)


def _without_texts(lines: list[str]) -> list[str]:
    kept = list(lines)
    at = 0
    while at < len(lines):
        bare = lines[at].strip()
        end = at + 1
        if bare.startswith(_QUOTES):
            if bare == _QUOTES or not bare.endswith(_QUOTES):
                while not lines[end].strip().endswith(_QUOTES):
                    end += 1
                end += 1
            kept[at:end] = [""] * (end - at)
            if _is_all(lines, at, end):
                kept[at] = _indent(lines[at]) + "..."
        elif bare.startswith("#"):
            kept[at] = ""
        at = end
    return kept


def _is_all(lines: list[str], start: int, end: int) -> bool:
    """Whether a text is everything that a class or function consists of."""
    begins = start > 0 and _COMMENT_BEHIND.sub("", lines[start - 1]).endswith(":")
    following = next((line for line in lines[end:] if line.strip()), "")
    return begins and len(_indent(following)) < len(_indent(lines[start]))


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
