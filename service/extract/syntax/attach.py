"""Chunks into phrases: complements, appositions and coordinations find their heads."""

import msgspec

from service.extract.language import Language
from service.extract.lexicon.morphology import load_lexicon
from service.extract.lexicon.words import lower
from service.extract.syntax.appositions import appose, join_styles, last_complements
from service.extract.syntax.callings import see_through
from service.extract.syntax.chunks import Chunk
from service.extract.syntax.members import (
    join_charges,
    take_bracketed,
    take_charges,
    take_homes,
    take_instances,
    take_listed,
    take_respective,
)
from service.extract.text.tokens import Token

_ACTORS = frozenset(
    {
        "collective",
        "office",
        "homologue",
        "envoy",
        "agent",
        "institution",
        "delegation",
        "forces",
        "country",
        "people",
        "name",
        "person",
        "pronoun",
        "mission",
    }
)
_PARTED = frozenset({"envoy", "agent", "office"})
"""Of whom a number may be told: "two of its ambassadors"."""
_BRACKETS = frozenset("([")
_BEARERS = frozenset({"office", "homologue", "envoy", "agent", "institution", "delegation"})


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
    items = _complements(join_styles(_drop_stress(items, language), language), tokens, language)
    for item in items if language.grammar.sports else ():
        if item.cls == "delegation" and not language.grammar.sports.isdisjoint([comp.head for comp in item.comps]):
            item.cls = "noun"
    if "and" in kinds and language.grammar.groups.charges:
        items = join_charges(items, language)
    items = appose(take_charges(items, language), tokens, language)
    items = take_instances(_coordinations(items, language), language)
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
        bare = [item.kind == "np" and not item.prep and item.cls in _ACTORS for item in (one, other)]
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
        theirs = owner is not None and owner.kind == "np" and (owner.cls in _ACTORS or bool(owner.adj_codes))
        if owner is not None and theirs and owned.cls != "name":
            owned.comps.append(msgspec.structs.replace(owner, prep=possession, comps=[], conj=[]))
    return chunks


_ECHOED = (_BEARERS - {"delegation"}) | {"noun", "forces", "mission"}


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
        if counted is not None and counted.cls in _PARTED and counted.plural and not counted.persons:
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
        if one.prep or not other.prep or one.cls not in _ACTORS or other.cls not in _ACTORS or one.cls == "pronoun":
            continue
        words = [lower(token) for token in tokens[other.first : other.first + _LONGEST_JOINT]]
        if any(" ".join(words[:count]).replace("' ", "'") in joint for count in range(1, _LONGEST_JOINT + 1)):
            one.conj = [*one.conj, other, *other.conj]
            items = [*items[:at], *items[at + _OTHERS - 2 :]]
    return items


_HEADLINE = 4
"""The pieces that "Russia, Mali sign deal" begins with: name, comma, name, verb."""


def _join_headline(items: list[Chunk]) -> list[Chunk]:
    """Join the names of "Russia, Mali sign deal": at the head of a sentence commas may stand for "and"."""
    if len(items) < _HEADLINE or items[0].kind != "np" or items[0].cls not in {"name", "person"}:
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
    if any(part.cls != one.cls or part.prep or part.comps for part in (one, *others)):
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
            and items[at - 1].cls in _ACTORS
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


