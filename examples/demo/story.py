"""The story: deploy, call, break, change, remove, and look after every step whether it is as it must be."""

from __future__ import annotations

import json
import os
from typing import Any

from constructs_lib.local import LocalCloud, LocalCloudError
from constructs_lib.routing import table_report
from examples.demo.cloud import Cloud
from examples.demo.screen import Screen, Step
from examples.demo.tools import ROOT, Cdk, DemoError

EAST, WEST = "us-east-1", "us-west-2"
BUILD = ROOT / "build"
LOG, RESULT = BUILD / "demo.log", BUILD / "demo.json"
FASTER = 20.0
"""The service's time while the CLI deploys, so that ordering a number takes a second and not twenty."""


class Story:
    """Every step, in order.

    Args:
        screen: where it is told.
        local: a cloud that is not started yet.
        calls: gets the calls, in order.
    """

    def __init__(self, screen: Screen, local: LocalCloud, calls: list[dict[str, Any]]) -> None:
        self._screen = screen
        self._local = local
        self._cloud = Cloud(local)
        self._cdk = Cdk(local, LOG, screen.doing)
        self._number = ""
        self._calls = calls

    def play(self) -> None:
        """Tell it all.

        Raises:
            DemoError: it cannot go on.
            LocalCloudError: the local cloud does not start or answer.
        """
        self._start()
        self._deploy()
        self._call_while_functions_fail()
        self._call_out()
        self._deploy_again()
        self._change()
        self._remove_a_region()
        self._destroy()

    def _start(self) -> None:
        with self._screen.step("start a cloud on this machine"):
            self._local.start()
        with self._screen.step(f"cdk bootstrap {EAST} and {WEST}") as step:
            self._cdk.bootstrap(self._local.account, [EAST, WEST])
            self._expect(step, "the account has nothing yet", self._inventory(), {})

    def _deploy(self) -> None:
        with self._screen.step("cdk deploy --all of app.py") as step:
            self._cdk.deploy({})
            self._expect(
                step,
                "three stacks: one a Region, and one with the number and the rules",
                sorted(self._cloud.stacks(EAST, WEST)),
                ["Support-Routing", f"Support-{EAST}", f"Support-{WEST}"],
            )
            wanted = {"PhoneNumbers": 1, "VoiceConnectors": 1, "SipMediaApplications": 2, "SipRules": 2}
            self._expect(
                step, "one number, one Voice Connector, two applications, two rules", self._inventory(), wanted
            )
            self._expect(step, f"every rule tries {EAST}, then {WEST}", self._orders(), {(EAST, WEST)})
        self._screen.block(table_report.render(self._cloud.table()))
        self._number = self._cloud.number()

    def _call_while_functions_fail(self) -> None:
        self._cloud.set_speed(1)
        with self._screen.step(f"call {self._number}: both Regions are healthy") as step:
            self._call(step, EAST, f"Hello from {EAST}", to=self._number)
        self._show()
        with self._screen.step("a PBX calls the Voice Connector's host name") as step:
            self._call(step, EAST, f"Hello from {EAST}", host=self._cloud.host())
        with self._screen.step(f"call again: {EAST}'s function cannot be invoked") as step:
            self._cloud.break_functions(EAST)
            self._call(step, WEST, f"Hello from {WEST}", to=self._number)
        self._show()
        with self._screen.step("call again: neither function can be invoked") as step:
            self._cloud.break_functions(EAST, WEST)
            self._call(step, None, None, to=self._number)
            self._cloud.mend_functions(EAST, WEST)
        self._show()

    def _call_out(self) -> None:
        with self._screen.step("CreateSipMediaApplicationCall: the application calls somebody") as step:
            application, transaction = self._cloud.start_call(EAST)
            answered = self._cloud.wait_for(transaction, lambda call: call["heard"])["call"]
            self._expect(
                step, "the call is answered, and they hear the greeting", _heard(answered), [f"Hello from {EAST}"]
            )
        with self._screen.step("UpdateSipMediaApplicationCall, while that call is under way") as step:
            self._cloud.update_call(EAST, application, transaction, "Your table is ready")
            found = self._cloud.wait_for(transaction, lambda call: call["state"] == "ended")
            self._calls.append(found)
            self._expect(step, "then they hear the update", _heard(found["call"])[1:], ["Your table is ready"])
        self._show()
        self._cloud.set_speed(FASTER)

    def _deploy_again(self) -> None:
        with self._screen.step("cdk deploy --all again: no change") as step:
            before = self._cloud.mutations()
            said = self._cdk.deploy({})
            self._expect(step, "the CLI finds nothing to do, three times", said.count("(no changes)"), 3)
            self._expect(step, "the service is not touched", self._cloud.mutations_since(before), [])

    def _change(self) -> None:
        with self._screen.step("cdk deploy --all: another order of Regions, another text") as step:
            before = self._cloud.mutations()
            self._cdk.deploy({"regions": f"{WEST},{EAST}", "text": "Good morning from {region}"})
            changes = self._cloud.mutations_since(before)
            self._expect(step, "the rules change in place, nothing else does", set(changes), {"UpdateSipRule"})
            self._expect(step, f"every rule tries {WEST}, then {EAST}", self._orders(), {(WEST, EAST)})
        with self._screen.step(f"call {self._number}") as step:
            self._call(step, WEST, f"Good morning from {WEST}", to=self._number)

    def _remove_a_region(self) -> None:
        context = {"regions": WEST, "retired": EAST}
        with self._screen.step(f"cdk deploy --all: {EAST} is retired") as step:
            self._cdk.deploy(context)
            self._expect(step, f"every rule has {WEST} alone", self._orders(), {(WEST,)})
        with self._screen.step(f"cdk destroy Support/{EAST}") as step:
            self._cdk.destroy(f"Support/{EAST}", context)
            regions = [each["AwsRegion"] for each in self._cloud.resources()["SipMediaApplications"]]
            self._expect(step, f"one application is left, in {WEST}", regions, [WEST])
            self._call(step, WEST, f"Hello from {WEST}", to=self._number)

    def _destroy(self) -> None:
        with self._screen.step("cdk destroy --all") as step:
            self._cdk.destroy("--all", {"regions": WEST})
            self._expect(step, "no stack is left", self._cloud.stacks(EAST, WEST), [])
            self._expect(
                step, "the number is still ours, everything else is gone", self._inventory(), {"PhoneNumbers": 1}
            )
            self._expect(step, "it is the same number", self._cloud.number(), self._number)

    def _call(self, step: Step, region: str | None, text: str | None, **wish: Any) -> None:
        found = self._cloud.call(**wish)
        self._calls.append(found)
        call = found["call"]
        if region is None:
            self._expect(
                step, "nobody answers, and the service hangs up", (call["answered_by"], call["state"]), (None, "ended")
            )
            return
        self._expect(step, f"{region} answers", call["answered_by"], region)
        self._expect(step, f"the caller hears {text!r}", _heard(call), [text])

    def _show(self) -> None:
        self._screen.block(self._calls[-1]["text"])

    def _expect(self, step: Step, what: str, seen: Any, wanted: Any) -> None:
        self._screen.check(step, what, seen == wanted, f"expected {wanted}, got {seen}")

    def _inventory(self) -> dict[str, int]:
        counted = {name: len(found) for name, found in self._cloud.resources().items() if name != "PhoneNumberOrders"}
        return {name: count for name, count in counted.items() if count}

    def _orders(self) -> set[tuple[str, ...]]:
        return {tuple(target.region for target in route.targets) for route in self._cloud.table().routes}


