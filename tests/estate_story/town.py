"""A local cloud with an estate that somebody made by hand, and callers in it who never stop ringing."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from constructs_lib.local import LocalCloud
from constructs_lib.local.variables import variables
from tests.house.source import ROOT
from tests.local.assemblies import EAST, WEST, Account

ANSWERS = """
def handler(event, context):
    leg = {"CallId": event["CallDetails"]["Participants"][0]["CallId"]}
    speak = {"Type": "Speak", "Parameters": {"Text": "Hello", **leg}}
    hang_up = {"Type": "Hangup", "Parameters": {"SipResponseCode": "0", **leg}}
    is_new = event["InvocationEventType"] == "NEW_INBOUND_CALL"
    return {"SchemaVersion": "1.0", "Actions": [speak, hang_up] if is_new else []}
"""


class Town(Account):
    """An account with what was made in its console, and the commands of a shell in it."""

    def __init__(self, cloud: LocalCloud, id_: str, folder: Path) -> None:
        super().__init__(cloud, id_, folder)
        self.folder = folder

    def answering_function(self, region: str) -> str:
        """A function that speaks and hangs up, and that the service may invoke."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as bundle:
            bundle.writestr("index.py", ANSWERS)
        client = self.client("lambda", region)
        made = client.create_function(
            FunctionName="answer",
            Runtime="python3.12",
            Handler="index.handler",
            Role=f"arn:aws:iam::{self.id}:role/any",
            Code={"ZipFile": archive.getvalue()},
        )
        client.add_permission(
            FunctionName="answer",
            StatementId="chime",
            Action="lambda:InvokeFunction",
            Principal="voiceconnector.chime.amazonaws.com",
            SourceAccount=self.id,
        )
        return str(made["FunctionArn"])

    def in_two_regions(self) -> list[tuple[str, str]]:
        """An application in each Region: id and Region."""
        return [
            (self.by_hand_application(name, self.answering_function(region), region), region)
            for name, region in (("East", EAST), ("West", WEST))
        ]

    def rule(self, name: str, number: str, targets: list[tuple[str, str]]) -> str:
        """A rule made in the console."""
        made = self.voice.create_sip_rule(
            Name=name,
            TriggerType="ToPhoneNumber",
            TriggerValue=number,
            TargetApplications=[
                {"SipMediaApplicationId": application, "Priority": priority, "AwsRegion": region}
                for priority, (application, region) in enumerate(targets, 1)
            ],
        )
        return str(made["SipRule"]["SipRuleId"])

    def shell(self, *command: str | Path, folder: Path | None = None) -> str:
        """A command as a user types it; what it printed."""
        path = [str(Path(sys.executable).parent), str(ROOT / "node_modules" / ".bin"), os.environ["PATH"]]
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTEST_"))}
        environment |= variables(self.cloud.url, self.id)
        environment |= {"PATH": os.pathsep.join(path), "CI": "1", "NO_COLOR": "1"}
        done = subprocess.run(
            [str(word) for word in command],
            cwd=folder or self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}"
        return done.stdout

    def heard(self) -> int:
        """How many calls of the service there were so far."""
        return int(self.cloud.admin.get("status")["journal"])

    def changes(self, since: int) -> list[str]:
        """The operations on this account that changed something after so many calls."""
        found = self.cloud.admin.get(f"journal?since={since}&mutating=true")
        return [call["operation"] for call in found if call["account"] == self.id and call["done"]]

    def kept_numbers(self) -> set[str]:
        """The numbers in the inventory that nobody released."""
        numbers = self.state()["PhoneNumbers"]
        return {each["E164PhoneNumber"] for each in numbers if "DeletionTimestamp" not in each}


class Ringing:
    """Callers who ring these numbers, one after the other, from `with` to the end of the block."""

    def __init__(self, town: Town, *numbers: str) -> None:
        self._town = town
        self._numbers = numbers
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._ring, name="callers")
        self.rung = 0
        self.lost: list[str] = []
        self.answered: dict[str, list[str]] = {number: [] for number in numbers}
        """The Regions that answered a number, one after the other, without repetitions."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._enough.set()
        self._thread.join()

    def _ring(self) -> None:
        last = False
        while not last:
            # One round more when all is done, so that its end is called too.
            last = self._enough.is_set()
            for number in self._numbers:
                self._once(number)

    def _once(self, number: str) -> None:
        try:
            call: dict[str, Any] = self._town.cloud.admin.post("calls", {"to": number, "account": self._town.id})[
                "call"
            ]
        except Exception as error:  # noqa: BLE001 - a call that cannot even be placed is lost
            self.lost.append(f"{number}: {error}")
            return
        self.rung += 1
        region = call["answered_by"]
        if not region:
            self.lost.append(f"{number}: {call['ended_because']}")
        elif self.answered[number][-1:] != [region]:
            self.answered[number].append(region)
