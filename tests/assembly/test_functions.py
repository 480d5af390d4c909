"""From the ARN that an application names to the function, its code, and whether the service may invoke it."""

import json

import pytest

from constructs_lib.assembly import read
from constructs_lib.routing.model import Function, RoutingTable
from tests.assembly.by_hand import ACCOUNT, ARN, application, function, permission, stack, write


def alias(version):
    return {
        "Type": "AWS::Lambda::Alias",
        "Properties": {"FunctionName": {"Ref": "Fn"}, "FunctionVersion": version, "Name": "live"},
    }


ALIAS = alias({"Fn::GetAtt": ["V", "Version"]})
VERSION = {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": {"Ref": "Fn"}}}
FN_ARN = {"Fn::GetAtt": ["Fn", "Arn"]}


def the_function(table: RoutingTable) -> Function:
    (found,) = table.applications
    assert found.function is not None
    return found.function


def function_of(folder, handler, resources, **of_stack):
    """The function behind the one application of a stack, and what is told about it."""
    table = read(write(folder, {"Voice": stack({"App": application(handler), **resources}, **of_stack)}))
    (found,) = table.applications
    return found.function, list(table.unresolved)


@pytest.mark.parametrize(
    ("handler", "name"),
    [
        (FN_ARN, "<Voice/Fn>"),
        ({"Ref": "Live"}, "<Voice/Fn>:live"),
        ({"Fn::Join": ["", [FN_ARN, ":live"]]}, "<Voice/Fn>:live"),
        ({"Fn::Sub": "arn:aws:lambda:us-east-1:${AWS::AccountId}:function:${Fn}"}, "<Voice/Fn>"),
        ({"Fn::Sub": "arn:aws:lambda:us-east-1:${AWS::AccountId}:function:${Fn}:live"}, "<Voice/Fn>:live"),
        ({"Ref": "V"}, "<Voice/Fn>:<Voice/V>"),
    ],
)
def test_an_alias_and_a_version_lead_back_to_their_function(tmp_path, handler, name):
    found, told = function_of(tmp_path, handler, {"Fn": function(), "V": VERSION, "Live": ALIAS})
    assert (found.name, found.entry, found.runtime, found.timeout, found.region) == (
        name,
        "app.handler",
        "python3.14",
        5,
        "us-east-1",
    )
    assert (found.origin.stack, found.origin.logical_id) == ("Voice", "Fn")
    assert told == []


def test_an_arn_leads_to_the_function_of_that_name_region_and_account(tmp_path):
    named = {"Fn": function(FunctionName="answer")}
    stacks = {
        "Voice": stack({"App": application(ARN)}),
        "Elsewhere": stack(named, region="us-west-2"),
        "Foreign": stack(named, account="210987654321"),
        "Here": stack(named),
    }
    found = the_function(read(write(tmp_path, stacks)))
    assert (found.name, found.origin.stack) == ("answer", "Here")


def test_a_function_of_another_stack_is_followed_through_its_export(tmp_path):
    stacks = {
        "Code": stack({"Fn": function()}, Outputs={"Out": {"Value": FN_ARN, "Export": {"Name": "fn"}}}),
        "Voice": stack({"App": application({"Fn::ImportValue": "fn"}), "May": permission({"Fn::ImportValue": "fn"})}),
    }
    found = the_function(read(write(tmp_path, stacks)))
    assert (found.origin.stack, found.invoke_permission) == ("Code", True)


def test_a_function_that_is_not_declared_is_known_by_its_arn_alone(tmp_path):
    found, told = function_of(tmp_path, f"{ARN}:live", {})
    assert (found.name, found.arn, found.region, found.code, found.entry) == (
        "answer:live",
        f"{ARN}:live",
        "us-east-1",
        "",
        "",
    )
    assert found.timeout is None
    assert told == []


def test_settings_that_the_template_leaves_out_are_lambdas_own(tmp_path):
    bare = {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"ImageUri": "image"}, "PackageType": "Image"}}
    found, told = function_of(tmp_path, FN_ARN, {"Fn": bare})
    assert (found.timeout, found.entry, found.code, found.environment) == (3, "", "", ())
    assert told == []


def test_environment_variables_are_read_with_placeholders_for_what_comes_later(tmp_path):
    variables = {"TEXT": "hello", "TABLE": {"Ref": "Table"}}
    more = {"Fn": function(Environment={"Variables": variables}), "Table": {"Type": "AWS::DynamoDB::Table"}}
    found, told = function_of(tmp_path, FN_ARN, more)
    assert found.environment == (("TEXT", "hello"), ("TABLE", "<Voice/Table>"))
    assert told == []


