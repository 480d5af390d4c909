"""Limits of single values. Each answers the value, or raises a `ValueError` that says what is allowed.

A message never repeats the value: it may be a caller's number or digits, and the message ends in a log. None is an
optional value that was not given, and passes.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeGuard

_DIGITS = frozenset("0123456789")
_KEYS = frozenset("0123456789#*")
_TONES = frozenset("0123456789#*ABCD,")
_PREFIX = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!-_.*'()/")
_USER_PART = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789&=+$/%-_!~*().")
_RESERVED_HEADERS = ("x-amzn", "x-vine", "x-vc", "x-canary", "x-voice")


def text(name: str, value: object, longest: int | None = None) -> str:
    """Text that is not empty, and not longer than that."""
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} must be text that is not empty")
    if longest is not None and len(value) > longest:
        raise ValueError(f"{name} must have at most {longest} characters, got {len(value)}")
    return value


def optional_text(name: str, value: str | None) -> str | None:
    """Text that is not empty."""
    return None if value is None else text(name, value)


def texts(name: str, value: Sequence[str], fewest: int, most: int) -> list[str]:
    """Several texts, none of them empty."""
    if isinstance(value, str) or not fewest <= len(value) <= most:
        raise ValueError(f"{name} must be a list of {fewest} to {most}")
    return [text(f"each of {name}", each) for each in value]


def word(name: str, value: str | None, *allowed: str) -> str | None:
    """One of a few words."""
    if value is not None and value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}")
    return value


def one_of(name: str, value: object, *allowed: str) -> str:
    """One of a few words, and not left out."""
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}")
    return value


def whether(name: str, value: object) -> bool:
    """True or False; the texts 'True' and 'False' are both true in Python, so no text passes."""
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be True or False")  # noqa: TRY004 - one kind of error for all limits
    return value


def number(name: str, value: int | None, lowest: int, highest: int | None = None) -> int | None:
    """A whole number within bounds."""
    return None if value is None else needed_number(name, value, lowest, highest)


def needed_number(name: str, value: object, lowest: int, highest: int | None = None) -> int:
    """A whole number within bounds, and not left out."""
    if not _is_whole(value) or value < lowest or (highest is not None and value > highest):
        bounds = f"{lowest} to {highest}" if highest is not None else f"{lowest} or more"
        raise ValueError(f"{name} must be a whole number, {bounds}")
    return value


def code(name: str, value: int | None, *allowed: int) -> int | None:
    """One of a few numbers."""
    if value is not None and (not _is_whole(value) or value not in allowed):
        raise ValueError(f"{name} must be one of {', '.join(map(str, allowed))}")
    return value


def e164(name: str, value: object) -> str:
    """A phone number in E.164 form: a plus sign and 2 to 15 digits, the first of them not 0."""
    given = text(name, value)
    plus, digits = given[0], given[1:]
    if plus != "+" or not 2 <= len(digits) <= 15 or digits[0] == "0" or not _DIGITS.issuperset(digits):
        raise ValueError(f"{name} must be a phone number in E.164 form, such as +12065550100")
    return given


def user_part(name: str, value: object) -> str:
    """The part of a SIP address before the @: https://docs.aws.amazon.com/chime-sdk/latest/dg/call-and-bridge.html."""
    if not isinstance(value, str) or not 1 <= len(value) <= 36 or not _USER_PART.issuperset(value):
        raise ValueError(f"{name} must have 1 to 36 characters of letters, digits and &=+$/%-_!~*().")
    return value


def terminators(name: str, value: Sequence[object] | None) -> list[str] | None:
    """Single keys of a telephone."""
    if value is None:
        return None
    keys = [key for key in value if isinstance(key, str) and len(key) == 1 and key in _KEYS]
    if len(keys) != len(value):
        raise ValueError(f"{name} must be single keys: 0 to 9, # or *")
    return keys


def tones(name: str, value: object) -> str:
    """What a telephone's keypad can send, and commas: https://docs.aws.amazon.com/chime-sdk/latest/dg/send-digits.html."""
    if not isinstance(value, str) or not 1 <= len(value) <= 50 or not _TONES.issuperset(value):
        raise ValueError(f"{name} must be 1 to 50 of 0 to 9, *, #, A to D and the comma")
    return value


def expression(name: str, value: object) -> str:
    """A regular expression, as Python reads it; the service's own dialect is not documented."""
    import re

    given = text(name, value)
    try:
        re.compile(given)
    except re.error as error:
        raise ValueError(f"{name} must be a regular expression: {error.msg} at position {error.pos}") from None
    return given


def key_prefix(name: str, value: object) -> str | None:
    """The beginning of an object's key: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html."""
    if value is None:
        return None
    given = text(name, value, 979)
    if not _PREFIX.issuperset(given):
        raise ValueError(f"{name} must be of letters, digits and !-_.*'()/")
    return given


def location(name: str, value: object) -> str:
    """A bucket, with or without the beginning of the keys in it: `bucket` or `bucket/prefix`."""
    bucket, slash, prefix = text(name, value).partition("/")
    if not bucket or ":" in bucket:
        raise ValueError(
            f"{name} must be a bucket's name, or that and a prefix, such as recordings/desk; without s3://"
        )
    key_prefix(f"the prefix in {name}", prefix if slash else None)
    return f"{bucket}{slash}{prefix}"


def sip_headers(name: str, value: Mapping[str, object] | None) -> dict[str, str] | None:
    """Headers that the service passes on: https://docs.aws.amazon.com/chime-sdk/latest/dg/sip-headers.html."""
    if value is None:
        return None
    if len(value) > 20:
        raise ValueError(f"{name} must be at most 20 headers, got {len(value)}")
    for header, content in value.items():
        lower = header.lower()
        if not lower.startswith("x-") and lower not in ("user-to-user", "diversion"):
            raise ValueError(f"{name} must be User-to-User, Diversion or begin with x-; {header} is neither")
        if lower.startswith(_RESERVED_HEADERS):
            raise ValueError(
                f"{name} must not begin with {', '.join(_RESERVED_HEADERS)}: the service's own; got {header}"
            )
        if not isinstance(content, str) or len(content) > 2048:
            raise ValueError(f"{name} must be text of at most 2048 characters; {header} is not")
    return {header: str(content) for header, content in value.items()}


def pairs(name: str, value: Mapping[str, str] | None) -> dict[str, str] | None:
    """Text by text."""
    if value is None:
        return None
    if not all(isinstance(part, str) for pair in value.items() for part in pair):
        raise ValueError(f"{name} must be text by text; write other values as text, such as str(3)")
    return dict(value)


def json_size(name: str, value: object, most: int) -> None:
    """A value that is at most so many bytes as JSON in UTF-8."""
    import json

    size = len(json.dumps(value, ensure_ascii=False).encode())
    if size > most:
        raise ValueError(f"{name} must be at most {most // 1024} KB, got {size} bytes")


def attributes(name: str, value: Mapping[str, str] | None) -> dict[str, str] | None:
    """What the service keeps with a call: https://docs.aws.amazon.com/chime-sdk/latest/dg/transaction-attributes.html."""
    given = pairs(name, value)
    if given is None:
        return None
    if len(given) > 100:
        raise ValueError(f"{name} must be at most 100 pairs, got {len(given)}")
    size = sum(len(part.encode()) for pair in given.items() for part in pair)
    if size > 20 * 1024:
        raise ValueError(f"{name} must be at most 20 KB together, got {size} bytes")
    return given


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
