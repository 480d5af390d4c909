"""The workflow for pull requests, run step by step as GitHub does, on a repository with a merge of a change."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ci.github import REPOSITORY, TOKEN, GitHub, github
from tests.ci.repository import APP, EXAMPLE, QUICK, Repository, app_files, assembly, machine
from tests.ci.workflow import Job, Workflow
from tests.reference_apps import ROOT

FILE = EXAMPLE / ".github" / "workflows" / "telephony.yml"
MARK = "<!-- telephony review -->"
INSTALLED = (
    f"npm install --global aws-cdk@{json.loads((ROOT / 'package.json').read_text())['devDependencies']['aws-cdk']}",
)
NUMBER = "17"
SWAPPED = APP.replace('"us-east-1", "us-west-2"', '"us-west-2", "us-east-1"')


@pytest.fixture
def site() -> Iterator[GitHub]:
    with github() as running:
        yield running


def context(*, fork: bool = False, report: str = "") -> dict[str, Any]:
    head = {"repo": {"full_name": "somebody/telephony" if fork else REPOSITORY}}
    event = {"pull_request": {"number": NUMBER, "head": head}}
    return {
        "github": {"event": event, "repository": REPOSITORY, "token": TOKEN},
        "needs": {"review": {"outputs": {"report": report}}},
    }


def review(folder: Path, base: dict[str, str], head: dict[str, str], **variables: str) -> Job:
    """What the first job comes to for a change from one to the other."""
    repository = Repository(folder / "repository")
    repository.commit(base)
    repository.propose(head)
    workspace = repository.check_out(folder / "workspace")
    (folder / "temp").mkdir()
    file = workspace / FILE.relative_to(EXAMPLE)
    workflow = Workflow(file=file, workspace=workspace, environment=machine(**variables), installed=INSTALLED)
    return workflow.run("review", folder / "temp", context())


def comment(folder: Path, site: GitHub, report: str, *, token: str = TOKEN) -> Job:
    """What the second job comes to."""
    folder.mkdir()
    environment = machine(GITHUB_API_URL=site.url, GITHUB_REPOSITORY=REPOSITORY)
    seen = context(report=report)
    seen["github"]["token"] = token
    return Workflow(file=FILE, workspace=folder, environment=environment).run("comment", folder, seen)


def test_a_swap_of_regions_is_told_and_passes(tmp_path):
    ran = review(tmp_path, app_files(), {"app.py": SWAPPED})
    assert not ran.failed, ran.log
    report = ran.outputs["report"]
    assert "order-changed" in report
    assert "+12065550100" in report
    assert ran.summary == report + "\n"
    assert "order-changed" in ran.log, "the log says it too"
    assert re.search(r"[ `]app\.py:9`", report), "the line that routes the number"
    assert str(tmp_path) not in report + ran.log, "folders of the machine are nobody's business"


def test_a_trigger_that_nobody_answers_fails_the_run_and_is_told_all_the_same(tmp_path):
    ran = review(tmp_path, assembly(tmp_path, "base", "us-east-1"), assembly(tmp_path, "head"), **QUICK)
    assert ran.failed
    assert "trigger-unanswered" in ran.outputs["report"]


def test_the_pull_request_that_brings_the_app_has_nothing_before_it(tmp_path):
    ran = review(tmp_path, {"README": "soon"}, assembly(tmp_path, "head", "us-east-1"), **QUICK)
    assert not ran.failed, ran.log
    assert "+12065550100" in ran.outputs["report"]


def test_an_app_that_cannot_be_synthesized_fails_the_run_with_its_own_words(tmp_path):
    broken = {"INSTALL": "", "SYNTH": "f() { python app.py; }; f"}
    ran = review(tmp_path, app_files("print()"), {"app.py": "raise SystemExit('a comma is missing')"}, **broken)
    assert ran.failed
    assert "a comma is missing" in ran.log
    assert ran.outputs["report"] == "This change could not be reviewed: the log says why.", (
        "an older report is no longer true"
    )


def test_there_is_one_comment_however_often_the_run_repeats(tmp_path, site):
    for at in range(3):
        assert not comment(tmp_path / str(at), site, f"report {at}").failed
    assert [each["body"] for each in site.comments] == [f"{MARK}\nreport 2"]


def test_a_change_of_something_else_is_not_commented_on(tmp_path, site):
    ran = review(tmp_path, assembly(tmp_path, "base", "us-east-1"), {"NOTES": "not of telephony"}, **QUICK)
    assert not ran.failed, ran.log
    assert not comment(tmp_path / "first", site, ran.outputs["report"]).failed
    assert site.comments == []
    # But what was said before is no longer true.
    comment(tmp_path / "second", site, "a risk")
    comment(tmp_path / "third", site, ran.outputs["report"])
    (only,) = site.comments
    assert only["body"].startswith(f"{MARK}\nNo change: ")


def test_comments_of_others_are_left_alone_even_where_they_have_the_mark(tmp_path, site):
    for at in range(120):
        site.add(f"{MARK}\nlook at me {at}" if at == 3 else "fine", author="somebody")
    site.add("another tool's report", author="github-actions[bot]")
    before = json.dumps(site.comments)
    for at in range(2):
        assert not comment(tmp_path / str(at), site, f"report {at}").failed
    *others, ours = site.comments
    assert json.dumps(others) == before
    assert ours["body"] == f"{MARK}\nreport 1"


def test_what_a_report_says_is_never_run(tmp_path, site):
    evil = "`touch pwned` $(touch pwned) \"; touch pwned; ' ${{ github.token }} \\ \u202e |"
    ran = comment(tmp_path / "job", site, evil)
    assert not ran.failed
    assert [each["body"] for each in site.comments] == [f"{MARK}\n{evil}"]
    assert not (tmp_path / "job" / "pwned").exists()


def test_a_token_that_may_not_write_is_told_in_one_line(tmp_path, site):
    ran = comment(tmp_path / "job", site, "report", token="may-read")
    assert ran.failed
    assert ran.log.startswith("GitHub refuses the comment: 403 ")
    assert len(ran.log.splitlines()) == 1


def test_a_fork_gets_no_comment_and_neither_does_a_run_without_a_report():
    workflow = Workflow(file=FILE, workspace=ROOT, environment={})
    assert workflow.applies("comment", context(report="report"))
    assert not workflow.applies("comment", context(report="report", fork=True))
    assert not workflow.applies("comment", context(report=""))


def test_the_job_that_runs_the_pull_requests_code_can_only_read():
    document = Workflow(file=FILE, workspace=ROOT, environment={}).document
    jobs = document["jobs"]
    assert document["permissions"] == {}
    assert jobs["review"]["permissions"] == {"contents": "read"}
    assert jobs["comment"]["permissions"] == {"pull-requests": "write"}
    assert document[True] == "pull_request", "never pull_request_target, which gives a fork's code a token that writes"
    assert "secrets." not in FILE.read_text()
    assert [step.get("uses") for step in jobs["comment"]["steps"]] == [None], "it checks nothing out"


def test_actions_are_few_and_pinned_and_no_expression_is_pasted_into_a_script():
    jobs = Workflow(file=FILE, workspace=ROOT, environment={}).document["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert all(re.fullmatch(r"actions/(checkout|setup-python|setup-node)@[0-9a-f]{40}", each) for each in used)
    assert not any("${{" in step.get("run", "") for step in steps)
    assert all(step["with"]["persist-credentials"] is False for step in steps if "checkout" in step.get("uses", ""))
