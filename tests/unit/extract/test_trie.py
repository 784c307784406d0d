"""Tries: the longest known phrase at a token."""

from hypothesis import given
from hypothesis import strategies as st

from service.extract.text.tokens import Token, load_tokenizer
from service.extract.text.trie import Trie

WORDS = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=4)


def tokens(text: str) -> list[Token]:
    """The tokens of a French text."""
    return load_tokenizer("fr").tokenize(text)


def build(*phrases: str) -> Trie[str]:
    """A trie in which each phrase means itself."""
    trie: Trie[str] = Trie()
    for phrase in phrases:
        trie.add([token.fold for token in tokens(phrase)], phrase)
    return trie


def test_the_longest_phrase_wins() -> None:
    """The name "Guinée équatoriale" is not "Guinée" where both are known."""
    trie = build("Guinée", "Guinée équatoriale")
    assert trie.longest(tokens("la Guinée équatoriale aussi"), 1) == (3, ["Guinée équatoriale"])
    assert trie.longest(tokens("la Guinée aussi"), 1) == (2, ["Guinée"])


def test_a_phrase_that_goes_on_in_vain_ends_where_it_last_was_one() -> None:
    """A name that begins like a longer one, and is not it, is what it was before."""
    trie = build("Congo", "Congo Brazzaville ville haute")
    assert trie.longest(tokens("Congo Brazzaville ville basse"), 0) == (1, ["Congo"])


def test_nothing_is_found_where_nothing_begins() -> None:
    """A phrase is found at its first token only."""
    trie = build("Corée du Nord")
    assert trie.longest(tokens("la Corée du Nord"), 0) is None
    assert trie.longest(tokens("du Nord"), 0) is None
    assert "coree" in trie.firsts
    assert "nord" not in trie.firsts


def test_a_phrase_keeps_its_meanings_in_order() -> None:
    """One form may name two states; each once, the first given first."""
    trie: Trie[str] = Trie()
    for code in ("COD", "COG", "COD"):
        trie.add(["congo"], code)
    assert trie.longest(tokens("Congo"), 0) == (1, ["COD", "COG"])


def test_an_empty_phrase_is_no_phrase() -> None:
    """A form of which no token is left adds nothing."""
    trie: Trie[str] = Trie()
    trie.add([], "nothing")
    assert trie.longest(tokens("nothing"), 0) is None


@given(phrases=st.lists(WORDS, max_size=8), text=WORDS)
def test_a_trie_finds_what_a_search_of_all_phrases_finds(phrases: list[list[str]], text: list[str]) -> None:
    """Whatever the phrases, the answer is the longest of those that the text begins with."""
    trie: Trie[int] = Trie()
    for phrase in phrases:
        trie.add(phrase, len(phrase))
    fits = [len(phrase) for phrase in phrases if text[: len(phrase)] == phrase]
    found = trie.longest(tokens(" ".join(text)), 0)
    assert (found[0] if found else 0) == max(fits, default=0)
