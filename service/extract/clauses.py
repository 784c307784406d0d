"""Clauses: for each verb group its subject, objects, other complements and dates, and what governs it."""

from functools import partial
from itertools import pairwise

import msgspec

from service.extract.chunks import Chunk
from service.extract.language import Language
from service.extract.surroundings import (
    CLOSING,
    DASHES,
    HARD,
    as_place,
    attributes,
    divides,
    find_antecedent,
    find_opening_dash,
    follows_speech,
    heads_line,
    is_actor,
    is_free_date,
    is_headline_passive,
    is_inserted,
    is_reduced,
    is_set_apart,
    leaves_out_relative,
    opens_speech,
    trails,
)
from service.extract.verbs import VerbGroup


class Clause(msgspec.Struct):
    """One verb group with what belongs to it. ``governor`` is the clause whose verb rules this one."""

    at: int
    vg: VerbGroup
    kind: str
    subject: Chunk | None = None
    objects: list[Chunk] = []
    obliques: list[Chunk] = []
    dates: list[Chunk] = []
    governor: "Clause | None" = None
    opener: str = ""
    relative: bool = False
    antecedent: Chunk | None = None
    inserted: bool = False
    """Whether it only says who says it, after or amid what is said: ", a déclaré M. X, "."""
    main: "Clause | None" = None
    """Of a participle that describes a noun: the clause whose subject that noun is."""
    apart: bool = False
    """Of a participle: a comma parts it from what stands before it."""
    ruler: str = ""
    """The noun that an infinitive completes: "la décision de rompre"."""


def find_clauses(items: list[Chunk], language: Language) -> list[Clause]:
    """The clauses of a sentence, in order of their verbs."""
    clauses: list[Clause] = []
    by_item: dict[int, Clause] = {}
    for at, item in enumerate(items):
        if item.kind != "vg" or item.vg is None:
            continue
        clause = Clause(at=at, vg=item.vg, kind=item.vg.form, opener=item.prep)
        if item.vg.dates:
            clause.dates = [Chunk("date", date.first, date.last, date=date) for date in item.vg.dates]
        if is_reduced(items, at, language):
            # "a deal brokered by Qatar collapsed": the form of the past is a participle here.
            item.vg.form, item.vg.tense, item.vg.passive, clause.kind = "pastpart", "past", True, "pastpart"
        elif is_headline_passive(items, at, language):
            item.vg.passive = True
        _look_left(items, at, clause, by_item, language)
        before, clause.obliques = clause.obliques, []
        _look_right(items, at, clause, language)
        _take_particle(items, at, clause, language)
        if clause.antecedent is not None and clause.objects[:1] == [clause.antecedent]:
            # "the rice which Japan gave Togo": what is given comes after whom it is given to.
            clause.objects = [*clause.objects[1:], clause.antecedent]
        # What follows the verb is its own before what precedes it is.
        clause.obliques.extend(before)
        if len(clause.dates) > 1:
            clause.dates.sort(key=partial(_distance, item))
        clauses.append(clause)
        by_item[at] = clause
    _share_with_openers(clauses)
    if language.grammar.silent_subjects:
        _give_silent_subjects(clauses)
    _suppose(items, clauses, language)
    _find_mains(clauses)
    return clauses


def _distance(verb: Chunk, date: Chunk) -> int:
    """How far a date stands from a verb; twice as far before it as behind it."""
    return date.first - verb.last if date.first >= verb.first else (verb.first - date.last) * 2


_SOME = frozenset({"la", "l'"})
"""Articles that make "de" say "some": "de l'aide", "de la farine"."""
_PARTICIPLES = frozenset({"pastpart", "prespart"})


def _find_mains(clauses: list[Clause]) -> None:
    for at, clause in enumerate(clauses):
        if clause.subject is not None and clause.vg.form in _PARTICIPLES:
            clause.main = next((c for c in clauses[at + 1 :] if c.vg.finite and c.subject is clause.subject), None)


def _take_particle(items: list[Chunk], at: int, clause: Clause, language: Language) -> None:
    """Read a verb and a particle behind its object as one: "called its ambassador home"."""
    for item in items[at + 1 :]:
        if item.kind == "adv":
            phrasal = f"{clause.vg.lemma} {item.head}"
            if phrasal in language.grammar.verbs.phrasal:
                clause.vg.lemma = phrasal
                return
        seated = item.kind == "np" and (not item.prep or item.prep in language.grammar.prepositions.place)
        if not seated and item.kind not in {"adv", "date"}:
            return


