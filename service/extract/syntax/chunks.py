"""Noun phrases and verb groups: the pieces a clause is made of.

A noun phrase keeps what it names (codes, persons), what kind of actor its head is, and its complements
("le ministre des Affaires étrangères du Mali"). A verb group keeps lemma, tense, voice and negation.
"""

import msgspec

from service.extract.amounts.mentions import AmountMention
from service.extract.dates.mentions import DateMention
from service.extract.language import Language
from service.extract.lexicon.morphology import Reading
from service.extract.lexicon.words import lower
from service.extract.names.gazetteer import NameMention
from service.extract.syntax.verbs import VerbGroup, read_verb_group
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
)

_VERB_OR_NE = frozenset({VERB, NE})
_PHRASAL = frozenset({DET, NOUN, ADJ, NAME, DEMONYM, PERSON, AMOUNT, NUMBER, PRON})
_OWNABLE = frozenset({ADJ, NOUN, DEMONYM, NAME, PERSON, NUMBER, AMOUNT})
_ADJ_OR_DEMONYM = frozenset({ADJ, DEMONYM})
_NOUN_OR_ADJ = frozenset({NOUN, ADJ})
_PRON_OR_NE = frozenset({PRON, NE})
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
_BORNE = frozenset({"office", "homologue", "envoy", "agent"})
"""Kinds of heads that a person's name may follow."""


_TITLES = frozenset({"office", "envoy", "agent"})
"""Kinds of heads that a person's name follows without a comma."""
_BEFORE_OBJECT = frozenset({"adv", "mark"})
"""Pieces that may stand between a preposition and what it opens."""
_KINDS = {COMMA: "comma", AND: "and", SUB: "sub", REL: "rel", ADV: "adv", NEG: "adv"}
"""Kinds of the pieces that are neither phrase nor verb; all others are marks."""


class Chunk(msgspec.Struct, gc=True):
    """A piece of a sentence: ``kind`` is np, vg, date, comma, and, sub, rel, adv or mark.

    For a noun phrase: ``prep`` is the preposition before it (canonical, empty when bare), ``head`` its
    head's lemma, ``cls`` what the head is (name, person, pronoun, amount, an actor class, or noun).
    """

    kind: str
    first: int
    last: int
    prep: str = ""
    det: str = ""
    head: str = ""
    head_at: int = -1
    cls: str = ""
    name: NameMention | None = None
    adj_codes: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    amount: AmountMention | None = None
    date: DateMention | None = None
    plural: bool = False
    vg: VerbGroup | None = None
    comps: list["Chunk"] = []
    conj: list["Chunk"] = []

    @property
    def end(self) -> int:
        """The last token (exclusive) of the phrase with its complements and what is joined to it."""
        if not self.comps and not self.conj:
            return self.last
        return max([self.last, *[part.end for part in self.comps], *[part.end for part in self.conj]])


