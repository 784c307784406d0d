"""Who belongs to a group that a phrase only counts: "trois pays (Pérou, Chili, Bolivie)", "deux voisins, X et Y"."""

import msgspec

from service.extract.language import Language
from service.extract.names.states import states
from service.extract.syntax.appositions import last_complements
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.surroundings import DASHES
from service.extract.text.tokens import Token

_PEOPLE = frozenset({"office", "homologue", "envoy"})
_BEARERS = _PEOPLE | {"person"}
_REGIONS = frozenset({"noun", "person"})
"""What a part of the world that no table names is read as: "en Afrique de l'Est"."""
_FEWEST = 2
_COLON = ":"


def take_bracketed(items: list[Chunk], tokens: list[Token], language: Language) -> list[Chunk]:
    """The same with the names in brackets for the countries before them that only a number tells."""
    for at, item in enumerate(items[:-1]):
        opening = items[at + 1]
        if opening.kind != "mark" or tokens[opening.first].text != "(":
            continue
        region = item.kind == "np" and item.prep in language.grammar.prepositions.place and item.cls in _REGIONS
        if not region and not _counts(item, language):
            continue
        closing = next((n for n, other in enumerate(items[at + 2 :], at + 2) if other.kind == "mark"), at + 2)
        inside = items[at + 2 : closing]
        names = [chunk for chunk in inside if chunk.kind == "np"]
        if len(names) >= _FEWEST and all(chunk.kind in {"np", "comma", "and"} for chunk in inside):
            _become(item, names)
    return items


def take_homes(items: list[Chunk], tokens: list[Token], language: Language) -> list[Chunk]:
    """The same with the states in brackets behind persons as theirs: "Ana Ruiz (Peru), Jan Berg (Norway)"."""
    possession = min(language.grammar.prepositions.possession, default="")
    for person, opening, home, closing in zip(items, items[1:], items[2:], items[3:], strict=False):
        if person.cls not in _BEARERS or not person.persons or opening.kind != "mark" or closing.kind != "mark":
            continue
        if tokens[opening.first].text != "(" or tokens[closing.first].text != ")" or person.adj_codes:
            continue
        bare = home.kind == "np" and home.cls == "name" and home.name is not None and home.name.kind == "name"
        if bare and not (home.prep or home.comps or any(comp.cls == "name" for comp in person.comps)):
            person.comps = [*person.comps, msgspec.structs.replace(home, prep=possession)]
    return items


def take_listed(items: list[Chunk], language: Language) -> list[Chunk]:
    """The same with the members told behind a group as part of it: "plusieurs pays, dont le Kenya et le Rwanda".

    They may stand at the end of the clause: "Three countries recalled their envoys, among them Peru and Kenya".
    """
    items = _take_last(items, language)
    out: list[Chunk] = []
    at = 0
    while at < len(items):
        item = items[at]
        out.append(item)
        at += 1
        if not _counts(item, language):
            continue
        first, opener = _opening(items, at, language)
        members = items[first] if first < len(items) else None
        if members is not None and members.cls == "pronoun" and item.cls in _PEOPLE:
            at = _take_owners(items, at, first, item, language)
            continue
        if members is None or members.kind != "np" or members.prep or not _ends(items, first + 1, opener):
            continue
        named = [members, *members.conj]
        if opener not in language.grammar.groups.members and len(named) < _FEWEST:
            continue
        if _become(item, named):
            at = first + 1 + (first + 1 < len(items) and items[first + 1].kind == "comma")
    return out


