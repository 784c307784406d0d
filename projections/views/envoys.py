"""Envoys: the ambassador of one party to another, who was recalled or expelled, and whom the host summoned.

Where relations are broken off or suspended, those of both sides are recalled.
"""

import msgspec

from projections.public.registers import Credentials, EnvoyPage, Envoys, EnvoyStatus
from projections.view import View
from projections.views.standing import SEVERING, ActRow, Course, Register, Standing, facts_of, fold_with, line_fields

FAMILIES = ("envoy",)
COURSE = Course(
    states={"EnvoyAccredited": "accredited", "EnvoyRecalled": "recalled", "EnvoyExpelled": "expelled"},
    ending=frozenset({"recalled", "expelled"}),
    by_object=frozenset({"EnvoyExpelled", "EnvoySummoned"}),
    severing="recalled",
)
ENVOYS = View(
    name="envoys",
    like="standing",
    fold=6,
    families=(*FAMILIES, *SEVERING),
    tables={"act": ActRow},
    rows=fold_with(COURSE, FAMILIES),
)


def show(sender: str, host: str, standing: Standing) -> Envoys:
    """The ambassador of one party to another."""
    present = [dated.fact for dated in standing.present]
    status = msgspec.convert(standing.status, EnvoyStatus)
    return Envoys(
        sender=sender,
        host=host,
        status=status,
        ambassador=present[0].persons[0] if present and present[0].persons else None,
        credentials=msgspec.convert(present[0].mode, Credentials | None) if present else None,
        summoned=facts_of(dated for dated in standing.acts if dated.fact.type == "EnvoySummoned"),
        **line_fields(standing),
    )


REGISTER = Register(view=ENVOYS, course=COURSE, show=show, page=EnvoyPage)
