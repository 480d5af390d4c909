"""What an account has: read from the service, kept in a file, and one more source of routing tables.

An estate describes each resource by the properties with which the contract would declare it as it is, so whoever knows
the contract can compare, generate and review it.

- `model.py`     an estate as plain values
- `account.py`   whose the credentials are, and clients
- `scan.py`      reads an estate from an account, with calls that change nothing; `policy.py` is what it must be allowed
- `reading.py`   one Region's endpoint: what it answers, and what it refuses
- `kinds/`       one file a resource type: which calls list it, and what it would be declared as, by `declaring.py`
- `functions.py` the Lambda functions behind applications, and who may invoke them
- `document.py`  the file, as `estate.schema.json` says; `shapes.py` tells what is wrong with one
- `summary.py`   an estate in a few lines
- `table.py`     from an estate to its routing table
- `beside.py`    the same beside declarations, to compare them; with `owners.py`
- `marks.py`     resources by their ids and by the marks in their names
- `blind.py`     what was not read, so that it is not taken for missing or changed
"""

from constructs_lib.estate.document import load, save
from constructs_lib.estate.errors import EstateError
from constructs_lib.estate.model import Estate
from constructs_lib.estate.table import routing_table

__all__ = ["Estate", "EstateError", "load", "routing_table", "save"]
