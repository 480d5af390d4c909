import ast
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import aws_cdk as cdk
import pytest
from chime_voice.contract.marker import short_hash
from chime_voice.contract.registry import TYPES
from chime_voice.provider import lifecycle

from constructs_lib import PhoneNumber, SipMediaApplication, SipRule, Trigger, VoiceConnector
from constructs_lib._lean import lean
from tests.synth.estate import whole_estate
from tests.synth.stacks import function_arn, new_stack, only, resources, template_of

STAR = "*"


def policies_of(template):
    return {
        policy["Properties"]["PolicyName"]: policy["Properties"]["PolicyDocument"]["Statement"]
        for policy in resources(template, "AWS::IAM::Policy").values()
    }


def every_statement(template):
    for role in resources(template, "AWS::IAM::Role").values():
        for policy in role["Properties"]["Policies"]:
            yield from policy["PolicyDocument"]["Statement"]
    for statements in policies_of(template).values():
        yield from statements


def provider_folder(stack):
    key = only(stack, "AWS::Lambda::Function")["Properties"]["Code"]["S3Key"]
    assembly = cdk.Stage.of(stack)
    assert assembly is not None
    return Path(assembly.outdir) / f"asset.{key.removesuffix('.zip')}"


def test_a_stack_has_one_provider():
    template = template_of(whole_estate())
    (function,) = resources(template, "AWS::Lambda::Function").values()
    assert {key: function["Properties"][key] for key in ("Handler", "Runtime", "Timeout", "MemorySize")} == {
        "Handler": "chime_voice.provider.entry.handler",
        "Runtime": "python3.14",
        "Timeout": 900,
        "MemorySize": 256,
    }
    (name,) = resources(template, "AWS::Lambda::Function")
    tokens = [
        resource["Properties"]["ServiceToken"]
        for type_name in TYPES
        for resource in resources(template, type_name).values()
    ]
    assert len(tokens) == 23
    assert all(token == {"Fn::GetAtt": [name, "Arn"]} for token in tokens)


def test_its_log_does_not_outgrow():
    (log,) = resources(template_of(whole_estate()), "AWS::Logs::LogGroup").values()
    assert log["Properties"]["RetentionInDays"] == 90


def test_every_resource_waits_as_long_as_its_contract_says():
    template = template_of(whole_estate())
    for type_name, contract in TYPES.items():
        for resource in resources(template, type_name).values():
            assert resource["Properties"]["ServiceTimeout"] == str(contract.SPEC.service_timeout)


def test_knows_the_numbers_and_connectors_of_the_template_by_their_final_logical_ids():
    stack = new_stack()
    resource = PhoneNumber(stack, "Main", area_code="206").node.find_child("Resource")
    assert isinstance(resource, cdk.CfnResource)
    resource.override_logical_id("Renamed")
    VoiceConnector(stack, "Pbx")
    variables = only(stack, "AWS::Lambda::Function")["Properties"]["Environment"]["Variables"]
    assert variables == {"CHIME_VOICE_DECLARED": ",".join(sorted([short_hash("Renamed"), short_hash("PbxA2D3FB15")]))}


def test_has_no_environment_without_numbers_and_connectors():
    stack = new_stack()
    SipMediaApplication(stack, "Sma", handler=function_arn())
    assert "Environment" not in only(stack, "AWS::Lambda::Function")["Properties"]


def test_a_policy_goes_only_after_the_resources_that_need_it():
    """The provider must still be allowed to delete the last resource of a type when an update removes it."""
    template = template_of(whole_estate())
    by_name = {
        policy["Properties"]["PolicyName"]: name for name, policy in resources(template, "AWS::IAM::Policy").items()
    }
    for type_name, contract in TYPES.items():
        for resource in resources(template, type_name).values():
            assert by_name[f"{contract.__name__}Policy"] in resource["DependsOn"]


