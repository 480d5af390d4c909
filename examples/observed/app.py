"""A support line in two Regions and a PBX, watched: alarms that reach somebody, a dashboard and saved queries a Region."""

import aws_cdk as cdk
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns

from constructs_lib import (
    CallHandler,
    FailoverVoiceApp,
    Logging,
    PhoneNumber,
    PromptBucket,
    RecordingBucket,
    VoiceConnector,
)

DESK = "+12065550142"


def handler(stack: cdk.Stack) -> CallHandler:
    """Rings the desk, and records a message where nobody answers; one instance is kept warm, so that nobody waits."""
    plan = CallHandler.template(
        "forward",
        to=DESK,
        prompts=PromptBucket(stack, "Prompts"),
        voicemail_audio="nobody-here.wav",
        recordings=RecordingBucket(stack, "Messages", delete_after_days=30),
        provisioned_concurrency=1,
    )
    return CallHandler(stack, "Answer", plan=plan)


app = cdk.App()
voice = FailoverVoiceApp(app, "Line", regions=["us-east-1", "us-west-2"], handler=handler)
pbx = VoiceConnector(
    voice.routing_stack, "Pbx", logging=Logging(sip=True, media_metrics=True, retention=logs.RetentionDays.ONE_MONTH)
)
voice.route(PhoneNumber.order("Main", area_code="206"))
voice.route(pbx)

# Subscribe whoever is on call to the topic of each Region.
voice.watch(topic=lambda stack: sns.Topic(stack, "OnCall", enforce_ssl=True), connectors=[pbx], active_calls_quota=50)

app.synth()
