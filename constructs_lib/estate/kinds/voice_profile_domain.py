"""Voice profile domains, with the key that encrypts them; never a profile in one."""

from __future__ import annotations

from collections.abc import Iterator

from chime_voice.contract.voice_profile_domain import VoiceProfileDomain

from constructs_lib.estate.declaring import declared, given, plain_name
from constructs_lib.estate.model import Found
from constructs_lib.estate.reading import Reading

OPERATIONS = ("ListVoiceProfileDomains", "GetVoiceProfileDomain", "ListTagsForResource")


def find(reading: Reading) -> Iterator[Found]:
    """All domains of the endpoint."""
    for domain in reading.every("ListVoiceProfileDomains", "VoiceProfileDomains"):
        found, arn = str(domain["VoiceProfileDomainId"]), str(domain["VoiceProfileDomainArn"])
        yield Found(
            type_name=VoiceProfileDomain.SPEC.type_name,
            id=found,
            region=reading.region,
            properties=declared(
                VoiceProfileDomain,
                domain,
                reading.get("GetVoiceProfileDomain", "VoiceProfileDomain", VoiceProfileDomainId=found),
                AdoptId=found,
                HomeRegion=reading.region,
                Name=plain_name(domain.get("Name")),
                Tags=reading.tags(arn),
            ),
            attributes={"VoiceProfileDomainId": found, "VoiceProfileDomainArn": arn},
            facts=given(Name=domain.get("Name")),
        )
