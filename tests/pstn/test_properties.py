"""Whatever the plan and the outages: the highest-priority target that can be invoked answers, or nobody does."""

from __future__ import annotations

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_lib.pstn.invoking import PythonInvoker
from constructs_lib.pstn.network import Network
from constructs_lib.routing.model import Route, Trigger
from tests.pstn.phone import CALLER, NUMBER, announce, application, table_of

REGIONS = ["us-east-1", "us-west-2", "ca-central-1", "eu-central-1", "eu-west-1", "eu-west-2", "ap-northeast-1"]
HEALTH = ["well", "down", "no function", "no permission", "refused"]


@st.composite
def plans(draw):
    """Targets in any order, with any distinct priorities, each in some state of health."""
    regions = draw(st.lists(st.sampled_from(REGIONS), min_size=1, unique=True))
    priorities = draw(st.lists(st.integers(1, 99), min_size=len(regions), max_size=len(regions), unique=True))
    health = draw(st.lists(st.sampled_from(HEALTH), min_size=len(regions), max_size=len(regions)))
    return list(zip(priorities, regions, health, strict=True))


def build(plan):
    targets, handlers = [], {}
    for priority, region, health in plan:
        target = application(region, priority=priority, permission=health != "no permission")
        if health != "refused":
            handlers[target.function.arn] = announce
        targets.append(dataclasses.replace(target, function=None) if health == "no function" else target)
    rule = Route(name="Rule", trigger=Trigger(kind="ToPhoneNumber", value=NUMBER), targets=tuple(targets))
    return Network(table=table_of(rule), invoker=PythonInvoker(handlers), seed=0)


@settings(deadline=None)
@given(plans())
def test_the_highest_priority_target_that_can_be_invoked_answers_and_if_none_can_nobody_does(plan):
    world = build(plan)
    call = world.dial(to=NUMBER, caller=CALLER, down={region for _, region, health in plan if health == "down"})
    world.run()
    answering = {priority: region for priority, region, health in plan if health == "well"}
    expected = answering[min(answering)] if answering else None
    assert (call.state, call.answered_by) == ("ended", expected)
    assert [each.region for each in call.heard] == ([expected] if expected else [])
    assert call.sip_code == (0 if expected else 480)


ACTIONS = st.sampled_from(
    [
        {"Type": "Speak", "Parameters": {"Text": "Hello"}},
        {"Type": "Speak", "Parameters": {}},
        {"Type": "Pause", "Parameters": {"DurationInMilliseconds": 500}},
        {"Type": "PlayAudio", "Parameters": {"AudioSource": {"Type": "S3", "BucketName": "b", "Key": "k"}}},
        {"Type": "Hangup", "Parameters": {}},
        {"Type": "Hangup", "Parameters": {"ParticipantTag": "LEG-B"}},
        {
            "Type": "CallAndBridge",
            "Parameters": {
                "CallerIdNumber": NUMBER,
                "Endpoints": [{"BridgeEndpointType": "PSTN", "Uri": "+12065550150"}],
            },
        },
        {"Type": "Nonsense"},
        "",
    ]
)
ANSWERS = st.none() | st.fixed_dictionaries(
    {"SchemaVersion": st.just("1.0"), "Actions": st.lists(ACTIONS, max_size=12)}
)


@settings(deadline=None)
@given(st.lists(ANSWERS | st.builds(RuntimeError), max_size=12), st.integers(0, 40), st.integers(0, 40))
def test_whatever_a_function_answers_every_call_ends_with_a_reason_and_all_legs_down(answers, leaves, update):
    left = list(answers)

    def handler(event, context):
        answer = left.pop(0) if left else {"SchemaVersion": "1.0", "Actions": []}
        if isinstance(answer, RuntimeError):
            raise answer
        return answer

    target = application("us-east-1", priority=1)
    rule = Route(name="Rule", trigger=Trigger(kind="ToPhoneNumber", value=NUMBER), targets=(target,))
    world = Network(table=table_of(rule), invoker=PythonInvoker({target.function.name: handler}), seed=0)
    call = world.dial(to=NUMBER, caller=CALLER)
    world.run(update)
    world.update_call(application_id=target.application_id, transaction_id=call.transaction_id, arguments={})
    world.run(leaves)
    world.hang_up(call)
    world.run()
    assert call.state == "ended"
    assert call.ended_because
    assert not any(leg.up for leg in call.legs)
    times = [entry.time for entry in call.timeline]
    assert times == sorted(times)
    sequences = [entry.data["event"]["Sequence"] for entry in call.timeline if entry.what == "event"]
    assert sequences == list(range(1, len(sequences) + 1))
