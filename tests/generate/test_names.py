"""Names in code come from names in the account, are unique, and depend on nothing else."""

from __future__ import annotations

import builtins
import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.generate import names


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("Main line", ["main", "line"]),
        ("mainLine_v2", ["main", "line", "v", "2"]),
        ("SIP-Support.EMEA", ["sip", "support", "emea"]),
        ("1st floor", ["number", "1", "st", "floor"]),
        ("", ["number"]),
        ("--", ["number"]),
    ],
)
def test_words_are_those_of_the_name(given_name, expected):
    assert names.words(given_name, "number") == expected


@given(st.text())
def test_whatever_something_is_called_its_words_make_a_variable_and_an_id(text):
    words = names.words(text, "number")
    assert names.variable(words).isidentifier()
    assert names.variable(words).isascii()
    assert names.construct_id(words).isalnum()
    assert len(names.variable(words)) < 100


@given(st.lists(st.sampled_from(["a", "b", "class", "app", "c"]), max_size=12), st.randoms(use_true_random=False))
def test_names_are_unique_and_do_not_depend_on_the_order(bases, shuffler):
    candidates = {at: [base, f"{base}_x", f"{base}_{at}"] for at, base in enumerate(bases)}
    chosen = names.chosen(candidates, names.RESERVED)
    assert len(set(chosen.values())) == len(bases)
    assert not set(chosen.values()) & names.RESERVED
    keys = list(candidates)
    shuffler.shuffle(keys)
    assert names.chosen({key: candidates[key] for key in keys}, names.RESERVED) == chosen


def test_words_of_python_and_of_the_app_are_never_taken():
    assert {*keyword.kwlist, *keyword.softkwlist, *dir(builtins), "app", "cdk", "stack"} <= names.RESERVED
