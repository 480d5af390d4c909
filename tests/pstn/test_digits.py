"""Digits: after a prompt, in the background, and sent."""

from __future__ import annotations

import pytest

from constructs_lib.pstn.parties import HangUp, Party, Press, Wait
from constructs_lib.pstn.policy import Policy
from tests.pstn.phone import (
    CALLER,
    NUMBER,
    Each,
    Handler,
    action,
    bridge,
    functions,
    get_digits,
    hang_up,
    network,
    pause,
    play_audio,
    route,
    speak,
)

AUDIO = {"Type": "S3", "BucketName": "prompts", "Key": "pin.wav"}
SORRY = {"Type": "S3", "BucketName": "prompts", "Key": "sorry.wav"}


def audio_digits(**parameters):
    given = {"AudioSource": AUDIO, "FailureAudioSource": SORRY, "RepeatDurationInMilliseconds": 5000}
    return action("PlayAudioAndGetDigits", **(given | parameters))


def listen(regex=r"^\d{2}#$", **parameters):
    given = {
        "InputDigitsRegex": regex,
        "InBetweenDigitsDurationInMilliseconds": 1000,
        "FlushDigitsDurationInMilliseconds": 5000,
    }
    return action("ReceiveDigits", **(given | parameters))


def other_leg(event):
    left = [each for each in event["CallDetails"]["Participants"] if each.get("Status") == "Connected"]
    return [hang_up(CallId=each["CallId"]) for each in left]


def inbound(handler, *steps, policy=None, **options):
    world = network(handler, policy=policy)
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(does=steps), **options)
    world.run()
    return call


def collected(handler):
    """The digits of the success, or the type of the failure."""
    data = handler.events[1]["ActionData"]
    return data.get("ReceivedDigits", data.get("ErrorType"))


INVALID = "InvalidDigitsReceived"


@pytest.mark.parametrize("kind", [get_digits, audio_digits])
@pytest.mark.parametrize(
    ("parameters", "typed", "outcome"),
    [
        ({}, "12#", "12"),
        ({}, "12", "12"),
        ({"TerminatorDigits": ["*", "0"]}, "1#*", "1#"),
        ({"MaxNumberOfDigits": 2}, "123#", "12"),
        ({"MinNumberOfDigits": 3}, "12#", INVALID),
        ({"MinNumberOfDigits": 3}, "12", INVALID),
        ({"MinNumberOfDigits": 2, "MaxNumberOfDigits": 2}, "12", "12"),
        ({"InputDigitsRegex": "^[12]$"}, "2#", "2"),
        ({"InputDigitsRegex": "^[12]$"}, "3#", INVALID),
        ({"InputDigitsRegex": r"^\d{2}#$", "MinNumberOfDigits": 3}, "12#", "12#"),
        ({"InputDigitsRegex": "[0-9]"}, "*1", "*1"),
        ({"InputDigitsRegex": "[0-9]", "MinNumberOfDigits": 3}, "12#", INVALID),
        ({"MinNumberOfDigits": 0}, "#", ""),
    ],
)
def test_digits_end_with_a_terminator_their_number_or_silence_and_must_match(kind, parameters, typed, outcome):
    handler = Handler(NEW_INBOUND_CALL=[kind(**parameters)], ACTION_SUCCESSFUL=[hang_up()], ACTION_FAILED=[hang_up()])
    inbound(handler, Press(keys=typed))
    assert collected(handler) == outcome


def test_no_digits_at_all_fail_though_none_are_required():
    handler = Handler(NEW_INBOUND_CALL=[get_digits()], ACTION_FAILED=[hang_up()])
    inbound(handler)
    assert collected(handler) == INVALID


def test_every_failure_is_followed_by_its_prompt_and_the_main_prompt_until_the_attempts_are_used_up():
    asks = get_digits("PIN", "Wrong", Repeat=3, MinNumberOfDigits=1)
    handler = Handler(NEW_INBOUND_CALL=[asks], ACTION_SUCCESSFUL=[hang_up()])
    call = inbound(handler, Press(keys="#"), Press(keys="1"))
    assert [each.content for each in call.heard] == ["PIN", "Wrong", "PIN"]
    assert collected(handler) == "1"
    handler = Handler(NEW_INBOUND_CALL=[audio_digits(Repeat=2)], ACTION_FAILED=[hang_up()])
    call = inbound(handler)
    assert [each.time - call.timeline[0].time for each in call.heard] == [0, 10, 15, 25]
    assert call.timeline[-1].time - call.timeline[0].time == 30
    assert [each.content.removeprefix("prompts/") for each in call.heard] == ["pin.wav", "sorry.wav"] * 2


