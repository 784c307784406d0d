"""Military support: who gives whom troops, arms or training, through whom, and what has ended."""

import msgspec

from projections.public.registers import MilitaryPage, MilitaryStatus, MilitarySupport
from projections.view import View
from projections.views.standing import ActRow, Course, Register, Standing, fold_with, line_fields

FAMILIES = ("military",)
COURSE = Course(
    states={"MilitarySupportProvided": "provided", "MilitarySupportEnded": "ended"},
    ending=frozenset({"ended"}),
    begun_counts=True,
    by_item=True,
)
MILITARY = View(
    name="military",
    like="standing",
    fold=5,
    families=FAMILIES,
    tables={"act": ActRow},
    rows=fold_with(COURSE, FAMILIES),
)


def show(provider: str, recipient: str, standing: Standing) -> MilitarySupport:
    """The military support of one party for another."""
    present = [dated.fact for dated in standing.present]
    status = msgspec.convert(standing.status, MilitaryStatus)
    return MilitarySupport(
        provider=provider,
        recipient=recipient,
        status=status,
        goods=tuple(sorted({fact.item for fact in present if fact.item is not None})),
        via=tuple(sorted({fact.via for fact in present if fact.via is not None})),
        **line_fields(standing),
    )


REGISTER = Register(view=MILITARY, course=COURSE, show=show, page=MilitaryPage)
