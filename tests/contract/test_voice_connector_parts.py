"""The parts of a Voice Connector against botocore's model, and what is said of values that cannot work."""

from __future__ import annotations

import dataclasses
import ipaddress
import typing
from typing import Any

import pytest
from chime_voice.contract import voice_connector_parts as parts
from chime_voice.contract.addresses import public_cidr, public_host
from chime_voice.contract.voice_connector import INTEGRATION_TYPES, VoiceConnector
from chime_voice.contract.wire import decode, encode, fields_of
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.service_model import accepts, members, model
from tests.contract.test_model import problems_of

OPERATIONS = model().operation_names
PARTS = [name for name, (wire, _) in fields_of(VoiceConnector).items() if f"PutVoiceConnector{wire}" in OPERATIONS]


def part_class(name: str) -> type:
    hints = typing.get_args(fields_of(VoiceConnector)[name][1])
    return typing.cast("type", next(hint for hint in hints if hint is not type(None)))


def shape_of(name: str) -> Any:
    """The part's structure; that of external systems stands in the request itself."""
    wire = fields_of(VoiceConnector)[name][0]
    put = members(f"PutVoiceConnector{wire}")
    return put.get(wire) or model().shape_for(wire)


def test_every_configuration_of_the_service_but_the_dead_one_is_a_part():
    dead = {"Proxy"}  # end of support 2026-04-07, says the model
    has = {
        name.removeprefix("PutVoiceConnector")
        for name in OPERATIONS
        if name.startswith("PutVoiceConnector") and not name.endswith("Credentials")
    }
    assert has - dead == {fields_of(VoiceConnector)[name][0] for name in PARTS}


@pytest.mark.parametrize("name", PARTS)
def test_a_part_has_exactly_the_members_of_its_structure(name: str):
    def compare(contract: type, shape: Any) -> None:
        assert {wire for wire, _ in fields_of(contract).values()} == set(shape.members)
        given = {
            fields_of(contract)[f.name][0] for f in dataclasses.fields(contract) if f.default is dataclasses.MISSING
        }
        assert set(shape.metadata.get("required", ())) <= given | {"Disabled"}
        for wire, hint in fields_of(contract).values():
            inner, inner_shape = hint, shape.members[wire]
            while typing.get_args(inner):
                inner = next(one for one in typing.get_args(inner) if one not in (type(None), ...))
            while inner_shape.type_name == "list":
                inner_shape = inner_shape.member
            if dataclasses.is_dataclass(inner):
                compare(typing.cast("type", inner), inner_shape)
            else:
                assert {"string": str, "integer": int, "boolean": bool}[inner_shape.type_name] is inner

    compare(part_class(name), shape_of(name))


@pytest.mark.parametrize("name", PARTS)
def test_the_connector_may_read_write_and_delete_each_part(name: str):
    wire = fields_of(VoiceConnector)[name][0]
    allowed = {operation for permission in VoiceConnector.SPEC.permissions for operation in permission.operations}
    needed = {f"{verb}VoiceConnector{wire}" for verb in ("Get", "Put", "Delete")} & set(OPERATIONS)
    assert len(needed) == (2 if name == "logging_configuration" else 3)
    assert needed <= allowed


def test_the_enums_are_the_models():
    create = members("CreateVoiceConnector")
    external = shape_of("external_systems_configuration").members
    target = shape_of("streaming_configuration").members["StreamingNotificationTargets"].member
    assert set(INTEGRATION_TYPES) == set(create["IntegrationType"].metadata["enum"])
    assert set(parts.SESSION_BORDER_CONTROLLERS) == set(
        external["SessionBorderControllerTypes"].member.metadata["enum"]
    )
    assert set(parts.CONTACT_CENTER_SYSTEMS) == set(external["ContactCenterSystemTypes"].member.metadata["enum"])
    assert set(parts.NOTIFICATION_TARGETS) == set(target.members["NotificationTarget"].metadata["enum"])


@given(st.integers(-5, 70_000))
def test_whole_numbers_have_the_models_bounds(value: int):
    route = shape_of("origination").members["Routes"].member.members
    for field, member in (("port", "Port"), ("priority", "Priority"), ("weight", "Weight")):
        limits = route[member].metadata
        refused = bool(problems_of(parts.OriginationRoute, field, value))
        assert refused == (not limits["min"] <= value <= limits["max"])


