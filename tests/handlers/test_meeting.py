import copy

import pytest
from chime_voice.handlers import meeting

from tests.handlers.aws import PIN, PINS, SECRET, Aws
from tests.handlers.happened import CALL, A, B, actions_of, event, failed, hung_up, parameters_of, succeeded

ASKED = "SpeakAndGetDigits"


class Wire(Aws):
    """The same behind HTTP."""

    def __init__(self):
        super().__init__()
        self.fails = None

    def __call__(self, what, body):
        if self.fails and self.fails in what:
            return 503, {"Code": "ServiceUnavailableException"}
        if what == "secretsmanager.GetSecretValue":
            return 200, self.get_secret_value(**body)
        if what == "/meetings":
            return 201, self.create_meeting(**body)
        return 201, self.create_attendee(MeetingId=what.split("/")[2], **body)


@pytest.fixture
def aws(api, monkeypatch):
    monkeypatch.setenv("CHIME_VOICE_PINS", SECRET.replace("us-west-2", "{region}"))
    monkeypatch.setenv("AWS_REGION", "us-west-2")
    api.answer = Wire()
    return api


def answer(raw):
    return meeting.handler(raw, None)


def dialed(pin, attributes=None):
    return succeeded(ASKED, ReceivedDigits=pin, attributes=attributes)


def spoken(response):
    return parameters_of(response, "Speak")["Text"]


@pytest.mark.parametrize("kind", ["NEW_INBOUND_CALL", "CALL_ANSWERED"])
def test_a_caller_is_asked_for_a_pin_and_nothing_is_looked_up_yet(kind, aws):
    asked = parameters_of(answer(event(kind)), ASKED)
    assert "enter your PIN" in asked["SpeechParameters"]["Text"]
    assert asked["TerminatorDigits"] == ["#"]
    assert aws.requests == []


def test_a_pin_leads_into_its_meeting(aws):
    response = answer(dialed(PIN))
    assert actions_of(response) == ["Speak", "JoinChimeMeeting"]
    joined = parameters_of(response, "JoinChimeMeeting")
    assert joined == {"JoinToken": "token-1", "MeetingId": "meeting-0", "CallId": A}
    assert aws.answer.attendees == [("meeting-0", CALL)]
    assert {region for region, _, _ in aws.requests} == {"us-west-2"}


def test_two_callers_with_one_pin_are_in_one_meeting_and_with_two_pins_in_two(aws):
    ids = [parameters_of(answer(dialed(pin)), "JoinChimeMeeting")["MeetingId"] for pin in (PIN, PIN, "471109")]
    assert ids == ["meeting-0", "meeting-0", "meeting-1"]


def test_a_secret_that_is_known_by_its_name_is_of_the_region_that_answers(aws, monkeypatch):
    monkeypatch.setenv("CHIME_VOICE_PINS", "pins")
    aws.answer.name = "pins"
    assert actions_of(answer(dialed(PIN))) == ["Speak", "JoinChimeMeeting"]
    assert aws.requests[0][0] == "us-west-2"


def test_meetings_may_be_made_in_another_region(aws, monkeypatch):
    monkeypatch.setenv("CHIME_VOICE_MEETINGS_REGION", "us-east-1")
    answer(dialed(PIN))
    assert [region for region, _, _ in aws.requests] == ["us-west-2", "us-east-1", "us-east-1"]


@pytest.mark.parametrize("raw", [dialed("1"), dialed("4711080"), dialed(""), failed(ASKED)])
def test_a_wrong_pin_or_none_is_asked_again_and_the_third_time_ends_the_call(raw, aws):
    for _ in range(2):
        response = answer(raw)
        assert "not a valid PIN" in parameters_of(response, ASKED)["SpeechParameters"]["Text"]
        raw = copy.deepcopy(raw)
        raw["CallDetails"]["TransactionAttributes"] = response["TransactionAttributes"]
    assert actions_of(answer(raw)) == ["Speak", "Hangup"]
    assert aws.answer.meetings == {}


@pytest.mark.parametrize("broken", ["secretsmanager", "/meetings", "attendees"])
def test_a_caller_hears_a_sentence_when_aws_fails(broken, aws, capsys):
    aws.answer.fails = broken
    response = answer(dialed(PIN))
    assert actions_of(response) == ["Speak", "Hangup"]
    assert "cannot be joined" in spoken(response)
    assert CALL in capsys.readouterr().err


@pytest.mark.parametrize("secret", ["", "not JSON", "[]"])
def test_a_caller_hears_a_sentence_when_the_secret_holds_no_pins(secret, aws):
    aws.answer.secret = secret
    assert "cannot be joined" in spoken(answer(dialed(PIN)))


def test_a_caller_hears_a_sentence_when_the_meeting_cannot_be_joined(aws):
    assert "cannot be joined" in spoken(answer(failed("JoinChimeMeeting")))


def test_a_pin_is_in_no_log(aws, capsys):
    answer(dialed(PIN))
    answer(dialed("99"))
    aws.answer.fails = "/meetings"
    answer(dialed(PIN))
    written = "".join(capsys.readouterr())
    assert PIN not in written
    assert "99" not in written


def test_every_pin_is_compared_in_constant_time(aws, monkeypatch):
    import hmac

    compared = []
    compare = hmac.compare_digest

    def compare_digest(known, given):
        compared.append(known)
        return compare(known, given)

    monkeypatch.setattr(hmac, "compare_digest", compare_digest)
    answer(dialed(PIN))
    assert compared == [pin.encode() for pin in PINS]


def test_the_way_into_the_meeting_is_closed_when_the_caller_has_left(aws):
    gone = dialed(PIN)
    gone["CallDetails"]["Participants"][0]["Status"] = "Disconnected"
    assert answer(gone)["Actions"] == []
    assert aws.requests == []


def test_the_meetings_leg_is_hung_up_with_the_caller(aws):
    assert parameters_of(answer(hung_up(legs="aB")), "Hangup") == {"CallId": B}


def test_what_cannot_work_is_told_at_synthesis():
    assert meeting.problems({"pins": SECRET}) == []
    assert "pins must be a secret" in meeting.problems({"pins": "471108"})[0]
    assert "471108" not in meeting.problems({"pins": "471108"})[0]
    assert "attempts must be" in meeting.problems({"pins": SECRET, "attempts": 0})[0]
