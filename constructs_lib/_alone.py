"""What an account has once may be declared once in an app."""

from __future__ import annotations

import weakref
from typing import Any

from chime_voice.contract.resource import Resource

from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._values import is_known

_ANY = "any account"
_DECLARED: weakref.WeakKeyDictionary[Any, dict[tuple[type[Resource], str], str]] = weakref.WeakKeyDictionary()


def check_alone(problems: Problems, contract: type[Resource], place: Place) -> None:
    """Note that the app declares it for the same account already; stacks that name no account may share one."""
    account = _account(place)
    for (other, of_account), path in _DECLARED.get(place.stack.node.root, {}).items():
        if other is contract and (account == of_account or _ANY in (account, of_account)):
            problems.add(f"an account has one, and {path!r} declares it already; keep one of the two")


def claim_alone(contract: type[Resource], place: Place) -> None:
    """Remember that the app declares it."""
    _DECLARED.setdefault(place.stack.node.root, {})[contract, _account(place)] = place.path


def _account(place: Place) -> str:
    account = place.stack.account
    return account if is_known(account) else _ANY
