"""What the commands' options have in common."""

from __future__ import annotations

import argparse
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse has no public name


def add_format(parser: argparse.ArgumentParser) -> None:
    """Text for people, JSON for programs."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="json for programs (default: text)")


def positive(text: str) -> float:
    """A number above zero."""
    value = float(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(f"must be more than 0, got {text}")
    return value
