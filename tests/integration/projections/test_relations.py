"""Relations with all that surrounds them: climate, sectors, memberships, blocs, comparison and timeline."""

from datetime import date
from typing import Any

import pytest

from events.ledger import Ledger
from events.vocabulary import (
    AgreementSigned,
    AidDelivered,
    CriticismExpressed,
    MembershipEnded,
    MembershipStarted,
    SanctionsImposed,
    VisitOccurred,
)
from projections.errors import BadCursor
from projections.following.runner import Runner
from projections.questions.queries import Queries
from projections.times import Times
from projections.views.membership_table import Tenure
from tests.integration.projections.conftest import Pool
from tests.unit.projections.newsroom import Article, Newsroom, on

TODAY = date(2025, 8, 10)
NOW = Times(today=TODAY)
TABLE = {
    "MLI": (Tenure(organisation="ECOWAS", begins=date(1975, 5, 28), ends=date(2025, 1, 29)),),
    "SEN": (Tenure(organisation="ECOWAS", begins=date(1975, 5, 28)),),
    "FRA": (Tenure(organisation="EU"),),
    "DEU": (Tenure(organisation="EU"),),
}


@pytest.fixture
def queries(pool: Pool, ledger: Ledger) -> Queries:
    """Give the queries, with a small table of memberships."""
    return Queries(pool, ledger, TABLE)


async def tell(ledger: Ledger, runner: Runner, *articles: Article) -> Newsroom:
    """Publish articles and bring the views up to them."""
    newsroom = Newsroom()
    await ledger.append(newsroom.publish(*articles))
    await runner.catch_up()
    return newsroom


def visit(day: str, **fields: Any) -> Article:
    """Tell of a visit."""
    return Article(f"visit {day} {fields}", day).tells(VisitOccurred, act=on(day), **fields)


async def test_memberships_shared_and_acts_of_blocs(ledger: Ledger, runner: Runner, queries: Queries) -> None:
    """Memberships are those of the day, by table and report; acts of a bloc are shown on demand, outside the status."""
    joined = Article("aes", "2024-07-07").tells(MembershipStarted, source="MLI", target="AES", act=on("2024-07-06"))
    joined.tells(MembershipStarted, source="NER", target="AES", act=on("2024-07-06"))
    left = Article("out", "2024-03-01").tells(
        MembershipEnded, source="SEN", target="ECOWAS", mode="left", act=on("2024-02-27")
    )
    bloc = Article("eu", "2025-02-01").tells(SanctionsImposed, source="EU", target="MLI", act=on("2025-01-30"))
    await tell(ledger, runner, joined, left, bloc, visit("2025-03-01", source="MLI", target="FRA"))
    together = await queries.relation("MLI", "NER", NOW)
    assert [(each.organisation, each.basis) for each in together.shared_memberships] == [("AES", "reported")]
    for day, shared in ((date(2024, 2, 1), ["ECOWAS"]), (date(2024, 6, 1), [])):
        for times in (Times(today=TODAY, as_of=day), Times(today=TODAY, as_of=day, reported_by=TODAY)):
            found = await queries.relation("MLI", "SEN", times)
            assert [each.organisation for each in found.shared_memberships] == shared
    for times in (NOW, Times(today=TODAY, reported_by=TODAY)):
        plain = await queries.relation("FRA", "MLI", times)
        full = await queries.relation("FRA", "MLI", times, blocs=True)
        assert plain.blocs is None
        assert (plain.status, plain.reasons, plain.coverage) == (full.status, full.reasons, full.coverage)
        assert plain.status == "cooperative"
        assert full.blocs is not None
        assert [(each.organisation, each.member, each.other) for each in full.blocs] == [("EU", "FRA", "MLI")]
        assert [fact.type for fact in full.blocs[0].last_acts] == ["SanctionsImposed"]
    europe = await queries.relation("EU", "MLI", NOW)
    assert (europe.status, europe.in_force[0].type) == ("sanctioned", "SanctionsImposed")


