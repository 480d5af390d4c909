"""SIP media applications, with their logging and tags."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.estate.model import Found
from constructs_lib.estate.reading import Reading, given, plain_name


def find(reading: Reading) -> Iterator[Found]:
    """All applications of the endpoint."""
    for application in reading.every("ListSipMediaApplications", "SipMediaApplications"):
        found, arn = str(application["SipMediaApplicationId"]), str(application["SipMediaApplicationArn"])
        logging = reading.get(
            "GetSipMediaApplicationLoggingConfiguration",
            "SipMediaApplicationLoggingConfiguration",
            SipMediaApplicationId=found,
        )
        yield Found(
            type_name="Custom::ChimeSipMediaApplication",
            id=found,
            region=reading.region,
            properties=given(
                AdoptId=found,
                AwsRegion=application.get("AwsRegion"),
                Name=plain_name(application.get("Name")),
                Endpoints=[{"LambdaArn": each.get("LambdaArn")} for each in application.get("Endpoints") or ()],
                MessageLogging=None if logging is None else logging.get("EnableSipMediaApplicationMessageLogs"),
                Tags=reading.tags(arn),
            ),
            attributes={"SipMediaApplicationId": found, "SipMediaApplicationArn": arn},
            facts=given(Name=application.get("Name")),
        )
