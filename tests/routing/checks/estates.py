"""Tables with resources, for checks."""

from typing import Any

from constructs_lib.routing.findings import findings
from constructs_lib.routing.model import Finding, Origin, Property, Resource, Route, RoutingTable, Trigger
from tests.routing.tables import route

ACCOUNT = "123456789012"
HOST = "abcdefghij1klmnopqrstu.voiceconnector.chime.aws"


def at(stack: str, logical_id: str) -> Origin:
    return Origin(construct_path=f"{stack}/{logical_id}", stack=stack, logical_id=logical_id)


def resource(label: str, identity: str, region: str = "us-east-1", /, **more: Any) -> Resource:
    """A resource; keywords in capitals are its properties."""
    properties = tuple(
        Property(name=name, value=value, on_change="in place") for name, value in more.items() if name[0].isupper()
    )
    known = {name: value for name, value in more.items() if not name[0].isupper()}
    return Resource(
        **{
            "type_name": f"Custom::{label.title().replace(' ', '')}",
            "label": label,
            "identity": identity,
            "region": region,
            "properties": properties,
            "origin": at("Support", identity),
            **known,
        }
    )


def by_host(stack: str = "Support", **more: Any) -> Route:
    return route(trigger=Trigger(kind="RequestUriHostname", value=HOST), origin=at(stack, "Rule"), **more)


def ids(table: RoutingTable) -> list[str]:
    return [finding.id for finding in findings(table)]


def only(table: RoutingTable, finding_id: str) -> Finding:
    """The one finding of this id."""
    (found,) = (finding for finding in findings(table) if finding.id == finding_id)
    return found
