"""One case a resource type: what is declared, how it changes, and how to see what the account has."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any

from chime_voice.contract.global_settings import GlobalSettings
from chime_voice.contract.marker import Marker, strip
from chime_voice.contract.phone_number import PhoneNumber
from chime_voice.contract.phone_number_settings import PhoneNumberSettings
from chime_voice.contract.resource import Resource, Tag
from chime_voice.contract.sip_media_application import Endpoint, SipMediaApplication
from chime_voice.contract.sip_rule import SipRule, TargetApplication
from chime_voice.contract.sip_rule_set import RuleGroup, SipRuleSet
from chime_voice.contract.voice_connector import VoiceConnector
from chime_voice.contract.voice_connector_group import VoiceConnectorGroup, VoiceConnectorItem
from chime_voice.contract.voice_connector_parts import (
    LoggingConfiguration,
    Origination,
    OriginationRoute,
    Termination,
)
from chime_voice.contract.voice_profile_domain import ServerSideEncryptionConfiguration, VoiceProfileDomain

from tests.provider.stage import ACCOUNT, Stage

PARTS = (
    "Termination",
    "Origination",
    "StreamingConfiguration",
    "LoggingConfiguration",
    "EmergencyCallingConfiguration",
)

# Long enough for whatever the service needs to let fresh things be seen and used.
SETTLED = 600.0


def function(name: str = "answer", region: str = "us-east-1") -> str:
    return f"arn:aws:lambda:{region}:{ACCOUNT}:function:{name}"


def application(
    name: str | None = "East", target: str = "answer", region: str = "us-east-1", **more: Any
) -> SipMediaApplication:
    endpoint = Endpoint(lambda_arn=function(target, region))
    return SipMediaApplication(name=name, aws_region=region, endpoints=(endpoint,), **more)


def connector(name: str = "Trunk", region: str = "us-east-1", **more: Any) -> VoiceConnector:
    values: dict[str, Any] = {"name": name, "aws_region": region, "require_encryption": True}
    return VoiceConnector(**(values | more))


def group(*connectors: str, **more: Any) -> VoiceConnectorGroup:
    """A group of the given connectors, in order."""
    items = tuple(VoiceConnectorItem(voice_connector_id=id_, priority=at) for at, id_ in enumerate(connectors, 1))
    values: dict[str, Any] = {"name": "Both", "home_region": "us-east-1", "voice_connector_items": items or None}
    return VoiceConnectorGroup(**(values | more))


def termination(*countries: str, **more: Any) -> Termination:
    values: dict[str, Any] = {"calling_regions": countries or ("US",), "cidr_allowed_list": ("203.0.113.0/28",)}
    return Termination(**(values | more))


def origination(*hosts: str, **more: Any) -> Origination:
    routes = tuple(OriginationRoute(host=host, priority=at + 1, weight=1) for at, host in enumerate(hosts))
    return Origination(routes=routes, **more)


def number(**more: Any) -> PhoneNumber:
    values: dict[str, Any] = {"home_region": "us-east-1", "area_code": "206", "name": "Main line"}
    return PhoneNumber(**(values | more))


def targets_of(*applications: str) -> tuple[TargetApplication, ...]:
    """The given applications as targets, in order."""
    regions = ("us-east-1", "us-west-2")
    return tuple(
        TargetApplication(sip_media_application_id=target, priority=at + 1, aws_region=regions[at])
        for at, target in enumerate(applications)
    )


def rules_for(numbers: Iterable[str], *targets: str, **more: Any) -> RuleGroup:
    """Rules on numbers, all with the given applications."""
    return RuleGroup(target_applications=targets_of(*targets), phone_numbers=tuple(numbers), **more)


def rule_set(*groups: RuleGroup, **more: Any) -> SipRuleSet:
    """A chunk of a set of rules."""
    values: dict[str, Any] = {"name": "Lines", "home_region": "us-east-1", "groups": groups or None}
    return SipRuleSet(**(values | more))


def rule(number: str, *targets: str, **more: Any) -> SipRule:
    """A rule on a number whose targets are the given applications, in order."""
    applications = targets_of(*targets)
    values: dict[str, Any] = {
        "name": "Main",
        "trigger_type": "ToPhoneNumber",
        "trigger_value": number,
        "target_applications": applications,
        "home_region": "us-east-1",
    }
    return SipRule(**(values | more))


KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/0f0f0f0f-0000-4000-8000-000000000001"
OTHER_KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/0f0f0f0f-0000-4000-8000-000000000002"


def domain(name: str = "Prints", key: str = KEY, **more: Any) -> VoiceProfileDomain:
    encryption = ServerSideEncryptionConfiguration(kms_key_arn=key)
    values: dict[str, Any] = {"home_region": "us-east-1", "server_side_encryption_configuration": encryption}
    return VoiceProfileDomain(name=name, **(values | more))


def by_hand_domain(stage: Stage, name: str = "By hand") -> str:
    made = stage.client().create_voice_profile_domain(Name=name, ServerSideEncryptionConfiguration={"KmsKeyArn": KEY})
    return str(made["VoiceProfileDomain"]["VoiceProfileDomainId"])


def by_hand_application(stage: Stage, name: str, region: str = "us-east-1") -> str:
    """An application made without the library, as in the console."""
    made = stage.client(region).create_sip_media_application(
        AwsRegion=region, Name=name, Endpoints=[{"LambdaArn": function(region=region)}]
    )
    return str(made["SipMediaApplication"]["SipMediaApplicationId"])


def by_hand_number(stage: Stage, index: int = 0, area_code: str = "206") -> str:
    """A number bought without the library."""
    client = stage.client()
    offered = client.search_available_phone_numbers(AreaCode=area_code, MaxResults=20)["E164PhoneNumbers"][index]
    client.create_phone_number_order(
        ProductType="SipMediaApplicationDialIn", E164PhoneNumbers=[offered], Name="By hand"
    )
    stage.advance(SETTLED)
    return str(offered)


def by_hand_rule(stage: Stage, number: str, target: str, name: str = "By hand") -> str:
    made = stage.client().create_sip_rule(
        Name=name,
        TriggerType="ToPhoneNumber",
        TriggerValue=number,
        TargetApplications=[{"SipMediaApplicationId": target, "Priority": 1, "AwsRegion": "us-east-1"}],
    )
    return str(made["SipRule"]["SipRuleId"])


def by_hand_connector(stage: Stage, name: str = "By hand", region: str = "us-east-1") -> str:
    made = stage.client(region).create_voice_connector(Name=name, RequireEncryption=True, AwsRegion=region)
    return str(made["VoiceConnector"]["VoiceConnectorId"])


def by_hand_group(stage: Stage, *connectors: str, name: str = "By hand") -> str:
    items = [{"VoiceConnectorId": id_, "Priority": at} for at, id_ in enumerate(connectors, 1)]
    made = stage.client().create_voice_connector_group(Name=name, VoiceConnectorItems=items)
    return str(made["VoiceConnectorGroup"]["VoiceConnectorGroupId"])


@dataclasses.dataclass(frozen=True)
class Setting:
    """What a case needs of the account: prepared once a stage, without faults."""

    desired: Resource
    changed: Resource
    """Differs where the API can change it."""
    replaced: Resource
    """Differs where it cannot."""
    existing: str
    """The id of one that was made by hand and belongs to nobody's stack."""
    adopting: Callable[[str], Resource]
    """What adopts it, changing something."""


