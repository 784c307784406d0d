"""Verbs that take the subject, auxiliary or tense of the verb that they are joined to."""

from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause, clause_before
from service.extract.syntax.surroundings import TIMES
from service.extract.syntax.verbs import OVER, VerbGroup


def goes_on(items: list[Chunk], comma: int, clause: Clause, by_item: dict[int, Clause]) -> bool:
    """Give a verb right after a comma the subject of the one before: "ended ties, would close ... and asked ..."."""
    cursor = comma - 1
    while cursor >= 0 and items[cursor].kind in {"np", "date", "adv"}:
        cursor -= 1
    earlier = by_item.get(cursor)
    if earlier is not None and earlier.vg.form == "inf" and earlier.subject is None:
        # "ended ties to save face, would close ..."
        earlier = earlier.governor
    if clause.vg.form != "finite" or earlier is None or earlier.relative or earlier.subject is None:
        return False
    if not earlier.vg.finite or earlier.inserted:
        return False
    share(clause, earlier)
    return True


def is_listed(items: list[Chunk], at: int, comma: int, clause: Clause, by_item: dict[int, Clause]) -> bool:
    """Whether a participle shares the auxiliary of the verb before: "a fermé la frontière, gelé tout commerce et"."""
    after = items[at + 1] if at + 1 < len(items) else None
    earlier = clause_before(comma, by_item)
    if (
        clause.vg.form != "pastpart"
        or items[comma].kind != "comma"
        or after is None
        or after.kind != "np"
        or after.prep
    ):
        return False
    if earlier is None or earlier.subject is None or earlier.vg.passive or earlier.relative:
        return False
    if not earlier.vg.finite or earlier.vg.tense not in {"past", "pluperf"} or clause.vg.reflexive:
        return False
    share(clause, earlier)
    return True


def is_joined(
    items: list[Chunk], clause: Clause, cursor: int, at: int, by_item: dict[int, Clause], *, takes_object: bool
) -> bool:
    """Whether "and" ends the clause of the verb after it: its subject is found, or lent by the verb before "and".

    ``takes_object`` says that a bare phrase follows the verb.
    """
    if clause.subject is not None:
        return True
    earlier = clause_before(cursor, by_item)
    if earlier is not None and earlier.opener and cursor and items[cursor - 1].kind == "comma":
        earlier = _around(items, earlier, by_item) or earlier
    if earlier is None:
        return False
    if earlier.relative and earlier.vg.finite:
        earlier = _before_relative(items, earlier, clause.vg, cursor, at, by_item) or earlier
    behind = cursor == at - 1
    if behind and takes_object and clause.vg.form == "pastpart" and _closed_aside(items, earlier, cursor):
        # "ont renoué leurs liens, rompus en mai, et rouvert leurs ambassades": the participle between is an aside.
        earlier = _finite_before(earlier.at, by_item) or earlier
    shared = clause.vg.form == "finite" or (behind and earlier.vg.tense in {"past", "pluperf"})
    if not shared and behind and clause.vg.form == "pastpart" and takes_object:
        # "a dit regretter ce geste et rappelé son ambassadeur"
        spoken = _finite_before(cursor, by_item)
        if spoken is not None and not spoken.vg.passive and {spoken.vg.tense, spoken.vg.modal_tense} & OVER:
            share(clause, spoken)
            clause.vg.tense = "past"
            return True
    if shared:
        share(clause, earlier)
    return shared


def _closed_aside(items: list[Chunk], earlier: Clause, cursor: int) -> bool:
    """Whether a participle stands with its complements between commas, right before what goes on at ``cursor``."""
    apart = earlier.at > 0 and items[earlier.at - 1].kind == "comma"
    return earlier.vg.form == "pastpart" and apart and items[cursor - 1].kind == "comma"


def _before_relative(
    items: list[Chunk], earlier: Clause, joined: VerbGroup, cursor: int, at: int, by_item: dict[int, Clause]
) -> Clause | None:
    """The clause that a relative interrupts: "met X, who leads Y, and signed"; None for no such."""
    opening = next((n for n in range(earlier.at, 0, -1) if items[n].kind == "rel"), 0)
    if not opening:
        return None
    before = (by_item[n] for n in reversed(by_item) if n < opening)
    main = next((clause for clause in before if clause.vg.finite and not clause.relative), None)
    if main is None or main.subject is None:
        return None
    apart = items[opening - 1].kind == "comma" and items[cursor - 1].kind == "comma"
    # "condamne l'attaque qui a visé X et exprime": what goes on has the tense of the main verb alone.
    resumed = cursor == at - 1 and joined.form == "finite" and earlier.vg.form == "finite"
    return main if apart or (resumed and joined.tense == main.vg.tense != earlier.vg.tense) else None


def _finite_before(at: int, by_item: dict[int, Clause]) -> Clause | None:
    """The last clause before a place whose verb is finite."""
    return next((by_item[n] for n in reversed(by_item) if n < at and by_item[n].vg.finite), None)


def _around(items: list[Chunk], earlier: Clause, by_item: dict[int, Clause]) -> Clause | None:
    """The clause that one between commas interrupts: "met X, as his troops left, and recalled"; None for no such."""
    opening = next((n for n in range(earlier.at, -1, -1) if items[n].kind == "sub"), 0)
    while opening > 1 and items[opening - 1].kind in TIMES:
        opening -= 1
    main = clause_before(opening, by_item)
    closed = opening > 1 and items[opening - 1].kind == "comma"
    return main if closed and main is not None and main.vg.finite and not main.opener and main.subject else None


def share(clause: Clause, earlier: Clause) -> None:
    """A verb without a subject of its own takes the one of the verb it is joined to."""
    if clause.vg.form == "finite" and not clause.vg.bare:
        # "is to send doctors and has promised money": a verb with a tense of its own goes on from the finite one.
        while earlier.vg.form == "inf" and earlier.subject is None and earlier.governor is not None:
            earlier = earlier.governor
    clause.subject = earlier.subject
    clause.relative = earlier.relative
    clause.opener = clause.opener or earlier.opener
    if clause.governor is None:
        clause.governor = earlier.governor
    if clause.vg.bare and earlier.vg.form == "inf" and earlier.subject is None and earlier.governor is not None:
        # "decided to downgrade ties and suspend trade"
        clause.vg.form, clause.vg.tense, clause.kind = "inf", "pres", earlier.kind
    elif clause.vg.bare and clause.vg.tense == "pres" and earlier.vg.tense in {"fut", "cond"} and not clause.vg.modal:
        # "will visit Oman and meet the sultan"
        clause.vg.tense = earlier.vg.tense
    if clause.vg.form == "pastpart":
        clause.vg.form, clause.vg.tense = "finite", earlier.vg.tense
        clause.vg.passive = earlier.vg.passive
        clause.kind = "finite"
