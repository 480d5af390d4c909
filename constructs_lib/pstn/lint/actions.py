"""The parameters of one action, beyond their types: what goes with what, and names that belong elsewhere."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.pstn.lint.mistake import Mistake, instead, shown
from constructs_lib.pstn.lint.values import fields, whole
from constructs_lib.pstn.responses import json_bytes
from constructs_lib.pstn.vocabulary import ACTIONS, E164, LEG, USER_PART, ActionType

MEETING_NUMBER = "+17035550122"
"""Whoever calls it with the right headers joins a meeting: the one phone number that takes SipHeaders."""
MAX_CONFIGURATION = 10 * 1024
MAX_HEADER, MAX_HEADERS = 2048, 20
RESERVED_HEADERS = ("x-amzn", "x-vine", "x-vc", "x-canary", "x-voice")
# What people write, and what is meant.
_MISNAMED_ACTIONS = {"ReceivedDigits": "ReceiveDigits", "CallUpdateRequest": "", "CallCreateRequest": ""}
_MISNAMED = {"AttendeeJoinToken": "JoinToken", "AttendeeToken": "JoinToken", "PhoneNumber": "Uri"}
_COMPARED = (
    # The service wants the first to be less than the second; its own example has the first pair equal.
    ("MinNumberOfDigits", "MaxNumberOfDigits", True),
    ("InBetweenDigitsDurationInMilliseconds", "FlushDigitsDurationInMilliseconds", False),
)


def check(action: Mapping[str, Any], place: str) -> Iterator[Mistake]:
    """What is wrong with an action, whatever the call is like.

    Args:
        action: with a Type that is text, and Parameters that are an object or null.
        place: where it is.
    """
    name = action["Type"]
    kind = ACTIONS.get(name)
    if kind is None:
        yield _unknown(name, place)
        return
    for field in action:
        if field not in {"Type", "Parameters"}:
            remedy = "move it into Parameters" if field in kind.fields or field in LEG else "leave it out"
            yield Mistake(
                id="unknown-field",
                said=f"{name} has a field {field} beside Type and Parameters",
                remedy=remedy,
                place=f"{place}.{field}",
            )
    parameters = action.get("Parameters") or {}
    given = {key: value for key, value in parameters.items() if key not in LEG}
    inside = f"{place}.Parameters"
    yield from _of_types(name, kind, given, inside)
    yield from _compared(given, inside)
    yield from _regex(given, inside)
    own = _OWN.get(name)
    if own is not None:
        yield from own(parameters, inside)


def _unknown(name: str, place: str) -> Mistake:
    right = _MISNAMED_ACTIONS.get(name)
    if right is None:
        remedy = instead(name, ACTIONS).removeprefix("leave it out; ")
        return Mistake(id="unknown-action", said=f"there is no action {name}", remedy=remedy, place=f"{place}.Type")
    remedy = f"write {right}" if right else "this is the Type of an event; answer with actions"
    return Mistake(id="wrong-name", said=f"there is no action {name}", remedy=remedy, place=f"{place}.Type")


def _of_types(name: str, kind: ActionType, given: Mapping[str, Any], place: str) -> Iterator[Mistake]:
    wrong = {
        each: right
        for each, right in _MISNAMED.items()
        if each in given and each not in kind.fields and right in kind.required and given.get(right) is None
    }
    for each, right in wrong.items():
        yield Mistake(
            id="wrong-name", said=f"{name} has {each} for {right}", remedy=f"write {right}", place=f"{place}.{each}"
        )
    told = {f"{place}.{part}" for pair in wrong.items() for part in pair}
    for mistake in fields(kind, given, place, owner=name):
        if mistake.place in told:
            continue
        if name == "Hangup" and mistake.id == "out-of-limits":
            yield dataclasses.replace(mistake, id="hangup-code")
        else:
            yield mistake


def _compared(given: Mapping[str, Any], place: str) -> Iterator[Mistake]:
    for low, high, equal in _COMPARED:
        less, more = whole(given.get(low)), whole(given.get(high))
        if less is not None and more is not None and (less > more or (less == more and not equal)):
            yield _does_not_go(place, high, f"{high} is {more}, but {low} is {less}", f"make {high} greater than {low}")


def _regex(given: Mapping[str, Any], place: str) -> Iterator[Mistake]:
    regex = given.get("InputDigitsRegex")
    if not isinstance(regex, str) or not regex:
        return
    where = f"{place}.InputDigitsRegex"
    try:
        pattern = re.compile(regex)
    except re.error as error:
        yield Mistake(
            id="bad-regex", said=f"InputDigitsRegex {shown(regex)} cannot be read: {error}",
            remedy="write it with what all regular expressions know: [0-9], {4}, |, ^ and $", place=where,
        )  # fmt: skip
        return
    fewest, most = whole(given.get("MinNumberOfDigits")) or 0, whole(given.get("MaxNumberOfDigits")) or 0
    several = fewest if fewest > 1 else most
    if several > 1 and _fits_one_key_only(pattern, several):
        yield Mistake(
            id="loose-regex",
            said=f"InputDigitsRegex {shown(regex)} fits a single digit, but up to {several} are asked for",
            remedy=f"say how many, from beginning to end, such as ^[0-9]{{{several}}}$",
            place=where,
        )


def _fits_one_key_only(pattern: re.Pattern[str], several: int) -> bool:
    keys = [key for key in "0123456789*#" if pattern.search(key)]
    return bool(keys) and not any(pattern.fullmatch(key * length) for key in keys for length in range(2, several + 1))


def _bridge(parameters: Mapping[str, Any], place: str) -> Iterator[Mistake]:
    endpoints = parameters.get("Endpoints")
    endpoint = endpoints[0] if isinstance(endpoints, list) and len(endpoints) == 1 else None
    if not isinstance(endpoint, dict):
        return
    inside, kind, uri = f"{place}.Endpoints[0]", endpoint.get("BridgeEndpointType"), endpoint.get("Uri")
    headers = parameters.get("SipHeaders")
    if kind == "PSTN":
        if endpoint.get("Arn"):
            yield _does_not_go(inside, "Arn", "a PSTN endpoint has an Arn", "leave it out, or make the endpoint AWS")
        if isinstance(uri, str) and uri and not re.fullmatch(E164.pattern, uri):
            yield _does_not_go(inside, "Uri", f"Uri is {shown(uri)}", f"it must be {E164.looks}")
        if headers and uri != MEETING_NUMBER:
            yield Mistake(
                id="headers-on-pstn", said="SipHeaders are given for a phone number",
                remedy="leave them out, or bridge to a Voice Connector", place=f"{place}.SipHeaders",
            )  # fmt: skip
    elif kind == "AWS":
        if endpoint.get("Arn") is None:
            yield Mistake(
                id="missing-parameter", said="an AWS endpoint has no Arn, which it needs",
                remedy="add the Arn of the Voice Connector or group", place=f"{inside}.Arn",
            )  # fmt: skip
        if isinstance(uri, str) and uri and not re.fullmatch(USER_PART, uri):
            remedy = "it must be 1 to 36 characters of letters, digits and &=+$/%-_!~*()."
            yield _does_not_go(inside, "Uri", f"Uri is {shown(uri)}", remedy)
    if isinstance(headers, dict):
        yield from _headers(headers, place)


def _headers(headers: Mapping[str, Any], place: str) -> Iterator[Mistake]:
    if len(headers) > MAX_HEADERS:
        said = f"there are {len(headers)} SipHeaders"
        yield _does_not_go(place, "SipHeaders", said, f"give {MAX_HEADERS} at most")
    for name, value in headers.items():
        lower, field = name.lower(), f"SipHeaders.{name}"
        if lower.startswith(RESERVED_HEADERS):
            yield _does_not_go(place, field, f"the header {name} is the service's own", "use another name")
        elif not lower.startswith("x-") and lower not in {"user-to-user", "diversion"}:
            remedy = "headers are User-to-User, Diversion and whatever begins with x-"
            yield _does_not_go(place, field, f"the header {name} cannot be set", remedy)
        if isinstance(value, str) and len(value) > MAX_HEADER:
            said = f"the header {name} has {len(value)} characters"
            yield _does_not_go(place, field, said, f"shorten it to {MAX_HEADER} at most")


def _bot(parameters: Mapping[str, Any], place: str) -> Iterator[Mistake]:
    if not parameters.get("LocaleId"):
        yield Mistake(
            id="locale-missing", said="StartBotConversation has no LocaleId, so the bot's en_US is taken",
            remedy="add the LocaleId of the bot, such as en_US", place=f"{place}.LocaleId",
        )  # fmt: skip
    configuration = parameters.get("Configuration")
    if not isinstance(configuration, dict):
        return
    size = json_bytes(configuration)
    if size > MAX_CONFIGURATION:
        said = f"Configuration has {size} bytes"
        yield _does_not_go(place, "Configuration", said, f"shorten it to {MAX_CONFIGURATION} at most")
    state = configuration.get("SessionState")
    dialog = state.get("DialogAction") if isinstance(state, dict) else None
    if configuration.get("WelcomeMessages") and (not isinstance(dialog, dict) or dialog.get("Type") != "ElicitIntent"):
        said = "there are WelcomeMessages, but DialogAction.Type of SessionState is not ElicitIntent"
        yield _does_not_go(place, "Configuration", said, "make it ElicitIntent, or leave the messages out")


def _record(parameters: Mapping[str, Any], place: str) -> Iterator[Mistake]:
    if parameters.get("CallId") and parameters.get("ParticipantTag"):
        yield Mistake(
            id="two-legs", said="RecordAudio has CallId and ParticipantTag", remedy="leave one of them out", place=place
        )


def _does_not_go(place: str, field: str, said: str, remedy: str) -> Mistake:
    return Mistake(id="out-of-limits", said=said, remedy=remedy, place=f"{place}.{field}")


_OWN = {"CallAndBridge": _bridge, "RecordAudio": _record, "StartBotConversation": _bot}
