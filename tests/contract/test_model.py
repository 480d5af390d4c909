"""The contract against botocore's model: fields, required members, limits, enums, patterns, what replaces."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from chime_voice.contract import checks
from chime_voice.contract.phone_number import PhoneNumber
from chime_voice.contract.phone_number_association import PhoneNumberAssociation
from chime_voice.contract.phone_numbers import PhoneNumbers
from chime_voice.contract.registry import TYPES
from chime_voice.contract.resource import Resource
from chime_voice.contract.sip_media_application import Endpoint, SipMediaApplication
from chime_voice.contract.sip_rule import SipRule, TargetApplication
from chime_voice.contract.termination_credentials import TerminationCredentials
from chime_voice.contract.voice_connector import VoiceConnector
from chime_voice.contract.voice_connector_group import NOT_OFFERED as NOT_OFFERED_OF_GROUPS
from chime_voice.contract.voice_connector_group import VoiceConnectorGroup, VoiceConnectorItem
from chime_voice.contract.wire import fields_of
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.service_model import accepts, members, model, required

# Properties that are the provider's own business and no member of a Create call.
OURS = {"AdoptId", "HomeRegion"}
# Properties that say how something is done, not what.
SWITCHES = {"Restore", "ReleaseDropped"}
PAGING = {"MaxResults", "NextToken"}


def wire_names(contract: type) -> set[str]:
    return {wire for wire, _ in fields_of(contract).values()}


def required_by(contract: type) -> set[str]:
    return {
        fields_of(contract)[field.name][0]
        for field in dataclasses.fields(contract)
        if field.default is dataclasses.MISSING
    }


def test_sip_rule_has_exactly_the_members_of_create_sip_rule():
    assert wire_names(SipRule) - OURS == set(members("CreateSipRule"))
    # The name is required of what is made; an adopted one may keep its own.
    assert required_by(SipRule) - OURS == required("CreateSipRule") - {"Name"}
    assert wire_names(TargetApplication) == set(members("CreateSipRule")["TargetApplications"].member.members)


def test_sip_media_application_has_exactly_the_members_of_its_create_and_its_logging_switch():
    assert wire_names(SipMediaApplication) - OURS - {"MessageLogging"} == set(members("CreateSipMediaApplication"))
    assert required_by(SipMediaApplication) - OURS == required("CreateSipMediaApplication") - {"Name"}
    assert wire_names(Endpoint) == set(members("CreateSipMediaApplication")["Endpoints"].member.members)


def test_voice_connector_has_the_members_of_its_create_and_its_parts():
    parts = {name for name in wire_names(VoiceConnector) if f"PutVoiceConnector{name}" in model().operation_names}
    assert wire_names(VoiceConnector) - OURS - parts == set(members("CreateVoiceConnector"))
    assert required("CreateVoiceConnector") <= wire_names(VoiceConnector)


def test_a_group_has_the_members_of_its_create_that_are_offered_and_its_items_theirs():
    create = members("CreateVoiceConnectorGroup")
    assert (wire_names(VoiceConnectorGroup) - OURS) | NOT_OFFERED_OF_GROUPS == set(create)
    # The service takes a group without connectors, and items without a priority; neither routes a call anywhere.
    assert wire_names(VoiceConnectorItem) == set(create["VoiceConnectorItems"].member.members)


def test_numbers_have_the_members_of_search_and_order_and_a_count():
    search = set(members("SearchAvailablePhoneNumbers")) - PAGING
    order = set(members("CreatePhoneNumberOrder"))
    assert wire_names(PhoneNumbers) - OURS - SWITCHES == search | order | {"Count"}


def test_an_association_has_the_members_of_both_calls_that_associate_and_its_own():
    calls = ("AssociatePhoneNumbersWithVoiceConnector", "AssociatePhoneNumbersWithVoiceConnectorGroup")
    assert wire_names(PhoneNumberAssociation) == {"AwsRegion", "Adopt"}.union(*(members(call) for call in calls))


def test_phone_number_has_the_members_of_search_and_update_and_one_number_to_order():
    search = set(members("SearchAvailablePhoneNumbers")) - PAGING
    update = set(members("UpdatePhoneNumber")) - {"PhoneNumberId"}
    assert wire_names(PhoneNumber) - OURS - SWITCHES == search | update | {"E164PhoneNumber"}


UPDATED_BY_ONE_CALL = [contract for contract in TYPES.values() if contract.SPEC.update_operation]


@pytest.mark.parametrize("contract", UPDATED_BY_ONE_CALL, ids=lambda contract: contract.__name__)
def test_a_member_replaces_exactly_when_no_update_can_change_it(contract: type[Resource]):
    spec = contract.SPEC
    assert spec.update_operation is not None
    create = set(members(spec.create_operation)) & wire_names(contract)
    if contract is PhoneNumber:
        create = wire_names(contract) - OURS - SWITCHES
    if contract is TerminationCredentials:
        # What the call is about stands in its address, and the Region is that of the endpoint.
        assert spec.replaces_on == {"VoiceConnectorId", "AwsRegion"}
        return
    # Tags have their own operations; the update takes everything else that may change.
    changeable = set(members(spec.update_operation)) | {"Tags"}
    assert spec.replaces_on == (create - changeable) | (OURS & wire_names(contract))


@pytest.mark.parametrize("contract", TYPES.values(), ids=lambda contract: contract.__name__)
def test_every_permission_names_an_operation_of_the_service(contract: type[Resource]):
    known = set(model().operation_names)
    for permission in contract.SPEC.permissions:
        if permission.service == "chime":
            assert set(permission.operations) <= known


def test_the_regions_are_those_of_the_model():
    assert set(checks.VOICE_REGIONS) == set(members("CreateVoiceConnector")["AwsRegion"].metadata["enum"])
    assert set(checks.HOME_REGIONS) <= set(checks.VOICE_REGIONS)


def problems_of(contract: type, field: str, value: Any) -> list[str]:
    """What the checks of one field say of a value."""
    checks_of = next(f for f in dataclasses.fields(contract) if f.name == field).metadata["checks"]
    return [problem for check in checks_of if (problem := check(value))]


NAMES = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="ab Z9_.-,", max_size=300),
    st.integers(250, 260).map(lambda n: "x" * n),
)

TEXT_FIELDS = [
    (SipRule, "name", "CreateSipRule", "Name"),
    (SipRule, "trigger_type", "CreateSipRule", "TriggerType"),
    (SipMediaApplication, "name", "CreateSipMediaApplication", "Name"),
    (VoiceConnector, "name", "CreateVoiceConnector", "Name"),
    (VoiceConnector, "network_type", "CreateVoiceConnector", "NetworkType"),
    (VoiceConnector, "aws_region", "CreateVoiceConnector", "AwsRegion"),
    (VoiceConnector, "adopt_id", "GetVoiceConnector", "VoiceConnectorId"),
    (VoiceConnectorGroup, "name", "CreateVoiceConnectorGroup", "Name"),
    (VoiceConnectorItem, "voice_connector_id", "GetVoiceConnector", "VoiceConnectorId"),
    (PhoneNumber, "name", "UpdatePhoneNumber", "Name"),
    (PhoneNumber, "calling_name", "UpdatePhoneNumber", "CallingName"),
    (PhoneNumber, "product_type", "UpdatePhoneNumber", "ProductType"),
    (PhoneNumber, "country", "SearchAvailablePhoneNumbers", "Country"),
    (PhoneNumbers, "country", "SearchAvailablePhoneNumbers", "Country"),
    (PhoneNumber, "toll_free_prefix", "SearchAvailablePhoneNumbers", "TollFreePrefix"),
    (PhoneNumbers, "toll_free_prefix", "SearchAvailablePhoneNumbers", "TollFreePrefix"),
    (PhoneNumber, "phone_number_type", "SearchAvailablePhoneNumbers", "PhoneNumberType"),
    (PhoneNumbers, "phone_number_type", "SearchAvailablePhoneNumbers", "PhoneNumberType"),
]


@pytest.mark.parametrize(("contract", "field", "operation", "member"), TEXT_FIELDS)
def test_a_text_is_refused_exactly_when_the_model_refuses_it(
    contract: type[Any], field: str, operation: str, member: str
):
    shape = members(operation)[member]
    enum = st.sampled_from(shape.metadata["enum"]) if "enum" in shape.metadata else st.nothing()

    @given(st.one_of(NAMES, enum, st.sampled_from(["US", "us", "800", "801", "833", "Support line", "A-1"])))
    def agree(value: str):
        assert bool(problems_of(contract, field, value)) == (not accepts(shape, value))

    agree()


@given(st.one_of(st.text(max_size=30), st.from_regex(r"\+?[0-9]{1,17}", fullmatch=True)))
def test_a_number_is_refused_exactly_when_the_model_refuses_it_or_its_plus_is_missing(value: str):
    shape = members("CreatePhoneNumberOrder")["E164PhoneNumbers"].member
    refused = not accepts(shape, value) or not value.startswith("+")
    assert bool(problems_of(PhoneNumber, "e164_phone_number", value)) == refused


@given(st.one_of(st.text(max_size=60), st.from_regex(r"arn:aws:lambda:us-east-1:\d{12}:function:\w+(:\w+)?")))
def test_a_function_arn_is_refused_exactly_when_the_model_refuses_it(value: str):
    shape = members("CreateSipMediaApplication")["Endpoints"].member.members["LambdaArn"]
    found = [problem for check in dataclasses.fields(Endpoint)[0].metadata["checks"] if (problem := check(value))]
    assert bool(found) == (not accepts(shape, value))


@given(st.integers(-5, 40))
def test_the_number_of_targets_is_limited_as_in_the_model(count: int):
    limits = members("CreateSipRule")["TargetApplications"].metadata
    value = ("x",) * max(count, 0)
    refused = bool(problems_of(SipRule, "target_applications", value))
    assert refused == (not limits["min"] <= len(value) <= limits["max"])


@given(st.integers(-5, 200))
def test_a_priority_has_the_models_lower_bound(value: int):
    minimum = members("CreateSipRule")["TargetApplications"].member.members["Priority"].metadata["min"]
    check = next(f for f in dataclasses.fields(TargetApplication) if f.name == "priority").metadata["checks"][0]
    assert bool(check(value)) == (value < minimum)


@given(st.integers(-5, 200))
def test_a_priority_in_a_group_has_the_models_bounds(value: int):
    limits = members("CreateVoiceConnectorGroup")["VoiceConnectorItems"].member.members["Priority"].metadata
    refused = bool(problems_of(VoiceConnectorItem, "priority", value))
    assert refused == (not limits["min"] <= value <= limits["max"])
