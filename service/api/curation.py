"""What curators say of events and happenings, and the history that it makes."""

from typing import Annotated

from litestar import MediaType, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody, PathParameter, QueryParameter

from events.evidence import CuratorStatement
from events.ledger import Ledger
from projections.public.history import EventHistory
from projections.questions.history import read_known
from projections.questions.history import show_history as describe
from service.api.articles import check_json_body
from service.api.conversion import show_decision
from service.api.curation_shapes import CuratedAnswer, NewApart, NewCorrection, NewMerge, NewSplit, Statement
from service.api.documented import refusals
from service.api.guards import CURATE, Caller, name_curator
from service.curate import Curated, Curator, check_since
from service.problems import Refusal
from service.questions import parse_moment
from service.statements import state
from service.web.pages import PAGE_HEADERS, render_history

EventId = Annotated[str, PathParameter(description="Id of the event.")]
KnownAt = Annotated[
    str | None,
    QueryParameter(description="Only what the ledger held then: a position, or a moment as 2025-06-23T12:00:00Z."),
]
_BODY = (
    "empty-body",
    "malformed-body",
    "body-too-slow",
    "malformed-json",
    "invalid-request",
    "body-too-large",
    "unsupported-media-type",
)
_EVENT = (*_BODY, "unknown-parameter", "unknown-event", "event-retracted", "stale-version", "contested")
_HAPPENING = (*_BODY, "unknown-parameter", "unknown-happening", "nothing-to-change", "stale-version", "contested")
_KNOWN = {200: ResponseSpec(CuratedAnswer, description="It stood already: nothing was written.")}


async def _read_history(ledger: Ledger, event_id: str, known_at: str | None) -> EventHistory:
    known = await read_known(ledger, event_id, parse_moment(known_at))
    if known is None:
        raise Refusal("unknown-event", f"no event with the id {event_id!r} tells of an act; GET /events lists them")
    return describe(known, known.upto)


@get(
    "/events/{event_id:str}/history",
    summary="What became of an event",
    description="Read from the ledger itself: what was told first, and each correction, confirmation, retraction, "
    "merge and split since, with who, when and why.",
    responses=refusals("unknown-event", "unknown-parameter", "invalid-moment", "beyond-head", "ledger-unavailable"),
)
async def get_history(event_id: EventId, ledger: NamedDependency[Ledger], known_at: KnownAt = None) -> EventHistory:
    """Tell the history of an event."""
    return await _read_history(ledger, event_id, known_at)


@get(
    "/events/{event_id:str}/history.html",
    summary="What became of an event, as a page",
    description="The same as a page: old values struck out. It runs no script and loads nothing.",
    media_type=MediaType.HTML,
    responses=refusals("unknown-event", "unknown-parameter", "invalid-moment", "beyond-head", "ledger-unavailable"),
)
async def show_history(event_id: EventId, ledger: NamedDependency[Ledger], known_at: KnownAt = None) -> Response[str]:
    """Show the history of an event."""
    page = render_history(await _read_history(ledger, event_id, known_at))
    return Response(page, media_type=MediaType.HTML, headers=PAGE_HEADERS)


@post(
    "/events/{event_id:str}/corrections",
    summary="Correct an event",
    description="The corrected value is recorded in full; the former one is what questions about the time before "
    "(`known_at`, and for a correction of the world `reported_by`) still answer with.",
    before_request=check_json_body,
    opt=CURATE,
    responses={
        **_KNOWN,
        **refusals(*_EVENT, "unknown-party", "invalid-date", "nothing-to-change", "ledger-unavailable"),
    },
)
async def post_correction(
    event_id: EventId, data: JSONBody[NewCorrection], curator: NamedDependency[Curator], caller: NamedDependency[Caller]
) -> Response[CuratedAnswer]:
    """Record a correction."""
    check_since(data.kind, data.since)
    curated = await curator.correct(
        event_id,
        data.changes,
        _state(data, caller),
        kind=data.kind,
        since=data.since,
        expected_version=data.expected_version,
    )
    return _answer(curated)


