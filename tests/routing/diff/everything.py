"""A difference in which everything happens, under any name."""

from constructs_lib.routing.diff.compare import compare
from constructs_lib.routing.diff.model import Difference
from constructs_lib.routing.model import Acknowledgement, Origin, RoutingTable, Trigger, WeakReference
from tests.routing.diff.changes import adopted, connector, number, resource, rule, searched
from tests.routing.tables import function, route, target


def tables(name: str) -> tuple[RoutingTable, RoutingTable]:
    """Two tables in which whatever has a name has this one."""

    def place(logical_id: str) -> Origin:
        return Origin(construct_path=name, stack=name, logical_id=logical_id, file=name, line=3)

    def answered(priority, region, app="App", **more):
        handler = function(region, name=name, entry=name, origin=place("Handler"), **more)
        return target(
            priority, region, application_id=f"{name}{app}", application_name=name, function=handler, origin=place(app)
        )

    def changed(logical_id, number, *targets, **more):
        trigger = Trigger(kind="ToPhoneNumber", value=number)
        return route(*targets, trigger=trigger, name=name, home_region=name, origin=place(logical_id), **more)

    old = {"environment": ((name, "1"),), "runtime": name, "code_version": "1"}
    new = {"environment": ((name, "2"),), "timeout": 60, "code_version": "2"}
    gone = resource("phone number", name, "Gone", origin=place("Gone"))
    weak = WeakReference(property=name, to=place("Pbx"))
    shared = rule("Stale", trigger=name, weak_references=(weak,), origin=place("Stale"))
    base = RoutingTable(
        routes=(
            changed("A", name, answered(1, "us-east-1", **old), answered(2, name, **old)),
            changed("B", "+12065550101", answered(1, "us-east-1", **old)),
            changed("C", "+12065550102", answered(1, "us-east-1", **old)),
        ),
        resources=(
            gone,
            shared,
            number("+12065550103", "Kept", origin=place("Kept"), Name=name),
            searched("Search", origin=place("Search"), City=name),
            connector("Pbx", origin=place("Pbx")),
        ),
        unresolved=(),
    )
    head = RoutingTable(
        routes=(
            changed("A", name, answered(1, name, **new), answered(2, "us-east-1", **new)),
            changed("B", "+12065550101", answered(1, "us-east-1", **new), enabled=False),
            changed("D", "+12065550104", answered(1, "us-east-1", "Mute", invoke_permission=False)),
        ),
        resources=(
            shared,
            number("+12065550103", "Kept", origin=place("Kept"), Name="other", retained=False),
            searched("Search", origin=place("Search2"), City=name),
            connector("Pbx", origin=place("Pbx"), AwsRegion=name),
            adopted("+12065550109", "Taken", origin=place("Taken")),
        ),
        acknowledgements=(Acknowledgement(id="disabled-rule", reason=name),),
        unresolved=(name,),
    )
    return base, head


def difference(name: str) -> Difference:
    """What differs between them."""
    return compare(*tables(name))
