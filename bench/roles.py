"""Fits the model that chooses who stands in a role that nobody fills, and measures it: ``python -m bench.roles``.

Fitted on the labelled articles of ``tests/data/press``, the quiet articles of ``tests/unit/extract/quiet`` (which tell
nothing) and, where it lies beside the project, the open half of the corpus. Printed is what the model does when fitted
without the articles that it reads, a tenth of them at a time; ``--write`` then puts the model fitted on all of them in
its place. Folders named on the command line (``gold.jsonl`` and ``texts`` in each) are learned from too: press that is
others' has no place in the repository. Needs no package but the project's own; takes less than a minute.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from service.evaluate import GoldRecord, held_out, load_gold, render_table, score
from service.evaluate.roles import PENALTY, Row, fit, rows_of
from service.extract.acts.likelihood import Weights
from service.extract.reading import Reading, read_article
from service.ingest.metadata import read_metadata
from service.label_form import label_reports
from service.labels import LabelEvent

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "service" / "extract" / "roles.json"
LABELLED = (ROOT / "tests" / "data" / "press", ROOT.parent / "shared" / "corpus")
QUIET = ROOT / "tests" / "unit" / "extract" / "quiet"
FOLDS = 10
NEVER = 2.0
"""A threshold that no score reaches."""
THRESHOLDS = (NEVER, 0.4, 0.45, 0.5, 0.55, 0.6)
SHIPPED = 0.5

Articles = list[tuple[GoldRecord, str]]


def gather(further: Sequence[Path] = ()) -> Articles:
    """Every article that may be learned from, with its text; those of ``further`` folders too."""
    found: Articles = []
    there = [folder for folder in LABELLED if (folder / "gold.jsonl").is_file()]
    for folder in (*there, *further):
        records = [record for record in load_gold(folder / "gold.jsonl") if not held_out(record.id)]
        found += [(record, (folder / "texts" / f"{record.id}.txt").read_text("utf-8")) for record in records]
    for path in sorted(QUIET.glob("*/*.txt")):
        record = GoldRecord(
            id=f"quiet-{path.parent.name}-{path.stem}",
            lang=path.parent.name,
            published="2024-03-10",
            published_precision="day",
            source={},
            events=(),
        )
        found.append((record, path.read_text("utf-8")))
    return [article for article in found if not article[0].id.startswith("seed")]


def read(record: GoldRecord, text: str, model: Weights, *, explain: bool = False) -> Reading:
    """One article read with a model."""
    published = record.published or read_metadata(text).published
    return read_article(
        text, article=record.id, title=None, published=published, language=record.lang, explain=explain, model=model
    )


def main(arguments: Sequence[str]) -> None:
    """Measure, and write the model where asked."""
    articles = gather([Path(argument) for argument in arguments if argument != "--write"])
    none = Weights(articles=0, questions=0, penalty=PENALTY, threshold=NEVER, bias=0.0, weights={})
    questions = {record.id: read(record, text, none, explain=True).questions for record, text in articles}
    rows = {record.id: rows_of(record, questions[record.id]) for record, _ in articles}
    asked = sum(map(len, questions.values()))
    print(f"{len(articles)} articles, {asked} triggers without their parties, {sum(map(len, rows.values()))} answers")
    fold = {record.id: n % FOLDS for n, (record, _) in enumerate(articles)}

    def fitted(left_out: int | None, threshold: float) -> Weights:
        known: list[Row] = [row for name, of_one in rows.items() if fold[name] != left_out for row in of_one]
        bias, weights = fit(known)
        return Weights(
            articles=len(articles),
            questions=asked,
            penalty=PENALTY,
            threshold=threshold,
            bias=bias,
            weights=weights,
        )

    models = [fitted(n, NEVER) for n in range(FOLDS)]
    labelled = tuple(record for record, _ in articles if not record.id.startswith("quiet"))
    for threshold in THRESHOLDS:
        told: dict[str, list[LabelEvent]] = {}
        alarms = 0
        for n, model in enumerate(models):
            unseen = msgspec.structs.replace(model, threshold=threshold)
            for record, text in articles:
                if fold[record.id] == n:
                    told[record.id] = label_reports(read(record, text, unseen).reports)
                    alarms += 0 if record.events else len(told[record.id])
        kept = {record.id: told[record.id] for record in labelled}
        lines = render_table(score(labelled, kept, resamples=1)).splitlines()
        print(f"threshold {threshold}: {alarms} wrong events in articles without any")
        print("\n".join(line for line in lines if line.startswith((" strict", " dates"))))
    if "--write" in arguments:
        MODEL.write_bytes(msgspec.json.format(msgspec.json.encode(fitted(None, SHIPPED)), indent=1) + b"\n")


if __name__ == "__main__":
    main(sys.argv[1:])
