"""A report as people read it in a terminal, and as JSON."""

from collections.abc import Sequence
from io import StringIO
from typing import Any

import msgspec
from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from service.evaluate.bootstrap import MEASURES
from service.evaluate.dyads import Dyad
from service.evaluate.findings import Finding, Located
from service.evaluate.label_types import LABEL_TYPES
from service.evaluate.report import Report, Section
from service.evaluate.tally import Judged, Scores
from service.labels import LabelEvent

_WIDTH = 120


def render_table(report: Report, width: int = _WIDTH) -> str:
    """The scores by type, their intervals, and the false alarms, as plain text of at most ``width`` columns."""
    alarms = report.alarms
    return _print(
        width,
        _scores_table(report),
        _intervals_table(report),
        Text(
            f"False alarms: {_number(alarms.labels)} in {alarms.articles} articles without events "
            f"({_number(alarms.per_100_articles)} per 100)."
        ),
    )


def render_json(report: Report, located: Sequence[Located] | None = None) -> str:
    """The aggregates of a report as one indented JSON object, with ``errors`` where they are given."""
    shown: dict[str, Any] = msgspec.to_builtins(report)
    del shown["findings"]
    if located is not None:
        shown["errors"] = msgspec.to_builtins(located)
    return msgspec.json.format(msgspec.json.encode(shown), indent=2).decode()


def render_errors(report: Report, located: Sequence[Located]) -> str:
    """Each error in a paragraph: article, kind, what the label says, the sentence, and what stands there instead."""
    paragraphs = [_describe(entry) for entry in located] or ["No errors."]
    if report.held_out:
        paragraphs.append(f"{report.held_out} held-out articles are left out: of them, only aggregates are shown.")
    return "\n\n".join(paragraphs) + "\n"


def _cells(scores: Scores) -> list[str]:
    rates = (scores.strict, scores.lenient)
    return [
        _number(scores.required),
        _number(scores.predicted),
        *(_rate(value) for each in rates for value in (each.precision, each.recall, each.f1)),
        _judged(scores.dates),
        _judged(scores.amounts),
    ]


def _scores_table(report: Report) -> Table:
    table = _table(f"{report.articles} articles ({report.held_out} held out)")
    table.add_column("type", no_wrap=True)
    strict, lenient = ("P", "R", "F1"), ("lenient\nP", "lenient\nR", "lenient\nF1")
    for name in ("required", "predicted", *strict, *lenient, "dates\nright", "amounts\nright"):
        table.add_column(name, justify="right", no_wrap=True)
    for name, scores in report.types.items():
        table.add_row(name, *_cells(scores))
    table.add_section()
    table.add_row("all types", *_cells(report.overall.scores))
    table.add_row("without verbal types", *_cells(report.without_verbal.scores))
    return table


def _intervals_table(report: Report) -> Table:
    table = _table(f"95 % intervals, {report.resamples} resamples of the articles (seed {report.seed})")
    table.add_column("", no_wrap=True)
    for name in ("all types", "without verbal types"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in MEASURES:
        table.add_row(name, _interval(report.overall, name), _interval(report.without_verbal, name))
    return table


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)


def _interval(section: Section, name: str) -> str:
    bounds = section.intervals[name]
    value = _rate(MEASURES[name](section.scores))
    return value if bounds is None else f"{value} [{_rate(bounds.low)}, {_rate(bounds.high)}]"


def _describe(located: Located) -> str:
    finding = located.finding
    lines = [f"{finding.article}  {finding.kind}  {_summary(finding.label, finding.dyads)}", f"  {located.sentence}"]
    lines += (f"  {_lead(finding)} {_summary(label)}: {label.quote}" for label in finding.instead)
    return "\n".join(lines)


def _lead(finding: Finding) -> str:
    match finding.kind:
        case "missed":
            return "predicted between them, and wrong:"
        case "wrong":
            return "labelled between them, and missed:"
        case "date" | "amount":
            return "predicted:"


def _summary(label: LabelEvent, dyads: Sequence[Dyad] = ()) -> str:
    if dyads:
        sign = "~" if label.type in LABEL_TYPES.symmetric else ">"
        who = " ".join(f"{one}{sign}{other}" for one, other in dyads)
    else:
        who = ",".join(label.source) + (">" + ",".join(label.target) if label.target else "")
    when = f"{label.start or '?'}/{label.end or '?'}" if label.start or label.end else "undated"
    what = " ".join(str(part) for part in (label.amount, label.unit, label.item) if part is not None)
    return " ".join(part for part in (label.type, who, when, what, "cumulative" if label.cumulative else "") if part)


def _judged(judged: Judged) -> str:
    return f"{_number(judged.right)}/{_number(judged.compared)}" if judged.compared else "-"


def _rate(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}".removesuffix(".0")


def _print(width: int, *parts: RenderableType) -> str:
    out = StringIO()
    console = Console(file=out, width=width, color_system=None, highlight=False, soft_wrap=False)
    for part in parts:
        console.print(part)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
