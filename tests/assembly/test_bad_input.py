"""Folders that hold no readable assembly end in one sentence; nothing else ever comes out."""

import copy
import json

import pytest

from constructs_lib.assembly import AssemblyError, read
from tests.assembly.by_hand import application, function, permission, rule, stack, write


def estate():
    return {
        "App": application({"Fn::Join": ["", [{"Fn::GetAtt": ["Fn", "Arn"]}, ":live"]]}),
        "Fn": function(Code={"S3Bucket": "b", "S3Key": {"Fn::Sub": "abc.zip"}}, Environment={"Variables": {"A": "b"}}),
        "Live": {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": {"Ref": "Fn"}, "Name": "live"}},
        "May": permission({"Ref": "Live"}),
        "Main": {"Type": "Custom::ChimePhoneNumber", "Properties": {"AreaCode": "206", "HomeRegion": "us-east-1"}},
        "Rule": rule({"Ref": "Main"}),
        "Other": rule({"Fn::ImportValue": "out"}),
    }


def whole(folder):
    """An assembly with something of everything."""
    asset = {"source": {"path": "asset.abc"}, "destinations": {"x": {"objectKey": "abc.zip"}}}
    (folder / "assets.json").write_text(json.dumps({"files": {"abc": asset}}))
    (folder / "inner").mkdir()
    write(folder / "inner", {"Prod/Voice": stack(estate())})
    outputs = {"Out": {"Value": "+12065550100", "Export": {"Name": "out"}}}
    more = {
        "Assets": {"type": "cdk:asset-manifest", "properties": {"file": "assets.json"}},
        "Inner": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "inner"}},
    }
    return write(folder, {"Voice": stack(estate(), Outputs=outputs)}, more=more)


def attempt(folder):
    """What is wrong with the assembly, or nothing. Nothing but an AssemblyError ever comes out."""
    try:
        read(folder)
    except AssemblyError as error:
        return str(error)
    return ""


def failure(folder):
    message = attempt(folder)
    assert message
    assert "\n" not in message
    return message


def test_the_whole_is_read(tmp_path):
    assert [route.origin.stack for route in read(whole(tmp_path)).routes] == [
        "Voice",
        "Voice",
        "Prod/Voice",
        "Prod/Voice",
    ]


def test_fails_when_there_is_no_folder_or_no_manifest(tmp_path):
    assert "nowhere does not exist; give the folder that `cdk synth` writes" in failure(tmp_path / "nowhere")
    assert "has no manifest.json; give the folder that `cdk synth` writes" in failure(tmp_path)
    (tmp_path / "file").write_text("")
    assert "is a file, not a folder" in failure(tmp_path / "file")


@pytest.mark.parametrize("name", ["manifest.json", "Voice.template.json", "assets.json", "inner/manifest.json"])
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"artifacts": {"Voi', "is not valid JSON"),
        (b"[" * 100_000, "is not valid JSON"),
        (b"\xff\xfe", "is not valid JSON"),
        (b"", "is not valid JSON"),
        (b"[]", "must hold a JSON object, got list"),
        (None, "cannot be read: No such file or directory"),
    ],
)
def test_fails_when_a_file_is_missing_or_broken_and_names_it(tmp_path, name, content, told):
    path = whole(tmp_path) / name
    path.unlink() if content is None else path.write_bytes(content)
    message = failure(tmp_path)
    assert told in message or (name, content) == ("manifest.json", None)
    assert name in message


@pytest.mark.parametrize("where", ["../Voice.template.json", "/etc/passwd", "\0"])
@pytest.mark.parametrize(
    ("artifact", "member"), [("Voice", "templateFile"), ("Assets", "file"), ("Inner", "directoryName")]
)
def test_fails_when_a_path_leads_out_of_the_assembly(tmp_path, where, artifact, member):
    manifest = whole(tmp_path) / "manifest.json"
    document = json.loads(manifest.read_text())
    document["artifacts"][artifact]["properties"][member] = where
    manifest.write_text(json.dumps(document))
    assert "leads out of the assembly" in failure(tmp_path)


@pytest.mark.parametrize("name", ["manifest.json", "Voice.template.json", "assets.json", "inner"])
def test_fails_when_a_link_leads_out_of_the_assembly(tmp_path, name):
    (tmp_path / "out").mkdir()
    path = whole(tmp_path / "out") / name
    path.rename(tmp_path / name)
    path.symlink_to(tmp_path / name)
    assert "leads out of the assembly" in failure(tmp_path / "out")


def test_a_sentence_stays_on_one_line_whatever_the_names(tmp_path):
    circle = stack({"Rule": rule({"Ref": "In"})}, name="a\nb\x1b[31m", Parameters=[])
    assert "\x1b" not in failure(write(tmp_path, {"Voice": circle}))


