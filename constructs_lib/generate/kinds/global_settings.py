"""The bucket of call detail records."""

from __future__ import annotations

from chime_voice.contract.global_settings import GlobalSettings

from constructs_lib.generate.code import Call, Name
from constructs_lib.generate.kinds import Refer


def call(stack: Name, id: str, declared: GlobalSettings, refer: Refer) -> Call:  # noqa: A002, ARG001
    """`GlobalSettings(...)`."""
    return Call("GlobalSettings", (stack, id), {"call_detail_records": declared.cdr_bucket, "adopt": declared.adopt_id})
