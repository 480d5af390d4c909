import pytest

from constructs_lib.routing.findings import findings
from constructs_lib.routing.model import Acknowledgement
from tests.routing.checks.estates import at, ids
from tests.routing.tables import route, table, target

HERE = at("Support", "Main")


def reason(*acknowledged):
    single = route(target(1, "us-east-1"), origin=HERE)
    (found,) = findings(table(single, acknowledgements=acknowledged))
    return found.acknowledged


@pytest.mark.parametrize("path", ["", "Support", "Support/Main"])
def test_an_acknowledgement_holds_for_a_construct_and_all_below(path):
    assert reason(Acknowledgement(id="single-region", reason="a pilot", construct_path=path)) == "a pilot"


@pytest.mark.parametrize("path", ["Support/Main/Resource", "Support/Ma", "Sup", "Other"])
def test_it_holds_for_no_other_construct(path):
    assert reason(Acknowledgement(id="single-region", reason="a pilot", construct_path=path)) == ""


def test_it_holds_for_no_other_finding():
    assert reason(Acknowledgement(id="no-answer", reason="a pilot")) == ""


def test_the_closest_reason_is_told():
    everywhere = Acknowledgement(id="single-region", reason="all", construct_path="")
    here = Acknowledgement(id="single-region", reason="this", construct_path="Support/Main")
    assert reason(here, everywhere) == reason(everywhere, here) == "this"


def test_one_without_a_reason_still_acknowledges():
    assert reason(Acknowledgement(id="single-region", reason=" ")) == "no reason given"


def test_errors_come_first():
    table_of_both = table(route(target(1, "us-east-1"), number="+12065550101"), route(name="a"), route(name="b"))
    assert ids(table_of_both) == ["duplicate-trigger", "single-region"]
