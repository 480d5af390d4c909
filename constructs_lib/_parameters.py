"""Parameters of a call handler: checked at synthesis, written as the environment variables that it reads.

Facts: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html (4 KB together).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from constructs_lib import _surroundings, _templates, handler_plan
from constructs_lib._problems import Problems
from constructs_lib._values import UNKNOWN, is_known

_KINDS = {
    str: "text",
    int: "a whole number that is known at synthesis",
    list: "a list of texts",
    dict: "a mapping of text to text",
}
_MOST_BYTES = 4096


def check(problems: Problems, template: str, parameters: Mapping[str, object]) -> None:
    """Note what is wrong with a template's parameters. What it takes stands in the template itself."""
    module = _templates.load(template)
    kinds: Mapping[str, type] = module.PARAMETERS
    for name in sorted(parameters.keys() - kinds.keys()):
        problems.add(f"template {template} takes {', '.join(kinds)}; got {name}")
    for name in getattr(module, "REQUIRED", ()):
        if name not in parameters:
            problems.add(f"template {template} needs {name}, {_KINDS[kinds[name]]}; got none")
    sounds = _surroundings.sounds(name for name in parameters if name in kinds)
    if sounds and "prompts" not in parameters:
        problems.add(f"template {template} needs prompts, the bucket of {', '.join(sounds)}; got none")
    if "prompts" in parameters and "prompts" in kinds and not sounds:
        named = ", ".join(_surroundings.sounds(kinds))
        problems.add(f"template {template} plays nothing of prompts unless a sound is named: {named}; got none")
    known = {}
    for name, value in parameters.items():
        if name not in kinds or _surroundings.is_construct_for(name, value):
            continue
        if not _is_of(kinds[name], value):
            allowed = _surroundings.also_allowed(name)
            problems.add(
                f"template {template}: {name} must be {_KINDS[kinds[name]]}{allowed}, got {_surroundings.shown(name, value)}"
            )
        elif (part := _known(value)) is not None:
            known[name] = part
    for problem in module.problems(known):
        problems.add(f"template {template}: {problem}")


def check_kinds(problems: Problems, parameters: Mapping[Any, object]) -> None:
    """Note what cannot be a parameter of any handler: those of a folder are known to its code alone."""
    for name, value in parameters.items():
        if not isinstance(name, str) or not name.isidentifier():
            problems.add(f"parameters must have names of letters, digits and _, a letter first; got {name!r}")
        elif not _surroundings.is_construct_for(name, value) and not any(_is_of(kind, value) for kind in _KINDS):
            kinds = f"{', '.join(_KINDS.values())}{_surroundings.also_allowed(name)}"
            problems.add(f"parameters {name} must be one of {kinds}; got {_surroundings.shown(name, value)}")


def check_size(problems: Problems, variables: Mapping[str, object]) -> None:
    """Note when a function would have more in its environment than Lambda takes; tokens are not counted."""
    texts = [text for pair in variables.items() for text in pair if isinstance(text, str) and is_known(text)]
    size = sum(len(text.encode()) for text in texts)
    if size > _MOST_BYTES:
        problems.add(
            f"parameters and environment must have at most {_MOST_BYTES} bytes together, names and values, which is all "
            f"that Lambda takes; got {size}"
        )


def variables(parameters: Mapping[str, object]) -> dict[str, str]:
    """The environment variables. A construct among the values counts as a text that is not known yet."""
    return handler_plan.variables(
        {name: UNKNOWN if _surroundings.is_construct_for(name, value) else value for name, value in parameters.items()}
    )


def _is_of(kind: type, value: Any) -> bool:
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and is_known(value)
    if kind is str:
        return isinstance(value, str)
    if kind is dict:
        return isinstance(value, Mapping) and all(isinstance(text, str) for pair in value.items() for text in pair)
    # The CDK's token for a whole list is a list of one text, which JSON would keep from being resolved.
    is_list = isinstance(value, Sequence) and not isinstance(value, str)
    return is_list and all(isinstance(text, str) and "#{Token[" not in text for text in value)


def _known(value: Any) -> Any:
    """As much of a value as is known; None where that is nothing."""
    if isinstance(value, Mapping):
        known = {key: text for key, text in value.items() if is_known(key) and is_known(text)}
        return known if known or not value else None
    if isinstance(value, Sequence) and not isinstance(value, str):
        texts = [text for text in value if is_known(text)]
        return texts if texts or not value else None
    return value if is_known(value) else None
