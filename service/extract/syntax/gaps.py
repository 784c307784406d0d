"""Clauses that leave out the verb of the one before: "Paris a promis dix millions au Tchad, Berlin vingt".

Such a clause names who acts, and at least one thing that answers to one of the clause before it: a figure or goods to
its object, a complement to one behind the same preposition, a date to its date. All else is as it was told there.
"""

from collections.abc import Iterator
from datetime import timedelta

import msgspec

from events.interval import Interval
from service.extract.amounts.mentions import AmountMention
from service.extract.amounts.numerals import load_numerals
from service.extract.amounts.shipments import is_money
from service.extract.language import Language
from service.extract.language_files import load_language
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause
from service.extract.syntax.verbs import VerbGroup
from service.extract.text.tokens import Token

_JOINTS = frozenset({"and", "comma"})
_PIECES = frozenset({"np", "date", "adv"})
_ENDS = frozenset({"and", "comma", "mark"})
_PERSONAL = frozenset({"person", "office", "homologue", "pronoun", "delegation", "envoy"})
_NO_ACTOR = frozenset({"noun", "amount", "pronoun", "country", "collective", "place", "mission"})
_SEMICOLON = ";"
_LONGEST_DAY = 3
"""Tokens of a day without its month: "on the 6th"."""
_DAYS = 31


class _Gap(msgspec.Struct):
    """Who acts in a clause without a verb (``at``: its item), what else it tells, and the phrase it was read into."""

    at: int
    who: Chunk
    told: list[Chunk]
    host: Chunk | None = None


def fill_gaps(items: list[Chunk], clauses: list[Clause], tokens: list[Token], language: Language) -> list[Clause]:
    """All clauses in order, those without a verb among them; their pieces are taken out of the clauses before them."""
    found: list[Clause] = []
    for clause in clauses:
        if not clause.vg.finite or clause.vg.passive or clause.subject is None:
            continue
        begin = 0
        for gap in _gaps(items, clause):
            begin = begin or gap.at + bool(gap.host)
            before = items[clause.at + 1 : begin]
            if not _answers(gap, clause, before, tokens, language):
                continue
            pieces = [gap.who, *gap.told]
            for other in clauses:
                if any(piece in other.objects or piece in other.obliques or piece in other.dates for piece in pieces):
                    other.objects = _without(other.objects, pieces)
                    other.obliques = _without(other.obliques, pieces)
                    other.dates = _without(other.dates, pieces)
            if gap.host is not None:
                gap.host.conj = _without(gap.host.conj, pieces)
            found.append(_clause(gap, clause, before, tokens, language))
    return sorted((*clauses, *found), key=lambda clause: clause.at) if found else clauses


def split_sequels(items: list[Chunk], clauses: list[Clause], tokens: list[Token], language: Language) -> list[Clause]:
    """All clauses in order, with one more for whom an act was done with next: "a rencontré X, puis Y"."""
    then = language.grammar.coordination.then
    joints = [at for at, item in enumerate(items) if item.kind == "and" and tokens[item.first].fold in then]
    found: list[Clause] = _split_lists(items, clauses, tokens, then) if then else []
    for at in joints:
        after = items[at + 1] if at + 1 < len(items) else None
        if after is None or after.kind != "np" or after.cls not in _PERSONAL:
            continue
        for clause in clauses:
            told = clause.obliques if after.prep else clause.objects
            first = next((one for one in told if one.prep == after.prep and one.first > clause.vg.first), None)
            if (
                not clause.vg.finite
                or first is None
                or first is after
                or after not in told
                or first.cls not in _PERSONAL
            ):
                continue
            rest = [one for one in told if one is not first]
            told.remove(after)
            found.append(_sequel(clause, at + 1, after, told, rest))
    return sorted((*clauses, *found), key=lambda clause: clause.at) if found else clauses


def _split_lists(items: list[Chunk], clauses: list[Clause], tokens: list[Token], then: frozenset[str]) -> list[Clause]:
    """One more clause for each list of persons that tells whom the act was done with next: "avec X puis avec Y"."""
    found: list[Clause] = []
    for clause in clauses:
        for told in (clause.objects, clause.obliques) if clause.vg.finite else ():
            for first in [one for one in told if one.conj and one.cls in _PERSONAL and one.first > clause.vg.first]:
                cut = next((n for n, one in enumerate(first.conj) if tokens[one.first - 1].fold in then), None)
                if cut is None or first.conj[cut].cls not in _PERSONAL:
                    continue
                after, *more = first.conj[cut:]
                after = msgspec.structs.replace(after, prep=first.prep, conj=[*after.conj, *more])
                first.conj = first.conj[:cut]
                at = next((n for n, item in enumerate(items) if item is first), clause.at)
                found.append(_sequel(clause, at, after, told, [after if one is first else one for one in told]))
    return found


