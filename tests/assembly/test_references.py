"""Every shape of a reference that leads from a rule to a trigger, an application and a function."""

import pytest

from constructs_lib.assembly import AssemblyError, read
from tests.assembly.by_hand import ARN, NUMBER, application, function, rule, stack, target, write

HOST = "abcdefghijklmnopqrstu1.voiceconnector.chime.aws"


def number(**properties):
    return {"Type": "Custom::ChimePhoneNumber", "Properties": {"HomeRegion": "us-east-1", **properties}}


def version(of):
    return {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": of}}


def only_route(table):
    (route,) = table.routes
    return route


def trigger_of(folder, expression, resources=None, **sections):
    """The trigger's value of a rule, and what is told about it."""
    everything = {"App": application(), "Rule": rule(expression), **(resources or {})}
    table = read(write(folder, {"Voice": stack(everything, **sections)}))
    return only_route(table).trigger.value, list(table.unresolved)


@pytest.mark.parametrize(
    ("properties", "shown"),
    [
        ({"AreaCode": "206"}, "<number Voice/Main, area code 206>"),
        ({"City": "Seattle", "State": "WA"}, "<number Voice/Main, city Seattle, state WA>"),
        ({"TollFreePrefix": "800"}, "<number Voice/Main, toll free prefix 800>"),
        ({"E164PhoneNumber": NUMBER}, NUMBER),
        ({"AdoptId": NUMBER}, NUMBER),
    ],
)
@pytest.mark.parametrize("reference", [{"Ref": "Main"}, {"Fn::GetAtt": ["Main", "E164PhoneNumber"]}])
def test_a_number_is_shown_where_the_template_says_it_and_by_its_search_where_not(
    tmp_path, properties, shown, reference
):
    assert trigger_of(tmp_path, reference, {"Main": number(**properties)}) == (shown, [])


def test_a_host_name_before_deployment_names_its_connector(tmp_path):
    connector = {"Type": "Custom::ChimeVoiceConnector", "Properties": {"AwsRegion": "us-east-1"}}
    shown = trigger_of(tmp_path, {"Fn::GetAtt": ["Pbx", "OutboundHostName"]}, {"Pbx": connector})
    assert shown == ("<host of Voice/Pbx>", [])


def test_a_connector_has_the_arn_that_a_function_is_given_and_the_host_of_the_rule(tmp_path):
    connector = {"Type": "Custom::ChimeVoiceConnector", "Properties": {"AwsRegion": "us-east-1"}}
    told = {"Variables": {"PBX": {"Fn::GetAtt": ["Pbx", "VoiceConnectorArn"]}}}
    resources = {
        "Pbx": connector,
        "Code": function(Environment=told),
        "App": application({"Fn::GetAtt": ["Code", "Arn"]}),
        "Rule": rule({"Fn::GetAtt": ["Pbx", "OutboundHostName"]}, TriggerType="RequestUriHostname"),
    }
    table = read(write(tmp_path, {"Voice": stack(resources)}))
    (known,) = table.connectors
    assert known.host == only_route(table).trigger.value
    function_read = table.applications[0].function
    assert function_read is not None
    assert list(function_read.environment) == [("PBX", known.arn)]


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ({"Fn::Join": ["", ["+1", "2065550100"]]}, NUMBER),
        ({"Fn::Join": ["-", ["a", {"Ref": "AWS::NoValue"}, "b"]]}, "a-b"),
        ({"Fn::Sub": "+${Country}${Line.E164PhoneNumber}${!x}"}, "+1<number Voice/Line, area code 206>${x}"),
        ({"Fn::Sub": ["${Code}5550100", {"Code": {"Fn::Join": ["", ["+1", "206"]]}}]}, NUMBER),
        ({"Fn::Sub": "${AWS::Region}.${AWS::AccountId}.${AWS::Partition}"}, "us-east-1.123456789012.aws"),
        ({"Fn::Sub": "${AWS::StackName}.${AWS::URLSuffix}"}, "Voice.<URLSuffix of stack Voice>"),
        ({"Ref": "AWS::StackId"}, "<StackId of stack Voice>"),
        ({"Fn::GetAtt": "Line.E164PhoneNumber"}, "<number Voice/Line, area code 206>"),
        ({"Ref": "Table"}, "<Voice/Table>"),
        ({"Fn::GetAtt": ["Table", "Arn"]}, "<Arn of Voice/Table>"),
        ({"Fn::Select": [1, ["a", NUMBER]]}, NUMBER),
        ({"Fn::Select": ["1", {"Fn::Split": ["|", f"a|{NUMBER}"]}]}, NUMBER),
        ({"Fn::Select": [1, {"Ref": "Several"}]}, NUMBER),
        ({"Fn::Select": [1, {"Fn::FindInMap": ["Numbers", {"Ref": "AWS::Region"}, "all"]}]}, NUMBER),
        ({"Fn::Select": [5, {"Fn::Split": [":", {"Fn::GetAtt": ["Table", "Arn"]}]}]}, "<part 5 of Arn of Voice/Table>"),
        ({"Fn::FindInMap": ["Numbers", {"Ref": "AWS::Region"}, "main"]}, NUMBER),
        ({"Fn::Join": ["-", {"Fn::Split": [",", "a,b"]}]}, "a-b"),
        ({"Fn::Join": ["", ["+", {"Fn::FindInMap": ["Numbers", "us-east-1", "plain"]}]]}, NUMBER),
    ],
)  # fmt: skip
def test_texts_are_put_together(tmp_path, expression, shown):
    more = {"Line": number(AreaCode="206"), "Table": {"Type": "AWS::DynamoDB::Table"}}
    parameters = {
        "Country": {"Type": "Number", "Default": 1},
        "Several": {"Type": "CommaDelimitedList", "Default": f"a,{NUMBER}"},
    }
    numbers = {"Numbers": {"us-east-1": {"main": NUMBER, "all": ["a", NUMBER], "plain": int(NUMBER)}}}
    value, told = trigger_of(tmp_path, expression, more, Parameters=parameters, Mappings=numbers)
    assert value == shown
    assert all("is the default of parameter" in sentence for sentence in told)


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ({"Ref": "Nothing"}, "stack Voice has no resource or parameter 'Nothing'"),
        ({"Fn::GetAtt": ["Nothing", "Arn"]}, "stack Voice has no resource 'Nothing'"),
        ({"Fn::GetAtt": ["App", "Colour"]}, "a SIP media application has no attribute 'Colour'"),
        ({"Fn::ImportValue": "elsewhere"}, "no stack of this assembly exports 'elsewhere'"),
        ({"Fn::GetStackOutput": {"StackName": "Other", "OutputName": "Id"}}, "has no stack 'Other' in us-east-1"),
        ({"Fn::GetStackOutput": {"StackName": "Voice", "OutputName": "Id"}}, "stack Voice has no output 'Id'"),
        ({"Fn::Base64": NUMBER}, "Fn::Base64 is not followed"),
        ({"Fn::Join": ["", NUMBER]}, "Fn::Join needs a separator and a list"),
        ({"Fn::Join": ["", {"Fn::GetAZs": ""}]}, "Fn::GetAZs is not followed as a list"),
        ({"Fn::Select": ["x", ["a"]]}, "Fn::Select needs an index and a list"),
        ({"Fn::Select": ["9" * 5000, ["a"]]}, "Fn::Select needs an index and a list"),
        ({"Fn::Select": [3, ["a", "b"]]}, "Fn::Select asks for item 3 of 2"),
        ({"Fn::Select": [1, {"Fn::Split": ["/", {"Ref": "AWS::StackId"}]}]}, "<StackId of stack Voice> is known at"),
        ({"Fn::Split": [",", "a,b"]}, "Fn::Split makes a list where a single value is expected"),
        ({"Fn::FindInMap": ["Numbers", "us-east-1", "gone"]}, "no Numbers, us-east-1, gone in its mappings"),
        ({"Fn::FindInMap": ["Numbers", "us-east-1"]}, "Fn::FindInMap needs the name of a map and two keys"),
        ("{{resolve:ssm:/number}}", "'{{resolve:ssm:/number}}' is looked up at deployment"),
        ({"Ref": "Given"}, "parameter 'Given' of stack Voice is given at deployment"),
        ({"Ref": "Stored"}, "parameter 'Stored' of stack Voice is given at deployment"),
        ({"Ref": "Usual"}, "'+12065550100' is the default of parameter 'Usual' of stack Voice;"),
        ({"Fn::Join": ["", "text"]}, "Fn::Join needs a separator and a list"),
    ],
)  # fmt: skip
def test_what_cannot_be_known_is_told_with_the_rule_it_matters_to(tmp_path, expression, told):
    parameters = {
        "Given": {"Type": "String"},
        "Stored": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/number"},
        "Usual": {"Type": "String", "Default": NUMBER},
    }
    numbers = {"Numbers": {"us-east-1": {"main": NUMBER}}}
    value, sentences = trigger_of(tmp_path, expression, Parameters=parameters, Mappings=numbers)
    assert value == NUMBER if "default of" in told else value.startswith("<")
    (sentence,) = sentences
    assert sentence.startswith("Voice/Rule: ")
    assert told in sentence


