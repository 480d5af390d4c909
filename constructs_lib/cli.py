"""`chime-voice`: the command. Each sub-command is imported only when it is asked for."""

from __future__ import annotations

import argparse
import errno
import importlib
import importlib.metadata
import os
import sys
from collections.abc import Sequence

DISTRIBUTION = "chime-voice-constructs"
COMMANDS = {
    "routes": "constructs_lib.commands.routes",
    "diff": "constructs_lib.commands.diff",
    "check": "constructs_lib.commands.check",
    "call": "constructs_lib.commands.call",
    "scan": "constructs_lib.commands.scan",
    "generate": "constructs_lib.commands.generate",
    "drill": "constructs_lib.commands.drill",
    "drift": "constructs_lib.commands.drift",
    "local": "constructs_lib.commands.local",
    "new": "constructs_lib.commands.new",
}
_CANNOT_PRINT = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}

EPILOG = """\
examples:
  cdk synth && chime-voice routes cdk.out       who answers which call, before anything is deployed
  chime-voice routes cdk.out --format markdown  the same for a pull request
  chime-voice check cdk.out                     what is wrong with the routes, and what to do
  chime-voice scan -o estate.json               what an account has; routes, check and diff take the file as well
  chime-voice diff --rev main...                what the commits since main change for callers, risks first
  chime-voice call cdk.out                      a call before anything is deployed, by hand or by a script
  chime-voice drill cdk.out                     every Region down in turn: who still answers
  chime-voice local up                          an AWS cloud on this machine, to deploy to and to call
  chime-voice new handler menu ./my_handler     a call handler to start from, with its test
  chime-voice COMMAND --help                    everything about a command

exit codes: 0 all is well, 1 something is not, 2 the command or its input cannot be used
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; answers the exit code.

    Args:
        argv: the words after `chime-voice`, those of this process by default.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # not where somebody captures it
            stream.reconfigure(errors="backslashreplace")  # a terminal without Unicode is no reason to fail
    try:
        try:
            return _run(words)
        finally:
            print(end="", flush=True)
    except KeyboardInterrupt:
        print("chime-voice: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever reads has had enough, as `head` has. Python flushes once more at exit; let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as error:
        if error.errno not in _CANNOT_PRINT:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(f"chime-voice: what it prints cannot be written: {error.strerror}", file=sys.stderr)
        return 2


def _run(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="chime-voice",
        description="Telephony on the Amazon Chime SDK: see who answers, try it on this machine.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {importlib.metadata.version(DISTRIBUTION)}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    # Only help and mistakes need to know all of them.
    modules = {
        name: importlib.import_module(module)
        for name, module in COMMANDS.items()
        if not words or words[0] not in COMMANDS or words[0] == name
    }
    for module in modules.values():
        module.add_parser(subparsers)
    args = parser.parse_args(words)
    code: int = modules[args.command].run(args)
    return code
