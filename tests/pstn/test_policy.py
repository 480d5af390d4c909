"""Every point that the documentation leaves open: what is done by default, and what with its switch set otherwise."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from constructs_lib.pstn.account import Quotas
from constructs_lib.pstn.invoking import Invoked
from constructs_lib.pstn.network import Network
from constructs_lib.pstn.parties import Party, Press, Talk
from constructs_lib.pstn.policy import Policy
from tests.pstn.phone import (
    CALLER,
    NUMBER,
    OTHER_NUMBER,
    Each,
    Handler,
    action,
    bridge,
    functions,
    get_digits,
    hang_up,
    network,
    pause,
    play_audio,
    record,
    route,
    speak,
    table_of,
)
from tests.pstn.strategies import WELL_FORMED

FIRST = "announce-us-east-1"
GO_ON = {"SchemaVersion": "1.0"}


def leave(event):
    left = [each for each in event["CallDetails"]["Participants"] if each.get("Status") == "Connected"]
    return [hang_up(CallId=each["CallId"]) for each in reversed(left)]


class Scene:
    """A call from beginning to end."""

    def __init__(
        self, policy, *, to=NUMBER, party=None, bridged=None, down=(), update_at=None, options=None, **answers
    ):
        self.handler = Handler(**{"HANGUP": leave} | answers)
        world = network(self.handler, policy=policy, **(options or {}))
        self.call = world.dial(to=to, caller=CALLER, party=party, bridged=bridged, down=down)
        self.first_id = self.call.transaction_id
        if update_at is not None:
            world.run(update_at)
            place = {"application_id": "announce@us-east-1", "transaction_id": self.call.transaction_id}
            world.update_call(**place, arguments={})
        world.run()

    @property
    def seconds(self):
        return self.call.timeline[-1].time - self.call.timeline[0].time

    @property
    def heard(self):
        return [each.content for each in self.call.heard]

    def when(self, beginning):
        """When an entry of the timeline begins like this, in seconds since the call began."""
        entry = next(each for each in self.call.timeline if each.detail.startswith(beginning))
        return entry.time - self.call.timeline[0].time


def tried(policy, answer, **options):
    """How many Regions are tried when the first one does this."""
    return len(Scene(policy, NEW_INBOUND_CALL=Each(answer, [hang_up()]), options=options).call.attempts)


def asked(policy, *, kind):
    """How often the function of one Region is asked when its invocation ends like this."""

    class Failing:
        def invoke(self, function, event, *, time_limit):
            return Invoked(kind=kind, error="no")

    world = Network(table=table_of(route(regions=("us-east-1",))), invoker=Failing(), policy=policy)
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run()
    return call.invocations


def slow(policy, seconds):
    call = Scene(policy, NEW_INBOUND_CALL=[speak(), hang_up()], options={"seconds": {FIRST: seconds}}).call
    return call.invocations if call.answered_by else None


def takes(policy, *, attributes=None, pauses=0):
    """Whether an answer is taken."""
    answer = GO_ON | {"Actions": [pause()] * pauses + [hang_up()], "TransactionAttributes": attributes}
    return Scene(policy, NEW_INBOUND_CALL=answer).call.ended_because == "the application hung up"


def outbound(policy, *, party=None, **answers):
    handler = Handler(**answers)
    world = network(handler, policy=policy)
    place = {"application_id": "announce@us-east-1", "region": "us-east-1", "caller": NUMBER, "called": CALLER}
    call = world.create_call(**place, party=party)
    world.run()
    return handler, call.timeline[-1].time - call.timeline[0].time


def successes(policy, *actions, **options):
    """The actions whose success is told, in a list that goes on with Speak and Hangup."""
    scene = Scene(policy, NEW_INBOUND_CALL=[*actions, speak(), hang_up()], ACTION_SUCCESSFUL=GO_ON, **options)
    return [each["ActionData"]["Type"] for each in scene.handler.events if "SUCCESSFUL" in each["InvocationEventType"]]


def full(policy):
    """What a caller gets where no call is allowed."""
    quotas = {"quotas": Quotas(concurrent_calls=0)}
    return Scene(policy, NEW_INBOUND_CALL=[hang_up()], options=quotas).call.sip_code


def failure(policy, *actions, **options):
    """ActionData and Participants of the failure of the last action."""
    scene = Scene(policy, NEW_INBOUND_CALL=[*actions], ACTION_FAILED=[hang_up(ParticipantTag="LEG-A")], **options)
    event = scene.handler.last("ACTION_FAILED")
    return event["ActionData"], event["CallDetails"]["Participants"]


def left_by_b(policy):
    """When it is told that leg B left at 10, during a speech to leg A that lasts for 40 seconds."""
    after = Each([speak("a" * 600)], [])
    scene = Scene(
        policy, NEW_INBOUND_CALL=[bridge()], ACTION_SUCCESSFUL=after,
        bridged=Party(rings_seconds=0, hangs_up_after=10),
    )  # fmt: skip
    return scene.when("HANGUP")


def recorded(policy):
    talks = Party(does=(Talk(seconds=4),), patience=30)
    return Scene(policy, NEW_INBOUND_CALL=[record(), hang_up()], party=talks, ACTION_SUCCESSFUL=GO_ON).seconds


def circled(policy):
    others = functions(Handler(NEW_INBOUND_CALL=[bridge(NUMBER)], HANGUP=leave), name="other")
    routes = (route(), route(OTHER_NUMBER, name="other"))
    there = Scene(
        policy, NEW_INBOUND_CALL=[bridge(OTHER_NUMBER)], ACTION_FAILED=[hang_up()],
        options={"routes": routes, "others": others},
    )  # fmt: skip
    return there.handler.kinds.count("NEW_INBOUND_CALL")


BOT = action("StartBotConversation", **WELL_FORMED["StartBotConversation"])
LEAVES = Party(hangs_up_after=2)
KEEPS = {"NEW_OUTBOUND_CALL": GO_ON | {"TransactionAttributes": {"a": "b"}}, "CALL_ANSWERED": [hang_up()]}
DECLINED = {"bridged": Party(answers=False)}
# By switch: another value, a scene, what comes of it by default, and what with the other value.
SWITCHES = {
    "function_error_fails_over": (True, lambda it: tried(it, RuntimeError()), 1, 2),
    "time_out_fails_over": (True, lambda it: tried(it, [hang_up()], seconds={FIRST: 30}), 1, 2),
    "invalid_response_fails_over": (True, lambda it: tried(it, {"statusCode": 200}), 1, 2),
    "transaction_kept_at_failover": (
        True,
        lambda it: (there := Scene(it, down=["us-east-1"])).first_id == there.call.transaction_id,
        False,
        True,
    ),
    "seconds_before_next_target": (7.0, lambda it: Scene(it, down=["us-east-1"]).when("NEW_INBOUND"), 0, 7),
    "reinvoke_after": (10.0, lambda it: slow(it, 8), 4, 2),
    "hang_up_after": (10.0, lambda it: slow(it, 15), 4, None),
    "retries": (3, lambda it: asked(it, kind="not_invokable"), 2, 4),
    "function_errors_are_retried": (True, lambda it: asked(it, kind="function_error"), 1, 2),
    "max_invocations": (
        7,
        lambda it: len(Scene(it, NEW_INBOUND_CALL=[pause()], ACTION_SUCCESSFUL=[pause()]).handler.events),
        1000,
        7,
    ),
    "max_actions": (11, lambda it: takes(it, pauses=10), False, True),
    "max_transaction_attributes": (100, lambda it: takes(it, attributes=dict.fromkeys("abcdefghijk", "")), False, True),
    "max_transaction_attributes_bytes": (30_000, lambda it: takes(it, attributes={"a": "b" * 20_480}), False, True),
    "attributes_must_be_strings": (True, lambda it: takes(it, attributes={"a": 1}), True, False),
    "attributes_kept_from": (
        frozenset(),
        lambda it: outbound(it, **KEEPS)[0].events[-1]["CallDetails"].get("TransactionAttributes"),
        {"a": "b"},
        None,
    ),
    "empty_list_stops": (
        False,
        lambda it: (
            Scene(
                it,
                NEW_INBOUND_CALL=[pause(9000), speak()],
                CALL_UPDATE_REQUESTED=[],
                update_at=5,
            ).heard
        ),
        [],
        ["Hello"],
    ),
    "mid_list_success": (
        False,
        lambda it: successes(it, record(DurationInSeconds=1)),
        ["RecordAudio"],
        [],
    ),
    "mid_list_success_of_newer_actions": (
        True,
        lambda it: successes(it, get_digits(), party=Party(does=(Press(keys="#"),))),
        [],
        ["SpeakAndGetDigits"],
    ),
    "runs_reply_to_invalid_response": (
        True,
        lambda it: Scene(it, NEW_INBOUND_CALL={}, INVALID_LAMBDA_RESPONSE=[speak("Sorry"), hang_up()]).heard,
        [],
        ["Sorry"],
    ),
    "unroutable_sip_code": (604, lambda it: Scene(it, to=OTHER_NUMBER).call.sip_code, 404, 604),
    "over_quota_sip_code": (486, full, 503, 486),
    "unanswered_seconds": (12.0, lambda it: Scene(it, NEW_INBOUND_CALL=[pause(1000)]).seconds, 31, 13),
    "rings_out_after": (20.0, lambda it: outbound(it, party=Party(rings_seconds=99))[1], 60, 20),
    "reports_action_cut_by_hang_up": (
        True,
        lambda it: Scene(it, NEW_INBOUND_CALL=[speak("a" * 100)], party=LEAVES).handler.kinds[1:],
        ["HANGUP"],
        ["ACTION_FAILED", "HANGUP"],
    ),
    "hang_up_of_other_leg_cuts_action": (True, left_by_b, 40, 10),
    "lists_leg_that_did_not_answer": (
        True,
        lambda it: [(each["ParticipantTag"], each.get("Status")) for each in failure(it, bridge(), **DECLINED)[1]],
        [("LEG-A", None)],
        [("LEG-A", None), ("LEG-B", "Disconnected")],
    ),
    "no_valid_digits_error": (
        "Timeout",
        lambda it: failure(it, get_digits())[0]["ErrorType"],
        "InvalidDigitsReceived",
        "Timeout",
    ),
    "max_attempts": (
        2,
        lambda it: Scene(it, NEW_INBOUND_CALL=[get_digits(Repeat=5)], ACTION_FAILED=[hang_up()]).heard.count(
            "Your PIN"
        ),
        5,
        2,
    ),
    "silence_ends_recording_after": (3.0, recorded, 34, 7),
    "bot_patience_seconds": (
        12.0,
        lambda it: Scene(it, NEW_INBOUND_CALL=[BOT], ACTION_SUCCESSFUL=[hang_up()]).seconds,
        30,
        12,
    ),
    "max_hops": (3, circled, 6, 2),
    "speech_characters_per_second": (
        5.0,
        lambda it: Scene(it, NEW_INBOUND_CALL=[speak("a" * 30), hang_up()]).seconds,
        2,
        6,
    ),
    "audio_seconds": (9.0, lambda it: Scene(it, NEW_INBOUND_CALL=[play_audio(), hang_up()]).seconds, 5, 9),
}


@pytest.mark.parametrize("name", SWITCHES)
def test_a_switch_changes_what_it_says(name):
    other, scene, by_default, otherwise = SWITCHES[name]
    flipped: dict[str, Any] = {name: other}
    assert scene(Policy()) == by_default
    assert scene(Policy(**flipped)) == otherwise


def test_every_switch_is_tried():
    assert set(SWITCHES) == {field.name for field in dataclasses.fields(Policy)}
