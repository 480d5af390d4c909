"""The validator that users of the CDK have on by default, and that other tests switch off for its two seconds."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.reference_apps import synthesize

NATIVE_IN_THE_WRONG_REGION = """
import sys
import aws_cdk as cdk
app = cdk.App(outdir=sys.argv[1])
stack = cdk.Stack(app, "West", env=cdk.Environment(region="us-west-2"))
properties = {"AwsRegion": "us-west-2", "Name": "desk", "Endpoints": [{"LambdaArn": "arn"}]}
cdk.CfnResource(stack, "Desk", type="AWS::Chime::SipMediaApplication", properties=properties)
app.synth()
"""


def findings(assembly):
    report = json.loads((assembly / "validation-report.json").read_text())
    return [one["ruleName"] for plugin in report["pluginReports"] for one in plugin["violations"]]


def test_the_reference_app_has_nothing_to_complain_about(tmp_path):
    assert findings(synthesize("app", tmp_path / "cdk.out", CDK_VALIDATION="true")) == []


def test_a_resource_that_the_region_does_not_have_is_complained_about(tmp_path):
    command = [sys.executable, "-c", NATIVE_IN_THE_WRONG_REGION, str(tmp_path / "cdk.out")]
    environment = {**os.environ, "CDK_VALIDATION": "true"}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert any("3006" in rule for rule in findings(tmp_path / "cdk.out"))
