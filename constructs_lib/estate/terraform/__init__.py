"""What Terraform or OpenTofu knows of an account: the state, as `terraform show -json` prints it.

A state says less than a scan: the AWS provider has no resource for numbers and associations, and a state is as old as its
last refresh. What is marked as sensitive is never read.

- `state.py`     the document: what is managed, without what is sensitive
- `resources.py` from the provider's resources to an estate's
- `parts.py`     of a Voice Connector, which are resources of their own there
"""

from constructs_lib.estate.terraform.resources import load
from constructs_lib.estate.terraform.state import is_state_file

__all__ = ["is_state_file", "load"]
