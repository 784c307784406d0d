"""Noun phrases: from the determiner to what follows the head, with names, persons, amounts and origins."""

import msgspec

from service.extract.amounts.mentions import AmountMention
from service.extract.language import Language
from service.extract.lexicon.morphology import Reading
from service.extract.lexicon.words import lower
from service.extract.names.gazetteer import NameMention
from service.extract.syntax.chunk import TITLED, Chunk
from service.extract.tagging.tagged import (
    ADJ,
    ADV,
    AMOUNT,
    AND,
    COMMA,
    DEMONYM,
    DET,
    NAME,
    NOUN,
    NUMBER,
    PERSON,
    PRON,
    Tagged,
)

_BEFORE_HEAD = frozenset({DET, ADJ, NUMBER, DEMONYM, AMOUNT})
_AND_OR_COMMA = frozenset({AND, COMMA})
_AFTER_ORIGINS = frozenset({NOUN, ADJ, AND, COMMA})
_AFTER_ORIGIN = frozenset({NOUN, ADJ, DEMONYM, AMOUNT, PERSON})
_GRADED = frozenset({ADJ, NUMBER})
"""What an adverb before a noun belongs to."""
_COUNTED = ([NOUN], [ADJ], [DEMONYM])
"""What a number counts rather than names."""
_CODE = 3
"""Letters of a currency code."""
_ADJ_OR_DEMONYM = frozenset({ADJ, DEMONYM})


def read_noun_phrase(  # noqa: C901, PLR0912, PLR0915  (a case for each category before and at the head)
    tagged: Tagged, at: int, language: Language
) -> tuple[Chunk, int]:
    """The phrase that begins at a token, and the token behind it."""
    tags, tokens, words = tagged.tags, tagged.tokens, tagged.words
    chunk = Chunk("np", at, at + 1)
    count = len(tokens)
    if tags[at] == PRON:
        chunk.cls, chunk.head, chunk.head_at = "pronoun", _pronoun(tagged, at), at
        last = tagged.spans[at][0] if at in tagged.spans else at + 1
        chunk.plural = chunk.head in language.grammar.pronouns.plural
        chunk.last = last
        return chunk, last
    before: list[str] = []
    while at < count and (
        tags[at] in _BEFORE_HEAD
        or (tags[at] == ADV and at + 1 < count and tags[at + 1] in _GRADED)
        or (tags[at] == PERSON and language.compounds and _names_locality(tagged, at, language))
        or (chunk.adj_codes and _joins_origins(tagged, at, chunk, language))
    ):
        tag = tags[at]
        span = tagged.spans.get(at)
        if tag == DET:
            if chunk.det and (before or chunk.amount):
                break
            chunk.det = lower(tokens[at])
            chunk.plural = chunk.plural or chunk.det in language.grammar.plural_determiners
        elif tag == NUMBER:
            chunk.plural = True
        elif tag == ADJ:
            before.append(words[at].adjective or tokens[at].fold)
        elif tag == PERSON:
            before.append(tokens[at].fold)
        elif tag == AMOUNT and span is not None and isinstance(span[1], AmountMention):
            if chunk.amount is not None:
                break
            chunk.amount = span[1]
            chunk.plural = True
            ahead = span[1].head is not None and span[1].head >= span[0]
            leads = language.compounds and _money(span[1]) and noun_ahead(tags, span[0])
            if not ahead and not leads and (span[1].unit is not None or span[1].head is not None):
                at = span[0]
                chunk.cls, chunk.head_at = "amount", span[1].head if span[1].head is not None else at - 1
                head = words[chunk.head_at].noun if 0 <= chunk.head_at < count else ""
                chunk.head = head
                chunk.cls = language.actor_nouns.get(head, "amount")
                return _after_head(tagged, at, chunk, before, language)
        elif tag == DEMONYM and span is not None and isinstance(span[1], NameMention):
            if _demonym_is_head(tagged, at, language):
                break
            chunk.adj_codes = tuple(dict.fromkeys((*chunk.adj_codes, *span[1].codes)))
        at = span[0] if span is not None else at + 1
    if at >= count:
        chunk.last = at
        return _close(chunk, before, tagged, language), at
    tag = tags[at]
    span = tagged.spans.get(at)
    if tag == NAME and span is not None and isinstance(span[1], NameMention):
        chunk.name, chunk.cls, chunk.head_at = span[1], "name", at
        chunk.head = ""
        return _after_head(tagged, span[0], chunk, before, language)
    if tag == DEMONYM and span is not None and isinstance(span[1], NameMention):
        # A capitalised demonym as head names the people: "les Maliens", "des Russes".
        chunk.name, chunk.cls, chunk.head_at = span[1], "people", at
        if language.compounds and span[1].kind == "adjective" and not chunk.det and not chunk.amount:
            # "in Myanmar": where the name of the state is its adjective too.
            chunk.cls, chunk.head = "name", ""
            return _after_head(tagged, span[0], chunk, before, language)
        chunk.adj_codes = span[1].codes
        chunk.plural = True
        return _after_head(tagged, span[0], chunk, before, language)
    if tag == PERSON and span is not None:
        return _person_phrase(tagged, at, chunk, before, language)
    if tag == NOUN:
        titled = language.compounds and language.actor_nouns.get(words[at].noun) == "office"
        if titled and tags[at + 1 : at + 2] == [ADJ] and noun_ahead(tags, at + 1):
            # "deputy prime minister": adjectives inside one title.
            before.append(words[at].noun)
            at += 1
            while tags[at] == ADJ:
                before.append(words[at].adjective or tokens[at].fold)
                at += 1
            span = tagged.spans.get(at)
        while (
            at + 1 < count
            and tags[at + 1] == NOUN
            and at + 1 not in tagged.spans
            and not (words[at].noun in language.grammar.groups.utterances and tokens[at + 1].text[:1].isupper())
            and (
                (language.compounds and _compound(tagged, at + 1, language))
                or language.actor_nouns.get(words[at + 1].noun) == "office"
            )
        ):
            before.append(words[at].noun or tokens[at].fold)
            at += 1
        if span is not None and isinstance(span[1], Reading):
            chunk.head, last = span[1].lemma, span[0]
            chunk.plural = span[1].number == "p"
        else:
            chunk.head, last = words[at].noun or tokens[at].fold, at + 1
            chunk.plural = chunk.plural or words[at].plural
        chunk.head_at = at
        chunk.cls = language.actor_nouns.get(chunk.head, "noun")
        return _after_head(tagged, last, chunk, before, language)
    chunk.last = max(at, chunk.first + 1)
    if before:
        # An adjective that stands for its noun: "le total"; with some determiners it is a pronoun: "ce dernier".
        written = " ".join(lower(token) for token in tokens[chunk.first : chunk.last])
        if written in language.grammar.pronouns.third:
            chunk.cls, chunk.head, chunk.head_at = "pronoun", written, chunk.last - 1
            return _close(chunk, before, tagged, language), chunk.last
        chunk.head, chunk.head_at = before[-1], chunk.last - 1
        chunk.cls = language.actor_nouns.get(chunk.head, "")
    return _close(chunk, before, tagged, language), chunk.last


