"""What makes a local cloud's service misbehave, and what moves its time."""

from __future__ import annotations

import argparse
from typing import Any

from constructs_lib.commands.local.options import Commands, add_command, positive
from constructs_lib.local import running

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
    "region_down": "nobody listens in --region; for good with --count 0",
}


def add_parsers(commands: Commands) -> None:
    """Describe the commands."""
    fault = add_command(commands, "fault", "make chime-sdk-voice misbehave, and stop that")
    actions = fault.add_subparsers(dest="fault_command", required=True, metavar="ACTION")
    kinds = "\n".join(f"  {kind:15} {text}" for kind, text in FAULTS.items())
    add = add_command(
        actions,
        "add",
        "put a fault in wait for matching requests",
        epilog=f"kinds:\n{kinds}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add.add_argument("kind", choices=FAULTS, metavar="KIND", help="what happens; see below")
    add.add_argument("--operation", default="*", help="a pattern of operation names, as 'Create*' (default: all)")
    add.add_argument("--region", default="*", help="a pattern of Regions (default: all)")
    add.add_argument(
        "--count", type=int, default=1, help="how many requests it hits; 0 for all, until `fault clear` (default: 1)"
    )
    add.add_argument("--skip", type=int, default=0, help="how many matching requests pass before (default: 0)")
    add.add_argument("--seconds", type=float, default=0.0, help="for latency: how long")
    add.add_argument("--code", default="", help="for refuse, as ForbiddenException")
    add_command(actions, "list", "show the faults in wait")
    add_command(actions, "clear", "forget all faults")
    fault.set_defaults(carry_out=_fault)

    advance = add_command(commands, "advance", "let the service's time jump ahead")
    advance.add_argument(
        "seconds", metavar="SECONDS", type=positive, help="how far, in seconds; 604800 empties the deletion queue"
    )
    advance.set_defaults(carry_out=_advance)
    speed = add_command(commands, "speed", "let the service's time pass faster from now on, calls included")
    speed.add_argument("times", metavar="TIMES", type=positive, help="how many times as fast as ours; 1 is as fast")
    speed.set_defaults(carry_out=_speed)


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
        print(_shown(fault))
    return 0


def _shown(fault: dict[str, Any]) -> str:
    """A fault in words, as `throttle: the next 3 requests of Create* in every Region, after 1`."""
    what = fault["kind"]
    if fault["code"]:
        what += f" with {fault['code']}"
    if fault["seconds"]:
        what += f" of {fault['seconds']:g} s"
    count = "" if fault["count"] == 1 else f" {fault['count']}"
    which = "all requests" if fault["count"] is None else f"the next{count} request{'s' if count else ''}"
    operation = "" if fault["operation"] == "*" else f" of {fault['operation']}"
    region = "every Region" if fault["region"] == "*" else fault["region"]
    return f"{what}: {which}{operation} in {region}" + (f", after {fault['skip']}" if fault["skip"] else "")


def _advance(args: argparse.Namespace) -> int:
    print(f"it is {running.need().admin.post('clock', {'advance': args.seconds})['time']}")
    return 0


def _speed(args: argparse.Namespace) -> int:
    now = running.need().admin.post("clock", {"speed": args.times})
    print(f"it is {now['time']}, and time passes {now['speed']:g} times as fast as ours")
    return 0