def _complements(items: list[Chunk], tokens: list[Token], language: Language) -> list[Chunk]:
    possession = language.grammar.prepositions.possession
    origin = language.grammar.prepositions.origin
    out: list[Chunk] = []
    for at, item in enumerate(items):
        prep = item.prep
        if not prep or item.kind != "np" or not out:
            out.append(item)
            continue
        host = out[-1]
        if (
            (prep in origin and _comes_from(host, item, language))
            or (host.cls == "envoy" and _is_seat(item, items[at + 1 : at + 3], language))
            or (prep in language.grammar.prepositions.charge and _is_charge(host, item, language))
            or (prep in language.grammar.prepositions.dative and _is_department(host, item, tokens))
        ):
            host.comps.append(item)
            continue
        if _is_parted(host) and _serves(item, language):
            (host if host.cls in _PARTED else host.comps[0]).comps.append(item)
            continue
        if prep in possession:
            if host.kind == "adv" and len(out) > 1 and _lacks_state(out[-2], language):
                # "le président en exercice de la CEDEAO"
                out.pop()
            previous = out[-1]
            if previous.kind == "np" and _takes_complement(previous, item):
                _innermost(previous, item, language).comps.append(item)
                if not previous.head and previous.cls == "noun" and item.cls in _PARTED:
                    # "four of the six diplomats"
                    previous.cls, previous.plural = "collective", True
                continue
            if previous.kind == "date" and len(out) > 1 and _lacks_complement(out[-2], item):
                # "signature mercredi d'un traité": the date stands between a noun and its complement.
                out[-2].comps.append(item)
                continue
            if previous.kind in {"comma", "and"} and len(out) > 1:
                charge = out[-2].cls == "office" and _is_written_large(item, tokens)
                last = next(
                    (
                        one
                        for one in last_complements(out[-2])
                        # "ministre des Transports et de la Pêche": ministries, whatever each is
                        if one.prep == prep and (_alike(one, item) or (charge and _is_written_large(one, tokens)))
                    ),
                    None,
                )
                if last is not None and (previous.kind == "and" or _list_goes_on(items, at, possession)):
                    last.conj.append(item)
                    out.pop()
                    continue
        out.append(item)
    return out


def _comes_from(host: Chunk, item: Chunk, language: Language) -> bool:
    """Whether a phrase tells whose an actor is: "ministers from Egypt", but "the ambassador from Paris" sat there."""
    theirs = item.cls == "institution" and bool(item.adj_codes)
    named = item.cls == "name" or theirs or any(comp.cls == "name" for comp in item.comps)
    if host.head in language.grammar.groups.carriers:
        # "a plane from Havana carrying doctors"
        return named and not host.comps
    return named and host.kind == "np" and host.cls != "envoy" and _lacks_state(host, language)


def _is_seat(item: Chunk, behind: list[Chunk], language: Language) -> bool:
    """Whether a phrase is where an envoy is posted, between him and who acts with him: "à Niamey et le ministre"."""
    prepositions = language.grammar.prepositions
    if item.cls != "name":
        return False
    if item.prep not in prepositions.place and item.prep not in prepositions.dative:
        return False
    return [piece.kind for piece in behind] == ["and", "np"] and behind[1].cls in _BEARERS and not behind[1].prep


def _is_parted(host: Chunk) -> bool:
    """Whether a phrase means envoys, or some of several."""
    return host.cls in _PARTED or (host.cls == "collective" and bool(host.comps) and host.comps[0].cls in _PARTED)


def _serves(item: Chunk, language: Language) -> bool:
    """Whether a phrase is the embassy at which an envoy is: "two diplomats at the Irish embassy"."""
    prepositions = language.grammar.prepositions
    at_it = item.prep in prepositions.place or item.prep in prepositions.dative
    return at_it and item.cls == "mission" and (bool(item.adj_codes) or bool(item.comps))


def _is_charge(host: Chunk, item: Chunk, language: Language) -> bool:
    """Whether a phrase tells what somebody is minister for; a state there is no charge ("envoy for Sudan")."""
    groups, charge = language.grammar.groups, language.grammar.prepositions.charge
    in_charge = host.kind == "np" and host.head in groups.charged
    plain = item.cls in {"noun", "institution", "country", "forces"} and not item.adj_codes
    opened = not item.det or item.det in groups.charge_articles
    return in_charge and plain and opened and not host.persons and not any(comp.prep in charge for comp in host.comps)


