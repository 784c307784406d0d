"""What a comparison shows of single labels: each one missed, each prediction that is wrong, with its sentence."""

import re
from collections.abc import Callable, Iterable
from typing import Literal

import msgspec

from service.evaluate.compare import Comparison, Pair, Verdict, judge_amount, judge_date
from service.evaluate.dyads import Dyad, Share, told
from service.labels import LabelEvent

Kind = Literal["missed", "wrong", "date", "amount"]
# A full stop after a single capital ("M. Xi") ends no sentence; the end of a line does.
_SENTENCE_END = re.compile(r"(?<=[.!?…])(?<!\b[A-Z]\.)[\s»”\"')\]]*\s|\n")


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One label that did not come out as it should.

    ``kind`` is missed (a required label, not found), wrong (a prediction that no label holds), date or amount
    (matched, but that field is not right). ``label`` is the gold label, for a wrong one the predicted label;
    ``dyads`` are those of its dyads that it holds for; ``instead`` are labels of the other side: the matched one
    for a date or an amount, else those left over between the same two actors.
    """

    article: str
    kind: Kind
    label: LabelEvent
    dyads: tuple[Dyad, ...]
    instead: tuple[LabelEvent, ...] = ()


class Located(msgspec.Struct, frozen=True, kw_only=True):
    """A finding and the sentence of the article that its label quotes; the quote alone where the text lacks it."""

    finding: Finding
    sentence: str


def find(article: str, comparison: Comparison) -> list[Finding]:
    """The findings of one compared article: misses, wrong ones, then dates and amounts that are not right."""
    return [
        *_left_over(article, "missed", comparison.missed, comparison.wrong),
        *_left_over(article, "wrong", comparison.wrong, comparison.missed),
        *_misjudged(article, "date", judge_date, comparison.strict),
        *_misjudged(article, "amount", judge_amount, comparison.strict),
    ]


def sentence_of(text: str, quote: str) -> str:
    """The sentence, or the line, of ``text`` in which ``quote`` begins, to where it ends; the quote if it is not there.

    Runs of white space in either count as one blank; the sentence comes back with single blanks.
    """
    words = quote.split()
    match = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    if match is None:
        return quote
    starts = [end.end() for end in _SENTENCE_END.finditer(text, 0, match.start())]
    following = _SENTENCE_END.search(text, match.end())
    return " ".join(text[starts[-1] if starts else 0 : following.end() if following else len(text)].split())


def _left_over(article: str, kind: Kind, shares: Iterable[Share], others: Iterable[Share]) -> list[Finding]:
    """One finding a label, its dyads together; labels that only differ in who takes part count as one."""
    opposite: dict[frozenset[str], list[LabelEvent]] = {}
    for share in others:
        opposite.setdefault(frozenset(share.dyad), []).append(share.label)
    joined: dict[tuple[object, ...], list[Share]] = {}
    for share in shares:
        joined.setdefault(told(share.label), []).append(share)
    findings: list[Finding] = []
    for parts in joined.values():
        dyads = tuple(sorted({share.dyad for share in parts}))
        instead: list[LabelEvent] = []
        for dyad in dyads:
            instead += (label for label in opposite.get(frozenset(dyad), ()) if label not in instead)
        findings.append(Finding(article=article, kind=kind, label=parts[0].label, dyads=dyads, instead=tuple(instead)))
    return findings


def _misjudged(
    article: str, kind: Kind, judge: Callable[[LabelEvent, LabelEvent], Verdict | None], pairs: Iterable[Pair]
) -> list[Finding]:
    """One finding for each gold label and the predicted one whose date or amount is not right."""
    joined: dict[tuple[object, ...], list[Pair]] = {}
    for pair in pairs:
        if judge(pair.gold.label, pair.predicted.label) in {"wrong", "missing"}:
            joined.setdefault((*told(pair.gold.label), *told(pair.predicted.label)), []).append(pair)
    return [
        Finding(
            article=article,
            kind=kind,
            label=parts[0].gold.label,
            dyads=tuple(sorted({pair.gold.dyad for pair in parts})),
            instead=(parts[0].predicted.label,),
        )
        for parts in joined.values()
    ]
