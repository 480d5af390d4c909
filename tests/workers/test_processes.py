"""Processes: started when they are needed, reused, doubled when busy, and never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from constructs_lib.workers import Workers
from tests.workers.handlers import needs_node, node, python

LIMIT = 20.0
ROOT = Path(__file__).resolve().parents[2]
PID = "import os\ndef handler(event, context): return os.getpid()"


def gone(pid: int) -> bool:
    """Wait until there is no such process any more, or only its name."""
    for _ in range(200):
        try:
            state = subprocess.run(
                ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
            ).stdout
        except FileNotFoundError:  # no ps: a signal finds out, but not a process that nobody has collected
            state = "" if not exists(pid) else "S"
        if not state.strip() or state.startswith("Z"):
            return True
        threading.Event().wait(0.05)
    return False


def exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_process_is_reused_and_ends_with_its_workers(tmp_path):
    function = python(tmp_path, PID)
    with Workers() as workers:
        first, second = (workers.invoke(function, {}, time_limit=LIMIT).payload for _ in range(2))
        assert first == second
        assert exists(first)
    assert gone(first)


def test_closed_workers_run_nothing_more(tmp_path):
    workers = Workers()
    workers.close()
    workers.close()
    invoked = workers.invoke(python(tmp_path, PID), {}, time_limit=LIMIT)
    assert (invoked.kind, invoked.error) == ("not_invokable", "these workers are closed: make new ones")


def test_a_busy_function_gets_a_second_process_and_both_stay_warm(workers, tmp_path):
    text = """
        import os, time
        def handler(event, context):
            mine, other = event["files"]
            open(mine, "w").close()
            while not os.path.exists(other): time.sleep(0.01)
            return os.getpid()
        """
    function = python(tmp_path, text)
    files = [str(tmp_path / "one"), str(tmp_path / "two")]
    with ThreadPoolExecutor() as pool:
        both = [
            pool.submit(workers.invoke, function, {"files": each}, time_limit=LIMIT) for each in (files, files[::-1])
        ]
        pids = {each.result().payload for each in both}
    assert len(pids) == 2
    assert workers.invoke(function, {"files": files}, time_limit=LIMIT).payload in pids


def test_many_threads_may_invoke_many_functions(workers, tmp_path):
    functions = [python(tmp_path / str(n), f"def handler(event, context): return [{n}, event['m']]") for n in range(4)]

    def ask(number: int) -> object:
        return workers.invoke(functions[number % 4], {"m": number}, time_limit=LIMIT).payload

    with ThreadPoolExecutor(max_workers=8) as pool:
        assert list(pool.map(ask, range(200))) == [[number % 4, number] for number in range(200)]


def test_closing_ends_a_busy_process_and_its_children(tmp_path):
    text = """
        import subprocess, sys, time
        def handler(event, context):
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
            with open(event["file"], "w") as file: file.write(str(child.pid))
            time.sleep(600)
        """
    file = tmp_path / "child"
    os.mkfifo(file)
    workers = Workers()
    with ThreadPoolExecutor() as pool:
        running = pool.submit(workers.invoke, python(tmp_path, text), {"file": str(file)}, time_limit=60)
        child = int(file.read_text())
        workers.close()
        assert running.result().error == "Runtime.ExitError: the process was killed by SIGKILL"
    assert gone(child)


def test_what_a_handler_left_running_ends_with_its_process(tmp_path):
    text = """
        import subprocess, sys
        def handler(event, context):
            return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid
        """
    with Workers() as workers:
        child = workers.invoke(python(tmp_path, text), {}, time_limit=LIMIT).payload
        assert exists(child)
    assert gone(child)


def test_children_that_hold_the_pipes_do_not_hide_that_the_process_is_gone(workers, tmp_path):
    text = """
        import os, time
        def handler(event, context):
            if os.fork() == 0: time.sleep(600)
            os._exit(9)
        """
    invoked = workers.invoke(python(tmp_path, text), {}, time_limit=LIMIT)
    assert invoked.error == "Runtime.ExitError: the process ended by itself with exit status 9"


def test_a_process_that_died_in_between_is_replaced(workers, tmp_path):
    function = python(tmp_path, PID)
    first = workers.invoke(function, {}, time_limit=LIMIT).payload
    os.kill(first, signal.SIGKILL)
    assert gone(first)
    invoked = workers.invoke(function, {}, time_limit=LIMIT)
    assert (invoked.kind, invoked.payload != first) == ("answered", True)


LOOP_PYTHON = """
    import os
    def handler(event, context):
        with open(event["file"], "w") as file: print(os.getpid(), file=file)
        while True: pass
    """
LOOP_NODE = "exports.handler = (event) => { require('fs').writeFileSync(event.file, `${process.pid}\\n`); for (;;); }"
ASKER = """
import sys
from constructs_lib.routing.model import Function
from constructs_lib.workers import Workers
folder, entry, runtime, file = sys.argv[1:]
function = Function(name="Answer", region="us-east-1", code=folder, entry=entry, runtime=runtime)
Workers().invoke(function, {"file": file}, time_limit=600)
"""


@pytest.mark.parametrize(
    ("make", "text"),
    [pytest.param(python, LOOP_PYTHON, id="python"), pytest.param(node, LOOP_NODE, id="node", marks=needs_node)],
)
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_outlives_whoever_started_it_however_that_ended(tmp_path, make, text, how):
    function = make(tmp_path, text)
    file = tmp_path / "pid"
    os.mkfifo(file)
    arguments = [function.code, function.entry, function.runtime, str(file)]
    asker = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(ASKER), *arguments],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    pid = int(file.read_text())
    assert exists(pid)
    asker.send_signal(how)
    asker.wait()
    assert gone(pid)


def test_workers_that_nobody_closed_end_with_the_program(tmp_path):
    function = python(tmp_path, PID)
    program = f"""
from constructs_lib.routing.model import Function, Origin
from constructs_lib.workers import Workers
workers = Workers()
print(workers.invoke({function!r}, {{}}, time_limit=20).payload)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert gone(int(done.stdout))


def test_nothing_is_left_in_the_temporary_folder(tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    text = "import tempfile\ndef handler(event, context): return tempfile.mkstemp()[1]"
    with Workers() as workers:
        made = workers.invoke(python(tmp_path, text), {}, time_limit=LIMIT).payload
        assert made.startswith(str(tmp_path / "tmp"))
    assert list((tmp_path / "tmp").iterdir()) == []


def test_no_pipe_is_left_open(tmp_path):
    functions = [
        python(tmp_path, PID),
        python(tmp_path / "bad", "1 / 0"),
        python(tmp_path / "end", "import os; os._exit(1)"),
    ]

    def count() -> int:
        return len(list(Path("/dev/fd").iterdir()))

    before = count()
    for _ in range(3):
        with Workers() as workers:
            for function in functions:
                workers.invoke(function, {}, time_limit=LIMIT)
    assert count() == before
