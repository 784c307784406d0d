"""One category for each token, from its readings and its neighbours.

Names, persons, dates and amounts are found first and stand as wholes; what remains is decided from left
to right by what may follow what. The rules are the same for every language; what differs is in the
lexicon and in ``grammar.toml``.
"""

from events.interval import Interval
from service.extract.language import Language
from service.extract.lexicon.words import Word, lower, verbal_readings
from service.extract.names.gazetteer import NameMention
from service.extract.names.persons import take_persons
from service.extract.tagging.ambiguous import noun_or_verb, verb_follows
from service.extract.tagging.compounds import mark_origins, open_word, small_word
from service.extract.tagging.forms import Form
from service.extract.tagging.partitive import before_dates, opens_some, says_of
from service.extract.tagging.restriction import affirm_only
from service.extract.tagging.settled import QUOTES
from service.extract.tagging.tagged import (
    ADJ,
    ADV,
    AMOUNT,
    AND,
    COMMA,
    DATE,
    DEMONYM,
    DET,
    MARK,
    NAME,
    NE,
    NEG,
    NOUN,
    NUMBER,
    PERSON,
    PREP,
    PRON,
    REL,
    SUB,
    VERB,
    Tagged,
    next_word,
)
from service.extract.tagging.wholes import take_wholes
from service.extract.text.tokens import Token

_TURNING = frozenset({NE, VERB, NEG, SUB, REL, MARK})
"""What changes how the words behind it are read."""
_ANTECEDENTS = frozenset({NOUN, NAME, PERSON, DEMONYM, ADJ})
_VERB_OR_NE = frozenset({VERB, NE})
_NE_OR_PRON_OR_PREP = frozenset({NE, PRON, PREP})
_NE_OR_PRON = frozenset({NE, PRON})
_VERB_OR_ADV = frozenset({VERB, ADV})
_BEFORE_VERB = frozenset({NE, PRON, NAME, PERSON})
_NOUN_OR_DEMONYM_OR_NAME = frozenset({NOUN, DEMONYM, NAME})
_NOUN_OR_AMOUNT = frozenset({NOUN, AMOUNT})
_DET_OR_PREP = frozenset({DET, PREP})

_BEHIND_COMMA = 2
_IDIOM_REACH = 8
"""Tokens before the noun of an idiom among which its verb may stand."""
_NEAR = 4
"""Tokens before a passive participle among which its subject may be "il"."""


def tag_sentence(
    tokens: list[Token],
    names: list[NameMention],
    language: Language,
    published: str | None,
    persons: frozenset[str],
    told: Interval | None = None,
    around: Interval | None = None,
) -> Tagged:
    """Categorise the tokens of one sentence; ``persons`` are folded last names known from the article."""
    forms = language.forms.of_all(tokens)
    tagged = Tagged(tokens=tokens, words=[form.word for form in forms], tags=[""] * len(tokens), spans={}, goods={})
    take_wholes(tagged, names, language, forms, published, told, around)
    take_persons(tagged, persons, language, [at for at, form in enumerate(forms) if form.begins and form.person])
    for at in [at for at in tagged.goods if at in tagged.spans and tagged.tags[at] == PERSON]:
        if tagged.goods[at].last < tagged.spans[at][0]:
            # "Don Farrell" is no gift.
            del tagged.goods[at]
    _decide(tagged, language, forms)
    if language.compounds:
        mark_origins(tagged, language)
    elif language.grammar.negation.only and NE in tagged.tags:
        affirm_only(tagged, language)
    return tagged


def _decide(tagged: Tagged, language: Language, forms: list[Form]) -> None:
    tags = tagged.tags
    previous, negating, verb_seen = "", False, False
    thatless = "" in language.grammar.relatives.complementizers
    for at, form in enumerate(forms):
        if tags[at]:
            previous = tags[at]
            continue
        tag = form.settled or _category(
            tagged, at, form, previous, negating=negating, verb_seen=verb_seen, language=language
        )
        if (
            tag == VERB
            and previous in _DET_OR_PREP
            and form.settled
            and _stands_for_noun(tagged, at, previous, language)
        ):
            tag = NOUN
        elif tag == NOUN and previous == NOUN and _describes_noun(tagged, at, language):
            tag = ADJ
        elif tag in _VERB_OR_ADV and form.word.noun in language.idiom_nouns and _is_of_idiom(tagged, at, language):
            tag = NOUN
        previous = tags[at] = tag
        if tag not in _TURNING:
            continue
        if tag == NE:
            negating = True
        elif tag == VERB:
            verb_seen = not (thatless and _reports(tagged.words[at], language))
        elif tag == NEG:
            negating = False
        else:
            negating, verb_seen = False, False


