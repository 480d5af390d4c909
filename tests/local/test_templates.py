"""Templates, deployed: whole conversations, with the functions in Lambda and the AWS services that these ask."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager

from constructs_lib import CallHandler, Dialer, HandlerPlan, SipMediaApplication, SipRule, Trigger, Updater, assembly
from constructs_lib.calls import script
from constructs_lib.calls.simulation import Simulation
from constructs_lib.calls.sources import Source
from constructs_lib.local import LocalCloud, deployed
from constructs_lib.testing.cloud import SPEED
from tests.local.assemblies import Account
from tests.local.phones import until

ACCOUNT = "310000000001"
DESK, GUEST = "+12065550142", "+12065550150"


class Switchboard:
    """A menu, voicemail, meetings by PIN, notices, and a line that can be steered, in one stack."""

    def __init__(self, cloud: LocalCloud, folder: Path) -> None:
        self.cloud = cloud
        self.account = Account(cloud, ACCOUNT, folder)
        self.main, self.voicemail, self.meetings, self.waiting = (self.account.number(index) for index in range(4))
        app = self.account.app()
        self.stack = self.account.stack("Switchboard", app=app)
        messages, pins = s3.Bucket(self.stack, "Messages"), secretsmanager.Secret(self.stack, "Pins")
        options = {"1": self.voicemail, "2": self.meetings}
        self._line("Main", self.main, CallHandler.template("menu", text="Desk or meeting?", options=options))
        forward = CallHandler.template("forward", to=DESK, ring_seconds=15, recordings=messages)
        self._line("Voicemail", self.voicemail, forward)
        self._line("Meetings", self.meetings, CallHandler.template("meeting", pins=pins, memory_size=1024))
        waiting = self._line("Waiting", self.waiting, CallHandler.template("updates", transfers=[DESK]))
        notify = CallHandler.template("notify", text="The office is closed today.")
        notices = SipMediaApplication(self.stack, "Notices", handler=notify)
        Dialer(self.stack, "Dialer", applications=[notices], caller_id=self.main)
        Updater(self.stack, "Updater", applications=[waiting])
        self.account.deploy(app)
        self.assembly = Path(app.outdir)
        secrets = self.account.client("secretsmanager")
        (secret,) = secrets.list_secrets()["SecretList"]
        secrets.put_secret_value(SecretId=secret["ARN"], SecretString=json.dumps({"471108": "weekly-review"}))

    def call(self, number: str, *steps: str, **wish: Any) -> dict[str, Any]:
        """Call a number; what the local cloud answers."""
        wish = {"account": ACCOUNT, "to": number, "script": "\n".join(steps), **wish}
        return dict(self.cloud.admin.post("calls", wish))

    def invoke(self, name: str, event: dict[str, Any]) -> dict[str, Any]:
        """Invoke a function of the stack by its construct's id."""
        functions = self.account.client("lambda")
        names = [each["FunctionName"] for each in functions.list_functions()["Functions"]]
        (function,) = [each for each in names if each.startswith(f"Switchboard-{name}")]
        return dict(json.loads(functions.invoke(FunctionName=function, Payload=json.dumps(event))["Payload"].read()))

    def seen(self, transaction_id: str) -> dict[str, Any]:
        """The record of a call so far."""
        return dict(self.cloud.admin.get(f"calls/{transaction_id}?account={ACCOUNT}")["call"])

    def _line(self, name: str, number: str, plan: HandlerPlan) -> SipMediaApplication:
        application = SipMediaApplication(self.stack, name, handler=plan)
        SipRule(self.stack, f"{name}Rule", trigger=Trigger.phone_number(number), targets=[application])
        return application


@pytest.fixture(scope="module")
def switchboard(local_cloud: LocalCloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Switchboard]:
    made = Switchboard(local_cloud, tmp_path_factory.mktemp("switchboard"))
    # Faster, and a number would ring longer than anybody waits while the function behind it starts.
    local_cloud.admin.post("clock", {"speed": 20})
    yield made
    local_cloud.admin.post("clock", {"speed": SPEED})


