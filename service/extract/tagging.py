"""One category for each token, from its readings and its neighbours.

Names, persons, dates and amounts are found first and stand as wholes; what remains is decided from left
to right by what may follow what. The rules are the same for every language; what differs is in the
lexicon and in ``grammar.toml``.
"""

import re

from events.interval import Interval
from service.extract.amounts import AmountMention, find_amounts
from service.extract.compounds import mark_origins, open_word, small_word
from service.extract.dates import find_dates
from service.extract.gazetteer import NameMention
from service.extract.grammar import PersonNames
from service.extract.language import Language
from service.extract.tagged import (
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
    NUMBER,
    OPEN,
    PERSON,
    PREP,
    PRON,
    REL,
    SUB,
    VERB,
    Tagged,
)
from service.extract.tokens import Token
from service.extract.words import Word, lower

NOMINAL = frozenset("NAMJX#n")
_BEFORE_NOUN = frozenset("DPJA#nC")
_QUOTES = {"«": OPEN, "“": OPEN, "»": CLOSE, "”": CLOSE}


def tag_sentence(
    tokens: list[Token],
    names: list[NameMention],
    language: Language,
    published: str | None,
    persons: frozenset[str],
    told: Interval | None = None,
) -> Tagged:
    """Categorise the tokens of one sentence; ``persons`` are folded last names known from the article."""
    words = [language.words.of(token) for token in tokens]
    tagged = Tagged(tokens=tokens, words=words, tags=[""] * len(tokens), spans={}, goods={})
    _take_names(tagged, names)
    # Amounts come first: "sept millions d'euros" is no day of September.
    for amount in find_amounts(tokens, language.code):
        _take_amount(tagged, amount)
    for date in find_dates(tokens, published, language.code, told):
        _take(tagged, date.first, date.last, DATE, date)
    _take_phrases(tagged, language)
    _take_persons(tagged, persons, language)
    _decide(tagged, language)
    if language.compounds:
        mark_origins(tagged, language)
    return tagged


def _take(tagged: Tagged, first: int, last: int, tag: str, what: object) -> None:
    if any(tagged.tags[first:last]):
        return
    tagged.spans[first] = (last, what)
    for at in range(first, last):
        tagged.tags[at] = tag


def _take_amount(tagged: Tagged, amount: AmountMention) -> None:
    # A figure and its unit stand as a whole; a bare item is an ordinary noun that also is goods.
    if amount.min is None and amount.max is None:
        tagged.goods[amount.head if amount.head is not None else amount.first] = amount
        return
    last = amount.last
    while last > amount.first + 1 and tagged.tags[last - 1]:
        # "une centaine d'instructeurs russes": the name keeps its own token.
        last -= 1
    _take(tagged, amount.first, last, AMOUNT, amount)


def _take_names(tagged: Tagged, names: list[NameMention]) -> None:
    for name in names:
        _take(tagged, name.first, name.last, DEMONYM if name.kind in {"adjective", "prefix"} else NAME, name)


def _take_phrases(tagged: Tagged, language: Language) -> None:
    at = 0
    while at < len(tagged.tokens):
        if not tagged.tags[at]:
            match = language.words.phrases.longest(tagged.tokens, at)
            if match is not None and match[0] > at + 1 and not any(tagged.tags[at : match[0]]):
                reading = match[1][0]
                tag = {
                    "prep": PREP,
                    "conj": SUB,
                    "adv": ADV,
                    "rel": REL,
                    "det": DET,
                    "pron": PRON,
                    "noun": NOUN,
                    "adj": ADJ,
                }.get(reading.pos)
                if tag is not None:
                    if reading.pos == "conj" and reading.lemma in language.grammar.coordination.and_:
                        tag = AND
                    _take(tagged, at, match[0], tag, reading)
                    at = match[0]
                    continue
        at += 1


_ARTICLED = re.compile(r"[a-z]{2,3}[-‐‑][A-ZÀ-Þ]")
"""Last names that begin with a small article: "al-Sharaa"."""

_THIRD = 3  # person
_LONGEST_ACRONYM = 4  # letters; a longer word in capitals may be a name ("MAHAMAT IDRISS DEBY")


def _past_titles(tokens: list[Token], at: int, known: PersonNames) -> int:
    """Where the name begins after its titles and ranks: "Son Excellence M.", "le général d'armée"."""
    while at + 1 < len(tokens) and tokens[at].fold in known.honorifics:
        at += 1
        while at + 2 < len(tokens) and tokens[at].fold in known.particles and tokens[at + 1].fold in known.grades:
            at += 2
    return at


