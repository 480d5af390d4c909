"""The telephone network with the service in it: places calls, plays them, and brings their parties together."""

from __future__ import annotations

import random
import threading
import uuid
from collections.abc import Callable, Collection, Mapping

from constructs_lib.pstn.account import AccountWide, Quotas
from constructs_lib.pstn.by_hand import ByHand
from constructs_lib.pstn.call import Call
from constructs_lib.pstn.clock import Time, VirtualTime
from constructs_lib.pstn.errors import PstnError, UnknownApplication
from constructs_lib.pstn.far_ends import FarEnds
from constructs_lib.pstn.inbound import play_inbound
from constructs_lib.pstn.invoking import Invoker
from constructs_lib.pstn.legs import Leg
from constructs_lib.pstn.outbound import play_outbound
from constructs_lib.pstn.parties import Party
from constructs_lib.pstn.player import Player
from constructs_lib.pstn.policy import Policy
from constructs_lib.pstn.signals import HungUp, Updated
from constructs_lib.routing.model import RoutingTable, Trigger


class Network(ByHand):
    """Calls of one account.

    Args:
        table: who answers which call, or a function that says so now.
        invoker: runs the functions.
        time: by default virtual: nothing happens before `run`.
        policy: what the documentation leaves open.
        numbers: the account's inventory, now. By default only the numbers of the table are known, and others not checked.
        account: the account id in the events.
        seed: makes the ids of calls the same in every run.
        quotas: of the service. By default there are none.
        action_failures: by the name of an action, the error type and message that each such action fails with, as when a
            bucket or bot is not there: `{"RecordAudio": ("SystemException", "System error")}`.
    """

    KEPT = 1000
    """Calls that are remembered; of more, the oldest that is over is forgotten."""

    def __init__(
        self,
        *,
        table: RoutingTable | Callable[[], RoutingTable],
        invoker: Invoker,
        time: Time | None = None,
        policy: Policy | None = None,
        numbers: Callable[[], Collection[str]] | None = None,
        account: str = "123456789012",
        seed: int | None = None,
        quotas: Quotas | None = None,
        action_failures: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        self._table = table
        self._time = time or VirtualTime()
        self._player = Player(time=self._time, invoker=invoker)
        self._ends = FarEnds(time=self._time, player=self._player, begin=self._begin)
        self._player.ends = self._ends
        self._policy = policy or Policy()
        self._numbers = numbers
        self._account = account
        self._account_wide = AccountWide(quotas=quotas, action_failures=action_failures or {}, legs_up=self._legs_up)
        self._random = random.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311  (ids, no secrets)
        # A handler may place or update a call while it is invoked, on the same thread or on another.
        self._lock = threading.RLock()
        self._calls: list[Call] = []

    @property
    def calls(self) -> tuple[Call, ...]:
        """All calls that are remembered, oldest first."""
        with self._lock:
            return tuple(self._calls)

    def dial(
        self,
        *,
        to: str,
        caller: str,
        down: Collection[str] = (),
        party: Party | None = None,
        bridged: Party | None = None,
    ) -> Call:
        """Call a number from the telephone network.

        Args:
            to: the number, in E.164.
            caller: the caller's number.
            down: Regions that are pretended gone, for this call.
            party: the caller.
            bridged: who answers when the application bridges the call to somebody outside of the table.
        """
        trigger = Trigger(kind="ToPhoneNumber", value=to)
        leg = self._leg(to=to, from_=caller, inbound=True)
        return self._inbound(leg, trigger, down=down, party=party, bridged=bridged)

    def request(
        self,
        *,
        host: str,
        user: str,
        caller: str,
        sip_headers: Mapping[str, str] | None = None,
        down: Collection[str] = (),
        party: Party | None = None,
        bridged: Party | None = None,
    ) -> Call:
        """Send a SIP request to a Voice Connector, as a telephone system does.

        Args:
            host: the outbound host name of the Voice Connector.
            user: the user part of the Request-URI: 1 to 36 characters from a-z A-Z 0-9 &=+$/%-_!~*().
            caller: the caller's number.
            sip_headers: shown to the function.
            down: Regions that are pretended gone, for this call.
            party: the caller.
            bridged: who answers when the application bridges the call to somebody outside of the table.
        """
        trigger = Trigger(kind="RequestUriHostname", value=host)
        leg = self._leg(to=user, from_=caller, inbound=True, sip_headers=sip_headers)
        return self._inbound(leg, trigger, down=down, party=party, bridged=bridged)

    def create_call(
        self,
        *,
        application_id: str,
        region: str,
        caller: str,
        called: str,
        sip_headers: Mapping[str, str] | None = None,
        arguments: Mapping[str, str] | None = None,
        down: Collection[str] = (),
        party: Party | None = None,
        bridged: Party | None = None,
    ) -> Call:
        """Place a call from an application: CreateSipMediaApplicationCall.

        Args:
            application_id: the SIP media application.
            region: where it is.
            caller: the number that the called party sees.
            called: the number to call.
            sip_headers: sent to the called party, and seen by the function of a called number of the table; not by this one.
            arguments: shown to the function.
            down: Regions that are pretended gone, for this call.
            party: the called party.
            bridged: who answers when the application bridges the call to somebody outside of the table.

        Raises:
            UnknownApplication: the table has no such application there.
            OverQuota: there are too many calls, or too many at once.
        """
        wanted = (application_id, region)
        known = self._routes().applications
        target = next((each for each in known if (each.application_id, each.region) == wanted), None)
        if target is None:
            raise UnknownApplication(f"no SIP media application {application_id} in {region}")
        self._account_wide.check_create(region, self._time.now())
        leg = self._leg(to=called, from_=caller, inbound=False)
        leg.sends_headers = sip_headers or {}
        call = self._call(leg, down, party, bridged)
        call.target = target
        call.note("call", f"{caller} -> {called}, by {target.application_name or application_id}")
        self._player.begin(call, play_outbound(call, arguments or {}))
        return call

    def update_call(self, *, application_id: str, transaction_id: str, arguments: Mapping[str, str]) -> bool:
        """Hand arguments to a call in progress: UpdateSipMediaApplicationCall.

        The function is invoked later: when an action that cannot be interrupted has ended, or an outbound call is answered.

        Returns:
            Whether there is such a call.

        Raises:
            OverQuota: calls are updated too fast.
        """
        with self._lock:
            for call in self._calls:
                if call.transaction_id == transaction_id and call.target and not call.over.is_set():
                    if call.target.application_id != application_id:
                        return False
                    self._account_wide.check_update(call.region, self._time.now())
                    self._player.send(call, Updated(dict(arguments)))
                    self._ends.acted(call)
                    return True
        return False

    def run(self, seconds: float | None = None) -> None:
        """Play, in virtual time, until a call waits for a party by hand, or nothing is left to do.

        Args:
            seconds: plays for so long instead, whoever is waited for.

        Raises:
            PstnError: time is real.
        """
        if not isinstance(self._time, VirtualTime):
            raise PstnError("calls play by themselves when time is real: wait for them with call.wait()")
        if seconds is None:
            self._time.run(stop=self._ends.held)
        else:
            self._time.run(self._time.now() + seconds)

    def _inbound(
        self,
        leg: Leg,
        trigger: Trigger,
        *,
        down: Collection[str],
        party: Party | None,
        bridged: Party | None,
        within: Call | None = None,
    ) -> Call:
        call = self._call(leg, down, party, bridged)
        call.within = within
        call.note("call", f"{leg.from_} -> {leg.to}" + (f" at {trigger.value}" if trigger.value != leg.to else ""))
        self._player.begin(call, play_inbound(call, self._routes(), trigger))
        if call.party.hangs_up_after is not None:
            self._player.send(call, HungUp(leg.call_id), after=call.party.hangs_up_after)
        return call

    def _call(self, leg: Leg, down: Collection[str], party: Party | None, bridged: Party | None) -> Call:
        call = Call(
            account=self._account,
            policy=self._policy,
            now=self._time.now,
            new_id=self._new_id,
            leg_a=leg,
            transaction_id=self._new_id(),
            party=party or Party(),
            bridged=bridged or Party(),
            down=frozenset(down),
            owns=self._owns,
            account_wide=self._account_wide,
        )
        call.elsewhere = lambda call_id: self._is_of_another(call, call_id)
        with self._lock:
            self._calls.append(call)
            if len(self._calls) > self.KEPT:
                oldest = next((each for each in self._calls if each.over.is_set()), None)
                if oldest:
                    self._calls.remove(oldest)
        return call

    def _legs_up(self, region: str) -> int:
        legs = [leg for call in self.calls if call.region == region for leg in call.legs]
        return sum(leg.up and not leg.meeting for leg in legs)

    def _owns(self, number: str) -> bool | None:
        if self._numbers is not None:
            return number in self._numbers()
        return (
            any(route.trigger == Trigger(kind="ToPhoneNumber", value=number) for route in self._routes().routes) or None
        )

    def _is_of_another(self, call: Call, call_id: str) -> bool:
        return any(each is not call and any(leg.call_id == call_id for leg in each.all_legs) for each in self.calls)

    def _leg(self, *, to: str, from_: str, inbound: bool, sip_headers: Mapping[str, str] | None = None) -> Leg:
        return Leg(
            call_id=self._new_id(),
            tag="LEG-A",
            to=to,
            from_=from_,
            direction="Inbound" if inbound else "Outbound",
            started=self._time.now(),
            sip_headers=sip_headers or {},
        )

    def _new_id(self) -> str:
        with self._lock:
            return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def _routes(self) -> RoutingTable:
        return self._table if isinstance(self._table, RoutingTable) else self._table()

    def _begin(self, call: Call, leg: Leg) -> bool:
        """A leg to a number or Voice Connector of the same table rings as a call of its own."""
        routes = self._routes()
        hosts = [each.host for each in routes.connectors if each.arn == leg.connector]
        trigger = Trigger(kind="ToPhoneNumber", value=leg.to)
        if leg.connector:
            trigger = Trigger(kind="RequestUriHostname", value=hosts[0] if hosts else "")
        if routes.match(trigger) is None:
            return False
        if call.hops >= self._policy.max_hops:
            call.note("warning", f"{call.hops} calls were bridged in a row: a circle?")
            self._player.send(call, HungUp(leg.call_id, 480))
            return True
        far = self._leg(to=leg.to, from_=leg.from_, inbound=True, sip_headers=leg.sends_headers)
        inner = self._inbound(far, trigger, down=call.down, party=None, bridged=call.bridged, within=call)
        self._player.join((call, leg), (inner, far))
        call.note("leg", f"{leg.tag} rings as call {inner.transaction_id} of the same table")
        return True
