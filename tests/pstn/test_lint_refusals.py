"""The linter on actions that fail for what happened before in the call: their answer alone does not show it."""

from __future__ import annotations

import pytest

from tests.pstn.linted import inbound
from tests.pstn.phone import CALLER, NUMBER, Handler, action, bridge, hang_up, pause
from tests.pstn.test_bots_and_meetings import BOT, bot, join, mute
from tests.pstn.test_recordings import PAUSE, RESUME, STOP, start


def refusals(*actions):
    handler = Handler(
        NEW_INBOUND_CALL=list(actions), ACTION_FAILED=[hang_up()], HANGUP=[hang_up(ParticipantTag="LEG-B")]
    )
    call = inbound(handler, numbers=lambda: [NUMBER])
    return [finding for finding in call.findings if finding.id == "refused-action"]


@pytest.mark.parametrize(
    ("actions", "said", "remedy"),
    [
        ([start(), start()], "recorded already", "pause and resume"),
        ([pause(), bot(BotAliasArn=BOT.replace("us-east-1", "eu-west-1"))], "eu-west-1", "a bot of its own"),
        ([pause(), mute()], "not connected to a meeting", "after JoinChimeMeeting"),
        ([pause(), bridge(CallerIdNumber="+12065550177")], "neither a number of the account", "From of LEG-A"),
    ],
)
def test_what_the_course_of_the_call_does_not_allow_is_an_error_with_what_to_do(actions, said, remedy):
    (finding,) = refusals(*actions, pause())
    assert (finding.severity, finding.event) == ("error", "NEW_INBOUND_CALL")
    assert finding.place == f"Actions[{len(actions) - 1}]"
    assert finding.message.startswith(f"action {len(actions)} of the answer to NEW_INBOUND_CALL (#1): ")
    assert said in finding.message
    assert remedy in finding.remedy


@pytest.mark.parametrize(
    "actions",
    [
        [start(), PAUSE, RESUME, STOP],
        [start(), PAUSE, PAUSE],  # no page says that it fails
        [start(), STOP, RESUME],  # it fails; but keys come in any order, and the service may well be who refuses
        [PAUSE],
        [bridge(CallerIdNumber=CALLER)],
    ],
)
def test_what_is_allowed_and_what_nobody_says_is_wrong_are_no_mistakes(actions):
    assert refusals(*actions) == []


def test_the_meeting_of_another_call_is_refused_after_this_one_was_joined():
    def say(event):
        return [mute(MeetingId="meeting-2", ParticipantTag="LEG-B")]

    handler = Handler(NEW_INBOUND_CALL=[join()], ACTION_SUCCESSFUL=say, ACTION_FAILED=[hang_up()], HANGUP=[hang_up()])
    (finding,) = [each for each in inbound(handler).findings if each.id == "refused-action"]
    assert (finding.event, finding.remedy) == ("ACTION_SUCCESSFUL", "give the MeetingId that JoinChimeMeeting had")


def test_an_action_whose_leg_left_meanwhile_is_nobodys_mistake():
    assert refusals(action("Hangup"), pause()) == []
