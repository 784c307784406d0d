"""Whether a clause tells what happened, what is planned, what is only said, or what did not happen."""

import msgspec

from service.extract.language import Language
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause


class Truth(msgspec.Struct, frozen=True, gc=False):
    """``stage`` planned or done, ``factuality`` asserted or hearsay; ``dropped`` says why it is no event."""

    stage: str = "done"
    factuality: str = "asserted"
    dropped: str = ""
    background: bool = False
    mode: str = ""
    open: bool = False
    """Dropped only because it is left open: words (wishes among them) are told all the same."""
    ended: bool = False
    """Dropped since somebody no longer does it: for aid and arms that is told too."""
    renounced: bool = False
    """Dropped since whoever was to do it gave it up: for visits that is told too."""
    spoken_of: bool = False
    """Dropped for the preposition before the noun: what asks for that very preposition reads it all the same."""
    decided: bool = False
    """Planned by a decision taken: a recall or a sanction that was decided is one."""


DONE = Truth()
_MOST_RULERS = 6
"""How many verbs, each ruled by the next, are followed up ("a dit vouloir aider à ...")."""


def judge(clause: Clause, language: Language, *, reported: bool, depth: int = 0, ceased: bool = False) -> Truth:
    """The truth of a clause; ``reported`` says that the sentence has a past verb of saying.

    ``ceased`` judges what "no longer" says: that something ends.
    """
    vg, grammar = clause.vg, language.grammar
    if vg.lemma in grammar.verbs.hides:
        return _own(clause, language, reported=reported) if vg.negated else Truth(dropped="hidden")
    if vg.negated and not ceased:
        return Truth(dropped="negated", renounced=_gives_up(clause, language))
    # "no agreement was signed", "signed no agreement"
    for part in clause.objects:
        if part.det in grammar.negation.alone:
            return Truth(dropped="negated")
    if clause.subject is not None and _nobody(clause.subject, language):
        return Truth(dropped="negated")
    supposed = _supposed(clause, language)
    if supposed:
        return Truth(dropped=supposed)
    wished = clause.subject is not None and clause.subject.prep in language.grammar.prepositions.doers
    if vg.form == "inf" and wished and not clause.governor:
        # "a condition for X to enter": nothing says that it was done.
        return Truth(dropped="wished of somebody", open=True)
    ruled = DONE
    if clause.governor is not None and depth < _MOST_RULERS:
        ruled = _under(clause, clause.governor, language, reported=reported, depth=depth)
        if ruled.dropped:
            return ruled
    own = _own(clause, language, reported=reported)
    if own.dropped:
        return own
    seized = clause.governor is not None and clause.governor.vg.lemma in grammar.verbs.seizes
    noun = grammar.rules_by_noun(clause.ruler) if clause.ruler and not seized else ""
    factuality = "hearsay" if "hearsay" in {own.factuality, ruled.factuality} else "asserted"
    if noun in {"open", "denied"}:
        reason = f"“{clause.ruler}” leaves open whether it happens"
        return Truth(factuality=factuality, dropped=reason, open=noun == "open")
    return Truth(
        stage="planned" if "planned" in {own.stage, ruled.stage} or noun in {"planned", "intended"} else "done",
        factuality=factuality,
        background=own.background or ruled.background,
        decided=ruled.decided and own.stage == "done",
    )


def refusal(clause: Clause, language: Language, *, reported: bool) -> Truth | None:
    """The truth of what a verb tells by not being done: "will not renew", "decided not to extend", "refused to".

    None where it is done, or where nothing says that it is not to be.
    """
    vg, grammar, ruling = clause.vg, language.grammar, clause.governor
    if vg.form == "inf":
        control = grammar.control_of(ruling.vg.lemma) if ruling is not None else ""
        # "decided not to renew": the negation stands beside either verb.
        negated = ruling is not None and vg.negated != ruling.vg.negated
        if ruling is None or not (control in _RESOLVED if negated else control == "denied" and not vg.negated):
            return None
        told = judge(ruling, language, reported=reported, ceased=negated)
    else:
        # "annonce qu'il ne prolonge pas": what somebody says that he does not do he does not mean to do.
        coming = vg.tense in {"fut", "imperf"} or (vg.tense == "cond" and reported)
        coming = coming or (vg.tense == "pres" and vg.modal == "")
        coming = coming or (vg.modal != "" and grammar.control_of(vg.modal) == "planned")
        if not (vg.negated and coming and vg.form == "finite"):
            return None
        told = judge(clause, language, reported=reported, ceased=True)
    return None if told.dropped else told


_RESOLVED = frozenset({"intended", "decided"})
"""What a verb says of an infinitive when it tells of a promise or a decision."""


