"""The one grammar of filters, as query parameters: of /events, /changes, /live and their feeds."""

from typing import Annotated

from litestar.di import NamedDependency
from litestar.params import QueryParameter

from events.ledger.checks import is_name
from events.vocabulary import FAMILIES, RECORD_TYPES, REPORT_TYPES
from projections.views.timeline import EventFilter
from service.api.parameters import Pair, PartyFilter
from service.problems import Refusal
from service.questions import check_choice, parse_day, read_parties

Watched = NamedDependency[EventFilter]

_TYPES = {**REPORT_TYPES, **RECORD_TYPES}


def give_watch(  # noqa: PLR0913  (one a filter)
    *,
    party: PartyFilter = None,
    pair: Pair = None,
    types: Annotated[
        list[str] | None, QueryParameter(name="type", description="Only these types; may be repeated.")
    ] = None,
    family: Annotated[str | None, QueryParameter(description="Only this family of types (visit, aid, ...).")] = None,
    publisher: Annotated[
        str | None, QueryParameter(description="Only what articles of this publisher tell.", max_length=300)
    ] = None,
    article: Annotated[str | None, QueryParameter(description="Only what this article tells.", max_length=100)] = None,
    happening: Annotated[
        str | None, QueryParameter(description="Only what tells of this happening.", max_length=200)
    ] = None,
    since: Annotated[str | None, QueryParameter(description="Only facts of that day or later, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, QueryParameter(description="Only facts of that day or earlier, YYYY-MM-DD.")] = None,
    min_confidence: Annotated[
        float | None,
        QueryParameter(description="Only of at least this measured confidence; without one: left out.", ge=0, le=1),
    ] = None,
) -> EventFilter:
    """The filter of a request: a saved address is a watch list."""
    return EventFilter(
        parties=read_parties(party, pair),
        types=tuple(dict.fromkeys(check_choice("type", each, _TYPES) for each in types or ())),
        family=None if family is None else check_choice("family", family, FAMILIES),
        publisher=publisher,
        article=_check_id("article", article),
        happening=_check_id("happening", happening),
        since=parse_day("since", since),
        until=parse_day("until", until),
        confidence=min_confidence,
    )


def _check_id(field: str, value: str | None) -> str | None:
    if value is not None and not is_name(value):
        raise Refusal("invalid-request", f"{value!r} is no id; ids stand in answers", errors=((field, "an id"),))
    return value
