"""Forms that may be a noun, an adjective or a verb ("mesure", "visit"): their neighbours decide."""

from service.extract.language import Language
from service.extract.lexicon.words import Word, lower
from service.extract.tagging.tagged import (
    ADJ,
    ADV,
    AMOUNT,
    AND,
    CLOSE,
    COMMA,
    DATE,
    DEMONYM,
    DET,
    MARK,
    NAME,
    NE,
    NEG,
    NOUN,
    OPEN,
    PERSON,
    PREP,
    PRON,
    REL,
    SUB,
    VERB,
    Tagged,
    next_word,
)

_PRON_OR_NE = frozenset({PRON, NE})
_ADJ_OR_DEMONYM = frozenset({ADJ, DEMONYM})
_DET_OR_PREP_OR_ADJ = frozenset({DET, PREP, ADJ})
_VERB_OR_ADV_OR_NEG = frozenset({VERB, ADV, NEG})
_ADV_OR_NEG = frozenset({ADV, NEG})
_SUBJECT_ENDS = frozenset({NAME, PERSON, DEMONYM, NOUN, CLOSE})
_NOUN_OR_DEMONYM = frozenset({NOUN, DEMONYM})
_NOUN_OR_ADJ = frozenset({NOUN, ADJ})
_ADJECTIVAL = frozenset({ADJ, DEMONYM, ADV, AND})
_NOUN_OR_AMOUNT_OR_NAME = frozenset({NOUN, AMOUNT, NAME})

_COMMA_OR_AND = frozenset({COMMA, AND})

_BEFORE_CLAUSE = frozenset({MARK, COMMA, AND, SUB, REL, DATE, OPEN})
_ENDS_CLAUSE = frozenset({MARK, AND, SUB, REL})
_WORDS_OF_LATTER = 2
_THIRD = frozenset({0, 3})
"""The third person, and none told."""
_BEFORE_NOUN = frozenset("DPJA#nC")


