"""Agreements: given what was published, then they are announced, signed, called off or ended so."""

from events.vocabulary import AgreementAnnounced, AgreementSigned, AgreementTerminated
from projections.ground.ground import restrict
from projections.names import fold_name
from projections.public.agreements import Agreement
from projections.times import Times
from projections.view import fold_rows
from projections.views import agreements
from projections.views.agreements import AGREEMENTS, AgreementRow
from projections.views.sectors import find_sectors
from tests.unit.projections.newsroom import Article, Given, Newsroom, at, on

DEFENCE: dict[str, Given] = {"instrument": "accord de défense"}


def ask(newsroom: Newsroom, times: Times, **filters: Given) -> list[Agreement]:
    """Ask for the agreements at three times, from what was recorded."""
    tables = fold_rows(AGREEMENTS, restrict(newsroom.ground(AGREEMENTS), times))
    rows = [row for row in tables["act"] if isinstance(row, AgreementRow)]
    return [agreements.describe(row, rows) for row in agreements.choose(rows, times.day, **filters)]


def announced() -> Article:
    """Announce an accord on defence."""
    return Article("may", "2025-05-02").tells(AgreementAnnounced, due=on("2025-06"), stage="planned", **DEFENCE)


def signed() -> Article:
    """Tell that it was signed."""
    return Article("june", "2025-06-23").tells(AgreementSigned, act=on("2025-06-23"), **DEFENCE)


def ended(**fields: Given) -> Article:
    """Tell that Mali leaves it."""
    return Article("later", "2025-11-10").tells(AgreementTerminated, act=on("2025-11-09"), **{**DEFENCE, **fields})


def test_an_announced_agreement_and_its_signature_are_one() -> None:
    """Given an announcement and the signature: announced between the two, signed after, both ends linked."""
    newsroom = Newsroom()
    newsroom.publish(announced(), signed())
    (before,) = ask(newsroom, at("2026-02-01", reported_by=on("2025-06-01").first()))
    (after,) = ask(newsroom, at("2026-02-01"))
    assert (before.status, before.signed, before.announcements[0].answered_by) == ("announced", None, None)
    assert (after.status, after.signed, after.parties) == ("signed", "2025-06-23", ("MLI", "RUS"))
    (announcement,) = after.announcements
    assert (announcement.answered_by, announcement.outcome) == (after.happening, "occurred")
    assert after.sectors == ("defence",)
    assert ask(newsroom, at("2026-02-01"), status=["announced"]) == []


def test_an_agreement_ends_by_its_name() -> None:
    """Given an accord, its end by name, and the end of one without a name: the first ends, the second stands alone."""
    newsroom = Newsroom()
    newsroom.publish(signed(), ended(), Article("last", "2025-12-20").tells(AgreementTerminated, act=on("2025-12-19")))
    unnamed, named = ask(newsroom, at("2026-04-01"))
    assert (named.status, named.signed, named.ended) == ("terminated", "2025-06-23", "2025-11-09")
    assert [fact.type for fact in named.ends] == ["AgreementTerminated"]
    assert (unnamed.status, unnamed.signed, unnamed.instrument) == ("terminated", None, None)
    (before,) = ask(newsroom, at("2025-11-08"))
    assert (before.status, before.ends) == ("signed", ())


def test_a_plan_to_leave_ends_nothing() -> None:
    """Given the plan to end an accord: the accord stays signed, the plan gives no status."""
    newsroom = Newsroom()
    newsroom.publish(signed(), ended(stage="planned"))
    assert [each.status for each in ask(newsroom, at("2026-04-01"))] == ["unobserved", "signed"]


def test_a_called_off_announcement_is_cancelled() -> None:
    """Given an announcement and the news that nothing will come of it: one agreement, cancelled."""
    newsroom = Newsroom()
    off = Article("june", "2025-06-10").tells(AgreementAnnounced, stage="cancelled", act=on("2025-06-09"), **DEFENCE)
    newsroom.publish(announced(), off)
    assert [each.status for each in ask(newsroom, at("2025-07-01"))] == ["cancelled"]


def test_agreements_are_chosen_by_party_name_and_status() -> None:
    """Given accords of two pairs: each filter lets through what it names, whatever the accents."""
    newsroom = Newsroom()
    trade = Article("x", "2025-01-01").tells(
        AgreementSigned, parties=("BFA", "RUS"), act=on("2025-01-01"), instrument="accord commercial"
    )
    newsroom.publish(signed(), trade)
    now = at("2026-01-01")
    assert [each.parties for each in ask(newsroom, now)] == [("MLI", "RUS"), ("BFA", "RUS")]
    assert [each.parties for each in ask(newsroom, now, parties=["BFA"])] == [("BFA", "RUS")]
    assert [each.parties for each in ask(newsroom, now, instrument=fold_name("Défense"))] == [("MLI", "RUS")]
    assert ask(newsroom, now, status=["terminated"]) == []


def test_sectors_are_read_from_words_and_not_from_parts_of_them() -> None:
    """Fields are found by whole words or their listed beginnings: a minister is no mine."""
    assert find_sectors("un accord sur le nucléaire civil et les mines") == {"energy", "mining"}
    assert find_sectors("le ministre a parlé d'or") == frozenset()
    assert find_sectors("military training and railway lines") == {"defence", "transport"}
