"""A handler of your own: callers are put through to a desk."""

from pathlib import Path

import aws_cdk as cdk

from constructs_lib import CallHandler, FailoverVoiceApp, PhoneNumber

FOLDER = Path(__file__).parent / "handler"

app = cdk.App()
voice = FailoverVoiceApp(
    app,
    "Desk",
    regions=["us-west-2", "us-east-1"],
    handler=CallHandler.from_folder(FOLDER, entry="answer.handler", environment={"DESK": "+12065550142"}),
)
voice.route(PhoneNumber.order("Main", area_code="206"))
app.synth()