def _sequel(clause: Clause, at: int, after: Chunk, told: list[Chunk], rest: list[Chunk]) -> Clause:
    """The clause for whom the act was done with next: with ``rest`` in the place of ``told``, a list of the clause."""
    vg = _leave_out(clause.vg, after.first, after.last)
    changed = {"objects": rest} if told is clause.objects else {"obliques": rest}
    return msgspec.structs.replace(clause, at=at, vg=vg, **changed)


def _leave_out(vg: VerbGroup, first: int, last: int) -> VerbGroup:
    """The verb of a clause that leaves it out, and that begins and ends with these tokens: as it was told before."""
    return msgspec.structs.replace(vg, first=first, last=last, at=first, clitics=(), dates=())


def _gaps(items: list[Chunk], clause: Clause) -> Iterator[_Gap]:
    """Where a clause without a verb may begin behind a clause: somebody without a preposition, and more behind him."""
    for at in range(clause.at + 2, len(items)):
        item, before = items[at], items[at - 1]
        if item.kind not in _PIECES and item.kind not in _JOINTS and item.head != _SEMICOLON:
            return
        if item.kind != "np":
            continue
        joined = before.kind in _JOINTS or before.head == _SEMICOLON
        if joined and not item.prep and item.cls not in _NO_ACTOR:
            told = _told(items, at + 1)
            if told:
                yield _Gap(at, item, told)
        elif item.prep and item.conj and item.conj[-1].cls == "name":
            # "to Chad, and Japan fifty": who acts was read as one more receiver.
            told = _told(items, at + 1)
            if told and told[0].kind == "np":
                yield _Gap(at, item.conj[-1], told, host=item)


def _told(items: list[Chunk], at: int) -> list[Chunk]:
    """What stands behind who acts, up to what ends the clause; empty where a verb follows."""
    told: list[Chunk] = []
    for item in items[at:]:
        if item.kind in _ENDS:
            return told
        if item.kind not in _PIECES:
            return []
        if item.kind != "adv":
            told.append(item)
    return told


def _answers(gap: _Gap, clause: Clause, before: list[Chunk], tokens: list[Token], language: Language) -> bool:
    """Whether each thing told answers to one of the clause, and who acts to its subject rather than to its object."""
    objects = [item for item in clause.objects if item in before]
    dates = [date for date in clause.dates if date not in gap.told]
    bare = 0
    for item in gap.told:
        if item.kind == "date" or _day(item, dates, tokens, language) is not None:
            if not dates:
                return False
        elif item.prep and not _partitive(item, language):
            if item.name is None or not any(o.prep == item.prep and o in before for o in clause.obliques):
                return False
        else:
            bare += 1
            thing = item.cls in {"noun", "amount", "collective"} or item.plural or bool(item.det)
            if not objects or not thing or item.cls in {"name", "person", "pronoun"}:
                return False
    if bare > 1 or any(item.cls == "name" for item in objects[:1] if bare):
        # "gave Chad forty trucks, Niger ten": to whom, not who.
        return False
    if gap.host is not None and not bare:
        return False
    return bool(bare) or not _parallel(gap.who, clause, objects, before, language)


def _partitive(item: Chunk, language: Language) -> bool:
    """Whether "de" says "some" in a phrase: "et Berlin des chars"."""
    return item.prep in language.grammar.prepositions.possession and item.cls in {"noun", "amount"} and not item.det


def _parallel(who: Chunk, clause: Clause, objects: list[Chunk], before: list[Chunk], language: Language) -> bool:
    """Whether who is named may as well go on a list of those whom the clause acts on, or of its places."""
    kind = "person" if who.cls in _PERSONAL else who.cls
    if any(("person" if item.cls in _PERSONAL else item.cls) == kind and not _owned(item) for item in objects):
        return True
    places = [
        item
        for item in before
        if item.cls == "name" and item.prep in language.grammar.prepositions.place and item in clause.obliques
    ]
    subject = clause.subject
    if who.cls != "name" or subject is None:
        return False
    named = any(item.cls == "name" and item.prep for item in before)
    if named and not who.det and any(_several(item, language) for item in objects):
        # "sent trucks to Chad in May, Niger in June"
        return True
    if not places:
        return False
    # "will be in Riyadh on Monday, Doha on Tuesday"
    return subject.cls in _PERSONAL or (_is_capital(who) and not _is_capital(subject))


def _several(item: Chunk, language: Language) -> bool:
    """Whether a thing may have been done to several: goods, and agreements in the plural."""
    return item.amount is not None or (item.plural and item.head in language.grammar.groups.pacts)


def _owned(item: Chunk) -> bool:
    """Whether a phrase means whom the subject sends: "recalled its ambassador"."""
    return item.cls in {"envoy", "office", "mission"} and bool(item.det)


