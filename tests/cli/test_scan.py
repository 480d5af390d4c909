"""`chime-voice scan`: what it prints and writes, and what it says when an account cannot be read."""

from __future__ import annotations

import http.server
import json
import os
import pty
import select
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from constructs_lib import cli, estate
from constructs_lib.commands.scan_progress import Progress
from constructs_lib.estate import account, document
from tests.cli.shell import run
from tests.estate.accounts import ALLOWED, Lambda, Stage, two_regions
from tests.estate.test_scan_troubles import Client, refusal
from tests.provider.stage import ACCOUNT
from tests.provider.world import by_hand_number

NOWHERE = {
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_ACCESS_KEY_ID": "",
    "AWS_SECRET_ACCESS_KEY": "",
    "AWS_SESSION_TOKEN": "",
}


@pytest.fixture(autouse=True)
def _no_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_PROFILE", raising=False)


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def here(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """Whoever has credentials has them for the stage's account; what is in the way of its Regions."""
    instead: dict[str, dict[str, Any]] = {}

    def client(api: str, region: str) -> Any:
        return Lambda(answer=[ALLOWED]) if api == "lambda" else Client(stage, region, instead.get(region, {}))

    monkeypatch.setattr(account, "connect", lambda _profile: account.Account(ACCOUNT, client))
    return instead


def test_what_there_is_and_what_is_wrong_with_it_is_printed_and_the_estate_written(stage, here, tmp_path, capsys):
    made = two_regions(stage)
    idle = by_hand_number(stage, 3)
    assert cli.main(["scan", "-o", str(tmp_path / "estate.json")]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert f"account {ACCOUNT}, scanned at 20" in told.out
    assert "  us-east-1  2 phone numbers, 1 SIP media application, 1 SIP rule\n" in told.out
    assert "  us-west-2  1 SIP media application\n" in told.out
    assert "  nothing in ca-central-1, " in told.out
    assert f"warning unused-number\n  - {idle} has no rule and is with no connector\n    do: " in told.out
    assert {each.id for each in estate.load(tmp_path / "estate.json").resources} == {*made.values(), idle}
    assert [path.name for path in tmp_path.iterdir()] == ["estate.json"]


def test_the_estate_itself_is_printed_as_json(stage, here, tmp_path, capsys):
    two_regions(stage)
    assert cli.main(["scan", "--format", "json", "--region", "us-east-1", "-o", str(tmp_path / "estate.json")]) == 0
    printed = capsys.readouterr().out
    assert json.loads(printed)["regions"] == ["us-east-1"]
    assert printed == (tmp_path / "estate.json").read_text()


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_mask_leaves_the_last_four_digits_of_numbers(form, stage, here, tmp_path, capsys):
    made = two_regions(stage)
    by_hand_number(stage, 3)
    assert cli.main(["scan", "--mask", "--format", form, "-o", str(tmp_path / "estate.json")]) == 0
    shown = capsys.readouterr().out + (tmp_path / "estate.json").read_text()
    assert made["number"][:8] not in shown
    assert made["number"][-4:] in shown


def test_what_could_not_be_read_is_told_and_exits_with_1(stage, here, capsys):
    here["us-west-2"] = {"list_sip_rules": refusal()}
    assert cli.main(["scan"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("not read: us-west-2: chime:ListSipRules was not answered: ")
    assert told.count("\n") == 1


def test_what_several_regions_refuse_for_one_reason_is_told_once(stage, here, capsys):
    here["us-east-1"] = here["us-west-2"] = {"list_sip_rules": refusal()}
    assert cli.main(["scan"]) == 1
    told = capsys.readouterr()
    assert told.err.startswith("not read: us-east-1, us-west-2: chime:ListSipRules was not answered: ")
    assert told.err.count("\n") == 1
    assert told.out.count("ListSipRules was not answered") == 1


def test_an_interrupt_leaves_a_file_that_can_be_used_and_gone_on_with(stage, here, tmp_path, capsys, monkeypatch):
    made = two_regions(stage)
    output = str(tmp_path / "estate.json")
    others_are_done = threading.Event()
    save = document.save

    def saved(so_far: estate.Estate, path: Path) -> None:
        save(so_far, path)
        if so_far.regions:
            others_are_done.set()

    def interrupt() -> None:
        assert others_are_done.wait(30)
        raise KeyboardInterrupt

    monkeypatch.setattr(document, "save", saved)
    here["eu-west-1"] = {"list_sip_media_applications": interrupt}
    words = ["scan", "-o", output, *(word for region in ("us-east-1", "eu-west-1") for word in ("--region", region))]
    assert cli.main(words) == 130
    assert f"what was read is in {output}.partial; say the same with --resume to go on" in capsys.readouterr().err
    assert not Path(output).exists()
    assert cli.main(["routes", f"{output}.partial"]) == 0
    assert made["number"] in capsys.readouterr().out
    assert estate.load(f"{output}.partial").regions == ("us-east-1",)
    here.update({"eu-west-1": {}, "us-east-1": {"*": AssertionError("us-east-1 was read before")}})
    assert cli.main(["scan", "-o", output, "--resume"]) == 0
    whole = estate.load(output)
    assert set(whole.regions) == {"us-east-1", "eu-west-1"}
    assert whole.gaps == ()
    assert not Path(f"{output}.partial").exists()


def test_nothing_to_go_on_with_is_told_and_all_is_read(stage, here, tmp_path, capsys):
    assert cli.main(["scan", "-o", str(tmp_path / "estate.json"), "--resume"]) == 0
    assert "there is no" in capsys.readouterr().err


def test_the_estate_of_another_account_is_not_gone_on_with(stage, here, tmp_path, capsys, monkeypatch):
    output = tmp_path / "estate.json"
    assert cli.main(["scan", "-o", str(output)]) == 0
    other = json.loads(output.read_text()) | {"account": "210987654321"}
    (tmp_path / "estate.json.partial").write_text(json.dumps(other))
    assert cli.main(["scan", "-o", str(output), "--resume"]) == 2
    assert f"is of account 210987654321, and these credentials are of {ACCOUNT}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--resume"], "--resume goes on with FILE.partial: give --output FILE"),
        (["-o", "/nowhere/estate.json"], "/nowhere/estate.json.partial cannot be written: No such file or directory"),
    ],
)
def test_what_cannot_be_done_is_told_before_anything_is_read(words, told, stage, here, capsys):
    before = len(stage.service.journal)
    assert cli.main(["scan", *words]) == 2
    assert told in capsys.readouterr().err
    assert len(stage.service.journal) == before


