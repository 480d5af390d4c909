"""`chime-voice local …`: the embedded cloud from a shell."""

from __future__ import annotations

import argparse
import sys

from constructs_lib.commands.local import calls, lifecycle, weather
from constructs_lib.local.errors import LocalCloudError

EPILOG = """\
a first session:
  chime-voice local up
  eval "$(chime-voice local env)"
  (cd "$(mktemp -d)" && cdk bootstrap aws://123456789012/us-east-1 aws://123456789012/us-west-2)
  cdk deploy --all
  chime-voice local routes
  chime-voice local call --to +12065550100
  chime-voice local call --to +12065550100 --down us-east-1
  chime-voice local down
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    local = subparsers.add_parser(
        "local",
        help="an AWS cloud on this machine, with telephony: deploy to it, call it, break it",
        description="An AWS cloud on this machine, with telephony: deploy to it, call it, break it. Needs no account.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = local.add_subparsers(dest="local_command", required=True, metavar="COMMAND")
    lifecycle.add_parsers(commands)
    calls.add_parsers(commands)
    weather.add_parsers(commands)


def run(args: argparse.Namespace) -> int:
    """Carry out the command; 0 when all is well, 1 after one line that says what is not."""
    try:
        return int(args.carry_out(args))
    except LocalCloudError as error:
        print(f"chime-voice local: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("chime-voice local: interrupted", file=sys.stderr)
        return 130
