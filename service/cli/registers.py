"""Lists of what stands, on the command line: agreements, sanctions, memberships, envoys, embassies, military support.

Each is the same command over another list.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, get_args

import click

from projections.public.agreements import Agreement, AgreementStatus
from projections.public.records import Official
from projections.public.registers import (
    EmbassyStatus,
    EnvoyStatus,
    Line,
    MembershipStatus,
    MilitaryStatus,
    SanctionsStatus,
)
from projections.public.shapes import Fact
from projections.questions.queries import Queries
from projections.times import Times
from projections.views import embassies, envoys, memberships, military, sanctions
from projections.views.standing import Register, Sides
from service.cli import tables
from service.cli.asking import ask, at_times, read_times
from service.cli.output import as_json, print_json
from service.problems import Refusal
from service.questions import read_parties

_SHOWN = 2


class Find(Protocol):
    """A question for a page of a list."""

    def __call__(
        self,
        queries: Queries,
        times: Times,
        parties: tuple[str, ...],
        **chosen: Any,  # noqa: ANN401  (each list's own)
    ) -> Awaitable[Any]:
        """Ask for the items that join all of the parties; ``chosen``: status, limit and after."""
        ...


def list_command(
    name: str,
    find: Find,
    *,
    columns: Sequence[str],
    row: Callable[[Any], Sequence[str]],
    meaning: str,
    statuses: Sequence[str] = (),
) -> click.Command:
    """The command that asks for a list, and prints a row for each of its items."""

    @click.option("--party", help="Only where this party takes part.")
    @click.option("--pair", help="Only between these two, as MLI-RUS.")
    @click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 200))
    @click.option("--after", help="The `next` of the page before.")
    @at_times
    @as_json
    def command(
        party: str | None,
        pair: str | None,
        as_of: str | None,
        reported_by: str | None,
        known_at: str | None,
        *,
        to_json: bool,
        **chosen: Any,  # noqa: ANN401  (limit, after, and status where there are some)
    ) -> None:
        times = read_times(as_of, reported_by, known_at)
        parties = read_parties(party, pair)
        page: Any = ask(lambda queries: find(queries, times, parties, **chosen))
        if to_json:
            print_json(page)
            return
        out = tables.console()
        if not page.items:
            out.print(f"No {name} are known as of {page.times.as_of}.")
            return
        table = tables.make_table(*columns)
        for item in page.items:
            table.add_row(*row(item))
        out.print(table)
        tables.print_next(out, page.next)

    if statuses:
        choice = click.Choice(list(statuses))
        command = click.option("--status", multiple=True, type=choice, help="Only these; may be repeated.")(command)
    return click.command(name, help=meaning)(command)


def _register_command(
    name: str, register: Register[Any, Any], sides: tuple[str, str], statuses: Sequence[str], meaning: str
) -> click.Command:
    """The command that lists the lines of a register; ``sides``: the fields that say between whom."""

    def find(queries: Queries, times: Times, parties: tuple[str, ...], **chosen: Any) -> Awaitable[Any]:  # noqa: ANN401
        return queries.lines(register, times, sides=Sides(parties=parties), **chosen)

    def row(line: Any) -> Sequence[str]:  # noqa: ANN401  (a line of this register)
        return (line.status, *(getattr(line, side) for side in sides), line.since or "", *_say(_telling(line)))

    columns = ("status", *sides, "since", "acts", "in the words of")
    return list_command(name, find, columns=columns, row=row, statuses=statuses, meaning=meaning)


def _telling(line: Line) -> tuple[Fact, ...]:
    """The acts that say most of a line: what stands, else what is to come, else the latest."""
    return line.in_force or line.planned or line.last_acts


def _say(facts: Sequence[Fact]) -> tuple[str, str]:
    """The first few acts and their quotes, a line each."""
    shown = facts[:_SHOWN]
    return "\n".join(map(tables.describe_fact, shown)), "\n".join(map(tables.quote_of, shown))


def _find_agreements(queries: Queries, times: Times, parties: tuple[str, ...], **chosen: Any) -> Awaitable[Any]:  # noqa: ANN401
    return queries.agreements(times, parties=parties, **chosen)


def _agreement_row(agreement: Agreement) -> Sequence[str]:
    when = agreement.ended or agreement.signed or agreement.fact.day or ""
    named = agreement.instrument or ", ".join(agreement.sectors)
    return (agreement.status, " ".join(agreement.parties), when, named, tables.quote_of(agreement.fact))


def _find_officials(queries: Queries, times: Times, parties: tuple[str, ...], **chosen: Any) -> Awaitable[Any]:  # noqa: ANN401
    if len(parties) > 1:
        raise Refusal("invalid-request", "officials are listed of one party; give --party and no --pair")
    return queries.officials(times, party=parties[0] if parties else None, **chosen)


def _official_row(official: Official) -> Sequence[str]:
    office = official.office
    held = "" if office is None else office.office.replace("_", " ")
    beside = ", ".join(f"{seen.party} {seen.acts}" for seen in official.seen_with)
    days = f"{official.first_seen} to {official.last_seen}"
    return (official.name, official.party or "", held, str(official.acts), days, beside)


agreements_command = list_command(
    "agreements",
    _find_agreements,
    columns=("status", "parties", "when", "instrument", "in the words of"),
    row=_agreement_row,
    statuses=get_args(AgreementStatus),
    meaning="List agreements: announced, signed, called off, ended.",
)
sanctions_command = _register_command(
    "sanctions",
    sanctions.REGISTER,
    ("source", "target"),
    get_args(SanctionsStatus),
    "List sanctions: who on whom, in force or lifted.",
)
memberships_command = _register_command(
    "memberships",
    memberships.REGISTER,
    ("state", "organisation"),
    get_args(MembershipStatus),
    "List memberships of states in organisations: member, suspended, notified, left, expelled.",
)
envoys_command = _register_command(
    "envoys",
    envoys.REGISTER,
    ("sender", "host"),
    get_args(EnvoyStatus),
    "List envoys: accredited, recalled, expelled, summoned.",
)
embassies_command = _register_command(
    "embassies",
    embassies.REGISTER,
    ("owner", "host"),
    get_args(EmbassyStatus),
    "List embassies and consulates: open, closed, planned.",
)
military_command = _register_command(
    "military",
    military.REGISTER,
    ("provider", "recipient"),
    get_args(MilitaryStatus),
    "List military support: provided, ended, planned.",
)
officials_command = list_command(
    "officials",
    _find_officials,
    columns=("name", "for", "office", "acts", "seen", "in acts of"),
    row=_official_row,
    meaning="List the persons that articles name: for whom they act, first and last seen.",
)
