"""One category for each token, from its readings and its neighbours.

Names, persons, dates and amounts are found first and stand as wholes; what remains is decided from left
to right by what may follow what. The rules are the same for every language; what differs is in the
lexicon and in ``grammar.toml``.
"""

import msgspec

from events.interval import Interval
from service.extract.ambiguous import noun_or_verb, verb_follows
from service.extract.amounts import AmountMention, find_amounts, load_amounts
from service.extract.compounds import mark_origins, open_word, small_word
from service.extract.dates import find_dates
from service.extract.forms import Form
from service.extract.gazetteer import NameMention
from service.extract.goods import load_goods
from service.extract.language import Language
from service.extract.morphology import Reading
from service.extract.officials import find_office, find_official
from service.extract.persons import take_persons
from service.extract.restriction import affirm_only
from service.extract.settled import QUOTES
from service.extract.tagged import (
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
    OPEN,
    PERSON,
    PREP,
    PRON,
    REL,
    SUB,
    VERB,
    Tagged,
    next_word,
    take,
)
from service.extract.tokens import Token
from service.extract.words import Word, lower

_TURNING = frozenset({NE, VERB, NEG, SUB, REL, MARK})
"""What changes how the words behind it are read."""
_ANTECEDENTS = frozenset({NOUN, NAME, PERSON, DEMONYM, ADJ})
_VERB_OR_NE = frozenset({VERB, NE})
_OFFICE = 2
"""Words in which an office is named, an adjective before it counted."""
_COMMA_OR_AND = frozenset({COMMA, AND})
_NE_OR_PRON_OR_PREP = frozenset({NE, PRON, PREP})
_NE_OR_PRON = frozenset({NE, PRON})
_BEFORE_VERB = frozenset({NE, PRON, NAME, PERSON})
_NOUN_OR_DEMONYM_OR_NAME = frozenset({NOUN, DEMONYM, NAME})
_NOUN_OR_AMOUNT = frozenset({NOUN, AMOUNT})
_BEFORE_SOME = frozenset({VERB, NEG, PREP, COMMA, ""})
_WITHIN_COMPLEMENTS = frozenset({PREP, DET, NOUN, ADJ, DEMONYM, NAME, PERSON, DATE})
_VERB_OR_COMMA = frozenset({VERB, COMMA})
_DET_OR_PREP = frozenset({DET, PREP})

_BEHIND_COMMA = 2
_NEAR = 4
"""Tokens before a passive participle among which its subject may be "il"."""

NOMINAL = frozenset("NAMJX#n")


_PHRASES = {
    "prep": PREP,
    "conj": SUB,
    "adv": ADV,
    "rel": REL,
    "det": DET,
    "pron": PRON,
    "noun": NOUN,
    "adj": ADJ,
    "neg": NE,
}
"""Parts of speech of phrases that act as one word."""


def tag_sentence(
    tokens: list[Token],
    names: list[NameMention],
    language: Language,
    published: str | None,
    persons: frozenset[str],
    told: Interval | None = None,
) -> Tagged:
    """Categorise the tokens of one sentence; ``persons`` are folded last names known from the article."""
    forms = language.forms.of_all(tokens)
    tagged = Tagged(tokens=tokens, words=[form.word for form in forms], tags=[""] * len(tokens), spans={}, goods={})
    begin = [at for at, form in enumerate(forms) if form.begins]
    _take_names(tagged, names, published, language.grammar.names.particles)
    # Amounts come first: "sept millions d'euros" is no day of September.
    dates = find_dates(tokens, published, language.code, told, [at for at in begin if forms[at].date])
    inside = {at for date in dates for at in range(date.first + 1, date.last)}
    for amount in find_amounts(tokens, language.code, [at for at in begin if forms[at].figure]):
        # "on July 4 received medical equipment" counts nothing.
        if _counts_carriers(tagged, amount, language):
            continue
        if amount.first not in inside:
            _take_amount(tagged, _without_particle(tagged, amount, language))
        elif amount.head is not None and amount.head not in inside:
            for bare in find_amounts(tokens[amount.head :], language.code, [0])[:1]:
                if bare.first == 0 and not bare.counted:
                    tagged.goods[amount.head] = msgspec.structs.replace(
                        bare, first=amount.head, last=bare.last + amount.head, head=amount.head
                    )
    for date in dates:
        first = date.first + (date.last - date.first > 1 and _is_particle(tagged, date.first, language))
        take(tagged, first, date.last, DATE, date)
    _take_bounds(tagged, language, [at for at in begin if forms[at].figure])
    _take_phrases(tagged, language, [at for at in begin if forms[at].phrase])
    take_persons(tagged, persons, language, [at for at in begin if forms[at].person])
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


