"""Labelled articles: read from one JSON object a line, checked, and chosen."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from events.errors import ChanceryError
from service.evaluate.dyads import split_dyads
from service.evaluate.errors import EvaluationError
from service.labels import GoldLabel, interval_of

_DEVELOPMENT = re.compile(r"dev-(\d+)")


class GoldRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One labelled article. ``published`` is an ISO date of the precision named, None where nobody knows it."""

    id: str
    lang: str
    published: str | None
    published_precision: str | None
    source: dict[str, Any]
    events: tuple[GoldLabel, ...]


Gold = tuple[GoldRecord, ...]


def load_gold(path: Path) -> Gold:
    """Read labelled articles, one JSON object a line; blank lines are passed over.

    Raises EvaluationError, naming the line, where the file cannot be read, a line is not a labelled article,
    a label names no pair of actors, an unknown type or an impossible date, or an id comes twice.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        msg = f"cannot read the labels in {path}: {error}; give a file of one JSON object a line, in UTF-8"
        raise EvaluationError(msg) from error
    records: dict[str, GoldRecord] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            record = msgspec.json.decode(line, type=GoldRecord)
            _check(record)
        except (msgspec.MsgspecError, ChanceryError) as error:
            msg = f"{where} is not a labelled article: {error}; correct the line"
            raise EvaluationError(msg) from error
        if record.id in records:
            msg = f"{where}: the article {record.id!r} is labelled twice; keep one line"
            raise EvaluationError(msg)
        records[record.id] = record
    return tuple(records.values())


def select(gold: Iterable[GoldRecord], prefix: str) -> Gold:
    """The articles whose id starts with ``prefix``; raises EvaluationError where there is none."""
    everything = tuple(gold)
    chosen = tuple(record for record in everything if record.id.startswith(prefix))
    if not chosen:
        some = ", ".join(record.id for record in everything[:3]) or "none at all"
        msg = f"no labelled article has an id that starts with {prefix!r}; the file's ids begin: {some}"
        raise EvaluationError(msg)
    return chosen


def held_out(article: str) -> bool:
    """Whether an article is held out: ``dev-NNN`` with an even number. Of these, only aggregates are ever shown."""
    match = _DEVELOPMENT.fullmatch(article)
    return match is not None and int(match[1]) % 2 == 0


def split_halves(gold: Iterable[GoldRecord]) -> tuple[Gold, Gold]:
    """The articles open to whoever writes the rules, and those held out from them."""
    everything = tuple(gold)
    return (
        tuple(record for record in everything if not held_out(record.id)),
        tuple(record for record in everything if held_out(record.id)),
    )


def _check(record: GoldRecord) -> None:
    for label in record.events:
        split_dyads(label)
        interval_of(label)
