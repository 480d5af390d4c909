"""Python source from values: equal when read back, whatever they hold, and formatted."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.generate.code import Call, Name, quoted, render, statement

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_a_text_reads_back_as_it_was(text):
    assert ast.literal_eval(quoted(text)) == text
    assert quoted(text).isprintable()


@given(values, st.integers(min_value=0, max_value=5))
def test_a_value_reads_back_as_it_was(value, indent):
    assert ast.literal_eval(render(value, indent=indent)) == value


@pytest.mark.parametrize("name", ["a b", "", "a;b", "a.", "1a", "f()", "a\nb"])
def test_only_identifiers_become_code(name):
    with pytest.raises(AssertionError):
        Name(name)
    with pytest.raises(AssertionError):
        render(Call(name))
    with pytest.raises(AssertionError):
        render(Call("f", named={name: 1}))


sample = st.text(st.sampled_from("ab\"'\\ \n\x1b\u202eé日"), max_size=50)


def test_formatters_leave_it_as_it_is(tmp_path):
    """Strings, names and nesting of all lengths, in one file since a formatter takes its time to start."""
    source = 'VALUE = "value"\n'
    texts = ["x" * length for length in (0, 1, 20, 40, 70, 84, 100)] + [
        '"',
        "'",
        "\"'",
        "\\",
        "é日",
        "\x1b\u202e",
        "a\nb",
    ]
    for at, text in enumerate(texts):
        nested = Call("f", (text,), {"one": [text, text], "two": {"key": text, text: 1}, "three": Call("g", (text,))})
        for length in (1, 30, 60, 80):
            source += statement(nested, to=f"self.{'n' * length}{at}")
            source += statement(Call("f" * length, (text, [], {}, [text])), to="value")
        source += statement(nested)
    (tmp_path / "source.py").write_text(source)
    ruff = Path(sys.executable).parent / "ruff"
    done = subprocess.run(
        [str(ruff), "format", "--isolated", "--no-cache", "--diff", "source.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
