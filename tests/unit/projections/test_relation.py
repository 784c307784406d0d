"""Relations: given what was published, then the status, its reasons, what is in force and the coverage are these."""

from typing import TypeAlias

import pytest

from events.vocabulary import (
    AgreementSigned,
    AgreementTerminated,
    AidDelivered,
    CriticismExpressed,
    EmbassyClosed,
    EmbassyOpened,
    EnvoyAccredited,
    EnvoyExpelled,
    EnvoyRecalled,
    EnvoySummoned,
    MeetingHeld,
    RelationsEstablished,
    RelationsSevered,
    Report,
    SanctionsImposed,
    SanctionsLifted,
    SupportExpressed,
    VisitOccurred,
)
from projections.ground.ground import restrict
from projections.public.shapes import RELATION_STATUSES, Asked, Relation
from projections.times import Times
from projections.view import fold_rows
from projections.views import relation
from projections.views.relation import RELATION, FactRow, PairRow
from projections.views.status import judge, latest_each_way, read_rules
from tests.unit.projections.newsroom import Article, Given, Newsroom, at, on

Act: TypeAlias = "tuple[type[Report], str, dict[str, Given]]"


def ask(newsroom: Newsroom, times: Times, a: str = "MLI", b: str = "RUS") -> Relation:
    """Ask for a relation at three times, from what was recorded."""
    tables = fold_rows(RELATION, restrict(newsroom.ground(RELATION), times))
    facts = [row for row in tables["fact"] if isinstance(row, FactRow) and (row.a, row.b) == (a, b)]
    pairs = [row for row in tables["pair"] if isinstance(row, PairRow) and (row.a, row.b) == (a, b)]
    asked = Asked(as_of=times.day.isoformat(), reported_by=None, known_at=None)
    coverage = relation.coverage_of(pairs[0] if pairs else None)
    dated = [relation.dated_of(row) for row in facts]
    return relation.describe(a, b, dated, coverage, day=times.day, times=asked, position=0)


def told(*acts: Act) -> Newsroom:
    """Publish each act on its own day, in an article of its own."""
    newsroom = Newsroom()
    for number, (kind, day, fields) in enumerate(acts):
        newsroom.publish(Article(f"article {number}", day, "Paper").tells(kind, act=on(day), **fields))
    return newsroom


MALI: dict[str, Given] = {"source": "MLI", "target": "RUS"}
RUSSIA: dict[str, Given] = {"source": "RUS", "target": "MLI"}
BOTH: dict[str, Given] = {"parties": ("MLI", "RUS")}


def test_nothing_known_is_unobserved_and_never_normal() -> None:
    """Given nothing between two states: unobserved, without reasons, with an empty coverage."""
    found = ask(Newsroom(), at("2025-01-01"))
    assert (found.status, found.reasons, found.in_force, found.coverage.facts) == ("unobserved", (), (), 0)


def test_old_silence_is_unobserved_again() -> None:
    """Given one visit long ago: cooperative for a year, normal for five, then unobserved."""
    newsroom = told((VisitOccurred, "2015-03-01", MALI))
    days = ("2015-02-28", "2015-03-01", "2016-02-29", "2016-03-01", "2020-02-29", "2020-03-01")
    found = [ask(newsroom, at(day)).status for day in days]
    assert found == ["unobserved", "cooperative", "cooperative", "normal", "normal", "unobserved"]


CASES: list[tuple[list[Act], str, str, str | None]] = [
    ([(RelationsSevered, "2024-08-04", MALI)], "2034-01-01", "severed", "relations-severed"),
    (
        [(RelationsSevered, "2016-01-03", MALI), (RelationsEstablished, "2023-03-10", BOTH)],
        "2023-04-01",
        "cooperative",
        "rapprochement",
    ),
    ([(SanctionsImposed, "2020-01-01", RUSSIA)], "2030-01-01", "sanctioned", "sanctions-in-force"),
    (
        [(SanctionsImposed, "2020-01-01", RUSSIA), (SanctionsLifted, "2021-01-01", MALI)],
        "2021-02-01",
        "sanctioned",
        "sanctions-in-force",
    ),
    (
        [(SanctionsImposed, "2020-01-01", RUSSIA), (SanctionsLifted, "2021-01-01", RUSSIA)],
        "2021-02-01",
        "cooperative",
        "rapprochement",
    ),
    ([(EnvoyExpelled, "2024-01-01", MALI)], "2025-12-01", "strained", "envoy-expelled"),
    (
        [(EnvoyExpelled, "2024-01-01", MALI), (EnvoyAccredited, "2024-06-01", RUSSIA)],
        "2024-07-01",
        "normal",
        "standing-relations",
    ),
    ([(EnvoyRecalled, "2024-01-01", MALI)], "2024-02-01", "strained", "envoy-recalled"),
    ([(EmbassyClosed, "2024-01-01", MALI)], "2028-01-01", "strained", "embassy-closed"),
    (
        [(EmbassyClosed, "2024-01-01", MALI), (EmbassyOpened, "2025-01-01", MALI)],
        "2025-02-01",
        "cooperative",
        "rapprochement",
    ),
    ([(AgreementTerminated, "2024-03-16", MALI)], "2025-03-16", "strained", "ties-cut"),
    ([(EnvoySummoned, "2024-03-16", MALI)], "2024-06-14", "strained", "envoy-summoned"),
    ([(EnvoySummoned, "2024-03-16", MALI)], "2024-06-15", "unobserved", None),
    ([(CriticismExpressed, "2024-03-16", MALI)], "2024-04-01", "strained", "criticism"),
    (
        [(CriticismExpressed, "2024-03-16", MALI), (AidDelivered, "2024-03-20", RUSSIA)],
        "2024-04-01",
        "cooperative",
        "material-cooperation",
    ),
    ([(SupportExpressed, "2024-03-16", MALI)], "2024-04-01", "normal", "ordinary-contact"),
    ([(MeetingHeld, "2024-03-16", BOTH)], "2024-04-01", "normal", "ordinary-contact"),
]


