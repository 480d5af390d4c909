from typing import Any

import pytest
from chime_voice.sma import AudioSource, PlayAudioAndGetDigits, ReceiveDigits, SendDigits, SpeakAndGetDigits, Speech

QUESTION = Speech(text="Please choose", voice_id="Matthew")
AGAIN = Speech(text="<speak>Again</speak>", text_type="ssml", engine="neural", language_code="en-US")
SOUND = AudioSource(bucket_name="prompts", key="choose.wav")
WRONG = AudioSource(bucket_name="prompts", key="wrong.wav")


def ask(**parameters):
    given: dict[str, Any] = {"call_id": "a", "speech_parameters": QUESTION, "repeat_duration_in_milliseconds": 5000}
    return SpeakAndGetDigits(**given | parameters)


def listen(**parameters):
    given: dict[str, Any] = {
        "input_digits_regex": r"^\d{2}#$",
        "in_between_digits_duration_in_milliseconds": 1000,
        "flush_digits_duration_in_milliseconds": 1001,
    }
    return ReceiveDigits(**given | parameters)


@pytest.mark.parametrize(
    ("action", "parameters"),
    [
        (
            ask(),
            {
                "CallId": "a",
                "SpeechParameters": {"Text": "Please choose", "VoiceId": "Matthew"},
                "RepeatDurationInMilliseconds": 5000,
            },
        ),
        (
            ask(
                failure_speech_parameters=AGAIN,
                repeat=3,
                input_digits_regex="^[12]$",
                min_number_of_digits=1,
                max_number_of_digits=1,
                in_between_digits_duration_in_milliseconds=800,
                terminator_digits="#*",
            ),
            {
                "CallId": "a",
                "SpeechParameters": {"Text": "Please choose", "VoiceId": "Matthew"},
                "FailureSpeechParameters": {
                    "Text": "<speak>Again</speak>",
                    "Engine": "neural",
                    "LanguageCode": "en-US",
                    "TextType": "ssml",
                },
                "Repeat": 3,
                "RepeatDurationInMilliseconds": 5000,
                "InputDigitsRegex": "^[12]$",
                "MinNumberOfDigits": 1,
                "MaxNumberOfDigits": 1,
                "InBetweenDigitsDurationInMilliseconds": 800,
                "TerminatorDigits": ["#", "*"],
            },
        ),
        (
            PlayAudioAndGetDigits(
                audio_source=SOUND,
                failure_audio_source=WRONG,
                repeat_duration_in_milliseconds=1,
                participant_tag="LEG-A",
                min_number_of_digits=0,
                max_number_of_digits=128,
            ),
            {
                "AudioSource": {"Type": "S3", "BucketName": "prompts", "Key": "choose.wav"},
                "FailureAudioSource": {"Type": "S3", "BucketName": "prompts", "Key": "wrong.wav"},
                "ParticipantTag": "LEG-A",
                "RepeatDurationInMilliseconds": 1,
                "MinNumberOfDigits": 0,
                "MaxNumberOfDigits": 128,
            },
        ),
        (
            listen(call_id="a"),
            {
                "InputDigitsRegex": r"^\d{2}#$",
                "InBetweenDigitsDurationInMilliseconds": 1000,
                "FlushDigitsDurationInMilliseconds": 1001,
                "CallId": "a",
            },
        ),
        (
            SendDigits(digits="0123456789,*#ABCD", call_id="a", tone_duration_in_milliseconds=50),
            {"CallId": "a", "Digits": "0123456789,*#ABCD", "ToneDurationInMilliseconds": 50},
        ),
    ],
)  # fmt: skip
def test_an_action_goes_over_the_wire_without_what_was_not_given(action, parameters):
    assert action.to_dict() == {"Type": type(action).__name__, "Parameters": parameters}


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: ask(call_id=""), "call_id must be text that is not empty"),
        (lambda: Speech(text="x" * 1001), "text must have at most 1000 characters, got 1001"),
        (lambda: Speech(text="Hello", engine="long-form"), "engine must be one of standard, neural"),
        (lambda: ask(repeat=0), "repeat must be a whole number, 1 or more"),
        (lambda: ask(repeat_duration_in_milliseconds=0), "repeat_duration_in_milliseconds must be a whole number"),
        (lambda: ask(input_digits_regex="["), "input_digits_regex must be a regular expression: unterminated character set"),
        (lambda: ask(input_digits_regex=""), "input_digits_regex must be text that is not empty"),
        (lambda: ask(min_number_of_digits=-1), "min_number_of_digits must be a whole number, 0 to 128"),
        (lambda: ask(max_number_of_digits=129), "max_number_of_digits must be a whole number, 1 to 128"),
        (
            lambda: ask(min_number_of_digits=2, max_number_of_digits=1),
            "max_number_of_digits must not be less than min_number_of_digits",
        ),
        (
            lambda: ask(in_between_digits_duration_in_milliseconds=0),
            "in_between_digits_duration_in_milliseconds must be a whole number, 1 or more",
        ),
        (lambda: ask(terminator_digits=["##"]), "terminator_digits must be single keys: 0 to 9, # or *"),
        (lambda: ask(terminator_digits=[1]), "terminator_digits must be single keys"),
        (
            lambda: listen(flush_digits_duration_in_milliseconds=1000),
            "flush_digits_duration_in_milliseconds must be more than in_between_digits_duration_in_milliseconds",
        ),
        (lambda: listen(input_digits_regex="(1"), "input_digits_regex must be a regular expression"),
        (lambda: listen(input_digits_regex=1), "input_digits_regex must be text"),
        (lambda: SendDigits(digits="", call_id="a"), "digits must be 1 to 50 of 0 to 9, *, #, A to D and the comma"),
        (lambda: SendDigits(digits="1" * 51, call_id="a"), "digits must be 1 to 50"),
        (lambda: SendDigits(digits="E", call_id="a"), "digits must be 1 to 50"),
        (lambda: SendDigits(digits="1", call_id="a", tone_duration_in_milliseconds=49), "50 to 24000"),
    ],
)  # fmt: skip
def test_an_action_beyond_the_limits_is_not_made(make, problem):
    with pytest.raises(ValueError, match="must") as error:
        make()
    assert problem in str(error.value)


def test_digits_that_are_refused_are_not_repeated():
    with pytest.raises(ValueError, match="digits must be") as error:
        SendDigits(digits="4242e", call_id="a")
    assert "4242" not in str(error.value)


def test_the_limits_themselves_are_allowed():
    ask(min_number_of_digits=4, max_number_of_digits=4)  # as in AWS's own example, against the guide's words
    SendDigits(digits="1" * 50, call_id="a", tone_duration_in_milliseconds=24000)


@pytest.mark.parametrize(
    "make",
    [
        lambda: ask(repeat_duration_in_milliseconds=None),
        lambda: listen(in_between_digits_duration_in_milliseconds=None),
        lambda: listen(flush_digits_duration_in_milliseconds=None),
    ],
)
def test_a_number_that_is_needed_cannot_be_none(make):
    with pytest.raises(ValueError, match="must be a whole number"):
        make()
