"""Where Lambda enters."""

from __future__ import annotations

import functools
import os
from typing import Any

from chime_voice.provider import answer
from chime_voice.provider.client import invoke_again, read_secret, voice_client
from chime_voice.provider.clock import LambdaClock
from chime_voice.provider.serve import Surroundings, serve


def handler(event: dict[str, Any], context: Any) -> None:
    """Carry out one custom-resource event of CloudFormation, or put credentials again whose secret changed."""
    declared = os.environ.get("CHIME_VOICE_DECLARED", "")
    around = Surroundings(
        clock=LambdaClock(context.get_remaining_time_in_millis),
        voice_client=voice_client,
        put=answer.put,
        invoke_again=functools.partial(invoke_again, context.invoked_function_arn),
        read_secret=read_secret,
        declared=frozenset(filter(None, declared.split(","))),
        log=f" (log: {context.log_group_name} {context.log_stream_name})",
    )
    if "ChimeVoicePutAgain" in event:
        # Loaded for this alone, as the types are.
        from chime_voice.provider.put_again import put_again

        put_again(event, around)
    else:
        serve(event, around)
