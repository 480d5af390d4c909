"""Collects everything wrong with a construct, so that its user hears of it at once."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any, cast

from chime_voice.contract.resource import Resource
from chime_voice.contract.wire import fields_of

from constructs_lib._values import is_known
from constructs_lib.errors import TelephonyError

_WORDS = {str: "text", bool: "True or False", int: "a whole number"}


class Problems:
    """The problems of one construct."""

    def __init__(self, what: str, path: str, words: Mapping[str, str] | None = None) -> None:
        """Start without problems.

        Args:
            what: the kind of construct, in the service's words.
            path: the construct's path in the tree.
            words: the contract's names of properties, and what the construct's user calls them.
        """
        self._words = words or {}
        self._what = what
        self._path = path
        self._found: list[str] = []

    def add(self, problem: str) -> None:
        """Note one problem: the value seen, what is allowed, what to do."""
        self._found.append(problem)

    def check(self, declared: Resource) -> None:
        """Note what the contract finds wrong with the declared values; tokens are left alone."""
        misfits = dict(_misfits(declared, ""))
        # The contract's checks would stumble over a value of another type.
        wrong = declared.problems(lambda value: is_known(value) and id(value) not in misfits)
        self._found += [self._in_users_words(problem) for problem in (*misfits.values(), *wrong)]

    def check_id(self, name: str, contract: type[Resource], value: Any) -> None:
        """Note what is wrong with the id of something that is only referred to: the contract's check of `adopt_id`."""
        (field,) = (field for field in dataclasses.fields(contract) if field.name == "adopt_id")
        if is_known(value):
            self._found += [f"{name} {problem}" for check in field.metadata["checks"] if (problem := check(value))]

    def done(self) -> None:
        """End the collection.

        Raises:
            TelephonyError: there are problems; holds all of them.
        """
        if self._found:
            raise TelephonyError(self._what, self._path, self._found)

    def _in_users_words(self, problem: str) -> str:
        for ours, theirs in self._words.items():
            problem = problem.replace(ours, theirs)
        return problem


def _misfits(value: Any, prefix: str) -> Iterator[tuple[int, str]]:
    """The identity of each value of another type than declared, and what to say about it."""
    for name, (_, hint) in fields_of(cast("type", type(value))).items():
        member = getattr(value, name)
        expected, optional = _without_none(hint)
        if member is not None or not optional:
            yield from _misfit(member, expected, f"{prefix}{name}")


def _misfit(value: Any, expected: Any, place: str) -> Iterator[tuple[int, str]]:
    if not is_known(value):
        return
    if typing.get_origin(expected) is tuple:
        if isinstance(value, tuple):
            for at, item in enumerate(value):
                yield from _misfit(item, typing.get_args(expected)[0], f"{place}[{at}]")
        else:
            yield id(value), f"{place} must be a list, got {value!r}"
    elif not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
        yield id(value), f"{place} must be {_WORDS.get(expected) or with_article(expected)}, got {value!r}"
    elif dataclasses.is_dataclass(value):
        yield from _misfits(value, f"{place}.")


def with_article(expected: type) -> str:
    """A class as a sentence names it."""
    return f"{'an' if expected.__name__[0] in 'AEIOU' else 'a'} {expected.__name__}"


def _without_none(hint: Any) -> tuple[Any, bool]:
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return next(argument for argument in typing.get_args(hint) if argument is not type(None)), True
    return hint, False
