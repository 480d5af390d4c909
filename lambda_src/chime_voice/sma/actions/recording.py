"""Actions that record: what a caller says, or a whole call.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/record-audio.html and
https://docs.aws.amazon.com/chime-sdk/latest/dg/start-call-recording.html

Recording somebody is a matter of law in most places: tell the parties, and let them agree.
"""

from __future__ import annotations

from chime_voice.sma import limits
from chime_voice.sma.actions.action import Action, leg
from chime_voice.sma.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class RecordingDestination(Value):
    """Where `RecordAudio` puts what it recorded.

    Args:
        bucket_name: a bucket of the same account; it must let `voiceconnector.chime.amazonaws.com` put objects and their
            access lists.
        prefix: how the keys begin, at most 979 characters of letters, digits and !-_.*'()/.
    """

    __slots__ = ()

    def __init__(self, *, bucket_name: str, prefix: str | None = None) -> None:
        super().__init__(
            Type="S3", BucketName=limits.text("bucket_name", bucket_name), Prefix=limits.key_prefix("prefix", prefix)
        )


class RecordAudio(Action):
    """Record what one leg says, as a voicemail does. `CallEvent.recording` tells where it is. A call update interrupts it.

    Args:
        recording_destination: where it goes.
        recording_terminators: keys that end it: 0 to 9, # and *.
        duration_in_seconds: the longest it records, 1 or more; without it, until a key or silence.
        silence_duration_in_seconds: how long a silence ends it, 1 to 1000. The guide has two defaults for it, so give one.
        silence_threshold: how loud silence is, 1 to 1000, 200 by default: less is quieter.
        call_id: the leg that is recorded; not together with `participant_tag`.
        participant_tag: the same, as `LEG-A` or `LEG-B`.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        recording_destination: RecordingDestination,
        recording_terminators: Sequence[str],
        duration_in_seconds: int | None = None,
        silence_duration_in_seconds: int | None = None,
        silence_threshold: int | None = None,
        call_id: str | None = None,
        participant_tag: str | None = None,
    ) -> None:
        if call_id is not None and participant_tag is not None:
            raise ValueError("call_id and participant_tag must not both be given: this action takes one of them")
        super().__init__(
            RecordingDestination=recording_destination,
            RecordingTerminators=limits.terminators("recording_terminators", recording_terminators),
            DurationInSeconds=limits.number("duration_in_seconds", duration_in_seconds, 1),
            SilenceDurationInSeconds=limits.number("silence_duration_in_seconds", silence_duration_in_seconds, 1, 1000),
            SilenceThreshold=limits.number("silence_threshold", silence_threshold, 1, 1000),
            **leg(call_id, participant_tag),
        )


class CallRecordingDestination(Value):
    """Where a recorded call goes.

    Args:
        location: `bucket` or `bucket/prefix`, in the same account; the bucket must let
            `voiceconnector.chime.amazonaws.com` put objects and their access lists. The service adds year, month and day;
            its prefix is `Amazon-Chime-SMA-Call-Recordings` by default.
    """

    __slots__ = ()

    def __init__(self, *, location: str) -> None:
        super().__init__(Type="S3", Location=limits.location("location", location))


class StartCallRecording(Action):
    """Record a leg from now on, as WAV. Once a leg: after `StopCallRecording` it cannot be started again.

    Args:
        call_id: the leg that is recorded; this action has no default for it.
        track: `BOTH`, in stereo, or `INCOMING`, what the leg says, or `OUTGOING`, what it hears.
        destination: where it goes.
    """

    __slots__ = ()

    def __init__(self, *, call_id: str, track: str, destination: CallRecordingDestination) -> None:
        super().__init__(
            CallId=limits.text("call_id", call_id),
            Track=limits.one_of("track", track, "BOTH", "INCOMING", "OUTGOING"),
            Destination=destination,
        )


class StopCallRecording(Action):
    """End the recording of a leg, for good.

    Args:
        call_id: the leg that is recorded; this action has no default for it.
    """

    __slots__ = ()

    def __init__(self, *, call_id: str) -> None:
        super().__init__(CallId=limits.text("call_id", call_id))


class PauseCallRecording(Action):
    """Record silence from now on; it is billed all the same.

    Args:
        call_id: the leg that is recorded; this action has no default for it.
    """

    __slots__ = ()

    def __init__(self, *, call_id: str) -> None:
        super().__init__(CallId=limits.text("call_id", call_id))


class ResumeCallRecording(Action):
    """Record what is said again.

    Args:
        call_id: the leg that is recorded; this action has no default for it.
    """

    __slots__ = ()

    def __init__(self, *, call_id: str) -> None:
        super().__init__(CallId=limits.text("call_id", call_id))
