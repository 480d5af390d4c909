"""Which request is which operation: the routing table, from botocore's model of the service at run time.

The model ships with botocore; where the installed versions differ, the service follows the installed one.
"""

from __future__ import annotations

import dataclasses
import functools
import urllib.parse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore import xform_name
from botocore.loaders import create_loader
from botocore.model import ServiceModel

if TYPE_CHECKING:
    from constructs_lib.local.voice.wire import WireRequest

Shape = Any
"""A `botocore.model.Shape`, whose type does not tell which kind has which attributes."""

# Operations with these beginnings leave the state as it is.
_READING = ("Get", "List", "Search", "Validate")


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Operation:
    """One operation of the API."""

    name: str
    method: str
    segments: tuple[str, ...]
    """The path's parts; a parameter stands in braces."""
    query: tuple[tuple[str, str], ...]
    """What the query string always says, as in `?operation=restore`."""
    status: int
    errors: frozenset[str]
    input: Shape | None
    output: Shape | None

    @functools.cached_property
    def python_name(self) -> str:
        """The method's name in boto3, and here."""
        return str(xform_name(self.name))

    @property
    def mutating(self) -> bool:
        """Whether it can change anything."""
        return not self.name.startswith(_READING)

    def path_values(self, request: WireRequest) -> dict[str, str] | None:
        """The path's parameters when the request is for this operation, else None."""
        parts = request.path.strip("/").split("/")
        if request.method != self.method or len(parts) != len(self.segments):
            return None
        found = {}
        for part, segment in zip(parts, self.segments, strict=True):
            if segment.startswith("{"):
                found[segment.strip("{}")] = urllib.parse.unquote(part)
            elif part != segment:
                return None
        if any(value not in request.query.get(key, ()) for key, value in self.query):
            return None
        return found


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Model:
    """The whole API."""

    operations: Mapping[str, Operation]
    error_statuses: Mapping[str, int]
    regions: tuple[str, ...]
    """Where the service has endpoints."""

    def find(self, request: WireRequest) -> tuple[Operation, dict[str, str]] | None:
        """The operation of a request with its path parameters; the one that says most about the query wins."""
        found = [
            (operation, values)
            for operation in self.operations.values()
            if (values := operation.path_values(request)) is not None
        ]
        return max(found, key=lambda pair: (len(pair[0].query), -len(pair[1])), default=None)


@functools.cache
def load(service: str = "chime-sdk-voice") -> Model:
    """The model of the installed botocore."""
    loader = create_loader()
    source = ServiceModel(loader.load_service_model(service, "service-2"))
    operations = {name: _operation(source, name) for name in source.operation_names}
    shapes: dict[str, Shape] = {name: source.shape_for(name) for name in source.shape_names}
    statuses = {
        name: shape.metadata["error"]["httpStatusCode"]
        for name, shape in shapes.items()
        if shape.metadata.get("exception")
    }
    endpoints = loader.load_data("endpoints")["partitions"][0]["services"][source.endpoint_prefix]["endpoints"]
    return Model(operations=operations, error_statuses=statuses, regions=tuple(endpoints))


def _operation(source: ServiceModel, name: str) -> Operation:
    found = source.operation_model(name)
    path, _, query = found.http["requestUri"].partition("?")
    return Operation(
        name=name,
        method=found.http["method"],
        segments=tuple(path.strip("/").split("/")),
        query=tuple(urllib.parse.parse_qsl(query)),
        status=found.http.get("responseCode", 200),
        errors=frozenset(shape.name for shape in found.error_shapes),
        input=found.input_shape,
        output=found.output_shape,
    )
