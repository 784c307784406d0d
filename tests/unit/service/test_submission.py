"""What was sent, read: identity, metadata, reports that hold up."""

import pytest

from events.errors import ChanceryError
from events.evidence import Quote, check_quote
from service.submission import Submission, read_submission

TEXT = "Le président du Mali, Assimi Goïta, s'est rendu en Russie le 22 juin 2025."


def test_every_quote_stands_in_the_clean_text() -> None:
    """What was read is proved by words that stand exactly where the evidence says, after the text was made clean."""
    prepared = read_submission(Submission(text=("\ufeff" + TEXT + "\r\n").encode()))
    assert prepared.reports
    for report in prepared.reports:
        for proof in report.evidence:
            assert isinstance(proof, Quote)
            check_quote(proof, prepared.text)
            assert proof.text_hash == prepared.text_hash


def test_the_same_submission_is_read_the_same() -> None:
    """Reading depends on nothing but the submission."""
    one, other = (read_submission(Submission(text=TEXT, published="2025-06-23")) for _ in range(2))
    assert (one.article, one.reports) == (other.article, other.reports)


def test_an_address_is_an_identity_whatever_the_text() -> None:
    """Two texts at one address are one article, at two addresses two, and its fragment does not matter."""
    first = read_submission(Submission(text=TEXT, url="https://example.org/a"))
    revised = read_submission(Submission(text=TEXT + " Il est rentré.", url="https://EXAMPLE.org/a#top"))
    elsewhere = read_submission(Submission(text=TEXT, url="https://example.org/b"))
    assert first.article == revised.article
    assert first.article != elsewhere.article


def test_without_an_address_the_text_is_the_identity() -> None:
    """Without an address the same bytes are the same article, and the same words of another publisher are not."""
    one = read_submission(Submission(text=TEXT))
    assert one.article == read_submission(Submission(text=TEXT, published="2025-06-23")).article
    assert one.article != read_submission(Submission(text=TEXT + ".")).article
    assert one.article != read_submission(Submission(text=TEXT, publisher="L'Écho")).article


def test_a_title_is_one_line_of_printable_letters() -> None:
    """Control characters of a title or publisher, which no database column takes, are gone."""
    prepared = read_submission(Submission(text=TEXT, title="Un\x00 titre\n long", publisher="A\x1bB"))
    assert prepared.metadata.title == "Un titre long"
    assert prepared.metadata.publisher == "A B"


@pytest.mark.parametrize(
    ("submission", "problem"),
    [
        (Submission(text=""), "empty-article"),
        (Submission(text=" \n\t "), "empty-article"),
        (Submission(text=b"\x00\x01\x02\xff"), "binary-article"),
        (Submission(text="a" * 3_000_000), "article-too-large"),
        (Submission(text=TEXT, published="2025-02-30"), "invalid-date"),
        (Submission(text=TEXT, url="javascript:alert(1)"), "invalid-url"),
    ],
)
def test_what_is_no_article_is_refused(submission: Submission, problem: str) -> None:
    """Empty, binary and huge texts, days that do not exist and addresses that are none are refused by name."""
    with pytest.raises(ChanceryError) as refused:
        read_submission(submission)
    assert refused.value.problem == problem


def test_a_language_without_data_tells_nothing() -> None:
    """An article in a language that cannot be read is taken in, and tells of nothing."""
    assert read_submission(Submission(text="Президент Мали посетил Россию 22 июня 2025 года.")).reports == ()
