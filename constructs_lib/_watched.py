"""What alarms, a dashboard and saved queries are about: applications and Voice Connectors of one Region."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from constructs import Construct

from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._values import is_known

if TYPE_CHECKING:
    from constructs_lib.sip_media_application import SipMediaApplication
    from constructs_lib.voice_connector import IVoiceConnector

_T = TypeVar("_T")

CALLS_QUOTA = 10
"""Calls at a time of an account in a Region, of applications and of connectors alike, unless it was raised:
https://docs.aws.amazon.com/general/latest/gr/chime-sdk.html"""

# In words, and a method that nothing else has.
_KINDS = (("a SipMediaApplication", "metric_invocations"), ("a VoiceConnector or an import of one", "metric_mos"))


@dataclasses.dataclass(frozen=True)
class Watched:
    """Checked lists; standby applications answer only when those before them cannot."""

    applications: Sequence[SipMediaApplication]
    standby: Sequence[SipMediaApplication]
    connectors: Sequence[IVoiceConnector]

    @classmethod
    def read(cls, problems: Problems, place: Place, applications: Any, standby: Any, connectors: Any) -> Watched:
        """The lists without what is wrong in them, which is noted."""
        read = cls(
            _list(problems, place, "applications", applications),
            _list(problems, place, "standby", standby),
            _list(problems, place, "connectors", connectors),
        )
        if not any(isinstance(given, Sequence) and given for given in (applications, standby, connectors)):
            problems.add("applications, standby or connectors must name something to watch, got none")
        every = [*read.applications, *read.standby, *read.connectors]
        for name in sorted({Place.of(one).path for one in every if sum(one is other for other in every) > 1}):
            problems.add(f"applications, standby and connectors must name each once, got {name!r} twice")
        return read

    @property
    def all_applications(self) -> list[SipMediaApplication]:
        """Those that answer first, then the others."""
        return [*self.applications, *self.standby]

    def named(self, kind: Callable[[Watched], Sequence[_T]], place: Place) -> Iterator[tuple[str, str, _T]]:
        """An id for constructs, the path, and the thing itself."""
        for one in kind(self):
            path = Place.of(one).path
            yield id_of(path, place), path, one


def id_of(path: str, place: Place) -> str:
    """A construct's path below the stack of `place` as one id, the same for as long as the construct stays there."""
    stack = Place.of(place.stack).path
    return re.sub(r"/", "-", path.removeprefix(f"{stack}/"))


def check_count(problems: Problems, name: str, value: object, *, lowest: float = 1, highest: float = 1_000_000) -> None:
    """Note a threshold that is no number, or out of bounds; None is no alarm."""
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or not lowest <= value <= highest:
        problems.add(f"{name} must be {lowest:g} to {highest:g}, or None for no such alarm; got {value!r}")


def _list(problems: Problems, place: Place, name: str, given: Any) -> list[Any]:
    what, has = _KINDS[name == "connectors"]
    if isinstance(given, str) or not isinstance(given, Sequence):
        problems.add(f"{name} must be a list, each {what}; got {given!r}")
        return []
    kept = []
    for one in given:
        if isinstance(one, type) or not isinstance(one, Construct) or not hasattr(type(one), has):
            problems.add(f"{name} must be a list, each {what}; got {one!r}")
            continue
        region = getattr(one, "aws_region", None)
        if is_known(region) and is_known(place.region) and region != place.region:
            problems.add(
                f"{name} must be of the stack's own Region {place.region!r}, where their metrics are, got "
                f"{Place.of(one).path!r} in {region!r}; watch it in a stack of its Region (FailoverVoiceApp.watch does)"
            )
            continue
        kept.append(one)
    return kept
