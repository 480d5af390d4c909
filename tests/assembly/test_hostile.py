"""Rubbish at any place of a real assembly: a table or one sentence, never anything else."""

import copy
import dataclasses
import json
import shutil
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_chime as chime
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constructs_lib import CallHandler, FailoverVoiceApp, PhoneNumber, SipMediaApplication, SipRule, VoiceConnector
from constructs_lib.assembly import AssemblyError, read
from constructs_lib.routing.model import RoutingTable
from tests.assembly.by_hand import ACCOUNT, ARN, application, function, permission, rule, stack, write


@pytest.fixture(scope="module")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stages, nested stacks, conditions, references of all kinds."""
    context = {"aws:cdk:enable-asset-metadata": True, "aws:cdk:enable-path-metadata": True}
    app = cdk.App(outdir=str(tmp_path_factory.mktemp("hostile") / "cdk.out"), context=context)
    handler = CallHandler.template("announce", text="Hello")
    voice = FailoverVoiceApp(cdk.Stage(app, "Prod"), "Sales", regions=["us-east-1", "us-west-2"], handler=handler)
    voice.route(PhoneNumber.order("Main", area_code="206"))
    voice.route(VoiceConnector(voice.routing_stack, "Pbx"))
    west, east = (
        cdk.Stack(app, region, env=cdk.Environment(account=ACCOUNT, region=region), cross_region_references=True)
        for region in ("us-west-2", "us-east-1")
    )
    nested = cdk.NestedStack(west, "Nested")
    answer = SipMediaApplication(nested, "App", handler=CallHandler(west, "Handler", plan=handler))
    line = SipRule(nested, "Line", trigger=PhoneNumber(nested, "Main", area_code="206"), targets=[answer])
    cdk.Validations.of(line).acknowledge(cdk.Acknowledgment(id="chime::single-region", reason="one is enough"))
    cdk.CrossStackReferences.of(east).consume(cdk.ReferenceStrength.STRONG)
    cdk.CfnParameter(east, "Stage", default="prod")
    cdk.CfnMapping(east, "Map", mapping={"us-east-1": {"name": "mapped"}})
    prod = cdk.CfnCondition(east, "Prod", expression=cdk.Fn.condition_equals(cdk.Fn.ref("Stage"), "prod"))
    endpoint = chime.CfnSipMediaApplication.SipMediaApplicationEndpointProperty(lambda_arn=ARN)
    chime.CfnSipMediaApplication(
        east,
        "Native",
        aws_region="us-east-1",
        name=cdk.Fn.condition_if("Prod", cdk.Fn.find_in_map("Map", cdk.Aws.REGION, "name"), "other").to_string(),
        endpoints=[endpoint],
    )
    chosen = [{"SipMediaApplicationId": answer.sip_media_application_id, "Priority": 1, "AwsRegion": "us-west-2"}]
    declared = rule(TargetApplications=chosen, ServiceToken="provider")
    far = cdk.CfnResource(east, "Far", type=declared["Type"], properties=declared["Properties"])
    far.cfn_options.condition = prod
    return Path(app.synth().directory)


def read_or_told(folder: Path) -> RoutingTable | None:
    """The table, or nothing where one sentence says why there is none."""
    try:
        return read(folder)
    except AssemblyError as error:
        told = str(error)
    assert told.isprintable()
    return None


def files_of(folder: Path) -> list[Path]:
    """What is read: manifests, templates, notes, lists of assets."""
    unread = {"tree.json"}
    return sorted(path for path in folder.rglob("*.json") if "asset." not in str(path) and path.name not in unread)


def test_the_whole_is_read(assembly):
    table = read(assembly)
    assert [route.origin.construct_path for route in table.routes] == [
        "us-west-2/Nested/Line",
        "us-east-1/Far",
        "Prod/Sales/Routing/Rules/Main",
        "Prod/Sales/Routing/Rules/Pbx",
    ]
    assert all(target.function for route in table.routes for target in route.targets)


SCALARS: list[object] = [None, True, -1, 0, 1.5, "", "x", "\x00", "\x1b[31m\n", "\ud800", [], {}, [[]], {"": {}}]
LARGE: list[object] = [float("inf"), float("nan"), 10**300, "9" * 5000, "/" * 3000, "../../etc/passwd"]
ARGUMENTS: list[object] = [[], {}, "", [[], {}], ["", ""]]
CALLS: list[object] = [
    {"Ref": []},
    {"Ref": "AWS::NoValue"},
    {"Fn::GetAtt": 1},
    {"Fn::If": ["Prod", 1]},
    {"Condition": "Prod"},
    *(
        {f"Fn::{name}": argument}
        for name in (
            "Join",
            "Sub",
            "Select",
            "Split",
            "FindInMap",
            "Equals",
            "Not",
            "ImportValue",
            "GetStackOutput",
            "X",
        )
        for argument in ARGUMENTS
    ),
]
DEEP = st.recursive(
    st.none() | st.text(max_size=5) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["Ref", "Fn::GetAtt", "Type", "Properties", "a"]), inner, max_size=3)
    ),
)
RUBBISH = st.sampled_from(SCALARS) | st.sampled_from(LARGE) | st.sampled_from(CALLS) | DEEP


def places_in(document: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Every place in a JSON document."""
    found = [path]
    members = (
        document.items() if isinstance(document, dict) else enumerate(document if isinstance(document, list) else ())
    )
    for key, member in members:
        found += places_in(member, (*path, key))
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_rubbish_at_any_place_ends_in_a_table_or_in_one_sentence(assembly, data):
    path = data.draw(st.sampled_from(files_of(assembly)), label="file")
    text = path.read_text()
    document = json.loads(text)
    place = data.draw(st.sampled_from(places_in(document)), label="place")
    rubbish = data.draw(RUBBISH, label="rubbish")
    at = broken = copy.deepcopy([document])
    for key in (0, *place)[:-1]:
        at = at[key]
    at[(0, *place)[-1]] = rubbish
    try:
        path.write_text(json.dumps(broken[0]))
        read_or_told(assembly)
    finally:
        path.write_text(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_that_ends_early_is_named(assembly, data):
    path = data.draw(st.sampled_from(files_of(assembly)), label="file")
    whole = path.read_bytes()
    length = data.draw(st.integers(0, len(whole.rstrip()) - 1), label="length")
    try:
        path.write_bytes(whole[:length])
        with pytest.raises(AssemblyError, match=path.name):
            read(assembly)
    finally:
        path.write_bytes(whole)


def test_a_key_that_is_given_twice_counts_as_its_last(tmp_path):
    folder = write(tmp_path, {"Voice": stack({"App": application(), "Rule": rule()})})
    template = folder / "Voice.template.json"
    again = json.dumps(rule("+12065550101"))
    template.write_text(template.read_text().replace('"Rule": ', f'"Rule": {again}, "Rule": ', 1))
    assert [route.trigger.value for route in read(folder).routes] == ["+12065550100"]


NAME = st.text(min_size=1, max_size=10) | st.sampled_from(
    ["\x1b]0;x\x07", "a\nb", "\u202e", "Fn::", "Ref", "AWS::Region", "."]
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAME, min_size=4, max_size=4, unique=True), stack_name=NAME)
def test_any_names_do(tmp_path, names, stack_name):
    app, line, code, may = names
    resources = {
        app: application({"Fn::GetAtt": [code, "Arn"]}),
        code: function(),
        may: permission({"Fn::GetAtt": [code, "Arn"]}),
        line: rule("+12065550100", {"SipMediaApplicationId": {"Ref": app}, "Priority": 1, "AwsRegion": "us-east-1"}),
    }
    folder = write(tmp_path, {"Voice": stack(resources, name=stack_name)})
    table = read_or_told(folder)
    if table is not None and not any(name.startswith(("Fn::", "AWS::")) for name in names):
        assert [target.function is not None for target in table.routes[0].targets] == [True]
        assert table.routes[0].origin.logical_id == line


