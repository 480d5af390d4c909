from typing import Any

import pytest
from chime_voice.sma import (
    BotConfiguration,
    JoinChimeMeeting,
    ModifyChimeMeetingAttendees,
    StartBotConversation,
    VoiceFocus,
    WelcomeMessage,
)

BOT = "arn:aws:lex:us-east-1:111122223333:bot-alias/ABCDEFGHIJ/TSTALIASID"
HELLO = WelcomeMessage(content="What can I do for you?")


def mute(**parameters):
    given: dict[str, Any] = {"operation": "Mute", "meeting_id": "m", "attendee_list": ["a"]} | parameters
    return ModifyChimeMeetingAttendees(**given)


@pytest.mark.parametrize(
    ("action", "parameters"),
    [
        (JoinChimeMeeting(join_token="t"), {"JoinToken": "t"}),
        (
            JoinChimeMeeting(join_token="t", meeting_id="m", call_id="a", participant_tag="LEG-A"),
            {"JoinToken": "t", "MeetingId": "m", "CallId": "a", "ParticipantTag": "LEG-A"},
        ),
        (
            mute(operation="Unmute", attendee_list=["a", "b"], participant_tag="LEG-B"),
            {"Operation": "Unmute", "MeetingId": "m", "AttendeeList": ["a", "b"], "ParticipantTag": "LEG-B"},
        ),
        (StartBotConversation(bot_alias_arn=BOT), {"BotAliasArn": BOT}),
        (
            StartBotConversation(
                bot_alias_arn=BOT,
                locale_id="de_DE",
                configuration=BotConfiguration(session_attributes={"account": "42"}, welcome_messages=[HELLO]),
                participant_tag="LEG-A",
            ),
            {
                "BotAliasArn": BOT,
                "LocaleId": "de_DE",
                "Configuration": {
                    "SessionState": {"SessionAttributes": {"account": "42"}, "DialogAction": {"Type": "ElicitIntent"}},
                    "WelcomeMessages": [{"Content": "What can I do for you?", "ContentType": "PlainText"}],
                },
                "ParticipantTag": "LEG-A",
            },
        ),
        (
            StartBotConversation(bot_alias_arn=BOT, configuration=BotConfiguration(dialog_action_type="Delegate")),
            {"BotAliasArn": BOT, "Configuration": {"SessionState": {"DialogAction": {"Type": "Delegate"}}}},
        ),
        (VoiceFocus(enable=False, call_id="a"), {"Enable": False, "CallId": "a"}),
    ],
)
def test_an_action_goes_over_the_wire_without_what_was_not_given(action, parameters):
    assert action.to_dict() == {"Type": type(action).__name__, "Parameters": parameters}


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: JoinChimeMeeting(join_token=""), "join_token must be text"),
        (lambda: JoinChimeMeeting(join_token="t", participant_tag="LEG-B"), "participant_tag must be one of LEG-A"),
        (lambda: mute(operation="Silence"), "operation must be one of Mute, Unmute"),
        (lambda: mute(attendee_list=[]), "attendee_list must be a list of 1 to 100"),
        (lambda: mute(attendee_list=["a"] * 101), "attendee_list must be a list of 1 to 100"),
        (lambda: mute(attendee_list="a"), "attendee_list must be a list of 1 to 100"),
        (lambda: mute(attendee_list=[""]), "each of attendee_list must be text"),
        (lambda: StartBotConversation(bot_alias_arn=""), "bot_alias_arn must be text"),
        (lambda: WelcomeMessage(content=""), "content must be text"),
        (lambda: WelcomeMessage(content="a", content_type="Text"), "content_type must be one of PlainText, SSML"),
        (
            lambda: BotConfiguration(dialog_action_type="Delegate", welcome_messages=[HELLO]),
            "dialog_action_type must be ElicitIntent when there are welcome_messages",
        ),
        (lambda: BotConfiguration(dialog_action_type="Close"), "dialog_action_type must be one of Delegate, ElicitIntent"),
        (lambda: BotConfiguration(session_attributes={"tries": 3}), "must be text by text"),  # type: ignore[dict-item]
        (
            lambda: BotConfiguration(session_attributes={"a": "x" * 10 * 1024}),
            "a bot's configuration must be at most 10 KB, got",
        ),
        (lambda: VoiceFocus(enable="False", call_id="a"), "enable must be True or False"),  # type: ignore[arg-type]
        (lambda: VoiceFocus(enable=True, call_id=""), "call_id must be text"),
    ],
)  # fmt: skip
def test_an_action_beyond_the_limits_is_not_made(make, problem):
    with pytest.raises(ValueError, match="must") as error:
        make()
    assert problem in str(error.value)


def test_as_large_a_configuration_as_the_service_takes_is_made():
    around = len('{"SessionState": {"SessionAttributes": {"a": ""}}}')
    BotConfiguration(session_attributes={"a": "x" * (10 * 1024 - around)})
    with pytest.raises(ValueError, match="at most 10 KB, got 10241 bytes"):
        BotConfiguration(session_attributes={"a": "x" * (10 * 1024 - around + 1)})
