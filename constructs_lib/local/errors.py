"""What can go wrong with the local cloud, each in one line that says what to do."""

from __future__ import annotations


class LocalCloudError(Exception):
    """A problem that its message explains completely; the command prints just that."""
