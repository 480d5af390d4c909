"""The applications of several Regions that stand in for each other, where a `FailoverVoiceApp` says all of it."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from chime_voice.contract.checks import HOME_REGIONS
from chime_voice.contract.sip_media_application import SipMediaApplication
from chime_voice.contract.sip_rule import SipRule

from constructs_lib.generate.code import Call, Name
from constructs_lib.generate.deciding import Taken

VOICE = "voice"
"""What the code calls the failover app."""

_Chain = tuple[tuple[int, str, str], ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Line:
    """Applications, one a Region, that the same rules try in the same order."""

    home: str
    """Whose endpoint holds the rules."""
    applications: Mapping[str, SipMediaApplication]
    """By Region, the first to try first."""
    ids: frozenset[str]
    """Of the applications and the rules."""

    def call(self, app: Name, name: Name, account: Name) -> Call:
        """`FailoverVoiceApp(...)`."""
        return Call(
            "FailoverVoiceApp",
            (app, name),
            {
                "regions": [*self.applications],
                "handler": {region: each.endpoints[0].lambda_arn for region, each in self.applications.items()},
                "home_region": None if self.home == HOME_REGIONS[0] else self.home,
                "account": account,
                "adopt": {region: each.adopt_id for region, each in self.applications.items()},
            },
        )


def only_line(taken: Sequence[Taken]) -> Line | None:
    """The one line of an account; None where there is none, or where there are several.

    Each failover app has stacks of its own, so several lines are read better as plain constructs that share theirs.
    """
    applications = {each.found.id: each.declared for each in taken if isinstance(each.declared, SipMediaApplication)}
    rules: dict[_Chain, dict[str, SipRule]] = defaultdict(dict)
    for each in taken:
        if isinstance(each.declared, SipRule):
            rules[_chain(each.declared)][each.found.id] = each.declared
    users = Counter(id_ for chain in rules for _, _, id_ in chain)
    lines = [
        Line(
            home=next(iter(of_chain.values())).home_region,
            applications={region: applications[id_] for _, region, id_ in chain},
            ids=frozenset({*of_chain, *(id_ for _, _, id_ in chain)}),
        )
        for chain, of_chain in rules.items()
        if _is_ordered(chain)
        and all(
            users[id_] == 1 and id_ in applications and _is_said(applications[id_], region) for _, region, id_ in chain
        )
        and len({rule.home_region for rule in of_chain.values()}) == 1
    ]
    return lines[0] if len(lines) == 1 else None


def _chain(rule: SipRule) -> _Chain:
    """Priority, Region and id of each target, the first to try first."""
    return tuple(
        sorted((each.priority, each.aws_region, each.sip_media_application_id) for each in rule.target_applications)
    )


def _is_ordered(chain: _Chain) -> bool:
    """Whether each of several Regions is tried once, with the priorities that a failover app gives."""
    regions = {region for _, region, _ in chain}
    return len(regions) == len(chain) > 1 and [at for at, _, _ in chain] == [*range(1, len(chain) + 1)]


def _is_said(application: SipMediaApplication, region: str) -> bool:
    """Whether a failover app can say what is more than a name, which an adopted application keeps."""
    return application.aws_region == region and not application.message_logging and not application.tags