def _nobody(subject: Chunk, language: Language) -> bool:
    """Whether a subject is none at all: "no minister met", "nothing suggests"."""
    alone = language.grammar.negation.alone
    return subject.det in alone or (subject.cls == "pronoun" and subject.head in alone)


def _supposed(clause: Clause, language: Language) -> str:
    """Why a clause does not tell that anything happens, by what stands around its verb; empty where it may."""
    if _made_up(clause, language):
        return "made up or rumoured"
    if clause.belied:
        return "told to be untrue"
    if clause.governor is None and clause.vg.form in _FORMLESS and clause.opener in language.grammar.particles.without:
        # "Instead of expelling the ambassador, Chad kept silent"
        return f"“{clause.opener}” denies it"
    if clause.main is not None and clause.vg.form == "pastpart" and _fell_through(clause.main, language):
        return "did not take place"
    if _provided(clause, language):
        return "only if something else happens"
    return "conditional on what may not happen" if clause.opener in language.grammar.reporting.conditions else ""


def _fell_through(main: Clause, language: Language) -> bool:
    """Whether what a participle tells more of did not happen: "the meeting planned for Monday did not take place"."""
    nominal = language.grammar.nominal
    if main.vg.negated:
        return main.vg.lemma in nominal.happens
    return main.vg.lemma in nominal.fails


def _made_up(clause: Clause, language: Language) -> bool:
    """Whether it happens in a film or a novel, or is what a rumour tells."""
    groups, places = language.grammar.groups, language.grammar.prepositions.place
    works, rumours = groups.works, groups.rumours
    told = (clause.antecedent, *clause.objects, *clause.obliques)
    if any(part is not None and part.head in rumours and part.last <= clause.vg.first for part in told):
        return True
    if any(part.head in works and part.prep in places for part in clause.obliques):
        return True
    ruling = clause.governor
    return ruling is not None and ruling.subject is not None and ruling.subject.head in works


def _provided(clause: Clause, language: Language) -> bool:
    """Whether a plan or a conditional stands beside what must happen first: "en cas d'échec, il expulserait X"."""
    provided = language.grammar.prepositions.provided
    return clause.vg.tense in _NOT_YET and any(part.prep in provided for part in clause.obliques)


_FORMLESS = frozenset({"inf", "prespart"})
_NOT_YET = frozenset({"fut", "cond", "condperf"})


def _wished(clause: Clause, governor: Clause, language: Language) -> bool:
    """Whether a clause tells what somebody wishes or proposes: "souhaite que X envoie du riz", "asked that X leave"."""
    grammar, vg = language.grammar, clause.vg
    if governor.vg.lemma not in grammar.verbs.wishes or clause.opener not in grammar.relatives.complementizers:
        return False
    alone = clause.subject is not None and not (clause.subject.plural or clause.subject.conj)
    return vg.subjunctive or (vg.bare and alone) or (not language.compounds and vg.tense == "pres" and vg.modal == "")


def _gives_up(clause: Clause, language: Language) -> bool:
    """Whether a negated verb tells that what was to be done will not be: "will not attend", "decided not to go"."""
    vg, grammar = clause.vg, language.grammar
    if vg.form == "inf" and clause.governor is not None and not clause.governor.vg.negated:
        return grammar.control_of(clause.governor.vg.lemma) in {"intended", "decided"}
    if not (grammar.negation.calls_off or (grammar.negation.calls_off_dated and clause.dates)):
        return False
    coming = vg.tense == "fut" or (vg.modal != "" and grammar.control_of(vg.modal) == "planned")
    return coming and vg.form == "finite" and not (clause.opener or (vg.ceased and not grammar.negation.calls_off))


def _own(clause: Clause, language: Language, *, reported: bool) -> Truth:
    vg, grammar = clause.vg, language.grammar
    background = clause.relative or vg.form in {"pastpart", "prespart"}
    background = background or (vg.tense == "pluperf" and not _says_now(clause, language))
    if vg.modal:
        control = grammar.control_of(vg.modal)
        if control == "denied":
            return Truth(dropped=f"“{vg.modal}” says that it does not happen")
        if control == "open" and not (vg.modal in grammar.verbs.managed and vg.modal_tense in {"past", "pluperf"}):
            return Truth(dropped=f"“{vg.modal}” leaves open whether it happens", open=True)
        if control in {"planned", "intended", "decided"}:
            if vg.modal_tense in {"past", "pluperf"}:
                return Truth(background=background)
            if vg.modal_tense == "condperf" or (vg.modal_tense == "cond" and vg.tense == "past"):
                # "devait avoir", "a resolution that would have condemned Israel"
                return Truth(dropped="what would have been")
            return Truth(stage="planned", background=background)
    if vg.tense == "fut":
        return Truth(stage="planned", background=background)
    if vg.tense == "cond":
        # "It would be his first visit": what it was told of is still to come.
        pointed = vg.copula and clause.subject is not None and clause.subject.cls == "pronoun"
        return (
            Truth(stage="planned", background=background)
            if reported or pointed
            else Truth(factuality="hearsay", background=background)
        )
    if vg.tense == "condperf":
        return Truth(factuality="hearsay", background=background)
    if vg.subjunctive:
        return Truth(stage="planned") if clause.governor is not None else Truth(dropped="wished, not told")
    return Truth(background=background)


