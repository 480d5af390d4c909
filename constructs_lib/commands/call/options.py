"""The words of `chime-voice call`."""

from __future__ import annotations

import argparse
import re
import shutil
from pathlib import Path

from chime_voice.contract.checks import E164, VOICE_REGIONS

from constructs_lib.calls.errors import CallsError
from constructs_lib.calls.sources import REGION
from constructs_lib.calls.stand_ins import CALLER

EPILOG = """\
examples:
  cdk synth && chime-voice call cdk.out                          by hand: it speaks, you type what the caller does
  chime-voice call cdk.out --to +12065550100 --press 1 --press 42#
  chime-voice call cdk.out --to Main --down us-east-1            a number that only the deployment will know, by its name
  chime-voice call cdk.out --host Pbx --user 4711                a SIP request to a Voice Connector
  chime-voice call cdk.out --fail '*=error@2' --format json      every function fails from its second invocation on
  chime-voice call cdk.out --outbound Reminder --to +12065550123 --argument text="Good news"
  chime-voice call --handler my_handler.py:answer --repeat 3     any handler, no CDK; does it keep state between calls?

a script is a text, one step a line:
  press 1#                     keys, one quickly after the other
  say Billing Account=42       what a Lex bot understands: an intent and its slots; no bot is run
  talk 5                       speak into a recording for 5 seconds, then be silent
  wait 2                       let 2 seconds pass
  update text="Good news"      somebody updates the call by the API
  hang up                      the caller hangs up
  other answers after 5        whoever the call is bridged to; also: other declines 486, other does not answer,
                               other presses 1, other hangs up
  answer, decline 486          the called party of an outbound call
  at 12 hang up                12 seconds after the call began, whoever is waited for; `at` goes before any single step
Whoever has steps left takes the next one when the call waits for that party. A # begins a comment line.

Nothing is deployed and nobody is called. Functions run on this machine in warm processes, without your environment and off
the network: their AWS calls go to the local cloud when one runs (chime-voice local up), to --endpoint-url, or fail at once.
Without --script and --press the call is by hand when there is a terminal; else the caller presses nothing.

exit codes: 0 somebody answered, and nothing that the service rejects was found; 1 nobody answered, or something was found;
2 the command or its input cannot be used
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    call = subparsers.add_parser(
        "call",
        help="place a call before anything is deployed, and see what the handlers do with it",
        description="Place a call before anything is deployed, and see what the handlers do with it and what is wrong.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    call.add_argument(
        "assembly",
        metavar="CDK_OUT",
        nargs="?",
        help="cdk.out, the folder that `cdk synth` writes; or the file of an account, from `chime-voice scan -o`",
    )
    call.add_argument(
        "--handler",
        metavar="FILE[:FUNCTION]",
        help="instead: a handler's file, .py, .js, .mjs, .cjs or .ts; with an account: what answers for its functions",
    )
    _add_who(call)
    _add_what(call)
    _add_how(call)


def check(args: argparse.Namespace) -> None:
    """See that the words fit together.

    Raises:
        CallsError: they do not.
    """
    problems = []
    if args.assembly is None and args.handler is None:
        hint = f"; {args.outbound!r} was taken for the application of --outbound" if args.outbound else ""
        problems.append(
            f"say what is called: either the folder that `cdk synth` wrote, or --handler FILE:FUNCTION{hint}"
        )
    if args.handler is not None and Path(args.handler).is_dir():
        problems.append(
            f"--handler {args.handler!r} is a folder: give the handler's file, as in handler.py:function; "
            "the folder that `cdk synth` wrote goes without --handler"
        )
    if args.assembly is not None and args.handler is not None and Path(args.assembly).is_dir():
        problems.append(
            f"say what is called: either {args.assembly}, whose functions have their own code, or --handler FILE:FUNCTION"
        )
    if args.outbound is not None and (args.to is None or not re.fullmatch(E164, args.to)):
        problems.append("an outbound call goes to a number: give --to in E.164, such as +12065550123")
    if args.outbound is not None and args.host is not None:
        problems.append("--host is for calls that come in; an outbound call goes to a number")
    if args.outbound is None and args.argument:
        problems.append("--argument is for an outbound call: name its application with --outbound")
    if args.user is not None and args.host is None:
        problems.append("--user is the user part of a SIP request: give its --host too")
    if args.header and args.host is None and args.outbound is None:
        problems.append(
            "--header is for a SIP request, with --host, or for an outbound call: a number's caller sends none"
        )
    if args.handler is None and args.region != REGION:
        problems.append("--region is for --handler; an assembly says itself where its functions are")
    if args.python is not None and shutil.which(args.python) is None:
        problems.append(f"--python {args.python}: there is no such program; give the path of a Python interpreter")
    if problems:
        raise CallsError(problems, what="the command" if len(problems) > 1 else "")


def _add_who(call: argparse.ArgumentParser) -> None:
    who = call.add_argument_group("who calls whom")
    trigger = who.add_mutually_exclusive_group()
    trigger.add_argument(
        "--to",
        metavar="NUMBER",
        help="the number that is called; or a name of it, such as its construct id, when only the deployment will know it "
        "(default: the only one there is)",
    )
    trigger.add_argument("--host", help="the Voice Connector host name that a SIP request is sent to, or a name of it")
    who.add_argument("--user", metavar="USER", help="with --host: the user part of the Request-URI (default: a number)")
    who.add_argument(
        "--header",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="with --host or --outbound: a SIP header, shown to the function of whoever is called (repeatable)",
    )
    who.add_argument(
        "--from",
        dest="caller",
        metavar="NUMBER",
        type=_e164,
        help=f"who calls (default: {CALLER}; in an outbound call the first number there is)",
    )
    who.add_argument(
        "--outbound",
        metavar="APPLICATION",
        nargs="?",
        const="",
        help="the application (its name, construct path or logical id; default: the only one) calls --to instead",
    )
    who.add_argument(
        "--argument", metavar="KEY=VALUE", action="append", default=[], help="of an outbound call (repeatable)"
    )


def _add_what(call: argparse.ArgumentParser) -> None:
    what = call.add_argument_group("what happens")
    does = what.add_mutually_exclusive_group()
    does.add_argument("--script", metavar="FILE", help="what the parties do; see below")
    does.add_argument(
        "--press",
        metavar="KEYS",
        action="append",
        default=[],
        help="the caller presses these keys when asked (repeatable)",
    )
    what.add_argument(
        "--down",
        metavar="REGION",
        action="append",
        default=[],
        help="pretend that this Region is gone (repeatable)",
    )
    what.add_argument(
        "--fail",
        metavar="LOGICAL_ID=KIND[@N]",
        action="append",
        default=[],
        help="let a function fail, from its Nth invocation in a call on: throttle, error, timeout or gone; the function by "
        "logical id, name or construct path, * for all (repeatable)",
    )
    what.add_argument(
        "--policy",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="what the service's documentation leaves open, such as function_error_fails_over=true; a wrong name lists them "
        "(repeatable)",
    )
    what.add_argument(
        "--repeat",
        metavar="N",
        type=_count,
        default=1,
        help="the same call N times through the same processes, not by hand: shows state that leaks from one to the next "
        "(default: 1)",
    )


def _add_how(call: argparse.ArgumentParser) -> None:
    how = call.add_argument_group("how it runs")
    how.add_argument(
        "--env", metavar="KEY=VALUE", action="append", default=[], help="a variable for all functions (repeatable)"
    )
    how.add_argument("--python", metavar="PATH", help="the interpreter of Python handlers (default: this one)")
    how.add_argument("--endpoint-url", metavar="URL", help="where the functions' AWS calls go; on this machine")
    how.add_argument(
        "--region", choices=VOICE_REGIONS, default=REGION, metavar="REGION", help=f"of a --handler (default: {REGION})"
    )
    how.add_argument("--seed", metavar="N", type=int, default=0, help="of the ids in the call (default: 0)")
    how.add_argument("--format", choices=("text", "json"), default="text", help="json for programs (default: text)")
    how.add_argument("--mask", action="store_true", help="show no phone number in full")


def _e164(text: str) -> str:
    if not re.fullmatch(E164, text):
        raise argparse.ArgumentTypeError(f"must be a number in E.164 such as +12065550199, got {text!r}")
    return text


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 1000):
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to 1000, got {text!r}")
    return int(text)
