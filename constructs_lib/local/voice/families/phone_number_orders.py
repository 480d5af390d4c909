"""Orders of phone numbers: accepted at once, done after a while."""

from __future__ import annotations

from constructs_lib.local.voice import catalog
from constructs_lib.local.voice.errors import BadRequest, ResourceLimitExceeded
from constructs_lib.local.voice.families.family import Family
from constructs_lib.local.voice.records import PhoneNumber, PhoneNumberOrder, Wire, canonical
from constructs_lib.local.voice.store import OrderScript


class PhoneNumberOrders(Family):
    """`Processing`, then `Successful`, `Failed` or `Partial`, by the script or well."""

    def create_phone_number_order(
        self, *, product_type: str, e164_phone_numbers: list[str], name: str | None = None
    ) -> Wire:
        """Order numbers; they are in the inventory at once, as AcquireInProgress, and carry the order's name."""
        scene, world = self.scene, self.scene.world
        scene.need_pstn_region()
        numbers = [canonical(number) for number in e164_phone_numbers]
        self._check(numbers, product_type)
        script = world.scripts.pop(0) if world.scripts else OrderScript()
        if script.outcome == "lost":
            world.taken.update(numbers)
            raise BadRequest(_gone(numbers))
        seconds = scene.settings.order_seconds if script.seconds is None else script.seconds
        order = PhoneNumberOrder(
            region=scene.region,
            created=scene.now,
            updated=scene.now,
            id=world.new_uuid(),
            product_type=product_type,
            numbers=dict.fromkeys(numbers, "Processing"),
            due=scene.now + seconds,
            failing=_failing(script, numbers),
        )
        self.account.orders[order.id] = order
        for number in numbers:
            offer = catalog.look_up(number)
            self.account.numbers[number] = PhoneNumber(
                region=scene.region,
                created=scene.now,
                updated=scene.now,
                number=number,
                country=offer.country if offer else "US",
                type=offer.type if offer else "Local",
                product_type=product_type,
                order_id=order.id,
                name=name or "",
            )
        return {"PhoneNumberOrder": order.describe()}

    def get_phone_number_order(self, *, phone_number_order_id: str) -> Wire:
        """One order."""
        order = self.scene.get(self.account.orders, phone_number_order_id, "phone number order")
        return {"PhoneNumberOrder": order.describe()}

    def list_phone_number_orders(self, *, next_token: str | None = None, max_results: int | None = None) -> Wire:
        """All orders that this endpoint took."""
        orders = [order.describe() for order in self.scene.visible(self.account.orders)]
        return self.scene.page("PhoneNumberOrders", orders, max_results, next_token)

    def _check(self, numbers: list[str], product_type: str) -> None:
        if not numbers:
            raise BadRequest("E164PhoneNumbers is empty: an order needs at least one number")
        per_order = self.scene.settings.numbers_per_order
        if len(numbers) > per_order:
            raise BadRequest(f"an order takes at most {per_order} numbers, got {len(numbers)}")
        if len(set(numbers)) != len(numbers):
            raise BadRequest("E164PhoneNumbers names a number twice")
        unavailable = [n for n in numbers if catalog.look_up(n) is None or self.scene.world.held(n)]
        if unavailable:
            raise BadRequest(_gone(unavailable))
        if product_type == "VoiceConnector" and not all(number.startswith("+1") for number in numbers):
            raise BadRequest("numbers outside the US must have the product type SipMediaApplicationDialIn")
        limit = self.scene.settings.phone_numbers
        present = sum(number.provisioned for number in self.account.numbers.values())
        if present + len(numbers) > limit:
            raise ResourceLimitExceeded(f"the account may have {limit} phone numbers; it has {present}")


def _failing(script: OrderScript, numbers: list[str]) -> frozenset[str]:
    match script.outcome:
        case "failed":
            return frozenset(numbers)
        case "partial":
            return frozenset(canonical(number) for number in script.failing) & set(numbers) or frozenset(numbers[-1:])
        case _:
            return frozenset()


def _gone(numbers: list[str]) -> str:
    return f"not available: {', '.join(f'***{number[-4:]}' for number in numbers)}"
