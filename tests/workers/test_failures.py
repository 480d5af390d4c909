"""What goes wrong in a handler is the function's error, in Lambda's words, and the next event is not harmed."""

from __future__ import annotations

import dataclasses
import json

import pytest

from constructs_lib.workers import Workers
from tests.workers.handlers import python

LIMIT = 20.0
WELL = "seen = []\ndef handler(event, context):\n    seen.append(1)\n    if not event: return len(seen)\n"


def fails(workers: Workers, tmp_path, body: str) -> str:
    """The error of a handler whose body fails on an event that is not empty; then it answers again, if it can."""
    function = python(tmp_path, WELL + "".join(f"    {line}\n" for line in body.splitlines()))
    invoked = workers.invoke(function, {"fail": True}, time_limit=LIMIT)
    assert (invoked.kind, invoked.payload) == ("function_error", None)
    assert workers.invoke(function, {}, time_limit=LIMIT).kind == "answered"
    return invoked.error


def test_an_exception_is_told_by_type_and_message_and_its_traceback_logged(workers, tmp_path):
    function = python(tmp_path, "def handler(event, context):\n    return event['Nothing']")
    invoked = workers.invoke(function, {}, time_limit=LIMIT)
    assert (invoked.kind, invoked.error) == ("function_error", "KeyError: 'Nothing'")
    assert invoked.log.startswith("[ERROR] KeyError: 'Nothing'\nTraceback (most recent call last):\n")
    assert "python_worker.py" not in invoked.log


@pytest.mark.parametrize(
    ("raised", "logged"),
    [("BaseException('base')", "BaseException: base"), ("KeyboardInterrupt", "KeyboardInterrupt: ")],
)
def test_what_ends_the_process_is_logged_without_our_own_frames(workers, tmp_path, raised, logged):
    function = python(tmp_path, f"def handler(event, context):\n    raise {raised}")
    invoked = workers.invoke(function, {}, time_limit=LIMIT)
    assert invoked.error.startswith("Runtime.ExitError: the process ")
    assert f"[ERROR] {logged}\n" in invoked.log
    assert "python_worker.py" not in invoked.log


def test_an_exception_that_cannot_say_what_it_is_fails_as_one(workers, tmp_path):
    text = """
        class Shy(Exception):
            def __str__(self): raise ValueError("no")
        def handler(event, context): raise Shy
        """
    invoked = workers.invoke(python(tmp_path, text), {}, time_limit=LIMIT)
    assert (invoked.kind, invoked.error) == ("function_error", "Shy: <its text fails with ValueError>")
    assert "python_worker.py" not in invoked.log


def test_memory_stays_after_an_exception(workers, tmp_path):
    function = python(tmp_path, f"{WELL}    raise ValueError('no')")
    workers.invoke(function, {"fail": True}, time_limit=LIMIT)
    assert workers.invoke(function, {}, time_limit=LIMIT).payload == 2


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("import sys; sys.exit(3)", "Runtime.ExitError: the process ended by itself with exit status 3"),
        ("import sys; sys.exit('bye')", "Runtime.ExitError: the process ended by itself with exit status 1"),
        ("import os; os._exit(0)", "Runtime.ExitError: the process ended by itself with exit status 0"),
        (
            "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
            "Runtime.ExitError: the process was killed by SIGSEGV",
        ),
        ("import os; os.closerange(3, 100_000)", "Runtime.ExitError: the process ended by itself with exit status 1"),
        ("raise KeyboardInterrupt", "Runtime.ExitError: the process was killed by SIGINT"),
    ],
)
def test_a_process_that_ends_is_an_error_and_the_next_event_gets_a_fresh_one(workers, tmp_path, body, error):
    function = python(tmp_path, f"{WELL}    {body}")
    workers.invoke(function, {}, time_limit=LIMIT)
    invoked = workers.invoke(function, {"fail": True}, time_limit=LIMIT)
    assert (invoked.kind, invoked.error) == ("function_error", error)
    assert workers.invoke(function, {}, time_limit=LIMIT).payload == 1


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("b'bytes'", "Object of type bytes is not JSON serializable"),
        ("{1, 2}", "Object of type set is not JSON serializable"),
        ("float('nan')", "Out of range float values are not JSON compliant"),
        ("{(1, 2): 3}", "keys must be str, int, float, bool or None, not tuple"),
        ("context", "Object of type Context is not JSON serializable"),
    ],
)
def test_an_answer_that_is_no_json_is_an_error(workers, tmp_path, value, words):
    error = fails(workers, tmp_path, f"return {value}")
    assert error.startswith(f"Runtime.MarshalError: Unable to marshal response: {words}")