def _is_department(host: Chunk, item: Chunk, tokens: list[Token]) -> bool:
    """Whether a phrase written large is what an office is for: "la ministre indienne aux Affaires étrangères"."""
    large = item.det != "" or item.first < item.head_at
    office = host.kind == "np" and host.cls == "office" and not host.persons
    return office and large and _is_written_large(item, tokens)


def _is_written_large(item: Chunk, tokens: list[Token]) -> bool:
    """Whether a phrase that names no state is written as a ministry is: "la Coopération"."""
    plain = item.cls in {"noun", "institution", "forces"} and not (item.adj_codes or item.name)
    return plain and tokens[item.head_at].text[:1].isupper() and not tokens[item.head_at].text.isupper()


def _innermost(host: Chunk, item: Chunk, language: Language) -> Chunk:
    """Whom a further complement belongs to: "la visite du ministre du Mali" is of a minister, and he of Mali."""
    acts = language.frames.by_noun
    while host.comps:
        last = host.comps[-1]
        # "la cérémonie de remise de 5 000 tonnes": what is remitted completes the act, not its occasion.
        of_act = last.head in acts and host.head not in acts and not last.det
        if not _lacks_state(last, language) and not of_act and not _done_by(item, last, host, language):
            break
        host = last
    return host


def _done_by(item: Chunk, act: Chunk, host: Chunk, language: Language) -> bool:
    """Whether a person behind an act is who does it: "l'annulation de la visite du président" is of his visit."""
    person = item.cls in _PARTED or item.cls in {"person", "homologue", "delegation"}
    return person and host.cls == "noun" and act.cls == "noun" and act.head in language.frames.by_noun


def _lacks_state(chunk: Chunk, language: Language) -> bool:
    owned = chunk.det in language.grammar.pronouns.possessive and chunk.cls != "homologue"
    named = owned or chunk.adj_codes or chunk.persons or any(comp.cls in {"name", "person"} for comp in chunk.comps)
    return chunk.cls in _BEARERS and not named


def _takes_complement(head: Chunk, item: Chunk) -> bool:
    """Names and persons take no complement but a name: "Moscou de son soutien" are two arguments of one verb."""
    if head.cls in {"name", "person"}:
        return item.cls in {"name", "person"}
    return head.cls != "pronoun"


def _lacks_complement(head: Chunk, item: Chunk) -> bool:
    return head.kind == "np" and not head.comps and _takes_complement(head, item)


def _alike(one: Chunk, other: Chunk) -> bool:
    if one.cls == other.cls:
        return True
    return one.cls in _ACTORS and other.cls in _ACTORS


def _list_goes_on(items: list[Chunk], at: int, possession: frozenset[str]) -> bool:
    """Whether a comma before this complement is that of a list: another comma or an "and" and a like one follow."""
    after = at + 1
    if after + 1 < len(items) and items[after].kind in {"comma", "and"}:
        following = items[after + 1]
        if following.kind == "np" and following.prep in possession and _alike(items[at], following):
            return True
    # "du Mali, du Tchad et du Niger": the last one has been joined by "and" already when read.
    return at > 1 and items[at].cls == "name" and items[at - 2].kind == "np"


_JOINS = frozenset({"comma", "and"})
_BESIDE = 2
"""The pieces behind who acts too, up to the verb: a comma and the verb."""


def _coordinations(items: list[Chunk], language: Language) -> list[Chunk]:
    places, reporting = language.grammar.prepositions.place, language.grammar.reporting.verbs
    out: list[Chunk] = []
    at, count = 0, len(items)
    while at < count:
        item = items[at]
        if item.kind == "np" and at + 2 < count and items[at + 1].kind in _JOINS and _joinable(item):
            listed = _lists_owners(items, at, out, places)
            if listed > at:
                last_complements(item)[0].conj.extend(part for part in items[at + 1 : listed + 1] if part.kind == "np")
                out.append(item)
                at = listed + 1
                continue
            end = _list_end(items, at, out, places)
            if end > at and _acts_next(items, at, end, reporting):
                # "broke off ties with Myanmar and Uruguay recalled its ambassador"
                end = max(at, end - 2)
            if end > at:
                item.conj = [*item.conj, *(part for part in items[at + 1 : end + 1] if part.kind == "np")]
                if item.cls == "noun" and not item.comps and item.conj[-1].comps:
                    # "la formation et le conseil des forces": the complement serves both.
                    item.comps = list(item.conj[-1].comps)
                out.append(item)
                at = end + 1
                continue
        out.append(item)
        at += 1
    return out


