"""`chime-voice local …`: the embedded cloud from a shell."""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from constructs_lib.local import environment, folders, running
from constructs_lib.local.errors import LocalCloudError
from constructs_lib.local.running import Running
from constructs_lib.local.variables import ACCOUNT, REGION, as_json, as_shell, variables

EPILOG = """\
a first session:
  chime-voice local up
  eval "$(chime-voice local env)"
  (cd "$(mktemp -d)" && cdk bootstrap aws://123456789012/us-east-1 aws://123456789012/us-west-2)
  cdk deploy --all
  chime-voice local status
  chime-voice local call --to +12065550100
  chime-voice local call --to +12065550100 --down us-east-1
  chime-voice local down
"""

FAULTS = {
    "throttle": "429; nothing happens",
    "refuse": "the error named with --code; nothing happens",
    "error_before": "500; nothing happens",
    "error_after": "500, although it was done",
    "timeout_before": "no answer; nothing happens",
    "timeout_after": "no answer, although it was done",
    "closed_before": "the connection breaks; nothing happens",
    "closed_after": "the connection breaks, although it was done",
    "latency": "the answer comes --seconds later",
    "region_down": "nobody listens in --region",
}


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

    up = commands.add_parser("up", help="start it (in the background) and say how to use it")
    up.add_argument("--port", type=int, default=0, help="where to listen on 127.0.0.1; by default any free port")
    up.add_argument("--foreground", action="store_true", help="stay in this terminal until Ctrl-C")
    up.add_argument(
        "--speed",
        type=_positive,
        default=1.0,
        help="let the service's time pass this many times as fast: orders, queues, propagation (default: 1)",
    )
    commands.add_parser("down", help="stop it and everything it started; what was deployed is gone")
    status = commands.add_parser("status", help="what runs, and what was deployed")
    _add_format(status)
    env = commands.add_parser("env", help='the variables for the CDK CLI, the AWS CLI and SDKs: eval "$(… env)"')
    env.add_argument("--format", choices=("shell", "json"), default="shell")
    env.add_argument("--region", default=REGION, help=f"the default Region (default: {REGION})")

    call = commands.add_parser("call", help="place a call and watch what the deployed functions do with it")
    what = call.add_mutually_exclusive_group(required=True)
    what.add_argument("--to", metavar="NUMBER", help="the number that is called, as +12065550100")
    what.add_argument("--host", help="the Voice Connector host name that a SIP request is sent to")
    call.add_argument("--from", dest="caller", metavar="NUMBER", default="+12065550199", help="who calls")
    call.add_argument(
        "--down", metavar="REGION", action="append", default=[], help="pretend that this Region is gone (repeatable)"
    )
    _add_format(call)

    _add_fault(commands)
    advance = commands.add_parser("advance", help="let the service's time jump ahead")
    advance.add_argument("seconds", type=_positive, help="how far, in seconds; 604800 empties the deletion queue")
    commands.add_parser("clean", help="remove the emulator's environment; the next start makes it again")


