"""Quotation marks around single words of a sentence."""

import pytest

from service.extract.language import load
from service.extract.reading import read_article
from service.extract.text.emphasis import drop_emphasis


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Cuba a assuré Caracas de son « plein appui » lundi.", "Cuba a assuré Caracas de son plein appui lundi ."),
        ('Accra a rompu "sur-le-champ" avec Lima.', "Accra a rompu sur-le-champ avec Lima ."),
        ("« C'est grave », a dit le ministre.", "« C' est grave » , a dit le ministre ."),
        ("Le ministre a répondu : « rien de neuf ».", "Le ministre a répondu : « rien de neuf » ."),
        ("Il a dit que « Paris a eu tort ».", "Il a dit que « Paris a eu tort » ."),
        ("Une marque « seule", "Une marque « seule"),
    ],
)
def test_marks_of_emphasis_fall_and_those_of_speech_stay(text: str, read: str) -> None:
    """Marks around a few words inside a sentence are dropped; those around something said are kept."""
    tokens = drop_emphasis(load("fr").tokenizer.tokenize(text))
    assert " ".join(token.text for token in tokens) == read


def test_a_phrase_in_marks_is_read_as_part_of_its_clause() -> None:
    """Emphasis between a noun and its complement hides no party, and the quote is verbatim."""
    text = "Le ministère péruvien a regretté lundi une décision « hâtive » de Quito."
    reports = read_article(text, article="a", title=None, published="2024-06-12", language="fr").reports
    assert [(type(e).__name__, e.source, e.target) for e in reports] == [("CriticismExpressed", "PER", "ECU")]  # type: ignore[attr-defined]
    assert reports[0].evidence[0].exact in text  # type: ignore[union-attr]
