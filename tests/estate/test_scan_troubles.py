"""What an account refuses, throttles or leaves unanswered, and scans that are interrupted and go on."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from constructs_lib.estate import EstateError, kinds
from constructs_lib.estate.document import document
from constructs_lib.estate.model import Estate
from constructs_lib.estate.policy import policy
from constructs_lib.estate.scan import pending, scan
from tests.estate.accounts import ALLOWED, REGIONS, Lambda, Real, Stage, scanned, two_regions
from tests.estate.test_kinds import DECLARED
from tests.provider.stage import ACCOUNT, _client_error


@pytest.fixture
def stage() -> Stage:
    return Stage()


class Client:
    """A client of the stage with something in the way of some calls.

    Args:
        stage: the account.
        region: the endpoint.
        instead: method -> what it raises, as often as it is called, or as often as it yields.
    """

    def __init__(self, stage: Stage, region: str, instead: dict[str, Any]) -> None:
        self._real = stage.client(region)
        self._instead = instead
        self.asked: list[str] = []

    def __getattr__(self, method: str) -> Any:
        def call(**parameters: Any) -> Any:
            self.asked.append(method)
            if method in self._instead or "*" in self._instead:
                error = self._instead.get(method, self._instead.get("*"))
                error = error.pop(0) if isinstance(error, list) and error else error
                if callable(error):
                    error()
                if error:
                    raise error
            return getattr(self._real, method)(**parameters)

        return call


def hindered(stage: Stage, instead: dict[str, dict[str, Any]], **more: Any) -> Estate:
    """A scan in which the endpoints of some Regions answer otherwise."""

    def client(api: str, region: str) -> Any:
        return Lambda(answer=[ALLOWED]) if api == "lambda" else Client(stage, region, instead.get(region, {}))

    values: dict[str, Any] = {"account": ACCOUNT, "regions": REGIONS, "clock": Real(stage)}
    return scan(client, **(values | more))


def refusal(code: str = "AccessDeniedException", status: int = 403) -> ClientError:
    return _client_error(code, status, "Any", "you may not")


def test_what_is_refused_is_a_gap_that_names_the_action_and_all_else_is_read(stage):
    made = two_regions(stage)
    found = hindered(stage, {"us-east-1": {"list_sip_rules": refusal(), "list_tags_for_resource": refusal()}})
    assert {(gap.region, gap.operation) for gap in found.gaps} == {
        ("us-east-1", "chime:ListSipRules"),
        ("us-east-1", "chime:ListTagsForResource"),
    }
    assert all("AccessDeniedException: you may not" in gap.reason for gap in found.gaps)
    assert {each.id for each in found.resources} == {made["east"], made["west"], made["number"]}


def test_throttling_is_waited_out(stage):
    two_regions(stage)
    throttled = [refusal("ThrottledClientException", 429) for _ in range(3)]
    before = stage.now()
    assert hindered(stage, {"us-east-1": {"list_sip_rules": throttled}}).gaps == ()
    assert stage.now() > before


def test_an_endpoint_that_does_not_answer_is_left_alone_after_two_operations(stage):
    two_regions(stage)
    silent = Client(stage, "us-east-1", {"*": EndpointConnectionError(endpoint_url="https://voice.invalid")})

    def client(api: str, region: str) -> Any:
        return silent if region == "us-east-1" else stage.client(region)

    found = scan(client, account=ACCOUNT, regions=("us-east-1",), clock=Real(stage))
    assert len(set(silent.asked)) == 2
    assert [gap.operation for gap in found.gaps if gap.operation == "chime:*"] == ["chime:*"]


def test_credentials_that_expire_end_the_scan_with_what_to_do(stage):
    with pytest.raises(EstateError, match="expired during the scan; sign in again"):
        hindered(stage, {"us-west-2": {"list_sip_rules": refusal("ExpiredTokenException")}})


def test_what_is_of_an_unknown_form_is_a_gap_and_leaves_a_file_that_can_be_read(stage):
    two_regions(stage)

    class Strange(Client):
        def list_sip_rules(self, **_: Any) -> Any:
            return {"SipRules": [{"SipRuleId": "new", "TriggerType": "ToPhoneNumber"}]}

    def client(api: str, region: str) -> Any:
        return Lambda(answer=[ALLOWED]) if api == "lambda" else Strange(stage, region, {})

    found = scan(client, account=ACCOUNT, regions=("us-east-1",), clock=Real(stage))
    (gap,) = found.gaps
    assert "SIP rule new is of a form that is not known here" in gap.reason


def test_regions_read_at_once_come_in_the_order_in_which_they_were_named(stage):
    two_regions(stage)
    regions = ("us-west-2", "eu-west-2", "us-east-1", "ca-central-1")
    one_by_one = hindered(stage, {}, regions=regions)
    assert one_by_one.regions == regions
    at_once = hindered(stage, {}, regions=regions, at_once=4)
    assert document(at_once) == document(one_by_one)


def test_a_scan_that_is_interrupted_has_kept_what_it_read_and_goes_on(stage):
    two_regions(stage)
    whole = document(hindered(stage, {}))
    kept: list[Estate] = []
    over = threading.Event()
    with pytest.raises(KeyboardInterrupt):
        hindered(
            stage, {"us-west-2": {"list_sip_media_applications": KeyboardInterrupt()}}, keep=kept.append, over=over
        )
    assert over.is_set()
    assert (kept[0].regions, pending(kept[0])) == ((), REGIONS)
    assert (kept[-1].regions, pending(kept[-1])) == (("us-east-1",), ("us-west-2",))
    untouchable = {"us-east-1": {"*": AssertionError("us-east-1 was read before")}}
    on = document(hindered(stage, untouchable, before=kept[-1], regions=pending(kept[-1])))
    assert on | {"scanned_at": ""} == whole | {"scanned_at": ""}


def test_the_policy_allows_exactly_the_calls_of_a_scan(stage):
    for declare in DECLARED.values():
        one = Stage()
        assert one.create(declare(one)).succeeded
        one.advance(600)
        before = len(one.service.journal)
        scanned(one)
        stage.calls += [entry.operation for entry in list(one.service.journal)[before:]]
    voice, functions = policy()["Statement"]
    assert set(voice["Action"]) == {f"chime:{operation}" for operation in stage.calls}
    assert all(operation.startswith(("Get", "List")) for operation in kinds.operations())
    assert functions["Action"] == ["lambda:GetFunctionConfiguration", "lambda:GetPolicy"]
