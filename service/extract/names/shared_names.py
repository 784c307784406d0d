"""Names that a state shares with persons or with places elsewhere: Jordan, Chad, Georgia.

Such a name is weak (see ``gazetteer``): it counts where the article names the state in another way too. It also
counts where what stands beside it can only go with a state: an office or a government ("Jordan's foreign
minister", "the king of Jordan"), another state in a list ("Egypt and Jordan"), a noun that tells of acts between
states ("a trip to Jordan"), or a verb of arriving ("landed in Chad").
"""

import csv
from functools import lru_cache
from importlib import resources
from io import StringIO

from service.extract.amounts.goods import load_goods
from service.extract.language import Language
from service.extract.lexicon.words import Word
from service.extract.names.gazetteer import NameMention
from service.extract.text.tokens import Token, fold

_ACTING = frozenset({"institution", "mission", "forces", "envoy"})
_REACH = 4
"""How many tokens after a possessor its office may stand ("Jordan's deputy prime minister")."""


def find_licensed(
    tokens: list[Token], names: list[NameMention], strong: frozenset[str], language: Language
) -> frozenset[str]:
    """The codes of the shared names in a sentence that their surroundings show to be states."""
    shared = load_shared(language.code)
    found: set[str] = set()
    if not shared:
        return frozenset()
    for n, name in enumerate(names):
        rivals = shared.get(" ".join(token.fold for token in tokens[name.first : name.last]))
        if not name.weak or rivals is None or strong & rivals or _in_longer_name(tokens, name, language):
            continue
        if (
            _owns_office(tokens, name, language)
            or _listed(tokens, names, n, language.grammar.coordination.and_)
            or _is_place(tokens, name, language)
        ):
            found.update(name.codes)
    return frozenset(found)


@lru_cache(maxsize=16)
def load_shared(language: str) -> dict[str, frozenset[str]]:
    """Folded shared names of a language, with the codes beside which they mean something else."""
    table = resources.files("seeds").joinpath("names", "shared.csv").read_text(encoding="utf-8")
    return {
        fold(row["form"]): frozenset(row["rival"].split("|")) - {""}
        for row in csv.DictReader(StringIO(table))
        if row["language"] == language
    }


@lru_cache(maxsize=16)
def _given(language: str) -> frozenset[str]:
    """Words for goods and money: what is sent somewhere."""
    goods = load_goods(language)
    return goods.names | frozenset(sign for sign in goods.signs if sign.isalpha())


def _in_longer_name(tokens: list[Token], name: NameMention, language: Language) -> bool:
    """Whether a capitalised word of no title stands right beside it: "Chad Smith", "Michael Jordan", "Georgia Tech"."""
    before = tokens[name.first - 1] if name.first else None
    after = tokens[name.last] if name.last < len(tokens) else None
    return any(
        token is not None and token.text[:1].isupper() and not language.words.of(token).known
        for token in (before, after)
    )


def _owns_office(tokens: list[Token], name: NameMention, language: Language) -> bool:
    """Whether an office or a government is said to be its own: "Jordan's king", "the army of Chad"."""
    grammar = language.grammar.prepositions
    if name.last < len(tokens) and tokens[name.last].fold in grammar.genitive:
        return any(_of_state(language.words.of(token), language) for token in tokens[name.last + 1 :][:_REACH])
    at = name.first - 1
    if at > 0 and tokens[at].fold in grammar.possession:
        return _of_state(language.words.of(tokens[at - 1]), language)
    return False


def _of_state(word: Word, language: Language) -> bool:
    ruling = any(word.noun == head for head, _ in language.offices)
    return bool(word.noun) and (ruling or language.actor_nouns.get(word.noun) in _ACTING)


def _listed(tokens: list[Token], names: list[NameMention], n: int, joints: frozenset[str]) -> bool:
    """Whether a state named beyond doubt stands beside it in a list: "Egypt, Jordan and Iraq"."""
    name = names[n]
    before, after = names[n - 1] if n else None, names[n + 1] if n + 1 < len(names) else None
    return (before is not None and _sure(before) and _joins(tokens, before.last, name.first, joints)) or (
        after is not None and _sure(after) and _joins(tokens, name.last, after.first, joints)
    )


def _sure(name: NameMention) -> bool:
    return not name.weak and name.kind == "name" and len(name.codes) == 1


def _joins(tokens: list[Token], first: int, last: int, joints: frozenset[str]) -> bool:
    """Whether only a comma, an "and" or both stand between two names."""
    between = [token.fold for token in tokens[first:last]]
    marks = between[:-1] if between and between[-1] in joints else between
    return bool(between) and marks in ([], [","])


def _is_place(tokens: list[Token], name: NameMention, language: Language) -> bool:
    """Whether a preposition of place ties it to an act between states, or a verb of visiting has it as object."""
    if not name.first:
        return False
    frames, places = language.frames, language.grammar.prepositions.place
    before = tokens[name.first - 1]
    placed = before.fold in places or before.fold in language.grammar.prepositions.origin
    word = language.words.of(tokens[name.first - 2]) if placed and name.first > 1 else language.words.of(before)
    if placed and name.first > 1 and tokens[name.first - 2].fold in _given(language.code):
        return True
    if placed and word.noun and (word.noun in frames.by_noun or language.actor_nouns.get(word.noun) in _ACTING):
        return True
    verbs = [*word.finite, *(r for r in (word.infinitive, word.past_participle, word.present_participle) if r)]
    slot = "place" if placed else "dest"
    return any(
        slot in slots
        for reading in verbs
        for frame in frames.by_verb.get(reading.lemma, ())
        for slots in frame.data.roles.values()
    )
