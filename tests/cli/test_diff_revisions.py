"""`chime-voice diff --rev`: two git revisions, synthesized in folders of their own."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.cli.shell import CODE, run
from tests.house.source import ROOT

# An app that needs no CDK: a rule for the number of a file, or of the context, in the folder that it is told.
APP = """
import json, os, sys
from pathlib import Path
from tests.assembly.by_hand import rule, stack, target, write

out = Path(os.environ["CDK_OUTDIR"])
out.mkdir()
context = json.loads(os.environ["CDK_CONTEXT_JSON"])
if "CONTEXT_OVERFLOW_LOCATION_ENV" in os.environ:
    context.update(json.loads(Path(os.environ["CONTEXT_OVERFLOW_LOCATION_ENV"]).read_text()))
number = context.get("number") or Path("number.txt").read_text().strip()
name = context.get("name", os.environ["CDK_DEFAULT_REGION"])
write(out, {"Voice": stack({"Rule": rule(number, target("sma", 1), Name=name)})})
"""
OLD, NEW, DIRTY = "+12065550100", "+12065550101", "+12065550102"


class Repository:
    """A repository with an app in a folder of it, and a number of its own in each commit."""

    def __init__(self, root: Path) -> None:
        self.root, self.app, self.temporary = root, root / "voice", root.parent / "tmp"
        self.app.mkdir(parents=True)
        self.temporary.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")
        self.write("app.py", APP)
        self.write("cdk.json", json.dumps({"app": "python app.py"}))
        self.commit(OLD)
        self.commit(NEW)

    def write(self, name: str, text: str) -> None:
        (self.app / name).write_text(text)

    def commit(self, number: str = "") -> None:
        if number:
            self.write("number.txt", number)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", number or "more")

    def git(self, *words: str) -> str:
        who = {f"GIT_{role}_{what}": "a@b" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        done = subprocess.run(
            ["git", *words], cwd=self.root, env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def state(self) -> dict[str, bytes]:
        """Every file of the repository, git's own included."""
        return {str(path): path.read_bytes() for path in sorted(self.root.rglob("*")) if path.is_file()}

    def diff(self, *words: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        environment = {"TMPDIR": str(self.temporary), **environment}
        return run("diff", "--rev", *words, cwd=cwd or self.app, env=environment)


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "repository")


def triggers(done):
    """The trigger before and after."""
    (change,) = json.loads(done.stdout)["routes"]
    return tuple(change[side]["trigger"]["value"] for side in ("before", "after"))


