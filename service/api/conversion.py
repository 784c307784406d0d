"""From what was handled to what is answered."""

from typing import assert_never

from events.evidence import Quote
from events.happenings import Told
from events.interval import Interval
from events.vocabulary import (
    AnnouncementAnswered,
    ArticleIngested,
    ArticleRevised,
    Directed,
    EventConfirmed,
    EventCorrected,
    EventRetracted,
    HappeningsMerged,
    HappeningSplit,
    Quantified,
    Redacted,
    Report,
    parties_of,
)
from projections.public.shapes import Quantity, When
from service.api.shapes import Claim, Decision, Ingested, Omission
from service.planning import Decided, Handled
from service.submission import Prepared


def show_handled(handled: Handled, prepared: Prepared, *, dry_run: bool) -> Ingested:
    """What became of an article, as it is answered."""
    metadata = prepared.metadata
    return Ingested(
        article=handled.article,
        outcome=handled.outcome,
        dry_run=dry_run,
        position=handled.position,
        title=metadata.title,
        url=metadata.url,
        publisher=metadata.publisher,
        published=metadata.published,
        language=metadata.language,
        extractor=prepared.extractor,
        events=tuple(_show_claim(told, added=told.id in handled.added) for told in handled.told),
        decisions=tuple(shown for decided in handled.decided if (shown := show_decision(decided)) is not None),
        omissions=tuple(
            Omission(start=each.start, end=each.end, rule=each.rule, reason=each.reason) for each in handled.discarded
        ),
    )


def _show_claim(told: Told, *, added: bool) -> Claim:
    report = told.report
    directed = report if isinstance(report, Directed) else None
    goods = report if isinstance(report, Quantified) else None
    return Claim(
        id=told.id,
        type=type(report).__name__,
        happening=report.happening,
        parties=parties_of(report),
        source=directed.source if directed else None,
        target=directed.target if directed else None,
        act=show_when(report.act),
        due=show_when(report.due),
        stage=report.stage,
        factuality=report.factuality,
        persons=report.persons,
        item=goods.item if goods else None,
        amount=show_amount(report),
        quotes=tuple(proof.exact for proof in report.evidence if isinstance(proof, Quote)),
        added=added,
    )


def show_amount(report: Report) -> Quantity | None:
    """How much a report tells of; None where it tells of no amount."""
    amount = report.amount if isinstance(report, Quantified) else None
    if amount is None:
        return None
    return Quantity(min=amount.min, max=amount.max, approximate=amount.approximate, unit=amount.unit)


def show_when(when: Interval | None) -> When | None:
    """An interval as it is answered."""
    if when is None:
        return None
    return When(start=when.start, end=when.end, precision=when.precision, basis=when.basis)


def show_decision(decided: Decided) -> Decision | None:
    """A decision as it is answered; None for what is no decision."""
    record = decided.record
    match record:
        case HappeningsMerged():
            return Decision(
                id=decided.id,
                type="HappeningsMerged",
                family=record.family,
                parties=record.parties,
                reason=record.reason,
                score=record.score,
                happening=record.happening,
                events=record.events,
            )
        case HappeningSplit():
            return Decision(
                id=decided.id,
                type="HappeningSplit",
                family=record.family,
                parties=record.parties,
                reason=record.reason,
                happening=record.happening,
                events=record.events,
                apart=record.apart,
            )
        case AnnouncementAnswered():
            return Decision(
                id=decided.id,
                type="AnnouncementAnswered",
                family=record.family,
                parties=record.parties,
                reason=record.reason,
                score=record.score,
                announcement=record.announcement,
                answer=record.answer,
                outcome=record.outcome,
            )
        case EventRetracted():
            return Decision(
                id=decided.id,
                type="EventRetracted",
                family=record.family,
                parties=record.parties,
                reason=record.why,
                events=(record.event,),
            )
        case ArticleIngested() | ArticleRevised() | EventCorrected() | EventConfirmed() | Redacted():
            return None
        case _:
            assert_never(record)
