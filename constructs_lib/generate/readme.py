"""The project's README: what to do next, and what the app does not declare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from chime_voice.contract.registry import TYPES

from constructs_lib.estate.model import Estate, Found
from constructs_lib.generate.app import NAME
from constructs_lib.generate.deciding import Decision, called
from constructs_lib.generate.layout import Layout
from constructs_lib.routing.markdown_report import code
from constructs_lib.routing.words import number_words

# npm's latest is an accident that refuses current assemblies.
_CDK = "npx aws-cdk@2.1148.1"
_SAYS = {
    "app.py": "the app and its stacks",
    "applications.py": "what answers calls: the function in each Region",
    "carried.py": "which trunk or group carries which numbers",
    "connectors.py": "Voice Connectors with their parts",
    "domains.py": "voice profile domains",
    "groups.py": "Voice Connector groups",
    "phone_numbers.py": "the numbers of the inventory",
    "routes.py": "SIP rules: who answers, in which order",
    "settings.py": "what the account has once",
    "test_app.py": "holds the routes against `routes.json`, which is what was found",
}


def text(estate: Estate, decision: Decision, layout: Layout, files: Sequence[str]) -> str:
    """The whole text."""
    sections = (
        _head(estate, decision, files),
        _next(layout),
        _left(decision),
        _of_line(layout),
        _undeclared(decision),
        _credentials(decision),
        _gaps(estate),
    )
    return "\n".join(line for section in sections for line in section)


def _head(estate: Estate, decision: Decision, files: Sequence[str]) -> Iterator[str]:
    counts = Counter(TYPES[each.found.type_name].SPEC.label for each in decision.taken)
    yield f"# Telephony of account {estate.account}"
    yield ""
    when = f" at {code(estate.scanned_at)}" if estate.scanned_at else ""
    yield f"Generated from what the account had{when}. Every resource is taken over by its id:"
    yield "deploying the app as it is changes none of them, and removing it leaves all of them in place."
    yield ""
    yield from (f"- {number_words(count, label)}" for label, count in counts.items())
    yield ""
    yield "| File | What it has |"
    yield "|---|---|"
    yield from (f"| `{name}` | {_SAYS[name]} |" for name in files if name in _SAYS)
    yield ""


def _next(layout: Layout) -> Iterator[str]:
    stacks = "\n".join(f"   - `{NAME}-{stack.suffix}`" for stack in layout.stacks)
    yield f"""\
## What to do next

```console
$ python -m venv .venv && . .venv/bin/activate && pip install -r requirements.txt
$ python -m pytest
$ {_CDK} synth --quiet
$ chime-voice drift cdk.out --against ../estate.json
$ {_CDK} deploy --all
```

1. If the account has a stack of one of these names already, change `NAME` in `app.py` before the first deployment. Each of
   their Regions needs `cdk bootstrap` once.
{stacks}
2. `chime-voice drift` compares the app with the file that `chime-voice scan` wrote: every resource is as declared. Scan
   again first if somebody may have changed something since; `--against live` asks the account.
3. The first deployment reads each resource, finds it as declared, and changes none of them. It adds to the account: in each
   stack a function that does this with its role and log group, and for each application a statement in its function's policy
   that lets the service invoke it. Callers notice that only where a function had no such statement: they are answered then.
4. From then on the code decides: what is changed here is changed there by the next deployment. What somebody changes by
   hand stays until the code of that resource changes.
5. Whatever leaves the code, and every resource of a stack that is destroyed, stays in the account as it is.
   The statements of point 3 go with their stack: a function that the service may invoke by nothing else answers no more.

Phone numbers are in the code and in `routes.json`, because the app needs them. Keep the folder where they may be.
"""


def _left(decision: Decision) -> Iterator[str]:
    if not decision.left:
        return
    yield "## Not taken over"
    yield ""
    yield "These stay as they are. Where a rule or a group names one of them, the code refers to it by its id."
    yield ""
    yield from (f"- {_label(each.found)} {code(called(each.found))}: {code(each.reason)}" for each in decision.left)
    yield ""


def _of_line(layout: Layout) -> Iterator[str]:
    if not layout.line:
        return
    yield "## Failover"
    yield ""
    yield "`FailoverVoiceApp` declares the functions of these applications, tried in this order, and leaves their names as"
    yield "they are. To change who answers first, swap its `regions`."
    yield ""
    yield from (
        f"- {region}: {code(application.name or application.adopt_id or '')}"
        for region, application in layout.line.applications.items()
    )
    yield ""


def _undeclared(decision: Decision) -> Iterator[str]:
    told = [(each.found, *one) for each in decision.taken for one in each.undeclared]
    if not told:
        return
    yield "## Taken over without a property"
    yield ""
    yield "The property stays as it is in the account. The code cannot say it for this reason:"
    yield ""
    yield from (f"- {_label(found)} {code(called(found))}, `{name}`: {code(reason)}" for found, name, reason in told)
    yield ""


def _credentials(decision: Decision) -> Iterator[str]:
    users = [
        (each.found, names)
        for each in decision.taken
        if isinstance(names := each.found.facts.get("TerminationUsernames"), list) and names
    ]
    if not users:
        return
    yield "## Passwords"
    yield ""
    yield "These connectors ask telephone systems for a password, which nobody can read. The passwords stay as they are. To"
    yield "have them in code, put all users with theirs into a secret and declare `TerminationCredentials`:"
    yield ""
    yield from (
        f"- {_label(found)} {code(called(found))}: {code(', '.join(map(str, names)))}" for found, names in users
    )
    yield ""


def _gaps(estate: Estate) -> Iterator[str]:
    if not estate.gaps:
        return
    yield "## Not read"
    yield ""
    yield "The account did not answer these questions, so it may have more than the app declares:"
    yield ""
    yield from (f"- {code(f'{gap.region}: {gap.operation}: {gap.reason}')}" for gap in estate.gaps)
    yield ""


def _label(found: Found) -> str:
    return TYPES[found.type_name].SPEC.label if found.type_name in TYPES else code(found.type_name)
