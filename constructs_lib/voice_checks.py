"""The checks of `chime-voice check` while an app is synthesized.

Facts: https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html (validation plugins); that the manifest is
written before plugins run was seen with aws-cdk-lib 2.275.
"""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import jsii

from constructs_lib import assembly
from constructs_lib.routing.checks.catalog import FINDINGS
from constructs_lib.routing.findings import findings
from constructs_lib.routing.words import visible

if TYPE_CHECKING:
    from constructs_lib.routing.model import Finding, Origin


@jsii.implements(cdk.IPolicyValidationPlugin)
class VoiceChecks:
    """Checks the routes of a whole app, over all of its stacks, whenever it is synthesized.

    An error fails the synthesis; a warning is shown. Whoever accepts a finding says so at the construct, at its stack, or
    at the app: `Validations.of(rule).acknowledge(Acknowledgment(id="chime::single-region", reason="…"))`. The findings and
    their ids are those of `chime-voice check`.

    Example::

        Validations.of(app).add_plugins(VoiceChecks())
    """

    @property
    def name(self) -> str:
        """What the CDK puts before the ids: `chime::single-region`."""
        return "chime"

    @property
    def version(self) -> str:
        """The version of this package."""
        return importlib.metadata.version("chime-voice-constructs")

    @property
    def rule_ids(self) -> list[str]:
        """The ids of all findings."""
        return list(FINDINGS)

    def validate(self, context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        """Read the assembly that was just written, and report what is found in the stacks of the plugin's own scope.

        Args:
            context: of the CDK.
        """
        app: Any = context.app_construct  # only apps are validated
        templates = {stack.stack_construct_path: stack.template_path for stack in context.stack_templates}
        declared = {path: _logical_ids(template) for path, template in templates.items()}
        violations = [
            _violation(finding, stack, templates.get(stack, ""), declared.get(stack, frozenset()))
            for finding in findings(assembly.read(app.outdir))
            for stack in [_stack_of(finding.origin, templates)]
            if stack or not finding.origin.construct_path
        ]
        return cdk.PolicyValidationPluginReport(
            success=not any(violation.severity == "error" for violation in violations), violations=violations
        )


def _stack_of(origin: Origin, templates: Mapping[str, str]) -> str:
    """The construct path of the stack that declares it, among those that are validated; else nothing."""
    path = origin.construct_path
    while path and path not in templates:
        path = path.rpartition("/")[0]
    return path


def _logical_ids(template: str) -> frozenset[str]:
    return frozenset(json.loads(Path(template).read_text(encoding="utf-8")).get("Resources", {}))


def _violation(finding: Finding, stack: str, template: str, declared: frozenset[str]) -> cdk.PolicyViolation:
    origin = finding.origin
    # By the template's name for it the CDK finds the construct and the line of code. A nested stack has a template of
    # its own, which the CDK does not hand to plugins.
    if origin.logical_id in declared:
        place = cdk.PolicyViolatingResource(locations=[], resource_logical_id=origin.logical_id, template_path=template)
    else:
        place = cdk.PolicyViolatingResource(locations=[], construct_path=origin.construct_path or stack)
    because = f" (acknowledged: {visible(finding.acknowledged)})" if finding.acknowledged else ""
    return cdk.PolicyViolation(
        rule_name=finding.id,
        description=f"{visible(finding.message)}{because}",
        fix=finding.remedy,
        severity="info" if finding.acknowledged else finding.severity,
        violating_resources=[place],
    )