def doubled(levels: int) -> dict[str, dict[str, object]]:
    """Outputs of which each has the one below it twice."""
    outputs: dict[str, dict[str, object]] = {"Out0": {"Value": "x", "Export": {"Name": "e0"}}}
    for at in range(1, levels):
        below = {"Fn::ImportValue": f"e{at - 1}"}
        outputs[f"Out{at}"] = {"Value": {"Fn::Join": ["", [below, below]]}, "Export": {"Name": f"e{at}"}}
    return outputs


def test_a_text_that_doubles_with_every_line_is_told_and_not_built(tmp_path):
    resources = {"App": application(), "Rule": rule({"Fn::ImportValue": "e79"})}
    table = read(write(tmp_path, {"Voice": stack(resources, Outputs=doubled(80))}))
    assert any("a text comes to more than 16384 characters" in told for told in table.unresolved)
    assert len(table.routes[0].trigger.value) < 20_000


def test_fails_when_nested_stacks_double_with_every_template(tmp_path):
    files = {}
    for at in range(40):
        inner = {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": f"t{at + 1}.json"}}
        files[f"t{at}.json"] = {"Resources": {"A": inner, "B": inner}}
    files["t40.json"] = {"Resources": {f"R{at}": {"Type": "A::B::C"} for at in range(100_000)}}
    for name, template in files.items():
        (tmp_path / name).write_text(json.dumps(template))
    with pytest.raises(AssemblyError, match="have more than 250000 resources"):
        read(write(tmp_path, {"Voice": stack(files["t0.json"]["Resources"])}))


def test_fails_when_nested_assemblies_double_with_every_manifest(tmp_path):
    for at in range(30):
        folder = tmp_path if at == 0 else tmp_path / f"a{at}"
        folder.mkdir(exist_ok=True)
        where = f"a{at + 1}" if at == 0 else f"../a{at + 1}"
        inner = {"type": "cdk:cloud-assembly", "properties": {"directoryName": where}}
        (folder / "manifest.json").write_text(json.dumps({"artifacts": {"A": inner, "B": inner}}))
    (tmp_path / "a30").mkdir()
    (tmp_path / "a30" / "manifest.json").write_text("{}")
    with pytest.raises(AssemblyError, match="or listed twice"):
        read(tmp_path)


@pytest.mark.parametrize("value", ["1e400", "-1e400", "NaN", "9" * 4000, "1.5", "true"])
def test_a_priority_that_is_no_whole_number_leaves_the_rule_out(tmp_path, value):
    folder = write(tmp_path, {"Voice": stack({"App": application(), "Rule": rule()})})
    template = folder / "Voice.template.json"
    template.write_text(template.read_text().replace('"Priority": 1', f'"Priority": {value}'))
    table = read(folder)
    if value.isdecimal():
        assert table.routes[0].targets[0].priority == int(value)
    else:
        assert any("Priority must be a whole number" in told for told in table.unresolved)


def test_a_table_does_not_depend_on_where_the_assembly_lies(assembly, tmp_path):
    def without_places(table: RoutingTable) -> RoutingTable:
        def function(target):
            return dataclasses.replace(
                target, function=target.function and dataclasses.replace(target.function, code="")
            )

        return dataclasses.replace(
            table,
            routes=tuple(
                dataclasses.replace(each, targets=tuple(map(function, each.targets))) for each in table.routes
            ),
            applications=tuple(map(function, table.applications)),
        )

    moved = shutil.copytree(assembly, tmp_path / "elsewhere")
    assert without_places(read(moved)) == without_places(read(assembly))
