"""The mark in names: read back, never too long, telling whose."""

from __future__ import annotations

import re

from chime_voice.contract.checks import PHONE_NUMBER_NAME, RESOURCE_NAME
from chime_voice.contract.marker import Marker, before, strip
from hypothesis import given
from hypothesis import strategies as st

STACK = "arn:aws:cloudformation:us-east-1:123456789012:stack/Support/"
MINE = Marker.of(STACK + "one", "Main", "request-1")


@given(st.from_regex(RESOURCE_NAME, fullmatch=True).map(lambda name: name[:256]))
def test_a_signed_name_is_a_valid_name_that_can_be_read_back(name: str):
    signed = MINE.sign(name)
    assert re.fullmatch(RESOURCE_NAME, signed)
    assert len(signed) <= 256
    assert Marker.read(signed) == MINE
    assert name.strip().startswith(strip(signed).strip())


@given(st.from_regex(PHONE_NUMBER_NAME, fullmatch=True).map(str.strip).filter(lambda name: len(name) < 200))
def test_a_signed_number_name_is_one_the_service_takes(name: str):
    assert re.fullmatch(PHONE_NUMBER_NAME, MINE.sign(name))


def test_a_stack_made_again_under_its_name_owns_what_it_left():
    again = Marker.of(STACK + "two", "Main", "request-2")
    assert again != MINE
    assert again.owns(MINE.sign("Support"))


def test_another_stack_or_another_logical_id_does_not_own_it():
    others = (
        Marker.of(STACK.replace("Support", "Sales") + "one", "Main", "request-1"),
        Marker.of(STACK + "one", "Second", "request-1"),
    )
    for other in others:
        assert not other.owns(MINE.sign("Support"))
        assert other.disowned(MINE.sign("Support"))


def test_a_name_without_a_mark_is_nobodys():
    assert Marker.read("Support line") is None
    assert not MINE.owns("Support line")
    assert not MINE.disowned("Support line")
    assert strip("Support line") == "Support line"


def test_tells_the_incarnation_and_the_request_that_made_it():
    signed = MINE.sign("Support")
    later = Marker.of(STACK + "one", "Main", "request-2")
    assert MINE.of_this_request(signed)
    assert later.of_this_stack(signed)
    assert not later.of_this_request(signed)
    assert not Marker.of(STACK + "two", "Main", "request-1").of_this_stack(signed)


@given(st.from_regex(RESOURCE_NAME, fullmatch=True).map(lambda name: name[:256]))
def test_what_was_taken_over_is_the_new_owners_and_can_be_handed_back(name: str):
    other = Marker.of(STACK + "one", "Second", "request-2")
    taken = other.sign(name, former=MINE)
    assert re.fullmatch(RESOURCE_NAME, taken)
    assert len(taken) <= 256
    assert other.owns(taken)
    assert MINE.disowned(taken)
    assert Marker.read(before(taken)) == MINE
    assert Marker.read(strip(taken)) is None