@dataclasses.dataclass(frozen=True)
class Case:
    """A resource type on the stage."""

    name: str
    set_up: Callable[[Stage], Setting]
    listing: tuple[str, str, str]
    """Client method, member of its answer, id member."""
    make: str
    """The client method that makes one."""
    refuse_after_make: str
    """A client method that a half-made Create has still to call; refusing it makes the Create fail half-way."""
    regions: tuple[str, ...] = ("us-east-1",)
    without: frozenset[str] = frozenset()
    """Steps that the type does not know."""

    def all(self, stage: Stage) -> dict[str, dict[str, Any]]:
        """Everything of the type that the account has, by id."""
        method, member, id_member = self.listing
        found: dict[str, dict[str, Any]] = {}
        for region in self.regions:
            for item in getattr(stage.client(region), method)(MaxResults=100)[member]:
                if not item.get("DeletionTimestamp"):
                    found[item[id_member]] = item
        return found


class ConnectorCase(Case):
    """Connectors have parts, which no list shows."""

    def all(self, stage: Stage) -> dict[str, dict[str, Any]]:
        """As listed, with the parts; that logging is off is no part."""
        state = stage.service.snapshot()[ACCOUNT]["VoiceConnectors"]
        parts = {item["VoiceConnectorId"]: {name: item.get(name) for name in PARTS} for item in state}
        for found in parts.values():
            if not any((found["LoggingConfiguration"] or {}).values()):
                found["LoggingConfiguration"] = None
        return {found: item | parts[found] for found, item in super().all(stage).items()}


