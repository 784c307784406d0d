"""What is decided from shelves that are kept is what is decided from the whole history, whatever happens to them."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from events.cabinet import Cabinet
from events.codec import derive_id
from events.decide import Correction, Decision, History, Shelf, decide, shelf_of
from events.evidence import CuratorStatement
from events.happenings import Bucket, Link, Told, Words, bucket_of, content_order, partition
from events.kept import Kept, decide_kept
from events.parts import Parts
from events.vocabulary import (
    Event,
    EventCorrected,
    EventRetracted,
    HappeningsMerged,
    HappeningSplit,
    Mutual,
    Redacted,
    VisitAnnounced,
    VisitCancelled,
    VisitOccurred,
    parties_of,
)
from tests.property.test_decide import articles
from tests.unit.events.reports import on, tell

WHO = (CuratorStatement(who="a curator", why="so it is", source="test"),)


class Press:
    """A ledger in miniature, and two processes that keep shelves: one records, the other only reads."""

    def __init__(self, most: int) -> None:
        self.ledger: list[tuple[str, Event]] = []
        self.writer, self.reader = Cabinet(most), Cabinet(most)
        self._numbers = count()

    def history(self) -> History:
        """Everything that was recorded, from the beginning."""
        history = History()
        for event_id, event in self.ledger:
            if event_id:
                history.apply(event_id, event)
        return history

    def take(self, new: Sequence[Told]) -> None:
        """Decide about reports in three ways, which must agree, and record them."""
        decided = decide(new, self.history())
        found = [self._ask(cabinet, new) for cabinet in (self.writer, self.reader)]
        assert [each for each, _ in found if each is not None] == [decided] * sum(each is not None for each, _ in found)
        recorded: list[tuple[str, Event]] = [*((told.id, told.report) for told in new), *self._number(decided)]
        self.ledger += recorded
        if found[0][0] is None:
            self._follow(self.writer, recorded)
        else:
            self.writer.replace(found[0][1])
            self.writer.shrink()
        self._follow(self.reader, recorded)

    def say(self, word: Correction | Redacted) -> None:
        """Record what a curator says, with what is decided because of it."""
        history = self.history()
        decided = [] if isinstance(word, Redacted) else decide((), history, (word,))
        recorded = [*self._number([word]), *self._number(decided)]
        if isinstance(word, Redacted):
            # What a redacted report told is read by nobody any more.
            self.ledger = [("" if event_id == word.event else event_id, event) for event_id, event in self.ledger]
        self.ledger += recorded
        for cabinet in (self.writer, self.reader):
            self._follow(cabinet, recorded)

    def _ask(self, cabinet: Cabinet, new: Sequence[Told]) -> tuple[list[Decision] | None, Mapping[Shelf, Kept]]:
        shelves = {shelf_of(told.report) for told in new}
        missing = cabinet.find_missing(shelves)
        # A shelf is read by its tags, so that others come along.
        cabinet.take_in(missing, [(event_id, event) for event_id, event in self.ledger if event_id])
        return cabinet.decide(new) if cabinet.holds(shelves) else (None, {})

    def _follow(self, cabinet: Cabinet, recorded: Sequence[tuple[str, Event]]) -> None:
        for event_id, event in recorded:
            cabinet.follow(event_id, event)
        cabinet.shrink()

    def _number(self, events: Sequence[Event]) -> list[tuple[str, Event]]:
        return [(str(derive_id("decision", str(next(self._numbers)))), event) for event in events]


def draw_word(draw: random.Random, history: History) -> Correction | Redacted | None:
    """Something that a curator may say of what was told."""
    if not history.told:
        return None
    event = draw.choice(sorted(history.told))
    report = history.told[event]
    common: dict[str, Any] = {"family": report.family, "parties": parties_of(report)}
    happening = history.happening[event]
    others = sorted(each for each, told in history.told.items() if bucket_of(told) == bucket_of(report))
    match draw.choice(["correct", "correct", "move", "retract", "merge", "merge", "split", "apart", "apart", "redact"]):
        case "correct":
            other = history.told[draw.choice(others)]
            corrected = msgspec.structs.replace(report, act=other.act, due=other.due, persons=other.persons)
            return EventCorrected(
                **common, event=event, corrected=corrected, happening=happening, version=0, kind="reading", evidence=WHO
            )
        case "move":
            moved: dict[str, Any] = (
                {"parties": ("MLI", "TCD")} if isinstance(report, Mutual) else {"source": "RUS", "target": "MLI"}
            )
            corrected = msgspec.structs.replace(report, **moved)
            return EventCorrected(
                **common, event=event, corrected=corrected, happening=happening, version=0, kind="reading", evidence=WHO
            )
        case "retract":
            return EventRetracted(**common, event=event, evidence=WHO, why="wrong", by="curator")
        case "redact":
            return Redacted(**common, event=event, who="a curator", why="by order")
        case "merge":
            target = history.happening[draw.choice(others)]
            return HappeningsMerged(
                **common, happening=target, events=(event,), reason="a curator says so", score=1.0, evidence=WHO
            )
        case "split":
            name = str(derive_id("parted", happening, event))
            return HappeningSplit(**common, happening=name, events=(event,), reason="a curator says so", evidence=WHO)
        case _:
            apart = tuple(each for each in draw.sample(others, min(2, len(others))) if each != event)
            return HappeningSplit(
                **common, happening=happening, events=(event,), reason="a curator says so", evidence=WHO, apart=apart
            )


@settings(max_examples=80, deadline=None)
@given(articles(), articles(), st.randoms(use_true_random=False), st.sampled_from([0, 3, 1000]))
def test_kept_shelves_decide_as_the_whole_history_does(
    press: list[list[Told]], later: list[list[Told]], draw: random.Random, most: int
) -> None:
    """Articles, several at once too, and whatever curators say: each decision is the one from scratch."""
    kept = Press(most)
    later = [
        [
            Told(
                id=str(derive_id("later", told.id)),
                report=msgspec.structs.replace(told.report, article=f"later {told.report.article}"),
            )
            for told in article
        ]
        for article in later
    ]
    waiting = [*press, *later]
    draw.shuffle(waiting)
    while waiting:
        several = [waiting.pop() for _ in range(min(len(waiting), draw.choice([1, 1, 2, 3])))]
        kept.take([told for article in several for told in article])
        for _ in range(draw.choice([0, 0, 1, 2])):
            word = draw_word(draw, kept.history())
            if word is not None:
                kept.say(word)


@st.composite
def visits(draw: st.DrawFn) -> list[Told]:
    """Visits of two years between two states that were announced, made, put off or called off."""
    days = st.builds(date, st.sampled_from([2024, 2025]), st.sampled_from([3, 6, 7]), st.integers(1, 28))
    told: list[Told] = []
    for number in range(draw(st.integers(4, 12))):
        published = draw(days)
        when = published + timedelta(days=draw(st.sampled_from([-30, -3, 0, 0, 3, 30])))
        dated = st.sampled_from([on(when.isoformat()), on(when.isoformat()[:7]), on(f"--{when.month:02}"), None])
        kind = draw(st.sampled_from([VisitAnnounced, VisitOccurred, VisitCancelled]))
        fields: dict[str, Any] = {"persons": draw(st.sampled_from([(), (), ("Assimi Goïta",), ("Abdoulaye Diop",)]))}
        if kind is not VisitOccurred:
            fields["due"] = draw(dated)
        if kind is not VisitAnnounced:
            fields["act"] = draw(dated)
        if kind is VisitCancelled:
            fields["mode"] = draw(st.sampled_from(["cancelled", "postponed"]))
        shown = draw(st.sampled_from([published.isoformat(), published.isoformat(), None]))
        told.append(tell(kind, f"article {number}", shown, **fields))
    return told


PUT_OFF_THEN_CALLED_OFF = [
    tell(VisitAnnounced, "announced", "2024-03-01", due=on("2024-03-10")),
    tell(VisitCancelled, "put off", "2024-03-08", act=on("2024-03-08"), due=on("2024-06-10"), mode="postponed"),
    tell(VisitCancelled, "called off", "2024-06-28", act=on("2024-06-28"), mode="cancelled"),
]


PUT_OFF_TWICE_IN_ONE_BREATH = [
    tell(VisitAnnounced, "announced", "2024-03-01", due=on("2024-03-10")),
    *(
        tell(
            VisitCancelled,
            "put off",
            "2024-03-08",
            number=number,
            act=on("2024-03-08"),
            due=due,
            persons=persons,
            stage=stage,
            mode="postponed",
            happening="one breath",
        )
        for number, (due, persons, stage) in enumerate(
            [(on("2024-06-10"), (), "done"), (on("2024-07-10"), ("Assimi Goïta",), "cancelled")]
        )
    ),
    tell(VisitOccurred, "visit", "2024-06-11", act=on("2024-06-10")),
]


@example(PUT_OFF_THEN_CALLED_OFF)
@example(PUT_OFF_TWICE_IN_ONE_BREATH)
@settings(max_examples=250, deadline=None)
@given(visits())
def test_only_what_a_report_can_change_is_looked_at_and_all_of_it(told: list[Told]) -> None:
    """Visit by visit, with dates of any precision or none, what is decided is what is decided from scratch."""
    kept, history = {shelf_of(told[0].report): Kept(shelf_of(told[0].report), History())}, History()
    for number, item in enumerate(told):
        wanted = decide([item], history)
        decided, kept = decide_kept([item], kept)
        assert decided == wanted
        history.apply(item.id, item.report)
        for at, decision in enumerate(decided):
            history.apply(f"{number} {at}", decision)


@settings(max_examples=150, deadline=None)
@given(articles(), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.booleans()), max_size=3))
def test_a_bucket_in_parts_is_grouped_as_it_is_whole(
    press: list[list[Told]], pairs: list[tuple[int, int, bool]]
) -> None:
    """Report by report, each bucket's groups are those of all its reports at once; curators' links count as there."""
    told = [item for article in press for item in article]
    ids = [item.id for item in told]
    chosen = [(ids[one % len(ids)], ids[other % len(ids)], same) for one, other, same in pairs]
    links = [Link(one=one, other=other, same=same) for one, other, same in chosen if one != other]
    parts: dict[Bucket, Parts] = {}
    for item in told:
        bucket = parts.setdefault(bucket_of(item.report), Parts(Words(links)))
        before = {group.happening: group for group in bucket.groups()}
        changed = bucket.add([item])
        after = {each: group for each, group in before.items() if group not in changed.gone}
        after |= {group.happening: group for group in changed.come}
        assert after == {group.happening: group for group in bucket.groups()}
    found = [group for bucket in parts.values() for group in bucket.groups()]
    assert sorted(found, key=lambda group: content_order(group.members[0])) == partition(told, links)


def test_no_more_is_held_than_may_be() -> None:
    """What was asked for longest ago is forgotten first, and read again when it is asked for."""
    cabinet = Cabinet(most=4)
    first, second = tell(VisitOccurred, "one", source="MLI"), tell(VisitOccurred, "two", source="NER")
    for told in (first, second, first):
        shelves = [shelf_of(told.report)]
        cabinet.take_in(cabinet.find_missing(shelves), [])
        _, after = cabinet.decide([told])
        cabinet.replace(after)
    assert (len(cabinet), cabinet.find_missing([shelf_of(first.report), shelf_of(second.report)])) == (4, [])
    third = shelf_of(tell(VisitOccurred, "three", source="TCD").report)
    cabinet.take_in([third], [("third", tell(VisitOccurred, "three", source="TCD").report)])
    cabinet.shrink()
    assert cabinet.find_missing([shelf_of(first.report), shelf_of(second.report), third]) == [shelf_of(second.report)]
    assert len(cabinet) == 4


def test_a_shelf_that_alone_is_more_than_may_be_held_leaves_the_others_alone() -> None:
    """It is forgotten by itself, whether it was read so large or has grown."""
    other = tell(VisitOccurred, "other", source="NER")
    many = [tell(VisitOccurred, f"article {number}") for number in range(4)]
    shelf = shelf_of(many[0].report)
    for read in (0, 4):
        cabinet = Cabinet(most=4)
        cabinet.take_in([shelf_of(other.report), shelf], [(told.id, told.report) for told in [other, *many[:read]]])
        for told in many[read:]:
            cabinet.follow(told.id, told.report)
        assert cabinet.holds([shelf, shelf_of(other.report)])
        cabinet.shrink()
        assert cabinet.find_missing([shelf, shelf_of(other.report)]) == [shelf]
        assert len(cabinet) == 2


def test_shelves_between_which_an_event_was_moved_are_not_kept() -> None:
    """Neither where the correction is read with them, nor where it comes later; what was not touched stays."""
    told = tell(VisitOccurred, "one")
    moved = msgspec.structs.replace(told.report, source="RUS", target="MLI")
    word = EventCorrected(
        family="visit",
        parties=("MLI", "RUS"),
        event=told.id,
        corrected=moved,
        happening=told.report.happening,
        version=0,
        kind="reading",
        evidence=WHO,
    )
    left, right, other = shelf_of(told.report), shelf_of(moved), ("visit", ("NER", "RUS"))
    for shelves in ([left], [right]):
        cabinet = Cabinet(most=10)
        cabinet.take_in([*shelves, other], [(told.id, told.report), ("word", word)])
        assert [cabinet.holds([each]) for each in (left, right, other)] == [False, False, True]
        # Nor are they read only to be forgotten.
        assert cabinet.find_missing([left, right]) == []
    later = Cabinet(most=10)
    later.take_in([left, right, other], [(told.id, told.report)])
    later.follow("word", word)
    assert [later.holds([each]) for each in (left, right, other)] == [False, False, True]
    assert len(later) == len([other])
