"""What is printed again and again joins its copies: groups and decisions are those that a look at all would give."""

import random
from datetime import date, timedelta
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from events.codec import derive_id
from events.decide import History, decide, shelf_of
from events.evidence import hash_text
from events.happenings import Bucket, Link, Told, Words, bucket_of, content_order, partition
from events.kept import Kept, decide_kept
from events.parts import Parts
from events.vocabulary import VisitAnnounced, VisitOccurred
from tests.property.test_decide import articles, bounds
from tests.unit.events.reports import on, quote, tell

FIRST = date(2025, 6, 1)

chances = st.builds(random.Random, st.integers(0, 2**32))


def print_again(told: Told, paper: str, number: int, *, words: tuple[str, int], **fields: Any) -> Told:
    """A report as another paper prints it: words of a text, and a place among the reports of the paper."""
    text, start = words
    proof = msgspec.structs.replace(quote(paper), text_hash=hash_text(text), start=start, end=start + 23)
    report = msgspec.structs.replace(
        told.report,
        article=paper,
        happening=str(derive_id(paper, told.report.happening)),
        evidence=(proof,),
        **fields,
    )
    return Told(id=str(derive_id(paper, "event", str(number))), report=report)


@st.composite
def papers(draw: st.DrawFn) -> list[list[Told]]:
    """A few texts that many papers print, whole or in part, some with a date, a name or words of their own."""
    texts = draw(articles())[:3]
    chance: random.Random = draw(chances)
    spans = {told.id: chance.choice([0, 0, 100, 200]) for text in texts for told in text}
    printed: list[list[Told]] = []
    for number in range(draw(st.integers(4, 14))):
        paper, text = f"paper {number:02}", chance.choice(texts)
        day = (FIRST + timedelta(days=chance.choice([0, 0, 1, 40]))).isoformat()
        article: list[Told] = []
        for told in text:
            if chance.random() < 0.1:
                continue
            fields: dict[str, Any] = {"reported": chance.choice([day, day, day, None])}
            if chance.random() < 0.15:
                fields["act"] = draw(st.one_of(st.none(), bounds.map(on)))
            if chance.random() < 0.1:
                fields["due"] = draw(st.one_of(st.none(), bounds.map(on)))
            if chance.random() < 0.1:
                fields["persons"] = ("Abdoulaye Diop",)
            words = (text[0].report.article if chance.random() < 0.9 else paper, spans[told.id])
            article.append(print_again(told, paper, len(article), words=words, **fields))
        printed.append(article)
    return [article for article in printed if article] or [texts[0]]


@settings(max_examples=120, deadline=None)
@given(papers(), chances, st.sampled_from([0, 0, 1, 2]))
def test_parts_take_copies_as_a_bucket_grouped_whole_does(
    press: list[list[Told]], chance: random.Random, linked: int
) -> None:
    """Paper by paper or several at once, report by report too: groups, members and reasons are those of the whole."""
    told = [item for article in press for item in article]
    named = [(chance.choice(told).id, chance.choice(told).id) for _ in range(linked)]
    links = [Link(one=one, other=other, same=chance.random() < 0.5) for one, other in named if one != other]
    parts: dict[Bucket, Parts] = {}
    waiting = chance.sample(press, len(press))
    while waiting:
        several = [item for _ in range(min(len(waiting), chance.choice([1, 1, 3]))) for item in waiting.pop()]
        lots = [several] if chance.random() < 0.8 else [[item] for item in several]
        for lot in lots:
            for bucket in {bucket_of(item.report) for item in lot}:
                kept = parts.setdefault(bucket, Parts(Words(links)))
                before = {group.happening: group for group in kept.groups()}
                changed = kept.add([item for item in lot if bucket_of(item.report) == bucket])
                for group in changed.gone:
                    assert before.pop(group.happening) == group
                before |= {group.happening: group for group in changed.come}
                assert before == {group.happening: group for group in kept.groups()}
    found = [group for bucket in parts.values() for group in bucket.groups()]
    assert sorted(found, key=lambda group: content_order(group.members[0])) == partition(told, links)


@settings(max_examples=80, deadline=None)
@given(papers(), chances)
def test_copies_are_decided_about_as_from_scratch(press: list[list[Told]], chance: random.Random) -> None:
    """Some papers at once, in any order: each decision is the one from the whole history, answers included."""
    shelves = {shelf_of(item.report) for article in press for item in article}
    kept, history = {shelf: Kept(shelf, History()) for shelf in shelves}, History()
    waiting = chance.sample(press, len(press))
    while waiting:
        several = [item for _ in range(min(len(waiting), chance.choice([1, 2, 3]))) for item in waiting.pop()]
        wanted = decide(several, history)
        decided, after = decide_kept(several, kept)
        assert decided == wanted
        kept |= after
        for item in several:
            history.apply(item.id, item.report)
        for decision in decided:
            history.apply("", decision)


def test_a_copy_that_tells_nothing_new_joins_its_group_and_leaves_the_others_alone() -> None:
    """From the third on: the group grows, the groups beside it are not looked at, and its side stays as it was."""
    words = ("the agency's text", 0)
    base = tell(VisitAnnounced, "agency", "2025-06-01", due=on("2025-06-20"))
    other = tell(VisitAnnounced, "other", "2025-06-01", due=on("2025-06-19", "2025-06-23"), persons=("A. Minister",))
    days = [f"2025-06-0{number + 2}" for number in range(4)]
    copies = [print_again(base, f"paper of {day}", 0, words=words, reported=day) for day in days]
    parts = Parts(Words(()))
    parts.add([other, *copies[:2]])
    grown = parts.add([copies[2]])
    (before,), (after,) = grown.gone, grown.come
    assert set(after.members) == {*before.members, copies[2]}
    assert grown.grown == {after.happening: (before.happening, [copies[2].report])}
    shelf = shelf_of(base.report)
    kept = {shelf: Kept(shelf, History())}
    for item in (other, *copies):
        _, kept = decide_kept([item], kept)
    visit = tell(VisitOccurred, "visit", "2025-06-21", act=on("2025-06-20"))
    decided, _ = decide_kept([visit], kept)
    assert [type(each).__name__ for each in decided] == ["AnnouncementAnswered"]