def test_the_least_policy_is_json_and_needs_no_account():
    done = run("scan", "--iam-policy", env=NOWHERE)
    assert (done.returncode, done.stderr) == (0, "")
    assert {each["Effect"] for each in json.loads(done.stdout)["Statement"]} == {"Allow"}


def test_without_credentials_one_sentence_says_how_to_get_some():
    done = run("scan", env=NOWHERE)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "chime-voice scan: there are no AWS credentials; set them up as for the AWS CLI (aws configure, aws sso login, "
        "AWS_PROFILE)\n"
    )


def test_a_profile_that_does_not_exist_is_named():
    done = run("scan", "--profile", "sales", env=NOWHERE)
    assert done.returncode == 2
    assert (
        done.stderr
        == "chime-voice scan: the account cannot be reached: The config profile (sales) could not be found\n"
    )


def test_without_boto3_the_extra_is_named(tmp_path):
    (tmp_path / "boto3.py").write_text("raise ImportError('no boto3 here')")
    for words in (("scan",), ("scan", "--iam-policy")):
        path = os.pathsep.join([str(tmp_path), *sys.path])
        done = run(*words, env=NOWHERE | {"PYTHONPATH": path})
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            "chime-voice scan: an account is read with boto3: pip install 'chime-voice-constructs[local]'\n"
        )


@pytest.fixture
def sts() -> Iterator[tuple[str, dict[str, str]]]:
    """Who answers instead of AWS, and with which error."""
    error = {"code": ""}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = (
                '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>'
                f"<Code>{error['code']}</Code><Message>said so</Message></Error></ErrorResponse>"
            ).encode()
            self.send_response(403)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", error
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("ExpiredToken", "the AWS credentials have expired; sign in again as for the AWS CLI"),
        ("InvalidClientTokenId", "AWS does not accept the credentials (InvalidClientTokenId); sign in again"),
        ("AccessDenied", "AWS does not say whose the credentials are (AccessDenied: said so)"),
    ],
)
def test_credentials_that_are_not_taken_are_told_in_one_sentence(code, told, sts):
    url, error = sts
    error["code"] = code
    known = {"AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example"}
    done = run("scan", env=NOWHERE | known)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_progress_moves_on_a_terminal_and_leaves_lines_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr("constructs_lib.commands.scan_progress._QUIET", 0.0)
    monkeypatch.setattr("constructs_lib.commands.scan_progress._EVERY", 0.0)
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal:
        moving = Progress(terminal, "chime-voice scan")
        moving("us-east-1: phone numbers\x1b[2J")
        moving.end()
        shown = ""
        # What is written at once may come in pieces.
        while not shown.endswith("\r\x1b[K"):
            assert select.select([ours], [], [], 10)[0], shown
            shown += os.read(ours, 10_000).decode()
    os.close(ours)
    assert "\n" not in shown
    assert "\x1b[2J" not in shown
    with (tmp_path / "log").open("w+") as log:
        plain = Progress(log, "chime-voice scan")
        plain("us-east-1: phone numbers")
        plain("us-east-1: SIP rules")
        plain.end()
        log.seek(0)
        assert log.read() == "chime-voice scan: us-east-1: phone numbers\nchime-voice scan: us-east-1: SIP rules\n"


def test_a_quick_scan_tells_nothing_of_its_progress(tmp_path):
    with (tmp_path / "log").open("w+") as log:
        Progress(log, "chime-voice scan")("us-east-1: phone numbers")
        log.seek(0)
        assert log.read() == ""


def test_an_account_is_called_with_a_handler_that_stands_in(stage, here, tmp_path, capsys):
    made = two_regions(stage)
    assert cli.main(["scan", "-o", str(tmp_path / "estate.json")]) == 0
    capsys.readouterr()
    assert cli.main(["call", str(tmp_path / "estate.json"), "--to", made["number"]]) == 2
    assert "whose functions have no code here: say what answers for them with --handler" in capsys.readouterr().err
    (tmp_path / "greet.py").write_text(
        "def answer(event, context):\n"
        "    speak = {'Type': 'Speak', 'Parameters': {'Text': event['CallDetails']['AwsRegion']}}\n"
        "    first = event['InvocationEventType'] == 'NEW_INBOUND_CALL'\n"
        "    return {'SchemaVersion': '1.0', 'Actions': [speak] if first else []}\n"
    )
    words = ["--to", made["number"], "--handler", f"{tmp_path}/greet.py:answer", "--down", "us-east-1"]
    assert cli.main(["call", str(tmp_path / "estate.json"), *words]) == 0
    assert "answered by us-west-2" in capsys.readouterr().out
