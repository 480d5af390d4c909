"""The linter on one answer: every rule that needs no more than the event and the answer finds its mistake, and no other."""

from __future__ import annotations

import json
from typing import Any

import pytest

from constructs_lib.pstn.lint import answers
from constructs_lib.pstn.lint.legs import Legs
from constructs_lib.pstn.policy import Policy
from tests.pstn.phone import NUMBER, bridge, hang_up, pause, play_audio, speak

A, B, OLD_B = "11111111-0000", "22222222-0000", "33333333-0000"
ANOTHER_CALLS = "99999999-0000"
SPEAK = {"Type": "Speak", "Parameters": {"Text": "Hello", "CallId": A}}
ALL = ("missing-parameter", "wrong-type", "out-of-limits", "unknown-parameter")


def event(kind="NEW_INBOUND_CALL", *, b=None, a=None, about=None):
    legs = [{"CallId": A, "ParticipantTag": "LEG-A"} | ({"Status": a} if a else {})]
    if b:
        legs.append({"CallId": B, "ParticipantTag": "LEG-B", "Status": b})
    shown = {
        "InvocationEventType": kind, "Sequence": 3, "CallDetails": {"TransactionId": "t", "Participants": legs}
    }  # fmt: skip
    return shown | ({"ActionData": {"Type": "Hangup", "Parameters": {"CallId": about}}} if about else {})


def mistakes(answer, given=None, *, read=True, policy=None):
    given = given or event()
    legs = Legs(event=given, gone={OLD_B}, elsewhere=lambda call_id: call_id == ANOTHER_CALLS)
    kind = given["InvocationEventType"]
    found = answers.check(answer, kind, read=read, policy=policy or Policy(), legs=legs)
    return [mistake.finding(given) for mistake in found]


def ids(*actions, given=None):
    return [finding.id for finding in mistakes({"SchemaVersion": "1.0", "Actions": list(actions)}, given)]


def action(name, **parameters):
    return {"Type": name, "Parameters": parameters}


def digits(**parameters):
    spoken = {"SpeechParameters": {"Text": "Your code?"}, "RepeatDurationInMilliseconds": 3000, "CallId": A}
    return action("SpeakAndGetDigits", **(spoken | parameters))


def several(regex, **parameters):
    return digits(InputDigitsRegex=regex, MaxNumberOfDigits=4, **parameters)


def told(length):
    return bot(Configuration={"SessionState": {"SessionAttributes": {"a": "b" * length}}})


def receive(**parameters):
    waits = {"InBetweenDigitsDurationInMilliseconds": 500, "FlushDigitsDurationInMilliseconds": 1000}
    return action("ReceiveDigits", **({"InputDigitsRegex": "^[0-9]$"} | waits | parameters))


def record(**parameters):
    place = {"Type": "S3", "BucketName": "voicemail"}
    return action("RecordAudio", **({"RecordingDestination": place, "RecordingTerminators": ["#"]} | parameters))


def recording(location):
    return action("StartCallRecording", CallId=A, Track="BOTH", Destination={"Type": "S3", "Location": location})


def bot(**parameters):
    arn = "arn:aws:lex:us-east-1:123456789012:bot-alias/B/A"
    return action("StartBotConversation", **({"BotAliasArn": arn, "LocaleId": "en_US"} | parameters))


def connector(**parameters):
    endpoint = {"BridgeEndpointType": "AWS", "Uri": "desk", "Arn": "arn:aws:chime:us-east-1:123456789012:vc/abc"}
    return bridge() | {"Parameters": {"CallerIdNumber": NUMBER, "Endpoints": [endpoint | parameters]}}


def headers(**given):
    plain = connector()["Parameters"]
    return action("CallAndBridge", **plain, SipHeaders={name.replace("_", "-"): each for name, each in given.items()})


