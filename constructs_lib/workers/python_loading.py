"""Finding and importing a handler, and saying as Lambda does what goes wrong with it, with what to do.

Belongs to `python_worker.py`: runs on Python 3.9 and imports nothing of ours.

Facts: https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html and python-package.html.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.machinery
import importlib.util
import os
import sys
import sysconfig
import time
import traceback
from collections.abc import Callable
from typing import Any

OURS = ("chime_voice", "constructs_lib")
# What Lambda's own Python brings.
BROUGHT = {"boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3", "awslambdaric"}
# Where the frames of the import system and of this program are from.
NOT_THE_HANDLERS = ("<frozen importlib", importlib.__file__, os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120


class NotLoadedError(Exception):
    """The handler could not be loaded; said as Lambda says it."""


class OnlyWhereItBelongs:
    """Finds our own packages in the function's code or where they are lent, never in this interpreter's packages."""

    def __init__(self, code: list[str], lent: dict[str, str]) -> None:
        self.code, self.lent = code, lent

    def find_spec(self, name: str, _path: Any = None, target: Any = None) -> Any:
        """As the import system asks."""
        if name not in OURS:
            return None
        places = [*self.code, *([self.lent[name]] if name in self.lent else [])]
        spec = importlib.machinery.PathFinder.find_spec(name, places, target)
        if spec is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return spec


def load(setup: dict[str, Any]) -> Callable[[Any, Any], Any]:
    """The handler.

    Raises:
        NotLoadedError: it cannot be had.
    """
    entry = setup["entry"]
    place, _, name = entry.rpartition(".")
    module_name = place.replace("/", ".")
    if not module_name or not name or module_name.startswith(".") or ".." in module_name:
        raise NotLoadedError(f"Runtime.MalformedHandlerName: Bad handler {entry!r}: it must be module.function")
    began = time.monotonic()
    try:
        module = import_module(module_name, place, setup["path"][0])
    except ImportError as error:
        log_failure(error)
        words = f"Runtime.ImportModuleError: Unable to import module {place!r}: {error}"
        raise NotLoadedError(words + missing(error, setup)) from None
    except SyntaxError as error:
        log_failure(error)
        words = f"Runtime.UserCodeSyntaxError: Syntax error in module {place!r}: {error}"
        raise NotLoadedError(words + other_python(setup["runtime"])) from None
    except Exception as error:  # noqa: BLE001 - whatever a module raises is told
        log_failure(error)
        raise NotLoadedError(described(error)) from None
    say_what_a_cold_start_costs(time.monotonic() - began)
    if setup["declared"]:
        say_what_is_not_uploaded()
    handler: Callable[[Any, Any], Any] | None = getattr(module, name, None)
    if handler is None or not callable(handler):
        there = functions_of(module)
        raise NotLoadedError(f"Runtime.HandlerNotFound: Handler {name!r} missing on module {place!r}; it has {there}")
    return handler


def import_module(name: str, place: str, root: str) -> Any:
    """Import it; a file that is named like a module which is already here, such as queue.py, is still the one meant."""
    file = os.path.join(root, *place.split("/")) + ".py"  # noqa: PTH118
    if name in sys.modules and os.path.isfile(file):  # noqa: PTH113
        spec = importlib.util.spec_from_file_location(name, file)
        assert spec is not None and spec.loader is not None  # noqa: S101, PT018 - it ends in .py
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    return importlib.import_module(name)


def missing(error: ImportError, setup: dict[str, Any]) -> str:
    """What to do about an import that failed."""
    name = (error.name or "").partition(".")[0]
    if not isinstance(error, ModuleNotFoundError) or not name:
        return ""
    if name == setup["entry"].rpartition(".")[0].replace("/", ".").partition(".")[0]:
        there = sorted(each[:-3] for each in os.listdir(setup["path"][0]) if each.endswith(".py"))  # noqa: PTH208
        return f" (its folder has {', '.join(there) or 'no Python files'})"
    if name in OURS:
        return f" ({name} is not in the function's code)"
    return f" (put {name} into the function's code, or give an interpreter that has it: --python PATH)"


def other_python(runtime: str) -> str:
    """Whether the code may be for another Python than this one."""
    ours = "python{}.{}".format(*sys.version_info[:2])
    if runtime in ("python", ours):
        return ""
    return f" (the function is declared for {runtime} and runs on {ours} here: give another with --python PATH)"


def functions_of(module: Any) -> str:
    """The functions that a module might have meant."""
    own = module.__name__
    names = [
        name
        for name, value in vars(module).items()
        if callable(value) and not name.startswith("_") and getattr(value, "__module__", own) == own
    ]
    return ", ".join(names) or "no functions"


def say_what_is_not_uploaded() -> None:
    """Name what the handler imported from this interpreter's own packages: Lambda will not have it."""
    places = tuple({os.path.join(sysconfig.get_path(each), "") for each in ("purelib", "platlib")})  # noqa: PTH118
    loaded = {
        name.partition(".")[0]
        for name, module in list(sys.modules.items())
        if (getattr(module, "__file__", None) or "").startswith(places)
    }
    for name in sorted(loaded - BROUGHT - set(OURS)):
        if not name.startswith("_"):
            print(f"note: {name} is this interpreter's, not in the function's code; in Lambda a layer must bring it")


def say_what_a_cold_start_costs(seconds: float) -> None:
    """A module that works for long when it is loaded makes the first caller wait."""
    if seconds >= 2:
        print(f"note: the module took {seconds:.0f} s to load; on a cold start the service waits for that too")


def described(error: BaseException) -> str:
    """An exception in one line, with what to do where that is known."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    unset = isinstance(error, KeyError) and last is not None and last.tb_frame.f_globals is vars(os)
    hint = f" (environment variable {error} is not set: give it with --env NAME=VALUE)" if unset else ""
    said = words(error)
    if type(error).__name__ == "EndpointConnectionError" and "//127.0.0.1:" in said:
        hint = " (nothing answers AWS calls there: start the local cloud, or give its address with --endpoint-url)"
    return f"{type(error).__name__}: {said}{hint}"


def words(error: BaseException) -> str:
    """What an exception says; it may be one that cannot even do that."""
    try:
        return str(error)
    except Exception as failed:  # noqa: BLE001 - the handler's class may do anything
        return f"<its text fails with {type(failed).__name__}>"


def log_failure(error: BaseException) -> None:
    """Write a traceback to the log as Lambda does, without the frames of this program."""
    last = error.__traceback__
    while last is not None and last.tb_frame.f_code.co_filename.startswith(NOT_THE_HANDLERS):
        last = last.tb_next
    lines = traceback.format_exception(type(error), error, last)
    with contextlib.suppress(Exception):
        sys.stderr.write(f"[ERROR] {type(error).__name__}: {words(error)}\n{''.join(lines)}")
