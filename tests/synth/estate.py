"""One stack with every resource type, ordered and adopted, for tests that look at a whole template."""

import aws_cdk as cdk

from constructs_lib import PhoneNumber, SipMediaApplication, SipRule, Trigger, VoiceConnector
from tests.synth.stacks import function_arn, new_stack


def whole_estate(app: cdk.App | None = None) -> cdk.Stack:
    stack = new_stack(app=app)
    application = SipMediaApplication(
        stack, "Sma", handler=function_arn(), message_logging=True, tags={"team": "voice"}
    )
    number = PhoneNumber(stack, "Main", area_code="206")
    PhoneNumber(stack, "Old", adopt="+12065550100")
    connector = VoiceConnector(stack, "Pbx")
    for rule_id, trigger in (
        ("ByNumber", number),
        ("ByHost", connector),
        ("ByValue", Trigger.phone_number("+12065550101")),
    ):
        SipRule(stack, rule_id, trigger=trigger, targets=[application])
    return stack
