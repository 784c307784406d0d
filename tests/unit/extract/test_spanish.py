"""Spanish, the third language: read by its folder of data alone."""

import csv
from pathlib import Path

import pytest
from babel import Locale

from events.vocabulary import AidDelivered
from service.extract.lexicon.morphology import load_lexicon
from service.ingest.metadata import read_metadata
from service.parties import load_directory
from tests.unit.extract.telling import line, read, tell, when

SEEDS = Path(__file__).parents[3] / "seeds"

PORT_CALL = """El canciller peruano viajó a Quito para firmar un convenio de pesca

QUITO, 14 de mayo de 2024.- El ministro de Relaciones Exteriores de Perú, Esteban Quiroga, llegó el lunes a Quito, donde
se reunió con su homóloga ecuatoriana, Lucía Andrade. Ambos países firmaron un convenio sobre la pesca del atún.

Según la cancillería ecuatoriana, el presidente de Ecuador visitará Lima en julio. "No habrá ninguna base extranjera",
dijo Andrade.

Perú donó además a Ecuador 300 toneladas de arroz.

Un acuerdo sobre la minería no fue firmado. Si Ecuador acepta, Perú podría abrir un consulado en Guayaquil.

Lea también
Bolivia rompió relaciones con Israel
El embajador de Rusia fue expulsado por Bolivia
"""

QUIET = [
    "El club uruguayo firmó un acuerdo con una marca brasileña. El árbitro francés expulsó al capitán colombiano.",
    "La selección de Chile visitará Lima en junio y el embajador de la marca llegó a Buenos Aires.",
    "El tribunal de Bogotá condenó a un exministro por el robo de dos camiones de harina.",
    "La cumbre del volcán, entre Chile y Argentina, está nevada y la ruta sigue cerrada.",
    "La exposición de un pintor mexicano llega a Madrid después de una gira por los museos de París y de Berlín.",
    "El congreso paraguayo aprobó una reforma de los impuestos. La oposición criticó al ministro de Economía.",
    "Los productores de soja de Brasil y Argentina esperan una cosecha menor que la de 2023.",
    "Murió a los 90 años el poeta chileno que vivió en Moscú y en La Habana.",
]


@pytest.mark.parametrize(
    ("form", "lemma", "mood", "tense"),
    [
        ("llegué", "llegar", "ind", "past"),
        ("comiencen", "comenzar", "sub", "pres"),
        ("tuvieron", "tener", "ind", "past"),
        ("vendrá", "venir", "ind", "fut"),
        ("propondría", "proponer", "cond", "pres"),
        ("sintió", "sentir", "ind", "past"),
        ("construyeron", "construir", "ind", "past"),
        ("abierto", "abrir", "pastpart", ""),
        ("reúnen", "reunir", "ind", "pres"),
        ("dijeron", "decir", "ind", "past"),
        ("sigamos", "seguir", "sub", "pres"),
        ("reunirse", "reunir", "inf", ""),
    ],
)
def test_forms_are_made_from_lemmas_and_classes(form: str, lemma: str, mood: str, tense: str) -> None:
    """Regular and irregular forms lead to their lemma, mood and tense, also with a pronoun written onto them."""
    readings = load_lexicon("es").read(form)
    assert any((reading.lemma, reading.mood, reading.tense) == (lemma, mood, tense) for reading in readings)


def test_an_article_is_told_by_its_language_and_read() -> None:
    """Language and date come from the text; visit, meeting, agreement, plan and aid are read, and nothing besides."""
    found = read_metadata(PORT_CALL)
    assert (found.language, found.published) == ("es", "2024-05-14")
    reports = read(PORT_CALL, language="es", published="2024-05-14").reports
    assert sorted(map(line, reports)) == [
        "AgreementSigned ECU+PER",
        "AidDelivered PER>ECU",
        "MeetingHeld ECU+PER",
        "VisitAnnounced ECU>PER",
        "VisitOccurred PER>ECU",
    ]
    by_type = {type(report).__name__: report for report in reports}
    visit, plan = when(by_type["VisitOccurred"]), when(by_type["VisitAnnounced"])
    assert visit is not None
    assert plan is not None
    assert (str(visit.start), str(plan.start)) == ("2024-05-13", "2024-07")
    aid = by_type["AidDelivered"]
    assert isinstance(aid, AidDelivered)
    assert aid.amount is not None
    assert (aid.item, aid.amount.min, aid.amount.unit) == ("rice", 300, "t")


