"""A local cloud for a program: it ends with the program, however that ends, and leaves nothing behind."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from constructs_lib.local import LocalCloud, LocalCloudError
from constructs_lib.local.cloud import boot
from constructs_lib.local.cloud.main import listen
from constructs_lib.local.environment import READY, Environment

PROGRAM = """
import sys
from constructs_lib.local import LocalCloud
with LocalCloud() as cloud:
    print(cloud.address.pid, cloud.address.port, cloud._folder, flush=True)
    sys.stdin.read()
"""


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def group_is_gone(leader: int) -> bool:
    """Whether nothing of a process group lives; what only waits to be collected by its parent does not count."""
    listed = subprocess.run(["ps", "-A", "-o", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
    return not any(
        int(group) == leader and not status.startswith("Z") for group, status in map(str.split, listed.splitlines())
    )


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_ends_with_its_block_and_removes_its_folder():
    with LocalCloud() as cloud:
        pid, port = cloud.address.pid, cloud.address.port
        assert cloud.admin.get("status")["pid"] == pid
        folder = folder_of(cloud)
        assert folder.is_dir()
    assert group_is_gone(pid)
    assert not answers(port)
    assert not folder.exists()
    cloud.stop()


def folder_of(cloud: LocalCloud) -> Path:
    assert cloud._folder is not None
    return cloud._folder


def test_ends_when_its_block_fails():
    leader = 0

    def failing() -> None:
        nonlocal leader
        with LocalCloud() as cloud:
            leader = cloud.address.pid
            raise RuntimeError("the test failed")

    with pytest.raises(RuntimeError, match="the test failed"):
        failing()
    assert group_is_gone(leader)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_ends_with_its_program_however_that_ends(how: signal.Signals):
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert program.stdout is not None
    pid, number, folder = program.stdout.readline().strip().split(" ", 2)
    leader, port = int(pid), int(number)
    assert answers(port)
    assert Path(folder).is_dir()
    program.send_signal(how)
    program.communicate(timeout=20)
    until(lambda: group_is_gone(leader), f"process group {leader} outlived {how.name}")
    assert not answers(port)
    assert not Path(folder).exists()


def test_a_port_that_is_taken_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(LocalCloudError, match=rf"port {port} is taken .*choose another with --port"):
            LocalCloud(port=port).start()


def test_an_unknown_setting_is_told_with_those_that_there_are():
    with pytest.raises(LocalCloudError, match=r"unknown setting colour: allowed are .*phone_numbers"):
        LocalCloud(settings={"colour": "red"}).start()


def test_settings_and_account_reach_the_service():
    with LocalCloud(account="210987654321", settings={"voice_connectors": 1}) as cloud:
        values = cloud.env("us-west-2")
        client: Any = boto3.client(
            "chime-sdk-voice",
            region_name="us-west-2",
            endpoint_url=cloud.url,
            aws_access_key_id=values["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=values["AWS_SECRET_ACCESS_KEY"],
        )
        wanted = {"Name": "x", "RequireEncryption": True, "AwsRegion": "us-west-2"}
        made = client.create_voice_connector(**wanted)["VoiceConnector"]
        assert made["VoiceConnectorArn"].startswith("arn:aws:chime:us-west-2:210987654321:")
        with pytest.raises(ClientError, match="may have 1 Voice Connectors"):
            client.create_voice_connector(**wanted)


def test_listens_on_loopback_only():
    with listen(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_one_that_does_not_run_says_how_to_start_it():
    with pytest.raises(LocalCloudError, match="is not running: start"):
        _ = LocalCloud().url


def test_nothing_of_the_users_settings_reaches_the_cloud_or_its_functions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN", "PYTHONPATH", "HTTP_PROXY", "SECRET"):
        monkeypatch.setenv(name, "of the user")
    given = boot.environment(tmp_path)
    assert "of the user" not in given.values()
    assert given["HOME"].startswith(str(tmp_path))
    assert given["TMPDIR"].startswith(str(tmp_path))


def test_only_our_two_packages_can_be_imported_beside_the_emulators(tmp_path: Path):
    assert {place.name for place in boot.links(tmp_path / "import").iterdir()} == {"constructs_lib", "chime_voice"}


def test_a_running_cloud_holds_its_environment(local_cloud: LocalCloud):
    assert local_cloud.url
    with (Environment().folder / READY).open() as ready, pytest.raises(BlockingIOError):
        fcntl.flock(ready, fcntl.LOCK_EX | fcntl.LOCK_NB)
