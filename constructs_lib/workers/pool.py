"""Running functions in warm processes.

Facts: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html (one event at a time, reuse, what a
time-out ends); https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (payloads).
"""

from __future__ import annotations

import dataclasses
import importlib.util
import itertools
import json
import math
import os
import shutil
import socket
import tempfile
import threading
import time
import uuid
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

from constructs_lib.pstn.invoking import Invoked
from constructs_lib.routing.model import Function
from constructs_lib.workers import surroundings
from constructs_lib.workers.errors import WorkersError
from constructs_lib.workers.process import Process, Program, StoppedError, TooSlowError
from constructs_lib.workers.programs import Interpreters, refusal

LARGEST_EVENT = 6_291_456
"""Bytes that Lambda takes."""

Log = Callable[[Function, str], None]


class Workers:
    """Runs functions in warm processes; an `Invoker`, and a context manager.

    A process is started when its function is first invoked, and reused as long as it works: a module's memory stays from
    call to call. While it is busy, a further invocation starts another one. Time that a process needs until the handler is
    loaded is not counted, since this machine says nothing of Lambda's cold starts. Unlike Lambda it is not frozen between
    events: what a handler left running goes on.

    A handler sees none of the user's environment and reaches nothing but this machine: its AWS calls go to `endpoint_url`,
    or fail at once. That is a guard against accidents and not a wall; programs that a handler starts are not covered.

    A declared function (one with a logical id) finds the package `chime_voice` only in its own code, as in Lambda. To a file
    that nobody declared (`handler_file`) it is lent.

    Args:
        environment: more variables, by name; they win over those of the function.
        python: another interpreter for Python handlers, 3.9 or newer. By default the one that runs this.
        endpoint_url: where AWS calls go; on this machine. By default nowhere.
        folder: the working directory. By default the folder of the handler.
        log: called after an invocation with what it wrote to its log, when it wrote anything; on the invocation's thread.

    Raises:
        WorkersError: an endpoint that is not on this machine, or a folder that does not exist.
    """

    def __init__(
        self,
        *,
        environment: Mapping[str, str] | None = None,
        python: str | Path | None = None,
        endpoint_url: str | None = None,
        folder: str | Path | None = None,
        log: Log | None = None,
    ) -> None:
        if endpoint_url is not None:
            surroundings.check_endpoint(endpoint_url)
        if folder is not None and not Path(folder).is_dir():
            raise WorkersError(f"{str(folder)!r} is no folder to work in: give one that exists")
        self._environment = dict(environment or {})
        self._interpreters = Interpreters(python)
        self._folder = Path(folder).absolute() if folder is not None else None
        self._tell = log
        self._lock = threading.Lock()
        self._idle: dict[Function, list[Process]] = {}
        self._busy: set[Process] = set()
        self._started = itertools.count(1)
        self._asked = itertools.count(1)
        self._closed = False
        self._scratch = tempfile.mkdtemp(prefix="chime-voice-")
        # A port that is taken, so that nobody answers there by chance, and that refuses every connection.
        nowhere = socket.socket()
        nowhere.bind(("127.0.0.1", 0))
        port = int(nowhere.getsockname()[1])
        self._endpoint_url = endpoint_url or f"http://127.0.0.1:{port}"
        self._refused_port = 0 if endpoint_url else port
        # Runs at the end of the program at the latest. A process whose asker is gone ends by itself in any case.
        self._end = weakref.finalize(self, _end_all, self._idle, self._busy, nowhere, self._scratch)

    def __enter__(self) -> Self:
        """Nothing is started before the first invocation."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all processes."""
        self.close()

    def close(self) -> None:
        """End all processes, busy ones too. Nothing can be invoked any more."""
        with self._lock:
            self._closed = True
            self._end()

    def invoke(self, function: Function, event: dict[str, Any], *, time_limit: float) -> Invoked:
        """Run the handler once, in a process that is idle or in a new one.

        `seconds` are whole ones, rounded down: a handler that answers at once takes none, on any machine.

        Args:
            function: with its code's folder, entry, runtime, variables and time-out.
            event: for the handler; at most 6 MB as JSON.
            time_limit: seconds after which nobody waits any more. The process is ended then, or when the function's own
                time-out is over, whichever is first.
        """
        try:
            sent = json.dumps(event)
            process = self._take(function, len(sent))
        except (WorkersError, OSError, TypeError, ValueError, RecursionError) as error:
            return Invoked(kind="not_invokable", error=str(error))
        try:
            invoked = self._outcome(process, function, sent, time_limit)
        finally:
            log = self._give_back(function, process)
        if log and self._tell:
            self._tell(function, log)
        return dataclasses.replace(invoked, log=log)

    def _outcome(self, process: Process, function: Function, sent: str, time_limit: float) -> Invoked:
        limit = min(time_limit, math.inf if function.timeout is None else function.timeout)
        began = time.monotonic()
        try:
            failed = process.load()
            if failed:
                return Invoked(kind="function_error", error=failed)
            began = time.monotonic()
            id_ = str(uuid.UUID(int=next(self._asked)))
            answer = process.ask(f'{{"id": "{id_}", "seconds": {limit}, "event": {sent}}}', limit)
            if answer.get("last"):
                process.end()
        except StoppedError as stopped:
            return Invoked(kind="function_error", error=str(stopped), seconds=_since(began))
        except TooSlowError:
            if limit == function.timeout:
                return Invoked(kind="function_error", error=f"Task timed out after {limit:.2f} seconds", seconds=limit)
            return Invoked(kind="timed_out", error=f"no answer within {limit:g} s", seconds=limit)
        if "error" in answer:
            return Invoked(kind="function_error", error=str(answer["error"]), seconds=_since(began))
        return Invoked(kind="answered", payload=answer.get("answer"), seconds=_since(began))

    def _take(self, function: Function, size: int) -> Process:
        """An idle process, or a new one.

        Raises:
            WorkersError: there can be none.
            OSError: it did not start.
        """
        if size > LARGEST_EVENT:
            raise WorkersError(f"the event has {size} bytes; Lambda takes at most {LARGEST_EVENT}")
        with self._lock:
            idle = self._idle.get(function, [])
            while idle:
                process = idle.pop()
                self._busy.add(process)
                if process.alive:
                    return process
                self._busy.discard(process)
                process.end()
        refused = refusal(function)
        if refused:
            raise WorkersError(refused)
        process = Process(self._program(function))
        with self._lock:
            self._busy.add(process)
            if not self._closed:
                return process
            self._busy.discard(process)
        process.end()
        raise WorkersError("these workers are closed: make new ones")

    def _give_back(self, function: Function, process: Process) -> str:
        """Keep the process for later if it is well; answers what it logged."""
        log = process.take_log()
        with self._lock:
            self._busy.discard(process)
            keep = process.alive and not self._closed
            if keep:
                self._idle.setdefault(function, []).append(process)
        if not keep:
            process.end()
        return log

    def _program(self, function: Function) -> Program:
        """What to start for a function.

        Raises:
            WorkersError: there is no interpreter for it.
        """
        python = function.runtime.startswith("python")
        command = self._interpreters.python() if python else self._interpreters.node(function)
        about = surroundings.about(function, next(self._started))
        code = Path(function.code).absolute()
        declared = bool(function.origin.logical_id)
        own = code if declared else (code / function.entry).parent
        return Program(
            command=command,
            environment=surroundings.environment(
                function,
                about=about,
                path=os.pathsep.join([str(Path(command[0]).parent), os.defpath]),
                scratch=self._scratch,
                endpoint_url=self._endpoint_url,
                given=self._environment,
            ),
            folder=self._folder or own,
            setup={
                "about": about,
                "entry": function.entry,
                "runtime": function.runtime,
                "declared": declared,
                "path": [str(each) for each in dict.fromkeys([code, own, self._folder or own])],
                "lent": {} if declared else _VOCABULARY,
                "nowhere": self._refused_port,
            },
        )


def _vocabulary() -> dict[str, str]:
    """Where `chime_voice` is installed; it is not imported."""
    found = importlib.util.find_spec("chime_voice")
    return {"chime_voice": str(Path(found.origin).parent.parent)} if found and found.origin else {}


_VOCABULARY = _vocabulary()


def _since(began: float) -> float:
    return float(math.floor(time.monotonic() - began))


def _end_all(idle: dict[Function, list[Process]], busy: set[Process], nowhere: socket.socket, scratch: str) -> None:
    for process in [each for several in idle.values() for each in several]:
        process.end()
    idle.clear()
    for process in list(busy):
        process.kill()  # who waits for its answer puts the rest away
    nowhere.close()
    shutil.rmtree(scratch, ignore_errors=True)
