"""Who bears which title, who sits where, and who only comes along: phrases that stand side by side for one actor."""

from itertools import pairwise

from service.extract.language import Language
from service.extract.names.states import states
from service.extract.syntax.chunk import Chunk
from service.extract.text.tokens import Token

_TITLES = frozenset({"office", "homologue", "envoy", "agent", "delegation"})
_TITLED = _TITLES | {"forces", "noun", "institution"}
_RELATED = frozenset({"homologue", "country"})
_COMPANION = "companion"
_SEATED = frozenset({"institution", "people"})


def appose(items: list[Chunk], tokens: list[Token], language: Language) -> list[Chunk]:
    """The same phrases with names joined to the titles and places that they name, and companions left out."""
    places = language.grammar.prepositions.place
    if _COMPANION in {item.cls for item in items}:
        items = _drop_companions(items)
        _raise_companions(items, language)
    items = _take_origins(_name_places(_drop_ages(items, tokens), tokens, language))
    _seat_institutions(items, places)
    items = _join_ranks(_drop_relations(items, language))
    return _appositions(items, places, places | language.grammar.prepositions.dative)


def last_complements(host: Chunk) -> list[Chunk]:
    """The last complement of a phrase, that one's own last one, and so on, the innermost first."""
    found: list[Chunk] = []
    while host.kind == "np" and host.comps:
        host = host.comps[-1]
        found.insert(0, host)
    return found


def _drop_companions(items: list[Chunk]) -> list[Chunk]:
    """Leave out who comes along, and acts for nobody: "le président et son épouse Brigitte"."""
    out: list[Chunk] = []
    at = 0
    while at < len(items):
        item, after = items[at], items[at + 1] if at + 1 < len(items) else None
        if item.kind == "and" and after is not None and after.cls == _COMPANION and not after.prep:
            named = at + 2 < len(items) and items[at + 2].cls == "person" and not items[at + 2].prep
            at += 3 if named else 2
            continue
        out.append(item)
        at += 1
    return out


_AGE = 4
"""The pieces of "X, 52," before a title or a verb."""
_MOST_DIGITS = 2


def _drop_ages(items: list[Chunk], tokens: list[Token]) -> list[Chunk]:
    """The same without ages between commas behind persons: "Ana Ruiz, 52 ans, ministre", "Jan Berg, 52, said"."""
    if "person" not in [item.cls for item in items]:
        return items
    at = 0
    while at + _AGE <= len(items):
        person, comma, age, closing = items[at : at + _AGE]
        kinds = [comma.kind, closing.kind] == ["comma", "comma"]
        if kinds and person.cls == "person" and age.kind in {"np", "date"} and not (age.prep or age.det or age.comps):
            figure = tokens[age.first].text
            if figure.isdigit() and len(figure) <= _MOST_DIGITS and not (age.adj_codes or age.name or age.persons):
                items = [*items[: at + 1], *items[at + _AGE - 1 :]]
        at += 1
    return items


_ORIGINS = 4
"""The pieces of "les deux présidents, serbe et croate": a phrase, a comma, two adjectives and what joins them."""


def _take_origins(items: list[Chunk]) -> list[Chunk]:
    """Give several the adjectives between commas behind them: "les deux présidents, serbe et croate, ont"."""
    at = 0
    while at + _ORIGINS < len(items):
        several, comma = items[at], items[at + 1]
        if comma.kind != "comma" or several.kind != "np" or not several.plural or several.adj_codes or several.persons:
            at += 1
            continue
        behind = at + 2
        codes: tuple[str, ...] = ()
        while behind < len(items) and _only_origin(items[behind]):
            named = items[behind].name
            codes = tuple(dict.fromkeys((*codes, *items[behind].adj_codes, *(named.codes if named else ()))))
            behind += 1
            if behind < len(items) and items[behind].kind in {"comma", "and"}:
                behind += 1
        if len(codes) > 1 and several.cls in _TITLED and items[behind - 1].kind == "comma":
            several.adj_codes = codes
            items = [*items[: at + 1], *items[behind:]]
        at += 1
    return items


def _only_origin(item: Chunk) -> bool:
    """Whether a phrase is nothing but an adjective of a state."""
    bare = item.kind == "np" and not (item.det or item.prep or item.comps or item.amount or item.head)
    return bare and item.name is not None and item.name.kind == "adjective"


