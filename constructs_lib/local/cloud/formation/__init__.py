"""What CloudFormation does and the emulator does not: each file mends one thing, by assignment from outside.

`install` is called once, before the first request.
"""

from __future__ import annotations

from constructs_lib.local.cloud.formation import alarms, deletions, outputs, requests, rollbacks, secrets, stand_ins


def install() -> None:
    """Mend everything."""
    outputs.install()
    requests.install()
    rollbacks.install()
    deletions.install()
    secrets.install()
    stand_ins.install()
    alarms.install()
