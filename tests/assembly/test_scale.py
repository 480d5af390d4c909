"""Twice as much takes twice the steps, not four times: calls are counted, no clock is asked."""

import json
import sys

import pytest

from constructs_lib.assembly import read
from tests.assembly.by_hand import NUMBER, application, function, permission, rule, stack, target, write

EAST = {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]}


def number(at):
    return f"+1206{at:07}"


def rules(count):
    """Rules of one stack, with an application in another."""
    weak = {"Fn::GetStackOutput": {"StackName": "Sma", "OutputName": "Id"}}
    lines = {f"Rule{at}": rule(number(at), target(weak)) for at in range(count)}
    sma = stack({"App": application()}, Outputs={"Id": {"Value": {"Ref": "App"}}})
    return {"Sma": sma, "Lines": stack(lines)}


def stacks(count):
    """Stacks that export what each other's rules are for."""
    found = {}
    for at in range(count):
        outputs = {"Out": {"Value": number(at), "Export": {"Name": f"e{at}"}}}
        line = rule({"Fn::ImportValue": f"e{(at + 1) % count}"})
        found[f"S{at}"] = stack({"App": application(), "Rule": line}, Outputs=outputs)
    return found


def applications(count):
    """Applications with a function and a permission each, found by ARN."""
    resources: dict[str, object] = {}
    for at in range(count):
        name = f"answer{at}"
        arn = f"arn:aws:lambda:us-east-1:123456789012:function:{name}"
        resources |= {f"App{at}": application(arn, AdoptId=f"sma-{at}"), f"Fn{at}": function(FunctionName=name)}
        resources |= {f"May{at}": permission(arn), f"Rule{at}": rule(number(at), target(f"sma-{at}"))}
    return {"Voice": stack(resources)}


def conditions(count):
    """Conditions that rest on the one before."""
    named = {f"C{at}": {"Fn::And": [{"Condition": f"C{at - 1}"}, EAST]} for at in range(1, 50)} | {"C0": EAST}
    resources = {f"Rule{at}": {**rule(number(at)), "Condition": f"C{at % 50}"} for at in range(count)}
    return {"Voice": stack({"App": application(), **resources}, Conditions=named)}


def nested(count):
    """Nested stacks that are given what their rule is for."""
    noted = {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "inner.json"}}
    resources = {f"N{at}": {**noted, "Properties": {"Parameters": {"In": number(at)}}} for at in range(count)}
    return {"Voice": stack(resources)}


def steps(folder, declared):
    """How many calls it takes to read an assembly with these stacks."""
    folder.mkdir()
    inner = {"Parameters": {"In": {"Type": "String"}}, "Resources": {"App": application(), "Rule": rule({"Ref": "In"})}}
    (folder / "inner.json").write_text(json.dumps(inner))
    write(folder, declared)
    counted = 0

    def count(_frame, event, _argument):
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        table = read(folder)
    finally:
        sys.setprofile(None)
    return counted, len(table.routes)


@pytest.mark.parametrize("shape", [rules, stacks, applications, conditions, nested])
def test_twice_as_much_takes_twice_the_steps(tmp_path, shape):
    few, routes = steps(tmp_path / "few", shape(100))
    many, more = steps(tmp_path / "many", shape(200))
    assert (routes, more) == (100, 200)
    assert many < 2.2 * few


def test_ten_thousand_rules_are_read(tmp_path):
    table = read(write(tmp_path, rules(10_000)))
    assert len(table.routes) == 10_000
    assert all(route.targets[0].function for route in table.routes)
    assert table.unresolved == ()
    # What they share is kept once.
    assert len({id(route.targets) for route in table.routes}) == 1


def test_a_long_list_of_a_rule_is_read(tmp_path):
    targets = [target(f"sma-{at}", at + 1) for at in range(5000)]
    table = read(write(tmp_path, {"Voice": stack({"Rule": rule(NUMBER, *targets)})}))
    assert [each.priority for each in table.routes[0].targets] == list(range(1, 5001))
