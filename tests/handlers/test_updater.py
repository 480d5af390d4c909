import pytest
from chime_voice.handlers import _service, updater

from tests.handlers.api import always

FIRST = _service.Application("app-1", "us-east-1")
SECOND = _service.Application("app-2", "us-west-2")
CALL = "11111111-0000-4000-8000-000000000001"
EVENT = {"transaction_id": CALL, "arguments": {"action": "hold"}}
THROTTLED = _service.RefusedError("ThrottledClientException")
NOT_FOUND = _service.RefusedError("NotFoundException")


class Service:
    def __init__(self, **answers):
        self.answers = {region.replace("_", "-"): list(given) for region, given in answers.items()}
        self.asked = []
        self.slept = 0.0

    def ask(self, application, operation, parameters):
        assert operation == "update_sip_media_application_call"
        self.asked.append(application.region)
        answers = self.answers.get(application.region, [])
        if answers:
            raise answers.pop(0)
        return {}

    def sleep(self, seconds):
        self.slept += seconds

    def update(self):
        return updater.update([FIRST, SECOND], CALL, {"text": "News"}, ask=self.ask, sleep=self.sleep)


def test_the_call_is_updated_where_it_is():
    service = Service(us_east_1=[NOT_FOUND])
    assert service.update() == {"transaction_id": CALL, "application": "app-2", "region": "us-west-2"}


def test_a_call_that_nobody_has_is_not_found():
    assert Service(us_east_1=[NOT_FOUND], us_west_2=[NOT_FOUND]).update()["error"] == "not_found"


def test_a_throttled_update_is_tried_again_after_a_wait():
    service = Service(us_east_1=[THROTTLED, THROTTLED])
    assert service.update()["region"] == "us-east-1"
    assert service.asked == ["us-east-1"] * 3
    assert service.slept > 0


def test_an_update_that_stays_throttled_is_reported():
    service = Service(us_east_1=[THROTTLED] * 50, us_west_2=[NOT_FOUND])
    assert service.update() == {"error": "throttled", "reason": "ThrottledClientException"}
    assert len(service.asked) < 10


def test_a_refusal_is_reported_with_its_reason():
    service = Service(us_east_1=[_service.RefusedError("ForbiddenException")], us_west_2=[NOT_FOUND])
    assert service.update() == {"error": "refused", "reason": "ForbiddenException"}


def test_a_call_is_not_updated_twice_when_the_answer_was_lost():
    service = Service(us_east_1=[_service.UnsureError("ReadTimeoutError")])
    assert service.update() == {"error": "unknown", "reason": "ReadTimeoutError"}
    assert service.asked == ["us-east-1"]


@pytest.fixture
def settings(monkeypatch, api):
    monkeypatch.setenv("CHIME_VOICE_APPLICATIONS", '["us-east-1/app-1", "us-west-2/app-2"]')
    api.answer = always(202)
    return api


def test_an_event_becomes_a_request_to_the_region_of_the_application(settings):
    assert updater.handler({**EVENT, "application": "app-2"}, None)["region"] == "us-west-2"
    ((region, path, body),) = settings.requests
    assert (region, path) == ("us-west-2", f"/sip-media-applications/app-2/calls/{CALL}")
    assert body == {"Arguments": {"action": "hold"}}


def test_the_log_shows_no_argument(settings, capsys):
    updater.handler({"transaction_id": CALL, "arguments": {"to": "+12065550142"}}, None)
    out = capsys.readouterr().out
    assert CALL in out
    assert "0142" not in out


@pytest.mark.parametrize(
    ("event", "problem"),
    [
        (None, "an update must be an object"),
        ({"arguments": {}}, "transaction_id must be the id of a call"),
        ({"transaction_id": CALL}, "arguments must be an object"),
        ({**EVENT, "application": "app-9"}, "application must be one of app-1, app-2, or left out"),
        ({**EVENT, "argument": 1}, "an update takes transaction_id, application, arguments; got argument"),
        ({"transaction_id": "", "arguments": {"n": 1}}, "transaction_id must be .*; arguments must be text by text"),
    ],
)
def test_fails_for_an_event_that_cannot_be_used_and_asks_nobody(event, problem, settings):
    with pytest.raises(ValueError, match=problem):
        updater.handler(event, None)
    assert settings.requests == []
