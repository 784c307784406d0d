"""``keys``: its commands, by name; what they do stands in ``service.cli.letting_in``."""

import click

from service.cli import Entry, LazyGroup

COMMANDS = {
    "create": Entry("letting_in", "Make a key and show it, this once."),
    "list": Entry("letting_in", "List the keys that were made: their names, scopes, and whether they hold."),
    "rotate": Entry("letting_in", "Replace the key of a name or id by a new one, shown once."),
    "revoke": Entry("letting_in", "Revoke the key of an id, or every key of a name; running services follow at once."),
}


@click.group("keys", cls=LazyGroup, modules=COMMANDS)
def keys_command() -> None:
    """Make, list, replace and revoke the keys that requests bear."""