def _counts_carriers(tagged: Tagged, amount: AmountMention, language: Language) -> bool:
    """Whether a figure counts what brings the goods, not the goods: "two relief flights"."""
    if amount.min is None or not language.compounds or amount.last >= len(tagged.words):
        return False
    return tagged.words[amount.last].noun in language.grammar.groups.carriers


def _without_particle(tagged: Tagged, amount: AmountMention, language: Language) -> AmountMention:
    """The figure without a word that belongs to the verb before it: "handed over 11 trucks" are eleven."""
    first = amount.first
    if first + 1 < amount.last and amount.min is not None and _is_particle(tagged, first, language):
        return msgspec.structs.replace(amount, first=first + 1, max=amount.min)
    return amount


def _is_particle(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a word belongs to the verb right before it: "handed over today", "handed over 11 trucks"."""
    if not at:
        return False
    particle = tagged.tokens[at].fold
    return any(f"{r.lemma} {particle}" in language.grammar.verbs.phrasal for r in _readings(tagged.words[at - 1]))


def _take_amount(tagged: Tagged, amount: AmountMention) -> None:
    # A figure and its unit stand as a whole; a bare item is an ordinary noun that also is goods.
    if not amount.counted:
        tagged.goods[amount.head if amount.head is not None else amount.first] = amount
        return
    last = amount.last
    while last > amount.first + 1 and tagged.tags[last - 1]:
        # "une centaine d'instructeurs russes": the name keeps its own token.
        last -= 1
    take(tagged, amount.first, last, AMOUNT, amount)


def _take_names(tagged: Tagged, names: list[NameMention], published: str | None, particles: frozenset[str]) -> None:
    for name in names:
        if _is_of_a_person(tagged.tokens, name, published, particles):
            continue
        take(tagged, name.first, name.last, DEMONYM if name.kind in {"adjective", "prefix"} else NAME, name)


def _is_of_a_person(tokens: list[Token], name: NameMention, published: str | None, particles: frozenset[str]) -> bool:
    """Whether a name that may be of a place, and here is of none, stands before a last name: "Victoria Nuland".

    The name of a state does so only in the name of somebody in office: "Dominique de Villepin".
    """
    if name.codes or name.last >= len(tokens) or name.kind not in {"capital", "city", "name"}:
        return False
    behind = tokens[name.last].fold in particles and name.last + 1 < len(tokens) and name.kind == "name"
    last = name.last + behind
    if not (tokens[last].text[:1].isupper() and tokens[last].text[1:2].islower()):
        return False
    whole = " ".join([token.text for token in tokens[name.first : last + 1]])
    return name.kind != "name" or bool(find_office(whole, find_official(whole, published) or "", published))


_COUNTED_WITHIN = 3
"""How many words behind a number what it counts is looked for."""


def _take_bounds(tagged: Tagged, language: Language, figures: list[int]) -> None:
    """Take the words that bound a number for its determiner: "plus de dix diplomates", "up to ten envoys"."""
    for at in figures:
        found = load_amounts(language.code).bounds(tagged.tokens, at) if at and not tagged.tags[at] else None
        if found is None:
            continue
        first, last = found
        nouns = [word.noun for word in tagged.words[last : last + _COUNTED_WITHIN] if word.noun]
        if not nouns or nouns[0] in language.grammar.time_nouns or _is_particle(tagged, first, language):
            continue
        before = tagged.words[first - 1] if first else None
        if before is None or not _is_preposition(tagged, first, at, language) or before.preposition:
            take(tagged, first, at, DET, None)
        elif nouns[0] in language.actor_nouns and not before.noun and not tagged.tags[first - 1]:
            # "expelled about ten envoys", but "the quarrel about ten envoys"
            take(tagged, first, at, DET, None)


def _is_preposition(tagged: Tagged, first: int, last: int, language: Language) -> bool:
    """Whether words are a preposition too: "près de dix villages" may be near them."""
    phrase = language.words.phrases.longest(tagged.tokens, first)
    if last == first + 1:
        return bool(tagged.words[first].preposition)
    return phrase is not None and phrase[0] >= last and any(reading.pos == "prep" for reading in phrase[1])


def _take_phrases(tagged: Tagged, language: Language, begin: list[int]) -> None:
    words, tokens, tags = language.words, tagged.tokens, tagged.tags
    free, last = 0, len(tokens) - 1
    for at in begin:
        if at < free or at == last or tags[at] or tokens[at + 1].fold not in words.seconds[tokens[at].fold]:
            continue
        match = words.phrases.longest(tokens, at)
        if match is None or words.is_verb(tokens[at : match[0]]):
            continue
        if match[0] > at + 1 and not any(tags[at : match[0]]):
            reading = match[1][0]
            tag = _PHRASES.get(reading.pos)
            if tag == PREP and at and _determined(tagged, at):
                # "un proche de X": behind a determiner it is a noun.
                continue
            if reading.pos == "neg" and reading.lemma in language.grammar.negation.first:
                # "will no longer attend"
                tag = NE
            if tag is not None:
                if reading.pos == "conj" and reading.lemma in language.grammar.coordination.and_:
                    tag = AND
                take(tagged, at, match[0], tag, reading)
                free = match[0]


def _determined(tagged: Tagged, at: int) -> bool:
    """Whether a noun stands at a token with its determiner right before it."""
    before = tagged.words[at - 1]
    return bool(before.determiner) and not before.preposition and bool(tagged.words[at].noun)


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


def _category(  # noqa: C901, PLR0911, PLR0912, PLR0915  (a list of cases, each with its answer; their order is the rule)
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
    opening = _before_dates(tagged, at) if previous == DATE else previous
    if small and plain in grammar.prepositions.partitive and opening in _BEFORE_SOME and _opens_plural(tagged, at):
        # "imposer de nouvelles sanctions", "a imposé mardi de nouvelles sanctions", "avec de hauts responsables"
        return DET
    if small and plain in grammar.prepositions.partitive and _behind_preposition(tagged, at, previous, language):
        # "à de jeunes Maliens", "avec d'anciens ministres"
        return DET
    if word.preposition and word.past_participle and previous == VERB and _perfect_of(tagged, at, language):
        # "ont vu", "avait excepté": behind the auxiliary it is no preposition.
        return VERB
    if word.preposition and word.determiner:
        if plain in grammar.prepositions.partitive or (
            previous in _COMMA_OR_AND and _lists_complements(tagged, at, language)
        ):
            return PREP
        if tagged.tags[at + 1 : at + 2] == [NAME] and plain not in grammar.plural_determiners:
            # "notamment du Pérou": nobody takes some of a state.
            return PREP
        if previous == PRON and lower(tagged.tokens[at - 1]) in grammar.pronouns.echoing:
            # "celle du ministre"
            return PREP
        if previous == DATE:
            # "ont établi dimanche des relations", "la signature mercredi des accords"
            previous = opening
        if previous == VERB and plain in grammar.plural_determiners and _lacks_subject(tagged, at, language):
            # "De Lomé sont venus des médecins"
            return DET
        if previous == VERB and (tagged.tags[at + 1 : at + 2] == [NAME] or _takes_no_object(tagged, at, language)):
            # "exige du Togo": nobody takes some of a state.
            return PREP
        if previous == VERB and plain not in grammar.plural_determiners and _is_somebody(tagged, at + 1, language):
            # "la visite prévue du président": nor some of a president.
            return PREP
        if previous == NAME and plain in grammar.plural_determiners and _located_object(tagged, at, language):
            return DET
        if previous == NOUN and plain in grammar.plural_determiners and _goods_given(tagged, at, language):
            return DET
        return DET if previous in {VERB, ADV, NEG, PRON, "", COMMA, PREP, AND, OPEN, SUB} else PREP
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
        return not any(reading.lemma in said or grammar.governs(reading.lemma) for reading in _readings(word))
    return True


def _readings(word: Word) -> list[Reading]:
    """All that a form may be as a verb."""
    return [*word.finite, *(r for r in (word.past_participle, word.infinitive, word.present_participle) if r)]


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


_THIRD = 3  # person


def _takes_no_object(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether the verb before "du" or "des" is passive, reflexive or one of "de": "suspendu des instances de X"."""
    back = at - 1
    while back >= 0 and tagged.tags[back] != VERB:
        back -= 1
    word, verbs, pronouns = tagged.words[back], language.grammar.verbs, language.grammar.pronouns
    if any(reading.lemma in verbs.of_object for reading in _readings(word)):
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


def _before_dates(tagged: Tagged, at: int) -> str:
    """The category of what stands before the date that ends at a token; empty at the opening of a sentence."""
    back = at - 1
    while back >= 0 and tagged.tags[back] == DATE:
        back -= 1
    return tagged.tags[back] if back >= 0 else ""


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
