"""Names and values come from an account in which others may write: none of them becomes code, markup or a path."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from constructs_lib.estate.model import Estate, Found, FoundFunction, Gap
from constructs_lib.generate import GenerateError, generate, write
from tests.generate.accounts import everything, roomy, with_rules
from tests.provider.stage import ACCOUNT

ATTACKS = [
    '"); import os; os.system("x")  #',
    "'''\nimport os\n'''",
    """'"'); __import__("os")  #""",
    """"'"); __import__('os')  #""",
    "\\",
    '\\"',
    "{__import__('os')}",
    "%s",
    "../../etc/passwd",
    "a\rb\x00\x1b[31m",
    "\u202e\u2028\ud800",
    "`</td><script>alert(1)</script>`",
    "# heading\n- [x](javascript:y)",
    "class",
    "__init__",
]
text = st.sampled_from(ATTACKS) | st.text(st.characters(codec=None, exclude_categories=()), max_size=30)
MODULES = {
    "__future__",
    "aws_cdk",
    "constructs_lib",
    "json",
    "pathlib",
    "typing",
    *("app", "applications", "carried", "connectors", "domains", "groups", "phone_numbers", "routes", "settings"),
}


def shape(source: str) -> tuple[set[type], set[str], set[str]]:
    """Kinds of nodes, imported modules, called names."""
    tree = list(ast.walk(ast.parse(source)))
    imports = {alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names}
    imports |= {str(node.module) for node in tree if isinstance(node, ast.ImportFrom)}
    calls = {ast.unparse(node.func) for node in tree if isinstance(node, ast.Call)}
    return {type(node) for node in tree}, imports, calls


@pytest.fixture(scope="module")
def honest() -> tuple[Estate, set[type], set[str]]:
    """An account with everything, and what the code of honest accounts is made of."""
    found = everything(roomy())
    kinds: set[type] = set()
    calls: set[str] = set()
    for estate in (found, with_rules(2), with_rules(60)):
        for name, source in generate(estate).files.items():
            if name.endswith(".py"):
                more, _, called = shape(source)
                kinds |= more
                calls |= called
    # What refers to things that are not declared is not in them.
    calls |= {"SipMediaApplication.from_sip_media_application_attributes", "VoiceConnector.from_voice_connector_id"}
    calls |= {"VoiceConnectorGroupMember"}
    return found, kinds, calls


def rewritten(value: Any, draw: Any, depth: int = 0) -> Any:
    """A document in which some texts are replaced."""
    if isinstance(value, dict):
        return {key: rewritten(each, draw, depth + 1) for key, each in value.items()}
    if isinstance(value, list):
        return [rewritten(each, draw, depth + 1) for each in value]
    return draw(st.just(value) | text) if isinstance(value, str) and draw(st.integers(0, 3)) == 0 else value


# A failure of a whole account takes minutes to shrink, and says enough as it is.
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(data=st.data())
def test_nothing_that_an_account_says_becomes_code_or_markup(honest, data):
    found, kinds, calls = honest
    resources = []
    for each in found.resources:
        changed = dataclasses.replace(each, properties=rewritten(dict(each.properties), data.draw))
        if data.draw(st.integers(0, 5)) == 0:
            id_ = data.draw(text)
            changed = dataclasses.replace(changed, id=id_, properties={**changed.properties, "AdoptId": id_})
        if data.draw(st.integers(0, 5)) == 0:
            changed = dataclasses.replace(changed, region=data.draw(text), facts={"Status": data.draw(text)})
        if data.draw(st.integers(0, 20)) == 0:
            changed = dataclasses.replace(changed, type_name=data.draw(text))
        resources.append(changed)
    estate = dataclasses.replace(
        found,
        scanned_at=data.draw(text),
        resources=tuple(resources),
        functions=(FoundFunction(arn=data.draw(text), exists=False),),
        gaps=(Gap(region=data.draw(text), operation=data.draw(text), reason=data.draw(text)),),
    )
    try:
        files = generate(estate).files
    except GenerateError:
        return
    for name, source in files.items():
        assert Path(name).name == name
        source.encode()
        if name.endswith(".py"):
            nodes, imports, called = shape(source)
            assert nodes <= kinds, name
            assert imports <= MODULES, name
            assert called <= calls, name
    _assert_readme(files["README.md"])


def _assert_readme(readme: str) -> None:
    """Every line is one that the generator writes, with whatever came from the account in code spans."""
    for line in readme.splitlines():
        assert line.isprintable(), line
    headings = [line for line in readme.splitlines() if line.startswith("#")]
    assert set(headings) <= {
        f"# Telephony of account {ACCOUNT}",
        "## What to do next",
        "## Not taken over",
        "## Taken over without a property",
        "## Passwords",
        "## Not read",
    }


@given(value=text, key=text)
def test_values_are_constants_that_are_equal(value, key):
    """Of tags, the only values that may be any text."""
    base = with_rules(1)
    (application, *_) = base.of_type("Custom::ChimeSipMediaApplication")
    tag = {"Key": (key or "k")[:128], "Value": value}
    tagged = dataclasses.replace(application, properties={**application.properties, "Tags": [tag]})
    others = [each for each in base.resources if each is not application]
    source = generate(dataclasses.replace(base, resources=(tagged, *others))).files["app.py"]
    tags = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.keyword) and node.arg == "tags"]
    expected = [] if tag["Key"].startswith("aws:") else [{tag["Key"]: value}]
    assert [ast.literal_eval(each) for each in tags] == expected


@pytest.mark.parametrize(
    "name", ["class", "app", "main", "self", "print", "cdk", "json", "Default", "Resource", "9", "."]
)
def test_a_name_that_means_something_elsewhere_is_a_name_like_any_other(name, tmp_path):
    base = with_rules(2)
    renamed: list[Found] = [
        dataclasses.replace(each, properties={**each.properties, "Name": name}) for each in base.resources
    ]
    for name_, source in generate(dataclasses.replace(base, resources=tuple(renamed))).files.items():
        if name_.endswith(".py"):
            compile(source, name_, "exec")


def test_no_file_is_written_outside_of_the_folder(tmp_path):
    with pytest.raises(AssertionError):
        write({"../outside.py": ""}, tmp_path / "inside")
    assert list(tmp_path.iterdir()) == []