def _raise_companions(items: list[Chunk], language: Language) -> None:
    """Let the wife or husband of who rules, told without him, act as he does: "the wife of the Polish president"."""
    ruling = {head for head, _ in language.offices}
    for item in items:
        whose = item.comps[0] if item.cls == _COMPANION and item.comps else None
        if whose is not None and (whose.cls == "person" or (whose.cls == "office" and whose.head in ruling)):
            item.cls = "office"


def _drop_relations(items: list[Chunk], language: Language) -> list[Chunk]:
    """Leave out what a person is to somebody, who is told by his name behind it: "with his ally Evo Morales"."""
    if "country" not in {item.cls for item in items}:
        return items
    possessive = language.grammar.pronouns.possessive
    out: list[Chunk] = []
    for item in items:
        tie = out[-1] if out else None
        if (
            tie is not None
            and item.cls == "person"
            and not item.prep
            and tie.cls == "country"
            and tie.last == item.first
            and tie.det in possessive
            and not (tie.comps or tie.adj_codes or tie.conj)
        ):
            item.prep, item.first = tie.prep, tie.first
            out[-1] = item
            continue
        out.append(item)
    return out


def _name_places(items: list[Chunk], tokens: list[Token], language: Language) -> list[Chunk]:
    """Join a name to the kind of place right before it: "dans la capitale Kinshasa"."""
    out: list[Chunk] = []
    for at, item in enumerate(items):
        if item.cls == "person" and out and _is_led_by(out[-1], item):
            # "l'administration Biden"
            out[-1].comps = [item]
            continue
        if item.cls != "name" or item.prep or item.det:
            out.append(item)
            continue
        kind = out[-1] if out else None
        if language.compounds and _tells_state(items, at, out, tokens, language):
            # "in Ahwaz, Iran, on Wednesday": a town that nobody knows is where its state is.
            out.pop()
            town = out[-1]
            town.cls, town.persons, town.comps = "noun", (), [item]
            continue
        if (
            kind is not None
            and kind.kind == "np"
            and kind.head in language.grammar.place_nouns
            and not kind.comps
            and not kind.adj_codes
            and item.kind == "np"
        ):
            kind.comps = [item]
            continue
        if kind is not None and _describes(kind, item, language):
            # "and fellow member Brazil"
            item.prep, item.first = kind.prep, kind.first
            out[-1] = item
            continue
        if kind is not None and kind.cls in _RELATED and kind.last == item.first and not (kind.comps or kind.adj_codes):
            # "its neighbour Chad"
            kind.comps = [item]
            continue
        out.append(item)
    return out


def _describes(kind: Chunk, state: Chunk, language: Language) -> bool:
    """Whether a bare noun before a state's name only says what it is: "non-Gulf country Egypt", "EU member Malta"."""
    if kind.cls != "country" and kind.head not in language.grammar.groups.belonging:
        return False
    bare = kind.kind == "np" and not (kind.det or kind.conj or kind.persons or kind.plural)
    bodies = kind.adj_codes + tuple(code for comp in kind.comps if comp.name for code in comp.name.codes)
    named = state.name is not None and state.name.kind == "name" and kind.last == state.first
    return bare and named and states().isdisjoint(bodies) and all(comp.name for comp in kind.comps)


def _is_led_by(body: Chunk, leader: Chunk) -> bool:
    """Whether an institution is called after the person whose name follows: "le gouvernement Macron"."""
    bare = body.cls == "institution" and not (body.comps or body.conj or body.name) and bool(body.det)
    return bare and body.last == leader.first and not (leader.prep or leader.conj or leader.comps)


def _tells_state(items: list[Chunk], at: int, out: list[Chunk], tokens: list[Token], language: Language) -> bool:
    """Whether a bare name between commas tells the state of the place before it."""
    item = items[at]
    if item.conj or item.comps or len(out) <= 1:
        return False
    town, comma = out[-2], out[-1]
    unknown = town.kind == "np" and town.cls in {"person", "noun"} and not (town.det or town.comps or town.adj_codes)
    if town.cls == "noun" and tokens[town.head_at].text.islower():
        # "In solidarity, France, ..."
        return False
    ends = at + 1 >= len(items) or items[at + 1].kind in {"comma", "mark", "date"}
    return comma.kind == "comma" and unknown and town.prep in language.grammar.prepositions.place and ends