@given(st.one_of(st.text(max_size=40), st.from_regex(r"arn[/:_.a-z0-9-]+", fullmatch=True)))
def test_an_analytics_configuration_is_refused_exactly_when_the_model_refuses_it(value: str):
    shape = shape_of("streaming_configuration").members["MediaInsightsConfiguration"].members["ConfigurationArn"]
    assert bool(problems_of(parts.MediaInsightsConfiguration, "configuration_arn", value)) == (
        not accepts(shape, value)
    )


@given(st.ip_addresses())
def test_what_python_calls_global_is_public_and_what_has_no_place_there_is_not(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
):
    shown = f"{address}/{address.max_prefixlen}"
    if address.is_global and not address.is_multicast and not address.is_reserved:
        assert public_cidr(shown) is None
        assert public_host(str(address)) is None
    if address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified:
        assert public_cidr(shown)
        assert public_host(str(address))


@given(st.integers(0, 8))
def test_a_block_around_private_addresses_is_not_public(prefix: int):
    wide = ipaddress.ip_network(f"10.0.0.0/{prefix}", strict=False)
    assert "which overlaps" in str(public_cidr(str(wide)))


@given(st.text(max_size=40))
def test_no_text_stumbles(value: str):
    for check in (public_cidr, public_host):
        assert check(value) is None or repr(value) in str(check(value))


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("203.0.113.0/28", True),
        ("203.0.113.5/32", True),
        ("2001:db8::/64", True),
        ("203.0.113.5", False),
        ("203.0.113.0/33", False),
        ("garbage30", False),
        ("10.1.2.0/28", False),
        ("172.20.0.0/16", False),
        ("192.168.199.1/32", False),
        ("0.0.0.0/0", False),
        ("fd00::/8", False),
        ("pbx.example.com/32", False),
        (7, False),
    ],
)
def test_a_cidr_block_is_of_public_addresses(value: Any, good: bool):
    assert (public_cidr(value) is None) == good


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("203.0.113.5", True),
        ("2001:db8::5", True),
        ("pbx.example.com", True),
        ("a-b.c1.example", True),
        ("pbx", False),
        ("localhost", False),
        ("sip:pbx.example.com", False),
        ("pbx.example.com:5060", False),
        ("pbx..example.com", False),
        ("-pbx.example.com", False),
        ("192.168.1.7", False),
        ("203.0.113.256", False),
        ("127.0.0.1", False),
        ("", False),
        (None, False),
    ],
)
def test_a_host_can_be_reached_from_the_internet(value: Any, good: bool):
    assert (public_host(value) is None) == good


def connector(**more: Any) -> VoiceConnector:
    values: dict[str, Any] = {"name": "Pbx", "aws_region": "us-east-1", "require_encryption": True}
    return VoiceConnector(**(values | more))


def termination(**more: Any) -> parts.Termination:
    values: dict[str, Any] = {"calling_regions": ("US",), "cidr_allowed_list": ("203.0.113.0/28",)}
    return parts.Termination(**(values | more))


def origination(**more: Any) -> parts.Origination:
    values: dict[str, Any] = {"host": "pbx.example.com", "priority": 1, "weight": 1}
    return parts.Origination(routes=(parts.OriginationRoute(**(values | more)),))


def streaming(*targets: str, **more: Any) -> parts.StreamingConfiguration:
    told = tuple(parts.StreamingNotificationTarget(notification_target=target) for target in targets)
    values: dict[str, Any] = {"data_retention_in_hours": 24, "streaming_notification_targets": told}
    return parts.StreamingConfiguration(**(values | more))


def emergency(number: str = "+12065550100", **more: Any) -> parts.EmergencyCallingConfiguration:
    dnis = parts.DnisEmergencyCallingConfiguration(emergency_phone_number=number, **({"calling_country": "US"} | more))
    return parts.EmergencyCallingConfiguration(dnis=(dnis,))