def take_instances(items: list[Chunk], language: Language) -> list[Chunk]:
    """The same with the states told as instances of a group for it: "countries like Peru and Chile"."""
    instances = language.grammar.groups.instances
    if instances.isdisjoint([item.prep or item.head for item in items]):
        return items
    out: list[Chunk] = []
    opened = False
    for item in items:
        if not opened and item.kind in {"sub", "adv"} and item.head in instances and out and out[-1].kind == "np":
            opened = True
            out.append(item)
            continue
        told = item.kind == "np" and item.cls == "name" and (item.prep in instances or (opened and not item.prep))
        group = out[-1 - opened] if told and len(out) > opened else None
        if group is not None and group.kind == "comma" and len(out) > 1 + opened:
            group = out[-2 - opened]
        parts = (group, *last_complements(group)) if group is not None else ()
        whole = next((part for part in parts if part.plural and _counts(part, language)), None)
        if whole is not None and _become(whole, [item, *item.conj]):
            del out[len(out) - opened :]
        else:
            out.append(item)
        opened = False
    return out


def take_respective(items: list[Chunk], language: Language) -> list[Chunk]:
    """The same with each of several persons as the bearer of his title: "X and Y, respectively A's envoy and B's"."""
    respectively = language.grammar.groups.respectively
    for at, first in enumerate(items[:-1]):
        if first.cls != "person" or not first.conj or items[at + 1].kind != "comma":
            continue
        behind = at + 2
        if behind < len(items) and items[behind].kind == "adv" and items[behind].head in respectively:
            behind += 1
        titles = [items[behind], *items[behind].conj] if behind < len(items) else []
        bearers = [first, *first.conj]
        if len(titles) != len(bearers) or any(bearer.cls != "person" or len(bearer.persons) != 1 for bearer in bearers):
            continue
        if any(one.kind != "np" or one.cls not in _PEOPLE or one.persons or one.prep or one.plural for one in titles):
            continue
        for title, bearer in zip(titles, bearers, strict=True):
            title.persons = bearer.persons
        titles[0].prep, titles[0].first = first.prep, first.first
        return take_respective([*items[:at], *items[behind:]], language)
    return items


def _take_last(items: list[Chunk], language: Language) -> list[Chunk]:
    """The same with the names that close a sentence behind such a word as members of the group it tells of."""
    groups = language.grammar.groups.members
    end = len(items) - (bool(items) and items[-1].kind == "mark")
    named = items[end - 1] if end > 1 else None
    if named is None or named.kind != "np" or named.cls != "name" or named.comps:
        return items
    opening = end - 1
    if named.prep not in groups:
        opening -= 1
        if named.prep or items[opening].kind not in {"rel", "adv"} or items[opening].head not in groups:
            return items
    before = items[: opening - (items[opening - 1].kind == "comma")]
    group = next((item for item in reversed(before) if item.kind == "np" and _counts(item, language)), None)
    if group is None or group is before[-1] or group.prep or not any(item.kind == "vg" for item in before):
        return items
    return [*before, *items[end:]] if _become(group, [named, *named.conj]) else items


_CHARGES = frozenset({"noun", "institution", "country", "forces", "amount"})
"""What an office may be in charge of."""


def take_charges(items: list[Chunk], language: Language) -> list[Chunk]:
    """The same with all that an office is in charge of: "the minister of trade, industry and tourism"."""
    charged, articles = language.grammar.groups.charged, language.grammar.groups.charge_articles
    out: list[Chunk] = []
    at = 0
    while at < len(items):
        item = items[at]
        out.append(item)
        at += 1
        first = item.comps[-1] if item.kind == "np" and item.head in charged and item.comps else None
        if first is None or item.persons or not _is_charge(first, articles):
            continue
        end, joined = at, False
        while end + 1 < len(items) and items[end].kind in {"comma", "and"} and _is_bare_charge(items[end + 1]):
            joined = joined or items[end].kind == "and"
            end += 2
        if joined:
            first.conj.extend(part for part in items[at:end] if part.kind == "np")
            for part in (first, *first.conj):
                # "the minister of agriculture and food" gives none.
                part.amount = None
            at = end
    return out


def _is_bare_charge(item: Chunk) -> bool:
    """Whether a phrase is a further one of a list of what somebody is in charge of: nothing opens it."""
    return _is_charge(item, frozenset()) and not item.prep


