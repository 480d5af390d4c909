"""The multi-Region pattern: one application a Region, and rules that try them in order.

Facts: https://docs.aws.amazon.com/chime-sdk/latest/dg/using-lambda.html (applications in several Regions by priority);
https://docs.aws.amazon.com/chime-sdk/latest/dg/sdk-available-regions.html (Regions of applications and of numbers).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from chime_voice.contract.checks import HOME_REGIONS
from constructs import Construct

from constructs_lib import _failover_checks
from constructs_lib._problems import Problems
from constructs_lib.handler_plan import HandlerPlan
from constructs_lib.phone_number import IPhoneNumber, PhoneNumber, PhoneNumberPlan
from constructs_lib.sip_media_application import SipMediaApplication
from constructs_lib.sip_rule import SipRule
from constructs_lib.trigger import Trigger
from constructs_lib.voice_connector import IVoiceConnector

if TYPE_CHECKING:
    from constructs_lib._watch import TopicOfStack
    from constructs_lib.sip_media_application import CallFunction
    from constructs_lib.voice_alarms import VoiceAlarms

    HandlerOfRegion = HandlerPlan | Mapping[str, CallFunction] | Callable[[cdk.Stack], CallFunction]


class FailoverVoiceApp(Construct):
    """Define a voice application that answers from the first of several Regions that can.

    One stack a Region holds a function and a SIP media application; a routing stack in the home Region holds numbers,
    Voice Connectors and the rules over all Regions. The stacks are called `<id>-<region>` and `<id>-Routing`.

    A Region is added or removed, or the order changed, by a plain `cdk deploy --all`: rules change in place. To remove
    a Region, move it from `regions` to `retired_regions` and deploy: the rules let go of it, its stack stays. Then
    `cdk destroy <id>-<region>` and drop it from the list.

    Args:
        scope: the app or a stage.
        id: the construct's id, the first part of all stack names: letters, digits and `-`, a letter first.
        regions: 1 to 10 of the service's Regions; the first answers, the next ones when those before cannot.
        handler: the function of each Region: one plan for all (`CallHandler.template`, `CallHandler.from_folder`), a
            mapping from Region to function or ARN, or a callable that makes the function in the given stack.
        home_region: the Region that manages numbers and rules, us-east-1 (the default) or us-west-2. A change replaces
            the routing stack, so it is for new applications only.
        retired_regions: Regions that the rules no longer name but whose stacks are still in the app.
        account: the account of all stacks, twelve digits. The stage's by default, else that of the credentials at
            deployment.
        adopt: the ids of applications to take over, by Region, of retired ones too. A Region without one gets a new
            application. An adopted one keeps its name, tags and logging, is brought to the function of `handler`, and
            is left in place on delete. To keep the function that it has, give its ARN in `handler`.

    Raises:
        TelephonyError: with all problems of the values together.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the CDK's own name for it
        *,
        regions: Sequence[str],
        handler: HandlerOfRegion,
        home_region: str = HOME_REGIONS[0],
        retired_regions: Sequence[str] = (),
        account: str | None = None,
        adopt: Mapping[str, str] | None = None,
    ) -> None:
        problems = Problems("failover voice app", str(id))
        _failover_checks.check_stack_names(problems, scope, id)
        all_regions = _failover_checks.check_regions(problems, regions, retired_regions)
        _failover_checks.check_home(problems, home_region, account)
        _failover_checks.check_handler(problems, handler, all_regions)
        adopted = {} if adopt is None else adopt
        _failover_checks.check_adopt(problems, adopted, all_regions)
        problems.done()
        super().__init__(scope, id)
        self._name = _failover_checks.stack_name(scope, id)
        self._account = account
        self._home_region = home_region
        self._handler = handler
        self._stacks: dict[str, cdk.Stack] = {}
        self._applications: dict[str, SipMediaApplication] = {}
        for region in (*regions, *retired_regions):
            stack = self._stacks[region] = self._stack(region, region)
            function = self._handler_for(stack, region)
            self._applications[region] = SipMediaApplication(
                stack, "Application", handler=function, adopt=adopted.get(region)
            )
        self._targets = [self._applications[region] for region in regions]
        self._routing = self._stack("Routing", home_region)
        # What this stack reads of the regional ones is weak; said here, or the CDK warns that nobody chose.
        cdk.CrossStackReferences.of(self._routing).consume(cdk.ReferenceStrength.WEAK)
        self._rules = Construct(self._routing, "Rules")
        self._routes: dict[str, SipRule] = {}

    @property
    def routing_stack(self) -> cdk.Stack:
        """The stack in the home Region, the scope for numbers and Voice Connectors of your own."""
        return self._routing

    @property
    def stacks(self) -> Mapping[str, cdk.Stack]:
        """The regional stacks, retired ones too, by Region."""
        return self._stacks

    @property
    def applications(self) -> Mapping[str, SipMediaApplication]:
        """The SIP media applications, retired ones too, by Region; `.handler` of each is its function."""
        return self._applications

    @property
    def home_region(self) -> str:
        """The Region that manages numbers and rules."""
        return self._home_region

    def route(
        self,
        trigger: PhoneNumberPlan | IPhoneNumber | IVoiceConnector | Trigger,
        *,
        id: str | None = None,  # noqa: A002
        name: str | None = None,
        enabled: bool | None = None,
        adopt: str | None = None,
    ) -> SipRule:
        """Define a rule that sends calls to the Regions in order.

        Args:
            trigger: a number to order or adopt (`PhoneNumber.order`, `PhoneNumber.adopt`), which is declared in the
                routing stack; a `PhoneNumber` or `VoiceConnector` of yours; or a `Trigger` by value.
            id: the rule's construct id. By default that of the number or connector, or the trigger's value; so a
                `Trigger` that holds a token needs one.
            name: the rule's name; its path by default.
            enabled: whether the rule takes calls; it does by default. An adopted rule keeps its name and this.
            adopt: take over the rule with this id, and leave it in place on delete.

        Raises:
            TelephonyError: with all problems of the values together, or when there is such a route already.
        """
        route_id = _failover_checks.route_id(trigger) if id is None else id
        problems = Problems("route", str(route_id))
        _failover_checks.check_route(problems, trigger, route_id)
        if route_id in self._routes:
            problems.add("id is taken by another route; give this route an id of its own")
        problems.done()
        if isinstance(trigger, PhoneNumberPlan):
            trigger = PhoneNumber(self._routing, trigger.id, **trigger.props)
        rule = SipRule(
            self._rules, route_id, trigger=trigger, targets=self._targets, name=name, enabled=enabled, adopt=adopt
        )
        self._routes[route_id] = rule
        return rule

    def watch(
        self,
        *,
        topic: TopicOfStack | None = None,
        connectors: Sequence[IVoiceConnector] = (),
        **thresholds: Any,
    ) -> Mapping[cdk.Stack, VoiceAlarms]:
        """Define alarms, a dashboard and saved queries in every regional stack, and where the connectors are.

        In a Region that is not the first, an alarm tells of every call that gets there: that is what failover looks like.

        Args:
            topic: who is told: a callable that makes or finds a topic of `aws_sns` in the given stack, since alarms
                only reach topics of their own Region. Nobody is told by default.
            connectors: Voice Connectors of the routing stack, or of others of this app, to be watched as well.
            thresholds: those of `VoiceAlarms`, in all Regions, such as `active_calls_quota=50`.

        Returns:
            The alarms by stack.

        Raises:
            TelephonyError: with all problems of the values together.
        """
        from constructs_lib import _watch

        applications = {self._stacks[region]: application for region, application in self._applications.items()}
        plan = _watch.Plan(applications=applications, standby=self._targets[1:], topic=topic, thresholds=thresholds)
        return plan.carry_out(self.to_string(), connectors)

    def _stack(self, stack_id: str, region: str) -> cdk.Stack:
        # Left to itself, the CDK ends the name of a nested stack in a hash.
        env = cdk.Environment(region=region, account=self._account)
        return cdk.Stack(self, stack_id, env=env, stack_name=f"{self._name}-{stack_id}")

    def _handler_for(self, stack: cdk.Stack, region: str) -> CallFunction:
        if isinstance(self._handler, Mapping):
            return self._handler[region]
        if callable(self._handler):
            return self._handler(stack)
        return self._handler
