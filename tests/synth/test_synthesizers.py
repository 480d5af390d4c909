"""The provider's code is uploaded wherever a synthesizer of the user's says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from constructs_lib import CallHandler, PhoneNumber

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
    for id_ in ("Answer", "Again"):
        CallHandler(stack, id_, plan=CallHandler.template("announce"))
    app = stack.node.root
    assert isinstance(app, cdk.App)
    folder = Path(app.synth().directory)
    files = json.loads((folder / "Test.assets.json").read_text())["files"].values()
    codes = {
        destination["objectKey"]: (folder / one["source"]["path"], destination["bucketName"])
        for one in files
        if one["source"]["packaging"] == "zip"
        for destination in one["destinations"].values()
    }
    template = json.loads((folder / "Test.template.json").read_text())
    functions = [one["Properties"] for one in template["Resources"].values() if one["Type"] == "AWS::Lambda::Function"]
    uploaded = {one["Handler"]: codes[one["Code"]["S3Key"]] for one in functions}
    assert set(uploaded) == {"chime_voice.provider.entry.handler", "chime_voice.handlers.announce.handler"}
    for handler, (code, bucket) in uploaded.items():
        assert (code / handler.replace(".", "/")).parent.with_suffix(".py").is_file()
        assert f"cdk-{MINE}-assets" in bucket
