"""A value that an account has once: set it, see it set, and never take it from somebody else unasked.

Nothing at the service says who set it. So the physical id is the value itself: a Delete that finds another value there
has nothing to take away, neither after a change nor after somebody else's.
"""

from __future__ import annotations

import abc
import re
from collections.abc import Iterable
from typing import ClassVar, TypeVar

from chime_voice.contract.resource import Resource
from chime_voice.provider.clock import pause
from chime_voice.provider.errors import Failure
from chime_voice.provider.resource import WRITES, ResourceProvider, State

R = TypeVar("R", bound=Resource)


class AccountSetting(ResourceProvider[R]):
    """What the settings of an account have in common."""

    form: ClassVar[str]
    """What a value looks like."""

    @abc.abstractmethod
    def current(self) -> str:
        """The value that is set; empty for none."""

    @abc.abstractmethod
    def put(self, value: str) -> None:
        """Set a value; an empty one takes it away."""

    def is_id(self, physical_id: str) -> bool:
        """A value; no id that says that there is none."""
        return re.fullmatch(self.form, physical_id) is not None and not physical_id.startswith(("nothing-", "unknown-"))

    def id_of(self, state: State) -> str:
        """The value."""
        return str(state["Value"])

    def read(self, physical_id: str) -> State | None:
        """The setting, if it has this value, or already the declared one."""
        current = self.current()
        return {"Value": current} if current and current in (physical_id, self._declared) else None

    def every(self) -> Iterable[State]:
        """None: a value carries no name."""
        return ()

    def own(self) -> list[State]:
        """What a Create without an answer may have set."""
        current = self.current()
        return [{"Value": current, "Name": self.marker.text}] if current and current == self._declared else []

    def find_own(self, desired: R, other_than: str | None) -> State | None:  # noqa: ARG002
        """The declared value, where it is set: by an earlier delivery, or by somebody who wanted the same."""
        current = self.current()
        return {"Value": current} if current == self._value(desired) else None

    def fits(self, state: State, desired: R, previous: R | None) -> bool:  # noqa: ARG002
        """Any value can become any other."""
        return True

    def check_make(self, desired: R) -> None:
        """Refuse to overwrite what this stack did not set."""
        current = self.current()
        if current:
            raise Failure(
                f"the account's {desired.SPEC.label} is {current!r}, which this stack did not set; an account has one. To "
                f"replace it, say adopt={current!r}; otherwise leave this construct out"
            )

    def make(self, desired: R) -> State:
        """Set it."""
        return self._set(self._value(desired))

    def bring(self, state: State, desired: R, previous: R | None) -> State:  # noqa: ARG002
        """Set it, unless it is."""
        value = self._value(desired)
        return state if self.id_of(state) == value else self._set(value)

    def restore(self, state: State) -> None:
        """The value that was there."""
        if self.current() != self.id_of(state):
            self._set(self.id_of(state))

    def describe(self, state: State) -> str:
        """The value."""
        return repr(self.id_of(state))

    def remove(self, state: State) -> None:
        """Take it away; `read` saw that it is still the value that was set here."""
        if self.current() == self.id_of(state):
            self._set("")

    def attributes(self, state: State) -> dict[str, str]:
        """The value."""
        return {self.contract.SPEC.id_attribute: self.id_of(state)}

    def _set(self, value: str) -> State:
        self.put(value)
        for delay in (*WRITES, None):
            if self.current() == value:
                break
            if delay is None:
                raise Failure(
                    f"the account's {self.contract.SPEC.label} took a change but does not show it after a minute"
                )
            pause(self.clock, delay)
        return {"Value": value}

    @property
    def _declared(self) -> str:
        return str(self.properties.get(self.contract.SPEC.id_attribute) or "")

    def _value(self, desired: R) -> str:
        return str(desired.properties()[self.contract.SPEC.id_attribute])
