"""Everything known of one language, gathered once: to add a language is to add its folder of data."""

import threading
from functools import lru_cache
from importlib import resources

import msgspec

from service.extract.acts.frames import Frames, load_frames
from service.extract.amounts.mentions import load_amounts
from service.extract.dates.date_shapes import load_date_shapes
from service.extract.language_files import languages
from service.extract.lexicon.grammar import Grammar, load_actor_nouns, load_grammar, load_offices
from service.extract.lexicon.idioms import Idiom, build_idioms, find_idiom_nouns
from service.extract.lexicon.words import Words, load_words
from service.extract.names.gazetteer import Gazetteer, load_gazetteer
from service.extract.tagging.forms import Forms
from service.extract.tagging.settled import Settled
from service.extract.text.tokens import Tokenizer, load_tokenizer


class Language(msgspec.Struct, frozen=True):
    """The parts of a language that reading needs."""

    code: str
    compounds: bool
    tokenizer: Tokenizer
    words: Words
    grammar: Grammar
    gazetteer: Gazetteer
    actor_nouns: dict[str, str]
    offices: dict[tuple[str, str], str]
    frames: Frames
    settled: Settled
    forms: Forms
    governing: frozenset[str]
    """The verbs that take the infinitive behind them into their group (``Grammar.infinitive_verbs``)."""
    idioms: dict[str, list[Idiom]]
    """The idioms of each verb (``Grammar.idioms``)."""
    idiom_nouns: dict[str, list[tuple[str, str]]]
    """The verbs with which a noun makes an idiom, and the preposition before it (``find_idiom_nouns``)."""


_LOADING = threading.Lock()


def load(code: str) -> Language:
    """The language with that ISO 639-1 code; KeyError where it has no folder of frames."""
    # Many articles may come in at once, each read by a thread: the first loads the language, the others wait for it.
    with _LOADING:
        return _load(code)


@lru_cache(maxsize=16)
def _load(code: str) -> Language:
    if code not in readable():
        raise KeyError(code)
    grammar, words, gazetteer = load_grammar(code), load_words(code), load_gazetteer(code)
    settled = Settled(words, grammar)
    idioms = build_idioms(grammar.idioms)
    return Language(
        code=code,
        compounds=grammar.compounds,
        tokenizer=load_tokenizer(code),
        words=words,
        grammar=grammar,
        gazetteer=gazetteer,
        actor_nouns=load_actor_nouns(code),
        offices=load_offices(code),
        frames=load_frames(code),
        settled=settled,
        forms=Forms(words, settled, gazetteer, load_date_shapes(code), load_amounts(code), grammar),
        governing=grammar.infinitive_verbs(),
        idioms=idioms,
        idiom_nouns=find_idiom_nouns(idioms),
    )


@lru_cache(maxsize=1)
def readable() -> tuple[str, ...]:
    """The languages that can be read: those whose folder holds frames."""
    root = resources.files("service.extract")
    return tuple(code for code in languages() if root.joinpath(code, "frames.toml").is_file())