def _acts_next(items: list[Chunk], at: int, end: int, reporting: frozenset[str]) -> bool:
    """Whether the last of a list behind a verb is who acts in a clause of its own, with a verb and its object."""
    last = items[end]
    if not items[at].prep or last.prep or last.cls != "name" or items[end - 1].kind != "and" or end + 2 >= len(items):
        return False
    verb, behind = items[end + 1], items[end + 2]
    if verb.kind != "vg" or verb.vg is None or verb.vg.form not in {"finite", "pastpart"} or verb.prep:
        return False
    if behind.kind != "np" or behind.prep:
        return False
    opens = [item for item in items[:at] if item.kind in {"vg", "rel"}]
    before = opens[-1] if opens else None
    settled = before is not None and before.vg is not None and before.vg.finite and before.vg.lemma not in reporting
    return settled and not any(item.kind == "rel" for item in opens)


def _lists_owners(items: list[Chunk], at: int, before: list[Chunk], places: frozenset[str]) -> int:
    """Where a list of names ends that a noun's complement begins ("a tour of Ghana, Togo and Benin"); else ``at``."""
    host = items[at]
    inner = next(iter(last_complements(host)), None)
    if inner is None or inner.cls != "name" or inner.conj or inner.first < host.head_at:
        return at
    if host.cls != "noun" and not host.plural:
        # "the president of Ghana and Togo's envoy": who is one may stand beside somebody else.
        return at
    end = _list_end([*items[:at], inner, *items[at + 1 :]], at, before, places)
    bare = all(part.cls == "name" and not part.prep for part in items[at + 1 : end + 1] if part.kind == "np")
    return end if bare else at


def _joinable(item: Chunk) -> bool:
    return item.cls in _ACTORS or item.amount is not None or item.cls == "noun"


def _list_end(items: list[Chunk], at: int, before: list[Chunk], places: frozenset[str]) -> int:
    """The index of the last member of the list that starts at ``at``; ``at`` itself where there is none."""
    first = items[at]
    if _is_aside(items, at):
        return at
    cursor, end, joined = at, at, False
    while cursor + 2 < len(items) and items[cursor + 1].kind in _JOINS:
        further = items[cursor + 3] if cursor + 3 < len(items) else None
        named = further is not None and further.cls == first.cls == "name" and not further.prep
        doubled = items[cursor + 1].kind == "comma" and items[cursor + 2].kind == "and"
        if doubled and further is not None and (named or further.prep in places or _beside(items, cursor + 3, first)):
            # "en Indonésie, puis à Singapour", "Bahreïn, puis le Soudan,", "its neighbour Chile, as well as Peru,"
            cursor += 1
        separator, member = items[cursor + 1], items[cursor + 2]
        if member.kind != "np" or not _same_rank(first, member, places):
            break
        if separator.kind == "and":
            if _acts_too(items, cursor + 2, first) and _has_object(before):
                break
            joined = True
            end = cursor + 2
            # "A a reçu B et C a signé": C is the subject of the next verb, not a second object.
            after = items[cursor + 3] if cursor + 3 < len(items) else None
            if (
                after is not None
                and after.kind == "vg"
                and after.vg is not None
                and after.vg.finite
                and _follows_verb(before)
                and not first.prep
            ):
                return at
            cursor += 2
            if cursor + 1 < len(items) and items[cursor + 1].kind == "and":
                continue
            break
        cursor += 2
    return end if joined and not _opens(items, at, end, places) else at