def _suppose(items: list[Chunk], clauses: list[Clause], language: Language) -> None:
    """Let what follows from a supposition be one itself: "If Turkey agrees, Sweden will join"."""
    conditions = language.grammar.reporting.conditions
    if conditions.isdisjoint([clause.opener for clause in clauses]):
        return
    supposed = [c for c in clauses if c.opener in conditions and c.vg.finite and _adverbial(items, c, conditions)]
    if not supposed:
        return
    for clause in clauses:
        coming = "fut" in {clause.vg.tense, clause.vg.modal_tense} or "cond" in {clause.vg.tense, clause.vg.modal_tense}
        if clause.vg.finite and coming and not clause.opener and not clause.relative:
            clause.opener = supposed[0].opener


def _adverbial(items: list[Chunk], clause: Clause, conditions: frozenset[str]) -> bool:
    """Whether a conditional clause is not the object of a verb ("asked whether")."""
    opening = next(
        (n for n in range(clause.at, -1, -1) if items[n].kind == "sub" and items[n].head in conditions), None
    )
    return opening is not None and (opening == 0 or items[opening - 1].kind != "vg")


def _give_silent_subjects(clauses: list[Clause]) -> None:
    """A finite verb alone in a clause that hangs on another has its subject: "llegó a Quito, donde se reunió con"."""
    for before, clause in pairwise(clauses):
        hangs = clause.relative or clause.opener or clause.governor is before
        if clause.subject is None and clause.vg.finite and hangs and not clause.vg.passive and not clause.objects:
            clause.subject = before.subject


_LEANING = frozenset({"pastpart", "inf", "prespart"})
"""Forms of verbs that have no subject of their own."""


def _share_with_openers(clauses: list[Clause]) -> None:
    """Give the main subject to what opens the sentence: "Arrivé mardi à Bamako, le ministre a ..."."""
    first = clauses[0] if clauses else None
    if first is None or first.vg.form not in _LEANING or first.subject is not None or first.governor:
        return
    main = next(
        (c for c in clauses[1:] if c.vg.finite and not c.relative and not c.opener and c.subject is not None), None
    )
    if main is not None and main.subject is not None and main.subject.first > first.vg.first:
        first.subject = main.subject
        first.objects = [chunk for chunk in first.objects if chunk is not main.subject]


def _stands_alone(items: list[Chunk], at: int, clause: Clause, by_item: dict[int, Clause], language: Language) -> bool:
    """Whether a verb has nothing before it but what is found here: what rules it, or a subject that is lent to it."""
    vg = clause.vg
    if vg.form != "finite":
        _govern(items, at, clause, by_item)
        if vg.form == "inf" and not _rule_by_act(items, at, clause, by_item, language):
            _rule_by_noun(items, at, clause, language)
        if vg.form == "prespart" and clause.opener:
            # "the procedure for expelling"
            _rule_by_noun(items, at, clause, language)
        if vg.form in {"inf", "prespart"}:
            _head_line_or_aside(items, at, clause, language)
            return True
    before = _clause_before(at, by_item)
    if follows_speech(items, at) or (at and _listed(items, at, at - 1, clause, by_item)):
        return True
    # "La Chine, a dit X, soutient Y": behind the insertion the sentence goes on.
    clause.inserted = is_inserted(items, at, vg, language) and not (before is not None and before.inserted)
    return clause.inserted


_ASIDE = 3
"""Pieces before the comma that closes an apposition, at least: a phrase, a comma, and what it is."""


def _described(items: list[Chunk], comma: int) -> int:
    """Where the phrase stands that "Y et Z," or "Y enclavé," only describes: "Le Mali, pays enclavé, a"; else -1."""
    opening, broken = comma - 1, False
    while opening > 0 and items[opening].kind != "comma":
        item = items[opening]
        if item.kind not in _BESIDE and not (item.vg is not None and item.vg.form == "pastpart"):
            return -1
        broken = broken or item.kind in {"vg", "and"}
        opening -= 1
    said, whom = items[opening + 1], items[opening - 1]
    if said.kind == "adv":
        said = items[opening + 2]
    listed = opening > 1 and items[opening - 2].kind in {"comma", "and"}
    if not opening or listed or not (broken or whom.cls == "name"):
        return -1
    bare = said.kind == "np" and said.cls in _SAID_OF and not (said.det or said.prep or said.amount)
    return opening - 1 if bare and whom.kind == "np" and not whom.prep else -1


