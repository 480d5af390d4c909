"""What holds for every type, beyond single faults."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.local.voice.families import FAMILY_OF
from constructs_lib.local.voice.faults import Fault
from tests.provider.stage import Stage
from tests.provider.world import CASES, SETTLED

DELETE = {
    "sip_media_application": "delete_sip_media_application",
    "voice_connector": "delete_voice_connector",
    "voice_connector_group": "delete_voice_connector_group",
    "sip_rule": "delete_sip_rule",
    "sip_rule_set": "delete_sip_rule",
    "voice_profile_domain": "delete_voice_profile_domain",
    "phone_number": "delete_phone_number",
}


@pytest.mark.parametrize("name", CASES)
def test_a_deletion_that_does_not_happen_is_never_told_as_done(name: str, monkeypatch: pytest.MonkeyPatch):
    case, stage = CASES[name], Stage()
    setting = case.set_up(stage)
    made = stage.create(setting.desired)
    stage.advance(SETTLED)

    def nothing(self: Any, **_: Any) -> None:
        """The service says yes."""

    monkeypatch.setattr(FAMILY_OF[DELETE[name]], DELETE[name], nothing)
    answer = stage.delete(made.physical_id, setting.desired)
    assert not answer.succeeded
    # The rules of a set have ids of their own.
    deleted = "" if name == "sip_rule_set" else f" of {made.physical_id}"
    assert f"accepted the deletion{deleted} but still shows it; try again later" in answer.reason


@pytest.mark.parametrize("name", ["sip_media_application", "voice_connector"])
def test_a_replacement_that_fails_does_not_remove_what_it_only_found(name: str):
    """Going back after a replacement finds what was there before; its tags cannot be read this time."""
    case, stage = CASES[name], Stage()
    stage.declare("Main")
    setting = case.set_up(stage)
    first = stage.create(setting.desired)
    second = stage.update(first, setting.replaced, setting.desired)
    stage.refused = "list_tags_for_resource"
    failed = stage.update(second, setting.desired, setting.replaced)
    assert not failed.succeeded
    assert failed.physical_id == second.physical_id
    assert {first.physical_id, second.physical_id} <= set(case.all(stage))
    stage.refused = ""
    assert stage.update(second, setting.desired, setting.replaced).physical_id == first.physical_id


@pytest.mark.parametrize("name", CASES)
def test_a_deletion_of_what_is_gone_already_is_done(name: str):
    case, stage = CASES[name], Stage()
    setting = case.set_up(stage)
    made = stage.create(setting.desired)
    stage.advance(SETTLED)
    assert stage.delete(made.physical_id, setting.desired).succeeded
    assert stage.delete(made.physical_id, setting.desired).succeeded


@pytest.mark.parametrize("name", CASES)
def test_an_id_that_is_none_of_the_services_is_never_asked_for(name: str):
    """CloudFormation makes up an id when no answer came; it must not reach the path of a request."""
    case, stage = CASES[name], Stage()
    setting = case.set_up(stage)
    stage.calls.clear()
    assert stage.delete("Support-Main-1A2B3C4D5E6F", setting.desired).succeeded
    assert {call for call in stage.calls if call.startswith(("get_", "delete_", "update_"))} == set()


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("ResourceLimitExceededException", "raise the quota in Service Quotas"),
        ("AccessDeniedException", "a policy denies it"),
        ("ThrottledClientException", "deploy again later"),
    ],
)
@pytest.mark.parametrize("name", CASES)
def test_a_refusal_that_has_a_remedy_tells_it(name: str, code: str, remedy: str):
    case, stage = CASES[name], Stage()
    setting = case.set_up(stage)
    operation = case.make.title().replace("_", "")
    stage.service.inject(Fault(kind="refuse", operation=operation, code=code, count=None))
    answer = stage.create(setting.desired)
    assert code in answer.reason
    assert remedy in answer.reason
    may_be_closed = code == "AccessDeniedException" and "VoiceConnector" not in operation
    assert ("not enabled for it while it was open" in answer.reason) == may_be_closed
