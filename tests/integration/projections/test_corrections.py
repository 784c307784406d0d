"""Tables, replay, rebuild and questions that look back agree on what curators corrected."""

import random
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

import asyncpg
import msgspec
import pytest

from events.ledger import Ledger
from events.vocabulary import Directed, MeetingHeld, Report, parties_of
from projections.following.runner import Runner
from projections.ground.ground import Ground, restrict
from projections.ground.kept import read_fact
from projections.public.shapes import Relation
from projections.questions.looking_back import rows_at
from projections.questions.queries import Queries
from projections.questions.snapshot import show_times
from projections.rebuilding.rebuild import Rebuild
from projections.replaying.replay import compare
from projections.times import Recorded, Times, is_known
from projections.view import Row, canonical, fold_rows
from projections.views import VIEWS
from projections.views.membership_table import members_on, share
from projections.views.memberships import MEMBERSHIPS
from projections.views.relation import RELATION, FactRow, PairRow, coverage_of, dated_of, describe
from projections.views.standing import ActRow
from tests.integration.projections.test_runner import write_articles
from tests.unit.projections.newsroom import Newsroom, fold_recorded, on

Pool: TypeAlias = "asyncpg.Pool[Any]"


def draw_changes(chance: random.Random, report: Report) -> dict[str, Any]:
    """Make up what a curator might change: a date, a party, or the type."""
    match chance.randint(0, 2):
        case 0:
            return {"act": on(f"2025-0{chance.randint(1, 6)}-{chance.randint(10, 28)}")}
        case 1 if isinstance(report, Directed):
            others = [code for code in ("MLI", "RUS", "BFA", "NER") if code != report.source]
            return {"target": chance.choice(others)}
        case _:
            return {"persons": (chance.choice(("Assimi Goïta", "Abdoulaye Diop")),)}


def meet(report: Report) -> MeetingHeld:
    """Take an act for a meeting of the same parties."""
    return MeetingHeld(
        happening=report.happening,
        article=report.article,
        evidence=report.evidence,
        reported=report.reported,
        act=report.act,
        parties=tuple(sorted(set(parties_of(report)))),
    )


async def curate(chance: random.Random, newsroom: Newsroom, ledger: Ledger) -> None:
    """Say something of an event that still counts."""
    event_id = chance.choice(sorted(newsroom.history.told))
    told = next(each for each in newsroom.told if each.id == event_id)
    report = newsroom.history.told[event_id]
    word = chance.randint(0, 5)
    source = {"kind": "world", "since": chance.choice(("2025-03-20", "2025-05", None))} if chance.randint(0, 1) else {}
    if word == 0:
        await ledger.append(newsroom.retract(told))
    elif word == 1:
        await ledger.append(newsroom.confirm(told))
    elif word == 2:
        await ledger.append(newsroom.correct(told, {}, corrected=meet(report), **source))
    else:
        await ledger.append(newsroom.correct(told, draw_changes(chance, report), **source))


@pytest.mark.parametrize("batch", [1, 5, 1000])
async def test_every_way_to_the_views_agrees_on_corrections(pool: Pool, ledger: Ledger, batch: int) -> None:
    """Corrections of dates, parties and types, retractions and confirmations, between articles: nothing differs.

    The tables equal the replay and a rebuild; what looks back equals the fold from scratch of what the times admit.
    """
    chance = random.Random(batch)
    runner = Runner(pool, ledger, batch=batch)
    await runner.prepare()
    newsroom = Newsroom()
    for article in write_articles(seed=50 + batch, count=14):
        await ledger.append(newsroom.publish(article))
        await curate(chance, newsroom, ledger)
        if chance.randint(0, 2) == 0:
            await runner.catch_up()
    head = await runner.catch_up()
    assert await compare(pool, ledger) == []
    assert all(lag.kept == lag.expected for lag in await runner.lag(count=True))
    rebuilt = await Rebuild(pool, ledger).run()
    assert rebuilt.differences == ()
    recorded = await ledger.read(limit=5_000)
    queries = Queries(pool, ledger)
    for _ in range(12):
        known_at = chance.choice((None, chance.choice(recorded).position, chance.choice(recorded).recorded_at))
        times = Times(
            today=date(2026, 12, 1),
            as_of=chance.choice((None, date(2025, 4, 1))),
            reported_by=chance.choice((None, date(2025, 4, 10), date(2025, 6, 1))),
            known_at=known_at,
        )
        scratch = restrict(
            fold_recorded(
                each
                for each in recorded
                if is_known(Recorded(position=each.position, recorded_at=each.recorded_at), times)
            ),
            times,
        )
        for view in VIEWS:
            found = await rows_at(pool, ledger, view, times, upto=head)
            assert canonical(found) == canonical(fold_rows(view, scratch)), (view.name, times)
        a, b = sorted(chance.sample(("MLI", "RUS", "BFA", "NER"), 2))
        of_pair = await rows_at(pool, ledger, RELATION, times, upto=head, pairs=[(a, b)])
        facts = facts_of(fold_rows(RELATION, scratch), a, b)
        assert facts_of(of_pair, a, b) == facts, (a, b, times)
        timeline = await queries.timeline(a, b, times, limit=500)
        assert sorted(msgspec.json.encode(fact) for fact in timeline.items) == facts, (a, b, times)
        answer = await queries.relation(a, b, times)
        assert told(answer) == told(relate(a, b, scratch, times)), (a, b, times)


def relate(a: str, b: str, scratch: Ground, times: Times) -> Relation:
    """Fold the relation of a pair from scratch, from all its facts."""
    tables = fold_rows(RELATION, scratch)
    pair = next((row for row in tables["pair"] if isinstance(row, PairRow) and (row.a, row.b) == (a, b)), None)
    facts = [row for row in tables["fact"] if isinstance(row, FactRow) and (row.a, row.b) == (a, b)]
    joined = [row for row in fold_rows(MEMBERSHIPS, scratch)["act"] if isinstance(row, ActRow)]
    mine, theirs = (members_on(party, joined, {}, times.day) for party in (a, b))
    return describe(
        a,
        b,
        [dated_of(row) for row in facts],
        coverage_of(pair),
        day=times.day,
        times=show_times(times),
        position=0,
        shared=share(mine, theirs),
    )


def told(relation: Relation) -> dict[str, Any]:
    """Take what a relation says, the position and the last digits of its means aside."""
    shown = msgspec.to_builtins(msgspec.structs.replace(relation, position=0))
    for name in ("intensity", "goldstein", "before"):
        if shown["climate"] is not None and shown["climate"][name] is not None:
            shown["climate"][name] = round(shown["climate"][name], 9)
    return shown


def facts_of(tables: Mapping[str, Sequence[Row]], a: str, b: str) -> list[bytes]:
    """Take what two parties did to each other, whatever the order."""
    rows = [row for row in tables["fact"] if isinstance(row, FactRow) and (row.a, row.b) == (a, b)]
    return sorted(msgspec.json.encode(read_fact(row.fact)) for row in rows)
