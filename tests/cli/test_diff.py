"""`chime-voice diff` with two assemblies: exit codes, formats, what to fail on."""

import json
import os
import pty
import subprocess
import sys

import pytest

from constructs_lib.routing.diff.catalogue import CATALOGUE, known_ids
from tests.assembly.by_hand import application, function, permission, rule, stack, target, write
from tests.cli.shell import CODE, run


def assembly(folder, *regions, **more):
    """One number that these Regions answer, in their order."""
    handler = {"Fn::GetAtt": ["Fn", "Arn"]}
    folder.mkdir()
    targets = (target({"Ref": f"App{region}"}, at, region) for at, region in enumerate(regions, 1))
    resources = {
        **{f"App{region}": application(handler, region=region, Name=region) for region in sorted(regions)},
        "Fn": function(FunctionName="answer"),
        "May": permission(handler),
        "Rule": rule("+12065550100", *targets, **more),
    }
    return write(folder, {"Voice": stack(resources)})


@pytest.fixture
def two(tmp_path):
    """Two assemblies; the second one tries the Regions in another order."""
    return assembly(tmp_path / "base", "us-east-1", "us-west-2"), assembly(tmp_path / "head", "us-west-2", "us-east-1")


def test_prints_what_changes_and_exits_with_0(two):
    done = run("diff", *two)
    assert (done.returncode, done.stderr) == (0, "")
    assert "CAUTION  order-changed\n  +12065550100, at Voice/Rule\n" in done.stdout


def test_says_that_nothing_changes(two):
    done = run("diff", two[0], two[0], "--fail-on", "any")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "No change: 1 rule and 3 resources as before.\n"


@pytest.mark.parametrize(("name", "start"), [("text", "1 caution. "), ("markdown", "## What changes"), ("json", "{\n")])
def test_prints_each_format(two, name, start):
    done = run("diff", *two, "--format", name)
    assert done.returncode == 0
    assert done.stdout.startswith(start)
    assert done.stdout.endswith("\n")
    assert not done.stdout.endswith("\n\n")


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ("any", 1),
        ("caution", 1),
        ("order-changed", 1),
        ("number-released, order-changed", 1),
        ("danger", 0),
        ("number-released,single-region", 0),
    ],
)
def test_fails_on_the_risks_that_it_is_told_to_fail_on(two, names, code):
    done = run("diff", *two, "--fail-on", names)
    assert done.returncode == code
    assert done.stderr == ("chime-voice diff: failed on order-changed\n" if code else "")
    assert "order-changed" in done.stdout


@pytest.mark.parametrize("names", ["order-change", "any,nothing", "", ","])
def test_a_risk_that_there_is_not_is_refused_with_all_that_there_are(two, names):
    done = run("diff", *two, "--fail-on", names)
    assert (done.returncode, done.stdout) == (2, "")
    assert all(name in done.stderr for name in known_ids())


def test_the_help_lists_every_risk():
    shown = run("diff", "--help").stdout
    assert all(name in shown for name in CATALOGUE)
    assert "code that you trust" in shown


def test_a_masked_report_shows_the_last_four_digits(two):
    for name in ("text", "markdown", "json"):
        shown = run("diff", *two, "--mask", "--format", name).stdout
        assert "2065550100" not in shown
        assert "0100" in shown


def test_a_page_can_be_limited(tmp_path):
    base, head = (
        write(
            tmp_path / name,
            {
                "Voice": stack(
                    {f"R{n}": rule(f"+120655501{n:02}", target("sma", 1), Name=f"{name}{n}") for n in range(60)}
                )
            },
        )
        for name in ("base", "head")
        for _ in [(tmp_path / name).mkdir()]
    )
    shown = run("diff", base, head, "--format", "markdown", "--limit", "3000").stdout
    assert len(shown) <= 3000
    assert "left out" in shown


@pytest.mark.parametrize("limit", ["100", "-1", "many"])
def test_a_limit_is_a_number_that_leaves_room(two, limit):
    done = run("diff", *two, f"--limit={limit}")
    assert done.returncode == 2
    assert f"must be a number of at least 2000, got {limit}" in done.stderr


def test_fails_with_2_and_one_line_when_there_is_no_assembly_to_read(two, tmp_path):
    for words in ((two[0], tmp_path), (tmp_path / "nothing", two[0])):
        done = run("diff", *words)
        assert (done.returncode, done.stdout) == (2, "")
        (line,) = done.stderr.splitlines()
        assert line.startswith("chime-voice diff: ")


def test_one_folder_is_not_enough(two):
    done = run("diff", two[0])
    assert (done.returncode, done.stdout) == (2, "")
    assert "HEAD is missing" in done.stderr


def test_an_app_is_only_for_revisions(two):
    for words in (("--app", "python app.py"), ("-c", "a=b")):
        done = run("diff", *two, *words)
        assert done.returncode == 2
        assert "are for --rev" in done.stderr


def test_programs_read_what_people_see(two):
    document = json.loads(run("diff", *two, "--format", "json").stdout)
    assert [risk["id"] for risk in document["risks"]] == ["order-changed"]
    (found,) = document["routes"]
    assert found["situations"][0]["before"], found["situations"][0]["after"] == ("us-east-1", "us-west-2")


@pytest.mark.parametrize(("no_color", "colored"), [("", True), ("1", False)])
def test_is_coloured_on_a_terminal_unless_its_user_says_otherwise(two, no_color, colored):
    ours, terminal = pty.openpty()
    try:
        command = [sys.executable, "-c", CODE, "diff", *map(str, two)]
        subprocess.run(command, stdout=terminal, check=True, env={**os.environ, "NO_COLOR": no_color})
        shown = os.read(ours, 100_000)
    finally:
        os.close(ours)
        os.close(terminal)
    assert (b"\x1b[" in shown) is colored
    assert b"order-changed" in shown


def test_what_the_code_accepts_is_told_but_does_not_fail(tmp_path):
    base = assembly(tmp_path / "base", "us-east-1", "us-west-2")
    head = assembly(tmp_path / "head", "us-east-1")
    accepted = {"type": "aws:cdk:acknowledged-rules", "data": {"chime::single-region": "a test line"}}
    manifest = json.loads((head / "manifest.json").read_text())
    manifest["artifacts"]["Voice"]["metadata"] = {
        "/Voice": [accepted],
        "/Voice/Rule/Resource": [{"type": "aws:cdk:logicalId", "data": "Rule"}],
    }
    (head / "manifest.json").write_text(json.dumps(manifest))
    done = run("diff", base, head, "--fail-on", "single-region,order-changed")
    assert (done.returncode, done.stderr) == (0, "")
    assert "accepted  a test line" in done.stdout
    assert run("diff", base, head, "--fail-on", "failover-depth").returncode == 1
