"""Inflection classes as data: what a language's folder may say, and what is refused."""

from pathlib import Path

import msgspec
import pytest

from service.extract.language_files import languages
from service.extract.lexicon.conjugation import InflectionError
from service.extract.lexicon.morphology import Reading, generate_lexicon, load_lexicon

SPANISH = """
[[lists]]
file = "verbs.csv"
pos = "verb"

[[lists]]
file = "nouns.csv"
pos = "noun"

[slots]
"inf" = [""]
"ind.pres" = ["1s", "3s", "3p"]
"both" = ["s", "p"]

[verb.ar]
strip = "ar"
[verb.ar.forms]
"inf" = ["L", "-"]
"ind.pres" = ["_", "o a an"]

[verb.pensar]
inherit = ["ar"]
stems = { S = '/e([^e]+)$/ie\\1/' }
forms = { "ind.pres" = ["S", "o a an"] }

[noun.any]
choose = [["[aeo]$", "in-vowel"], ["", "in-consonant"]]

[noun.in-vowel]
forms = { "both" = ["_", "- s"] }

[noun.in-consonant]
forms = { "both" = ["_", "- es"] }
"""


def write_language(folder: Path, *, verbs: str, inflection: str = SPANISH, closed: str = "form,pos\n") -> Path:
    """Write the folder of a small language and return it."""
    (folder / "inflection.toml").write_text(inflection, encoding="utf-8")
    (folder / "verbs.csv").write_text("lemma,class\n" + verbs, encoding="utf-8")
    (folder / "nouns.csv").write_text("lemma,class\nvisita,any\nembajador,any\n", encoding="utf-8")
    (folder / "closed.csv").write_text(closed, encoding="utf-8")
    return folder


def test_a_folder_of_data_alone_adds_a_language(tmp_path: Path) -> None:
    """A language that the code has never seen inflects by the classes of its folder."""
    lexicon = generate_lexicon(
        write_language(tmp_path, verbs="visitar,ar\ngobernar,pensar\n", closed="form,pos\ncon,prep\n")
    )
    assert lexicon.read("visitan") == (Reading("visitar", "verb", "ind", "pres", 3, "p"),)
    assert lexicon.read("gobierna") == (Reading("gobernar", "verb", "ind", "pres", 3, "s"),)
    assert lexicon.read("embajadores") == (Reading("embajador", "noun", number="p"),)
    assert {reading.pos for reading in lexicon.read("visita")} == {"verb", "noun"}
    assert lexicon.read("con") == (Reading("con", "prep"),)


@pytest.mark.parametrize(
    ("verbs", "names"),
    [
        ("visitar,er\n", ["visitar", "er", "inflection.toml"]),
        ("comer,ar\n", ["comer", "-ar"]),
    ],
)
def test_a_lemma_that_its_class_does_not_fit_is_refused(tmp_path: Path, verbs: str, names: list[str]) -> None:
    """The error names the lemma, the class and what the class needs."""
    with pytest.raises(InflectionError) as refused:
        generate_lexicon(write_language(tmp_path, verbs=verbs))
    assert all(name in str(refused.value) for name in names)


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ('"ind.pres" = ["_", "o a an"]', '"ind.pres" = ["_", "o a"]', ["ind.pres", "3 slots", "2 endings"]),
        ('"ind.pres" = ["S", "o a an"]', '"ind.pres" = ["Z", "o a an"]', ["pensar", "'Z'"]),
        ('inherit = ["ar"]', 'inherit = ["ir"]', ["pensar", "'ir'"]),
    ],
)
def test_a_class_that_contradicts_itself_is_refused(tmp_path: Path, old: str, new: str, names: list[str]) -> None:
    """The error names the class and the table or stem that is wrong."""
    folder = write_language(tmp_path, verbs="visitar,ar\npensar,pensar\n", inflection=SPANISH.replace(old, new))
    with pytest.raises(InflectionError) as refused:
        generate_lexicon(folder)
    assert all(name in str(refused.value) for name in names)


def test_a_misspelled_key_is_refused(tmp_path: Path) -> None:
    """A key that no class has is an error, not silently ignored."""
    folder = write_language(tmp_path, verbs="", inflection=SPANISH.replace("inherit =", "inherits ="))
    with pytest.raises(msgspec.ValidationError, match="inherits"):
        generate_lexicon(folder)


@pytest.mark.parametrize("language", ["xx", "", "..", "../fr", "FR1"])
def test_a_language_without_data_is_refused(language: str) -> None:
    """Only a language whose folder exists has a lexicon; a path is not a language."""
    with pytest.raises(InflectionError, match="no lexicon"):
        load_lexicon(language)


@pytest.mark.parametrize("language", languages())
def test_the_word_lists_are_sorted_out(language: str) -> None:
    """Every listed form is lower case without stray space, and every verb has an infinitive of its own."""
    lexicon = load_lexicon(language)
    assert not [form for form in lexicon.forms if form != form.lower().strip() or "  " in form or not form]
    for lemma in lexicon.verbs:
        assert any(reading.lemma == lemma and reading.mood == "inf" for reading in lexicon.forms[lemma])
