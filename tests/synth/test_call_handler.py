import json
import subprocess
import sys
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_logs as logs

from constructs_lib import CallHandler, TelephonyError
from tests.synth.stacks import FOLDER, new_stack, only, template_of, warnings_of

FUNCTION = "AWS::Lambda::Function"
USED = ("_checks", "_parameters", "_prompts")
"""What the template announce takes of its folder."""


def asset_folder(stack: cdk.Stack) -> Path:
    """The folder that will be uploaded as the stack's one function."""
    key = only(stack, FUNCTION)["Properties"]["Code"]["S3Key"]
    assembly = cdk.Stage.of(stack)
    assert assembly is not None
    return Path(assembly.outdir) / f"asset.{key.removesuffix('.zip')}"


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_template_gets_its_parameters_as_environment():
    stack = new_stack()
    CallHandler(stack, "Answer", plan=CallHandler.template("announce", text="Hello from {region}"))
    function = only(stack, FUNCTION)["Properties"]
    assert function["Handler"] == "chime_voice.handlers.announce.handler"
    assert function["Environment"] == {"Variables": {"CHIME_VOICE_TEXT": "Hello from {region}"}}
    assert function["Runtime"] == "python3.14"
    assert function["Timeout"] == 5


def test_a_template_brings_itself_and_the_vocabulary_of_calls_and_nothing_else():
    stack = new_stack()
    CallHandler(stack, "Answer", plan=CallHandler.template("announce"))
    files = files_in(asset_folder(stack))
    own = {f"chime_voice/handlers/{name}.py" for name in ("__init__", "announce", *USED)}
    assert own | {"chime_voice/__init__.py"} <= files
    rest = files - own - {"chime_voice/__init__.py"}
    assert rest
    assert all(name.startswith("chime_voice/sma/") and name.endswith(".py") for name in rest)


