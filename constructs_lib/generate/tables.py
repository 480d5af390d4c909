"""Tables, where there are very many numbers or rules: data on top of a file, and a loop below."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from chime_voice.contract.phone_number import SIP_MEDIA_APPLICATION, VOICE_CONNECTOR, PhoneNumber
from chime_voice.contract.sip_rule import SipRule, TargetApplication

from constructs_lib.generate import names
from constructs_lib.generate.code import Call, Name, names_in, render, statement
from constructs_lib.generate.deciding import Taken
from constructs_lib.generate.kinds import Refer
from constructs_lib.generate.kinds.sip_rule import enabled, targets
from constructs_lib.generate.layout import Layout, Stack

_LINE = '''
class Line(NamedTuple):
    """A number, its name in the inventory, and the one that called parties see."""

    number: str
    name: str | None = None
    calling_name: str | None = None


'''


_PRODUCTS = {SIP_MEDIA_APPLICATION: "for_applications", VOICE_CONNECTOR: "for_trunks", None: "lines"}


@dataclasses.dataclass(frozen=True)
class Table:
    """Parts of a file."""

    top: str
    body: str
    stacks: tuple[Stack, ...]
    imports: tuple[str, ...]
    names: tuple[str, ...] = ()
    """What the body uses of other files."""


def of(file: str, layout: Layout, refer: Refer) -> Table | None:
    """The table of a file; None where it has none."""
    if file == "phone_numbers" and layout.numbers:
        return _numbers(layout)
    if file == "routes" and layout.rules:
        return _rules(layout, refer)
    return None


def _numbers(layout: Layout) -> Table:
    top, body = _LINE, ""
    for stack, rows in layout.numbers.items():
        by_product: dict[str | None, list[PhoneNumber]] = {}
        for row in rows:
            if isinstance(row.declared, PhoneNumber):
                by_product.setdefault(row.declared.product_type, []).append(row.declared)
        for product, numbers in by_product.items():
            of_stack = names.plain(stack.suffix) if len(layout.numbers) > 1 else []
            constant = _constant(*of_stack, _PRODUCTS[product])
            lines = [_line(number) for number in sorted(numbers, key=lambda each: str(each.adopt_id))]
            top += statement(lines, to=constant)
            made = Call(
                "PhoneNumber",
                (Name(stack.variable), Name("number_id")),
                {
                    "adopt": Name("line.number"),
                    "product_type": product,
                    "name": Name("line.name"),
                    "calling_name": Name("line.calling_name"),
                },
            )
            body += f"        for line in {constant}:\n"
            body += "            number_id = f\"Number{line.number.removeprefix('+')}\"\n"
            body += statement(made, indent=3)
    return Table(top=top, body=body, stacks=tuple(layout.numbers), imports=("PhoneNumber",))


def _line(number: PhoneNumber) -> Call:
    named = {"calling_name": number.calling_name}
    return Call("Line", [each for each in (number.adopt_id, number.name) if each is not None], named)


_Chain = tuple[tuple[TargetApplication, ...], bool | None]


def _rules(layout: Layout, refer: Refer) -> Table:
    top, body, used = "# Number: the id of its rule. The rules keep their names.\n", "", set()
    imports = {"SipRuleSet", "Trigger"}
    taken: set[str] = set()
    for stack, rows in layout.rules.items():
        set_of = "rules" if len(layout.rules) == 1 else f"set_of_{stack.variable}"
        body += statement(Call("SipRuleSet", (Name(stack.variable), "Rules")), to=set_of, indent=2)
        for chain, numbers in _chains(rows):
            wanted = targets(chain[0], refer)
            used |= {name for each in wanted for name in names_in(each)}
            imports |= {"SipRuleTarget"} if any(isinstance(each, Call) for each in wanted) else set()
            constant = _free(_chain_name(chain, refer), taken)
            top += f"{statement(numbers, to=constant)}"
            arguments = {"targets": wanted, "enabled": chain[1], "adopt": Name(constant)}
            body += f"        {set_of}.add(\n"
            body += f"            [Trigger.phone_number(number) for number in {constant}],\n"
            for name, value in arguments.items():
                if value is not None:
                    body += f"            {name}={render(value, indent=3, before=len(name) + 1, after=1)},\n"
            body += "        )\n"
    return Table(
        top=top, body=body, stacks=tuple(layout.rules), imports=tuple(sorted(imports)), names=tuple(sorted(used))
    )


def _chains(rows: Sequence[Taken]) -> Iterator[tuple[_Chain, dict[str, str]]]:
    """The numbers that are answered alike, with the ids of their rules."""
    chains: dict[_Chain, dict[str, str]] = {}
    for row in rows:
        rule = row.declared
        if isinstance(rule, SipRule):
            ordered = tuple(sorted(rule.target_applications, key=lambda each: each.priority))
            chains.setdefault((ordered, enabled(rule)), {})[rule.trigger_value] = row.found.id
    for chain, numbers in chains.items():
        yield chain, dict(sorted(numbers.items()))


def _chain_name(chain: _Chain, refer: Refer) -> list[str]:
    first = refer("sip_media_application", chain[0][0].sip_media_application_id)
    words = first.text.rpartition(".")[2].split("_") if first else []
    return [*words, *([] if chain[1] is not False else ["disabled"])]


def _free(words: list[str], taken: set[str]) -> str:
    """A constant of its own: chains may begin with the same application."""
    candidates = (_constant(*words, *([str(at)] if at > 1 else [])) for at in range(1, len(taken) + 2))
    found = next(each for each in candidates if each not in taken)
    taken.add(found)
    return found


def _constant(*words: str) -> str:
    return "_".join(words).upper()
