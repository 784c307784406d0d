"""What an act rests on: the events that tell of it, each with its article and its evidence in public shape."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeVar

import msgspec

from events.evidence import CuratorStatement, Evidence, ImportedRecord, Quote
from events.vocabulary import Confidence
from projections.ground.entries import Entry
from projections.ground.ground import ArticleKnown
from projections.ground.kept import KeptProof, KeptSource
from projections.public.shapes import Proof, Source, Trust

P = TypeVar("P", bound=Proof)

list_fields = msgspec.structs.astuple
"""All fields of a report at once: those that every type of report has come first, in the order of ``vocabulary.Act``.
One by one, each takes a look at the report's type, which is seldom that of the report before."""


def prove(evidence: Sequence[Evidence], kind: type[P]) -> tuple[P, ...]:
    """The evidence of an event in its public shape, or as rows keep it: ``kind``."""
    if len(evidence) == 1 and type(piece := evidence[0]) is Quote:
        # As nearly always.
        return (_prove_quote(piece, kind),)
    found: list[P] = []
    for piece in evidence:
        match piece:
            case Quote():
                found.append(_prove_quote(piece, kind))
            case CuratorStatement():
                found.append(kind(kind="curator", who=piece.who, why=piece.why, source=piece.source))
            case ImportedRecord():
                found += [
                    kind(kind="import", exact=words, source=piece.source, coder=piece.coder, row_hash=piece.row_hash)
                    for words in piece.quotes or (None,)
                ]
    return tuple(found)


def _prove_quote(piece: Quote, kind: type[P]) -> P:
    return kind(
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


def describe_source(entry: Entry, fields: Sequence[Any], articles: Mapping[str, ArticleKnown]) -> KeptSource:
    """An event and where it was told, as rows keep it; ``fields``: all of its report's."""
    article_id, evidence, confidence = fields[1], fields[2], fields[14]
    known = articles.get(article_id)
    article = None if known is None else known.latest
    return KeptSource(
        entry.event,
        article_id,
        None if article is None else article.title,
        None if article is None else article.url,
        None if article is None else article.publisher,
        fields[3],
        fields[7],
        fields[8],
        prove((*evidence, *entry.statements) if entry.statements else evidence, KeptProof),
        None if confidence is None else _trust(confidence),
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
