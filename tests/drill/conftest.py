from __future__ import annotations

from constructs_lib.testing.cloud import local_cloud

__all__ = ["local_cloud"]