@pytest.mark.parametrize(
    ("grants", "may"),
    [
        ([permission(FN_ARN)], True),
        ([permission({"Ref": "Fn"})], True),
        ([permission(FN_ARN, Action="lambda:*")], True),
        ([permission(FN_ARN, SourceAccount=ACCOUNT)], True),
        ([], False),
        ([permission(FN_ARN, Principal="events.amazonaws.com")], False),
        ([permission(FN_ARN, Action="lambda:GetFunction")], False),
        ([permission(FN_ARN, SourceAccount="210987654321")], False),
        ([permission({"Ref": "Live"})], False),
        ([permission(FN_ARN, SourceArn="arn:aws:chime:us-east-1:123456789012:sma/1")], None),
        ([permission(FN_ARN, SourceArn="arn:aws:chime:us-east-1:123456789012:sma/1"), permission(FN_ARN)], True),
    ],
)
def test_the_service_may_invoke_a_function_only_with_a_permission_of_its_own(tmp_path, grants, may):
    granted = {f"May{at}": grant for at, grant in enumerate(grants)}
    found, _ = function_of(tmp_path, FN_ARN, {"Fn": function(), "V": VERSION, "Live": ALIAS, **granted})
    assert found.invoke_permission is may


@pytest.mark.parametrize(("granted", "may"), [({"Ref": "Live"}, True), (FN_ARN, False)])
def test_an_alias_needs_the_permission_on_itself(tmp_path, granted, may):
    more = {"Fn": function(), "V": VERSION, "Live": ALIAS, "May": permission(granted)}
    found, _ = function_of(tmp_path, {"Ref": "Live"}, more)
    assert found.invoke_permission is may


@pytest.mark.parametrize(
    ("granted", "may"), [(ARN, True), ("answer", True), (f"{ARN}:live", None), (f"{ARN}ing", None), (None, None)]
)
def test_a_permission_for_an_undeclared_function_is_seen_where_this_assembly_gives_it(tmp_path, granted, may):
    found, _ = function_of(tmp_path, ARN, {"May": permission(granted)} if granted else {})
    assert found.invoke_permission is may


def write_assets(folder, source, key="abc.zip"):
    asset = {"source": {"path": source, "packaging": "zip"}, "destinations": {"here": {"objectKey": key}}}
    (folder / "assets.json").write_text(json.dumps({"files": {"abc": asset}}))
    return {"Assets": {"type": "cdk:asset-manifest", "properties": {"file": "assets.json"}}}


def code_of(folder, source, function_properties=None, handler=FN_ARN):
    resources = {
        "App": application(handler),
        "Fn": function(**(function_properties or {"Code": {"S3Bucket": "b", "S3Key": "abc.zip"}})),
        "Live": alias("3"),
    }
    table = read(write(folder, {"Voice": stack(resources)}, more=write_assets(folder, source)))
    return the_function(table).code, list(table.unresolved)


def test_the_code_is_the_folder_that_is_uploaded(tmp_path):
    (tmp_path / "asset.abc").mkdir()
    assert code_of(tmp_path, "asset.abc") == (str((tmp_path / "asset.abc").resolve()), [])


def test_code_in_the_template_or_in_one_file_is_no_folder(tmp_path):
    (tmp_path / "asset.zip").write_bytes(b"")
    assert code_of(tmp_path, "asset.zip") == ("", [])
    assert code_of(tmp_path, "asset.zip", {"Code": {"ZipFile": "…"}}) == ("", [])


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("../elsewhere", "the code of Voice/Fn is outside the assembly"),
        ("/usr", "the code of Voice/Fn is outside the assembly"),
        ("asset.gone", "the code of Voice/Fn is missing from the assembly: asset.gone"),
    ],
)
def test_code_that_is_not_at_hand_is_told(tmp_path, source, told):
    assert code_of(tmp_path, source) == ("", [f"Voice/App: {told}"])


def test_a_link_that_leads_out_of_the_assembly_is_not_followed(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "asset.abc").symlink_to(tmp_path)
    assert code_of(tmp_path / "out", "asset.abc") == ("", ["Voice/App: the code of Voice/Fn is outside the assembly"])


def test_an_older_version_does_not_run_the_code_of_this_assembly(tmp_path):
    (tmp_path / "asset.abc").mkdir()
    code, (told,) = code_of(tmp_path, "asset.abc", handler={"Ref": "Live"})
    assert code == ""
    assert told == "Voice/App: <Voice/Fn> is invoked at 'live', whose code is not in this assembly"


