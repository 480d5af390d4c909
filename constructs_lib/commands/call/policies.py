"""`--policy NAME=VALUE`: what the documentation leaves open, from words."""

from __future__ import annotations

from collections.abc import Sequence

from constructs_lib.calls.errors import CallsError
from constructs_lib.commands import switches
from constructs_lib.pstn.policy import Policy


def parse(words: Sequence[str]) -> Policy:
    """A policy with these values, and the default of everything else.

    Raises:
        CallsError: a name that there is not, or a value of another kind; all of them are told.
    """
    values, problems = switches.parse(words, Policy(), "policy")
    if problems:
        raise CallsError(problems, what="--policy")
    return Policy(**values)
