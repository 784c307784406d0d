"""Memberships: which state is in which organisation, was suspended, has given notice, left or was expelled."""

import msgspec

from projections.public.registers import Membership, MembershipPage, MembershipStatus
from projections.view import View
from projections.views.standing import ActRow, Course, Register, Standing, fold_with, line_fields

FAMILIES = ("membership",)
COURSE = Course(
    states={
        "MembershipStarted": "member",
        "MembershipEnded/suspended": "suspended",
        "MembershipEnded/notified": "notified",
        "MembershipEnded/left": "left",
        "MembershipEnded/expelled": "expelled",
    },
    ending=frozenset({"left", "expelled"}),
)
MEMBERSHIPS = View(
    name="memberships",
    like="standing",
    fold=5,
    families=FAMILIES,
    tables={"act": ActRow},
    rows=fold_with(COURSE, FAMILIES),
)


def show(state: str, organisation: str, standing: Standing) -> Membership:
    """A state in an organisation."""
    told = [dated.fact for dated in standing.acts]
    status = msgspec.convert(standing.status, MembershipStatus)
    return Membership(
        state=state,
        organisation=organisation,
        status=status,
        readmitted=status == "member" and any(COURSE.is_firm(fact) and fact.type == "MembershipEnded" for fact in told),
        **line_fields(standing),
    )


REGISTER = Register(view=MEMBERSHIPS, course=COURSE, show=show, page=MembershipPage)
