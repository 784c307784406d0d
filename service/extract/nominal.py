"""What becomes of an act that a noun names: done, planned, cancelled, or nothing told of it."""

import msgspec

from service.extract.chunks import Chunk
from service.extract.clauses import Clause
from service.extract.language import Language
from service.extract.truth import DONE, Truth, judge


def judge_noun(chunk: Chunk, clause: Clause | None, host: Chunk | None, language: Language, *, reported: bool) -> Truth:
    """The truth of what a noun names, given the clause around it and the noun it completes (``host``)."""
    nominal = language.grammar.nominal
    truth = DONE
    if clause is not None:
        truth = judge(clause, language, reported=reported)
        ruler = clause.governor
        if chunk.prep in nominal.during and truth.stage == "planned" and ruler is not None and not truth.dropped:
            # "ont convenu de coopérer lors de leur entretien": they met, whatever they will do.
            said = judge(ruler, language, reported=reported)
            truth = said if clause.vg.form == "inf" and ruler.vg.tense == "past" and not said.dropped else truth
        is_object = chunk in clause.objects or (clause.vg.passive and chunk is clause.subject)
        if clause.vg.lemma in nominal.cancelled_verbs and is_object and not truth.dropped:
            postponed = clause.vg.lemma in nominal.postponed_verbs
            return Truth(stage="cancelled", factuality=truth.factuality, mode="postponed" if postponed else "")
        if clause.vg.lemma in nominal.planned_verbs and (is_object or clause.vg.passive) and not truth.dropped:
            truth = Truth(stage="planned", factuality=truth.factuality)
        light = clause.vg.lemma in language.grammar.verbs.have
        opens = language.grammar.control_of(clause.vg.lemma) == "open" and not light
        if is_object and opens and not _dismisses(chunk, language):
            return Truth(dropped=f"“{clause.vg.lemma}” leaves open whether it happens", open=True)
        if clause.vg.lemma in language.grammar.reporting.denials and is_object:
            return Truth(dropped=f"“{clause.vg.lemma}” denies it")
        if truth.open and chunk is clause.subject and clause.vg.lemma not in nominal.light_verbs:
            # "La visite pourrait déboucher sur un accord": what is open is not the visit.
            truth = DONE
        told = clause.main or clause
        if told.vg.negated and chunk is told.subject and told.vg.lemma in nominal.happens:
            # "le sommet prévu n'aura pas lieu"
            return Truth(dropped="negated")
        if truth.dropped and not (is_object and truth.dropped == "negated"):
            truth = DONE if truth.dropped == "negated" else truth
    if chunk.prep in language.grammar.prepositions.topic:
        return Truth(dropped=f"“{chunk.prep}”: only spoken of")
    if chunk.det in language.grammar.negation.alone or chunk.prep in language.grammar.negation.alone:
        return Truth(dropped="negated")
    opened = clause.subject.head if clause is not None and clause.subject is not None else ""
    if chunk.prep and clause is not None and clause.vg.copula and opened in nominal.planned_nouns:
        # "Preparations are under way for a visit"
        truth = msgspec.structs.replace(truth, stage="planned")
    if host is not None and host.head in nominal.cancelled_nouns:
        return Truth(stage="cancelled")
    planned = set(chunk.adjectives) & nominal.planned_adjectives or (
        host is not None and host.head in nominal.planned_nouns
    )
    return (
        Truth(stage="planned", factuality=truth.factuality, dropped=truth.dropped)
        if planned and truth.stage == "done"
        else truth
    )


_STAYS = frozenset({"MilitarySupportEnded"})


def _dismisses(noun: Chunk, language: Language) -> bool:
    """Whether a noun may tell that troops leave."""
    frames = language.frames.by_noun.get(noun.head, ())
    return any(emission.act in _STAYS for frame in frames for emission in frame.emissions)
