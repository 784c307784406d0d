"""The command line, ``chancery``: each command lives in the module that ``COMMANDS`` names, loaded when called."""

import importlib
import logging
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

import click

from events.errors import ChanceryError
from service.extract import describe_build


class Entry(NamedTuple):
    """A command of a group: its module, and what the group's help says of it (the first sentence of its own)."""

    module: str
    summary: str


COMMANDS = {
    "demo": Entry("demo", "Ingest the sample articles and show what follows from them; a second run adds nothing."),
    "serve": Entry("keeping", "Serve HTTP until interrupted; the embedded database is migrated first."),
    "migrate": Entry(
        "keeping",
        "Bring the database to the version of this code; needs CHANCERY_MIGRATE_URL for a database of one's own.",
    ),
    "replay": Entry("replaying", "Fold the whole ledger afresh, from its events and nothing else."),
    "rebuild": Entry("rebuilding", "Build VIEW (or all) anew from the ledger beside the live one, compare, and swap."),
    "retry": Entry(
        "rebuilding",
        "Fold again what is parked, after the mend: events that a view could not take, and those that wait for them.",
    ),
    "audit": Entry("auditing", "Check that the ledger is what it was, and prove it to others."),
    "doctor": Entry("examining", "Find what is wrong with this installation and say what mends it; changes nothing."),
    "keys": Entry("keyring", "Make, list, replace and revoke the keys that requests bear."),
    "settings": Entry("keeping", "List every setting: what it means, its default, and what is set now."),
    "ingest": Entry(
        "ingesting", "Ingest SOURCES: texts, folders of texts, addresses of pages, web archives, JSON lines."
    ),
    "import": Entry(
        "importing",
        "Record the events of FILE, a CSV of events coded elsewhere: one a row, as docs/interchange.md describes.",
    ),
    "feeds": Entry("feeding", "Keep the feeds whose articles are read, and read them."),
    "export": Entry("exporting", "Write events into FILE, or to standard output: a row each, the oldest first."),
    "extract": Entry("extracting", "Print what an article tells; needs no database."),
    "evaluate": Entry(
        "evaluating", "Compare what is read with the labels in GOLD: precision, recall and F1, by type and overall."
    ),
    "show": Entry("asking", "Show the relation of two parties, as in `chancery show MLI RUS`."),
    "visits": Entry("asking", "List visits: pending, held, cancelled, lapsed."),
    "aid": Entry(
        "asking", "Sum aid by donor, recipient and item; reported totals stand beside the sums, never in them."
    ),
    "agreements": Entry("registers", "List agreements: announced, signed, called off, ended."),
    "sanctions": Entry("registers", "List sanctions: who on whom, in force or lifted."),
    "memberships": Entry(
        "registers", "List memberships of states in organisations: member, suspended, notified, left, expelled."
    ),
    "envoys": Entry("registers", "List envoys: accredited, recalled, expelled, summoned."),
    "embassies": Entry("registers", "List embassies and consulates: open, closed, planned."),
    "military": Entry("registers", "List military support: provided, ended, planned."),
    "officials": Entry("registers", "List the persons that articles name: for whom they act, first and last seen."),
    "events": Entry("asking", "List events, the newest first."),
    "correct": Entry("curating", "Correct an event: give fields the values that they should have."),
    "retract": Entry(
        "curating", "Take an event back: it counts no more, and no later reading of its article revives it."
    ),
    "confirm": Entry("curating", "Confirm an event as it stands; the statement becomes part of its evidence."),
    "merge": Entry("curating", "Join HAPPENINGS that are one act."),
    "apart": Entry("curating", "Keep HAPPENINGS apart that are different acts: no rule joins them from then on."),
    "split": Entry("curating", "Part EVENTS from the rest of a HAPPENING: they tell of another act."),
    "why": Entry("asking", "Show what an event rests on: its article, and the words in their place."),
}

FINDING = 1
"""The exit code of a difference, a failure or a finding; 0 is success, 2 a wrong call."""


class LazyGroup(click.Group):
    """A group that imports a command's module when it is called or asked about, so that each starts at once.

    ``modules`` names the module of each command; there the command ``x-y`` is called ``x_y_command``.
    """

    def __init__(self, *args: Any, modules: Mapping[str, Entry], **kwargs: Any) -> None:  # noqa: ANN401  (click's own)
        super().__init__(*args, **kwargs)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of the table."""
        del ctx
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, None where there is none."""
        del ctx
        if cmd_name not in self._modules:
            return None
        module = importlib.import_module(f"service.cli.{self._modules[cmd_name].module}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their summaries, without loading any."""
        del ctx
        room = formatter.width - 6 - max(map(len, self._modules))
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, click.Command(name, help=entry.summary).get_short_help_str(room))
                    for name, entry in self._modules.items()
                ]
            )


class Chancery(LazyGroup):
    """The group of all commands: where logging is set up, and errors come out."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (click's own signature)
        """Call a command; only here, so that help need not load what logs."""
        from service.telemetry import set_up_logging  # noqa: PLC0415  (a quarter of a second)

        # What a person should know stands in the answer; `serve` logs more.
        set_up_logging(level=logging.WARNING)
        return super().invoke(ctx)

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  (click's own signature)
        """Run; what fails for a reason that we know is one line, not a traceback."""
        try:
            return super().main(*args, **kwargs)
        except ChanceryError as error:
            click.echo(f"chancery: {error}", err=True)
            sys.exit(FINDING)


@click.group(
    cls=Chancery, modules=COMMANDS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(
    package_name="chancery", message=f"%(prog)s, version %(version)s; the reading engine is {describe_build()}"
)
def main() -> None:
    """Chancery reads the press and keeps the ledger of what states did to each other.

    Exit codes: 0 done; 1 a failure, a difference or a finding; 2 a wrong call.
    """
