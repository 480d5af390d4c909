"""`app.py`: the stacks, and what is in them where that is little."""

from __future__ import annotations

from collections.abc import Sequence

from constructs_lib.generate.code import Call, Name, names_in, quoted, statement
from constructs_lib.generate.kinds import call
from constructs_lib.generate.layout import Layout, Stack
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
    imports = "import aws_cdk as cdk\n" + import_line({name for _, made in calls for name in constructs_in(made)})
    return _app(imports, layout.stacks, body, account)


def of_files(written: Sequence[Written], layout: Layout, account: str) -> str:
    """The app that puts the files together."""
    imports = "import aws_cdk as cdk\n\n" + "".join(
        f"from {each.module.file} import {each.module.class_name}\n"
        for each in sorted(written, key=lambda each: each.module.file)
    )
    used = {other.file for each in written for other in each.uses}
    body = "".join(
        statement(
            Call(
                each.module.class_name,
                [Name(stack.variable) for stack in each.stacks] + [Name(other.variable) for other in each.uses],
            ),
            to=each.module.variable if each.module.file in used else "",
            indent=1,
        )
        for each in written
    )
    return _app(imports, layout.stacks, body, account)


def _app(imports: str, stacks: Sequence[Stack], body: str, account: str) -> str:
    made = "".join(
        statement(Call("stack", (Name("app"), stack.suffix), {"region": stack.region}), to=stack.variable, indent=1)
        for stack in stacks
    )
    return (
        '"""The telephony of an account, taken over as it was found."""\n\n'
        f"{imports}\n"
        f"ACCOUNT = {quoted(account)}\n"
        f"NAME = {quoted(NAME)}\n"
        f"{_HELPER}\n\n"
        'def declare() -> cdk.App:\n    """The app with all its stacks."""\n    app = cdk.App()\n'
        f"{made}\n{body}\n{_END}"
    )