def _is_aside(items: list[Chunk], at: int) -> bool:
    """Whether a complement stands alone between commas: "ont signé, en marge de la visite, une charte et un bail"."""
    first, comma, after = items[at : at + 3]
    opened = bool(first.prep) and bool(at) and items[at - 1].kind == "comma"
    return opened and comma.kind == "comma" and first.cls == after.cls == "noun" and not after.prep and bool(after.det)


def _beside(items: list[Chunk], at: int, first: Chunk) -> bool:
    """Whether an actor stands between commas right before the verb of the first: "le ministre, ainsi que X, ont"."""
    behind = items[at + 1 : at + 3]
    verb = behind[1].vg if len(behind) == _BESIDE else None
    bare = not (first.prep or items[at].prep) and first.cls in _ACTORS and items[at].cls in _ACTORS
    return bare and verb is not None and verb.finite and behind[0].kind == "comma"


def _acts_too(items: list[Chunk], at: int, first: Chunk) -> bool:
    """Whether a bare name begins a clause that leaves out its verb: "a promis du riz au Mali et Rome des camions"."""
    what = items[at + 1] if at + 1 < len(items) else None
    bare = bool(first.prep) and not items[at].prep and items[at].cls == "name"
    told = what is not None and what.kind == "np" and not what.prep and what.cls in {"noun", "amount"}
    return bare and told and bool(what is not None and (what.det or what.amount is not None))


def _has_object(before: list[Chunk]) -> bool:
    """Whether the verb before a list has its object already: not in "a signé avec X et Y une déclaration"."""
    for item in reversed(before):
        if item.kind == "np" and not item.prep:
            return True
        if item.vg is not None:
            return False
    return True


def _opens(items: list[Chunk], at: int, end: int, places: frozenset[str]) -> bool:
    """Whether the first member only opens the sentence: "après le Nigeria, le ministre et sa suite iront"."""
    if at and items[at - 1].cls == "envoy" and items[at].cls == "name":
        # "the ambassadors to Kenya, Peru and Norway were named"
        return False
    if at and items[at - 1].kind == "np" and items[at].prep not in places:
        # "le sommet entre la Russie, la Turquie et l'Iran se tiendra"
        return False
    after = items[end + 1].vg if end + 1 < len(items) else None
    bare = any(item.kind == "np" and not item.prep for item in items[at + 1 : end + 1])
    return bool(items[at].prep) and bare and after is not None and after.finite and items[at + 1].kind == "comma"


def _follows_verb(before: list[Chunk]) -> bool:
    """Whether a finite verb of the same clause stands shortly before: after "a dit que", a list is the next subject."""
    for item in reversed(before[-3:]):
        if item.kind in {"sub", "rel"} or (item.kind == "mark" and item.head in _PARTS):
            return False
        if item.vg is not None and item.vg.finite:
            return True
    return False


_PARTS = frozenset({":", ";"})
"""Marks behind which a list is no second object: "ils se taisaient : X et Y ont signé"."""


def _same_rank(first: Chunk, member: Chunk, places: frozenset[str]) -> bool:
    both_places = {first.prep, member.prep} <= places and first.cls == member.cls == "name"
    repeated = bool(first.prep) and first.prep.rpartition(" ")[2] == member.prep
    if member.prep and member.prep != first.prep and not both_places and not repeated:
        return False
    if first.prep in places and not member.prep and first.cls != member.cls:
        # "au Mali, Abdoulaye Diop et Sadio Camara": whoever follows a place is no second place.
        return False
    if (first.cls in _ACTORS or first.persons) and (member.cls in _ACTORS or member.persons):
        return True
    return (
        first.cls == member.cls
        or (first.amount is not None and member.amount is not None)
        or {first.cls, member.cls} <= {"amount", "noun"}
    )
