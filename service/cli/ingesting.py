"""``chancery ingest``: articles into the ledger, through the one path that HTTP and the demo take too."""

import csv
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import click
import msgspec

from events.errors import ChanceryError
from service.app import Service, open_service
from service.checkpoints import sign_growth
from service.cli import tables
from service.cli.output import as_json, print_json, read_settings, run
from service.cli.sources import Chosen, read_sources, sort_sources
from service.submission import Submission, read_submission

MANIFEST = "manifest.csv"
_KNOWN = ("title", "url", "publisher", "published", "language")


class Sidecar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known about a text, as ``name.json`` beside ``name.txt`` says it."""

    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file."""

    file: str
    outcome: str
    article: str | None = None
    events: int = 0
    decisions: int = 0
    position: int | None = None
    error: str | None = None


class BadMetadata(ChanceryError):
    """A manifest or sidecar that cannot be read."""

    problem = "bad-metadata"


@click.command("ingest")
@click.argument("sources", nargs=-1, required=True)
@click.option("--published", help="Date of publication of what does not tell its own, YYYY-MM-DD or YYYY-MM.")
@click.option("--dry-run", is_flag=True, help="Show what would be recorded, and write nothing.")
@as_json
def ingest_command(sources: tuple[str, ...], published: str | None, *, dry_run: bool, to_json: bool) -> None:
    """Ingest SOURCES: texts, folders of texts, addresses of pages, web archives, JSON lines.

    A file of text, or every .txt of a folder: beside `name.txt`, `name.json` may give title, url, publisher, published
    and language; so may the columns of `manifest.csv` in the folder (with `file` for the name). What is not given is
    read from the text.

    The address of a page, http or https: fetched as the CHANCERY_FETCH_ settings allow. A web archive, .warc or
    .warc.gz: every page in it. JSON lines, .jsonl or .ndjson, also .gz: one article a line, as for POST /articles.

    What cannot be ingested does not stop the rest: exit code 1 at the end.
    """
    refused: list[Result] = []
    chosen = sort_sources(sources)
    found = [pair for path in chosen.texts for pair in find_texts(path, refused)]
    if not found and not refused and not chosen.streams and not chosen.urls:
        raise click.UsageError(f"no .txt file in {', '.join(sources)}; name a folder that holds some, or a file")
    ingested, unsigned = run(_ingest_all(found, chosen, published, dry_run=dry_run))
    results = sorted((*refused, *ingested), key=lambda result: result.file) if refused else ingested
    if to_json:
        print_json(results)
    else:
        tables.print_results(results)
    if unsigned is not None:
        raise unsigned
    if any(result.error for result in results):
        sys.exit(1)


async def _ingest_all(
    found: list[tuple[Traversable, Sidecar]], chosen: Chosen, published: str | None, *, dry_run: bool
) -> tuple[list[Result], ChanceryError | None]:
    """What became of each article; and why no checkpoint could be signed over them, None where nothing went wrong."""
    results: list[Result] = []
    settings = read_settings()
    async with open_service(settings) as service:
        with click.progressbar(
            # How much is in an archive, nobody knows before it is read.
            length=len(found) + len(chosen.urls) + len(chosen.streams),
            label="Ingesting",
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
        ) as bar:
            async for result in ingest_files(service, found, published=published, dry_run=dry_run):
                results.append(result)
                bar.update(1)
            if chosen.streams or chosen.urls:
                async for name, submission in read_sources(settings, chosen):
                    results.append(await ingest_one(service, name, submission, published=published, dry_run=dry_run))
                    bar.update(1)
        await service.runner.catch_up()
        try:
            await sign_growth(service.settings, service.pool)
        except ChanceryError as error:
            return results, error
    return results, None


