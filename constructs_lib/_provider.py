"""The provider of a stack: one function that carries out the custom resources, with just the rights it needs.

Built from plain CloudFormation resources: `aws_lambda` alone costs as much to import as the rest of the core (measured),
and every user of a construct here would pay for it.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import aws_cdk as cdk
import jsii
from chime_voice.contract.marker import short_hash
from chime_voice.contract.resource import Resource
from constructs import Construct

from constructs_lib import _assets, _lean, _statements
from constructs_lib._place import Place

ID = "ChimeVoiceProvider"

_LOG_DAYS = 90


@jsii.implements(cdk.IStableAnyProducer)
class Later:
    """A value that is complete only at synthesis."""

    def __init__(self, produce: Callable[[], Any]) -> None:
        self._produce = produce

    def produce(self) -> Any:
        """Called once, when the template is written."""
        return self._produce()


class Provider:
    """The provider of one stack, made when its first resource is declared."""

    def __init__(self, place: Place) -> None:
        """Declare log group, role and function."""
        self._scope = Construct(place.stack, ID)
        self._policies: dict[str, cdk.CfnResource] = {}
        self._orders: cdk.CfnResource | None = None
        self._rights: dict[str, cdk.CfnResource] = {}
        self._log_policy: cdk.CfnResource | None = None
        self._ids_to_report: list[str] = []
        self._sma_functions: list[str] = []
        self._message_logging = False
        self._stack = place.stack
        log = self._resource("Log", "AWS::Logs::LogGroup", {"RetentionInDays": _LOG_DAYS})
        role = self._resource("Role", "AWS::IAM::Role", _statements.role(log.get_att("Arn")))
        self._role = role.ref
        code = _assets.Folder(_assets.runtime_part("contract", "provider"))
        bucket, key = _assets.upload(place, code, _lean.copy)
        function = self._resource(
            "Resource",
            "AWS::Lambda::Function",
            {
                "Description": "Carries out the Amazon Chime SDK resources of this stack for CloudFormation",
                "Code": {"S3Bucket": bucket, "S3Key": key},
                "Handler": "chime_voice.provider.entry.handler",
                "Runtime": "python3.14",
                "Timeout": 900,
                "MemorySize": 256,
                "Role": role.get_att("Arn"),
                "LoggingConfig": {"LogGroup": log.ref},
                "Environment": cdk.Lazy.any(Later(self._environment)),
            },
        )
        self.service_token = function.get_att("Arn")

    @classmethod
    def of(cls, place: Place) -> Provider:
        """The provider of the stack in which something stands."""
        provider = _PROVIDERS.get(place.stack)
        if provider is None:
            provider = _PROVIDERS[place.stack] = cls(place)
        return provider

    def policy_for(self, contract: type[Resource]) -> cdk.CfnResource:
        """The rights for a type, in a policy of their own.

        A resource depends on its type's policy, so CloudFormation takes the policy away only after the last resource
        of the type is gone. Were the rights statements of the role, an update that removes the last resource would
        narrow the role first and its Delete would be denied.
        """
        name = contract.__name__
        if name not in self._policies:
            document: Any = _statements.document(_statements.for_type(contract))
            if name == "SipMediaApplication":
                document = cdk.Lazy.any(Later(self._sma_document))
            self._policies[name] = self._policy(f"{name}Policy", document)
        return self._policies[name]

    def orders_policy(self, contract: type[Resource]) -> cdk.CfnResource:
        """The right to go on in another invocation: orders and sets of rules may outlive a function's 15 minutes."""
        if self._orders is None:
            self._orders = self._policy("OrdersPolicy", _statements.document([_statements.invoke(self.service_token)]))
            self._orders.add_resource_dependency(self.policy_for(contract))
        return self._orders

    def right(self, name: str, statements: Iterable[_statements.Statement]) -> cdk.CfnResource:
        """Rights that only some resources need, in a policy of their own; the same ones for all that ask by this name."""
        if name not in self._rights:
            self._rights[name] = self._policy(name, _statements.document(statements))
        return self._rights[name]

    def log_policy(self, prefixes: Sequence[str]) -> cdk.CfnResource:
        """Lets CloudWatch write the service's logs into groups with these prefixes.

        The policy has the stack's name, so it takes the place of nobody else's.
        """
        if self._log_policy is None:
            properties = {
                "PolicyName": {"Fn::Sub": "${AWS::StackName}-ChimeVoiceLogs"},
                "PolicyDocument": {"Fn::Sub": json.dumps(_statements.document([_statements.write_logs(prefixes)]))},
            }
            self._log_policy = self._resource("LogPolicy", "AWS::Logs::ResourcePolicy", properties)
        return self._log_policy

    def report_id(self, ref: str) -> None:
        """Tell the provider that the template has this number or connector (its `Ref`)."""
        self._ids_to_report.append(ref)

    def serve_application(self, function_arn: str, *, message_logging: bool) -> None:
        """Allow what the service does with the caller's rights when an application names a function or logs."""
        if function_arn not in self._sma_functions:
            self._sma_functions.append(function_arn)
        self._message_logging = self._message_logging or message_logging

    def _sma_document(self) -> dict[str, Any]:
        from chime_voice.contract.sip_media_application import SipMediaApplication

        statements = [*_statements.for_type(SipMediaApplication), *_statements.for_functions(self._sma_functions)]
        if self._message_logging:
            statements.append(_statements.log_delivery())
        return _statements.document(statements)

    def _environment(self) -> dict[str, Any] | None:
        if not self._ids_to_report:
            return None
        # Asked at synthesis and all at once: a logical id may still be overridden, and each question is a round trip.
        references = self._stack.resolve(self._ids_to_report)
        hashes = sorted(short_hash(reference["Ref"]) for reference in references)
        return {"Variables": {"CHIME_VOICE_DECLARED": ",".join(hashes)}}

    def _policy(self, name: str, document: Any) -> cdk.CfnResource:
        properties = {"PolicyName": name, "Roles": [self._role], "PolicyDocument": document}
        return self._resource(name, "AWS::IAM::Policy", properties)

    def _resource(self, name: str, type_name: str, properties: Mapping[str, Any]) -> cdk.CfnResource:
        return cdk.CfnResource(self._scope, name, type=type_name, properties=properties)


_PROVIDERS: weakref.WeakKeyDictionary[cdk.Stack, Provider] = weakref.WeakKeyDictionary()
