"""A thousand rules through the local cloud: CloudFormation's side, the provider's real code and the service, in real time.

The service's own delays pass a thousand times as fast; the provider waits seconds of ours.
"""

from __future__ import annotations

import itertools
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from constructs_lib import SipMediaApplication, SipRuleSet, Trigger
from constructs_lib.local import LocalCloud
from tests.local.assemblies import EAST, WEST, Account

COUNT = 1000
SETTINGS = {"order_seconds": 0.5, "rule_update_seconds": 0.5, "phone_numbers": COUNT + 1}


def steps(count: int = COUNT) -> list[tuple[str, float]]:
    """What was done, and how long it took."""
    with LocalCloud(speed=1000.0, settings=SETTINGS) as cloud, tempfile.TemporaryDirectory() as folder:
        account = Account(cloud, "123456789012", Path(folder))
        handlers = {region: account.function(region=region) for region in (EAST, WEST)}
        numbers = _bought(account, count + 1)

        def deploy(numbers: Sequence[str], *regions: str) -> None:
            app = account.app()
            applications = [
                SipMediaApplication(account.stack(region, region=region, app=app), "Answer", handler=handlers[region])
                for region in (EAST, WEST)
            ]
            by_region = {application.aws_region: application for application in applications}
            stack = account.stack("Lines", app=app)
            triggers = [Trigger.phone_number(number) for number in numbers]
            SipRuleSet(stack, "Rules").add(triggers, targets=[by_region[region] for region in regions])
            account.deploy(app)
            rules = [rule for rule in account.state()["SipRules"] if not rule["Disabled"]]
            assert {rule["TriggerValue"] for rule in rules} == set(numbers)

        done = [
            ("made", lambda: deploy(numbers[:count], EAST)),
            ("one more, one less", lambda: deploy(numbers[1:], EAST)),
            ("a second Region for all", lambda: deploy(numbers[1:], EAST, WEST)),
            ("the Regions swapped", lambda: deploy(numbers[1:], WEST, EAST)),
            ("destroyed", lambda: _destroyed(account)),
        ]
        return [(what, _seconds(step)) for what, step in done]


def _bought(account: Account, count: int) -> list[str]:
    found: list[str] = []
    for code in itertools.chain(("206", "425"), map(str, range(201, 990))):
        offered = account.voice.search_available_phone_numbers(AreaCode=code, MaxResults=50)["E164PhoneNumbers"]
        offered = [number for number in offered if number not in found][: count - len(found)]
        if offered:
            account.voice.create_phone_number_order(
                ProductType="SipMediaApplicationDialIn", E164PhoneNumbers=offered, Name="By hand"
            )
            found += offered
        if len(found) == count:
            break
    account.cloud.admin.post("clock", {"advance": 600})
    return found


def _destroyed(account: Account) -> None:
    account.destroy("Lines")
    assert account.state()["SipRules"] == []


def _seconds(step: Callable[[], None]) -> float:
    began = time.perf_counter()
    step()
    return time.perf_counter() - began


def main() -> None:
    """Print the table."""
    for what, seconds in steps():
        print(f"  {COUNT:,} rules {what:<30} {seconds:6.1f} s", flush=True)


if __name__ == "__main__":
    main()
