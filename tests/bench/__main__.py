"""Measure, print the table, and say which figures miss their target.

Each ratio is the median of paired runs: A and B in turn in the same minute, so that a busy machine slows both alike.
Whole processes are timed, start of Python and end of Node included; the CDK's built-in validator is off.
"""

from __future__ import annotations

import dataclasses
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from constructs_lib import _templates
from tests.bench import programs, reading, rule_set

PAIRS = 5
IMPORT_PAIRS = 15
ROOT = Path(__file__).resolve().parents[2]


@dataclasses.dataclass(frozen=True)
class Row:
    """A line of the table."""

    what: str
    ratio: float
    target: float | None
    seconds: tuple[float, float]

    @property
    def met(self) -> bool:
        """Whether the figure is as good as it should be; what has no target always is."""
        return self.target is None or self.ratio <= self.target


def seconds(program: str, *arguments: str) -> float:
    """Wall time of one process."""
    environment = {**os.environ, "CDK_VALIDATION": "false", "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'lambda_src'}"}
    with tempfile.TemporaryDirectory() as outdir:
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", program, outdir, *arguments], check=True, env=environment)
        return time.perf_counter() - began


def paired(what: str, a: tuple[str, ...], b: tuple[str, ...], target: float | None, pairs: int = PAIRS) -> Row:
    """The median of A's time over B's, in turn; one pair before it counts."""
    runs = [(seconds(*a), seconds(*b)) for _ in range(pairs + 1)][1:]
    medians = (statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs))
    row = Row(what, statistics.median(x / y for x, y in runs), target, medians)
    print(show(row), flush=True)
    return row


@dataclasses.dataclass(frozen=True)
class Rate:
    """How often something is done in a second: the best of three runs, since a busy machine only takes away."""

    what: str
    per_second: float
    target: float

    @property
    def met(self) -> bool:
        """Whether it is as fast as it should be."""
        return self.per_second >= self.target


def rate(what: str, program: str, target: float) -> Rate:
    """The calls a second that a program prints."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'lambda_src'}"}
    command = [sys.executable, "-c", program]
    runs = [
        float(subprocess.run(command, check=True, env=environment, capture_output=True, text=True).stdout)
        for _ in range(3)
    ]
    row = Rate(what, max(runs), target)
    mark = "ok" if row.met else "MISSED"
    print(f"  {what:<62} {row.per_second:6.0f}  {f'>= {target:.0f}':>8}  {mark}", flush=True)
    return row


def of_reading(rules: int, target: float | None) -> Row:
    """How an assembly of so many rules is read, against its files as JSON."""
    ratio, times = reading.ratio(rules)
    row = Row(f"read, check and show {rules} rules / json.loads of the files", ratio, target, times)
    print(show(row), flush=True)
    return row


def show(row: Row) -> str:
    """A line of the table as text."""
    target = f"<= {row.target:.2f}" if row.target else "-"
    mark = "ok" if row.met else "MISSED"
    times = f"{row.seconds[0]:.3f} s / {row.seconds[1]:.3f} s"
    return f"  {row.what:<62} {row.ratio:6.2f}  {target:>8}  {mark:<6}  {times}"


def sizes(routes: int) -> tuple[float, float]:
    """Bytes and resources that a route adds to the template."""
    measured = {}
    for count in (1, routes + 1):
        with tempfile.TemporaryDirectory() as outdir:
            environment = {
                **os.environ,
                "CDK_VALIDATION": "false",
                "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'lambda_src'}",
            }
            command = [sys.executable, "-c", programs.ROUTES, outdir, str(count)]
            subprocess.run(command, check=True, env=environment)
            text = (Path(outdir) / "Voice.template.json").read_text()
        measured[count] = (len(text), len(json.loads(text)["Resources"]))
    (bytes_1, resources_1), (bytes_n, resources_n) = measured[1], measured[routes + 1]
    return (bytes_n - bytes_1) / routes, (resources_n - resources_1) / routes


def main() -> int:
    """Run all of it; the exit code says whether every target was met."""
    print("ratio of wall times, median of pairs (A / B)\n")
    rows = [
        paired(
            f"synth, {n} rules with a handler by ARN / empty app", (programs.ROUTES, str(n)), (programs.EMPTY,), target
        )
        for n, target in ((1, None), (10, None), (100, 1.45))
    ]
    rows += [
        paired(
            f"synth, failover with two CallHandlers, {n} routes / two lambda.Functions",
            (programs.FAILOVER, str(n)),
            (programs.TWO_FUNCTIONS,),
            target,
        )
        for n, target in ((1, None), (100, 1.25))
    ]
    rows += [
        paired(
            f"cold import of the {name} handler / bare Python",
            (f"import chime_voice.handlers.{name}",),
            (programs.BARE,),
            1.3,
            IMPORT_PAIRS,
        )
        for name in _templates.names()
    ]
    rows += [of_reading(rules, target) for rules, target in ((1000, 10.0), (10_000, None))]
    print("\ncalls a second, best of three runs\n")
    rates = [
        rate("announce, in this process", programs.CALLS_IN_PROCESS, 1000),
        rate("announce, through one warm process", programs.CALLS_THROUGH_A_WORKER, 100),
    ]
    size, resources = sizes(100)
    print(f"\n  a route adds {size:.0f} bytes and {resources:.2f} resources to the template")
    print("\na set of rules in the local cloud\n")
    rule_set.main()
    figures: list[Row | Rate] = [*rows, *rates]
    missed = [row.what for row in figures if not row.met]
    print(
        f"\n{len(missed)} of {sum(row.target is not None for row in figures)} targets missed"
        + "".join(f"\n  {m}" for m in missed)
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
