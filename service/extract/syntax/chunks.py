"""Noun phrases and verb groups: the pieces a clause is made of.

A noun phrase keeps what it names (codes, persons), what kind of actor its head is, and its complements
("le ministre des Affaires étrangères du Mali"). A verb group keeps lemma, tense, voice and negation.
"""

from service.extract.dates.mentions import DateMention
from service.extract.language import Language
from service.extract.lexicon.morphology import Reading
from service.extract.lexicon.words import lower
from service.extract.names.gazetteer import NameMention
from service.extract.syntax.chunk import TITLED, Chunk
from service.extract.syntax.noun_phrases import noun_ahead, read_noun_phrase
from service.extract.syntax.verbs import read_verb_group
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

_TITLES = frozenset({"office", "envoy", "agent"})
"""Kinds of heads that a person's name follows without a comma."""
_BEFORE_OBJECT = frozenset({"adv", "mark"})
"""Pieces that may stand between a preposition and what it opens."""
_KINDS = {COMMA: "comma", AND: "and", SUB: "sub", REL: "rel", ADV: "adv", NEG: "adv"}
"""Kinds of the pieces that are neither phrase nor verb; all others are marks."""


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
            ends = spans[prep_at][0] if prep and prep_at in spans else prep_at + 1
            opens = bool(prep) and group.form == "inf" and ends == at and _opens_verb(prep, language)
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
            chunk, at = read_noun_phrase(tagged, at, language)
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


def _owned(tags: list[str], at: int) -> bool:
    """Whether a noun phrase begins at a token."""
    while at < len(tags) and tags[at] == ADV:
        at += 1
    return at < len(tags) and tags[at] in _OWNABLE


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
    if tagged.words[at].noun in language.grammar.time_nouns or not noun_ahead(tags, at):
        return False
    before = chunks[-1] if chunks else None
    return not (before is not None and before.kind == "np" and before.last == name.first and before.cls in TITLED)


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