def _take_persons(tagged: Tagged, persons: frozenset[str], language: Language) -> None:
    """Runs of capitalised words that are neither names of states nor ordinary words."""
    tokens, words, tags, known = tagged.tokens, tagged.words, tagged.tags, language.grammar.names
    at, count = 0, len(tokens)
    while at < count:
        if tags[at] or not _names_person(tokens[at], words, at, tokens, persons, language):
            at += 1
            continue
        start = _past_titles(tokens, at, language.grammar.names)
        honorific = start > at
        if any(tags[at:start]) or (honorific and not _capital(tokens[start])):
            at += 1
            continue
        end = max(at + 1, start)
        while end < count and not tags[end]:
            if (
                _capital(tokens[end])
                and not (words[end].closed and words[end].noun == "" and tokens[end].fold not in known.particles)
                and not (language.compounds and _ordinary(tokens[end], words[end], persons, language))
            ):
                end += 1
            elif (
                tokens[end].fold in known.particles
                and end + 1 < count
                and not tags[end + 1]
                and _capital(tokens[end + 1])
                and end > start
                and not words[end + 1].closed
                and tokens[end].fold not in known.outer
            ):
                end += 2
            else:
                break
        length = end - start
        folded = tokens[end - 1].fold
        if length > 1 or (length == 1 and (honorific or folded in persons or not words[start].known)):
            name = "".join((" " if token.space and n else "") + token.text for n, token in enumerate(tokens[start:end]))
            _take(tagged, at, end, PERSON, name)
        at = end


def _capital(token: Token) -> bool:
    return (
        (token.text[:1].isupper() and len(token.text) > 1)
        or (token.text[1:] == "." and token.text[0].isupper())
        or _ARTICLED.match(token.text) is not None
    )


def _shouted(token: Token) -> bool:
    return token.text.isupper() and len(token.text) > _LONGEST_ACRONYM


def _shouts(tokens: list[Token]) -> bool:
    """Whether a sentence is written in capitals, where they tell no names."""
    words = [token for token in tokens if token.text[:1].isalpha() and len(token.text) > 1]
    return sum(token.text.isupper() for token in words) * 2 > len(words)


def _ordinary(token: Token, word: Word, persons: frozenset[str], language: Language) -> bool:
    """Whether a capitalised word is no part of a name: a title ("Minister"), a plural ("Affairs"), a verb ("Hosts")."""
    if token.fold in persons or not word.known:
        return False
    if word.noun in language.actor_nouns or word.plural or word.present_participle or word.adjective:
        return True
    return any(reading.person == _THIRD or reading.tense == "past" for reading in word.finite)


def _names_person(
    token: Token, words: list[Word], at: int, tokens: list[Token], persons: frozenset[str], language: Language
) -> bool:
    word = words[at]
    if token.fold in language.grammar.names.honorifics:
        begins = _past_titles(tokens, at, language.grammar.names)
        return begins < len(tokens) and _capital(tokens[begins])
    if not _capital(token) or (_shouted(token) and (word.known or _shouts(tokens)) and token.fold not in persons):
        return False
    if token.fold in persons:
        return True
    if any(map(str.isdigit, token.text)):  # "F-16"
        return False
    if not word.known:
        return True
    if language.compounds and ((at == 0 and word.finite) or _ordinary(token, word, persons, language)):
        return False
    # A word of the language begins a name only where the next one cannot be an ordinary word.
    after = at + 1
    if word.closed or after >= len(tokens) or not _capital(tokens[after]):
        return False
    if word.noun in language.actor_nouns:
        # "le Président Emmanuel Macron": the office is not part of the name.
        return False
    return not words[after].known or (at > 0 and not word.noun and not word.finite and not words[after].closed)


def _decide(tagged: Tagged, language: Language) -> None:
    tags = tagged.tags
    previous, negating, verb_seen = "", False, False
    thatless = "" in language.grammar.relatives.complementizers
    at, count = 0, len(tags)
    while at < count:
        if tags[at]:
            span = tagged.spans.get(at)
            previous = tags[at]
            at = span[0] if span is not None else at + 1
            continue
        tag = _category(tagged, at, previous, negating=negating, verb_seen=verb_seen, language=language)
        tags[at] = tag
        if tag == NE:
            negating = True
        elif tag == VERB:
            verb_seen = not (thatless and _reports(tagged.words[at], language))
        elif tag in {SUB, REL, MARK}:
            negating, verb_seen = False, False
        elif tag == NEG:
            negating = False
        previous = tag
        at += 1