def test_attempts_without_number_end():
    handler = Handler(NEW_INBOUND_CALL=[get_digits("PIN", Repeat=10**9)], ACTION_FAILED=[hang_up()])
    call = inbound(handler)
    assert [each.content for each in call.heard].count("PIN") == 1000


def test_without_failure_speech_the_next_attempt_follows_at_once():
    speech = {"Text": "PIN"}
    given = action("SpeakAndGetDigits", SpeechParameters=speech, RepeatDurationInMilliseconds=5000, Repeat=2)
    handler = Handler(NEW_INBOUND_CALL=[given], ACTION_FAILED=[hang_up()])
    call = inbound(handler)
    assert [each.time - call.timeline[0].time for each in call.heard] == pytest.approx([0, 5.2])


def test_the_first_key_and_each_further_one_have_times_of_their_own():
    def at(*steps):
        handler = Handler(
            NEW_INBOUND_CALL=[get_digits("a" * 15)], ACTION_SUCCESSFUL=[hang_up()], ACTION_FAILED=[hang_up()]
        )
        call = inbound(handler, *steps)
        told = [each for each in call.timeline if each.what == "event"][1]
        return collected(handler), round(told.time - call.timeline[0].time, 2)

    assert at(Wait(seconds=4.9), Press(keys="1")) == ("1", 7.9)
    assert at(Wait(seconds=5.1), Press(keys="1"))[0] == INVALID
    assert at(Press(keys="1"), Wait(seconds=99)) == ("1", 3.0)


def test_the_pause_between_digits_is_by_default_as_long_as_the_one_before_them():
    handler = Handler(NEW_INBOUND_CALL=[audio_digits()], ACTION_SUCCESSFUL=[hang_up()])
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(by_hand=True))
    world.run()
    world.press(call, "1")
    world.run(4.9)
    world.press(call, "2")
    world.run()
    assert collected(handler) == "12"


@pytest.mark.parametrize("kind", [get_digits, audio_digits])
def test_keys_pressed_during_the_prompt_count_and_end_it(kind):
    handler = Handler(NEW_INBOUND_CALL=[kind()], ACTION_SUCCESSFUL=[hang_up()])
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run(0.1)
    world.press(call, "12#")
    world.run()
    assert collected(handler) == "12"
    assert call.timeline[-1].time - call.timeline[0].time == pytest.approx(0.1)


def test_the_name_of_the_failure_is_a_matter_of_policy():
    handler = Handler(NEW_INBOUND_CALL=[get_digits()], ACTION_FAILED=[hang_up()])
    inbound(handler, policy=Policy(no_valid_digits_error="Timeout"))
    assert collected(handler) == "Timeout"


@pytest.mark.parametrize("reports", [True, False])
def test_success_in_the_middle_of_a_list_is_reported_by_policy(reports):
    handler = Handler(NEW_INBOUND_CALL=[get_digits(), speak(), hang_up()], ACTION_SUCCESSFUL={"SchemaVersion": "1.0"})
    inbound(handler, Press(keys="1#"), policy=Policy(mid_list_success_of_newer_actions=reports))
    assert ("ACTION_SUCCESSFUL" in handler.kinds) is reports


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (action("SpeakAndGetDigits"), "MissingRequiredActionParameter"),
        (action("SpeakAndGetDigits", RepeatDurationInMilliseconds=1), "MissingRequiredActionParameter"),
        (action("SpeakAndGetDigits", SpeechParameters={"Text": "a"}), "MissingRequiredActionParameter"),
        (get_digits("a" * 1001), "MissingRequiredActionParameter"),
        (get_digits(RepeatDurationInMilliseconds=0), "InvalidActionParameter"),
        (get_digits(MaxNumberOfDigits=129), "InvalidActionParameter"),
        (get_digits(MinNumberOfDigits=3, MaxNumberOfDigits=2), "InvalidActionParameter"),
        (get_digits(InputDigitsRegex="("), "InvalidActionParameter"),
        (get_digits(TerminatorDigits=["a"]), "InvalidActionParameter"),
        (get_digits(Repeat="often"), "InvalidActionParameter"),
        (action("PlayAudioAndGetDigits"), "InvalidActionParameter"),
        (audio_digits(AudioSource={"Type": "S3"}), "InvalidAudioSource"),
        (audio_digits(FailureAudioSource={"Type": "HTTP", "BucketName": "b", "Key": "k"}), "InvalidAudioSource"),
        (listen("("), "InvalidActionParameter"),
        (listen(FlushDigitsDurationInMilliseconds=1000), "InvalidActionParameter"),
        (action("ReceiveDigits", InputDigitsRegex="1"), "InvalidActionParameter"),
        (action("SendDigits"), "InvalidActionParameter"),
        (action("SendDigits", Digits="1" * 51), "InvalidActionParameter"),
        (action("SendDigits", Digits="1E"), "InvalidActionParameter"),
        (action("SendDigits", Digits="1", ToneDurationInMilliseconds=49), "InvalidActionParameter"),
        (action("SendDigits", Digits="1", ToneDurationInMilliseconds=24_001), "InvalidActionParameter"),
    ],
)
def test_a_parameter_outside_of_its_limits_fails_the_action(given, error):
    handler = Handler(NEW_INBOUND_CALL=[given], ACTION_FAILED=[hang_up()])
    inbound(handler)
    assert handler.events[1]["InvocationEventType"] == "ACTION_FAILED"
    assert collected(handler) == error


