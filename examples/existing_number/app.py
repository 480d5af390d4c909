"""A number, its rule and its application that ring today, taken over without an interruption.

Put your own ids here: `aws chime-sdk-voice list-sip-rules` and `list-sip-media-applications` show them.
"""

import aws_cdk as cdk

from constructs_lib import PhoneNumber, SipMediaApplication, SipRule

NUMBER = "+12065550100"
RULE = "6f1a1c5e-0c3e-4a55-9a57-2f0a7f1f0b11"
APPLICATION = "0d9f7c1e-5f0b-4c58-8b5e-7a5f3c1d2e22"
FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:answer"

app = cdk.App()
stack = cdk.Stack(app, "Reception", env=cdk.Environment(region="us-east-1"))

# What is not declared stays as it is, and destroying the stack leaves all three in place.
number = PhoneNumber(stack, "Main", adopt=NUMBER)
reception = SipMediaApplication(stack, "Reception", handler=FUNCTION, adopt=APPLICATION)
SipRule(stack, "Line", trigger=number, targets=[reception], adopt=RULE)

app.synth()
