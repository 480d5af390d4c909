"""Nothing is answered that the model does not know."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constructs_lib.local.voice import model
from constructs_lib.local.voice.errors import ERRORS, Conflict, UnmodelledError
from constructs_lib.local.voice.families.phone_numbers import PhoneNumbers
from constructs_lib.local.voice.settings import Settings
from tests.local.voice.bench import ACCOUNT, HOME, NUMBER, OTHER, Bench, function
from tests.local.voice.by_model import parameters
from tests.local.voice.test_wire import HANDLED

MODEL = model.load()


def test_every_error_is_one_of_the_model():
    assert set(ERRORS) <= set(MODEL.error_statuses)


def test_an_error_that_the_operation_does_not_have_is_a_mistake_in_the_program(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
):
    def refuse(self: PhoneNumbers, *, phone_number_id: str) -> None:
        raise Conflict("the number is in use")

    monkeypatch.setattr(PhoneNumbers, "delete_phone_number", refuse)
    with pytest.raises(UnmodelledError, match="DeletePhoneNumber cannot answer ConflictException"):
        bench.home.delete_phone_number(PhoneNumberId=NUMBER)


def test_the_errors_of_switches_are_among_those_that_their_operations_have():
    assert Settings().deleted_number_error in MODEL.operations["DeletePhoneNumber"].errors
    assert "NotFoundException" in MODEL.operations["DeletePhoneNumber"].errors
    assert Settings().connector_in_use_error in MODEL.operations["DeleteVoiceConnector"].errors
    assert "BadRequestException" in MODEL.operations["DeleteVoiceConnector"].errors


def estate(bench: Bench) -> dict[str, list[str]]:
    """Something of everything; the names of members with values that exist."""
    bench.set(phone_numbers=50, voice_connectors=50, create_calls_per_second=1000, update_calls_per_second=1000)
    numbers = [f"+120655501{at:02}" for at in range(6)]
    order = bench.order(*numbers[:3])["PhoneNumberOrderId"]
    bench.order(numbers[3], product_type="VoiceConnector")
    connector = bench.connector()
    bench.settle()
    rules = [bench.rule(numbers[0], bench.target(), bench.target(OTHER, 2)), bench.rule(numbers[1], bench.target())]
    rules.append(bench.rule(connector["OutboundHostName"], bench.target()))
    bench.disable(rules[1])
    bench.home.delete_phone_number(PhoneNumberId=numbers[2])
    bench.home.associate_phone_numbers_with_voice_connector(
        VoiceConnectorId=connector["VoiceConnectorId"], E164PhoneNumbers=[numbers[3]]
    )
    applications = [
        one["SipMediaApplicationId"] for one in bench.home.list_sip_media_applications()["SipMediaApplications"]
    ]
    return {
        "PhoneNumberId": numbers,
        "PhoneNumberIds": numbers,
        "E164PhoneNumbers": numbers,
        "E164PhoneNumber": numbers,
        "FromPhoneNumber": numbers,
        "TriggerValue": [*numbers, connector["OutboundHostName"]],
        "PhoneNumberOrderId": [order],
        "VoiceConnectorId": [connector["VoiceConnectorId"]],
        "SipMediaApplicationId": applications,
        "SipRuleId": rules,
        "AwsRegion": [HOME, OTHER],
        "LambdaArn": [function()],
        "ResourceARN": [connector["VoiceConnectorArn"], f"arn:aws:chime:{HOME}:{ACCOUNT}:sma/{applications[0]}"],
        "NextToken": [""],
    }


KNOWN = estate(Bench())


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_asked_the_answer_is_one_of_the_model(data: st.DataObject):
    """Three requests in a row to a state in which something of everything is, with ids that exist and ids that do not.

    `handle` raises on an error that the operation does not have, rendering on a member that its answer does not have.
    """
    bench = Bench()
    estate(bench)
    for _ in range(3):
        name = data.draw(st.sampled_from(sorted(HANDLED)))
        operation = HANDLED[name]
        sent = data.draw(parameters(operation, KNOWN))
        region = data.draw(st.sampled_from([HOME, HOME, HOME, OTHER, "eu-west-1"]))
        try:
            getattr(bench.client(region), operation.python_name)(**sent)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            assert code in operation.errors or (code == "NotImplemented" and name.endswith("ApplicationCall"))
