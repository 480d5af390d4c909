"""`chime-voice call` as a shell sees it."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.calls.phones import MENU
from tests.cli.shell import CODE, run, small_assembly
from tests.reference_apps import assembly_of
from tests.workers.handlers import needs_node

COUNTING = """
def handler(event, context, actions=[]):
    leg = event["CallDetails"]["Participants"][0]["CallId"]
    if event["InvocationEventType"] == "NEW_INBOUND_CALL":
        actions.append({"Type": "Speak", "Parameters": {"Text": "Hello", "CallId": leg}})
        return {"SchemaVersion": "1.0", "Actions": actions + [{"Type": "Hangup", "Parameters": {"CallId": leg}}]}
    return {"SchemaVersion": "1.0", "Actions": []}
"""
FAILS = """
def handler(event, context):
    print("no database", event["CallDetails"]["TransactionId"])
    raise RuntimeError("no database")
"""
GREETING = """
export const greet = async (event) => {
  const CallId = event.CallDetails.Participants[0].CallId;
  const Text = `Good morning from ${process.env.AWS_REGION}`;
  const actions = [{ Type: "Speak", Parameters: { Text, CallId } }, { Type: "Hangup", Parameters: { CallId } }];
  return { SchemaVersion: "1.0", Actions: event.InvocationEventType === "NEW_INBOUND_CALL" ? actions : [] };
};
"""
WAITS = """
import os, time

def handler(event, context):
    with open({told!r}, "w") as pipe:
        pipe.write(str(os.getpid()))
    time.sleep(600)
