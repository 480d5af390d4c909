"""Parameters of actions: refused with the errors of the linter, and read as numbers and keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constructs_lib.pstn.lint import RULES, actions
from constructs_lib.pstn.lint.mistake import Mistake
from constructs_lib.pstn.lint.values import whole
from constructs_lib.pstn.outcomes import ActionFailed
from constructs_lib.pstn.responses import Action

_A_LOT = 2**31 - 1
_AUDIO = ("AudioSource.", "FailureAudioSource.", "RingbackTone.")
# Their documentation has a name of its own for what is missing; of text, for what is too long too.
_NAMES_MISSING = frozenset({"Speak", "SpeakAndGetDigits", "VoiceFocus"})


def check(action: Action) -> None:
    """Refuse an action with what the linter calls an error. Of its warnings the service takes no notice.

    Raises:
        ActionFailed: with the first of them.
    """
    for mistake in actions.check({"Type": action.type, "Parameters": action.parameters}, ""):
        if RULES[mistake.id].severity == "error":
            raise ActionFailed(_error_type(action.type, mistake), f"{mistake.said}: {mistake.remedy}")


def number(parameters: Mapping[str, Any], name: str, default: float) -> float:
    """A number that was checked; those without a limit are cut where no call is as long any more."""
    given = parameters.get(name)
    return default if given is None else float(min(whole(given) or 0, _A_LOT))


def keys(parameters: Mapping[str, Any], name: str, default: str = "") -> str:
    """A list of keys that was checked, as one text."""
    given = parameters.get(name)
    return default if given is None else "".join(given)


def _error_type(action: str, mistake: Mistake) -> str:
    place = mistake.place.removeprefix(".Parameters.")
    if place.startswith(_AUDIO):
        return "InvalidAudioSource"
    missing = mistake.id == "missing-parameter" or place.split(".")[-1] == "Text"
    if action in _NAMES_MISSING and missing and mistake.id != "wrong-type":
        return "MissingRequiredActionParameter"
    return "InvalidActionParameter"
