"""The owner's mark at the end of a resource's name: how a repeated request finds what it already made.

The service has no idempotency tokens, and rules and numbers take no tags; a name is the only thing that every type
carries from its very creation. The mark holds four short hashes: the stack (its ARN without the last part, which is
new each time a stack of that name is made), the logical id, the one incarnation of the stack, and the request that made
the resource. The first two say whose it is, so that a stack deployed again finds the number that it retained; the others
say who may clean it up when something fails.

A resource that was taken over from another construct carries that one's mark in front of the new owner's: whose it is
again when the deployment that took it over fails.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from typing import Self

_ONE = r"(?:^|\s)cvc-([0-9a-f]{6})-([0-9a-f]{6})-([0-9a-f]{4})([0-9a-f]{4})"
_MARK = re.compile(f"{_ONE}$")
_MARKS = re.compile(f"(?:{_ONE})+$")
_NAME_LIMIT = 256


def short_hash(text: str, digits: int = 6) -> str:
    """The first hexadecimal digits of a SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:digits]


@dataclasses.dataclass(frozen=True)
class Marker:
    """Who made a resource: stack, logical id, incarnation of the stack, request."""

    stack: str
    logical_id: str
    incarnation: str
    request: str

    @classmethod
    def of(cls, stack_id: str, logical_id: str, request_id: str) -> Self:
        """The mark for what a request makes for this stack (its full ARN) and logical id."""
        stack, logical = short_hash(stack_id.rpartition("/")[0]), short_hash(logical_id)
        return cls(stack, logical, short_hash(stack_id, 4), short_hash(request_id, 4))

    @classmethod
    def read(cls, name: str | None) -> Self | None:
        """The mark in a name, or None: made by somebody else, or renamed by hand."""
        found = _MARK.search(name or "")
        return cls(*found.groups()) if found else None

    @property
    def text(self) -> str:
        """The mark as it stands in a name."""
        return f"cvc-{self.stack}-{self.logical_id}-{self.incarnation}{self.request}"

    def sign(self, name: str, former: Marker | None = None) -> str:
        """The declared name with this mark, cut to what the service takes (256 characters).

        Args:
            name: without a mark.
            former: of the owner that it is taken over from.
        """
        marks = f"{former.text} {self.text}" if former else self.text
        return f"{name[: _NAME_LIMIT - len(marks) - 1].rstrip()} {marks}".lstrip()

    def owns(self, name: str | None) -> bool:
        """Whether the name carries this stack's and logical id's mark, of whatever incarnation."""
        other = Marker.read(name)
        return other is not None and (other.stack, other.logical_id) == (self.stack, self.logical_id)

    def of_this_stack(self, name: str | None) -> bool:
        """Whether this very incarnation of the stack made it, for this logical id."""
        other = Marker.read(name)
        return other is not None and self.owns(name) and other.incarnation == self.incarnation

    def of_this_request(self, name: str | None) -> bool:
        """Whether this very request made it, in this delivery or an earlier one."""
        return Marker.read(name) == self

    def disowned(self, name: str | None) -> bool:
        """Whether the name carries somebody else's mark: it was handed over."""
        return Marker.read(name) is not None and not self.owns(name)


def strip(name: str) -> str:
    """The name as declared, without any mark."""
    return _MARKS.sub("", name)


def before(name: str) -> str:
    """The name as it was before its present owner took it over."""
    return _MARK.sub("", name)
