"""`chime-voice new …`: starting points, copied into the user's repository."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from constructs_lib import _templates
from constructs_lib.commands.new.handler import NotWrittenError, write

EPILOG = """\
examples:
  chime-voice new handler menu ./my_handler
  python -m pytest ./my_handler

Nothing is overwritten. `chime-voice new handler --help` lists the templates.
"""
HANDLER_EPILOG = """\
templates:
{templates}

The folder gets handler.py and the modules that it uses, a test that plays calls to it on this machine, and a README with
what a CDK app says to use it. Exit code 2 if the folder exists or cannot be written.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    new = subparsers.add_parser(
        "new",
        help="a call handler to start from, with its test",
        description="Copy a starting point into your repository.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = new.add_subparsers(dest="new_command", required=True, metavar="WHAT")
    width = max(map(len, _templates.names()))
    handler = commands.add_parser(
        "handler",
        help="a copy of a bundled template, to be changed",
        description="Copy a bundled call handler into a new folder, with its test.",
        epilog=HANDLER_EPILOG.format(
            templates="\n".join(f"  {name:{width}}  {_templates.summary(name)}" for name in _templates.names())
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    handler.add_argument("template", metavar="TEMPLATE", choices=_templates.names(), help="one of those below")
    handler.add_argument("folder", metavar="FOLDER", type=Path, help="a folder that does not exist yet, or is empty")


def run(args: argparse.Namespace) -> int:
    """Write the folder; 2 where it cannot be."""
    try:
        files = write(args.template, args.folder)
    except NotWrittenError as error:
        print(f"chime-voice new handler: {error}", file=sys.stderr)
        return 2
    for name in files:
        print(args.folder / name)
    print(f"next: python -m pytest {args.folder}; {args.folder / 'README.md'} says how an app uses it")
    return 0
