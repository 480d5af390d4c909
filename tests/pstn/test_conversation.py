"""Lists of actions: in order, answered by events, until the last leg is down."""

from __future__ import annotations

import pytest

from constructs_lib.pstn.actions import PLAYED
from constructs_lib.pstn.parties import Party
from constructs_lib.pstn.policy import Policy
from constructs_lib.pstn.vocabulary import ACTIONS
from tests.pstn.phone import CALLER, NUMBER, Each, Handler, hang_up, network, pause, play_audio, speak, words


def inbound(handler, *, policy=None, **options):
    world = network(handler, policy=policy)
    call = world.dial(to=NUMBER, caller=CALLER, **options)
    world.run()
    return call


def test_the_first_event_is_what_was_recorded_from_the_service():
    handler = Handler(NEW_INBOUND_CALL=[hang_up()])
    inbound(handler)
    first = handler.events[0]
    (participant,) = first["CallDetails"].pop("Participants")
    assert set(first) == {"SchemaVersion", "Sequence", "InvocationEventType", "CallDetails"}
    assert (first["SchemaVersion"], first["Sequence"]) == ("1.0", 1)
    assert first["CallDetails"] == {
        "TransactionId": first["CallDetails"]["TransactionId"],
        "AwsAccountId": "123456789012",
        "AwsRegion": "us-east-1",
        "SipRuleId": f"rule-{NUMBER}",
        "SipMediaApplicationId": "announce@us-east-1",
    }
    assert participant == {
        "CallId": participant["CallId"],
        "ParticipantTag": "LEG-A",
        "To": NUMBER,
        "From": CALLER,
        "Direction": "Inbound",
        "StartTimeInMilliseconds": "1795424400000",
    }


def test_a_list_that_ends_in_hangup_is_followed_by_hangup_alone():
    handler = Handler(NEW_INBOUND_CALL=[pause(), play_audio(), hang_up()])
    inbound(handler)
    assert handler.kinds == ["NEW_INBOUND_CALL", "HANGUP"]
    end = handler.events[1]
    leg = end["CallDetails"]["Participants"][0]
    assert (end["Sequence"], leg["Status"]) == (2, "Disconnected")
    assert end["ActionData"] == {
        "Type": "Hangup",
        "Parameters": {"SipResponseCode": 0, "CallId": leg["CallId"], "ParticipantTag": "LEG-A"},
    }


