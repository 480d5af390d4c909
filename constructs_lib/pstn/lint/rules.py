"""Every rule of the linter: what it finds, how bad that is, and how that is known."""

from __future__ import annotations

import dataclasses

from constructs_lib.pstn.findings import Severity

_GUIDE = "https://docs.aws.amazon.com/chime-sdk/latest/dg/"
_ACTIONS = f"{_GUIDE}specify-actions.html"
_EVENTS = f"{_GUIDE}pstn-invocations.html"
_INVOKED = f"{_GUIDE}invoke-on-call-leg.html"
_REFUSED = f"{_GUIDE}unexpected-hangups.html"
_FAILED = f"{_GUIDE}unexpected-action-fail.html"
_ATTRIBUTES = f"{_GUIDE}transaction-attributes.html"
_TIMEOUTS = f"{_GUIDE}timeouts.html"
_HANGUP = f"{_GUIDE}hangup.html"
_BRIDGE = f"{_GUIDE}call-and-bridge.html"
_BOT = f"{_GUIDE}start-bot-conversation.html"
_FIELD = "handlers in the field"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rule:
    """One kind of mistake."""

    what: str
    """What it finds."""
    why: str
    """What comes of it."""
    source: str
    """The page that says so, or `handlers in the field`, where no page does."""
    severity: Severity = "error"
    except_when: str = ""
    """When it is of the other severity; empty: never."""


