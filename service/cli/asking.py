"""Questions on the command line: ``show``, ``visits``, ``aid``, ``events``, ``why``."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import click

from events.vocabulary import FAMILIES, REPORT_TYPES
from projections.public.shapes import VISIT_STATUSES
from projections.questions.queries import Queries
from projections.times import Times
from projections.views.timeline import EventFilter
from service.app import open_service, today
from service.cli import grounds, tables
from service.cli.output import as_json, print_json, read_settings, run
from service.parties import check_party
from service.problems import Refusal
from service.questions import check_choice, check_pair, parse_day, parse_moment, read_parties

Command = TypeVar("Command", bound=Callable[..., Any])
Answer = TypeVar("Answer")


def at_times(command: Command) -> Command:
    """Give a command the options of the three times."""
    for option, meaning in (
        ("--known-at", "Count only what the ledger held then: a position, or a moment as 2025-06-23T12:00:00Z."),
        ("--reported-by", "Count only what articles published by that day said, YYYY-MM-DD."),
        ("--as-of", "What was true that day, YYYY-MM-DD."),
    ):
        command = click.option(option, help=meaning)(command)
    return command


def read_times(as_of: str | None, reported_by: str | None, known_at: str | None) -> Times:
    """The three times as they were written."""
    return Times(
        today=today(),
        as_of=parse_day("as_of", as_of),
        reported_by=parse_day("reported_by", reported_by),
        known_at=parse_moment(known_at),
    )


@click.command("show")
@click.argument("a")
@click.argument("b")
@at_times
@as_json
def show_command(
    a: str, b: str, as_of: str | None, reported_by: str | None, known_at: str | None, *, to_json: bool
) -> None:
    """Show the relation of two parties, as in `chancery show MLI RUS`."""
    one, other = check_pair(a, b)
    times = read_times(as_of, reported_by, known_at)
    relation = ask(lambda queries: queries.relation(one, other, times))
    print_json(relation) if to_json else tables.print_relation(relation)


@click.command("visits")
@click.option(
    "--status", "statuses", multiple=True, type=click.Choice(VISIT_STATUSES), help="Only these; may be repeated."
)
@click.option("--party", help="Only where this party takes part.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 200))
@click.option("--after", help="The `next` of the page before.")
@at_times
@as_json
def visits_command(
    statuses: tuple[Any, ...],
    party: str | None,
    limit: int,
    after: str | None,
    as_of: str | None,
    reported_by: str | None,
    known_at: str | None,
    *,
    to_json: bool,
) -> None:
    """List visits: pending, held, cancelled, lapsed."""
    times = read_times(as_of, reported_by, known_at)
    code = None if party is None else check_party(party)
    page = ask(lambda queries: queries.visits(times, status=statuses, party=code, limit=limit, after=after))
    print_json(page) if to_json else tables.print_visits(page)


@click.command("aid")
@click.option("--donor", help="Who gives.")
@click.option("--recipient", help="Who receives.")
@click.option("--item", help="What: wheat, vaccines, arms, ...")
@click.option("--domain", type=click.Choice(["civil", "military"]), help="Never summed together.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 200))
@click.option("--after", help="The `next` of the page before.")
@at_times
@as_json
def aid_command(  # noqa: PLR0913, PLR0917  (one a filter)
    donor: str | None,
    recipient: str | None,
    item: str | None,
    domain: Any,  # noqa: ANN401  (click's choice)
    limit: int,
    after: str | None,
    as_of: str | None,
    reported_by: str | None,
    known_at: str | None,
    *,
    to_json: bool,
) -> None:
    """Sum aid by donor, recipient and item; reported totals stand beside the sums, never in them."""
    times = read_times(as_of, reported_by, known_at)
    gives = None if donor is None else check_party(donor)
    receives = None if recipient is None else check_party(recipient)
    page = ask(
        lambda queries: queries.aid_totals(
            times, donor=gives, recipient=receives, item=item, domain=domain, limit=limit, after=after
        )
    )
    print_json(page) if to_json else tables.print_aid(page)


@click.command("events")
@click.option("--party", help="Only where this party takes part.")
@click.option("--pair", help="Only between these two, as MLI-RUS.")
@click.option("--type", "types", multiple=True, help="Only these types; may be repeated.")
@click.option("--family", help="Only this family of types (visit, aid, ...).")
@click.option("--since", help="Only facts of that day or later, YYYY-MM-DD.")
@click.option("--until", help="Only facts of that day or earlier, YYYY-MM-DD.")
@click.option(
    "--min-confidence",
    "confidence",
    type=click.FloatRange(0, 1),
    help="Only of at least this measured confidence; without one: left out.",
)
@click.option("--retracted", is_flag=True, help="Also those that no longer count.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 200))
@click.option("--after", help="The `next` of the page before.")
@as_json
def events_command(  # noqa: PLR0913, PLR0917  (one a filter)
    party: str | None,
    pair: str | None,
    types: tuple[str, ...],
    family: str | None,
    since: str | None,
    until: str | None,
    confidence: float | None,
    limit: int,
    after: str | None,
    *,
    retracted: bool,
    to_json: bool,
) -> None:
    """List events, the newest first."""
    which = EventFilter(
        parties=read_parties(party, pair),
        types=tuple(check_choice("type", each, REPORT_TYPES) for each in types),
        family=None if family is None else check_choice("family", family, FAMILIES),
        since=parse_day("since", since),
        until=parse_day("until", until),
        confidence=confidence,
        retracted=retracted,
    )
    page = ask(lambda queries: queries.events(which, limit=limit, after=after))
    print_json(page) if to_json else tables.print_events(page)


@click.command("why")
@click.argument("event")
@click.argument("other", required=False)
@at_times
@as_json
def why_command(
    event: str,
    other: str | None,
    as_of: str | None,
    reported_by: str | None,
    known_at: str | None,
    *,
    to_json: bool,
) -> None:
    """Show what an event rests on: its article, and the words in their place.

    Of two parties, as in `chancery why MLI RUS`, show what their status rests on: rules, facts, events, quotes and
    articles, at any of the three times.
    """
    if other is not None:
        one, two = check_pair(event, other)
        times = read_times(as_of, reported_by, known_at)
        relation = ask(lambda queries: queries.relation(one, two, times))
        print_json(relation) if to_json else grounds.print_reasons(relation)
        return
    if as_of or reported_by or known_at:
        raise click.UsageError("the three times are asked of two parties; an event is what it is at any time")
    found = ask(lambda queries: queries.event(event))
    if found is None:
        raise Refusal(
            "unknown-event", f"no event with the id {event!r} tells of an act; `chancery events --json` lists ids"
        )
    print_json(found) if to_json else grounds.print_why(found)


def ask(question: Callable[[Queries], Awaitable[Answer]]) -> Answer:
    """Answer a question from views that have caught up with the ledger."""

    async def ask() -> Answer:
        async with open_service(read_settings()) as service:
            await service.runner.catch_up()
            return await question(service.queries)

    return run(ask())
