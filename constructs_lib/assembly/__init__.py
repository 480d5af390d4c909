"""A source of routing tables: a cloud assembly (cdk.out), read without Node and without an account.

`read(folder)` answers a `RoutingTable`. What only the deployment will know stands there as a readable placeholder in angle
brackets; what nobody could know from these files is told in its `unresolved`. Nothing is guessed.

- `files.py`      JSON files inside the folder, and only inside it
- `manifest.py`   the stacks and assets that the manifest lists, nested assemblies included
- `values.py`     what an expression of a template comes to
- `references.py` intrinsic functions and references, within a stack and between stacks
- `resources.py`  the resource types of the contract, by their own definition
- `functions.py`  Lambda functions, their aliases and versions, who may invoke them
- `estate.py`     the service's resources by property, for reviews
- `reader.py`     from all this to the table
"""

from constructs_lib.assembly.errors import AssemblyError
from constructs_lib.assembly.reader import read

__all__ = ["AssemblyError", "read"]
