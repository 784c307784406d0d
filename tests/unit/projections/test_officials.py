"""Officials seen: given what was published, then these persons are named, for whom, when and how often."""

from events.vocabulary import EnvoySummoned, MeetingHeld, VisitOccurred
from projections.ground.ground import restrict
from projections.public.records import Office, Official
from projections.times import Times
from projections.view import fold_rows
from projections.views import officials
from projections.views.officials import OFFICIALS, SeenRow
from tests.unit.projections.newsroom import Article, Given, Newsroom, at, on

TABLE = {
    "serguei lavrov": (
        Office(party="RUS", office="foreign_minister", begins="2004-03", ends=None),
        Office(party="RUS", office="ambassador", begins="1994", ends="2004-03"),
    ),
    "abdoulaye diop": (Office(party="MLI", office="foreign_minister", begins="2021-06", ends=None),),
}


def ask(newsroom: Newsroom, times: Times, **filters: Given) -> list[Official]:
    """Ask for the officials at three times, from what was recorded."""
    tables = fold_rows(OFFICIALS, restrict(newsroom.ground(OFFICIALS), times))
    rows = [row for row in tables["seen"] if isinstance(row, SeenRow)]
    return [person for _, person in officials.describe(officials.gather(rows, times.day, **filters), TABLE)]


def newsroom() -> Newsroom:
    """Publish a visit, a meeting and a summons in which persons are named."""
    made = Newsroom()
    made.publish(
        Article("visit", "2024-02-29").tells(VisitOccurred, persons=("Abdoulaye Diop",), act=on("2024-02-28")),
        Article("talks", "2025-04-04").tells(
            MeetingHeld, persons=("Sergueï Lavrov", "Abdoulaye Diop", "Jean Inconnu"), act=on("2025-04-03")
        ),
        Article("summons", "2025-05-04").tells(EnvoySummoned, persons=("Igor Gromyko",), act=on("2025-05-03")),
    )
    return made


def test_persons_are_counted_with_their_first_and_last_day() -> None:
    """Given a visit and talks: each person once, in the order of names, with acts and days."""
    diop, gromyko, inconnu, lavrov = ask(newsroom(), at("2025-12-01"))
    assert (diop.acts, diop.first_seen, diop.last_seen) == (2, "2024-02-28", "2025-04-03")
    assert (lavrov.acts, lavrov.first_seen, lavrov.last_seen) == (1, "2025-04-03", "2025-04-03")
    assert [(seen.party, seen.acts) for seen in diop.seen_with] == [("MLI", 2), ("RUS", 1)]
    assert [gromyko.name, inconnu.name] == ["Igor Gromyko", "Jean Inconnu"]


def test_for_whom_a_person_acts() -> None:
    """By the table, whatever the act; else as a traveller or envoy; else nobody says."""
    diop, gromyko, inconnu, lavrov = ask(newsroom(), at("2025-12-01"))
    assert (lavrov.party, lavrov.office and lavrov.office.office) == ("RUS", "foreign_minister")
    assert (diop.party, diop.office and diop.office.begins) == ("MLI", "2021-06")
    assert (gromyko.party, gromyko.office) == ("RUS", None)
    assert (inconnu.party, inconnu.office) == (None, None)


def test_officials_are_chosen_by_party_name_and_day() -> None:
    """A party, some letters of a name, a day and a day of reporting each narrow the list."""
    made = newsroom()
    assert [each.name for each in ask(made, at("2025-12-01"), name="lavr")] == ["Sergueï Lavrov"]
    assert ask(made, at("2025-12-01"), party="FRA") == []
    assert [each.acts for each in ask(made, at("2024-12-01"))] == [1]
    assert [each.acts for each in ask(made, at("2025-12-01", reported_by=on("2024-12-01").first()))] == [1]
    assert ask(made, at("2024-01-01")) == []
