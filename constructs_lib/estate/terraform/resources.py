"""From the resources of the AWS provider to those of an estate.

Facts: https://registry.terraform.io/providers/hashicorp/aws/latest/docs (attributes of `chime_…` and `chimesdkvoice_…`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from chime_voice.contract.checks import HOME_REGIONS

from constructs_lib.estate.declaring import given
from constructs_lib.estate.errors import EstateError
from constructs_lib.estate.model import Estate, Found, Gap
from constructs_lib.estate.terraform import parts
from constructs_lib.estate.terraform.state import Values, managed, object_of, objects, texts

_VC = "aws_chime_voice_connector"
_VOICE = "aws_chimesdkvoice_"
_PARTS = {"termination", "termination_credentials", "origination", "streaming", "logging"}
_ARN = re.compile(r"arn:[^:]*:[^:]*:([a-z0-9-]+):(\d{12}):.+", re.DOTALL)
_SCAN = "scan the account to have them"


def load(path: str | Path) -> Estate:
    """Read the file.

    Raises:
        EstateError: there is none, it holds no state, or nothing in it says whose account it is.
    """
    by_type = managed(path)
    arns = [match for each in texts([*by_type.values()]) if (match := _ARN.fullmatch(each))]
    accounts = sorted({match[2] for match in arns})
    if len(accounts) != 1:
        told = ", ".join(accounts) or "no ARN"
        raise EstateError(f"{path} must have resources of one account, got {told}; give the state of one account")
    reading = _State(by_type, accounts[0], {match[1] for match in arns})
    found = tuple(reading.found())
    return Estate(
        account=accounts[0],
        scanned_at="",
        regions=tuple(sorted({each.region for each in found})),
        resources=found,
        gaps=tuple(reading.gaps()),
    )


class _State:
    """The resources of a state by type."""

    def __init__(self, by_type: Mapping[str, Sequence[Values]], account: str, regions: set[str]) -> None:
        self._by_type = by_type
        self._account = account
        # A provider before version 6 does not say whose endpoint it asked; where all else is in one Region, it is that.
        self._only_region = regions.pop() if len(regions) == 1 else ""
        self._unplaced: list[str] = []

    def found(self) -> Iterator[Found]:
        for values in self._of(f"{_VOICE}sip_media_application"):
            yield self._application(values)
        for values in self._of(_VC):
            yield self._connector(values)
        for type_name, describe in (
            (f"{_VC}_group", _group),
            (f"{_VOICE}sip_rule", _rule),
            (f"{_VOICE}voice_profile_domain", _domain),
            (f"{_VOICE}global_settings", _settings),
        ):
            for values in self._of(type_name):
                region = self._region(values) or (HOME_REGIONS[0] if describe is _settings else "")
                if region:
                    yield describe(values, region)
                else:
                    self._unplaced.append(f"{type_name} {_id(values)}")

    def gaps(self) -> Iterator[Gap]:
        """What the state cannot tell."""
        known = {_VC, f"{_VC}_group", *(f"{_VC}_{part}" for part in _PARTS)}
        known |= {f"{_VOICE}{name}" for name in ("sip_media_application", "sip_rule", "voice_profile_domain")}
        yield _gap("phone numbers and their associations", f"Terraform has no resource for them; {_SCAN}")
        for type_name in sorted(self._by_type.keys() - known - {f"{_VOICE}global_settings"}):
            yield _gap(type_name, "resources of this type are not read here")
        for each in self._unplaced:
            yield _gap(each, f"the state does not say in which Region it is; {_SCAN}")

    def _of(self, type_name: str) -> Sequence[Values]:
        return self._by_type.get(type_name, ())

    def _region(self, values: Values) -> str:
        """Whose endpoint holds it."""
        arn = _ARN.fullmatch(str(values.get("arn") or ""))
        return str(values.get("region") or (arn[1] if arn else "") or self._only_region)

    def _application(self, values: Values) -> Found:
        found, region = _id(values), str(values.get("aws_region") or "")
        return Found(
            type_name="Custom::ChimeSipMediaApplication",
            id=found,
            region=region,
            properties=given(
                AdoptId=found,
                AwsRegion=region,
                Name=values.get("name"),
                Endpoints=[{"LambdaArn": each.get("lambda_arn")} for each in objects(values.get("endpoints"))],
                Tags=_tags(values),
            ),
            attributes={"SipMediaApplicationId": found, "SipMediaApplicationArn": str(values.get("arn") or "")},
            facts=given(Name=values.get("name")),
        )

    def _connector(self, values: Values) -> Found:
        found, region = _id(values), str(values.get("aws_region") or HOME_REGIONS[0])
        users = [
            str(each.get("username"))
            for part in self._parts(found, "termination_credentials")
            for each in objects(part.get("credentials"))
        ]
        return Found(
            type_name="Custom::ChimeVoiceConnector",
            id=found,
            region=region,
            properties=given(
                AdoptId=found,
                AwsRegion=region,
                Name=values.get("name"),
                RequireEncryption=values.get("require_encryption"),
                Tags=_tags(values),
                Termination=next(map(parts.termination, self._parts(found, "termination")), None),
                Origination=next(map(parts.origination, self._parts(found, "origination")), None),
                StreamingConfiguration=next(map(parts.streaming, self._parts(found, "streaming")), None),
                LoggingConfiguration=next(map(parts.logging, self._parts(found, "logging")), None),
            ),
            attributes={
                "VoiceConnectorId": found,
                "VoiceConnectorArn": str(values.get("arn") or f"arn:aws:chime:{region}:{self._account}:vc/{found}"),
                "OutboundHostName": str(values.get("outbound_host_name") or ""),
            },
            facts=given(Name=values.get("name"), TerminationUsernames=sorted(users) or None),
        )

    def _parts(self, connector: str, part: str) -> Iterator[Values]:
        return (each for each in self._of(f"{_VC}_{part}") if each.get("voice_connector_id") == connector)


def _group(values: Values, region: str) -> Found:
    found = _id(values)
    members = [
        {"VoiceConnectorId": each.get("voice_connector_id"), "Priority": each.get("priority")}
        for each in objects(values.get("connector"))
    ]
    return Found(
        type_name="Custom::ChimeVoiceConnectorGroup",
        id=found,
        region=region,
        properties=given(
            AdoptId=found, HomeRegion=region, Name=values.get("name"), VoiceConnectorItems=members or None
        ),
        attributes={"VoiceConnectorGroupId": found, "VoiceConnectorGroupArn": ""},
        facts=given(Name=values.get("name")),
    )


def _rule(values: Values, region: str) -> Found:
    found = _id(values)
    targets = [
        {
            "SipMediaApplicationId": each.get("sip_media_application_id"),
            "Priority": each.get("priority"),
            "AwsRegion": each.get("aws_region"),
        }
        for each in objects(values.get("target_applications"))
    ]
    return Found(
        type_name="Custom::ChimeSipRule",
        id=found,
        region=region,
        properties=given(
            AdoptId=found,
            HomeRegion=region,
            Name=values.get("name"),
            TriggerType=values.get("trigger_type"),
            TriggerValue=values.get("trigger_value"),
            TargetApplications=targets,
            Disabled=values.get("disabled"),
        ),
        attributes={"SipRuleId": found},
        facts=given(Name=values.get("name")),
    )


def _domain(values: Values, region: str) -> Found:
    found = _id(values)
    keys = [
        {"KmsKeyArn": each.get("kms_key_arn")} for each in objects(values.get("server_side_encryption_configuration"))
    ]
    return Found(
        type_name="Custom::ChimeVoiceProfileDomain",
        id=found,
        region=region,
        properties=given(
            AdoptId=found,
            HomeRegion=region,
            Name=values.get("name"),
            Description=values.get("description"),
            ServerSideEncryptionConfiguration=next(iter(keys), None),
            Tags=_tags(values),
        ),
        attributes={"VoiceProfileDomainId": found, "VoiceProfileDomainArn": str(values.get("arn") or "")},
        facts=given(Name=values.get("name")),
    )


def _settings(values: Values, region: str) -> Found:
    bucket = next((str(each.get("cdr_bucket") or "") for each in objects(values.get("voice_connector"))), "")
    return Found(
        type_name="Custom::ChimeGlobalSettings",
        id=bucket,
        region=region,
        properties=given(AdoptId=bucket, HomeRegion=region, CdrBucket=bucket),
        attributes={"CdrBucket": bucket},
    )


def _tags(values: Values) -> list[dict[str, str]] | None:
    tags = object_of(values.get("tags_all")) or object_of(values.get("tags"))
    return [{"Key": str(key), "Value": str(value)} for key, value in sorted(tags.items())] or None


def _id(values: Values) -> str:
    return str(values.get("id") or "")


def _gap(what: str, reason: str) -> Gap:
    return Gap(region="all Regions", operation=what, reason=reason)
