import itertools
import json

import pytest
from chime_voice.handlers import _service, dialer

from tests.handlers.api import always

FIRST = _service.Application("app-1", "us-east-1")
SECOND = _service.Application("app-2", "us-west-2")
TO = "+12065550101"
THROTTLED = _service.RefusedError("ThrottledClientException")
REFUSED = _service.RefusedError("BadRequestException")


class World:
    """The service by Region, and a clock that only moves when somebody sleeps."""

    def __init__(self, seconds=300.0, **answers):
        self.time = 0.0
        self.end = seconds
        self.answers = {region.replace("_", "-"): list(given) for region, given in answers.items()}
        self.asked = []
        self.dialing = dialer.Dialing(
            [FIRST, SECOND],
            "+12065550100",
            seconds_left=lambda: self.end - self.time,
            ask=self.ask,
            now=lambda: self.time,
            sleep=self.sleep,
        )

    def ask(self, application, operation, parameters):
        assert operation == "create_sip_media_application_call"
        self.asked.append((self.time, application.region, parameters))
        answers = self.answers.get(application.region, [])
        answer = answers.pop(0) if answers else None
        if isinstance(answer, Exception):
            raise answer
        return {"SipMediaApplicationCall": {"TransactionId": f"call-{len(self.asked)}"}}

    def sleep(self, seconds):
        assert seconds > 0
        self.time += seconds

    def dial(self, arguments=()):
        return self.dialing.dial(TO, dict(arguments))

    @property
    def regions(self):
        return [region for _, region, _ in self.asked]


def test_the_first_application_calls_with_the_arguments():
    world = World()
    result = world.dial({"text": "Hello"})
    assert result == {"transaction_id": "call-1", "application": "app-1", "region": "us-east-1"}
    ((_, _, parameters),) = world.asked
    assert parameters == {
        "FromPhoneNumber": "+12065550100",
        "ToPhoneNumber": TO,
        "ArgumentsMap": {"text": "Hello"},
    }


@pytest.mark.parametrize("refusal", [REFUSED, THROTTLED, _service.RefusedError("EndpointConnectionError")])
def test_the_second_application_calls_when_the_first_did_not_dial(refusal):
    world = World(us_east_1=[refusal])
    assert world.dial()["region"] == "us-west-2"
    assert world.time == 0.0


def test_nobody_is_called_twice_when_the_answer_was_lost():
    world = World(us_east_1=[_service.UnsureError("ReadTimeoutError")])
    assert world.dial() == {"error": "unknown", "reason": "ReadTimeoutError"}
    assert world.regions == ["us-east-1"]


def test_a_call_that_every_application_refuses_is_reported_and_not_repeated():
    world = World(us_east_1=[REFUSED], us_west_2=[_service.RefusedError("ForbiddenException")])
    assert world.dial() == {"error": "refused", "reason": "ForbiddenException"}
    assert world.regions == ["us-east-1", "us-west-2"]


def test_a_call_that_is_throttled_is_placed_a_little_later():
    world = World(us_east_1=[THROTTLED], us_west_2=[THROTTLED])
    assert world.dial()["region"] == "us-east-1"
    assert world.regions == ["us-east-1", "us-west-2", "us-east-1"]
    assert world.time >= 1.0


def test_an_application_that_refused_is_not_asked_again_while_the_other_is_throttled():
    world = World(us_east_1=[REFUSED], us_west_2=[THROTTLED])
    assert world.dial()["region"] == "us-west-2"
    assert world.regions == ["us-east-1", "us-west-2", "us-west-2"]


def test_a_call_that_is_throttled_for_long_is_reported_and_not_lost():
    world = World(us_east_1=[THROTTLED] * 50, us_west_2=[THROTTLED] * 50)
    assert world.dial()["error"] == "throttled"
    assert 1 < len(world.asked) < 20


def test_a_region_gets_one_request_a_second():
    world = World()
    for _ in range(5):
        world.dial()
    times = [time for time, _, _ in world.asked]
    assert all(later - earlier >= 1.0 for earlier, later in itertools.pairwise(times))


def test_a_call_is_not_begun_when_the_function_may_end_before_the_answer():
    world = World(seconds=_service.LONGEST_REQUEST + 1.5)
    results = [world.dial() for _ in range(3)]
    assert [result.get("error") for result in results] == [None, None, "not_tried"]