def _is_capital(item: Chunk) -> bool:
    return item.name is not None and item.name.kind == "capital"


def _clause(gap: _Gap, clause: Clause, before: list[Chunk], tokens: list[Token], language: Language) -> Clause:
    """The clause that is left out: as the one before it, but for what is told anew."""
    dates: list[Chunk] = []
    objects = [item for item in clause.objects if item in before]
    obliques = [item for item in clause.obliques if item not in gap.told]
    for item in gap.told:
        day = _counted_on(item, clause.dates) if item.kind == "date" else _day(item, clause.dates, tokens, language)
        if day is not None:
            dates.append(day)
        elif item.prep and not _partitive(item, language):
            obliques = [item, *(o for o in obliques if o.prep != item.prep)]
        else:
            objects = _counted(item, objects, tokens, language)
    vg = _leave_out(clause.vg, gap.who.first, gap.told[-1].end)
    return msgspec.structs.replace(
        clause, at=gap.at, vg=vg, subject=gap.who, objects=objects, obliques=obliques, dates=dates or clause.dates
    )


def _counted(item: Chunk, objects: list[Chunk], tokens: list[Token], language: Language) -> list[Chunk]:
    """The object told anew; a figure that counts nothing counts what the clause before counts."""
    amount = item.amount
    first = objects[0]
    if amount is None:
        number = load_numerals(language.code).read(tokens, item.first)
        if number is None or number.end != item.last or item.head:
            return [item]
        if first.amount is None:
            return [first, *objects[1:]]
        value = number.value * _scale(first.amount, tokens, language)
        amount = msgspec.structs.replace(first.amount, min=value, max=value, approximate=number.approximate)
    elif first.amount is not None and amount.item is None and amount.unit in {None, first.amount.unit}:
        amount = msgspec.structs.replace(amount, unit=first.amount.unit, item=first.amount.item)
    else:
        return [item]
    amount = msgspec.structs.replace(amount, first=item.first, last=item.last)
    return [msgspec.structs.replace(first, first=item.first, last=item.last, amount=amount, comps=first.comps)]


def _scale(amount: AmountMention, tokens: list[Token], language: Language) -> float:
    """By what the figure of a sum of money is multiplied: "ten million dollars, and Finland two"."""
    numerals = load_numerals(language.code)
    figure = next((token.text for token in tokens[amount.first : amount.last] if token.text[0].isdigit()), "")
    digits = numerals.read_digits(figure) if figure else None
    return amount.min / digits if is_money(amount.unit) and digits and amount.min is not None else 1.0


def _counted_on(item: Chunk, dates: list[Chunk]) -> Chunk:
    """A date; where it counts days from the one told before ("le lendemain"), that is the date of the clause before."""
    known = next((date.date for date in dates if date.date is not None and date.date.offset is None), None)
    if item.date is None or item.date.offset is None or known is None:
        return item
    moved = [_shifted(interval, item.date.offset) for interval in (known.past, known.future)]
    if moved[0] is None or moved[1] is None:
        return item
    date = msgspec.structs.replace(item.date, past=moved[0], future=moved[1])
    return Chunk("date", item.first, item.last, date=date)


def _shifted(interval: Interval, days: int) -> Interval | None:
    first = interval.first()
    return None if interval.precision != "day" or first is None else Interval.of((first + timedelta(days)).isoformat())


def _day(item: Chunk, dates: list[Chunk], tokens: list[Token], language: Language) -> Chunk | None:
    """A day whose month the clause before tells ("et Niamey le 6"), as a date; None where a phrase is none."""
    known = next((date.date for date in dates if date.date is not None), None)
    if known is None or item.kind != "np" or not (item.det or item.prep) or item.last - item.first > _LONGEST_DAY:
        return None
    figure = tokens[item.last - 1].text
    suffix = figure.lstrip("0123456789")
    digits = figure.removesuffix(suffix) if suffix in load_language(language.code).ordinal_suffixes else figure
    if not digits.isdecimal() or not 0 < int(digits) <= _DAYS:
        return None
    moved = [_moved(interval, int(digits)) for interval in (known.past, known.future)]
    if moved[0] is None or moved[1] is None:
        return None
    date = msgspec.structs.replace(known, first=item.first, last=item.last, past=moved[0], future=moved[1])
    return Chunk("date", item.first, item.last, date=date)


def _moved(interval: Interval, day: int) -> Interval | None:
    """Another day of the month of a day; None where that month has none."""
    first = interval.first()
    if interval.precision != "day" or first is None:
        return None
    try:
        return Interval.of(first.replace(day=day).isoformat())
    except ValueError:
        return None


def _without(items: list[Chunk], gone: list[Chunk]) -> list[Chunk]:
    return [item for item in items if not any(item is one for one in gone)]