class RuleSetCase(Case):
    """Sets are no things of the service: a set is the rules that carry its mark."""

    def all(self, stage: Stage) -> dict[str, dict[str, Any]]:
        """Sets by the id that the provider gives them, and the rules of nobody's set by their own."""
        found: dict[str, dict[str, Any]] = {}
        for region in self.regions:
            for rule in stage.client(region).list_sip_rules(MaxResults=100)["SipRules"]:
                mark = Marker.read(rule["Name"])
                if mark is None:
                    found[rule["SipRuleId"]] = rule
                    continue
                one = found.setdefault(f"sip-rules-{mark.stack}-{mark.logical_id}-{region}", {"Rules": {}})
                one["Name"] = strip(rule["Name"])
                shown = {key: value for key, value in rule.items() if "Timestamp" not in key and key != "SipRuleId"}
                # A rule that was made again is as good as the one before; its mark tells of another request.
                one["Rules"][rule["TriggerValue"]] = shown | {"Name": strip(rule["Name"])}
        return found


def _applications(stage: Stage) -> Setting:
    tags = (Tag(key="team", value="voice"),)
    return Setting(
        desired=application(tags=tags, message_logging=True),
        changed=application("Renamed", "answer-2", tags=(Tag(key="team", value="sales"),)),
        replaced=application(region="us-west-2", tags=tags, message_logging=True),
        existing=by_hand_application(stage, "By hand"),
        adopting=lambda found: application("Adopted", tags=tags, message_logging=True, adopt_id=found),
    )


def _connectors(stage: Stage) -> Setting:
    tags = (Tag(key="team", value="voice"),)
    both: dict[str, Any] = {"termination": termination(), "origination": origination("pbx.example.com")}
    existing = by_hand_connector(stage)
    stage.client().put_voice_connector_termination(
        VoiceConnectorId=existing, Termination={"CallingRegions": ["CA"], "CidrAllowedList": ["198.51.100.7/32"]}
    )
    return Setting(
        desired=connector(tags=tags, **both),
        # One part is removed, one changed, one added.
        changed=connector(
            "Renamed",
            require_encryption=False,
            tags=(Tag(key="owner", value="sales"),),
            origination=origination("spare.example.com"),
            logging_configuration=LoggingConfiguration(enable_sip_logs=True),
        ),
        replaced=connector(region="us-west-2", tags=tags, **both),
        existing=existing,
        adopting=lambda found: connector("Adopted", tags=tags, adopt_id=found, **both),
    )


def _groups(stage: Stage) -> Setting:
    east, west = by_hand_connector(stage), by_hand_connector(stage, region="us-west-2")
    return Setting(
        desired=group(east, west),
        changed=group(west, east, name="Renamed"),
        replaced=group(east, west, home_region="us-west-2"),
        existing=by_hand_group(stage, east),
        adopting=lambda found: group(east, west, name="Adopted", adopt_id=found),
    )


def _numbers(stage: Stage) -> Setting:
    existing = by_hand_number(stage)
    return Setting(
        desired=number(calling_name="Support"),
        changed=number(name="Renamed", calling_name="Sales"),
        replaced=number(area_code="425", calling_name="Sales"),
        existing=existing,
        adopting=lambda found: number(area_code=None, name="Adopted", calling_name="Support", adopt_id=found),
    )


