"""What stands as a whole before single words are decided: names, dates, amounts, bounds of numbers, phrases."""

import msgspec

from events.interval import Interval
from service.extract.amounts.mentions import AmountMention, find_amounts, load_amounts
from service.extract.dates.mentions import find_dates
from service.extract.language import Language
from service.extract.lexicon.words import verbal_readings
from service.extract.names.gazetteer import NameMention
from service.extract.names.officials import find_office, find_official
from service.extract.tagging.forms import Form
from service.extract.tagging.tagged import (
    ADJ,
    ADV,
    AMOUNT,
    AND,
    DATE,
    DEMONYM,
    DET,
    NAME,
    NE,
    NOUN,
    PREP,
    PRON,
    REL,
    SUB,
    Tagged,
    take,
)
from service.extract.text.tokens import Token

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
_COUNTED_WITHIN = 3
"""How many words behind a number what it counts is looked for."""


def take_wholes(
    tagged: Tagged,
    names: list[NameMention],
    language: Language,
    forms: list[Form],
    published: str | None,
    told: Interval | None,
    around: Interval | None,
) -> None:
    """Take what stands as a whole; ``told`` is the day that the article told last, ``around`` the month or year."""
    tokens = tagged.tokens
    begin = [at for at, form in enumerate(forms) if form.begins]
    _take_names(tagged, names, published, language.grammar.names.particles)
    # Amounts come first: "sept millions d'euros" is no day of September.
    dates = find_dates(tokens, published, language.code, told, [at for at in begin if forms[at].date], around)
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
    return any(f"{r.lemma} {particle}" in language.grammar.verbs.phrasal for r in verbal_readings(tagged.words[at - 1]))


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
