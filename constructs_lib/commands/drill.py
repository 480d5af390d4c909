"""`chime-voice drill`: who still answers in an outage, by ringing every trigger before, during and after it."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable

from constructs_lib import reading
from constructs_lib.calls.errors import CallsError
from constructs_lib.commands.call import policies
from constructs_lib.commands.terminal import is_colored
from constructs_lib.drill import json_report, markdown_report, text_report
from constructs_lib.drill.model import Drill, Outage
from constructs_lib.drill.naming import outages
from constructs_lib.drill.rehearsal import rehearse
from constructs_lib.drill.stand_in import WhereThereIsCode
from constructs_lib.local.errors import LocalCloudError
from constructs_lib.pstn.policy import Policy
from constructs_lib.routing.errors import SourceError
from constructs_lib.routing.masking import NumberMask
from constructs_lib.routing.model import RoutingTable
from constructs_lib.routing.words import visible

EPILOG = """\
examples:
  chime-voice drill cdk.out                            every Region of the app down, one after the other
  chime-voice drill estate.json --down us-east-1       an account as it is, from chime-voice scan -o estate.json
  chime-voice drill cdk.out --down us-east-1 --down us-west-2 --allow-unanswered
  chime-voice drill cdk.out --function Support-us-east-1/Handler --for 1h
  chime-voice drill cdk.out --down us-east-1 --home-down --format markdown --mask
  chime-voice drill --local --down us-east-1           what is deployed in the local cloud, with its own functions

Every trigger is called before, in the middle of and after the outage, in virtual time. Stand-ins answer for the functions;
with --handlers their own code does, on this machine and off the network. Nothing is deployed and nobody is called.

exit codes: 0 every trigger is answered all the time; 1 calls are lost, or nobody is left to answer (with --allow-unanswered
only the first); 2 the command or its input cannot be used
"""
Play = Callable[[list[Outage]], list[Drill]]
_UNITS = {"s": 1, "m": 60, "h": 3600}
_LONGEST = 30 * 24 * 3600


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    drill = subparsers.add_parser(
        "drill",
        help="an outage, played: who still answers, and who is lost",
        description="Play an outage: every trigger is called before, during and after it, and who answers is shown.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    drill.add_argument(
        "source",
        metavar="CDK_OUT|ESTATE",
        nargs="?",
        help="the folder that `cdk synth` writes, or the file of `chime-voice scan -o`",
    )
    drill.add_argument(
        "--local",
        action="store_true",
        help="instead: what is deployed in the running local cloud, whose clock goes on by the time of the drill",
    )
    drill.add_argument(
        "--down",
        metavar="REGION",
        action="append",
        default=[],
        help="no function of this Region can be invoked (repeatable; default: each Region of the rules in turn)",
    )
    drill.add_argument(
        "--function",
        metavar="NAME",
        action="append",
        default=[],
        help="this function cannot be invoked: its construct path, logical id or ARN; a name is that of all Regions "
        "(repeatable)",
    )
    drill.add_argument(
        "--home-down",
        action="store_true",
        help="in the Region that holds the rules and numbers, nothing can be changed meanwhile",
    )
    drill.add_argument(
        "--for",
        dest="seconds",
        metavar="TIME",
        type=_seconds,
        default=600.0,
        help="how long: 90s, 10m, 2h (default: 10m)",
    )
    drill.add_argument(
        "--allow-unanswered", action="store_true", help="that nobody is left to answer a trigger is no failure"
    )
    drill.add_argument(
        "--handlers", action="store_true", help="let the functions' own code answer, where an assembly has it"
    )
    drill.add_argument(
        "--policy",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="what the documentation leaves open, such as seconds_before_next_target=3; as for chime-voice call",
    )
    drill.add_argument(
        "--format",
        choices=("text", "markdown", "json"),
        default="text",
        help="text for people, markdown for pull requests, json for programs (default: text)",
    )
    drill.add_argument("--mask", action="store_true", help="of every phone number show only the last four digits")


def run(args: argparse.Namespace) -> int:
    """Play and print; 1 when callers are lost, 2 when there is nothing to play."""
    try:
        policy = policies.parse(args.policy)
        table, play = _in_the_local_cloud(args) if args.local else _over_a_table(args, policy)
        wish = outages(
            table, regions=args.down, functions=args.function, home_down=args.home_down, seconds=args.seconds
        )
        drills = play(wish)
    except (SourceError, CallsError, LocalCloudError) as error:
        lines = "\n".join(map(visible, str(error).split("\n")))
        print(f"chime-voice drill: {lines}", file=sys.stderr)
        return 2
    failed = any(drill.fails(allow_unanswered=args.allow_unanswered) for drill in drills)
    if args.mask:
        drills = NumberMask.of(table).value(drills)
    print(_report(drills, policy, args.format, passed=not failed), end="")
    return int(failed)


def _over_a_table(args: argparse.Namespace, policy: Policy) -> tuple[RoutingTable, Play]:
    if args.source is None:
        raise CallsError(
            "say what is drilled: the folder that `cdk synth` writes, the file of `chime-voice scan -o`, or --local"
        )
    table = reading.read(args.source)

    def play(wish: list[Outage]) -> list[Drill]:
        if not args.handlers:
            return [rehearse(table, outage, policy=policy) for outage in wish]
        from constructs_lib.workers import Workers

        with Workers() as workers:
            return [rehearse(table, outage, policy=policy, invoker=WhereThereIsCode(workers)) for outage in wish]

    return table, play


def _in_the_local_cloud(args: argparse.Namespace) -> tuple[RoutingTable, Play]:
    if args.source is not None or args.handlers or args.policy:
        raise CallsError("--local drills what is deployed, as it is: CDK_OUT, --handlers and --policy are not for it")
    from constructs_lib.drill import local_cloud
    from constructs_lib.local import running
    from constructs_lib.local.variables import ACCOUNT

    cloud = running.need()

    def ask(region: str) -> str:
        """A request that changes nothing, so that nothing is changed if the Region is up after all."""
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError, ClientError

        client = boto3.client(
            "chime-sdk-voice",
            region_name=region,
            endpoint_url=cloud.url,
            aws_access_key_id=ACCOUNT,
            aws_secret_access_key="local",  # noqa: S106 - nobody looks at it
            config=Config(retries={"total_max_attempts": 1}),
        )
        try:
            client.list_sip_rules()
        except (BotoCoreError, ClientError) as error:
            return f"ListSipRules got no answer ({type(error).__name__})"
        return "ListSipRules was answered"

    def play(wish: list[Outage]) -> list[Drill]:
        return [local_cloud.play(cloud.admin, ACCOUNT, outage, ask) for outage in wish]

    return local_cloud.deployed(cloud.admin, ACCOUNT), play


def _report(drills: list[Drill], policy: Policy, form: str, *, passed: bool) -> str:
    if form == "json":
        return json_report.render(drills, policy, passed=passed)
    if form == "markdown":
        return markdown_report.render(drills, policy)
    return text_report.render(drills, policy, color=is_colored())


def _seconds(text: str) -> float:
    found = re.fullmatch(r"(\d{1,7})([smh])", text)
    seconds = int(found[1]) * _UNITS[found[2]] if found else 0
    if not 0 < seconds <= _LONGEST:
        raise argparse.ArgumentTypeError(f"must be a time such as 90s, 10m or 2h, up to 720h, got {visible(text)}")
    return float(seconds)
