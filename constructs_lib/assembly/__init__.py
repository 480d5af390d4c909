"""A source of routing tables: a cloud assembly (cdk.out), read without Node and without an account.

`read(folder)` answers a `RoutingTable`. What only the deployment will know stands there as a readable placeholder in angle
brackets; what nobody could know from these files is told in its `unresolved`. Nothing is guessed.

From files to stacks:

- `files.py`       JSON files inside the folder, and only inside it
- `manifest.py`    the stacks and assets that the manifest lists, nested assemblies included
- `metadata.py`    what the CDK notes beside a template: construct paths, lines of code, acknowledgements
- `stacks.py`      stacks with their templates, and resources by their place in them
- `nested.py`      nested stacks, whose templates are assets

From expressions to values:

- `values.py`      what an expression comes to
- `resolver.py`    expressions over all stacks; with `texts.py` (Fn::Join …), `references.py` (Ref …, with `between.py` from
                   stack to stack), `conditions.py` and `expressions.py`
- `resources.py`   what a reference to a resource comes to

From resources to the table:

- `kinds.py`       the resource types of the service
- `estate.py`      its resources as they are declared
- `functions.py`   Lambda functions, their aliases and versions, who may invoke them; with `code.py`
- `applications.py` the applications, and the chains of them that rules name
- `reader.py`      from all this to the table

"""

from constructs_lib.assembly.errors import AssemblyError
from constructs_lib.assembly.reader import read

__all__ = ["AssemblyError", "read"]
