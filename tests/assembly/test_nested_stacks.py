"""Nested stacks: templates that are assets, followed through their parameters and outputs."""

import json

import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_

from constructs_lib import PhoneNumber, SipMediaApplication, SipRule, Trigger
from constructs_lib.assembly import AssemblyError, read
from tests.assembly.by_hand import ARN, NUMBER, application, function, permission, rule, stack, target, write

ENV = cdk.Environment(account="123456789012", region="us-east-1")


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "as the CLI asks"])
def table(request, tmp_path_factory):
    context = {"aws:cdk:enable-asset-metadata": request.param, "aws:cdk:enable-path-metadata": request.param}
    app = cdk.App(outdir=str(tmp_path_factory.mktemp("nested") / "cdk.out"), context=context)
    for scope in (app, cdk.Stage(app, "Prod")):
        outer = cdk.Stack(scope, "Outer", env=ENV)
        function_ = lambda_.Function(
            outer,
            "Answer",
            runtime=lambda_.Runtime.PYTHON_3_14,
            handler="index.handler",
            code=lambda_.Code.from_inline("def handler(event, context): return {}"),
        )
        nested = cdk.NestedStack(outer, "Nested")
        inner = cdk.NestedStack(nested, "Inner")
        answer = SipMediaApplication(nested, "App", handler=function_)
        SipRule(nested, "Line", trigger=PhoneNumber(inner, "Main", area_code="206"), targets=[answer])
        SipRule(outer, "Other", trigger=Trigger.phone_number(NUMBER), targets=[answer])
        SipRule(
            cdk.Stack(scope, "Apart", env=ENV), "Far", trigger=Trigger.phone_number("+12065550101"), targets=[answer]
        )
    return read(app.synth().directory)


def test_everything_in_nested_stacks_is_resolved(table):
    assert table.unresolved == ()
    assert [(route.origin.construct_path, route.trigger.value) for route in table.routes] == [
        ("Outer/Other", NUMBER),
        ("Outer/Nested/Line", "<number Outer/Nested/Inner/Main, area code 206>"),
        ("Apart/Far", "+12065550101"),
        ("Prod/Outer/Other", NUMBER),
        ("Prod/Outer/Nested/Line", "<number Prod-Outer/Nested/Inner/Main, area code 206>"),
        ("Prod/Apart/Far", "+12065550101"),
    ]


def test_a_function_is_followed_through_the_parameter_that_it_is_given_by(table):
    for route in table.routes:
        (each,) = route.targets
        stage = "Prod/" if route.origin.construct_path.startswith("Prod/") else ""
        assert (each.origin.construct_path, each.origin.logical_id[:3]) == (f"{stage}Outer/Nested/App", "App")
        assert each.function.origin.construct_path == f"{stage}Outer/Answer"
        assert each.function.invoke_permission is True
        assert (each.region, each.function.region, each.function.account) == ("us-east-1", "us-east-1", "123456789012")


def test_resources_of_nested_stacks_stand_where_they_are_declared(table):
    numbers = [each for each in table.resources if each.label == "phone number"]
    assert [(each.origin.construct_path, each.origin.stack, each.retained) for each in numbers] == [
        ("Outer/Nested/Inner/Main", "Outer/Nested/Inner", True),
        ("Prod/Outer/Nested/Inner/Main", "Prod-Outer/Nested/Inner", True),
    ]