def _seat_institutions(items: list[Chunk], places: frozenset[str]) -> None:
    """Give an institution without a state the one where it sits: "la junte militaire en Guinée"."""
    for item, seat in pairwise(items):
        if item.cls not in _SEATED or item.kind != "np" or item.adj_codes or item.name is not None:
            continue
        told = any(comp.adj_codes or comp.cls in {"name", "person"} for comp in item.comps)
        if not told and seat.kind == "np" and seat.cls == "name" and seat.prep in places:
            item.comps = [*item.comps, seat]


def _appositions(items: list[Chunk], places: frozenset[str], seats: frozenset[str]) -> list[Chunk]:
    out: list[Chunk] = []
    at = 0
    while at < len(items):
        item = items[at]
        if item.kind != "np":
            out.append(item)
            at += 1
            continue
        if item.cls in _TITLED and not item.persons:
            title = item if item.cls in _TITLES or not item.comps else _title_inside(item)
            named, seat, owners = _past_office(items, at, places)
            comma = named < len(items) and items[named].kind == "comma"
            if comma:
                named += 1
            if comma and item.cls in _TITLES and named + 1 < len(items) and _styles(items, named):
                # "le ministre, le prince X,"
                named += 1
            person = items[named] if named < len(items) else None
            if comma and item.prep and _acts_apart(items, at, named):
                person = None
            if (
                person is not None
                and person.kind == "np"
                and person.cls == "person"
                and not person.prep
                and (title.cls in _TITLES or (not comma and item.cls != "institution"))
            ):
                if seat is not None:
                    item.comps.append(seat)
                if owners:
                    item.comps[-1].conj = [*item.comps[-1].conj, *owners]
                at = _take_persons(items, title, named, plural=title.plural)
                item.last = max(item.last, title.last)
                if comma and at < len(items) and items[at].kind == "comma" and not _lists(items, at + 1, item):
                    at += 1
                out.append(item)
                continue
        if item.cls == "person" and at + 2 < len(items) and items[at + 1].kind == "comma":
            title = items[at + 2]
            posted = at + 3 < len(items) and _is_seat(items[at + 3], title, seats)
            seat = items[at + 3] if posted else None
            behind = at + 3 if seat is None else at + 4
            after = items[behind].kind if behind < len(items) else "end"
            if (
                title.kind == "np"
                and title.cls in _TITLES
                and not title.prep
                and not title.persons
                and not (title.plural and len(item.persons) == 1 and not item.conj)
                and not (item.prep and after == "vg" and _only_opens(items, at))
                and after in {"comma", "mark", "end", "vg", "rel", "date"}
            ):
                title.persons = item.persons
                title.prep = item.prep
                title.first = item.first
                title.conj = item.conj
                # "Norway's X, chairman of the African body": whose he is comes before what he chairs.
                title.comps = [*(comp for comp in item.comps if comp.cls == "name"), *title.comps]
                if seat is not None:
                    title.comps.append(seat)
                out.append(title)
                at = behind + (after == "comma")
                continue
        out.append(item)
        at += 1
    return out


def join_styles(items: list[Chunk], language: Language) -> list[Chunk]:
    """One phrase for a person whose style or second title comes before: "His Majesty the King", "the emir Sheikh X"."""
    honours, royals = language.grammar.groups.honours, language.grammar.groups.royals
    heads = [item.head for item in items]
    if honours.isdisjoint(heads) and royals.isdisjoint(heads):
        return items
    out: list[Chunk] = []
    for at, item in enumerate(items):
        style = out[-1] if out else None
        comma = style is not None and style.kind == "comma" and len(out) > 1 and out[-2].head in honours
        if comma:
            style = out[-2]
        if style is None or not (_is_bare_title(style) and item.kind == "np" and not (item.prep or item.conj)):
            out.append(item)
        elif style.head in honours and style.det in language.grammar.pronouns.possessive:
            if item.cls not in _TITLES | {"person"}:
                out.append(item)
                continue
            item.prep, item.first = style.prep, style.first
            out[-1 - comma :] = [item]
        elif style.cls == "office" and item.head in royals and _only_styles(items, at):
            style.last = item.last
        else:
            out.append(item)
    return out


