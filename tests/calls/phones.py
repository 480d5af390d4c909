"""Handlers to call in tests: a menu in Python, and the same as a file."""

from __future__ import annotations

from typing import Any

MENU = """
def handler(event, context):
    details = event["CallDetails"]
    leg = details["Participants"][0]["CallId"]
    kind = event["InvocationEventType"]
    data = event.get("ActionData", {})
    speech = {"Text": "Press 1 for the desk"}
    ask = {"Type": "SpeakAndGetDigits", "Parameters": {"CallId": leg, "SpeechParameters": speech,
           "FailureSpeechParameters": {"Text": "That is no digit"}, "MinNumberOfDigits": 1, "MaxNumberOfDigits": 1,
           "InputDigitsRegex": "^[12]$", "RepeatDurationInMilliseconds": 3000, "Repeat": 2}}
    hang_up = {"Type": "Hangup", "Parameters": {"SipResponseCode": "0", "CallId": leg}}
    bridge = {"Type": "CallAndBridge", "Parameters": {"CallTimeoutSeconds": 20,
              "CallerIdNumber": details["Participants"][0]["To"],
              "Endpoints": [{"BridgeEndpointType": "PSTN", "Uri": "+12065550150"}]}}
    def speak(text):
        return {"Type": "Speak", "Parameters": {"CallId": leg, "Text": text}}
    actions = []
    if kind in ("NEW_INBOUND_CALL", "CALL_ANSWERED"):
        actions = [ask]
    elif kind == "ACTION_SUCCESSFUL" and data["Type"] == "SpeakAndGetDigits":
        actions = [bridge] if data["ReceivedDigits"] == "1" else [speak("Goodbye"), hang_up]
    elif kind == "ACTION_FAILED":
        actions = [speak("Nobody is there" if data["Type"] == "CallAndBridge" else "Sorry"), hang_up]
    elif kind == "CALL_UPDATE_REQUESTED":
        actions = [speak(data["Parameters"]["Arguments"]["text"]), hang_up]
    elif kind == "HANGUP":
        up = [each for each in details["Participants"] if each.get("Status") == "Connected"]
        actions = [{"Type": "Hangup", "Parameters": {"CallId": each["CallId"]}} for each in up]
    return {"SchemaVersion": "1.0", "Actions": actions}
"""
_made: dict[str, Any] = {}
exec(compile(MENU, "menu.py", "exec"), _made)  # noqa: S102  (one handler, here and as a file)
menu = _made["handler"]