def _says_now(clause: Clause, language: Language) -> bool:
    """Whether somebody said what he "had" done himself: that is told as news."""
    governor = clause.governor
    if clause.subject is None or clause.subject.cls != "pronoun":
        return False
    if governor is None or governor.vg.lemma not in language.grammar.reporting.verbs or governor.governor is not None:
        return False
    return governor.vg.tense == "past" and not governor.relative


def _under(clause: Clause, governor: Clause, language: Language, *, reported: bool, depth: int) -> Truth:
    """What a governing clause makes of the one it rules."""
    grammar = language.grammar
    above = judge(governor, language, reported=reported, depth=depth + 1)
    lemma = governor.vg.lemma
    if clause.vg.form == "finite":
        if _wished(clause, governor, language):
            return Truth(dropped=f"“{lemma}” leaves open whether it happens", open=True)
        said = _said(clause, lemma, above, language) or _foreseen(clause, governor, above, language)
        if said is not None:
            return said
        return above if above.dropped and not clause.relative else Truth(factuality=above.factuality)
    if clause.vg.form == "inf":
        plain = not clause.opener or clause.opener in grammar.particles.infinitive
        listed = clause.joined and plain and (governor.vg.modal != "" or governor.vg.form == "inf")
        return above if listed else _opened(clause, lemma, above, language) or _controlled(governor, above, language)
    if clause.vg.form == "prespart":
        doubted = _doubted_gerund(clause, above, language) or _before_gerund(clause, governor, above, language)
        if doubted is not None:
            return doubted
    if clause.vg.form == "prespart" and clause.opener in grammar.particles.infinitive and not above.dropped:
        # "their commitment to deepening ties", "looks forward to visiting"
        return Truth(stage="planned", factuality=above.factuality)
    if clause.vg.form == "prespart" and clause.opener in grammar.particles.after:
        # "told them to settle it after holding talks": what came before is done.
        return DONE
    if (
        clause.vg.form == "prespart"
        and not (clause.opener or clause.apart)
        and (lemma in grammar.nominal.cancelled_verbs or lemma in grammar.reporting.denials)
    ):
        # "postponed restoring ties", "stopped supplying arms", "denied having expelled them"
        ended = lemma in grammar.verbs.ends and not above.dropped
        return Truth(dropped=f"“{lemma}” says that it does not happen", ended=ended, background=above.background)
    if clause.vg.form == "prespart" and _is_weighed(clause, governor, language) and not above.dropped:
        return Truth(factuality=above.factuality, dropped=f"“{lemma}” leaves open whether it happens", open=True)
    return above if clause.vg.form == "prespart" else DONE


def _is_weighed(clause: Clause, governor: Clause, language: Language) -> bool:
    """Whether a gerund is what a verb leaves open: "is considering sending troops"; but "has troops serving there"."""
    if clause.opener or clause.apart or governor.objects or governor.vg.passive:
        return False
    return language.grammar.control_of(governor.vg.lemma) == "open"


def _said(clause: Clause, lemma: str, above: Truth, language: Language) -> Truth | None:
    """What a verb of saying denies or leaves open of what is said; None where it only tells it."""
    reporting = language.grammar.reporting
    if lemma in reporting.denials and clause.opener in language.grammar.relatives.complementizers:
        return Truth(dropped=f"“{lemma}” denies it")
    if lemma in reporting.threats and _is_to_come(clause, language) and not clause.relative:
        return Truth(dropped=f"“{lemma}” leaves open whether it happens", open=True)
    if above.dropped == "negated" and lemma in reporting.verbs:
        return DONE if lemma in reporting.factive else Truth(dropped=f"not “{lemma}”")
    return None


def _foreseen(clause: Clause, governor: Clause, above: Truth, language: Language) -> Truth | None:
    """What "it is planned that" says of what follows: "Il est prévu que X rencontre Y"."""
    grammar = language.grammar
    impersonal = governor.vg.passive and clause.opener in grammar.relatives.complementizers
    planned = impersonal and grammar.control_of(governor.vg.lemma) == "planned" and not above.dropped
    return Truth(stage="planned", factuality=above.factuality) if planned and clause.vg.tense == "pres" else None


