import pytest

from tests.routing.checks.estates import ids, only, resource
from tests.routing.tables import route, table, target

QUOTAS = [
    ("quota-numbers", "phone number", 5),
    ("quota-connectors", "Voice Connector", 3),
    ("quota-applications", "SIP media application", 30),
]


def many(label, count, **more):
    return table(route(), resources=[resource(label, f"r{at}", **more) for at in range(count)])


@pytest.mark.parametrize(("finding_id", "label", "quota"), QUOTAS)
def test_the_quota_may_be_used_up(finding_id, label, quota):
    assert ids(many(label, quota)) == []


@pytest.mark.parametrize(("finding_id", "label", "quota"), QUOTAS)
def test_one_more_is_found_where_it_is_declared(finding_id, label, quota):
    found = only(many(label, quota + 1), finding_id)
    assert found.severity == "warning"
    assert found.message.startswith(f"{quota + 1} {label}s")
    assert found.message.endswith(f"the default quota is {quota}")
    assert found.origin.logical_id == f"r{quota}"


def test_connectors_count_by_region_and_numbers_over_all():
    regions = ["us-east-1", "us-west-2"] * 3
    connectors = [resource("Voice Connector", f"c{at}", region) for at, region in enumerate(regions)]
    assert ids(table(route(), resources=connectors)) == []
    numbers = [resource("phone number", f"n{at}", region) for at, region in enumerate(regions)]
    assert ids(table(route(), resources=numbers)) == ["quota-numbers"]


def test_a_set_counts_with_all_its_numbers():
    listed = resource("phone numbers", "a", E164PhoneNumbers='["+1", "+2", "+3"]')
    searched = resource("phone numbers", "b", Count="3")
    assert ids(table(route(), resources=[listed])) == []
    found = only(table(route(), resources=[listed, searched]), "quota-numbers")
    assert found.message == "6 phone numbers; the default quota is 5"


def test_accounts_have_quotas_of_their_own():
    split = [resource("phone number", f"n{at}", account=f"{at % 2:012}") for at in range(10)]
    assert ids(table(route(), resources=split)) == []
    assert "of account 000000000007" in only(many("phone number", 6, account="000000000007"), "quota-numbers").message


def test_a_rule_with_too_many_applications_is_found():
    targets = [target(at, "us-east-1", application_id=f"a{at}") for at in range(1, 27)]
    assert "names 26 applications" in only(table(route(*targets)), "quota-targets").message
    assert "quota-targets" not in ids(table(route(*targets[1:])))
