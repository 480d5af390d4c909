"""Tags, as constructs take them."""

from __future__ import annotations

from chime_voice.contract.resource import Tag


def mapping(tags: tuple[Tag, ...] | None) -> dict[str, str] | None:
    """By key."""
    return {tag.key: tag.value for tag in tags} if tags else None
