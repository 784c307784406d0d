"""Whatever is told, and in whatever order it comes, the decisions end in the same partition and answers."""

import random
import time
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.answers import find_answers
from events.codec import derive_id, seal, unseal
from events.decide import History, decide, relevant
from events.envelope import NewEvent, Query, RecordedEvent
from events.happenings import Link, Told, bucket_of, partition
from events.interval import Interval
from events.vocabulary import (
    AgreementAnnounced,
    AgreementSigned,
    AidDelivered,
    Amount,
    CriticismExpressed,
    MeetingAnnounced,
    MeetingHeld,
    MembershipEnded,
    Mutual,
    Quantified,
    Report,
    VisitAnnounced,
    VisitCancelled,
    VisitOccurred,
)
from tests.unit.events.reports import feed, tell

KINDS: list[type[Report]] = [
    VisitAnnounced,
    VisitOccurred,
    VisitOccurred,
    VisitCancelled,
    MeetingAnnounced,
    MeetingHeld,
    AgreementAnnounced,
    AgreementSigned,
    AidDelivered,
    CriticismExpressed,
    MembershipEnded,
]
NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
NAMES = ("Assimi Goïta", "Goita", "Abdoulaye Diop", "Alexeï Ovechouk", "Alexey Overchuk")

days = st.dates(date(2025, 5, 1), date(2025, 7, 31)).map(date.isoformat)
bounds = st.one_of(days, days, st.sampled_from(["2025-05", "2025-06", "2025-07", "2025", "2024-06", "--06", "--07"]))


@st.composite
def intervals(draw: st.DrawFn) -> Interval | None:
    """A date of any precision, a stretch of days, or nothing told."""
    match draw(st.sampled_from(["none", "bound", "inferred", "days"])):
        case "none":
            return None
        case "bound":
            return Interval.of(draw(bounds))
        case "inferred":
            return Interval.of(draw(bounds), basis="inferred")
        case _:
            start, end = sorted((draw(days), draw(days)))
            return Interval(start=start, end=end)


@st.composite
def amounts(draw: st.DrawFn) -> Amount | None:
    """A figure like another, or none."""
    figure = draw(st.sampled_from([None, 10.0, 10.5, 20.0]))
    return None if figure is None else Amount(min=figure, max=figure, unit="t", approximate=draw(st.booleans()))


@st.composite
def articles(draw: st.DrawFn) -> list[list[Told]]:
    """A small press about two or three states: articles of one to three reports each, some of them the same act."""
    press: list[list[Told]] = []
    for number in range(draw(st.integers(2, 7))):
        name = f"article {number}"
        published = draw(st.one_of(st.none(), days, st.just("2025-06")))
        article: list[Told] = []
        for ordinal in range(draw(st.integers(1, 3))):
            kind = draw(st.sampled_from(KINDS))
            fields: dict[str, Any] = {
                "act": draw(intervals()),
                "due": draw(intervals()),
                "persons": tuple(draw(st.lists(st.sampled_from(NAMES), max_size=2))),
                "stage": draw(st.sampled_from(["done", "done", "done", "planned", "cancelled"])),
            }
            if issubclass(kind, Mutual):
                fields["parties"] = draw(st.sampled_from([("MLI", "RUS"), ("MLI", "NER", "RUS")]))
            if issubclass(kind, Quantified):
                fields["item"] = draw(st.sampled_from([None, "wheat", "fuel"]))
                fields["amount"] = draw(amounts())
            if kind is VisitCancelled:
                fields["mode"] = draw(st.sampled_from(["cancelled", "postponed"]))
            if draw(st.integers(0, 3)) == 0:
                fields["happening"] = str(derive_id(name, "shared"))
            article.append(tell(kind, name, published, number=ordinal, **fields))
        press.append(article)
    return press


Assignment = tuple[dict[str, str], dict[Any, tuple[str, str]]]


def wanted(press: list[list[Told]]) -> Assignment:
    """The happening of each event and the answers, computed from the whole press at once."""
    groups = partition(item for article in press for item in article)
    return (
        {member.id: group.happening for group in groups for member in group.members},
        {((a.family, a.parties), a.announcement): (a.answer, a.outcome) for a in find_answers(groups)},
    )


@settings(max_examples=100, deadline=None)
@given(articles(), st.randoms(use_true_random=False))
def test_order_does_not_matter(press: list[list[Told]], random_: random.Random) -> None:
    """Article by article in any order, decisions end where the partition of the whole set is; twice changes nothing."""
    whole = wanted(press)
    random_.shuffle(press)
    history = History()
    for article in press:
        feed(history, article)
    assert (history.happening, history.answers) == whole
    for article in press:
        assert decide(article, history) == []
        assert feed(history, article) == []
    assert (history.happening, history.answers) == whole