def heard(call: dict[str, Any]) -> list[str]:
    return [each["content"] for each in call["heard"]]


def test_a_caller_comes_through_the_menu_to_voicemail_and_leaves_a_message(switchboard: Switchboard):
    answer = switchboard.call(switchboard.main, "press 1", "other does not answer", "talk 5", "press #")
    menu, (voicemail,) = answer["call"], answer["bridged"]
    assert heard(menu) == ["Desk or meeting?"]
    assert [text.partition(".")[0] for text in heard(voicemail)] == ["Nobody answers", "Thank you"]
    assert (menu["state"], voicemail["state"]) == ("ended", "ended")
    assert menu["findings"] + voicemail["findings"] == []
    assert f"-> {switchboard.voicemail}" in answer["text"]


def meetings_joined(call: dict[str, Any]) -> list[str]:
    return [
        each["detail"].rpartition(" ")[2]
        for each in call["timeline"]
        if each["what"] == "leg" and "is in the meeting" in each["detail"]
    ]


def test_callers_with_a_pin_are_in_one_meeting_as_are_those_of_a_call_through_the_assembly(switchboard: Switchboard):
    (deployed_caller,) = switchboard.call(switchboard.main, "press 2", "press 471108#", "hang up")["bridged"]
    (meeting,) = meetings_joined(deployed_caller)
    wish = {"ClientRequestToken": "weekly-review", "ExternalMeetingId": "weekly-review", "MediaRegion": "us-east-1"}
    meetings = switchboard.account.client("chime-sdk-meetings")
    assert meetings.create_meeting(**wish)["Meeting"]["MeetingId"] == meeting

    source = Source.of_table(assembly.read(switchboard.assembly))
    url = switchboard.cloud.url
    source = dataclasses.replace(source, table=deployed.completed(source.table, url, ACCOUNT))
    # The functions of an assembly are in the account of `chime-voice local`, where nobody says another.
    with Simulation(source, endpoint_url=url, environment={"AWS_ACCESS_KEY_ID": ACCOUNT}) as simulation:
        steps = script.parse("press 99#\npress 471108#\nhang up")
        call = simulation.call(to=switchboard.meetings, script=steps)
        simulation.network.run()
    assert meetings_joined(call.to_dict()) == [meeting]
    assert [each.content for each in call.heard][1].startswith("Sorry, that is not a valid PIN")


def test_somebody_who_is_called_confirms_by_a_key(switchboard: Switchboard):
    party = {"account": ACCOUNT, "number": GUEST, "script": "press 1"}
    switchboard.cloud.admin.post("parties", party)
    placed = switchboard.invoke("Dialer", {"to": GUEST, "arguments": {"text": "Your table is ready."}})
    call = until(lambda: (seen := switchboard.seen(placed["transaction_id"])) and seen["state"] == "ended" and seen)
    assert heard(call) == ["Your table is ready. Press 1 to confirm.", "Thank you. Goodbye."]
    assert call["findings"] == []


def test_somebody_who_waits_is_spoken_to_and_transferred_by_an_update(switchboard: Switchboard):
    transaction_id = switchboard.call(switchboard.waiting, wait=0)["call"]["transaction_id"]
    until(lambda: heard(switchboard.seen(transaction_id)) == ["Please hold the line."])
    for arguments in ({"action": "say", "text": "One moment."}, {"action": "transfer", "to": DESK}):
        update = {"transaction_id": transaction_id, "arguments": arguments}
        assert switchboard.invoke("Updater", update)["region"] == "us-east-1"
        until(lambda: "One moment." in heard(switchboard.seen(transaction_id)))
    call = until(lambda: (seen := switchboard.seen(transaction_id)) and seen["state"] == "ended" and seen)
    assert f"LEG-B rings at {DESK}" in [each["detail"] for each in call["timeline"]]
    assert call["findings"] == []
    late = {"transaction_id": transaction_id, "arguments": {"action": "say", "text": "Too late."}}
    assert switchboard.invoke("Updater", late)["error"] == "not_found"