def global_settings(bucket: str = "records", **more: Any) -> GlobalSettings:
    return GlobalSettings(home_region="us-east-1", cdr_bucket=bucket, **more)


def phone_number_settings(name: str = "Support", **more: Any) -> PhoneNumberSettings:
    return PhoneNumberSettings(home_region="us-east-1", calling_name=name, **more)


def _domains(stage: Stage) -> Setting:
    tags = (Tag(key="team", value="voice"),)
    return Setting(
        desired=domain(tags=tags, description="Of regular callers"),
        changed=domain("Renamed", tags=(Tag(key="team", value="sales"),)),
        replaced=domain(key=OTHER_KEY, tags=tags),
        existing=by_hand_domain(stage),
        adopting=lambda found: domain("Adopted", tags=tags, adopt_id=found),
    )


def _rule_sets(stage: Stage) -> Setting:
    east, west = by_hand_application(stage, "East"), by_hand_application(stage, "West", "us-west-2")
    numbers = [by_hand_number(stage, index) for index in range(4)]
    host = f"{by_hand_connector(stage, region='us-west-2')}.voiceconnector.chime.aws"
    hosts = RuleGroup(target_applications=targets_of(east, west), host_names=(host,))
    return Setting(
        desired=rule_set(rules_for(numbers[:2], east, west)),
        changed=rule_set(
            rules_for(numbers[:1], east, disabled=True), rules_for(numbers[2:3], east, west), name="Renamed"
        ),
        replaced=rule_set(hosts, home_region="us-west-2"),
        existing=by_hand_rule(stage, numbers[3], east),
        adopting=lambda _: rule_set(),
    )


def _rules(stage: Stage) -> Setting:
    east, west = by_hand_application(stage, "East"), by_hand_application(stage, "West", "us-west-2")
    numbers = [by_hand_number(stage, index) for index in range(3)]
    return Setting(
        desired=rule(numbers[0], east, west),
        changed=rule(numbers[0], east, name="Renamed", disabled=True),
        replaced=rule(numbers[1], east, west),
        existing=by_hand_rule(stage, numbers[2], east),
        adopting=lambda found: rule(numbers[2], east, west, adopt_id=found),
    )


CASES = {
    case.name: case
    for case in (
        Case(
            "sip_media_application",
            _applications,
            ("list_sip_media_applications", "SipMediaApplications", "SipMediaApplicationId"),
            "create_sip_media_application",
            "put_sip_media_application_logging_configuration",
            ("us-east-1", "us-west-2"),
        ),
        ConnectorCase(
            "voice_connector",
            _connectors,
            ("list_voice_connectors", "VoiceConnectors", "VoiceConnectorId"),
            "create_voice_connector",
            "put_voice_connector_origination",
            ("us-east-1", "us-west-2"),
        ),
        Case(
            "phone_number",
            _numbers,
            ("list_phone_numbers", "PhoneNumbers", "E164PhoneNumber"),
            "create_phone_number_order",
            "update_phone_number",
        ),
        Case(
            "voice_connector_group",
            _groups,
            ("list_voice_connector_groups", "VoiceConnectorGroups", "VoiceConnectorGroupId"),
            "create_voice_connector_group",
            "",
            ("us-east-1", "us-west-2"),
        ),
        Case("sip_rule", _rules, ("list_sip_rules", "SipRules", "SipRuleId"), "create_sip_rule", ""),
        Case(
            "voice_profile_domain",
            _domains,
            ("list_voice_profile_domains", "VoiceProfileDomains", "VoiceProfileDomainId"),
            "create_voice_profile_domain",
            "list_tags_for_resource",
        ),
        RuleSetCase(
            "sip_rule_set",
            _rule_sets,
            ("list_sip_rules", "SipRules", "SipRuleId"),
            "create_sip_rule",
            "",
            ("us-east-1", "us-west-2"),
            # Rules are adopted one by one; tests of their own play that.
            frozenset({"adopt", "move_out", "move_out_and_back"}),
        ),
    )
}
