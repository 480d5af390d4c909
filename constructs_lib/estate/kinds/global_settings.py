"""The bucket for call detail records."""

from __future__ import annotations

from collections.abc import Iterator

from chime_voice.contract.global_settings import GlobalSettings

from constructs_lib.estate.declaring import declared
from constructs_lib.estate.model import Found
from constructs_lib.estate.reading import Reading

OPERATIONS = ("GetGlobalSettings",)


def find(reading: Reading) -> Iterator[Found]:
    """The setting, where there is one."""
    settings = reading.answer("GetGlobalSettings").get("VoiceConnector") or {}
    if bucket := str(settings.get("CdrBucket") or ""):
        yield Found(
            type_name=GlobalSettings.SPEC.type_name,
            id=bucket,
            region=reading.region,
            properties=declared(GlobalSettings, AdoptId=bucket, HomeRegion=reading.region, CdrBucket=bucket),
            attributes={"CdrBucket": bucket},
        )