def _is_to_come(clause: Clause, language: Language) -> bool:
    """Whether a finite verb tells of what will or would be."""
    return clause.vg.tense in _NOT_YET or language.grammar.control_of(clause.vg.modal) == "planned"


def _doubted_gerund(clause: Clause, above: Truth, language: Language) -> Truth | None:
    """What the word before a gerund denies or leaves open: "without signing", "accused of sending"."""
    particles = language.grammar.particles
    if clause.opener in particles.without:
        # "did not leave without signing"
        return DONE if above.dropped == "negated" else Truth(dropped=f"“{clause.opener}” denies it")
    if clause.opener in particles.alleged and not clause.ruler:
        return Truth(dropped=f"“{clause.opener}” leaves open whether it happened")
    return None


def _before_gerund(clause: Clause, governor: Clause, above: Truth, language: Language) -> Truth | None:
    """What comes before a gerund as planned: "is due to visit X before travelling to Y"; None where nothing is."""
    if clause.opener not in language.grammar.times.earlier or above != DONE:
        return None
    coming = _controlled(governor, above, language)
    return coming if coming.stage == "planned" or coming.open else None


def _opened(clause: Clause, lemma: str, above: Truth, language: Language) -> Truth | None:
    """What the word that opens an infinitive says of it, where it says anything: "pour", "sans", "après"."""
    grammar = language.grammar
    prep = clause.opener
    if lemma in grammar.verbs.waits and above.dropped == "negated":
        # "n'a pas attendu l'aube pour rompre", "n'a pas tardé à réagir"; but "n'hésiterait pas à rompre"
        unsure = clause.governor is not None and clause.governor.vg.tense in _NOT_YET
        return Truth(dropped=f"“{lemma}” leaves open whether it happens", open=True) if unsure else DONE
    if prep in grammar.particles.without:
        if above.dropped == "negated":
            # "n'est pas parti sans signer"
            return DONE
        return Truth(dropped=f"“{prep}” denies it")
    if prep in grammar.particles.motives and not (prep in grammar.particles.infinitive and grammar.governs(lemma)):
        if lemma in grammar.nominal.cancelled_verbs:
            planned = clause.ruler in grammar.nominal.planned_nouns
            return Truth(dropped="the occasion was cancelled", renounced=planned and above == DONE)
        if lemma in grammar.verbs.seizes:
            return above
        return Truth(stage="planned", factuality=above.factuality, dropped=above.dropped)
    if prep in grammar.particles.after:
        return DONE
    if prep in grammar.particles.openers and not above.dropped:
        # "avait promis X avant de serrer la main de Y"
        return Truth(stage=above.stage, factuality=above.factuality, background=above.background)
    return None


def _controlled(governor: Clause, above: Truth, language: Language) -> Truth:
    """What a verb says of the infinitive that it rules."""
    grammar, lemma = language.grammar, governor.vg.lemma
    control = grammar.control_of(lemma)
    if control == "denied":
        if above.dropped == "negated":
            return Truth(dropped=f"who does not “{lemma}” may still do it or not", open=True)
        ended = lemma in grammar.verbs.ends and not above.dropped
        renounced = lemma in grammar.verbs.renounces and above == DONE
        reason = f"“{lemma}” says that it does not happen"
        return Truth(dropped=reason, ended=ended, renounced=renounced, background=above.background)
    if above.dropped:
        return above
    if lemma in grammar.verbs.be and any(o.first > governor.vg.first for o in governor.objects):
        # "was the first to sign" tells what was done; "is ready to sign" does not.
        coming = any({o.head, *o.adjectives} & grammar.nominal.planned_adjectives for o in governor.objects)
        return Truth(stage="planned", factuality=above.factuality) if coming else above
    been = lemma in grammar.verbs.be and governor.vg.tense == "pluperf" and not governor.vg.passive
    if been and control == "planned":
        # "had been to see Angela Merkel": who was there has been there.
        return above
    if lemma in grammar.verbs.compels and governor.vg.passive and governor.vg.tense in {"past", "pluperf", "pres"}:
        return above
    if control == "open":
        return Truth(factuality=above.factuality, dropped=f"“{lemma}” leaves open whether it happens", open=True)
    if control in {"planned", "intended", "decided"}:
        resolved = control == "decided" and governor.vg.tense in {"past", "pluperf"}
        return Truth(stage="planned", factuality=above.factuality, decided=resolved)
    return above
