"""No number of a table can be read in what was masked, and what is no number stays."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.routing import json_report
from constructs_lib.routing.masking import NumberMask, masked, number_masked
from constructs_lib.routing.model import Acknowledgement, Origin, Property, Resource
from tests.routing.tables import function, route, table, target

NUMBERS = st.from_regex(r"\+(1[2-9]\d{9}|[2-9]\d{9,13})", fullmatch=True)


def everywhere(number):
    """A table that names this number in every place that can hold a text."""
    bare = number.removeprefix("+")
    told = Origin(construct_path=f"Support/{number}", file=f"apps/{bare}.py")
    called = function(name=f"answer-{bare}", code=f"/code/{bare}", environment=(("NUMBERS", f"{number},{bare}"),))
    to = target(1, "us-east-1", function=called, application_name=f"Desk {bare}", origin=told)
    mine = Resource(
        type_name="Custom::ChimePhoneNumber",
        label="phone number",
        identity=number,
        region="us-east-1",
        properties=(Property(name="CallingName", value=f"Call {number}", on_change="in place"),),
    )
    return table(
        route(to, number=number, name=f"rule of {bare}", origin=told),
        resources=(mine,),
        acknowledgements=(Acknowledgement(id="some", reason=f"{number} is old", construct_path=told.construct_path),),
        unresolved=(f"{number}: nobody knows",),
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("+12065550100", "+•••••••0100"),
        ("+442079460958", "+••••••••0958"),
        ("+1234", "+••34"),
        ("sip:+12065550100@host.example", "sip:+•••••••0100@host.example"),
        ("+1 (206) 555-0100", "+• (•••) •••-0100"),
        ("+44 20 7946 0958.", "+•• •• •••• 0958."),
        ("+12065550100 has 2 rules", "+•••••••0100 has 2 rules"),
        ("+12065550100,+12065550101", "+•••••••0100,+•••••••0101"),
        (
            "12065550199, 2065550199, 206-555-0199, (206) 555-0199",
            "•••••••0199, ••••••0199, •••-•••-0199, (•••) •••-0199",
        ),
        ("abc123def.voiceconnector.chime.aws", "abc123def.voiceconnector.chime.aws"),
        ("arn:aws:lambda:us-east-1:123456789012:function:f", "arn:aws:lambda:us-east-1:123456789012:function:f"),
        ("2026-11-24 12:00, priority 10", "2026-11-24 12:00, priority 10"),
        ("3 + 4", "3 + 4"),
    ],
)
def test_all_but_the_last_four_digits_are_hidden(text, shown):
    assert NumberMask(["+12065550199"]).text(text) == shown


def test_without_a_table_only_what_has_a_plus_sign_is_known():
    assert number_masked("+12065550100 or 12065550100") == "+•••••••0100 or 12065550100"


@given(NUMBERS)
def test_a_number_is_nowhere_in_a_table_that_is_masked(number):
    whole, hidden = everywhere(number), masked(everywhere(number))
    assert number.removeprefix("+") in repr(whole)
    assert number.removeprefix("+") not in repr(hidden)
    # One number is one number still, and as long as it was.
    assert hidden.routes[0].trigger.value == hidden.resources[0].identity
    assert len(repr(hidden)) == len(repr(whole))


@given(NUMBERS, NUMBERS)
def test_numbers_that_differ_at_the_end_can_be_told_apart(one, other):
    hidden = masked(table(route(number=one), route(number=other)))
    same = hidden.routes[0].trigger == hidden.routes[1].trigger
    assert same == (one[-4:] == other[-4:] and len(one) == len(other))


def test_what_is_no_number_stays():
    hidden = masked(everywhere("+12065550100"))
    assert hidden.routes[0].targets[0].region == "us-east-1"
    assert hidden.routes[0].targets[0].priority == 1
    host = "a1b2c3.voiceconnector.chime.aws"
    assert masked(table(unresolved=(host,))) == table(unresolved=(host,))


def test_values_of_json_are_masked_by_the_same_mask():
    whole = table(route())
    document = NumberMask.of(whole).value(json_report.document(whole))
    assert document["routes"][0]["trigger"] == {"kind": "ToPhoneNumber", "value": "+•••••••0100"}
    assert "2065550100" not in json.dumps(document)