async def ingest_files(
    service: Service,
    files: Iterable[tuple[Traversable, Sidecar]],
    *,
    published: str | None = None,
    dry_run: bool = False,
) -> AsyncIterator[Result]:
    """Ingest one file after the other, and tell what became of each."""
    for file, known in files:
        submission = Submission(
            text=file.read_bytes(),
            title=known.title,
            url=known.url,
            publisher=known.publisher,
            published=known.published or published,
            language=known.language,
        )
        yield await ingest_one(service, file.name, submission, dry_run=dry_run)


async def ingest_one(
    service: Service,
    name: str,
    submission: Submission | ChanceryError,
    *,
    published: str | None = None,
    dry_run: bool = False,
) -> Result:
    """Ingest one article, or pass on why there is none; ``published`` is for one that does not tell its day."""
    try:
        if isinstance(submission, ChanceryError):
            raise submission
        if submission.published is None and published is not None:
            submission = msgspec.structs.replace(submission, published=published)
        handled = await service.handler.handle(read_submission(submission), dry_run=dry_run)
    except ChanceryError as error:
        return Result(file=name, outcome="refused", error=str(error))
    return Result(
        file=name,
        outcome=handled.outcome,
        article=handled.article,
        events=len(handled.told),
        decisions=len(handled.decided),
        position=handled.position,
    )


def find_texts(path: Traversable, refused: list[Result] | None = None) -> list[tuple[Traversable, Sidecar]]:
    """A file, or the .txt files of a folder by name, each with what is known about it.

    Where ``refused`` is given, a text whose sidecar cannot be read is left out and told of there: it stops no other.

    Raises:
        BadMetadata: a manifest or sidecar that cannot be read, or a manifest that names a file which is not there.

    """
    if path.is_file():
        folder = path.parent if isinstance(path, Path) else None
        manifest = read_manifest(folder) if folder else {}
        return _with_known(folder, [path], manifest, refused)
    manifest = read_manifest(path)
    texts = sorted((entry for entry in path.iterdir() if entry.name.endswith(".txt")), key=lambda entry: entry.name)
    missing = manifest.keys() - {entry.name for entry in texts}
    if missing:
        raise BadMetadata(f"{path / MANIFEST} names {', '.join(sorted(missing))}, not there; correct the column `file`")
    return _with_known(path, texts, manifest, refused)


def _with_known(
    folder: Traversable | None, texts: Iterable[Traversable], manifest: dict[str, Sidecar], refused: list[Result] | None
) -> list[tuple[Traversable, Sidecar]]:
    found: list[tuple[Traversable, Sidecar]] = []
    for text in texts:
        try:
            found.append((text, _read_sidecar(folder, text.name) or manifest.get(text.name, Sidecar())))
        except BadMetadata as error:
            if refused is None:
                raise
            refused.append(Result(file=text.name, outcome="refused", error=str(error)))
    return found


def read_manifest(folder: Traversable) -> dict[str, Sidecar]:
    """The rows of a folder's manifest by file name; empty where it has none. Other columns are passed over."""
    file = folder / MANIFEST
    if not file.is_file():
        return {}
    try:
        rows: list[dict[str, Any]] = list(
            csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines(), strict=True)
        )
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadMetadata(f"{file} is not a table of comma-separated values in UTF-8: {error}") from error
    if any(not row.get("file") for row in rows):
        raise BadMetadata(f"{file} has a row without a file name; give every row one in the column `file`")
    twice = [name for name, count in Counter(row["file"] for row in rows).items() if count > 1]
    if twice:
        raise BadMetadata(f"{file} names {', '.join(twice)} more than once; keep one row")
    return {row["file"]: Sidecar(**{name: row.get(name) or None for name in _KNOWN}) for row in rows}


def _read_sidecar(folder: Traversable | None, name: str) -> Sidecar | None:
    if folder is None:
        return None
    file = folder / (name.removesuffix(".txt") + ".json")
    if not file.is_file() or file.name == name:
        return None
    try:
        return msgspec.json.decode(file.read_bytes(), type=Sidecar)
    except msgspec.MsgspecError as error:
        raise BadMetadata(f"{file} cannot be read: {error}; give an object with {', '.join(_KNOWN)}") from error