def chunk_sentence(tagged: Tagged, language: Language) -> list[Chunk]:  # noqa: C901, PLR0912, PLR0915  (a case each)
    """The chunks of a tagged sentence in order, not yet attached to each other."""
    chunks: list[Chunk] = []
    tags, tokens, spans = tagged.tags, tagged.tokens, tagged.spans
    at, count = 0, len(tokens)
    prep, prep_at = "", -1
    owner: Chunk | None = None
    genitive, time_nouns = language.grammar.prepositions.genitive, language.grammar.time_nouns
    infinitive = language.grammar.particles.infinitive
    held: Chunk | None = None
    while at < count:
        if held is not None and held.vg is not None and at >= held.first:
            # "a, lors d'un entretien avec X, dénoncé" is read as "lors d'un entretien avec X, a dénoncé".
            chunks.append(held)
            at, held, prep = held.vg.last, None, ""
            continue
        tag = tags[at]
        if tag == PREP and genitive and lower(tokens[at]) in genitive:
            # "Russia's foreign minister": the possessor becomes a complement of what it owns.
            if chunks and chunks[-1].kind == "np" and chunks[-1].last == at:
                owner = _possessor(chunks, tagged, at) or owner
            at += 1
            continue
        if tag == PREP:
            prep, prep_at = preposition(tagged, at, language), at
            at = spans[at][0] if at in spans else at + 1
            asks = prep in infinitive
            if asks and tags[at : at + 2] == [ADV, VERB]:
                at += 1
            if at < count and tags[at] == VERB and _opens_verb(prep, language):
                group = read_verb_group(tagged, at, language, infinitive=asks)
                chunks.append(Chunk("vg", prep_at, group.last, prep=prep, vg=group, head=group.lemma))
                at, prep = group.last, ""
            continue
        if tag == DATE:
            last, what = spans[at] if at in spans else (at + 1, None)
            if isinstance(what, DateMention):
                chunks.append(Chunk("date", prep_at if prep else at, last, prep=prep, date=what))
            at, prep = last, ""
            continue
        if tag in _VERB_OR_NE or (tag == PRON and _clitic_of_verb(tagged, at, language)):
            group = read_verb_group(tagged, at, language)
            # "une invitation à se rendre": a pronoun may stand between.
            opens = bool(prep) and group.form == "inf" and prep_at == at - 1 and _opens_verb(prep, language)
            opener, first = (prep, prep_at) if opens else ("", at)
            if group.aside[1] and held is None and not opens:
                held = Chunk("vg", group.aside[1], group.last, vg=group, head=group.lemma)
                at, prep = group.aside[0], ""
                continue
            chunks.append(Chunk("vg", first, group.last, prep=opener, vg=group, head=group.lemma))
            at, prep = group.last, ""
            continue
        if tag == DEMONYM and not prep and _is_receiver(chunks, tagged, at, language):
            # "gave Ukraine tanks"
            last, what = spans[at]
            if isinstance(what, NameMention):
                chunks.append(Chunk("np", at, last, cls="name", name=what, head_at=at))
            at = last
            continue
        if tag in _PHRASAL:
            chunk, at = _noun_phrase(tagged, at, language)
            if prep:
                chunk.prep, chunk.first = prep, prep_at
            if owner is not None:
                _possess(owner, chunk, language)
                owner = None
            elif language.compounds and _owns_next(chunks, chunk, tagged, at, language):
                # "the Trump administration": a name before a noun is its possessor too.
                owner = chunk
                prep = ""
                continue
            if chunk.head in time_nouns and not chunk.adj_codes and not _measures(chunk, tagged, at, language):
                # A time that names no date ("ce mardi" of nobody knows which week) is no party to the clause either.
                chunk.kind = "date"
            chunks.append(chunk)
            prep = ""
            continue
        kind = _KINDS.get(tag, "mark")
        last = spans[at][0] if at in spans else at + 1
        head = lower(tokens[at]) if last == at + 1 else _phrase(tagged, at)
        chunks.append(Chunk(kind, at, last, prep if kind == "rel" else "", "", head))
        if kind not in _BEFORE_OBJECT:
            prep = ""
        at = last
    return chunks


def _money(amount: AmountMention) -> bool:
    """Whether a figure is a sum: before a noun it says how large that is ("a $5 million loan")."""
    return amount.unit is not None and len(amount.unit) == _CODE and amount.unit.isupper()


