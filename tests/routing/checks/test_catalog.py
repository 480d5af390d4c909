"""Every finding of the catalogue is one that some table has, and nothing else is found."""

import dataclasses

import pytest

from constructs_lib.routing.checks.catalog import FINDINGS
from constructs_lib.routing.findings import findings
from constructs_lib.routing.model import Target
from tests.routing.checks import test_functions, test_quotas, test_targets, test_triggers
from tests.routing.checks.estates import by_host, resource
from tests.routing.tables import function, route, table, target

GONE = Target(priority=1, region="us-east-1", application_id="gone", application_name="", function=None)
TABLES = {
    "no-answer": table(dataclasses.replace(route(), targets=())),
    "no-invoke-permission": test_functions.answered_by(invoke_permission=False),
    "missing-function": test_functions.answered_by(exists=False, invoke_permission=False),
    "duplicate-trigger": table(route(name="a"), route(name="b")),
    "region-twice": table(route(target(1, "us-east-1"), target(2, "us-east-1", application_id="b"))),
    "application-region": table(
        route(target(1, "us-west-2", application_id="a")), applications=(target(0, "us-east-1", application_id="a"),)
    ),
    "missing-application": table(route(GONE), applications=(), complete=True),
    "function-region": test_functions.answered_by(region="eu-west-2"),
    "function-account": test_functions.owned_by("210987654321", "123456789012"),
    "unsupported-region": table(route(target(1, "eu-north-1", function=function("eu-north-1")))),
    "number-product-type": table(
        route(), resources=(resource("phone number", "+12065550100", ProductType="VoiceConnector"),)
    ),
    "single-region": table(route(target(1, "us-east-1"))),
    "disabled-rule": table(route(enabled=False)),
    "duplicate-priority": table(route(target(1, "us-east-1"), target(1, "us-west-2"))),
    "function-timeout": test_functions.answered_by(timeout=60),
    "connector-in-another-stack": table(by_host(), resources=(test_triggers.CONNECTOR,)),
    "unused-application": test_targets.outbound(used=False),
    "unused-number": table(route(), resources=(resource("phone number", "+12065550199", used=False),), complete=True),
    "quota-numbers": test_quotas.many("phone number", 6),
    "quota-connectors": test_quotas.many("Voice Connector", 4),
    "quota-applications": test_quotas.many("SIP media application", 31),
    "quota-targets": table(route(*(target(at, "us-east-1", application_id=f"a{at}") for at in range(1, 27)))),
}


@pytest.mark.parametrize("finding_id", FINDINGS)
def test_each_finding_is_found_with_what_the_catalogue_says(finding_id):
    (found,) = (each for each in findings(TABLES[finding_id]) if each.id == finding_id)
    assert (found.severity, found.remedy) == (FINDINGS[finding_id].severity, FINDINGS[finding_id].remedy)
    assert found.message


@pytest.mark.parametrize(("finding_id", "kind"), FINDINGS.items())
def test_each_finding_is_known_from_a_page_of_aws(finding_id, kind):
    assert kind.source.startswith("https://docs.aws.amazon.com/")
    assert finding_id == finding_id.lower().replace(" ", "-").replace("_", "-")
