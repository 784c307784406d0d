"""Sanctions, embargoes and border closures: who has imposed them on whom, and whether they were lifted."""

import msgspec

from projections.public.registers import Sanctions, SanctionsPage, SanctionsStatus
from projections.view import View
from projections.views.standing import ActRow, Course, Register, Standing, fold_with, line_fields

FAMILIES = ("sanctions",)
COURSE = Course(
    states={"SanctionsImposed": "in_force", "SanctionsLifted": "lifted"},
    ending=frozenset({"lifted"}),
)
SANCTIONS = View(
    name="sanctions",
    like="standing",
    fold=5,
    families=FAMILIES,
    tables={"act": ActRow},
    rows=fold_with(COURSE, FAMILIES),
)


def show(source: str, target: str, standing: Standing) -> Sanctions:
    """The sanctions of one party against another."""
    status = msgspec.convert(standing.status, SanctionsStatus)
    return Sanctions(
        source=source,
        target=target,
        status=status,
        **line_fields(standing),
    )


REGISTER = Register(view=SANCTIONS, course=COURSE, show=show, page=SanctionsPage)
