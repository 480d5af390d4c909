import pytest
from chime_voice.sma import (
    Action,
    AudioSource,
    CallAndBridge,
    Hangup,
    Pause,
    PlayAudio,
    PstnEndpoint,
    Speak,
    VoiceConnectorEndpoint,
)

WELCOME = AudioSource(bucket_name="prompts", key="welcome.wav")
DESK = PstnEndpoint(uri="+12065550102")
OWN = "+12065550100"


def with_headers(headers):
    return CallAndBridge(caller_id_number=OWN, endpoint=DESK, sip_headers=headers)


@pytest.mark.parametrize(
    ("action", "wire"),
    [
        (Speak(text="Hello", call_id="a"), {"Type": "Speak", "Parameters": {"Text": "Hello", "CallId": "a"}}),
        (
            Speak(
                text="<speak>Hallo</speak>",
                call_id="a",
                engine="neural",
                language_code="de-DE",
                text_type="ssml",
                voice_id="Vicki",
            ),
            {
                "Type": "Speak",
                "Parameters": {
                    "Text": "<speak>Hallo</speak>",
                    "CallId": "a",
                    "Engine": "neural",
                    "LanguageCode": "de-DE",
                    "TextType": "ssml",
                    "VoiceId": "Vicki",
                },
            },
        ),
        (
            PlayAudio(audio_source=WELCOME, playback_terminators=["#", "1"], repeat=2, participant_tag="LEG-B"),
            {
                "Type": "PlayAudio",
                "Parameters": {
                    "AudioSource": {"Type": "S3", "BucketName": "prompts", "Key": "welcome.wav"},
                    "PlaybackTerminators": ["#", "1"],
                    "Repeat": 2,
                    "ParticipantTag": "LEG-B",
                },
            },
        ),
        (Pause(duration_in_milliseconds=100), {"Type": "Pause", "Parameters": {"DurationInMilliseconds": 100}}),
        (Hangup(), {"Type": "Hangup", "Parameters": {}}),
        (
            Hangup(sip_response_code=0, call_id="a"),
            {"Type": "Hangup", "Parameters": {"SipResponseCode": 0, "CallId": "a"}},
        ),
        (
            CallAndBridge(caller_id_number=OWN, endpoint=DESK, call_timeout_seconds=20, ringback_tone=WELCOME),
            {
                "Type": "CallAndBridge",
                "Parameters": {
                    "CallerIdNumber": OWN,
                    "Endpoints": [{"BridgeEndpointType": "PSTN", "Uri": "+12065550102"}],
                    "CallTimeoutSeconds": 20,
                    "RingbackTone": {"Type": "S3", "BucketName": "prompts", "Key": "welcome.wav"},
                },
            },
        ),
        (
            CallAndBridge(
                caller_id_number=OWN,
                endpoint=VoiceConnectorEndpoint(uri="1001", arn="arn:aws:chime:us-east-1:111122223333:vc/abc"),
                sip_headers={"X-Account": "7", "user-to-user": "abc"},
            ),
            {
                "Type": "CallAndBridge",
                "Parameters": {
                    "CallerIdNumber": OWN,
                    "Endpoints": [
                        {
                            "BridgeEndpointType": "AWS",
                            "Uri": "1001",
                            "Arn": "arn:aws:chime:us-east-1:111122223333:vc/abc",
                        }
                    ],
                    "SipHeaders": {"X-Account": "7", "user-to-user": "abc"},
                },
            },
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Action) else "",
)
def test_an_action_goes_over_the_wire_without_what_was_not_given(action, wire):
    assert action.to_dict() == wire


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: Speak(text="", call_id="a"), "text must be text that is not empty"),
        (lambda: Speak(text="x" * 1001, call_id="a"), "text must have at most 1000 characters, got 1001"),
        (lambda: Speak(text="Hello", call_id=""), "call_id must be text that is not empty"),
        (lambda: Speak(text="Hello", call_id="a", engine="long-form"), "engine must be one of standard, neural"),
        (lambda: Speak(text="Hello", call_id="a", text_type="markdown"), "text_type must be one of text, ssml"),
        (lambda: Pause(duration_in_milliseconds=99), "duration_in_milliseconds must be a whole number, 100 to 30000"),
        (lambda: Pause(duration_in_milliseconds=30001), "100 to 30000"),
        (lambda: Pause(duration_in_milliseconds="100"), "whole number"),  # type: ignore[arg-type]
        (lambda: Pause(duration_in_milliseconds=True), "whole number"),
        (lambda: Pause(duration_in_milliseconds=100, participant_tag="A"), "participant_tag must be one of LEG-A, LEG-B"),
        (lambda: Hangup(sip_response_code=200), "sip_response_code must be one of 0, 480, 486"),
        (lambda: PlayAudio(audio_source=WELCOME, repeat=0), "repeat must be a whole number, 1 or more"),
        (lambda: PlayAudio(audio_source=WELCOME, playback_terminators=["12"]), "single keys: 0 to 9, # or *"),
        (lambda: PlayAudio(audio_source=WELCOME, playback_terminators=["A"]), "single keys"),
        (lambda: AudioSource(bucket_name="", key="a.wav"), "bucket_name must be text"),
        (lambda: PstnEndpoint(uri="2065550102"), "uri must be a phone number in E.164 form"),
        (lambda: PstnEndpoint(uri="+02065550102"), "E.164"),
        (lambda: PstnEndpoint(uri="+1206555010٢"), "E.164"),
        (lambda: PstnEndpoint(uri="+" + "1" * 16), "E.164"),
        (lambda: VoiceConnectorEndpoint(uri="a" * 37, arn="arn"), "uri must have 1 to 36 characters"),
        (lambda: VoiceConnectorEndpoint(uri="a b", arn="arn"), "uri must have 1 to 36 characters"),
        (lambda: CallAndBridge(caller_id_number="anonymous", endpoint=DESK), "caller_id_number must be a phone number"),
        (lambda: CallAndBridge(caller_id_number=OWN, endpoint=DESK, call_timeout_seconds=121), "1 to 120"),
        (lambda: with_headers({"Subject": "a"}), "Subject is neither"),
        (lambda: with_headers({"X-Amzn-Id": "a"}), "the service's own; got X-Amzn-Id"),
        (lambda: with_headers({"X-A": "a" * 2049}), "at most 2048 characters; X-A is not"),
        (lambda: with_headers({f"X-{i}": "a" for i in range(21)}), "at most 20 headers, got 21"),
    ],
)  # fmt: skip
def test_an_action_beyond_the_limits_is_not_made(make, problem):
    with pytest.raises(ValueError, match="must") as error:
        make()
    assert problem in str(error.value)


