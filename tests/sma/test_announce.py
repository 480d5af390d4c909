import json
import subprocess
import sys
from pathlib import Path

import chime_voice
import pytest
from chime_voice.handlers import announce

from tests.sma.recorded import NAMES, call_id, event, types_of


@pytest.fixture(autouse=True)
def region(monkeypatch):
    monkeypatch.setenv("AWS_REGION", "us-west-2")
    monkeypatch.setenv("CHIME_VOICE_TEXT", "You reached {region}")


def answer(name):
    return announce.handler(event(name), None)


def test_a_caller_hears_which_region_answers_and_is_hung_up():
    raw = event("new_inbound_call")
    speak, hangup = announce.handler(raw, None)["Actions"]
    assert speak == {"Type": "Speak", "Parameters": {"Text": "You reached us-west-2", "CallId": call_id(raw)}}
    assert hangup == {"Type": "Hangup", "Parameters": {"CallId": call_id(raw)}}


def test_a_caller_who_hangs_up_is_the_end():
    assert answer("hangup")["Actions"] == []


def test_somebody_who_is_called_hears_it_and_stays_for_an_update():
    assert answer("new_outbound_call")["Actions"] == []
    assert answer("ringing")["Actions"] == []
    speak, pause, hangup = answer("call_answered")["Actions"]
    assert speak["Parameters"]["Text"] == "You reached us-west-2"
    assert pause["Parameters"]["DurationInMilliseconds"] >= 5000
    assert hangup["Type"] == "Hangup"


def test_an_update_is_said_and_ends_the_call():
    speak, hangup = answer("call_update_requested")["Actions"]
    assert speak["Parameters"]["Text"] == "The train is late"
    assert hangup["Type"] == "Hangup"


def update_with(arguments):
    raw = event("call_update_requested")
    raw["ActionData"]["Parameters"]["Arguments"] = arguments
    return announce.handler(raw, None)


@pytest.mark.parametrize("arguments", [{}, {"text": ""}, {"volume": "11"}])
def test_an_update_with_nothing_to_say_leaves_the_call_as_it_was(arguments, capsys):
    assert "Actions" not in update_with(arguments)
    assert capsys.readouterr().err == ""


def test_an_update_that_is_too_long_to_say_leaves_the_call_as_it_was_and_is_logged(capsys):
    assert "Actions" not in update_with({"text": "x" * 1001})
    assert "ValueError" in capsys.readouterr().err


def test_a_text_that_could_not_be_said_ends_the_call():
    assert types_of(answer("action_failed")) == ["Hangup"]


def test_says_hello_without_any_setting(monkeypatch):
    monkeypatch.delenv("CHIME_VOICE_TEXT")
    assert answer("new_inbound_call")["Actions"][0]["Parameters"]["Text"] == "Hello from us-west-2"


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_can_be_sent(name):
    response = answer(name)
    assert response["SchemaVersion"] == "1.0"
    assert len(response.get("Actions", ())) <= 10
    json.dumps(response)


def test_the_longest_text_that_is_let_through_can_be_said_in_every_region(monkeypatch):
    from chime_voice.contract.checks import VOICE_REGIONS

    text = "{region}" + "x" * (1000 - len("ap-southeast-1"))
    assert announce.problems({"text": text}) == []
    assert announce.problems({"text": f"{text}x"}) != []
    monkeypatch.setenv("CHIME_VOICE_TEXT", text)
    for name in VOICE_REGIONS:
        monkeypatch.setenv("AWS_REGION", name)
        assert types_of(answer("new_inbound_call")) == ["Speak", "Hangup"]


def test_a_cold_start_imports_nothing_heavy():
    program = (
        "import sys; before = set(sys.modules); import chime_voice.handlers.announce; print(*set(sys.modules) - before)"
    )
    root = Path(chime_voice.__file__).parents[1]
    command = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(root)!r}); {program}"]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    brought = {name for name in run.stdout.split() if not name.startswith("chime_voice")}
    assert brought <= {"__future__", "types"}
