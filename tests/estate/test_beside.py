"""What a branch would change about an account: nothing that it does not say, and nothing that it does not manage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from chime_voice.contract.resource import Resource, Tag

from constructs_lib import assembly, estate, reading
from constructs_lib.routing.diff.compare import compare
from constructs_lib.routing.diff.model import Difference
from tests.assembly.by_hand import stack, write
from tests.estate.accounts import Lambda, Stage, scanned, two_regions
from tests.provider.world import (
    SETTLED,
    application,
    by_hand_application,
    by_hand_number,
    by_hand_rule,
    connector,
    function,
    number,
    origination,
    rule,
    rule_set,
    rules_for,
    termination,
)


@pytest.fixture
def stage() -> Stage:
    return Stage()


def template(**resources: Resource | dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"Type": each.SPEC.type_name, "Properties": each.properties()} if isinstance(each, Resource) else each
        for name, each in resources.items()
    }


def difference(stage: Stage, folder: Path, stacks: dict[str, dict[str, Any]], **more: Any) -> Difference:
    """From the account to what the stacks of us-east-1 declare."""
    stage.advance(SETTLED)
    estate.save(scanned(stage, **more), folder / "estate.json")
    (folder / "cdk.out").mkdir()
    write(folder / "cdk.out", {name: stack(resources) for name, resources in stacks.items()})
    return compare(*reading.read_both(folder / "estate.json", folder / "cdk.out"))


def is_empty(found: Difference) -> bool:
    return not (found.risks or found.routes or found.resources or found.functions or found.unresolved)


def adopting(made: dict[str, str], **more: Any) -> dict[str, Any]:
    """Everything of `two_regions`, taken over as it is, with no word more than needed."""
    return template(
        Number=number(area_code=None, name=None, adopt_id=made["number"]),
        East=application(name=None, adopt_id=made["east"]),
        West=application(name=None, region="us-west-2", adopt_id=made["west"]),
        Rule=rule(made["number"], made["east"], made["west"], name=None, adopt_id=made["rule"], **more),
    )


def test_taking_over_all_as_it_is_changes_nothing(stage, tmp_path):
    found = difference(stage, tmp_path, {"Support": adopting(two_regions(stage))})
    assert is_empty(found)
    assert (found.same_routes, found.same_resources, found.undeclared) == (1, 4, 0)


def test_what_is_not_declared_is_left_alone_and_counted(stage, tmp_path):
    made = two_regions(stage)
    by_hand_number(stage, 5)
    found = difference(stage, tmp_path, {"Support": adopting(made)})
    assert is_empty(found)
    assert found.undeclared == 1


def test_what_is_left_out_stays_as_it_is(stage, tmp_path):
    made = two_regions(stage)
    stage.client().update_sip_rule(SipRuleId=made["rule"], Name="Main", Disabled=True)
    assert is_empty(difference(stage, tmp_path, {"Support": adopting(made)}))


def test_a_declared_change_is_the_only_one_that_is_told(stage, tmp_path):
    found = difference(stage, tmp_path, {"Support": adopting(two_regions(stage), disabled=True)})
    (route,) = found.routes
    assert route.before is not None
    assert route.after is not None
    assert (route.before.enabled, route.after.enabled) == (True, False)
    (resource,) = found.resources
    assert [(each.name, each.before, each.after) for each in resource.properties] == [("Disabled", "false", "true")]
    assert "rule-disabled" in {each.id for each in found.risks}


def test_other_code_for_an_application_that_is_taken_over_is_told(stage, tmp_path):
    resources = adopting(two_regions(stage))
    resources["East"]["Properties"]["Endpoints"] = [{"LambdaArn": function("fresh")}]
    found = difference(stage, tmp_path, {"Support": resources})
    assert [each.id for each in found.risks] == ["handler-changed"]


def test_what_a_stack_made_is_known_by_its_mark(stage, tmp_path):
    bought = stage.create(number(), "Number")
    stage.advance(SETTLED)
    made = stage.create(application(), "App")
    assert stage.create(rule(bought.physical_id, made.physical_id), "Rule").succeeded
    resources = template(Number=number(), App=application(), Rule=rule("later", "later"))
    resources["Rule"]["Properties"]["TriggerValue"] = {"Ref": "Number"}
    resources["Rule"]["Properties"]["TargetApplications"][0]["SipMediaApplicationId"] = {"Ref": "App"}
    found = difference(stage, tmp_path, {"Support": resources})
    assert is_empty(found)
    assert (found.same_routes, found.same_resources, found.undeclared) == (1, 3, 0)


def test_equal_logical_ids_are_told_apart_by_their_stacks(stage, tmp_path):
    from tests.provider.stage import OTHER_STACK

    for at, (owner, name) in enumerate(((None, "Trunk"), (OTHER_STACK, "Sales"))):
        assert stage.create(connector(name), "Trunk", **({"stack": owner} if owner else {})).succeeded, at
    found = difference(
        stage, tmp_path, {"Support": template(Trunk=connector("Renamed")), "Sales": template(Trunk=connector("Sales"))}
    )
    (changed,) = found.resources
    assert [(each.before, each.after) for each in changed.properties] == [("Trunk", "Renamed")]


def test_defaults_that_the_service_spells_out_are_no_change_and_lost_ones_are(stage, tmp_path):
    both: dict[str, Any] = {"termination": termination("US", "CA"), "origination": origination("pbx.example.com")}
    assert stage.create(connector(**both), "Trunk").succeeded
    (tmp_path / "same").mkdir()
    assert is_empty(difference(stage, tmp_path / "same", {"Support": template(Trunk=connector(**both))}))
    (tmp_path / "less").mkdir()
    less = both | {"termination": termination("US")}
    (changed,) = difference(stage, tmp_path / "less", {"Support": template(Trunk=connector(**less))}).resources
    assert [each.name for each in changed.properties] == ["Termination"]


def test_tags_of_others_are_left_alone_and_so_no_change(stage, tmp_path):
    team, other = Tag(key="team", value="voice"), Tag(key="team", value="sales")
    made = stage.create(application(tags=(team,)), "App").physical_id
    client = stage.client()
    arn = client.get_sip_media_application(SipMediaApplicationId=made)["SipMediaApplication"]["SipMediaApplicationArn"]
    client.tag_resource(ResourceARN=arn, Tags=[{"Key": "owner", "Value": "somebody"}])
    (tmp_path / "same").mkdir()
    same = difference(stage, tmp_path / "same", {"Support": template(App=application(tags=(team,)))})
    assert same.resources == ()
    (tmp_path / "other").mkdir()
    (changed,) = difference(stage, tmp_path / "other", {"Support": template(App=application(tags=(other,)))}).resources
    assert [each.name for each in changed.properties] == ["Tags"]


def test_rules_of_a_set_are_known_by_trigger_and_mark(stage, tmp_path):
    east = by_hand_application(stage, "East")
    numbers = [by_hand_number(stage, index) for index in range(3)]
    assert stage.create(rule_set(rules_for(numbers[:2], east)), "Lines").succeeded
    wider = rule_set(rules_for(numbers, east))
    found = difference(stage, tmp_path, {"Support": template(Lines=wider)})
    assert [(each.before, each.after and each.after.trigger.value) for each in found.routes] == [(None, numbers[2])]
    assert found.same_routes == 2


def test_what_is_new_is_added(stage, tmp_path):
    found = difference(stage, tmp_path, {"Support": template(Trunk=connector())})
    assert [each.effect for each in found.resources] == ["added"]


def test_an_id_that_the_account_does_not_have_is_told(stage, tmp_path):
    gone = application(name=None, adopt_id="0f0f0f0f-0000-4000-8000-00000000dead")
    found = difference(stage, tmp_path, {"Support": template(App=gone)})
    assert found.unresolved == (
        "App takes over 0f0f0f0f-0000-4000-8000-00000000dead, which the account did not have when it was scanned",
    )


def test_what_the_account_did_not_say_of_a_connector_is_no_change_and_is_told(stage, tmp_path):
    assert stage.create(connector(termination=termination("US")), "Trunk").succeeded
    stage.refused = "get_voice_connector_termination"
    found = difference(stage, tmp_path, {"Support": template(Trunk=connector(termination=termination("US", "CA")))})
    assert (found.resources, found.risks, found.same_resources) == ((), (), 1)
    assert found.unresolved == ("Trunk: Termination is not compared: the account did not say",)


@pytest.mark.parametrize("refused", ["list_sip_rules", "list_phone_numbers", "list_sip_media_applications"])
def test_what_the_account_did_not_list_is_not_taken_for_new(stage, tmp_path, refused):
    made = two_regions(stage)
    stage.refused = refused
    found = difference(stage, tmp_path, {"Support": adopting(made)})
    assert (found.routes, found.resources) == ((), ())
    assert any(f"us-east-1 did not answer chime:{_camel(refused)}" in each for each in found.unresolved)


def test_a_region_that_was_not_looked_at_is_not_taken_for_empty(stage, tmp_path):
    made = two_regions(stage)
    found = difference(stage, tmp_path, {"Support": adopting(made)}, regions=("us-west-2",))
    assert (found.routes, found.resources) == ((), ())
    assert "Number is not compared: us-east-1 was not looked at" in found.unresolved


def _camel(call: str) -> str:
    return "".join(map(str.capitalize, call.split("_")))


def test_cloudformations_own_type_is_the_only_one_of_its_name_without_a_mark(stage, tmp_path):
    app = by_hand_application(stage, "reception")
    main = by_hand_number(stage)
    found = by_hand_rule(stage, main, app)
    stage.advance(SETTLED)
    named = {"Name": "reception", "AwsRegion": "us-east-1", "Endpoints": [{"LambdaArn": function()}]}
    native = {"Type": "AWS::Chime::SipMediaApplication", "Properties": named}
    declared = template(App=native, Rule=rule(main, "later", name=None, adopt_id=found))
    reference = {"Fn::GetAtt": ["App", "SipMediaApplicationId"]}
    declared["Rule"]["Properties"]["TargetApplications"][0]["SipMediaApplicationId"] = reference
    told = difference(stage, tmp_path, {"Support": declared})
    assert is_empty(told)
    assert (told.same_routes, told.same_resources, told.undeclared) == (1, 2, 1)


def test_two_estates_are_compared_by_their_ids(stage, tmp_path):
    made = two_regions(stage)
    stage.advance(SETTLED)
    estate.save(scanned(stage), tmp_path / "before.json")
    stage.client().update_sip_rule(SipRuleId=made["rule"], Name="Main", Disabled=True)
    stage.advance(SETTLED)
    estate.save(scanned(stage, Lambda(answer=None)), tmp_path / "after.json")
    found = compare(*reading.read_both(tmp_path / "before.json", tmp_path / "after.json"))
    assert [each.name for one in found.resources for each in one.properties] == ["Disabled"]
    assert "rule-disabled" in {each.id for each in found.risks}


def test_either_side_may_be_the_account(stage, tmp_path):
    made = two_regions(stage)
    assert is_empty(difference(stage, tmp_path, {"Support": adopting(made)}))
    base, head = reading.read_both(tmp_path / "cdk.out", tmp_path / "estate.json")
    assert base.routes[0].origin.stack == head.routes[0].origin.stack == "Support"
    assert is_empty(compare(base, head))


def test_two_assemblies_are_read_as_ever(tmp_path):
    write(tmp_path, {"Support": stack(template(Trunk=connector()))})
    assert reading.read_both(tmp_path, tmp_path) == (assembly.read(tmp_path), assembly.read(tmp_path))


def test_a_path_with_nothing_there_is_told_with_what_to_give(tmp_path):
    with pytest.raises(ValueError, match="does not exist; give the folder that `cdk synth` writes, or the file"):
        reading.read(tmp_path / "nowhere")
