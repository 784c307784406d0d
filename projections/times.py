"""The three times of a question, and which events they admit.

``as_of``: what was true that day. ``reported_by``: only what articles published by then said.
``known_at``: only what the ledger held then. Alone or together; nothing here reads a clock.
"""

from datetime import UTC, date, datetime

import msgspec

from events.interval import Interval, last_day
from events.vocabulary import Report, Stage


class Recorded(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where and when the ledger took an event."""

    position: int
    recorded_at: datetime

    @property
    def day(self) -> date:
        """The day of recording, UTC."""
        moment = self.recorded_at
        return (moment if moment.tzinfo is UTC else moment.astimezone(UTC)).date()


class Times(msgspec.Struct, frozen=True, kw_only=True):
    """The times of a question; ``today`` is the clock, passed in at the edge.

    ``known_at`` is a position of the ledger or a moment (with its time zone).
    """

    today: date
    as_of: date | None = None
    reported_by: date | None = None
    known_at: int | datetime | None = None

    @property
    def day(self) -> date:
        """The day asked about: ``as_of``, else ``reported_by``, else today."""
        return self.as_of or self.reported_by or self.today

    @property
    def looks_back(self) -> bool:
        """Whether less than all that the ledger holds may answer."""
        return self.reported_by is not None or self.known_at is not None


def admits(report: Report, recorded: Recorded, times: Times) -> bool:
    """Whether the three times let a report count."""
    return (
        is_known(recorded, times)
        and is_reported(report, recorded, times)
        and counts_from(report, recorded) <= times.day
    )


def is_known(recorded: Recorded, times: Times) -> bool:
    """Whether the ledger held an event at ``known_at``."""
    match times.known_at:
        case None:
            return True
        case int() as position:
            return recorded.position <= position
        case moment:
            return recorded.recorded_at <= moment


def is_reported(report: Report, recorded: Recorded, times: Times) -> bool:
    """Whether an article had been published by ``reported_by``; an undated one counts from the day it was recorded.

    So does one whose date lies after that day: it cannot have been published later than it was read.
    """
    return is_said(report.reported, recorded, times)


def is_said(reported: str | None, recorded: Recorded, times: Times) -> bool:
    """Whether what was published then (YYYY-MM-DD or YYYY-MM, None where unknown) counts at ``reported_by``."""
    if times.reported_by is None:
        return True
    return said_on(reported, recorded) <= times.reported_by


def said_on(reported: str | None, recorded: Recorded) -> date:
    """The day from which it counts as said what was published then: at the latest that of its recording."""
    day = recorded.day
    published = None if reported is None else last_day(reported)
    return day if published is None or published > day else published


def holds_from(report: Report) -> date | None:
    """The day from which the act counts, by its own dates: None where neither it nor its article is dated.

    That is the last day on which the act can have begun. An article cannot tell of an act as done before
    it began, so its date of publication bounds an imprecise interval: "in 2024", printed in May, is May
    at the latest. Where the act is undated, or dated by a month without its year, publication stands for it.
    """
    return holds_from_told(report.reported, report.act, report.stage)


def holds_from_told(reported: str | None, act: Interval | None, stage: Stage) -> date | None:
    """As ``holds_from``, of a report's date of publication, time of the act and stage."""
    published = None if reported is None else last_day(reported)
    begun = None if act is None else act.certain_by()
    if act is None or begun is None:
        return published
    if published is None or begun <= published or stage not in {"done", "under_way"}:
        return begun
    return max(_first(act) or begun, published)


def counts_from(report: Report, recorded: Recorded) -> date:
    """The day from which a report counts: as ``holds_from``, and at the latest the day it was recorded."""
    return min(holds_from(report) or recorded.day, recorded.day)


def _first(act: Interval) -> date | None:
    return act.first() or act.last()
