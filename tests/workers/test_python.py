"""Python handlers run as in Lambda."""

from __future__ import annotations

import os

import pytest

from constructs_lib.workers import Workers, handler_file
from tests.workers.handlers import declared, python, write

LIMIT = 20.0


def test_a_handler_answers_with_json(workers, tmp_path):
    function = python(tmp_path, "def handler(event, context): return {'Actions': [], 'got': event['Text']}")
    invoked = workers.invoke(function, {"Text": "Grüße ✆"}, time_limit=LIMIT)
    assert (invoked.kind, invoked.payload) == ("answered", {"Actions": [], "got": "Grüße ✆"})


def test_a_handler_that_answers_at_once_takes_no_time(workers, tmp_path):
    function = python(tmp_path, "import time\ntime.sleep(1.1)\ndef handler(event, context): return 1")
    assert workers.invoke(function, {}, time_limit=LIMIT).seconds == 0


def test_time_is_told_in_whole_seconds(workers, tmp_path):
    function = python(tmp_path, "import time\ndef handler(event, context): time.sleep(1.1)")
    assert workers.invoke(function, {}, time_limit=LIMIT).seconds >= 1
    assert workers.invoke(function, {}, time_limit=LIMIT).seconds.is_integer()


def test_a_module_keeps_its_memory_from_event_to_event(workers, tmp_path):
    function = python(tmp_path, "seen = []\ndef handler(event, context): seen.append(event); return seen")
    workers.invoke(function, {"n": 1}, time_limit=LIMIT)
    assert workers.invoke(function, {"n": 2}, time_limit=LIMIT).payload == [{"n": 1}, {"n": 2}]


def test_two_functions_share_no_memory_though_they_share_their_code(workers, tmp_path):
    text = "seen = []\ndef handler(event, context): seen.append(event); return len(seen)"
    one, other = python(tmp_path, text), python(tmp_path, text, environment=(("CHIME_VOICE_TEXT", "Hello"),))
    assert [workers.invoke(each, {}, time_limit=LIMIT).payload for each in (one, other, one)] == [1, 1, 2]


