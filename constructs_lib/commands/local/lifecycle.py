"""Starting and stopping a local cloud, and what it holds."""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import subprocess
import sys
from typing import Any

from chime_voice.contract.marker import strip

from constructs_lib.commands import switches
from constructs_lib.commands.local.options import Commands, add_command, add_format, port, positive
from constructs_lib.local import environment, folders, running
from constructs_lib.local.errors import LocalCloudError
from constructs_lib.local.running import Running
from constructs_lib.local.variables import ACCOUNT, REGION, as_json, as_shell, variables
from constructs_lib.local.voice.settings import Settings


def add_parsers(commands: Commands) -> None:
    """Describe the commands."""
    up = add_command(commands, "up", "start it (in the background) and say how to use it")
    up.add_argument("--port", type=port, default=0, help="where to listen on 127.0.0.1; by default any free port")
    up.add_argument("--foreground", action="store_true", help="stay in this terminal until Ctrl-C")
    up.add_argument(
        "--speed",
        type=positive,
        help="let the service's time pass this many times as fast: orders, queues, calls (default: 1)",
    )
    up.add_argument(
        "--setting",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="a quota, or what the service's documentation leaves open, such as phone_numbers=50; a wrong name lists them "
        "(repeatable)",
    )
    up.set_defaults(carry_out=_up)
    down = add_command(commands, "down", "stop it and everything it started; what was deployed is gone")
    down.set_defaults(carry_out=_down)
    status = add_command(commands, "status", "what runs, and what was deployed")
    add_format(status)
    status.set_defaults(carry_out=_status)
    env = add_command(commands, "env", 'the variables for the CDK CLI, the AWS CLI and SDKs: eval "$(… env)"')
    env.add_argument("--format", choices=("shell", "json"), default="shell", help="json for programs (default: shell)")
    env.add_argument("--region", default=REGION, help=f"the default Region (default: {REGION})")
    env.set_defaults(carry_out=_env)
    clean = add_command(commands, "clean", "remove the emulator's environment; the next start makes it again")
    clean.set_defaults(carry_out=_clean)


def _progress(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _up(args: argparse.Namespace) -> int:
    settings, problems = switches.parse(args.setting, Settings(), "setting")
    if problems:
        raise LocalCloudError("; ".join(problems))
    root = folders.state()
    with running.alone(root):
        found = running.find(root)
        if found:
            if args.port not in {0, found.port}:
                raise LocalCloudError(
                    f"one is running on port {found.port}: stop it first with `chime-voice local down`"
                )
            print(f"a local cloud is running at {found.url}")
            if args.speed:
                print("  speed     is as it was: chime-voice local speed TIMES changes it")
            if settings:
                print("  settings  are as they were: they are taken at a start, so stop it first")
            return 0
        options = {"port": args.port, "account": ACCOUNT, "speed": args.speed or 1.0, "settings": settings}
        found, started = Running.start(root, options, _progress, watched=args.foreground)
        if not args.foreground:
            # It outlives this command: nobody here will wait for its end.
            started.returncode = 0
    how_to = (
        f"a local cloud is running at {found.url}\n"
        '  use it    eval "$(chime-voice local env)", then cdk, aws or boto3 as ever\n'
        "  look      chime-voice local status\n"
        "  call      chime-voice local call --to NUMBER\n"
        f"  stop      {'Ctrl-C' if args.foreground else 'chime-voice local down'}\n"
        f"  log       {found.log}"
    )
    if args.foreground:
        return _stay(found, started, how_to)
    print(how_to)
    return 0


def _stay(found: Running, started: subprocess.Popen[bytes], how_to: str) -> int:
    """Say how to use the cloud, and wait for its end or end it."""
    try:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        print(how_to, flush=True)
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
    print(f"  time  {status['time']}, {status['speed']:g} times as fast as ours")
    print(f"  requests to chime-sdk-voice so far: {status['journal']}; faults in wait: {status['faults']}")
    for account, resources in sorted(state.items()):
        print(f"account {account}")
        for line in _inventory(resources):
            print(f"  {line}")
    return 0


def _inventory(resources: dict[str, Any]) -> list[str]:
    """The resources of an account, one a line."""
    lines = [
        f"number       {n['E164PhoneNumber']}  {n['ProductType']}, {n['Status']}"
        + (", in the deletion queue" if "DeletionTimestamp" in n else "")
        for n in resources["PhoneNumbers"]
    ]
    waiting = [each for each in resources["PhoneNumberOrders"] if each["Status"] != "Successful"]
    lines += [f"order        {o['PhoneNumberOrderId']}  {o['Status']}" for o in waiting]
    connectors, applications = resources["VoiceConnectors"], resources["SipMediaApplications"]
    lines += [f"connector    {c['OutboundHostName']}  {c['AwsRegion']}, {strip(c['Name'])}" for c in connectors]
    lines += [f"application  {a['SipMediaApplicationId']}  {a['AwsRegion']}, {strip(a['Name'])}" for a in applications]
    for rule in resources["SipRules"]:
        targets = sorted(rule["TargetApplications"], key=lambda target: target["Priority"])
        chain = " -> ".join(str(target["AwsRegion"]) for target in targets)
        state = " (disabled)" if rule["Disabled"] else ""
        lines.append(f"rule         {rule['TriggerValue']} -> {chain}, {strip(rule['Name'])}{state}")
    return lines


def _env(args: argparse.Namespace) -> int:
    values = variables(running.need().url, ACCOUNT, args.region)
    print(as_shell(values) if args.format == "shell" else as_json(values))
    return 0


def _clean(_args: argparse.Namespace) -> int:
    if running.find():
        raise LocalCloudError("a local cloud is running: stop it first with `chime-voice local down`")
    there = environment.clean()
    shutil.rmtree(folders.state(), ignore_errors=True)
    print(f"removed {folders.cache()}" if there else "there was nothing to remove")
    return 0