_SAID_OF = frozenset({"noun", "country", "office", "agent", "collective"})
"""What a singular without a determiner behind a comma may be: it says what somebody is."""


def _look_left(items: list[Chunk], at: int, clause: Clause, by_item: dict[int, Clause], language: Language) -> None:
    """Find what a verb has before it: subject, complements, dates, and the words and verbs that rule it."""
    vg = clause.vg
    if _stands_alone(items, at, clause, by_item, language):
        return
    cursor, commas = at - 1, 0
    if vg.finite and cursor >= _ASIDE and items[cursor].kind == "comma" and not language.compounds:
        named = _described(items, cursor)
        if named >= 0:
            cursor, commas = named, 1
    if vg.form == "finite" and cursor > 0 and items[cursor].kind == "comma":
        cursor = _before_aside(items, cursor, language)
    while cursor >= 0:
        item = items[cursor]
        following = cursor - 1
        if item.kind == "mark":
            following = _before_mark(items, cursor, vg, language)
        elif item.kind == "np":
            following = _before_phrase(items, cursor, at, clause, by_item, language, commas=commas)
        elif item.kind == "date":
            if is_free_date(items, cursor):
                clause.dates.append(item)
        elif item.kind == "comma":
            commas += 1
            if cursor == at - 1 and language.compounds and _goes_on(items, cursor, clause, by_item):
                following = _STOP
        elif item.kind == "and":
            bare = at + 1 < len(items) and items[at + 1].kind == "np" and not items[at + 1].prep
            following = _STOP if _joined(items, clause, cursor, at, by_item, takes_object=bare) else following
        elif item.kind in {"rel", "sub"}:
            _open(items, cursor, clause, by_item, language)
            following = _STOP
        elif item.kind == "vg":
            following = _before_verb(items, cursor, clause, by_item, language, commas=commas)
        cursor = following


def _goes_on(items: list[Chunk], comma: int, clause: Clause, by_item: dict[int, Clause]) -> bool:
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
    _share(clause, earlier)
    return True


_WITHIN = frozenset({"np", "date", "adv", "and", "vg"})
_OPENERS = frozenset({"sub", "rel"})
_TIMES = frozenset({"date", "adv"})


def _before_aside(items: list[Chunk], comma: int, language: Language) -> int:
    """Where the subject stands of a verb behind a clause between commas: "Kenya, as its troops left, recalled".

    The comma itself where none such stands before it.
    """
    opening = comma - 1
    supposes = False
    while True:
        while opening > 0 and items[opening].kind in _WITHIN:
            opening -= 1
        supposes = supposes or items[opening].kind == "sub"
        if opening < 1 or not supposes or items[opening].kind not in _OPENERS:
            return comma
        before = opening - 1
        while before > 0 and items[before].kind in _TIMES:
            # "China, ten years after X broke with Y, will pay"
            before -= 1
        if items[before].kind == "comma":
            break
        # "Peru, which has kept out since the junta rules, said"
        opening -= 1
    inner = [item.vg for item in items[opening + 1 : comma] if item.vg is not None]
    complements = language.grammar.relatives.complementizers
    if before < 1 or items[opening].head in complements or not any(vg.finite for vg in inner):
        return comma
    subject = before - 1
    while subject > 0 and items[subject].kind == "np" and items[subject].prep:
        subject -= 1
    bare = items[subject].kind == "np" and not items[subject].prep and items[subject].cls != "noun"
    behind = subject > 0 and items[subject - 1].kind in {"vg", "and", "np"}
    return subject if bare and not behind else comma


_STOP = -1
_DESCRIBING = frozenset({"pastpart", "prespart"})


