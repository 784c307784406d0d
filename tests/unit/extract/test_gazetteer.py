"""The gazetteer: names of states and organisations, and the ones that are mistaken for each other."""

from itertools import pairwise

import pytest

from service.extract.names.gazetteer import load_gazetteer, read_names
from service.extract.text.tokens import load_tokenizer


def find(text: str, language: str = "fr") -> list[tuple[str, str]]:
    """The names in a text: what is written and the codes, weak ones marked with a question mark."""
    tokens = load_tokenizer(language).tokenize(text)
    return [
        (text[tokens[m.first].start : tokens[m.last - 1].end], "/".join(m.codes) + "?" * m.weak)
        for m in load_gazetteer(language).find(tokens)
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("le Niger et le Nigeria", [("Niger", "NER"), ("Nigeria", "NGA")]),
        ("un ministre nigérien, un ministre nigérian", [("nigérien", "NER"), ("nigérian", "NGA")]),
        ("la RDC et le Congo-Brazzaville", [("RDC", "COD"), ("Congo-Brazzaville", "COG")]),
        ("la République démocratique du Congo", [("République démocratique du Congo", "COD")]),
        ("la République du Congo", [("République du Congo", "COG")]),
        ("la Corée du Nord et la Corée du Sud", [("Corée du Nord", "PRK"), ("Corée du Sud", "KOR")]),
        ("nord-coréen et sud-coréen", [("nord-coréen", "PRK"), ("sud-coréen", "KOR")]),
        (
            "la Guinée, la Guinée-Bissau, la Guinée équatoriale et la Papouasie-Nouvelle-Guinée",
            [
                ("Guinée", "GIN"),
                ("Guinée-Bissau", "GNB"),
                ("Guinée équatoriale", "GNQ"),
                ("Papouasie-Nouvelle-Guinée", "PNG"),
            ],
        ),
        ("la Géorgie et la Géorgie du Sud", [("Géorgie", "GEO"), ("Géorgie du Sud", "SGS")]),
        ("la République dominicaine", [("République dominicaine", "DOM")]),
        ("un ministre dominicain, un ministre dominiquais", [("dominicain", "DOM"), ("dominiquais", "DMA")]),
        ("le Soudan du Sud et le Soudan", [("Soudan du Sud", "SSD"), ("Soudan", "SDN")]),
        ("sud-soudanais et soudanais", [("sud-soudanais", "SSD"), ("soudanais", "SDN")]),
        ("l'Afrique du Sud", [("Afrique du Sud", "ZAF")]),
        ("le Mexique, pas le Nouveau-Mexique", [("Mexique", "MEX")]),
        ("franco-malien", [("franco-malien", "FRA/MLI")]),
        ("l'ONU et le FMI", [("ONU", "UN"), ("FMI", "IMF")]),
    ],
)
def test_names_that_resemble_each_other_stay_apart(text: str, names: list[tuple[str, str]]) -> None:
    """Each name is found whole and means its own state."""
    assert find(text) == names


@pytest.mark.parametrize("text", ["le congo", "un tchad", "onu", "une dinde", "sénégal"])
def test_what_is_written_small_names_no_state(text: str) -> None:
    """Names take their capital and acronyms all of theirs."""
    assert find(text) == []


def test_a_demonym_needs_no_capital() -> None:
    """Adjectives are written small in French; what is folded is case and accents, not letters."""
    assert find("la diplomatie malienne et les Maliens") == [("malienne", "MLI"), ("Maliens", "MLI")]


@pytest.mark.parametrize(
    ("text", "codes"), [("congolais", "COD/COG?"), ("Congo", "COD/COG?"), ("coréen", "KOR/PRK?"), ("Dominique", "DMA?")]
)
def test_a_name_that_may_mean_something_else_is_weak(text: str, codes: str) -> None:
    """All states that it may mean are kept; the article decides."""
    assert [(written, "/".join(sorted(c.rstrip("?").split("/"))) + "?") for written, c in find(text)] == [(text, codes)]


def test_a_compound_of_an_unknown_part_names_nobody() -> None:
    """A prefix "afro-" is no state, nor is the rest of the word one then."""
    assert find("afro-malien", "fr") == []


def test_names_never_overlap() -> None:
    """Every token belongs to one name at most, in the order of the text."""
    tokens = load_tokenizer("fr").tokenize(
        "Union africaine du Mali, République du Congo Brazzaville, Guinée équatoriale"
    )
    mentions = load_gazetteer("fr").find(tokens)
    assert all(one.last <= other.first for one, other in pairwise(mentions))


def test_a_language_without_names_has_none() -> None:
    """A gazetteer of an unknown language would be an error; its names are simply none."""
    assert read_names("xx") == []


def test_two_states_that_a_hyphen_joins_are_both_named() -> None:
    """An adjective of two names: "Ghana-Togo talks"; a state whose own name has a hyphen stays one."""
    tokens = load_tokenizer("en").tokenize("The Ghana-Togo talks and the US-Japan pact, in Guinea-Bissau")
    assert [mention.codes for mention in load_gazetteer("en").find(tokens)] == [
        ("GHA", "TGO"),
        ("USA", "JPN"),
        ("GNB",),
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("troops left for the capital of Chad in May", "Chad"),
        ("they met Chad Smith", "Chad?"),
        ("she wrote to Jordan Banks", "Jordan?"),
        ("he thanked Jordan", "Jordan?"),
    ],
)
def test_a_name_of_persons_too_is_a_state_where_it_is_told_as_a_place(text: str, written: str) -> None:
    """Chad and Jordan are states behind a word that opens a place, unless another name follows."""
    assert [found for found, _ in _marked(text)] == [written]


def _marked(text: str) -> list[tuple[str, str]]:
    """Names with the question mark of the weak ones behind what is written."""
    return [(written + "?" * codes.endswith("?"), codes) for written, codes in find(text, "en")]
