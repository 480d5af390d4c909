"""Parameters of templates: how they reach the function, and what is refused before anybody calls."""

import contextlib
import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from chime_voice.handlers import _parameters

from constructs_lib import CallHandler, PhoneNumber, TelephonyError, _templates
from tests.synth.stacks import FOLDER, new_stack, only, resources, template_of

DESK = "+12065550142"
ALIAS = "arn:aws:lex:{region}:123456789012:bot-alias/BOTBOTBOT1/ALIASALIA1"
PINS = "arn:aws:secretsmanager:{region}:123456789012:secret:pins-AbCdEf"
# Every template with no more than it needs.
LEAST: dict[str, dict[str, Any]] = {
    "announce": {},
    "bot": {"bot": ALIAS, "routes": {"Billing": DESK}},
    "forward": {"to": DESK},
    "hunt": {"numbers": [DESK]},
    "meeting": {"pins": PINS},
    "menu": {"options": {"1": DESK}},
    "notify": {},
    "record": {"to": DESK, "recordings": "recordings"},
    "updates": {},
}


def variables_of(stack: cdk.Stack) -> dict[str, object]:
    function = only(stack, "AWS::Lambda::Function")["Properties"]
    return dict(function.get("Environment", {}).get("Variables", {}))


def test_every_template_is_here():
    assert sorted(LEAST) == _templates.names()


@pytest.mark.parametrize("name", LEAST)
def test_every_template_can_be_used_with_what_it_needs(name):
    stack = new_stack()
    CallHandler(stack, "Answer", plan=CallHandler.template(name, **LEAST[name]))
    assert only(stack, "AWS::Lambda::Function")["Properties"]["Handler"] == f"chime_voice.handlers.{name}.handler"
    assert set(variables_of(stack)) == {f"CHIME_VOICE_{parameter.upper()}" for parameter in LEAST[name]}


@pytest.mark.parametrize(
    ("name", "parameter"),
    [(name, parameter) for name in LEAST for parameter in getattr(_templates.load(name), "REQUIRED", ())],
)
def test_fails_without_what_a_template_needs(name, parameter):
    given = {key: value for key, value in LEAST[name].items() if key != parameter}
    with pytest.raises(TelephonyError, match=f"template {name} needs {parameter}, "):
        CallHandler(new_stack(), "Answer", plan=CallHandler.template(name, **given))


@pytest.mark.parametrize("name", LEAST)
def test_a_template_describes_every_parameter_in_a_line_of_its_source(name):
    source = (_templates.FOLDER / f"{name}.py").read_text()
    described = source.partition("\nPARAMETERS = ")[2].partition('"""')[2].partition('"""')[0]
    missing = {
        parameter
        for parameter in _templates.load(name).PARAMETERS
        if f"`{parameter}`" not in described and not parameter.endswith("_audio")
    }
    assert missing <= {"prompts"}
    assert "prompts" in described


def test_a_function_reads_what_was_given(monkeypatch):
    stack = new_stack()
    plan = CallHandler.template("menu", options={"1": DESK, "2": "+12065550143"}, attempts=2, text="Größe {region}")
    CallHandler(stack, "Answer", plan=plan)
    for name, value in variables_of(stack).items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("AWS_REGION", "us-west-2")
    assert _parameters.mapping("options") == {"1": DESK, "2": "+12065550143"}
    assert _parameters.number("attempts", 3) == 2
    assert _parameters.text("text") == "Größe us-west-2"


def test_a_function_reads_a_list_and_what_was_not_given(monkeypatch):
    monkeypatch.setenv("CHIME_VOICE_NUMBERS", '["+12065550142"]')
    assert _parameters.sequence("numbers") == [DESK]
    assert (_parameters.sequence("others"), _parameters.mapping("options")) == ([], {})
    assert (_parameters.text("text", "Hello"), _parameters.number("attempts", 3)) == ("Hello", 3)


def test_a_number_of_the_app_may_stand_in_a_mapping_and_in_a_list():
    stack = new_stack()
    number = PhoneNumber(stack, "Desk", area_code="206").e164_phone_number
    CallHandler(stack, "Menu", plan=CallHandler.template("menu", options={"1": number, "2": DESK}))
    CallHandler(stack, "Hunt", plan=CallHandler.template("hunt", numbers=[number]))
    ref = stack.resolve(number)
    functions = resources(template_of(stack), "AWS::Lambda::Function").values()
    variables = [function["Properties"].get("Environment", {}).get("Variables", {}) for function in functions]
    options, numbers = (
        next(found[name] for found in variables if name in found)
        for name in ("CHIME_VOICE_OPTIONS", "CHIME_VOICE_NUMBERS")
    )
    assert options == {"Fn::Join": ["", ['{"1": "', ref, f'", "2": "{DESK}"}}']]}
    assert numbers == {"Fn::Join": ["", ['["', ref, '"]']]}


