"""The embedded local cloud: an AWS emulator in an environment of its own, our chime-sdk-voice service in it, and calls.

`LocalCloud` starts and stops one from Python; `chime-voice local up` does the same from a shell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from constructs_lib.local.errors import LocalCloudError
    from constructs_lib.local.local_cloud import LocalCloud

__all__ = ["LocalCloud", "LocalCloudError"]


def __getattr__(name: str) -> Any:
    """Load late: the cloud's own process imports this package too, and needs neither."""
    if name == "LocalCloud":
        from constructs_lib.local.local_cloud import LocalCloud

        return LocalCloud
    if name == "LocalCloudError":
        from constructs_lib.local.errors import LocalCloudError

        return LocalCloudError
    raise AttributeError(name)