def test_the_documented_form_of_every_action_is_right():
    audio = play_audio()["Parameters"]["AudioSource"]
    welcome = {
        "SessionState": {"SessionAttributes": {"a": "b"}, "DialogAction": {"Type": "ElicitIntent"}},
        "WelcomeMessages": [{"Content": "Hi", "ContentType": "PlainText"}],
    }
    forms = [
        SPEAK,
        play_audio(Repeat=2, PlaybackTerminators=["1", "#"], CallId=A),
        pause(),
        digits(FailureSpeechParameters={"Text": "No."}, MinNumberOfDigits=4, MaxNumberOfDigits=4, Repeat=3,
               InputDigitsRegex="^[0-9]{4}$", TerminatorDigits=["#"], InBetweenDigitsDurationInMilliseconds=900),
        action("PlayAudioAndGetDigits", AudioSource=audio, FailureAudioSource=audio, RepeatDurationInMilliseconds=3000),
        receive(CallId=A),
        record(DurationInSeconds=60, SilenceDurationInSeconds=3, SilenceThreshold=200, ParticipantTag="LEG-A"),
        action("StartCallRecording", CallId=A, Track="BOTH", Destination={"Type": "S3", "Location": "calls/x"}),
        action("PauseCallRecording", CallId=A),
        action("ResumeCallRecording", CallId=A),
        action("StopCallRecording", CallId=A),
        action("SendDigits", CallId=A, Digits="12,#A", ToneDurationInMilliseconds=100),
        action("VoiceFocus", CallId=A, Enable=True),
        bot(CallId=A, Configuration=welcome),
        action("JoinChimeMeeting", JoinToken="token", MeetingId="meeting", CallId=A),
        action("ModifyChimeMeetingAttendees", Operation="Mute", MeetingId="m", AttendeeList=["a"], ParticipantTag="LEG-A"),
        bridge(CallTimeoutSeconds=30, RingbackTone=audio),
        connector(),
        headers(X_Account="1", User_to_User="2", Diversion="3"),
        hang_up(SipResponseCode=486, ParticipantTag="LEG-A"),
    ]  # fmt: skip
    for form in forms:
        assert ids(form) == [], form


