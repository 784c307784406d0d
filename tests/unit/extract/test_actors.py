"""Actors: whom names, offices, pronouns and pairs of countries stand for within one article."""

import pytest

from tests.unit.extract.telling import line, read, tell

MALI_MEETS_RUSSIA = "Le président malien s'est rendu à Moscou lundi."


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Le Niger a expulsé l'ambassadeur du Nigeria.", "EnvoyExpelled NER>NGA"),
        ("Le Nigeria a expulsé l'ambassadeur du Niger.", "EnvoyExpelled NGA>NER"),
        ("Le ministre nigérien a rencontré son homologue nigérian.", "MeetingHeld NER+NGA"),
        ("La RDC a rappelé son ambassadeur en République du Congo.", "EnvoyRecalled COD>COG"),
        ("Le Congo-Brazzaville a expulsé l'ambassadeur du Congo-Kinshasa.", "EnvoyExpelled COG>COD"),
        ("Kinshasa a expulsé un diplomate congolais.", None),
        ("Brazzaville et Kinshasa ont parlé. Paris a expulsé un diplomate congolais.", None),
        ("Kinshasa a protesté. Paris a expulsé un diplomate congolais.", "EnvoyExpelled FRA>COD"),
        ("La Corée du Nord a rompu ses relations diplomatiques avec la Corée du Sud.", "RelationsSevered PRK>KOR"),
        ("Le ministre nord-coréen a rencontré le ministre sud-coréen.", "MeetingHeld KOR+PRK"),
        ("Le président coréen s'est rendu à Pékin.", None),
        ("La Guinée a expulsé l'ambassadeur de Guinée-Bissau.", "EnvoyExpelled GIN>GNB"),
        ("La Guinée équatoriale a expulsé l'ambassadeur de Guinée.", "EnvoyExpelled GNQ>GIN"),
        ("La Papouasie-Nouvelle-Guinée a expulsé l'ambassadeur de Guinée.", "EnvoyExpelled PNG>GIN"),
        ("La Géorgie a expulsé un diplomate russe.", "EnvoyExpelled GEO>RUS"),
        ("Le sénateur américain de Géorgie a visité Atlanta.", None),
        ("La République dominicaine a expulsé l'ambassadeur d'Haïti.", "EnvoyExpelled DOM>HTI"),
        ("Dominique de Villepin s'est rendu à Bagdad.", None),
        ("Le Soudan du Sud a rappelé son ambassadeur au Soudan.", "EnvoyRecalled SSD>SDN"),
        ("L'Afrique du Sud a expulsé l'ambassadeur d'Israël.", "EnvoyExpelled ZAF>ISR"),
    ],
)
def test_states_that_resemble_each_other_stay_apart(sentence: str, told: str | None) -> None:
    """The right one of the two acts, and where the text does not say which, nobody does."""
    assert [report for report in tell(sentence) if not report.startswith("Criticism")] == ([told] if told else [])


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Le Sénégal a signé un accord avec le Maroc et la Tunisie.", ["AgreementSigned MAR+SEN+TUN"]),
        ("La Guinée a signé un accord avec le Mali et le Niger.", ["AgreementSigned GIN+MLI+NER"]),
        ("La société Huawei a signé un accord avec le Mali et le Niger.", []),
        ("Le Mali et le Niger ont signé un accord avec la Russie.", ["AgreementSigned MLI+NER+RUS"]),
    ],
)
def test_those_signed_with_are_not_the_whole_pair(sentence: str, told: list[str]) -> None:
    """Who signs belongs to the agreement; a company that signs leaves no agreement of its partners."""
    assert tell(sentence) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Le président malien a rencontré son homologue russe.", ["MeetingHeld MLI+RUS"]),
        (f"{MALI_MEETS_RUSSIA} Il a rencontré son homologue.", ["MeetingHeld MLI+RUS", "VisitOccurred MLI>RUS"]),
        ("Le président malien a rencontré son homologue.", []),
        (
            "Le Mali, le Niger et la Russie négocient. Le président malien a rencontré son homologue.",
            [],
        ),
    ],
)
def test_his_counterpart_is_of_the_adjective_or_the_other_party(sentence: str, told: list[str]) -> None:
    """Without an adjective a counterpart is of the other state of the pair; without a pair, of none."""
    assert tell(sentence) == told


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("Le Mali et la Russie se rapprochent.", ["AgreementSigned MLI+RUS"]),
        ("La Russie se rapproche du Mali.", ["AgreementSigned MLI+RUS"]),
        ("Le Mali, le Niger et la Russie se rapprochent.", []),
        ("Le Mali se rapproche.", []),
        ("Il fait beau.", []),
    ],
)
def test_the_two_countries_are_the_one_pair_spoken_of(before: str, told: list[str]) -> None:
    """The words "les deux pays" need exactly two; among three nobody can tell which two."""
    assert tell(f"{before} Les deux pays ont signé un accord lundi.") == told


def test_the_pair_is_forgotten_when_the_article_moves_on() -> None:
    """Two countries named long ago, after two others, are no longer "les deux pays"."""
    text = "Paris et Berlin se rapprochent. Le Mali et la Russie aussi. Les deux pays ont signé un accord lundi."
    assert tell(text) == ["AgreementSigned MLI+RUS"]