@settings(max_examples=60, deadline=None)
@given(articles(), st.randoms(use_true_random=False))
def test_what_a_decision_reads_is_enough(press: list[list[Told]], random_: random.Random) -> None:
    """A decision on what its query finds, decoded from the bytes in the ledger, ends at the same place."""
    whole = wanted(press)
    random_.shuffle(press)
    ledger: list[RecordedEvent] = []
    for number, article in enumerate(press):
        history = History()
        query = relevant(item.report for item in article)
        for recorded in ledger:
            event = unseal(recorded) if finds(query, recorded) else None
            if event is not None:
                history.apply(str(recorded.id), event)
        batch = [seal(item.report, UUID(item.id)) for item in article]
        decided = decide(article, history)
        batch += [seal(each, derive_id("decision", str(number), str(n))) for n, each in enumerate(decided)]
        ledger.extend(record(new, len(ledger) + n) for n, new in enumerate(batch, start=1))
    history = History()
    for recorded in ledger:
        event = unseal(recorded)
        assert event is not None
        history.apply(str(recorded.id), event)
    assert (history.happening, history.answers) == whole


def finds(query: Query, recorded: RecordedEvent) -> bool:
    """Whether a query of the dcb.events form finds an event."""
    return any(
        (not item.types or recorded.type in item.types) and set(item.tags) <= set(recorded.tags) for item in query.items
    )


def record(new: NewEvent, position: int) -> RecordedEvent:
    """The event as the ledger gives it back."""
    return RecordedEvent(
        position=position,
        id=new.id,
        type=new.type,
        schema_version=new.schema_version,
        recorded_at=NOON,
        tags=new.tags,
        author="test",
        payload=new.payload,
    )


@settings(max_examples=100, deadline=None)
@given(articles(), st.data())
def test_a_partition_is_one(press: list[list[Told]], data: st.DataObject) -> None:
    """Every event stands in one group of its own bucket; no two groups of a bucket share an id; curators are obeyed."""
    told = [item for article in press for item in article]
    ids = [item.id for item in told]
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids), st.booleans()), max_size=3))
    links = [Link(one=one, other=other, same=same) for one, other, same in pairs if one != other]
    groups = partition(told, links)
    assert sorted(member.id for group in groups for member in group.members) == sorted(ids)
    named = [(bucket_of(group.members[0].report), group.happening) for group in groups]
    assert len(set(named)) == len(named)
    for group in groups:
        assert len({bucket_of(member.report) for member in group.members}) == 1
    at = {member.id: number for number, group in enumerate(groups) for member in group.members}
    last = {frozenset((link.one, link.other)): link.same for link in links}
    for pair, same in last.items():
        one, other = sorted(pair)
        if not same:
            assert at[one] != at[other]
        elif all(last.values()):
            report, like = (next(item.report for item in told if item.id == each) for each in (one, other))
            assert (at[one] == at[other]) == (bucket_of(report) == bucket_of(like))
    shuffled = data.draw(st.permutations(told))
    assert partition(shuffled, links) == groups


@pytest.mark.parametrize("shape", ["ten years", "one month", "one visit", "undated", "without a year"])
def test_two_thousand_reports_of_one_dyad_are_parted_fast(shape: str) -> None:
    """Far-away acts are not compared: two thousand reports of one direction and type take under half a second."""
    chance = random.Random(7)
    told = [tell(VisitOccurred, str(number), **_visit(shape, number, chance)) for number in range(2000)]
    chance.shuffle(told)
    best = min(_seconds(told) for _ in range(3))
    assert best < 0.5


def _visit(shape: str, number: int, chance: random.Random) -> dict[str, Any]:
    act = number // 4
    day = f"{2015 + act % 10}-{act // 10 % 12 + 1:02d}-{act // 120 % 5 * 6 + 1:02d}"
    match shape:
        case "ten years":
            bound = chance.choice([day, day, day[:7], day[:4]])
            return {"act": Interval.of(bound), "reported": day}
        case "one month":
            return {"act": Interval.of(f"2025-06-{number % 30 + 1:02d}"), "persons": (_name(act % 20),)}
        case "one visit":
            return {"act": Interval(start="2025-06-22", end="2025-06-26"), "persons": ("Assimi Goïta",)}
        case "undated":
            return {"reported": day}
        case _:
            return {"act": Interval.of(f"--{number % 12 + 1:02d}"), "persons": (_name(act % 50),)}


def _name(number: int) -> str:
    return "".join(random.Random(number).choices("aeioubdgklmnprstvz", k=8)).capitalize()


def _seconds(told: list[Told]) -> float:
    began = time.process_time()
    partition(told)
    return time.process_time() - began