def test_numbers_may_be_texts():
    handler = Handler(NEW_INBOUND_CALL=[get_digits(MaxNumberOfDigits="1", Repeat="2")], ACTION_SUCCESSFUL=[hang_up()])
    inbound(handler, Press(keys="123"))
    assert collected(handler) == "1"


def test_an_update_waits_until_digits_are_collected():
    handler = Handler(NEW_INBOUND_CALL=[get_digits()], ACTION_FAILED=[pause()], CALL_UPDATE_REQUESTED=[hang_up()])
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run(1)
    world.update_call(application_id="announce@us-east-1", transaction_id=call.transaction_id, arguments={})
    world.run()
    assert handler.kinds == [
        "NEW_INBOUND_CALL",
        "ACTION_FAILED",
        "CALL_UPDATE_REQUESTED",
        "HANGUP",
    ]


@pytest.mark.parametrize("kind", [get_digits(), audio_digits(), pause(30_000), play_audio(Repeat=9)])
def test_a_caller_may_leave_in_the_middle_of_an_action(kind):
    handler = Handler(NEW_INBOUND_CALL=[kind, speak()])
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(hangs_up_after=2))
    world.run()
    assert handler.kinds == ["NEW_INBOUND_CALL", "HANGUP"]
    assert call.timeline[-1].time - call.timeline[0].time == 2


def test_receive_digits_succeeds_at_once_and_tells_later_what_matches():
    handler = Handler(
        NEW_INBOUND_CALL=[listen()],
        ACTION_SUCCESSFUL=Each([speak("a" * 15)], []),
        DIGITS_RECEIVED=[speak("b"), hang_up()],
    )
    inbound(handler, Wait(seconds=1), Press(keys="11#"))
    assert handler.kinds == [
        "NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "ACTION_SUCCESSFUL", "DIGITS_RECEIVED", "HANGUP",
    ]  # fmt: skip
    first, last = handler.events[1]["ActionData"], handler.last("DIGITS_RECEIVED")["ActionData"]
    assert (first["ReceivedDigits"], last["ReceivedDigits"]) == ("", "11#")
    assert first["Type"] == last["Type"] == "ReceiveDigits"
    assert first["Parameters"] == last["Parameters"]


def told_at(regex, *presses):
    """When the digits were told, and which, of keys pressed at moments."""
    handler = Handler(NEW_INBOUND_CALL=[listen(regex), speak("a")])
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER, party=Party(by_hand=True))
    world.run(1)
    now = 1.0
    for moment, keys in presses:
        world.run(moment - now)
        now = moment
        world.press(call, keys)
    world.run(20)
    return [
        (round(entry.time - call.timeline[0].time, 2), entry.data["event"]["ActionData"]["ReceivedDigits"])
        for entry in call.timeline
        if entry.what == "event" and "DIGITS" in entry.detail
    ]


def test_digits_are_looked_at_after_a_pause_and_flushed_some_time_after_the_first():
    assert told_at(r"^\d{2}$", (2, "1"), (2.9, "2")) == [(3.9, "12")]
    assert told_at(r"^\d{2}$", (2, "1"), (4, "2")) == [(5, "12")]
    assert told_at(r"^\d{2}$", (2, "1"), (4, "23")) == [(7, "123")]
    assert told_at(r"^\d{2}$", (2, "12"), (4, "34")) == [(3, "12"), (5, "34")]
    assert told_at(r"^\d{2}$", (2, "1"), (6.5, "2")) == [(7, "12")]
    assert told_at(r"^\d$", (2, "1"), (2.9, "2")) == [(7, "12")]
    assert told_at(r"^\d{2}$", (2, "12"), (6.5, "1")) == [(3, "12"), (11.5, "1")]
    assert told_at(r"^\d{2}$", (2, "1"), (6.5, "2"), (7.2, "12")) == [(7, "12"), (8.2, "12")]


def test_digits_are_lost_until_they_are_listened_for():
    handler = Handler(NEW_INBOUND_CALL=[speak("a" * 30)], ACTION_SUCCESSFUL=Each([listen(), speak()], []))
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run(1)
    world.press(call, "11#")
    world.run()
    assert "DIGITS_RECEIVED" not in handler.kinds