def _heard(call: dict[str, Any]) -> list[str]:
    return [each["content"] for each in call["heard"]]


def main() -> int:
    """Play it; 0 when everything was as it must be, 1 when not, 130 when interrupted."""
    _forget_aws()
    screen = Screen()
    BUILD.mkdir(exist_ok=True)
    LOG.write_text("")
    local = LocalCloud(speed=FASTER, progress=screen.doing)
    calls: list[dict[str, Any]] = []
    problem = ""
    try:
        Story(screen, local, calls).play()
    except KeyboardInterrupt:
        screen.line("\ninterrupted: the cloud on this machine, and everything in it, is gone")
        return 130
    except (DemoError, LocalCloudError) as error:
        problem = str(error)
    finally:
        local.stop()
    return _end(screen, calls, problem)


def _forget_aws() -> None:
    """Nothing here may reach a real account, whatever the shell is set up for."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "CDK_"))]:
        del os.environ[name]


def _end(screen: Screen, calls: list[dict[str, Any]], problem: str) -> int:
    checks = [check for step in screen.steps for check in step.checks]
    failed = [
        f"{step.title}: {check.what}: {check.seen}" for step in screen.steps for check in step.checks if not check.ok
    ]
    ok = not failed and not problem
    result = {
        "version": 1,
        "ok": ok,
        "problem": problem,
        "seconds": round(screen.seconds, 1),
        "steps": [
            {
                "title": step.title,
                "seconds": round(step.seconds, 1),
                "checks": [{"what": check.what, "ok": check.ok, "seen": check.seen} for check in step.checks],
            }
            for step in screen.steps
        ],
        "calls": [each["call"] for each in calls],
    }
    RESULT.write_text(json.dumps(result, indent=2) + "\n")
    screen.line()
    for step in screen.steps:
        good = sum(check.ok for check in step.checks)
        screen.line(f"  {step.seconds:6.1f} s  {good}/{len(step.checks)}  {step.title}")
    screen.line()
    if problem:
        screen.line(f"stopped: {problem}")
    for each in failed:
        screen.line(f"FAILED: {each}")
    good = len(checks) - len(failed)
    verdict = f"{'all' if ok else 'NOT all is well:'} {good} of {len(checks)} checks passed in {screen.seconds:.0f} s"
    screen.line(screen.verdict(verdict, ok))
    screen.line(f"  all results  {RESULT.relative_to(ROOT)}\n  CLI output   {LOG.relative_to(ROOT)}")
    return 0 if ok else 1
