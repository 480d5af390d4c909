"""Everything about the service that nobody documents, and its quotas: one switch each, strict where in doubt.

Numbers without a source are guesses, on the side that is harder for a client. Documented facts:
https://docs.aws.amazon.com/general/latest/gr/chime-sdk.html (quotas) and
https://docs.aws.amazon.com/chime-sdk/latest/ag/phone-numbers.html (deletion queue, calling names).
"""

from __future__ import annotations

import dataclasses

DAY = 24 * 3600.0


@dataclasses.dataclass(frozen=True, kw_only=True)
class Settings:
    """How this service behaves; `dataclasses.replace` makes a variant."""

    seed: str = "local"
    """Ids are made from this and a counter, so that a run can be repeated."""
    default_account: str = "000000000000"
    """The account of an access key id that is not an account id itself."""

    # Quotas: documented defaults, all adjustable.
    phone_numbers: int = 5
    """Provisioned numbers of an account, orders in progress included."""
    voice_connectors: int = 3
    """In an account and Region."""
    voice_connector_groups: int = 3
    """In an account."""
    connectors_per_group: int = 3
    """In a Voice Connector group."""
    calls_per_second: int = 1
    """Of a connector: what CpsLimit may be at most."""
    voice_profile_domains: int = 3
    """In an account and Region."""
    sip_media_applications: int = 30
    """In an account and Region."""
    sip_rules: int = 10_000
    """In an account and Region. How many does the service allow? Not published."""
    create_calls_per_second: int = 1
    """CreateSipMediaApplicationCall in an account and Region."""
    update_calls_per_second: int = 5
    """UpdateSipMediaApplicationCall in an account and Region."""
    numbers_per_order: int = 50
    """How many numbers does an order take? Not published."""
    numbers_per_association: int = 100
    """How many numbers does an Associate or Disassociate call take? Not published."""
    numbers_per_batch: int = 50
    """How many numbers does BatchUpdatePhoneNumber or BatchDeletePhoneNumber take? Not published."""
    page_size: int = 50
    """Items of a page when the request does not say. Not published; small enough to be noticed."""

    # Time.
    order_seconds: float = 20.0
    """How long does an order take? Seconds to minutes."""
    deletion_queue_seconds: float = 7 * DAY
    """Documented."""
    restore_seconds: float = 3.0
    """How long until a number that was restored can be used? It shows as AcquireInProgress meanwhile. Not published."""
    calling_name_seconds: float = 3 * DAY
    """Documented as up to 72 hours."""
    default_calling_name_seconds: float = 7 * DAY
    """Documented: the account's default calling name changes at most once in this time."""
    trigger_acceptance_seconds: float = 5.0
    """How long until CreateSipRule accepts a fresh number or connector host? Clients of the API retry for 100 s."""
    read_after_create_seconds: float = 0.0
    """How long do reads and lists not know a fresh resource? Seen in the field, hence this switch; off."""
    rule_update_seconds: float = 1.0
    """When does an UpdateSipRule (202 Accepted) show and take effect?"""
    group_update_seconds: float = 1.0
    """When does an UpdateVoiceConnectorGroup (202 Accepted) show and take effect?"""
    unassign_seconds: float = 3.0
    """How long does a number stay Assigned after its rule is gone?"""

    # Numbers.
    numbers_at_both_pstn_regions: bool = False
    """Does us-west-2 see the numbers ordered through us-east-1? Not documented: each endpoint has its own."""
    encoded_number_ids: bool = True
    """Are PhoneNumberIds percent-encoded in answers (%2B1206…)? They are in AWS's examples; both forms are accepted."""
    failed_numbers_listed: bool = True
    """Does the inventory show what an order could not acquire, as AcquireFailed?"""
    deleted_number_status: str = "Unassigned"
    """The Status of a number in the deletion queue; DeletionTimestamp is set in any case."""
    deleted_number_error: str = "BadRequestException"
    """What deleting a number that is already in the deletion queue gets; NotFoundException is as plausible."""
    released_numbers_come_back: bool = False
    """Can a number be ordered again after the deletion queue? It goes to a shared pool: perhaps."""
    lists_show_deleted_numbers: bool = True
    """Does ListPhoneNumbers show the deletion queue?"""

    # Regions.
    region_may_differ_from_endpoint: bool = False
    """May AwsRegion of an application or connector name another Region than the endpoint's?"""
    hosts_of_any_region: bool = True
    """May a rule at one endpoint name a connector's host of another Region? Connectors live in their own Regions."""

    # Rules, applications, connectors.
    target_region_required: bool = True
    """Must each target say its AwsRegion? The model requires nothing; the guide's own examples differ."""
    unique_names: bool = False
    """Are two applications, or two rules, of one name refused with Conflict?"""
    connector_in_use_error: str = "ConflictException"
    """What deleting a connector with numbers gets; a bare BadRequestException was seen in the field."""
    connector_with_rule_deletable: bool = False
    """Can a connector go while a rule names its host?"""
    connect_integration: bool = False
    """Has the account the gated connector types for Amazon Connect?"""
    unset_parts_found: bool = False
    """Does reading a part that a connector does not have answer an empty one? Or NotFound, which clients reckon with."""
    credentials_put_replaces: bool = False
    """Do termination credentials that are put take the place of all others, or join them?"""
