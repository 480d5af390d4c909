"""Every operation of the API, as real clients send it."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constructs_lib.local.voice import model
from constructs_lib.local.voice.families import FAMILIES, FAMILY_OF
from constructs_lib.local.voice.service import Call
from constructs_lib.local.voice.wire import WireRequest
from tests.local.voice.bench import ACCOUNT, HOME, Bench, refusal
from tests.local.voice.by_model import parameters

MODEL = model.load()
HANDLED = {name: operation for name, operation in MODEL.operations.items() if operation.python_name in FAMILY_OF}
SIGNED = {"Authorization": f"AWS4-HMAC-SHA256 Credential={ACCOUNT}/20261123/{HOME}/chime/aws4_request, Signature=x"}


class Understood(BaseException):
    """A request came as far as the hook before its call."""


def heard(bench: Bench, operation: model.Operation, sent: dict[str, Any]) -> Call:
    """What the service understood of a request."""
    calls: list[Call] = []

    def listen(call: Call) -> None:
        calls.append(call)
        raise Understood

    bench.service.clear_hooks()
    bench.service.before_call(listen)
    with pytest.raises(Understood):
        getattr(bench.client(parameter_validation=False), operation.python_name)(**sent)
    return calls[0]


@pytest.mark.parametrize("name", MODEL.operations)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(data=st.data())
def test_understands_what_a_client_sends(name: str, data: st.DataObject):
    operation = MODEL.operations[name]
    sent = data.draw(parameters(operation, strict=False))
    call = heard(Bench(), operation, sent)
    assert call.operation is operation
    assert call.parameters == sent


@pytest.mark.parametrize("name", sorted(set(MODEL.operations) - set(HANDLED)))
def test_answers_501_with_the_name_of_an_operation_that_it_does_not_have(bench: Bench, name: str):
    operation = MODEL.operations[name]
    path = "/" + "/".join(re.sub(r"^\{.*\}$", "something", segment) for segment in operation.segments)
    query = {key: [value] for key, value in operation.query}
    answer = bench.service.handle(WireRequest(method=operation.method, path=path, query=query, headers=SIGNED))
    assert answer.status == 501
    assert name in answer.body.decode()


def test_answers_404_where_no_operation_is(bench: Bench):
    answer = bench.service.handle(WireRequest(method="GET", path="/sip-trunks", query={}, headers=SIGNED))
    assert answer.status == 404
    assert "/sip-trunks" in answer.body.decode()


@pytest.mark.parametrize("name", HANDLED)
def test_a_method_takes_exactly_the_members_of_its_request(name: str):
    operation = HANDLED[name]
    method = getattr(FAMILY_OF[operation.python_name], operation.python_name)
    given_names = [p for p in inspect.signature(method).parameters.values() if p.name != "self"]
    shape = operation.input
    expected = {xform_name(member) for member in shape.members} if shape else set()
    required = {xform_name(member) for member in shape.required_members} if shape else set()
    assert {p.name for p in given_names} == expected
    assert {p.name for p in given_names if p.default is p.empty} == required
    assert all(p.kind is p.KEYWORD_ONLY for p in given_names)


def test_every_public_method_of_a_family_is_an_operation():
    operations = {operation.python_name for operation in MODEL.operations.values()}
    assert set(FAMILY_OF) <= operations
    assert sum(len([m for m in vars(family) if not m.startswith("_")]) for family in FAMILIES) == len(FAMILY_OF)


@pytest.mark.parametrize(
    "authorization", ["", "Bearer abc", "AWS4-HMAC-SHA256 Credential=A/20261123/x/s3/aws4_request"]
)
def test_refuses_what_is_not_signed_for_the_service(bench: Bench, authorization: str):
    request = WireRequest(method="GET", path="/sip-rules", query={}, headers={"authorization": authorization})
    answer = bench.service.handle(request)
    assert answer.status == 401
    assert answer.headers["x-amzn-ErrorType"] == "UnauthorizedClientException"


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"', b'{"Name": 5}', b'{"Disabled": "false"}', b'{"Disabled": 1}'])
def test_refuses_a_body_of_the_wrong_form(bench: Bench, body: bytes):
    answer = bench.service.handle(WireRequest(method="POST", path="/sip-rules", query={}, headers=SIGNED, body=body))
    assert answer.status == 400
    assert answer.headers["x-amzn-ErrorType"] == "BadRequestException"


def test_ignores_members_that_the_model_does_not_know(bench: Bench):
    body = b'{"Name": "trunk", "RequireEncryption": true, "Colour": "red"}'
    request = WireRequest(method="POST", path="/voice-connectors", query={}, headers=SIGNED, body=body)
    assert bench.service.handle(request).status == 201


def test_takes_a_number_in_every_form_of_its_id(bench: Bench):
    number = bench.number()
    for form in (number, "%2B12065550100", "12065550100"):
        assert bench.show(form)["E164PhoneNumber"] == number
    answer = bench.service.handle(WireRequest(method="GET", path=f"/phone-numbers/{number}", query={}, headers=SIGNED))
    assert answer.status == 200


@pytest.mark.parametrize("text", ["many", "1.5", ""])
def test_refuses_a_query_value_of_the_wrong_type(bench: Bench, text: str):
    request = WireRequest(method="GET", path="/sip-rules", query={"max-results": [text]}, headers=SIGNED)
    assert bench.service.handle(request).status == 400


def test_error_answers_are_read_by_the_client(bench: Bench):
    with pytest.raises(ClientError) as caught:
        bench.home.get_sip_rule(SipRuleId="nothing")
    assert caught.value.response["Error"]["Code"] == "NotFoundException"
    assert "nothing does not exist in us-east-1" in caught.value.response["Error"]["Message"]
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404


def test_lists_come_in_pages(bench: Bench):
    for _ in range(5):
        bench.application()
    pages = list(bench.home.get_paginator("list_sip_media_applications").paginate(PaginationConfig={"PageSize": 2}))
    assert [len(page["SipMediaApplications"]) for page in pages] == [2, 2, 1]
    assert len({one["SipMediaApplicationId"] for page in pages for one in page["SipMediaApplications"]}) == 5


@pytest.mark.parametrize("token", ["x", "ZnJvbTp4", "5"])
def test_refuses_a_page_token_that_it_did_not_give(bench: Bench, token: str):
    assert refusal(bench.home.list_sip_rules, NextToken=token) == "BadRequestException"
