"""What becomes of an act that a noun names: done, planned, cancelled, or nothing told of it."""

import msgspec

from service.extract.acts.truth import DONE, Truth, judge
from service.extract.language import Language
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause


def judge_noun(
    chunk: Chunk,
    clause: Clause | None,
    host: Chunk | None,
    language: Language,
    *,
    reported: bool,
    ahead: Clause | None = None,
) -> Truth:
    """The truth of what a noun names, given the clause around it and the noun it completes (``host``).

    ``ahead`` is the infinitive that its clause rules without an object: "the talks are to begin".
    """
    nominal = language.grammar.nominal
    truth = DONE
    if clause is not None:
        truth = judge(clause, language, reported=reported)
        if ahead is not None and chunk is clause.subject and clause.vg.copula and truth == DONE:
            truth = judge(ahead, language, reported=reported)
        ruler = clause.governor
        if chunk.prep in nominal.during and truth.stage == "planned" and ruler is not None and not truth.dropped:
            # "ont convenu de coopérer lors de leur entretien": they met, whatever they will do.
            said = judge(ruler, language, reported=reported)
            truth = said if clause.vg.form == "inf" and ruler.vg.tense == "past" and not said.dropped else truth
        settled = (
            _as_object(chunk, clause, truth, language)
            or _called_off(chunk, clause, language)
            or _foretold(chunk, clause, truth, language)
        )
        if settled is not None:
            return settled
        truth = _as_adjunct(chunk, clause, truth, language)
        if truth.dropped and chunk.prep in nominal.purposes:
            return truth
    if clause is not None and (
        _looked_at(chunk, clause, language)
        or (chunk.prep in language.grammar.prepositions.dative and _weighed(clause, language))
    ):
        return Truth(dropped="only favoured or opposed")
    if chunk.prep in language.grammar.prepositions.topic:
        return Truth(dropped=f"“{chunk.prep}”: only spoken of", spoken_of=True)
    if chunk.det in language.grammar.negation.alone or chunk.prep in language.grammar.negation.alone:
        return Truth(dropped="negated")
    opened = clause.subject.head if clause is not None and clause.subject is not None else ""
    laid = clause is not None and (clause.vg.copula or (clause.vg.passive and chunk.prep in nominal.purposes))
    if chunk.prep and laid and opened in nominal.planned_nouns:
        # "Preparations are under way for a visit", "Plans are being made for a visit"
        truth = msgspec.structs.replace(truth, stage="planned")
    if host is not None and host.head in nominal.cancelled_nouns:
        return Truth(stage="cancelled")
    over = host or _phrase_before(chunk, clause)
    if over is not None and _only_supposed(chunk, over, language) and not truth.dropped:
        return Truth(factuality=truth.factuality, dropped=f"“{over.head}” leaves open whether it happens", open=True)
    planned = set(chunk.adjectives) & nominal.planned_adjectives or (
        host is not None and host.head in nominal.planned_nouns
    )
    planned = planned or chunk.prep in nominal.preludes
    return (
        Truth(stage="planned", factuality=truth.factuality, dropped=truth.dropped)
        if planned and truth.stage == "done"
        else truth
    )


def _phrase_before(chunk: Chunk, clause: Clause | None) -> Chunk | None:
    """The phrase right before that of an act, where a preposition stands between them."""
    if clause is None or not chunk.prep:
        return None
    return next((part for part in (*clause.objects, *clause.obliques) if part.last == chunk.first), None)


def _only_supposed(chunk: Chunk, host: Chunk, language: Language) -> bool:
    """Whether the noun before an act leaves it open: "the threat of a closure", "an agreement on the closure"."""
    nominal = language.grammar.nominal
    if host.head in nominal.supposed_nouns:
        return not _dismisses(chunk, language)
    return host.head in nominal.deliberations and chunk.prep in nominal.debated and not _is_talk(chunk, language)


