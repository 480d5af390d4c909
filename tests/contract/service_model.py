"""botocore's own model of the service: the oracle for shapes and limits."""

from __future__ import annotations

import functools
import re
from typing import Any

import botocore.session
from botocore.model import ServiceModel, StructureShape


@functools.cache
def model() -> ServiceModel:
    return botocore.session.get_session().get_service_model("chime-sdk-voice")


def members(operation: str) -> dict[str, Any]:
    shape = model().operation_model(operation).input_shape
    assert isinstance(shape, StructureShape)
    return dict(shape.members)


def required(operation: str) -> set[str]:
    shape = model().operation_model(operation).input_shape
    return set(shape.metadata.get("required", ()) if shape else ())


def accepts(shape: Any, value: str) -> bool:
    """Whether the model's pattern, length and enum let this text through."""
    limits = shape.metadata
    if "enum" in limits and value not in limits["enum"]:
        return False
    if not limits.get("min", 0) <= len(value) <= limits.get("max", len(value)):
        return False
    pattern = limits.get("pattern")
    return pattern is None or re.fullmatch(pattern, value) is not None
