"""Voice Connectors: who gets in, where calls go on to, and who carries which number."""

import json
from typing import Any

import pytest

from tests.routing.diff.changes import NUMBER, between, connector, ids, only, resource

OTHER = connector("Other")
OPEN: dict[str, dict[str, Any]] = {
    "Termination": {"CallingRegions": ["US", "CA"], "CidrAllowedList": ["198.51.100.0/27"]},
    "Origination": {"Routes": [{"Host": "203.0.113.7", "Port": 5060, "Protocol": "UDP"}]},
    "EmergencyCalling": {"Dnis": [{"EmergencyPhoneNumber": "+12065550911", "CallingCountry": "US"}]},
}


def part(name, **changed):
    return {name: json.dumps({**OPEN[name], **changed})}


def association(*numbers, carrier="<connector Support/Pbx>", logical_id="Numbers", **more):
    identity = f"<phone number association Support/{logical_id}>"
    properties = {"E164PhoneNumbers": json.dumps(numbers), "VoiceConnectorId": carrier}
    return resource("phone number association", identity, logical_id, **properties, **more)


def test_a_connector_that_goes_or_is_replaced_takes_its_host_name_along():
    assert ids(between([connector(), OTHER], [OTHER])) == ["connector-gone"]
    risk = only(between([connector()], [connector(AwsRegion="us-west-2")]))
    assert (risk.id, risk.before) == ("connector-gone", "<host of Support/Pbx>")
    assert risk.after == "another host name (AwsRegion us-east-1 → us-west-2)"


def test_an_adopted_connector_that_goes_is_left_in_place():
    assert between([connector(adopted=True, retained=True), OTHER], [OTHER]).risks == ()


def test_encryption_that_changes_is_told_to_those_who_run_the_telephone_system():
    risk = only(between([connector()], [connector(RequireEncryption="false")]))
    assert (risk.id, risk.before, risk.after) == ("encryption-changed", "required: true", "required: false")


@pytest.mark.parametrize("name", OPEN)
def test_a_part_that_is_removed_or_disabled_closes_the_connector(name):
    for closed in (connector(), connector(**part(name, Disabled=True))):
        risk = only(between([connector(**part(name))], [closed]))
        assert (risk.id, risk.severity) == ("connector-closed", "danger")
        assert [subject.name for subject in risk.subjects] == ["<host of Support/Pbx>"]


@pytest.mark.parametrize("name", OPEN)
def test_a_part_that_is_opened_is_no_risk(name):
    assert ids(between([connector()], [connector(**part(name))])) == []


def test_a_part_that_is_declared_for_an_adopted_connector_may_change_what_is_there():
    adopted = {"adopted": True, "retained": True}
    assert ids(between([connector(**adopted)], [connector(**part("Termination"), **adopted)])) == ["connector-changed"]


def test_who_may_call_is_told_by_what_comes_and_goes():
    other = connector(**part("Termination", CallingRegions=["US"], CpsLimit=5))
    risk = only(between([connector(**part("Termination"))], [other]))
    assert (risk.id, risk.severity) == ("connector-changed", "caution")
    assert (risk.before, risk.after) == (
        "with CallingRegions CA; without CpsLimit 5",
        "without CallingRegions CA; with CpsLimit 5",
    )


def test_another_telephone_system_behind_a_connector_is_told():
    route = {**OPEN["Origination"]["Routes"][0], "Host": "203.0.113.9"}
    risk = only(between([connector(**part("Origination"))], [connector(**part("Origination", Routes=[route]))]))
    assert risk.id == "connector-changed"
    assert "203.0.113.7" in risk.before
    assert "203.0.113.9" in risk.after


def test_a_group_with_other_connectors_sends_calls_elsewhere():
    def group(*ids):
        items = [{"Priority": at, "VoiceConnectorId": each} for at, each in enumerate(ids, 1)]
        return resource("Voice Connector group", "<group>", "Group", VoiceConnectorItems=json.dumps(items))

    risk = only(between([group("a", "b")], [group("a")]))
    assert (risk.id, risk.before) == ("connector-changed", "with Priority 2, VoiceConnectorId b")


def test_a_number_that_nothing_carries_any_more_is_a_danger():
    for after in ([OTHER], [OTHER, association("+12065550199")]):
        risk = only(between([OTHER, association(NUMBER, "+12065550199")], after))
        assert (risk.id, risk.severity) == ("number-cut-off", "danger")
        assert risk.subjects[0].name == NUMBER


def test_a_number_that_moves_to_another_connector_is_told_once():
    elsewhere = association(NUMBER, carrier="<connector Support/Other>", logical_id="Moved")
    risk = only(between([association(NUMBER)], [elsewhere]))
    assert (risk.id, risk.after) == ("carrier-changed", "carried by <connector Support/Other>")


def test_a_renamed_association_is_refused_and_one_that_adopts_loses_its_numbers_with_the_old_one():
    assert only(between([association(NUMBER)], [association(NUMBER, logical_id="Other")])).id == "renamed"
    adopting = association(NUMBER, logical_id="Other", adopted=True)
    assert "number-cut-off" in ids(between([association(NUMBER)], [adopting]))


def test_an_association_that_is_kept_cuts_nothing_off():
    assert ids(between([OTHER, association(NUMBER, retained=True)], [OTHER])) == []


def credentials(**more):
    return resource("termination credentials", "<connector Support/Pbx>", "Users", SecretArn="arn", **more)


def test_credentials_that_go_leave_the_connector_open_to_whoever_is_allowed_by_address():
    risk = only(between([connector(), credentials()], [connector()]))
    assert (risk.id, risk.severity, risk.after) == ("credentials-gone", "danger", "none is asked for")


def test_credentials_that_stay_on_the_connector_are_no_risk():
    assert ids(between([connector(), credentials(retained=True)], [connector()])) == []
