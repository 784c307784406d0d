"""Metadata: what was told about an article wins, the rest is read from its text and address."""

import pytest

from events.errors import InvalidInterval
from service.ingest.errors import InvalidLanguage, InvalidUrl
from service.ingest.metadata import Metadata, canonical_url, check_published, detect_language, read_metadata

LEAD = "Le ministre togolais du Commerce s'est rendu vendredi à Accra, où il a été reçu par son homologue ghanéen.\n"
ENGLISH_LEAD = (
    "Togo's trade minister was in Accra on Friday, where he was received by his counterpart, the ministry said.\n"
)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Publié le 05/02/2023 à 18:47 | Temps de lecture : 4 min", "2023-02-05"),
        ("LOMÉ (AFP) - Publié le 05/02/2023 à 18:47", "2023-02-05"),
        ("  • Par A. B.\n  • novembre 29, 2024\n  • 0", "2024-11-29"),
        ("Jeudi 29 Février 2024", "2024-02-29"),
        ("Par A. B. | 10 mars 2024 | Politique | 0 commentaire", "2024-03-10"),
        ("Rédigé par B. le Mardi 3 Août 2021 à 15:08 | Lu 96 fois", "2021-08-03"),
        ("Publié le 14 octobre 2022 à 10h45, modifié le 15 octobre à 07h30", "2022-10-14"),
        ("Mis à jour le 20 septembre 2021, publié le 19 septembre 2021", "2021-09-19"),
        ("2024-06-20T18:10+0300", "2024-06-20"),
        ("23 Juil 2021 | 10h12 | Par la rédaction", "2021-07-23"),
        ("Lomé, jeudi 12 septembre 2024, 20 h 35", "2024-09-12"),
        ("Rien", None),
    ],
)
def test_the_day_of_publication_is_read_below_the_title(head: str, expected: str | None) -> None:
    """Marks, bylines, time stamps and datelines all tell the day."""
    found = read_metadata(f"Le Togo et le Ghana parlent des ports\n\n{head}\n\n{LEAD}")
    assert (found.published, found.published_basis) == (expected, "text" if expected else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"24 April 2025\nLe Togo et le Ghana parlent des ports\n\n  • Par A. B.\n  • novembre 29, 2024\n\n{LEAD}",
            "2024-11-29",
        ),
        (f"12 Sep 2025\nMétéo Lomé 27°C\nLe Togo parle des ports\n\nPar A. B. | 10 mars 2024\n\n{LEAD}", "2024-03-10"),
        (f" date 2024-01 Share\n\n{LEAD}", "2024-01"),
        (f" date 2024-06 Le Togo parle des ports\n\n2024-06-20T18:10+0300\n\n{LEAD}", "2024-06-20"),
        (
            f"L'ÉCHO DE LOMÉ\nMercredi 16 avril 2025 — 17 Chawwal 1446\n\nLe Togo parle des ports\n\n{LEAD}",
            "2025-04-16",
        ),
        (f"Le Togo parle\n\nP-au-P, merc. 17 juil. 2024 [[Radio]] --- {LEAD}", "2024-07-17"),
        (f"Togo on ports\n\nUpdated: January 22, 2021 18:32 IST\n\nACCRA: {ENGLISH_LEAD}", "2021-01-22"),
        (f"Togo on ports\n\nACCRA, Ghana, Friday December 15, 2023 — {ENGLISH_LEAD}", "2023-12-15"),
        (
            f"Togo on ports\n\n{ENGLISH_LEAD}\nOn 3 May 2019 they had met in Lomé, and nothing came of it at all then.",
            None,
        ),
        (f"Le Togo parle\n\n{LEAD}\nArticles récents\nLe Bénin a voté le 3 mai 2019", None),
    ],
)
def test_the_date_beside_the_article_wins_over_the_page(text: str, expected: str | None) -> None:
    """The day of capture above the title yields to a byline; dates told in the article are not its own."""
    assert read_metadata(text).published == expected


