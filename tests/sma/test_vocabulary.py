"""The vocabulary as a whole: what a handler can import, what that costs, and what a user makes of it."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import chime_voice
import pytest
from chime_voice import sma
from chime_voice.sma import Action

from tests.sma import ten_lines
from tests.sma.recorded import call_id, event, types_of

# https://docs.aws.amazon.com/chime-sdk/latest/dg/specify-actions.html and the pages beside it
ACTIONS = {
    "CallAndBridge",
    "Hangup",
    "JoinChimeMeeting",
    "ModifyChimeMeetingAttendees",
    "Pause",
    "PauseCallRecording",
    "PlayAudio",
    "PlayAudioAndGetDigits",
    "ReceiveDigits",
    "RecordAudio",
    "ResumeCallRecording",
    "SendDigits",
    "Speak",
    "SpeakAndGetDigits",
    "StartBotConversation",
    "StartCallRecording",
    "StopCallRecording",
    "VoiceFocus",
}


def exported():
    return {name: getattr(sma, name) for name in sma.__all__}


def test_every_action_of_the_service_has_a_class_of_its_name_and_no_other_has():
    classes = {
        name
        for name, value in exported().items()
        if inspect.isclass(value) and issubclass(value, Action) and value is not Action
    }
    assert classes == ACTIONS


def test_every_name_is_loaded_from_where_type_checkers_are_told():
    tree = ast.parse(Path(sma.__file__).read_text())
    told = {
        alias.name: node.module
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert told == {name: f"chime_voice.sma.{module}" for name, module in sma._MODULES.items()}
    assert sorted(told) == sorted(sma.__all__) == sorted(dir(sma))
    assert all(value.__module__ == told[name] for name, value in exported().items())


def test_a_name_that_there_is_not_is_no_attribute():
    with pytest.raises(AttributeError, match="no attribute 'Transfer'"):
        _ = sma.Transfer  # type: ignore[attr-defined]
    with pytest.raises(ImportError):
        from chime_voice.sma import Transfer  # type: ignore[attr-defined]  # noqa: F401


def test_every_class_says_what_it_takes():
    for name, value in exported().items():
        assert value.__doc__, name
        if inspect.isclass(value) and issubclass(value, Action) and value is not Action:
            taken = list(inspect.signature(value).parameters)
            assert all(f"    {parameter}: " in value.__doc__ for parameter in taken), name
            kinds = {each.kind for each in inspect.signature(value).parameters.values()}
            assert kinds == {inspect.Parameter.KEYWORD_ONLY}, name


def test_a_handler_loads_what_it_uses_and_nothing_else():
    program = "import sys; from chime_voice.sma import Calls, Hangup; print(*sys.modules)"
    root = Path(chime_voice.__file__).parents[1]
    command = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(root)!r}); {program}"]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    actions = {name for name in run.stdout.split() if name.startswith("chime_voice.sma.actions.")}
    assert actions == {"chime_voice.sma.actions.action", "chime_voice.sma.actions.flow"}


def test_about_ten_lines_are_a_handler(monkeypatch):
    code = [
        line
        for line in inspect.getsource(ten_lines).splitlines()
        if line and not line.startswith(('"', "import", "from"))
    ]
    assert len(code) <= 10
    monkeypatch.setenv("DESK", "+12065550142")
    (bridge,) = ten_lines.handler(event("new_inbound_call"), None)["Actions"]
    assert bridge["Parameters"]["Endpoints"] == [{"BridgeEndpointType": "PSTN", "Uri": "+12065550142"}]
    assert types_of(ten_lines.handler(event("call_not_answered"), None)) == ["Speak", "Hangup"]
    bridged = event("hangup_of_one_of_two")
    (ended,) = ten_lines.handler(bridged, None)["Actions"]
    assert ended["Parameters"]["CallId"] == call_id(bridged, 1)
