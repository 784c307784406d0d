"""A row of a table coded elsewhere, read into an event: what each column means is in ``docs/interchange.md``."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from events.codec import VOCABULARY, derive_id, seal
from events.evidence import ImportedRecord, hash_text
from events.ledger.checks import check_batch
from events.vocabulary import REPORT_TYPES, ArticleIngested, Mutual, Report
from events.wellformed import check
from service.ingest.metadata import canonical_url
from service.ingest.publishers import find_house
from service.interchange.cells import BadCell, read_list, read_number, read_text, read_truth
from service.interchange.choices import find_choices, load_units
from service.interchange.rows import ExportedEvent
from service.parties import check_party
from service.questions import check_choice

_PARTY = ("source", "target", "initiator", "speaker", "host")
_PLAIN = ("stage", "factuality", "asserted_by", "mode", "terms", "domain", "kind", "item", "instrument", "reported")
_LISTS = ("persons", "sectors")
_TIMES, _QUANTITIES = ("act", "due"), ("amount", "value")
_OF_TIMES = tuple(name for time in _TIMES for name in (time, f"{time}_start", f"{time}_end", f"{time}_basis"))
_OF_QUANTITIES = tuple(
    name for each in _QUANTITIES for name in (each, f"{each}_min", f"{each}_max", f"{each}_approximate", f"{each}_unit")
)
_OF_THE_ARTICLE = ("article", "title", "url", "publisher", "language")
READ = (
    "data_set", "coder", "type", *_PARTY, "parties", *_OF_TIMES, *_PLAIN, *_LISTS, "via", "via_kind", *_OF_QUANTITIES,
    "happening", *_OF_THE_ARTICLE, "quotes", "confidence", "confidence_support", "note",
)  # fmt: skip
"""Columns that an import reads."""
PASSED_OVER = tuple(sorted(set(ExportedEvent.__struct_fields__) - set(READ)))
"""Columns of an export that an import has no use for: they follow from the others, or from the ledger."""

LONGEST = {"quotes": 20_000}
LONGEST_CELL = 2_000
"""Characters of a cell, at most, but for those of ``LONGEST``."""
_NO_LANGUAGE = "other"
_EXTRACTOR = "import"
_LANGUAGE = re.compile("[a-z]{2}")


class Coded(msgspec.Struct, frozen=True, kw_only=True):
    """An event that somebody coded: under which id it is recorded, and the article that the row tells of."""

    line: int
    id: str
    report: Report
    article: ArticleIngested | None


def read_row(line: int, cells: Mapping[str, str], *, data_set: str | None, coder: str | None) -> Coded:
    """The event of a row (column to cell); where it does not name them, ``data_set`` and ``coder`` do.

    The same row always gives the same event, under the same id.

    Raises:
        ChanceryError: a cell, or the whole row, tells no event that can be; the message says which and why.

    """
    told = {name: _read_cell(name, cells[name]) for name in READ if cells.get(name, "").strip()}
    for name, given in (("data_set", data_set), ("coder", coder)):
        if name not in told:
            if not given:
                raise BadCell(f"{name}: nobody says it; fill the column, or give --{name.replace('_', '-')}")
            told[name] = given
    if "type" not in told:
        raise BadCell("type: empty; write a type of the vocabulary, as VisitOccurred")
    kind = REPORT_TYPES[check_choice("type", told["type"], REPORT_TYPES)]
    row_hash = hashlib.sha256(msgspec.json.encode(dict(sorted(told.items())))).hexdigest()
    source = told["data_set"]
    article = str(derive_id("import", source, "article", *_find_article(told, row_hash)))
    values: dict[str, Any] = {
        "type": kind.__name__,
        "article": article,
        "happening": str(derive_id("import", source, "happening", told.get("happening", f"row {row_hash}"))),
        **_read_values(kind, told),
    }
    try:
        report: Report = msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        raise BadCell(f"this is no {kind.__name__}: {error}") from error
    proof = ImportedRecord(
        source=source, coder=told["coder"], row_hash=row_hash, quotes=_split_quotes(told.get("quotes", ""))
    )
    report = msgspec.structs.replace(report, evidence=(proof,))
    check(report)
    event_id = derive_id("import", source, told["coder"], row_hash)
    check_batch([seal(report, event_id)], None, VOCABULARY)
    return Coded(line=line, id=str(event_id), report=report, article=_announce(article, told))


def _read_cell(name: str, cell: str) -> str:
    text = read_text(cell)
    if len(text) > LONGEST.get(name, LONGEST_CELL):
        most = LONGEST.get(name, LONGEST_CELL)
        raise BadCell(f"{name}: {len(text)} characters; at most {most} are taken")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadCell(f"{name}: not written in UTF-8; save the table as CSV in UTF-8")
    if any(not letter.isprintable() and letter < "\u00a0" for letter in text):
        raise BadCell(f"{name}: {text!r} has control characters; take them out")
    return text


def _find_article(told: Mapping[str, str], row_hash: str) -> tuple[str, ...]:
    """What the article of a row is known by: its id, its publisher and address or title, else the row itself."""
    if "article" in told:
        return ("id", told["article"])
    if "url" in told or "title" in told:
        return ("place", told.get("publisher", ""), told.get("url") or told.get("title", ""), told.get("reported", ""))
    return ("row", row_hash)


def _read_values(kind: type[Report], told: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {name: check_party(told[name]) for name in _PARTY if name in told}
    values |= {name: told[name] for name in _PLAIN if name in told}
    values |= {name: read_list(told[name]) for name in _LISTS if name in told}
    values |= {name: when for name in _TIMES if (when := _read_when(name, told)) is not None}
    values |= {name: amount for name in _QUANTITIES if (amount := _read_quantity(name, told)) is not None}
    values["evidence"] = ()
    if "parties" in told:
        parties = tuple(check_party(each) for each in read_list(told["parties"]))
        if issubclass(kind, Mutual):
            values["parties"] = tuple(sorted(set(parties)))
        elif set(parties) != {values.get("source"), values.get("target")}:
            raise BadCell(
                f"parties: a {kind.__name__} has a source and a target; leave parties empty, or name those two"
            )
    if "via" in told:
        values["via"] = {"name": told["via"], "kind": told.get("via_kind", "company")}
    if "confidence" in told:
        values["confidence"] = _read_confidence(told)
    for name, value in values.items():
        if name not in kind.__struct_fields__:
            raise BadCell(f"{name}: a {kind.__name__} has none; leave it empty, or write another type")
        choices = find_choices(kind, name)
        if choices:
            check_choice(name, str(value), choices)
    return values


def _read_when(name: str, told: Mapping[str, str]) -> dict[str, str] | None:
    start, end = told.get(f"{name}_start"), told.get(f"{name}_end")
    if name in told:
        if start is not None or end is not None:
            raise BadCell(f"{name}: told twice; fill {name}, or {name}_start and {name}_end")
        start = end = told[name]
    if start is None and end is None:
        return None
    bounds = {"start": start, "end": end, "basis": told.get(f"{name}_basis")}
    return {field: value for field, value in bounds.items() if value is not None}


def _read_quantity(name: str, told: Mapping[str, str]) -> dict[str, Any] | None:
    least, most = (told.get(f"{name}_min"), told.get(f"{name}_max"))
    if name in told:
        if least is not None or most is not None:
            raise BadCell(f"{name}: told twice; fill {name}, or {name}_min and {name}_max")
        least = most = told[name]
    unit, approximate = told.get(f"{name}_unit"), told.get(f"{name}_approximate")
    quantity: dict[str, Any] = {
        "min": None if least is None else read_number(f"{name}_min", least),
        "max": None if most is None else read_number(f"{name}_max", most),
        "unit": None if unit is None else check_choice(f"{name}_unit", unit, load_units()),
    }
    quantity = {field: value for field, value in quantity.items() if value is not None}
    if not quantity:
        return None
    if approximate is not None:
        quantity["approximate"] = read_truth(f"{name}_approximate", approximate)
    return quantity


def _read_confidence(told: Mapping[str, str]) -> dict[str, Any]:
    value = read_number("confidence", told["confidence"])
    support = read_number("confidence_support", told.get("confidence_support", "0"))
    if not 0 <= value <= 1 or support < 0 or support != int(support):
        raise BadCell("confidence: write a share from 0 to 1, and in confidence_support how many cases it rests on")
    return {"value": value, "support": int(support)}


def _read_language(told: Mapping[str, str]) -> str:
    language = told.get("language", _NO_LANGUAGE)
    if language != _NO_LANGUAGE and _LANGUAGE.fullmatch(language) is None:
        raise BadCell(f"language: {language!r}; write its ISO 639-1 code, as fr")
    return language


def _split_quotes(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.strip() for each in text.split(" | ") if each.strip()))


def _announce(article: str, told: Mapping[str, str]) -> ArticleIngested | None:
    """The article that a row names, of which the data set gives no text; None where it names none."""
    if not {"title", "url", "publisher"} & told.keys():
        return None
    publisher = told.get("publisher")
    return ArticleIngested(
        article=article,
        text_hash=hash_text(""),
        length=0,
        language=_read_language(told),
        extractor=_EXTRACTOR,
        title=told.get("title"),
        url=canonical_url(told["url"]) if "url" in told else None,
        publisher=publisher,
        house=find_house(publisher),
        published=told.get("reported"),
        published_basis="given" if "reported" in told else None,
    )