@pytest.mark.parametrize(
    "words", [("HEAD~1", "HEAD"), ("HEAD~1",), ("HEAD~1..HEAD",), ("HEAD~1..",), ("main~1...main",)]
)
def test_two_revisions_are_compared(repository, words):
    done = repository.diff(*words, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert triggers(done) == (OLD, NEW)


def test_three_dots_compare_since_the_branches_parted(repository):
    repository.git("checkout", "--quiet", "-b", "feature", "main~1")
    repository.commit("+12065550109")
    assert triggers(repository.diff("main...feature", "--format", "json")) == (OLD, "+12065550109")
    assert triggers(repository.diff("main..feature", "--format", "json")) == (NEW, "+12065550109")


def test_nothing_of_the_repository_is_touched_and_nothing_is_left(repository):
    repository.write("number.txt", DIRTY)
    repository.write("new.txt", "not committed")
    before = repository.state()
    assert triggers(repository.diff("HEAD~1", "--format", "json")) == (OLD, NEW)
    assert repository.state() == before
    assert list(repository.temporary.iterdir()) == []


def test_what_an_archive_would_leave_out_is_there(repository):
    repository.write(".gitattributes", "number.txt export-ignore")
    repository.commit("+12065550109")
    assert triggers(repository.diff("HEAD~1", "--format", "json")) == (NEW, "+12065550109")


def test_an_index_of_a_hook_is_left_alone(repository):
    index = repository.root / "index-of-a-hook"
    index.write_bytes(b"mine")
    done = repository.diff("HEAD~1", GIT_INDEX_FILE=str(index))
    assert (done.returncode, index.read_bytes()) == (0, b"mine")


def test_context_comes_from_both_files_and_the_command_line(repository):
    repository.write("cdk.context.json", json.dumps({"number": "+12065550107", "name": "from-context"}))
    repository.write("cdk.json", json.dumps({"app": ["python", "app.py"], "context": {"number": "+12065550108"}}))
    repository.commit()
    (change,) = json.loads(repository.diff("HEAD~1", "--format", "json").stdout)["routes"]
    after = change["after"]
    assert (after["trigger"]["value"], after["name"]) == ("+12065550108", "from-context")
    done = repository.diff("HEAD~1", "-c", "number=+12065550109")
    assert "+12065550109" in done.stdout
    assert "+12065550108" not in done.stdout


def test_a_context_that_is_too_large_for_a_variable_arrives(repository):
    repository.write("cdk.context.json", json.dumps({"number": "+12065550107", "large": "x" * 200_000}))
    repository.commit()
    assert triggers(repository.diff("HEAD~1", "--format", "json")) == (NEW, "+12065550107")


def test_the_region_is_the_one_of_the_environment(repository):
    shown = repository.diff("HEAD~1", "--format", "json", AWS_REGION="us-west-2", CDK_DEFAULT_REGION="").stdout
    assert json.loads(shown)["routes"][0]["after"]["name"] == "us-west-2"


def test_another_command_can_be_given(repository):
    repository.write("other.py", APP.replace('"number.txt"', '"other.txt"'))
    repository.write("other.txt", "+12065550108")
    repository.write("cdk.json", "{}")
    repository.commit()
    assert "--app" in repository.diff("HEAD~1").stderr
    done = repository.diff("HEAD~0", "HEAD", "--app", "python other.py", "--format", "json")
    assert json.loads(done.stdout)["same"]["routes"] == 1


def test_an_interpreter_of_a_virtual_environment_that_is_not_committed_is_this_one(repository):
    repository.write("cdk.json", json.dumps({"app": ".venv/bin/python3 app.py"}))
    repository.commit("+12065550109")
    assert triggers(repository.diff("HEAD~1", "--format", "json")) == (NEW, "+12065550109")


def test_a_build_comes_before_the_app(repository):
    repository.write("cdk.json", json.dumps({"app": "python app.py", "build": "echo +12065550107 > number.txt"}))
    repository.commit()
    assert triggers(repository.diff("HEAD~1", "--format", "json")) == (NEW, "+12065550107")


def failed(done, *words):
    assert (done.returncode, done.stdout) == (2, "")
    for word in words:
        assert word in done.stderr
    assert "Traceback" not in done.stderr.splitlines()[0]
    return done.stderr


def test_an_app_that_fails_is_told_with_its_last_lines(repository):
    repository.write("app.py", "print('\\x1b[31mlate words')\nraise SystemExit(7)\n")
    repository.commit()
    told = failed(repository.diff("HEAD~1"), "HEAD (", "'python app.py' failed with exit code 7:", "late words")
    assert "\x1b" not in told
    assert list(repository.temporary.iterdir()) == []


def test_an_app_that_writes_nothing_is_told(repository):
    repository.write("app.py", "")
    repository.commit()
    failed(repository.diff("HEAD~1"), "wrote no cloud assembly", "app.synth()")


@pytest.mark.parametrize(
    ("text", "words"),
    [("{}", 'no "app" in a cdk.json'), ("[]", "must hold a JSON object"), ("{", "cdk.json cannot be read")],
)
def test_settings_without_an_app_are_told(repository, text, words):
    repository.write("cdk.json", text)
    repository.commit()
    failed(repository.diff("HEAD~1"), "HEAD (", words)


@pytest.mark.parametrize("words", [("nothing",), ("nothing", "HEAD"), ("HEAD..nothing",), ("nothing...HEAD",)])
def test_a_revision_that_there_is_not_is_told(repository, words):
    failed(repository.diff(*words), "there is no revision", "fetch")


@pytest.mark.parametrize("words", [("..HEAD",), ("HEAD..main", "HEAD")])
def test_words_that_mean_no_two_revisions_are_told(repository, words):
    failed(repository.diff(*words), "--rev takes two revisions")


def test_branches_without_a_common_commit_are_told(repository):
    repository.git("checkout", "--quiet", "--orphan", "alone")
    repository.commit("+12065550109")
    failed(repository.diff("main...alone"), "main and alone have no commit in common", "fetch")


def test_a_folder_that_a_revision_does_not_have_is_told(repository):
    (repository.root / "later").mkdir()
    failed(repository.diff("HEAD~1", cwd=repository.root / "later"), "does not have the folder")


def test_outside_of_a_repository_git_says_so(repository, tmp_path):
    failed(repository.diff("HEAD", cwd=tmp_path, GIT_CEILING_DIRECTORIES=str(tmp_path.parent)), "not a git repository")


def test_without_git_there_are_two_folders(repository, tmp_path):
    failed(repository.diff("HEAD", PATH=str(tmp_path)), "needs git")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_an_interrupt_leaves_neither_folders_nor_the_app(repository, number, code):
    os.mkfifo(repository.root.parent / "alive")
    alive = str(repository.root.parent / "alive")
    repository.write(
        "app.py", f"import signal\nheld = open({alive!r}, 'w')\nprint(1, file=held, flush=True)\nsignal.pause()\n"
    )
    repository.commit()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(repository.temporary)}
    command = [sys.executable, "-c", CODE, "diff", "--rev", "HEAD"]
    with subprocess.Popen(command, cwd=repository.app, env=environment, stderr=subprocess.PIPE, text=True) as process:
        with Path(alive).open() as held:
            assert held.readline() == "1\n"
            # What takes longer than two seconds is told; so this line comes by itself.
            assert process.stderr is not None
            assert process.stderr.readline().startswith("chime-voice diff: synthesizing HEAD (")
            process.send_signal(number)
            assert held.read() == ""  # the end: nobody holds it open any more
        assert process.wait() == code
    assert list(repository.temporary.iterdir()) == []


def test_a_real_app_is_synthesized_as_the_cdk_does(repository):
    for name in ("app.py", "cdk.json"):
        repository.write(name, (ROOT / name).read_text())
    repository.commit()
    repository.write("cdk.json", json.dumps({"app": "python app.py", "context": {"regions": "us-west-2,us-east-1"}}))
    repository.commit()
    done = repository.diff("HEAD~1", "--fail-on", "order-changed")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "chime-voice diff: failed on order-changed")
    assert (
        textwrap.dedent(
            """
        CAUTION  order-changed
          <number Support-Routing/Main, area code 206>, at Support/Routing/Rules/Main, voice/app.py:"""
        )
        in done.stdout
    )
    assert str(repository.temporary) not in done.stdout
