"""CloudFormation's own schemas over every template of the apps that we show, in the Region of its stack."""

from __future__ import annotations

import json
from pathlib import Path

from cfnlint.api import lint_file
from cfnlint.config import ManualArgs

from tests.quality.reviewed import CFN_LINT
from tests.reference_apps import APPS, assembly_of


def findings(template: Path, region: str) -> set[str]:
    return {f"{match.rule.id} {match.message}" for match in lint_file(template, config=ManualArgs(regions=[region]))}


def templates_of(assembly: Path) -> list[tuple[Path, str]]:
    """Each stack's template and Region."""
    artifacts = json.loads((assembly / "manifest.json").read_text())["artifacts"].values()
    return [
        (assembly / artifact["properties"]["templateFile"], artifact["environment"].rpartition("/")[2])
        for artifact in artifacts
        if artifact["type"] == "aws:cloudformation:stack"
    ]


def test_everything_that_cfn_lint_finds_was_reviewed_and_has_a_reason(tmp_path_factory):
    found = set()
    for app in APPS:
        for template, region in templates_of(assembly_of(app, tmp_path_factory)):
            found |= findings(template, region)
    assert {finding.partition(" ")[0] for finding in found} == set(CFN_LINT)
    assert all("dependency already enforced by a 'GetAtt'" in finding for finding in found)


def test_a_resource_that_the_region_does_not_have_is_found(tmp_path):
    properties = {"AwsRegion": "us-west-2", "Name": "desk", "Endpoints": [{"LambdaArn": "arn"}]}
    native = {"Resources": {"Desk": {"Type": "AWS::Chime::SipMediaApplication", "Properties": properties}}}
    template = tmp_path / "native.template.json"
    template.write_text(json.dumps(native))
    assert any(finding.startswith("E3006") for finding in findings(template, "us-west-2"))
