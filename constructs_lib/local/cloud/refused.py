"""What the local cloud's own API answers to a request that makes no sense."""

from __future__ import annotations


class RefusedError(Exception):
    """The message says why, and what is allowed."""
