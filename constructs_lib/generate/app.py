"""`app.py`: the stacks, and what is in them where that is little."""

from __future__ import annotations

from collections.abc import Sequence

from constructs_lib.generate.code import Call, Name, names_in, quoted, statement
from constructs_lib.generate.failover import VOICE
from constructs_lib.generate.kinds import call
from constructs_lib.generate.layout import ROUTING, Layout, Stack
from constructs_lib.generate.modules import MODULES, Written, constructs_in, import_line, referring

LITTLE = 12
"""So many resources are read best in one file."""
NAME = "Telephony"
"""What the names of all stacks begin with."""

_HELPER = '''

def stack(app: cdk.App, name: str, region: str) -> cdk.Stack:
    """A stack of the account."""
    env = cdk.Environment(account=ACCOUNT, region=region)
    return cdk.Stack(app, f"{NAME}-{name}", env=env)
'''
_END = """    return app


if __name__ == "__main__":
    declare().synth()
"""


def is_little(layout: Layout) -> bool:
    """Whether all of it goes into one file."""
    return len(layout.items) <= LITTLE and not layout.numbers and not layout.rules


def in_one_file(layout: Layout, account: str) -> str:
    """The app that declares everything itself."""
    groups = [
        [(item, call(item, referring(layout, item, holders=False))) for item in layout.of(*module.types)]
        for module in MODULES
    ]
    calls = [each for group in groups for each in group]
    used = {name for _, made in calls for name in names_in(made)}
    body = "\n".join(
        "".join(statement(made, to=item.variable if item.variable in used else "", indent=1) for item, made in group)
        for group in groups
        if group
    )
    imported = {name for _, made in calls for name in constructs_in(made)} | _of_line(layout)
    return _app("import aws_cdk as cdk\n" + import_line(imported), layout, used, body, account)


def of_files(written: Sequence[Written], layout: Layout, account: str) -> str:
    """The app that puts the files together."""
    line = import_line(_of_line(layout)) if layout.line else ""
    imports = f"import aws_cdk as cdk\n{line}\n" + "".join(
        f"from {each.module.file} import {each.module.class_name}\n"
        for each in sorted(written, key=lambda each: each.module.file)
    )
    used = {other.file for each in written for other in each.uses}
    body = "".join(
        statement(
            Call(
                each.module.class_name,
                [Name(stack.variable) for stack in each.stacks]
                + ([Name(VOICE)] if each.routes else [])
                + [Name(other.variable) for other in each.uses],
            ),
            to=each.module.variable if each.module.file in used else "",
            indent=1,
        )
        for each in written
    )
    stacks = {stack.variable for each in written for stack in each.stacks}
    return _app(imports, layout, stacks, body, account)


def _of_line(layout: Layout) -> set[str]:
    return {"FailoverVoiceApp"} if layout.line else set()


def _app(imports: str, layout: Layout, used: set[str], body: str, account: str) -> str:
    made = ""
    if layout.line:
        made += statement(layout.line.call(Name("app"), Name("NAME"), Name("ACCOUNT")), to=VOICE, indent=1)
    made += "".join(_stack(stack, layout) for stack in layout.stacks if stack.variable in used)
    helper = "" if all(map(layout.is_of_line, layout.stacks)) else _HELPER
    return (
        '"""The telephony of an account, taken over as it was found."""\n\n'
        f"{imports}\n"
        f"ACCOUNT = {quoted(account)}\n"
        f"NAME = {quoted(NAME)}\n"
        f"{helper}\n\n"
        'def declare() -> cdk.App:\n    """The app with all its stacks."""\n    app = cdk.App()\n'
        f"{made}\n{body}\n{_END}"
    )


def _stack(stack: Stack, layout: Layout) -> str:
    if not layout.is_of_line(stack):
        made = Call("stack", (Name("app"), stack.suffix), {"region": stack.region})
        return statement(made, to=stack.variable, indent=1)
    if stack.suffix == ROUTING:
        return statement(Name(f"{VOICE}.routing_stack"), to=stack.variable, indent=1)
    return f"    {stack.variable} = {VOICE}.stacks[{quoted(stack.region)}]\n"