def noun_ahead(tags: list[str], at: int) -> bool:
    """Whether adjectives at a token lead to a noun."""
    while at < len(tags) and tags[at] in _ADJ_OR_DEMONYM:
        at += 1
    return at < len(tags) and tags[at] == NOUN


def _money(amount: AmountMention) -> bool:
    """Whether a figure is a sum: before a noun it says how large that is ("a $5 million loan")."""
    return amount.unit is not None and len(amount.unit) == _CODE and amount.unit.isupper()


def _compound(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a noun goes on a compound: not a time ("sanctions hours later"), not a word nobody knows."""
    word = tagged.words[at]
    return word.noun not in language.grammar.time_nouns and (word.known or tagged.tokens[at].text[:1].isupper())


def _names_locality(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether what looks like a person is the name of a region or site: "Khatlon region"."""
    span = tagged.spans.get(at)
    if span is None:  # a word inside a name
        return False
    after = span[0]
    if after >= len(tagged.tags) or tagged.tags[after] != NOUN or not tagged.tokens[after].text[:1].islower():
        return False
    return tagged.words[after].noun in language.grammar.groups.localities


def _person_phrase(tagged: Tagged, at: int, chunk: Chunk, before: list[str], language: Language) -> tuple[Chunk, int]:
    """A phrase whose head is a person; one capitalised word with an origin behind it is a thing ("l'ONG italienne")."""
    last, name = tagged.spans[at]
    chunk.head_at, chunk.last = at, last
    origin = tagged.spans.get(last) if tagged.tags[last : last + 1] == [DEMONYM] else None
    lower_case = origin is not None and tagged.tokens[last].text[:1].islower()
    if lower_case and not language.compounds and len(str(name).split()) == 1:
        chunk.cls = "noun"
        return _after_head(tagged, last, chunk, before, language)
    chunk.persons, chunk.cls = (str(name),), "person"
    return _close(chunk, before, tagged, language), last


def _joins_origins(tagged: Tagged, at: int, chunk: Chunk, language: Language) -> bool:
    """Whether "and" or a comma stands between origins of one noun: "the Chinese and Indian ministers"."""
    tags = tagged.tags
    if at >= len(tags) or not language.compounds or not chunk.adj_codes:
        return False
    if tags[at] not in _AND_OR_COMMA or tags[at - 1] != DEMONYM:
        return False
    if at + 1 >= len(tags) or tags[at + 1] != DEMONYM:
        return False
    after = tagged.spans[at + 1][0] if at + 1 in tagged.spans else at + 2
    return after < len(tags) and tags[after] in _AFTER_ORIGINS


def _demonym_is_head(tagged: Tagged, at: int, language: Language) -> bool:
    text = tagged.tokens[at].text
    last = tagged.spans[at][0]
    nominal_follows = last < len(tagged.tags) and tagged.tags[last] in _AFTER_ORIGIN
    if language.compounds and _joins_origins(tagged, last, Chunk("np", at, last, adj_codes=("?",)), language):
        return False
    if nominal_follows and (language.compounds or text[:1].islower()):
        return False
    if last < len(tagged.tags) and tagged.tags[last] == PERSON:
        return False
    return text[:1].isupper() or not nominal_follows


def _after_head(tagged: Tagged, at: int, chunk: Chunk, before: list[str], language: Language) -> tuple[Chunk, int]:
    """Take the adjectives behind a head (not in languages that put them first)."""
    tags, words, tokens = tagged.tags, tagged.words, tagged.tokens
    while at < len(tags):
        tag = tags[at]
        span = tagged.spans.get(at)
        if (
            tag == DEMONYM
            and span is not None
            and isinstance(span[1], NameMention)
            and (chunk.head or chunk.cls != "people")
        ):
            if language.compounds and chunk.head and tokens[at].text[:1].isupper():
                break
            chunk.adj_codes = tuple(dict.fromkeys((*chunk.adj_codes, *span[1].codes)))
            at = span[0]
        elif tag == ADJ:
            before.append(words[at].adjective or tokens[at].fold)
            at = span[0] if span is not None else at + 1
        elif (
            tag == AND
            and at + 1 < len(tags)
            and tags[at + 1] in _ADJ_OR_DEMONYM
            and chunk.cls not in {"name", "person"}
            and not (chunk.cls == "people" and tokens[at + 1].text[:1].isupper())
        ):
            after = tagged.spans[at + 1][0] if at + 1 in tagged.spans else at + 2
            if language.compounds or (after < len(tags) and tags[after] == NOUN):
                break
            at += 1
        elif tag == ADV and at + 1 < len(tags) and tags[at + 1] == ADJ:
            at += 1
        elif tag == NOUN and _qualifies(tagged, at, chunk, language):
            before.append(words[at].noun or tokens[at].fold)
            at += 1
        elif tag == COMMA and chunk.plural and chunk.adj_codes and _named_origins_end(tagged, at) > at:
            at = _take_named_origins(tagged, at, chunk)
        elif (
            tag == COMMA
            and not language.compounds
            and (chunk.plural or _completes_several(tagged, chunk, language))
            and _origins_end(tagged, at) > at
        ):
            at = _take_origins(tagged, at, chunk)
        elif tag == NUMBER and language.compounds and chunk.cls == "noun" and tags[at + 1 : at + 2] not in _COUNTED:
            # "Air Base 201": a number behind a noun is its name.
            at += 1
        else:
            break
    chunk.last = at
    return _close(chunk, before, tagged, language), at


def _qualifies(tagged: Tagged, at: int, chunk: Chunk, language: Language) -> bool:
    """Whether a noun right behind another says more of it: "les pays donateurs", "un satellite espion"."""
    if language.compounds or chunk.cls not in {"noun", "country", ""} or at in tagged.goods or at in tagged.spans:
        return False
    word, token = tagged.words[at], tagged.tokens[at]
    plain = token.text[:1].islower() and word.noun not in language.actor_nouns
    return plain and chunk.head_at == at - 1 and word.noun not in language.grammar.time_nouns


def _completes_several(tagged: Tagged, chunk: Chunk, language: Language) -> bool:
    """Whether a phrase says what several are: "les chefs de gouvernement croate, slovène et", "de la diplomatie"."""
    before = chunk.first - 2
    plain = before >= 0 and chunk.first not in tagged.spans
    opened = plain and lower(tagged.tokens[before + 1]) in language.grammar.prepositions.partitive
    return opened and tagged.tags[before] == NOUN and tagged.words[before].plural


def _origins_end(tagged: Tagged, at: int) -> int:
    """Where a list of origins ends that a comma goes on ("russe, chinois et malien"); ``at`` where none does."""
    tags, end, joined = tagged.tags, at, False
    while end + 1 < len(tags) and tags[end] in _AND_OR_COMMA and tags[end + 1] == DEMONYM and end + 1 in tagged.spans:
        if not tagged.tokens[end + 1].text[:1].islower():
            break
        joined = tags[end] == AND
        end = tagged.spans[end + 1][0]
        if joined:
            break
    return end if joined else at


def _named_origins_end(tagged: Tagged, at: int) -> int:
    """Where "russe, X, et turc, Y," ends, seen from its first comma; ``at`` where it is no such list."""
    tags, end = tagged.tags, at
    for kind in (COMMA, PERSON, COMMA, AND, DEMONYM, COMMA, PERSON):
        if end >= len(tags) or tags[end] != kind:
            return at
        end = tagged.spans[end][0] if end in tagged.spans else end + 1
    return end + (tags[end : end + 1] == [COMMA])


def _take_named_origins(tagged: Tagged, at: int, chunk: Chunk) -> int:
    """Give a plural noun the origins and names of "les présidents russe, X, et turc, Y,"."""
    end = _named_origins_end(tagged, at)
    for n in range(at, end):
        what = tagged.spans[n][1] if n in tagged.spans else None
        if isinstance(what, NameMention):
            chunk.adj_codes = tuple(dict.fromkeys((*chunk.adj_codes, *what.codes)))
        elif tagged.tags[n] == PERSON and what is not None:
            chunk.persons = (*chunk.persons, str(what))
    return end


def _take_origins(tagged: Tagged, at: int, chunk: Chunk) -> int:
    """Give a plural noun the origins of a list, and pass the comma that ends it: "les présidents, russe et malien,"."""
    end = _origins_end(tagged, at)
    apart = not chunk.adj_codes
    for n in range(at, end):
        what = tagged.spans[n][1] if n in tagged.spans else None
        if isinstance(what, NameMention):
            chunk.adj_codes = tuple(dict.fromkeys((*chunk.adj_codes, *what.codes)))
    return end + 1 if apart and tagged.tags[end : end + 1] == [COMMA] else end


def _modifying(chunk: Chunk, tagged: Tagged, language: Language) -> AmountMention | None:
    """The goods that a compound names: all of it ("armoured vehicles"), or what is given ("a rice donation")."""
    given = "aid" in [e.act for frame in language.frames.by_noun.get(chunk.head, ()) for e in frame.emissions]
    for at in range(chunk.head_at - 1, chunk.first - 1, -1):
        goods = tagged.goods.get(at)
        if goods is not None and (given or goods.last > chunk.head_at):
            return goods
    return None


def _armed(tagged: Tagged, first: int, last: int) -> bool:
    """Whether military goods are named in a range of tokens: "a $275 million military aid package"."""
    return any(at in tagged.goods and tagged.goods[at].military for at in range(first, last))


def _close(chunk: Chunk, before: list[str], tagged: Tagged, language: Language) -> Chunk:
    if chunk.amount is None:
        if tagged.goods:
            chunk.amount = tagged.goods.get(chunk.head_at) or (
                _modifying(chunk, tagged, language) if language.compounds else None
            )
    elif _armed(tagged, chunk.first, max(chunk.last, chunk.head_at + 1)):
        chunk.amount = msgspec.structs.replace(chunk.amount, military=True)
    if before:
        chunk.adjectives = tuple(before)
        if chunk.cls in TITLED and language.grammar.unofficial.intersection(before):
            chunk.cls = "noun"
    if not chunk.cls:
        chunk.cls = "amount" if chunk.amount is not None else "noun"
    return chunk


def _pronoun(tagged: Tagged, at: int) -> str:
    span = tagged.spans.get(at)
    if span is not None and isinstance(span[1], Reading):
        return span[1].lemma
    return lower(tagged.tokens[at])