def test_the_log_shows_no_number_and_no_argument(capsys):
    World().dial({"text": "Your code is 4711"})
    line = capsys.readouterr().out
    assert json.loads(line)["to"] == "…01"
    assert TO not in line
    assert "4711" not in line


@pytest.fixture
def settings(monkeypatch, api):
    monkeypatch.setenv("CHIME_VOICE_APPLICATIONS", '["us-east-1/app-1", "us-west-2/app-2"]')
    monkeypatch.setenv("CHIME_VOICE_CALLER_ID", "+12065550100")
    return api


def called(path, body):
    return 201, {"SipMediaApplicationCall": {"TransactionId": "11111111-0000-4000-8000-000000000001"}}


def test_an_event_becomes_a_request_to_the_region_of_the_application(settings):
    settings.answer = called
    result = dialer.handler({"to": TO, "arguments": {"text": "Hello"}}, None)
    assert result["transaction_id"] == "11111111-0000-4000-8000-000000000001"
    ((region, path, body),) = settings.requests
    assert (region, path) == ("us-east-1", "/sip-media-applications/app-1/calls")
    assert body == {"FromPhoneNumber": "+12065550100", "ToPhoneNumber": TO, "ArgumentsMap": {"text": "Hello"}}


def test_a_list_is_answered_in_order(settings):
    settings.answer = called
    assert [result["application"] for result in dialer.handler([{"to": TO}], None)] == ["app-1"]


@pytest.mark.parametrize("status", [400, 403, 404, 429, 503])
def test_the_other_region_calls_when_the_service_says_that_it_did_not(settings, status):
    def answer(path, body):
        return called(path, body) if "app-2" in path else (status, {"Code": "SomeException", "Message": "no"})

    settings.answer = answer
    assert dialer.handler({"to": TO}, None)["region"] == "us-west-2"
    assert len(settings.requests) == 2


@pytest.mark.parametrize("status", [500, 0])
def test_one_request_is_all_when_the_service_fails_over_it_or_says_nothing(settings, status):
    settings.answer = always(status, {"Code": "ServiceFailureException", "Message": "no"})
    assert dialer.handler({"to": TO}, None)["error"] == "unknown"
    assert len(settings.requests) == 1


def test_the_other_region_calls_when_the_first_cannot_be_reached(settings, monkeypatch):
    settings.answer = called
    make = _service._client

    def client(region):
        if region == "us-east-1":
            monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        made = make(region)
        monkeypatch.setenv("AWS_ENDPOINT_URL", settings.url)
        return made

    monkeypatch.setattr(_service, "_client", client)
    assert dialer.handler({"to": TO}, None)["region"] == "us-west-2"


@pytest.mark.parametrize(
    ("event", "problem"),
    [
        (None, "a call must be an object"),
        ([], "the list must have at least one call"),
        ([{"to": TO}] * 101, "at most 100 calls, got 101"),
        ({}, "to must be text that is not empty"),
        ({"to": "206 555 0101"}, "to must be a phone number in E.164 form"),
        ({"to": TO, "argument": {}}, "a call takes to, arguments; got argument"),
        ({"to": TO, "arguments": {"n": 1}}, "arguments must be text by text"),
        ({"to": TO, "arguments": ["text"]}, "arguments must be an object"),
        ({"to": TO, "arguments": {str(n): "" for n in range(21)}}, "arguments must be at most 20, got 21"),
        ([{"to": TO}, {"to": 1}, {"too": TO}], "call 1: to must be text that is not empty; call 2: a call takes to"),
    ],
)
def test_fails_before_anybody_is_called_for_an_event_that_cannot_be_used(event, problem, settings):
    settings.answer = called
    with pytest.raises(ValueError, match=problem) as error:
        dialer.handler(event, None)
    assert settings.requests == []
    assert "0101" not in str(error.value)


def test_the_time_that_the_function_has_left_is_asked_of_lambda(settings):
    class Context:
        def get_remaining_time_in_millis(self):
            return 3000

    settings.answer = called
    assert dialer.handler({"to": TO}, Context())["error"] == "not_tried"
    assert settings.requests == []