def _head_line_or_aside(items: list[Chunk], at: int, clause: Clause, language: Language) -> None:
    """The subject that stands right before an infinitive or present participle, where it has one."""
    vg = clause.vg
    nearest = items[at - 1] if at else None
    if nearest is not None and clause.governor is None and heads_line(items, at, nearest, language):
        # "Macron to visit Rwanda": a headline leaves out "is".
        vg.form, vg.tense, clause.kind = "finite", "fut", "finite"
        clause.subject = nearest
    elif vg.form == "inf" and nearest is not None and nearest.prep == "for" and is_actor(nearest) and items[at].prep:
        # "a condition for Ecuador to enter the bloc"
        clause.subject = nearest
    elif vg.form == "prespart" and not items[at].prep and nearest is not None:
        bearer = items[at - 2] if nearest.kind == "comma" and at > 1 and clause.governor is None else nearest
        if bearer.kind == "np" and (bearer is nearest or (is_actor(bearer) and not bearer.prep)):
            # "The ambassador, meeting the minister on Monday, said"
            clause.subject = bearer


def _before_mark(items: list[Chunk], cursor: int, vg: VerbGroup, language: Language) -> int:
    """Where to go on behind a mark: before the aside that a dash ends, nowhere behind what divides a sentence."""
    head = items[cursor].head
    if head in DASHES:
        opening = find_opening_dash(items, cursor)
        return opening - 1 if opening is not None else _STOP
    quoted = head in CLOSING and vg.lemma in language.grammar.reporting.verbs
    return _STOP if quoted or head in HARD else cursor - 1


def _before_phrase(
    items: list[Chunk],
    cursor: int,
    at: int,
    clause: Clause,
    by_item: dict[int, Clause],
    language: Language,
    *,
    commas: int,
) -> int:
    """Take a noun phrase for subject or complement; where to go on, or nowhere."""
    item, form = items[cursor], clause.vg.form
    if form == "pastpart" and cursor == at - 1:
        hosted = items[cursor - 1] if item.prep and item.cls == "noun" and cursor else None
        mismatched = item.plural != clause.vg.plural and not item.conj
        if hosted is not None and hosted.kind == "np" and mismatched and hosted.plural == clause.vg.plural:
            # "la conférence sur les océans organisée à Lisbonne"
            item = hosted
        clause.subject = item
        return _STOP
    opening = _relative_around(items, cursor, at, by_item) if not item.prep and form == "finite" else None
    if opening is not None:
        return opening - 1
    if item.prep:
        clause.obliques.append(item)
    elif clause.subject is not None:
        return cursor - 1 if commas else _STOP
    elif form == "finite" and commas and is_set_apart(items, cursor):
        # "Xi, heir to Hu, met": what stands between commas says more of the subject.
        clause.subject = next(item for item in reversed(items[: cursor - 1]) if item.kind == "np")
    elif form == "finite":
        owned = _object_of_earlier(items, cursor, by_item) and commas == 0
        described = by_item.get(cursor - 1)
        # "A ship carrying a batch of rice arrived": what only counts is no actor there.
        counts = item.cls == "collective" and described is not None and described.vg.form == "prespart"
        plain = counts or not is_actor(item)
        if owned and plain and described is not None and not opens_speech(items[cursor - 1], language):
            if described.vg.form == "prespart" and not items[cursor - 1].prep:
                # "A ship carrying rice arrived": who carries it arrives.
                clause.subject = described.subject
            elif described.vg.form == "inf" and described.at and items[described.at - 1].kind == "np":
                # "A pact to build a dam was signed": what is built is not what was signed.
                built = items[described.at - 1]
                clause.subject = (
                    _bare_before(items, built) if built.prep in language.grammar.prepositions.agent else None
                ) or built
            return _STOP
        clause.subject = item
        if leaves_out_relative(items, cursor, at, language):
            # "the rice Japan sent to Nepal"
            clause.relative, clause.antecedent = True, items[cursor - 1]
            clause.objects.append(items[cursor - 1])
            return _STOP
    elif form == "pastpart" and (cursor >= at - 2 or (commas and item.plural == clause.vg.plural)):
        # "La déclaration sur les mines, signée mardi": what stands between goes with the noun.
        clause.subject = item
        return _STOP
    return cursor - 1


