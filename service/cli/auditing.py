"""``audit``: the auditor's commands."""

import click

from service.cli import Entry, LazyGroup

COMMANDS = {
    "verify": Entry(
        "verifying", "Recompute every leaf, the tree, its checkpoints and the views; exit code 1 if anything is wrong."
    ),
    "checkpoint": Entry(
        "verifying",
        "Print the latest signed checkpoint; a new one is signed if the ledger has grown, at most every ten seconds.",
    ),
    "prove": Entry(
        "proving",
        "Write a file that proves EVENT (an id, or a position) to whoever has the log's verifier key and no database.",
    ),
    "verify-proof": Entry("checking", "Check a proof FILE (`-`: standard input); needs no database."),
    "new-key": Entry(
        "checking", "Make a signing key and write it to FILE, which only you may read; prints its verifier key."
    ),
}


@click.group("audit", cls=LazyGroup, modules=COMMANDS)
def audit_command() -> None:
    """Check that the ledger is what it was, and prove it to others."""
