"""What was seen in a sentence, written for people who ask why something was read or was not."""

import msgspec

from service.extract.acts.choose import Question
from service.extract.claims import Claim, Dropped
from service.extract.names.gazetteer import NameMention
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause
from service.extract.text.tokens import Token

_LIKELIEST = 3


class Trace(msgspec.Struct, kw_only=True):
    """One sentence (``start`` to ``end`` in the article): its names, clauses and claims, and why frames made none.

    ``weighed`` tells for each trigger without its parties who might stand there, the likeliest first.
    """

    start: int
    end: int
    mentions: list[str]
    clauses: list[str]
    claims: list[str]
    rejected: list[str]
    weighed: list[str]


def write_trace(
    tokens: list[Token],
    names: list[NameMention],
    clauses: list[Clause],
    claims: list[Claim],
    dropped: list[Dropped],
    questions: list[Question],
) -> Trace:
    """The trace of a sentence that has at least one token."""
    return Trace(
        start=tokens[0].start,
        end=tokens[-1].end,
        mentions=[
            f"{_words(tokens, n.first, n.last)} = {'/'.join(n.codes) or 'nobody for sure'} ({n.kind})" for n in names
        ],
        clauses=[_describe(clause, tokens) for clause in clauses],
        claims=[_tell(claim, tokens) for claim in claims],
        rejected=[f"{d.rule}: {d.reason}" for d in dropped],
        weighed=[line for question in questions for line in _weighed(question)],
    )


def _tell(claim: Claim, tokens: list[Token]) -> str:
    """What is claimed, by which rule, where its parties were found, and the words that matched."""
    words = " ".join(token.text for token in tokens if claim.start <= token.start < claim.end)
    parties = f"{','.join(claim.sources)}>{','.join(claim.targets)}"
    return f"{claim.type} {parties} [{claim.rule}] {claim.path} in: {words}"


def _weighed(question: Question) -> list[str]:
    """For each frame of a trigger its likeliest parties with their probabilities: "en.accuse: target MLI 0.41"."""
    by_rule: dict[str, list[str]] = {}
    for answer in question.answers:
        by_rule.setdefault(answer.rule, []).append(answer.option.describe())
    return [f"{rule}: {'; '.join(options[:_LIKELIEST])}" for rule, options in by_rule.items()]


def _describe(clause: Clause, tokens: list[Token]) -> str:
    """Subject, verb, objects, other complements and dates, with bars between."""

    def text(chunk: Chunk | None) -> str:
        return _words(tokens, chunk.first, chunk.end) if chunk is not None else "–"

    vg = clause.vg
    verb = [vg.modal + "+" + vg.lemma if vg.modal else vg.lemma, vg.form, vg.tense]
    verb += [mark for mark, on in (("passive", vg.passive), ("negated", vg.negated), ("reflexive", vg.reflexive)) if on]
    complements = "; ".join(f"{oblique.prep}:{text(oblique)}" for oblique in clause.obliques)
    objects, dates = ("; ".join(map(text, chunks)) for chunks in (clause.objects, clause.dates))
    return f"{text(clause.subject)} | {' '.join(verb)} | {objects} | {complements} | {dates}"


def _words(tokens: list[Token], first: int, last: int) -> str:
    return " ".join(token.text for token in tokens[first:last])
