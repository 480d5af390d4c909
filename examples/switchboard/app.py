"""A switchboard of ready handlers: a menu, meetings by PIN, voicemail, notifications, and a line that can be steered."""

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager

from constructs_lib import CallHandler, Dialer, HandlerPlan, PhoneNumber, SipMediaApplication, SipRule, Updater

DESK = "+12065550142"

app = cdk.App()
stack = cdk.Stack(app, "Switchboard", env=cdk.Environment(region="us-east-1"))
recordings = s3.Bucket(stack, "Recordings", enforce_ssl=True, block_public_access=s3.BlockPublicAccess.BLOCK_ALL)
pins = secretsmanager.Secret(stack, "Pins", description='PINs of meetings, such as {"471108": "weekly-review"}')


def application(name: str, handler: HandlerPlan) -> SipMediaApplication:
    """An application with this handler."""
    return SipMediaApplication(stack, name, handler=handler)


def line(name: str, handler: HandlerPlan) -> PhoneNumber:
    """A number that this handler answers."""
    number = PhoneNumber(stack, f"{name}Number", area_code="206")
    SipRule(stack, f"{name}Rule", trigger=number, targets=[application(name, handler)])
    return number


meetings = line("Meetings", CallHandler.template("meeting", pins=pins, memory_size=1024))
voicemail = line("Voicemail", CallHandler.template("forward", to=DESK, ring_seconds=15, recordings=recordings))
main = line(
    "Main",
    CallHandler.template(
        "menu",
        text="For the desk, press 1. To join a meeting, press 2.",
        options={"1": voicemail.e164_phone_number, "2": meetings.e164_phone_number},
    ),
)

# Whoever may invoke this function calls people with a message, and reads in the log who confirmed it.
notices = application("Notices", CallHandler.template("notify", text="The office is closed today."))
Dialer(stack, "Dialer", applications=[notices], caller_id=main)

# Callers wait here until whoever may invoke the updater transfers them.
waiting = application("Waiting", CallHandler.template("updates", transfers=[DESK]))
SipRule(stack, "WaitingRule", trigger=PhoneNumber(stack, "WaitingNumber", area_code="206"), targets=[waiting])
Updater(stack, "Updater", applications=[waiting])
app.synth()
