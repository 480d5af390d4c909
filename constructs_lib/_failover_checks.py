"""What can be wrong with the values of a `FailoverVoiceApp` and its routes, and the names that are made of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from chime_voice.contract.checks import HOME_REGIONS, VOICE_REGIONS
from chime_voice.contract.sip_media_application import SipMediaApplication as Contract
from constructs import Construct

from constructs_lib._place import Place
from constructs_lib._problems import Problems
from constructs_lib._values import is_known
from constructs_lib.handler_plan import HandlerPlan
from constructs_lib.phone_number import PhoneNumberPlan
from constructs_lib.trigger import Trigger

# Of stacks: 128 characters, of which the longest Region takes 15.
_LONGEST_NAME = 128 - len("-ap-northeast-1")


def stack_name(scope: Construct, id: str) -> str:  # noqa: A002
    """What the names of its stacks begin with."""
    # `--` is what the CDK makes of a slash in an id.
    return "-".join(part for part in (scope.node.path.replace("/", "-"), id.replace("/", "--")) if part)


def route_id(trigger: object) -> str:
    """The construct id of a route that was given none; empty where a token hides it."""
    if isinstance(trigger, PhoneNumberPlan):
        return trigger.id
    if isinstance(trigger, Construct):
        return Place.of(trigger).path.rpartition("/")[2]
    value = getattr(trigger, "value", "")
    return "".join(character for character in str(value) if character.isalnum()) if is_known(value) else ""


def check_route(problems: Problems, trigger: object, route_id: object) -> None:
    """Note what is no trigger, and an id that is none."""
    of_a_kind = hasattr(type(trigger), "e164_phone_number") or hasattr(type(trigger), "outbound_host_name")
    if isinstance(trigger, type) or not (of_a_kind or isinstance(trigger, PhoneNumberPlan | Trigger)):
        problems.add(
            "trigger must be PhoneNumber.order('Main', …), PhoneNumber.adopt('+1…'), a PhoneNumber or VoiceConnector of "
            f"yours, or a Trigger; got {trigger!r}"
        )
    elif not route_id and isinstance(trigger, Trigger):
        problems.add("id cannot be made from a token; give this route an id of its own")
    elif not route_id or not isinstance(route_id, str):
        problems.add(f"id must be text that is not empty, got {route_id!r}")


def check_stack_names(problems: Problems, scope: object, id: object) -> None:  # noqa: A002
    """Note a scope that is none, and an id that makes no names of stacks."""
    if not isinstance(scope, Construct):
        problems.add(f"scope must be the app or a stage, got {scope!r}")
        return
    name = stack_name(scope, str(id))
    if not isinstance(id, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", name):
        problems.add(
            "id must make names of stacks, which have letters, digits and - and begin with a letter, got "
            f"{id!r} for '{name}-Routing'"
        )
    elif len(name) > _LONGEST_NAME:
        problems.add(f"id must leave room in names of stacks of 128 characters, got '{name}-Routing'")


def check_regions(problems: Problems, regions: object, retired: object) -> list[str]:
    """The Regions that there are, of both lists."""
    all_regions: list[object] = []
    for name, given in (("regions", regions), ("retired_regions", retired)):
        if isinstance(given, str) or not isinstance(given, Sequence):
            problems.add(f"{name} must be a list of Regions such as ['us-east-1', 'us-west-2'], got {given!r}")
            continue
        all_regions += given
        for region in (region for region in given if region not in VOICE_REGIONS):
            problems.add(f"{name} must be of {', '.join(VOICE_REGIONS)}; got {region!r}")
        if name == "regions" and not given:
            problems.add("regions must name at least one Region, got none")
    for region, times in Counter(map(str, all_regions)).items():
        if times > 1:
            problems.add(f"regions and retired_regions must name a Region once, got {region!r} {times} times")
    return [str(region) for region in all_regions if region in VOICE_REGIONS]


def check_home(problems: Problems, home_region: object, account: object) -> None:
    """Note a home Region or an account that is none."""
    if home_region not in HOME_REGIONS:
        problems.add(f"home_region must be one of {', '.join(HOME_REGIONS)}; got {home_region!r}")
    of_twelve_digits = isinstance(account, str) and re.fullmatch(r"\d{12}", account)
    if account is not None and is_known(account) and not of_twelve_digits:
        problems.add(f"account must be twelve digits as text, got {account!r}")


def check_handler(problems: Problems, handler: object, regions: Sequence[str]) -> None:
    """Note what makes no function, or not in every Region."""
    if isinstance(handler, Mapping):
        missing = [region for region in regions if region not in handler]
        if missing:
            problems.add(f"handler must have a function for every Region, got none for {', '.join(missing)}")
    elif isinstance(handler, type) or not (isinstance(handler, HandlerPlan) or callable(handler)):
        problems.add(
            "handler must be CallHandler.template(…), CallHandler.from_folder(…), a mapping from Region to function or "
            f"ARN, or a callable that makes one in a stack; got {handler!r}"
        )


def check_adopt(problems: Problems, adopt: object, regions: Sequence[str]) -> None:
    """Note what is no application's id, or is not for one of these Regions alone."""
    if not isinstance(adopt, Mapping):
        problems.add(
            "adopt must be a mapping from Region to the id of its application, such as {'us-east-1': '<id>'}; "
            f"got {adopt!r}"
        )
        return
    regions_of = defaultdict(list)
    for region, application in adopt.items():
        if region not in regions:
            problems.add(
                f"adopt must be for Regions of regions and retired_regions, {', '.join(regions) or 'none'}; "
                f"got {region!r}"
            )
        if isinstance(application, str):
            problems.check_id(f"adopt[{region!r}]", Contract, application)
            regions_of[application].append(str(region))
        else:
            problems.add(f"adopt[{region!r}] must be text, got {application!r}; leave it out to have one made")
    for application, of_it in regions_of.items():
        if len(of_it) > 1:
            problems.add(f"adopt must name an application once, got {application!r} for {', '.join(of_it)}")
