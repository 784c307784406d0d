"""How often readings of each kind are right: the counts behind the confidence of every event."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from service.evaluate.compare import compare_article
from service.evaluate.gold import GoldRecord, held_out
from service.extract.confidence import PRIOR, Cell, Kind, Measured
from service.label_form import label_reports
from service.labels import LabelEvent
from service.submission import Prepared


def measure_confidence(gold: Iterable[GoldRecord], readings: Mapping[str, Prepared], extractor: str) -> Measured:
    """Judge what was read of each article (by its id) against its labels; held-out articles take no part."""
    judged: dict[Kind, float] = defaultdict(float)
    right: dict[Kind, float] = defaultdict(float)
    records = [record for record in gold if not held_out(record.id)]
    for record in records:
        kinds: dict[int, Kind] = {}
        labels = _label(readings[record.id], kinds)
        comparison = compare_article(record.events, labels)
        for share in comparison.predicted:
            judged[kinds[id(share.label)]] += float(share.weight)
        for pair in comparison.strict:
            right[kinds[id(pair.predicted.label)]] += float(pair.predicted.weight)
    cells = tuple(
        Cell(kind=kind, judged=round(judged[kind], 3), right=round(right[kind], 3)) for kind in sorted(judged)
    )
    return Measured(extractor=extractor, articles=len(records), prior=PRIOR, cells=cells)


def render_confidence(measured: Measured) -> bytes:
    """The file that the engine reads: JSON, one kind after the other, the same counts always the same bytes."""
    return msgspec.json.format(msgspec.json.encode(measured), indent=1) + b"\n"


def _label(prepared: Prepared, kinds: dict[int, Kind]) -> list[LabelEvent]:
    """The labels of an article; notes the kind of each by its identity."""
    labels: list[LabelEvent] = []
    paths = prepared.reading.paths
    for happening in dict.fromkeys(report.happening for report in prepared.reports):
        told = [report for report in prepared.reports if report.happening == happening]
        lead = told[0]
        found = label_reports(told)
        kinds.update((id(label), Kind(lead.family, paths[happening], lead.factuality)) for label in found)
        labels += found
    return labels
