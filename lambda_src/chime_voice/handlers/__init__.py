"""Ready call handlers, one file each: what `CallHandler.template` takes by name.

A template is a module with

- a docstring whose first line says what it does,
- `PARAMETERS`: what it takes, by name, and of which kind: `str`, `int`, `list` (of texts) or `dict` (text to text),
- `REQUIRED`: the names of those that it cannot do without; may be left out,
- `problems(parameters)`: what is wrong with the values that are known at synthesis, which are of their kind,
- `handler`: where Lambda enters.

`_parameters` reads the values where the template runs.
"""
