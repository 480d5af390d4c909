"""Routing tables for the page: one to look at, many by chance, and many rules."""

import dataclasses

from hypothesis import strategies as st

from constructs_lib.routing.model import Acknowledgement, Function, Origin, Route, RoutingTable, Target, Trigger
from tests.routing.tables import function, route, table, target

THREE = ("us-east-1", "us-west-2", "eu-west-2")


def estate() -> RoutingTable:
    """A hotline in three Regions, a desk that nobody may invoke, and a rule that is off."""
    hotline, trunk = (
        [
            target(
                at, region, application_name=f"Hotline-{region}", function=function(region, code="cdk.out/asset.12ab")
            )
            for at, region in enumerate(regions, 1)
        ]
        for regions in (THREE, ("us-west-2", "us-east-1"))
    )
    forbidden = function("us-west-2", name="front-desk", invoke_permission=False)
    desk = target(1, "us-west-2", application_name="FrontDesk", application_id="sma-desk", function=forbidden)
    numbers = [
        route(
            *hotline,
            number=f"+120655501{at:02}",
            name=f"Hotline-{at}",
            origin=Origin(construct_path=f"Hotline/Rules/{at}", file="app.py", line=12),
        )
        for at in range(12)
    ]
    named = dict.fromkeys(dataclasses.replace(each, priority=0) for each in (*hotline, *trunk, desk))
    return table(
        *numbers,
        route(*trunk, name="Trunk", trigger=Trigger(kind="RequestUriHostname", value="pbx.example")),
        route(desk, number="+12065550142", name="FrontDesk"),
        route(hotline[0], number="+12065550143", name="Old", enabled=False),
        applications=tuple(named),
        acknowledgements=(Acknowledgement(id="disabled-rule", reason="kept for the summer"),),
        unresolved=("Voice/Rule: application sma-west is not here",),
    )


def many(count: int) -> RoutingTable:
    """So many rules, each with applications and functions of its own."""
    return table(
        *(
            route(
                *(
                    target(
                        at, region, application_id=f"sma-{number}", function=function(region, name=f"{region}-{number}")
                    )
                    for at, region in enumerate(THREE[:2], 1)
                ),
                number=f"+1206{5_550_000 + number}",
                name=f"rule-{number}",
            )
            for number in range(count)
        )
    )


@st.composite
def outages(draw):
    """A table by chance, with functions that several share, and what is down in it."""
    regions = st.sampled_from(["a", "b", "c"])
    facts = st.sampled_from([True, None, False])
    functions = [
        Function(name=f"f{at}", region=draw(regions), invoke_permission=draw(facts), exists=draw(facts))
        for at in range(draw(st.integers(1, 4)))
    ]
    targets = st.builds(
        Target,
        priority=st.integers(1, 4),
        region=regions,
        application_id=st.sampled_from(["x", "y"]),
        application_name=st.just(""),
        function=st.none() | st.sampled_from(functions),
    )
    routes = [
        Route(
            name=f"rule-{at}",
            trigger=Trigger(kind="ToPhoneNumber", value=f"+1206555010{at}"),
            targets=tuple(draw(st.lists(targets, max_size=5))),
            enabled=draw(st.booleans()),
        )
        for at in range(draw(st.integers(1, 4)))
    ]
    down_regions = draw(st.sets(regions))
    down_functions = draw(st.sets(st.sampled_from(functions)))
    return table(*routes), down_regions, down_functions