def _before_verb(
    items: list[Chunk], cursor: int, clause: Clause, by_item: dict[int, Clause], language: Language, *, commas: int
) -> int:
    """Stop at the verb before: it rules this one, or lends it its subject; one that is not finite is passed by."""
    item = items[cursor]
    if clause.subject is not None and commas == 0 and opens_speech(item, language):
        clause.governor = by_item.get(cursor)
        return _STOP
    earlier = by_item.get(cursor)
    aside = _aside(items, cursor, clause, by_item, language)
    if aside is not None:
        _leave(items, cursor, clause)
        return aside
    if item.vg is None or not item.vg.finite or (earlier is not None and earlier.inserted and commas):
        if (
            item.vg is not None
            and item.vg.form == "pastpart"
            and commas
            and cursor
            and items[cursor - 1].kind == "comma"
        ):
            # "X, close en 1993, a rouvert": the aside keeps its date.
            _leave(items, cursor, clause)
        elif item.vg is not None and item.vg.form in _DESCRIBING and commas and not cursor:
            # "Convoqués par X après la frappe de Y, les ministres ont condamné": what opens it keeps its complements.
            # but for where: "Arrivé à Bamako, le ministre a rencontré".
            places = language.grammar.prepositions.place
            clause.obliques = [o for o in clause.obliques if o.prep in places and o.cls == "name"]
        return cursor - 1
    if clause.subject is None and clause.vg.form == "finite" and earlier is not None:
        _share(clause, earlier)
        lent = earlier.subject
        if commas and lent is not None and lent is earlier.antecedent and lent.prep:
            # "L'échange avec X, qui a duré une heure, a porté": what is with X is what the sentence goes on about.
            clause.subject = _bare_before(items, lent) or lent
    return _STOP


def _bare_before(items: list[Chunk], complement: Chunk) -> Chunk | None:
    """The phrase without a preposition that a complement stands right behind; None where there is none."""
    at = next((n for n, item in enumerate(items) if item is complement), 0) - 1
    while at >= 0 and items[at].kind == "np" and items[at].prep:
        at -= 1
    return items[at] if at >= 0 and items[at].kind == "np" else None


def _aside(
    items: list[Chunk], cursor: int, clause: Clause, by_item: dict[int, Clause], language: Language
) -> int | None:
    """Where to go on before a relative clause with a subject of its own: in "X, que Y soutient, a" it is X who acts."""
    earlier = by_item.get(cursor)
    if earlier is None or clause.vg.form != "finite" or clause.subject is not None:
        return None
    while earlier is not None and not earlier.vg.finite:
        earlier = earlier.governor
    if earlier is None or not earlier.relative or earlier.antecedent is None:
        return None
    antecedent, subject = earlier.antecedent, earlier.subject
    opening = next((n for n in range(earlier.at - 1, -1, -1) if items[n].kind == "rel" or items[n] is antecedent), None)
    if opening is None or items[opening] is antecedent:
        return opening
    acts_itself = subject is None or subject.first < items[opening].first
    if items[opening].head in language.grammar.relatives.subject and not items[opening].prep and acts_itself:
        return None
    return opening - 1


def _leave(items: list[Chunk], cursor: int, clause: Clause) -> None:
    """Give back what stands between a verb and the aside before it: it belongs to the aside."""
    first = items[cursor].first
    clause.obliques = [o for o in clause.obliques if o.first < first]
    clause.dates = [date for date in clause.dates if date.first < first or date.first >= clause.vg.first]


def _listed(items: list[Chunk], at: int, comma: int, clause: Clause, by_item: dict[int, Clause]) -> bool:
    """Whether a participle shares the auxiliary of the verb before: "a fermé la frontière, gelé tout commerce et"."""
    after = items[at + 1] if at + 1 < len(items) else None
    earlier = _clause_before(comma, by_item)
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
    _share(clause, earlier)
    return True


def _joined(
    items: list[Chunk], clause: Clause, cursor: int, at: int, by_item: dict[int, Clause], *, takes_object: bool
) -> bool:
    """Whether "and" ends the clause of the verb after it: its subject is found, or lent by the verb before "and".

    ``takes_object`` says that a bare phrase follows the verb.
    """
    if clause.subject is not None:
        return True
    earlier = _clause_before(cursor, by_item)
    if earlier is not None and earlier.opener and cursor and items[cursor - 1].kind == "comma":
        earlier = _around(items, earlier, by_item) or earlier
    if earlier is None:
        return False
    behind = cursor == at - 1
    shared = clause.vg.form == "finite" or (behind and earlier.vg.tense in {"past", "pluperf"})
    if not shared and behind and clause.vg.form == "pastpart" and takes_object:
        # "a dit regretter ce geste et rappelé son ambassadeur"
        spoken = next((by_item[n] for n in reversed(by_item) if n < cursor and by_item[n].vg.finite), None)
        if spoken is not None and not spoken.vg.passive and {spoken.vg.tense, spoken.vg.modal_tense} & _PERFECT:
            _share(clause, spoken)
            clause.vg.tense = "past"
            return True
    if shared:
        _share(clause, earlier)
    return shared


