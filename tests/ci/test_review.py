"""The shell script for any CI: what it leaves, how it ends, and that it touches nothing of the repository."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.ci.repository import QUICK, SYNTH, Repository, assembly, machine

SCRIPT = ".github/telephony/review.sh"


def review(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = machine(**{**QUICK, **variables})
    top = subprocess.run(
        ["git", "rev-parse", "--show-toplevel"], cwd=folder, check=True, capture_output=True, text=True
    )
    script = Path(top.stdout.strip()) / SCRIPT
    return subprocess.run(
        ["bash", str(script), *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def repository(tmp_path) -> Repository:
    """Two Regions, swapped by the last commit."""
    made = Repository(tmp_path / "repository")
    made.commit(assembly(tmp_path, "before", "us-east-1", "us-west-2"))
    made.commit(assembly(tmp_path, "after", "us-west-2", "us-east-1"))
    return made


def test_leaves_the_report_and_both_assemblies(repository, tmp_path):
    done = review(repository.folder, "HEAD^1", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert "order-changed" in (tmp_path / "out" / "review.md").read_text()
    assert "order-changed" in done.stdout
    for name in ("base.out", "head.out"):
        assert (tmp_path / "out" / name / "manifest.json").exists()


@pytest.mark.parametrize(
    ("fail_on", "code"), [("danger", 0), ("caution", 1), ("order-changed", 1), ("number-released", 0)]
)
def test_ends_with_1_at_the_risks_that_somebody_chose(repository, tmp_path, fail_on, code):
    assert review(repository.folder, "HEAD^1", str(tmp_path / "out"), FAIL_ON=fail_on).returncode == code


def test_a_risk_that_does_not_exist_is_told_and_is_no_pass(repository, tmp_path):
    done = review(repository.folder, "HEAD^1", str(tmp_path / "out"), FAIL_ON="number-relased")
    assert done.returncode == 2
    assert "number-relased" in done.stderr


def test_an_error_of_the_check_ends_it_with_1(repository, tmp_path):
    files = assembly(tmp_path, "twice", "us-west-2", "us-east-1")
    place = "assembly/Voice.template.json"
    template = json.loads(files[place])
    template["Resources"]["Again"] = template["Resources"]["Rule"]
    repository.commit({**files, place: json.dumps(template)})
    done = review(repository.folder, "HEAD", str(tmp_path / "out"))
    assert done.returncode == 1
    assert "duplicate-trigger" in done.stdout


def test_a_second_run_into_the_same_folder_forgets_the_first(repository, tmp_path):
    out = str(tmp_path / "out")
    assert review(repository.folder, "HEAD^1", out, FAIL_ON="any").returncode == 1
    assert review(repository.folder, "HEAD", out, FAIL_ON="any").returncode == 0
    assert "order-changed" not in (tmp_path / "out" / "review.md").read_text()


def test_is_compared_from_where_the_change_branched_off(repository, tmp_path):
    repository.git("switch", "--quiet", "--create", "change", "HEAD^1")
    repository.commit({"UNRELATED": "text"})
    done = review(repository.folder, "main", str(tmp_path / "out"), FAIL_ON="any")
    assert done.returncode == 0, "what main did meanwhile is not this change's doing"


def test_an_app_may_be_in_a_folder_of_the_repository(tmp_path):
    repository = Repository(tmp_path / "repository")
    repository.commit(assembly(tmp_path, "before", "us-east-1", "us-west-2", prefix="infra/voice app/"))
    repository.commit(assembly(tmp_path, "after", "us-west-2", "us-east-1", prefix="infra/voice app/"))
    done = review(repository.folder / "infra" / "voice app", "HEAD^1", "../../../out of it")
    assert done.returncode == 0, done.stderr
    assert "order-changed" in (tmp_path / "out of it" / "review.md").read_text()


def test_what_is_not_committed_is_reviewed_too(repository, tmp_path):
    repository.write(assembly(tmp_path, "more", "us-east-1"))
    assert review(repository.folder, "HEAD", str(tmp_path / "out"), FAIL_ON="failover-depth").returncode == 1


@pytest.mark.parametrize("synth", [SYNTH, "echo it is broken; false"])
def test_leaves_nothing_behind_in_the_repository(repository, tmp_path, synth):
    repository.write({"assembly/new": "not committed", "cdk.json": "{}"})
    repository.git("add", "cdk.json")
    before = [repository.git(*words) for words in (["status", "--porcelain"], ["branch", "--list"], ["stash", "list"])]
    review(repository.folder, "HEAD^1", str(tmp_path / "out"), SYNTH=synth)
    after = [repository.git(*words) for words in (["status", "--porcelain"], ["branch", "--list"], ["stash", "list"])]
    assert after == before
    assert len(repository.git("worktree", "list").splitlines()) == 1


def test_a_revision_that_cannot_be_synthesized_ends_it_with_2_and_its_own_words(repository, tmp_path):
    done = review(repository.folder, "HEAD^1", str(tmp_path / "out"), SYNTH="echo a comma is missing >&2; false")
    assert done.returncode == 2
    assert "a comma is missing" in done.stderr
    assert "review.sh: base cannot be synthesized" in done.stderr
    assert "could not be reviewed" in (tmp_path / "out" / "review.md").read_text()


@pytest.mark.parametrize(
    ("words", "told"),
    [([], "usage: review.sh BASE FOLDER"), (["no-such-branch", "out"], "no common ancestor of no-such-branch")],
)
def test_ends_with_2_when_it_is_not_told_what_it_needs(repository, tmp_path, words, told):
    done = review(repository.folder, *words)
    assert done.returncode == 2
    assert told in done.stderr
