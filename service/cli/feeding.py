"""``feeds``: which feeds are read, what is known of them, and reading them."""

import click

from service.cli import Entry, LazyGroup

COMMANDS = {
    "add": Entry(
        "feed_commands", "Add the feed at URL, or change what is told of it; it is fetched to see that it is one."
    ),
    "list": Entry("feed_commands", "List the feeds: those of CHANCERY_FEEDS and those added, with how each fares."),
    "remove": Entry("feed_commands", "Remove the feed at URL, which was added; its articles stay."),
    "run": Entry("feed_commands", "Read each feed when it is due, until interrupted; with --once, all of them now."),
}


@click.group("feeds", cls=LazyGroup, modules=COMMANDS)
def feeds_command() -> None:
    """Keep the feeds whose articles are read, and read them."""