def test_the_three_countries_are_the_three_named_together() -> None:
    """A number of countries means the group of that size that the article named last."""
    told = tell("Le Mali, le Niger et le Burkina Faso se rapprochent. Les trois pays ont signé un traité lundi.")
    assert told == ["AgreementSigned BFA+MLI+NER"]


def test_four_countries_of_three_are_nobody() -> None:
    """A group of another size is not the one meant."""
    assert tell("Le Mali, le Niger et le Burkina Faso négocient. Les quatre pays ont signé un traité lundi.") == []


def test_a_pronoun_is_the_last_subject() -> None:
    """The pronoun "il" is who acted in the sentence before, with his name."""
    reports = read("Le ministre turc Hakan Fidan a quitté Ankara. Il est arrivé mardi à Niamey.").reports
    assert [(line(report), report.persons) for report in reports] == [("VisitOccurred TUR>NER", ("Hakan Fidan",))]


def test_the_latter_is_the_last_person_named() -> None:
    """The words "ce dernier" mean not the subject of the sentence before but the last person that it names."""
    text = "Le ministre malien a rencontré le ministre turc Hakan Fidan. Ce dernier se rendra au Tchad."
    assert tell(text) == ["MeetingHeld MLI+TUR", "VisitAnnounced TUR>TCD"]


def test_an_office_keeps_the_state_it_was_introduced_with() -> None:
    """The words "le chef de l'État" mean the president named before, whatever the words."""
    text = "Le président malien a pris la parole. Le chef de l'État est arrivé lundi à Moscou."
    assert tell(text) == ["VisitOccurred MLI>RUS"]


def test_a_person_keeps_the_office_introduced_before() -> None:
    """A last name alone is the person whom the article introduced with an office."""
    text = "Le ministre togolais Kodjo Amegan a parlé à la presse. Amegan est arrivé lundi à Moscou."
    reports = read(text).reports
    assert [(line(report), report.persons) for report in reports] == [("VisitOccurred TGO>RUS", ("Kodjo Amegan",))]


def test_an_office_of_an_unknown_state_is_not_the_one_named_before() -> None:
    """The words "le président congolais", of either Congo, do not mean the president named before."""
    assert tell("Le président malien a parlé. Le président congolais est arrivé lundi à Moscou.") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Une famille malienne est arrivée à Moscou.",
        "Le chanteur malien est arrivé à Moscou.",
        "L'équipe malienne a rencontré la Russie à Moscou.",
        "La société russe Acme a livré 300 tonnes de blé à une société malienne.",
    ],
)
def test_private_people_act_for_no_state(sentence: str) -> None:
    """A nationality makes nobody an official."""
    assert tell(sentence) == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Le chef de la rébellion tchadienne est arrivé à Tripoli."),
        ("fr", "Le chef de l'opposition zambienne a rencontré l'ambassadeur du Japon."),
        ("fr", "Le secrétaire général du syndicat tunisien s'est rendu à Genève."),
        ("fr", "La reine de beauté du Venezuela est arrivée au Vietnam."),
        ("fr", "Le commandant de bord éthiopien a atterri à Bangui."),
        ("fr", "Les représentants des éleveurs nigériens ont rencontré ceux du Nigeria."),
        ("fr", "Une unité de production française s'est installée au Maroc."),
        ("en", "The leader of the Chadian rebellion arrived in Tripoli."),
        ("en", "Zambia's opposition leader met the Japanese ambassador."),
        ("en", "The Venezuelan beauty queen arrived in Vietnam."),
        ("en", "The Indian cricket board suspended its ties with Pakistan."),
        ("en", "A delegation of Indian film stars visited Morocco."),
    ],
)
def test_who_leads_what_stands_apart_acts_for_no_state(language: str, sentence: str) -> None:
    """Rebels, clubs, unions and firms have leaders too: what they do is no act of their state."""
    assert tell(sentence, language=language) == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Des milliers de Sénégalais ont dénoncé la France."),
        ("fr", "La plupart des Allemands condamnent la Russie."),
        ("fr", "Un député italien a fustigé l'Allemagne."),
        ("en", "Thousands of Senegalese denounced France."),
        ("en", "A poll shows that most Germans back Ukraine."),
        ("en", "An Italian lawmaker slammed Germany."),
    ],
)
def test_a_crowd_and_a_single_lawmaker_speak_for_no_state(language: str, sentence: str) -> None:
    """Some of a people, and one of many in a parliament, speak for themselves."""
    assert tell(sentence, language=language) == []


@pytest.mark.parametrize(
    ("language", "sentence", "told"),
    [
        ("fr", "Le Cameroun a accusé la France de soutenir le Gabon.", ["CriticismExpressed CMR>FRA"]),
        ("fr", "L'opposition camerounaise a accusé la France de soutenir le régime.", []),
        ("en", "Kenya accused Ghana of backing Togo.", ["CriticismExpressed KEN>GHA"]),
    ],
)
def test_what_somebody_is_accused_of_is_no_word_of_his(language: str, sentence: str, told: list[str]) -> None:
    """Whoever is said to support somebody has not praised him."""
    assert tell(sentence, language=language) == told
