"""Blocks: what of a captured page is the article."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.extract.language_files import languages
from service.extract.text.blocks import Block, split_blocks
from service.extract.text.paragraphs import split_paragraphs

FRENCH_PAGE = """Accueil > Monde > Afrique
Nous utilisons des cookies pour compter les visites.   Accepter   Refuser

12 mai 2024
RIVES DU NIGER

Le ministre togolais reçu à Accra pour parler des ports

Par A. B. | 11 mai 2024 | 3 commentaires

LOMÉ (Agence) - Le ministre togolais du Commerce s'est rendu vendredi à Accra, où il a été reçu par son homologue.

Un accord attendu
Les deux hommes ont parlé des ports et des douanes. Un accord doit être signé en juin, selon un communiqué.

A lire : Le Ghana ferme trois ports
Légende : Le port de Tema, vu de la mer.
Une commission mixte se réunira à Lomé, a dit le ministre.

Article réservé aux abonnés. Il vous reste 40 % à lire.

Laissez un commentaire
Kofi : il était temps que le Togo et le Ghana se parlent, enfin une bonne nouvelle.
AUTRES INFOS
Le Bénin reçoit une délégation chinoise
"""


def show(text: str, blocks: list[Block], *kinds: str) -> list[str]:
    """The text of the blocks of some kinds."""
    return [text[block.start : block.end] for block in blocks if block.kind in kinds]


def test_a_french_page_is_told_from_its_article() -> None:
    """Menus, dates, bylines, pointers, subheads, adverts, comments and other headlines are not the article."""
    blocks = split_blocks(FRENCH_PAGE, "fr")
    assert show(FRENCH_PAGE, blocks, "title") == ["Le ministre togolais reçu à Accra pour parler des ports"]
    assert show(FRENCH_PAGE, blocks, "lead") == [
        "Le ministre togolais du Commerce s'est rendu vendredi à Accra, où il a été reçu par son homologue."
    ]
    assert show(FRENCH_PAGE, blocks, "body") == [
        "Les deux hommes ont parlé des ports et des douanes. Un accord doit être signé en juin, selon un communiqué.",
        "Une commission mixte se réunira à Lomé, a dit le ministre.",
    ]
    assert show(FRENCH_PAGE, blocks, "caption") == ["Légende : Le port de Tema, vu de la mer."]
    assert "LOMÉ (Agence) - " in show(FRENCH_PAGE, blocks, "boilerplate")


def test_an_english_page_is_told_from_its_article() -> None:
    """English marks end an article too."""
    page = (
        "Home | World | Africa\n\nGhana and Togo agree on ports\n\nBy A STAFF WRITER\nPublished May 11, 2024\n\n"
        "ACCRA, Ghana, May 11, 2024 -- Togo's trade minister met his counterpart in Accra on Friday, the ministry said."
        "\n\nNothing was signed.\n\nYou have read 4 of 5 free articles this week.\n\n"
        "Most read: Kenya hosts talks | Chad votes\n"
        "Related\nBenin receives a delegation from China, which promised a loan.\n"
    )
    blocks = split_blocks(page, "en")
    assert show(page, blocks, "title") == ["Ghana and Togo agree on ports"]
    assert show(page, blocks, "lead", "body") == [
        "Togo's trade minister met his counterpart in Accra on Friday, the ministry said.",
        "Nothing was signed.",
    ]


def test_the_given_title_is_found_in_the_text() -> None:
    """A title that is known is not guessed."""
    page = (
        "Togo et Ghana : les ports\nLe Togo et le Ghana parlent des ports\n\n"
        + "Le Togo et le Ghana ont parlé des ports à Accra. " * 3
    )
    for title in ("Togo et Ghana : les ports", "Le Togo et le Ghana parlent des ports"):
        assert show(page, split_blocks(page, "fr", title), "title") == [title]


@pytest.mark.parametrize(
    ("dateline", "language"),
    [
        ("NIAMEY (AFP) - ", "fr"),
        ("PÉKIN, 4 septembre (Agence Orient) -- ", "fr"),
        ("P-au-P, merc. 17 juil. 2024 [[Radio]] --- ", "fr"),
        ("Niamey, 3 août (ANP) – ", "fr"),
        ("Bamako — ", "fr"),
        ("KINGSTOWN, St Vincent, Friday December 15, 2023 — ", "en"),
        ("NEW DELHI: ", "en"),
        ("AGADEZ, Niger -- ", "en"),
    ],
)
def test_a_wire_dateline_stands_before_the_lead(dateline: str, language: str) -> None:
    """The first sentence begins after the place, the date and the agency."""
    text = dateline + "The minister of trade was received in Accra on Friday, le ministre l'a dit dans la capitale."
    blocks = split_blocks(text, language)
    assert [block.kind for block in blocks] == ["boilerplate", "lead"]
    assert text[blocks[1].start :].startswith("The minister")


@pytest.mark.parametrize(
    "lead",
    [
        "Le Mali – qui a reçu le ministre – dit avoir signé un accord avec la Russie à Bamako.",
        "Mali : le président a reçu le ministre russe, a dit la présidence dans un communiqué.",
        "L'Union africaine (UA) a levé les sanctions qu'elle avait prises contre le pays en 2020.",
    ],
)
def test_what_is_no_dateline_stays_in_the_lead(lead: str) -> None:
    """Asides, topics and acronyms at the head of a sentence are part of it."""
    (block,) = split_blocks(lead, "fr")
    assert (block.kind, block.start, block.end) == ("lead", 0, len(lead))


def test_lines_broken_at_a_fixed_width_are_one_paragraph() -> None:
    """A text wrapped at 80 columns has the paragraphs that its writer meant."""
    text = (
        "Le ministre togolais du Commerce s'est rendu vendredi à Accra, où il a été reçu\n"
        "par son homologue. Les deux hommes ont parlé des ports et des douanes, selon le\n"
        "communiqué de la présidence.\n"
        "Un accord doit être signé en juin à Lomé, a dit le ministre, qui a remercié les\n"
        "autorités.\n"
    )
    assert [text[one.start : one.end].count("\n") for one in split_paragraphs(text)] == [2, 1]
    assert [block.kind for block in split_blocks(text, "fr")] == ["lead", "body"]


def test_a_list_of_headlines_is_not_taken_for_broken_lines() -> None:
    """Headlines under each other stay apart."""
    text = "Le Togo et le Ghana parlent des ports et des douanes\nLe Bénin reçoit des Chinois à Cotonou\nLe Mali vote"
    assert len(split_paragraphs(text)) == 3


@pytest.mark.parametrize("text", ["Le ministre reçu à Accra", "Reçu.", "a, b, c", "Lavrov est à Bamako."])
def test_a_text_of_one_line_is_read(text: str) -> None:
    """Where nothing reads like prose, the longest line is the article rather than nothing."""
    assert [block.kind for block in split_blocks(text, "fr")] == ["lead"]


@pytest.mark.parametrize("text", ["", " \n\n\t "])
def test_a_blank_text_has_no_blocks(text: str) -> None:
    """Nothing gives nothing."""
    assert split_blocks(text, "fr") == []


@given(
    text=st.text(max_size=400) | st.lists(st.sampled_from(FRENCH_PAGE.split("\n")), max_size=20).map("\n".join),
    language=st.sampled_from(languages()),
)
@settings(max_examples=200, deadline=None)
def test_blocks_are_in_order_and_leave_out_only_white_space(text: str, language: str) -> None:
    """Whatever the text, every character that is not white space is in exactly one block."""
    at = 0
    for block in split_blocks(text, language):
        assert text[at : block.start].strip() == ""
        assert block.start < block.end
        at = block.end
    assert text[at:].strip() == ""


def test_a_short_line_is_gone_on_by_one_with_a_small_letter() -> None:
    """Lines broken early, as some agencies send them, are one paragraph where the next begins small."""
    text = (
        "Le ministre norvégien des Affaires\nétrangères est arrivé lundi à Nairobi pour une visite de trois jours au\n"
        "cours de laquelle il verra le président.\nSon séjour s'achève jeudi."
    )
    assert [text[one.start : one.end].count("\n") for one in split_paragraphs(text)] == [2, 0]
