"""What the ledger's benchmark found, as JSON and as tables."""

from pathlib import Path

import msgspec

from bench.document import put_table

MARK = "<!-- ledger -->"
PARTS_MARK = "<!-- ledger parts -->"


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table: a ratio, what it should be, and what it was computed from."""

    name: str
    ratio: float
    wanted: str
    met: bool
    ours: float
    theirs: float
    unit: str


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Where the time of so many writers goes, all times in microseconds, the medians of the rounds.

    ``wall``, ``process`` and ``server`` are for an event, the last two processor time; ``generator`` is what of
    ``process`` goes into making the work up. ``flush`` is the events of a flush, ``commit`` what one waits for the disk
    at its end. ``most`` is the events a second if this process and the server with the disk never waited for each other
    (but for one writer, who waits for both): the longer of both, flushes following one another, each with its commit.
    """

    writers: int
    flush: float
    wall: float
    process: float
    generator: float
    server: float
    commit: float
    most: float
    plain: float
    eventsourcing: float | None


class Results(msgspec.Struct, kw_only=True):
    """What was measured, where, on how many events; ``load`` is the machine's load average before and after.

    ``stopped_after`` is empty once all is measured, else the last part that was: a run is kept part by part.
    """

    machine: str
    load: list[float]
    postgres: str
    settings: dict[str, str]
    workload: str
    rounds: int
    seconds: float
    events: int
    peer_events: int
    stopped_after: str = "nothing"
    figures: list[Figure]
    parts: list[Part]


def write_results(results: Results, path: Path) -> None:
    """Write the results as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=2) + b"\n")


def tell(results: Results) -> str:
    """Say in a line how the figures stand."""
    return f"{sum(figure.met for figure in results.figures)} of {len(results.figures)} figures as wanted"


def write_tables(results: Results, path: Path) -> None:
    """Put the tables of the results between their marks in a document."""
    rows = [
        (
            figure.name,
            figure.wanted,
            f"{figure.ratio:.2f}",
            "yes" if figure.met else "no",
            f"{figure.ours:.4g}",
            f"{figure.theirs:.4g}",
            figure.unit,
        )
        for figure in results.figures
    ]
    put_table(path, MARK, ("figure", "wanted", "got", "as wanted", "ours", "theirs", "unit"), rows)
    head = ("writers", "events a flush", "wall", "this process", "of it the generator", "server", "a commit")
    parts = [
        (
            f"{part.writers}",
            f"{part.flush:.1f}",
            *(f"{value:.0f}" for value in (part.wall, part.process, part.generator, part.server, part.commit)),
            f"{part.most:,.0f}",
            f"{part.most / part.plain:.2f}",
            "" if part.eventsourcing is None else f"{part.most / part.eventsourcing:.1f}",
        )
        for part in results.parts
    ]
    put_table(path, PARTS_MARK, (*head, "most, events/s", "of plain INSERT", "of eventsourcing"), parts)