EMPTY = json.dumps(told(0)["Parameters"]["Configuration"])
# What is wrong with an action, and the same thing right.
PARAMETERS = [
    ("unknown-action", action("Speek"), SPEAK),
    ("unknown-action", action("RecordMeeting"), record()),
    ("wrong-name", action("ReceivedDigits"), receive()),
    ("wrong-name", action("JoinChimeMeeting", AttendeeJoinToken="t"), action("JoinChimeMeeting", JoinToken="t")),
    ("wrong-name", action("Pause", DurationInMilliseconds=100, CallId={"CallId": A}), pause(CallId=A)),
    ("unknown-parameter", hang_up(Reason="done"), hang_up()),
    ("unknown-parameter", bot(Configuration={"SessionStat": {}}), bot(Configuration={"SessionState": {}})),
    ("unknown-field", SPEAK | {"Text": "Hello"}, SPEAK),
    ("missing-parameter", action("Pause"), pause()),
    ("missing-parameter", {"Type": "Pause"}, pause()),
    ("missing-parameter", action("Pause", DurationInMilliseconds=None), pause()),
    ("missing-parameter", connector(Arn=None), connector()),
    ("out-of-limits", connector(Arn=""), connector()),
    ("out-of-limits", connector(BridgeEndpointType="PSTN", Uri=NUMBER), bridge()),
    ("missing-parameter", record(RecordingDestination={"Type": "S3"}), record()),
    ("wrong-type", speak(5), speak("5")),
    ("wrong-type", pause("long"), pause(100)),
    ("wrong-type", pause(True), pause(100)),
    ("wrong-type", pause(100.5), pause(100.0)),
    ("wrong-type", play_audio(PlaybackTerminators="#"), play_audio(PlaybackTerminators=["#"])),
    ("wrong-type", pause(CallId=7), pause(CallId=A)),
    ("wrong-type", digits(InputDigitsRegex=5), digits(InputDigitsRegex="5")),
    ("wrong-type", action("VoiceFocus", CallId=A, Enable=1), action("VoiceFocus", CallId=A, Enable=False)),
    ("wrong-type", headers(x_a=1), headers(x_a="1")),
    ("wrong-type", headers() | {"Parameters": headers()["Parameters"] | {"SipHeaders": "x"}}, headers()),
    ("wrong-type", digits(SpeechParameters="Your code?"), digits()),
    ("out-of-limits", speak("a" * 1001), speak("a" * 1000)),
    ("out-of-limits", speak(""), speak("a")),
    ("out-of-limits", speak(Engine="Neural"), speak(Engine="neural")),
    ("out-of-limits", pause(99), pause(100)),
    ("out-of-limits", pause(30_001), pause(30_000)),
    ("out-of-limits", play_audio(Repeat=0), play_audio(Repeat=1)),
    ("out-of-limits", play_audio(PlaybackTerminators=["A"]), play_audio(PlaybackTerminators=["*"])),
    ("out-of-limits", digits(MinNumberOfDigits=5, MaxNumberOfDigits=4), digits(MinNumberOfDigits=4, MaxNumberOfDigits=4)),
    ("out-of-limits", receive(FlushDigitsDurationInMilliseconds=500), receive(FlushDigitsDurationInMilliseconds=501)),
    ("out-of-limits", action("SendDigits", CallId=A, Digits="1-2"), action("SendDigits", CallId=A, Digits="1,2")),
    ("out-of-limits", bridge("desk"), connector()),
    ("out-of-limits", connector(Uri="desk 1"), connector(Uri="desk-1")),
    ("out-of-limits", bridge(CallTimeoutSeconds=121), bridge(CallTimeoutSeconds=120)),
    ("out-of-limits", bridge(CallerIdNumber="0123"), bridge()),
    ("out-of-limits", bridge(Endpoints=[]), bridge()),
    ("out-of-limits", headers(x_amzn_a="1"), headers(x_a="1")),
    ("out-of-limits", headers(From="1"), headers(x_From="1")),
    ("out-of-limits", headers(x_a="1" * 2049), headers(x_a="1" * 2048)),
    ("out-of-limits", headers(**{f"x_{n}": "" for n in range(21)}), headers(**{f"x_{n}": "" for n in range(20)})),
    ("out-of-limits", bot(Configuration={"WelcomeMessages": [{"Content": "a", "ContentType": "SSML"}]}), bot()),
    ("out-of-limits", told(10_240 - len(EMPTY) + 1), told(10_240 - len(EMPTY))),
    ("out-of-limits", record(RecordingDestination={"Type": "S3", "BucketName": "b", "Prefix": "a b"}), record()),
    ("out-of-limits", bot(BotAliasArn="arn:aws:lex:us-east-1:123456789012:bot/ABCDEFGHIJ"), bot()),
    ("out-of-limits", recording("s3://calls/desk"), recording("calls/desk")),
    ("out-of-limits", recording("/desk"), recording("calls")),
    ("number-as-text", pause("2000"), pause(2000)),
    ("boolean-as-text", action("VoiceFocus", CallId=A, Enable="True"), action("VoiceFocus", CallId=A, Enable=True)),
    ("hangup-code", hang_up(SipResponseCode=404), hang_up(SipResponseCode=480)),
    ("headers-on-pstn", bridge(SipHeaders={"x-a": "1"}), bridge(SipHeaders={})),
    ("headers-on-pstn", bridge(SipHeaders={"x-a": "1"}), bridge("+17035550122", SipHeaders={"x-a": "1"})),
    ("locale-missing", bot(LocaleId=None), bot()),
    ("bad-regex", digits(InputDigitsRegex="[0-9"), digits(InputDigitsRegex="[0-9]")),
    ("loose-regex", digits(InputDigitsRegex="[0-9]", MaxNumberOfDigits=4), digits(InputDigitsRegex="[0-9]")),
    ("loose-regex", digits(InputDigitsRegex="[0-9]", MinNumberOfDigits=4), several("[0-9]{4}")),
    ("loose-regex", several("^[1-9]$"), several("[0-9]{1,4}")),
    ("loose-regex", several("[0-9]", MinNumberOfDigits=1), several("[0-9]{4}", MinNumberOfDigits=1)),
    ("loose-regex", several("[0-9]"), digits(InputDigitsRegex="[0-9]", MaxNumberOfDigits=1)),
    ("two-legs", record(CallId=A, ParticipantTag="LEG-A"), record(CallId=A)),
    ("empty-leg", pause(CallId=""), pause()),
    ("empty-leg", pause(ParticipantTag=""), pause(ParticipantTag="LEG-A")),
    ("missing-leg", action("Speak", Text="a"), SPEAK),
    ("missing-leg", action("SendDigits", Digits="1"), action("SendDigits", Digits="1", ParticipantTag="LEG-A")),
    ("unknown-leg", pause(CallId="nobody"), pause(CallId=A)),
    ("unknown-leg", pause(ParticipantTag="Leg-A"), pause(ParticipantTag="LEG-A")),
    ("state-leak", pause(CallId=ANOTHER_CALLS), pause(CallId=A)),
    ("leg-is-down", pause(CallId=OLD_B), pause(CallId=A)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "wrong", "right"), PARAMETERS, ids=lambda each: each if isinstance(each, str) else "")
