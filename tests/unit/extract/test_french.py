"""French sentences: what each tells, and what changes when the sentence does."""

import csv
import re
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.unit.extract.telling import line, only, read, tell, when

SENTENCES = list(
    csv.DictReader(
        Path(__file__).with_name("french_sentences.csv").read_text(encoding="utf-8").splitlines(), delimiter=";"
    )
)
by_sentence = pytest.mark.parametrize("row", [pytest.param(row, id=row["sentence"][:60]) for row in SENTENCES])
VERBAL = {"CooperationPledged", "SupportExpressed"}


def parse(expected: str) -> list[list[str]]:
    """The expected reports of a row: type, parties and, where it matters, the date."""
    return [report.split() for report in expected.split("|") if report]


@by_sentence
def test_a_sentence_tells_what_it_says(row: dict[str, str]) -> None:
    """Types and parties are those expected, and no other; friendly words beside them are no matter."""
    expected = {(kind, parties) for kind, parties, *_ in parse(row["expected"])}
    told = {tuple(report.split()) for report in tell(row["sentence"])}
    assert {(kind, parties) for kind, parties in told if kind not in VERBAL or (kind, parties) in expected} == expected


@by_sentence
def test_a_sentence_tells_when(row: dict[str, str]) -> None:
    """Weekdays and months are resolved against the day of publication."""
    reports = {line(report): report for report in read(row["sentence"]).reports}
    for kind, parties, *dates in parse(row["expected"]):
        interval = when(reports[f"{kind} {parties}"])
        for date in dates:
            start, _, end = date.partition("/")
            assert interval is not None
            assert (interval.start, interval.end or interval.start) == (start, end or start)


# ---- The verb's mood and tense --------------------------------------------------------------------------------

AUXILIARIES = ("s'est", "se sont", "a", "ont", "est", "sont")
TELLING = [row["sentence"] for row in SENTENCES if row["expected"]]


def change_auxiliary(sentence: str, forms: dict[str, str]) -> str | None:
    """The sentence with its first auxiliary changed; None where it has none."""
    for auxiliary in AUXILIARIES:
        if f" {auxiliary} " in sentence:
            return sentence.replace(f" {auxiliary} ", f" {forms[auxiliary]} ", 1)
    return None


NEGATED: dict[str, str] = dict(
    zip(
        AUXILIARIES, ("ne s'est pas", "ne se sont pas", "n'a pas", "n'ont pas", "n'est pas", "ne sont pas"), strict=True
    )
)
CONDITIONAL: dict[str, str] = dict(
    zip(AUXILIARIES, ("se serait", "se seraient", "aurait", "auraient", "serait", "seraient"), strict=True)
)


@pytest.mark.parametrize("sentence", [s for s in TELLING if change_auxiliary(s, NEGATED)])
def test_a_negation_leaves_nothing(sentence: str) -> None:
    """What did not happen is no event; a visit that was not put off is still expected."""
    assert not set(tell(change_auxiliary(sentence, NEGATED) or "")) & set(tell(sentence))


@pytest.mark.parametrize("sentence", [s for s in TELLING if change_auxiliary(s, CONDITIONAL)])
def test_a_conditional_is_hearsay(sentence: str) -> None:
    """The conditional of the press reports what it does not vouch for: the same acts, as hearsay."""
    doubted = read(change_auxiliary(sentence, CONDITIONAL) or "").reports
    assert sorted(map(line, doubted)) == tell(sentence)
    assert {report.factuality for report in doubted} == {"hearsay"}


def embed(before: str, sentence: str, after: str) -> str:
    """The sentence inside another: a name keeps its capital, an article loses it."""
    opens_with_article = re.match(r"(Le|La|Les|L'|Un|Une|Des|Attendu)\b", sentence)
    inner = sentence[0].lower() + sentence[1:] if opens_with_article else sentence
    joined = before + inner.removesuffix(".") + after
    return re.sub(r"\b([Qq]u)e (?=[aeiouyéèêA-Z])(?![bcdfgjklmnpqrstvwxzBCDFGJKLMNPQRSTVWXZ])", r"\1'", joined)


@pytest.mark.parametrize("sentence", TELLING)
@pytest.mark.parametrize(
    ("before", "after"), [("Si ", ", tout changerait."), ("Le porte-parole dément que ", "."), ("", " ?")]
)
def test_what_is_supposed_denied_or_asked_is_not_told(sentence: str, before: str, after: str) -> None:
    """A condition, a denial and a question tell of nothing that happened."""
    assert tell(embed(before, sentence, after)) == []


@pytest.mark.parametrize("sentence", TELLING)
def test_what_is_confirmed_is_told(sentence: str) -> None:
    """Inside "a confirmé que" a sentence tells what it tells alone."""
    assert tell(embed("Le porte-parole a confirmé que ", sentence, ".")) == tell(sentence)


