"""The shape of expressions in templates."""

from __future__ import annotations

from typing import Any, Final

NO_VALUE: Final = {"Ref": "AWS::NoValue"}


def function_name(expression: Any) -> str:
    """The intrinsic function that an expression calls, or nothing."""
    if isinstance(expression, dict) and len(expression) == 1:
        (name,) = expression
        if name == "Ref" or name.startswith("Fn::"):
            return str(name)
    return ""


def pair(argument: Any) -> tuple[Any, Any]:
    """The two arguments of a function, or nothing twice."""
    return (argument[0], argument[1]) if isinstance(argument, list) and len(argument) == 2 else (None, None)
