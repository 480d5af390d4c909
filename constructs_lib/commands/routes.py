"""`chime-voice routes`: who answers which call, from a cloud assembly."""

from __future__ import annotations

import argparse
import os
import sys

from constructs_lib import assembly
from constructs_lib.assembly import AssemblyError
from constructs_lib.routing import json_report, markdown_report, table_report
from constructs_lib.routing.words import visible

EPILOG = """\
examples:
  cdk synth && chime-voice routes cdk.out
  chime-voice routes cdk.out --format markdown > routes.md
  chime-voice routes cdk.out --format json | jq '.routes[] | {trigger, outcomes}'

Ids, numbers and host names that only the deployment will know are placeholders in angle brackets. Nothing is deployed,
no account and no Node is needed. Exit code 2 if there is no cloud assembly, or one that cannot be read.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    routes = subparsers.add_parser(
        "routes",
        help="who answers which call, and who does when a Region is down, from a cloud assembly",
        description="Show who answers which call, and who does when a Region is down, from a cloud assembly.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    routes.add_argument(
        "assembly", metavar="CDK_OUT", help="the folder that `cdk synth` writes: cdk.out, unless you chose another"
    )
    routes.add_argument(
        "--format",
        choices=("table", "markdown", "json"),
        default="table",
        help="table for people, markdown for pull requests, json for programs (default: table)",
    )


def run(args: argparse.Namespace) -> int:
    """Print the report; 2 when there is nothing to report about."""
    try:
        table = assembly.read(args.assembly)
    except AssemblyError as error:
        print(f"chime-voice routes: {visible(str(error))}", file=sys.stderr)
        return 2
    if args.format == "json":
        report = json_report.render(table)
    elif args.format == "markdown":
        report = markdown_report.render(table)
    else:
        report = table_report.render(table, color=_is_colored())
    print(report, end="")
    return 0


def _is_colored() -> bool:
    """On a terminal, unless its user says otherwise: https://no-color.org."""
    on_a_terminal = hasattr(sys.stdout, "isatty") and sys.stdout.isatty()  # there may be no stdout at all
    return on_a_terminal and not os.environ.get("NO_COLOR")
