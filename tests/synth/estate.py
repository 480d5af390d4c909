"""One stack with every resource type, ordered and adopted, for tests that look at a whole template."""

import aws_cdk as cdk

from constructs_lib import (
    GlobalSettings,
    Logging,
    PhoneNumber,
    PhoneNumberAssociation,
    PhoneNumbers,
    PhoneNumberSettings,
    SipMediaApplication,
    SipRule,
    SipRuleSet,
    Termination,
    TerminationCredentials,
    Trigger,
    VoiceConnector,
    VoiceConnectorGroup,
    VoiceProfileDomain,
)
from tests.synth.stacks import ACCOUNT, function_arn, new_stack

KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/0f0f0f0f-0000-4000-8000-000000000001"
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
    SipRuleSet(stack, "Lines").add(Trigger.phone_number("+12065550102"), targets=[application])
    PhoneNumbers(stack, "More", count=2, area_code="206")
    group = VoiceConnectorGroup(stack, "Group", connectors=[connector])
    PhoneNumberAssociation(stack, "Carried", numbers=["+12065550103"], voice_connector=connector)
    PhoneNumberAssociation(stack, "CarriedByGroup", numbers=["+12065550104"], group=group)
    VoiceProfileDomain(stack, "Prints", key=KEY)
    GlobalSettings(stack, "Settings", call_detail_records="records-of-calls")
    PhoneNumberSettings(stack, "NumberSettings", calling_name="Front Desk")
    return stack
