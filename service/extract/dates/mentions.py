"""When things happen: every date a sentence names, as precise as it is written and no more.

``date_shapes`` finds where dates are written, ``interpret_dates`` says what is meant, ``resolve_dates`` counts days.
"""

from datetime import date
from functools import lru_cache

import msgspec

from events.errors import InvalidInterval
from events.interval import Interval
from service.extract.dates.date_shapes import DateShapes, Match, load_date_shapes
from service.extract.dates.date_words import Kind, Relation
from service.extract.dates.interpret_dates import Context, days_from_told, interpret, shift
from service.extract.dates.resolve_dates import Publication
from service.extract.language_files import load_language
from service.extract.text.tokens import Token


class DateMention(msgspec.Struct, frozen=True):
    """One date in a sentence: tokens ``first`` .. ``last`` (exclusive), its preposition and determiner included.

    ``past`` is the latest day, month, ... so named up to publication, ``future`` the next one from it on; both are
    the same for an absolute date. ``relation`` says how the words before it relate it ("since": the act begins
    then). ``offset`` is set for days counted from the date told before ("la veille": -1).
    """

    first: int
    last: int
    past: Interval
    future: Interval
    relation: Relation
    kind: Kind
    offset: int | None = None

    @property
    def lasting(self) -> bool:
        """Whether what it dates goes on from it: "since 2011"."""
        return self.relation == "since"


_RELATIONS: dict[str, Relation] = {"since": "since", "until": "until", "before": "before", "after": "after"}


def find_dates(
    tokens: list[Token],
    published: date | str | Interval | None,
    language: str,
    told: Interval | None = None,
    begin: list[int] | None = None,
    around: Interval | None = None,
) -> list[DateMention]:
    """Every date named in a sentence's tokens, in order and without overlap.

    ``published`` may be a day, a month ("2024-02"), a year or None; ``told`` is the last day that the sentences
    before named, for "la veille" (publication stands in for it), ``around`` the month or year named since, for "that
    year"; ``begin`` are the places where a date may begin, where they are known. A date that does not exist, and one
    that cannot be known without a day of publication, is left out.
    """
    shapes = load_date_shapes(language)
    context = Context(_publication(published), told, around, shapes.words)
    mentions: list[DateMention] = []
    free = 0
    if begin is None:
        begin = [at for at, token in enumerate(tokens) if shapes.may_begin(token.fold)]
    for at in begin:
        if at < free or not shapes.goes_on(tokens, at):
            continue
        match = shapes.match(tokens, at)
        if match is None:
            continue
        first, before = shapes.look_back(tokens, at)
        if not _is_backed(match, tokens, first, at, shapes, language):
            continue
        free = match.end
        mention = _read(match, first, before, context)
        if mention is not None:
            mentions.append(mention)
            context.told, context.around = note_told(mention, context.told, context.around)
    return mentions


def note_told(
    mention: DateMention, told: Interval | None, around: Interval | None
) -> tuple[Interval | None, Interval | None]:
    """The last day told, and the month or year told since, once a mention has been read."""
    if mention.past.precision == "day":
        return (mention.past, None) if mention.relation != "before" else (told, around)
    whole = mention.relation == "on" and mention.past.start == mention.past.end
    return told, mention.past if whole and mention.past.month_without_year is None else around


def shift_from(mention: DateMention, told: Interval) -> DateMention:
    """The same mention counted from another date told before: "la veille" of a day named in an earlier paragraph."""
    if mention.offset is None:
        return mention
    if told.first() is None or told.last() is None:
        return mention
    past, future = shift(told, mention.offset, "day")
    return msgspec.structs.replace(mention, past=past, future=future)


@lru_cache(maxsize=1024)
def _publication(published: date | str | Interval | None) -> Publication | None:
    if published is None:
        return None
    if isinstance(published, date):
        return Publication(published, published)
    interval = Interval.of(published) if isinstance(published, str) else published
    first, last = interval.first() or interval.last(), interval.last() or interval.first()
    return None if first is None or last is None else Publication(first, last)


def _read(match: Match, first: int, before: str, context: Context) -> DateMention | None:
    """What a match means; None where it is no date that exists or cannot be known."""
    try:
        found = interpret(match, context)
    except (InvalidInterval, OverflowError):
        return None
    if found is None:
        return None
    (past, future), kind = found
    shape, slots = match.shape, [slot for slot, _ in match.bindings]
    repeated = len(slots) > 1 and any(slots.count(slot) > 1 for slot in "dwmy")
    is_span = before == "between" or shape.open or repeated
    relation: Relation = shape.relation or ("span" if is_span else _RELATIONS.get(before, "on"))
    return DateMention(first, match.end, past, future, relation, kind, days_from_told(match))


def _is_backed(match: Match, tokens: list[Token], first: int, at: int, shapes: DateShapes, language: str) -> bool:
    """Whether the words in front make a date of what may be none: a month, a year or a season alone."""
    if match.shape.between:
        return shapes.look_back(tokens, at)[1] == "between"
    if match.shape.alone:
        return first == at - 1 and tokens[first].fold in shapes.words.before.determiners
    if not match.shape.needs or tokens[at].fold.startswith(shapes.words.joined_parts):
        # "mi-août" is nothing else.
        return True
    if first == at:
        return False
    match next(iter(match.bindings), ("", ""))[0]:
        case "s":
            return shapes.follows_season_word(tokens, first, at)
        case "y":
            if shapes.follows_year_word(tokens, first, at) or match.end >= len(tokens):
                return True
            after = tokens[match.end]
            return not after.text[0].isalnum() or after.fold in load_language(language).stop_words
        case _:
            # "le mars" is no month; "ce mois de mars" and "en mars" are.
            return at - first > 1 or tokens[first].fold not in shapes.words.before.determiners
