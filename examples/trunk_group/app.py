"""Numbers that reach a PBX through two Regions: the second takes the calls when the first cannot."""

import aws_cdk as cdk

from constructs_lib import (
    Origination,
    OriginationRoute,
    PhoneNumberAssociation,
    PhoneNumbers,
    VoiceConnector,
    VoiceConnectorGroup,
)

# The Region that is tried first comes first. Put your own hosts here: these are set aside for documentation.
HOSTS = {"us-east-1": "pbx-east.example.com", "us-west-2": "pbx-west.example.com"}

app = cdk.App()
connectors = []
for region, host in HOSTS.items():
    trunk = cdk.Stack(app, f"Trunk-{region}", env=cdk.Environment(region=region))
    origination = Origination(routes=[OriginationRoute(host)])
    connectors.append(VoiceConnector(trunk, "Connector", origination=origination))

stack = cdk.Stack(app, "Lines", env=cdk.Environment(region="us-east-1"))
# What the group reads of the other stacks is weak, so that a Region can be taken out again.
cdk.CrossStackReferences.of(stack).consume(cdk.ReferenceStrength.WEAK)
group = VoiceConnectorGroup(stack, "Group", connectors=connectors)

# Bought together, and kept when the count becomes smaller or the stack is destroyed.
lines = PhoneNumbers(stack, "Numbers", count=3, area_code="206", product_type="VoiceConnector")
PhoneNumberAssociation(stack, "Carried", numbers=lines.numbers, group=group)

for index, number in enumerate(lines.numbers, 1):
    cdk.CfnOutput(stack, f"Number{index}", value=number.e164_phone_number)
cdk.CfnOutput(stack, "Retained", value=cdk.Fn.join("", ["no longer in use: ", lines.retained]))

app.synth()
