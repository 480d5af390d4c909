"""The inventory: reading, changing, the deletion queue."""

from __future__ import annotations

from constructs_lib.local.voice.errors import ERRORS, BadRequest, Conflict, NotFound, ResourceLimitExceeded, VoiceError
from constructs_lib.local.voice.families.family import Family, item_error
from constructs_lib.local.voice.records import PhoneNumber, Wire, canonical


class PhoneNumbers(Family):
    """Numbers of the account, as far as this endpoint knows them."""

    def get_phone_number(self, *, phone_number_id: str) -> Wire:
        """One number, by its E.164 form."""
        return {"PhoneNumber": self._describe(self._get(phone_number_id))}

    def list_phone_numbers(
        self,
        *,
        status: str | None = None,
        product_type: str | None = None,
        filter_name: str | None = None,
        filter_value: str | None = None,
        max_results: int | None = None,
        next_token: str | None = None,
    ) -> Wire:
        """The inventory, the deletion queue included."""
        if filter_value is not None and filter_name is None:
            raise BadRequest("FilterValue needs FilterName")
        found = []
        for number in self.scene.visible(self.account.numbers):
            if number.release_at is not None and not self.scene.settings.lists_show_deleted_numbers:
                continue
            shown = self._describe(number)
            uses = {a["Name"]: a["Value"] for a in shown["Associations"]}
            if status not in (None, shown["Status"]) or product_type not in (None, number.product_type):
                continue
            if filter_name is not None and filter_name not in uses:
                continue
            if filter_name is None or filter_value in (None, uses[filter_name]):
                found.append(shown)
        return self.scene.page("PhoneNumbers", found, max_results, next_token)

    def update_phone_number(
        self,
        *,
        phone_number_id: str,
        product_type: str | None = None,
        calling_name: str | None = None,
        name: str | None = None,
    ) -> Wire:
        """Exactly one attribute."""
        number = self._get(phone_number_id)
        self._update(number, product_type, calling_name, name)
        return {"PhoneNumber": self._describe(number)}

    def batch_update_phone_number(self, *, update_phone_number_request_items: list[Wire]) -> Wire:
        """One attribute an item; an item that fails does not keep the others from being done."""
        ids = [canonical(item["PhoneNumberId"]) for item in update_phone_number_request_items]
        self._check_batch("UpdatePhoneNumberRequestItems", ids)
        if len(set(ids)) != len(ids):
            raise BadRequest("UpdatePhoneNumberRequestItems names a number twice")
        errors = []
        for item in update_phone_number_request_items:
            try:
                number = self._get(item["PhoneNumberId"])
                self._update(number, item.get("ProductType"), item.get("CallingName"), item.get("Name"))
            except VoiceError as error:
                errors.append(item_error(item["PhoneNumberId"], error.code.removesuffix("Exception"), error.message))
        return {"PhoneNumberErrors": errors}

    def delete_phone_number(self, *, phone_number_id: str) -> None:
        """Move a number that nothing uses to the deletion queue."""
        number = self._get(phone_number_id)
        if number.associations:
            raise BadRequest(f"{_short(number)} is in use and cannot be deleted")
        self._delete(number)

    def batch_delete_phone_number(self, *, phone_number_ids: list[str]) -> Wire:
        """Move several; an item that fails does not keep the others from being done."""
        self._check_batch("PhoneNumberIds", phone_number_ids)
        errors = []
        for id_ in phone_number_ids:
            try:
                number = self._get(id_)
                if number.associations:
                    errors.append(item_error(id_, "PhoneNumberAssociationsExist", f"{_short(number)} is in use"))
                else:
                    self._delete(number)
            except VoiceError as error:
                errors.append(item_error(id_, error.code.removesuffix("Exception"), error.message))
        return {"PhoneNumberErrors": errors}

    def restore_phone_number(self, *, phone_number_id: str) -> Wire:
        """Take a number out of the deletion queue; it is usable again after a while."""
        number = self._get(phone_number_id)
        if number.release_at is None:
            raise BadRequest(f"{_short(number)} is not in the deletion queue")
        limit = self.scene.settings.phone_numbers
        if sum(other.provisioned for other in self.account.numbers.values()) >= limit:
            raise ResourceLimitExceeded(f"the account may have {limit} phone numbers")
        number.release_at = None
        number.updated = self.scene.now
        number.state = "AcquireInProgress"
        number.restored_at = self.scene.now + self.scene.settings.restore_seconds
        return {"PhoneNumber": self._describe(number)}

    def _check_batch(self, member: str, ids: list[str]) -> None:
        limit = self.scene.settings.numbers_per_batch
        if len(ids) > limit:
            raise BadRequest(f"{member} has at most {limit} numbers, got {len(ids)}")

    def _get(self, id_: str) -> PhoneNumber:
        number = self.account.numbers.get(canonical(id_))
        if number is None or not self.scene.sees(number):
            raise NotFound(f"phone number ***{id_[-4:]} does not exist in {self.scene.region}")
        return number

    def _update(
        self, number: PhoneNumber, product_type: str | None, calling_name: str | None, name: str | None
    ) -> None:
        given = sum(value is not None for value in (product_type, calling_name, name))
        if given != 1:
            raise BadRequest(f"one of ProductType, CallingName and Name can be updated at a time, got {given}")
        if not number.usable:
            raise BadRequest(f"{_short(number)} cannot be updated while it is {self._status(number)}")
        if product_type is not None:
            self._change_product_type(number, product_type)
        if calling_name is not None:
            self._begin_calling_name(number, calling_name)
        if name is not None:
            number.name = name
        number.updated = self.scene.now

    def _change_product_type(self, number: PhoneNumber, product_type: str) -> None:
        if product_type == number.product_type:
            return
        if number.associations:
            raise Conflict(f"{_short(number)} is in use; its product type can change only while it is Unassigned")
        if product_type == "VoiceConnector" and number.country != "US":
            raise BadRequest("numbers outside the US must have the product type SipMediaApplicationDialIn")
        number.product_type = product_type

    def _begin_calling_name(self, number: PhoneNumber, calling_name: str) -> None:
        if number.type == "TollFree":
            raise BadRequest("toll-free numbers have no calling name")
        if number.calling_name_due is not None:
            raise Conflict(f"a calling name of {_short(number)} is pending; it takes up to 72 hours")
        number.calling_name_pending = calling_name
        number.calling_name_due = self.scene.now + self.scene.settings.calling_name_seconds

    def _delete(self, number: PhoneNumber) -> None:
        if number.release_at is not None:
            raise ERRORS[self.scene.settings.deleted_number_error](f"{_short(number)} is in the deletion queue already")
        if number.state == "AcquireInProgress":
            raise BadRequest(f"{_short(number)} is on order and cannot be deleted yet")
        number.release_at = self.scene.now + self.scene.settings.deletion_queue_seconds
        number.updated = self.scene.now

    def _status(self, number: PhoneNumber) -> str:
        if number.release_at is not None:
            return self.scene.settings.deleted_number_status
        if number.state != "Acquired":
            return number.state
        return "Assigned" if number.associations else "Unassigned"

    def _describe(self, number: PhoneNumber) -> Wire:
        shown_id = number.number.replace("+", "%2B") if self.scene.settings.encoded_number_ids else number.number
        return {
            "PhoneNumberId": shown_id,
            "E164PhoneNumber": number.number,
            "PhoneNumberArn": self.scene.arn("phone-number", number.number, number.region),
            "Country": number.country,
            "Type": number.type,
            "ProductType": number.product_type,
            "Status": self._status(number),
            "Capabilities": {
                "InboundCall": True,
                "OutboundCall": True,
                "InboundSMS": False,
                "OutboundSMS": False,
                "InboundMMS": False,
                "OutboundMMS": False,
            },
            "Associations": [
                {"Name": a.name, "Value": a.value, "AssociatedTimestamp": a.since} for a in number.associations
            ],
            "CallingName": number.calling_name_pending or number.calling_name or self.account.default_calling_name,
            "CallingNameStatus": _calling_name_status(number),
            "CreatedTimestamp": number.created,
            "UpdatedTimestamp": number.updated,
            "DeletionTimestamp": number.release_at,
            "OrderId": number.order_id,
            "Name": number.name or None,
        }


def _calling_name_status(number: PhoneNumber) -> str:
    if number.calling_name_due is not None:
        return "UpdateInProgress"
    return "Unassigned" if number.calling_name is None else "UpdateSucceeded"


def _short(number: PhoneNumber) -> str:
    return f"***{number.number[-4:]}"
