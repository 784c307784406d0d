"""What an act rests on: the events that tell of it, each with its article and its evidence in public shape."""

from collections.abc import Mapping, Sequence
from typing import Literal

from events.evidence import CuratorStatement, Evidence, ImportedRecord, Quote
from events.vocabulary import Confidence
from projections.entries import Entry
from projections.ground import ArticleKnown
from projections.public import Proof, Source, Trust


def prove(evidence: Sequence[Evidence]) -> tuple[Proof, ...]:
    """The evidence of an event in its public shape."""
    found: list[Proof] = []
    for piece in evidence:
        match piece:
            case Quote():
                found.append(_prove_quote(piece))
            case CuratorStatement():
                found.append(Proof(kind="curator", who=piece.who, why=piece.why, source=piece.source))
            case ImportedRecord():
                found += [
                    Proof(kind="import", exact=words, source=piece.source, coder=piece.coder, row_hash=piece.row_hash)
                    for words in piece.quotes or (None,)
                ]
    return tuple(found)


def _prove_quote(piece: Quote) -> Proof:
    # By place, here and wherever a row or a fact is made: by name it takes msgspec five times as long.
    return Proof(
        "quote",
        piece.exact,
        piece.prefix,
        piece.suffix,
        piece.start,
        piece.end,
        piece.text_hash,
        piece.rule,
        piece.extractor,
    )


def describe_source(entry: Entry, articles: Mapping[str, ArticleKnown]) -> Source:
    """An event and where it was told."""
    report = entry.report
    known = articles.get(report.article)
    article = None if known is None else known.latest
    return Source(
        entry.event,
        report.article,
        None if article is None else article.title,
        None if article is None else article.url,
        None if article is None else article.publisher,
        report.reported,
        report.factuality,
        report.asserted_by,
        prove((*report.evidence, *entry.statements) if entry.statements else report.evidence),
        None if report.confidence is None else _trust(report.confidence),
    )


def find_basis(sources: Sequence[Source]) -> Literal["article", "curator", "import"]:
    """The best that a fact rests on."""
    curated = False
    for source in sources:
        for proof in source.proofs:
            if proof.kind == "quote":
                return "article"
            curated = curated or proof.kind == "curator"
    return "curator" if curated else "import"


def _trust(measured: Confidence) -> Trust:
    return Trust(value=measured.value, support=measured.support)


def list_publishers(sources: Sequence[Source]) -> tuple[str, ...]:
    """Who published them, each once, sorted."""
    if len(sources) == 1:
        return () if (only := sources[0].publisher) is None else (only,)
    return tuple(sorted({each.publisher for each in sources if each.publisher is not None}))
