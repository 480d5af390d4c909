"""The life of a failover app, from its first deployment to its end."""

from __future__ import annotations

import aws_cdk as cdk
import pytest

from constructs_lib import FailoverVoiceApp, PhoneNumber
from tests.local.assemblies import EAST, NO_CHANGE, WEST, Account
from tests.local.refactors.watch import Watch


def support(account: Account, handlers: dict[str, str], *regions: str, retired: tuple[str, ...] = ()) -> cdk.App:
    app = account.app()
    voice = FailoverVoiceApp(
        app, "Support", regions=regions, retired_regions=retired, handler=handlers, account=account.id
    )
    voice.route(PhoneNumber.order("Line", area_code="206"))
    return app


@pytest.fixture
def handlers(account: Account) -> dict[str, str]:
    return {region: account.function(region=region) for region in (EAST, WEST)}


def test_the_life_of_a_failover_app(account: Account, handlers: dict[str, str]):
    account.deploy(support(account, handlers, EAST))
    number = account.ids("Support-Routing")["Line"]
    east = account.ids(f"Support-{EAST}")["Application"]
    with Watch(account) as added:
        account.deploy(support(account, handlers, EAST, WEST))
    west = account.ids(f"Support-{WEST}", WEST)["Application"]
    assert added.chains(number) == [(east,), (east, west)]

    with Watch(account) as unchanged:
        done = account.deploy(support(account, handlers, EAST, WEST))
    assert set(done.values()) == {NO_CHANGE}
    assert unchanged.operations == []

    with Watch(account) as watch:
        account.deploy(support(account, handlers, WEST, EAST))
        account.deploy(support(account, handlers, WEST, retired=(EAST,)))
        account.destroy(f"Support-{EAST}")
        account.deploy(support(account, handlers, WEST))
    assert watch.chains(number) == [(east, west), (west, east), (west,)]
    assert watch.operations == ["UpdateSipRule", "UpdateSipRule", "DeleteSipMediaApplication"]

    account.destroy("Support-Routing")
    account.destroy(f"Support-{WEST}", WEST)
    state = account.state()
    assert [one["E164PhoneNumber"] for one in state["PhoneNumbers"]] == [number]
    assert all(not one.get("DeletionTimestamp") for one in state["PhoneNumbers"])
    assert (state["SipRules"], state["SipMediaApplications"], state["VoiceConnectors"]) == ([], [], [])
