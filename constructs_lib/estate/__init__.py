"""What an account has: read from the service, kept in a file, and one more source of routing tables.

An estate describes each resource by the properties with which the contract would declare it as it is, so whoever knows
the contract can compare, generate and review it.

- `model.py`     an estate as plain values
- `scan.py`      reads one from an account, with calls that change nothing
- `kinds/`       one file a resource type: which calls list it, and what it would be declared as
- `functions.py` the Lambda functions behind applications, and who may invoke them
- `document.py`  the file
- `table.py`     from an estate to its routing table
"""

from constructs_lib.estate.document import load, save
from constructs_lib.estate.errors import EstateError
from constructs_lib.estate.model import Estate
from constructs_lib.estate.table import routing_table

__all__ = ["Estate", "EstateError", "load", "routing_table", "save"]
