"""What time alone does: orders end, numbers are let go and released, accepted changes take effect.

Nothing ticks. Before each request, everything whose time has come is brought up to date.
"""

from __future__ import annotations

from constructs_lib.local.voice.records import PhoneNumber, PhoneNumberOrder
from constructs_lib.local.voice.settings import Settings
from constructs_lib.local.voice.store import Account, World


def settle(world: World, settings: Settings, now: float) -> None:
    """Bring all accounts up to date."""
    for account in world.accounts.values():
        for order in account.orders.values():
            if order.status == "Processing" and order.due <= now:
                _end(order, account, settings)
        for rule in account.rules.values():
            while rule.pending and rule.pending[0][0] <= now:
                rule.updated, rule.content = rule.pending.pop(0)
        for group in account.groups.values():
            while group.pending and group.pending[0][0] <= now:
                group.updated, group.content = group.pending.pop(0)
        for number in list(account.numbers.values()):
            _settle_number(number, now)
            if number.release_at is not None and number.release_at <= now:
                del account.numbers[number.number]
                if not settings.released_numbers_come_back:
                    world.taken.add(number.number)


def _end(order: PhoneNumberOrder, account: Account, settings: Settings) -> None:
    order.updated = order.due
    for number in order.numbers:
        failed = number in order.failing
        order.numbers[number] = "Failed" if failed else "Acquired"
        record = account.numbers[number]
        record.updated = order.due
        record.state = "AcquireFailed" if failed else "Acquired"
        record.acquired = None if failed else order.due
        if failed and not settings.failed_numbers_listed:
            del account.numbers[number]
    if not order.failing:
        order.status = "Successful"
    else:
        order.status = "Failed" if order.failing == set(order.numbers) else "Partial"


def _settle_number(number: PhoneNumber, now: float) -> None:
    number.associations = [a for a in number.associations if a.until is None or a.until > now]
    if number.restored_at is not None and number.restored_at <= now:
        number.state, number.updated = "Acquired", number.restored_at
        number.acquired, number.restored_at = number.restored_at, None
    if number.calling_name_due is not None and number.calling_name_due <= now:
        number.calling_name = number.calling_name_pending
        number.updated = number.calling_name_due
        number.calling_name_pending = number.calling_name_due = None
