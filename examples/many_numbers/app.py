"""Every number of a file answered in two Regions: eight resources, however many numbers there are."""

from pathlib import Path

import aws_cdk as cdk

from constructs_lib import CallHandler, FailoverVoiceApp, PhoneNumber, SipRuleSet, Trigger

app = cdk.App()
voice = FailoverVoiceApp(
    app,
    "Branches",
    regions=["us-east-1", "us-west-2"],
    handler=CallHandler.template("announce", text="You reached one of our branches, through {region}."),
)
voice.route(PhoneNumber.adopt("+12065550100"))

# The branches' numbers are in the account's inventory already, with the product type SipMediaApplicationDialIn.
numbers = (Path(__file__).parent / "numbers.txt").read_text().split()
rules = SipRuleSet(voice.routing_stack, "BranchLines")
rules.add([Trigger.phone_number(number) for number in numbers], targets=list(voice.applications.values()))

cdk.Tags.of(app).add("team", "telephony")
app.synth()
