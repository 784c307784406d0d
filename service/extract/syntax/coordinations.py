"""Phrases joined by commas and "and": which of them make one list."""

from service.extract.language import Language
from service.extract.syntax.appositions import last_complements
from service.extract.syntax.chunk import ACTORS, Chunk

_JOINS = frozenset({"comma", "and"})
_BESIDE = 2
"""The pieces behind who acts too, up to the verb: a comma and the verb."""
_PARTS = frozenset({":", ";"})
"""Marks behind which a list is no second object: "ils se taisaient : X et Y ont signé"."""


def join_lists(items: list[Chunk], language: Language) -> list[Chunk]:
    """The phrases with those that are joined to one put into its ``conj``."""
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
    end = _list_end([*items[:at], inner, *items[at + 1 :]], at, before, places, within=not host.prep)
    bare = all(part.cls == "name" and not part.prep for part in items[at + 1 : end + 1] if part.kind == "np")
    return end if bare else at


def _joinable(item: Chunk) -> bool:
    return item.cls in ACTORS or item.amount is not None or item.cls == "noun"


def _list_end(items: list[Chunk], at: int, before: list[Chunk], places: frozenset[str], *, within: bool = False) -> int:
    """The index of the last member of the list that starts at ``at``; ``at`` itself where there is none.

    ``within``: the first member is the complement of a phrase without a preposition, and opens no sentence by itself.
    """
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
        if member.cls == "pronoun" and separator.kind == "comma" and first.prep and not member.prep:
            # "will work on Syria, he and X said": it is he who speaks.
            return at
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
    return end if joined and (within or not _opens(items, at, end, places)) else at


def _is_aside(items: list[Chunk], at: int) -> bool:
    """Whether a complement stands alone between commas: "ont signé, en marge de la visite, une charte et un bail"."""
    first, comma, after = items[at : at + 3]
    opened = bool(first.prep) and bool(at) and items[at - 1].kind == "comma"
    return opened and comma.kind == "comma" and first.cls == after.cls == "noun" and not after.prep and bool(after.det)


def _beside(items: list[Chunk], at: int, first: Chunk) -> bool:
    """Whether an actor stands between commas right before the verb of the first: "le ministre, ainsi que X, ont"."""
    behind = items[at + 1 : at + 3]
    verb = behind[1].vg if len(behind) == _BESIDE else None
    bare = not (first.prep or items[at].prep) and first.cls in ACTORS and items[at].cls in ACTORS
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


def _same_rank(first: Chunk, member: Chunk, places: frozenset[str]) -> bool:
    both_places = {first.prep, member.prep} <= places and first.cls == member.cls == "name"
    repeated = bool(first.prep) and first.prep.rpartition(" ")[2] == member.prep
    if member.prep and member.prep != first.prep and not both_places and not repeated:
        return False
    if first.prep in places and not member.prep and first.cls != member.cls:
        # "au Mali, Abdoulaye Diop et Sadio Camara": whoever follows a place is no second place.
        return False
    if (first.cls in ACTORS or first.persons) and (member.cls in ACTORS or member.persons):
        return True
    return (
        first.cls == member.cls
        or (first.amount is not None and member.amount is not None)
        or {first.cls, member.cls} <= {"amount", "noun"}
    )