def test_only_types_in_the_stack_get_rights():
    stack = new_stack()
    VoiceConnector(stack, "Pbx")
    assert set(policies_of(template_of(stack))) == {"VoiceConnectorPolicy"}


def test_every_operation_of_the_contract_is_allowed_and_nothing_else():
    template = template_of(whole_estate())
    allowed = {action for statement in every_statement(template) for action in as_list(statement["Action"])}
    needed = {
        f"{permission.service}:{operation}"
        for contract in TYPES.values()
        for permission in contract.SPEC.permissions
        for operation in permission.operations
    }
    assert {action for action in allowed if action.startswith("chime:")} == needed
    assert allowed - needed == {
        "iam:CreateServiceLinkedRole",
        "kms:CreateGrant",
        "kms:DescribeKey",
        "lambda:AddPermission",
        "lambda:GetPolicy",
        "lambda:InvokeFunction",
        "logs:CreateLogDelivery",
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DeleteLogDelivery",
        "logs:DescribeLogGroups",
        "logs:GetLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutLogEvents",
        "secretsmanager:GetSecretValue",
    }


# Actions for which the service has no ARN, or takes none:
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonchime.html
WITHOUT_ARN = {
    "chime:AssociatePhoneNumbersWithVoiceConnectorGroup",
    "chime:BatchDeletePhoneNumber",
    "chime:BatchUpdatePhoneNumber",
    "chime:CreatePhoneNumberOrder",
    "chime:CreateSipMediaApplication",
    "chime:CreateSipRule",
    "chime:CreateVoiceConnector",
    "chime:CreateVoiceConnectorGroup",
    "chime:CreateVoiceProfileDomain",
    "chime:DeletePhoneNumber",
    "chime:DeleteSipRule",
    "chime:DeleteVoiceConnectorGroup",
    "chime:DisassociatePhoneNumbersFromVoiceConnectorGroup",
    "chime:GetGlobalSettings",
    "chime:GetPhoneNumber",
    "chime:GetPhoneNumberOrder",
    "chime:GetPhoneNumberSettings",
    "chime:GetSipRule",
    "chime:GetVoiceConnectorGroup",
    "chime:ListPhoneNumberOrders",
    "chime:ListPhoneNumbers",
    "chime:ListSipMediaApplications",
    "chime:ListSipRules",
    "chime:ListVoiceConnectorGroups",
    "chime:ListVoiceConnectors",
    "chime:ListVoiceProfileDomains",
    "chime:RestorePhoneNumber",
    "chime:SearchAvailablePhoneNumbers",
    "chime:UpdateGlobalSettings",
    "chime:UpdatePhoneNumber",
    "chime:UpdatePhoneNumberSettings",
    "chime:UpdateSipRule",
    "chime:UpdateVoiceConnectorGroup",
    "logs:CreateLogDelivery",
    "logs:CreateLogGroup",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
}


def test_any_resource_is_allowed_only_where_the_service_has_no_arn():
    statements = list(every_statement(template_of(whole_estate())))
    wide = {action for one in statements if one["Resource"] == STAR for action in as_list(one["Action"])}
    assert wide == WITHOUT_ARN
    assert not any(STAR in action for one in statements for action in as_list(one["Action"]))


def test_narrow_statements_name_this_account_and_region():
    resources_named = {
        one["Resource"]["Fn::Sub"]
        for one in every_statement(template_of(whole_estate()))
        if isinstance(one["Resource"], dict) and "Fn::Sub" in one["Resource"]
    }
    assert resources_named == {
        "arn:${AWS::Partition}:chime:${AWS::Region}:${AWS::AccountId}:sma/*",
        "arn:${AWS::Partition}:chime:${AWS::Region}:${AWS::AccountId}:vc/*",
        "arn:${AWS::Partition}:chime:${AWS::Region}:${AWS::AccountId}:voice-profile-domain/*",
        "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/aws-service-role/voiceconnector.chime.amazonaws.com/*",
    }


