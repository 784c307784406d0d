"""What the doctor looks at in the feeds: whether they are read, and whether they answer."""

from datetime import datetime
from pathlib import Path

from events.errors import ChanceryError
from service.doctor.finding import Finding, fine, warning
from service.feeds.standing import Standing, list_standings
from service.feeds.store import FeedStore

_NAMED = 3  # feeds, before the rest is only counted


async def check_feeds(store: FeedStore, file: Path | None, now: datetime) -> Finding:
    """Whether every feed is read when it is due, and answers."""
    try:
        standings = await list_standings(store, file, now)
    except ChanceryError as error:
        return warning("feeds", str(error), "correct that file, or unset CHANCERY_FEEDS")
    if not standings:
        return fine("feeds", "no feed is to be read")
    failing = [f"{each.source.url} ({_tell(each)})" for each in standings if each.fares == "failing"]
    if failing:
        return warning(
            "feeds",
            f"{len(failing)} of {len(standings)} feeds fail again and again: {_name(failing)}",
            "correct the address, or run `chancery feeds remove URL`; `chancery feeds list` shows each",
        )
    late = [each.source.url for each in standings if each.fares == "late"]
    if late:
        return warning(
            "feeds",
            f"{len(late)} of {len(standings)} feeds are long due, and nobody reads them: {_name(late)}",
            "start `chancery feeds run`, or look at its log where it runs",
        )
    unread = sum(each.fares == "unread" for each in standings)
    if unread == len(standings):
        return warning("feeds", f"none of the {unread} feeds was ever read", "start `chancery feeds run`")
    return fine("feeds", f"{len(standings)} feeds fare well" + (f", {unread} of them not read yet" if unread else ""))


def _tell(standing: Standing) -> str:
    return (standing.state.problem if standing.state else None) or "no reason was kept"


def _name(urls: list[str]) -> str:
    more = len(urls) - _NAMED
    return ", ".join(urls[:_NAMED]) + (f" and {more} more" if more > 0 else "")
