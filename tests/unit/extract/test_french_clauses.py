"""How French sentences with asides, lists and left-out verbs are taken apart, by what they are read to tell."""

import pytest

from service.extract.reading import read_article
from tests.unit.extract.telling import tell


def _tell(text: str, title: str | None = None) -> set[str]:
    reports = read_article(text, article="a-1", title=title, published="2024-06-14", language="fr").reports
    return {
        f"{type(report).__name__} {getattr(report, 'source', None) or '+'.join(report.parties)}"  # type: ignore[union-attr]
        + (f">{report.target}" if hasattr(report, "target") else "")  # type: ignore[union-attr]
        for report in reports
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Alger, que Rabat accuse de longue date, a rappelé jeudi son ambassadeur au Mali.", "EnvoyRecalled DZA>MLI"),
        ("Le Pérou, où l'on vote dimanche, a livré 300 tonnes de riz à Haïti.", "AidDelivered PER>HTI"),
        ("Le ministre togolais, avec qui le président ghanéen s'est entretenu mardi, a souri.", "MeetingHeld GHA+TGO"),
        ("Le Tchad avait, le 28 mai, dénoncé l'accord de défense avec la France.", "AgreementTerminated TCD>FRA"),
        ("Le Togo, comme le Bénin avant lui, a rompu ses relations avec la Libye.", "RelationsSevered TGO>LBY"),
        ("Le Togo, tout comme le Bénin, a rompu ses relations avec la Libye.", "RelationsSevered TGO>LBY"),
        ("Les présidents, russe et égyptien, se sont entretenus lundi.", "MeetingHeld EGY+RUS"),
        ("Le Chili, le Pérou, la Bolivie ont condamné la décision équatorienne.", "CriticismExpressed BOL>ECU"),
        ("Oslo a promis dix millions d'euros au Yémen et Stockholm vingt camions.", "AidPledged SWE>YEM"),
        ("La Bolivie n'entretient plus de relations avec Israël.", "RelationsSevered BOL>ISR"),
        ("La Suède a cessé en mars d'entraîner l'armée malienne.", "MilitarySupportEnded SWE>MLI"),
        ("Le président chilien n'a pas attendu pour rompre les relations avec Cuba.", "RelationsSevered CHL>CUB"),
        ("La Pologne a fermé sa frontière avec le Bélarus, gelé son accord avec Minsk.", "AgreementTerminated POL>BLR"),
    ],
)
def test_who_acts_is_found_across_asides_and_lists(text: str, told: str) -> None:
    """The one who acts is the subject of its own verb, however much stands between them."""
    assert told in _tell(text)


@pytest.mark.parametrize(
    "text",
    [
        "La Bolivie n'entretient pas de relations avec Israël.",
        "La Suède n'a pas cessé en mars d'entraîner ses nageurs.",
        "Le chanteur chilien n'a pas attendu pour rompre avec son agent.",
        "Le groupe suédois a conclu un accord avec un concurrent canadien.",
    ],
)
def test_what_only_looks_like_an_act_is_none(text: str) -> None:
    """Negations that end nothing, private matters and companies yield no act."""
    assert _tell(text) == set()


def test_a_condemned_attack_is_blamed_on_who_made_the_last_one() -> None:
    """The attack that others condemn is that of the state told to have attacked; without one nobody is blamed."""
    assert "CriticismExpressed JOR>ISR" in _tell(
        "Israël a bombardé vendredi le port. La Jordanie a condamné ces frappes."
    )
    assert _tell("Des inconnus ont bombardé vendredi le port. La Jordanie a condamné ces frappes.") == set()


def test_an_envoy_without_a_state_is_of_the_other_one_of_the_pair() -> None:
    """Where the passage is about two states, who summons an ambassador tells whose he is."""
    text = "Le Burundi s'en prend à la Belgique. L'ambassadeur a été convoqué jeudi par le Burundi."
    assert "EnvoySummoned BDI>BEL" in _tell(text)


def test_who_does_it_in_turn_does_it_to_the_same_state() -> None:
    """Doing "à son tour" what another did leaves out the other party: it is that of the act told before."""
    text = "La Bolivie a rompu ses relations avec Israël. La Colombie a rompu à son tour."
    assert _tell(text) == {"RelationsSevered BOL>ISR", "RelationsSevered COL>ISR"}


def test_the_minister_of_a_communique_is_of_its_letterhead() -> None:
    """Below the name of a ministry and of one state, "the minister" is of that state."""
    text = (
        "MINISTÈRE DES AFFAIRES ÉTRANGÈRES\nRÉPUBLIQUE DU BÉNIN\nCommuniqué\n\n"
        "1. Le Ministre a effectué, du 3 au 5 juin 2024, une visite de travail à Rabat, à la tête d'une importante "
        "délégation d'opérateurs de la place.\n"
    )
    assert "VisitOccurred BEN>MAR" in _tell(text)


@pytest.mark.parametrize(
    "text",
    [
        "Le ministre chilien devait gagner le Togo vendredi, puis se rendre samedi au Ghana ainsi qu'au Bénin.",
        "Le ministre chilien prévoit de gagner le Togo vendredi et de se rendre samedi au Ghana et au Bénin.",
    ],
)
def test_infinitives_that_a_verb_lists_are_planned_alike(text: str) -> None:
    """What stands further on in a list of infinitives is ruled by what rules the first, not by the first."""
    told = tell(text)
    assert {"VisitAnnounced CHL>TGO", "VisitAnnounced CHL>GHA", "VisitAnnounced CHL>BEN"} <= set(told)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le ministre chilien doit demander au Pérou lundi de rompre ses relations avec le Ghana."),
        ("fr", "Le ministre chilien doit demander au Pérou, lundi, de rompre ses relations avec le Ghana."),
        ("en", "The Chilean minister will urge Peru on Monday to sever relations with Ghana."),
    ],
)
def test_what_is_asked_for_stands_on_no_list(language: str, text: str) -> None:
    """A day between a verb and the infinitive that it asks for joins nothing: nobody breaks off relations."""
    assert not any(line.startswith("RelationsSevered") for line in tell(text, language=language))
