"""The names of all actions of the service with their parameters, played here or not."""

from __future__ import annotations

_LEG = {"CallId", "ParticipantTag"}
_SPEECH = {"Text", "Engine", "LanguageCode", "TextType", "VoiceId"}
_DIGITS = {
    "InputDigitsRegex",
    "MinNumberOfDigits",
    "MaxNumberOfDigits",
    "TerminatorDigits",
    "InBetweenDigitsDurationInMilliseconds",
    "Repeat",
    "RepeatDurationInMilliseconds",
}

ACTIONS: dict[str, frozenset[str]] = {
    name: frozenset(_LEG | parameters)
    for name, parameters in {
        "CallAndBridge": {"CallerIdNumber", "Endpoints", "CallTimeoutSeconds", "RingbackTone", "SipHeaders"},
        "Hangup": {"SipResponseCode"},
        "JoinChimeMeeting": {"JoinToken", "MeetingId"},
        "ModifyChimeMeetingAttendees": {"Operation", "MeetingId", "AttendeeList"},
        "Pause": {"DurationInMilliseconds"},
        "PauseCallRecording": set(),
        "PlayAudio": {"AudioSource", "PlaybackTerminators", "Repeat"},
        "PlayAudioAndGetDigits": {"AudioSource", "FailureAudioSource"} | _DIGITS,
        "ReceiveDigits": {
            "InputDigitsRegex",
            "InBetweenDigitsDurationInMilliseconds",
            "FlushDigitsDurationInMilliseconds",
        },
        "RecordAudio": {
            "RecordingDestination",
            "RecordingTerminators",
            "DurationInSeconds",
            "SilenceDurationInSeconds",
            "SilenceThreshold",
        },
        "ResumeCallRecording": set(),
        "SendDigits": {"Digits", "ToneDurationInMilliseconds"},
        "Speak": _SPEECH,
        "SpeakAndGetDigits": {"SpeechParameters", "FailureSpeechParameters"} | _DIGITS,
        "StartBotConversation": {"BotAliasArn", "LocaleId", "Configuration"},
        "StartCallRecording": {"Track", "Destination"},
        "StopCallRecording": set(),
        "VoiceFocus": {"Enable"},
    }.items()
}