def test_fails_when_an_assembly_is_nested_in_itself(tmp_path):
    manifest = whole(tmp_path) / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"inner"', '"."'))
    assert "is a nested assembly of itself" in failure(tmp_path)


@pytest.mark.parametrize("depth", [100, 200, 250, 300, 1000, 10_000])
def test_fails_when_a_template_is_nested_too_deeply_for_this_python(tmp_path, depth):
    template = write(tmp_path, {"Voice": stack({"App": application(), "Rule": rule("@")})}) / "Voice.template.json"
    deep = '{"Fn::Join": ["", [' * depth + '"+12065550100"' + "]]}" * depth
    template.write_text(template.read_text().replace('"@"', deep))
    if depth == 100:
        assert read(tmp_path).routes[0].trigger.value == "+12065550100"
    else:
        # How deep is too deep differs from Python to Python; ten thousand always is.
        told = attempt(tmp_path)
        assert told or depth < 10_000
        assert "nested too deeply" in told or "is not valid JSON" in told or not told


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (rule("+12065550100", Colour="red"), "SIP rule has no property Colour"),
        (rule("+12065550100", TargetApplications={"Fn::If": []}), "SIP rule.TargetApplications must be a list"),
        (rule("+12065550100", TriggerType="Carrier"), "'Carrier' is no trigger of a SIP rule"),
        ({"Type": "Custom::ChimeSipRule"}, "missing"),
    ],
)
def test_a_rule_that_cannot_be_read_is_told_and_the_others_are_shown(tmp_path, broken, told):
    table = read(write(tmp_path, {"Voice": stack({"App": application(), "Good": rule(), "Bad": broken})}))
    assert [route.origin.logical_id for route in table.routes] == ["Good"]
    assert [sentence for sentence in table.unresolved if told in sentence and sentence.startswith("Voice/Bad: ")]
    assert table.unresolved[-1] == "Voice/Bad: this rule is left out"


@pytest.mark.parametrize(
    ("resource", "told"),
    [
        (
            {"Type": "AWS::CloudFormation::Stack"},
            "Voice/It is a nested stack whose template is not in this assembly; what it declares is not read",
        ),
        (
            {"Type": "AWS::Chime::VoiceProfileDomain"},
            "Voice/It is of type AWS::Chime::VoiceProfileDomain, which is not read here",
        ),
        (
            {"Type": "Custom::ChimeTimeMachine"},
            "Voice/It is of type Custom::ChimeTimeMachine, which is not read here",
        ),
    ],
)
def test_what_is_not_read_is_told(tmp_path, resource, told):
    table = read(write(tmp_path, {"Voice": stack({"App": application(), "It": resource})}))
    assert table.unresolved == (told,)


def test_resources_that_a_loop_makes_are_told(tmp_path):
    resources = {"App": application(), "Fn::ForEach::Lines": ["Line", ["A", "B"], {"Rule${Line}": rule()}]}
    (told,) = read(write(tmp_path, {"Voice": stack(resources)})).unresolved
    assert told == "Fn::ForEach::Lines in stack Voice makes resources that are not read here"


def test_an_item_that_is_not_there_leaves_the_others_in_their_order(tmp_path):
    nothing = {"Ref": "AWS::NoValue"}
    targets = rule("+12065550100")["Properties"]["TargetApplications"]
    gone = rule("+12065550100", nothing, *targets)
    table = read(write(tmp_path, {"Voice": stack({"App": application(), "Rule": gone})}))
    assert [target.application_name for target in table.routes[0].targets] == ["answering"]


def paths_of(document, path=()):
    """Every place in a JSON document."""
    yield path
    members = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for key, member in members:
        yield from paths_of(member, (*path, key))


def changed(document, path, value):
    if not path:
        return value
    copied = copy.deepcopy(document)
    at = copied
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return copied


NOT_A_DOCUMENT: list[object] = [None, 0, "", "x", [], {}, True, -1.5, [[]]]
NOT_A_REFERENCE: list[object] = [
    {"Ref": []},
    {"Ref": "Rule"},
    {"Ref": "AWS::NoValue"},
    {"Fn::GetAtt": 1},
    {"Fn::Sub": []},
    {"Fn::Sub": "${"},
    {"Fn::Join": {}},
    {"Fn::GetStackOutput": []},
    {"Fn::ImportValue": {}},
]


@pytest.mark.parametrize("name", ["manifest.json", "Voice.template.json", "assets.json"])
def test_any_one_thing_changed_in_a_file_ends_in_a_table_or_in_one_sentence(tmp_path, name):
    path = whole(tmp_path) / name
    document = json.loads(path.read_text())
    for place in paths_of(document):
        for value in NOT_A_DOCUMENT + NOT_A_REFERENCE:
            path.write_text(json.dumps(changed(document, place, value)))
            assert "\n" not in attempt(tmp_path)
