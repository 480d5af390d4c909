"""What CloudFormation asks of a provider, step by step, as the local cloud does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.local.stacks import Stacks, names


@pytest.fixture
def name():
    return next(names)


def test_a_resource_is_created_updated_and_deleted(stacks: Stacks, name: str):
    assert stacks.deploy(name, stacks.template(Thing=stacks.resource(Value="a"))) == "CREATE_COMPLETE"
    assert stacks.deploy(name, stacks.template(Thing=stacks.resource(Value="b"))) == "UPDATE_COMPLETE"
    assert stacks.delete(name) == "DELETE_COMPLETE"
    assert stacks.asked() == [("Create", "Thing"), ("Update", "Thing"), ("Delete", "Thing")]


def test_scalars_arrive_as_strings_and_an_update_brings_the_old_properties(stacks: Stacks, name: str):
    stacks.deploy(name, stacks.template(Thing=stacks.resource(Flag=True, Count=3, List=[1, False], Map={"a": 1.5})))
    stacks.deploy(name, stacks.template(Thing=stacks.resource(Flag=False)))
    create, update = stacks.requests()
    found = {key: create["ResourceProperties"][key] for key in ("Flag", "Count", "List", "Map")}
    assert found == {"Flag": "true", "Count": "3", "List": ["1", "false"], "Map": {"a": "1.5"}}
    assert update["OldResourceProperties"] == create["ResourceProperties"]
    assert update["PhysicalResourceId"] == "id-of-Thing"


def test_what_is_equal_is_not_touched(stacks: Stacks, name: str):
    stacks.deploy(name, stacks.template(A=stacks.resource(Value="a"), B=stacks.resource(Value="b")))
    stacks.forget()
    stacks.deploy(name, stacks.template(A=stacks.resource(Value="a"), B=stacks.resource(Value="new")))
    assert stacks.asked() == [("Update", "B")]


def test_a_replacement_is_created_before_the_old_one_goes(stacks: Stacks, name: str):
    stacks.deploy(name, stacks.template(Thing=stacks.resource(Id="one"), After=stacks.resource(depends_on="Thing")))
    stacks.forget()
    second = stacks.template(Thing=stacks.resource(Id="two"), After=stacks.resource(depends_on="Thing", Value="x"))
    assert stacks.deploy(name, second) == "UPDATE_COMPLETE"
    assert stacks.asked() == [("Update", "Thing"), ("Update", "After"), ("Delete", "Thing")]
    assert stacks.requests()[-1]["PhysicalResourceId"] == "one"


def test_the_clean_up_deletes_dependents_first_whether_replaced_or_removed(stacks: Stacks, name: str):
    first = stacks.template(Base=stacks.resource(Id="one"), User=stacks.resource(depends_on="Base"))
    stacks.deploy(name, first)
    stacks.forget()
    stacks.deploy(name, stacks.template(Base=stacks.resource(Id="two")))
    assert stacks.asked() == [("Update", "Base"), ("Delete", "User"), ("Delete", "Base")]
    at = stacks.events(name).index((name, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"))
    assert stacks.events(name)[at + 1 :] == [
        ("User", "DELETE_IN_PROGRESS"),
        ("User", "DELETE_COMPLETE"),
        ("Base", "DELETE_IN_PROGRESS"),
        ("Base", "DELETE_COMPLETE"),
        (name, "UPDATE_COMPLETE"),
    ]


def test_a_clean_up_that_fails_is_tried_three_times_and_leaves_the_update_complete(stacks: Stacks, name: str):
    stacks.deploy(name, stacks.template(Gone=stacks.resource(OnDelete="fail")))
    stacks.forget()
    assert stacks.deploy(name, stacks.template()) == "UPDATE_COMPLETE"
    assert stacks.asked() == [("Delete", "Gone")] * 3
    assert stacks.resources(name)["Gone"] == "DELETE_FAILED"


def test_a_failed_update_is_rolled_back_with_the_old_properties(stacks: Stacks, name: str):
    stacks.deploy(name, stacks.template(A=stacks.resource(Value="old"), B=stacks.resource(Value="old")))
    stacks.forget()
    second = stacks.template(
        A=stacks.resource(Value="new"), B=stacks.resource(Value="new", OnUpdate="fail", depends_on="A")
    )
    assert stacks.deploy(name, second) == "UPDATE_ROLLBACK_COMPLETE"
    asked = [(e["RequestType"], e["LogicalResourceId"], e["ResourceProperties"]["Value"]) for e in stacks.requests()]
    assert asked[:2] == [("Update", "A", "new"), ("Update", "B", "new")]
    assert sorted(asked[2:]) == [("Update", "A", "old"), ("Update", "B", "old")]
    assert all(e["OldResourceProperties"]["Value"] == "new" for e in stacks.requests()[2:])


def test_a_rollback_deletes_the_replacement_and_keeps_the_old_one(stacks: Stacks, name: str):
    stacks.deploy(name, stacks.template(A=stacks.resource(Id="one"), B=stacks.resource()))
    stacks.forget()
    second = stacks.template(A=stacks.resource(Id="two"), B=stacks.resource(OnUpdate="fail", depends_on="A"))
    assert stacks.deploy(name, second) == "UPDATE_ROLLBACK_COMPLETE"
    deleted = [event["PhysicalResourceId"] for event in stacks.requests() if event["RequestType"] == "Delete"]
    assert deleted == ["two"]


def test_a_failed_create_is_followed_by_a_delete_of_the_id_that_it_reported(stacks: Stacks, name: str):
    assert (
        stacks.deploy(name, stacks.template(Thing=stacks.resource(OnCreate="fail", Id="half"))) == "ROLLBACK_COMPLETE"
    )
    assert stacks.asked() == [("Create", "Thing"), ("Delete", "Thing")]
    assert stacks.requests()[-1]["PhysicalResourceId"] == "half"


def test_a_failed_create_in_an_update_is_followed_by_a_delete_too(stacks: Stacks, name: str):
    stacks.deploy(name, stacks.template())
    second = stacks.template(Thing=stacks.resource(OnCreate="fail", Id="half"))
    assert stacks.deploy(name, second) == "UPDATE_ROLLBACK_COMPLETE"
    assert stacks.asked() == [("Create", "Thing"), ("Delete", "Thing")]


@pytest.mark.parametrize("wish", ["fail without an id", "succeed without an id"])
def test_a_create_without_an_id_fails_and_its_delete_carries_a_generated_one(stacks: Stacks, name: str, wish: str):
    assert stacks.deploy(name, stacks.template(Thing=stacks.resource(OnCreate=wish))) == "ROLLBACK_COMPLETE"
    assert stacks.requests()[-1]["RequestType"] == "Delete"
    assert stacks.requests()[-1]["PhysicalResourceId"].startswith(f"{name}-Thing-")


def test_a_create_that_never_answers_fails_after_its_service_timeout_and_is_deleted(stacks: Stacks, name: str):
    thing = stacks.resource(OnCreate="nothing", ServiceTimeout=1)
    assert stacks.deploy(name, stacks.template(Thing=thing)) == "ROLLBACK_COMPLETE"
    assert stacks.asked() == [("Create", "Thing"), ("Delete", "Thing")]


def test_a_function_that_dies_is_given_the_same_event_again(stacks: Stacks, name: str):
    assert stacks.deploy(name, stacks.template(Thing=stacks.resource(OnCreate="die once"))) == "CREATE_COMPLETE"
    first, second = stacks.requests()
    assert first == second


def test_the_stack_goes_on_once_a_function_that_has_answered_has_ended(stacks: Stacks, name: str):
    """A rollback may change the function at once, and the emulator kills what runs of it, and asks it again."""
    assert stacks.deploy(name, stacks.template(Thing=stacks.resource(OnCreate="linger"))) == "CREATE_COMPLETE"
    assert Path(stacks.resource()["Properties"]["Journal"] + ".end").exists()


def test_a_retained_resource_survives_the_rollback_of_its_own_create(stacks: Stacks, name: str):
    resources = {
        "Kept": stacks.resource(policy="Retain"),
        "Gone": stacks.resource(policy="RetainExceptOnCreate", depends_on="Kept"),
        "Bad": stacks.resource(OnCreate="fail", depends_on="Gone"),
    }
    assert stacks.deploy(name, stacks.template(**resources)) == "ROLLBACK_COMPLETE"
    deleted = [event["LogicalResourceId"] for event in stacks.requests() if event["RequestType"] == "Delete"]
    assert deleted == ["Bad", "Gone"]


@pytest.mark.parametrize("policy", ["Retain", "RetainExceptOnCreate"])
def test_a_retained_resource_survives_its_replacement_its_removal_and_its_stack(stacks: Stacks, name: str, policy: str):
    def thing(physical_id: str):
        return stacks.resource(Id=physical_id, policy=policy)

    stacks.deploy(name, stacks.template(A=thing("a1"), B=thing("b1")))
    stacks.deploy(name, stacks.template(A=thing("a2"), B=thing("b1")))
    stacks.deploy(name, stacks.template(A=thing("a2")))
    assert stacks.delete(name) == "DELETE_COMPLETE"
    assert "Delete" not in [kind for kind, _ in stacks.asked()]


def test_a_failed_delete_leaves_what_it_depends_on_and_can_be_tried_again(stacks: Stacks, name: str):
    resources = {
        "Base": stacks.resource(),
        "Stuck": stacks.resource(OnDelete="fail", depends_on="Base"),
        "Free": stacks.resource(),
    }
    stacks.deploy(name, stacks.template(**resources))
    stacks.forget()
    assert stacks.delete(name) == "DELETE_FAILED"
    assert sorted(stacks.asked()) == [("Delete", "Free"), ("Delete", "Stuck")]
    assert stacks.resources(name) == {"Base": "CREATE_COMPLETE", "Stuck": "DELETE_FAILED"}
    assert stacks.describe(name)["StackStatusReason"] == "The following resource(s) failed to delete: [Stuck]. "
    stacks.forget()
    assert stacks.delete(name) == "DELETE_FAILED"
    assert stacks.asked() == [("Delete", "Stuck")]


def test_a_rollback_that_cannot_delete_keeps_the_resource_and_what_it_depends_on(stacks: Stacks, name: str):
    resources = {
        "Base": stacks.resource(),
        "Stuck": stacks.resource(OnDelete="fail", depends_on="Base"),
        "Bad": stacks.resource(OnCreate="fail", depends_on="Stuck"),
    }
    assert stacks.deploy(name, stacks.template(**resources)) == "ROLLBACK_FAILED"
    assert stacks.resources(name)["Stuck"] == "DELETE_FAILED"
    assert ("Delete", "Base") not in stacks.asked()
    stacks.forget()
    assert stacks.delete(name) == "DELETE_FAILED"
    assert stacks.asked() == [("Delete", "Stuck")]


def test_without_rollback_the_failed_resource_stays_and_goes_with_the_stack(stacks: Stacks, name: str):
    bad = stacks.template(Bad=stacks.resource(OnCreate="fail", Id="half"))
    assert stacks.deploy(name, bad, DisableRollback=True) == "CREATE_FAILED"
    assert stacks.resources(name)["Bad"] == "CREATE_FAILED"
    assert stacks.delete(name) == "DELETE_COMPLETE"
    assert stacks.asked() == [("Create", "Bad"), ("Delete", "Bad")]


def test_an_answer_that_is_too_long_fails(stacks: Stacks, name: str):
    assert stacks.deploy(name, stacks.template(Thing=stacks.resource(LongCreate=5000))) == "ROLLBACK_COMPLETE"


def test_an_output_of_another_region_can_be_read(stacks: Stacks, name: str):
    def region(value: str) -> str:
        return stacks.template(Thing=stacks.resource(Value=value), outputs={"Out": {"Fn::GetAtt": ["Thing", "Value"]}})

    stacks.deploy(name, region("east"), "us-east-1")
    stacks.deploy(name, region("west"), "us-west-2")
    wish = {"Fn::GetStackOutput": {"StackName": name, "OutputName": "Out", "Region": "us-west-2"}}
    reader = f"{name}Reader"
    stacks.deploy(reader, stacks.template(Thing=stacks.resource(Value=wish), outputs={"Out": wish}))
    assert stacks.outputs(reader) == {"Out": "west"}
    assert stacks.requests()[-1]["ResourceProperties"]["Value"] == "west"


def test_a_change_of_outputs_alone_is_a_change(stacks: Stacks, name: str):
    stacks.deploy(name, stacks.template(Thing=stacks.resource(), outputs={"Out": "a"}))
    client = stacks.client()

    def change_set(template: str) -> tuple[str, str]:
        arguments = {"StackName": name, "ChangeSetName": "change"}
        client.create_change_set(**arguments, TemplateBody=template)
        found = client.describe_change_set(**arguments)
        if found["ExecutionStatus"] == "AVAILABLE":
            client.execute_change_set(**arguments)
        else:
            client.delete_change_set(**arguments)
        return found["Status"], stacks.settled(name)

    same = stacks.template(Thing=stacks.resource(), outputs={"Out": "a"})
    assert change_set(same) == ("FAILED", "CREATE_COMPLETE")
    assert change_set(stacks.template(Thing=stacks.resource(), outputs={"Out": "b"}))[0] == "CREATE_COMPLETE"
    assert stacks.outputs(name) == {"Out": "b"}
