"""The further stops of one journey: "due in Riyadh on Monday, Doha on Tuesday and Cairo on Wednesday".

Each stop is a place in the list that the first one opens, with the date beside it: behind the places where the first
date stands behind the first place, before them where it stands before.
"""

from datetime import timedelta

import msgspec

from events.interval import Interval
from service.extract.acts.match import date_of
from service.extract.claims import VISITS, Claim
from service.extract.parties.actors import Resolver
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause
from service.extract.text.tokens import Token

_WEEK = 7
_MADE = "VisitOccurred"
_BETWEEN = frozenset({"comma", "and", "adv"})


class _Stop(msgspec.Struct):
    place: Chunk
    codes: tuple[str, ...]
    date: Chunk | None


def add_stops(
    claims: list[Claim], items: list[Chunk], at: int, tokens: list[Token], resolver: Resolver, published: str | None
) -> list[Claim]:
    """The claims of a trigger (``at``: its item), and one for each further stop of the visit that they tell of."""
    if not claims:
        return claims
    visit = next((claim for claim in claims if claim.type in VISITS and claim.sources and claim.targets), None)
    if visit is None:
        return claims
    stops = _stops(visit, items, at, resolver)
    known = {code for claim in claims if claim.type in VISITS for code in (*claim.sources, *claim.targets)}
    told = list(claims)
    before = visit.when
    for stop in stops:
        one = _visit(visit, stop, tokens, published, before)
        before = one.when or before
        if not set(stop.codes) & known:
            told.append(one)
    return told


def add_place_before(claims: list[Claim], clause: Clause, tokens: list[Token], resolver: Resolver) -> list[Claim]:
    """The claims of a journey made, and one for where it led from: "flew from Oslo to Rome"."""
    visit = next((claim for claim in claims if claim.type == _MADE and claim.sources and claim.targets), None)
    if visit is None:
        return claims
    grammar = resolver.memory.language.grammar
    opens = grammar.times.later | grammar.prepositions.origin
    for place in clause.obliques:
        if place.prep not in opens or place.cls != "name" or place.name is None or place.comps:
            continue
        codes = tuple(code for code in _where(place) if code not in visit.sources and code not in visit.targets)
        if codes:
            end = tokens[place.last - 1].end
            before = msgspec.structs.replace(visit, targets=codes, when=None, days=0)
            before.start, before.end = tokens[place.first].start, end
            return [*claims, before]
    return claims


def _stops(visit: Claim, items: list[Chunk], at: int, resolver: Resolver) -> list[_Stop]:
    """What the list behind the visit's first place holds, the first place aside."""
    places = resolver.memory.language.grammar.prepositions
    opens = places.place | places.dative | {""}
    first = next(
        (
            n
            for n, item in enumerate(items[at + 1 :], at + 1)
            if item.kind == "np"
            and item.cls == "name"
            and item.prep in opens
            and set(_where(item)) & set(visit.targets)
        ),
        None,
    )
    if first is None:
        return []
    prefixed = items[first - 1].kind == "date"
    followed = resolver.memory.language.grammar.verbs.followed
    found: list[_Stop] = []
    date: Chunk | None = None
    separated = False
    for n in range(first + 1, len(items)):
        item = items[n]
        if item.kind in _BETWEEN:
            separated = True
        elif item.kind == "date":
            if prefixed:
                date = item
            elif found and found[-1].date is None:
                found[-1].date = item
        elif item.vg is not None and item.vg.lemma in followed and separated:
            # "flies to Oman, followed by Kenya"
            opens = opens | places.agent
        elif item.kind == "np" and item.cls == "name" and item.prep in opens and separated and _where(item):
            if n + 1 < len(items) and items[n + 1].kind == "vg":
                break
            found.append(_Stop(item, _where(item), date))
            date, separated = None, False
        else:
            break
    return found


def _where(item: Chunk) -> tuple[str, ...]:
    return tuple(code for part in (item, *item.conj) if part.name is not None for code in part.name.codes[:1])


def _visit(visit: Claim, stop: _Stop, tokens: list[Token], published: str | None, before: Interval | None) -> Claim:
    planned = visit.stage == "planned"
    when = date_of([stop.date], planned=planned, published=published) if stop.date is not None else None
    if planned and when is not None and before is not None and stop.date is not None:
        when = _not_before(when, before, stop.date)
    ends = max(stop.place.end, stop.date.end if stop.date is not None else 0)
    begins = min(stop.place.first, stop.date.first if stop.date is not None else stop.place.first)
    return msgspec.structs.replace(
        visit,
        targets=tuple(code for code in stop.codes if code not in visit.sources),
        when=when,
        days=0,
        start=tokens[begins].start,
        end=tokens[ends - 1].end,
    )


def _not_before(when: Interval, before: Interval, date: Chunk) -> Interval:
    """The day of a stop; a day of the week that would come before the last stop's is that of the next week."""
    first, last = when.first(), before.last()
    weekday = date.date is not None and date.date.kind == "weekday"
    if not weekday or first is None or last is None or first >= last:
        return when
    return Interval.of((first + timedelta(days=_WEEK)).isoformat())
