"""Ask the caller for a PIN and bring the call into the Amazon Chime SDK meeting that it is for.

The PINs are in a secret of AWS Secrets Manager, `{"471108": "weekly-review"}`: a PIN and the name of its meeting, 2 to 64
letters, digits, `-` and `_`. The first caller makes the meeting, with its name as client request token, so whoever joins
by other ways than a telephone makes it with the same token and is in the same one. A wrong PIN, or none, is asked again;
after the last attempt, and where a meeting cannot be joined, the caller hears so and the call ends.

A caller with a PIN waits until boto3 is loaded: give the function 1024 megabytes (`memory_size`), and it takes a second.
"""

from __future__ import annotations

import sys

from chime_voice.handlers import _parameters, _prompts, _question
from chime_voice.sma import CallEvent, Calls, JoinChimeMeeting, hang_up_all, keep_actions, limits, respond

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

PARAMETERS = {
    "pins": str,
    "text": str,
    "audio": str,
    "invalid_text": str,
    "invalid_audio": str,
    "joining_text": str,
    "joining_audio": str,
    "goodbye_text": str,
    "goodbye_audio": str,
    "unavailable_text": str,
    "unavailable_audio": str,
    "prompts": str,
    "attempts": int,
    "meetings_region": str,
}
"""`pins`: the secret, or its ARN. `text`: the question for the PIN, which ends with a #. `invalid_text`: said after a
wrong one, or none. `joining_text`: said before the caller is in the meeting. `goodbye_text`: said after the last attempt.
`unavailable_text`: said when the meeting cannot be joined. Each has a sound in its place, `audio` or `invalid_audio`, a key
in the bucket `prompts`. `attempts`: 1 to 10, 3 by default. `meetings_region`: the Region whose endpoint makes the meetings;
by default the one that answers, so callers of two Regions then meet in two meetings of one name."""
REQUIRED = ("pins",)

_FAILED = "failed"
_QUESTION = ("text", "Please enter your PIN, then press the pound key.")
_AGAIN = ("invalid_text", "Sorry, that is not a valid PIN. Please enter your PIN, then press the pound key.")
_LONGEST_PIN = 32

app = Calls()
handler = app.handler


def problems(parameters: Mapping[str, Any]) -> list[str]:
    """What is wrong with the parameters' values: asked at synthesis, before anybody calls."""
    from chime_voice.handlers._checks import problems_of

    texts = ("text", "invalid_text", "joining_text", "goodbye_text", "unavailable_text", "meetings_region")
    checks = problems_of(lambda: limits.number("attempts", parameters.get("attempts"), 1, 10))
    if not parameters.get("pins", "arn:").startswith("arn:"):
        checks.append(
            "pins must be a secret of aws_secretsmanager or its ARN; PINs themselves do not belong in a template"
        )
    return [*checks, *_prompts.problems(parameters, *texts)]


@app.on("NEW_INBOUND_CALL", "CALL_ANSWERED")
def _ask(call: CallEvent) -> dict[str, Any]:
    return _ask_for_pin(call, _QUESTION, failed=0)


@app.on("ACTION_SUCCESSFUL")
def _join(call: CallEvent) -> dict[str, Any]:
    if call.action_type not in _question.ACTIONS:
        return keep_actions()
    if not call.leg_a.is_up:
        return hang_up_all(call)
    try:
        name = _meeting_of(call.received_digits or "")
        if name is None:
            return _ask_again(call)
        leg = call.leg_a.call_id
        meeting_id, join_token = _attend(name, call.transaction_id)
        return respond(
            _prompts.say("joining_text", "You are now joining the meeting.", leg),
            JoinChimeMeeting(join_token=join_token, meeting_id=meeting_id, call_id=leg),
        )
    except Exception as error:  # noqa: BLE001 - whatever it is, the caller is to hear a sentence
        print(f"{type(error).__name__} on the way into a meeting, transaction {call.transaction_id}", file=sys.stderr)
        return _sorry(call)


@app.on("ACTION_FAILED")
def _not_joined(call: CallEvent) -> dict[str, Any]:
    if not call.leg_a.is_up:
        return hang_up_all(call)
    if call.action_type in _question.ACTIONS:
        return _ask_again(call)
    return _sorry(call) if call.action_type == "JoinChimeMeeting" else hang_up_all(call)


def _ask_again(call: CallEvent) -> dict[str, Any]:
    failed = int(call.attributes.get(_FAILED, "0")) + 1
    if failed < _parameters.number("attempts", 3):
        return _ask_for_pin(call, _AGAIN, failed=failed)
    return _prompts.end(call, "goodbye_text", "Goodbye.")


def _ask_for_pin(call: CallEvent, question: tuple[str, str], *, failed: int) -> dict[str, Any]:
    asked = _question.ask(
        question,
        _AGAIN,
        call.leg_a.call_id,
        repeat=1,
        input_digits_regex=f"^[0-9]{{1,{_LONGEST_PIN}}}$",
        min_number_of_digits=1,
        max_number_of_digits=_LONGEST_PIN,
        terminator_digits=["#"],
    )
    return respond(asked, attributes={_FAILED: str(failed)})


def _sorry(call: CallEvent) -> dict[str, Any]:
    return _prompts.end(call, "unavailable_text", "Sorry, the meeting cannot be joined. Please call again later.")


def _meeting_of(pin: str) -> str | None:
    """The name of the meeting. Every PIN is compared, and each in constant time: an answer's delay tells nothing."""
    import hmac
    import json
    import os

    secret = _parameters.text("pins")
    region = secret.split(":")[3] if secret.startswith("arn:") else os.environ["AWS_REGION"]
    stored = _client("secretsmanager", region).get_secret_value(SecretId=secret)["SecretString"]
    found = None
    for known, name in json.loads(stored).items():
        if hmac.compare_digest(known.encode(), pin.encode()):
            found = str(name)
    return found


def _attend(name: str, transaction_id: str) -> tuple[str, str]:
    """Meeting id and join token. The meeting is made once for its name; the attendee is named after the call."""
    region = _parameters.text("meetings_region", "{region}")
    meetings = _client("chime-sdk-meetings", region)
    meeting = meetings.create_meeting(ClientRequestToken=name, ExternalMeetingId=name, MediaRegion=region)
    meeting_id = str(meeting["Meeting"]["MeetingId"])
    attendee = meetings.create_attendee(MeetingId=meeting_id, ExternalUserId=transaction_id)
    return meeting_id, str(attendee["Attendee"]["JoinToken"])


def _client(service: Any, region: str) -> Any:
    """Quick to give up: the service waits five seconds for the whole answer."""
    import boto3
    from botocore.config import Config

    config = Config(retries={"total_max_attempts": 2}, connect_timeout=1, read_timeout=2)
    client: Any = boto3.client(service, region_name=region, config=config)
    return client
