"""Officials seen: the persons whom articles name in acts, for whom they act, when first and last, in how many acts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from events.interval import first_day, last_day
from events.vocabulary import FAMILIES
from projections.ground.facts import Act, Acts
from projections.names import fold_name
from projections.public.records import Office, Official, PartySeen
from projections.public.shapes import Fact
from projections.view import Row, View

_OF_SOURCE = frozenset({"EnvoyAccredited", "EnvoyRecalled", *FAMILIES["visit"]})
_OF_TARGET = frozenset({"EnvoyExpelled", "EnvoySummoned"})

OfficialTable = Mapping[str, Sequence[Office]]
"""The offices of each person, under each of the person's names as ``fold_name`` writes them."""


class SeenRow(Row, frozen=True):
    """A person in an act, beside a party of it.

    ``sure``: whether the act says that the person acts for that party. ``first``: one row of each person and act, for
    counting acts.
    """

    happening: str
    key: str
    name: str
    party: str
    sure: bool
    first: bool
    type: str
    day: date | None
    recorded_on: date | None
    settled: date


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A person beside one party, in all acts: names used, acts, those that are sure, those counted here, days."""

    key: str
    party: str
    names: tuple[str, ...]
    acts: int
    sure: int
    whole: int
    first_seen: date
    last_seen: date


def rows(acts: Acts, happening: str) -> dict[str, list[Row]]:
    """The rows of one happening: one for each person and party of each of its acts."""
    found: list[Row] = []
    for act in acts.of(happening):
        if act.dated.fact.persons:
            found.extend(_rows(act))
    return {"seen": found}


def _rows(act: Act) -> Iterable[SeenRow]:
    fact = act.dated.fact
    parties, sure = _acting_for(fact)
    keys: set[str] = set()
    for name in sorted(fact.persons):
        key = fold_name(name)
        if key in keys:
            continue
        keys.add(key)
        for number, party in enumerate(parties):
            yield SeenRow(
                fact.happening,
                key,
                name,
                party,
                sure,
                number == 0,
                fact.type,
                act.dated.day,
                act.dated.recorded_on,
                act.dated.settled,
            )


def _acting_for(fact: Fact) -> tuple[tuple[str, ...], bool]:
    """The parties that a person of an act may act for, and whether that is sure."""
    if fact.type in _OF_SOURCE:
        return fact.parties[:1], True
    if fact.type in _OF_TARGET:
        return fact.parties[1:], True
    return tuple(sorted(set(fact.parties))), False


def gather(
    known: Iterable[SeenRow], day: date, *, party: str | None = None, name: str | None = None, after: str | None = None
) -> list[Seen]:
    """What the statement ``page`` of officials.sql gives, from rows in memory."""
    present = [row for row in known if _counted(row) <= day]
    keys = {
        row.key
        for row in present
        if party in {None, row.party} and (name is None or name in row.key) and (after is None or row.key > after)
    }
    beside: dict[tuple[str, str], list[SeenRow]] = {}
    for row in present:
        if row.key in keys:
            beside.setdefault((row.key, row.party), []).append(row)
    return [
        Seen(
            key=key,
            party=each,
            names=tuple(sorted({row.name for row in members})),
            acts=len(members),
            sure=sum(row.sure for row in members),
            whole=sum(row.first for row in members),
            first_seen=min(map(_counted, members)),
            last_seen=max(map(_counted, members)),
        )
        for (key, each), members in sorted(beside.items())
    ]


def _counted(row: SeenRow) -> date:
    return min(day for day in (row.day, row.recorded_on) if day is not None)


def describe(seen: Iterable[Seen], table: OfficialTable) -> list[tuple[str, Official]]:
    """The persons seen, each under the key of the name, in the order of these."""
    persons: dict[str, list[Seen]] = {}
    for each in seen:
        persons.setdefault(each.key, []).append(each)
    return [(key, _official(persons[key], table)) for key in sorted(persons)]


def _official(beside: Sequence[Seen], table: OfficialTable) -> Official:
    last = max(each.last_seen for each in beside)
    frequent = sorted(beside, key=lambda each: (-each.acts, each.party))
    office = _office(table.get(beside[0].key, ()), last, {each.party for each in beside})
    surest = max(beside, key=lambda each: (each.sure, each.party))
    return Official(
        name=min((name for each in beside for name in each.names), key=lambda name: (-len(name), name)),
        party=office.party if office is not None else surest.party if surest.sure else None,
        office=office,
        first_seen=min(each.first_seen for each in beside).isoformat(),
        last_seen=last.isoformat(),
        acts=sum(each.whole for each in beside),
        seen_with=tuple(PartySeen(party=each.party, acts=each.acts) for each in frequent),
    )


def _office(offices: Sequence[Office], day: date, parties: set[str]) -> Office | None:
    """The office held on a day, else the latest, among those of the parties seen: namesakes hold others."""
    known = [office for office in offices if office.party in parties]
    held = [office for office in known if _begins(office) <= day <= _ends(office)]
    return max(held or known, key=lambda office: (_begins(office), office.office), default=None)


def _begins(office: Office) -> date:
    return (first_day(office.begins) if office.begins else None) or date.min


def _ends(office: Office) -> date:
    return (last_day(office.ends) if office.ends else None) or date.max


OFFICIALS = View(name="officials", fold=1, families=tuple(FAMILIES), tables={"seen": SeenRow}, rows=rows)