@pytest.mark.parametrize(
    ("sentence", "told", "stage", "factuality"),
    [
        ("Le ministre turc se rendra à Niamey en juillet.", "VisitAnnounced TUR>NER", "planned", "asserted"),
        ("Ankara a annoncé que son ministre se rendrait à Niamey.", "VisitAnnounced TUR>NER", "planned", "asserted"),
        ("Le ministre turc doit se rendre à Niamey.", "VisitAnnounced TUR>NER", "planned", "asserted"),
        ("Le ministre turc a promis de se rendre à Niamey.", "VisitAnnounced TUR>NER", "planned", "asserted"),
        ("Le ministre turc aurait promis de se rendre à Niamey.", "VisitAnnounced TUR>NER", "planned", "hearsay"),
        ("Le ministre turc se rendrait à Niamey la semaine prochaine.", "VisitAnnounced TUR>NER", "planned", "hearsay"),
        ("Le ministre turc se serait rendu à Niamey.", "VisitOccurred TUR>NER", "done", "hearsay"),
        ("Le ministre turc vient de se rendre à Niamey.", "VisitOccurred TUR>NER", "done", "asserted"),
        ("La France va fermer son ambassade à Niamey.", "EmbassyClosed FRA>NER", "planned", "asserted"),
        ("Le ministre turc a annulé sa visite à Niamey.", "VisitCancelled TUR>NER", "done", "asserted"),
    ],
)
def test_tense_and_ruling_verb_tell_what_is_planned(sentence: str, told: str, stage: str, factuality: str) -> None:
    """Future, obligation and promise are planned; after a verb of saying the conditional is a future, else hearsay."""
    report = only(sentence)
    assert (line(report), report.stage, report.factuality) == (told, stage, factuality)


@pytest.mark.parametrize(
    "sentence",
    [
        "Le ministre turc pourrait se rendre à Niamey.",
        "Le ministre turc aurait dû se rendre à Niamey.",
        "Le ministre turc a refusé de se rendre à Niamey.",
        "Le ministre turc n'a pas renoncé à se rendre à Niamey.",
        "Le ministre turc espère se rendre à Niamey.",
        "La Turquie nie que son ministre se soit rendu à Niamey.",
        "Le ministre turc a parlé sans se rendre à Niamey.",
        "Le ministre turc n'ira ni à Niamey ni à Bamako.",
        "Aucun ministre turc ne s'est rendu à Niamey.",
        "Le ministre turc s'est rendu compte à Niamey de son erreur.",
    ],
)
def test_what_is_left_open_is_not_told(sentence: str) -> None:
    """Wishes, possibilities and refusals are no visits."""
    assert tell(sentence) == []


# ---- Who does it to whom ---------------------------------------------------------------------------------------


class State(NamedTuple):
    """A state as French sentences write it."""

    code: str
    name: str
    of: str
    to: str
    adjective: str
    capital: str