def test_log_delivery_is_allowed_only_where_message_logging_is_declared():
    def mentions_logs(message_logging):
        stack = new_stack()
        SipMediaApplication(stack, "Sma", handler=function_arn(), message_logging=message_logging)
        return "CreateLogDelivery" in str(policies_of(template_of(stack)))

    assert [mentions_logs(value) for value in (None, False, True)] == [False, True, True]


def test_its_code_is_contract_and_provider_and_no_more_than_a_hundred_kilobytes():
    folder = provider_folder(whole_estate())
    files = [path for path in folder.rglob("*") if path.is_file()]
    names = {path.relative_to(folder).as_posix() for path in files}
    assert "chime_voice/__init__.py" in names
    assert {name.split("/")[1] for name in names} == {"__init__.py", "contract", "provider"}
    assert all(name.endswith(".py") for name in names)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.write(path, path.relative_to(folder))
    assert packed.tell() < 100_000


def test_its_code_is_the_source_without_what_only_readers_need():
    folder = provider_folder(whole_estate())
    source = Path(lifecycle.__file__).read_text()
    written = (folder / "chime_voice/provider/lifecycle.py").read_text()
    assert written == lean(source)
    assert "CloudFormation is told" in source
    assert "CloudFormation is told" not in written
    assert "# " not in written


@pytest.mark.parametrize(
    "path", sorted(Path(lifecycle.__file__).parents[1].glob("[cp]*/*.py")), ids=lambda path: path.name
)
def test_every_file_of_its_code_does_the_same_on_the_same_lines(path: Path):
    source = path.read_text()
    assert what_runs(lean(source)) == what_runs(source)


def what_runs(text: str) -> list[tuple[int, str]]:
    """Every statement but docstrings and empty ones, with its line; functions without the types of their results."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            node.body = [one for one in node.body if not is_text_or_ellipsis(one)]
    return [(node.lineno, ast.dump(node)) for node in ast.walk(tree) if isinstance(node, ast.stmt)]


def is_text_or_ellipsis(statement: ast.stmt) -> bool:
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Constant) and (isinstance(value.value, str) or value.value is ...)


def test_a_program_without_its_docstrings_does_the_same():
    program = '''
"""A module."""
import dataclasses

class Empty(Exception):
    """Nothing but text."""

@dataclasses.dataclass
class Thing:
    """A thing."""
    text: str = "# no comment"  # a comment
    """What it says."""

    def say(self, loud: bool) -> str:
        """Say it."""
        return f"{self.text!r:>20} {'!' if loud else 1}"  # at once

    def nothing(self):
        """No body."""

told = [Thing().say(True), Thing().say(False), Thing("""two
  lines""").say(False), Thing().nothing(), str(Empty("e"))]
'''

    def run(text: str) -> object:
        names: dict[str, object] = {"__name__": "program"}
        exec(text, names)  # noqa: S102 - the program above
        return names["told"]

    assert run(lean(program)) == run(program)
    assert "Say it" not in lean(program)
    assert lean(program).count("\n") == program.count("\n")


def test_its_code_starts_from_its_folder_alone():
    folder = provider_folder(whole_estate())
    program = (
        f"import sys; sys.path.insert(0, {str(folder)!r}); "
        "import chime_voice.provider.entry as entry; print(entry.__file__)"
    )
    run = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.startswith(str(folder))


def test_two_rules_share_the_provider_of_their_stack_and_two_stacks_do_not():
    app = cdk.App()
    stacks = [new_stack(region, app=app) for region in ("us-east-1", "us-west-2")]
    for stack in stacks:
        application = SipMediaApplication(stack, "Sma", handler=function_arn(stack.region))
        for digit in (0, 1):
            SipRule(stack, f"R{digit}", trigger=Trigger.phone_number(f"+1206555010{digit}"), targets=[application])
    assert [len(resources(template_of(stack), "AWS::Lambda::Function")) for stack in stacks] == [1, 1]


def as_list(value):
    return value if isinstance(value, list) else [value]
