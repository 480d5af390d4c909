"""Calls to deployed functions in which the parties do something, as in `chime-voice local call --script`."""

from __future__ import annotations

import argparse
from types import SimpleNamespace

import pytest

from constructs_lib.commands.local import calls as local_calls
from constructs_lib.local import LocalCloud, LocalCloudError, running
from tests.calls.phones import MENU
from tests.local.phones import EAST, Phones

# The function of these accounts is deployed as index.handler.
WRONG = MENU.replace('"Goodbye"), hang_up', '"Goodbye"), hang_up, {"Type": "HangUp", "Parameters": {}}')


@pytest.fixture
def phones(local_cloud: LocalCloud) -> Phones:
    made = Phones(local_cloud)
    made.rule((EAST, made.application(EAST, code=MENU)))
    return made


def heard(call):
    return [each["content"] for each in call["heard"]]


def test_the_caller_presses_keys_and_the_other_party_declines(phones: Phones):
    assert heard(phones.call(script="press 2"))[-1] == "Goodbye"
    call = phones.call(script="press 1\nother declines 486")
    assert heard(call)[-1] == "Nobody is there"
    assert (call["state"], call["answered_by"]) == ("ended", EAST)


def test_the_call_is_updated_by_a_step(phones: Phones):
    assert heard(phones.call(script='update text="Good news"'))[-1] == "Good news"


def test_a_step_with_a_time_goes_by_the_clouds_clock(phones: Phones):
    assert heard(phones.call(script='at 1 update text="Good news"'))[-1] == "Good news"


def test_a_step_that_is_none_is_refused(phones: Phones):
    with pytest.raises(LocalCloudError, match="'script': line 2: 'jump' is no step"):
        phones.call(script="press 1\njump")


def test_what_a_function_answers_wrongly_is_found(local_cloud: LocalCloud):
    made = Phones(local_cloud)
    made.rule((EAST, made.application(EAST, code=WRONG)))
    assert "unknown-action" in [each["id"] for each in made.call(script="press 2")["findings"]]
    (listed,) = local_cloud.admin.get(f"calls?account={made.account}")
    assert listed["line"].endswith("ended, answered by us-east-1, 1 error, 1 warning")


def wish(**given):
    nothing: dict[str, object] = {
        "host": None,
        "user": None,
        "caller": "+12065550199",
        "down": [],
        "script": None,
        "press": None,
    }
    return argparse.Namespace(**{**nothing, "format": "json", **given})


@pytest.mark.parametrize(
    ("answers", "code", "told"),
    [(MENU, 0, ""), (WRONG, 1, "1 error found in what the functions answered"), (None, 1, "nobody answered")],
)
def test_the_command_fails_when_nobody_answers_or_an_answer_is_wrong(
    local_cloud: LocalCloud, monkeypatch, capsys, answers, code, told
):
    made = Phones(local_cloud)
    if answers:
        made.rule((EAST, made.application(EAST, code=answers)))
    place = local_cloud.admin.post
    admin = SimpleNamespace(post=lambda path, document: place(path, {**document, "account": made.account}))
    monkeypatch.setattr(running, "need", lambda: SimpleNamespace(admin=admin))
    assert local_calls._call(wish(to=made.number or "+12065550177", press=["2"])) == code
    assert told in capsys.readouterr().err


def test_the_command_fails_when_an_answer_of_a_call_within_the_call_is_wrong(monkeypatch, capsys):
    within = {"findings": [{"severity": "error"}, {"severity": "warning"}]}
    answer = {"call": {"answered_by": EAST, "findings": []}, "bridged": [within], "text": "both"}
    admin = SimpleNamespace(post=lambda _path, _document: answer)
    monkeypatch.setattr(running, "need", lambda: SimpleNamespace(admin=admin))
    assert local_calls._call(wish(to="+12065550100", format="text")) == 1
    assert capsys.readouterr() == ("both\n", "1 error found in what the functions answered\n")


def test_the_command_sends_keys_and_files_as_a_script(tmp_path):
    path = tmp_path / "script.txt"
    path.write_text("press 1\nhang up\n")
    assert local_calls._script(wish()) == ""
    assert local_calls._script(wish(press=["1", "42#"])) == "press 1\npress 42#"
    assert local_calls._script(wish(script=str(path))) == "press 1\nhang up\n"


@pytest.mark.parametrize("given", [{"press": ["x"]}, {"script": "nothing.txt"}])
def test_the_command_tells_what_is_no_script(given):
    with pytest.raises(LocalCloudError, match=r"(press takes one word|cannot be read)"):
        local_calls._script(wish(**given))
