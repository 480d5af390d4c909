"""One number, answered in one Region."""

import aws_cdk as cdk

from constructs_lib import CallHandler, PhoneNumber, SipMediaApplication, SipRule

app = cdk.App()
stack = cdk.Stack(app, "FrontDesk", env=cdk.Environment(region="us-east-1"))

# The function that answers, and the application that lets the service invoke it.
answer = CallHandler(stack, "Answer", plan=CallHandler.template("announce", text="The front desk is closed today."))
desk = SipMediaApplication(stack, "Desk", handler=answer)

# A number is ordered when the stack is deployed, and kept when the stack is destroyed.
number = PhoneNumber(stack, "Main", area_code="206", name="Front desk")
SipRule(stack, "Line", trigger=number, targets=[desk])

cdk.CfnOutput(stack, "Call", value=number.e164_phone_number)

app.synth()
