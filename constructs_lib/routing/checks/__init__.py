"""The checks of a routing table: each is a function from the table to what it finds, one subject a file.

- `catalog.py`         every finding by id: severity, what it means, what to do, how it is known
- `estate.py`          the table as checks look at it: every application once, rules by trigger, resources by name
- `triggers.py`        who else claims a trigger, and where it comes from
- `targets.py`         the applications that a rule names
- `answers.py`         whether anybody answers, and whether anybody does in an outage
- `functions.py`       the functions behind applications
- `regions.py`         Regions without the service
- `quotas.py`          what the service gives an account by default
- `acknowledging.py`   findings that somebody accepts

`constructs_lib.routing.findings` runs them.
"""
