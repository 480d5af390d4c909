"""Regions without the service.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/sdk-available-regions.html: ten Regions with its API and media; phone
numbers are provisioned and managed in two of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from chime_voice.contract.checks import HOME_REGIONS, VOICE_REGIONS

from constructs_lib.routing.checks.catalog import finding
from constructs_lib.routing.checks.estate import APPLICATION, NUMBER, Estate, is_region
from constructs_lib.routing.model import Finding


def without_the_service(estate: Estate) -> Iterator[Finding]:
    """Applications, connectors, rules and numbers where the service does not have them."""
    for application in estate.applications:
        if is_region(application.target.region) and application.target.region not in VOICE_REGIONS:
            message = f"{application.title}: the service is in {', '.join(VOICE_REGIONS)}"
            yield finding("unsupported-region", message, application.target.origin)
    for resource in estate.table.resources:
        regions = HOME_REGIONS if resource.label == NUMBER else VOICE_REGIONS
        if resource.label != APPLICATION and is_region(resource.region) and resource.region not in regions:
            message = (
                f"{resource.label} {resource.identity} in {resource.region}: the service has it in {', '.join(regions)}"
            )
            yield finding("unsupported-region", message, resource.origin)
