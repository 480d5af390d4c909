"""Write the first version of a resource type's files from the service's model: `make new-resource NAME=…`.

What the model cannot tell (what a user would call it, which calls undo which) is left as a sentence to answer; the
registry, contract and house tests fail until it is.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import botocore.session
from botocore.model import ServiceModel, Shape, StructureShape

ROOT = Path(__file__).resolve().parents[2]
PYTHON_TYPES = {"string": "str", "boolean": "bool", "integer": "int", "timestamp": "str"}


def snake(name: str) -> str:
    """`VoiceProfileDomain` is `voice_profile_domain`."""
    return botocore.xform_name(name)


def pascal(name: str) -> str:
    """`voice_profile_domain` is `VoiceProfileDomain`."""
    return "".join(part.capitalize() for part in name.split("_"))


class UnknownTypeError(ValueError):
    """The service has no Create operation of that name."""


class Scaffold:
    """The files of one type, as text."""

    def __init__(self, name: str, model: ServiceModel) -> None:
        """Read what the model knows.

        Args:
            name: the type in snake case, as in the service's `Create…` operation.
            model: botocore's model of the service.

        Raises:
            UnknownTypeError: there is no such Create operation; names those that there are.
        """
        self.name, self.type = name, pascal(name)
        self._model = model
        creates = sorted(o.removeprefix("Create") for o in model.operation_names if o.startswith("Create"))
        if self.type not in creates:
            known = ", ".join(snake(create) for create in creates)
            raise UnknownTypeError(f"the service has no Create{self.type}; NAME must be one of {known}")

    def operations(self) -> list[str]:
        """The operations that name the type, without tags and without what other types begin with."""
        forms = {f"{verb}{self.type}" for verb in ("Create", "Get", "Update", "Delete")} | {f"List{self.type}s"}
        return sorted(forms & set(self._model.operation_names))

    def members(self, operation: str) -> dict[str, Shape]:
        """The members of an operation's input."""
        if operation not in self._model.operation_names:
            return {}
        shape = self._model.operation_model(operation).input_shape
        return dict(shape.members) if isinstance(shape, StructureShape) else {}

    def contract(self) -> str:
        """The contract file."""
        create, update = self.members(f"Create{self.type}"), self.members(f"Update{self.type}")
        shape = self._model.operation_model(f"Create{self.type}").input_shape
        required = set(shape.metadata.get("required", ()) if shape else ())
        fields = "\n".join(
            self._field(name, shape, name in required)
            for name, shape in sorted(create.items(), key=lambda item: item[0] not in required)
        )
        replaces = sorted(set(create) - set(update) - {"Tags"} | {"AdoptId"})
        operations = ", ".join(f'"{operation}"' for operation in self.operations())
        has_update = f"Update{self.type}" in self._model.operation_names
        return f'''"""What a {self.words()} is: one sentence that a caller of the construct needs.

Facts: botocore's chime-sdk-voice model; add the page of the developer guide that you read.
"""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from chime_voice.contract import checks
from chime_voice.contract.resource import Permission, Resource, Spec, prop


@dataclasses.dataclass(frozen=True, kw_only=True)
class {self.type}(Resource):
    """The properties of `Custom::Chime{self.type}`."""

    SPEC: ClassVar[Spec] = Spec(
        type_name="Custom::Chime{self.type}",
        label="{self.words()}",
        id_attribute="{self.type}Id",
        attributes=("{self.type}Id",),
        replaces_on=frozenset({{{", ".join(f'"{name}"' for name in replaces)}}}),
        create_operation="Create{self.type}",
        update_operation={f'"Update{self.type}"' if has_update else None},
        # Narrow by ARN where IAM can: see the service authorization reference.
        permissions=(Permission(operations=({operations},)),),
        service_timeout=600,
    )

{fields}
    adopt_id: str | None = prop(default=None)
    """Take over this existing {self.words()} instead of making one; it is left in place on delete."""
'''

    def provider(self) -> str:
        """The provider file: every method that the lifecycle asks for, to be written."""
        methods = {
            "is_id(self, physical_id: str) -> bool": "The form of the service's ids.",
            "id_of(self, state: State) -> str": "The id.",
            "read(self, physical_id: str) -> State | None": "The resource, or None when it does not exist.",
            "every(self) -> Iterable[State]": "All of them at the endpoint.",
            "fits(self, state: State, desired: Contract, previous: Contract | None) -> bool": "What cannot change.",
            "make(self, desired: Contract) -> State": "One Create, looked up when its answer is lost.",
            "bring(self, state: State, desired: Contract, previous: Contract | None) -> State": "What differs.",
            "restore(self, state: State) -> None": "What `bring` changes first, as it was.",
            "describe(self, state: State) -> str": "What about it cannot be changed, in words.",
            "remove(self, state: State) -> None": "Delete it and see it gone.",
            "attributes(self, state: State) -> dict[str, str]": "What `Fn::GetAtt` can read.",
        }
        body = "\n\n".join(
            f'    def {signature}:\n        """{text}"""\n        raise AssertionError("to be written")'
            for signature, text in methods.items()
        )
        return f'''"""{self.words().capitalize()}s: what is made once, what changes in place, what goes first on delete."""

from __future__ import annotations

from collections.abc import Iterable

from chime_voice.contract.{self.name} import {self.type} as Contract
from chime_voice.provider.resource import ResourceProvider, State


class {self.type}(ResourceProvider[Contract]):
    """`Custom::Chime{self.type}`."""

    contract = Contract

{body}
'''

    def words(self) -> str:
        """The type in plain words."""
        return self.name.replace("_", " ")

    def construct(self) -> str:
        """The construct file."""
        return f'''"""The construct of a {self.words()}."""

from __future__ import annotations

from constructs import Construct


class {self.type}(Construct):
    """Define a {self.words()}.

    Say what it is for, its limits, and the default of every optional property as behaviour.
    """
'''

    def test(self, place: str) -> str:
        """A test file that fails until it is written."""
        return f'''"""A {self.words()} in {place}."""

from __future__ import annotations


def test_{self.name}_is_proven_in_{place}():
    raise AssertionError("write what must be true, one sentence a test")
'''

    def files(self) -> dict[str, str]:
        """Path -> text of everything that is written."""
        return {
            f"lambda_src/chime_voice/contract/{self.name}.py": self.contract(),
            f"lambda_src/chime_voice/provider/{self.name}.py": self.provider(),
            f"constructs_lib/{self.name}.py": self.construct(),
            f"tests/provider/test_{self.name}.py": self.test("provider"),
            f"tests/synth/test_{self.name}.py": self.test("synth"),
        }

    def _field(self, name: str, shape: Shape, required: bool) -> str:
        limits = shape.metadata
        checks = []
        if "enum" in limits:
            checks.append(f"checks.one_of({', '.join(repr(value) for value in limits['enum'])})")
        if shape.type_name in ("string", "list") and {"min", "max"} <= limits.keys():
            checks.append(f"checks.length({limits['min']}, {limits['max']})")
        if "pattern" in limits:
            checks.append(f"checks.matches(r{limits['pattern']!r}, 'say the form in words')")
        kind = PYTHON_TYPES.get(shape.type_name, f"object  # a {shape.type_name}: a dataclass of its own")
        optional = "" if required else " | None"
        arguments = ", ".join([*checks, *([] if required else ["default=None"])])
        return f"    {snake(name)}: {kind}{optional} = prop({arguments})"


def main(arguments: list[str] | None = None) -> int:
    """Write the files that do not exist yet, and say what is next."""
    parser = argparse.ArgumentParser(prog="make new-resource", description=__doc__)
    parser.add_argument("name", help="the type in snake case, for example voice_profile_domain")
    parser.add_argument("--into", type=Path, default=ROOT, help="the checkout to write into (default: this one)")
    options = parser.parse_args(arguments)
    model = botocore.session.get_session().get_service_model("chime-sdk-voice")
    try:
        scaffold = Scaffold(options.name, model)
    except UnknownTypeError as unknown:
        print(f"new-resource: {unknown}", file=sys.stderr)
        return 2
    for name, text in scaffold.files().items():
        path = options.into / name
        if path.exists():
            print(f"  kept   {name}")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        print(f"  wrote  {name}")
    print(
        f"\nNext: register {scaffold.type} in contract/registry.py, add it to "
        f"constructs_lib/__init__.py and to the local service, then run `make check` until it is green."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
