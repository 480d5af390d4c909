"""Random handlers and random parties, for properties that hold whatever they do.

Drawn from a `random.Random`: hypothesis by itself prefers short and broken answers, after which a call soon ends.
"""

from __future__ import annotations

from typing import Any

from constructs_lib.pstn.parties import Answer, Decline, HangUp, Party, Press, Say, Talk, Update, Wait
from tests.pstn.phone import NUMBER, OTHER_NUMBER

AUDIO = {"Type": "S3", "BucketName": "prompts", "Key": "a.wav"}
BOT = "arn:aws:lex:us-east-1:123456789012:bot-alias/ABCDEFGHIJ/TSTALIASID"
DIGITS = {"RepeatDurationInMilliseconds": 3000, "InBetweenDigitsDurationInMilliseconds": 1000, "Repeat": 2}
BRIDGE = {"CallerIdNumber": NUMBER, "CallTimeoutSeconds": 20}
WELL_FORMED: dict[str, dict[str, Any]] = {
    "CallAndBridge": BRIDGE | {"Endpoints": [{"BridgeEndpointType": "PSTN", "Uri": "+12065550150"}]},
    "Hangup": {"SipResponseCode": 486},
    "JoinChimeMeeting": {"JoinToken": "token", "MeetingId": "meeting"},
    "ModifyChimeMeetingAttendees": {"Operation": "Mute", "MeetingId": "meeting", "AttendeeList": ["a"]},
    "Pause": {"DurationInMilliseconds": 2000},
    "PauseCallRecording": {},
    "PlayAudio": {"AudioSource": AUDIO, "PlaybackTerminators": ["#"], "Repeat": 2},
    "PlayAudioAndGetDigits": {"AudioSource": AUDIO, "FailureAudioSource": AUDIO, **DIGITS},
    "ReceiveDigits": {
        "InputDigitsRegex": "^1",
        "InBetweenDigitsDurationInMilliseconds": 500,
        "FlushDigitsDurationInMilliseconds": 3000,
    },
    "RecordAudio": {"RecordingDestination": {"Type": "S3", "BucketName": "b"}, "RecordingTerminators": ["#"]},
    "ResumeCallRecording": {},
    "SendDigits": {"Digits": "1,2#"},
    "Speak": {"Text": "Hello"},
    "SpeakAndGetDigits": {"SpeechParameters": {"Text": "PIN"}, "FailureSpeechParameters": {"Text": "No"}, **DIGITS},
    "StartBotConversation": {"BotAliasArn": BOT, "LocaleId": "en_US"},
    "StartCallRecording": {"Track": "BOTH", "Destination": {"Type": "S3", "Location": "calls"}},
    "StopCallRecording": {},
    "VoiceFocus": {"Enable": True},
}
RUBBISH: list[Any] = [None, "", "x", 0, -1, 10**9, 1.5, True, [], ["x"], {}, {"Type": "S3"}, [[]], "1000"]
LEGS = [
    *[{}] * 20,
    *[{"ParticipantTag": "LEG-A"}] * 3,
    *[{"ParticipantTag": "LEG-B"}] * 3,
    {"CallId": "nobody"},
    {"CallId": ""},
]
KINDS = [*sorted(WELL_FORMED), *["CallAndBridge"] * 5]
NOT_AN_ANSWER: list[Any] = [
    None,
    "",
    [],
    {},
    {"SchemaVersion": "2.0"},
    {"statusCode": 200, "body": "{}"},
    RuntimeError(),
]


def action(random):
    """Mostly well-formed, on any leg; else with one parameter missing, or with rubbish in it."""
    kind = random.choice(KINDS)
    parameters = WELL_FORMED[kind] | random.choice(LEGS)
    if kind == "CallAndBridge" and random.random() < 0.7:
        parameters["Endpoints"] = [{"BridgeEndpointType": "PSTN", "Uri": random.choice([NUMBER, OTHER_NUMBER])}]
    if kind == "RecordAudio" and random.random() < 0.5:
        parameters["SilenceDurationInSeconds"] = 3
    if parameters and random.random() < 0.1:
        spoiled = random.choice(sorted(parameters))
        parameters[spoiled] = random.choice(RUBBISH)
        if random.random() < 0.3:
            del parameters[spoiled]
    return {"Type": kind, "Parameters": parameters}


def answer(random):
    """Mostly a list of a few actions."""
    if random.random() < 0.04:
        return random.choice(NOT_AN_ANSWER)
    actions = [action(random) for _ in range(random.choice([0, 1, 1, 2, 2, 3, 4]))]
    if random.random() < 0.02:
        actions *= 11
    response = {"SchemaVersion": "1.0", "Actions": random.choice([actions, actions, actions, actions, None])}
    if random.random() < 0.2:
        response["TransactionAttributes"] = {str(n): "a" for n in range(random.randrange(12))}
    return response


def answers(random):
    """Those of a whole call."""
    return [answer(random) for _ in range(random.randrange(1, 15))]


def seconds(random):
    """A while."""
    return random.choice([0.1, 1.0, 2.5, 5.0, 20.0, 60.0])


def step(random):
    """Anything that a party may do, mostly something that leaves the call up."""
    return random.choice(
        [
            Press(keys=random.choice("0123456789*#ABCD") * random.randrange(1, 4)),
            Press(keys="1#"),
            Say(intent="Billing", slots={"Account": "1"}),
            Talk(seconds=seconds(random)),
            Wait(seconds=seconds(random)),
            Update(arguments={"a": "b"}),
            Answer(),
            random.choice([Decline(), HangUp(sip_code=486), HangUp()]),
        ]
    )


def party(random):
    """One with steps and habits."""
    return Party(
        rings_seconds=random.choice([0.0, 3.0, 40.0]),
        answers=random.random() < 0.8,
        hangs_up_after=random.choice([None, None, None, seconds(random)]),
        does=tuple(step(random) for _ in range(random.randrange(10))),
    )
