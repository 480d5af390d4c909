"""Events in the forms that the guide documents and the service was seen to send, one file each; numbers are made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "events"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def event(name: str, **call_details: Any) -> dict[str, Any]:
    """An event of its own, with other call details where given."""
    read: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    read["CallDetails"].update(call_details)
    return read


def call_id(raw: dict[str, Any], leg: int = 0) -> str:
    """The id of the event's first or second leg."""
    return str(raw["CallDetails"]["Participants"][leg]["CallId"])


def types_of(response: dict[str, Any]) -> list[str]:
    """The names of a response's actions, in order."""
    return [action["Type"] for action in response["Actions"]]
