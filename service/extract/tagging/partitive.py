"""Words that are a preposition and a determiner: whether "de", "du" and "des" say of what, or some of it."""

from service.extract.amounts.goods import load_goods
from service.extract.language import Language
from service.extract.lexicon.words import lower, verbal_readings
from service.extract.tagging.tagged import (
    ADJ,
    ADV,
    AND,
    COMMA,
    DATE,
    DEMONYM,
    DET,
    NAME,
    NEG,
    NOUN,
    OPEN,
    PERSON,
    PREP,
    PRON,
    SUB,
    VERB,
    Tagged,
)

_OFFICE = 2
"""Words in which an office is named, an adjective before it counted."""
_BEFORE_SOME = frozenset({VERB, NEG, PREP, COMMA, ""})
_WITHIN_COMPLEMENTS = frozenset({PREP, DET, NOUN, ADJ, DEMONYM, NAME, PERSON, DATE})
_VERB_OR_COMMA = frozenset({VERB, COMMA})
_COMMA_OR_AND = frozenset({COMMA, AND})
_BEFORE_EITHER = frozenset({ADV, NEG, PRON, "", COMMA, PREP, AND, OPEN, SUB})
"""Behind these such a word says "some"."""
_THIRD = 3  # person


def before_dates(tagged: Tagged, at: int) -> str:
    """The category of what stands before the date that ends at a token; empty at the opening of a sentence."""
    back = at - 1
    while back >= 0 and tagged.tags[back] == DATE:
        back -= 1
    return tagged.tags[back] if back >= 0 else ""


def opens_some(tagged: Tagged, at: int, previous: str, opening: str, language: Language) -> bool:
    """Whether such a word opens a plural with its adjective; ``opening`` is what stands before the dates before it."""
    if opening in _BEFORE_SOME and _opens_plural(tagged, at):
        # "imposer de nouvelles sanctions", "a imposé mardi de nouvelles sanctions", "avec de hauts responsables"
        return True
    # "à de jeunes Maliens", "avec d'anciens ministres"
    return _behind_preposition(tagged, at, previous, language)


def says_of(tagged: Tagged, at: int, plain: str, previous: str, opening: str, language: Language) -> bool:
    """Whether a word that may be either is a preposition; ``previous`` and ``opening`` as above."""
    grammar = language.grammar
    plural = plain in grammar.plural_determiners
    if plain in grammar.prepositions.partitive or (
        previous in _COMMA_OR_AND and _lists_complements(tagged, at, language)
    ):
        return True
    if tagged.tags[at + 1 : at + 2] == [NAME] and not plural:
        # "notamment du Pérou": nobody takes some of a state.
        return True
    if previous == PRON and lower(tagged.tokens[at - 1]) in grammar.pronouns.echoing:
        # "celle du ministre"
        return True
    if previous == DATE:
        # "ont établi dimanche des relations", "la signature mercredi des accords"
        previous = opening
    if previous == VERB:
        if plural and _lacks_subject(tagged, at, language):
            # "De Lomé sont venus des médecins"
            return False
        # "exige du Togo", "la visite prévue du président": nobody takes some of a state, nor of a president.
        return (
            tagged.tags[at + 1 : at + 2] == [NAME]
            or _takes_no_object(tagged, at, language)
            or (not plural and _is_somebody(tagged, at + 1, language))
        )
    if previous == NAME and plural and _located_object(tagged, at, language):
        return False
    if previous == NOUN and plural and _goods_given(tagged, at, language):
        return False
    return previous not in _BEFORE_EITHER