def test_an_answer_without_end_is_an_error(workers, tmp_path):
    assert "Runtime.MarshalError" in fails(workers, tmp_path, "event['me'] = event\nreturn event")


def test_decimals_are_texts_as_in_lambda(workers, tmp_path):
    function = python(
        tmp_path, "from decimal import Decimal\ndef handler(event, context): return {'n': Decimal('1.50')}"
    )
    assert workers.invoke(function, {}, time_limit=LIMIT).payload == {"n": "1.50"}


def test_a_coroutine_is_an_error_that_says_why(workers, tmp_path):
    function = python(tmp_path, "async def handler(event, context): return {}")
    invoked = workers.invoke(function, {}, time_limit=LIMIT)
    assert "Object of type coroutine is not JSON serializable: Lambda awaits no `async def` handler" in invoked.error
    assert "never awaited" not in invoked.log


def test_more_than_lambda_carries_is_refused_in_both_directions(workers, tmp_path):
    function = python(tmp_path, "def handler(event, context): return 'x' * event.get('n', 0)")
    assert workers.invoke(function, {"n": 6_200_000}, time_limit=LIMIT).kind == "answered"
    too_much = workers.invoke(function, {"n": 6_300_000}, time_limit=LIMIT)
    assert too_much.error.startswith("Function.ResponseSizeTooLarge: Response payload size (6300002 bytes)")
    assert workers.invoke(function, {"pad": "x" * 6_200_000}, time_limit=LIMIT).kind == "answered"
    refused = workers.invoke(function, {"pad": "x" * 6_300_000}, time_limit=LIMIT)
    assert (refused.kind, "Lambda takes at most 6291456" in refused.error) == ("not_invokable", True)


def test_an_answer_near_the_limit_is_measured_as_lambda_does(workers, tmp_path):
    function = python(tmp_path, "def handler(event, context): return 'ü' * 3_000_000")
    assert workers.invoke(function, {}, time_limit=LIMIT).payload == "ü" * 3_000_000


def test_the_functions_own_time_out_ends_the_process(workers, tmp_path):
    function = python(tmp_path, f"{WELL}    import time; time.sleep(60)", timeout=1)
    invoked = workers.invoke(function, {"fail": True}, time_limit=LIMIT)
    assert (invoked.kind, invoked.error) == ("function_error", "Task timed out after 1.00 seconds")
    assert invoked.seconds == 1
    assert workers.invoke(function, {}, time_limit=LIMIT).payload == 1


def test_the_service_waits_no_longer_than_its_limit(workers, tmp_path):
    function = python(tmp_path, f"{WELL}    import time; time.sleep(60)", timeout=30)
    invoked = workers.invoke(function, {"fail": True}, time_limit=0.5)
    assert (invoked.kind, invoked.error, invoked.seconds) == ("timed_out", "no answer within 0.5 s", 0.5)


def test_a_handler_that_ignores_signals_is_ended_all_the_same(workers, tmp_path):
    body = """
        import signal, time
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM): signal.signal(each, signal.SIG_IGN)
        while True: time.sleep(1)
        """
    function = python(
        tmp_path, WELL + "".join(f"    {line.strip()}\n" for line in body.strip().splitlines()), timeout=1
    )
    assert "timed out" in workers.invoke(function, {"fail": True}, time_limit=LIMIT).error


