"""The linter for conversations: names what is wrong with the answers of a function, while a call plays and at its end.

Nothing here changes a call: what the service rejects is rejected elsewhere, and named here. The engine refuses an action
with whatever `actions` finds that is an error, so both say the same.

- `rules`: the table of all rules
- `watching`: what `dialogue` and the player tell the linter; from there to
- `answers` → `actions` → `values`: one answer, its actions, their parameters; `legs`: whom the actions are for
- `memory`: state that leaks; `failures`: functions that fail; `endings`: legs that were forgotten

A new rule is an entry in `rules.RULES`, a `Mistake` with its id where it is found, and the mistake and its right form in the
tests; docs/lint.md is made from the entries.
"""

from __future__ import annotations

from constructs_lib.pstn.findings import Finding
from constructs_lib.pstn.lint.memory import across
from constructs_lib.pstn.lint.rules import RULES, Rule

__all__ = ["RULES", "Finding", "Rule", "across"]