def _as_object(chunk: Chunk, clause: Clause, truth: Truth, language: Language) -> Truth | None:
    """What a verb settles of the act that is its object: called off, sought, shunned or denied."""
    grammar, lemma = language.grammar, clause.vg.lemma
    nominal = grammar.nominal
    if _is_renounced(chunk, clause, language) and chunk in clause.obliques and not truth.dropped:
        return Truth(stage="cancelled", factuality=truth.factuality)
    if chunk not in clause.objects and not (clause.vg.passive and chunk is clause.subject):
        return None
    halted = lemma in nominal.cancelled_verbs or not nominal.halts.isdisjoint(_with_prepositions(clause.obliques))
    if halted and not truth.dropped:
        postponed = lemma in nominal.postponed_verbs
        return Truth(stage="cancelled", factuality=truth.factuality, mode="postponed" if postponed else "")
    if grammar.control_of(lemma) == "open" and lemma not in grammar.verbs.have and not _dismisses(chunk, language):
        return Truth(dropped=f"“{lemma}” leaves open whether it happens", open=True)
    if lemma in nominal.shunned_verbs and not truth.dropped:
        return Truth(dropped=f"“{lemma}” says that it does not happen")
    if lemma in nominal.topical_verbs and _is_talk(chunk, language):
        return Truth(dropped=f"“{lemma}”: only spoken of")
    return Truth(dropped=f"“{lemma}” denies it") if lemma in grammar.reporting.denials else None


def _is_renounced(chunk: Chunk, clause: Clause, language: Language) -> bool:
    """Whether it is what a verb gives up: "renonce à sa visite"; not where: "en visite à Lima, il a renoncé"."""
    grammar = language.grammar
    return clause.vg.lemma in grammar.verbs.renounces and chunk.prep in grammar.prepositions.dative


def _with_prepositions(parts: list[Chunk]) -> set[str]:
    """The nouns of some phrases, each behind its preposition: a visit "about water" is not "à l'eau"."""
    return {f"{part.prep} {part.head}" if part.prep else part.head for part in parts}


def _called_off(chunk: Chunk, clause: Clause, language: Language) -> Truth | None:
    """What is told of an act that did not take place: "the visit fell through", "le sommet n'aura pas lieu"."""
    nominal, told = language.grammar.nominal, clause.main or clause
    if chunk is not told.subject:
        return None
    if told.vg.negated and told.vg.lemma in nominal.happens:
        return Truth(dropped="negated", renounced=True)
    halted = not (told.vg.passive or told.objects) and not nominal.halts.isdisjoint(_with_prepositions(told.obliques))
    if (told.vg.lemma in nominal.fails or halted) and not told.vg.negated:
        return Truth(dropped=f"“{told.vg.lemma}” says that it does not happen", renounced=True)
    return None


def called_off_next(chunk: Chunk, clause: Clause, clauses: list[Clause], language: Language) -> bool:
    """Whether the next verb of the same subject calls it off: "a visit was planned for May, but was postponed"."""
    nominal = language.grammar.nominal
    behind = next((other for other in clauses if other.at > clause.at), None)
    if behind is None or chunk is not clause.subject or behind.governor is not None:
        return False
    if behind.subject is not None and behind.subject is not chunk:
        return False
    return behind.vg.passive and not behind.vg.negated and behind.vg.lemma in nominal.cancelled_verbs


def _foretold(chunk: Chunk, clause: Clause, truth: Truth, language: Language) -> Truth | None:
    """What "is" tells of an act still to come: "a visit is in the pipeline", "is imminent", "is not on the agenda"."""
    nominal = language.grammar.nominal
    if chunk is not clause.subject:
        return None
    told = _with_prepositions([*clause.objects, *clause.obliques])
    if not told.isdisjoint(nominal.called_off) and not (clause.vg.negated or truth.dropped):
        # "is off", "est tombée à l'eau"
        return Truth(stage="cancelled", factuality=truth.factuality)
    if not clause.vg.copula:
        return None
    coming = not told.isdisjoint(nominal.pending) or not told.isdisjoint(nominal.planned_adjectives)
    if not told.isdisjoint(nominal.excluded) or (coming and clause.vg.negated):
        return Truth(dropped="told not to be coming")
    if not coming or truth.dropped:
        return None
    return Truth(stage="planned", factuality=truth.factuality)