WHOLE = connector(
    termination=termination(cps_limit=2, default_phone_number="+12065550100", disabled=False),
    origination=origination(port=5061, protocol="TCP"),
    streaming_configuration=streaming(
        "SNS", "SQS", media_insights_configuration=parts.MediaInsightsConfiguration(configuration_arn="arn:x")
    ),
    logging_configuration=parts.LoggingConfiguration(enable_sip_logs=True),
    emergency_calling_configuration=emergency(test_phone_number="+12065550101"),
    external_systems_configuration=parts.ExternalSystemsConfiguration(session_border_controller_types=("RIBBON_SBC",)),
)


def test_parts_that_work_have_no_problems_and_survive_cloudformations_strings():
    assert WHOLE.problems() == []

    def as_text(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: as_text(one) for key, one in value.items()}
        if isinstance(value, list):
            return [as_text(one) for one in value]
        return str(value).lower() if isinstance(value, bool) else str(value)

    assert decode(VoiceConnector, as_text(encode(WHOLE)), "Voice Connector") == WHOLE


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"termination": termination(calling_regions=())}, "termination.calling_regions must have 1 to 249 countries"),
        ({"termination": termination(calling_regions=("usa",))}, "termination.calling_regions[0] must be a two-letter"),
        ({"termination": termination(cidr_allowed_list=())}, "termination.cidr_allowed_list must have 1 to"),
        (
            {"termination": termination(cidr_allowed_list=("203.0.113.5/32", "10.0.0.0/8"))},
            "termination.cidr_allowed_list[1] must be public, got '10.0.0.0/8'",
        ),
        ({"termination": termination(cps_limit=0)}, "termination.cps_limit must be a whole number of at least 1"),
        ({"termination": termination(default_phone_number="206")}, "termination.default_phone_number must be a phone"),
        ({"origination": origination(host="10.0.0.1")}, "origination.routes[0].host must be public, got '10.0.0.1'"),
        (
            {"origination": origination(priority=101)},
            "origination.routes[0].priority must be a whole number from 1 to 100",
        ),
        ({"origination": origination(protocol="UDP")}, "routes[0].protocol must be TCP on an encrypted connector"),
        ({"origination": parts.Origination()}, "origination must have routes, or be disabled"),
        ({"origination": parts.Origination(routes=())}, "origination.routes must have 1 to 20 routes, got 0"),
        ({"streaming_configuration": streaming("SNS", "SNS")}, "targets must differ, got 'SNS' 2 times"),
        ({"streaming_configuration": streaming()}, "streaming_notification_targets must have 1 to 3 targets, got 0"),
        (
            {"streaming_configuration": streaming("SNS", data_retention_in_hours=-1)},
            "must be a whole number of at least 0",
        ),
        ({"emergency_calling_configuration": emergency()}, "needs termination, got none"),
        (
            {
                "emergency_calling_configuration": emergency(),
                "termination": termination(disabled=True),
                "origination": origination(),
            },
            "emergency_calling_configuration needs termination, got a disabled one",
        ),
        (
            {
                "emergency_calling_configuration": emergency("+442079460100"),
                "termination": termination(),
                "origination": origination(),
            },
            "emergency_calling_configuration.dnis[0].emergency_phone_number must be a U.S. number",
        ),
        (
            {"external_systems_configuration": parts.ExternalSystemsConfiguration()},
            "must name a session border controller or a contact center system",
        ),
        (
            {"external_systems_configuration": parts.ExternalSystemsConfiguration(contact_center_system_types=("X",))},
            "external_systems_configuration.contact_center_system_types[0] must be one of GENESYS",
        ),
        ({"integration_type": "CONNECT"}, "integration_type must be one of CONNECT_CALL_TRANSFER_CONNECTOR"),
    ],
)
def test_fails_when_a_part_cannot_work(values: dict[str, Any], problem: str):
    assert any(problem in found for found in connector(**values).problems())


def test_unencrypted_connectors_send_calls_over_udp():
    assert connector(require_encryption=False, origination=origination(protocol="UDP")).problems() == []


def test_an_adopted_connector_may_have_what_emergency_calling_needs():
    adopted = VoiceConnector(
        aws_region="us-east-1", adopt_id="abcdefghijklmnopqrstu1", emergency_calling_configuration=emergency()
    )
    assert adopted.problems() == []
    disabled = dataclasses.replace(adopted, origination=parts.Origination(disabled=True))
    assert disabled.problems() == ["emergency_calling_configuration needs origination, got a disabled one"]