def test_the_environment_is_lambdas_and_the_functions_and_nothing_of_the_users(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("MY_SECRET", "x")
    text = "import os\ndef handler(event, context): return dict(os.environ)"
    function = python(tmp_path, text, environment=(("TABLE", "calls"), ("TEXT", "Hello")))
    with Workers(environment={"TEXT": "Good morning"}) as workers:
        found = workers.invoke(function, {}, time_limit=LIMIT).payload
    assert not {"AWS_PROFILE", "MY_SECRET"} & set(found)
    assert found["HOME"] != os.environ.get("HOME")
    expected = {
        "TABLE": "calls",
        "TEXT": "Good morning",
        "AWS_REGION": "us-west-2",
        "AWS_DEFAULT_REGION": "us-west-2",
        "AWS_LAMBDA_FUNCTION_NAME": "Answer",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.14",
        "LAMBDA_TASK_ROOT": str(tmp_path),
        "_HANDLER": "app.handler",
        "TZ": "UTC",
    }
    assert expected.items() <= found.items()


def test_the_context_object_says_what_lambdas_does(workers, tmp_path):
    text = """
        def handler(event, context):
            left = context.get_remaining_time_in_millis()
            names = ("function_name", "function_version", "invoked_function_arn", "memory_limit_in_mb", "log_group_name")
            return {name: getattr(context, name) for name in names} | {
                "id": context.aws_request_id, "stream": context.log_stream_name, "left": 0 < left <= 2000
            }
        """
    arn = "arn:aws:lambda:us-west-2:123456789012:function:Answer:live"
    function = python(tmp_path, text, name="Answer:live", arn=arn, timeout=2)
    first, second = (workers.invoke(function, {}, time_limit=LIMIT).payload for _ in range(2))
    assert first["function_name"] == "Answer"
    assert first["invoked_function_arn"] == arn
    assert (first["function_version"], first["memory_limit_in_mb"]) == ("$LATEST", "128")
    assert first["log_group_name"] == "/aws/lambda/Answer"
    assert first["left"]
    assert first["id"] != second["id"]
    assert first["stream"] == second["stream"]


def test_request_ids_are_the_same_in_every_run(tmp_path):
    function = python(tmp_path, "def handler(event, context): return context.aws_request_id")

    def ids() -> list[str]:
        with Workers() as workers:
            return [workers.invoke(function, {}, time_limit=LIMIT).payload for _ in range(2)]

    assert ids() == ids()


def test_what_a_handler_prints_or_logs_is_its_log(tmp_path):
    heard: list[tuple[str, str]] = []
    text = """
        import logging, os, sys
        print("loading")
        logging.getLogger().setLevel(logging.INFO)
        def handler(event, context):
            print("to stdout")
            print("to stderr", file=sys.stderr)
            logging.getLogger(__name__).info("of the logging module")
            os.write(1, b"to the descriptor\\n")
            if event: sys.stdout.close(); os.close(2)
            return "kept apart"
        """
    function = python(tmp_path, text)
    with Workers(log=lambda function, said: heard.append((function.name, said))) as workers:
        invoked = workers.invoke(function, {"close": True}, time_limit=LIMIT)
        assert invoked.payload == "kept apart"
        assert workers.invoke(function, {}, time_limit=LIMIT).kind == "function_error"  # it closed its own stdout
    said = ("loading", "to stdout", "to stderr", "[INFO]\tof the logging module", "to the descriptor")
    assert [line for line in said if line not in invoked.log] == []
    assert heard[0] == ("Answer", invoked.log)


def test_what_a_handler_holds_back_is_in_the_log_of_the_same_event(workers, tmp_path):
    function = python(
        tmp_path, "import sys\nsys.stdout = open(1, 'w')\ndef handler(event, context): print('held back')"
    )
    assert workers.invoke(function, {}, time_limit=LIMIT).log == "held back\n"


def test_a_log_belongs_to_its_own_invocation(workers, tmp_path):
    function = python(tmp_path, "def handler(event, context): print(event['n'])")
    assert [workers.invoke(function, {"n": n}, time_limit=LIMIT).log for n in (1, 2)] == ["1\n", "2\n"]


def test_a_huge_log_is_cut_and_stops_nothing(workers, tmp_path):
    function = python(
        tmp_path, "import os\ndef handler(event, context):\n  os.write(1, b'x' * 10_000_000)\n  print('end')"
    )
    invoked = workers.invoke(function, {}, time_limit=LIMIT)
    assert invoked.kind == "answered"
    assert invoked.log.endswith("end\n")
    assert len(invoked.log) < 100_000
    assert "bytes left out" in invoked.log


def test_a_file_named_like_a_module_of_python_is_still_the_handler(workers, tmp_path):
    for name in ("json", "queue", "signal", "code"):
        function = python(tmp_path / name, f"def handler(event, context): return '{name}'", entry=f"{name}.handler")
        assert workers.invoke(function, {}, time_limit=LIMIT).payload == name


def test_a_handler_in_a_folder_of_the_code_is_found_both_ways_that_lambda_writes_it(workers, tmp_path):
    write(tmp_path, "src/app.py", "def handler(event, context): return __name__")
    for entry in ("src/app.handler", "src.app.handler"):
        function = declared(handler_file.function(str(tmp_path / "src" / "app.py")), code=str(tmp_path), entry=entry)
        assert workers.invoke(function, {}, time_limit=LIMIT).payload == "src.app"


def test_the_working_directory_is_the_codes_folder_and_nothing_is_written_there(workers, tmp_path):
    code = tmp_path / "with a space and ü"
    write(code, "helper.py", "VALUE = 7")
    text = "import os, helper\ndef handler(event, context): return [os.getcwd(), helper.VALUE]"
    assert workers.invoke(python(code, text), {}, time_limit=LIMIT).payload == [str(code), 7]
    assert sorted(each.name for each in code.iterdir()) == ["app.py", "helper.py"]


def test_another_working_directory_can_be_given(tmp_path):
    (tmp_path / "root").mkdir()
    write(tmp_path / "root", "shared.py", "VALUE = 3")
    text = "import os, shared\ndef handler(event, context): return [os.getcwd(), shared.VALUE]"
    with Workers(folder=tmp_path / "root") as workers:
        invoked = workers.invoke(python(tmp_path / "code", text), {}, time_limit=LIMIT)
    assert invoked.payload == [str(tmp_path / "root"), 3]


def test_the_vocabulary_is_lent_to_a_file_and_not_to_a_declared_function(workers, tmp_path):
    text = "from chime_voice.sma import Speak\ndef handler(event, context): return Speak.__module__"
    file = write(tmp_path, "mine.py", text)
    assert workers.invoke(handler_file.function(str(file)), {}, time_limit=LIMIT).payload.startswith("chime_voice.sma")
    invoked = workers.invoke(python(tmp_path, text), {}, time_limit=LIMIT)
    assert invoked.error == (
        "Runtime.ImportModuleError: Unable to import module 'app': No module named 'chime_voice' "
        "(chime_voice is not in the function's code)"
    )
    write(tmp_path, "chime_voice/sma/__init__.py", "class Speak: ...")
    assert workers.invoke(python(tmp_path, text), {}, time_limit=LIMIT).payload == "chime_voice.sma"


def test_a_package_that_lambda_will_not_have_is_named(workers, tmp_path):
    function = python(tmp_path, "import pytest\ndef handler(event, context): return 1")
    assert (
        "note: pytest is this interpreter's, not in the function's code"
        in workers.invoke(function, {}, time_limit=LIMIT).log
    )


def test_a_file_of_a_package_may_import_relatively_and_its_siblings(workers, tmp_path):
    write(tmp_path, "voice/__init__.py", "")
    write(tmp_path, "voice/words.py", "TEXT = 'Hello'")
    text = "from .words import TEXT\nimport words\ndef handler(event, context): return [TEXT, words.TEXT]"
    file = write(tmp_path, "voice/app.py", text)
    assert workers.invoke(handler_file.function(str(file)), {}, time_limit=LIMIT).payload == ["Hello", "Hello"]


def test_another_interpreter_can_be_given_and_sees_nothing_of_this_ones_packages(empty_python, tmp_path):
    text = """
        import importlib.util, sys
        from chime_voice.sma import Hangup
        def handler(event, context): return [sys.prefix, importlib.util.find_spec("pytest") is None]
        """
    file = write(tmp_path, "app.py", text)
    with Workers(python=empty_python) as workers:
        invoked = workers.invoke(handler_file.function(str(file)), {}, time_limit=LIMIT)
    assert invoked.payload == [str(empty_python.parent.parent), True]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("no-such-python", "there is no Python 'no-such-python': give the path of an interpreter, 3.9 or newer"),
        ("false", "false is no Python that works"),
    ],
)
def test_an_interpreter_that_is_none_is_told(given, said, tmp_path):
    function = python(tmp_path, "def handler(event, context): return 1")
    with Workers(python=given) as workers:
        invoked = workers.invoke(function, {}, time_limit=LIMIT)
    assert invoked.kind == "not_invokable"
    assert said in invoked.error


def test_an_interpreter_that_is_too_old_is_told(tmp_path):
    old = write(tmp_path, "python", "#!/bin/sh\necho 3.8\n")
    old.chmod(0o755)
    function = python(tmp_path, "def handler(event, context): return 1")
    with Workers(python=old) as workers:
        invoked = workers.invoke(function, {}, time_limit=LIMIT)
    assert invoked.error == f"{old} is Python 3.8: give the path of an interpreter, 3.9 or newer"