@pytest.mark.parametrize("text", QUIET)
def test_what_is_not_between_states_tells_nothing(text: str) -> None:
    """Sport, culture, courts, weather and domestic politics are no events, whatever countries they name."""
    assert tell(text, language="es") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("España cerró el sábado su embajada en Niamey.", ["EmbassyClosed ESP>NER"]),
        ("La visita del presidente de Senegal a Madrid fue aplazada.", ["VisitCancelled SEN>ESP"]),
        ("Estados Unidos levantó las sanciones contra Siria.", ["SanctionsLifted USA>SYR"]),
        ("Estados Unidos no levantó las sanciones contra Siria.", []),
        ("Estados Unidos podría levantar las sanciones contra Siria.", []),
        ("Si Ecuador acepta, Perú abrirá un consulado en Guayaquil.", []),
        ("La India donó a Cuba 20 000 dosis.", ["AidDelivered IND>CUB"]),
    ],
)
def test_voice_negation_and_condition_count_as_in_the_other_languages(text: str, expected: list[str]) -> None:
    """What the engine does with tense, voice, negation and supposition it does for Spanish too."""
    assert tell(text, language="es") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La ministra de la Salud, Educación y Cultura de Chile visitó Panamá.", ["VisitOccurred CHL>PAN"]),
        ("El ministro de la Producción, Comercio y Turismo de Ecuador llegó a Lima.", ["VisitOccurred ECU>PER"]),
        ("El secretario para el Comercio de Perú viajó a Bogotá.", ["VisitOccurred PER>COL"]),
        ("La ministra de la Salud, Chile y Panamá firmaron el acta.", []),
        ("Honduras sufrió un huracán. México le donó 300 toneladas de arroz.", ["AidDelivered MEX>HND"]),
        ("Honduras sufrió un huracán. México no le donó nada.", []),
    ],
)
def test_charges_and_pronouns_are_read_by_words_of_its_own(text: str, expected: list[str]) -> None:
    """Articles before what somebody is minister of, and "le" for whom something is given to, are Spanish data."""
    assert tell(text, language="es") == expected


@pytest.mark.parametrize(
    "text",
    [
        "El ministro peruano casi visitó Chile.",
        "En la película, el presidente peruano visita Chile.",
        "Un diputado peruano criticó a Chile.",
        "El presidente del club peruano visitó Chile.",
        "Perú lamentó la ruptura de relaciones diplomáticas con Chile.",
    ],
)
def test_what_is_made_up_missed_or_private_is_no_act(text: str) -> None:
    """Films, near misses, single deputies and clubs tell of no state's act, nor does who regrets one do it."""
    assert tell(text, language="es") == []


def test_every_state_has_its_name_of_cldr() -> None:
    """Whatever CLDR calls a state in Spanish is a form of it, but for names that say more than usage does."""
    with (SEEDS / "states.csv").open(encoding="utf-8", newline="") as file:
        states = list(csv.DictReader(file))
    with (SEEDS / "names" / "es.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    forms = {
        (row["code"], form) for row in rows if row["kind"] in {"name", "name_weak"} for form in row["forms"].split("|")
    }
    assert {row["code"] for row in states} <= {code for code, _ in forms}
    territories = Locale("es").territories
    plain = {(row["code"], territories[row["alpha2"]]) for row in states}
    disambiguated = {code for code, _ in plain - forms}
    assert disambiguated <= {"HKG", "MAC", "PSE", "MMR"} | {"COD", "COG", "CZE", "SWZ", "CIV", "VAT", "RUS"}


def test_names_serve_the_questions_too() -> None:
    """A state may be asked for by its Spanish name, since the names of every language are known there."""
    directory = load_directory()
    assert directory.forms["marruecos"] == ("MAR",)
    assert directory.forms["estados unidos"] == ("USA",)
