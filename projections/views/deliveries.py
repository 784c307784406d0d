"""Deliveries and pledges one by one: the parcels that the sums of aid add up."""

from collections.abc import Iterable
from datetime import date

import msgspec

from events.vocabulary import Terms
from projections.ground.kept import read_fact
from projections.public.aid import Delivery, DeliveryKind
from projections.views.aid import Domain, ParcelRow, counted_day

Order = tuple[date, str, str, str, str]


class DeliveryFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which deliveries and pledges; None: any. ``since`` and ``until``: of the days from which they count."""

    kind: DeliveryKind | None = None
    donor: str | None = None
    recipient: str | None = None
    item: str | None = None
    unit: str | None = None
    terms: Terms | None = None
    domain: Domain | None = None
    since: date | None = None
    until: date | None = None


EVERY_DELIVERY = DeliveryFilter()


def order_of(row: ParcelRow) -> Order:
    """Where the parcel stands in a list, the greatest first; as the index of aid.sql."""
    return (counted_day(row), row.happening, row.type, row.item, row.unit)


def choose(
    parcels: Iterable[ParcelRow], day: date, which: DeliveryFilter, *, after: Order | None = None
) -> list[ParcelRow]:
    """What the statement ``parcels`` of aid.sql chooses, from rows in memory."""
    chosen = (
        row
        for row in parcels
        if row.kind != "total"
        and counted_day(row) <= day
        and which.kind in {None, row.kind}
        and (which.donor is None or which.donor in row.donors)
        and (which.recipient is None or which.recipient in row.recipients)
        and which.item in {None, row.item}
        and which.unit in {None, row.unit}
        and which.terms in {None, row.terms}
        and which.domain in {None, row.domain}
        and (which.since is None or counted_day(row) >= which.since)
        and (which.until is None or counted_day(row) <= which.until)
        and (after is None or order_of(row) < after)
    )
    return sorted(chosen, key=order_of, reverse=True)


def describe(row: ParcelRow) -> Delivery:
    """A parcel as it is shown."""
    return Delivery(
        kind="pledge" if row.kind == "pledge" else "delivery",
        donors=row.donors,
        recipients=row.recipients,
        counts_from=counted_day(row).isoformat(),
        fact=read_fact(row.fact),
    )