def _stands_for_noun(tagged: Tagged, at: int, previous: str, language: Language) -> bool:
    """Whether a participle stands behind a determiner for what or whom it tells of: "le tracé", "des expulsés"."""
    word, following = tagged.words[at], next_word(tagged, at)
    if previous == DET and word.finite and not language.compounds:
        # "cette maîtrise": what stands behind such a word is no verb, though only a verb of that form is known.
        pronouns, before = language.grammar.pronouns, lower(tagged.tokens[at - 1])
        plain = before in pronouns.possessive or before in language.grammar.groups.determiners
        return plain and before not in pronouns.clitic and before not in pronouns.subject
    if language.compounds or word.past_participle is None or word.finite:
        return False
    if previous == PREP:
        merged = language.grammar.groups.merged | language.grammar.plural_determiners
        if lower(tagged.tokens[at - 1]) not in merged:
            return False
    return following is None or not (following.noun or following.past_participle)


def _is_of_idiom(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a word is the noun of an idiom, whatever else it may be: "poured scorn on", "took Paris to task"."""
    before = lower(tagged.tokens[at - 1]) if at else ""
    own = before in language.grammar.pronouns.possessive
    first = max(0, at - _IDIOM_REACH)
    for verb, preposition in language.idiom_nouns[tagged.words[at].noun]:
        if preposition and before != preposition:
            continue
        near = range(first, at) if preposition else range(at - 2, at - 1) if own else range(at - 1, at)
        for other in near:
            if other >= 0 and tagged.tags[other] == VERB:
                lemmas = [reading.lemma for reading in verbal_readings(tagged.words[other])]
                if verb in lemmas:
                    return True
    return False


def _describes_noun(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a noun right behind another, that is nothing else, says what that is: "une visite éclair"."""
    word = tagged.words[at]
    if language.compounds or at in tagged.goods or not tagged.tokens[at].text[:1].islower():
        return False
    if not word.noun or word.adjective or word.verbal or word.closed or word.number:
        return False
    return word.noun not in language.actor_nouns and tagged.tokens[at - 1].text[:1].isalpha()


def _reports(word: Word, language: Language) -> bool:
    """Whether a verb of saying may open a clause without any word for it."""
    return not language.grammar.reporting.verbs.isdisjoint([reading.lemma for reading in word.finite])


def _category(  # noqa: C901, PLR0911, PLR0912  (a list of cases, each with its answer; their order is the rule)
    tagged: Tagged, at: int, form: Form, previous: str, *, negating: bool, verb_seen: bool, language: Language
) -> str:
    word, plain, small, grammar = form.word, form.plain, form.small, language.grammar
    text = tagged.tokens[at].text
    if language.compounds:
        settled = small_word(tagged, at, plain, previous, language)
        if settled:
            return settled
    if not form.lettered:
        if text[:1].isdigit():
            return NUMBER
        if text == "%" and previous == NUMBER and language.compounds:
            return ADJ
        if text == ",":
            return COMMA
        return QUOTES.get(text, MARK)
    following = next_word(tagged, at)
    if form.describes:
        # "flood-hit Pakistan", "a Chinese-built hospital"
        return ADJ
    if small and plain in grammar.negation.first and not (text[:1].isupper() and at):
        return NE
    if (
        at == 0
        and small
        and plain in grammar.sentence_initial
        and not (following is not None and following.past_participle)
    ):
        return PREP
    if small and plain in grammar.pronouns.clitic and verb_follows(tagged, at, language):
        return PRON
    if small and plain in grammar.relatives.complementizers:
        return (
            REL if previous in _ANTECEDENTS or previous == AMOUNT or _describes(tagged, at, previous, language) else SUB
        )
    if word.relative and (plain in grammar.relatives.subject or plain in grammar.relatives.other):
        return REL
    if (
        word.negation
        and (negating or (previous in _VERB_OR_NE and not (word.adverb and grammar.negation.first)))
        and not (word.determiner and following is not None and following.noun and not negating)
    ):
        return NEG if not word.determiner else DET
    if (
        small
        and plain in grammar.pronouns.subject
        and not (word.determiner and following is not None and (following.noun or following.adjective))
    ):
        return PRON
    if small and plain in grammar.coordination.and_:
        if _inside_verb(tagged, at, previous):
            return ADV
        if following is not None or tagged.tags[at + 1 : at + 2] in ([NAME], [PERSON], [DEMONYM]):
            return AND
    if word.conjunction:
        return AND if word.conjunction in grammar.coordination.and_ or plain in grammar.coordination.and_ else SUB
    opening = before_dates(tagged, at) if previous == DATE else previous
    if small and plain in grammar.prepositions.partitive and opens_some(tagged, at, previous, opening, language):
        return DET
    if word.preposition and word.past_participle and previous == VERB and _perfect_of(tagged, at, language):
        # "ont vu", "avait excepté": behind the auxiliary it is no preposition.
        return VERB
    if word.preposition and word.determiner:
        return PREP if says_of(tagged, at, plain, previous, opening, language) else DET
    if word.preposition and word.adjective and previous == DET:
        # "son plein soutien"
        return ADJ
    if word.preposition:
        return PREP
    if word.determiner:
        after = tagged.tokens[at + 1 : at + 2]
        if text[-1] in "'’" and after and lower(after[0]) in grammar.pronouns.subject:
            # "où l'on vote"
            return ADV
        alone = word.pronoun and previous in _ANTECEDENTS and following is not None and following.verbal
        # "le Pérou même a condamné"
        return ADV if alone and following is not None and not following.noun else DET
    if word.number:
        return NUMBER
    if (
        language.compounds
        and word.verbal
        and not (word.adverb and not word.noun and previous not in _NE_OR_PRON_OR_PREP)
    ):
        return open_word(tagged, at, previous, language, verb_seen=verb_seen)
    if previous in _NE_OR_PRON and word.verbal:
        return VERB
    if language.compounds and word.adjective and _opens_phrase(previous, following):
        # "the first relief flight"
        return ADJ
    if word.adverb and not word.noun and previous not in _BEFORE_VERB:
        return ADV
    if word.adverb and word.noun and previous == VERB and not (word.verbal or word.adjective or language.compounds):
        # "ont envoyé ensemble des médecins": no noun of the singular follows a verb without a determiner.
        return ADV
    if (
        word.adverb
        and previous == VERB
        and following is not None
        and following.past_participle
        and not language.compounds
    ):
        # "s'est bien déroulée"
        return ADV
    if at and previous == DET and text[:1].isupper() and word.verbal:
        # "les pays de l'Est": a capital after a determiner begins no verb.
        return NOUN
    if word.adjective and word.verbal and previous == VERB and _links(tagged, at, language):
        # "demeure prête à"
        return ADJ
    if previous == COMMA and word.past_participle is not None and word.noun and _resumes(tagged, at, language):
        return VERB
    if word.verbal and (word.noun or word.adjective):
        return noun_or_verb(tagged, at, previous, verb_seen=verb_seen, language=language)
    if word.verbal:
        return VERB
    if word.noun:
        return _noun_or_adjective(tagged, at, previous, language)
    if word.adjective:
        return ADJ
    if word.pronoun:
        return PRON
    if word.adverb:
        return ADV
    if word.known or (text[:1].islower() and plain.endswith(grammar.adverb_endings)):
        return ADV
    if text[:1].islower():
        # "des policiers encagoulés": what nobody knows behind a noun says more of it.
        return ADJ if previous in _NOUN_OR_AMOUNT and not language.compounds else NOUN
    return PERSON if previous == PERSON else NOUN


_LONGEST_ASIDE = 18
"""Tokens between an auxiliary and its participle, at most."""


def _resumes(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a participle ends the verb that an aside interrupted: "a, lors d'un entretien avec X, condamné"."""
    verbs = language.grammar.verbs
    for back in range(at - 2, max(0, at - _LONGEST_ASIDE), -1):
        if tagged.tags[back] == COMMA:
            before = tagged.words[back - 1]
            lemmas = {reading.lemma for reading in before.finite if reading.pos == "aux"}
            return tagged.tags[back - 1] == VERB and not lemmas.isdisjoint(verbs.have | verbs.be)
    return False


def _inside_verb(tagged: Tagged, at: int, previous: str) -> bool:
    """Whether an adverb behind a modal verb joins nothing: "will then travel"."""
    auxiliary = any(r.pos == "aux" for r in tagged.words[at - 1].finite) if at else False
    return previous == VERB and bool(tagged.words[at].adverb) and auxiliary


def _opens_phrase(previous: str, following: Word | None) -> bool:
    """Whether a word between these belongs to a noun ahead, not to the verb: "the first flight", "sent first aid"."""
    if following is None or (following.finite and not (previous == DET and following.noun)):
        return False
    # "his first visit": behind a determiner what may be a noun is none of a verb.
    return previous == DET or (previous == VERB and bool(following.noun))


def _describes(tagged: Tagged, at: int, previous: str, language: Language) -> bool:
    """Whether "que" behind a comma tells more of the noun before it: "X, que Y soutient", not "a dit, à X, que"."""
    if previous != COMMA or at < _BEHIND_COMMA or tagged.tags[at - 2] not in _ANTECEDENTS or language.compounds:
        return False
    grammar = language.grammar
    said = grammar.reporting.verbs | grammar.reporting.denials | grammar.verbs.have | grammar.verbs.be
    for n in range(at - 3, -1, -1):
        if tagged.tags[n] != VERB:
            continue
        word, behind_verb = tagged.words[n], n > 0 and tagged.tags[n - 1] == VERB
        participle = word.past_participle is not None
        if participle and not word.finite and not behind_verb:
            # "a indiqué, dans un communiqué publié mardi, que": it only describes.
            continue
        if participle and behind_verb and tagged.words[n - 1].past_participle is not None:
            # "un accord a été conclu avec X, que Y a reçu", but "il a été convenu, avec X, que"
            return not any(lower(token) in grammar.pronouns.subject for token in tagged.tokens[max(0, n - _NEAR) : n])
        return not any(reading.lemma in said or grammar.governs(reading.lemma) for reading in verbal_readings(word))
    return True


_PAIR_OF_WORDS = 2


def _noun_or_adjective(tagged: Tagged, at: int, previous: str, language: Language) -> str:
    """The category of a noun that may be an adjective as well: its neighbours decide."""
    word, following = tagged.words[at], next_word(tagged, at)
    if at in tagged.goods and previous not in {NOUN, DEMONYM}:
        return NOUN
    if word.adjective and not language.compounds:
        unnamed = previous == PERSON and word.noun not in language.actor_nouns
        if previous in _NOUN_OR_DEMONYM_OR_NAME or previous == AMOUNT or unnamed:
            return ADJ
    if word.adjective and following is not None and following.noun and not following.verbal:
        return ADJ
    ahead = following is not None and bool(following.noun)
    opened = previous == DET or (previous == PREP and lower(tagged.tokens[at - 1]) in language.grammar.groups.merged)
    if word.adjective in language.grammar.prenominal and opened and ahead:
        # "du cinquième programme"
        return ADJ
    if word.adjective and previous == DET and language.compounds and _names_a_thing(tagged, at + 1):
        # "the official IRNA news agency"
        return ADJ
    if word.adjective and previous == DET and ahead and _closes_noun(tagged, at + 2):
        # "cette première visite du président": a noun that could be a verb is none before its complement.
        return ADJ
    return NOUN


def _names_a_thing(tagged: Tagged, at: int) -> bool:
    """Whether an unknown name stands there and a plain noun behind it: the noun is of that name."""
    tokens, words = tagged.tokens[at : at + 2], tagged.words[at : at + 2]
    if len(tokens) < _PAIR_OF_WORDS or words[0].known or not tokens[0].text[:1].isupper():
        return False
    return bool(words[1].noun) and not words[1].verbal and tokens[1].text.islower()


def _perfect_of(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether the verb right before a token is the auxiliary of a perfect: "a vu", "s'est vu"."""
    verbs = language.grammar.verbs
    lemmas = {reading.lemma for reading in tagged.words[at - 1].finite}
    reflexive = at > 1 and lower(tagged.tokens[at - 2]) in language.grammar.pronouns.reflexive
    return not verbs.have.isdisjoint(lemmas) or (reflexive and not verbs.be.isdisjoint(lemmas))


def _links(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a word that is no participle stands behind a verb that links its subject to what it is."""
    copulas = language.grammar.verbs.copulas
    return tagged.words[at].past_participle is None and any(
        reading.lemma in copulas for reading in tagged.words[at - 1].finite
    )


def _closes_noun(tagged: Tagged, at: int) -> bool:
    """Whether a complement or a verb follows at ``at``."""
    if at >= len(tagged.words) or tagged.tags[at]:
        return False
    word = tagged.words[at]
    return bool(word.preposition) or (bool(word.finite) and not word.determiner)
