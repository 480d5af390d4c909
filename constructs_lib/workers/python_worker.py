"""The program of a warm Python process: loads one handler, then answers events until nobody asks any more.

Runs under any Python from 3.9 on and imports nothing of ours but the files beside it, which are out of the handler's way
afterwards. Its arguments say where the pipes are, and the first line that it reads everything else; each further line is an
event, each line that it writes an answer. The handler has the usual file descriptors to itself: what it prints is its log.

Facts: https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html, python-context.html and python-logging.html.
"""

from __future__ import annotations

import _thread
import contextlib
import decimal
import importlib
import json
import logging
import os
import signal
import sys
import time
from typing import Any, NoReturn

LARGEST_ANSWER = 6_291_556  # bytes, https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
PROGRAMS = ("python_sdk", "python_network", "python_loading")


class Context:
    """What a handler gets as its second argument."""

    client_context = None
    identity = None

    def __init__(self, about: dict[str, str], request_id: str, ends: float) -> None:
        self.function_name = about["function_name"]
        self.function_version = about["function_version"]
        self.invoked_function_arn = about["invoked_function_arn"]
        self.memory_limit_in_mb = about["memory_limit_in_mb"]
        self.log_group_name = about["log_group_name"]
        self.log_stream_name = about["log_stream_name"]
        self.aws_request_id = request_id
        self._ends = ends

    def get_remaining_time_in_millis(self) -> int:
        """How long the function may still run."""
        return max(0, int((self._ends - time.monotonic()) * 1000))


def main(requests: int, answers: int, lifeline: int) -> None:
    """Work until the asker is gone."""
    for pipe in (requests, answers, lifeline):
        os.set_inheritable(pipe, False)
    _thread.start_new_thread(end_with_the_asker, (lifeline,))
    asked = os.fdopen(requests, "rb", buffering=1 << 16)
    setup = json.loads(asked.readline())
    loading = prepare(setup)
    try:
        handler = loading.load(setup)
    except loading.NotLoadedError as failed:
        send(answers, json.dumps({"failed": str(failed)}))
        leave(1)
    except SystemExit as leaving:
        leave(leaving.code)
    send(answers, json.dumps({"ready": True}))
    for line in asked:
        request = json.loads(line)
        context = Context(setup["about"], request["id"], time.monotonic() + request["seconds"])
        try:
            answer = serialized(handler(request["event"], context))
        except SystemExit as leaving:
            leave(leaving.code)
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is the function's error
            loading.log_failure(error)
            answer = json.dumps({"error": loading.described(error)})
        flush()
        send(answers, answer)


def end_with_the_asker(lifeline: int) -> None:
    """Wait until the other end of a pipe is gone, however that happened, and end with every child."""
    os.read(lifeline, 1)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def prepare(setup: dict[str, Any]) -> Any:
    """Make this process what a handler expects, before any of its code runs; answers the module that loads it."""
    sdk, network, loading = (importlib.import_module(name) for name in PROGRAMS)
    for name in PROGRAMS:
        del sys.modules[name]
    sys.argv[:] = [""]
    sys.path[:1] = setup["path"]  # instead of the folder of this program
    sys.meta_path.insert(0, loading.OnlyWhereItBelongs(setup["path"], setup["lent"]))
    sdk.stand_in_where_missing()
    if setup["nowhere"]:
        sdk.try_once()
    network.guard(setup["nowhere"])
    log = logging.StreamHandler(sys.stdout)
    log.setFormatter(logging.Formatter("[%(levelname)s]\t%(message)s"))
    logging.getLogger().addHandler(log)
    # What is no Exception ends the process, as in Lambda.
    sys.excepthook = lambda _kind, error, _trace: loading.log_failure(error)
    return loading


def serialized(result: Any) -> str:
    """The line for what a handler returned."""
    try:
        text = json.dumps(result, default=as_lambda_does, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        hint = ""
        if type(result).__name__ == "coroutine":
            result.close()
            hint = ": Lambda awaits no `async def` handler; call asyncio.run in an ordinary one"
        return failure(f"Runtime.MarshalError: Unable to marshal response: {error}{hint}")
    if len(text) > LARGEST_ANSWER:  # in ASCII, which may be longer than what Lambda counts
        size = len(json.dumps(result, default=as_lambda_does, ensure_ascii=False).encode(errors="replace"))
        if size > LARGEST_ANSWER:
            return failure(
                f"Function.ResponseSizeTooLarge: Response payload size ({size} bytes) exceeds {LARGEST_ANSWER}"
            )
    return f'{{"answer": {text}}}'


def failure(words: str) -> str:
    """The line for an answer that Lambda does not pass on."""
    with contextlib.suppress(Exception):
        sys.stderr.write(f"[ERROR] {words}\n")
    return json.dumps({"error": words})


def as_lambda_does(value: Any) -> str:
    """JSON for what JSON has no word for: Lambda's runtime knows one such type."""
    if isinstance(value, decimal.Decimal):
        return str(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def flush() -> None:
    """Let the log be complete before the answer; a handler may have closed its streams."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()


def leave(code: Any) -> NoReturn:
    """End as the handler wished, at once."""
    if code is not None and not isinstance(code, int):
        with contextlib.suppress(Exception):
            sys.stderr.write(f"{code}\n")
    flush()
    os._exit((code if isinstance(code, int) else int(code is not None)) & 0xFF)


def send(pipe: int, text: str) -> None:
    """Write one line, all of it."""
    rest = memoryview(f"{text}\n".encode())
    while rest:
        rest = rest[os.write(pipe, rest) :]


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
