"""The service: from a request to its answer, with whatever faults and hooks a test has put in the way."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from typing import Any

from botocore import xform_name

from constructs_lib.local.voice import model as voice_model
from constructs_lib.local.voice.caller import AccountOf, caller_of, numeric_accounts
from constructs_lib.local.voice.calls import CallPort, NoCalls
from constructs_lib.local.voice.checks import check
from constructs_lib.local.voice.clock import Clock, SystemClock
from constructs_lib.local.voice.errors import NotSimulated, UnmodelledError, VoiceError
from constructs_lib.local.voice.families import FAMILY_OF
from constructs_lib.local.voice.families.family import Outcome
from constructs_lib.local.voice.faults import Fault, Faults, happen_after, happen_before
from constructs_lib.local.voice.journal import Entry, Journal, masked
from constructs_lib.local.voice.parsing import parse
from constructs_lib.local.voice.passing_time import settle
from constructs_lib.local.voice.rendering import render, render_error, render_not_simulated, render_unknown
from constructs_lib.local.voice.scene import Scene
from constructs_lib.local.voice.settings import Settings
from constructs_lib.local.voice.snapshot import dump
from constructs_lib.local.voice.store import OrderScript, World
from constructs_lib.local.voice.wire import NoAnswer, WireRequest, WireResponse


@dataclasses.dataclass(kw_only=True)
class Call:
    """A call in progress, as hooks see it. Parameters are whole, not masked."""

    n: int
    time: float
    account: str
    region: str
    operation: voice_model.Operation
    parameters: dict[str, Any] = dataclasses.field(default_factory=dict)
    done: bool = False
    """Whether it changed something; known to hooks after the call."""
    error: str = ""
    """The code of the service's refusal; known to hooks after the call."""


Hook = Callable[[Call], object]


