"""Chunks into phrases: complements, appositions and coordinations find their heads."""

import msgspec

from service.extract.language import Language
from service.extract.lexicon.morphology import load_lexicon
from service.extract.lexicon.words import lower
from service.extract.syntax.appositions import appose, join_styles
from service.extract.syntax.callings import see_through
from service.extract.syntax.chunk import ACTORS, BEARERS, PARTED, Chunk
from service.extract.syntax.coordinations import join_lists
from service.extract.syntax.members import (
    join_charges,
    take_bracketed,
    take_charges,
    take_homes,
    take_instances,
    take_listed,
    take_respective,
)
from service.extract.syntax.noun_complements import take_complements
from service.extract.text.tokens import Token

_BRACKETS = frozenset("([")


def attach(chunks: list[Chunk], tokens: list[Token], language: Language) -> list[Chunk]:
    """The same chunks with de-complements, appositions and coordinated phrases folded into their heads."""
    items = see_through(chunks, language)
    kinds = {chunk.kind for chunk in items}
    # Most sentences have no brackets and no relatives: what concerns those is not asked of them.
    if "mark" in kinds and not _BRACKETS.isdisjoint([chunk.head for chunk in chunks]):
        items = _drop_parentheses(take_homes(take_bracketed(items, tokens, language), tokens, language), tokens)
    if "and" in kinds and "comma" in kinds:
        items = _drop_insertions(items)
    if "adv" in kinds and "and" in kinds:
        items = _drop_list_adverbs(items)
    if "rel" in kinds:
        items = _give_owners(_drop_instances(items, language), language)
    if not language.grammar.pronouns.echoing.isdisjoint([chunk.head for chunk in chunks]):
        items = _name_echoes(items, tokens, language)
    if "and" in kinds:
        _name_numbers(items, tokens, language)
    items = take_complements(join_styles(_drop_stress(items, language), language), tokens, language)
    for item in items if language.grammar.sports else ():
        if item.cls == "delegation" and not language.grammar.sports.isdisjoint([comp.head for comp in item.comps]):
            item.cls = "noun"
    if "and" in kinds and language.grammar.groups.charges:
        items = join_charges(items, language)
    items = appose(take_charges(items, language), tokens, language)
    items = take_instances(join_lists(items, language), language)
    if "comma" in kinds:
        items = take_respective(items, language)
    items = take_listed(items, language)
    if "comma" in kinds:
        items = _join_headline(_join_others(items, tokens, language))
    if language.grammar.particles.likening and not kinds.isdisjoint(_LIKENING):
        _join_likened(items, language)
    return items


_LIKENED = 4
"""The pieces of "X comme Y ont": two phrases, what joins them and the verb."""


_LIKENING = frozenset({"sub", "rel"})


def _join_likened(items: list[Chunk], language: Language) -> None:
    """Join two who act alike before a verb of the plural: "X comme Y ont refusé", "tant X que Y ont refusé"."""
    grammar = language.grammar
    for at in range(len(items) - _LIKENED + 1):
        joint, verb = items[at + 1], items[at + _LIKENED - 1]
        if joint.kind not in _LIKENING or verb.vg is None or not (verb.vg.finite and verb.vg.plural):
            continue
        one, other = items[at], items[at + 2]
        paired = at > 0 and items[at - 1].head in grammar.coordination.both
        both = paired and joint.head in grammar.relatives.complementizers
        bare = [item.kind == "np" and not item.prep and item.cls in ACTORS for item in (one, other)]
        if (both or joint.head in grammar.particles.likening) and all(bare) and not one.plural:
            one.conj = [*one.conj, other]
            del items[at + 1 : at + 3]
            return


def _drop_parentheses(chunks: list[Chunk], tokens: list[Token]) -> list[Chunk]:
    """Short asides in brackets interrupt a clause without being part of it: "(CEDEAO)", "(à droite)"."""
    kept: list[Chunk] = []
    at = 0
    while at < len(chunks):
        if chunks[at].kind == "mark" and tokens[chunks[at].first].text in "([":
            closing = next(
                (
                    n
                    for n in range(at + 1, min(len(chunks), at + 14))
                    if chunks[n].kind == "mark" and tokens[chunks[n].first].text in ")]"
                ),
                None,
            )
            if closing is not None:
                at = closing + 1
                continue
        kept.append(chunks[at])
        at += 1
    return kept


_INSTANCE = 4
"""The pieces of ", dont la Française X, "."""


def _drop_instances(chunks: list[Chunk], language: Language) -> list[Chunk]:
    """The same with instances between commas as complements of what they are of: "douze envoyés, dont X, ont ..."."""
    relatives = language.grammar.relatives
    at = 1
    while at + _INSTANCE <= len(chunks):
        comma, relative, instance, closing = chunks[at : at + _INSTANCE]
        kinds = [comma.kind, relative.kind, instance.kind, closing.kind]
        whose = relative.head in relatives.other and relative.head not in relatives.place
        if kinds == ["comma", "rel", "np", "comma"] and whose and not instance.prep and chunks[at - 1].kind == "np":
            chunks[at - 1].comps.append(instance)
            chunks = [*chunks[:at], *chunks[at + _INSTANCE :]]
        at += 1
    return chunks


