"""A comparison to show to others."""

from __future__ import annotations

from chime_voice.contract.phone_number import PhoneNumber

from constructs_lib.drift.model import Drift
from constructs_lib.routing.masking import NumberMask


def masked(drift: Drift) -> Drift:
    """The comparison with all phone numbers masked, wherever they stand."""
    kind = PhoneNumber.SPEC.type_name
    numbers = [each.id for each in drift.resources if each.type_name == kind]
    numbers += [each.id for each in drift.extras if each.type_name == kind]
    return NumberMask(numbers).value(drift)
