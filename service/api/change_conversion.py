"""From recorded events to the lines of /changes and /live."""

from typing import assert_never

from events.evidence import CuratorStatement, Quote
from events.vocabulary import (
    AnnouncementAnswered,
    ArticleIngested,
    ArticleRevised,
    Directed,
    Event,
    EventConfirmed,
    EventCorrected,
    EventRetracted,
    HappeningsMerged,
    HappeningSplit,
    Quantified,
    Redacted,
    Report,
)
from projections.public.shapes import Trust
from service.api.change_shapes import ChangeLine, ToldAct
from service.api.conversion import show_amount, show_when
from service.changes import Change
from service.watching import find_article, find_happenings, find_sides


def show_change(change: Change) -> ChangeLine:
    """A recorded event as it is answered."""
    recorded, event, source = change.recorded, change.event, change.source
    family, parties = find_sides(event)[0]
    about, why = _explain(event)
    told = event.corrected if isinstance(event, EventCorrected) else event
    return ChangeLine(
        position=recorded.position,
        id=str(recorded.id),
        type=recorded.type,
        recorded_at=recorded.recorded_at.isoformat(),
        family=family,
        parties=parties,
        happenings=find_happenings(event),
        article=find_article(event),
        title=source.title if source else None,
        url=source.url if source else None,
        publisher=source.publisher if source else None,
        published=source.published if source else None,
        told=_show_told(told) if isinstance(told, Report) else None,
        about=about,
        why=why,
    )


def _show_told(report: Report) -> ToldAct:
    directed = report if isinstance(report, Directed) else None
    trust = report.confidence
    return ToldAct(
        source=directed.source if directed else None,
        target=directed.target if directed else None,
        act=show_when(report.act),
        due=show_when(report.due),
        stage=report.stage,
        factuality=report.factuality,
        persons=report.persons,
        item=report.item if isinstance(report, Quantified) else None,
        amount=show_amount(report),
        confidence=None if trust is None else Trust(value=trust.value, support=trust.support),
        quotes=tuple(proof.exact for proof in report.evidence if isinstance(proof, Quote)),
    )


def _explain(event: Event) -> tuple[tuple[str, ...], str | None]:
    """The events that a decision or a curator's word is about, and why it was made."""
    if isinstance(event, Report):
        return (), None
    match event:
        case HappeningsMerged():
            return event.events, event.reason
        case HappeningSplit():
            return (*event.events, *event.apart), event.reason
        case AnnouncementAnswered():
            return (), event.reason
        case EventRetracted() | Redacted():
            return (event.event,), event.why
        case EventCorrected() | EventConfirmed():
            said = next((proof for proof in event.evidence if isinstance(proof, CuratorStatement)), None)
            return (event.event,), None if said is None else said.why
        case ArticleIngested() | ArticleRevised():
            return (), None
        case _:
            assert_never(event)