@pytest.mark.parametrize("handler", ["arn:aws:sns:us-east-1:123456789012:topic", {"Ref": "Topic"}])
def test_something_that_is_no_function_is_told(tmp_path, handler):
    found, told = function_of(tmp_path, handler, {"Topic": {"Type": "AWS::SNS::Topic"}})
    assert found is None
    assert len(told) == 1
    assert "names no Lambda function" in told[0]


@pytest.mark.parametrize("arn_account", [ACCOUNT, "210987654321"])
def test_a_function_has_the_account_that_owns_it(tmp_path, arn_account):
    arn = f"arn:aws:lambda:us-east-1:{arn_account}:function:answer"
    assert function_of(tmp_path, arn, {})[0].account == arn_account
    assert function_of(tmp_path, FN_ARN, {"Fn": function()})[0].account == ACCOUNT


def test_the_account_of_a_stack_for_any_account_is_not_known(tmp_path):
    handler = {"Fn::Sub": "arn:aws:lambda:us-east-1:${AWS::AccountId}:function:answer"}
    assert function_of(tmp_path, handler, {}, account="unknown-account")[0].account == ""
    assert function_of(tmp_path, FN_ARN, {"Fn": function()}, account="unknown-account")[0].account == ""


def version_of(folder, code, *, handler=FN_ARN, **of_stack):
    resources = {"App": application(handler), "Fn": function(Code=code), "V": VERSION, "Live": alias("3")}
    more = write_assets(folder, "asset.abc")
    table = read(write(folder, {"Voice": stack(resources, **of_stack)}, more=more))
    return the_function(table).code_version


def test_the_version_of_code_is_another_one_when_the_code_is(tmp_path):
    (tmp_path / "asset.abc").mkdir()
    image = "123456789012.dkr.ecr.us-east-1.${AWS::URLSuffix}/assets:0f"
    codes = [
        {"S3Bucket": "b", "S3Key": "abc.zip"},
        {"S3Bucket": "b", "S3Key": "by-hand.zip"},
        {"S3Bucket": "b", "S3Key": "by-hand.zip", "S3ObjectVersion": "2"},
        {"ZipFile": "def handler(event, context): return {}"},
        {"ZipFile": {"Fn::Sub": "def handler(event, context): return '${Fn}'"}},
        {"ImageUri": {"Fn::Sub": image}},
        {"ImageUri": "image@sha256:1f"},
    ]
    found = [version_of(tmp_path, code) for code in codes]
    assert found == [version_of(tmp_path, code) for code in codes]
    assert len(set(found)) == len(codes)
    assert (found[0], found[1], found[5], found[6]) == ("abc", "by-hand.zip", "0f", "1f")


@pytest.mark.parametrize(
    "code",
    [
        {},
        {"S3Bucket": "b", "S3Key": {"Ref": "AWS::StackId"}},
        {"ZipFile": {"Fn::Base64": "x"}},
        {"ImageUri": {"Fn::GetAtt": ["Repository", "Uri"]}},
        {"ImageUri": {"Fn::Join": [":", ["image", {"Ref": "AWS::StackId"}]]}},
    ],
)
def test_the_version_of_code_that_is_not_known_is_none(tmp_path, code):
    assert version_of(tmp_path, code) == ""


def test_a_published_version_of_old_has_other_code(tmp_path):
    assert version_of(tmp_path, {"ZipFile": "x"}, handler={"Ref": "Live"}) == ""


def test_code_is_found_by_the_note_that_the_cli_asks_for(tmp_path):
    """Where the key is a parameter, as older synthesizers have it."""
    (tmp_path / "asset.f00").mkdir()
    noted = {"Metadata": {"aws:asset:path": "asset.f00", "aws:asset:property": "Code"}}
    declared = {**function(Code={"S3Bucket": "b", "S3Key": {"Ref": "Key"}}), **noted}
    found, told = function_of(tmp_path, FN_ARN, {"Fn": declared}, Parameters={"Key": {"Type": "String"}})
    assert (found.code, found.code_version, told) == (str((tmp_path / "asset.f00").resolve()), "f00", [])


@pytest.mark.parametrize("timeout", ["9" * 5000, "soon", 1.5, {"Ref": "AWS::StackId"}])
def test_a_time_limit_that_is_none_is_not_known(tmp_path, timeout):
    assert function_of(tmp_path, FN_ARN, {"Fn": function(Timeout=timeout)})[0].timeout is None
