"""What a verb tells as what will be."""

from service.extract.language import Language
from service.extract.syntax.clause import Clause


def foretells(clause: Clause | None, language: Language) -> bool:
    """Whether the verb that tells or rules an act says that it will be: "will sign", "is to be signed", "is due to"."""
    control_of, intends = language.grammar.control_of, language.grammar.verbs.intends
    while clause is not None and clause.vg.form == "inf":
        clause = clause.governor
        if clause is not None and (control_of(clause.vg.lemma) != "planned" or clause.vg.lemma in intends):
            return False
    if clause is None or not clause.vg.finite or clause.relative:
        return False
    vg = clause.vg
    if vg.lemma in intends or vg.modal in intends:
        return False
    return vg.tense == "fut" or (vg.tense == "pres" and not vg.modal) or control_of(vg.modal) == "planned"