def _reports(word: Word, language: Language) -> bool:
    """Whether a verb of saying may open a clause without any word for it."""
    return any(reading.lemma in language.grammar.reporting.verbs for reading in word.finite)


def _category(  # noqa: C901, PLR0911, PLR0912  (a list of cases, each with its answer; their order is the rule)
    tagged: Tagged, at: int, previous: str, *, negating: bool, verb_seen: bool, language: Language
) -> str:
    token, word, grammar = tagged.tokens[at], tagged.words[at], language.grammar
    text = token.text
    plain = lower(token)
    if language.compounds:
        small = small_word(tagged, at, previous, language)
        if small:
            return small
    if not text[:1].isalnum():
        if text == ",":
            return COMMA
        return _QUOTES.get(text, MARK)
    if text[:1].isdigit():
        return NUMBER
    following = _next_word(tagged, at)
    if plain in grammar.negation.first and not (text[:1].isupper() and at):
        return NE
    if at == 0 and plain in grammar.sentence_initial and not (following is not None and following.past_participle):
        return PREP
    if plain in grammar.pronouns.clitic and _verb_follows(tagged, at, language):
        return PRON
    if plain in grammar.relatives.complementizers:
        return REL if previous in {NOUN, NAME, PERSON, DEMONYM, ADJ} else SUB
    if word.relative and (plain in grammar.relatives.subject or plain in grammar.relatives.other):
        return REL
    if (
        word.negation
        and (negating or previous in {VERB, NE})
        and not (word.determiner and following is not None and following.noun and not negating)
    ):
        return NEG if not word.determiner else DET
    if plain in grammar.pronouns.subject and not (
        word.determiner and following is not None and (following.noun or following.adjective)
    ):
        return PRON
    if plain in grammar.coordination.and_ and following is not None:
        return AND
    if word.conjunction:
        return AND if word.conjunction in grammar.coordination.and_ or plain in grammar.coordination.and_ else SUB
    if plain in grammar.prepositions.partitive and previous in {VERB, NEG, ""} and _opens_plural(tagged, at):
        return DET
    if word.preposition and word.determiner:
        if plain in grammar.prepositions.partitive or (
            previous in {COMMA, AND} and _lists_complements(tagged, at, language)
        ):
            return PREP
        if previous == DATE:
            # "ont établi dimanche des relations", "la signature mercredi des accords"
            back = at - 1
            while back >= 0 and tagged.tags[back] == DATE:
                back -= 1
            previous = tagged.tags[back] if back >= 0 else ""
        return DET if previous in {VERB, ADV, NEG, PRON, "", COMMA, PREP, AND, OPEN} else PREP
    if word.preposition:
        return PREP
    if word.determiner:
        return DET
    if word.number:
        return NUMBER
    if language.compounds and word.verbal and not (word.adverb and not word.noun and previous not in {NE, PRON, PREP}):
        return open_word(tagged, at, previous, language, verb_seen=verb_seen)
    if previous in {NE, PRON} and word.verbal:
        return VERB
    if word.adverb and not word.noun and previous not in {NE, PRON, NAME, PERSON}:
        return ADV
    if at and previous == DET and text[:1].isupper() and word.verbal:
        # "les pays de l'Est": a capital after a determiner begins no verb.
        return NOUN
    if word.verbal and (word.noun or word.adjective):
        return _noun_or_verb(tagged, at, previous, verb_seen=verb_seen, language=language)
    if word.verbal:
        return VERB
    if word.noun:
        if word.adjective and previous in {NOUN, DEMONYM, NAME} and not language.compounds:
            return ADJ
        if word.adjective and following is not None and following.noun and not following.verbal:
            return ADJ
        ahead = following is not None and bool(following.noun)
        if word.adjective and previous == DET and ahead and _closes_noun(tagged, at + 2):
            # "cette première visite du président": a noun that could be a verb is none before its complement.
            return ADJ
        return NOUN
    if word.adjective:
        return ADJ
    if word.pronoun:
        return PRON
    if word.adverb:
        return ADV
    if word.known or (text[:1].islower() and plain.endswith(grammar.adverb_endings)):
        return ADV
    return NOUN if text[:1].islower() else PERSON if previous == PERSON else NOUN


