"""Voice profile domains: what is in them cannot be made again, so nothing is replaced or deleted that need not be."""

from __future__ import annotations

from typing import Any

import pytest

from tests.provider.stage import Fault, Stage
from tests.provider.world import KEY, OTHER_KEY, SETTLED, by_hand_domain, domain


@pytest.fixture
def stage() -> Stage:
    return Stage()


def domains(stage: Stage) -> dict[str, dict[str, Any]]:
    listed = stage.client().list_voice_profile_domains(MaxResults=100)["VoiceProfileDomains"]
    read = stage.client().get_voice_profile_domain
    ids = [item["VoiceProfileDomainId"] for item in listed]
    return {found: read(VoiceProfileDomainId=found)["VoiceProfileDomain"] for found in ids}


def changes(stage: Stage) -> list[str]:
    return [call for call in stage.calls if call.startswith(("create", "update", "delete", "tag", "untag"))]


def test_name_and_description_change_in_place(stage: Stage):
    made = stage.create(domain(description="Of regular callers"))
    stage.calls.clear()
    after = stage.update(made, domain("Renamed", description="Of all"), domain(description="Of regular callers"))
    assert (after.physical_id, changes(stage)) == (made.physical_id, ["update_voice_profile_domain"])
    assert domains(stage)[made.physical_id]["Description"] == "Of all"


def test_a_description_that_is_no_longer_declared_is_taken_away(stage: Stage):
    made = stage.create(domain(description="Of regular callers"))
    assert stage.update(made, domain(), domain(description="Of regular callers")).succeeded
    assert not domains(stage)[made.physical_id].get("Description")


def test_an_update_without_a_difference_writes_nothing(stage: Stage):
    made = stage.create(domain())
    stage.calls.clear()
    assert stage.update(made, domain(), domain()).succeeded
    assert changes(stage) == []


def test_another_key_makes_another_domain_and_the_old_one_is_cloudformations_to_delete(stage: Stage):
    made = stage.create(domain())
    after = stage.update(made, domain(key=OTHER_KEY), domain())
    assert after.physical_id != made.physical_id
    keys = {found: one["ServerSideEncryptionConfiguration"]["KmsKeyArn"] for found, one in domains(stage).items()}
    assert keys == {made.physical_id: KEY, after.physical_id: OTHER_KEY}


def test_a_create_that_is_repeated_by_its_token_makes_one_domain(stage: Stage):
    stage.fault = Fault("timeout after", 2)
    assert stage.create(domain()).succeeded
    assert len(domains(stage)) == 1


def test_adopting_with_another_key_is_refused_and_without_one_keeps_what_there_is(stage: Stage):
    existing = by_hand_domain(stage)
    refused = stage.create(domain(key=OTHER_KEY, adopt_id=existing))
    assert f"the voice profile domain is encrypted with {KEY}, which cannot be changed" in refused.reason
    kept = stage.create(domain(name=None, server_side_encryption_configuration=None, adopt_id=existing))  # type: ignore[arg-type]
    assert kept.physical_id == existing
    assert domains(stage)[existing]["Name"] == "By hand"


def test_a_key_of_another_region_is_refused_by_the_service_and_told(stage: Stage):
    away = KEY.replace("us-east-1", "us-west-2")
    answer = stage.create(domain(key=away))
    assert "the key must be in us-east-1" in answer.reason


def test_a_deleted_domain_is_made_again_by_the_next_change(stage: Stage):
    made = stage.create(domain())
    stage.advance(SETTLED)
    stage.client().delete_voice_profile_domain(VoiceProfileDomainId=made.physical_id)
    after = stage.update(made, domain("Renamed"), domain())
    assert after.succeeded, after.reason
    assert list(domains(stage)) == [after.physical_id]
