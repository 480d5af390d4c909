from typing import Any

import pytest

from examples.own_handler.handler.answer import handler


def event(name: str, **more: Any) -> dict[str, Any]:
    caller = {"CallId": "a", "ParticipantTag": "LEG-A", "To": "+12065550100", "From": "+12065550101"}
    details = {"TransactionId": "t", "Participants": [{**caller, "Status": "Connected"}]}
    return {"SchemaVersion": "1.0", "Sequence": 1, "InvocationEventType": name, "CallDetails": details, **more}


def test_a_caller_is_put_through_to_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK", "+12065550142")
    speak, bridge = handler(event("NEW_INBOUND_CALL"), None)["Actions"]
    assert speak["Parameters"]["Text"] == "One moment, please."
    assert bridge["Parameters"]["Endpoints"] == [{"BridgeEndpointType": "PSTN", "Uri": "+12065550142"}]
    assert bridge["Parameters"]["CallerIdNumber"] == "+12065550100"


def test_a_caller_hears_when_nobody_is_at_the_desk() -> None:
    failed = event("ACTION_FAILED", ActionData={"Type": "CallAndBridge", "ErrorType": "CallNotAnswered"})
    speak, hangup = handler(failed, None)["Actions"]
    assert "Nobody is at the desk" in speak["Parameters"]["Text"]
    assert hangup["Type"] == "Hangup"


def test_an_apology_that_fails_is_not_tried_again() -> None:
    (hangup,) = handler(event("ACTION_FAILED", ActionData={"Type": "Speak"}), None)["Actions"]
    assert hangup["Type"] == "Hangup"
