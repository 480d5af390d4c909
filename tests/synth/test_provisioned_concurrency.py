import aws_cdk as cdk
import pytest

from constructs_lib import CallHandler, FailoverVoiceApp, SipMediaApplication, SipRule, TelephonyError, Trigger
from constructs_lib.testing import call
from tests.synth.stacks import FOLDER, new_stack, only, resources, template_of

ALIAS, VERSION, APPLICATION = "AWS::Lambda::Alias", "AWS::Lambda::Version", "Custom::ChimeSipMediaApplication"


def plan(folder=FOLDER, warm: int | None = 2):
    return CallHandler.from_folder(folder, entry="app.handler", provisioned_concurrency=warm)


@pytest.mark.parametrize("made", [lambda _: plan(), lambda stack: CallHandler(stack, "Answer", plan=plan())])
def test_an_application_invokes_the_alias_that_keeps_instances_warm_and_only_that_is_permitted(made):
    stack = new_stack()
    SipMediaApplication(stack, "Sma", handler=made(stack))
    ((alias_id, alias),) = resources(template_of(stack), ALIAS).items()
    assert alias["Properties"]["ProvisionedConcurrencyConfig"] == {"ProvisionedConcurrentExecutions": 2}
    (version_id,) = resources(template_of(stack), VERSION)
    assert alias["Properties"]["FunctionVersion"] == {"Fn::GetAtt": [version_id, "Version"]}
    assert only(stack, APPLICATION)["Properties"]["Endpoints"] == [{"LambdaArn": {"Ref": alias_id}}]
    assert only(stack, "AWS::Lambda::Permission")["Properties"]["FunctionName"] == {"Ref": alias_id}


def test_changed_code_is_another_version_and_unchanged_code_the_same(tmp_path):
    def version(text):
        (tmp_path / "app.py").write_text(f"def handler(event, context): return {text!r}\n")
        stack = new_stack()
        SipMediaApplication(stack, "Sma", handler=plan(tmp_path))
        (name,) = resources(template_of(stack), VERSION)
        return name

    first, again, changed = version("Hello"), version("Hello"), version("Goodbye")
    assert first == again != changed


def test_nothing_is_kept_warm_by_default():
    stack = new_stack()
    handler = CallHandler(stack, "Answer", plan=plan(warm=None))
    SipMediaApplication(stack, "Sma", handler=handler)
    assert handler.live_alias is None
    assert not {ALIAS, VERSION} & {one["Type"] for one in template_of(stack)["Resources"].values()}


def test_every_region_of_a_failover_app_keeps_its_own_warm():
    app = cdk.App()
    template = CallHandler.template("announce", text="Hello", provisioned_concurrency=1)
    voice = FailoverVoiceApp(app, "Support", regions=["us-east-1", "us-west-2"], handler=template)
    assert [len(resources(template_of(stack), ALIAS)) for stack in voice.stacks.values()] == [1, 1]


def test_the_code_behind_the_alias_answers_a_call_before_it_is_deployed():
    stack = new_stack()
    template = CallHandler.template("announce", text="Hello", provisioned_concurrency=1)
    application = SipMediaApplication(stack, "Sma", handler=template)
    SipRule(stack, "Rule", trigger=Trigger.phone_number("+12065550100"), targets=[application])
    call(stack, to="+12065550100").said("Hello")


@pytest.mark.parametrize("given", [0, True, "2", 10_001])
def test_what_is_no_number_of_instances_is_refused(given):
    with pytest.raises(
        TelephonyError, match="provisioned_concurrency must be 1 to 10000 instances, or None for none; got"
    ):
        CallHandler(new_stack(), "Answer", plan=plan(warm=given))
