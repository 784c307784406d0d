"""``chancery extract``: what an article tells, without any database."""

import logging
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import click
import msgspec

from events.errors import ChanceryError
from service.cli.output import read_input
from service.label_form import label_reports
from service.labels import LabelEvent
from service.submission import Prepared, Submission, read_submission

_log = logging.getLogger(__name__)


class BatchLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of ``extract --batch``; other fields are passed over."""

    id: str | int
    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None


class BatchAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a line tells, under its id."""

    id: str | int
    events: list[LabelEvent]


class BatchError(msgspec.Struct, frozen=True, kw_only=True):
    """Why a line could not be read; ``id`` is null where it has none, ``events`` is always empty."""

    id: Any
    error: str
    events: tuple[()] = ()


@click.command("extract")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False), required=False)
@click.option("--json", "to_json", is_flag=True, help="One JSON object a line, in label form.")
@click.option("--published", help="Date of publication, YYYY-MM-DD or YYYY-MM. Default: read from the text.")
@click.option("--title", help="The headline. Default: read from the text.")
@click.option("--language", help="ISO 639-1 code. Default: told from the text.")
@click.option("--explain", is_flag=True, help="Show how each sentence was read, and what was left out and why.")
@click.option("--batch", is_flag=True, help='Read NDJSON {"id", "text", "published"?, "language"?} on standard input.')
def extract_command(
    file: Path | None,
    published: str | None,
    title: str | None,
    language: str | None,
    *,
    to_json: bool,
    explain: bool,
    batch: bool,
) -> None:
    """Print what an article tells; needs no database.

    FILE is a text in UTF-8, `-` standard input. With --batch, one line {"id", "events"} is written for each line read,
    in order; a line that cannot be read gives {"id", "error", "events": []} and exit code 1 at the end. Blank lines are
    passed over.
    """
    if batch:
        if file is not None or published or title or language or explain:
            raise click.UsageError("--batch reads everything from standard input; give no file and no other option")
        sys.exit(1 if answer_lines(sys.stdin.buffer, sys.stdout.buffer) else 0)
    if file is None:
        raise click.UsageError("name a FILE to read, or give --batch")
    submission = Submission(text=read_input(file), title=title, published=published, language=language)
    prepared = read_submission(submission, explain=explain)
    labels = label_reports(prepared.reports)
    if explain:
        _print_explanation(prepared, labels, to_json=to_json)
    elif to_json:
        for label in labels:
            click.echo(msgspec.json.encode(label))
    else:
        from service.cli.tables import print_labels  # noqa: PLC0415  (a batch prints no table)

        print_labels(labels, prepared.metadata)


def answer_lines(lines: Iterable[bytes], out: BinaryIO) -> int:
    """Answer each line of a batch at once, in order; returns how many could not be read."""
    encoder = msgspec.json.Encoder()
    failed = 0
    for answer in read_lines(lines):
        failed += isinstance(answer, BatchError)
        out.write(encoder.encode(answer) + b"\n")
        out.flush()
    return failed


def read_lines(lines: Iterable[bytes]) -> Iterator[BatchAnswer | BatchError]:
    """The answer to each line; blank lines are passed over."""
    decoder = msgspec.json.Decoder(BatchLine)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            given = decoder.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            yield BatchError(id=_find_id(line), error=f'line {number}: {error}; give {{"id": ..., "text": "..."}}')
            continue
        submission = Submission(
            text=given.text,
            title=given.title,
            url=given.url,
            publisher=given.publisher,
            published=given.published,
            language=given.language,
        )
        try:
            events = label_reports(read_submission(submission).reports)
        except ChanceryError as error:
            yield BatchError(id=given.id, error=f"line {number}: {error}")
        except Exception as error:  # noqa: BLE001  (see below)
            # A text that breaks the reading must not cost the lines behind it theirs.
            _log.exception("line %d cannot be read", number)
            yield BatchError(
                id=given.id, error=f"line {number}: {type(error).__name__}: {error}; this is a fault of ours"
            )
        else:
            yield BatchAnswer(id=given.id, events=events)


def _find_id(line: bytes) -> Any:  # noqa: ANN401  (whatever the line has there)
    try:
        found: Any = msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return found.get("id") if isinstance(found, dict) else None  # type: ignore[reportUnknownMemberType]


def _print_explanation(prepared: Prepared, labels: list[LabelEvent], *, to_json: bool) -> None:
    explained: dict[str, Any] = {
        "metadata": prepared.metadata,
        "sentences": prepared.reading.sentences,
        "left_out": prepared.discarded,
        "reports": prepared.reports,
        "events": labels,
    }
    if to_json:
        click.echo(msgspec.json.encode(explained))
        return
    from service.cli.tables import print_explanation  # noqa: PLC0415  (a batch prints no table)

    print_explanation(prepared, labels)
