"""Conditions: decided where the template decides them, told where not."""

import pytest

from constructs_lib.assembly import AssemblyError, read
from tests.assembly.by_hand import NUMBER, application, function, permission, rule, stack, target, write

EAST = {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]}
WEST = {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-west-2"]}
OPEN = {"Fn::Equals": [{"Ref": "AWS::StackId"}, "x"]}
NOTHING = {"Ref": "AWS::NoValue"}


def table_of(folder, resources, **conditions):
    parameters = {"Stage": {"Type": "String", "Default": "test"}, "Given": {"Type": "String"}}
    declared = stack({"App": application(), **resources}, Conditions=conditions, Parameters=parameters)
    return read(write(folder, {"Voice": declared}))


@pytest.mark.parametrize(
    ("condition", "there"),
    [
        (EAST, True),
        (WEST, False),
        ({"Fn::Not": [EAST]}, False),
        ({"Fn::Not": [WEST]}, True),
        ({"Fn::And": [EAST, {"Fn::Not": [WEST]}]}, True),
        ({"Fn::And": [EAST, WEST]}, False),
        ({"Fn::And": [OPEN, WEST]}, False),
        ({"Fn::Or": [WEST, EAST]}, True),
        ({"Fn::Or": [OPEN, EAST]}, True),
        ({"Fn::Or": [WEST, WEST]}, False),
        ({"Condition": "East"}, True),
        ({"Fn::Not": [{"Condition": "East"}]}, False),
        ({"Fn::Equals": [{"Fn::Join": ["", ["a", "b"]]}, "ab"]}, True),
        ({"Fn::Equals": [True, "true"]}, True),
    ],
)
def test_a_resource_is_there_when_its_condition_holds(tmp_path, condition, there):
    table = table_of(tmp_path, {"Rule": {**rule(), "Condition": "C"}}, C=condition, East=EAST)
    assert (len(table.routes), len(table.resources)) == ((1, 2) if there else (0, 1))
    assert table.unresolved == ()


def test_a_default_decides_and_is_told(tmp_path):
    condition = {"Fn::Equals": [{"Ref": "Stage"}, "test"]}
    table = table_of(tmp_path, {"Rule": {**rule(), "Condition": "C"}}, C=condition)
    assert len(table.routes) == 1
    (told,) = table.unresolved
    assert told.startswith("Voice/Rule: 'test' is the default of parameter 'Stage' of stack Voice;")


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        (OPEN, "<StackId of stack Voice> is known at deployment"),
        ({"Fn::Equals": [{"Ref": "Given"}, "x"]}, "parameter 'Given' of stack Voice is given at deployment"),
        ({"Fn::And": [EAST, OPEN]}, "<StackId of stack Voice> is known at deployment"),
        ({"Fn::Or": [WEST, OPEN]}, "<StackId of stack Voice> is known at deployment"),
        ({"Fn::Not": [OPEN]}, "<StackId of stack Voice> is known at deployment"),
        ({"Condition": "Gone"}, "stack Voice has no condition 'Gone'"),
        ({"Fn::Contains": [["a"], "a"]}, "Fn::Contains is not followed in a condition"),
        ({"Fn::Equals": ["a"]}, "Fn::Equals needs two values"),
        ("yes", "something else than a function is not followed in a condition"),
    ],
)
def test_an_open_condition_is_read_as_if_it_held_and_told(tmp_path, condition, why):
    table = table_of(tmp_path, {"Rule": {**rule(), "Condition": "C"}}, C=condition)
    assert len(table.routes) == 1
    first = "Voice/Rule: condition 'C' of stack Voice cannot be decided here; it is read as if it held"
    assert table.unresolved == (first, f"Voice/Rule: {why}")


def test_a_condition_that_is_not_there_is_told(tmp_path):
    table = table_of(tmp_path, {"Rule": {**rule(), "Condition": "Gone"}})
    assert table.unresolved[-1] == "Voice/Rule: stack Voice has no condition 'Gone'"


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ({"Fn::If": ["East", NUMBER, "+12065550101"]}, NUMBER),
        ({"Fn::If": ["West", "+12065550101", NUMBER]}, NUMBER),
        ({"Fn::If": ["West", "x", {"Fn::If": ["East", {"Fn::Sub": NUMBER}, "y"]}]}, NUMBER),
        ({"Fn::Join": ["", ["+1206", {"Fn::If": ["West", "x", NOTHING]}, "5550100"]]}, NUMBER),
        ({"Fn::Join": ["", {"Fn::If": ["West", "x", ["+1206", "5550100"]]}]}, NUMBER),
        ({"Fn::Select": [{"Fn::If": ["East", 0, 1]}, [NUMBER, "x"]]}, NUMBER),
    ],
)
def test_a_branch_is_taken(tmp_path, expression, shown):
    table = table_of(tmp_path, {"Rule": rule(expression)}, East=EAST, West=WEST)
    assert (table.routes[0].trigger.value, table.unresolved) == (shown, ())