def test_a_template_can_be_imported_from_its_asset_alone():
    stack = new_stack()
    CallHandler(stack, "Answer", plan=CallHandler.template("announce"))
    program = "import sys, chime_voice.handlers.announce as m; assert callable(m.handler); print(sorted(sys.modules))"
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, '.'); {program}"]
    run = subprocess.run(command, cwd=asset_folder(stack), capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert not {"boto3", "botocore", "aws_cdk"} & set(json.loads(run.stdout.replace("'", '"')))


def test_a_folder_brings_its_own_files_without_caches(tmp_path):
    (tmp_path / "app.py").write_text("def handler(event, context): return {}\n")
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "welcome.txt").write_text("Welcome")
    stack = new_stack()
    CallHandler(stack, "Answer", plan=CallHandler.from_folder(tmp_path, entry="app.handler"))
    first = asset_folder(stack)
    for name in ("__pycache__/app.cpython-314.pyc", "stale.pyc", ".env"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("anything")
    again = new_stack()
    CallHandler(again, "Answer", plan=CallHandler.from_folder(tmp_path, entry="app.handler"))
    assert asset_folder(again).name == first.name
    own = {name for name in files_in(first) if not name.startswith("chime_voice/")}
    assert own == {"app.py", "prompts/welcome.txt"}


def test_another_text_in_the_folder_is_another_asset(tmp_path):
    hashes = set()
    for text in ("Hello", "Goodbye"):
        (tmp_path / "app.py").write_text(f"def handler(event, context): return {text!r}\n")
        stack = new_stack()
        CallHandler(stack, "Answer", plan=CallHandler.from_folder(tmp_path, entry="app.handler"))
        hashes.add(asset_folder(stack).name)
    assert len(hashes) == 2


def test_is_a_function_with_its_own_log_and_no_more_rights_than_to_write_to_it():
    stack = new_stack()
    handler = CallHandler(
        stack,
        "Answer",
        plan=CallHandler.from_folder(FOLDER, entry="app.handler"),
        log_retention=logs.RetentionDays.ONE_DAY,
    )
    handler.add_environment("TABLE", "calls")
    assert only(stack, "AWS::Logs::LogGroup")["Properties"] == {"RetentionInDays": 1}
    role = only(stack, "AWS::IAM::Role")["Properties"]
    assert "ManagedPolicyArns" not in role
    (policy,) = role["Policies"]
    assert policy["PolicyDocument"]["Statement"][0]["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert only(stack, FUNCTION)["Properties"]["Environment"] == {"Variables": {"TABLE": "calls"}}


def test_warns_about_a_timeout_beyond_what_the_service_waits():
    app = cdk.App()
    stack = new_stack(app=app)
    CallHandler(stack, "Answer", plan=CallHandler.from_folder(FOLDER, entry="app.handler", timeout=8))
    assert "chime:handler-timeout" in warnings_of(app)


@pytest.mark.parametrize(
    ("plan", "problem"),
    [
        (None, "plan must be CallHandler.template(…) or CallHandler.from_folder(…), got None"),
        (CallHandler.template("anounce"), "template must be one of announce"),
        (CallHandler.template("announce", txt="Hello"), "template announce takes text, audio, prompts; got txt"),
        (CallHandler.template("announce", text=""), "template announce: text must be text that is not empty"),
        (CallHandler.template("announce", text="x" * 987 + "{region}"), "text must have at most 1000 characters, got 1001"),
        (CallHandler.template("announce", text=1), "template announce: text must be text, got 1"),
        (CallHandler.from_folder("/nowhere", entry="app.handler"), "folder must be an existing folder, got '/nowhere'"),
        (CallHandler.from_folder(FOLDER, entry="main.handler"), "entry must be a module of the folder and a function in it"),
        (CallHandler.from_folder(FOLDER, entry="app"), "such as app.handler; got 'app'"),
        (CallHandler.from_folder(FOLDER, entry="app.py"), "such as app.handler; got 'app.py'"),
        (CallHandler.from_folder(FOLDER, entry=None), "such as app.handler; got None"),  # type: ignore[arg-type]
        (CallHandler.from_folder(FOLDER, entry="app.handler", timeout=True), "timeout must be 1 to 20 seconds"),
        (CallHandler.from_folder(FOLDER, entry="app.handler", environment={"A-B": "1"}), "names of letters, digits and _"),
        (CallHandler.from_folder(FOLDER, entry="app.handler", timeout=60), "timeout must be 1 to 20 seconds"),
        (CallHandler.from_folder(FOLDER, entry="app.handler", memory_size=64), "memory_size must be 128 to 10240 mega"),
        (CallHandler.from_folder(FOLDER, entry="app.handler", environment={"A": 1}), "environment A must be text, got 1"),  # type: ignore[dict-item]
    ],
)  # fmt: skip
def test_fails_when_the_plan_cannot_work(plan, problem):
    with pytest.raises(TelephonyError) as error:
        CallHandler(new_stack(), "Answer", plan=plan)
    assert str(error.value).startswith("call handler 'Test/Answer'")
    assert problem in str(error.value)


def test_fails_when_a_plan_is_made_of_something_else():
    with pytest.raises(TelephonyError, match=r"CallHandler\.template': environment must be a mapping .* got \['A'\]"):
        CallHandler.template("announce", environment=["A"])  # type: ignore[arg-type]
    with pytest.raises(TelephonyError, match=r"CallHandler\.from_folder': folder must be a path, got None"):
        CallHandler.from_folder(None, entry="app.handler")  # type: ignore[arg-type]


def test_fails_for_logs_that_are_kept_for_a_number_of_days():
    with pytest.raises(TelephonyError, match="log_retention must be one of aws_logs"):
        CallHandler(new_stack(), "Answer", plan=CallHandler.template("announce"), log_retention=7)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "program",
    [
        "def handler(event, context): ...",
        "class App: ...\nhandler = App()",
        "try:\n    from elsewhere import other as handler\nexcept ImportError:\n    handler = None",
        "from elsewhere import *",
        "def __getattr__(name): ...",
        "this is the syntax of another Python",
    ],
)
def test_a_function_may_come_into_its_module_in_any_way(program, tmp_path):
    (tmp_path / "app.py").write_text(program)
    CallHandler(new_stack(), "Answer", plan=CallHandler.from_folder(tmp_path, entry="app.handler"))


def test_nothing_is_written_to_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    stack = new_stack()
    CallHandler(stack, "Answer", plan=CallHandler.from_folder(FOLDER, entry="app.handler"))
    template_of(stack)
    assert not list(tmp_path.iterdir())
