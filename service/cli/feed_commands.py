"""The commands of ``chancery feeds``: add, list, remove, run."""

import asyncio
import logging
import signal
import sys
from collections.abc import Sequence
from datetime import datetime

import click
import msgspec

from events.errors import ChanceryError
from service.app import follow_ledger, now, open_ledger, open_reader, open_service, open_visitor
from service.checkpoints import sign_growth
from service.cli import tables
from service.cli.output import as_json, print_json, read_settings, run
from service.feeds.reading import FeedRead
from service.feeds.sources import EVERY, Content, Source, join_sources, load_sources
from service.feeds.standing import Fares, list_standings
from service.feeds.store import FeedStore, State
from service.feeds.worker import keep_reading, read_all
from service.ingest.feeds import read_feed
from service.settings import Settings
from service.telemetry import set_up_logging


class UnknownFeed(ChanceryError):
    """A feed that was never added."""

    problem = "unknown-feed"


class BadSource(ChanceryError):
    """What is told of a feed cannot be."""

    problem = "bad-feeds"


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed, where it is named, and how it fares; ``state`` is None before it is first read."""

    source: Source
    named_in: str
    fares: Fares
    state: State | None


@click.command("add")
@click.argument("url")
@click.option("--publisher", help="Who publishes its articles. Default: told by the address of each.")
@click.option("--language", help="ISO 639-1 code of its articles. Default: told from each text.")
@click.option("--every", type=int, default=EVERY, show_default=True, help="Seconds from one reading to the next.")
@click.option(
    "--content",
    type=click.Choice(["page", "feed"]),
    default="page",
    show_default=True,
    help="Where the text of an article is: on its page, or in the feed itself.",
)
@click.option("--unread", is_flag=True, help="Add it without reading it first.")
@as_json
def add_command(
    url: str, publisher: str | None, language: str | None, every: int, content: Content, *, unread: bool, to_json: bool
) -> None:
    """Add the feed at URL, or change what is told of it; it is fetched to see that it is one."""
    told = {"url": url, "publisher": publisher, "language": language, "every": every, "content": content}
    try:
        source = msgspec.convert(told, Source)
    except msgspec.ValidationError as error:
        raise BadSource(f"the feed cannot be added: {error}; correct what it names") from None
    new, title, items = run(_add(read_settings(), source, unread=unread))
    if to_json:
        print_json({"url": url, "new": new, "title": title, "items": items})
        return
    seen = "" if unread else f" ({title or 'without a title'}, {items} items)"
    click.echo(f"{'Added' if new else 'Changed'} {url}{seen}. `chancery feeds run` reads it.")


async def _add(settings: Settings, source: Source, *, unread: bool) -> tuple[bool, str | None, int]:
    title, items = None, 0
    if not unread:
        async with open_visitor(settings) as visitor:
            fetched = await visitor.visit(source.url)
        feed = await asyncio.to_thread(
            read_feed, fetched.body, url=fetched.url, content_type=fetched.headers.get("content-type", "")
        )
        title, items = feed.title, len(feed.items)
    async with open_ledger(settings, application="chancery feeds") as opened:
        return await FeedStore(opened.pool).add(source, now()), title, items


@click.command("list")
@as_json
def list_command(*, to_json: bool) -> None:
    """List the feeds: those of CHANCERY_FEEDS and those added, with how each fares."""
    listed = run(_list(read_settings()))
    if to_json:
        print_json(listed)
        return
    if not listed:
        click.echo("There are no feeds; add one: `chancery feeds add URL`.")
        return
    table = tables.make_table("feed", "named in", "every", "last read", "articles", "refused", "how it fares")
    for each in listed:
        state = each.state or State(url=each.source.url)
        table.add_row(
            each.source.url,
            each.named_in,
            f"{each.source.every} s",
            _minute(state.succeeded_at),
            str(state.articles),
            str(state.refused),
            _describe(each.fares, state),
        )
    tables.console().print(table)


async def _list(settings: Settings) -> list[Listed]:
    async with open_ledger(settings, application="chancery feeds") as opened:
        standings = await list_standings(FeedStore(opened.pool), settings.feeds, now(), counted=True)
    return [
        Listed(
            source=each.source,
            named_in=str(settings.feeds) if each.in_file else "feeds add",
            fares=each.fares,
            state=each.state,
        )
        for each in standings
    ]


def _describe(fares: Fares, state: State) -> str:
    if fares == "unread":
        return "not read yet"
    if fares == "late":
        return "long due; is `chancery feeds run` running?"
    return state.problem or "well"


@click.command("remove")
@click.argument("url")
@as_json
def remove_command(url: str, *, to_json: bool) -> None:
    """Remove the feed at URL, which was added; its articles stay."""
    run(_remove(read_settings(), url))
    print_json({"removed": url}) if to_json else click.echo(f"Removed {url}; its articles stay.")


async def _remove(settings: Settings, url: str) -> None:
    async with open_ledger(settings, application="chancery feeds") as opened:
        removed = await FeedStore(opened.pool).remove(url)
    if removed:
        return
    if any(source.url == url for source in load_sources(settings.feeds)):
        raise UnknownFeed(f"{url} is named in {settings.feeds}; remove it there")
    raise UnknownFeed(f"{url} was never added; `chancery feeds list` shows those that were")


@click.command("run")
@click.option("--once", is_flag=True, help="Read every feed once, due or not, and end; exit code 1 if one failed.")
@as_json
def run_command(*, once: bool, to_json: bool) -> None:
    """Read each feed when it is due, until interrupted; with --once, all of them now.

    A feed that fails stops no other: it is tried again, each time after a longer pause. SIGTERM ends the work after
    the article at hand; what is left is found again at the next start.
    """
    settings = read_settings()
    set_up_logging(level=logging.WARNING if once else logging.INFO)
    results = run(_run(settings, once=once))
    if not once:
        return
    if to_json:
        print_json(results)
    else:
        _print_read(results)
    if any(result.outcome == "failed" for result in results):
        sys.exit(1)


async def _run(settings: Settings, *, once: bool) -> list[FeedRead]:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    # Before anything is opened: a file that cannot be read should stop nothing half done.
    load_sources(settings.feeds)
    async with open_service(settings, application="chancery feeds") as service, open_reader(service) as reader:
        store = FeedStore(service.pool)

        async def list_sources() -> Sequence[Source]:
            named = await asyncio.to_thread(load_sources, settings.feeds)
            return join_sources(named, await store.list_added())

        results: list[FeedRead] = []
        if once:
            results = await read_all(reader, await list_sources(), stop)
        else:
            async with follow_ledger(service):
                await keep_reading(reader, list_sources, store.list_states, stop, clock=now)
        await service.runner.catch_up()
        await sign_growth(settings, service.pool)
        return results


def _print_read(results: Sequence[FeedRead]) -> None:
    if not results:
        click.echo("There are no feeds; add one: `chancery feeds add URL`.")
        return
    table = tables.make_table("feed", "outcome", "recorded", "revised", "known", "refused", "left")
    for each in results:
        counts = (each.recorded, each.revised, each.known, each.refused, each.left)
        table.add_row(each.url, each.problem or each.outcome, *map(str, counts))
    tables.console().print(table)


def _minute(time: datetime | None) -> str:
    return "" if time is None else time.isoformat(sep=" ", timespec="minutes")
