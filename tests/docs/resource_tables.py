"""The reference of the resource types, from the contract: what docs/resources.md must say."""

from __future__ import annotations

from typing import cast

from chime_voice.contract.registry import TYPES
from chime_voice.contract.resource import Resource, Spec
from chime_voice.contract.wire import fields_of

ARNS = {
    "*": "`*` (the service has no ARN for these)",
    "sma": "`sma/*`",
    "vc": "`vc/*`",
    "voice-profile-domain": "`voice-profile-domain/*`",
}


def reference() -> str:
    """One section a type."""
    return "\n".join(map(_section, TYPES.values()))


def _effect(name: str, spec: Spec) -> str:
    if name == "AdoptId":
        return "the resource of that id"
    return "another resource" if name in spec.replaces_on else "in place"


def _attributes(spec: Spec) -> str:
    """By name; of numbered ones the first and the last, since there are as many as the resource says."""
    numbered = [name for name in spec.attributes if name[-1].isdigit()]
    shown = [f"`{name}`" for name in spec.attributes if name not in numbered]
    return ", ".join([*shown, f"`{numbered[0]}` to `{numbered[-1]}`"] if numbered else shown)


def _section(contract: type[Resource]) -> str:
    spec = contract.SPEC
    rows = [f"| `{name}` | {_effect(name, spec)} |" for name, _ in fields_of(cast("type", contract)).values()]
    rights = [
        f"- on {ARNS[permission.arn]}: {', '.join(f'`{permission.service}:{o}`' for o in permission.operations)}"
        for permission in spec.permissions
    ]
    attributes = _attributes(spec)
    minutes = spec.service_timeout // 60
    return (
        f"## `{spec.type_name}`\n\n"
        f"Physical id: `{spec.id_attribute}`. `Fn::GetAtt`: {attributes}. CloudFormation waits {minutes} minutes for it.\n\n"
        "| Property | A change makes |\n|---|---|\n" + "\n".join(rows) + "\n\n"
        "The provider may call\n\n" + "\n".join(rights) + "\n"
    )
