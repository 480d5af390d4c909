from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from constructs_lib.local import LocalCloud
from tests.local.assemblies import Account
from tests.local.refactors.watch import RULE_UPDATE_SECONDS

_accounts = (f"3{number:011d}" for number in itertools.count(1))


@pytest.fixture(scope="package")
def quick_cloud() -> Iterator[LocalCloud]:
    """A cloud whose service is done before the provider looks a second time: the provider waits seconds of ours."""
    settings = {"order_seconds": 0.5, "rule_update_seconds": RULE_UPDATE_SECONDS}
    with LocalCloud(speed=1000.0, settings=settings) as cloud:
        yield cloud


@pytest.fixture
def account(quick_cloud: LocalCloud, tmp_path) -> Account:
    """An empty account of the test's own."""
    return Account(quick_cloud, next(_accounts), tmp_path)
