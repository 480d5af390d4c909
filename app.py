"""The reference app: a support line that answers from us-east-1, and from us-west-2 when us-east-1 cannot.

Settings, all by CDK context (`cdk deploy -c regions=us-west-2,us-east-1`): `regions`, the order in which they answer;
`retired`, Regions whose stacks are about to be destroyed; `text`, what callers hear.
"""

import aws_cdk as cdk

from constructs_lib import CallHandler, FailoverVoiceApp, PhoneNumber, VoiceConnector


def main() -> None:
    """Synthesize into the directory that the CDK CLI names."""
    app = cdk.App()

    def setting(name: str, default: str) -> str:
        return str(app.node.try_get_context(name) or default)

    voice = FailoverVoiceApp(
        app,
        "Support",
        regions=setting("regions", "us-east-1,us-west-2").split(","),
        retired_regions=[region for region in setting("retired", "").split(",") if region],
        handler=CallHandler.template("announce", text=setting("text", "Hello from {region}")),
    )
    # Callers on the telephone network ...
    voice.route(PhoneNumber.order("Main", area_code="206"))
    # ... and a PBX, which sends its SIP requests to the connector's outbound host name.
    voice.route(VoiceConnector(voice.routing_stack, "Pbx"))
    app.synth()


if __name__ == "__main__":
    main()
