"""What becomes different for callers between two routing tables.

- `model.py`       the difference as plain values
- `pairing.py`     which route or resource of one table is which of the other
- `compare.py`     from two tables to their difference
- `effects.py`     what the change of a resource comes to
- `risks.py`       the risks of a difference, by id and severity
- `risky_*.py`     where they come from: resources, routes, functions
- `situations.py`  who answers when a Region is down or a function fails, before and after
- `items.py`       what differs inside a property
- `groups.py`      routes that change in the same way, told once
- `words.py`       the words that all reports share
- `*_report.py`    text, Markdown, JSON; `mermaid.py` the picture in the Markdown
"""
