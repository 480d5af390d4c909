"""`chime-voice call`: a call before anything is deployed, with the code that will be uploaded."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from constructs_lib.calls import script as scripts
from constructs_lib.calls import sources
from constructs_lib.calls.errors import CallsError
from constructs_lib.calls.faults import Fault
from constructs_lib.calls.line import Line
from constructs_lib.calls.script import Script
from constructs_lib.calls.simulation import Simulation
from constructs_lib.calls.sources import Source
from constructs_lib.calls.stand_ins import CALLER
from constructs_lib.commands.call import options, policies, report, surroundings
from constructs_lib.commands.call.talk import Talk
from constructs_lib.commands.terminal import is_colored
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.masking import Mask
from constructs_lib.routing.errors import SourceError
from constructs_lib.workers import WorkersError, handler_file

UNUSABLE = 2


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    options.add_parser(subparsers)


def run(args: argparse.Namespace) -> int:
    """Place the call; 0 answered and nothing wrong, 1 not so, 2 the input cannot be used."""
    try:
        options.check(args)
        script = _script(args)
        by_hand = script is None and args.repeat == 1 and args.format == "text" and surroundings.has_a_terminal()
        hide = Mask().text if args.mask else str
        with _simulation(args, hide) as simulation:
            surroundings.tell_idle(args.down, simulation.source)
            if args.outbound is None:
                _, trigger = simulation.source.called(to=args.to, host=args.host)
                surroundings.tell_stand_in(trigger.value, simulation.source, hide)
            lines: list[Line] = []
            for _ in range(args.repeat):
                call = _place(args, simulation, script or Script(), by_hand=by_hand)
                if by_hand:
                    talk = Talk(simulation.network, call, hide=hide, color=is_colored())
                    lines.append(talk.hold())
                else:
                    with surroundings.patience():
                        lines.append(Line(simulation.network, call))
            return report.conclude(args, simulation.source, lines, seen=by_hand)
    except (CallsError, SourceError, WorkersError) as error:
        print(f"chime-voice call: {report.plain(str(error))}", file=sys.stderr)
        return UNUSABLE


def _script(args: argparse.Namespace) -> Script | None:
    """What the parties do; None when nobody said."""
    if args.script is not None:
        return scripts.read(args.script)
    return scripts.parse(scripts.presses(args.press), name="--press") if args.press else None


def _simulation(args: argparse.Namespace, hide: Callable[[str], str]) -> Simulation:
    source = _source(args)
    cloud = None if args.endpoint_url else surroundings.local_cloud()
    return Simulation(
        surroundings.as_deployed(source, cloud) if cloud else source,
        environment=scripts.pairs(args.env),
        python=args.python,
        endpoint_url=args.endpoint_url or cloud,
        faults=[Fault.parse(each) for each in args.fail],
        policy=policies.parse(args.policy),
        seed=args.seed,
        log=surroundings.log_to_stderr(hide),
    )


def _source(args: argparse.Namespace) -> Source:
    """An account's file holds no code: there a handler answers for all functions."""
    if args.assembly is None:
        return sources.of(args.handler, region=args.region)
    source = sources.of(args.assembly)
    if args.handler is not None:
        return source.answered_by(handler_file.function(args.handler, region=args.region))
    if not Path(args.assembly).is_dir():
        raise CallsError(
            f"{args.assembly} is of an account, whose functions have no code here: say what answers for them with --handler "
            "FILE:FUNCTION, or call the folder that `cdk synth` wrote"
        )
    return source


def _place(args: argparse.Namespace, simulation: Simulation, script: Script, *, by_hand: bool) -> Call:
    if args.outbound is None:
        return simulation.call(
            to=args.to,
            host=args.host,
            user=args.user,
            sip_headers=scripts.pairs(args.header),
            caller=args.caller or CALLER,
            down=args.down,
            script=script,
            by_hand=by_hand,
        )
    return simulation.outbound(
        args.outbound or None,
        to=args.to,
        caller=args.caller,
        arguments=scripts.pairs(args.argument),
        sip_headers=scripts.pairs(args.header),
        down=args.down,
        script=script,
        by_hand=by_hand,
    )
