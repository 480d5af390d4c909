import pytest

from tests.routing.checks.estates import ids, only, resource
from tests.routing.tables import route, table, target


def test_an_application_outside_of_the_services_regions_is_found():
    found = only(table(route(target(1, "us-east-1"), target(2, "eu-north-1"))), "unsupported-region")
    assert found.severity == "error"
    assert found.message.startswith(
        "application Support-eu-north-1 in eu-north-1: the service is in us-east-1, us-west-2,"
    )


@pytest.mark.parametrize("label", ["Voice Connector", "SIP rule", "phone number"])
def test_another_resource_outside_of_them_is_found(label):
    found = only(table(route(), resources=(resource(label, "this", "sa-east-1"),)), "unsupported-region")
    assert found.message.startswith(f"{label} this in sa-east-1: the service has it in us-east-1, us-west-2")


def test_numbers_are_managed_in_two_regions_only():
    abroad = [resource(label, "this", "eu-west-2") for label in ("Voice Connector", "SIP rule")]
    assert ids(table(route(), resources=abroad)) == []
    number = resource("phone number", "this", "eu-west-2")
    assert only(table(route(), resources=(number,)), "unsupported-region").message.endswith("in us-east-1, us-west-2")


@pytest.mark.parametrize("region", ["", "<AWS::Region>"])
def test_a_region_that_is_not_known_is_no_finding(region):
    assert (
        ids(table(route(target(1, "us-east-1"), target(2, region)), resources=(resource("SIP rule", "r", region),)))
        == []
    )
