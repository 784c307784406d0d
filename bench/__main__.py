"""Run the measurements: ``python -m bench [part] [options]``; every part but skips where none is named."""

import argparse
import asyncio
from functools import partial
from pathlib import Path

from bench import extraction, http, ledger, ledger_results, skips, views

RESULTS = Path(__file__).parent / "results"
PEER_EVENTS = 300_000
"""Loading more takes most of a run: a million about 100 s for UmaDB, 260 s for eventsourcing."""
VIEW_ROUNDS = 2
"""Each takes five minutes at a million events."""
DOCUMENT = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def main() -> None:
    """Run what is asked for and write the results beside this file."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "part", nargs="?", choices=["all", "ledger", "views", "skips", "extraction", "http"], default="all"
    )
    parser.add_argument("--events", type=int, default=1_000_000, help="events in the large ledger")
    parser.add_argument("--peer-events", type=int, help=f"events that peers hold when read; default {PEER_EVENTS}")
    parser.add_argument("--seconds", type=float, default=3.0, help="of each measurement of a rate")
    parser.add_argument("--rounds", type=int, default=3, help="in which rates are taken in turn; the median counts")
    parser.add_argument("--each", type=int, default=500, help="events that each of the eight writers of skips appends")
    parser.add_argument(
        "--postgres", type=Path, help="ledger: the folder of another Postgres' initdb, pg_ctl, postgres"
    )
    parser.add_argument("--first-look", action="store_true", help="http: small numbers, printed and not kept")
    options = parser.parse_args()
    if options.postgres is not None and (options.part != "ledger" or not (options.postgres / "initdb").exists()):
        parser.error(f"--postgres {options.postgres}: name the folder of its initdb, and the part ledger")
    if options.part == "skips":
        counted = asyncio.run(skips.measure(options.each))
        skips.write_results(counted, RESULTS / "skips.json")
        if counted[0].missed:
            parser.exit(1, "the reader of our ledger has missed events: that must never be\n")
        return
    if options.part in {"all", "extraction"}:
        read = extraction.measure(max(options.rounds, 5))
        extraction.write(read, RESULTS / "extraction.json", DOCUMENT)
    if options.part in {"all", "views"}:
        keep = partial(views.write, path=RESULTS / "views.json", document=DOCUMENT)
        asyncio.run(
            views.measure(options.events, seconds=options.seconds, rounds=min(options.rounds, VIEW_ROUNDS), keep=keep)
        )
    if options.part in {"all", "http"}:
        answered = asyncio.run(http.measure(http.FIRST_LOOK if options.first_look else http.WHOLE))
        if not options.first_look:
            http.write(answered, RESULTS / "http.json", DOCUMENT)
    if options.part in {"extraction", "views", "http"}:
        return
    peer_events = options.peer_events or min(options.events, PEER_EVENTS)
    given: Path | None = options.postgres
    kept = RESULTS / ("ledger.json" if given is None else "ledger-given.json")

    def keep_ledger(results: ledger_results.Results) -> None:
        ledger_results.write_results(results, kept)
        if given is None:
            ledger_results.write_tables(results, DOCUMENT)

    results = asyncio.run(
        ledger.measure(
            options.events,
            peer_events,
            seconds=options.seconds,
            rounds=options.rounds,
            keep=keep_ledger,
            programs=given,
        )
    )
    print(f"{ledger_results.tell(results)}; see {kept}")


if __name__ == "__main__":
    main()
