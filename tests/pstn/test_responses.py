"""Reading answers: whatever they are, the service takes or refuses them, and the linter is of the same opinion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.pstn.lint import answers
from constructs_lib.pstn.lint.legs import Legs
from constructs_lib.pstn.policy import Policy
from constructs_lib.pstn.responses import InvalidResponse, read
from constructs_lib.pstn.vocabulary import ACTIONS
from tests.pstn.test_lint_answers import A, event

ABOUT_ALL = {
    "not-a-response", "schema-version", "too-many-actions", "empty-actions", "unknown-action", "attributes-too-many",
    "attributes-not-text",
}  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = sorted({name for kind in ACTIONS.values() for name in kind.fields} | {"CallId", "ParticipantTag"})
PARAMETERS = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), JSON | st.just(A), max_size=4)
ACTION = st.fixed_dictionaries(
    {"Type": st.sampled_from(sorted(ACTIONS)) | st.sampled_from(["Speek", 1])},
    optional={"Parameters": PARAMETERS | JSON},
)
RESPONSE = st.fixed_dictionaries(
    {"SchemaVersion": st.sampled_from(["1.0"] * 8 + ["2.0"])},
    optional={
        "Actions": st.lists(ACTION, max_size=12) | JSON,
        "TransactionAttributes": st.dictionaries(st.text(max_size=3), JSON, max_size=12) | JSON,
    },
)
KINDS = st.sampled_from(["NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "HANGUP"])


@given(answer=RESPONSE | JSON, kind=KINDS, strict=st.booleans())
def test_what_is_refused_as_a_whole_is_an_error_of_the_linter_and_the_other_way_round(answer, kind, strict):
    policy, about = Policy(attributes_must_be_strings=strict), event(kind)
    try:
        read(answer, kind=kind, policy=policy)
        refused = False
    except InvalidResponse:
        refused = True
    mistakes = list(answers.check(answer, kind, read=True, policy=policy, legs=Legs(event=about)))
    findings = [mistake.finding(about) for mistake in mistakes]
    found = [each.id for each in findings if each.id in ABOUT_ALL and each.severity == "error"]
    assert refused == bool(found), (found, findings)


@given(answer=RESPONSE | JSON)
def test_an_answer_that_nobody_reads_has_only_warnings(answer):
    about = event("RINGING")
    mistakes = answers.check(answer, "RINGING", read=False, policy=Policy(), legs=Legs(event=about))
    assert {mistake.finding(about).severity for mistake in mistakes} <= {"warning"}


@pytest.mark.parametrize(("actions", "kept"), [({}, None), ({"Actions": None}, None), ({"Actions": []}, ())])
def test_no_actions_keep_what_is_to_come_and_an_empty_list_does_not(actions, kept):
    assert read({"SchemaVersion": "1.0"} | actions, kind="ACTION_SUCCESSFUL", policy=Policy()).actions == kept


@pytest.mark.parametrize(("attributes", "kept"), [({}, None), ({"TransactionAttributes": None}, None)])
def test_attributes_that_are_not_given_stay(attributes, kept):
    answer = {"SchemaVersion": "1.0"} | attributes
    assert read(answer, kind="ACTION_SUCCESSFUL", policy=Policy()).attributes is kept


def test_parameters_that_are_null_are_none():
    answer = {"SchemaVersion": "1.0", "Actions": [{"Type": "Hangup", "Parameters": None}]}
    (action,) = read(answer, kind="NEW_INBOUND_CALL", policy=Policy()).actions or ()
    assert (action.type, action.parameters, action.place) == (
        "Hangup",
        {},
        "action 1 of the answer to NEW_INBOUND_CALL",
    )


def test_the_size_of_attributes_is_that_of_their_text():
    """Ten thousand letters of two bytes each are 20 kB, not the 60 that escapes for them would be."""
    attributes = {"name": "é" * 10_000}
    reply = {"SchemaVersion": "1.0", "Actions": [], "TransactionAttributes": attributes}
    assert read(reply, kind="RINGING", policy=Policy()).attributes == attributes
    attributes["name"] += "é" * 300
    with pytest.raises(InvalidResponse, match="20612 bytes"):
        read(reply, kind="RINGING", policy=Policy())
