"""Reading an article: what comes out, where it points to, and what it leaves alone."""

import pytest

from events.evidence import Quote, check_quote
from events.vocabulary import parties_of
from events.wellformed import check
from service.extract.reading import EXTRACTOR_VERSION
from tests.unit.extract.telling import line, only, read, tell

ARTICLE = """Sommet : le ministre turc à Niamey

Le ministre turc des Affaires étrangères, Hakan Fidan, est arrivé mardi à Niamey.
Il a été reçu par son homologue nigérien.

« Nous livrerons 300 tonnes de riz au Niger », a déclaré le ministre turc, selon qui la Turquie soutient le Niger.

Commentaires
Le Mali a rompu ses relations diplomatiques avec l'Ukraine."""


def quotes(text: str) -> list[Quote]:
    """The quotes of a text's reports."""
    return [piece for report in read(text).reports for piece in report.evidence if isinstance(piece, Quote)]


def test_every_report_rests_on_its_words() -> None:
    """Each quote stands in the article exactly where it says, is short, and names rule and version."""
    found = quotes(ARTICLE)
    assert len(found) >= 3
    for quote in found:
        check_quote(quote, ARTICLE)
        assert len(quote.exact.split()) <= 12
        assert quote.rule.startswith("fr.")
        assert quote.extractor == EXTRACTOR_VERSION
        assert quote.article == "a-1"


LONG = (
    "La signature d'un accord de pêche entre le Sénégal et le Maroc a eu lieu à Rabat ce lundi en grande pompe.",
    """Le ministre turc a annoncé hier à la presse, à Ankara, devant une foule de journalistes venus nombreux pour la
    circonstance, l'expulsion de l'ambassadeur du Tchad et le rappel du sien.""",
    """Le président de la transition de la République du Mali, le général de corps d'armée Assimi Goïta, a reçu lundi
    au palais de Koulouba, à Bamako, le vice-premier ministre russe chargé de l'énergie, Alexandre Novak.""",
)


@pytest.mark.parametrize("text", [" ".join(text.split()) for text in LONG])
def test_long_sentences_give_short_quotes(text: str) -> None:
    """However far the verb is from what it carries, a quote has twelve words at most."""
    found = quotes(text)
    assert found
    assert all(len(quote.exact.split()) <= 12 for quote in found)


def test_reports_are_well_formed_and_in_the_order_of_the_text() -> None:
    """What is read could be appended as it is."""
    reports = read(ARTICLE).reports
    for report in reports:
        check(report)
    starts = [quote.start for report in reports for quote in report.evidence if isinstance(quote, Quote)]
    assert starts == sorted(starts)


def test_reading_twice_gives_the_same() -> None:
    """The same text gives the same reports with the same ids."""
    assert read(ARTICLE).reports == read(ARTICLE).reports


def test_what_follows_the_article_is_not_read() -> None:
    """The comments of a page tell nothing, though they tell of states."""
    assert not {"MLI", "UKR"} & {code for report in read(ARTICLE).reports for code in parties_of(report)}


def test_a_language_without_frames_tells_nothing() -> None:
    """An article in a language that has no folder is kept and not read."""
    reading = read(ARTICLE, language="de")
    assert (reading.reports, reading.dropped, reading.sentences) == ([], [], [])


@pytest.mark.parametrize("text", ["", " \n\t\n ", ".", "!?…", "\u200b", "«", "12", "Mali", "à", "le le le", "\ufeff"])
def test_next_to_nothing_tells_nothing(text: str) -> None:
    """Empty, blank and broken texts are read without a word."""
    assert tell(text) == []


def test_a_sentence_is_explained_on_demand() -> None:
    """The trace shows names, clauses and claims, and why other frames made none."""
    (trace,) = read("Le ministre turc n'est pas arrivé à Niamey.", explain=True).sentences
    assert "Niamey = NER (capital)" in trace.mentions
    assert trace.claims == []
    assert any("arriver" in clause and "negated" in clause for clause in trace.clauses)
    assert "fr.arriver: negated" in trace.rejected
    (told,) = read("Le ministre turc est arrivé à Niamey.", explain=True).sentences
    (claim,) = told.claims
    assert claim.startswith("VisitOccurred TUR>NER [fr.arriver] visitor:subject host:place in: ")
    assert claim.endswith("Le ministre turc est arrivé à Niamey")
    assert read("Le ministre turc est arrivé à Niamey.").sentences == []


def test_what_was_dropped_says_why() -> None:
    """A claim that was not made keeps its place, its rule and the reason."""
    text = "Le ministre turc pourrait se rendre à Niamey."
    dropped = {one.rule: one for one in read(text).dropped}["fr.se-rendre"]
    assert "pouvoir" in dropped.reason
    assert "rendre" in text[dropped.start : dropped.end]


def test_a_headline_is_told_again_by_the_article() -> None:
    """What headline and lead both tell is one report, proved by the lead."""
    text = (
        "Le président turc à Niamey : un accord signé avec le Niger\n\n"
        "La Turquie et le Niger ont signé mardi un accord sur l'énergie, a indiqué la présidence dans la capitale.\n\n"
        "Le texte porte sur le pétrole, le gaz et les mines, selon le communiqué publié mercredi par les deux parties."
    )
    reports = [report for report in read(text).reports if "Agreement" in line(report)]
    assert [line(report) for report in reports] == ["AgreementSigned NER+TUR"]
    (quote,) = (piece for piece in reports[0].evidence if isinstance(piece, Quote))
    assert quote.start > text.index("\n")


def test_an_announcement_is_made_when_it_is_told() -> None:
    """A visit announced without a date of its announcement was announced when the article appeared."""
    report = only("Le ministre turc se rendra à Niamey en août.")
    assert report.act is not None
    assert report.due is not None
    assert (report.act.start, report.act.basis, report.due.start) == ("2024-06-12", "inferred", "2024-08")