_FURTHEST_OWNER = 2
"""How many pieces before "whose" its owner may stand: itself and a comma."""


def _give_owners(chunks: list[Chunk], language: Language) -> list[Chunk]:
    """The same with whom "whose" stands for as a complement behind it: "Peru, whose minister arrived"."""
    whose = language.grammar.relatives.owner
    possession = min(language.grammar.prepositions.possession, default="")
    for at in range(1, len(chunks) - 1):
        owned = chunks[at + 1]
        if chunks[at].kind != "rel" or chunks[at].head not in whose or owned.kind != "np" or owned.adj_codes:
            continue
        owner = next((c for c in reversed(chunks[max(0, at - _FURTHEST_OWNER) : at]) if c.kind != "comma"), None)
        theirs = owner is not None and owner.kind == "np" and (owner.cls in ACTORS or bool(owner.adj_codes))
        if owner is not None and theirs and owned.cls != "name":
            owned.comps.append(msgspec.structs.replace(owner, prep=possession, comps=[], conj=[]))
    return chunks


_ECHOED = (BEARERS - {"delegation"}) | {"noun", "forces", "mission"}


def _name_echoes(items: list[Chunk], tokens: list[Token], language: Language) -> list[Chunk]:
    """The same with the noun that a pronoun repeats in its place: "la visite de X et celle de Y"."""
    groups = language.grammar.groups
    article = min(groups.determiners - groups.demonstratives, default="")
    for at, item in enumerate(items[:-1]):
        if item.kind != "np" or item.head not in language.grammar.pronouns.echoing or item.cls != "pronoun":
            continue
        after = items[at + 1]
        if item.plural and at and items[at - 1].kind in {"comma", "mark"}:
            # "ses homologues, ceux du Chili et du Pérou": they are told as a group.
            continue
        owned = after.kind == "np" and after.prep in language.grammar.prepositions.possession
        if not owned and (after.vg is None or after.vg.form != "pastpart"):
            continue
        before = [one for one in items[:at] if one.kind == "np" and one.cls in _ECHOED and one.head and not one.persons]
        genders = _genders(item, tokens, "pron", language)
        known = [(one, _genders(one, tokens, "noun", language)) for one in before]
        before = [one for one, its in known if its == genders] or [one for one, its in known if its > genders]
        told = [one for one in before if one.head in language.frames.by_noun or one.cls != "noun"]
        meant = next(iter(reversed(told or before)), None)
        if meant is not None:
            item.head, item.cls, item.det = meant.head, meant.cls, article
    return items


_NEXT_BUT_ONE = 2


def _name_numbers(items: list[Chunk], tokens: list[Token], language: Language) -> None:
    """Give a bare number what was counted before: "three envoys from Peru and four from Chile" are four envoys."""
    prepositions = language.grammar.prepositions
    for at in range(_NEXT_BUT_ONE, len(items) - 1):
        number, owner = items[at], items[at + 1]
        if number.kind != "np" or number.head or number.cls != "noun" or not number.plural or number.prep:
            continue
        if items[at - 1].kind not in {"and", "comma"} or not language.words.of(tokens[number.first]).number:
            continue
        owned = owner.prep in prepositions.possession or owner.prep in prepositions.origin
        if owner.kind != "np" or owner.cls != "name" or not owned:
            continue
        counted = next((one for one in reversed(items[: at - 1]) if one.kind == "np" and not one.prep), None)
        if counted is not None and counted.cls in PARTED and counted.plural and not counted.persons:
            number.head, number.cls = counted.head, counted.cls


def _genders(item: Chunk, tokens: list[Token], pos: str, language: Language) -> set[str]:
    """The genders that the head of a phrase may have as what it is there."""
    readings = load_lexicon(language.code).read(tokens[item.head_at].text)
    return {reading.gender for reading in readings if reading.pos == pos and reading.gender}


_OTHERS = 5
"""The pieces of "X, along with Y, said": a phrase, a comma, another phrase, a comma and the verb."""
_LONGEST_JOINT = 3
"""Words of what opens such a phrase, at most."""


