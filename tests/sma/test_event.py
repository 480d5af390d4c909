import pytest
from chime_voice.sma import CallEvent

from tests.sma.recorded import NAMES, event


@pytest.mark.parametrize("name", NAMES)
def test_the_call_itself_is_read_from_every_event(name):
    raw = event(name)
    call, details = CallEvent(raw), raw["CallDetails"]
    assert call.type == raw["InvocationEventType"]
    assert call.sequence == int(raw["Sequence"])
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


def test_a_leg_may_be_up_before_it_has_a_status():
    assert [leg.tag for leg in CallEvent(event("new_inbound_call")).legs_up] == ["LEG-A"]
    raw = event("hangup_of_one_of_two")
    for leg in raw["CallDetails"]["Participants"]:
        del leg["Status"]
    assert [leg.tag for leg in CallEvent(raw).legs_up] == ["LEG-B"]


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("new_inbound_call", "LEG-A"),
        ("call_update_requested", "LEG-A"),
        ("hangup_of_one_of_two", "LEG-A"),
        ("hangup_of_the_second", "LEG-B"),
        ("hangup_of_a_busy_leg", "LEG-B"),
        ("digits_not_collected", "LEG-A"),
    ],
)
def test_the_leg_of_an_event_is_the_one_that_it_names(name, tag):
    assert CallEvent(event(name)).leg.tag == tag


def test_an_event_without_its_leg_says_so():
    with pytest.raises(LookupError, match="no LEG-A"):
        _ = CallEvent(event("ringing", Participants=[])).leg


@pytest.mark.parametrize(
    ("name", "code"), [("hangup", 0), ("hangup_of_a_busy_leg", 486), ("ringing", None), ("call_not_answered", None)]
)
def test_how_a_leg_ended_is_a_number_also_where_it_comes_as_text(name, code):
    assert CallEvent(event(name)).sip_response_code == code


def test_a_recording_is_found_where_the_service_put_it():
    recording = CallEvent(event("audio_recorded")).recording
    assert recording is not None
    assert (recording.bucket_name, recording.key) == ("recordings", "desk/2026/11/24/message.wav")
    assert "desk" not in repr(recording)
    assert CallEvent(event("digits_collected")).recording is None


def test_what_a_bot_understood_is_read_slot_by_slot():
    call = CallEvent(event("bot_understood"))
    assert (call.intent_name, call.intent_state) == ("Billing", "ReadyForFulfillment")
    assert call.slots == {"account": "42", "topics": "Invoice, Refund"}


def test_what_a_bot_understood_is_read_from_its_likeliest_interpretation_where_there_is_nothing_else():
    call = CallEvent(event("bot_understood_without_session_state"))
    assert (call.intent_name, call.intent_state, call.slots) == ("Sales", "Fulfilled", {"amount": "100"})


def test_an_event_without_a_bot_has_no_intent():
    call = CallEvent(event("digits_collected"))
    assert (call.intent_name, call.intent_state, call.slots) == (None, None, {})


@pytest.mark.parametrize(
    ("name", "digits"), [("digits_collected", "1"), ("digits_awaited", ""), ("digits_received", "11#")]
)
def test_digits_are_read_from_every_action_that_has_some(name, digits):
    assert CallEvent(event(name)).received_digits == digits


@pytest.mark.parametrize(
    ("name", "error_type", "message"),
    [
        ("action_failed", "ActionExecutionThrottled", "Rate exceeded"),
        (
            "action_failed_single_error",
            "NoAccessToDestination",
            "NoAccessToDestination: Error while accessing destination",
        ),
        (
            "invalid_lambda_response",
            "TransactionAttributesInvalidMapSize",
            "Transaction Attributes has too many mappings. Maximum number of mappings is 10",
        ),
        ("meeting_not_joined", "ErrorJoiningMeeting", "ErrorJoiningMeeting: Error while joining meeting."),
        ("digits_not_collected", "InvalidDigitsReceived", "Received digits not valid"),
        ("call_not_answered", "CallNotAnswered", "Call not answered"),
        (
            "invalid_lambda_response_of_another_schema",
            "SchemaVersionMismatch",
            "Schema version of response does not match",
        ),
        ("hangup", None, None),
    ],
)
def test_an_error_is_read_wherever_the_service_puts_it(name, error_type, message):
    call = CallEvent(event(name))
    assert (call.error_type, call.error_message) == (error_type, message)


def test_an_event_cannot_be_changed():
    call = CallEvent(event("call_update_requested"))
    slots = CallEvent(event("bot_understood")).slots
    for mapping in (call.raw, call.attributes, call.action_parameters, call.arguments, call.leg_a.sip_headers, slots):
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
