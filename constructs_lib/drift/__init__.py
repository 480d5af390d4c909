"""Whether an account still has what the code declares, and what the next deployment does about it.

- `compare.py`    from a cloud assembly and an estate to the differences
- `items.py`      declared resources one by one, with the marks that their names carry
- `matching.py`   which resource of the account a declaration means
- `resolving.py`  references followed to the account's ids
- `outlook.py`    what becomes of a difference
- `model.py`      the outcome as plain values; `text_report.py`, `markdown_report.py`, `json_report.py` show it

How a property is compared is `chime_voice.drift.likeness`, which the scheduled function uses too.
"""

from constructs_lib.drift.compare import compare

__all__ = ["compare"]