def _around(items: list[Chunk], earlier: Clause, by_item: dict[int, Clause]) -> Clause | None:
    """The clause that one between commas interrupts: "met X, as his troops left, and recalled"; None for no such."""
    opening = next((n for n in range(earlier.at, -1, -1) if items[n].kind == "sub"), 0)
    while opening > 1 and items[opening - 1].kind in _TIMES:
        opening -= 1
    main = _clause_before(opening, by_item)
    closed = opening > 1 and items[opening - 1].kind == "comma"
    return main if closed and main is not None and main.vg.finite and not main.opener and main.subject else None


_PERFECT = frozenset({"past", "pluperf"})


def _open(items: list[Chunk], cursor: int, clause: Clause, by_item: dict[int, Clause], language: Language) -> None:
    """Note the word that opens a clause: a relative and its antecedent, or a conjunction and the verb it hangs on."""
    item, relatives = items[cursor], language.grammar.relatives
    joined = _antecedent_before(items, cursor, by_item) if item.head in relatives.object else None
    if item.kind == "sub" and joined is None:
        clause.opener = item.head
        governor = _clause_before(cursor, by_item)
        asked = cursor > 0 and items[cursor - 1].vg is not None and governor is not None
        told = asked and governor is not None and governor.vg.lemma in language.grammar.reporting.verbs
        if governor is not None and (item.head in relatives.complementizers or told):
            # "a dit que", and "n'a pas confirmé quand"
            clause.governor = governor
        return
    clause.relative = True
    antecedent = joined or find_antecedent(items, cursor, clause.vg)
    clause.antecedent = antecedent
    if item.prep and antecedent is not None:
        # "X, avec qui il s'est entretenu"
        clause.obliques.append(msgspec.structs.replace(antecedent, prep=item.prep))
    elif item.head in relatives.subject and clause.subject is None:
        clause.subject = _bearer(antecedent, clause.vg)
    elif antecedent is not None and item.head in relatives.object:
        (clause.obliques if _brought_forward(items, antecedent) else clause.objects).append(antecedent)
    elif antecedent is not None and item.head in relatives.place:
        clause.obliques.append(as_place(antecedent, language))


def _antecedent_before(items: list[Chunk], cursor: int, by_item: dict[int, Clause]) -> Chunk | None:
    """What a relative joined to another stands for: "que le Togo avait quittée et qu'il réintègre"."""
    earlier = _clause_before(cursor, by_item)
    joined = cursor > 0 and items[cursor - 1].kind == "and"
    return earlier.antecedent if joined and earlier is not None and earlier.relative and earlier.vg.finite else None


def _bearer(antecedent: Chunk | None, vg: VerbGroup) -> Chunk | None:
    """Who acts in a relative behind "la colère de Bakou": whose thing it is, where that may act and agrees."""
    if antecedent is None or antecedent.cls != "noun" or not antecedent.comps:
        return antecedent
    last = antecedent.comps[-1]
    return last if is_actor(last) and last.plural == vg.plural and last.first > antecedent.head_at else antecedent


def _brought_forward(items: list[Chunk], phrase: Chunk) -> bool:
    """Whether a complement stands first to be stressed: "c'est à Tripoli que X a rencontré Y"."""
    at = next((n for n, item in enumerate(items) if item is phrase), 0)
    verb = items[at - 1].vg if at > 1 else None
    return bool(phrase.prep) and verb is not None and verb.copula and items[at - 2].cls == "pronoun"


