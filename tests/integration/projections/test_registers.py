"""Agreements and what stands between two parties: tables and ledger give the same, in pages, at any of the times."""

import random
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from events.ledger import Ledger
from events.vocabulary import (
    AgreementAnnounced,
    AgreementSigned,
    AgreementTerminated,
    EmbassyClosed,
    EmbassyOpened,
    EnvoyAccredited,
    EnvoyExpelled,
    EnvoyRecalled,
    EnvoySummoned,
    MembershipEnded,
    MembershipStarted,
    MilitarySupportEnded,
    MilitarySupportProvided,
    RelationsSevered,
    SanctionsImposed,
    SanctionsLifted,
)
from projections.following.runner import Runner
from projections.questions.queries import Queries
from projections.replaying.replay import compare
from projections.times import Times
from projections.views import embassies, envoys, memberships, military, sanctions
from projections.views.standing import Register, Sides
from tests.integration.projections.conftest import Pool
from tests.unit.projections.newsroom import Article, Given, Newsroom, on

KINDS = (
    AgreementAnnounced,
    AgreementSigned,
    AgreementTerminated,
    EmbassyClosed,
    EmbassyOpened,
    EnvoyAccredited,
    EnvoyExpelled,
    EnvoyRecalled,
    EnvoySummoned,
    MembershipEnded,
    MembershipStarted,
    MilitarySupportEnded,
    MilitarySupportProvided,
    RelationsSevered,
    SanctionsImposed,
    SanctionsLifted,
)
REGISTERS: tuple[Register[Any, Any], ...] = (
    embassies.REGISTER,
    envoys.REGISTER,
    memberships.REGISTER,
    military.REGISTER,
    sanctions.REGISTER,
)
TODAY = date(2026, 2, 1)


def write_acts(seed: int, count: int) -> list[Article]:
    """Make dated articles of 2025 about few parties, so that they begin and end the same things."""
    chance = random.Random(seed)
    found: list[Article] = []
    for number in range(count):
        day = date(2025, 1, 1) + timedelta(days=chance.randint(0, 300))
        article = Article(f"act {seed} {number}", day.isoformat(), chance.choice(("A", "B")))
        for _ in range(2):
            kind: Any = chance.choice(KINDS)
            source, target = chance.sample(("MLI", "RUS", "BFA", "ECOWAS"), 2)
            fields: dict[str, Given] = {"source": source, "target": target}
            if kind in (AgreementAnnounced, AgreementSigned):
                fields = {"parties": tuple(sorted((source, target)))}
            if kind.__name__.startswith("Agreement"):
                fields["instrument"] = chance.choice(("defence accord", "Trade accord", None))
            stage = chance.choice(("done", "done", "done", "planned"))
            when = {"due": on("2025-12")} if stage == "planned" else {"act": on(day.isoformat())}
            article.tells(kind, stage=stage, **when, **fields)
        found.append(article)
    return found


def lists_of(queries: Queries, times: Times) -> list[Callable[..., Awaitable[Any]]]:
    """Every list, at three times."""
    return [
        partial(queries.agreements, times),
        *(partial(queries.lines, register, times) for register in REGISTERS),
    ]


async def test_tables_and_ledger_answer_alike(pool: Pool, ledger: Ledger, runner: Runner, queries: Queries) -> None:
    """As of any day, and as known at each position then, tables and ledger say the same; the replay has equal rows."""
    newsroom = Newsroom()
    held: list[tuple[int, list[Any]]] = []
    for article in write_acts(seed=3, count=30):
        appended = await ledger.append(newsroom.publish(article))
        await runner.catch_up()
        if len(held) % 3 == 0:
            held.append((appended.last, [(await ask()).items for ask in lists_of(queries, Times(today=TODAY))]))
        else:
            held.append((appended.last, []))
    head = await runner.catch_up()
    assert await compare(pool, ledger) == []
    for position, answers in held:
        if answers:
            then = lists_of(queries, Times(today=TODAY, known_at=position))
            assert [(await ask()).items for ask in then] == answers
    for days in (30, 120, 250, 400, 900):
        day = date(2025, 1, 1) + timedelta(days=days)
        now, back = Times(today=TODAY, as_of=day), Times(today=TODAY, as_of=day, known_at=head)
        for live, old in zip(lists_of(queries, now), lists_of(queries, back), strict=True):
            assert (await live(limit=200)).items == (await old(limit=200)).items
            assert (await live()).items or days < 100


async def test_pages_and_filters(ledger: Ledger, runner: Runner, queries: Queries) -> None:
    """Lists two items at a time give what they give at once, whatever the filter, from the tables and the ledger."""
    newsroom = Newsroom()
    await ledger.append(newsroom.publish(*write_acts(seed=4, count=60)))
    await runner.catch_up()
    for times in (Times(today=TODAY), Times(today=TODAY, reported_by=TODAY)):
        for ask in lists_of(queries, times):
            whole = (await ask(limit=200)).items
            found: list[Any] = []
            after: str | None = None
            while True:
                page = await ask(limit=2, after=after)
                found.extend(page.items)
                after = page.next
                if after is None:
                    break
            assert tuple(found) == whole
            statuses = {item.status for item in whole}
            assert len(statuses) > 1
            for status in statuses:
                assert (await ask(limit=200, status=[status])).items == tuple(
                    item for item in whole if item.status == status
                )
        pair = await queries.lines(sanctions.REGISTER, times, sides=Sides(parties=("MLI", "RUS")))
        assert {frozenset((line.source, line.target)) for line in pair.items} == {frozenset(("MLI", "RUS"))}
        (one,) = (await queries.lines(sanctions.REGISTER, times, sides=Sides(subject="MLI", object="RUS"))).items
        assert one in pair.items
        joint = await queries.agreements(times, parties=("MLI", "RUS"))
        assert {each.parties for each in joint.items} == {("MLI", "RUS")}
        named = await queries.agreements(times, instrument="TRADE")
        assert {each.instrument for each in named.items} == {"Trade accord"}
