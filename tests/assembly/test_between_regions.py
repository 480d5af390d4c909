"""References between Regions and stacks as the CDK writes them, strong, weak and both."""

import json

import aws_cdk as cdk
import pytest

from constructs_lib import PhoneNumber, SipMediaApplication
from constructs_lib.assembly import read
from tests.assembly.by_hand import ACCOUNT, ARN, NUMBER, application, rule, stack, target, write

READER, WRITER = "Custom::CrossRegionExportReader", "Custom::CrossRegionExportWriter"


def assembly(outdir, strength, *, across=True):
    """A number and an application in one stack, a rule for them in another."""
    app = cdk.App(outdir=str(outdir))
    regions = ("us-west-2", "us-east-1") if across else ("us-west-2", "us-west-2")
    producer, consumer = (
        cdk.Stack(app, name, env=cdk.Environment(account=ACCOUNT, region=region), cross_region_references=across)
        for name, region in zip(("Producer", "Consumer"), regions, strict=True)
    )
    cdk.CrossStackReferences.of(consumer).consume(strength)
    answer = SipMediaApplication(producer, "App", handler=ARN.replace("us-east-1", "us-west-2"))
    number = PhoneNumber(producer, "Main", area_code="206", home_region="us-west-2")
    # As somebody without our constructs would write it: whatever the CDK makes of the reference is followed.
    chosen = target(answer.sip_media_application_id, 1, "us-west-2")
    properties = rule(number.e164_phone_number, chosen, ServiceToken="provider")["Properties"]
    cdk.CfnResource(consumer, "Rule", type="Custom::ChimeSipRule", properties=properties)
    return app.synth().directory


@pytest.mark.parametrize("across", [True, False])
@pytest.mark.parametrize("strength", list(cdk.ReferenceStrength))
def test_a_reference_is_followed_whatever_the_cdk_makes_of_it(tmp_path, strength, across):
    folder = assembly(tmp_path / "cdk.out", strength, across=across)
    table = read(folder)
    assert table.unresolved == ()
    (route,) = table.routes
    assert route.trigger.value == "<number Producer/Main, area code 206>"
    (each,) = route.targets
    assert (each.application_id, each.region) == ("<application Producer/App>", "us-west-2")
    assert each.function is not None
    (declared,) = (each for each in table.resources if each.label == "SIP rule")
    weak = {(each.property, each.to.construct_path) for each in declared.weak_references}
    asked = "Fn::GetStackOutput" in json.dumps(json.loads((tmp_path / "cdk.out/Consumer.template.json").read_text()))
    assert asked == (strength is not cdk.ReferenceStrength.STRONG)
    assert weak == ({("TriggerValue", "Producer/Main"), ("TargetApplications", "Producer/App")} if asked else set())


def reading(name="/cdk/exports/number"):
    return {
        "App": application(),
        "Reader": {"Type": READER, "Properties": {"ReaderProps": {"region": "us-east-1"}}},
        "Rule": rule({"Fn::GetAtt": ["Reader", name]}),
    }


def writing(number=NUMBER, *, region="us-east-1"):
    properties = {"WriterProps": {"region": region, "exports": {"/cdk/exports/number": number}}}
    return stack({"Writer": {"Type": WRITER, "Properties": properties}}, region="us-west-2")


def test_what_is_written_for_another_region_is_not_read_here(tmp_path):
    stacks = {
        "Voice": stack(reading()),
        "There": writing("+12065550101", region="eu-west-2"),
        "Here": writing({"Fn::Sub": NUMBER}),
    }
    table = read(write(tmp_path, stacks))
    assert (table.routes[0].trigger.value, table.unresolved) == (NUMBER, ())


@pytest.mark.parametrize(
    ("writers", "told"),
    [
        ([], "no stack of this assembly writes '/cdk/exports/number' for us-east-1, where it is read"),
        ([writing(), writing()], "more than one stack of this assembly writes '/cdk/exports/number' for us-east-1"),
    ],
)
def test_what_nobody_or_several_write_is_told(tmp_path, writers, told):
    stacks = {"Voice": stack(reading()), **{f"Other{at}": each for at, each in enumerate(writers)}}
    (sentence,) = read(write(tmp_path, stacks)).unresolved
    assert told in sentence


def test_a_weak_reference_to_a_text_names_the_stack_that_has_it(tmp_path):
    weak = {"Fn::GetStackOutput": {"StackName": "Numbers", "OutputName": "Main"}}
    stacks = {
        "Numbers": stack({}, Outputs={"Main": {"Value": NUMBER}}),
        "Voice": stack({"App": application(), "Rule": rule({"Fn::Join": ["", [weak]]})}),
    }
    table = read(write(tmp_path, stacks))
    assert table.routes[0].trigger.value == NUMBER
    (found,) = (each for each in table.resources if each.label == "SIP rule")
    (reference,) = found.weak_references
    assert (reference.property, reference.to.stack, reference.to.logical_id) == ("TriggerValue", "Numbers", "")
