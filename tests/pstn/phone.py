"""A telephone for tests: a routing table of some Regions, handlers in Python, calls in virtual time."""

from __future__ import annotations

from constructs_lib.pstn.invoking import PythonInvoker
from constructs_lib.pstn.network import Network
from constructs_lib.routing.model import Function, Route, RoutingTable, Target, Trigger

NUMBER = "+12065550100"
OTHER_NUMBER = "+12065550101"
CALLER = "+12065550199"
HOST = "abcdef1ghij2klmno3pqr4.voiceconnector.chime.aws"
REGIONS = ("us-east-1", "us-west-2")


def application(region, *, name="announce", priority=0, permission=True):
    function = Function(
        name=f"{name}-{region}",
        region=region,
        arn=f"arn:aws:lambda:{region}:123456789012:function:{name}-{region}",
        invoke_permission=permission,
    )
    return Target(
        priority=priority, region=region, application_id=f"{name}@{region}", application_name=name, function=function
    )


def route(to=NUMBER, *, regions=REGIONS, name="announce", enabled=True, kind="ToPhoneNumber"):
    targets = tuple(application(region, name=name, priority=n) for n, region in enumerate(regions, 1))
    return Route(
        name=f"Rule {to}", trigger=Trigger(kind=kind, value=to), targets=targets, enabled=enabled, rule_id=f"rule-{to}"
    )


def table_of(*routes):
    applications = {target.application_id: target for route in routes for target in route.targets}
    return RoutingTable(routes=routes, applications=tuple(applications.values()))


class Handler:
    """A handler that answers each event by its name, and keeps what it was asked."""

    def __init__(self, **answers):
        self.answers = answers
        self.events = []

    def __call__(self, event, context):
        self.events.append(event)
        kind = event["InvocationEventType"]
        answer = self.answers.get(kind, [])
        if isinstance(answer, Each):
            answer = answer.of(sum(each["InvocationEventType"] == kind for each in self.events))
        if callable(answer):
            answer = answer(event)
        if isinstance(answer, Exception):
            raise answer
        return {"SchemaVersion": "1.0", "Actions": answer} if isinstance(answer, list) else answer

    @property
    def kinds(self):
        return [event["InvocationEventType"] for event in self.events]

    def last(self, kind):
        return next(event for event in reversed(self.events) if event["InvocationEventType"] == kind)


class Each:
    """A different answer each time; the last one stays."""

    def __init__(self, *answers):
        self.answers = answers

    def of(self, time):
        return self.answers[min(time, len(self.answers)) - 1]


def functions(handler, *, name="announce", regions=REGIONS):
    return {f"{name}-{region}": handler for region in regions}


def network(handler, *, routes=(), seconds=None, others=None, **options):
    handlers = functions(handler) | (others or {})
    table = options.pop("table", None) or table_of(*(routes or (route(),)))
    return Network(table=table, invoker=PythonInvoker(handlers, seconds=seconds), seed=1, **options)


def speak(text="Hello", **parameters):
    return {"Type": "Speak", "Parameters": {"Text": text, "ParticipantTag": "LEG-A"} | parameters}


def play_audio(key="hello.wav", **parameters):
    source = {"Type": "S3", "BucketName": "prompts", "Key": key}
    return {"Type": "PlayAudio", "Parameters": {"AudioSource": source} | parameters}


def pause(milliseconds=1000, **parameters):
    return {"Type": "Pause", "Parameters": {"DurationInMilliseconds": milliseconds} | parameters}


def hang_up(**parameters):
    return {"Type": "Hangup", "Parameters": parameters}


def bridge(uri="+12065550150", **parameters):
    endpoint = {"BridgeEndpointType": "PSTN", "Uri": uri}
    return {"Type": "CallAndBridge", "Parameters": {"CallerIdNumber": NUMBER, "Endpoints": [endpoint]} | parameters}


def get_digits(text="Your PIN", sorry="Wrong", **parameters):
    """Speech, 5 s for the first key and 2 s for each further one."""
    given = {
        "SpeechParameters": {"Text": text},
        "FailureSpeechParameters": {"Text": sorry},
        "RepeatDurationInMilliseconds": 5000,
        "InBetweenDigitsDurationInMilliseconds": 2000,
    }
    return {"Type": "SpeakAndGetDigits", "Parameters": given | parameters}


def record(**parameters):
    given = {"RecordingDestination": {"Type": "S3", "BucketName": "voicemail"}, "RecordingTerminators": ["#"]}
    return {"Type": "RecordAudio", "Parameters": given | parameters}


def action(kind, **parameters):
    return {"Type": kind, "Parameters": parameters}


def announce(event, context=None):
    """A handler that says its Region and hangs up."""
    if event["InvocationEventType"] == "NEW_INBOUND_CALL":
        actions = [speak(f"Hello from {event['CallDetails']['AwsRegion']}"), hang_up()]
    else:
        actions = []
    return {"SchemaVersion": "1.0", "Actions": actions}


def words(call, what):
    """The timeline's details of one kind."""
    return [entry.detail for entry in call.timeline if entry.what == what]
