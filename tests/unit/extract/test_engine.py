"""The engine between words and claims: phrases, verbs and clauses of a sentence."""

from itertools import pairwise

import pytest

from service.extract.acts.truth import judge
from service.extract.language import Language, load, readable
from service.extract.syntax.attach import attach
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.chunks import chunk_sentence
from service.extract.syntax.clause import Clause
from service.extract.syntax.clauses import find_clauses
from service.extract.tagging.tagging import tag_sentence


def parse(text: str, language: str = "fr") -> tuple[list[str], list[Chunk], list[Clause], Language]:
    """The words, attached phrases and clauses of a sentence."""
    known = load(language)
    tokens = known.tokenizer.tokenize(text)
    tagged = tag_sentence(tokens, known.gazetteer.find(tokens), known, "2024-06-12", frozenset())
    texts = [token.text for token in tokens]
    items = attach(chunk_sentence(tagged, known), tokens, known)
    return texts, items, find_clauses(items, known), known


def shape(text: str) -> list[str]:
    """The clauses of a French sentence: subject, verb, objects and complements by their heads."""
    texts, _items, clauses, _known = parse(text)

    def words(chunk: Chunk | None) -> str:
        return " ".join(texts[chunk.first : chunk.end]) if chunk is not None else "-"

    return [
        " | ".join(
            (words(c.subject), c.vg.lemma, ", ".join(map(words, c.objects)), ", ".join(map(words, c.obliques)))
        ).rstrip(" |")
        for c in clauses
    ]


@pytest.mark.parametrize(
    ("text", "lemma", "tense", "passive", "modal"),
    [
        ("Il reçoit le ministre.", "recevoir", "pres", False, ""),
        ("Il a reçu le ministre.", "recevoir", "past", False, ""),
        ("Il avait reçu le ministre.", "recevoir", "pluperf", False, ""),
        ("Il recevra le ministre.", "recevoir", "fut", False, ""),
        ("Il aurait reçu le ministre.", "recevoir", "condperf", False, ""),
        ("Il est reçu par le ministre.", "recevoir", "pres", True, ""),
        ("Il a été reçu par le ministre.", "recevoir", "past", True, ""),
        ("Il sera reçu par le ministre.", "recevoir", "fut", True, ""),
        ("Il est arrivé.", "arriver", "past", False, ""),
        ("Il s'est rendu à Paris.", "rendre", "past", False, ""),
        ("Il doit recevoir le ministre.", "recevoir", "pres", False, "devoir"),
        ("Il pourrait être reçu par le ministre.", "recevoir", "pres", True, "pouvoir"),
    ],
)
def test_a_verb_group_is_one_verb(text: str, lemma: str, tense: str, modal: str, *, passive: bool) -> None:
    """Auxiliaries, participle and infinitive are read together: lemma, tense, voice and modal verb."""
    vg = parse(text)[2][0].vg
    assert (vg.lemma, vg.tense, vg.passive, vg.modal) == (lemma, tense, passive, modal)


@pytest.mark.parametrize(
    "text",
    [
        "Il ne vient pas.",
        "Il n'est jamais venu.",
        "Il n'a pas été reçu.",
        "Il n'a jamais été reçu.",
        "Il ne se rendra plus à Paris.",
        "Nul ne vient.",
    ],
)
def test_a_negation_belongs_to_its_verb(text: str) -> None:
    """The two halves of a negation stand around the verb or its auxiliary."""
    _texts, _items, (clause,), known = parse(text)
    assert judge(clause, known, reported=False).dropped == "negated"


def test_a_complement_finds_its_head() -> None:
    """A chain of complements, a person's name and a state are one phrase."""
    assert shape("Le ministre des Affaires étrangères du Mali Abdoulaye Diop a rencontré la presse.") == [
        "Le ministre des Affaires étrangères du Mali Abdoulaye Diop | rencontrer | la presse"
    ]


def test_a_list_is_one_phrase() -> None:
    """What commas and "et" join stands in one place of the clause."""
    assert shape("Le Mali, le Niger et le Burkina Faso ont quitté la CEDEAO.") == [
        "Le Mali , le Niger et le Burkina Faso | quitter | la CEDEAO"
    ]


def test_the_subject_of_the_next_verb_is_no_second_object() -> None:
    """In "A a reçu B et C a signé" it is C who signs."""
    assert shape("Le Mali a reçu le Niger et le Tchad a signé un accord.") == [
        "Le Mali | recevoir | le Niger",
        "le Tchad | signer | un accord",
    ]


def test_a_list_after_that_is_the_subject() -> None:
    """After "a dit que" a list is the subject of what was said."""
    assert (
        shape("Il a dit que le Mali et le Niger ont signé un accord.")[1] == "le Mali et le Niger | signer | un accord"
    )


def test_a_shared_subject_serves_both_verbs() -> None:
    """A verb joined to another without a subject of its own has that one's."""
    assert [clause.split(" | ")[0] for clause in shape("Le ministre est arrivé à Paris et a signé un accord.")] == [
        "Le ministre",
        "Le ministre",
    ]


def test_an_aside_between_dashes_or_commas_hides_no_subject() -> None:
    """The verb after an aside still finds the subject before it."""
    for text in (
        "Le ministre – arrivé mardi – a signé un accord.",
        "Le ministre, arrivé mardi, a signé un accord.",
        "Le ministre (arrivé mardi) a signé un accord.",
    ):
        assert shape(text)[-1].startswith("Le ministre | signer | un accord"), text


def test_a_relative_clause_has_its_antecedent_for_subject() -> None:
    """The verb after "qui" acts for the noun before it, and the main verb keeps its own subject."""
    clauses = shape("Le ministre, qui a visité le Mali, a signé un accord.")
    assert clauses[0].startswith("Le ministre | visiter | le Mali")
    assert clauses[1].startswith("Le ministre | signer | un accord")


@pytest.mark.parametrize("language", readable())
def test_phrases_cover_a_sentence_in_order(language: str) -> None:
    """Phrases never overlap and never go back."""
    for frame in load(language).frames.all:
        for text in (*frame.data.yes, *frame.data.no):
            texts, items, _clauses, _known = parse(text, language)
            assert all(0 <= item.first < item.end <= len(texts) for item in items), text
            assert all(one.first < other.first for one, other in pairwise(items)), text
