"""Quotas of an account, where they are asked for."""

from __future__ import annotations

import pytest

from constructs_lib.pstn.account import Quotas
from constructs_lib.pstn.errors import OverQuota
from constructs_lib.pstn.parties import Party
from tests.pstn.phone import CALLER, HOST, NUMBER, Handler, bridge, hang_up, network, pause, play_audio, route, speak

APPLICATION = {"application_id": "announce@us-east-1", "region": "us-east-1"}
LISTENS = Handler(NEW_INBOUND_CALL=[play_audio(Repeat=100)], CALL_ANSWERED=[play_audio(Repeat=100)])


def dial(world, **options):
    return world.dial(to=NUMBER, caller=CALLER, **options)


def test_without_quotas_everybody_is_answered():
    world = network(LISTENS)
    calls = [dial(world) for _ in range(50)]
    world.run(5)
    assert all(call.answered_by for call in calls)


def test_a_caller_beyond_the_quota_is_refused_until_somebody_leaves():
    world = network(LISTENS, quotas=Quotas())
    calls = [dial(world) for _ in range(11)]
    world.run(5)
    assert [call.answered_by is not None for call in calls] == [True] * 10 + [False]
    assert (calls[10].sip_code, calls[10].state) == (503, "ended")
    assert "10 concurrent calls in us-east-1" in calls[10].ended_because
    world.hang_up(calls[0])
    world.run(5)
    late = dial(world)
    world.run(5)
    assert late.answered_by == "us-east-1"


def test_quotas_are_of_one_region():
    world = network(LISTENS, quotas=Quotas(concurrent_calls=1))
    dial(world)
    world.run(1)
    other = dial(world, down={"us-east-1"})
    world.run(1)
    assert "quota" in other.ended_because
    world = network(
        LISTENS,
        quotas=Quotas(concurrent_calls=1),
        routes=[route(regions=("us-east-1",)), route("+12065550101", regions=("us-west-2",))],
    )
    both = [dial(world), world.dial(to="+12065550101", caller=CALLER)]
    world.run(1)
    assert all(call.answered_by for call in both)


@pytest.mark.parametrize(("quota", "bridges"), [(2, True), (1, False)])
def test_a_bridged_call_counts_twice(quota, bridges):
    handler = Handler(NEW_INBOUND_CALL=[bridge()], ACTION_FAILED=[hang_up()])
    world = network(handler, quotas=Quotas(concurrent_calls=quota))
    dial(world, bridged=Party(hangs_up_after=5))
    world.run()
    assert ("ACTION_SUCCESSFUL" in handler.kinds) is bridges
    if not bridges:
        assert "concurrent" in handler.last("ACTION_FAILED")["ActionData"]["ErrorMessage"]


def test_a_voice_connector_takes_so_many_calls_a_second():
    world = network(LISTENS, routes=[route(HOST, kind="RequestUriHostname")], quotas=Quotas())

    def request():
        call = world.request(host=HOST, user="100", caller=CALLER)
        world.run(0.5)
        return call.sip_code

    assert [request(), request(), request()] == [None, 503, None]


def test_calls_are_created_once_a_second_and_up_to_the_quota():
    world = network(LISTENS, quotas=Quotas(concurrent_calls=2))

    def create():
        return world.create_call(**APPLICATION, caller=NUMBER, called=CALLER)

    create()
    with pytest.raises(OverQuota, match="ThrottledClientException: the quota of 1 creates a second at us-east-1"):
        create()
    world.run(1)
    create()
    world.run(1)
    with pytest.raises(OverQuota, match="ResourceLimitExceededException") as refused:
        create()
    assert refused.value.code == "ResourceLimitExceededException"


def test_calls_are_updated_five_times_a_second():
    handler = Handler(NEW_INBOUND_CALL=[speak("a" * 300)], CALL_UPDATE_REQUESTED=[pause()])
    world = network(handler, quotas=Quotas())
    call = dial(world)
    world.run(1)

    def update():
        return world.update_call(application_id="announce@us-east-1", transaction_id=call.transaction_id, arguments={})

    assert all(update() for _ in range(5))
    with pytest.raises(OverQuota, match="updates"):
        update()
    world.run(1)
    assert update()
