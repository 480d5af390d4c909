"""What the parties of a call do, as a text."""

from __future__ import annotations

import pytest

from constructs_lib.calls import script
from constructs_lib.calls.errors import CallsError
from constructs_lib.calls.script import Script, Timed
from constructs_lib.pstn.parties import Answer, Decline, HangUp, Press, Say, Talk, Update, Wait

STEPS = [
    ("press 1#", (Press(keys="1#"),)),
    ("presses *0D", (Press(keys="*0D"),)),
    ("say Billing", (Say(intent="Billing"),)),
    ('say Billing Account=42 Name="A B"', (Say(intent="Billing", slots={"Account": "42", "Name": "A B"}),)),
    ("says Billing Account=42 as Failed", (Say(intent="Billing", slots={"Account": "42"}, state="Failed"),)),
    ("talk 5", (Talk(seconds=5.0),)),
    ("waits 0.5", (Wait(seconds=0.5),)),
    ("hang up", (HangUp(),)),
    ("hangs up 486", (HangUp(sip_code=486),)),
    ("answer", (Answer(),)),
    ("answers after 5", (Wait(seconds=5.0), Answer())),
    ("decline", (Decline(),)),
    ("declines 486", (Decline(sip_code=486),)),
]


@pytest.mark.parametrize(("line", "steps"), STEPS)
def test_a_line_is_a_step_of_the_caller_or_after_other_of_the_other_party(line, steps):
    assert script.parse(line) == Script(caller=steps)
    assert script.parse(f"other {line}") == Script(other=steps)


def test_an_update_is_nobodys_step():
    assert script.parse('update text="Good news" count=2') == Script(
        caller=(Update(arguments={"text": "Good news", "count": "2"}),)
    )
    with pytest.raises(CallsError, match="updated by neither party"):
        script.parse("other update text=no")


@pytest.mark.parametrize("line", ["other does not answer", "other do not answer"])
def test_who_does_not_answer_waits_longer_than_anything_rings(line):
    (waits,) = script.parse(line).other
    assert script.parse(line.removeprefix("other ")).caller == (waits,)
    assert isinstance(waits, Wait)
    assert waits.seconds > 120


def test_steps_keep_their_order_for_each_party():
    text = "press 1\nother answers\npress 2\nother presses 3\n"
    assert script.parse(text) == Script(caller=(Press(keys="1"), Press(keys="2")), other=(Answer(), Press(keys="3")))


def test_a_step_may_have_a_time():
    assert script.parse('at 12 hang up\nat 0.5 other presses 1\nat 3 update text="Good news"') == Script(
        timed=(
            Timed(seconds=12, step=HangUp()),
            Timed(seconds=0.5, step=Press(keys="1"), leg="LEG-B"),
            Timed(seconds=3, step=Update(arguments={"text": "Good news"})),
        )
    )


def test_comments_and_empty_lines_are_no_steps_but_a_pound_key_is():
    assert script.parse("# a menu\n\n   # then\n  press #\n") == Script(caller=(Press(keys="#"),))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("jump", "'jump' is no step; there is: press, say"),
        ("press", "the keys 0-9 \\* # A-D, as in `press 1#`; got nothing"),
        ("press 1 2", "got '1 2'"),
        ("press 1a", "got '1a'"),
        ("press 1 # a comment", "got '1 # a comment'"),
        ("say", "say takes an intent"),
        ("say Account=42", "say takes an intent"),
        ("say Billing 42", "give KEY=VALUE, got '42'"),
        ("say Billing as Happy", "ReadyForFulfillment, Fulfilled, Failed; got 'Happy'"),
        ("talk", "talk takes seconds"),
        ("wait 0", "wait takes seconds, more than 0"),
        ("wait nan", "wait takes seconds"),
        ("wait 1e9", "at most a day"),
        ("update", "update takes KEY=VALUE"),
        ("update =x", "give KEY=VALUE, got '=x'"),
        ("hang up now", "a SIP code from 300 to 699, such as 486; got 'now'"),
        ("decline 200", "a SIP code from 300 to 699"),
        ("answer soon", "`after SECONDS`; got 'soon'"),
        ("answer after", "answer after takes seconds"),
        ("does not answer today", "nothing follows"),
        ('press "1', "No closing quotation"),
        ("other", "'other' is no step"),
        ("at", "at takes seconds"),
        ("at 5", "nothing is no step"),
        ("at soon hang up", "at takes seconds, .*; got 'soon'"),
        ("at 5 wait 5", "`at 5` says when: .*; got 'wait 5'"),
        ("at 5 answer after 3", "`at 5` says when: leave out `after`"),
        ("hang", "'hang' is no step"),
    ],
)
def test_a_line_that_is_no_step_is_told_with_what_is_allowed(line, told):
    with pytest.raises(CallsError, match=told) as raised:
        script.parse(line)
    assert "line 1: " in str(raised.value)


def test_all_mistakes_are_told_at_once_with_their_lines():
    with pytest.raises(CallsError) as raised:
        script.parse("press 1\njump\n\nwait x\n", name="menu.txt")
    assert str(raised.value).startswith("menu.txt has 2 problems:\n  - line 2: 'jump'")
    assert "\n  - line 4: wait takes seconds" in str(raised.value)


def test_a_script_is_read_from_a_file(tmp_path):
    path = tmp_path / "a menu.txt"
    path.write_text("press 1\n")
    assert script.read(path) == Script(caller=(Press(keys="1"),))


def test_a_file_may_come_from_windows(tmp_path):
    path = tmp_path / "menu.txt"
    path.write_bytes(b"\xef\xbb\xbfpress 1\r\n# a comment\r\n\r\nhang up\r\n")
    assert script.read(path) == Script(caller=(Press(keys="1"), HangUp()))


def test_a_mistake_in_a_file_names_the_file(tmp_path):
    path = tmp_path / "menu.txt"
    path.write_text("jump\n")
    with pytest.raises(CallsError, match=r"menu\.txt: line 1: 'jump' is no step"):
        script.read(path)


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(CallsError, match="cannot be read: No such file"):
        script.read(tmp_path / "none.txt")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CallsError, match="no text in UTF-8"):
        script.read(tmp_path / "binary")


def test_pairs_are_keys_with_values_and_a_value_may_hold_anything():
    assert script.pairs(["a=1", "b=x=y", "c="]) == {"a": "1", "b": "x=y", "c": ""}


def test_words_that_are_no_pairs_are_told_together():
    with pytest.raises(CallsError, match="give KEY=VALUE, got 'a', '=b'"):
        script.pairs(["a", "=b", "c=d"])


def test_keys_to_press_are_a_script_too():
    assert script.parse(script.presses(["1", "42#"])) == Script(caller=(Press(keys="1"), Press(keys="42#")))
