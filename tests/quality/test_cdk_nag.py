"""A security reviewer's rules over everything that our apps deploy.

cdk-nag recognizes a resource by its class, and the provider is made of plain `CfnResource`s: in the app itself it would be
overlooked. So the synthesized templates are read back into an app, where each resource has its own class.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import cdk_nag
import pytest
from aws_cdk import cloudformation_include

from tests.quality.reviewed import CALL_HANDLER, LOG_RETENTION, NAG, POLICY, PROVIDER
from tests.reference_apps import APPS, assembly_of
from tests.snapshots.layout import stacks_of


def with_plain_references(value: Any) -> Any:
    """A template without references to other stacks, which cannot be read back."""
    if isinstance(value, dict):
        if "Fn::GetStackOutput" in value:
            return "an output of another stack"
        return {name: with_plain_references(member) for name, member in value.items()}
    return [with_plain_references(item) for item in value] if isinstance(value, list) else value


def subject(logical_id: str, resource: dict[str, Any]) -> str:
    """What a resource is, in the words of the reviewed list."""
    if logical_id.startswith("LogRetention"):
        return LOG_RETENTION
    if not logical_id.startswith("ChimeVoiceProvider"):
        return CALL_HANDLER if resource["Type"] == "AWS::Lambda::Function" else resource["Type"]
    return POLICY if resource["Type"] == "AWS::IAM::Policy" else PROVIDER


def findings(templates: dict[str, dict[str, Any]], folder: Path) -> set[tuple[str, str]]:
    """What cdk-nag reports: its rule, and what about."""
    app = cdk.App(outdir=str(folder / "cdk.out"))
    cdk.Validations.of(app).add_plugins(cdk_nag.AwsSolutionsChecks(app), cdk_nag.ServerlessChecks(app))
    for name, template in templates.items():
        stack = cdk.Stack(app, name, env=cdk.Environment(region="us-east-1"))
        (folder / name).write_text(json.dumps(with_plain_references(template)))
        cloudformation_include.CfnInclude(stack, "Read", template_file=str(folder / name))
    with pytest.raises(RuntimeError, match=r"validation-report\.json"):
        app.synth()
    report = json.loads((folder / "cdk.out" / "validation-report.json").read_text())
    found = set()
    for violation in (one for plugin in report["pluginReports"] for one in plugin["violations"]):
        for construct in violation["violatingConstructs"]:
            name, _, logical_id = construct["constructPath"].split("/")[:3]
            found.add((violation["ruleName"], subject(logical_id, templates[name]["Resources"][logical_id])))
    return found


def test_everything_that_cdk_nag_finds_was_reviewed_and_has_a_reason(tmp_path, tmp_path_factory):
    templates = {}
    for app in APPS:
        for stack, template in stacks_of(assembly_of(app, tmp_path_factory)).items():
            own = {name: section for name, section in template.items() if name not in ("Parameters", "Rules")}
            templates[f"{app.replace('_', '-')}-{stack}"] = own
    assert findings(templates, tmp_path) == set(NAG)


def test_a_right_that_nobody_reviewed_is_found(tmp_path):
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    policy = {"PolicyName": "P", "Roles": ["r"], "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
    template = {"Resources": {"ChimeVoiceProviderPolicy": {"Type": "AWS::IAM::Policy", "Properties": policy}}}
    assert findings({"Test": template}, tmp_path) - set(NAG) == {("AwsSolutions-IAM5[Action::s3:*]", POLICY)}
