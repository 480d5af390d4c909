"""Calls for the tests of the linter."""

from __future__ import annotations

from tests.pstn.phone import CALLER, NUMBER, network


def inbound(handler, *, party=None, bridged=None, **options):
    world = network(handler, **options)
    call = world.dial(to=NUMBER, caller=CALLER, party=party, bridged=bridged)
    world.run()
    return call


def outbound(handler, *, party=None, updates=(), **options):
    world = network(handler, **options)
    call = world.create_call(
        application_id="announce@us-east-1", region="us-east-1", caller=NUMBER, called=CALLER, party=party
    )
    for _ in updates:
        world.run(8)
        world.update_call(
            application_id="announce@us-east-1", transaction_id=call.transaction_id, arguments={"text": "News"}
        )
    world.run()
    return call


def found(call):
    return [(finding.id, finding.severity, finding.event) for finding in call.findings]


def legs_of(event):
    return {each["ParticipantTag"]: each["CallId"] for each in event["CallDetails"]["Participants"]}
