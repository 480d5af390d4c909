"""Termination credentials put again because their secret changed: asked for by a rule of EventBridge, answered to nobody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chime_voice.contract.marker import Marker
from chime_voice.contract.termination_credentials import PUT_AGAIN
from chime_voice.contract.termination_credentials import TerminationCredentials as Contract
from chime_voice.provider.client import VoiceApi
from chime_voice.provider.errors import Failure, HandOn
from chime_voice.provider.serve import Surroundings
from chime_voice.provider.termination_credentials import TerminationCredentials

_NOBODY = Marker("", "", "", "")


class NotPutError(Exception):
    """The credentials were not put; Lambda delivers the event again, twice, and counts an error."""


def put_again(event: Mapping[str, Any], around: Surroundings) -> None:
    """Make the connector's list what the secret says now.

    Raises:
        NotPutError: it could not be done; says why, without a word of the secret.
    """
    desired = Contract.parse(event[PUT_AGAIN])
    api = VoiceApi(around.voice_client(desired.aws_region), around.clock)
    provider = TerminationCredentials(api, around.clock, _NOBODY, read_secret=around.read_secret)
    try:
        state = provider.read(desired.voice_connector_id)
        if state is not None:
            provider.bring(state, desired, desired)
    except (Failure, HandOn) as failure:
        _log(desired, f"failed: {failure}")
        # Without its cause, which has the service's own words.
        raise NotPutError(str(failure)) from None
    _log(desired, "the connector is gone" if state is None else "done")


def _log(desired: Contract, what: str) -> None:
    line = {
        "request": "put again",
        "type": Contract.SPEC.type_name,
        "voice_connector_id": desired.voice_connector_id,
        "what": what,
    }
    print(json.dumps(line))
