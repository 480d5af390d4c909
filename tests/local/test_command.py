"""`chime-voice local …` as a user types it: every command is a process of its own, with the state in a folder of its own."""

from __future__ import annotations

import datetime as dt
import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from constructs_lib.local import LocalCloud
from constructs_lib.local.running import find
from constructs_lib.local.variables import CONFLICTING
from tests.local.test_local_cloud import answers, group_is_gone, until

SETTINGS = {"voice_connectors": 4}
COMMAND = [sys.executable, "-c", "import sys; from constructs_lib.cli import main; sys.exit(main())", "local"]


class User:
    """A user's shell, with a home of its own for what runs; the emulator's environment is shared."""

    def __init__(self, state: Path) -> None:
        self.root = state / "chime-voice"
        self.env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "XDG_STATE_HOME": str(state)}

    def __call__(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *words], env={**self.env, **env}, capture_output=True, text=True, check=False, timeout=60
        )

    def says(self, *words: str) -> str:
        done = self(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, *words: str) -> str:
        done = self(*words)
        assert done.returncode == 1, done.stdout
        assert done.stderr.count("\n") == 1
        return done.stderr

    @property
    def remembered(self) -> Path:
        return self.root / "local.json"


@pytest.fixture(autouse=True)
def _interruptible() -> Iterator[None]:
    """A shell that starts this run in the background lets it ignore Ctrl-C, and so would all that it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def user(tmp_path: Path) -> Iterator[User]:
    made = User(tmp_path / "state of a user")
    yield made
    found = find(made.root)
    if found:
        found.stop(made.root)


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[User]:
    """A user whose cloud runs, for what does not end it."""
    made = User(tmp_path_factory.mktemp("state"))
    made.says("up", "--speed", "100", "--setting", f"voice_connectors={SETTINGS['voice_connectors']}")
    yield made
    made.says("down")


def test_up_status_and_down(user: User):
    assert "  stop      chime-voice local down\n" in user.says("up")
    status = json.loads(user.says("status", "--format", "json"))
    assert answers(int(status["url"].rpartition(":")[2]))
    assert Path(status["log"]).is_file()
    assert user.says("down") == f"stopped the local cloud at {status['url']}\n"
    assert group_is_gone(status["pid"])
    assert [path.name for path in user.root.iterdir()] == ["lock"]
    assert user.says("down") == "no local cloud is running\n"


def test_a_quota_is_what_it_is_set_to(up: User, client_of_up):
    there_are = len(client_of_up.list_voice_connectors()["VoiceConnectors"])
    made = []
    for index in range(SETTINGS["voice_connectors"] - there_are):
        connector = client_of_up.create_voice_connector(Name=f"Trunk{index}", RequireEncryption=True)["VoiceConnector"]
        made.append(connector["VoiceConnectorId"])
    with pytest.raises(client_of_up.exceptions.ResourceLimitExceededException):
        client_of_up.create_voice_connector(Name="OneMore", RequireEncryption=True)
    for each in made:
        client_of_up.delete_voice_connector(VoiceConnectorId=each)
    assert "stop it first" in up.says("up", "--setting", "voice_connectors=9")


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("voice_connector=9", "did you mean voice_connectors?"),
        ("phone_numbers=many", "must be a whole number, 0 or more, got 'many'; default: 5"),
        ("phone_numbers=-1", "must be a whole number, 0 or more, got '-1'; default: 5"),
    ],
)
def test_a_setting_that_there_is_not_is_told_before_anything_starts(user: User, word: str, told: str):
    assert told in user.refused("up", "--setting", word)
    assert not user.remembered.exists()


def test_a_second_up_finds_the_first(up: User):
    before = json.loads(up.remembered.read_text())
    assert f":{before['port']}" in up.says("up")
    assert json.loads(up.remembered.read_text()) == before
    assert up.says("up", "--port", str(before["port"]))
    assert "chime-voice local speed TIMES" in up.says("up", "--speed", "3")
    assert f"is running on port {before['port']}: stop it first" in up.refused("up", "--port", "1")


def test_two_at_once_start_one(user: User):
    both = [
        subprocess.Popen([*COMMAND, "up"], env=user.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [each.communicate(timeout=60)[0].splitlines()[0] for each in both]
    assert [each.returncode for each in both] == [0, 0]
    assert said[0] == said[1]


def test_what_is_remembered_of_a_dead_one_is_cleared_away(user: User):
    user.says("up")
    found = json.loads(user.remembered.read_text())
    os.killpg(found["pid"], signal.SIGKILL)
    until(lambda: group_is_gone(found["pid"]), "killed and still there")
    assert "no local cloud is running: start one with `chime-voice local up`" in user.refused("status")
    assert not user.remembered.exists()
    assert not Path(found["run"]).exists()
    user.says("up")
    assert json.loads(user.remembered.read_text())["pid"] != found["pid"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}'])
def test_a_broken_memory_is_cleared_away(user: User, content: str):
    user.remembered.parent.mkdir(parents=True)
    user.remembered.write_text(content)
    assert "no local cloud is running" in user.refused("env")
    assert not user.remembered.exists()


def test_another_cloud_on_the_remembered_port_is_not_taken_for_ours_nor_stopped(user: User, local_cloud: LocalCloud):
    run = user.root / "run-old"
    run.mkdir(parents=True)
    memory = {"pid": local_cloud.address.pid, "port": local_cloud.address.port, "id": "old", "run": str(run)}
    user.remembered.write_text(json.dumps(memory))
    assert user.says("down") == "no local cloud is running\n"
    assert local_cloud.admin.get("status")["pid"] == local_cloud.address.pid
    assert not run.exists()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_in_the_foreground_it_stays_until_it_is_stopped(user: User, how: signal.Signals):
    words = [*COMMAND, "up", "--foreground"]
    with subprocess.Popen(words, env=user.env, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        lines = iter(running.stdout.readline, "")
        said = [next(line for line in lines if "  log " in line)]
        found = json.loads(user.remembered.read_text())
        assert answers(found["port"])
        assert said[0].strip().endswith("cloud.log")
        running.send_signal(how)
        rest = running.stdout.read()
        assert running.wait(timeout=20) == 0
    assert rest == "stopping\n"
    until(lambda: group_is_gone(found["pid"]), "the cloud outlived its command")
    assert not user.remembered.exists()


def test_one_in_the_foreground_can_be_stopped_from_another_shell(user: User):
    words = [*COMMAND, "up", "--foreground"]
    with subprocess.Popen(words, env=user.env, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        next(line for line in iter(running.stdout.readline, "") if "  log " in line)
        user.says("down")
        assert running.wait(timeout=20) == 0
    assert not user.remembered.exists()


SLOW_START = """
import sys
from pathlib import Path
from constructs_lib.cli import main
from constructs_lib.local.environment import Environment
Environment.ensure = lambda self, progress=None: Path({python!r})
sys.exit(main(["local", "up"]))
"""


def test_an_interrupted_start_leaves_nothing(user: User, tmp_path: Path):
    # The interpreter of the cloud never answers: what a Ctrl-C during a slow start meets.
    told, python = tmp_path / "pid", tmp_path / "python"
    python.write_text(f"#!/bin/sh\necho $$ > {shlex.quote(str(told))}\nexec sleep 60\n")
    python.chmod(0o755)
    program = SLOW_START.format(python=str(python))
    with subprocess.Popen([sys.executable, "-c", program], env=user.env, stderr=subprocess.PIPE, text=True) as starting:
        until(lambda: told.is_file() and told.read_text().strip() != "", "the cloud's interpreter was not started")
        starting.send_signal(signal.SIGINT)
        assert starting.stderr is not None
        said = starting.stderr.read()
        assert starting.wait(timeout=20) == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    assert group_is_gone(int(told.read_text()))
    assert [path.name for path in user.root.iterdir()] == ["lock"]


def test_says_what_was_deployed(up: User, client_of_up):
    client_of_up.create_voice_connector(Name="Trunk", RequireEncryption=True)
    assert "account 123456789012" in up.says("status")
    assert "us-east-1, Trunk" in up.says("status")


@pytest.fixture
def client_of_up(up: User):
    values = json.loads(up.says("env", "--format", "json"))
    return boto3.client(
        "chime-sdk-voice",
        region_name="us-east-1",
        endpoint_url=values["AWS_ENDPOINT_URL"],
        aws_access_key_id=values["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key="x",
    )


LOOK = """
import boto3, json
print(json.dumps([
    boto3.client("sts").get_caller_identity()["Account"],
    boto3.client("chime-sdk-voice").meta.region_name,
    boto3.client("chime-sdk-voice").list_sip_media_applications()["SipMediaApplications"],
    boto3.client("s3").list_buckets()["Buckets"],
    boto3.client("cloudformation", region_name="us-west-2").list_stacks()["StackSummaries"],
]))
"""


@pytest.mark.parametrize("form", ["shell", "json"])
def test_boto3_works_with_nothing_but_the_printed_variables(up: User, tmp_path: Path, form: str):
    """In a shell whose user is at home in a real account, by profile, session and files."""
    home = tmp_path / "home"
    (home / ".aws").mkdir(parents=True)
    (home / ".aws" / "config").write_text("[default]\nregion = eu-west-1\n[profile work]\nregion = eu-west-1\n")
    (home / ".aws" / "credentials").write_text("[work]\naws_access_key_id = x\naws_secret_access_key = y\n")
    printed = up.says("env", "--format", form, "--region", "us-west-2")
    if form == "json":
        env, script = json.loads(printed), ""
    else:
        env, script = dict.fromkeys(CONFLICTING, "work"), f"{printed}\n"
    script += f"exec {shlex.quote(sys.executable)} -c '{LOOK}'"
    done = subprocess.run(
        ["sh", "-c", script],
        env={"HOME": str(home), "PATH": os.defpath, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["123456789012", "us-west-2", [], [], []]


def test_faults_are_put_in_wait_listed_and_cleared(up: User):
    said = up.says("fault", "add", "throttle", "--operation", "Create*", "--region", "us-west-2", "--count", "0")
    assert said == "throttle: all requests of Create* in us-west-2\n"
    up.says("fault", "add", "latency", "--seconds", "2", "--skip", "3", "--operation", "GetSipRule")
    assert up.says("fault", "list").splitlines()[1:] == [
        "latency of 2 s: the next request of GetSipRule in every Region, after 3"
    ]
    assert "faults in wait: 2" in up.says("status")
    assert up.says("fault", "clear") == "no faults in wait\n"


def test_a_fault_that_makes_no_sense_is_one_line(up: User):
    assert "needs a code, one of" in up.refused("fault", "add", "refuse")
    assert "has no operation 'CreatSipRule'" in up.refused("fault", "add", "throttle", "--operation", "CreatSipRule")
    assert up("fault", "add", "flood").returncode == 2


def test_time_jumps_ahead_as_far_as_told(up: User):
    def seconds(said: str) -> int:
        return int(dt.datetime.fromisoformat(said.removeprefix("it is ").strip()).timestamp())

    day = 24 * 3600
    first = seconds(up.says("advance", "1"))
    # The cloud's time passes a hundred times as fast as ours between the two commands.
    assert day <= seconds(up.says("advance", str(day))) - first < 2 * day
    assert up("advance", "-5").returncode == 2


def test_clean_removes_the_environments_and_nothing_that_is_in_use(up: User, tmp_path: Path):
    cache = tmp_path / "cache"
    (cache / "chime-voice" / "cloud-0").mkdir(parents=True)
    refused = up("clean", XDG_CACHE_HOME=str(cache))
    assert refused.returncode == 1
    assert "stop it first with `chime-voice local down`" in refused.stderr
    other = User(tmp_path / "other")
    assert f"removed {cache / 'chime-voice'}" in other("clean", XDG_CACHE_HOME=str(cache)).stdout
    assert not (cache / "chime-voice").exists()
    assert "there was nothing to remove" in other("clean", XDG_CACHE_HOME=str(cache)).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["up", "--port", "99999"], "must be a whole number from 0 to 65535, got 99999"),
        (["up", "--speed", "fast"], "must be a number above 0, got fast"),
        (["speed", "inf"], "must be a number above 0, got inf"),
        (["call", "--to", "2065550100"], "must be a number in E.164 such as +12065550100, got 2065550100"),
    ],
)
def test_a_word_that_cannot_be_is_refused_with_what_it_must_be(user: User, words: list[str], said: str):
    done = user(*words)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_call_that_nobody_answers_says_where_to_look(up: User):
    done = up("call", "--to", "+12065550100")
    assert done.returncode == 1
    assert "no rule for +12065550100" in done.stdout
    assert done.stderr == "nobody answered; who answers which call: chime-voice local routes\n"


@pytest.mark.parametrize("words", [["status"], ["env"], ["fault", "list"], ["advance", "1"]])
def test_without_a_cloud_every_command_says_how_to_start_one(user: User, words: list[str]):
    assert "no local cloud is running: start one with `chime-voice local up`" in user.refused(*words)