def _is_charge(item: Chunk, articles: frozenset[str]) -> bool:
    """Whether a phrase is what somebody may be in charge of; only ``articles`` may open it."""
    plain = item.kind == "np" and item.cls in _CHARGES and not (item.adj_codes or item.persons or item.name)
    return plain and (not item.det or item.det in articles)


def _take_owners(items: list[Chunk], at: int, first: int, group: Chunk, language: Language) -> int:
    """Take "ceux du Chili et du Japon" for whose a group is; where to go on, ``at`` if it is no such list."""
    owners: list[Chunk] = []
    end = first + 1
    while end < len(items) and items[end].kind == "np" and items[end].prep in language.grammar.prepositions.possession:
        owners.append(items[end])
        end += 1 + (end + 1 < len(items) and items[end + 1].kind == "comma")
    if sum(1 + len(owner.conj) for owner in owners) < _FEWEST or any(owner.cls != "name" for owner in owners):
        return at
    group.comps.extend(owners)
    return end


def _counts(item: Chunk, language: Language) -> bool:
    """Whether a phrase tells of several states or persons without telling which."""
    if item.kind != "np" or not (item.plural or item.cls == "country") or item.conj or item.adj_codes or item.persons:
        return False
    groups = language.grammar.groups
    known = item.cls in _PEOPLE or item.head in groups.countries or item.head in groups.parties
    return known and not any((comp.name and not _is_body(comp)) or comp.adj_codes for comp in item.comps)


def _is_body(item: Chunk) -> bool:
    """Whether a phrase names organisations alone: "the three countries of the Alliance"."""
    return item.name is not None and states().isdisjoint(item.name.codes)


def _opening(items: list[Chunk], at: int, language: Language) -> tuple[int, str]:
    """Where the members begin behind a group that ends at ``at``, and the word or mark that announces them."""
    if at < len(items) and items[at].kind == "mark" and items[at].head == _COLON:
        return at + 1, _COLON
    comma = at < len(items) and items[at].kind == "comma"
    at += comma
    if at < len(items) and items[at].kind in {"rel", "adv"} and items[at].head in language.grammar.groups.members:
        return at + 1, items[at].head
    return (at, ",") if comma else (len(items), "")


def _ends(items: list[Chunk], at: int, opener: str) -> bool:
    """Whether a list of members ends at ``at``: what follows a colon goes on to the end of the sentence."""
    if at >= len(items):
        return True
    item = items[at]
    if opener == _COLON:
        return not any(other.kind == "vg" for other in items[at:])
    return item.kind in {"comma", "date"} or (item.kind == "mark" and item.head not in DASHES)


def _become(group: Chunk, named: list[Chunk]) -> bool:
    """Let a group stand for its members; whether they are of its kind."""
    if group.cls in _PEOPLE:
        if all(chunk.cls in _PEOPLE | {"person"} for chunk in named):
            group.conj = [*named]
            return True
        return False
    if any(chunk.cls != "name" or chunk.comps for chunk in named):
        return False
    first, *others = named
    group.name, group.cls, group.head, group.adjectives = first.name, "name", "", ()
    group.comps, group.conj = [], [chunk for chunk in others if chunk is not first]
    return True


def join_charges(items: list[Chunk], language: Language) -> list[Chunk]:
    """The same phrases with two charges of one state's ministers joined: "Kenya's trade and energy ministers"."""
    charges = language.grammar.groups.charges
    out: list[Chunk] = []
    for at, item in enumerate(items):
        before = out[-2] if len(out) > 1 and out[-1].kind == "and" else None
        if (
            before is not None
            and item.cls == "office"
            and item.plural
            and item.adjectives
            and not (item.prep or item.det or item.adj_codes or item.persons)
            and before.kind == "np"
            and before.cls == "noun"
            and before.head in charges
            and before is items[at - 2]
        ):
            del out[-2:]
            item.first, item.prep, item.det = before.first, before.prep, before.det
            item.comps, item.adj_codes = [*before.comps, *item.comps], before.adj_codes
        out.append(item)
    return out
