"""boto3 without AWS: where nobody answers it tries once, and where it is not installed it has a stand-in.

Lambda brings boto3, this interpreter may not. With the stand-in a handler can be loaded and run until it calls AWS: that
fails with one of the SDK's own errors, which says what to install. Belongs to `python_worker.py`: runs on Python 3.9 and
imports nothing of ours.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import sys
import types
from typing import Any

WORDS = (
    "boto3 is not installed for {}, so this call to AWS cannot be made; Lambda brings boto3: "
    "install it here, or give an interpreter that has it with --python PATH"
)


def stand_in_where_missing() -> None:
    """Offer what is not there, to whoever imports it."""
    absent = tuple(name for name in ("boto3", "botocore") if importlib.machinery.PathFinder.find_spec(name) is None)
    if absent:
        sys.meta_path.append(_Finder(absent))


def try_once() -> None:
    """Take the retries away that a handler may have asked for: nobody answers, and its call would last as long."""
    sys.meta_path.insert(0, _Impatient())


class _Impatient:
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != "botocore.endpoint":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        loader: Any = spec.loader if spec else None
        if loader is None:
            return spec
        execute = loader.exec_module

        def exec_module(module: Any) -> None:
            execute(module)
            module.Endpoint._needs_retry = lambda *_, **__: False  # noqa: SLF001 - no setting wins over a client

        loader.exec_module = exec_module
        return spec


class _Finder:
    def __init__(self, absent: tuple[str, ...]) -> None:
        self.absent = absent

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> Any:
        if name.partition(".")[0] in self.absent:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)  # type: ignore[arg-type]
        return None

    def create_module(self, _spec: Any) -> Any:
        return None

    def exec_module(self, module: types.ModuleType) -> None:
        if module.__name__ == "botocore.exceptions":
            module.BotoCoreError = _BotoCoreError  # type: ignore[attr-defined]
            module.ClientError = _ClientError  # type: ignore[attr-defined]
            module.__getattr__ = _error_class  # type: ignore[method-assign]
        else:
            module.__getattr__ = _of_module  # type: ignore[method-assign]


class _BotoCoreError(Exception):
    def __init__(self, *words: object, **facts: object) -> None:
        super().__init__(*words, *facts.values())


class _ClientError(Exception):
    def __init__(self, error_response: Any, operation_name: str) -> None:
        super().__init__(f"{error_response} ({operation_name})")
        self.response, self.operation_name = error_response, operation_name


def _error_class(name: str) -> type[Exception]:
    if name.startswith("__"):
        raise AttributeError(name)
    return type(name, (_BotoCoreError,), {})


def _of_module(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return _Thing()


class _Thing:
    """A client, a resource, a session, a type of a condition: everything can be made, nothing can be asked of AWS."""

    def __call__(self, *_: object, **__: object) -> Any:
        return _Thing()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "exceptions":
            return _Exceptions()
        # Sub-resources begin with a capital letter, and these give further things; all else is a call to AWS.
        if name[0].isupper() or name in _LOCAL:
            return _Thing()
        return _refuse


_LOCAL = {
    "client",
    "resource",
    "session",
    "get_paginator",
    "get_waiter",
    "meta",
    "events",
    "dynamodb",
    "conditions",
    "region_name",
}


class _Exceptions:
    def __getattr__(self, name: str) -> Any:
        return type(name, (_ClientError,), {})


def _refuse(*_: object, **__: object) -> Any:
    base = importlib.import_module("botocore.exceptions").BotoCoreError
    words = WORDS.format(sys.executable)
    raise type("EndpointConnectionError", (base,), {"fmt": words, "__str__": lambda _: words})
