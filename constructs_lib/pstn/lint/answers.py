"""One answer to one event, as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.pstn.events import SCHEMA_VERSION
from constructs_lib.pstn.findings import Severity
from constructs_lib.pstn.lint import actions
from constructs_lib.pstn.lint.legs import Legs
from constructs_lib.pstn.lint.mistake import Mistake, instead, shown
from constructs_lib.pstn.policy import Policy
from constructs_lib.pstn.responses import json_bytes

FIELDS = ("SchemaVersion", "Actions", "TransactionAttributes")
GUIDES_ATTRIBUTES = 100
_RETURN = 'return {"SchemaVersion": "1.0", "Actions": [...]}'


def check(answer: Any, kind: str, *, read: bool, policy: Policy, legs: Legs) -> Iterator[Mistake]:
    """What is wrong with an answer, and its actions one after the other.

    Args:
        answer: what the function returned.
        kind: InvocationEventType of what it answered.
        read: whether the service reads the answer at all.
        policy: limits.
        legs: of the call.
    """
    # What is wrong with an answer that nobody reads does no harm.
    severity: Severity | None = None if read else "warning"
    whole = _whole(answer, severity)
    if whole is not None:
        yield whole
        return
    for name in answer:
        if name not in FIELDS:
            remedy = instead(name, FIELDS)
            yield Mistake(id="unknown-field", said=f"a response has no field {name}", remedy=remedy, place=name)
    yield from _attributes(answer.get("TransactionAttributes"), policy, severity)
    given = answer.get("Actions")
    if read:
        yield from _actions(given or [], kind, policy, legs)


def _whole(answer: Any, severity: Severity | None) -> Mistake | None:
    """Why the answer is no response."""
    what = None
    if not isinstance(answer, dict):
        what = f"it is {shown(answer)}, not a response"
    elif "statusCode" in answer and "SchemaVersion" not in answer:
        what = "it is an HTTP response, with statusCode and no SchemaVersion"
    elif not answer:
        what = "it is an empty object, without SchemaVersion"
    elif answer.get("SchemaVersion") != SCHEMA_VERSION:
        given = shown(answer["SchemaVersion"]) if "SchemaVersion" in answer else "missing"
        return Mistake(
            id="schema-version", said=f"SchemaVersion is {given}", remedy='add "SchemaVersion": "1.0", which is text',
            place="SchemaVersion", severity=severity,
        )  # fmt: skip
    if what is not None:
        return Mistake(id="not-a-response", said=what, remedy=_RETURN, severity=severity)
    place, what = _not_actions(answer.get("Actions"))
    if what is None:
        return None
    return Mistake(
        id="not-a-response", said=what, remedy="Actions is a list of objects with Type and Parameters",
        place=place, severity=severity,
    )  # fmt: skip


def _not_actions(given: Any) -> tuple[str, str | None]:
    if given is None:
        return "", None
    if not isinstance(given, list):
        return "Actions", f"Actions is {shown(given)}, not a list"
    for index, each in enumerate(given):
        place = f"Actions[{index}]"
        if not isinstance(each, dict):
            return place, f"{place} is {shown(each)}, not an object"
        if not isinstance(each.get("Type"), str):
            return f"{place}.Type", f"{place} has no Type that is text"
        if not isinstance(each.get("Parameters") or {}, dict):
            return f"{place}.Parameters", f"Parameters of {place} is {shown(each['Parameters'])}, not an object"
    return "", None


def _actions(given: list[Mapping[str, Any]], kind: str, policy: Policy, legs: Legs) -> Iterator[Mistake]:
    if kind == "NEW_INBOUND_CALL" and not given:
        yield Mistake(
            id="empty-actions", said="it has no action, so the caller is hung up on",
            remedy="answer with an action, or raise an error if another Region should take the call", place="Actions",
        )  # fmt: skip
    if len(given) > policy.max_actions:
        yield Mistake(
            id="too-many-actions",
            said=f"it has {len(given)} actions",
            remedy=f"answer with {policy.max_actions} at most, and with the rest after ACTION_SUCCESSFUL",
            place="Actions",
        )
    for index, action in enumerate(given):
        place = f"Actions[{index}]"
        for mistake in (*actions.check(action, place), *legs.check(action, place)):
            yield _at(mistake, index)


def _at(mistake: Mistake, index: int) -> Mistake:
    # A copy by hand: dataclasses.replace is slow where every answer of every call comes by.
    return Mistake(
        id=mistake.id, said=mistake.said, remedy=mistake.remedy, place=mistake.place, action=index,
        severity=mistake.severity,
    )  # fmt: skip


def _attributes(given: Any, policy: Policy, severity: Severity | None) -> Iterator[Mistake]:
    place = "TransactionAttributes"
    if given is None:
        return
    if not isinstance(given, dict):
        yield Mistake(
            id="not-a-response", said=f"{place} is {shown(given)}, not an object", remedy="make it text by text",
            place=place, severity=severity,
        )  # fmt: skip
        return
    for name, value in given.items():
        if not isinstance(value, str):
            yield Mistake(
                id="attributes-not-text",
                said=f"transaction attribute {name!r} must be a string, but is {shown(value)}",
                remedy="write it as text, such as json.dumps(value)",
                place=f"{place}.{name}",
                severity="error" if policy.attributes_must_be_strings and severity is None else None,
            )
    size = json_bytes(given)
    if len(given) > policy.max_transaction_attributes:
        yield Mistake(
            id="attributes-too-many",
            said=f"there are {len(given)} transaction attributes; the service's error message allows "
            f"{policy.max_transaction_attributes}, its guide {GUIDES_ATTRIBUTES}",
            remedy="put several values into one, as JSON",
            place=place,
            severity=severity,
        )
    elif size > policy.max_transaction_attributes_bytes:
        yield Mistake(
            id="attributes-too-many",
            said=f"the transaction attributes have {size} bytes; {policy.max_transaction_attributes_bytes} are allowed",
            remedy="keep the data elsewhere, and its key here",
            place=place,
            severity=severity,
        )
