"""What the ledger's benchmark found, as JSON and as tables."""

from pathlib import Path

import msgspec

from bench.document import put_table

MARK = "<!-- ledger -->"
PARTS_MARK = "<!-- ledger parts -->"


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table: a ratio, what it should be, and what it was computed from.

    ``most`` is the ratio beyond which what was measured in the same run does not let it come, None where nothing was.
    """

    name: str
    ratio: float
    wanted: str
    met: bool
    ours: float
    theirs: float
    unit: str
    most: float | None = None


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Where the time of so many writers goes, all times in microseconds, the medians of the rounds.

    ``wall``, ``process`` and ``server`` are for an event, the last two processor time; ``generator`` is what of
    ``process`` goes into making the work up. ``flush`` is the events of a flush, ``commit`` what one waits for the disk
    at its end. ``bare`` is the events a second that as many writers bring to stand when their rows and hashes are all
    that is asked (``rows.py``), None for one writer.
    The peers' are their events a second with as many writers, None where not measured.
    """

    writers: int
    flush: float
    wall: float
    process: float
    generator: float
    server: float
    commit: float
    bare: float | None
    plain: float
    umadb: float | None
    eventsourcing: float | None


class Results(msgspec.Struct, kw_only=True):
    """What was measured, where, on how many events; ``load`` is the machine's load average before and after.

    ``openssl`` is whether the server was built with it, and hashes with it. ``rows`` is how many events a second in
    batches of 1,000 take their place in tables like the ledger's, with only the tree left to hash. ``stopped_after``
    is empty once all is measured, else the last part that was: a run is kept part by part.
    """

    machine: str
    load: list[float]
    postgres: str
    openssl: bool
    settings: dict[str, str]
    workload: str
    rounds: int
    seconds: float
    events: int
    peer_events: int
    rows: float | None = None
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
            _judge(figure),
            "" if figure.most is None else f"{figure.most:.2f}",
            f"{figure.ours:.4g}",
            f"{figure.theirs:.4g}",
            figure.unit,
        )
        for figure in results.figures
    ]
    put_table(
        path,
        MARK,
        ("figure", "wanted", "got", "as wanted", "at most", "ours", "theirs", "unit"),
        rows,
    )
    head = ("writers", "events a flush", "wall", "this process", "of it the generator", "server", "a commit")
    parts = [
        (
            f"{part.writers}",
            f"{part.flush:.1f}",
            *(f"{value:.0f}" for value in (part.wall, part.process, part.generator, part.server, part.commit)),
            "" if part.bare is None else f"{part.bare:,.0f}",
            *(_compare(part.bare, rate) for rate in (part.plain, part.umadb, part.eventsourcing)),
        )
        for part in results.parts
    ]
    peers = ("of plain INSERT", "of UmaDB", "of eventsourcing")
    head = (*head, "rows and hashes, events/s", *peers)
    put_table(path, PARTS_MARK, head, parts)


def _judge(figure: Figure) -> str:
    if figure.met:
        return "yes"
    # Only figures that should be large have parts.
    return "no, out of reach" if figure.most is not None and figure.most < float(figure.wanted.split()[-1]) else "no"


def _compare(ours: float | None, rate: float | None) -> str:
    return "" if ours is None or rate is None else f"{ours / rate:.2f}"