def test_success_is_reported_once_with_the_last_action_of_the_list():
    handler = Handler(NEW_INBOUND_CALL=[speak("One"), play_audio("two.wav")], ACTION_SUCCESSFUL=[hang_up()])
    inbound(handler)
    assert handler.kinds == ["NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "HANGUP"]
    data = handler.events[1]["ActionData"]
    assert (data["Type"], data["Parameters"]["AudioSource"]["Key"]) == ("PlayAudio", "two.wav")


@pytest.mark.parametrize(("action", "answers"), [(speak(), True), (play_audio(), True), (pause(), False)])
def test_what_is_heard_answers_the_call_and_a_pause_does_not(action, answers):
    handler = Handler(NEW_INBOUND_CALL=[action], ACTION_SUCCESSFUL=[hang_up()])
    call = inbound(handler)
    assert (call.answered_by is not None) is answers
    status = handler.events[1]["CallDetails"]["Participants"][0].get("Status")
    assert status == ("Connected" if answers else None)


def test_a_call_that_nothing_answers_ends_after_thirty_seconds_with_480():
    handler = Handler(NEW_INBOUND_CALL=[pause(1000)])
    call = inbound(handler)
    assert (call.answered_by, call.sip_code) == (None, 480)
    assert call.timeline[-1].time - call.timeline[0].time == 31
    assert handler.last("HANGUP")["ActionData"]["Parameters"]["SipResponseCode"] == 480


def test_a_failed_action_drops_the_rest_and_is_reported_with_its_error():
    handler = Handler(NEW_INBOUND_CALL=[speak("a" * 1001), play_audio()], ACTION_FAILED=[hang_up()])
    call = inbound(handler)
    assert handler.kinds == ["NEW_INBOUND_CALL", "ACTION_FAILED", "HANGUP"]
    assert handler.events[1]["ActionData"]["ErrorType"] == "MissingRequiredActionParameter"
    assert "1000" in handler.events[1]["ActionData"]["ErrorMessage"]
    assert call.heard == []


def test_what_followed_a_failed_action_is_dropped_whatever_is_answered():
    handler = Handler(NEW_INBOUND_CALL=[speak("One"), pause(1), speak("Two")], ACTION_FAILED={"SchemaVersion": "1.0"})
    assert [each.content for each in inbound(handler).heard] == ["One"]


@pytest.mark.parametrize(
    ("action", "error"),
    [
        ({"Type": "Speak"}, "MissingRequiredActionParameter"),
        (speak(CallId={"CallId": "x"}), "InvalidActionParameter"),
        (speak(ParticipantTag="LEG-B"), "InvalidActionParameter"),
        ({"Type": "PlayAudio", "Parameters": {}}, "InvalidActionParameter"),
        ({"Type": "PlayAudio", "Parameters": {"AudioSource": {"Type": "S3"}}}, "InvalidAudioSource"),
        (play_audio(Repeat=0), "InvalidActionParameter"),
        ({"Type": "Pause"}, "InvalidActionParameter"),
        (pause(99), "InvalidActionParameter"),
        (pause(30_001), "InvalidActionParameter"),
        (pause("long"), "InvalidActionParameter"),
        (hang_up(SipResponseCode="200"), "InvalidActionParameter"),
    ],
)
def test_a_parameter_outside_of_its_limits_fails_the_action(action, error):
    handler = Handler(NEW_INBOUND_CALL=[action], ACTION_FAILED=[hang_up()])
    inbound(handler)
    assert handler.last("ACTION_FAILED")["ActionData"]["ErrorType"] == error


def test_numbers_as_strings_and_empty_names_are_taken_with_a_warning():
    handler = Handler(NEW_INBOUND_CALL=[pause("2000", CallId=""), hang_up(Reason="done")])
    call = inbound(handler)
    assert call.ended_because == "the application hung up"
    warnings = " ".join(words(call, "warning"))
    assert "string '2000'" in warnings
    assert "CallId is an empty string" in warnings
    assert "Hangup has no parameter Reason" in warnings


def test_a_call_id_goes_before_a_participant_tag():
    def answer(event):
        return [speak(CallId=event["CallDetails"]["Participants"][0]["CallId"], ParticipantTag="LEG-X"), hang_up()]

    assert inbound(Handler(NEW_INBOUND_CALL=answer)).heard[0].leg == "LEG-A"


def test_things_take_the_time_that_the_policy_says():
    policy = Policy(speech_characters_per_second=10, audio_seconds=7)
    ssml = speak("<speak>" + "b" * 20 + "</speak>", TextType="ssml")
    handler = Handler(NEW_INBOUND_CALL=[speak("a" * 50), ssml, play_audio(Repeat=2), pause(500), hang_up()])
    call = inbound(handler, policy=policy)
    starts = [entry.time - call.timeline[0].time for entry in call.timeline if entry.what == "action"]
    assert starts == [0, 5, 7, 21, 21.5]


def test_a_caller_who_hangs_up_cuts_the_action_and_is_reported():
    handler = Handler(NEW_INBOUND_CALL=[speak("a" * 300), play_audio()])
    call = inbound(handler, party=Party(hangs_up_after=5))
    assert handler.kinds == ["NEW_INBOUND_CALL", "HANGUP"]
    assert call.timeline[-1].time - call.timeline[0].time == 5
    assert (call.ended_because, len(call.heard)) == ("the caller hung up", 1)


def test_an_action_cut_by_the_caller_can_be_reported_as_failed_with_the_leg_down():
    handler = Handler(NEW_INBOUND_CALL=[speak("a" * 300)], ACTION_FAILED=[play_audio()])
    inbound(handler, policy=Policy(reports_action_cut_by_hang_up=True), party=Party(hangs_up_after=5))
    assert handler.kinds == ["NEW_INBOUND_CALL", "ACTION_FAILED", "HANGUP"]
    assert handler.events[1]["CallDetails"]["Participants"][0]["Status"] == "Disconnected"


def test_a_caller_with_nothing_to_hear_leaves_when_patience_ends():
    handler = Handler(NEW_INBOUND_CALL=[speak("a" * 15)])
    call = inbound(handler, party=Party(patience=12))
    assert call.timeline[-1].time - call.timeline[0].time == 13
    assert handler.kinds == ["NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "HANGUP"]


def test_what_is_answered_to_the_last_hangup_is_ignored():
    handler = Handler(NEW_INBOUND_CALL=[hang_up()], HANGUP=[speak("Too late")])
    call = inbound(handler)
    assert (call.heard, handler.kinds) == ([], ["NEW_INBOUND_CALL", "HANGUP"])
    assert words(call, "reply")[-1] == "Speak (ignored)"


def test_a_function_that_fails_at_the_end_changes_no_reason():
    call = inbound(Handler(NEW_INBOUND_CALL=[hang_up(SipResponseCode=486)], HANGUP=RuntimeError("late")))
    assert (call.ended_because, call.sip_code) == ("the application hung up", 486)
    assert words(call, "failed") == ["HANGUP got no answer: RuntimeError: late"]


def test_attributes_are_returned_replaced_cleared_and_kept():
    def reply(attributes, *actions):
        return {"SchemaVersion": "1.0", "Actions": list(actions), "TransactionAttributes": attributes}

    handler = Handler(
        NEW_INBOUND_CALL=reply({"step": "1", "name": "a"}, pause()),
        ACTION_SUCCESSFUL=Each(reply({"step": "2"}, pause()), reply(None, pause()), reply({}, pause()), [hang_up()]),
    )
    inbound(handler)
    seen = [event["CallDetails"].get("TransactionAttributes") for event in handler.events]
    assert seen == [None, {"step": "1", "name": "a"}, {"step": "2"}, {"step": "2"}, None, None]


def test_an_action_that_does_not_exist_is_an_invalid_response():
    handler = Handler(NEW_INBOUND_CALL=[speak(), {"Type": "PlayMusic", "Parameters": {}}])
    call = inbound(handler)
    assert "unsupported action 'PlayMusic'" in call.ended_because
    assert handler.kinds == ["NEW_INBOUND_CALL", "INVALID_LAMBDA_RESPONSE"]


def test_every_action_of_the_vocabulary_is_played():
    assert set(PLAYED) == set(ACTIONS)


def test_ids_and_times_are_the_same_in_every_run():
    runs = [inbound(Handler(NEW_INBOUND_CALL=[speak(), hang_up()])).to_dict() for _ in range(2)]
    assert runs[0] == runs[1]


def test_a_handler_that_changes_its_event_changes_nothing_else():
    def spoil(event):
        event["CallDetails"]["Participants"].clear()
        return [hang_up()]

    call = inbound(Handler(NEW_INBOUND_CALL=spoil))
    sent = [entry.data["event"] for entry in call.timeline if entry.what == "event"]
    assert len(sent[0]["CallDetails"]["Participants"]) == 1
