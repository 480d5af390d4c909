"""What makes a local cloud's service misbehave, and what moves its time."""

from __future__ import annotations

import argparse

from constructs_lib.commands.local.options import Commands, positive
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
    "region_down": "nobody listens in --region",
}


def add_parsers(commands: Commands) -> None:
    """Describe the commands."""
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
    fault.set_defaults(carry_out=_fault)

    advance = commands.add_parser("advance", help="let the service's time jump ahead")
    advance.add_argument("seconds", type=positive, help="how far, in seconds; 604800 empties the deletion queue")
    advance.set_defaults(carry_out=_advance)
    speed = commands.add_parser("speed", help="let the service's time pass faster from now on, calls included")
    speed.add_argument("times", type=positive, help="how many times as fast as ours; 1 is as fast")
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
        count = "all" if fault["count"] is None else f"the next {fault['count']}"
        print(f"{fault['kind']}: {count} of {fault['operation']} in {fault['region']}, after {fault['skip']}")
    return 0


def _advance(args: argparse.Namespace) -> int:
    print(f"it is {running.need().admin.post('clock', {'advance': args.seconds})['time']}")
    return 0


def _speed(args: argparse.Namespace) -> int:
    now = running.need().admin.post("clock", {"speed": args.times})
    print(f"it is {now['time']}, and time passes {now['speed']:g} times as fast as ours")
    return 0
