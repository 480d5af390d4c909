"""The whole way with the real CDK CLI in the local cloud, while callers ring: scan, generate, deploy, change, destroy."""

from __future__ import annotations

from tests.estate_story.town import Ringing, Town
from tests.local.assemblies import EAST, WEST


def test_from_the_scan_to_the_destruction_no_call_is_lost(local_cloud, tmp_path):
    town = Town(local_cloud, "410000000001", tmp_path)
    both = town.in_two_regions()
    main, sales = town.number(), town.number(1)
    town.rule("Main", main, both)
    town.rule("Sales", sales, both[::-1])
    local_cloud.admin.post("clock", {"advance": 600})
    heard = town.heard()
    with Ringing(town, main, sales) as callers:
        town.shell("cdk", "bootstrap", f"aws://{town.id}/{EAST}", f"aws://{town.id}/{WEST}")
        town.shell("chime-voice", "scan", "--region", EAST, "--region", WEST, "-o", "estate.json")
        town.shell("chime-voice", "generate", "estate.json", "-o", "telephony")
        telephony = tmp_path / "telephony"
        before = town.state()
        town.shell("cdk", "deploy", "--all", "--require-approval", "never", folder=telephony)
        assert town.changes(heard) == []
        assert _without_time(town.state()) == _without_time(before)

        app = telephony / "app.py"
        assert "targets=[east, west]" in app.read_text()
        app.write_text(app.read_text().replace("targets=[east, west]", "targets=[west, east]"))
        town.shell("cdk", "deploy", "--all", "--require-approval", "never", folder=telephony)
        assert town.changes(heard) == ["UpdateSipRule"]

        town.shell("cdk", "destroy", "--all", "--force", folder=telephony)
        assert town.changes(heard) == ["UpdateSipRule"]
    assert callers.lost == []
    assert callers.rung > 2
    assert callers.answered == {main: [EAST, WEST], sales: [WEST]}
    assert town.kept_numbers() == {main, sales}


def _without_time(state):
    return {name: value for name, value in state.items() if name != "Time"}