def _only_styles(items: list[Chunk], at: int) -> bool:
    """Whether a title only styles the person named right behind it: "Sheikh X"."""
    title, bearer = items[at], items[at + 1] if at + 1 < len(items) else None
    named = bearer is not None and bearer.cls == "person" and not bearer.prep and bearer.first == title.last
    return named and _is_bare_title(title) and not title.det


def _is_bare_title(item: Chunk) -> bool:
    """Whether a phrase is an office alone, without its bearer or whose it is."""
    return item.kind == "np" and item.cls in _TITLES and not (item.persons or item.comps or item.adj_codes or item.conj)


def _join_ranks(items: list[Chunk]) -> list[Chunk]:
    """Give a title its bearer who has another title too: "Oman's envoy to Fiji, Ambassador X, met"."""
    at = 0
    while at < len(items):
        title, borne = items[at], _borne_with_rank(items, at)
        if borne:
            title.persons = items[borne].persons
            title.comps.extend(items[at + 1 : borne - 2])
            title.last = items[borne].last
            closed = [item.kind for item in items[borne + 1 : borne + 2]] == ["comma"]
            items = [*items[: at + 1], *items[borne + 1 + closed :]]
        at += 1
    return items


_CHARGES = 2
"""Complements between a title and the rank of its bearer, at most."""


def _borne_with_rank(items: list[Chunk], at: int) -> int:
    """Where the bearer of a title stands who has another behind a comma: "Oman's envoy to Fiji, Ambassador X"; or 0."""
    title, named = items[at], at + 1
    if title.cls not in _TITLES or title.persons or not (title.adj_codes or title.comps) or title.plural:
        return 0
    while named < min(len(items), at + 1 + _CHARGES) and items[named].kind == "np" and items[named].prep:
        named += 1
    if named + 2 >= len(items) or items[named].kind != "comma":
        return 0
    rank, bearer = items[named + 1 : named + 3]
    bare = not (rank.det or rank.prep or rank.adj_codes or rank.comps or rank.conj or rank.persons)
    told = bearer.kind == "np" and bearer.cls == "person" and not bearer.prep and bearer.first == rank.last
    behind = [item.kind for item in items[named + 3 : named + 5]]
    if behind[:1] == ["and"] or behind == ["comma", "np"]:
        # "the minister of Peru, President X and others": a list.
        return 0
    return named + 2 if rank.kind == "np" and rank.cls in _TITLES and bare and told else 0


def _lists(items: list[Chunk], at: int, title: Chunk) -> bool:
    """Whether the next of a list of the same title follows: "the Ambassador of Peru, X, the Ambassador of Fiji, Y"."""
    after = items[at] if at < len(items) else None
    return (
        after is not None and after.kind == "np" and after.head == title.head and not after.prep and not after.persons
    )


def _past_office(items: list[Chunk], at: int, places: frozenset[str]) -> tuple[int, Chunk | None, list[Chunk]]:
    """Where its bearer may follow a title, with the seat between them and the states joined to its own."""
    item, named = items[at], at + 1
    if item.cls not in _TITLES:
        return named, None, []
    seat = items[named] if named < len(items) else None
    region = (
        seat is not None
        and seat.kind == "np"
        and seat.cls == "noun"
        and bool(seat.det)
        and named + 1 < len(items)
        and items[named + 1].kind == "comma"
    )
    if seat is not None and (seat.cls == "name" or region) and seat.prep in places and not (seat.conj or seat.persons):
        # "l'ambassadeur de France en Algérie François X": the seat stands between a title and its bearer.
        return _past_second_title(items, named + 1, item, places), seat, []
    named = _past_second_title(items, named, item, places)
    owners = _more_owners(items, named, item) if item.plural else []
    return named + 2 * len(owners), None, owners


def _more_owners(items: list[Chunk], at: int, title: Chunk) -> list[Chunk]:
    """The states joined to that of a plural title, before its bearers: "the ministers of Kenya and Oman, X and Y"."""
    owner = title.comps[-1] if title.comps else None
    if owner is None or owner.cls != "name":
        return []
    found: list[Chunk] = []
    while at + 1 < len(items) and items[at].kind in {"comma", "and"}:
        item = items[at + 1]
        if item.kind != "np" or item.cls != "name" or item.prep not in {"", owner.prep}:
            break
        found.append(item)
        at += 2
    return found if at < len(items) and items[at].kind == "comma" else []