def _closes_noun(tagged: Tagged, at: int) -> bool:
    """Whether a complement or a verb follows at ``at``."""
    if at >= len(tagged.words) or tagged.tags[at]:
        return False
    word = tagged.words[at]
    return bool(word.preposition) or (bool(word.finite) and not word.determiner)


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
        if tagged.tags[back] in {VERB, COMMA}:
            return False
        if tagged.tags[back] == PREP:
            return (
                canonical.get(lower(tagged.tokens[back]), "") in language.grammar.prepositions.possession
                or lower(tagged.tokens[back]) in language.grammar.prepositions.possession
            )
    return False


def _next_word(tagged: Tagged, at: int) -> Word | None:
    return tagged.words[at + 1] if at + 1 < len(tagged.words) and not tagged.tags[at + 1] else None


def _verb_follows(tagged: Tagged, at: int, language: Language) -> bool:
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
    if not word.finite and word.infinitive is None and not (word.present_participle and plain != "en"):
        return False
    auxiliary = any(
        reading.lemma in language.grammar.verbs.have or reading.lemma in language.grammar.verbs.be
        for reading in word.finite
    )
    if auxiliary:
        return True
    before = tagged.tags[at - 1] if at else ""
    if before in {PRON, NE}:
        return True
    return not word.noun and not word.adjective


def _noun_or_verb(  # noqa: C901, PLR0911, PLR0912  (the same)
    tagged: Tagged, at: int, previous: str, *, verb_seen: bool, language: Language
) -> str:
    word = tagged.words[at]
    token = tagged.tokens[at]
    auxiliaries = language.grammar.verbs
    if previous in {ADJ, DEMONYM} and _after_noun(tagged, at):
        previous = NOUN
    auxiliary = any(reading.lemma in auxiliaries.have or reading.lemma in auxiliaries.be for reading in word.finite)
    if auxiliary and previous not in {DET, PREP, ADJ} and token.text[:1].islower():
        return VERB
    if previous == PREP and word.infinitive is not None and word.infinitive.lemma in auxiliaries.have:
        # "après avoir rompu": what goes before a participle is the auxiliary, not somebody's assets.
        following = _next_word(tagged, at)
        if following is not None and following.past_participle is not None:
            return VERB
    if previous in {VERB, ADV, NEG} and (word.past_participle or word.infinitive):
        # "a reçu", "a été convoqué": a participle after its auxiliary.
        back = at - 1
        while back >= 0 and tagged.tags[back] in {ADV, NEG}:
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
    if previous == PREP and word.infinitive and language.compounds and tagged.tokens[at - 1].fold == "to":
        return VERB
    if previous in _BEFORE_NOUN:
        return NOUN if word.noun else (ADJ if word.adjective and not _only_participle(word) else VERB)
    if previous in {NAME, PERSON, DEMONYM, NOUN, CLOSE} and word.finite and not verb_seen and token.text[:1].islower():
        if not _agrees_third(word):
            return NOUN if word.noun else ADJ
        if language.compounds and previous in {NOUN, DEMONYM} and not _object_follows(tagged, at):
            return NOUN if word.noun else VERB
        return VERB
    if previous in {NOUN, NAME, PERSON, COMMA, ""} and word.past_participle and not word.noun:
        return VERB
    if previous == COMMA and word.finite and not word.noun:
        return VERB
    if previous in {NOUN, DEMONYM} and (word.adjective or (word.past_participle and not language.compounds)):
        return ADJ
    if word.noun:
        return NOUN
    return VERB if word.past_participle or word.finite else ADJ


def _after_noun(tagged: Tagged, at: int) -> bool:
    """Whether the adjectives before ``at`` follow a noun: then the noun phrase may be complete."""
    back = at - 1
    while back >= 0 and tagged.tags[back] in {ADJ, DEMONYM, ADV, AND}:
        back -= 1
    return back >= 0 and tagged.tags[back] in {NOUN, AMOUNT, NAME}


def _only_participle(word: Word) -> bool:
    return word.past_participle is not None and not word.adjective


def _agrees_third(word: Word) -> bool:
    return any(reading.person in {0, 3} for reading in word.finite)


def _object_follows(tagged: Tagged, at: int) -> bool:
    after = at + 1
    if after >= len(tagged.tokens):
        return False
    if tagged.tags[after]:
        return True
    word = tagged.words[after]
    return bool(word.determiner or word.preposition or word.pronoun or word.adverb or word.past_participle)
