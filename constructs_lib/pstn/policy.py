"""What the service's documentation leaves open, and its limits, as settings with names."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, kw_only=True)
class Policy:
    """How the service behaves where it can be told.

    **U** marks what is undocumented or contradictory: the default is the strictest plausible reading, so that what works
    here does not depend on a kindness that nobody promised. Everything else is documented.

    U as well, and the same for everybody: ACTION_INTERRUPTED comes before CALL_UPDATE_REQUESTED; an outbound call rings
    once NEW_OUTBOUND_CALL is answered; a bridge answers a ringing caller when the other party answers; an action for a leg
    that is down fails with InvalidActionParameter, and a bridge beyond a quota with SystemException; a call whose function
    cannot be asked any more ends without HANGUP; digits that were received, and an update that interrupts nothing, are told
    after the action; who leaves during an action on the other leg is shown as Disconnected before HANGUP tells of it.
    """

    # Failover, at the beginning of an inbound call.
    function_error_fails_over: bool = False
    """U: whether a function that was invoked and failed sends the call to the next target. By default the call ends."""
    time_out_fails_over: bool = False
    """U: whether a function that gave no answer in time sends the call to the next target. By default the call ends."""
    invalid_response_fails_over: bool = False
    """U: whether an answer that is no list of actions sends the call to the next target. By default the call ends."""
    transaction_kept_at_failover: bool = False
    """U: whether the next target sees the same transaction id, its Sequence going on. By default it sees a new call."""
    seconds_before_next_target: float = 0.0
    """U: how long the service takes to turn to the next target."""

    # Invocations.
    reinvoke_after: float = 5.0
    """Seconds without an answer after which the function is invoked a second time with the same event; never, if that is
    no less than `hang_up_after`."""
    hang_up_after: float = 20.0
    """Seconds without an answer after which the service gives up. U: another page ends the call after the second 5 s."""
    retries: int = 1
    """How often an invocation that Lambda refused (access, throttling, no such function) is repeated."""
    function_errors_are_retried: bool = False
    """U: whether a failed function counts as one of the errors that are retried."""
    max_invocations: int = 1000
    """Invocations a call, repeated ones included."""

    # Responses.
    max_actions: int = 10
    """Actions a response."""
    max_transaction_attributes: int = 10
    """U: one page allows 100 pairs, the documented error message says 10."""
    max_transaction_attributes_bytes: int = 20 * 1024
    """Bytes of the transaction attributes together. U: what is counted; here it is their JSON."""
    attributes_must_be_strings: bool = False
    """U: whether a transaction attribute that is not a string makes the response invalid. By default only a warning:
    functions in the field send such."""
    attributes_kept_from: frozenset[str] = frozenset({"NEW_OUTBOUND_CALL"})
    """U: events whose actions are ignored but whose TransactionAttributes are kept. Guide: none; samples rely on it."""
    empty_list_stops: bool = True
    """Whether `[]` drops the actions that are still to come. U after a mid-list success: another source says they go on.
    No `Actions` at all always keeps them."""
    mid_list_success: bool = True
    """U: whether CallAndBridge, JoinChimeMeeting, ModifyChimeMeetingAttendees, PlayAudioAndGetDigits and RecordAudio report
    success while more actions follow."""
    mid_list_success_of_newer_actions: bool = False
    """U: whether SpeakAndGetDigits and StartBotConversation do so too; the source of that list is older than they are."""
    runs_reply_to_invalid_response: bool = False
    """U: whether the actions answered to INVALID_LAMBDA_RESPONSE are run. By default the call ends."""

    # The call.
    unroutable_sip_code: int = 404
    """U: what a caller gets when no rule matches."""
    over_quota_sip_code: int = 503
    """U: what a caller gets when a quota is used up, where quotas are asked for."""
    unanswered_seconds: float = 30.0
    """How long an inbound call rings when the function has nothing done that answers it."""
    rings_out_after: float = 60.0
    """U: how long an outbound call rings before the service gives up with 480."""
    reports_action_cut_by_hang_up: bool = False
    """U: whether ACTION_FAILED for the action in progress comes before the HANGUP of a party that left."""
    hang_up_of_other_leg_cuts_action: bool = False
    """U: whether an action on one leg is cut short when the other leg goes down. By default that is told
    after it, unless it has no end of its own."""
    lists_leg_that_did_not_answer: bool = False
    """U: whether LEG-B of a bridge that nobody answered stays in Participants, as Disconnected. By default LEG-A is alone
    there, as in the guide's example of CallNotAnswered."""
    no_valid_digits_error: str = "InvalidDigitsReceived"
    """U: ErrorType when an action that collects digits gets none that are valid; the name is seen in samples only."""
    max_attempts: int = 1000
    """Attempts at getting digits in one action, whatever its Repeat. U for the service; here it ends what never would."""
    silence_ends_recording_after: float | None = None
    """U: seconds of silence that end a recording without SilenceDurationInSeconds; the page says 200 and that it is off.
    None: it is off."""
    bot_patience_seconds: float = 30.0
    """U: how long a bot listens to a party that says nothing, before its FallbackIntent comes back as Failed."""
    max_hops: int = 10
    """Calls bridged in a row to numbers of the same table. U for the service; here it stops a circle."""

    # How long things take.
    speech_characters_per_second: float = 15.0
    """An estimate of synthetic speech: 15 characters a second, 900 a minute, about 150 English words."""
    audio_seconds: float = 5.0
    """How long one play of an audio file takes; the simulator does not open it."""