@pytest.mark.parametrize(
    ("name", "parameters", "problem"),
    [
        ("menu", {"options": [DESK]}, "template menu: options must be a mapping of text to text, got ["),
        ("menu", {"options": {"1": 5}}, "options must be a mapping of text to text, got {'1': 5}"),
        ("menu", {"options": {"1": "desk"}}, "template menu: options 1 must be a phone number in E.164 form"),
        ("menu", {**LEAST["menu"], "attempts": "3"}, "attempts must be a whole number that is known at synthesis, got '3'"),
        ("menu", {**LEAST["menu"], "attempts": True}, "attempts must be a whole number that is known at synthesis"),
        ("hunt", {"numbers": DESK}, "numbers must be a list of texts, got '+12065550142'"),
        ("hunt", {"numbers": []}, "template hunt: numbers must have at least one"),
        ("announce", {"prompts": 5}, "prompts must be text or a bucket of aws_s3, got 5"),
        ("announce", {"prompts": s3.Bucket}, "prompts must be text or a bucket of aws_s3, got <class"),
        ("meeting", {"pins": ["471108"]}, "pins must be text or a secret of aws_secretsmanager, got list"),
        ("announce", {"audio": "hello.wav"}, "template announce needs prompts, the bucket of audio; got none"),
        ("announce", {"prompts": "sounds"}, "plays nothing of prompts unless a sound is named: audio; got none"),
        ("menu", {"options": {"1": DESK}, "text": "x" * 1001, "colour": "red"}, "got colour"),
    ],
)  # fmt: skip
def test_fails_for_a_value_that_cannot_work(name, parameters, problem):
    with pytest.raises(TelephonyError) as error:
        CallHandler(new_stack(), "Answer", plan=CallHandler.template(name, **parameters))
    assert str(error.value).startswith("call handler 'Test/Answer'")
    assert "4711" not in str(error.value)
    assert problem in str(error.value)


def test_fails_with_all_problems_together():
    plan = CallHandler.template("menu", options={"1": "desk"}, colour="red", attempts="3", timeout=60)
    with pytest.raises(TelephonyError, match="has 4 problems"):
        CallHandler(new_stack(), "Answer", plan=plan)


def test_fails_for_more_than_lambda_takes_in_an_environment():
    numbers = [f"+12065550{number:03}" for number in range(100, 199)] * 3
    with pytest.raises(TelephonyError, match=r"must have at most 4096 bytes together, names and values, .*; got "):
        CallHandler(new_stack(), "Answer", plan=CallHandler.template("hunt", numbers=numbers))
    for size, taken in ((4092, True), (4093, False)):
        plan = CallHandler.from_folder(FOLDER, entry="app.handler", environment={"TEXT": "x" * size})
        with contextlib.nullcontext() if taken else pytest.raises(TelephonyError, match="got 4097"):
            CallHandler(new_stack(), "Answer", plan=plan)


def test_a_list_that_is_a_token_as_a_whole_is_refused():
    stack = new_stack()
    numbers = cdk.CfnParameter(stack, "Numbers", type="CommaDelimitedList").value_as_list
    with pytest.raises(TelephonyError, match="numbers must be a list of texts"):
        CallHandler(stack, "Answer", plan=CallHandler.template("hunt", numbers=numbers))


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [
        ({"text": None}, "parameters text must be one of text, a whole number"),
        ({"a-b": "c"}, "parameters must have names of letters, digits and _, a letter first; got 'a-b'"),
        ({"recordings": object()}, " or a bucket of aws_s3; got <object"),
    ],
)
def test_fails_for_what_cannot_be_a_parameter_of_any_folder(parameters, problem):
    plan = CallHandler.from_folder(FOLDER, entry="app.handler", parameters=parameters)
    with pytest.raises(TelephonyError) as error:
        CallHandler(new_stack(), "Answer", plan=plan)
    assert problem in str(error.value)


def test_parameters_of_a_folder_reach_it_like_those_of_a_template():
    stack = new_stack()
    parameters = {"options": {"1": DESK}, "attempts": 2, "text": "Hello"}
    CallHandler(stack, "Answer", plan=CallHandler.from_folder(FOLDER, entry="app.handler", parameters=parameters))
    assert variables_of(stack) == {
        "CHIME_VOICE_OPTIONS": f'{{"1": "{DESK}"}}',
        "CHIME_VOICE_ATTEMPTS": "2",
        "CHIME_VOICE_TEXT": "Hello",
    }


def test_a_folder_leaves_its_tests_at_home(tmp_path: Path):
    (tmp_path / "app.py").write_text("def handler(event, context): return {}\n")
    (tmp_path / "test_app.py").write_text("import pytest\n")
    stack = new_stack()
    CallHandler(stack, "Answer", plan=CallHandler.from_folder(tmp_path, entry="app.handler"))
    key = only(stack, "AWS::Lambda::Function")["Properties"]["Code"]["S3Key"].removesuffix(".zip")
    assembly = cdk.Stage.of(stack)
    assert assembly is not None
    folder = Path(assembly.outdir) / f"asset.{key}"
    assert (folder / "app.py").is_file()
    assert not (folder / "test_app.py").exists()


def test_json_in_the_environment_is_as_short_as_it_can_be_read():
    stack = new_stack()
    CallHandler(stack, "Answer", plan=CallHandler.template("bot", bot=ALIAS, routes={"Grüße": DESK}))
    text = str(variables_of(stack)["CHIME_VOICE_ROUTES"])
    assert json.loads(text) == {"Grüße": DESK}
    assert "\\u" not in text


def test_a_secret_that_is_a_construct_is_no_text_to_check():
    stack = new_stack()
    CallHandler(stack, "A", plan=CallHandler.template("meeting", pins=secretsmanager.Secret(stack, "Pins")))
