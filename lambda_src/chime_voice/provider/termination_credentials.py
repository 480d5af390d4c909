"""Termination credentials: a connector's list is made what a secret says.

The service never shows a password, so all are put whenever there is a reason to. Neither they nor the user names are in
an answer, a log or an error.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping

from chime_voice.contract.checks import CONNECTOR_ID
from chime_voice.contract.termination_credentials import TerminationCredentials as Contract
from chime_voice.provider import secret
from chime_voice.provider.client import THROTTLED
from chime_voice.provider.clock import pause
from chime_voice.provider.errors import Failure, NotFound, Refused, Unsure
from chime_voice.provider.resource import SETTLING, ResourceProvider, State

# Rights that were given a moment ago are not in effect everywhere at once.
_PASSING = THROTTLED | {"AccessDeniedException"}


class TerminationCredentials(ResourceProvider[Contract]):
    """`Custom::ChimeTerminationCredentials`. There is one list a connector, and it is the secret's."""

    contract = Contract

    def is_id(self, physical_id: str) -> bool:
        """That of the connector."""
        return re.fullmatch(CONNECTOR_ID, physical_id) is not None

    def id_of(self, state: State) -> str:
        """The connector's id."""
        return str(state["VoiceConnectorId"])

    def read(self, physical_id: str) -> State | None:
        """The user names that the connector has; None without a connector."""
        try:
            return self._list(physical_id)
        except NotFound:
            return None

    def every(self) -> Iterable[State]:
        """None that could be told from others': a list has no name, and so no mark."""
        return ()

    def fits(self, state: State, desired: Contract, previous: Contract | None) -> bool:  # noqa: ARG002
        """A list belongs to its connector."""
        return self.id_of(state) == desired.voice_connector_id

    def check_make(self, desired: Contract) -> None:
        """Users that somebody else put sign calls today: refuse to take them away."""
        passwords = self._passwords(desired)
        present = self.settled(lambda: self._list(desired.voice_connector_id))
        others = set(present["Usernames"]) - set(passwords)
        if others:
            raise Failure(
                f"Voice Connector {desired.voice_connector_id} has users that the secret does not have ({len(others)}), and "
                f"what signs calls with them would be turned away. Add them to the secret, or delete them first (aws "
                f"chime-sdk-voice list-voice-connector-termination-credentials --voice-connector-id "
                f"{desired.voice_connector_id} shows them)"
            )

    def make(self, desired: Contract) -> State:
        """The first time that they are put: when it is refused there is nothing to take back."""
        self._put(desired.voice_connector_id, self._passwords(desired))
        return {**self._list(desired.voice_connector_id), "IsPut": True}

    def bring(self, state: State, desired: Contract, previous: Contract | None) -> State:  # noqa: ARG002
        """All passwords of the secret in one call, then without the users that it does not have."""
        found = self.id_of(state)
        if not state.get("IsPut"):
            passwords = self._passwords(desired)
            self._put(found, passwords)
            self._delete(found, set(self._list(found)["Usernames"]) - set(passwords))
        return state

    def restore(self, state: State) -> None:
        """Nothing is adopted here."""

    def describe(self, state: State) -> str:
        """Whose they are."""
        return f"of Voice Connector {self.id_of(state)}"

    def remove(self, state: State) -> None:
        """The whole list."""
        self._delete(self.id_of(state), set(state["Usernames"]))

    def attributes(self, state: State) -> dict[str, str]:
        """The connector's id, and nothing of the secret."""
        return {"VoiceConnectorId": self.id_of(state)}

    def _list(self, found: str) -> State:
        answer = self.api.call("ListVoiceConnectorTerminationCredentials", VoiceConnectorId=found)
        return {"VoiceConnectorId": found, "Usernames": list(answer.get("Usernames") or ())}

    def _put(self, found: str, passwords: Mapping[str, str]) -> None:
        credentials = [{"Username": user, "Password": password} for user, password in passwords.items()]
        with _silent([*passwords, *passwords.values()]):
            self.api.call("PutVoiceConnectorTerminationCredentials", VoiceConnectorId=found, Credentials=credentials)

    def _delete(self, found: str, users: set[str]) -> None:
        if users:
            with _silent(users), contextlib.suppress(NotFound):
                self.api.call(
                    "DeleteVoiceConnectorTerminationCredentials", VoiceConnectorId=found, Usernames=sorted(users)
                )

    def _passwords(self, desired: Contract) -> Mapping[str, str]:
        for delay in SETTLING:
            try:
                return secret.passwords_in(self.read_secret(desired.secret_arn))
            except (Refused, Unsure) as failure:
                if isinstance(failure, Refused) and failure.code not in _PASSING:
                    raise
                pause(self.clock, delay)
        return secret.passwords_in(self.read_secret(desired.secret_arn))


@contextlib.contextmanager
def _silent(secrets: Iterable[str]) -> Iterator[None]:
    """The service may repeat in its message what it was sent: nobody is to read it."""
    try:
        yield
    except Failure as failure:
        hidden = sorted(set(secrets), key=len, reverse=True)
        failure.args = (re.sub("|".join(map(re.escape, hidden)), "***", str(failure)),)
        raise