STATES = (
    State("MLI", "le Mali", "du Mali", "au Mali", "malien", "Bamako"),
    State("RUS", "la Russie", "de la Russie", "à la Russie", "russe", "Moscou"),
    State("TCD", "le Tchad", "du Tchad", "au Tchad", "tchadien", "N'Djamena"),
    State("ARG", "l'Argentine", "de l'Argentine", "à l'Argentine", "argentin", "Buenos Aires"),
    State("VNM", "le Vietnam", "du Vietnam", "au Vietnam", "vietnamien", "Hanoï"),
)
PAIRS = list(permutations(STATES, 2))
TEMPLATES: dict[str, tuple[Callable[[State, State], str], str]] = {
    "visit": (lambda a, b: f"Le ministre {a.adjective} s'est rendu à {b.capital}.", "VisitOccurred {a}>{b}"),
    "reception": (lambda a, b: f"{b.capital} a accueilli le ministre {a.adjective}.", "VisitOccurred {a}>{b}"),
    "announced": (lambda a, b: f"Le ministre {a.adjective} est attendu à {b.capital}.", "VisitAnnounced {a}>{b}"),
    "meeting": (
        lambda a, b: f"Le ministre {a.adjective} a rencontré son homologue {b.adjective}.",
        "MeetingHeld {a}+{b}",
    ),
    "agreement": (lambda a, b: f"{a.capital} a signé un accord avec {b.name}.", "AgreementSigned {a}+{b}"),
    "envoy": (lambda a, b: f"{a.capital} a expulsé l'ambassadeur {b.of}.", "EnvoyExpelled {a}>{b}"),
    "recall": (lambda a, b: f"{a.capital} a rappelé son ambassadeur à {b.capital}.", "EnvoyRecalled {a}>{b}"),
    "rupture": (
        lambda a, b: f"{a.capital} a rompu ses relations diplomatiques avec {b.name}.",
        "RelationsSevered {a}>{b}",
    ),
    "sanctions": (lambda a, b: f"{a.capital} a imposé des sanctions contre {b.name}.", "SanctionsImposed {a}>{b}"),
    "wheat": (lambda a, b: f"{a.capital} a livré 300 tonnes de blé {b.to}.", "AidDelivered {a}>{b}"),
    "arms": (lambda a, b: f"{a.capital} a livré des armes {b.to}.", "MilitarySupportProvided {a}>{b}"),
    "criticism": (lambda a, b: f"{a.capital} a condamné la décision {b.of}.", "CriticismExpressed {a}>{b}"),
    "thanks": (lambda a, b: f"Le ministre {a.adjective} a remercié {b.name}.", "SupportExpressed {a}>{b}"),
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_states_change_places(template: str) -> None:
    """Whoever the two are, the act runs from the one that the sentence makes act; swapped, the other way."""
    write, expected = TEMPLATES[template]
    for a, b in PAIRS:
        codes = sorted((a.code, b.code)) if "+" in expected else [a.code, b.code]
        want = expected.format(a=codes[0], b=codes[1])
        told = tell(write(a, b))
        assert want in told, write(a, b)
        assert {report.split()[0] for report in told} <= {want.split()[0], "MeetingHeld"}, told
        assert not {want.replace(f"{a.code}>{b.code}", f"{b.code}>{a.code}")} & set(told) - {want}


@pytest.mark.parametrize(
    ("active", "passive"),
    [
        ("L'Irak a expulsé l'ambassadeur de Suède.", "L'ambassadeur de Suède a été expulsé par l'Irak."),
        ("L'Irak expulse un diplomate suédois.", "Un diplomate suédois est expulsé par l'Irak."),
        ("Berlin a convoqué l'ambassadeur de Chine.", "L'ambassadeur de Chine a été convoqué par Berlin."),
        ("Le roi jordanien a reçu le ministre turc.", "Le ministre turc a été reçu par le roi jordanien."),
        ("La Russie a livré du blé au Mali.", "Du blé a été livré au Mali par la Russie."),
        ("La Russie livrera du blé au Mali.", "Du blé sera livré au Mali par la Russie."),
        (
            "L'Union européenne a imposé de nouvelles sanctions à la Biélorussie.",
            "De nouvelles sanctions ont été imposées à la Biélorussie par l'Union européenne.",
        ),
        (
            "La CEDEAO a levé les sanctions contre le Mali.",
            "Les sanctions contre le Mali ont été levées par la CEDEAO.",
        ),
        (
            "L'Union africaine a suspendu le Soudan.",
            "Le Soudan a été suspendu par l'Union africaine.",
        ),
        ("Le Niger a rompu l'accord avec la France.", "L'accord avec la France a été rompu par le Niger."),
        ("Moscou a condamné les frappes américaines.", "Les frappes américaines ont été condamnées par Moscou."),
        ("La France a fermé son ambassade à Niamey.", "L'ambassade de France à Niamey a été fermée."),
        ("Le Maroc et la France ont signé un accord.", "Un accord a été signé entre le Maroc et la France."),
        ("Le Maroc et la France ont signé un accord.", "Un accord a été signé par le Maroc et la France."),
    ],
)
def test_active_and_passive_tell_the_same(active: str, passive: str) -> None:
    """Voice changes who stands first, not who acts."""
    assert tell(active) == tell(passive) != []


# ---- What stands around the article ------------------------------------------------------------------------------

ARTICLE = """Niamey : le ministre turc des Affaires étrangères reçu par le président

Le ministre turc des Affaires étrangères, Hakan Fidan, est arrivé mardi 11 juin à Niamey pour une visite de deux jours.

Il a été reçu mercredi par le président nigérien. Les deux pays ont signé un mémorandum sur l'énergie et les mines.

La Turquie livrera 300 tonnes de riz au Niger en juillet, a annoncé le ministre devant la presse."""
NOISE = (
    "Accueil | Politique | Économie | Sport",
    "À lire aussi : Le président russe reçu à Pékin",
    "Lire aussi\nLe ministre russe est arrivé à Bamako",
    "Publicité",
    "Le Sénégal bat la France\nLe Mali rompt avec l'Ukraine\nMoscou expulse un Polonais\nPékin reçoit un Togolais",
)


@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize("place", range(1, 5))
def test_menus_and_headlines_change_nothing(noise: str, place: int) -> None:
    """What a page puts between and behind the paragraphs is not part of the article."""
    paragraphs = ARTICLE.split("\n\n")
    noisy = "\n\n".join([*paragraphs[:place], noise, *paragraphs[place:]])
    assert tell(noisy) == tell(ARTICLE)
    assert len(tell(ARTICLE)) >= 4
