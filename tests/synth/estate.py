"""One stack with every resource type, ordered and adopted, for tests that look at a whole template."""

import aws_cdk as cdk

from constructs_lib import (
    Logging,
    PhoneNumber,
    SipMediaApplication,
    SipRule,
    Termination,
    TerminationCredentials,
    Trigger,
    VoiceConnector,
)
from tests.synth.stacks import function_arn, new_stack

SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:pbx-AbCdEf"


def whole_estate(app: cdk.App | None = None) -> cdk.Stack:
    stack = new_stack(app=app)
    application = SipMediaApplication(
        stack, "Sma", handler=function_arn(), message_logging=True, tags={"team": "voice"}
    )
    number = PhoneNumber(stack, "Main", area_code="206")
    PhoneNumber(stack, "Old", adopt="+12065550100")
    termination = Termination(calling_regions=["US"], cidr_allowed_list=["203.0.113.0/28"])
    connector = VoiceConnector(stack, "Pbx", termination=termination, logging=Logging(sip=True))
    TerminationCredentials(stack, "Users", voice_connector=connector, secret=SECRET)
    for rule_id, trigger in (
        ("ByNumber", number),
        ("ByHost", connector),
        ("ByValue", Trigger.phone_number("+12065550101")),
    ):
        SipRule(stack, rule_id, trigger=trigger, targets=[application])
    return stack
