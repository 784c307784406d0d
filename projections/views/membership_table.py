"""Who is a member of what on a day: by what was reported, and where that says nothing by reference data given."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from projections.public.shapes import SharedMembership
from projections.views.memberships import COURSE
from projections.views.standing import ActRow, Sides, group, stand

_INSIDE = frozenset({"member", "suspended", "notified"})
_OUTSIDE = frozenset({"left", "expelled"})


class Tenure(msgspec.Struct, frozen=True, kw_only=True):
    """A membership from a day (None: always) up to and without another (None: still)."""

    organisation: str
    begins: date | None = None
    ends: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it is a membership on a day."""
        return (self.begins is None or self.begins <= day) and (self.ends is None or day < self.ends)


MembershipTable = Mapping[str, Sequence[Tenure]]
"""The memberships of each state, as reference data has them."""


def members_on(party: str, acts: Iterable[ActRow], table: MembershipTable, day: date) -> dict[str, bool]:
    """The organisations that a party is a member of on a day, and of each whether articles say so.

    A suspended member is one, and so is one that has given notice; what was reported goes before the table.
    """
    found = {tenure.organisation: False for tenure in table.get(party, ()) if tenure.holds(day)}
    for (_, organisation), told in group(acts, Sides(subject=party), day).items():
        status = stand(COURSE, told).status
        if status in _INSIDE:
            found[organisation] = True
        elif status in _OUTSIDE:
            found.pop(organisation, None)
    return dict(sorted(found.items()))


def share(one: Mapping[str, bool], other: Mapping[str, bool]) -> tuple[SharedMembership, ...]:
    """The organisations of two parties that are the same."""
    return tuple(
        SharedMembership(organisation=each, basis="reported" if one[each] or other[each] else "reference")
        for each in one
        if each in other
    )