@pytest.mark.parametrize(
    ("text", "entry", "error"),
    [
        (
            "import nowhere_to_be_found",
            "app.handler",
            "No module named 'nowhere_to_be_found' (put nowhere_to_be_found into the function's code, or give an",
        ),
        (
            "from json import nothing",
            "app.handler",
            "Runtime.ImportModuleError: Unable to import module 'app': cannot import name",
        ),
        ("def (", "app.handler", "Runtime.UserCodeSyntaxError: Syntax error in module 'app': "),
        (
            "def main(e, c): ...\nclass Flow: ...\nX = 1",
            "app.handler",
            "Handler 'handler' missing on module 'app'; it has main, Flow",
        ),
        (
            "handler = 3",
            "app.handler",
            "Runtime.HandlerNotFound: Handler 'handler' missing on module 'app'; it has no functions",
        ),
        ("1 / 0", "app.handler", "ZeroDivisionError: division by zero"),
        (
            "import os\nTABLE = os.environ['TABLE']",
            "app.handler",
            "KeyError: 'TABLE' (environment variable 'TABLE' is not set: give it with --env NAME=VALUE)",
        ),
        ("raise SystemExit(4)", "app.handler", "Runtime.ExitError: the process ended by itself with exit status 4"),
    ],
)
def test_a_handler_that_cannot_be_loaded_says_why(workers, tmp_path, text, entry, error):
    invoked = workers.invoke(python(tmp_path, text, entry=entry), {}, time_limit=LIMIT)
    assert invoked.kind == "function_error"
    assert error in invoked.error


@pytest.mark.parametrize(
    "entry", ["", "handler", ".handler", "app.", "../app.handler", "a/../../app.handler", "...", "/etc/passwd"]
)
def test_an_entry_that_lambda_would_not_take_is_an_error(workers, tmp_path, entry):
    function = python(tmp_path, "def handler(event, context): return 1")
    invoked = workers.invoke(dataclasses.replace(function, entry=entry), {}, time_limit=LIMIT)
    assert invoked.kind == "function_error"
    assert invoked.error.startswith(
        ("Runtime.MalformedHandlerName", "Runtime.ImportModuleError", "Runtime.HandlerNotFound")
    )


def test_a_missing_module_says_what_is_in_the_folder(workers, tmp_path):
    function = dataclasses.replace(python(tmp_path, "def handler(e, c): ..."), entry="index.handler")
    assert workers.invoke(function, {}, time_limit=LIMIT).error.endswith("No module named 'index' (its folder has app)")


def test_loading_is_tried_again_with_the_next_event(workers, tmp_path):
    function = python(tmp_path, "1 / 0")
    workers.invoke(function, {}, time_limit=LIMIT)
    python(tmp_path, "def handler(event, context): return 'mended'")
    assert workers.invoke(function, {}, time_limit=LIMIT).payload == "mended"


def test_a_syntax_for_another_python_is_told(workers, tmp_path):
    invoked = workers.invoke(python(tmp_path, "def (", runtime="python3.99"), {}, time_limit=LIMIT)
    assert "the function is declared for python3.99 and runs on python3." in invoked.error


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": ""}, "is not at hand"),
        ({"code": "/nowhere/at/all"}, "there is no folder /nowhere/at/all; synthesize again"),
        ({"runtime": "java21"}, "needs java21: only Python and Node can be run here"),
        ({"runtime": ""}, "a container image or an unknown runtime"),
    ],
)
def test_what_cannot_be_run_here_cannot_be_invoked(workers, tmp_path, change, words):
    invoked = workers.invoke(python(tmp_path, "", **change), {}, time_limit=LIMIT)
    assert invoked.kind == "not_invokable"
    assert words in invoked.error


def test_an_event_that_is_no_json_cannot_be_sent(workers, tmp_path):
    invoked = workers.invoke(python(tmp_path, "def handler(e, c): ..."), {"x": {1}}, time_limit=LIMIT)
    assert invoked.kind == "not_invokable"


def test_what_is_written_to_our_pipes_is_no_answer(workers, tmp_path):
    body = "import os\nfor fd in range(3, 2000):\n    try: os.write(fd, b'{}}\\n')\n    except OSError: pass\nreturn 1"
    error = fails(workers, tmp_path, body)
    assert error.startswith("Runtime.ExitError")


def test_answers_of_every_shape_pass_unchanged(workers, tmp_path):
    function = python(tmp_path, "def handler(event, context): return event['it']")
    shapes: tuple[object, ...] = (
        None,
        True,
        0,
        1.5,
        "",
        "\ud800",
        "a\nb\u2028",
        [],
        {},
        [[[{"a": [None]}]]],
        "x" * 200_000,
    )
    for it in shapes:
        assert json.dumps(workers.invoke(function, {"it": it}, time_limit=LIMIT).payload) == json.dumps(it)
