"""From an estate to a CDK app that takes all of it over as it is.

- `deciding.py`  what is taken over, and what is not, with the reason
- `layout.py`    stacks, construct ids, variables
- `kinds/`       one file a resource type: the constructor's call
- `modules.py`   the files that declare things; `tables.py` where they are very many; `app.py` the one that is run
- `code.py`      Python source from values, safe whatever they hold; `names.py` names from the resources' own
- `readme.py`    what to do next
- `project.py`   all files; `writing.py` the folder
"""

from constructs_lib.generate.errors import GenerateError
from constructs_lib.generate.project import Project, generate
from constructs_lib.generate.writing import write

__all__ = ["GenerateError", "Project", "generate", "write"]
