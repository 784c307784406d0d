"""Embassies and consulates: whose stand open with whom, which were closed, and which are only planned.

Where relations are broken off or suspended, those of both sides close.
"""

import msgspec

from projections.public.registers import Embassy, EmbassyPage, EmbassyStatus
from projections.view import View
from projections.views.standing import SEVERING, ActRow, Course, Register, Standing, fold_with, line_fields

FAMILIES = ("embassy",)
COURSE = Course(
    states={"EmbassyOpened": "open", "EmbassyClosed": "closed"},
    ending=frozenset({"closed"}),
    severing="closed",
)
EMBASSIES = View(
    name="embassies",
    like="standing",
    fold=6,
    families=(*FAMILIES, *SEVERING),
    tables={"act": ActRow},
    rows=fold_with(COURSE, FAMILIES),
)


def show(owner: str, host: str, standing: Standing) -> Embassy:
    """The embassies and consulates of one party with another."""
    status = msgspec.convert(standing.status, EmbassyStatus)
    return Embassy(
        owner=owner,
        host=host,
        status=status,
        **line_fields(standing),
    )


REGISTER = Register(view=EMBASSIES, course=COURSE, show=show, page=EmbassyPage)
