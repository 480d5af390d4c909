"""`chime-voice check`: what is wrong with the routes of a cloud assembly, before anything is deployed."""

from __future__ import annotations

import argparse
import dataclasses
import sys

from constructs_lib import reading
from constructs_lib.commands.terminal import is_colored
from constructs_lib.routing.check_reports import document, github, markdown, table
from constructs_lib.routing.check_reports.result import Result
from constructs_lib.routing.checks.catalog import FINDINGS
from constructs_lib.routing.errors import SourceError
from constructs_lib.routing.model import Acknowledgement, RoutingTable
from constructs_lib.routing.words import visible

EPILOG = """\
examples:
  cdk synth && chime-voice check cdk.out
  chime-voice check cdk.out --acknowledge single-region='a pilot for ten people' --fail-on warning
  chime-voice check cdk.out --format github          in a workflow of GitHub Actions
  chime-voice check cdk.out --format json | jq -r '.findings[].id'

An error loses calls; a warning may, or would in an outage. Every finding has an id; docs/checks.md lists them with their
sources. What an app acknowledges on a stack or a construct in it is acknowledged here as well:
  Validations.of(rule).acknowledge(Acknowledgment(id="chime::single-region", reason="…"))

With JSII_HOST_STACK_TRACES=1 set while the app is synthesized, findings name the line of Python. Nothing is deployed, no
account and no Node is needed. Exit code 1 if something is found that fails the check, 2 if there is no cloud assembly, or
one that cannot be read.
"""
_RENDER = {"markdown": markdown.render, "json": document.render, "github": github.render}
# How the CDK's own report writes the ids.
_PREFIX = "chime::"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    check = subparsers.add_parser(
        "check",
        help="what is wrong with the routes of an app or an account",
        description="Find what is wrong with the routes of a cloud assembly, over all of its stacks, or of an account.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument(
        "assembly",
        metavar="CDK_OUT",
        help="cdk.out, the folder that `cdk synth` writes; or the file of an account, from `chime-voice scan -o`",
    )
    check.add_argument(
        "--format",
        choices=("table", *_RENDER),
        default="table",
        help="table for people, markdown for pull requests, json for programs, github for its Actions (default: table)",
    )
    check.add_argument(
        "--acknowledge",
        metavar="ID=REASON",
        type=_acknowledgement,
        action="append",
        default=[],
        help="accept all findings of this id; repeatable",
    )
    check.add_argument(
        "--fail-on",
        choices=("error", "warning", "never"),
        default="error",
        help="the least that fails the check (default: error)",
    )
    check.add_argument("--mask", action="store_true", help="of every phone number show only the last four digits")


def run(args: argparse.Namespace) -> int:
    """Print what is found; 1 when that fails the check, 2 when there is nothing to check."""
    try:
        read = reading.read(args.assembly)
    except SourceError as error:
        print(f"chime-voice check: {visible(str(error))}", file=sys.stderr)
        return 2
    result = Result.of(_with(read, args.acknowledge), mask=args.mask)
    if args.format == "table":
        print(table.render(result, color=is_colored()), end="")
    else:
        print(_RENDER[args.format](result), end="")
    return int(result.fails(args.fail_on))


def _with(read: RoutingTable, acknowledgements: list[Acknowledgement]) -> RoutingTable:
    return dataclasses.replace(read, acknowledgements=(*read.acknowledgements, *acknowledgements))


def _acknowledgement(text: str) -> Acknowledgement:
    name, _, reason = text.partition("=")
    finding_id = name.strip().removeprefix(_PREFIX)
    if finding_id not in FINDINGS:
        raise argparse.ArgumentTypeError(
            f"there is no finding {visible(finding_id)!r}; there are {', '.join(FINDINGS)}"
        )
    if not reason.strip():
        raise argparse.ArgumentTypeError(f"{finding_id} needs a reason: --acknowledge {finding_id}='why that is fine'")
    return Acknowledgement(id=finding_id, reason=reason.strip())