def _add_fault(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    fault = commands.add_parser("fault", help="make chime-sdk-voice misbehave, and stop that")
    actions = fault.add_subparsers(dest="fault_command", required=True, metavar="ACTION")
    kinds = "\n".join(f"  {kind:15} {text}" for kind, text in FAULTS.items())
    add = actions.add_parser(
        "add",
        help="put a fault in wait for matching calls",
        epilog=f"kinds:\n{kinds}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add.add_argument("kind", choices=FAULTS, metavar="KIND", help="what happens; see below")
    add.add_argument("--operation", default="*", help="a pattern of operation names, as 'Create*' (default: all)")
    add.add_argument("--region", default="*", help="a pattern of Regions (default: all)")
    add.add_argument("--count", type=int, default=1, help="how many calls it hits; 0 for all (default: 1)")
    add.add_argument("--skip", type=int, default=0, help="how many matching calls pass before (default: 0)")
    add.add_argument("--seconds", type=float, default=0.0, help="for latency")
    add.add_argument("--code", default="", help="for refuse, as AccessDeniedException")
    actions.add_parser("list", help="faults in wait")
    actions.add_parser("clear", help="forget all faults")


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text")


def _positive(text: str) -> float:
    value = float(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(f"must be more than 0, got {text}")
    return value


def run(args: argparse.Namespace) -> int:
    """Carry out the command; 0 when all is well, 1 after one line that says what is not."""
    try:
        return COMMANDS[args.local_command](args)
    except LocalCloudError as error:
        print(f"chime-voice local: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("chime-voice local: interrupted", file=sys.stderr)
        return 130


def _progress(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _up(args: argparse.Namespace) -> int:
    root = folders.state()
    with running.alone(root):
        found = running.find(root)
        if found:
            if args.port not in {0, found.port}:
                raise LocalCloudError(f"one is running on port {found.port}: stop it first with `chime-voice local down`")
            print(f"a local cloud is running at {found.url}")
            return 0
        options = {"port": args.port, "account": ACCOUNT, "speed": args.speed}
        found, started = Running.start(root, options, _progress, watched=args.foreground)
        if not args.foreground:
            # It outlives this command: nobody here will wait for its end.
            started.returncode = 0
    print(
        f"a local cloud is running at {found.url}\n"
        '  use it    eval "$(chime-voice local env)", then cdk, aws or boto3 as ever\n'
        "  look      chime-voice local status\n"
        "  call      chime-voice local call --to NUMBER\n"
        f"  stop      {'Ctrl-C' if args.foreground else 'chime-voice local down'}\n"
        f"  log       {found.log}",
        flush=True,
    )
    return _stay(found, started) if args.foreground else 0


def _stay(found: Running, started: subprocess.Popen[bytes]) -> int:
    """Wait for the cloud's end, or end it."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        started.wait()
    except KeyboardInterrupt:
        print("stopping")
    finally:
        found.stop(folders.state(), started)
    return 0


def _down(_args: argparse.Namespace) -> int:
    root = folders.state()
    with running.alone(root):
        found = running.find(root)
        if found is None:
            print("no local cloud is running")
            return 0
        found.stop(root)
    print(f"stopped the local cloud at {found.url}")
    return 0


def _status(args: argparse.Namespace) -> int:
    found = running.need()
    status, state = found.admin.get("status"), found.admin.get("state")
    if args.format == "json":
        print(json.dumps({"url": found.url, "log": str(found.log), **status, "accounts": state}, indent=2))
        return 0
    print(f"a local cloud is running at {found.url} (process {found.pid})\n  log   {found.log}")
    print(f"  time  {status['time']}\n  calls of chime-sdk-voice so far: {status['journal']}; faults in wait: {status['faults']}")
    for account, resources in sorted(state.items()):
        print(f"account {account}")
        for line in _inventory(resources):
            print(f"  {line}")
    return 0


def _inventory(resources: dict[str, Any]) -> list[str]:
    """The resources of an account, one a line."""
    lines = [
        f"number       {n['E164PhoneNumber']}  {n['ProductType']}, {n['Status']}{', in the deletion queue' * ('DeletionTimestamp' in n)}"
        for n in resources["PhoneNumbers"]
    ]
    lines += [
        f"order        {o['PhoneNumberOrderId']}  {o['Status']}"
        for o in resources["PhoneNumberOrders"]
        if o["Status"] != "Successful"
    ]
    lines += [f"connector    {c['OutboundHostName']}  {c['AwsRegion']}, {c['Name']}" for c in resources["VoiceConnectors"]]
    lines += [
        f"application  {a['SipMediaApplicationId']}  {a['AwsRegion']}, {a['Name']}" for a in resources["SipMediaApplications"]
    ]
    for rule in resources["SipRules"]:
        targets = sorted(rule["TargetApplications"], key=lambda target: target["Priority"])
        chain = " -> ".join(str(target["AwsRegion"]) for target in targets)
        state = " (disabled)" if rule["Disabled"] else ""
        lines.append(f"rule         {rule['TriggerValue']} -> {chain}{state}")
    return lines


def _env(args: argparse.Namespace) -> int:
    values = variables(running.need().url, ACCOUNT, args.region)
    print(as_shell(values) if args.format == "shell" else as_json(values))
    return 0


def _call(args: argparse.Namespace) -> int:
    wish = {"to": args.to, "host": args.host, "from": args.caller, "down": args.down}
    answer = running.need().admin.post("calls", {name: value for name, value in wish.items() if value})
    print(json.dumps(answer["call"], indent=2) if args.format == "json" else answer["text"])
    return 0


def _fault(args: argparse.Namespace) -> int:
    admin = running.need().admin
    if args.fault_command == "add":
        names = ("kind", "operation", "region", "skip", "seconds", "code")
        wish = {name: getattr(args, name) for name in names}
        faults = admin.post("faults", {**wish, "count": args.count or None})
    elif args.fault_command == "clear":
        faults = admin.post("faults/clear")
    else:
        faults = admin.get("faults")
    if not faults:
        print("no faults in wait")
    for fault in faults:
        count = "all" if fault["count"] is None else f"the next {fault['count']}"
        print(f"{fault['kind']}: {count} of {fault['operation']} in {fault['region']}, after {fault['skip']}")
    return 0


def _advance(args: argparse.Namespace) -> int:
    print(f"it is {running.need().admin.post('clock', {'advance': args.seconds})['time']}")
    return 0


def _clean(_args: argparse.Namespace) -> int:
    if running.find():
        raise LocalCloudError("a local cloud is running: stop it first with `chime-voice local down`")
    there = environment.clean()
    shutil.rmtree(folders.state(), ignore_errors=True)
    print(f"removed {folders.cache()}" if there else "there was nothing to remove")
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "up": _up,
    "down": _down,
    "status": _status,
    "env": _env,
    "call": _call,
    "fault": _fault,
    "advance": _advance,
    "clean": _clean,
}
