"""Tables with resources, for comparing."""

from typing import Any

from constructs_lib.routing.diff.compare import compare
from constructs_lib.routing.diff.model import Difference, ResourceChange, Risk
from constructs_lib.routing.model import Origin, Property, Resource, RoutingTable

REPLACES = {
    "E164PhoneNumber",
    "AreaCode",
    "City",
    "State",
    "HomeRegion",
    "AdoptId",
    "TriggerType",
    "TriggerValue",
    "AwsRegion",
    "NetworkType",
}
NUMBER = "+12065550100"


def at(logical_id: str, stack: str = "Support") -> Origin:
    return Origin(construct_path=f"{stack}/{logical_id}", stack=stack, logical_id=logical_id)


def resource(label: str, identity: str, logical_id: str, /, stack: str = "Support", **more: Any) -> Resource:
    """A resource; keywords in capitals are its properties, as the contract has them."""
    return Resource(
        **{
            "type_name": f"Custom::Chime{label.title().replace(' ', '')}",
            "label": label,
            "identity": identity,
            "region": "us-east-1",
            "properties": tuple(
                Property(name=name, value=value, on_change="replacement" if name in REPLACES else "in place")
                for name, value in sorted(more.items())
                if name[0].isupper()
            ),
            "origin": at(logical_id, stack),
            **{name: value for name, value in more.items() if not name[0].isupper()},
        }
    )


def number(identity: str = NUMBER, logical_id: str = "Main", /, **more: Any) -> Resource:
    """A number that is declared exactly, and retained."""
    return resource("phone number", identity, logical_id, **{"E164PhoneNumber": identity, "retained": True, **more})


def searched(logical_id: str = "Main", /, area_code: str = "206", **more: Any) -> Resource:
    """A number that is ordered by a search, and retained."""
    stack = more.get("stack", "Support")
    identity = f"<number {stack}/{logical_id}, area code {area_code}>"
    return resource("phone number", identity, logical_id, **{"AreaCode": area_code, "retained": True, **more})


def adopted(identity: str = NUMBER, logical_id: str = "Main", /, **more: Any) -> Resource:
    """A number that is taken over."""
    known = {"AdoptId": identity, "adopted": True, "retained": True}
    return resource("phone number", identity, logical_id, **{**known, **more})


def connector(logical_id: str = "Pbx", /, **more: Any) -> Resource:
    known = {"AwsRegion": "us-east-1", "RequireEncryption": "true"}
    return resource("Voice Connector", f"<host of Support/{logical_id}>", logical_id, **{**known, **more})


def rule(logical_id: str = "Rule", /, trigger: str = NUMBER, **more: Any) -> Resource:
    known = {"TriggerType": "ToPhoneNumber", "TriggerValue": trigger}
    return resource("SIP rule", f"<SIP rule Support/{logical_id}>", logical_id, **{**known, **more})


def application(logical_id: str = "App", /, **more: Any) -> Resource:
    identity = f"<application Support/{logical_id}>"
    return resource("SIP media application", identity, logical_id, **{"AwsRegion": "us-east-1", **more})


def resources(*given: Resource) -> RoutingTable:
    """As most sources have them; what no stack declares is what an account has."""
    present = any(not each.origin.stack for each in given)
    return RoutingTable(routes=(), resources=given, present=present)


def between(base: tuple[Resource, ...] | list[Resource], head: tuple[Resource, ...] | list[Resource]) -> Difference:
    """What differs between two declarations of resources."""
    return compare(resources(*base), resources(*head))


def ids(difference: Difference) -> list[str]:
    return [risk.id for risk in difference.risks]


def only(difference: Difference) -> Risk:
    """The one risk."""
    (risk,) = difference.risks
    return risk


def change(difference: Difference) -> ResourceChange:
    """The one resource that changes."""
    (found,) = difference.resources
    return found
