"""Cloud assemblies written by hand, as small as the reader accepts."""

import json
from pathlib import Path
from typing import Any

ACCOUNT = "123456789012"
ARN = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:answer"
NUMBER = "+12065550100"


def application(handler: Any = ARN, *, region: Any = "us-east-1", **more: Any) -> dict[str, Any]:
    properties = {"AwsRegion": region, "Endpoints": [{"LambdaArn": handler}], "Name": "answering", **more}
    return {"Type": "Custom::ChimeSipMediaApplication", "Properties": properties}


def target(application_id: Any, priority: Any = 1, region: Any = "us-east-1") -> dict[str, Any]:
    return {"SipMediaApplicationId": application_id, "Priority": priority, "AwsRegion": region}


def rule(trigger: Any = NUMBER, *targets: dict[str, Any], **more: Any) -> dict[str, Any]:
    properties = {
        "TriggerType": "ToPhoneNumber",
        "TriggerValue": trigger,
        "TargetApplications": list(targets) or [target({"Ref": "App"})],
        "HomeRegion": "us-east-1",
        "Name": "line",
        **more,
    }
    return {"Type": "Custom::ChimeSipRule", "Properties": properties}


def function(**more: Any) -> dict[str, Any]:
    properties = {"Handler": "app.handler", "Runtime": "python3.14", "Timeout": 5, "Code": {"ZipFile": "…"}, **more}
    return {"Type": "AWS::Lambda::Function", "Properties": properties}


def permission(function_name: Any, **more: Any) -> dict[str, Any]:
    properties = {
        "Action": "lambda:InvokeFunction",
        "FunctionName": function_name,
        "Principal": "voiceconnector.chime.amazonaws.com",
        "SourceAccount": {"Ref": "AWS::AccountId"},
        **more,
    }
    return {"Type": "AWS::Lambda::Permission", "Properties": properties}


def stack(
    resources: dict[str, Any],
    *,
    region: str = "us-east-1",
    account: str = ACCOUNT,
    name: str | None = None,
    **sections: Any,
) -> dict[str, Any]:
    """A stack as `write` takes it; more sections of its template by their names."""
    return {"template": {"Resources": resources, **sections}, "environment": f"aws://{account}/{region}", "name": name}


def write(folder: Path, stacks: dict[str, dict[str, Any]], *, more: dict[str, Any] | None = None) -> Path:
    """Write an assembly; the keys are the stacks' construct paths, `more` are further artifacts."""
    artifacts = {}
    for path, declared in stacks.items():
        artifact_id = path.replace("/", "")
        (folder / f"{artifact_id}.template.json").write_text(json.dumps(declared["template"]))
        artifacts[artifact_id] = {
            "type": "aws:cloudformation:stack",
            "environment": declared["environment"],
            "displayName": path,
            "properties": {"templateFile": f"{artifact_id}.template.json", "stackName": declared["name"] or path},
        }
    (folder / "manifest.json").write_text(json.dumps({"version": "55.0.0", "artifacts": artifacts | (more or {})}))
    return folder
