"""`chime-voice scan`: what an account has, read with calls that change nothing."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from chime_voice.contract.checks import VOICE_REGIONS
from chime_voice.contract.registry import TYPES

from constructs_lib.estate import Estate, EstateError, save
from constructs_lib.routing.words import visible

EPILOG = """\
examples:
  chime-voice scan -o estate.json                          all Regions of the service, with your own credentials
  chime-voice scan --profile voice --region us-east-1 -o estate.json
  chime-voice routes estate.json                           who answers today

Credentials, Region and endpoint are taken from where the AWS CLI takes them. Nothing is changed: only Get and List calls
are made. Exit code 1 if something could not be read, 2 if the account cannot be reached at all.
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


def run(args: argparse.Namespace) -> int:
    """Scan; 1 when something could not be read, 2 when nothing can."""
    try:
        found = _scan(args)
        if args.output:
            save(found, args.output)
    except EstateError as error:
        print(f"chime-voice scan: {visible(str(error))}", file=sys.stderr)
        return 2
    for type_name, contract in TYPES.items():
        if some := found.of_type(type_name):
            print(f"{len(some):6} {contract.SPEC.label}{'' if len(some) == 1 else 's'}")
    for gap in found.gaps:
        print(f"not read: {visible(f'{gap.region}: {gap.operation}: {gap.reason}')}", file=sys.stderr)
    return 1 if found.gaps else 0


def _scan(args: argparse.Namespace) -> Estate:
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError
    from chime_voice.provider.client import CONFIG
    from chime_voice.provider.clock import LambdaClock

    from constructs_lib.estate.scan import scan

    try:
        session = boto3.Session(profile_name=args.profile)
        account = str(
            session.client("sts", region_name=VOICE_REGIONS[0], config=CONFIG).get_caller_identity()["Account"]
        )
    except (BotoCoreError, ClientError) as error:
        raise EstateError(f"the account cannot be reached: {error}") from error

    def client(api: str, region: str) -> Any:
        return session.client(api, region_name=region, config=CONFIG)  # type: ignore[call-overload]

    return scan(
        client,
        account=account,
        regions=args.region or VOICE_REGIONS,
        clock=LambdaClock(lambda: 10**9),
        progress=lambda what: print(f"chime-voice scan: {what}", file=sys.stderr),
    )