"""


@pytest.fixture(scope="session")
def support(tmp_path_factory):
    return assembly_of("app", tmp_path_factory)


@pytest.fixture
def menu(tmp_path):
    path = tmp_path / "a menu.py"
    path.write_text(MENU)
    return path


@pytest.fixture(autouse=True)
def no_local_cloud(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def call(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return run("call", *words, stdin=subprocess.DEVNULL)


def record(*words: str | Path):
    done = call(*words, "--format", "json")
    return json.loads(done.stdout)


def refused(*words: str | Path) -> str:
    done = call(*words)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_an_app_answers_before_it_is_deployed(support):
    done = call(support, "--to", "Main")
    assert done.returncode == 0, done.stderr
    assert "Hello from us-east-1" in done.stdout
    assert "<number Support-Routing/Main, area code 206> is +12065550100 here" in done.stderr


@pytest.mark.parametrize(
    ("words", "region"),
    [
        (("--to", "Main"), "us-east-1"),
        (("--to", "Main", "--down", "us-east-1"), "us-west-2"),
        (("--to", "Main", "--fail", "Support/us-east-1/Application/Handler=throttle"), "us-west-2"),
        (("--host", "Pbx", "--user", "4711", "--down", "us-east-1"), "us-west-2"),
        (("--outbound", "Support/us-west-2/Application", "--to", "+12065550123", "--argument", "k=v"), "us-west-2"),
    ],
)
def test_whoever_answers_is_in_the_record(support, words, region):
    document = record(support, *words)
    assert document["version"] == 1
    assert [each["answered_by"] for each in document["calls"]] == [region]
    assert document["findings"] == []


def test_the_headers_of_a_sip_request_are_shown_to_the_function(support):
    (placed,) = record(support, "--host", "Pbx", "--header", "X-Desk=12", "--header", "X-Note=a b")["calls"]
    first = placed["events"][0]["event"]
    assert first["CallDetails"]["Participants"][0]["SipHeaders"] == {"X-Desk": "12", "X-Note": "a b"}


def test_nobody_answers_is_1_and_says_so(support):
    done = call(support, "--to", "Main", "--down", "us-east-1", "--down", "us-west-2")
    assert done.returncode == 1
    assert (
        "chime-voice call: nobody answered: no target can be invoked (us-east-1: Region us-east-1 is down; "
        in done.stderr
    )


def test_a_number_that_no_rule_has_is_1_and_says_what_can_be_called(support):
    done = call(support, "--to", "+12065550177")
    assert done.returncode == 1
    assert "no rule for +12065550177" in done.stdout
    assert "what can be called: <number Support-Routing/Main, area code 206>" in done.stderr


def test_an_error_in_an_answer_is_1_though_somebody_answered(tmp_path):
    path = tmp_path / "typing.py"
    path.write_text(MENU.replace('"Goodbye"), hang_up', '"Goodbye"), hang_up, {"Type": "HangUp", "Parameters": {}}'))
    done = call("--handler", path, "--press", "2")
    assert done.returncode == 1
    assert "unknown-action" in done.stdout
    assert "1 error found in what the handlers answered" in done.stderr
    assert "nobody answered" not in done.stderr


def test_state_that_leaks_from_call_to_call_is_found_by_repeating(tmp_path):
    path = tmp_path / "leaking.py"
    path.write_text(COUNTING)
    assert call("--handler", path).returncode == 0
    done = call("--handler", path, "--repeat", "2")
    assert "state-leak" in done.stdout
    assert "call 2: ended, " in done.stdout
    document = record("--handler", path, "--repeat", "2")
    assert len(document["calls"]) == 2
    assert "state-leak" in {each["id"] for each in document["findings"]}


def test_keys_are_pressed_when_asked_and_a_script_does_more(menu, tmp_path):
    assert "Goodbye" in call("--handler", menu, "--press", "2").stdout
    script = tmp_path / "script.txt"
    script.write_text("press 1\nother declines 486\n")
    (made,) = record("--handler", menu, "--script", script)["calls"]
    assert [each["content"] for each in made["heard"]] == ["Press 1 for the desk", "Nobody is there"]


def test_without_a_terminal_the_caller_presses_nothing(menu):
    done = call("--handler", menu)
    assert "Sorry" in done.stdout


@needs_node
def test_a_handler_in_javascript_is_called_as_it_is(tmp_path):
    path = tmp_path / "greeting.mjs"
    path.write_text(GREETING)
    done = call("--handler", f"{path}:greet", "--region", "eu-west-1")
    assert done.returncode == 0, done.stderr
    assert "Good morning from eu-west-1" in done.stdout


def test_what_a_handler_writes_to_its_log_goes_to_stderr(tmp_path):
    path = tmp_path / "failing.py"
    path.write_text(FAILS)
    done = call("--handler", path, "--format", "json")
    assert done.returncode == 1
    assert "failing | no database" in done.stderr
    assert json.loads(done.stdout)["calls"][0]["answered_by"] is None


def test_a_variable_is_given_by_env(tmp_path):
    path = tmp_path / "greeting.py"
    path.write_text("import os\n" + MENU.replace('"Press 1 for the desk"', 'os.environ["GREETING"]'))
    assert "Good morning" in call("--handler", path, "--env", "GREETING=Good morning").stdout


def test_the_same_seed_gives_the_same_record_and_another_one_other_ids(menu):
    words = ("--handler", menu, "--press", "2")
    first, second, other = record(*words), record(*words), record(*words, "--seed", "7")
    assert first == second
    assert first["calls"][0]["transaction_id"] != other["calls"][0]["transaction_id"]


def test_a_policy_decides_what_is_not_documented(support):
    failing = ("--to", "Main", "--fail", "Support/us-east-1/Application/Handler=error")
    assert record(support, *failing)["calls"][0]["answered_by"] is None
    moved = record(support, *failing, "--policy", "function_error_fails_over=true")
    assert moved["calls"][0]["answered_by"] == "us-west-2"


def test_a_mask_hides_numbers(support):
    for form in ("text", "json"):
        done = call(support, "--to", "+12065550100", "--from", "+12065550177", "--mask", "--format", form)
        assert "+12065550177" not in done.stdout + done.stderr
        assert "+12065550100" not in done.stdout + done.stderr
        nobody = call(support, "--to", "+12065550177", "--mask", "--format", form)
        assert "+1206555" not in nobody.stdout + nobody.stderr


def test_a_region_without_an_application_is_told(support):
    done = call(support, "--to", "Main", "--down", "eu-west-1")
    assert "--down eu-west-1 changes nothing: the applications are in us-east-1, us-west-2" in done.stderr
    assert done.returncode == 0


def test_what_cannot_be_used_is_2_and_one_sentence_says_why(support, menu, tmp_path):
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    for words, told in (
        ((), "say what is called"),
        ((support, "--handler", menu), "say what is called"),
        ((nothing,), "nothing"),
        (("--outbound", "cdk.out", "--to", "+12065550123"), "'cdk.out' was taken for the application of --outbound"),
        (("--handler", tmp_path / "none.py"), "there is no file"),
        (("--handler", tmp_path), "is a folder: give the handler's file"),
        ((support,), "say what to call, a number or a host; there is: <number Support-Routing/Main"),
        ((support, "--to", "Reception"), "'Reception' is neither a number"),
        ((support, "--to", "Main", "--down", "us-east-9"), "'us-east-9' is no Region"),
        (
            (support, "--to", "Main", "--fail", "nowhere=error"),
            "there is no function 'nowhere'; functions: Application",
        ),
        ((support, "--to", "Main", "--fail", "x"), "'x' is no fault"),
        ((support, "--to", "Main", "--env", "x"), "give KEY=VALUE, got 'x'"),
        ((support, "--to", "Main", "--script", nothing / "none"), "cannot be read"),
        ((support, "--to", "Main", "--press", "x"), "press takes one word"),
        ((support, "--to", "Main", "--user", "4711"), "--user is the user part"),
        ((support, "--to", "Main", "--outbound"), "an outbound call goes to a number"),
        ((support, "--to", "Main", "--argument", "a=b"), "--argument is for an outbound call"),
        ((support, "--to", "Main", "--header", "X-Desk=1"), "--header is for a SIP request"),
        ((support, "--to", "Main", "--region", "eu-west-1"), "--region is for --handler"),
        ((support, "--to", "Main", "--policy", "retry=2"), "did you mean retries?"),
        ((support, "--to", "Main", "--policy", "retries=x"), "retries must be a whole number"),
        ((support, "--to", "Main", "--endpoint-url", "https://example.com"), "example.com"),
        ((support, "--to", "Main", "--python", nothing / "python"), "python"),
    ):
        assert told in refused(*words), words


def test_words_that_are_none_are_2_with_usage(support):
    for words in (
        (support, "--from", "2065550100"),
        (support, "--repeat", "0"),
        (support, "--to", "1", "--host", "2"),
        (support, "--press", "1", "--script", "x"),
    ):
        done = call(*words)
        assert done.returncode == 2
        assert done.stderr.startswith("usage: chime-voice call")


def test_all_problems_of_the_words_are_told_at_once(support):
    told = refused(support, "--outbound", "App", "--user", "1", "--region", "eu-west-1")
    assert "the command has 3 problems" in told


def test_an_assembly_whose_code_is_not_at_hand_says_so(tmp_path):
    done = call(small_assembly(tmp_path))
    assert done.returncode == 1
    assert "nobody answered: no target can be invoked (us-east-1: the code of answer is not at hand" in done.stderr


def test_it_loads_neither_the_cdk_nor_boto3(support):
    program = (
        f"import sys; from constructs_lib.cli import main; assert main(['call', {str(support)!r}, '--to', 'Main']) == 0\n"
        "print(sorted({'aws_cdk', 'jsii', 'constructs', 'boto3', 'botocore'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_interrupt_ends_the_handlers_too(tmp_path):
    path, told = tmp_path / "waiting.py", tmp_path / "pid"
    path.write_text(WAITS.format(told=str(told)))
    os.mkfifo(told)
    reader = os.open(told, os.O_RDONLY | os.O_NONBLOCK)
    with subprocess.Popen(
        [sys.executable, "-c", CODE, "call", "--handler", str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert select.select([reader], [], [], 60)[0], "the handler never began"
        handler = int(os.read(reader, 100))
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate()
    os.close(reader)
    assert process.returncode == 130
    assert stderr.splitlines()[-1] == "chime-voice: interrupted"
    with pytest.raises(ProcessLookupError):
        os.kill(handler, 0)