async def test_a_withdrawn_membership_counted_until_it_was_withdrawn(
    ledger: Ledger, runner: Runner, queries: Queries
) -> None:
    """Known before a report was withdrawn, the membership stands; after, it is gone."""
    joined = Article("aes", "2024-07-07").tells(MembershipStarted, source="MLI", target="EU", act=on("2024-07-06"))
    newsroom = await tell(ledger, runner, joined)
    held = await ledger.head()
    await ledger.append(newsroom.retract(joined.told[0]))
    await runner.catch_up()
    assert (await queries.relation("MLI", "FRA", NOW)).shared_memberships == ()
    before = await queries.relation("MLI", "FRA", Times(today=TODAY, known_at=held))
    assert [each.organisation for each in before.shared_memberships] == ["EU"]


async def test_climate_and_sectors_are_alike_from_tables_and_ledger(
    ledger: Ledger, runner: Runner, queries: Queries
) -> None:
    """The climate is felt from done acts alone, on the day asked about, and is the same from the ledger."""
    accord = Article("accord", "2025-06-23").tells(
        AgreementSigned, act=on("2025-06-23"), instrument="accord sur le nucléaire civil"
    )
    rumour = Article("rumour", "2025-06-24").tells(CriticismExpressed, act=on("2025-06-24"), factuality="hearsay")
    await tell(ledger, runner, visit("2024-09-01"), accord, rumour)
    for day in (TODAY, date(2025, 1, 1), date(2024, 1, 1)):
        now, back = Times(today=TODAY, as_of=day), Times(today=TODAY, as_of=day, reported_by=TODAY)
        live, old = await queries.relation("MLI", "RUS", now), await queries.relation("MLI", "RUS", back)
        assert (live.climate, live.sectors) == (old.climate, old.sectors)
    found = await queries.relation("MLI", "RUS", NOW)
    assert found.climate is not None
    assert (found.climate.acts, found.climate.trend, found.sectors) == (2, "warming", ("energy",))
    assert (await queries.relation("MLI", "RUS", Times(today=TODAY, as_of=date(2024, 1, 1)))).climate is None
    assert (await queries.relation("MLI", "FRA", NOW)).climate is None


async def test_pairs_are_compared_in_one_snapshot(ledger: Ledger, runner: Runner, queries: Queries) -> None:
    """A comparison has each relation as it is alone, in the order asked for."""
    await tell(ledger, runner, visit("2025-03-01"), visit("2025-03-02", source="MLI", target="FRA"))
    found = await queries.compare([("RUS", "MLI"), ("MLI", "FRA"), ("MLI", "DEU")], NOW)
    assert [(each.a, each.b) for each in found.items] == [("MLI", "RUS"), ("FRA", "MLI"), ("DEU", "MLI")]
    assert found.items[0] == await queries.relation("MLI", "RUS", NOW)
    assert {each.position for each in found.items} == {found.position}


async def test_the_timeline_of_a_pair(ledger: Ledger, runner: Runner, queries: Queries) -> None:
    """The acts of a pair, the latest first, by days and types, in pages, alike from tables and ledger."""
    articles = [visit(f"2025-0{month}-01") for month in range(1, 6)]
    aid = Article("aid", "2025-03-15").tells(
        AidDelivered, source="RUS", target="MLI", item="wheat", act=on("2025-03-14")
    )
    await tell(ledger, runner, *articles, aid)
    for times in (NOW, Times(today=TODAY, reported_by=TODAY)):
        whole = await queries.timeline("RUS", "MLI", times)
        days = [fact.day or "" for fact in whole.items]
        assert days == sorted(days, reverse=True)
        assert len(whole.items) == 6
        first = await queries.timeline("MLI", "RUS", times, limit=4)
        rest = await queries.timeline("MLI", "RUS", times, limit=4, after=first.next)
        assert (*first.items, *rest.items) == whole.items
        assert rest.next is None
        only = await queries.timeline("MLI", "RUS", times, types=["AidDelivered"])
        assert [fact.type for fact in only.items] == ["AidDelivered"]
        spring = await queries.timeline("MLI", "RUS", times, since=date(2025, 3, 1), until=date(2025, 4, 1))
        assert len(spring.items) == 3
        with pytest.raises(BadCursor):
            await queries.timeline("MLI", "RUS", times, after="nonsense")
