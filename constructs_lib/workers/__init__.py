"""Handlers in warm processes of their own, as in Lambda: Python and Node, with nothing deployed and no way to the network.

From the outside in:

- `pool`: `Workers`, which runs functions; `handler_file`: a file as a function
- `process`: one warm process, what it is sent and what comes back; `programs`: which interpreter runs what
- `surroundings`: the environment variables that a function finds
- `python_worker.py`, `node_worker.mjs` and the files named like them: what runs in those processes. They import nothing of
  ours, and the Python ones run on Python 3.9
"""

from constructs_lib.workers.errors import WorkersError
from constructs_lib.workers.pool import Workers

__all__ = ["Workers", "WorkersError"]
