"""Between Python values and what CloudFormation delivers."""

from __future__ import annotations

from typing import Any

import pytest
from chime_voice.contract.phone_number import PhoneNumber
from chime_voice.contract.resource import Tag
from chime_voice.contract.sip_media_application import Endpoint, SipMediaApplication
from chime_voice.contract.sip_rule import SipRule, TargetApplication
from chime_voice.contract.voice_connector import VoiceConnector
from chime_voice.contract.wire import WireError
from hypothesis import given
from hypothesis import strategies as st

TEXT = st.text(max_size=20)
TAGS = st.none() | st.lists(st.builds(Tag, key=TEXT, value=TEXT), max_size=3).map(tuple)
RESOURCES = st.one_of(
    st.builds(
        SipRule,
        name=TEXT,
        trigger_type=TEXT,
        trigger_value=TEXT,
        target_applications=st.lists(
            st.builds(TargetApplication, sip_media_application_id=TEXT, priority=st.integers(), aws_region=TEXT),
            max_size=3,
        ).map(tuple),
        disabled=st.none() | st.booleans(),
        home_region=TEXT,
        adopt_id=st.none() | TEXT,
    ),
    st.builds(
        SipMediaApplication,
        name=TEXT,
        aws_region=TEXT,
        endpoints=st.builds(Endpoint, lambda_arn=TEXT).map(lambda endpoint: (endpoint,)),
        message_logging=st.none() | st.booleans(),
        tags=TAGS,
        adopt_id=st.none() | TEXT,
    ),
    st.builds(
        VoiceConnector, name=st.none() | TEXT, aws_region=TEXT, require_encryption=st.none() | st.booleans(), tags=TAGS
    ),
    st.builds(PhoneNumber, home_region=TEXT, area_code=st.none() | TEXT, name=st.none() | TEXT),
)


def as_cloudformation_delivers(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_cloudformation_delivers(member) for key, member in value.items()}
    if isinstance(value, list):
        return [as_cloudformation_delivers(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


@given(RESOURCES)
def test_properties_survive_cloudformations_stringifying(resource: Any):
    delivered = as_cloudformation_delivers(resource.properties()) | {"ServiceToken": "arn", "ServiceTimeout": "60"}
    assert type(resource).parse(delivered) == resource


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"Colour": "red"}, "no property Colour"),
        ({"Disabled": "perhaps"}, "Disabled must be true or false, got 'perhaps'"),
        ({"TargetApplications": "none"}, "TargetApplications must be a list"),
        ({"TargetApplications": [{"Priority": "first"}]}, "Priority must be a whole number, got 'first'"),
        ({"Name": ["a"]}, "Name must be text"),
    ],
)
def test_fails_when_a_document_has_another_shape(change: dict[str, Any], complaint: str):
    document = {
        "Name": "Main",
        "TriggerType": "ToPhoneNumber",
        "TriggerValue": "+12065550100",
        "TargetApplications": [],
        "HomeRegion": "us-east-1",
    }
    assert SipRule.parse(document).name == "Main"
    with pytest.raises(WireError, match=complaint):
        SipRule.parse(document | change)


def test_fails_when_a_required_property_is_missing():
    with pytest.raises(WireError, match="home_region"):
        PhoneNumber.parse({"AreaCode": "206"})
