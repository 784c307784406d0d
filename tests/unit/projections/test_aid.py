"""Aid: given what was published, then the lines, their sums and what totals leave open are these."""

from events.vocabulary import AidDelivered, AidPledged, Amount, MilitarySupportProvided, TotalReported
from projections.ground.ground import restrict
from projections.public.shapes import AidLine
from projections.times import Times
from projections.view import fold_rows
from projections.views import aid
from projections.views.aid import AID, ParcelRow
from tests.unit.projections.newsroom import Article, Given, Newsroom, at, on

TODAY = at("2026-02-01")


def goods(amount: float | Amount | None, item: str = "wheat", unit: str = "t", **fields: Given) -> dict[str, Given]:
    """What Russia gives Mali (unless ``fields`` say otherwise)."""
    figure = Amount(min=amount, max=amount, unit=unit) if isinstance(amount, int | float) else amount
    return {"source": "RUS", "target": "MLI", "item": item, "amount": figure, **fields}


def ask(newsroom: Newsroom, times: Times = TODAY, **filters: Given) -> list[AidLine]:
    """Ask for the lines at three times, from what was recorded."""
    tables = fold_rows(AID, restrict(newsroom.ground(AID), times))
    rows = [row for row in tables["parcel"] if isinstance(row, ParcelRow)]
    return aid.sum_up(aid.choose(rows, **filters), times.day)


def test_a_running_total_is_never_added_to_deliveries() -> None:
    """Given 25,000 t delivered and running totals of 50,000 t of wheat and 22,000 t of fertiliser: side by side."""
    article = Article("january", "2024-01")
    article.tells(AidDelivered, **goods(25_000), act=on("2024-01"), terms="grant")
    article.tells(TotalReported, **goods(50_000), kind="running")
    article.tells(TotalReported, **goods(22_000, "fertilizer"), kind="running")
    newsroom = Newsroom()
    newsroom.publish(article)
    fertiliser, wheat = ask(newsroom)
    assert [(total.terms, total.min, total.max, total.count) for total in wheat.delivered] == [
        ("grant", 25_000, 25_000, 1)
    ]
    assert wheat.reported_total is not None
    assert wheat.reported_total.amount is not None
    assert wheat.reported_total.amount.min == 50_000
    assert wheat.unitemised is not None
    assert (wheat.unitemised.min, wheat.unitemised.max) == (25_000, 25_000)
    assert (fertiliser.delivered, fertiliser.pledged) == ((), ())
    assert fertiliser.unitemised is not None
    assert fertiliser.unitemised.min == 22_000
    exact = wheat.delivered[0].facts[0].sources[0].proofs[0].exact
    assert exact == "january tells this of AidDelivered, number 0"


def test_a_delivery_told_by_several_articles_counts_once() -> None:
    """Given the same delivery in two papers: one delivery with both as its sources."""
    newsroom = Newsroom()
    newsroom.publish(
        Article("one", "2024-01-27", "A").tells(AidDelivered, **goods(25_000), act=on("2024-01-26")),
        Article("two", "2024-01-28", "B").tells(AidDelivered, **goods(25_000), act=on("2024-01-26")),
    )
    (line,) = ask(newsroom)
    assert (line.delivered[0].min, line.delivered[0].count) == (25_000, 1)
    assert line.delivered[0].facts[0].publishers == ("A", "B")


def test_a_joint_amount_is_counted_once() -> None:
    """Given 200,000 t for two states together: one line with both, found by either, and nothing on a line of one."""
    article = Article("africa", "2024-02-20")
    article.tells(AidDelivered, **goods(200_000), act=on("2024-02"))
    article.tells(AidDelivered, act_of=0, **goods(200_000, target="BFA"), act=on("2024-02"))
    newsroom = Newsroom()
    newsroom.publish(article)
    for lines in (ask(newsroom), ask(newsroom, recipient="MLI"), ask(newsroom, recipient="BFA")):
        assert [(line.recipients, line.delivered[0].min) for line in lines] == [(("BFA", "MLI"), 200_000)]