def test_the_limits_themselves_are_allowed():
    Speak(text="x" * 1000, call_id="a")
    Pause(duration_in_milliseconds=30000)
    PstnEndpoint(uri="+" + "1" * 15)
    VoiceConnectorEndpoint(uri="a" * 36, arn="arn")
    CallAndBridge(caller_id_number=OWN, endpoint=DESK, call_timeout_seconds=120)
    with_headers({f"X-{i}": "a" * 2048 for i in range(20)})


def test_a_refused_number_is_not_repeated():
    with pytest.raises(ValueError, match=r"E\.164") as error:
        PstnEndpoint(uri="12065550142x")
    assert "5550142" not in str(error.value)


def test_an_action_cannot_be_changed():
    action = Hangup()
    with pytest.raises(AttributeError, match="cannot be changed"):
        action.call_id = "b"


def test_what_is_done_to_the_wire_form_does_not_come_back_in_the_next_call():
    terminators = ["#"]
    action = PlayAudio(audio_source=WELCOME, playback_terminators=terminators)
    terminators.append("1")
    first = action.to_dict()
    first["Parameters"]["AudioSource"]["Key"] = "other.wav"
    first["Parameters"]["PlaybackTerminators"].append("2")
    again = action.to_dict()["Parameters"]
    assert again["AudioSource"]["Key"] == "welcome.wav"
    assert again["PlaybackTerminators"] == ["#"]


def test_actions_are_equal_by_content():
    assert Pause(duration_in_milliseconds=100) == Pause(duration_in_milliseconds=100)
    assert Pause(duration_in_milliseconds=100) != Pause(duration_in_milliseconds=200)
    assert Hangup(call_id="a") != Speak(text="a", call_id="a")
    assert len({Hangup(call_id="a"), Hangup(call_id="a"), Hangup(call_id="b")}) == 2


def test_a_representation_holds_nobodys_number():
    assert repr(DESK) == "PstnEndpoint(BridgeEndpointType, Uri)"
    assert repr(with_headers({})) == "CallAndBridge(CallerIdNumber, Endpoints, SipHeaders)"