def test_digits_are_told_after_the_action_that_goes_on_and_its_remaining_list_is_replaced():
    handler = Handler(
        NEW_INBOUND_CALL=[listen(), speak("a" * 150), speak("Never heard")], DIGITS_RECEIVED=[speak("b"), hang_up()]
    )
    world = network(handler)
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run(1)
    world.press(call, "11#")
    world.run()
    assert [each.content[0] for each in call.heard] == ["a", "b"]
    assert call.heard[1].time - call.timeline[0].time == 10


def test_digits_of_either_leg_are_heard_on_a_bridged_call():
    handler = Handler(
        NEW_INBOUND_CALL=[bridge()], ACTION_SUCCESSFUL=Each([listen(ParticipantTag="LEG-B")], []), HANGUP=other_leg
    )
    inbound(handler, Wait(seconds=60), HangUp(), bridged=Party(does=(Press(keys="11#"),)))
    leg_b = handler.events[-1]["CallDetails"]["Participants"][1]
    assert handler.last("DIGITS_RECEIVED")["ActionData"]["Parameters"]["CallId"] == leg_b["CallId"]


def test_digits_of_a_leg_that_is_gone_by_then_are_not_told():
    handler = Handler(
        NEW_INBOUND_CALL=[listen("1"), bridge()],
        ACTION_SUCCESSFUL=Each([], [speak("a" * 150)], []),
        HANGUP=Each([], []),
    )
    world = network(handler, policy=Policy(empty_list_stops=False))
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run(4)
    world.press(call, "1")
    world.run(2)
    world.hang_up(call)
    world.run()
    assert "DIGITS_RECEIVED" in handler.kinds
    handler.events.clear()
    handler.answers["ACTION_SUCCESSFUL"] = [speak("a" * 150)]
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run(4)
    world.press(call, "1")
    world.run(2)
    world.hang_up(call)
    world.run()
    assert "DIGITS_RECEIVED" not in handler.kinds
    assert handler.kinds.count("HANGUP") == 2


def test_a_key_that_an_action_waits_for_is_not_heard_in_the_background_too():
    handler = Handler(
        NEW_INBOUND_CALL=[listen(r"^\d$"), get_digits(MaxNumberOfDigits=1)], ACTION_SUCCESSFUL=[pause(), hang_up()]
    )
    inbound(handler, Press(keys="1"))
    assert "DIGITS_RECEIVED" not in handler.kinds


def test_a_new_receive_digits_takes_the_place_of_the_old_one():
    handler = Handler(NEW_INBOUND_CALL=[listen(r"^1$"), listen(r"^2$"), speak()], DIGITS_RECEIVED=Each([], [hang_up()]))
    inbound(handler, Press(keys="1"), Press(keys="2"))
    received = [
        event["ActionData"]["ReceivedDigits"]
        for event in handler.events
        if event["InvocationEventType"] == "DIGITS_RECEIVED"
    ]
    assert received == ["1", "2"]
    assert handler.last("DIGITS_RECEIVED")["ActionData"]["Parameters"]["InputDigitsRegex"] == "^2$"


@pytest.mark.parametrize(
    ("parameters", "seconds"),
    [
        ({"Digits": "1234"}, 1.0),
        ({"Digits": "1,2,,3", "ToneDurationInMilliseconds": 100}, 1.8),
        ({"Digits": "ABCD*#", "ToneDurationInMilliseconds": "50"}, 0.3),
    ],
)
def test_sending_digits_takes_the_time_of_the_tones_and_half_a_second_a_comma(parameters, seconds):
    handler = Handler(NEW_INBOUND_CALL=[action("SendDigits", **parameters)], ACTION_SUCCESSFUL=[hang_up()])
    call = inbound(handler)
    assert call.timeline[-1].time - call.timeline[0].time == pytest.approx(seconds)
    assert handler.events[1]["ActionData"]["Parameters"]["Digits"] == parameters["Digits"]


def test_digits_that_are_sent_reach_the_application_at_the_other_end():
    def send(event):
        return [action("SendDigits", Digits=",,42#", ParticipantTag="LEG-B")]

    caller = Handler(NEW_INBOUND_CALL=[bridge("+12065550101")], ACTION_SUCCESSFUL=Each(send, []), HANGUP=other_leg)
    menu = Handler(NEW_INBOUND_CALL=[get_digits("a")], ACTION_SUCCESSFUL=[hang_up()])
    world = network(caller, routes=[route(), route("+12065550101", name="menu")], others=functions(menu, name="menu"))
    world.dial(to=NUMBER, caller=CALLER)
    world.run()
    assert collected(menu) == "42"
