"""Short texts read and their reports written in one line each, for the tests of the reading engine."""

from events.interval import Interval
from events.vocabulary import Mutual, Report, parties_of
from service.extract.reading import Reading, read_article

PUBLISHED = "2024-06-12"
"""A Wednesday: the day on which the texts of these tests were published."""


def read(
    text: str,
    *,
    language: str = "fr",
    published: str | None = PUBLISHED,
    title: str | None = None,
    explain: bool = False,
) -> Reading:
    """Read a text as an article of its own."""
    return read_article(text, article="a-1", title=title, published=published, language=language, explain=explain)


def tell(text: str, *, language: str = "fr", published: str | None = PUBLISHED) -> list[str]:
    """What a text was read to tell, sorted: ``VisitOccurred TUR>NER`` or ``MeetingHeld NER+TUR``."""
    return sorted(line(report) for report in read(text, language=language, published=published).reports)


def line(report: Report) -> str:
    """A report's type and parties."""
    mark = "+" if isinstance(report, Mutual) else ">"
    return f"{type(report).__name__} {mark.join(parties_of(report))}"


def when(report: Report) -> Interval | None:
    """When the act is due, else when it took place."""
    return report.due or report.act


def only(text: str, *, published: str | None = PUBLISHED) -> Report:
    """The one report of a text."""
    reports = read(text, published=published).reports
    assert len(reports) == 1, [line(report) for report in reports]
    return reports[0]
