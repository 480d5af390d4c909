"""Whatever the plan and the outages: the highest-priority target that can be invoked answers, or nobody does."""

from __future__ import annotations

import contextlib
import dataclasses
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_lib.pstn.errors import PstnError
from constructs_lib.pstn.invoking import PythonInvoker
from constructs_lib.pstn.network import Network
from constructs_lib.pstn.parties import Party
from constructs_lib.routing.model import Route, Trigger
from tests.pstn import strategies
from tests.pstn.phone import (
    CALLER,
    NUMBER,
    OTHER_NUMBER,
    announce,
    application,
    functions,
    hang_up,
    network,
    route,
    table_of,
)

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


class Script:
    """A handler that answers from a list, and then hangs up whoever is left."""

    def __init__(self, answers):
        self.left = list(answers)

    def __call__(self, event, context):
        if self.left:
            answer = self.left.pop(0)
            if isinstance(answer, RuntimeError):
                raise answer
            return answer
        legs = event["CallDetails"]["Participants"]
        up = [leg["CallId"] for leg in legs if leg.get("Status") != "Disconnected"]
        return {"SchemaVersion": "1.0", "Actions": [hang_up(CallId=call_id) for call_id in up]}


def play(answers, others, party, bridged, outbound):
    """A call between two applications and their parties, and what came of it."""
    world = network(
        Script(answers),
        routes=[route(), route(OTHER_NUMBER, name="other")],
        others=functions(Script(others), name="other"),
    )
    if outbound:
        call = world.create_call(
            application_id="announce@us-east-1",
            region="us-east-1",
            caller=NUMBER,
            called=CALLER,
            party=party,
            bridged=bridged,
        )
    else:
        call = world.dial(to=NUMBER, caller=CALLER, party=party, bridged=bridged)
    return world, call


def check(call):
    """What holds at the end of every call."""
    assert call.state == "ended"
    assert call.ended_because
    assert call.attention is None
    assert not any(leg.up for leg in call.all_legs)
    assert call.invocations <= call.policy.max_invocations
    times = [entry.time for entry in call.timeline]
    assert times == sorted(times)
    events = [entry.data["event"] for entry in call.timeline if entry.what == "event"]
    for event in events:
        assert set(event) <= {
            "SchemaVersion",
            "Sequence",
            "InvocationEventType",
            "ActionData",
            "ErrorType",
            "ErrorMessage",
            "CallDetails",
        }
        assert len(event["CallDetails"].get("TransactionAttributes", {})) <= call.policy.max_transaction_attributes
        assert json.loads(json.dumps(event)) == event
    ended = [each.event["ActionData"]["Parameters"]["CallId"] for each in call.exchanges if each.type == "HANGUP"]
    assert len(ended) == len(set(ended))
    for exchange in call.exchanges:
        if exchange.read and len(exchange.actions) > call.policy.max_actions:
            kinds = [event["InvocationEventType"] for event in events if event["Sequence"] > exchange.sequence]
            assert kinds[:1] in (["INVALID_LAMBDA_RESPONSE"], [])


RANDOM = st.randoms(use_true_random=True)


@settings(deadline=None)
@given(RANDOM, st.booleans())
def test_whatever_functions_answer_and_parties_do_every_call_ends_with_all_legs_down(random, outbound):
    given = strategies.answers(random), strategies.answers(random), strategies.party(random), strategies.party(random)
    world, call = play(*given, outbound)
    world.run()
    for each in world.calls:
        check(each)
    sequences = [exchange.sequence for exchange in call.exchanges]
    assert sequences == list(range(1, len(sequences) + 1))
    again, _ = play(*given, outbound)
    again.run()
    assert json.dumps([each.to_dict() for each in again.calls]) == json.dumps([each.to_dict() for each in world.calls])


DEEDS = [
    ("press", "1"), ("press", "42#"), ("press", "*"), ("say", "Billing"), ("talk", 5.0), ("answer",), ("answer",),
    ("decline", 486), ("run", 1.0), ("run", 10.0), ("update",), ("hang_up",),
]  # fmt: skip


@settings(deadline=None)
@given(RANDOM, st.booleans())
def test_whatever_is_done_by_hand_a_call_waits_for_somebody_or_is_over(random, outbound):
    hand = Party(by_hand=True)
    world, call = play(strategies.answers(random), strategies.answers(random), hand, hand, outbound)
    for _ in range(random.randrange(15)):
        world.run()
        assert (call.attention is None) is call.over.is_set()
        what, *how = random.choice(DEEDS)
        with contextlib.suppress(PstnError):  # Nobody is there.
            if what == "update":
                application = call.target.application_id if call.target else ""
                world.update_call(application_id=application, transaction_id=call.transaction_id, arguments={})
            elif what in ("run", "answer", "decline"):
                getattr(world, what)(*([] if what == "run" else [call]), *how)
            else:
                getattr(world, what)(call, *how, leg=random.choice(["LEG-A", "LEG-B"]))
    world.run()
    for leg in ("LEG-A", "LEG-B"):
        with contextlib.suppress(PstnError):
            world.hang_up(call, leg=leg)
    world.run(3600)
    for each in world.calls:
        check(each)