def test_follows_an_export_within_one_environment_only(tmp_path):
    def produce(region, number):
        outputs = {"Out": {"Value": number, "Export": {"Name": {"Fn::Sub": "${AWS::AccountId}-number"}}}}
        return stack({}, region=region, Outputs=outputs)

    wanted = {"Fn::ImportValue": {"Fn::Join": ["-", [{"Ref": "AWS::AccountId"}, "number"]]}}
    table = read(
        write(
            tmp_path,
            {
                "West": produce("us-west-2", "+12065550102"),
                "East": produce("us-east-1", "+12065550101"),
                "Voice": stack({"App": application(), "Rule": rule(wanted)}),
            },
        )
    )
    assert only_route(table).trigger.value == "+12065550101"
    assert table.unresolved == ()


def test_follows_a_weak_reference_to_the_stack_of_that_name_in_that_region(tmp_path):
    def regional(region):
        outputs = {"Id": {"Value": {"Ref": "App"}}}
        return stack(
            {"App": application(ARN.replace("us-east-1", region), region=region)},
            region=region,
            name="Sma",
            Outputs=outputs,
        )

    def weak(region):
        return {"Fn::GetStackOutput": {"StackName": "Sma", "Region": region, "OutputName": "Id"}}

    targets = [target(weak("us-west-2"), 2, "us-west-2"), target(weak("us-east-1"), 1)]
    stacks = {
        "East": regional("us-east-1"),
        "West": regional("us-west-2"),
        "Routing": stack({"Rule": rule(NUMBER, *targets)}),
    }
    table = read(write(tmp_path, stacks))
    assert [(each.priority, each.function.arn) for each in only_route(table).targets] == [
        (1, ARN),
        (2, ARN.replace("us-east-1", "us-west-2")),
    ]
    # Two stacks are called the same, so the construct path tells them apart.
    assert [each.application_id for each in table.applications] == ["<application East/App>", "<application West/App>"]


