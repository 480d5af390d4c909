"""The apps that we show to users, called before they are deployed."""

from __future__ import annotations

import pytest

from constructs_lib.testing import call
from tests.reference_apps import APPS, ROOT, assembly_of

DESK = "+12065550142"


@pytest.fixture
def of(tmp_path_factory):
    return lambda name: assembly_of(name, tmp_path_factory)


@pytest.mark.parametrize(("name", "number"), [("app", "Main"), ("single_region", None), ("failover", "TollFree")])
def test_an_announcement_is_heard(of, name, number):
    made = call(of(name), to=number)
    made.hung_up_with(0).no_findings()
    assert len(made.heard) == 1


def test_the_hotline_is_answered_by_the_first_region_that_can(of):
    regions = ["eu-west-1", "eu-west-2", "eu-central-1"]
    for at, region in enumerate(regions):
        call(of("failover"), to="Local", down=regions[:at]).is_answered_by(region).said(f"in {region}")
    call(of("failover"), to="Local", down=regions).is_answered_by(None).hung_up_with(480)


def test_a_handler_of_ones_own_puts_callers_through(of):
    made = call(of("own_handler")).bridged_to(DESK).other_answers().other_hangs_up()
    made.hung_up_with(0).no_findings()


def test_a_number_that_was_adopted_has_a_function_that_is_not_at_hand(of):
    call(of("existing_number"), to="+12065550100").is_answered_by(None)


def test_the_switchboards_menu_leads_to_the_voicemail_of_the_same_app(of):
    made = call(of("switchboard"), to="MainNumber").said("For the desk, press 1").press("1").bridged_to(DESK)
    made.other_declines(486).said("leave a message").talk(5).hang_up()
    made.hung_up_with(0).no_findings()
    assert [each.leg_a.to for each in made.calls] == [leg.to for leg in made.call.all_legs]


def test_the_switchboards_menu_leads_to_a_meeting_whose_aws_is_not_there(of):
    call(of("switchboard"), to="MainNumber", does="press 2\npress 471108#").said("the meeting cannot be joined").ended()


def test_the_switchboard_notifies_and_hears_who_confirms(of):
    made = call(of("switchboard"), application="Switchboard-Notices", to="+12065550123")
    made.answers().said("The office is closed today").press("1").said("Thank you").hung_up_with(0).no_findings()


def test_a_caller_who_waits_is_transferred(of):
    made = call(of("switchboard"), to="WaitingNumber", does=f"at 5 update action=transfer to={DESK}")
    made.bridged_to(DESK).other_answers().other_hangs_up().hung_up_with(0).no_findings()


def test_each_of_many_numbers_is_answered_by_the_next_region_too(of):
    branch = (ROOT / "examples" / "many_numbers" / "numbers.txt").read_text().split()[-1]
    call(of("many_numbers"), to=branch, down=["us-east-1"]).said("through us-west-2").hung_up_with(0).no_findings()


def test_where_nobody_answers_the_watched_line_a_message_is_recorded(of):
    made = call(of("observed"), to="Main").bridged_to(DESK).other_declines(486)
    made.played("nobody-here.wav").talk(5).hang_up().hung_up_with(0).no_findings()


def test_every_app_is_called_here():
    called = {"app", "single_region", "failover", "own_handler", "existing_number", "switchboard"}
    watched = {"many_numbers", "observed"}
    assert set(APPS) - {"pbx", "trunk_group"} == called | watched  # where a PBX answers, no application does
