"""Answers as people read them in a terminal. Nothing that comes from an article is taken for markup."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from projections.public.shapes import (
    AidLine,
    AidPage,
    EventPage,
    Fact,
    Quantity,
    Relation,
    TermsSum,
    Visit,
    VisitPage,
    When,
)
from service.ingest.metadata import Metadata
from service.labels import LabelEvent
from service.submission import Discarded, Prepared

if TYPE_CHECKING:
    from service.cli.ingesting import Result

_WIDTH = 120
_SHOWN_QUOTES = 2


def console() -> Console:
    """Where answers go: as wide as the terminal, or 120 columns where there is none."""
    wide = None if sys.stdout.isatty() else _WIDTH
    return Console(width=wide, highlight=False, markup=False, emoji=False, soft_wrap=False)


def print_relation(relation: Relation) -> None:
    """The status with what decided it, what is in force, and the last events."""
    out = console()
    out.print(Text(f"{relation.a} - {relation.b}: {relation.status}", style="bold"))
    coverage = relation.coverage
    out.print(
        f"as of {relation.times.as_of}; {coverage.facts} facts from {coverage.articles} articles of "
        f"{len(coverage.publishers)} publishers"
        + (f", last reported {coverage.last_reported}" if coverage.last_reported else "")
    )
    if not relation.coverage.facts:
        out.print("Nothing has been read about the two: that says nothing about how they stand.")
        return
    if relation.reasons:
        table = make_table("rule", "speaks for", "because of", "in the words of")
        for reason in relation.reasons:
            table.add_row(reason.rule, reason.status, describe_fact(reason.fact), quote_of(reason.fact))
        out.print(table)
    if relation.in_force:
        _print_facts(out, "in force", relation.in_force)
    _print_facts(out, "last events", relation.last_events)


def print_visits(page: VisitPage) -> None:
    """Visits, with the words that they rest on."""
    out = console()
    if not page.items:
        out.print(f"No such visit as of {page.times.as_of}.")
        return
    table = make_table("status", "visitor", "host", "when", "who", "in the words of")
    for visit in page.items:
        table.add_row(
            visit.status, visit.visitor, visit.host, _when_of(visit), ", ".join(visit.persons), quote_of(visit.fact)
        )
    out.print(table)
    print_next(out, page.next)


def print_aid(page: AidPage) -> None:
    """Aid sums beside the totals that articles state, with the words that both rest on."""
    out = console()
    if not page.items:
        out.print(f"No aid is known as of {page.times.as_of}.")
        return
    table = make_table("donor", "recipient", "item", "", "how much", "terms", "in the words of")
    for line in page.items:
        for number, row in enumerate(_aid_rows(line)):
            first = number == 0
            table.add_row(
                "+".join(line.donors) if first else "",
                "+".join(line.recipients) if first else "",
                (line.item or "(not told)") + (" (military)" if line.domain == "military" else "") if first else "",
                *row,
            )
    out.print(table)
    out.print("A reported total is what an article says was given in all; it is never added to known deliveries.")
    print_next(out, page.next)


def print_events(page: EventPage) -> None:
    """Events, the newest first."""
    out = console()
    if not page.items:
        out.print("No such event.")
        return
    table = make_table("position", "act", "when", "in the words of", "id")
    for event in page.items:
        told = describe_fact(event.fact) + (" (retracted)" if event.retracted else "")
        table.add_row(str(event.position), told, _day(event.fact), quote_of(event.fact), event.id)
    out.print(table)
    print_next(out, page.next)


def print_labels(labels: Sequence[LabelEvent], metadata: Metadata) -> None:
    """What an article tells, a line a label."""
    out = console()
    out.print(f"{metadata.title or '(no title)'} - {metadata.published or 'no date'} - {metadata.language}")
    if not labels:
        out.print("It tells of no act between states.")
        return
    table = make_table("type", "source", "target", "when", "what", "in the words of")
    for label in labels:
        amount = "" if label.amount is None else f"{label.amount:,} {label.unit or ''} "
        table.add_row(
            label.type,
            " ".join(label.source),
            " ".join(label.target),
            _span(label.start, label.end),
            f"{amount}{label.item or ''}{' (total)' if label.cumulative else ''}".strip(),
            label.quote,
        )
    out.print(table)


def print_explanation(prepared: Prepared, labels: Sequence[LabelEvent]) -> None:
    """How each sentence was read, what was left out and why, and what came of it."""
    out = console()
    left_out = list(prepared.discarded)
    for sentence in prepared.reading.sentences:
        out.print(" ".join(prepared.text[sentence.start : sentence.end].split()), style="bold", markup=False)
        here = [omission for omission in left_out if sentence.start <= omission.start < sentence.end]
        left_out = [omission for omission in left_out if omission not in here]
        lines = {
            "names": sentence.mentions,
            "clause": sentence.clauses,
            "claim": sentence.claims,
            "left out": [f"{_words(prepared, omission)} [{omission.rule}] {omission.reason}" for omission in here],
            "weighed": sentence.weighed,
        }
        for name, told in lines.items():
            for line in told:
                out.print(f"  {name:8}  {line}", markup=False, highlight=False, overflow="fold")
    if left_out:
        table = make_table("left out", "rule", "because")
        for omission in left_out:
            table.add_row(_words(prepared, omission), omission.rule, omission.reason)
        out.print(table)
    print_labels(labels, prepared.metadata)


def _words(prepared: Prepared, omission: Discarded) -> str:
    return " ".join(prepared.text[omission.start : omission.end].split())


def print_results(results: "Sequence[Result]") -> None:
    """What became of each file."""
    out = console()
    table = make_table("file", "outcome", "events", "decisions", "position")
    for result in results:
        table.add_row(
            result.file,
            result.error or result.outcome,
            str(result.events),
            str(result.decisions),
            "" if result.position is None else str(result.position),
        )
    out.print(table)


def print_settings(lines: Iterable[Mapping[str, Any]]) -> None:
    """Every setting, its meaning and values."""
    table = make_table("setting", "meaning", "default", "now")
    for line in lines:
        table.add_row(line["name"], line["meaning"], line["default"] or "(unset)", line["value"] or "(unset)")
    console().print(table)


def _print_facts(out: Console, heading: str, facts: Sequence[Fact]) -> None:
    table = make_table(heading, "when", "in the words of", "told by")
    for fact in facts:
        table.add_row(describe_fact(fact), _day(fact), quote_of(fact), _told_by(fact))
    out.print(table)


def _told_by(fact: Fact) -> str:
    told = list(fact.publishers)
    if fact.corroboration < len(told):
        told.append(f"({fact.corroboration} independent)")
    return "\n".join(told)


def _aid_rows(line: AidLine) -> list[tuple[str, str, str, str]]:
    rows = [
        (name, _sum(total, line.unit), total.terms, "\n".join(quote_of(fact) for fact in total.facts[:_SHOWN_QUOTES]))
        for name, totals in (("delivered", line.delivered), ("pledged", line.pledged))
        for total in totals
    ]
    if line.reported_total is not None:
        rows.append(("reported total", _quantity(line.reported_total.amount), "", quote_of(line.reported_total)))
    if line.unitemised is not None:
        rows.append(("of which unitemised", _quantity(line.unitemised), "", ""))
    return rows


def _sum(total: TermsSum, unit: str | None) -> str:
    if not total.count:
        return f"no figure ({total.without_figure} told)"
    figure = _quantity(Quantity(min=total.min, max=total.max, approximate=total.approximate, unit=unit))
    return figure + (f" and {total.without_figure} without a figure" if total.without_figure else "")


def _quantity(quantity: Quantity | None) -> str:
    if quantity is None or (quantity.min is None and quantity.max is None):
        return "no figure"
    low, high = quantity.min, quantity.max
    if low == high:
        figure = _number(low)
    elif high is None:
        figure = f"at least {_number(low)}"
    elif low is None:
        figure = f"at most {_number(high)}"
    else:
        figure = f"{_number(low)} to {_number(high)}"
    return f"{'about ' if quantity.approximate else ''}{figure} {quantity.unit or ''}".rstrip()


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".")


def describe_fact(fact: Fact) -> str:
    """An act in a line: its type, its parties, what was given, how far it has come."""
    who = f"{fact.source} → {fact.target}" if fact.source else " ~ ".join(fact.parties)
    what = " ".join(part for part in (fact.item or "", _quantity(fact.amount) if fact.amount else "") if part)
    stage = "" if fact.stage == "done" else f" ({fact.stage.replace('_', ' ')})"
    return f"{fact.type} {who}{f': {what}' if what else ''}{stage}"


def quote_of(fact: Fact) -> str:
    """The first words that an act rests on, in quotation marks; empty where it rests on none."""
    for source in fact.sources:
        for proof in source.proofs:
            if proof.exact:
                return f"“{' '.join(proof.exact.split())}”"
    return ""


def _when_of(visit: Visit) -> str:
    told = visit.held or visit.due
    if told is None:
        return "no date told"
    return _when(told) + (f" (lapses after {visit.lapses})" if visit.lapses else "")


def _day(fact: Fact) -> str:
    """When it took place; of what is planned, when it is due."""
    if fact.stage != "planned":
        return _when(fact.act)
    return f"due {_when(fact.due)}" if fact.due else "no date told"


def _when(when: When | None) -> str:
    return "" if when is None else _span(when.start, when.end)


def _span(start: str | None, end: str | None) -> str:
    if start == end or end is None:
        return start or ""
    return f"until {end}" if start is None else f"{start} to {end}"


def make_table(*columns: str) -> Table:
    """An empty table with these columns."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        # An id is there to be copied: whole, on one line.
        table.add_column(column, overflow="fold", no_wrap=column == "id")
    return table


def print_next(out: Console, after: str | None) -> None:
    """How to get the next page, if there is one."""
    if after is not None:
        out.print(f"There are more: --after {after}")