def test_the_branch_of_an_open_condition_is_told(tmp_path):
    table = table_of(tmp_path, {"Rule": rule({"Fn::If": ["Open", NUMBER, "+12065550101"]})}, Open=OPEN)
    assert table.routes[0].trigger.value == NUMBER
    assert table.unresolved[0].startswith("Voice/Rule: condition 'Open' of stack Voice cannot be decided here;")


def test_targets_and_properties_can_be_left_out(tmp_path):
    first, second = target({"Ref": "App"}), {**target("sma-2", 2, "us-west-2"), "Weight": NOTHING}
    chosen = [{"Fn::If": ["West", first, NOTHING]}, second]
    disabled = {"Fn::If": ["West", True, NOTHING]}
    declared = rule(NUMBER, TargetApplications=chosen, Disabled=disabled, Name=NOTHING)
    table = table_of(tmp_path, {"Rule": declared}, West=WEST)
    assert [each.application_id for each in table.routes[0].targets] == ["sma-2"]
    assert (table.routes[0].enabled, table.routes[0].name) == (True, "Voice/Rule")
    (found,) = (each for each in table.resources if each.label == "SIP rule")
    assert {"Disabled", "Name"}.isdisjoint(each.name for each in found.properties)


def test_a_whole_list_can_be_chosen(tmp_path):
    lists = {"Fn::If": ["East", [target({"Ref": "App"})], []]}
    table = table_of(tmp_path, {"Rule": rule(TargetApplications=lists)}, East=EAST)
    assert [each.application_name for each in table.routes[0].targets] == ["answering"]


def test_what_is_left_out_is_not_followed_into(tmp_path):
    gone = {"Gone": {**application(), "Condition": "West"}, "Rule": rule(NUMBER, target({"Ref": "Gone"}))}
    table = table_of(tmp_path, gone, West=WEST)
    assert table.routes[0].targets[0].function is None
    assert "Voice/Rule: Voice/Gone is left out, since its condition does not hold" in table.unresolved


def test_what_may_be_left_out_is_told_where_it_is_referred_to(tmp_path):
    main = {"Type": "Custom::ChimePhoneNumber", "Properties": {"HomeRegion": "us-east-1", "AdoptId": NUMBER}}
    table = table_of(tmp_path, {"Main": {**main, "Condition": "Open"}, "Rule": rule({"Ref": "Main"})}, Open=OPEN)
    assert table.routes[0].trigger.value == NUMBER
    told = "condition 'Open' of stack Voice cannot be decided here; it is read as if it held"
    assert {f"Voice/Main: {told}", f"Voice/Rule: {told}"} <= set(table.unresolved)


def test_an_output_can_be_left_out(tmp_path):
    outputs = {"Out": {"Condition": "West", "Value": NUMBER, "Export": {"Name": "number"}}}
    stacks = {
        "A": stack({}, Outputs=outputs, Conditions={"West": WEST}),
        "Voice": stack({"App": application(), "Rule": rule({"Fn::ImportValue": "number"})}),
    }
    (told,) = read(write(tmp_path, stacks)).unresolved
    assert told == "Voice/Rule: output Out of stack A is left out, since its condition does not hold"


@pytest.mark.parametrize(("condition", "may"), [(EAST, True), (WEST, False), (OPEN, None)])
def test_a_permission_holds_as_far_as_its_condition_does(tmp_path, condition, may):
    arn = {"Fn::GetAtt": ["Fn", "Arn"]}
    resources = {"App": application(arn), "Fn": function(), "May": {**permission(arn), "Condition": "C"}}
    found = table_of(tmp_path, resources, C=condition).applications[0].function
    assert found is not None
    assert found.invoke_permission is may


def test_fails_when_conditions_run_in_a_circle(tmp_path):
    circle = {"A": {"Fn::Not": [{"Condition": "B"}]}, "B": {"Fn::And": [{"Condition": "A"}, EAST]}}
    with pytest.raises(AssemblyError, match="condition A of stack Voice -> condition B of stack Voice -> condition A"):
        table_of(tmp_path, {"Rule": {**rule(), "Condition": "A"}}, **circle)