def _join_others(items: list[Chunk], tokens: list[Token], language: Language) -> list[Chunk]:
    """Join to a subject who acts too, between commas before their verb: "Norway, along with Kenya, condemned"."""
    joint, at = language.grammar.coordination.joint, 0
    if [item.kind for item in items].count("comma") <= 1:
        return items
    while joint and at + _OTHERS <= len(items):
        one, comma, other, closing, verb = items[at : at + _OTHERS]
        at += 1
        if [comma.kind, closing.kind, verb.kind] != ["comma", "comma", "vg"] or verb.vg is None or not verb.vg.finite:
            continue
        if one.prep or not other.prep or one.cls not in ACTORS or other.cls not in ACTORS or one.cls == "pronoun":
            continue
        words = [lower(token) for token in tokens[other.first : other.first + _LONGEST_JOINT]]
        if any(" ".join(words[:count]).replace("' ", "'") in joint for count in range(1, _LONGEST_JOINT + 1)):
            one.conj = [*one.conj, other, *other.conj]
            items = [*items[:at], *items[at + _OTHERS - 2 :]]
    return items


_HEADLINED = frozenset({"name", "person", "office", "homologue", "envoy"})
_HEADLINE = 4
"""The pieces that "Russia, Mali sign deal" begins with: name, comma, name, verb."""


def _join_headline(items: list[Chunk]) -> list[Chunk]:
    """Join who acts in "Russia, Mali sign deal": at the head of a sentence commas may stand for "and".

    So do those of persons and offices: "Kenya's Ruto, Peru's Boluarte meet", "Kenyan minister, Omani envoy meet".
    """
    if len(items) < _HEADLINE or items[0].kind != "np" or items[0].cls not in _HEADLINED:
        return items
    one, at = items[0], 1
    others: list[Chunk] = []
    while at + 1 < len(items) and items[at].kind == "comma" and items[at + 1].kind == "np":
        others.append(items[at + 1])
        at += 2
    while at < len(items) and items[at].kind == "adv":
        at += 1
    verb = items[at].vg if at < len(items) else None
    if not others or verb is None or not (verb.plural or items[at].prep):
        return items
    closing = items[at + 1 : at + 3]
    if len(closing) > 1 and closing[0].kind == "comma" and closing[1].vg is not None and closing[1].vg.finite:
        # "Manila, Omani officials say, has"
        return items
    listed = (one, *others)
    if any(part.prep or (part.comps and part.cls == "name") or part.cls not in _HEADLINED for part in listed):
        return items
    if any((part.cls == "name") != (one.cls == "name") or (part.det and part.cls != "name") for part in listed):
        return items
    one.conj = [*one.conj, *others]
    return [one, *items[at:]]


def _drop_stress(items: list[Chunk], language: Language) -> list[Chunk]:
    """The same without the pronouns that only stress who stands right before them: "the envoy himself"."""
    emphatic = language.grammar.pronouns.emphatic
    if emphatic.isdisjoint([item.head for item in items if item.cls == "pronoun"]):
        return items
    return [
        item
        for at, item in enumerate(items)
        if not (
            at
            and item.cls == "pronoun"
            and item.head in emphatic
            and not item.prep
            and items[at - 1].cls in ACTORS
            and items[at - 1].last == item.first
        )
    ]


def _drop_list_adverbs(chunks: list[Chunk]) -> list[Chunk]:
    """The same without the adverbs inside lists: "Brazil, Chile and even Argentina"."""
    return [
        chunk
        for at, chunk in enumerate(chunks)
        if not (chunk.kind == "adv" and at and [c.kind for c in chunks[at - 1 : at + 2 : 2]] == ["and", "np"])
    ]


_INSERTED = 2
"""The most pieces between commas behind "and" that only say how or when."""


def _drop_insertions(chunks: list[Chunk]) -> list[Chunk]:
    """The same without what stands between commas behind "and": "Norway and, to a lesser degree, Kenya"."""
    for at in range(len(chunks) - 3, 0, -1):
        if chunks[at].kind != "and" or chunks[at + 1].kind != "comma":
            continue
        end = at + 2
        while end < len(chunks) and (chunks[end].kind == "adv" or (chunks[end].kind == "np" and chunks[end].prep)):
            end += 1
        inside = chunks[at + 2 : end]
        plain = 0 < len(inside) <= _INSERTED and all(chunk.cls in {"noun", ""} for chunk in inside)
        if plain and end + 1 < len(chunks) and chunks[end].kind == "comma" and chunks[end + 1].kind == "np":
            chunks = [*chunks[: at + 1], *chunks[end + 1 :]]
    return _drop_sides(chunks)


def _drop_sides(chunks: list[Chunk]) -> list[Chunk]:
    """The same without what sets two sides apart: "Peru, on the one hand, and Chile, on the other, signed"."""
    for at in range(1, len(chunks) - 3):
        comma, adverb, closing, after = chunks[at : at + 4]
        if [comma.kind, adverb.kind, closing.kind] != ["comma", "adv", "comma"] or chunks[at - 1].kind != "np":
            continue
        if after.kind == "and" or (after.kind == "vg" and at > 1 and chunks[at - 2].kind == "and"):
            return _drop_sides([*chunks[:at], *chunks[at + 3 :]])
    return chunks