def test_what_was_given_wins() -> None:
    """Nothing that the sender knows is guessed."""
    given = {
        "title": "Un titre",
        "url": "https://exemple.test/a",
        "publisher": "Nous",
        "published": "2024-05-02",
        "language": "fr-FR",
    }
    found = read_metadata(f"Publié le 17/03/2024\n\n{LEAD}", **given)
    assert found == Metadata(
        title="Un titre",
        url="https://exemple.test/a",
        publisher="Nous",
        published="2024-05-02",
        published_basis="given",
        language="fr",
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [("2024-02-29", "2024-02-29"), ("2024-02", "2024-02"), ("2024-06-20T18:10+03:00", "2024-06-20")],
)
def test_given_dates_are_days_or_months(given: str, expected: str) -> None:
    """A time stamp counts as its day."""
    assert check_published(given) == expected


@pytest.mark.parametrize(
    "given", ["2025-02-30", "2024-13-01", "yesterday", "", "2024", "--06", "17/03/2024", "2025-02-30T10:00Z"]
)
def test_given_dates_that_do_not_exist_are_refused(given: str) -> None:
    """The refusal has the stable problem invalid-date and says what to write."""
    with pytest.raises(InvalidInterval) as refused:
        read_metadata(LEAD, published=given)
    assert refused.value.problem == "invalid-date"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("HTTPS://WWW.Exemple.TEST:443/Ports/?utm_source=x&id=3&fbclid=z#haut", "https://www.exemple.test/Ports/?id=3"),
        ("http://exemple.test", "http://exemple.test/"),
        ("http://exemple.test:8080/a?b=", "http://exemple.test:8080/a?b="),
    ],
)
def test_an_address_has_one_form(given: str, expected: str) -> None:
    """Case, ports, fragments and tracking do not make another article."""
    assert canonical_url(given) == expected
    assert canonical_url(expected) == expected


@pytest.mark.parametrize(
    "given",
    [
        "",
        "exemple.test/a",
        "ftp://exemple.test/a",
        "https:///a",
        "https://moi:secret@exemple.test/",
        "http://[::1",
        "http://a b/",
    ],
)
def test_what_is_no_address_is_refused(given: str) -> None:
    """Only pages over http or https, without a password, are addresses of articles."""
    with pytest.raises(InvalidUrl) as refused:
        canonical_url(given)
    assert refused.value.problem == "invalid-url"


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("https://www.7sur7.cd/a", "7sur7"),
        ("https://m.7sur7.cd/a", "7sur7"),
        ("https://journal.exemple.test/a", "journal.exemple.test"),
    ],
)
def test_the_publisher_is_known_by_the_domain(url: str, publisher: str) -> None:
    """A listed domain names its publisher; another stands for itself."""
    assert read_metadata(LEAD, url=url).publisher == publisher


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (LEAD, "fr"),
        (ENGLISH_LEAD, "en"),
        ("Министр торговли встретился в Аккре со своим коллегой.", "other"),
        ("El ministro de Comercio viajó el viernes a Acra, donde fue recibido por su homólogo.", "es"),
        ("Le président se rendra en juin en Russie, a annoncé la présidence.", "fr"),
        ("Der Handelsminister reiste am Freitag nach Accra, wo ihn sein Amtskollege empfing.", "other"),
        ("12345 67890", "other"),
    ],
)
def test_the_language_is_known_by_its_function_words(text: str, language: str) -> None:
    """The languages that can be read are told from each other and from others, in a short text too."""
    assert detect_language(text) == language
    assert read_metadata(text).language == language


@pytest.mark.parametrize("language", ["", "french language", "f", "12"])
def test_what_is_no_language_code_is_refused(language: str) -> None:
    """A code that is none is named."""
    with pytest.raises(InvalidLanguage):
        read_metadata(LEAD, language=language)
