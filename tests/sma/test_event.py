import pytest
from chime_voice.sma import CallEvent

from tests.sma.recorded import NAMES, event


@pytest.mark.parametrize("name", NAMES)
def test_the_call_itself_is_read_from_every_event(name):
    raw = event(name)
    call, details = CallEvent(raw), raw["CallDetails"]
    assert call.type == raw["InvocationEventType"]
    assert call.sequence == raw["Sequence"]
    assert call.transaction_id == details["TransactionId"]
    assert call.aws_account_id == details["AwsAccountId"]
    assert call.aws_region == details["AwsRegion"]
    assert call.sip_rule_id == details.get("SipRuleId")
    assert call.attributes == details.get("TransactionAttributes", {})
    assert call.sip_media_application_id == details.get("SipMediaApplicationId", details.get("SipApplicationId"))
    assert call.raw == raw


@pytest.mark.parametrize("name", NAMES)
def test_each_leg_is_read_from_every_event(name):
    raw = event(name)
    legs = raw["CallDetails"]["Participants"]
    read = CallEvent(raw).participants
    assert [leg.call_id for leg in read] == [leg["CallId"] for leg in legs]
    assert [leg.tag for leg in read] == [leg["ParticipantTag"].upper() for leg in legs]
    assert [leg.to for leg in read] == [leg["To"] for leg in legs]
    assert [leg.from_ for leg in read] == [leg["From"] for leg in legs]
    assert [leg.direction for leg in read] == [leg["Direction"] for leg in legs]
    assert [str(leg.start_time_in_milliseconds) for leg in read] == [leg["StartTimeInMilliseconds"] for leg in legs]
    assert [leg.status for leg in read] == [leg.get("Status") for leg in legs]
    assert [leg.sip_headers for leg in read] == [leg.get("SipHeaders", {}) for leg in legs]


@pytest.mark.parametrize("name", NAMES)
def test_what_the_event_reports_on_is_read_from_every_event(name):
    raw = event(name)
    call, data = CallEvent(raw), raw.get("ActionData", {})
    assert call.action_type == data.get("Type")
    assert call.action_parameters == data.get("Parameters", {})
    assert call.arguments == data.get("Parameters", {}).get("Arguments", {})
    assert call.received_digits == data.get("ReceivedDigits")


def test_legs_are_found_by_name_also_in_the_guides_other_spelling():
    assert CallEvent(event("new_inbound_call_older_names")).leg_a.tag == "LEG-A"
    bridged = CallEvent(event("action_successful_bridged"))
    assert bridged.has_leg_b
    assert (bridged.leg_a.direction, bridged.leg_b.direction) == ("Inbound", "Outbound")


def test_a_leg_that_is_not_there_is_said_so():
    call = CallEvent(event("new_inbound_call"))
    assert not call.has_leg_b
    with pytest.raises(LookupError, match="no LEG-B"):
        _ = call.leg_b


def test_a_leg_without_a_status_is_not_connected_yet():
    assert CallEvent(event("new_inbound_call")).connected_legs == ()


@pytest.mark.parametrize(
    ("name", "left"), [("hangup", []), ("hangup_of_one_of_two", ["LEG-B"]), ("hangup_of_the_second", ["LEG-A"])]
)
def test_after_a_hangup_the_other_legs_are_connected(name, left):
    assert [leg.tag for leg in CallEvent(event(name)).connected_legs] == left


def test_the_leg_that_hung_up_is_not_connected_whatever_its_status_says():
    raw = event("hangup")
    raw["CallDetails"]["Participants"][0]["Status"] = "Connected"
    assert CallEvent(raw).connected_legs == ()
    del raw["ActionData"]["Parameters"]["CallId"]
    assert CallEvent(raw).connected_legs == ()


@pytest.mark.parametrize(
    ("name", "error_type", "message"),
    [
        ("action_failed", "ActionExecutionThrottled", "Rate exceeded"),
        ("action_failed_single_error", "NoAccessToDestination", "NoAccessToDestination: Error while accessing destination"),
        (
            "invalid_lambda_response",
            "TransactionAttributesInvalidMapSize",
            "Transaction Attributes has too many mappings. Maximum number of mappings is 10",
        ),
        ("hangup", None, None),
    ],
)
def test_an_error_is_read_wherever_the_service_puts_it(name, error_type, message):
    call = CallEvent(event(name))
    assert (call.error_type, call.error_message) == (error_type, message)


def test_an_event_cannot_be_changed():
    call = CallEvent(event("call_update_requested"))
    for mapping in (call.raw, call.attributes, call.action_parameters, call.arguments, call.leg_a.sip_headers):
        with pytest.raises(TypeError):
            mapping["text"] = "other"  # type: ignore[index]
    with pytest.raises(AttributeError):
        call.type = "RINGING"  # type: ignore[misc]


@pytest.mark.parametrize("raw", [{}, {"InvocationEventType": "RINGING"}, {"RequestType": "Create"}])
def test_what_is_no_event_of_a_call_is_refused(raw):
    with pytest.raises(ValueError, match="not an event of a call"):
        CallEvent(raw)


@pytest.mark.parametrize("name", NAMES)
def test_a_representation_holds_no_number_and_no_digits(name):
    raw = event(name)
    call = CallEvent(raw)
    shown = f"{call!r} {call.participants!r}"
    assert "5550" not in shown
    assert "11#" not in shown