@post(
    "/events/{event_id:str}/retraction",
    summary="Retract an event",
    description="The event no longer counts, and no later reading of its article revives it.",
    before_request=check_json_body,
    opt=CURATE,
    responses={**_KNOWN, **refusals(*_EVENT, "ledger-unavailable")},
)
async def post_retraction(
    event_id: EventId, data: JSONBody[Statement], curator: NamedDependency[Curator], caller: NamedDependency[Caller]
) -> Response[CuratedAnswer]:
    """Record a retraction."""
    return _answer(await curator.retract(event_id, _state(data, caller), expected_version=data.expected_version))


@post(
    "/events/{event_id:str}/confirmation",
    summary="Confirm an event",
    description="The statement becomes part of the evidence of the event as it stands.",
    before_request=check_json_body,
    opt=CURATE,
    responses={**_KNOWN, **refusals(*_EVENT, "ledger-unavailable")},
)
async def post_confirmation(
    event_id: EventId, data: JSONBody[Statement], curator: NamedDependency[Curator], caller: NamedDependency[Caller]
) -> Response[CuratedAnswer]:
    """Record a confirmation."""
    return _answer(await curator.confirm(event_id, _state(data, caller), expected_version=data.expected_version))


@post(
    "/happenings/merge",
    summary="Join happenings that are one act",
    description="Of each type and the same parties the reports are joined, against whatever is decided by rule later.",
    before_request=check_json_body,
    opt=CURATE,
    responses={**_KNOWN, **refusals(*_HAPPENING, "ledger-unavailable")},
)
async def post_merge(
    data: JSONBody[NewMerge], curator: NamedDependency[Curator], caller: NamedDependency[Caller]
) -> Response[CuratedAnswer]:
    """Record a merge."""
    return _answer(await curator.merge(data.happenings, _state(data, caller), expected_version=data.expected_version))


@post(
    "/happenings/apart",
    summary="Keep happenings apart that are different acts",
    description="Nothing moves; from then on no rule joins their reports of one type and the same parties. A later "
    "merge by a curator does.",
    before_request=check_json_body,
    opt=CURATE,
    responses={**_KNOWN, **refusals(*_HAPPENING, "ledger-unavailable")},
)
async def post_apart(
    data: JSONBody[NewApart], curator: NamedDependency[Curator], caller: NamedDependency[Caller]
) -> Response[CuratedAnswer]:
    """Record that happenings are not the same."""
    return _answer(
        await curator.keep_apart(data.happenings, _state(data, caller), expected_version=data.expected_version)
    )


@post(
    "/happenings/{happening:str}/split",
    summary="Part events from a happening",
    description="The events named are kept apart from those that stay, against whatever is decided by rule later.",
    before_request=check_json_body,
    opt=CURATE,
    responses={**_KNOWN, **refusals(*_HAPPENING, "ledger-unavailable")},
)
async def post_split(
    happening: Annotated[str, PathParameter(description="Id of the happening.")],
    data: JSONBody[NewSplit],
    curator: NamedDependency[Curator],
    caller: NamedDependency[Caller],
) -> Response[CuratedAnswer]:
    """Record a split."""
    curated = await curator.split(happening, data.events, _state(data, caller), expected_version=data.expected_version)
    return _answer(curated)


def _state(data: NewCorrection | Statement | NewMerge | NewApart | NewSplit, caller: Caller) -> CuratorStatement:
    return state(name_curator(data.who, caller), data.why, data.source)


def _answer(curated: Curated) -> Response[CuratedAnswer]:
    return Response(show_curated(curated), status_code=201 if curated.outcome == "recorded" else 200)


def show_curated(curated: Curated) -> CuratedAnswer:
    """What became of a curator's word, as it is answered."""
    return CuratedAnswer(
        outcome=curated.outcome,
        position=curated.position,
        records=tuple(item.id for item in curated.decided),
        version=curated.version,
        decisions=tuple(shown for item in curated.decided if (shown := show_decision(item)) is not None),
    )
