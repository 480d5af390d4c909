"""Who calls, and where: both stand in the credential scope of the signature, which is not verified."""

from __future__ import annotations

import re
from collections.abc import Callable

from constructs_lib.local.voice.errors import Unauthorized
from constructs_lib.local.voice.wire import WireRequest

_SCOPE = re.compile(r"Credential=([^/,\s]+)/\d{8}/([a-z0-9-]+)/chime/aws4_request")

AccountOf = Callable[[str], str]
"""From an access key id to the account's id."""


def numeric_accounts(default: str) -> AccountOf:
    """An access key id of twelve digits is the account id; every other one belongs to a default account."""

    def account_of(access_key_id: str) -> str:
        return access_key_id if re.fullmatch(r"\d{12}", access_key_id) else default

    return account_of


def caller_of(request: WireRequest, account_of: AccountOf) -> tuple[str, str]:
    """Account and Region of a request.

    Raises:
        Unauthorized: it is not signed for this service.
    """
    found = _SCOPE.search(request.header("Authorization"))
    if not found:
        raise Unauthorized("the request is not signed for the service 'chime' (Signature Version 4)")
    return account_of(found[1]), found[2]