@pytest.mark.parametrize(("acts", "day", "status", "rule"), CASES)
def test_statuses_follow_the_table_of_rules(acts: list[Act], day: str, status: str, rule: str | None) -> None:
    """Each rule speaks for its status as long as it lasts and nothing has ended it, and names the fact it rests on."""
    found = ask(told(*acts), at(day))
    assert found.status == status
    assert (found.reasons[0].rule if found.reasons else None) == rule
    for reason in found.reasons:
        assert reason.fact.sources[0].proofs[0].exact


def test_hearsay_and_plans_decide_nothing() -> None:
    """Given sanctions told as hearsay and an embassy still to open: both are known, neither gives a status."""
    newsroom = Newsroom()
    newsroom.publish(
        Article("rumour", "2025-01-10").tells(SanctionsImposed, act=on("2025-01-09"), factuality="hearsay", **RUSSIA),
        Article("plan", "2025-01-11").tells(EmbassyOpened, due=on("2025-09"), stage="planned", **RUSSIA),
    )
    found = ask(newsroom, at("2025-02-01"))
    assert (found.status, found.in_force) == ("unobserved", ())
    assert [fact.type for fact in found.last_events] == ["EmbassyOpened", "SanctionsImposed"]


def test_in_force_is_what_nothing_has_ended() -> None:
    """Given accords, one of them denounced by name, envoys one after the other, and sanctions: what is left stands."""
    newsroom = told(
        (AgreementSigned, "2019-01-01", {"instrument": "defence accord"}),
        (AgreementSigned, "2020-01-01", {"instrument": "trade accord"}),
        (EnvoyAccredited, "2020-02-01", RUSSIA),
        (EnvoyAccredited, "2023-02-01", RUSSIA),
        (AgreementTerminated, "2024-01-01", {"instrument": "defence accord", **MALI}),
        (SanctionsImposed, "2024-02-01", MALI),
    )
    found = ask(newsroom, at("2025-01-01"))
    stands = [(fact.type, fact.day, fact.instrument) for fact in found.in_force]
    assert stands == [
        ("SanctionsImposed", "2024-02-01", None),
        ("EnvoyAccredited", "2023-02-01", None),
        ("AgreementSigned", "2020-01-01", "trade accord"),
    ]


def test_coverage_counts_articles_publishers_and_undated_ones() -> None:
    """Given three articles of two publishers, one undated: they are counted, and the span of the dated ones told."""
    newsroom = Newsroom()
    newsroom.publish(
        Article("one", "2024-01-10", "A").tells(SupportExpressed, act=on("2024-01-09")).tells(MeetingHeld),
        Article("two", "2024-03", "B").tells(SupportExpressed, act=on("2024-02-09")),
        Article("three", None, "B").tells(EmbassyOpened),
    )
    coverage = ask(newsroom, at("2026-03-01")).coverage
    assert (coverage.facts, coverage.articles, coverage.publishers) == (4, 3, ("A", "B"))
    assert (coverage.undated_articles, coverage.first_reported, coverage.last_reported) == (1, "2024-01-10", "2024-03")


def test_an_act_of_several_parties_counts_for_each_pair() -> None:
    """Given a meeting of three: each of the three pairs has it."""
    newsroom = told((MeetingHeld, "2025-04-03", {"parties": ("BFA", "MLI", "RUS")}))
    for a, b in (("BFA", "MLI"), ("BFA", "RUS"), ("MLI", "RUS")):
        assert [fact.type for fact in ask(newsroom, at("2025-05-01"), a, b).last_events] == ["MeetingHeld"]


def test_the_latest_act_of_each_type_each_way_decides_like_all_acts() -> None:
    """The live view fetches only the latest act of each type and direction: the reasons are those of all facts."""
    newsroom = told(
        (CriticismExpressed, "2024-01-01", MALI),
        (CriticismExpressed, "2024-03-01", RUSSIA),
        (CriticismExpressed, "2024-02-01", RUSSIA),
        (VisitOccurred, "2024-02-15", MALI),
        (SanctionsImposed, "2021-02-15", MALI),
        (SanctionsLifted, "2022-02-15", MALI),
        (SanctionsImposed, "2023-02-15", MALI),
    )
    ground = newsroom.ground(RELATION)
    facts = [relation.dated_of(row) for row in fold_rows(RELATION, ground)["fact"] if isinstance(row, FactRow)]
    day = on("2024-03-15").first()
    assert day is not None
    assert judge(facts, day) == judge(latest_each_way(facts), day)
    assert [reason.rule for reason in judge(facts, day)][:2] == ["sanctions-in-force", "criticism"]


def test_every_status_but_unobserved_has_a_rule() -> None:
    """The table of rules is well formed and reaches each status."""
    assert {rule.status for rule in read_rules().rule} == set(RELATION_STATUSES) - {"unobserved"}
