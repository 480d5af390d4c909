"""A frozen value that is its own wire form."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn


class Value:
    """What is sent to the service: made once with all limits checked, never changed, equal by content."""

    __slots__ = ("_wire",)
    _wire: dict[str, Any]

    def __init__(self, **wire: Any) -> None:
        """Keep the wire form.

        Args:
            wire: members by the service's own names; those that are None are left out.
        """
        object.__setattr__(self, "_wire", {name: _to_wire(value) for name, value in wire.items() if value is not None})

    def to_dict(self) -> dict[str, Any]:
        """The wire form, a new one at every call: nothing that is done to it comes back in a later call."""
        return {name: _to_wire(value) for name, value in self._wire.items()}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Value) and type(self) is type(other) and self._wire == other._wire

    def __hash__(self) -> int:
        return hash(repr(sorted(self._wire.items())))

    def __repr__(self) -> str:
        # Names alone: values may hold a caller's number or digits, and a representation ends in a log.
        return f"{type(self).__name__}({', '.join(self._wire)})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed; make another one instead of setting {name}")


def _to_wire(value: Any) -> Any:
    if isinstance(value, Value):
        return value.to_dict()
    if isinstance(value, dict):
        return {name: _to_wire(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_to_wire(item) for item in value]
    return value