def verb_follows(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether the word after (past other clitics) is a verb rather than a noun."""
    pronouns = language.grammar.pronouns
    after = at + 1
    while after < len(tagged.tokens) and not tagged.tags[after] and lower(tagged.tokens[after]) in pronouns.clitic:
        after += 1
    if after >= len(tagged.tokens) or tagged.tags[after]:
        return False
    word = tagged.words[after]
    plain = lower(tagged.tokens[at])
    if plain in pronouns.reflexive:
        return word.verbal
    if word.preposition or (word.determiner and not word.finite):
        return False
    gerund = word.present_participle and plain not in language.grammar.particles.gerund
    if not word.finite and word.infinitive is None and not gerund:
        return False
    if word.finite and _is_auxiliary(word, language):
        return True
    before = tagged.tags[at - 1] if at else ""
    if before in _PRON_OR_NE:
        return True
    if before == REL and word.finite and _subject_relative(tagged, at - 1, language):
        # "qui la traite de": a noun there would leave the relative without a verb.
        return _agrees_third(word)
    return not word.noun and not word.adjective


def _subject_relative(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a relative without a preposition stands for who acts: "qui", not "avec qui"."""
    alone = at == 0 or tagged.tags[at - 1] != PREP
    return alone and lower(tagged.tokens[at]) in language.grammar.relatives.subject


def _is_auxiliary(word: Word, language: Language) -> bool:
    verbs = language.grammar.verbs
    lemmas = [reading.lemma for reading in word.finite]
    return not verbs.have.isdisjoint(lemmas) or not verbs.be.isdisjoint(lemmas)


def _goes_on_as_verb(tagged: Tagged, at: int, *, verb_seen: bool, language: Language) -> bool:
    """Whether a word behind an aside that may be a noun is the verb: "Oslo, de son côté, presse Lima de céder"."""
    word, tags = tagged.words[at], tagged.tags
    if language.compounds or verb_seen or not word.finite or COMMA not in tags[: at - 1]:
        return False
    following = next_word(tagged, at)
    named = at + 1 < len(tags) and tags[at + 1] == NAME
    return named or (following is not None and bool(following.determiner) and not following.preposition)


def noun_or_verb(  # noqa: C901, PLR0911, PLR0912  (the same)
    tagged: Tagged, at: int, previous: str, *, verb_seen: bool, language: Language
) -> str:
    """The category of a form that may be a verb or a noun or adjective: NOUN, ADJ or VERB."""
    word = tagged.words[at]
    token = tagged.tokens[at]
    auxiliaries = language.grammar.verbs
    if previous in _ADJ_OR_DEMONYM and _after_noun(tagged, at):
        previous = NOUN
    if at == 0 and _opens_aside(tagged, language):
        return VERB
    if at == 1 and word.noun and _opens_headline(tagged, language):
        tagged.tags[0] = ADJ
        return NOUN
    if _verb_due(tagged, at, previous, language) or (word.finite and _behind_the_latter(tagged, at, language)):
        return VERB
    if previous == AMOUNT and word.past_participle and not word.adjective and not language.compounds:
        # "500 tonnes de blé livrées par X"
        return VERB
    auxiliary = bool(word.finite) and _is_auxiliary(word, language)
    if auxiliary and previous not in _DET_OR_PREP_OR_ADJ and token.text[:1].islower():
        return VERB
    if previous != DET and word.infinitive is not None and word.infinitive.lemma in auxiliaries.have:
        # "après avoir rompu", "a dit avoir rompu": what goes before a participle is no noun for somebody's assets.
        following = next_word(tagged, at)
        if following is not None and following.past_participle is not None:
            return VERB
    if previous == COMMA and word.past_participle and _closes_perfect(tagged, at, language):
        # "a, dès juin, envoyé"
        return VERB
    if previous == COMMA and word.noun and _goes_on_as_verb(tagged, at, verb_seen=verb_seen, language=language):
        return VERB
    if previous in _VERB_OR_ADV_OR_NEG and (word.past_participle or word.infinitive):
        # "a reçu", "a été convoqué": a participle after its auxiliary.
        back = at - 1
        while back >= 0 and tagged.tags[back] in _ADV_OR_NEG:
            back -= 1
        if back >= 0 and tagged.tags[back] == VERB:
            before = tagged.words[back]
            lemmas = {reading.lemma for reading in before.finite} | {
                r.lemma for r in (before.infinitive, before.past_participle, before.present_participle) if r
            }
            if lemmas & (auxiliaries.have | auxiliaries.be):
                return VERB if word.past_participle else NOUN if word.noun else ADJ
            if word.infinitive and any(
                language.grammar.controls.get(kind, frozenset()) & lemmas for kind in ("planned", "open")
            ):
                return VERB
    if (
        previous == PREP
        and word.infinitive
        and lower(tagged.tokens[at - 1]) in language.grammar.particles.infinitive
        and not word.noun
    ):
        return VERB
    if previous == PREP and word.infinitive and tagged.tokens[at - 1].fold in language.grammar.particles.marks:
        return VERB
    if previous in _COMMA_OR_AND and verb_seen and _governs_object(tagged, at, language):
        return VERB
    if previous == COMMA and not verb_seen and word.noun and _only_verb(tagged, at, language):
        return VERB
    if previous in _BEFORE_NOUN:
        return NOUN if word.noun else (ADJ if word.adjective and not _only_participle(word) else VERB)
    if previous in _SUBJECT_ENDS and word.finite and not verb_seen and token.text[:1].islower():
        if not _agrees_third(word):
            return NOUN if word.noun else ADJ
        if previous == NOUN and word.adjective and _differ_in_number(tagged.words[at - 1], word, language):
            return ADJ
        if language.compounds and previous in _NOUN_OR_DEMONYM and not _object_follows(tagged, at):
            return NOUN if word.noun else VERB
        return VERB
    if previous in {NOUN, NAME, PERSON, COMMA, ""} and word.past_participle and not word.noun:
        return VERB
    if previous == COMMA and word.finite and not word.noun:
        return VERB
    if previous == NOUN and word.noun and word.past_participle and _located(tagged, at, language):
        # "la conférence des donateurs tenue à Bruxelles"
        return VERB
    if previous in {NAME, PERSON, COMMA, ""} and word.noun and word.past_participle and _suffered(tagged, at, language):
        # "Kigali, accusé par Kinshasa de ..., dément"
        return VERB
    if previous in _NOUN_OR_DEMONYM and (word.adjective or (word.past_participle and not language.compounds)):
        return ADJ
    if word.noun:
        return NOUN
    return VERB if word.past_participle or word.finite else ADJ


def _closes_perfect(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether an aside between commas stands between an auxiliary and a form: "a, selon Rome, envoyé des soldats"."""
    if language.compounds:
        return False
    back = at - 2
    while back > 0 and at - back < _LONGEST_ASIDE and tagged.tags[back] not in _NO_ASIDE:
        back -= 1
    if back < 1 or tagged.tags[back] != COMMA or tagged.tags[back - 1] != VERB:
        return False
    return _is_auxiliary(tagged.words[back - 1], language)


_LONGEST_ASIDE = 9
"""Tokens between an auxiliary and its participle, at most."""
_NO_ASIDE = frozenset({COMMA, VERB, REL, SUB, MARK})


def _governs_object(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a form without a determiner has an object right behind it: "et forme ses policiers"."""
    word, after = tagged.words[at], at + 1
    if language.compounds or not _agrees_third(word) or after + 1 >= len(tagged.tokens) or tagged.tags[after]:
        return False
    following, behind = tagged.words[after], tagged.words[after + 1]
    if not following.determiner or following.preposition or following.negation or tagged.tags[after + 1] == DATE:
        return False
    return not behind.noun or behind.noun not in language.grammar.time_nouns


def _only_verb(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a sentence has no verb but a form behind a comma: "Le Japon, premier donateur, offre 12 ambulances"."""
    after = at + 1
    if language.compounds or at < _NEAR or not _agrees_third(tagged.words[at]) or after >= len(tagged.tokens):
        return False
    if not tagged.tokens[at].text[:1].islower() or tagged.words[at].plural or VERB in tagged.tags[:at]:
        return False
    following = tagged.words[after]
    counted = tagged.tags[after] == AMOUNT or (not tagged.tags[after] and following.number)
    bare = bool(following.determiner) and not following.preposition and not tagged.tags[after]
    if not (counted or bare):
        return False
    return not any(
        word.finite and not (word.noun or word.adjective or word.preposition) for word in tagged.words[after:]
    )


_NEAR = 4
"""Tokens before a verb behind a comma, at least: a name, a comma, what it is, and the comma."""


def _located(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether the word behind tells where, when or by whom."""
    if language.compounds or at + 1 >= len(tagged.tokens):
        return False
    prepositions = language.grammar.prepositions
    after = prepositions.canonical.get(lower(tagged.tokens[at + 1]), lower(tagged.tokens[at + 1]))
    placed = after in prepositions.place and tagged.tags[at + 2 : at + 3] == [NAME]
    return tagged.tags[at + 1] == DATE or placed or after in prepositions.agent


def _suffered(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether the word behind tells by whom it was done."""
    if language.compounds or at + 1 >= len(tagged.tokens):
        return False
    after = lower(tagged.tokens[at + 1])
    return language.grammar.prepositions.canonical.get(after, after) in language.grammar.prepositions.agent


def _verb_due(tagged: Tagged, at: int, previous: str, language: Language) -> bool:
    """Whether only a verb can stand here: "la Russie, qui reproche", "« ... », tonne le président"."""
    if language.compounds or not _agrees_third(tagged.words[at]):
        return False
    if previous == REL:
        return lower(tagged.tokens[at - 1]) in language.grammar.relatives.subject
    return previous == COMMA and at > 1 and tagged.tags[at - 2] == CLOSE


def _behind_the_latter(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a clause sets out with two words that stand alone for somebody: "ce dernier livre des armes à".

    In "ce dernier livre raconte" another verb follows, or what stands there is no subject.
    """
    if at < _WORDS_OF_LATTER or tagged.tags[at - 1] != ADJ or tagged.tags[at - 2] != DET:
        return False
    pair = f"{lower(tagged.tokens[at - 2])} {lower(tagged.tokens[at - 1])}"
    if pair not in language.grammar.pronouns.latter:
        return False
    begins = at == _WORDS_OF_LATTER or tagged.tags[at - 3] in _BEFORE_CLAUSE
    if not begins or not _agrees_third(tagged.words[at]) or not _object_follows(tagged, at):
        return False
    for after in range(at + 1, len(tagged.tokens)):
        if tagged.tags[after] in _ENDS_CLAUSE:
            break
        word = tagged.words[after]
        if not tagged.tags[after] and word.finite and (_is_auxiliary(word, language) or not _may_be_else(word)):
            return False
    return True


def _may_be_else(word: Word) -> bool:
    """Whether a form of a verb may also be something else."""
    return bool(word.noun or word.adjective or word.preposition or word.pronoun or word.adverb)


def _opens_aside(tagged: Tagged, language: Language) -> bool:
    """Whether a sentence sets out with a participle: "Arrivée mardi à Lusaka, la ministre a ..."."""
    participle, following = tagged.words[0].past_participle, next_word(tagged, 0)
    if participle is None or participle.lemma not in language.grammar.verbs.active_with_be or len(tagged.tokens) == 1:
        return False
    placed = following is not None and lower(tagged.tokens[1]) in language.grammar.prepositions.place
    if not placed and tagged.tags[1] != DATE:
        return False
    comma = next((n for n, token in enumerate(tagged.tokens) if token.text == ","), len(tagged.tokens))
    return any(word.finite and not word.noun for word in tagged.words[comma + 1 :])


def _opens_headline(tagged: Tagged, language: Language) -> bool:
    """Whether a line opens with an adjective and a noun alone: "Nouvelle visite de X", "Première rencontre entre"."""
    if language.compounds or not tagged.words[0].adjective or tagged.tags[0] not in _NOUN_OR_ADJ:
        return False
    following, prepositions = next_word(tagged, 1), language.grammar.prepositions
    if following is None or not following.preposition:
        return False
    canonical = prepositions.canonical.get(lower(tagged.tokens[2]), lower(tagged.tokens[2]))
    return canonical in prepositions.possession | prepositions.between


def _after_noun(tagged: Tagged, at: int) -> bool:
    """Whether the adjectives before ``at`` follow a noun: then the noun phrase may be complete."""
    back = at - 1
    while back >= 0 and tagged.tags[back] in _ADJECTIVAL:
        back -= 1
    return back >= 0 and tagged.tags[back] in _NOUN_OR_AMOUNT_OR_NAME


def _only_participle(word: Word) -> bool:
    return word.past_participle is not None and not word.adjective


def _agrees_third(word: Word) -> bool:
    for reading in word.finite:  # noqa: SIM110  (asked of most words: a loop is several times faster here)
        if reading.person in _THIRD:
            return True
    return False


def _differ_in_number(noun: Word, word: Word, language: Language) -> bool:
    """Whether a noun of the singular stands before a verb of the plural: "le représentant résident"."""
    return (
        not language.compounds
        and bool(noun.noun)
        and not noun.plural
        and all(reading.number == "p" for reading in word.finite if reading.person in {0, 3})
    )


def _object_follows(tagged: Tagged, at: int) -> bool:
    after = at + 1
    if after >= len(tagged.tokens):
        return False
    if tagged.tags[after]:
        return True
    word = tagged.words[after]
    return bool(word.determiner or word.preposition or word.pronoun or word.adverb or word.past_participle)