def test_terms_domains_and_units_are_never_summed_together() -> None:
    """Given a grant, a loan, arms and doses: a sum for each of the terms, a line for each domain, item and unit."""
    article = Article("mixed", "2024-03-01")
    article.tells(AidDelivered, **goods(10, "funds", "EUR"), act=on("2024-02-01"), terms="grant")
    article.tells(AidDelivered, **goods(20, "funds", "EUR"), act=on("2024-02-10"), terms="loan")
    article.tells(AidDelivered, **goods(30, "funds", "USD"), act=on("2024-02-20"), terms="grant")
    article.tells(MilitarySupportProvided, **goods(4, "aircraft", "items"), act=on("2024-02-25"))
    newsroom = Newsroom()
    newsroom.publish(article)
    found = [(line.item, line.unit, line.domain, [(s.terms, s.min) for s in line.delivered]) for line in ask(newsroom)]
    assert found == [
        ("aircraft", "items", "military", [("unknown", 4)]),
        ("funds", "EUR", "civil", [("grant", 10), ("loan", 20)]),
        ("funds", "USD", "civil", [("grant", 30)]),
    ]
    assert [line.item for line in ask(newsroom, domain="military")] == ["aircraft"]


def test_pledges_planned_deliveries_and_hearsay_stay_out_of_deliveries() -> None:
    """Given a pledge, a delivery to come and one told as hearsay: the first two are pledges, the third nothing."""
    article = Article("promises", "2024-03-01")
    article.tells(AidPledged, **goods(100), act=on("2024-02-01"))
    article.tells(AidDelivered, **goods(200), due=on("2024-06"), stage="planned")
    article.tells(AidDelivered, **goods(300), act=on("2024-02-20"), factuality="hearsay")
    newsroom = Newsroom()
    newsroom.publish(article)
    (line,) = ask(newsroom)
    assert line.delivered == ()
    assert [(total.min, total.count) for total in line.pledged] == [(300, 2)]


def test_the_latest_total_counts_with_the_deliveries_up_to_its_day() -> None:
    """Given totals of January and May and a delivery after May: the total of May less what had come by then."""
    newsroom = Newsroom()
    newsroom.publish(
        Article("jan", "2024-01-20").tells(TotalReported, **goods(50), kind="running"),
        Article("feb", "2024-02-20").tells(AidDelivered, **goods(30), act=on("2024-02-10")),
        Article("may", "2024-05-20").tells(TotalReported, **goods(90), kind="running"),
        Article("june", "2024-06-20").tells(AidDelivered, **goods(7), act=on("2024-06-15")),
    )
    (line,) = ask(newsroom)
    assert line.unitemised is not None
    assert line.unitemised.min == 60
    assert line.delivered[0].min == 37
    (earlier,) = ask(newsroom, at("2026-02-01", as_of=on("2024-03-01").first()))
    assert earlier.unitemised is not None
    assert earlier.unitemised.min == 50


def test_vague_figures_sum_to_a_range_and_missing_ones_are_counted_apart() -> None:
    """Given "about 50", "more than 20" and no figure: at least 70, at most open, approximate, one without a figure."""
    newsroom = Newsroom()
    about = Amount(min=50, max=50, approximate=True, unit="t")
    over = Amount(min=20, max=None, unit="t")
    newsroom.publish(
        Article("a", "2024-01-20").tells(AidDelivered, **goods(about), act=on("2024-01-10")),
        Article("b", "2024-05-20").tells(AidDelivered, **goods(over), act=on("2024-05-10")),
        Article("c", "2024-09-20").tells(AidDelivered, **goods(None), act=on("2024-09-10")),
    )
    bare, tonnes = ask(newsroom)
    total = tonnes.delivered[0]
    assert (total.min, total.max, total.approximate, total.count) == (70, None, True, 2)
    assert (bare.unit, bare.delivered[0].min, bare.delivered[0].without_figure) == (None, None, 1)