RULES: dict[str, Rule] = {
    # The answer as a whole.
    "not-a-response": Rule(
        what="an answer that is no response: null, text, a list, `{statusCode, body}`, or actions that are no objects",
        why="the service cannot use it, tells the function with INVALID_LAMBDA_RESPONSE, and the call ends",
        source=_REFUSED,
        except_when="the answer is not read anyway",
    ),
    "schema-version": Rule(
        what='a response without `SchemaVersion` "1.0"',
        why="the service refuses it as SchemaVersionMismatch, and the call ends",
        source=_REFUSED,
        except_when="the answer is not read anyway",
    ),
    "unknown-field": Rule(
        severity="warning",
        what="a field of the response, or of an action, that does not exist",
        why="the service takes no notice of it, so what it says is not done",
        source=_INVOKED,
    ),
    "too-many-actions": Rule(
        what="more than 10 actions in one response",
        why="the service refuses the response, and the call ends",
        source=_REFUSED,
    ),
    "empty-actions": Rule(
        what="NEW_INBOUND_CALL answered without an action",
        why="the service refuses the response, and the caller is hung up on",
        source=_REFUSED,
    ),
    "empty-mid-list": Rule(
        severity="warning",
        what="ACTION_SUCCESSFUL answered with an empty list while actions of the list before are still to come, which "
        "happens after CallAndBridge, RecordAudio and others that report success at once",
        why="the guide drops the rest then, and AWS's workshop goes on with it: the policy `empty_list_stops` decides here",
        source=_INVOKED,
    ),
    "unread-answer": Rule(
        severity="warning",
        what="actions answered to an event whose answer is not read: NEW_OUTBOUND_CALL, RINGING, ACTION_INTERRUPTED, HANGUP "
        "of the last leg",
        why="they are never run",
        source=_EVENTS,
    ),
    "replayed-default": Rule(
        severity="warning",
        what="RINGING, ACTION_INTERRUPTED or CALL_UPDATE_REQUESTED answered with the very actions of an earlier answer to "
        "another event",
        why="a branch meant for other events took it: the caller hears the message again, or is hung up on",
        source=_FIELD,
    ),
    "attributes-not-text": Rule(
        severity="warning",
        what="a transaction attribute that is not text",
        why="they are a map of text to text; whether the service refuses others is not documented",
        source=_ATTRIBUTES,
        except_when="the policy `attributes_must_be_strings` is on",
    ),
    "attributes-too-many": Rule(
        what="more transaction attributes than the service keeps: 10 pairs by its error message, 100 by its guide, 20 KB",
        why="the service refuses the response as TransactionAttributesInvalidMapSize, and the call ends",
        source=f"{_GUIDE}attribute-trans-invalid.html",
    ),
    # Actions and their parameters.
    "unknown-action": Rule(
        what="an action that the service does not have",
        why="the service refuses the whole response, and the call ends",
        source=_REFUSED,
    ),
    "wrong-name": Rule(
        what="a name from elsewhere in the service in the place of the right one: ReceivedDigits for ReceiveDigits, "
        "AttendeeJoinToken for JoinToken, a participant where its CallId belongs",
        why="the service does not know it there, and the action, or the whole response, is refused",
        source=_FIELD,
    ),
    "unknown-parameter": Rule(
        severity="warning",
        what="a parameter that the action does not have",
        why="it has no effect",
        source=_ACTIONS,
    ),
    "missing-parameter": Rule(
        what="an action without a parameter that it needs",
        why="the action fails, and the rest of the list is dropped",
        source=_ACTIONS,
    ),
    "wrong-type": Rule(
        what="a parameter of the wrong type",
        why="the action fails, and the rest of the list is dropped",
        source=_ACTIONS,
    ),
    "out-of-limits": Rule(
        what="a parameter outside of its documented limits, or one that does not go with another",
        why="the action fails, and the rest of the list is dropped",
        source=_FAILED,
    ),
    "number-as-text": Rule(
        severity="warning",
        what='a number written as text, such as "5"',
        why="the service takes it, and its own examples have both; a typing error in it goes unseen until somebody calls",
        source=_ACTIONS,
    ),
    "boolean-as-text": Rule(
        severity="warning",
        what="true or false written as text",
        why="in many languages the text False is true",
        source=_FIELD,
    ),
    "hangup-code": Rule(
        what="a SipResponseCode other than 0, 480 and 486",
        why="the action fails, and the leg stays up",
        source=_HANGUP,
    ),
    "headers-on-pstn": Rule(
        severity="warning",
        what="SipHeaders on a bridge to a phone number",
        why="they are documented for Voice Connectors; whether the telephone network brings them anywhere is not",
        source=_BRIDGE,
    ),
    "locale-missing": Rule(
        severity="warning",
        what="StartBotConversation without LocaleId",
        why="it is en_US then, and a bot without that language is not found",
        source=_BOT,
    ),
    "bad-regex": Rule(
        what="an InputDigitsRegex that Python cannot read",
        why="the action fails; how the service itself reads regular expressions is not documented",
        source=_ACTIONS,
    ),
    "loose-regex": Rule(
        severity="warning",
        what="an InputDigitsRegex that fits one digit while several are asked for, such as [0-9]",
        why="where a part that fits is enough, the first digit already passes; where all must fit, no input ever does",
        source=_FIELD,
    ),
    "refused-action": Rule(
        what="an action that the course of the call does not allow: a second recording of a leg, a bot of another Region, "
        "ModifyChimeMeetingAttendees outside of a meeting, a CallerIdNumber that is not the account's",
        why="the action fails, and the rest of the list is dropped",
        source=_FAILED,
    ),
    # Legs.
    "unknown-leg": Rule(
        what="a CallId or ParticipantTag that is no leg of the call",
        why="the action fails, and the rest of the list is dropped",
        source=_ACTIONS,
    ),
    "leg-is-down": Rule(
        what="an action for a leg that is gone: it hung up, or an earlier action ended it",
        why="nobody is there for it; it is taken to fail, though no page says so, and the rest of the list is dropped",
        source=_FIELD,
    ),
    "leg-in-the-way": Rule(
        what="CallAndBridge, JoinChimeMeeting or StartBotConversation while LEG-B is up",
        why="they need a call of one leg: the action fails, and the rest of the list is dropped",
        source=_BRIDGE,
    ),
    "missing-leg": Rule(
        severity="warning",
        what="an action that names no leg, although its CallId is documented as required",
        why="the service takes the leg that the event is about, which after a hang-up is the one that is gone",
        source=_ACTIONS,
    ),
    "empty-leg": Rule(
        severity="warning",
        what="a CallId or ParticipantTag that is empty",
        why="the service takes it as not given; in the handler a value is missing",
        source=_FIELD,
    ),
    "two-legs": Rule(
        severity="warning",
        what="RecordAudio with CallId and ParticipantTag",
        why="it is documented to take one of them",
        source=f"{_GUIDE}record-audio.html",
    ),
    "leg-left-up": Rule(
        what="a leg that stays up, with nothing to do, after the other one hung up",
        why="it is not ended by itself: somebody listens to silence, and it is billed until they leave",
        source=_HANGUP,
    ),
    "silence": Rule(
        severity="warning",
        what="a call with one leg and no action left",
        why="the party hears nothing until it gives up; a caller who was not answered yet is hung up on after 30 seconds",
        source=f"{_GUIDE}case-1.html",
    ),
    # The function.
    "slow-handler": Rule(
        severity="warning",
        what="a function that answers after more than 5 seconds, or may run for more than 20",
        why="after 5 seconds it is invoked a second time with the same event; after 20 the service hangs up",
        source=_TIMEOUTS,
        except_when="there is no answer within 20 seconds",
    ),
    "handler-failed": Rule(
        what="a function that fails in the middle of a call, or at its beginning with an error that is a mistake in the "
        "code, such as a name or a leg that is not there",
        why="in the middle nobody else takes the call over, and at the beginning the other Regions have the same code: the "
        "caller is hung up on",
        source=_TIMEOUTS,
        except_when="everybody has left already",
    ),
    "swallowed-error": Rule(
        what="an answer to NEW_INBOUND_CALL that does nothing, or only hangs up, although the function's log shows an error",
        why="the service sees a function that answers, so the next Region is never tried",
        source=f"{_GUIDE}route-calls-events.html",
    ),
    "state-leak": Rule(
        what="an answer that holds something of another call, or of an earlier answer: module-level lists and objects that "
        "were changed",
        why="a warm process serves many calls: one hears what was meant for another, and lists grow past the limit of 10",
        source=_FIELD,
        except_when="it only looks like it",
    ),
    "endless": Rule(
        what="a call that uses up its 1,000 invocations",
        why="the handler goes round in a circle, and the service ends the call",
        source=_INVOKED,
    ),
}
