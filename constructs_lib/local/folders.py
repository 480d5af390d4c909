"""Where the local cloud keeps its things, by the XDG base directory specification.

https://specifications.freedesktop.org/basedir-spec/latest/
"""

from __future__ import annotations

import os
from pathlib import Path

APP = "chime-voice"


def cache() -> Path:
    """What can be made again: the emulator's environment. Removed by `chime-voice local clean`."""
    return _base("XDG_CACHE_HOME", ".cache") / APP


def state() -> Path:
    """What is running, and its log."""
    return _base("XDG_STATE_HOME", ".local/state") / APP


def _base(variable: str, default: str) -> Path:
    value = os.environ.get(variable, "")
    # The specification says to ignore a relative path.
    return Path(value) if Path(value).is_absolute() else Path.home() / default
