"""Every operation of the service, and where it is used or why it is not: the last table of docs/resources.md."""

from __future__ import annotations

from collections.abc import Iterable

from chime_voice.contract.registry import TYPES

# At run time, by functions that constructs make or that get the right from them.
RUN_TIME = {
    "CreateSipMediaApplicationCall": ("Dialer", "SipMediaApplication.grant_create_call"),
    "UpdateSipMediaApplicationCall": ("Updater", "SipMediaApplication.grant_update_call"),
}

_PROXY = (
    "CreateProxySession",
    "DeleteProxySession",
    "DeleteVoiceConnectorProxy",
    "GetProxySession",
    "GetVoiceConnectorProxy",
    "ListProxySessions",
    "PutVoiceConnectorProxy",
    "UpdateProxySession",
)
_PROFILES = ("CreateVoiceProfile", "DeleteVoiceProfile", "GetVoiceProfile", "ListVoiceProfiles", "UpdateVoiceProfile")
_TASKS = (
    "GetSpeakerSearchTask",
    "GetVoiceToneAnalysisTask",
    "StartSpeakerSearchTask",
    "StartVoiceToneAnalysisTask",
    "StopSpeakerSearchTask",
    "StopVoiceToneAnalysisTask",
)
_ALEXA = ("GetSipMediaApplicationAlexaSkillConfiguration", "PutSipMediaApplicationAlexaSkillConfiguration")
_QUESTIONS = ("ListAvailableVoiceConnectorRegions", "ListSupportedPhoneNumberCountries")

LEFT_OUT = {
    **dict.fromkeys(_PROXY, "at its end of support since 2026-04-07, says the service's model"),
    **dict.fromkeys(_PROFILES, "voice prints of people, made with their consent in a call: data, not a resource"),
    **dict.fromkeys(_TASKS, "about one call under way: for an application's own code"),
    **dict.fromkeys(_ALEXA, "no longer available, says the service's model"),
    **dict.fromkeys(_QUESTIONS, "a question before anything is declared: ask with the AWS CLI"),
    "GetVoiceConnectorTerminationHealth": "whether a PBX is there at this moment: ask with the AWS CLI",
    "ValidateE911Address": "a question about an address, asked by the PBX that is going to send it",
}


def operations(of_the_service: Iterable[str]) -> str:
    """The table, a row an operation."""
    rows = [f"| `{operation}` | {_where(operation)} |" for operation in sorted(of_the_service)]
    return "| Operation | Used by |\n|---|---|\n" + "\n".join(rows) + "\n"


def provisioned() -> dict[str, list[str]]:
    """Operation -> the types whose provider may call it."""
    found: dict[str, list[str]] = {}
    for name, contract in TYPES.items():
        for permission in contract.SPEC.permissions:
            for operation in permission.operations if permission.service == "chime" else ():
                found.setdefault(operation, []).append(name)
    return found


def _where(operation: str) -> str:
    users = [*provisioned().get(operation, ()), *RUN_TIME.get(operation, ())]
    if users:
        return ", ".join(f"`{user}`" for user in dict.fromkeys(users))
    return f"*nothing*: {LEFT_OUT[operation]}"