class VoiceService:
    """The control plane of all accounts and Regions. Safe to use from several threads.

    Args:
        clock: where time comes from; the machine by default.
        settings: quotas, delays and the reading of what is undocumented.
        calls: what plays phone calls; without it the call operations answer 501.
        account_of: which account an access key id belongs to; by default the id itself when it has twelve digits.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        settings: Settings | None = None,
        calls: CallPort | None = None,
        account_of: AccountOf | None = None,
    ) -> None:
        self.clock = clock or SystemClock()
        self.settings = settings or Settings()
        self.calls = calls or NoCalls()
        self.faults = Faults()
        self.journal = Journal()
        self.model = voice_model.load()
        self._account_of = account_of or numeric_accounts(self.settings.default_account)
        self._world = World(seed=self.settings.seed)
        self._lock = threading.RLock()
        self._heard = 0
        self._before: list[Hook] = []
        self._after: list[Hook] = []

    def handle(self, request: WireRequest) -> WireResponse:
        """Answer one request.

        Raises:
            NoAnswer: the connection is to end without an answer: a fault, or a Region without an endpoint.
            UnmodelledError: a mistake in this program.
        """
        found = self.model.find(request)
        if found is None:
            return render_unknown(f"no operation of chime-sdk-voice is {request.method} {request.path}")
        operation, path_values = found
        try:
            account, region = caller_of(request, self._account_of)
        except VoiceError as error:
            return render_error(self.model, error)
        with self._lock:
            self._heard += 1
            call = Call(n=self._heard, time=self.clock.now(), account=account, region=region, operation=operation)
        response = None
        ending = ""
        try:
            call.parameters = parse(operation, request, path_values)
            response = render(operation, self._perform(call))
        except VoiceError as error:
            if error.code not in operation.errors:
                raise UnmodelledError(f"{operation.name} cannot answer {error.code} ({error.message})") from error
            response, ending = render_error(self.model, error), error.code
        except NotSimulated as missing:
            response, ending = render_not_simulated(operation.name, str(missing)), "NotImplemented"
        except BaseException as error:
            ending = str(error) if isinstance(error, NoAnswer) else type(error).__name__
            raise
        finally:
            self._record(call, response, ending)
        return response

    def inject(self, fault: Fault) -> None:
        """Put a fault in wait.

        Raises:
            ValueError: no operation can meet it.
        """
        named = [operation for operation in self.model.operations.values() if fault.names(operation)]
        if not named:
            raise ValueError(
                f"chime-sdk-voice has no operation {fault.operation!r}; patterns such as 'Create*' are possible"
            )
        errors = {error for operation in named for error in operation.errors}
        if fault.kind == "refuse" and fault.code not in errors:
            raise ValueError(
                f"{fault.operation} is never refused with {fault.code}; possible are {', '.join(sorted(errors))}"
            )
        with self._lock:
            self.faults.add(fault)

    def before_call(self, hook: Hook) -> None:
        """Run something before each call; what it raises goes through the client to the caller."""
        self._before.append(hook)

    def after_call(self, hook: Hook) -> None:
        """Run something after each call took effect, before its answer; what it raises goes to the caller."""
        self._after.append(hook)

    def clear_hooks(self) -> None:
        """Forget all hooks."""
        self._before.clear()
        self._after.clear()

    def script_order(self, *scripts: OrderScript) -> None:
        """Say what becomes of the next orders, one script an order."""
        with self._lock:
            self._world.scripts.extend(scripts)

    def take_number(self, *numbers: str) -> None:
        """Let strangers have numbers of the catalog."""
        with self._lock:
            self._world.taken.update(numbers)

    def snapshot(self) -> dict[str, Any]:
        """The state of all accounts as plain data: account id -> resources in the API's shapes."""
        with self._lock:
            now = self._settle()
            return {account: dump(self.model, self._scene(account, "", now)) for account in self._world.accounts}

    def reset(self) -> None:
        """Forget all resources, faults, hooks and calls; ids are not given out twice all the same."""
        with self._lock:
            self._world = World(seed=self.settings.seed, made=self._world.made)
            self.faults.clear()
            self.journal.clear()
            self.clear_hooks()

    def _perform(self, call: Call) -> dict[str, Any] | None:
        for hook in tuple(self._before):
            hook(call)
        fault = self._fault(call)
        happen_before(fault, call.operation)
        refusal: VoiceError | None = None
        answer = None
        try:
            outcome = self._do(call)
            answer = outcome() if callable(outcome) else outcome
            call.done = call.operation.mutating
        except VoiceError as error:
            refusal, call.error = error, error.code
        for hook in tuple(self._after):
            hook(call)
        happen_after(fault)
        if refusal is not None:
            raise refusal
        return answer

    def _fault(self, call: Call) -> Fault | None:
        if call.region not in self.model.regions:
            return Fault(kind="region_down")
        with self._lock:
            fault = self.faults.take(call.operation, call.region)
        if fault is not None and fault.seconds:
            self.clock.sleep(fault.seconds)
        return fault

    def _do(self, call: Call) -> Outcome:
        name = call.operation.python_name
        if name not in FAMILY_OF:
            raise NotSimulated(f"{call.operation.name} is not simulated yet")
        check(call.operation, call.parameters)
        with self._lock:
            family = FAMILY_OF[name](self._scene(call.account, call.region, self._settle()))
            outcome: Outcome = getattr(family, name)(**{xform_name(k): v for k, v in call.parameters.items()})
        return outcome

    def _scene(self, account: str, region: str, now: float) -> Scene:
        return Scene(
            account_id=account, region=region, now=now, settings=self.settings, world=self._world, calls=self.calls
        )

    def _settle(self) -> float:
        now = self.clock.now()
        settle(self._world, self.settings, now)
        return now

    def _record(self, call: Call, response: WireResponse | None, ending: str) -> None:
        entry = Entry(
            n=call.n,
            time=call.time,
            account=call.account,
            region=call.region,
            operation=call.operation.name,
            mutating=call.operation.mutating,
            parameters=masked(call.operation.input, call.parameters),
            status=response.status if response else None,
            error=ending,
            done=call.done,
        )
        with self._lock:
            self.journal.write(entry)