def _is_somebody(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether one person is named by his office there ("président", "Premier ministre")."""
    words = tagged.words[at : at + _OFFICE]
    named = next(
        (word for word in words if word.noun and (not word.adjective or word.noun in language.actor_nouns)), None
    )
    return named is not None and not named.plural and language.actor_nouns.get(named.noun) == "office"


def _lacks_subject(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a verb of the plural opens its sentence, behind complements alone: what stands behind it is its subject.

    "Sont attendus des ministres", "De Lomé sont venus des médecins".
    """
    first = at - 1
    while first > 0 and tagged.tags[first - 1] == VERB:
        first -= 1
    finite = tagged.words[first].finite
    if language.compounds or not finite or any(reading.number != "p" or reading.person != _THIRD for reading in finite):
        return False
    held = False
    for tag in tagged.tags[:first]:
        if tag == PREP:
            held = True
        elif tag in {COMMA, AND}:
            held = False
        elif tag not in {DATE, ADV} and not held:
            return False
    return True


def _takes_no_object(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether the verb before "du" or "des" is passive, reflexive or one of "de": "suspendu des instances de X"."""
    back = at - 1
    while back >= 0 and tagged.tags[back] != VERB:
        back -= 1
    word, verbs, pronouns = tagged.words[back], language.grammar.verbs, language.grammar.pronouns
    if any(reading.lemma in verbs.of_object for reading in verbal_readings(word)):
        return True
    if word.past_participle is None or not back:
        return False
    before = [
        reading
        for reading in (*tagged.words[back - 1].finite, tagged.words[back - 1].past_participle)
        if reading is not None
    ]
    reflexive = back > 1 and lower(tagged.tokens[back - 2]) in pronouns.reflexive
    return (
        tagged.tags[back - 1] == VERB
        and any(reading.lemma in verbs.be for reading in before)
        and (reflexive or word.past_participle.lemma not in verbs.active_with_be)
    )


def _located_object(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a verb and only a place stand before a plural: "a dépêché en Centrafrique des soldats"."""
    back = at - 1
    while back >= 0 and tagged.tags[back] == NAME:
        back -= 1
    while back >= 0 and tagged.tags[back] == DET:
        back -= 1
    if back < 1 or tagged.tags[back] != PREP or tagged.tags[back - 1] != VERB:
        return False
    placed = language.grammar.prepositions.canonical.get(lower(tagged.tokens[back]), lower(tagged.tokens[back]))
    return placed in language.grammar.prepositions.place


def _goods_given(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a plural opens the goods given, behind whom they go to: "a remis au ministère de la Santé des lits"."""
    after = tagged.tokens[at + 1 : at + 2]
    if not after or after[0].fold not in load_goods(language.code).names:
        return False
    back = at - 1
    while back >= 0 and tagged.tags[back] in _WITHIN_COMPLEMENTS:
        back -= 1
    if back < 0 or tagged.tags[back] != VERB or back + 1 >= at:
        return False
    opening = back + 1
    while opening < at and tagged.tags[opening] == DATE:
        opening += 1
    first = lower(tagged.tokens[opening])
    return language.grammar.prepositions.canonical.get(first, first) in language.grammar.prepositions.dative


def _behind_preposition(tagged: Tagged, at: int, previous: str, language: Language) -> bool:
    """Whether a preposition of one word stands before "de", which then says "some"."""
    prepositions = language.grammar.prepositions
    return (
        previous == PREP
        and lower(tagged.tokens[at - 1]) in prepositions.dative | prepositions.agent | prepositions.between
    )


def _opens_plural(tagged: Tagged, at: int) -> bool:
    """Whether an adjective and its noun follow: "imposer de nouvelles sanctions" has an object, not a complement."""
    if at + 2 >= len(tagged.words):
        return False
    adjective, noun = tagged.words[at + 1], tagged.words[at + 2]
    return bool(adjective.adjective and noun.noun)


def _lists_complements(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether what stands before a comma or "and" is itself a complement: "du Mali, du Niger et du Tchad"."""
    canonical = language.grammar.prepositions.canonical
    for back in range(at - 2, max(-1, at - 9), -1):
        if tagged.tags[back] in _VERB_OR_COMMA:
            return False
        if tagged.tags[back] == PREP:
            return (
                canonical.get(lower(tagged.tokens[back]), "") in language.grammar.prepositions.possession
                or lower(tagged.tokens[back]) in language.grammar.prepositions.possession
            )
    return False