def _as_adjunct(chunk: Chunk, clause: Clause, truth: Truth, language: Language) -> Truth:
    """How the truth of a clause bears on an act that stands in it: what is denied or left open may not be the act."""
    nominal, lemma = language.grammar.nominal, clause.vg.lemma
    is_object = chunk in clause.objects or (clause.vg.passive and chunk is clause.subject)
    if lemma in nominal.shunned_verbs and not is_object and _bids(chunk, clause, language):
        # "turned down an invitation to a summit"
        return Truth(dropped=f"“{lemma}” says that it does not happen")
    meant = is_object or (clause.vg.passive and chunk.prep not in nominal.during | language.grammar.prepositions.agent)
    # "une visite se prépare"
    meant = meant or (clause.vg.reflexive and chunk is clause.subject)
    if lemma in nominal.planned_verbs and meant and not truth.dropped:
        truth = Truth(stage="planned", factuality=truth.factuality)
    bare = language.compounds and (not chunk.det or chunk.det in language.grammar.indefinite) and not chunk.adj_codes
    if bare and truth.open and chunk is clause.subject:
        # "Talks between the two should bring peace"
        return truth
    if truth.open and chunk is clause.subject and lemma not in nominal.light_verbs:
        # "La visite pourrait déboucher sur un accord": what is open is not the visit.
        truth = DONE
    if lemma in nominal.awaiting and chunk.prep and truth == DONE:
        return Truth(stage="planned")
    if chunk.prep and truth == DONE and _is_renounced(chunk, clause, language):
        # "renonce à sa visite"
        return Truth(stage="cancelled")
    if truth.renounced and lemma not in nominal.light_verbs:
        truth = msgspec.structs.replace(truth, renounced=False)
    if chunk.prep in nominal.purposes:
        truth = _sought(chunk, clause, truth, language)
        if truth.dropped:
            return truth
    if truth.dropped and not is_object and _brought_nothing(chunk, clause, language):
        return DONE
    return DONE if truth.dropped == "negated" and not is_object else truth


def _brought_nothing(chunk: Chunk, clause: Clause, language: Language) -> bool:
    """Whether talks were held that brought no result: "failed to find a way out in talks on Monday"."""
    governor, prepositions = clause.governor, language.grammar.prepositions
    if governor is None or clause.vg.form != "inf" or not clause.objects or not _is_talk(chunk, language):
        return False
    within = chunk.prep in language.grammar.nominal.during or chunk.prep in prepositions.place
    vg = governor.vg
    return within and vg.tense == "past" and not vg.negated and language.grammar.control_of(vg.lemma) == "denied"


def _bids(chunk: Chunk, clause: Clause, language: Language) -> bool:
    """Whether the clause's object is an invitation or a plan for the act that follows it."""
    planned = language.grammar.nominal.planned_nouns
    return any(each.head in planned and each.last <= chunk.first for each in clause.objects)


def _sought(chunk: Chunk, clause: Clause, truth: Truth, language: Language) -> Truth:
    """What the clause says of an act for which something is done or said: "called for talks", "is ready for talks"."""
    grammar, lemma = language.grammar, clause.vg.lemma
    if truth.dropped == "negated":
        return truth
    before = [each for each in clause.objects if each.first < chunk.first]
    if clause.vg.copula and any({each.head, *each.adjectives} & grammar.nominal.planned_adjectives for each in before):
        return Truth(stage="planned", factuality=truth.factuality)
    called = next((each.head for each in before if grammar.rules_by_noun(each.head) == "open"), "")
    if grammar.control_of(lemma) == "open" and lemma not in grammar.verbs.have:
        called = lemma
    return Truth(dropped=f"“{called}” leaves open whether it happens", open=True) if called else truth


_STAYS = frozenset({"MilitarySupportEnded"})


def _weighed(clause: Clause, language: Language) -> bool:
    """Whether a clause tells what somebody thinks of a thing: "se dit favorable à l'entrée de X dans Y"."""
    attitudes = language.grammar.nominal.attitudes
    return clause.vg.lemma in attitudes or (
        bool(attitudes)
        and any(part.head in attitudes or not attitudes.isdisjoint(part.adjectives) for part in clause.objects)
    )


def _looked_at(chunk: Chunk, clause: Clause, language: Language) -> bool:
    """Whether the act is only looked at with favour or none: "voit d'un bon œil l'entrée de X dans Y"."""
    attitudes = language.grammar.nominal.attitudes
    return chunk in clause.objects and any(part.head in attitudes for part in clause.obliques)


def _is_talk(noun: Chunk, language: Language) -> bool:
    """Whether a noun tells that some met: others may talk about their talks."""
    frames = language.frames.by_noun.get(noun.head, ())
    return any(emission.act == "meeting" for frame in frames for emission in frame.emissions)


def _dismisses(noun: Chunk, language: Language) -> bool:
    """Whether a noun may tell that troops leave."""
    frames = language.frames.by_noun.get(noun.head, ())
    return any(emission.act in _STAYS for frame in frames for emission in frame.emissions)
