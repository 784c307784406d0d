"""Dates: what days a sentence names, as precisely as it names them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.interval import Interval
from service.extract.dates.mentions import DateMention, find_dates, shift_from
from service.extract.language_files import languages
from service.extract.text.tokens import load_tokenizer


def read(language: str, published: date | str | None, text: str, told: Interval | None = None) -> list[DateMention]:
    """The dates of one sentence."""
    return find_dates(load_tokenizer(language).tokenize(text), published, language, told)


def write(interval: Interval) -> str:
    """An interval as ISO 8601 writes it: one bound, or two around a slash."""
    return (
        interval.start or "" if interval.start == interval.end else f"{interval.start or '..'}/{interval.end or '..'}"
    )


# Published on Thursday 29 February 2024: text, past, future, relation, kind.
FRENCH = [
    ("mercredi 28 février", "2024-02-28", "2024-02-28", "on", "day"),
    ("ce mercredi 28 février 2024", "2024-02-28", "2024-02-28", "on", "day"),
    ("à partir de ce mercredi 28 février", "2024-02-28", "2024-02-28", "since", "day"),
    ("jusqu'au jeudi 26 juin", "2025-06-26", "2025-06-26", "until", "day"),
    ("28–29 février", "2024-02-28/2024-02-29", "2024-02-28/2024-02-29", "span", "day"),
    ("du 22 au 26 juin 2025", "2025-06-22/2025-06-26", "2025-06-22/2025-06-26", "span", "day"),
    ("du 28 février au 2 mars", "2024-02-28/2024-03-02", "2024-02-28/2024-03-02", "span", "day"),
    ("du 30 mai au 2 juin 2024", "2024-05-30/2024-06-02", "2024-05-30/2024-06-02", "span", "day"),
    ("du lundi 3 au mercredi 5 juin", "2024-06-03/2024-06-05", "2024-06-03/2024-06-05", "span", "day"),
    ("entre le 3 et le 5 mai", "2023-05-03/2023-05-05", "2024-05-03/2024-05-05", "span", "day"),
    ("le 1er mars", "2023-03-01", "2024-03-01", "on", "day"),
    ("le 10 mars dernier", "2023-03-10", "2023-03-10", "on", "day"),
    ("le 9 du mois", "2024-02-09", "2024-02-09", "on", "day"),
    ("le 28/02/2024", "2024-02-28", "2024-02-28", "on", "day"),
    ("2024-06-20", "2024-06-20", "2024-06-20", "on", "day"),
    ("les 3 et 4 mars prochains", "2024-03-03/2024-03-04", "2024-03-03/2024-03-04", "span", "day"),
    ("les 12 et 13 courant", "2024-02-12/2024-02-13", "2024-02-12/2024-02-13", "span", "day"),
    ("le 28 du mois dernier", "2024-01-28", "2024-01-28", "on", "day"),
    ("mardi 27", "2024-02-27", "2024-02-27", "on", "day"),
    ("lundi et mardi derniers", "2024-02-26/2024-02-27", "2024-02-26/2024-02-27", "span", "weekday"),
    ("mardi de la semaine prochaine", "2024-03-05", "2024-03-05", "on", "day"),
    ("lundi de cette semaine", "2024-02-26", "2024-02-26", "on", "day"),
    ("la nuit dernière", "2024-02-28", "2024-02-28", "on", "relative"),
    ("plus tôt dans la semaine", "2024-02-26/2024-03-03", "2024-02-26/2024-03-03", "on", "relative"),
    ("il y a un peu plus de trois mois", "2023-11", "2023-11", "on", "relative"),
    ("dans les semaines à venir", "2024-02-29/..", "2024-02-29/..", "span", "relative"),
    ("la semaine suivante", "2024-03-04/2024-03-10", "2024-03-04/2024-03-10", "on", "relative"),
    ("cette année-là", "2024", "2024", "on", "relative"),
    ("au plus tard en juin", "2023-06", "2024-06", "before", "month"),
    ("merc. 17 juil. 2024", "2024-07-17", "2024-07-17", "on", "day"),
    ("lundi", "2024-02-26", "2024-03-04", "on", "weekday"),
    ("jeudi", "2024-02-29", "2024-02-29", "on", "weekday"),
    ("samedi soir", "2024-02-24", "2024-03-02", "on", "weekday"),
    ("jeudi dernier", "2024-02-22", "2024-02-22", "on", "weekday"),
    ("lundi prochain", "2024-03-04", "2024-03-04", "on", "weekday"),
    ("vendredi et samedi", "2024-02-23/2024-02-24", "2024-03-01/2024-03-02", "span", "weekday"),
    ("dans la nuit de mardi à mercredi", "2024-02-27/2024-02-28", "2024-03-05/2024-03-06", "span", "weekday"),
    ("avant-hier", "2024-02-27", "2024-02-27", "on", "relative"),
    ("hier soir", "2024-02-28", "2024-02-28", "on", "relative"),
    ("aujourd’hui", "2024-02-29", "2024-02-29", "on", "relative"),
    ("demain", "2024-03-01", "2024-03-01", "on", "relative"),
    ("en juin", "2023-06", "2024-06", "on", "month"),
    ("en février", "2024-02", "2024-02", "on", "month"),
    ("à la mi-juillet", "2023-07", "2024-07", "on", "month"),
    ("fin juin", "2023-06", "2024-06", "on", "month"),
    ("depuis novembre", "2023-11", "2024-11", "since", "month"),
    ("d’ici à la mi-août", "2023-08", "2024-08", "until", "month"),
    ("entre juin et août 2024", "2024-06/2024-08", "2024-06/2024-08", "span", "month"),
    ("en 2023", "2023", "2023", "on", "year"),
    ("depuis 2012", "2012", "2012", "since", "year"),
    ("de 2012 à 2016", "2012/2016", "2012/2016", "span", "year"),
    ("dans les années 1970", "1970/1979", "1970/1979", "on", "year"),
    ("l’an passé", "2023", "2023", "on", "relative"),
    ("l'année prochaine", "2025", "2025", "on", "relative"),
    ("cette semaine", "2024-02-26/2024-03-03", "2024-02-26/2024-03-03", "on", "relative"),
    ("la semaine prochaine", "2024-03-04/2024-03-10", "2024-03-04/2024-03-10", "on", "relative"),
    ("ce mois-ci", "2024-02", "2024-02", "on", "relative"),
    ("au début du mois", "2024-02", "2024-02", "on", "relative"),
    ("le mois dernier", "2024-01", "2024-01", "on", "relative"),
    ("ces derniers mois", "../2024-02", "../2024-02", "span", "relative"),
    ("dans les tout prochains jours", "2024-02-29/..", "2024-02-29/..", "span", "relative"),
    ("il y a deux ans", "2022", "2022", "on", "relative"),
    ("il y a plus d'un an", "2023", "2023", "on", "relative"),
    ("il y a près de vingt ans", "2004", "2004", "on", "relative"),
    ("voici environ dix ans", "2014", "2014", "on", "relative"),
    ("il y a deux jours", "2024-02-27", "2024-02-27", "on", "relative"),
    ("dans deux mois", "2024-04", "2024-04", "on", "relative"),
    ("sous 48 heures", "2024-03-02", "2024-03-02", "until", "relative"),
    ("au printemps 2024", "2024-03/2024-06", "2024-03/2024-06", "on", "season"),
    ("au printemps", "2023-03/2023-06", "2024-03/2024-06", "on", "season"),
    ("l’été dernier", "2023-06/2023-09", "2023-06/2023-09", "on", "season"),
]
# Published on Sunday 7 April 2024.
ENGLISH = [
    ("the 5th and 6th of March", "2024-03-05/2024-03-06", "2025-03-05/2025-03-06", "span", "day"),
    ("the 28th of last month", "2024-03-28", "2024-03-28", "on", "day"),
    ("Tuesday the 2nd", "2024-04-02", "2024-04-02", "on", "day"),
    ("last Monday and Tuesday", "2024-04-01/2024-04-02", "2024-04-01/2024-04-02", "span", "weekday"),
    ("Tuesday next week", "2024-04-09", "2024-04-09", "on", "day"),
    ("last week on Tuesday", "2024-03-26", "2024-03-26", "on", "day"),
    ("Monday of this week", "2024-04-01", "2024-04-01", "on", "day"),
    ("the weeks to come", "2024-04-07/..", "2024-04-07/..", "span", "relative"),
    ("the following week", "2024-04-08/2024-04-14", "2024-04-08/2024-04-14", "on", "relative"),
    ("that year", "2024", "2024", "on", "relative"),
    ("on Wednesday", "2024-04-03", "2024-04-10", "on", "weekday"),
    ("late on Friday", "2024-04-05", "2024-04-12", "on", "weekday"),
    ("next Monday", "2024-04-08", "2024-04-08", "on", "weekday"),
    ("last June", "2023-06", "2023-06", "on", "month"),
    ("early March", "2024-03", "2025-03", "on", "month"),
    ("In May", "2023-05", "2024-05", "on", "month"),
    ("since December", "2023-12", "2024-12", "since", "month"),
    ("June 22-26, 2025", "2025-06-22/2025-06-26", "2025-06-22/2025-06-26", "span", "day"),
    ("from May 30 to June 2", "2023-05-30/2023-06-02", "2024-05-30/2024-06-02", "span", "day"),
    ("22 June", "2023-06-22", "2024-06-22", "on", "day"),
    ("Aug. 5, 2024", "2024-08-05", "2024-08-05", "on", "day"),
    ("by August 31", "2023-08-31", "2024-08-31", "until", "day"),
    ("on New Year's Day", "2024-01-01", "2025-01-01", "on", "day"),
    ("25/03/2024", "2024-03-25", "2024-03-25", "on", "day"),
    ("next week", "2024-04-08/2024-04-14", "2024-04-08/2024-04-14", "on", "relative"),
    ("in the coming days", "2024-04-07/..", "2024-04-07/..", "span", "relative"),
    ("two years ago", "2022", "2022", "on", "relative"),
    ("a few months ago", "../2024-04", "../2024-04", "span", "relative"),
    ("a week ago", "2024-03-31", "2024-03-31", "on", "relative"),
    ("within three months", "2024-07", "2024-07", "until", "relative"),
    ("by the end of the year", "2024", "2024", "until", "relative"),
    ("in 2023", "2023", "2023", "on", "year"),
    ("last summer", "2023-06/2023-09", "2023-06/2023-09", "on", "season"),
]


@pytest.mark.parametrize(("text", "past", "future", "relation", "kind"), FRENCH)
def test_french_dates_are_read_whole(text: str, past: str, future: str, relation: str, kind: str) -> None:
    """Each shape gives the days behind and ahead of publication, and takes its preposition with it."""
    for sentence in (text, f"Il ira {text}, dit-on."):
        (found,) = read("fr", date(2024, 2, 29), sentence)
        assert (write(found.past), write(found.future), found.relation, found.kind) == (past, future, relation, kind)
    tokens = load_tokenizer("fr").tokenize(text)
    (found,) = find_dates(tokens, date(2024, 2, 29), "fr")
    assert (found.first, found.last) == (0, len(tokens))


@pytest.mark.parametrize(("text", "past", "future", "relation", "kind"), ENGLISH)
def test_english_dates_are_read_whole(text: str, past: str, future: str, relation: str, kind: str) -> None:
    """Each shape gives the days behind and ahead of publication."""
    (found,) = read("en", date(2024, 4, 7), f"They left {text}, officials said.")
    assert (write(found.past), write(found.future), found.relation, found.kind) == (past, future, relation, kind)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "2 500 hommes et 2000 soldats"),
        ("fr", "l'envoi de 2000 soldats à 1950 villages"),
        ("fr", "le Sommet 2024 du Forum, la CAN 2025"),
        ("fr", "il n'a pas été reçu, il a été dit"),
        ("fr", "la 24e session, les 27 pays, 16h03"),
        ("fr", "le 30 février 2024"),
        ("fr", "au lendemain du départ, à la veille des élections"),
        ("fr", "à la mi-journée"),
        ("en", "President May said the march may end"),
        ("en", "the 2024 trade talks with 12 states"),
        ("en", "02/03/2024"),
        ("en", "a day before the ceremony"),
    ],
)
def test_what_is_no_date_is_left_alone(language: str, text: str) -> None:
    """Numbers, names, verbs and days that do not exist are no dates."""
    assert read(language, date(2024, 2, 29), text) == []


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [
        (None, "en juin", "--06"),
        (None, "le 22 juin", "--06"),
        (None, "le 22 juin 2025", "2025-06-22"),
        ("2024-02", "le 17 février", "2024-02-17"),
        ("2024-02", "depuis novembre", "2023-11"),
        ("2024-02", "l'an dernier", "2023"),
    ],
)
def test_what_is_not_known_is_not_made_up(published: str | None, text: str, expected: str) -> None:
    """Without a day of publication a date is only as precise as what is left."""
    (found,) = read("fr", published, text)
    assert write(found.past) == expected


@pytest.mark.parametrize("text", ["lundi", "hier", "la veille", "cette semaine", "il y a deux ans"])
def test_relative_days_need_a_day_of_publication(text: str) -> None:
    """Where nobody told when an article appeared, "Monday" means no day at all."""
    assert read("fr", None, text) == []


def test_the_day_before_counts_from_the_day_told_before() -> None:
    """The eve is that of the last day named, in the sentence or before it, else of publication."""
    published = date(2025, 4, 16)
    hier, veille = read("fr", published, "Hier il a parlé ; la veille, il s'était tu.")
    assert (write(hier.past), write(veille.past), veille.offset) == ("2025-04-15", "2025-04-14", -1)
    (veille,) = read("fr", published, "La veille, il s'était tu.", Interval.of("2025-03-31"))
    assert write(veille.past) == "2025-03-30"
    (veille,) = read("fr", published, "La veille, il s'était tu.")
    assert write(veille.past) == "2025-04-15"
    assert write(shift_from(veille, Interval.of("2025-01-01")).past) == "2024-12-31"
    (later,) = read("en", published, "Three days later he left.", Interval.of("2025-03-30"))
    assert (write(later.past), later.offset) == ("2025-04-02", 3)


@pytest.mark.parametrize(
    ("published", "day", "past", "future"),
    [
        (date(2025, 3, 12), 30, "2025-01-30", "2025-03-30"),
        (date(2025, 5, 12), 31, "2025-03-31", "2025-05-31"),
        (date(2025, 1, 31), 30, "2025-01-30", "2025-03-30"),
    ],
)
def test_a_day_that_the_month_beside_lacks_is_of_the_month_beyond(
    published: date, day: int, past: str, future: str
) -> None:
    """A number alone is the last such day and the next one, though a month between has none."""
    (found,) = read("fr", published, f"Le {day}, il est parti.")
    assert (write(found.past), write(found.future)) == (past, future)


@given(
    text=st.lists(
        st.sampled_from(
            [
                "le",
                "du",
                "au",
                "28",
                "29",
                "31",
                "février",
                "juin",
                "2024",
                "lundi",
                "soir",
                "-",
                ",",
                "il y a",
                "deux",
                "ans",
                "été",
                "fin",
                "la veille",
                "dernier",
                "l'",
                "2024-06-20",
                "12/13/2014",
                "on",
                "June",
                "last",
                "week",
                "99999999999999999999",
                "9999",
            ]
        ),
        max_size=12,
    ).map(" ".join),
    published=st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)) | st.sampled_from(["2024-02", "2024"]),
    language=st.sampled_from(languages()),
)
@settings(max_examples=300, deadline=None)
def test_no_row_of_words_breaks_the_reading(text: str, published: date | str | None, language: str) -> None:
    """Whatever stands together, mentions are in order, apart, and never raise."""
    tokens = load_tokenizer(language).tokenize(text)
    at = 0
    for mention in find_dates(tokens, published, language):
        assert at <= mention.first < mention.last <= len(tokens)
        at = mention.last
