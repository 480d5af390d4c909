"""Two numbers, answered in Ireland; by London, then Frankfurt when Ireland cannot. Numbers and rules live in us-east-1."""

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from constructs_lib import CallHandler, FailoverVoiceApp, PhoneNumber

app = cdk.App()
voice = FailoverVoiceApp(
    app,
    "Hotline",
    regions=["eu-west-1", "eu-west-2", "eu-central-1"],  # the order is the priority
    handler=CallHandler.template("announce", text="You reached the hotline in {region}."),
)
voice.route(PhoneNumber.order("TollFree", toll_free_prefix="833"))
voice.route(PhoneNumber.order("Local", city="Seattle", state="WA"))

# The service has no metric for failover, but a Region that is not the first is called only when those before it failed.
for region, application in list(voice.applications.items())[1:]:
    stack, function = voice.stacks[region], application.handler
    assert function is not None
    cloudwatch.Alarm(
        stack,
        "CallsHere",
        metric=function.metric_invocations(period=cdk.Duration.minutes(1)),
        threshold=1,
        evaluation_periods=1,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        alarm_description=f"{region} answers calls: the Regions before it could not",
    )

app.synth()