def test_a_mistake_in_an_action_is_found_alone_and_the_right_form_is_not(rule, wrong, right):
    assert ids(wrong) == [rule]
    assert rule not in ids(right)


ON_HANGUP = {"kind": "HANGUP", "a": "Disconnected", "about": A}
# Event, list of actions, what is found.
LISTS = [
    ("a leg that just hung up", event(b="Connected", **ON_HANGUP), [hang_up(CallId=B)], []),
    ("the one that left", event(b="Connected", **ON_HANGUP), [hang_up(CallId=A)], ["leg-is-down"]),
    ("nobody, so the one that left", event(b="Connected", **ON_HANGUP), [hang_up()], ["leg-is-down"]),
    ("by tag", event(b="Connected", **ON_HANGUP), [pause(ParticipantTag="LEG-A")], ["leg-is-down"]),
    ("after a hang-up in the same list", event(), [hang_up(), pause()], ["leg-is-down"]),
    ("B before it is there", event(), [pause(ParticipantTag="LEG-B"), bridge()], ["unknown-leg"]),
    ("B after a bridge in the same list", event(), [bridge(), pause(ParticipantTag="LEG-B")], []),
    ("B that never answered", event("ACTION_FAILED", b="Disconnected", about=A), [hang_up(CallId=B)], ["leg-is-down"]),
    ("a bridge while B is up", event("ACTION_SUCCESSFUL", b="Connected", about=A), [bridge()], ["leg-in-the-way"]),
    ("a bridge after B was hung up", event("ACTION_SUCCESSFUL", b="Connected", about=A), [hang_up(CallId=B), bridge()], []),
    ("a bridge after a bridge", event(), [bridge(), bridge()], ["leg-in-the-way"]),
    ("a bot on a bridged call", event("DIGITS_RECEIVED", b="Connected", about=A), [bot()], ["leg-in-the-way"]),
]  # fmt: skip


@pytest.mark.parametrize(("given", "actions", "found"), [each[1:] for each in LISTS], ids=[each[0] for each in LISTS])
def test_legs_are_followed_from_the_event_through_the_list(given, actions, found):
    assert ids(*actions, given=given) == found


def test_the_leg_that_is_taken_is_the_one_the_event_is_about_by_id_or_by_tag():
    given = event("ACTION_SUCCESSFUL", b="Connected")
    for about, tag in (({"CallId": B}, "LEG-B"), ({"CallId": "", "ParticipantTag": "LEG-B"}, "LEG-B"), ({}, "LEG-A")):
        found = mistakes(OK | {"Actions": [action("Speak", Text="a")]}, given | {"ActionData": {"Parameters": about}})
        assert [finding.message.rpartition("; ")[2] for finding in found] == [f"{tag} is taken"]


@pytest.mark.parametrize(
    ("given", "actions", "remedy"),
    [
        (event(b="Connected", **ON_HANGUP), [hang_up()], "name the other leg"),
        (event(b="Connected", **ON_HANGUP), [pause()], "name a leg whose Status is Connected"),
        (event(b="Connected", **ON_HANGUP), [hang_up(CallId=B), hang_up(CallId=B)], "leave the Hangup out"),
        (event(), [hang_up(), hang_up()], "leave the Hangup out"),
    ],
)
def test_what_to_do_about_a_leg_that_is_down_depends_on_who_is_left(given, actions, remedy):
    assert mistakes({"SchemaVersion": "1.0", "Actions": actions}, given)[-1].remedy.startswith(remedy)


