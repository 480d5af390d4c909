"""A PBX behind a Voice Connector: calls in both directions, signed ones only, with a number of its own."""

import json

import aws_cdk as cdk
from aws_cdk import aws_secretsmanager as secretsmanager

from constructs_lib import (
    Logging,
    Origination,
    OriginationRoute,
    PhoneNumber,
    PhoneNumberAssociation,
    Termination,
    TerminationCredentials,
    VoiceConnector,
)

# Put your own here: these hosts and addresses are set aside for documentation.
HOSTS = ["pbx-1.example.com", "pbx-2.example.com"]
ADDRESSES = ["203.0.113.16/29"]

app = cdk.App()
stack = cdk.Stack(app, "Pbx", env=cdk.Environment(region="us-east-1"))

number = PhoneNumber(stack, "Main", area_code="206", product_type="VoiceConnector")
trunk = VoiceConnector(
    stack,
    "Trunk",
    # The PBX calls from these addresses, to these countries, with this number where it names none.
    termination=Termination(calling_regions=["US", "CA"], cidr_allowed_list=ADDRESSES, default_phone_number=number),
    # Calls go to the first host, and to the second when that does not answer.
    origination=Origination(routes=[OriginationRoute(host) for host in HOSTS]),
    logging=Logging(sip=True),
)
PhoneNumberAssociation(stack, "Numbers", numbers=[number], voice_connector=trunk)

# The password is made in the account and never leaves it; a new version of the secret is put within moments.
users = secretsmanager.Secret(
    stack,
    "Users",
    description="With what the PBX signs its calls",
    generate_secret_string=secretsmanager.SecretStringGenerator(
        secret_string_template=json.dumps({"username": "pbx"}), generate_string_key="password", exclude_punctuation=True
    ),
)
TerminationCredentials(stack, "Credentials", voice_connector=trunk, secret=users)

# Where the PBX registers its trunk.
cdk.CfnOutput(stack, "Host", value=trunk.outbound_host_name)

app.synth()
