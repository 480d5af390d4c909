"""What the reviewing tools find in the apps that we show and the house decided otherwise, each with its reason."""

from __future__ import annotations

_OWN = "arn:<AWS::Partition>:chime:<AWS::Region>:<AWS::AccountId>"
_ROLES = "arn:<AWS::Partition>:iam::<AWS::AccountId>:role/aws-service-role/voiceconnector.chime.amazonaws.com"

_ROLE = "AWS::IAM::Role"
_MEETINGS = "arn:<AWS::Partition>:chime:*:<AWS::AccountId>:meeting/*"

POLICY, PROVIDER, CALL_HANDLER = "policy of a type", "provider", "call handler"
LOG_RETENTION = "log retention of the CDK"
_BASIC = "arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"

# cdk-nag's rule and what it is about; why it is so. An entry that nothing needs any more fails as well.
NAG = {
    ("AwsSolutions-IAM5[Resource::*]", POLICY): """
        The service has no ARN for rules, numbers, orders and searches, nor for making and listing applications and
        connectors: IAM takes no narrower resource for these actions. None of the actions is a wildcard.""",
    (f"AwsSolutions-IAM5[Resource::{_OWN}:sma/*]", POLICY): """
        An application's id is known only after the provider made it. Narrowed to this Region and account.""",
    (f"AwsSolutions-IAM5[Resource::{_OWN}:vc/*]", POLICY): """
        A connector's id is known only after the provider made it. Narrowed to this Region and account.""",
    (f"AwsSolutions-IAM5[Resource::{_ROLES}/*]", POLICY): """
        The service's own service-linked role, whose name the service chooses. A condition holds it to this service.""",
    ("AwsSolutions-IAM5[Resource::*]", _ROLE): """
        A handler that brings callers into meetings makes them: chime:CreateMeeting has no narrower resource.""",
    ("Serverless-LambdaStarPermissions", _ROLE): """
        The same finding in another rule's words.""",
    (f"AwsSolutions-IAM5[Resource::{_MEETINGS}]", _ROLE): """
        Such a handler makes attendees of meetings, whose ids are made while calls go on; their Region is a parameter.""",
    ("AwsSolutions-S1", "AWS::S3::Bucket"): """
        The bucket of an example. Where access to it is logged is for the user to say.""",
    ("AwsSolutions-SMG4", "AWS::SecretsManager::Secret"): """
        The PINs of an example's meetings: people know them by heart, so nothing can change them by itself. The password
        of an example's PBX: the PBX must learn it too, which no function of ours can do.""",
    ("Serverless-EventBusDLQ", "AWS::Events::Rule"): """
        The event says that a secret changed, and the next one or the next deployment does what a lost one asked for.
        Lambda delivers it three times, and the function's errors can be watched.""",
    ("Serverless-LambdaAsyncFailureDestination", "AWS::Lambda::EventInvokeConfig"): """
        A dialer answers with what became of each call and logs it. A destination would keep the numbers of the called.""",
    ("Serverless-LambdaDLQ", CALL_HANDLER): """
        The service invokes the function synchronously; a dead letter queue only gets asynchronous events.""",
    ("Serverless-LambdaDLQ", PROVIDER): """
        CloudFormation's events hold a signed address to answer to, which a queue would keep. An event that is lost for
        good ends in CloudFormation's own timeout and rollback.""",
    ("Serverless-LambdaTracing", CALL_HANDLER): """
        X-Ray costs extra and IAM takes no narrower resource than `*` for it: for the user to switch on.""",
    ("Serverless-LambdaTracing", PROVIDER): """
        It runs only while a stack is deployed, and logs what it does.""",
    **{
        (rule, LOG_RETENTION): """
            The CDK's own function, which says how long log groups are kept that the service makes. It is in a template
            only where a retention of such a log was asked for, and runs only while that stack is deployed."""
        for rule in (
            f"AwsSolutions-IAM4[Policy::{_BASIC}]",
            "AwsSolutions-IAM5[Resource::*]",
            "Serverless-LambdaDLQ",
            "Serverless-LambdaDefaultMemorySize",
            "Serverless-LambdaTracing",
        )
    },
}

# cfn-lint's rule and why it is so.
CFN_LINT = {
    "W3005": """
        The CDK's Function always depends on its role, so that policies added to the role later come first. Where a role
        has none, that is more than needed, and harmless.""",
}