OK = {"SchemaVersion": "1.0", "Actions": [SPEAK]}
NO_RESPONSES: list[Any] = [None, "", [], {}, "text", 5, True, [OK], {"statusCode": 200, "body": "{}"}]
NO_ACTIONS: list[Any] = ["Speak", {}, [""], [[SPEAK]], [{}], [{"Type": 1}]]
ANSWERS: list[tuple[str, Any]] = [
    *[("not-a-response", each) for each in NO_RESPONSES],
    *[("not-a-response", OK | {"Actions": each}) for each in NO_ACTIONS],
    ("not-a-response", OK | {"Actions": [{"Type": "Pause", "Parameters": [1]}]}),
    ("not-a-response", OK | {"TransactionAttributes": ["a"]}),
    ("schema-version", {"Actions": [SPEAK]}),
    ("schema-version", OK | {"SchemaVersion": 1.0}),
    ("unknown-field", OK | {"TransactionAttribute": {}}),
    ("unknown-field", OK | {"statusCode": 200}),
    ("too-many-actions", OK | {"Actions": [SPEAK] * 11}),
    ("empty-actions", {"SchemaVersion": "1.0"}),
    ("empty-actions", OK | {"Actions": []}),
    ("attributes-not-text", OK | {"TransactionAttributes": {"count": 1}}),
    ("attributes-too-many", OK | {"TransactionAttributes": {str(n): "" for n in range(11)}}),
    ("attributes-too-many", OK | {"TransactionAttributes": {"a": "b" * (20_480 - len('{"a": ""}') + 1)}}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "answer"), ANSWERS)
def test_an_answer_that_is_wrong_as_a_whole_is_found(rule, answer):
    assert [finding.id for finding in mistakes(answer)] == [rule]


@pytest.mark.parametrize(
    "answer",
    [
        OK,
        OK | {"Actions": [SPEAK] * 10},
        OK | {"TransactionAttributes": {str(n): "" for n in range(10)}},
        OK | {"TransactionAttributes": {"a": "b" * (20_480 - len('{"a": ""}'))}},
        OK | {"TransactionAttributes": None},
        OK | {"TransactionAttributes": {}},
    ],
)
def test_a_right_answer_is_right(answer):
    assert mistakes(answer) == []


@pytest.mark.parametrize("actions", [None, []])
def test_only_a_new_inbound_call_needs_an_action(actions):
    assert mistakes(OK | {"Actions": actions}, event("ACTION_SUCCESSFUL")) == []


@pytest.mark.parametrize("answer", [None, {"statusCode": 200}, [""], OK | {"Actions": [[]]}])
def test_what_is_no_response_is_only_a_warning_where_nobody_reads_it(answer):
    severities = {read: mistakes(answer, event("RINGING"), read=read)[0].severity for read in (True, False)}
    assert severities == {True: "error", False: "warning"}


def test_actions_that_nobody_reads_are_not_looked_at_one_by_one():
    assert mistakes(OK | {"Actions": [{"Type": "Speek"}]}, event("RINGING"), read=False) == []


@pytest.mark.parametrize(("strict", "severity"), [(True, "error"), (False, "warning")])
def test_an_attribute_that_is_no_text_is_as_bad_as_the_policy_says(strict, severity):
    found = mistakes(OK | {"TransactionAttributes": {"a": 1}}, policy=Policy(attributes_must_be_strings=strict))
    assert [finding.severity for finding in found] == [severity]


def test_a_finding_says_where_what_and_what_to_do():
    found = mistakes(OK | {"Actions": [SPEAK, {"Type": "Pause", "Parameters": {"DurationInMiliseconds": 500}}]})
    unknown = next(finding for finding in found if finding.id == "unknown-parameter")
    assert unknown.to_dict() == {
        "id": "unknown-parameter",
        "severity": "warning",
        "message": "action 2 of the answer to NEW_INBOUND_CALL (#3): Pause has no parameter DurationInMiliseconds",
        "remedy": "did you mean DurationInMilliseconds?",
        "transaction_id": "t",
        "sequence": 3,
        "event": "NEW_INBOUND_CALL",
        "place": "Actions[1].Parameters.DurationInMiliseconds",
    }


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("speak", "did you mean Speak?"),
        ("CallAndBrige", "did you mean CallAndBridge?"),
        ("Zzz", "known are CallAndBridge, Hangup"),
    ],
)
def test_an_action_that_is_almost_right_is_guessed(name, remedy):
    assert mistakes(OK | {"Actions": [action(name)]})[0].remedy.startswith(remedy)


@pytest.mark.parametrize(
    "hostile",
    [
        {"SchemaVersion": "1.0", "Actions": [{"Type": "Pause", "Parameters": {"DurationInMilliseconds": value}}]}
        for value in ({"a": [1]}, [None], "9" * 5000, 1e300, "NaN", "١٢٣")
    ],
)
def test_whatever_a_value_is_the_linter_goes_on(hostile):
    assert {finding.id for finding in mistakes(hostile)} <= {"wrong-type", "out-of-limits", "number-as-text"}