def test_a_target_by_value_is_found_among_adopted_applications(tmp_path):
    resources = {
        "Adopted": application(AdoptId="sma-1"),
        "Rule": rule(NUMBER, target("sma-1"), target("sma-2", 2, "us-west-2")),
    }
    table = read(write(tmp_path, {"Voice": stack(resources)}))
    known, unknown = only_route(table).targets
    assert (known.application_id, known.application_name, known.function.name) == ("sma-1", "answering", "answer")
    assert (unknown.application_id, unknown.function) == ("sma-2", None)
    (told,) = table.unresolved
    assert told.startswith("Voice/Rule: application sma-2 in us-west-2 is not among the applications read here")


def test_a_target_by_value_is_not_the_application_of_that_id_in_another_region(tmp_path):
    resources = {"Adopted": application(AdoptId="sma-1"), "Rule": rule(NUMBER, target("sma-1", 1, "us-west-2"))}
    (found,) = only_route(read(write(tmp_path, {"Voice": stack(resources)}))).targets
    assert (found.region, found.function) == ("us-west-2", None)


def test_a_target_in_another_region_than_its_application_is_told(tmp_path):
    resources = {"App": application(), "Rule": rule(NUMBER, target({"Ref": "App"}, 1, "us-west-2"))}
    (told,) = read(write(tmp_path, {"Voice": stack(resources)})).unresolved
    assert told.endswith("application answering is in us-west-2, but it is declared in us-east-1")


def test_who_carries_out_a_resource_does_not_matter_to_its_routes(tmp_path):
    service = {"ServiceToken": {"Fn::ImportValue": "provider of another app"}, "ServiceTimeout": "600"}
    resources = {"App": application(**service), "Rule": rule(**service)}
    table = read(write(tmp_path, {"Voice": stack(resources)}))
    assert (len(table.routes), table.unresolved) == (1, ())


def test_construct_paths_are_read_from_the_template_where_the_cli_asked_for_them(tmp_path):
    resources = {"App": application(), "RuleF00": {**rule(), "Metadata": {"aws:cdk:path": "Prod/Voice/Rule/Resource"}}}
    table = read(write(tmp_path, {"Prod/Voice": stack(resources, name="prod-voice")}))
    assert only_route(table).origin.construct_path == "Prod/Voice/Rule"


def test_a_stack_without_region_or_account_is_read_with_placeholders(tmp_path):
    handler = {"Fn::Sub": "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:answer"}
    resources = {
        "App": application(handler, region={"Ref": "AWS::Region"}),
        "Rule": rule(NUMBER, target({"Ref": "App"}, region={"Ref": "AWS::Region"})),
    }
    declared = stack(resources, account="unknown-account", region="unknown-region")
    table = read(write(tmp_path, {"Voice": declared}))
    (found,) = only_route(table).targets
    assert (found.region, found.function.name, found.function.arn) == ("<Region of stack Voice>", "answer", "")
    assert table.unresolved == ()


@pytest.mark.parametrize(
    "stacks",
    [
        {"Voice": stack({"Rule": rule({"Ref": "Main"}), "Main": number(AdoptId={"Ref": "Main"})})},
        {
            "A": stack({}, Outputs={"Out": {"Value": {"Fn::ImportValue": "b"}, "Export": {"Name": "a"}}}),
            "B": stack({}, Outputs={"Out": {"Value": {"Fn::ImportValue": "a"}, "Export": {"Name": "b"}}}),
            "Voice": stack({"Rule": rule({"Fn::ImportValue": "a"})}),
        },
        {"Voice": stack({"App": application({"Ref": "V"}), "V": version({"Ref": "V"})})},
    ],
)  # fmt: skip
def test_fails_when_references_run_in_a_circle(tmp_path, stacks):
    with pytest.raises(AssemblyError, match=r"references run in a circle: .+ -> .+"):
        read(write(tmp_path, stacks))
