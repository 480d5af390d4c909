"""Whole calls through warm processes."""

from __future__ import annotations

import json

import pytest

from constructs_lib.pstn.network import Network
from constructs_lib.routing.model import Function, Route, RoutingTable, Target, Trigger
from constructs_lib.workers import Workers
from tests.workers.handlers import needs_node, node, python

NUMBER = "+12065550100"
PYTHON = """
    calls = []
    def handler(event, context):
        leg = event["CallDetails"]["Participants"][0]["CallId"]
        if event["InvocationEventType"] != "NEW_INBOUND_CALL":
            return {"SchemaVersion": "1.0", "Actions": []}
        calls.append(leg)
        speak = {"Type": "Speak", "Parameters": {"CallId": leg, "Text": f"You are caller {len(calls)}"}}
        return {"SchemaVersion": "1.0", "Actions": [speak, {"Type": "Hangup", "Parameters": {"CallId": leg}}]}
    """
NODE = """
    const calls = [];
    exports.handler = async (event) => {
      const CallId = event.CallDetails.Participants[0].CallId;
      if (event.InvocationEventType !== "NEW_INBOUND_CALL") return { SchemaVersion: "1.0", Actions: [] };
      calls.push(CallId);
      const speak = { Type: "Speak", Parameters: { CallId, Text: `You are caller ${calls.length}` } };
      return { SchemaVersion: "1.0", Actions: [speak, { Type: "Hangup", Parameters: { CallId } }] };
    };
    """


def table_of(*functions: Function) -> RoutingTable:
    targets = tuple(
        Target(priority=n, region=each.region, application_id=f"app-{n}", application_name=each.name, function=each)
        for n, each in enumerate(functions, 1)
    )
    trigger = Trigger(kind="ToPhoneNumber", value=NUMBER)
    return RoutingTable(routes=(Route(name="Main", trigger=trigger, targets=targets),))


@pytest.mark.parametrize(
    ("make", "text"),
    [pytest.param(python, PYTHON, id="python"), pytest.param(node, NODE, id="node", marks=needs_node)],
)
def test_several_calls_go_through_one_process_and_every_run_is_the_same(tmp_path, make, text):
    table = table_of(make(tmp_path, text))

    def run() -> list[str]:
        with Workers() as workers:
            network = Network(table=table, invoker=workers, seed=7)
            calls = []
            for _ in range(3):
                calls.append(network.dial(to=NUMBER, caller="+12065550199"))
                network.run()
            return [json.dumps(call.to_dict()) for call in calls]

    first = run()
    for n, record in enumerate(first, 1):
        assert f"You are caller {n}" in record
    assert first == run()


def test_a_function_that_cannot_be_run_here_fails_over(tmp_path):
    elsewhere = python(tmp_path, "", runtime="java21", region="us-east-1")
    with Workers() as workers:
        network = Network(table=table_of(elsewhere, python(tmp_path, PYTHON)), invoker=workers, seed=7)
        call = network.dial(to=NUMBER, caller="+12065550199")
        network.run()
    assert call.answered_by == "us-west-2"
