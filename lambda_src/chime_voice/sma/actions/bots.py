"""The action that lets an Amazon Lex bot talk to a caller.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/start-bot-conversation.html
"""

from __future__ import annotations

from chime_voice.sma import limits
from chime_voice.sma.actions.action import Action
from chime_voice.sma.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class WelcomeMessage(Value):
    """What the bot says first.

    Args:
        content: the message.
        content_type: `PlainText`, the default here, or `SSML`.
    """

    __slots__ = ()

    def __init__(self, *, content: str, content_type: str = "PlainText") -> None:
        super().__init__(
            Content=limits.text("content", content),
            ContentType=limits.one_of("content_type", content_type, "PlainText", "SSML"),
        )


class BotConfiguration(Value):
    """How a conversation with a bot begins; at most 10 KB as JSON.

    Args:
        session_attributes: what the bot is told, text by text.
        dialog_action_type: what the bot does first: `ElicitIntent`, ask what the caller wants, or `Delegate`, as it sees
            fit. Welcome messages need `ElicitIntent`, which is then the default here.
        welcome_messages: what it says first.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        session_attributes: Mapping[str, str] | None = None,
        dialog_action_type: str | None = None,
        welcome_messages: Sequence[WelcomeMessage] | None = None,
    ) -> None:
        limits.word("dialog_action_type", dialog_action_type, "Delegate", "ElicitIntent")
        if welcome_messages and dialog_action_type is None:
            dialog_action_type = "ElicitIntent"
        if welcome_messages and dialog_action_type != "ElicitIntent":
            raise ValueError("dialog_action_type must be ElicitIntent when there are welcome_messages")
        state = {
            "SessionAttributes": limits.pairs("session_attributes", session_attributes),
            "DialogAction": None if dialog_action_type is None else {"Type": dialog_action_type},
        }
        known = {name: value for name, value in state.items() if value is not None}
        super().__init__(SessionState=known or None, WelcomeMessages=welcome_messages or None)
        limits.json_size("a bot's configuration", self.to_dict(), 10 * 1024)


class StartBotConversation(Action):
    """Let a bot talk to the caller until it knows what the caller wants.

    `CallEvent.intent_name`, `intent_state` and `slots` tell what it found out. Not on a call that is bridged or in a
    meeting. An account's quota of bots is 0 until it is raised; the bot must be in the SIP media application's Region.

    Args:
        bot_alias_arn: the bot's alias; its policy must let `voiceconnector.chime.amazonaws.com` start a conversation.
        locale_id: the bot's language, `en_US` by default.
        configuration: how it begins.
        call_id: the leg it talks to.
        participant_tag: the same, as `LEG-A`.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        bot_alias_arn: str,
        locale_id: str | None = None,
        configuration: BotConfiguration | None = None,
        call_id: str | None = None,
        participant_tag: str | None = None,
    ) -> None:
        super().__init__(
            BotAliasArn=limits.text("bot_alias_arn", bot_alias_arn),
            LocaleId=limits.optional_text("locale_id", locale_id),
            Configuration=configuration,
            CallId=limits.optional_text("call_id", call_id),
            ParticipantTag=limits.word("participant_tag", participant_tag, "LEG-A"),
        )
