"""What an event or a status rests on, as people read it in a terminal: facts, articles, and quotes in their place."""

from rich.console import Console
from rich.text import Text

from projections.public.shapes import Fact, RecordedFact, Relation
from service.cli.tables import console, describe_fact


def print_why(event: RecordedFact) -> None:
    """One event, its article, and each quote in its place."""
    out = console()
    out.print(Text(describe_fact(event.fact), style="bold"))
    out.print(f"position {event.position}, recorded {event.recorded_at}; happening {event.happening}")
    _print_sources(out, event.fact)
    if event.retracted:
        out.print(f"It no longer counts: {event.retracted.why}")


def print_reasons(relation: Relation) -> None:
    """What a status rests on: each rule that is met, its fact, and where and in which words that is told."""
    out = console()
    out.print(Text(f"{relation.a} - {relation.b}: {relation.status}", style="bold"))
    if not relation.reasons:
        out.print(f"As of {relation.times.as_of} no rule is met: nothing known decides how the two stand.")
    for number, reason in enumerate(relation.reasons):
        decides = "decided by" if number == 0 else "also met:"
        until = f", until {reason.until}" if reason.until else ""
        out.print(Text(f"{decides} the rule {reason.rule} ({reason.status}{until})", style="bold"))
        out.print(f"{describe_fact(reason.fact)}, counts from {reason.fact.day or 'its recording'}")
        _print_sources(out, reason.fact)


def _print_sources(out: Console, fact: Fact) -> None:
    """Each event that tells of an act, its article, and each quote in its place."""
    for source in fact.sources:
        named = " - ".join(part for part in (source.publisher, source.title, source.reported, source.url) if part)
        out.print(
            f"told by {named or source.article} ({source.factuality}, by the {source.asserted_by.replace('_', ' ')}) "
            f"in event {source.event}"
        )
        for proof in source.proofs:
            if proof.kind == "quote":
                before, after = (" ".join((part or "").split()) for part in (proof.prefix, proof.suffix))
                out.print(Text.assemble(f"  …{before} ", (proof.exact or "", "bold"), f" {after}…", overflow="fold"))
                out.print(
                    f"  characters {proof.start} to {proof.end}, read by {proof.rule} of extractor {proof.extractor}"
                )
            else:
                why = f": {proof.why}" if proof.why else ""
                out.print(f"  {proof.kind}: {proof.who or proof.coder}{why} ({proof.source})")