def _relative_around(items: list[Chunk], at: int, verb: int, by_item: dict[int, Clause]) -> int | None:
    """Where the aside begins whose object stands at ``at``: it is no subject of the verb after it.

    An aside is a relative clause, or an infinitive or participle between commas ("l'un des pays à abriter des bases").
    """
    before = at - 1
    while before >= 0 and (items[before].kind in {"date", "adv"} or items[before].kind == "np"):
        before -= 1
    earlier = by_item.get(before)
    closed = "comma" in [item.kind for item in items[at + 1 : verb]]
    if earlier is not None and earlier.inserted and closed:
        return before - 1
    if earlier is not None and not earlier.vg.finite and closed:
        opening = next((n for n in range(before - 1, 0, -1) if items[n].kind == "comma"), None)
        return opening if opening is not None and items[opening - 1].kind == "np" else None
    if earlier is None or not earlier.relative or earlier.antecedent is None:
        return None
    if at + 1 != verb and not closed:
        return None
    return next((n for n in range(before - 1, -1, -1) if items[n].kind == "rel"), None)


def _share(clause: Clause, earlier: Clause) -> None:
    """A verb without a subject of its own takes the one of the verb it is joined to."""
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


def _govern(items: list[Chunk], at: int, clause: Clause, by_item: dict[int, Clause]) -> None:
    """An infinitive or participle is ruled by the verb before it, unless a hard mark stands between."""
    cursor, beside = at - 1, bool(clause.opener)
    while cursor >= 0:
        item = items[cursor]
        if item.kind == "vg":
            governor = by_item.get(cursor)
            while beside and clause.vg.form == "prespart" and governor is not None and governor.vg.form == "inf":
                # "gave the envoy a day to leave while bringing back its own"
                governor = governor.governor
            clause.governor = governor
            clause.apart = items[at - 1].kind == "comma"
            return
        if item.kind == "mark" and divides(item):
            return
        beside = beside or item.kind == "sub"
        cursor -= 1


def _rule_by_noun(items: list[Chunk], at: int, clause: Clause, language: Language) -> None:
    """Find who acts in "la décision du Tchad de rompre": who decides is who breaks off."""
    noun = items[at - 1] if at else None
    if noun is None or noun.kind != "np" or not items[at].prep:
        return
    decided = items[at - 2] if at > 1 and noun.prep in language.grammar.prepositions.agent else None
    if decided is not None and decided.kind == "np" and language.grammar.rules_by_noun(decided.head):
        # "the decision by Washington to lift sanctions"
        clause.ruler, clause.subject = decided.head, noun
        return
    while noun.comps and not language.grammar.rules_by_noun(noun.head):
        # "prend acte de la décision du Tchad de rompre"
        noun = noun.comps[-1]
    if not language.grammar.rules_by_noun(noun.head):
        return
    clause.ruler = noun.head
    owner = next((comp for comp in noun.comps if is_actor(comp)), None)
    if owner is None and noun.adj_codes:
        owner = msgspec.structs.replace(noun, prep="", cls="country", comps=[], conj=[])
    clause.subject = owner


def _rule_by_act(items: list[Chunk], at: int, clause: Clause, by_item: dict[int, Clause], language: Language) -> bool:
    """Find who acts in "l'engagement pris par le Japon de livrer", and in "l'invitation faite à X de venir"."""
    before = _clause_before(at, by_item)
    if before is None or not items[at].prep or before.vg.form != "pastpart" or before.subject is None:
        return False
    noun = before.subject
    while noun.comps and not language.grammar.rules_by_noun(noun.head):
        noun = noun.comps[-1]
    if noun.first > before.vg.first or not language.grammar.rules_by_noun(noun.head):
        return False
    if any(item.kind not in _BESIDE for item in items[before.at + 1 : at]):
        return False
    prepositions = language.grammar.prepositions
    asked = noun.head in language.grammar.groups.asked
    by = prepositions.dative if asked else prepositions.agent
    told = [chunk for chunk in before.obliques if chunk.prep in by and is_actor(chunk)]
    clause.ruler = noun.head
    clause.governor = before.governor
    clause.subject = told[0] if told else None
    return True


_BESIDE = frozenset({"np", "date", "adv", "comma", "and"})
"""What may stand between a participle and the infinitive of the noun that it describes."""


def _object_of_earlier(items: list[Chunk], at: int, by_item: dict[int, Clause]) -> bool:
    return at > 0 and items[at - 1].kind == "vg" and (at - 1) in by_item


def _clause_before(at: int, by_item: dict[int, Clause]) -> Clause | None:
    # The verbs are read in order, so that those known are in order too.
    for cursor in reversed(by_item):
        if cursor < at:
            return by_item[cursor]
    return None


