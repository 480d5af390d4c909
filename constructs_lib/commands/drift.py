"""`chime-voice drift`: whether an account still has what the code declares, and what the next deployment does about it."""

from __future__ import annotations

import argparse
import sys

from constructs_lib.commands.terminal import is_colored
from constructs_lib.drift import compare, json_report, markdown_report, text_report
from constructs_lib.drift.masking import masked
from constructs_lib.drift.model import Drift
from constructs_lib.routing.errors import SourceError
from constructs_lib.routing.words import visible

LIVE = "live"
EPILOG = """\
examples:
  chime-voice scan -o estate.json && chime-voice drift cdk.out --against estate.json
  chime-voice drift cdk.out                                the account itself, with your own credentials
  chime-voice drift cdk.out --format markdown --mask       for an issue, numbers hidden
  chime-voice drift cdk.out --format json | jq '.resources[] | select(.verdict != "same")'

Give the assembly that was deployed last: what is in it and not deployed yet looks like drift. Nothing is changed: only Get
and List calls are made. A resource is recognized by the id that it adopts, else by the mark that the provider puts behind
its name. CloudFormation asks the provider about a resource only when its properties changed in the template, so a
deployment of the same code puts nothing right; every difference says which one would.

Exit code 0 if all that is declared is there, as declared; 1 if not, or where it cannot be told; 2 if there is nothing to
compare. What the account has beyond the code is listed, and is no drift.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    drift = subparsers.add_parser(
        "drift",
        help="whether an account still has what the code declares",
        description="Compare what a cloud assembly declares with what an account has, property by property.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    drift.add_argument("assembly", metavar="CDK_OUT", help="the folder that `cdk synth` writes, as it was deployed")
    drift.add_argument(
        "--against",
        metavar="ESTATE",
        default=LIVE,
        help="the file that `chime-voice scan -o` writes; by default `live`, the account itself",
    )
    drift.add_argument("--profile", metavar="NAME", help="of the AWS configuration, with --against live")
    drift.add_argument(
        "--format",
        choices=("text", "markdown", "json"),
        default="text",
        help="text for people, markdown for issues, json for programs (default: text)",
    )
    drift.add_argument("--all", action="store_true", help="list everything that no code declares")
    drift.add_argument("--mask", action="store_true", help="of every phone number show only the last four digits")


def run(args: argparse.Namespace) -> int:
    """Print the comparison; 1 for drift, 2 when there is nothing to compare."""
    try:
        drift = _drift(args)
    except SourceError as error:
        print(f"chime-voice drift: {visible(str(error))}", file=sys.stderr)
        return 2
    print(_report(masked(drift) if args.mask else drift, args), end="")
    return 0 if drift.is_clean else 1


def _drift(args: argparse.Namespace) -> Drift:
    from constructs_lib.assembly.declared import declared
    from constructs_lib.drift.live import look
    from constructs_lib.estate import EstateError, load

    every = declared(args.assembly)
    if args.against != LIVE:
        if args.profile:
            raise EstateError("--profile is for --against live; a file is compared without an account")
        return compare(every, load(args.against))
    return compare(every, look(every, args.profile, lambda what: print(f"chime-voice drift: {what}", file=sys.stderr)))


def _report(drift: Drift, args: argparse.Namespace) -> str:
    if args.format == "json":
        return json_report.render(drift)
    if args.format == "markdown":
        return markdown_report.render(drift, every=args.all)
    return text_report.render(drift, every=args.all, color=is_colored())
