"""SIP media applications, with their logging and tags."""

from __future__ import annotations

from collections.abc import Iterator

from chime_voice.contract.sip_media_application import SipMediaApplication

from constructs_lib.estate.declaring import declared, given, plain_name
from constructs_lib.estate.model import Found
from constructs_lib.estate.reading import Reading

_LOGGING = "SipMediaApplicationLoggingConfiguration"
OPERATIONS = ("ListSipMediaApplications", f"Get{_LOGGING}", "ListTagsForResource")


def find(reading: Reading) -> Iterator[Found]:
    """All applications of the endpoint."""
    for application in reading.every("ListSipMediaApplications", "SipMediaApplications"):
        found, arn = str(application["SipMediaApplicationId"]), str(application["SipMediaApplicationArn"])
        logging = reading.get(f"Get{_LOGGING}", _LOGGING, SipMediaApplicationId=found) or {}
        yield Found(
            type_name=SipMediaApplication.SPEC.type_name,
            id=found,
            region=reading.region,
            properties=declared(
                SipMediaApplication,
                application,
                AdoptId=found,
                Name=plain_name(application.get("Name")),
                MessageLogging=logging.get("EnableSipMediaApplicationMessageLogs"),
                Tags=reading.tags(arn),
            ),
            attributes={"SipMediaApplicationId": found, "SipMediaApplicationArn": arn},
            facts=given(Name=application.get("Name")),
        )
