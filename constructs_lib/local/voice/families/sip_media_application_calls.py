"""Calls through the API: checked here, played behind the `CallPort`."""

from __future__ import annotations

from constructs_lib.local.voice.errors import BadRequest, NotFound, Throttled
from constructs_lib.local.voice.families.family import Family, Later
from constructs_lib.local.voice.records import Wire, canonical

# https://docs.aws.amazon.com/chime-sdk/latest/dg/sip-headers.html
_HEADERS = ("user-to-user", "diversion")
_RESERVED = ("x-amzn", "x-vine", "x-vc", "x-canary", "x-voice")
_HEADER_LENGTH = 2048


class SipMediaApplicationCalls(Family):
    """Outbound calls and messages to calls in progress."""

    def create_sip_media_application_call(
        self,
        *,
        from_phone_number: str,
        to_phone_number: str,
        sip_media_application_id: str,
        sip_headers: dict[str, str] | None = None,
        arguments_map: dict[str, str] | None = None,
    ) -> Later:
        """Begin a call from a number of the account. The operation has no NotFound."""
        try:
            application = self.scene.get(self.account.applications, sip_media_application_id, "SIP media application")
        except NotFound as error:
            raise BadRequest(error.message) from error
        caller = self.account.numbers.get(canonical(from_phone_number))
        if caller is None or not caller.usable:
            raise BadRequest(f"FromPhoneNumber ***{from_phone_number[-4:]} is not in the account's inventory")
        for name, value in (sip_headers or {}).items():
            _check_header(name.lower(), value)
        self._throttle("create", self.scene.settings.create_calls_per_second)

        def place() -> Wire:
            transaction = self.scene.calls.create_call(
                account=self.scene.account_id,
                region=self.scene.region,
                application_id=application.id,
                from_number=caller.number,
                to_number=canonical(to_phone_number),
                sip_headers=sip_headers or {},
                arguments=arguments_map or {},
            )
            return {"SipMediaApplicationCall": {"TransactionId": transaction}}

        return place

    def update_sip_media_application_call(
        self, *, sip_media_application_id: str, transaction_id: str, arguments: dict[str, str]
    ) -> Later:
        """Hand arguments to a call in progress; the answer does not wait for its function."""
        application = self.scene.get(self.account.applications, sip_media_application_id, "SIP media application")
        self._throttle("update", self.scene.settings.update_calls_per_second)

        def update() -> Wire:
            known = self.scene.calls.update_call(
                account=self.scene.account_id,
                region=self.scene.region,
                application_id=application.id,
                transaction_id=transaction_id,
                arguments=arguments,
            )
            if not known:
                raise NotFound(f"there is no call {transaction_id} at SIP media application {application.id}")
            return {"SipMediaApplicationCall": {"TransactionId": transaction_id}}

        return update

    def _throttle(self, kind: str, limit: int) -> None:
        recent = self.account.recent_calls.setdefault((kind, self.scene.region), [])
        recent[:] = [moment for moment in recent if moment > self.scene.now - 1]
        if len(recent) >= limit:
            raise Throttled(f"Rate exceeded: {limit} {kind} requests a second")
        recent.append(self.scene.now)


def _check_header(name: str, value: str) -> None:
    if name.startswith(_RESERVED) or not (name.startswith("x-") or name in _HEADERS):
        raise BadRequest(f"SIP header {name!r} cannot be set; allowed are x-… , User-to-User and Diversion")
    if len(value) > _HEADER_LENGTH:
        raise BadRequest(f"SIP header {name!r} is longer than {_HEADER_LENGTH} characters")