def nest(key="inner.json", **properties):
    address = {"Fn::Sub": f"https://s3.us-east-1.${{AWS::URLSuffix}}/bucket/{key}"}
    return {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": address, **properties}}


def written(folder, outer, inner, *, source="inner.template.json", **sections):
    """An assembly of one stack, and of templates that are its assets."""
    templates = {"inner.json": (source, inner)}
    files = {
        key: {"source": {"path": path}, "destinations": {"there": {"objectKey": key}}}
        for key, (path, _) in templates.items()
    }
    (folder / "assets.json").write_text(json.dumps({"files": files}))
    (folder / "inner.template.json").write_text(json.dumps(inner))
    more = {"Assets": {"type": "cdk:asset-manifest", "properties": {"file": "assets.json"}}}
    return write(folder, {"Voice": stack(outer, **sections)}, more=more)


def inner_template(**sections):
    parameters = {name: {"Type": "String"} for name in ("Number", "Handler")}
    resources = {
        "App": application({"Ref": "Handler"}),
        "May": permission({"Ref": "Handler"}),
        "Rule": rule({"Ref": "Number"}),
    }
    outputs = {"Id": {"Value": {"Ref": "App"}}}
    return {"Parameters": parameters, "Resources": resources, "Outputs": outputs, **sections}


GIVEN = {"Number": NUMBER, "Handler": {"Fn::GetAtt": ["Fn", "Arn"]}}


def test_a_template_without_notes_is_labelled_by_logical_ids(tmp_path):
    outer = {
        "Fn": function(),
        "Nest": nest(Parameters=GIVEN),
        "Rule": rule(NUMBER, target({"Fn::GetAtt": ["Nest", "Outputs.Id"]})),
    }
    table = read(written(tmp_path, outer, inner_template()))
    assert table.unresolved == ()
    assert [(route.trigger.value, route.origin.stack) for route in table.routes] == [
        (NUMBER, "Voice"),
        (NUMBER, "Voice/Nest"),
    ]
    for route in table.routes:
        assert route.targets[0].application_id == "<application Voice/Nest/App>"
        found = route.targets[0].function
        assert found is not None
        assert (found.name, found.invoke_permission) == ("<Voice/Fn>", True)


def test_equal_logical_ids_of_stacks_are_told_apart(tmp_path):
    outer = {"Fn": function(), "A": nest(Parameters=GIVEN), "B": nest(Parameters={**GIVEN, "Number": "+12065550101"})}
    outer["Rule"] = rule("+12065550102", target({"Fn::GetAtt": ["B", "Outputs.Id"]}))
    table = read(written(tmp_path, outer, inner_template()))
    assert {route.trigger.value: route.targets[0].application_id for route in table.routes} == {
        "+12065550102": "<application Voice/B/App>",
        NUMBER: "<application Voice/A/App>",
        "+12065550101": "<application Voice/B/App>",
    }


@pytest.mark.parametrize(
    ("parameters", "shown"),
    [
        ({"Number": "+12065550109"}, "+12065550109"),
        ({"Number": ["a", "b"]}, "a,b"),
        ({"Number": {"Ref": "AWS::NoValue"}}, NUMBER),
        ({}, NUMBER),
    ],
)
def test_a_nested_stack_has_what_it_is_given_or_its_default(tmp_path, parameters, shown):
    outer = {"Fn": function(), "Nest": nest(Parameters={"Handler": ARN, **parameters})}
    declared = {"Number": {"Type": "String", "Default": NUMBER}, "Handler": {"Type": "String"}}
    table = read(written(tmp_path, outer, inner_template(Parameters=declared)))
    assert table.routes[0].trigger.value == shown
    assert table.unresolved == ()


def test_a_parameter_that_nobody_gives_is_told(tmp_path):
    table = read(written(tmp_path, {"Nest": nest(Parameters={"Handler": ARN})}, inner_template()))
    assert table.routes[0].trigger.value == "<parameter Number>"
    assert table.unresolved == ("Voice/Nest/Rule: parameter 'Number' of stack Voice/Nest is not given by its parent",)


def test_a_condition_that_a_parents_parameter_decides_leaves_a_nested_stack_out(tmp_path):
    parameters = {"Prod": {"Type": "String", "Default": "no"}}
    conditions = {"IsProd": {"Fn::Equals": [{"Ref": "Prod"}, "yes"]}}
    outer = {"Fn": function(), "Nest": {**nest(Parameters=GIVEN), "Condition": "IsProd"}}
    outer["Rule"] = rule(NUMBER, target({"Fn::GetAtt": ["Nest", "Outputs.Id"]}))
    inner = inner_template(Conditions={"Always": {"Fn::Equals": ["a", "a"]}})
    inner["Resources"]["Rule"]["Condition"] = "Always"
    table = read(written(tmp_path, outer, inner, Parameters=parameters, Conditions=conditions))
    assert [route.origin.stack for route in table.routes] == ["Voice"]
    assert table.applications == ()
    assert any("Voice/Nest is left out, since its condition does not hold" in told for told in table.unresolved)


def test_a_nested_stack_is_in_the_environment_of_its_parent(tmp_path):
    inner = {"Resources": {"App": application({"Fn::GetAtt": ["Fn", "Arn"]}), "Fn": function()}}
    exported = {"Value": {"Fn::Sub": "${AWS::Region}.${AWS::AccountId}"}, "Export": {"Name": "where"}}
    outer = {"Nest": nest(), "Rule": rule({"Fn::ImportValue": "where"}, target("sma"))}
    table = read(written(tmp_path, outer, {**inner, "Outputs": {"Where": exported}}))
    assert table.routes[0].trigger.value == "us-east-1.123456789012"
    found = table.applications[0].function
    assert found is not None
    assert (found.region, found.account) == ("us-east-1", "123456789012")


def test_a_nested_stack_has_no_name_to_be_asked_by(tmp_path):
    weak = {"Fn::GetStackOutput": {"OutputName": "Id"}}
    outer = {"Fn": function(), "Nest": nest(Parameters=GIVEN), "Rule": rule(NUMBER, target(weak))}
    table = read(written(tmp_path, outer, inner_template()))
    assert any("this assembly has no stack ''" in told for told in table.unresolved)


def test_a_template_elsewhere_is_told(tmp_path):
    table = read(written(tmp_path, {"Nest": nest("other.json"), "App": application()}, inner_template()))
    (told,) = table.unresolved
    assert told.startswith("Voice/Nest is a nested stack whose template is not in this assembly")


@pytest.mark.parametrize("source", ["../secret.json", "/etc/passwd"])
def test_fails_when_a_nested_template_leads_out_of_the_assembly(tmp_path, source):
    (tmp_path / "secret.json").write_text(json.dumps(inner_template()))
    (tmp_path / "out").mkdir()
    with pytest.raises(AssemblyError, match="leads out of the assembly"):
        read(written(tmp_path / "out", {"Nest": nest(Parameters=GIVEN)}, inner_template(), source=source))


def test_fails_when_a_nested_template_is_a_link_that_leads_out_of_the_assembly(tmp_path):
    (tmp_path / "secret.json").write_text(json.dumps(inner_template()))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "link.json").symlink_to(tmp_path / "secret.json")
    with pytest.raises(AssemblyError, match="leads out of the assembly"):
        read(written(tmp_path / "out", {"Nest": nest(Parameters=GIVEN)}, inner_template(), source="link.json"))


@pytest.mark.parametrize("source", ["inner.template.json", "Voice.template.json"])
def test_fails_when_a_stack_is_nested_in_itself(tmp_path, source):
    again = inner_template()
    again["Resources"]["Nest"] = nest()
    with pytest.raises(AssemblyError, match="is the template of a stack that is nested in itself"):
        read(written(tmp_path, {"Nest": nest()}, again, source=source))


def test_fails_when_nested_stacks_give_each_other_their_parameters(tmp_path):
    inner = {"Parameters": {"In": {"Type": "String"}}, "Resources": {"Rule": rule({"Ref": "In"})}}
    inner["Outputs"] = {"Out": {"Value": {"Ref": "In"}}}
    outer = {name: nest(Parameters={"In": {"Fn::GetAtt": [other, "Outputs.Out"]}}) for name, other in ("AB", "BA")} | {
        "App": application()
    }
    with pytest.raises(AssemblyError, match=r"references run in a circle: .*parameter In of stack Voice/A"):
        read(written(tmp_path, outer, inner))
