"""The example whose numbers come from a file, called before it is deployed."""

from __future__ import annotations

import pytest

from constructs_lib.testing import call
from tests.reference_apps import ROOT, assembly_of


@pytest.mark.parametrize("down", ["", "us-east-1"])
def test_the_first_and_the_last_number_of_the_file_are_answered_in_either_region(tmp_path_factory, down):
    numbers = (ROOT / "examples/many_numbers/numbers.txt").read_text().split()
    for number in (numbers[0], numbers[-1]):
        made = call(assembly_of("many_numbers", tmp_path_factory), to=number, down=[down] if down else [])
        made.is_answered_by("us-west-2" if down else "us-east-1").said("one of our branches").no_findings()
