"""An event as one flat row: what exports hold, and of it what an import reads."""

from typing import Any

import msgspec

from projections.public.shapes import Proof, Quantity, RecordedFact, When
from projections.views.climate import read_scores


class ExportedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it stands now; the fields are the columns of CSV and Parquet, in this order.

    ``plover`` to ``scores``: what its type is in PLOVER and in CAMEO, and the version of that table. A reported total
    is no act and has none of them. ``goldstein`` and ``plover_score`` run from -10 to 10.
    """

    event: str
    position: int
    recorded_at: str
    retracted: bool
    happening: str
    type: str
    family: str
    plover: str | None
    plover_mode: str | None
    cameo: tuple[str, ...]
    goldstein: float | None
    plover_score: float | None
    scores: int
    source: str | None
    target: str | None
    parties: tuple[str, ...]
    day: str | None
    act_start: str | None
    act_end: str | None
    act_precision: str | None
    act_basis: str | None
    due_start: str | None
    due_end: str | None
    due_precision: str | None
    due_basis: str | None
    stage: str
    factuality: str
    asserted_by: str
    mode: str | None
    persons: tuple[str, ...]
    initiator: str | None
    speaker: str | None
    host: str | None
    via: str | None
    item: str | None
    amount_min: float | None
    amount_max: float | None
    amount_approximate: bool | None
    amount_unit: str | None
    value_min: float | None
    value_max: float | None
    value_approximate: bool | None
    value_unit: str | None
    terms: str | None
    domain: str | None
    kind: str | None
    instrument: str | None
    sectors: tuple[str, ...]
    reported: str | None
    article: str
    title: str | None
    url: str | None
    publisher: str | None
    quotes: tuple[str, ...]
    confidence: float | None
    confidence_support: int | None
    evidence: str
    data_set: str | None
    coder: str | None
    row_hash: str | None


def flatten(event: RecordedFact) -> ExportedEvent:
    """The row of an event; the codes and scores of its type are those of the table of scores."""
    fact, source, table = event.fact, event.fact.sources[0], read_scores()
    score = table.scores.get(fact.type)
    imported: Proof | None = next((proof for proof in source.proofs if proof.kind == "import"), None)
    trust = source.confidence
    return ExportedEvent(
        event=event.id,
        position=event.position,
        recorded_at=event.recorded_at,
        retracted=event.retracted is not None,
        happening=event.happening,
        type=fact.type,
        family=fact.family,
        plover=score and score.plover,
        plover_mode=score and score.mode,
        cameo=() if score is None else score.cameo,
        goldstein=score and round(score.goldstein_score, 2),
        plover_score=score and score.intensity,
        scores=table.version,
        source=fact.source,
        target=fact.target,
        parties=fact.parties,
        day=fact.day,
        **_when("act", fact.act),
        **_when("due", fact.due),
        stage=fact.stage,
        factuality=source.factuality,
        asserted_by=source.asserted_by,
        mode=fact.mode,
        persons=fact.persons,
        initiator=fact.initiator,
        speaker=fact.speaker,
        host=fact.host,
        via=fact.via,
        item=fact.item,
        **_quantity("amount", fact.amount),
        **_quantity("value", fact.value),
        terms=fact.terms,
        domain=fact.domain,
        kind=fact.kind,
        instrument=fact.instrument,
        sectors=fact.sectors,
        reported=source.reported,
        article=source.article,
        title=source.title,
        url=source.url,
        publisher=source.publisher,
        quotes=tuple(dict.fromkeys(proof.exact for proof in source.proofs if proof.exact is not None)),
        confidence=trust and trust.value,
        confidence_support=trust and trust.support,
        evidence=fact.basis,
        data_set=imported and imported.source,
        coder=imported and imported.coder,
        row_hash=imported and imported.row_hash,
    )


def _when(name: str, when: When | None) -> dict[str, Any]:
    told = ("start", "end", "precision", "basis")
    return {f"{name}_{field}": None if when is None else getattr(when, field) for field in told}


def _quantity(name: str, quantity: Quantity | None) -> dict[str, Any]:
    told = ("min", "max", "approximate", "unit")
    return {f"{name}_{field}": None if quantity is None else getattr(quantity, field) for field in told}
