"""`chime-voice diff`: what a change of the code changes for callers, from two cloud assemblies or two git revisions."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from constructs_lib import reading
from constructs_lib.commands import revisions
from constructs_lib.commands.revisions import RevisionError
from constructs_lib.commands.terminal import is_colored
from constructs_lib.routing.diff import json_report, markdown_report, text_report
from constructs_lib.routing.diff.catalogue import CATALOGUE, known_ids
from constructs_lib.routing.diff.compare import compare, masked
from constructs_lib.routing.diff.model import Difference, Risk
from constructs_lib.routing.errors import SourceError
from constructs_lib.routing.model import RoutingTable
from constructs_lib.routing.nearer import nearer
from constructs_lib.routing.words import visible

_WORST = ("danger", "caution", "any")


def _epilog() -> str:
    width = max(map(len, CATALOGUE))
    risks = "\n".join(f"  {name:{width}}  {severity:8} {what}" for name, (severity, what) in CATALOGUE.items())
    return f"""\
examples:
  chime-voice diff base/cdk.out cdk.out                              two assemblies
  chime-voice diff base/cdk.out cdk.out --fail-on danger             exit code 1 when callers lose something
  chime-voice diff base/cdk.out cdk.out --format markdown --mask     for a pull request, numbers hidden
  chime-voice diff --rev main HEAD                                   two git revisions, synthesized here and now
  chime-voice diff --rev main...                                     the commits since main, as a pull request has them

risks:
{risks}
  and every finding of `chime-voice check` that is news, under its own id: an error is a danger, a warning a caution

--rev runs the code of both revisions on this machine, as `cdk synth` would: use it for code that you trust. Each is checked
out into a temporary folder; your files, index and branches are not touched. The command comes from each cdk.json, `python`
is the interpreter of chime-voice, and packages are those installed here, for both. Submodules are not checked out.

Nothing is deployed and no account is needed; Node only where --rev synthesizes. Exit codes: 0 nothing to fail on, 1 a risk
that --fail-on names, 2 something that cannot be read.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    diff = subparsers.add_parser(
        "diff",
        help="what a change of the code changes for callers, risks first",
        description="Show what changes for callers between two cloud assemblies: risks first, then who answers.",
        epilog=_epilog(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    diff.add_argument(
        "base", metavar="BASE", help="the cdk.out of today, as `cdk synth` writes it, or an estate, as scan -o does"
    )
    diff.add_argument(
        "head", metavar="HEAD", nargs="?", help="the cdk.out of the change; with --rev the commit at hand by default"
    )
    diff.add_argument(
        "--rev", action="store_true", help="BASE and HEAD are git revisions; BASE alone may be A..B or A...B"
    )
    diff.add_argument("--app", metavar="COMMAND", help="with --rev: how to synthesize, instead of what cdk.json says")
    diff.add_argument(
        "-c",
        "--context",
        metavar="KEY=VALUE",
        type=_context,
        action="append",
        default=[],
        help="with --rev: a context value for both, as for cdk synth",
    )
    diff.add_argument(
        "--format",
        choices=("text", "markdown", "json"),
        default="text",
        help="text for people, markdown for pull requests, json for programs (default: text)",
    )
    diff.add_argument(
        "--fail-on",
        metavar="RISK[,RISK…]",
        type=_risk_names,
        default=(),
        help="exit with 1 when there is one of these risks: ids, danger, caution, or any; one that the code accepts is none",
    )
    diff.add_argument("--mask", action="store_true", help="show only the last four digits of phone numbers")
    diff.add_argument(
        "--limit",
        metavar="CHARACTERS",
        type=_limit,
        default=markdown_report.LIMIT,
        help="the most characters of the markdown; risks are kept, chains go first (default: %(default)s)",
    )


def run(args: argparse.Namespace) -> int:
    """Print the report; 1 for a risk that is to fail on, 2 when there is nothing to compare."""
    try:
        base, head, folders = _tables(args)
    except (SourceError, RevisionError) as error:
        lines = "\n".join(map(visible, str(error).split("\n")))
        print(f"chime-voice diff: {lines}", file=sys.stderr)
        return 2
    difference = nearer(compare(base, head), folders)
    failing = _failing(difference.risks, args.fail_on)
    print(_report(masked(difference, base, head) if args.mask else difference, args), end="")
    if failing:
        told = ", ".join(dict.fromkeys(risk.id for risk in failing))
        print(f"chime-voice diff: failed on {told}", file=sys.stderr)
    return 1 if failing else 0


def _tables(args: argparse.Namespace) -> tuple[RoutingTable, RoutingTable, list[Path]]:
    """Both tables, and the folders from which a reader knows the files in them."""
    if args.rev:
        both = revisions.both([args.base, args.head] if args.head else [args.base])
        with revisions.assemblies(both, app=args.app, context=dict(args.context)) as (base, head):
            folders = [base.checkout, head.checkout]
            return reading.read(base.assembly), reading.read(head.assembly), folders
    if args.head is None:
        raise RevisionError("HEAD is missing; give two cdk.out folders, or --rev with two git revisions")
    if args.app or args.context:
        raise RevisionError("--app and --context are for --rev, which synthesizes; two cdk.out folders are only read")
    return *reading.read_both(args.base, args.head), [Path.cwd()]


def _report(difference: Difference, args: argparse.Namespace) -> str:
    if args.format == "json":
        return json_report.render(difference)
    if args.format == "markdown":
        return markdown_report.render(difference, limit=args.limit)
    return text_report.render(difference, color=is_colored())


def _failing(risks: Iterable[Risk], names: tuple[str, ...]) -> list[Risk]:
    return [risk for risk in risks if not risk.acknowledged and {"any", risk.severity, risk.id} & set(names)]


def _risk_names(given: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in given.split(",") if name.strip())
    known = (*_WORST, *known_ids())
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        what = f"unknown risk {', '.join(map(visible, unknown))}" if unknown else "no risk is named"
        raise argparse.ArgumentTypeError(f"{what}; known are {', '.join(known)}")
    return names


def _context(given: str) -> tuple[str, str]:
    name, found, value = given.partition("=")
    if not found or not name:
        raise argparse.ArgumentTypeError(f"must be KEY=VALUE, got {visible(given)}")
    return name, value


def _limit(given: str) -> int:
    if not given.isdecimal() or int(given) < markdown_report.SMALLEST_LIMIT:
        raise argparse.ArgumentTypeError(
            f"must be a number of at least {markdown_report.SMALLEST_LIMIT}, got {visible(given)}"
        )
    return int(given)
