"""`chime-voice scan`: what an account has, read with calls that change nothing."""

from __future__ import annotations

import argparse
import json
import sys
import threading
from pathlib import Path

from chime_voice.contract.checks import VOICE_REGIONS

from constructs_lib.commands.scan_progress import Progress, Waiting
from constructs_lib.commands.terminal import is_colored
from constructs_lib.estate import Estate, EstateError, account, document, routing_table, summary
from constructs_lib.estate.model import gaps_words
from constructs_lib.routing.check_reports import table
from constructs_lib.routing.check_reports.result import Result
from constructs_lib.routing.masking import NumberMask
from constructs_lib.routing.words import visible

EPILOG = """\
examples:
  chime-voice scan -o estate.json                          all Regions of the service, with your own credentials
  chime-voice scan --profile voice --region us-east-1 --region us-west-2 -o estate.json
  chime-voice scan -o estate.json --resume                 go on where a scan was interrupted
  chime-voice scan --iam-policy                            what the credentials must be allowed
  chime-voice routes estate.json                           who answers today
  chime-voice check estate.json                            what is wrong with it
  chime-voice diff estate.json cdk.out                     what your code changes about it

Credentials and endpoint are taken from where the AWS CLI takes them. Nothing is changed: only Get and List calls are made.
Of termination credentials only the user names can be read. Numbers are looked for where they are managed, in us-east-1 and
us-west-2. While it is at work, what is known so far is in FILE.partial.

Exit code 0 if all was read, 1 if something could not be, 2 if the account cannot be reached or the file not be written.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    scan = subparsers.add_parser(
        "scan",
        help="what an account has: numbers, connectors, applications, rules, from all Regions into one file",
        description="Read what an account has of the service, from all its Regions, and change nothing.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    scan.add_argument(
        "--region",
        action="append",
        choices=VOICE_REGIONS,
        metavar="REGION",
        help="look here only (repeatable; default: all Regions of the service)",
    )
    scan.add_argument("--profile", metavar="NAME", help="of the AWS configuration")
    scan.add_argument("-o", "--output", metavar="FILE", help="write the estate there, as JSON")
    scan.add_argument(
        "--format",
        choices=("table", "json"),
        default="table",
        help="what is printed: what there is and what is wrong with it, or the estate (default: table)",
    )
    scan.add_argument(
        "--mask",
        action="store_true",
        help="of every phone number show and write only the last four digits: to show it, not to adopt from it",
    )
    scan.add_argument("--resume", action="store_true", help="go on with FILE.partial of --output, where there is one")
    scan.add_argument("--iam-policy", action="store_true", help="print the least IAM policy that a scan needs, and end")


def run(args: argparse.Namespace) -> int:
    """Scan; 1 when something could not be read, 2 when nothing can."""
    progress = Progress(sys.stderr, "chime-voice scan")
    try:
        if args.resume and not args.output:
            raise EstateError("--resume goes on with FILE.partial: give --output FILE, as before")  # noqa: TRY301
        if args.iam_policy:
            print(json.dumps(_policy(), indent=2))
            return 0
        estate = _scan(args, progress)
        shown = NumberMask([each.id for each in estate.resources]).value(estate) if args.mask else estate
        if args.output:
            document.save(shown, args.output)
            _partial(args.output).unlink(missing_ok=True)
    except EstateError as error:
        progress.end()
        print(f"chime-voice scan: {visible(str(error))}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        progress.end()
        if args.output and _partial(args.output).exists():
            print(
                f"chime-voice scan: what was read is in {visible(str(_partial(args.output)))}; say the same with --resume "
                "to go on",
                file=sys.stderr,
            )
        raise
    progress.end()
    if args.format == "json":
        print(document.render(shown), end="")
    else:
        print(summary.render(shown))
        print(table.render(Result.of(routing_table(estate), mask=args.mask), color=is_colored()), end="")
    for told in gaps_words(shown.gaps):
        print(f"not read: {visible(told)}", file=sys.stderr)
    return 1 if estate.gaps else 0


def _scan(args: argparse.Namespace, progress: Progress) -> Estate:
    before = _before(args)
    found = account.connect(args.profile)
    if before and before.account != found.id:
        raise EstateError(
            f"{_partial(args.output)} is of account {before.account}, and these credentials are of {found.id}; name that "
            "account's profile, or leave out --resume to begin anew"
        )
    # Needs boto3, of which `connect` has said where it comes from.
    from constructs_lib.estate.scan import pending, scan

    known = (*before.regions, *pending(before)) if before else VOICE_REGIONS
    over = threading.Event()
    return scan(
        found.client,
        account=found.id,
        regions=args.region or known,
        clock=Waiting(progress, over),
        progress=progress,
        before=before,
        keep=(lambda so_far: document.save(so_far, _partial(args.output))) if args.output else lambda _: None,
        at_once=len(VOICE_REGIONS),
        over=over,
    )


def _before(args: argparse.Namespace) -> Estate | None:
    if not args.resume:
        return None
    if not _partial(args.output).exists():
        print(f"chime-voice scan: there is no {visible(str(_partial(args.output)))}, so all is read", file=sys.stderr)
        return None
    return document.load(_partial(args.output))


def _partial(output: str) -> Path:
    return Path(f"{output}.partial")


def _policy() -> dict[str, object]:
    try:
        from constructs_lib.estate.policy import policy
    except ImportError as error:
        raise EstateError(account.WITHOUT_BOTO3) from error
    return policy()
