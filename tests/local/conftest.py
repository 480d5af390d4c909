from __future__ import annotations

from collections.abc import Iterator

import pytest

from constructs_lib.local import LocalCloud
from tests.local.stacks import Stacks


@pytest.fixture
def stacks(local_cloud: LocalCloud, tmp_path) -> Iterator[Stacks]:
    """CloudFormation of the local cloud, with a provider that does as its properties say and keeps a journal."""
    made = Stacks(local_cloud, tmp_path / "journal")
    yield made
    made.delete_all()
