"""`chime-voice routes`: who answers which call, from a cloud assembly."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from constructs_lib import reading
from constructs_lib.commands.terminal import is_colored
from constructs_lib.routing import table_report
from constructs_lib.routing.errors import SourceError
from constructs_lib.routing.formats import FORMATS
from constructs_lib.routing.model import RoutingTable
from constructs_lib.routing.nearer import nearer
from constructs_lib.routing.words import visible

EPILOG = """\
examples:
  cdk synth && chime-voice routes cdk.out
  chime-voice routes cdk.out --format html --output routes.html    # open it: search, and switch Regions off
  chime-voice routes cdk.out --format markdown --mask              # for a pull request, numbers hidden
  chime-voice routes cdk.out --format json | jq '.routes[] | {trigger, outcomes}'

Ids, numbers and host names that only the deployment will know are placeholders in angle brackets. Nothing is deployed,
no account and no Node is needed. Exit code 2 if there is nothing that can be read.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    routes = subparsers.add_parser(
        "routes",
        help="who answers which call, and who does when a Region is down, in an app or an account",
        description="Show who answers which call, and who does when a Region is down, in a cloud assembly or an account.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    routes.add_argument(
        "assembly",
        metavar="CDK_OUT",
        help="cdk.out, the folder that `cdk synth` writes; or the file of an account, from `chime-voice scan -o`",
    )
    routes.add_argument(
        "--format",
        choices=tuple(FORMATS),
        default="table",
        help=f"{'; '.join(f'{name}: {use}' for name, (_, use) in FORMATS.items())} (default: table)",
    )
    routes.add_argument("--mask", action="store_true", help="of every phone number show only the last four digits")
    routes.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="write the report to this file instead of printing it"
    )


def run(args: argparse.Namespace) -> int:
    """Print or write the report; 2 when there is nothing to report about, or nowhere to write it to."""
    try:
        table = reading.read(args.assembly)
    except SourceError as error:
        return _failed(str(error))
    report = _report(table, args)
    if args.output is None:
        print(report, end="")
        return 0
    try:
        args.output.write_text(report, encoding="utf-8")
    except OSError as error:
        return _failed(f"cannot write {args.output}: {error.strerror}; --output takes a file in a folder that exists")
    return 0


def _report(table: RoutingTable, args: argparse.Namespace) -> str:
    if args.format != "json":  # programs open the folders from wherever they are
        table = nearer(table, [Path.cwd(), Path(args.assembly).resolve().parent])
    if args.format == "table" and args.output is None:
        return table_report.render(table, color=is_colored(), mask=args.mask)
    render, _ = FORMATS[args.format]
    return render(table, mask=args.mask)


def _failed(why: str) -> int:
    print(f"chime-voice routes: {visible(why)}", file=sys.stderr)
    return 2
