"""`chime-voice generate`: a CDK app that takes over what an account has."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from constructs_lib.routing.errors import SourceError
from constructs_lib.routing.words import number_words, visible

EPILOG = """\
examples:
  chime-voice scan -o estate.json && chime-voice generate estate.json -o telephony
  cd telephony && python -m pytest && cat README.md         what to do next
  terraform show -json > state.json && chime-voice generate state.json -o telephony

Every resource is declared as it is and taken over by its id, so that the first deployment changes none of them. Phone
numbers are in the code, which cannot do without them. Nothing is overwritten, and the same estate gives the same files.
Exit code 1 if something could not be taken over, which README.md lists; 2 if there is nothing to generate or the folder
cannot be made.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    generate = subparsers.add_parser(
        "generate",
        help="a CDK app that takes over what an account has, as it is",
        description="Write a CDK app in Python that declares what an account has and takes it over as it is.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    generate.add_argument(
        "estate", metavar="ESTATE", help="the file that `chime-voice scan -o` writes, or `terraform show -json` prints"
    )
    generate.add_argument(
        "-o", "--output", metavar="DIR", type=Path, required=True, help="a folder that does not exist yet, or is empty"
    )


def run(args: argparse.Namespace) -> int:
    """Write the app; 1 when something is left out, 2 when nothing can be written."""
    from constructs_lib import estate
    from constructs_lib.estate import terraform
    from constructs_lib.generate import generate, write
    from constructs_lib.generate.deciding import called

    try:
        found = terraform.load(args.estate) if terraform.is_state_file(args.estate) else estate.load(args.estate)
        project = generate(found)
        write(project.files, args.output)
    except SourceError as error:
        print(f"chime-voice generate: {visible(str(error))}", file=sys.stderr)
        return 2
    for name in sorted(project.files):
        print(args.output / name)
    decision = project.decision
    print(f"taken over: {number_words(len(decision.taken), 'resource')}")
    for each in decision.left:
        print(f"not taken over: {visible(f'{called(each.found)}: {each.reason}')}", file=sys.stderr)
    for gap in found.gaps:
        print(f"not read: {visible(f'{gap.region}: {gap.operation}: {gap.reason}')}", file=sys.stderr)
    print(f"next: {args.output / 'README.md'} says what to do")
    return 1 if decision.left or found.gaps else 0