def _is_seat(item: Chunk, title: Chunk, places: frozenset[str]) -> bool:
    """Whether a phrase tells where the bearer of a title is posted: "X, Japan's ambassador to Belize"."""
    return item.kind == "np" and item.cls == "name" and item.prep in places and not item.conj and title.cls == "envoy"


def _title_inside(item: Chunk) -> Chunk:
    """The innermost complement that is a title without its bearer, else the phrase itself."""
    return next((part for part in last_complements(item) if part.cls in _TITLES and not part.persons), item)


_OPENING = frozenset({"np", "adv", "date"})


def _only_opens(items: list[Chunk], at: int) -> bool:
    """Whether a sentence only opens before ``at``: "après un entretien avec X, le président a ...", "reçu par X, ...".

    The title behind a comma there is the subject, and nobody's apposition.
    """
    return all(item.kind in _OPENING or (item.vg is not None and not item.vg.finite) for item in items[:at])


def _acts_apart(items: list[Chunk], at: int, named: int) -> bool:
    """Whether a person behind a comma is the subject, and the title before it of somebody else: "Reçu par X, Y a dit".

    An apposition would end with a comma of its own.
    """
    verb = items[named + 1].vg if named + 1 < len(items) else None
    return verb is not None and verb.finite and _only_opens(items, at)


def _take_persons(items: list[Chunk], title: Chunk, named: int, *, plural: bool) -> int:
    """Give a title the person(s) who bear it; a plural title may have several."""
    person = items[named]
    title.persons = (*title.persons, *person.persons)
    title.last = max(title.last, person.last)
    title.comps.extend(comp for comp in person.comps if comp.cls == "name")
    after = named + 1
    while (
        plural
        and after + 1 < len(items)
        and items[after].kind in {"comma", "and"}
        and items[after + 1].kind == "np"
        and items[after + 1].cls == "person"
        and not items[after + 1].prep
    ):
        title.persons = (*title.persons, *items[after + 1].persons)
        if title.adj_codes:
            # "les présidents russe X et français Y"
            title.adj_codes = tuple(dict.fromkeys((*title.adj_codes, *items[after + 1].adj_codes)))
        title.last = items[after + 1].last
        after += 2
    return after


def _styles(items: list[Chunk], at: int) -> bool:
    """Whether a bare title stands before a name only to style its bearer: "le prince X", "the emir, Sheikh X, met"."""
    style, person = items[at], items[at + 1]
    behind = [item.kind for item in items[at + 2 : at + 4]]
    closed = behind[:1] == ["comma"] and behind[1:] in (["vg"], ["adv"], ["date"])
    bare = style.kind == "np" and style.cls in _TITLES and bool(style.det or closed) and not (style.prep or style.comps)
    return bare and not (style.adj_codes or style.persons) and person.cls == "person" and not person.prep


def _past_second_title(items: list[Chunk], at: int, first: Chunk, places: frozenset[str]) -> int:
    """Where the name follows in "l'ambassadeur du Togo et doyen du corps diplomatique à Rabat, M. X"; else ``at``."""
    if at + 2 >= len(items) or items[at].kind != "and":
        return at
    second, after = items[at + 1], at + 2
    if second.kind != "np" or second.prep or second.det or second.cls not in _TITLES | {"noun", "institution"}:
        return at
    if (second.adj_codes and second.adj_codes != first.adj_codes) or any(comp.cls == "name" for comp in second.comps):
        # "the Kenyan president and Serbian Foreign Minister X": two persons.
        return at
    if items[after].kind == "np" and items[after].cls == "name" and items[after].prep in places:
        after += 1
    named = after + 1 if after < len(items) and items[after].kind == "comma" else after
    borne = named < len(items) and items[named].kind == "np" and items[named].cls == "person" and not items[named].prep
    if borne and any(comp.cls == "name" for comp in items[named].comps):
        # "the president and Foreign Minister X of Serbia"
        return at
    return after if borne else at
