"""What the commands' options have in common."""

from __future__ import annotations

import argparse
import re
from typing import Any, TypeAlias

from chime_voice.contract.checks import E164

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse has no public name


def add_command(commands: Commands, name: str, summary: str, **more: Any) -> argparse.ArgumentParser:
    """A command that says what it does in the list of commands and in its own help."""
    return commands.add_parser(name, help=summary, **{"description": f"{summary[0].upper()}{summary[1:]}.", **more})


def add_format(parser: argparse.ArgumentParser) -> None:
    """Text for people, JSON for programs."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="json for programs (default: text)")


def positive(text: str) -> float:
    """A number above zero."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"must be a number above 0, got {text}")
    return value


def port(text: str) -> int:
    """A port that can be listened on; 0 for any."""
    if not (text.isdecimal() and int(text) < 2**16):
        raise argparse.ArgumentTypeError(f"must be a whole number from 0 to 65535, got {text}")
    return int(text)


def e164(text: str) -> str:
    """A phone number in E.164."""
    if not re.fullmatch(E164, text):
        raise argparse.ArgumentTypeError(f"must be a number in E.164 such as +12065550100, got {text}")
    return text