def _begins(verb: Chunk) -> bool:
    """Whether a verb after "and" and a phrase is one that the phrase is the subject of: "of prolonging" is none."""
    return verb.vg is not None and not (verb.prep and verb.vg.form != "finite")


def _some_of(item: Chunk, clause: Clause, language: Language) -> bool:
    """Whether a phrase right behind the verb is some goods, and so its object: "a envoyé de l'aide"."""
    verbs, prepositions = language.grammar.verbs, language.grammar.prepositions
    active = not (clause.vg.passive or clause.vg.reflexive or clause.vg.copula or clause.objects)
    some = item.prep in prepositions.partitive and item.amount is not None and item.det in _SOME
    return active and some and clause.vg.lemma not in verbs.of_object


def _likened(items: list[Chunk], at: int, language: Language) -> tuple[Chunk, int]:
    """The piece at a place; for "comme complice" what somebody is called, as a complement."""
    item = items[at]
    if item.head not in language.grammar.particles.likening or item.kind != "sub" or at + 1 >= len(items):
        return item, at
    behind = items[at + 2].kind if at + 2 < len(items) else "mark"
    if items[at + 1].kind != "np" or items[at + 1].prep or behind in {"vg", "comma", "rel"}:
        return item, at
    return msgspec.structs.replace(items[at + 1], prep=item.head), at + 1


_LIGHT = frozenset({"date", "adv"})
"""What may stand between a verb and the subject behind it."""


def _look_right(items: list[Chunk], at: int, clause: Clause, language: Language) -> None:
    cursor, count = at + 1, len(items)
    taken_subject = False
    said = follows_speech(items, at)
    needs_subject = clause.subject is None and clause.vg.finite
    while cursor < count:
        item, cursor = _likened(items, cursor, language)
        if item.kind == "np":
            following = items[cursor + 1] if cursor + 1 < count else None
            next_verb = (
                following is not None and following.kind == "vg" and following.vg is not None and following.vg.finite
            )
            whom = cursor == at + 1 and clause.objects == [clause.antecedent] and is_actor(item)
            if (
                not item.prep
                and next_verb
                and not whom
                and (clause.objects or attributes(items, cursor, clause.vg, language))
            ):
                break
            if item.prep and cursor == at + 1 and _some_of(item, clause, language):
                clause.objects.append(item)
            elif item.prep:
                clause.obliques.append(item)
            elif (
                needs_subject
                and not taken_subject
                and not [
                    n for n in range(at + 1, cursor) if items[n].kind not in _LIGHT and not (said and items[n].prep)
                ]
                and (
                    clause.vg.lemma in language.grammar.reporting.verbs
                    or (clause.relative and (clause.objects or clause.antecedent is not None))
                    or clause.vg.inverted
                    or (said and is_actor(item))
                )
            ):
                clause.subject = item
                taken_subject = True
            elif clause.objects or not trails(items, cursor, at):
                clause.objects.append(item)
        elif item.kind == "date":
            clause.dates.append(item)
        elif item.kind in {"sub", "rel"}:
            break
        elif item.kind == "and":
            following = items[cursor + 1] if cursor + 1 < len(items) else None
            if following is None or following.kind in {"vg", "sub", "rel"}:
                break
            after = items[cursor + 2] if cursor + 2 < len(items) else None
            if following.kind == "np" and not following.prep and after is not None and _begins(after):
                break
        elif item.kind == "vg" or (item.kind == "mark" and divides(item)):
            break
        cursor += 1
    if not clause.objects and clause.vg.form != "pastpart":
        _bring_back_object(clause, language)


def _bring_back_object(clause: Clause, language: Language) -> None:
    """Take "des menaces" behind another complement for the object: "a proféré contre X des menaces"."""
    verbs, grammar = language.grammar.verbs, language.grammar
    if clause.vg.passive or clause.vg.reflexive or clause.vg.copula or clause.vg.lemma in verbs.of_object:
        return
    for at, oblique in enumerate(clause.obliques):
        several = oblique.prep in grammar.prepositions.partitive and oblique.plural and not oblique.det
        if several and at and oblique.cls == "noun" and clause.obliques[at - 1].prep not in grammar.prepositions.place:
            clause.objects.append(oblique)
            clause.obliques = [o for o in clause.obliques if o is not oblique]
            return
