"""Calls to what was deployed, and who answers them."""

from __future__ import annotations

import argparse
import json
import sys

from constructs_lib.calls import script
from constructs_lib.calls.errors import CallsError
from constructs_lib.commands.local.options import Commands, add_command, add_format, e164
from constructs_lib.local import running
from constructs_lib.local.errors import LocalCloudError
from constructs_lib.local.table import routing_table
from constructs_lib.local.variables import ACCOUNT
from constructs_lib.routing.formats import FORMATS
from constructs_lib.routing.model import RoutingTable


def add_parsers(commands: Commands) -> None:
    """Describe the commands."""
    routes = add_command(commands, "routes", "who answers which call, and who does when a Region is down")
    routes.add_argument("--format", choices=FORMATS, default="table", help="default: table")
    routes.set_defaults(carry_out=_routes)

    call = commands.add_parser(
        "call",
        help="place a call and watch what the deployed functions do with it",
        description="Place a call and show what the deployed functions do with it. Exit code 1 if nobody answers, or if a "
        "function answers what the service rejects.",
    )
    what = call.add_mutually_exclusive_group(required=True)
    what.add_argument("--to", metavar="NUMBER", type=e164, help="the number that is called, as +12065550100")
    what.add_argument("--host", help="the Voice Connector host name that a SIP request is sent to")
    call.add_argument(
        "--user", metavar="USER", help="with --host: the user part of the Request-URI (default: a number)"
    )
    call.add_argument(
        "--from", dest="caller", metavar="NUMBER", default="+12065550199", help="who calls (default: %(default)s)"
    )
    call.add_argument(
        "--down", metavar="REGION", action="append", default=[], help="pretend that this Region is gone (repeatable)"
    )
    _add_steps(call, "the caller")
    add_format(call)
    call.set_defaults(carry_out=_call)

    party = add_command(
        commands, "party", "say what whoever is at a number does when an application calls it, from now on"
    )
    party.add_argument("number", metavar="NUMBER", type=e164, help="who is called, as +12065550150")
    _add_steps(party, "the called party")
    party.set_defaults(carry_out=_party)

    calls = add_command(commands, "calls", "calls so far, those under way too, or one of them in full")
    calls.add_argument("transaction", nargs="?", metavar="TRANSACTION", help="a transaction id, or its beginning")
    add_format(calls)
    calls.set_defaults(carry_out=_calls)


def _add_steps(parser: argparse.ArgumentParser, who: str) -> None:
    does = parser.add_mutually_exclusive_group()
    does.add_argument(
        "--script", metavar="FILE", help="what the parties do, one step a line; see `chime-voice call --help`"
    )
    does.add_argument(
        "--press", metavar="KEYS", action="append", help=f"{who} presses these keys when asked (repeatable)"
    )


def _routes(args: argparse.Namespace) -> int:
    resources = running.need().admin.get("state").get(ACCOUNT)
    if resources is None:
        print(
            "nothing of chime-sdk-voice was deployed yet: run `cdk deploy` with `chime-voice local env`",
            file=sys.stderr,
        )
    table = routing_table(resources) if resources else RoutingTable(routes=())
    render, _ = FORMATS[args.format]
    print(render(table), end="")
    return 0


def _call(args: argparse.Namespace) -> int:
    wish = {"to": args.to, "host": args.host, "user": args.user, "from": args.caller, "down": args.down}
    wish["script"] = _script(args)
    answer = running.need().admin.post("calls", {name: value for name, value in wish.items() if value})
    _show(answer, args.format)
    call = answer["call"]
    found = [finding for each in (call, *answer["bridged"]) for finding in each["findings"]]
    errors = sum(finding["severity"] == "error" for finding in found)
    if errors:
        print(f"{errors} error{'s' * (errors > 1)} found in what the functions answered", file=sys.stderr)
    if not call["answered_by"]:
        print("nobody answered; who answers which call: chime-voice local routes", file=sys.stderr)
    return 0 if call["answered_by"] and not errors else 1


def _party(args: argparse.Namespace) -> int:
    running.need().admin.post("parties", {"number": args.number, "script": _script(args)})
    does = "does as told" if args.script or args.press else "answers, and does nothing"
    print(f"whoever is at {args.number} {does}, from the next call on")
    return 0


def _script(args: argparse.Namespace) -> str:
    """What the parties do; checked here, where it has its name."""
    try:
        text = script.presses(args.press or ()) if args.script is None else script.text_of(args.script)
        script.parse(text, name=args.script or "--press")
    except CallsError as error:
        raise LocalCloudError(str(error)) from None
    return text


def _calls(args: argparse.Namespace) -> int:
    admin = running.need().admin
    if args.transaction:
        _show(admin.get(f"calls/{args.transaction}"), args.format)
        return 0
    found = admin.get("calls")
    if args.format == "json":
        print(json.dumps([each["call"] for each in found], indent=2))
        return 0
    if not found:
        print("no calls so far: place one with `chime-voice local call --to NUMBER`")
    for each in found:
        print(each["line"])
    return 0


def _show(answer: dict[str, object], form: str) -> None:
    print(json.dumps(answer["call"], indent=2) if form == "json" else str(answer["text"]).rstrip())
