"""The programs that are compared: each a whole process, as a user would run it."""

from __future__ import annotations

EMPTY = """
import sys, aws_cdk as cdk
app = cdk.App(outdir=sys.argv[1])
cdk.Stack(app, "Voice", env=cdk.Environment(region="us-east-1"))
app.synth()
"""

# Handlers by ARN: nothing of aws_lambda is loaded.
ROUTES = """
import sys, aws_cdk as cdk
from constructs_lib import SipMediaApplication, SipRule, Trigger
app = cdk.App(outdir=sys.argv[1])
stack = cdk.Stack(app, "Voice", env=cdk.Environment(region="us-east-1", account="123456789012"))
answer = SipMediaApplication(stack, "Answer", handler="arn:aws:lambda:us-east-1:123456789012:function:answer")
for n in range(int(sys.argv[2])):
    SipRule(stack, f"Rule{n}", trigger=Trigger.phone_number(f"+1206555{n:04}"), targets=[answer])
app.synth()
"""

TWO_FUNCTIONS = """
import sys, aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
app = cdk.App(outdir=sys.argv[1])
for region in ("us-east-1", "us-west-2"):
    stack = cdk.Stack(app, region, env=cdk.Environment(region=region))
    lambda_.Function(stack, "Answer", runtime=lambda_.Runtime.PYTHON_3_14, handler="index.handler",
                     code=lambda_.Code.from_inline("def handler(event, context): return {}"))
app.synth()
"""

FAILOVER = """
import sys, aws_cdk as cdk
from constructs_lib import CallHandler, FailoverVoiceApp, Trigger
app = cdk.App(outdir=sys.argv[1])
voice = FailoverVoiceApp(app, "Support", regions=["us-east-1", "us-west-2"], handler=CallHandler.template("announce"))
for n in range(int(sys.argv[2])):
    voice.route(Trigger.phone_number(f"+1206555{n:04}"))
app.synth()
"""

BARE = "pass"

_PLAY = """
import time
def per_second(network, calls):
    began = time.perf_counter()
    for _ in range(calls):
        network.dial(to="+12065550100", caller="+12065550199")
        network.run()
    assert all(call.answered_by for call in network.calls)
    print(calls / (time.perf_counter() - began))
"""

CALLS_IN_PROCESS = f"""{_PLAY}
from chime_voice.handlers.announce import handler
from constructs_lib.calls import sources
from constructs_lib.pstn.invoking import PythonInvoker
from constructs_lib.pstn.network import Network
source = sources.of(handler)
per_second(Network(table=source.table, invoker=PythonInvoker(source.handlers), seed=1), 5000)
"""

CALLS_THROUGH_A_WORKER = f"""{_PLAY}
import chime_voice.handlers.announce as announce
from constructs_lib.calls import sources
from constructs_lib.pstn.network import Network
from constructs_lib.workers import Workers
with Workers() as workers:
    table = sources.of(announce.__file__).table
    network = Network(table=table, invoker=workers, seed=1)
    network.dial(to="+12065550100", caller="+12065550199")
    network.run()
    per_second(network, 1000)
"""
