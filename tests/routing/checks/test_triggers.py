import dataclasses

import pytest

from constructs_lib.routing.model import WeakReference
from tests.routing.checks.estates import HOST, at, by_host, ids, only, resource
from tests.routing.tables import route, table

CONNECTOR = resource("Voice Connector", HOST, origin=at("Trunks", "Connector"))


def test_a_sound_table_has_no_findings():
    assert ids(table(route(), route(number="+12065550101"))) == []


def test_a_trigger_with_several_rules_is_found():
    found = only(table(route(name="one"), route(name="two")), "duplicate-trigger")
    assert found.severity == "error"
    assert found.message.startswith("+12065550100 has 2 rules: one, two; not all of them answer")


def test_rules_of_one_name_are_told_apart_by_their_place():
    rivals = table(route(origin=at("A", "Rule")), route(origin=at("B", "Rule")))
    assert "support (A/Rule), support (B/Rule)" in only(rivals, "duplicate-trigger").message


def test_of_many_rules_the_first_few_are_named():
    many = table(*(route(name=f"r{at}") for at in range(9)))
    assert "9 rules: r0, r1, r2 and 6 more;" in only(many, "duplicate-trigger").message


def test_a_disabled_rule_contests_nothing():
    assert ids(table(route(), route(enabled=False))) == []


def test_a_trigger_that_only_disabled_rules_have_is_found():
    found = only(table(route(enabled=False), route(number="+12065550101")), "disabled-rule")
    assert found.severity == "warning"
    assert "rule support is disabled, so nobody answers +12065550100" in found.message


def test_a_number_for_voice_connectors_is_no_trigger():
    number = resource("phone number", "+12065550100", ProductType="VoiceConnector")
    assert "for product type VoiceConnector" in only(table(route(), resources=(number,)), "number-product-type").message


@pytest.mark.parametrize("product", ["SipMediaApplicationDialIn", "<Parameter>"])
def test_a_number_of_the_right_or_a_later_product_type_is_fine(product):
    number = resource("phone number", "+12065550100", ProductType=product)
    assert ids(table(route(), resources=(number,))) == []


def test_a_number_that_keeps_its_product_type_is_fine():
    assert ids(table(route(), resources=(resource("phone number", "+12065550100"),))) == []


def test_a_connector_of_another_stack_is_found():
    found = only(table(by_host(), resources=(CONNECTOR,)), "connector-in-another-stack")
    assert found.severity == "warning"
    assert "rule support of stack Support" in found.message
    assert "of stack Trunks; CloudFormation lets Trunks replace it only when" in found.message


def test_a_weak_reference_to_a_connector_is_told_as_one():
    weak = WeakReference(property="TriggerValue", to=CONNECTOR.origin)
    rule = resource("SIP rule", "rule", origin=by_host().origin, weak_references=(weak,))
    found = only(table(by_host(), resources=(CONNECTOR, rule)), "connector-in-another-stack")
    assert "when Trunks replaces it, the rule keeps the old name" in found.message


def test_a_connector_of_the_same_stack_or_of_nobody_here_is_fine():
    own = dataclasses.replace(CONNECTOR, origin=at("Support", "Connector"))
    assert ids(table(by_host(), resources=(own,))) == []
    assert ids(table(by_host())) == []


@pytest.mark.parametrize(
    ("used", "complete", "found"), [(False, True, 1), (True, True, 0), (None, True, 0), (False, False, 0)]
)
def test_a_number_that_rings_nowhere_is_found_where_the_whole_account_is_known(used, complete, found):
    number = resource("phone number", "+12065550199", used=used)
    assert ids(table(route(), resources=(number,), complete=complete)).count("unused-number") == found
