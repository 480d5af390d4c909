"""What the CDK notes beside templates: paths, lines of code, acknowledgements."""

import json
import os
import subprocess
import sys
from pathlib import Path

import aws_cdk as cdk
import pytest

from constructs_lib import CallHandler, PhoneNumber, SipMediaApplication, SipRule
from constructs_lib.assembly import metadata, read
from tests.assembly.by_hand import ACCOUNT, application, rule, stack, write

APP = """\
import aws_cdk as cdk
from constructs_lib import SipMediaApplication, SipRule, Trigger

app = cdk.App()
voice = cdk.NestedStack(cdk.Stack(app, "Voice", env=cdk.Environment(region="us-east-1")), "Nested")
answer = SipMediaApplication(voice, "App", handler="arn:aws:lambda:us-east-1:123456789012:function:answer")


def line(number):
    SipRule(voice, number, trigger=Trigger.phone_number(number), targets=[answer])  # here


for each in ("+12065550100", "+12065550101"):
    line(each)
app.synth()
"""


def test_a_resource_stands_at_the_users_own_line(tmp_path):
    (tmp_path / "app.py").write_text(APP)
    root = Path(__file__).resolve().parents[2]
    environment = {
        **os.environ,
        "JSII_HOST_STACK_TRACES": "1",
        "CDK_OUTDIR": str(tmp_path / "cdk.out"),
        "PYTHONPATH": os.pathsep.join([str(root), str(root / "lambda_src")]),
    }
    subprocess.run([sys.executable, "app.py"], cwd=tmp_path, env=environment, check=True, capture_output=True)
    table = read(tmp_path / "cdk.out")
    lines = APP.splitlines()
    where = 1 + next(at for at, line in enumerate(lines) if line.endswith("# here"))
    assert [(route.origin.file, route.origin.line) for route in table.routes] == [(str(tmp_path / "app.py"), where)] * 2
    answering = 1 + next(at for at, line in enumerate(lines) if line.startswith("answer ="))
    assert table.applications[0].origin.line == answering


@pytest.mark.parametrize(
    ("frames", "where"),
    [
        (["<module> (/code/app.py:3)"], ("/code/app.py", 3)),
        (["...", "f (/x/site-packages/a.py:1)", "g (/x/constructs_lib/b.py:2)", "h (/x/c d.py:3)"], ("/x/c d.py", 3)),
        (
            ["run (/usr/lib/python3.11/runpy.py:1)", "run (<frozen runpy>:1)", "m (C:\\app\\app.py:7)"],
            ("C:\\app\\app.py", 7),
        ),
        (["new Voice (/app/lib/voice.ts:12:34)", "main (/app/bin/app.ts:1:1)"], ("/app/lib/voice.ts", 12)),
        (["new Stack (/app/node_modules/aws-cdk-lib/x.js:1:2)", "a (node:internal/x:1:2)"], ("", None)),
        (["(no user code in 10 frames, use --stack-trace-limit to capture more)"], ("", None)),
        (["f (/x.py)", "f (:3)", "f (/x.py:+3)", f"f (/x.py:{'9' * 5000})", 3, None, {}], ("", None)),
        ([], ("", None)),
    ],
)
def test_the_innermost_line_of_the_user_is_found(frames, where):
    assert metadata.position(frames) == where


def acknowledge(construct, **reasons):
    for name, reason in reasons.items():
        cdk.Validations.of(construct).acknowledge(
            cdk.Acknowledgment(id=name.replace("__", "::").replace("_", "-"), reason=reason)
        )


def test_what_somebody_accepts_is_read_from_the_cdks_own_notes(tmp_path):
    app = cdk.App(outdir=str(tmp_path / "cdk.out"))
    voice = cdk.Stack(cdk.Stage(app, "Prod"), "Voice", env=cdk.Environment(account=ACCOUNT, region="us-east-1"))
    nested = cdk.NestedStack(voice, "Nested")
    answer = SipMediaApplication(nested, "App", handler=CallHandler.template("announce", text="x"))
    line = SipRule(nested, "Line", trigger=PhoneNumber(nested, "Main", area_code="206"), targets=[answer])
    acknowledge(line, chime__single_region="one is enough", Other__single_region="not ours")
    cdk.Validations.of(nested).acknowledge(cdk.Acknowledgment(id="chime:unused-application", reason="by hand"))
    acknowledge(voice, chime__handler_timeout="known")
    found = {(each.id, each.reason, each.construct_path) for each in read(app.synth().directory).acknowledgements}
    assert found == {
        ("single-region", "one is enough", "Prod/Voice/Nested/Line"),
        ("unused-application", "by hand", "Prod/Voice/Nested"),
        ("handler-timeout", "known", "Prod/Voice"),
    }


@pytest.mark.parametrize("inline", [True, False])
def test_notes_stand_in_the_manifest_or_in_a_file_of_their_own(tmp_path, inline):
    notes = {"/Voice/Line/Resource": [{"type": "aws:cdk:logicalId", "data": "Rule", "trace": ["f (/app.py:9)"]}]}
    folder = write(tmp_path, {"Voice": stack({"App": application(), "Rule": rule()})})
    manifest = json.loads((folder / "manifest.json").read_text())
    if inline:
        manifest["artifacts"]["Voice"]["metadata"] = notes
    else:
        manifest["artifacts"]["Voice"]["additionalMetadataFile"] = "notes.json"
        (folder / "notes.json").write_text(json.dumps(notes))
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (route,) = read(folder).routes
    assert (route.origin.construct_path, route.origin.file, route.origin.line) == ("Voice/Line", "/app.py", 9)


def test_equal_logical_ids_of_nested_stacks_have_their_own_paths():
    def logical_id(name):
        return [{"type": "aws:cdk:logicalId", "data": name}]

    notes = metadata.read(
        {
            "/V/N.NestedStack/N.NestedStackResource": logical_id("N1"),
            "/V/N/M.NestedStack/M.NestedStackResource": logical_id("M1"),
            "/V/A/Resource": logical_id("A1"),
            "/V/N/A/Resource": logical_id("A1"),
            "/V/N/M/A/Resource": logical_id("A1"),
            "/V/NO/A/Resource": logical_id("A2"),
        }
    )
    paths = {(owner, name): each.path for owner, all_ in notes.declared.items() for name, each in all_.items()}
    assert paths["", "A1"] == "/V/A/Resource"
    assert paths["V/N", "A1"] == "/V/N/A/Resource"
    assert paths["V/N/M", "A1"] == "/V/N/M/A/Resource"
    assert paths["V/N", "M1"] == "/V/N/M.NestedStack/M.NestedStackResource"
    assert paths["", "A2"] == "/V/NO/A/Resource"


def test_a_path_that_is_no_constructs_is_not_gone_through_step_by_step():
    class Path(str):
        __slots__ = ()
        steps = 0

        def rpartition(self, separator):
            Path.steps += 1
            return tuple(Path(part) for part in super().rpartition(separator))

    entry = [{"type": "aws:cdk:logicalId", "data": "A"}]
    metadata.read({"/V/N.NestedStack/N.NestedStackResource": entry, Path("/" * 100_000): entry})
    assert Path.steps < 1000
