"""Agreements: announced, signed, called off, ended, with both ends of an announcement and its answer linked.

An end (denounced, suspended, left) is part of the signed agreement between its parties that bears the same name; where
the name was not told, or the signature is not known, it stands alone.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import msgspec

from projections.ground.facts import Act, Acts
from projections.ground.ground import Ground
from projections.ground.kept import read_fact
from projections.names import fold_name
from projections.public.agreements import Agreement, AgreementStatus
from projections.public.shapes import Announcement, Fact
from projections.view import Row, View
from projections.views.sectors import sectors_of

FAMILIES = ("agreement",)
Order = tuple[date, str, str, tuple[str, ...]]
"""Where an agreement stands in a list: day, happening, type, parties."""
Outcome = Literal["occurred", "cancelled", "postponed"]
_ANSWERS = frozenset({"signed", "cancelled"})


class AgreementRow(Row, frozen=True, kw_only=True):
    """An announcement, a signature or an end; ``status``: what it gives by itself."""

    happening: str
    type: str
    parties: tuple[str, ...]
    instrument: str
    status: AgreementStatus
    answered_by: str | None
    outcome: Outcome | None
    day: date | None
    recorded_on: date | None
    settled: date
    fact: bytes


def rows(acts: Acts, happening: str) -> dict[str, list[Row]]:
    """The rows of one happening: one for each announcement, signature and end of an agreement."""
    return {"act": [_row(acts.ground, act) for act in acts.of(happening, FAMILIES)]}


def _row(ground: Ground, act: Act) -> AgreementRow:
    dated, fact = act.dated, act.dated.fact
    status = _status(fact)
    answered = ground.answers.get((fact.family, fact.parties, fact.happening)) if status == "announced" else None
    return AgreementRow(
        happening=fact.happening,
        type=fact.type,
        parties=tuple(sorted(set(fact.parties))),
        instrument=fold_name(fact.instrument),
        status=status,
        answered_by=None if answered is None else answered.answer,
        outcome=None
        if answered is None
        else msgspec.convert(answered.outcome, Literal["occurred", "cancelled", "postponed"]),
        day=dated.day,
        recorded_on=dated.recorded_on,
        settled=dated.settled,
        fact=act.fact,
    )


def _status(fact: Fact) -> AgreementStatus:
    if fact.factuality != "asserted":
        return "unobserved"
    if fact.stage == "cancelled":
        return "cancelled"
    if fact.type == "AgreementTerminated":
        return "terminated" if fact.stage == "done" else "unobserved"
    return "signed" if fact.type == "AgreementSigned" and fact.stage == "done" else "announced"


def counted_day(row: AgreementRow) -> date:
    """The day from which the row counts."""
    return min(day for day in (row.day, row.recorded_on) if day is not None)


def order_of(row: AgreementRow) -> Order:
    """Where the row stands in a list, the greatest first; as the index of agreements.sql."""
    return (counted_day(row), row.happening, row.type, row.parties)


def choose(
    known: Sequence[AgreementRow],
    day: date,
    status: Sequence[AgreementStatus] = (),
    *,
    parties: Sequence[str] = (),
    instrument: str | None = None,
    after: Order | None = None,
) -> list[AgreementRow]:
    """What the statement ``page`` of agreements.sql chooses, from rows in memory, each with its status on the day."""
    present = [row for row in known if counted_day(row) <= day]
    answers = {(row.happening, row.parties) for row in known if row.status in _ANSWERS}
    found: list[AgreementRow] = []
    for row in present:
        if (row.answered_by, row.parties) in answers or any(_ends(row, other) for other in present):
            continue
        if row.status == "signed" and any(_ends(other, row) for other in present):
            row = msgspec.structs.replace(row, status="terminated")  # noqa: PLW2901  (the row as it stands that day)
        if (
            (not status or row.status in status)
            and set(parties) <= set(row.parties)
            and (instrument is None or instrument in row.instrument)
            and (after is None or order_of(row) < after)
        ):
            found.append(row)
    return sorted(found, key=order_of, reverse=True)


def _ends(end: AgreementRow, signed: AgreementRow) -> bool:
    """Whether one row is the end of the agreement that another signed."""
    return (
        end.status == "terminated"
        and end.type == "AgreementTerminated"
        and signed.type == "AgreementSigned"
        and signed.status in {"signed", "terminated"}
        and end.instrument == signed.instrument != ""
        and set(end.parties) <= set(signed.parties)
        and counted_day(end) >= counted_day(signed)
    )


def describe(row: AgreementRow, related: Iterable[AgreementRow]) -> Agreement:
    """An agreement as it stands, with the announcements that it answers (an open one: itself) and its ends."""
    others = list(related)
    fact = _fact(row)
    answered = [each for each in others if each.answered_by == row.happening and each.parties == row.parties]
    announced = [row] if row.status == "announced" else sorted(set(answered), key=order_of)
    ends = sorted({each for each in others if _ends(each, row)}, key=order_of)
    facts = (fact, *(_fact(each) for each in (*announced, *ends) if each is not row))
    return Agreement(
        happening=row.happening,
        parties=row.parties,
        status=row.status,
        instrument=next((each.instrument for each in facts if each.instrument is not None), None),
        sectors=tuple(sorted({sector for each in facts for sector in sectors_of(each)})),
        signed=fact.day if fact.type == "AgreementSigned" and fact.stage == "done" else None,
        ended=_fact(ends[0]).day if ends else fact.day if row.type == "AgreementTerminated" else None,
        announcements=tuple(
            Announcement(
                happening=each.happening,
                answered_by=None if each is row else each.answered_by,
                outcome=None if each is row else each.outcome,
                fact=_fact(each),
            )
            for each in announced
        ),
        ends=tuple(_fact(each) for each in ends),
        fact=fact,
    )


def _fact(row: AgreementRow) -> Fact:
    return read_fact(row.fact)


AGREEMENTS = View(name="agreements", fold=5, families=FAMILIES, tables={"act": AgreementRow}, rows=rows)
