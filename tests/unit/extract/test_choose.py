"""Parties that no clause names, chosen from those of the article: who is chosen, who never is, what is shown."""

import pytest

from service.evaluate.roles import Row, fit
from service.extract.acts.likelihood import Weights, load_weights
from service.extract.reading import read_article
from tests.unit.extract.telling import PUBLISHED, read, tell

QUARREL_EN = (
    "Peru and Bolivia quarrel\n\nPeru summoned the Bolivian ambassador on Monday. Bolivia recalled its ambassador from "
    "Peru.\n\n"
)
QUARREL_FR = (
    "Le Sénégal et la Gambie se disputent\n\nDakar a rappelé lundi son ambassadeur en Gambie. La Gambie a protesté "
    "auprès du Sénégal.\n\n"
)
CHOSEN = [
    ("en", QUARREL_EN, "Peru's foreign minister condemned an act unworthy of a neighbour.", "PER>BOL"),
    ("fr", QUARREL_FR, "Le ministre sénégalais a critiqué un procédé indigne.", "SEN>GMB"),
]


@pytest.mark.parametrize(("language", "before", "text", "parties"), CHOSEN)
def test_the_likeliest_party_is_chosen(language: str, before: str, text: str, parties: str) -> None:
    """Of an article about two, what one of them condemns without naming anybody is the other's."""
    assert f"CriticismExpressed {parties}" in tell(before + text, language=language)
    assert f"CriticismExpressed {parties}" not in tell(text, language=language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", QUARREL_EN + "Chile condemned an act unworthy of a neighbour."),
        ("fr", QUARREL_FR + "Le Cap-Vert a critiqué un procédé indigne."),
    ],
)
def test_nobody_is_chosen_in_doubt(language: str, text: str) -> None:
    """What a third party condemns may be the act of either: it is told of neither."""
    assert not any(
        line.startswith(("CriticismExpressed CHL", "CriticismExpressed CPV")) for line in tell(text, language=language)
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", QUARREL_EN + "An open letter criticised Bolivia.", id="en a thing acts"),
        pytest.param("fr", QUARREL_FR + "Ces retards ont critiqué la Gambie.", id="fr a thing acts"),
        pytest.param("en", QUARREL_EN + "Miners backed by Peru blocked a road.", id="en a participle describes"),
        pytest.param(
            "fr", QUARREL_FR + "Des pêcheurs soutenus par la Gambie ont manifesté.", id="a participle describes"
        ),
        pytest.param("en", QUARREL_EN + "Peru's minister attended a conference.", id="en nobody is gone to"),
        pytest.param("fr", QUARREL_FR + "Le ministre sénégalais a assisté à un colloque.", id="fr nobody is gone to"),
        pytest.param("en", QUARREL_EN + "Peru's minister acknowledged being tired.", id="en nothing is praised"),
        pytest.param(
            "fr", QUARREL_FR + "Le ministre sénégalais a soutenu que tout irait bien.", id="nothing is praised"
        ),
        pytest.param("en", QUARREL_EN + "He spoke of a long day.", id="en one alone speaks"),
        pytest.param("en", QUARREL_EN + "Rain delayed the signing of an agreement.", id="en nobody signs"),
    ],
)
def test_nobody_is_chosen_whom_the_clause_would_tell(language: str, text: str) -> None:
    """Where a thing acts, nothing is praised or nobody is gone to, no such act is told, of whomever the article is."""
    assert tell(text, language=language) == tell(text.rpartition("\n\n")[0], language=language)


def test_who_stands_in_the_clause_is_kept() -> None:
    """A party that the clause names is never put aside for a likelier one."""
    told = tell(QUARREL_EN + "Peru's foreign minister condemned an act of Paraguay.", language="en")
    assert "CriticismExpressed PER>PRY" in told
    assert "CriticismExpressed PER>BOL" not in told


def test_what_is_meant_for_a_group_is_for_none_of_it() -> None:
    """Aid "to African countries" is not for the African country that the article is about."""
    text = (
        "La Russie aide le Mali\n\nLa Russie a livré lundi 400 tonnes de blé au Mali.\n\nMoscou fournira une aide "
        "humanitaire aux pays africains."
    )
    assert "AidPledged RUS>MLI" not in tell(text)


def test_the_explanation_shows_who_was_weighed() -> None:
    """An explained reading tells of each trigger without its parties who might stand there, and how likely."""
    text = QUARREL_EN + "Peru's foreign minister condemned an act unworthy of a neighbour."
    sentence = read(text, language="en", explain=True).sentences[-2]
    assert any("target:chosen" in claim for claim in sentence.claims)
    assert any(line.startswith("en.accuse: target BOL 0.") for line in sentence.weighed)


def test_a_chosen_party_is_less_sure_than_a_told_one() -> None:
    """Readings whose parties were chosen are a kind of their own, whose confidence is measured apart."""
    reading = read(QUARREL_EN + "Peru's foreign minister condemned an act unworthy of a neighbour.", language="en")
    assert sorted(reading.paths.values()) == ["chosen", "clause", "clause"]


def test_a_model_that_reaches_no_threshold_chooses_nobody() -> None:
    """The threshold is the model's: with one beyond reach, the rules alone speak."""
    model = load_weights()
    mute = Weights(articles=0, questions=0, penalty=model.penalty, threshold=2, bias=model.bias, weights=model.weights)
    text = QUARREL_EN + "Peru's foreign minister condemned an act unworthy of a neighbour."
    reading = read_article(text, article="a-1", title=None, published=PUBLISHED, language="en", model=mute)
    assert "chosen" not in reading.paths.values()


def test_few_features_bear_the_model() -> None:
    """The shipped model stays small enough to be looked through, and was fitted on what it says."""
    model = load_weights()
    assert len(model.weights) <= 30
    assert model.articles > 0
    assert 0 < model.threshold < 1


def test_fitting_finds_what_speaks_for_and_against() -> None:
    """A feature of right answers weighs more than nought, one of wrong answers less, one too rare nothing."""
    rows = [Row(frozenset({"for"}), n % 4 != 0) for n in range(80)]
    rows += [Row(frozenset({"against"}), n % 4 == 0) for n in range(80)]
    rows += [Row(frozenset({"rare"}), right=True)]
    _bias, weights = fit(rows, penalty=1.0)
    assert weights["for"] > 0 > weights["against"]
    assert "rare" not in weights


def test_a_dear_penalty_keeps_weights_small() -> None:
    """The dearer large weights are, the nearer to nought they stay."""
    rows = [Row(frozenset({"for"}), n % 4 != 0) for n in range(80)] + [Row(frozenset(), n % 4 == 0) for n in range(80)]
    cheap, dear = (fit(rows, penalty=penalty)[1]["for"] for penalty in (0.1, 50.0))
    assert 0 < dear < cheap