def _compound(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a noun goes on a compound: not a time ("sanctions hours later"), not a word nobody knows."""
    word = tagged.words[at]
    return word.noun not in language.grammar.time_nouns and (word.known or tagged.tokens[at].text[:1].isupper())


def _owned(tags: list[str], at: int) -> bool:
    """Whether a noun phrase begins at a token."""
    while at < len(tags) and tags[at] == ADV:
        at += 1
    return at < len(tags) and tags[at] in _OWNABLE


def _noun_ahead(tags: list[str], at: int) -> bool:
    """Whether adjectives at a token lead to a noun."""
    while at < len(tags) and tags[at] in _ADJ_OR_DEMONYM:
        at += 1
    return at < len(tags) and tags[at] == NOUN


def _goods_ahead(tagged: Tagged, at: int) -> bool:
    """Whether adjectives at a token lead to goods."""
    while at < len(tagged.tags) and tagged.tags[at] in _ADJ_OR_DEMONYM:
        if at in tagged.goods:
            return True
        at += 1
    return at in tagged.goods


def _is_receiver(chunks: list[Chunk], tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a country right behind a verb of giving, and before goods, is whom they go to."""
    what = tagged.spans[at][1] if at in tagged.spans else None
    given = bool(chunks) and chunks[-1].kind == "vg" and chunks[-1].head in language.grammar.verbs.to_whom
    return (
        given
        and isinstance(what, NameMention)
        and what.kind == "name"
        and chunks[-1].last == at
        and _goods_ahead(tagged, tagged.spans[at][0])
    )


def _owns_next(chunks: list[Chunk], name: Chunk, tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a name is the possessor of the noun right behind it.

    It is not where it belongs to a title before it ("ambassador Serur persona non grata"), or a time follows it.
    """
    tags = tagged.tags
    if name.cls not in {"person", "name"} or name.last != at or at >= len(tags) or tags[at] not in _NOUN_OR_ADJ:
        return False
    if tagged.words[at].noun in language.grammar.time_nouns or not _noun_ahead(tags, at):
        return False
    before = chunks[-1] if chunks else None
    return not (before is not None and before.kind == "np" and before.last == name.first and before.cls in _BORNE)


def _measures(chunk: Chunk, tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a time only tells how long something lasted that is dealt with: "mit un terme à vingt ans d'embargo"."""
    prepositions = language.grammar.prepositions
    if chunk.prep not in prepositions.dative or tagged.tags[at : at + 2] != [PREP, NOUN]:
        return False
    return lower(tagged.tokens[at]) in prepositions.partitive


def _possessor(chunks: list[Chunk], tagged: Tagged, at: int) -> Chunk | None:
    """The last phrase as whose what follows a genitive is, taken off the chunks; None where nothing is owned."""
    if _owned(tagged.tags, at + 1):
        return _with_title(chunks.pop(), chunks)
    if _stands_for_holder(chunks[-1], tagged, at):
        # "Peru's president phoned Chile's": the one who has the same office.
        chunks[-1].cls, chunks[-1].adj_codes, chunks[-1].name = "office", _codes_of(chunks[-1]), None
    return None


def _stands_for_holder(chunk: Chunk, tagged: Tagged, at: int) -> bool:
    """Whether a possessor at ``at`` owns nothing that is told, right behind a verb: "phoned Chile's on Monday"."""
    if chunk.cls != "name" or chunk.last != at or chunk.prep or not chunk.first or not _codes_of(chunk):
        return False
    ends = at + 1 >= len(tagged.tags) or tagged.tags[at + 1] in _ENDS_PHRASE
    return ends and tagged.tags[chunk.first - 1] == VERB


_ENDS_PHRASE = frozenset({DATE, MARK, COMMA, PREP, AND})


def _codes_of(chunk: Chunk) -> tuple[str, ...]:
    return chunk.name.codes if chunk.name is not None else ()


def _with_title(person: Chunk, chunks: list[Chunk]) -> Chunk:
    """A person with the office before the name: "President Ruto's visit" is that of the president."""
    title = chunks[-1] if chunks else person
    if person.cls != "person" or person.prep or title.cls not in _TITLES or title.persons or title.last != person.first:
        return person
    title.persons, title.last = person.persons, person.last
    return chunks.pop()


def _possess(owner: Chunk, owned: Chunk, language: Language) -> None:
    owned.prep, owned.first = owner.prep, owner.first
    owner.prep = min(language.grammar.prepositions.possession)
    owned.comps = [owner, *owned.comps]


def _opens_verb(prep: str, language: Language) -> bool:
    """Whether an infinitive or gerund may follow a preposition."""
    particles = language.grammar.particles
    return (
        prep in particles.infinitive
        or prep in particles.gerund
        or prep in particles.motives
        or prep in particles.without
        or prep in particles.after
        or prep in particles.openers
    )


def _phrase(tagged: Tagged, at: int) -> str:
    what = tagged.spans[at][1]
    return what.lemma if isinstance(what, Reading) else ""


def preposition(tagged: Tagged, at: int, language: Language) -> str:
    """The canonical preposition at a token: ``du`` is ``de``."""
    canonical = language.grammar.prepositions.canonical
    word = lower(tagged.tokens[at])
    if at in tagged.spans:
        what = tagged.spans[at][1]
        word = what.lemma if isinstance(what, Reading) else word
    return canonical.get(word, word)


def _clitic_of_verb(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a pronoun belongs to the verb group that follows rather than standing as its subject."""
    if lower(tagged.tokens[at]) not in language.grammar.pronouns.clitic:
        return False
    after = at + 1
    while after < len(tagged.tags) and tagged.tags[after] in _PRON_OR_NE:
        after += 1
    if after >= len(tagged.tags) or tagged.tags[after] != VERB:
        return False
    # "nous avons", "nous nous sommes rendus": the first is the subject.
    word = lower(tagged.tokens[at])
    if word not in language.grammar.pronouns.subject:
        return True
    if at and lower(tagged.tokens[at - 1]) == word:
        return True
    return after > at + 1 and lower(tagged.tokens[at + 1]) != word


def _noun_phrase(  # noqa: C901, PLR0912, PLR0915  (a case for each category before and at the head)
    tagged: Tagged, at: int, language: Language
) -> tuple[Chunk, int]:
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
            leads = language.compounds and _money(span[1]) and _noun_ahead(tags, span[0])
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
        if titled and tags[at + 1 : at + 2] == [ADJ] and _noun_ahead(tags, at + 1):
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
    """Whether a phrase says what several are: the government in "les chefs de gouvernement croate, slovène et"."""
    before = chunk.first - 2
    bare = before >= 0 and not chunk.det and chunk.first not in tagged.spans
    opened = bare and lower(tagged.tokens[before + 1]) in language.grammar.prepositions.partitive
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
        if chunk.cls in _BORNE and language.grammar.unofficial.intersection(before):
            chunk.cls = "noun"
    if not chunk.cls:
        chunk.cls = "amount" if chunk.amount is not None else "noun"
    return chunk


def _pronoun(tagged: Tagged, at: int) -> str:
    span = tagged.spans.get(at)
    if span is not None and isinstance(span[1], Reading):
        return span[1].lemma
    return lower(tagged.tokens[at])
