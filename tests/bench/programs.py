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

# Rules one by one, as many as wanted in one stack.
RULES = """
import sys, aws_cdk as cdk
from constructs_lib import SipMediaApplication, SipRule, Trigger
app = cdk.App(outdir=sys.argv[1], context={"@aws-cdk/core:stackResourceLimit": 0})
def stack(name, region):
    return cdk.Stack(app, name, env=cdk.Environment(region=region, account="123456789012"))
answers = [
    SipMediaApplication(stack(region, region), "Answer", handler=f"arn:aws:lambda:{region}:123456789012:function:answer")
    for region in ("us-east-1", "us-west-2")
]
rules = stack("Rules", "us-east-1")
for n in range(int(sys.argv[2])):
    SipRule(rules, f"Rule{n}", trigger=Trigger.phone_number(f"+1206{n:07}"), targets=answers)
app.synth()
"""

# What `chime-voice routes` does (its report checks the table), against reading the same files as JSON: the ratio of the
# pairs, and both medians.
READING = """
import json, statistics, sys, time
from pathlib import Path
from constructs_lib import assembly
from constructs_lib.routing import table_report
folder = Path(sys.argv[1])
files = [path for path in folder.glob("*.json") if path.name != "tree.json"]
def load():
    for path in files:
        json.loads(path.read_bytes())
def show():
    table_report.render(assembly.read(folder))
def seconds(step):
    began = time.perf_counter()
    step()
    return time.perf_counter() - began
runs = [(seconds(show), seconds(load)) for _ in range(10)][1:]
print(json.dumps([statistics.median(x / y for x, y in runs), *map(statistics.median, zip(*runs))]))
"""
