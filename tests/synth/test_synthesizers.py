"""The provider's code is uploaded wherever a synthesizer of the user's says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from constructs_lib import PhoneNumber

MINE = "mine"


def of_the_app() -> cdk.Stack:
    app = cdk.App(default_stack_synthesizer=cdk.DefaultStackSynthesizer(qualifier=MINE))
    cdk.Stack(app, "Other")
    return cdk.Stack(app, "Test")


def of_the_stack() -> cdk.Stack:
    return cdk.Stack(cdk.App(), "Test", synthesizer=cdk.DefaultStackSynthesizer(qualifier=MINE))


@pytest.mark.parametrize("new_stack", [of_the_app, of_the_stack])
def test_code_goes_where_the_synthesizer_says(new_stack: Any):
    stack = new_stack()
    PhoneNumber(stack, "Main", area_code="206")
    app = stack.node.root
    assert isinstance(app, cdk.App)
    folder = Path(app.synth().directory)
    files = json.loads((folder / "Test.assets.json").read_text())["files"].values()
    (code,) = [one for one in files if one["source"]["packaging"] == "zip"]
    assert (folder / code["source"]["path"] / "chime_voice" / "provider" / "entry.py").is_file()
    (destination,) = code["destinations"].values()
    assert f"cdk-{MINE}-assets" in destination["bucketName"]
    template = json.loads((folder / "Test.template.json").read_text())
    (function,) = [one for one in template["Resources"].values() if one["Type"] == "AWS::Lambda::Function"]
    assert function["Properties"]["Code"]["S3Key"] == destination["objectKey"]
