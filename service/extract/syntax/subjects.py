"""What a verb has before it: its subject, complements and dates, and the words and verbs that rule it."""

from service.extract.language import Language
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause, clause_before
from service.extract.syntax.openers import open_clause
from service.extract.syntax.rulers import BESIDE, govern, rule_by_act, rule_by_noun
from service.extract.syntax.sharing import goes_on, is_joined, is_listed, share
from service.extract.syntax.surroundings import (
    CLOSING,
    DASHES,
    HARD,
    TIMES,
    find_opening_dash,
    follows_speech,
    heads_line,
    is_actor,
    is_free_date,
    is_inserted,
    is_set_apart,
    leaves_out_relative,
    opens_speech,
    says_between,
)
from service.extract.syntax.verbs import PARTICIPLES, VerbGroup

_ASIDE = 3
"""Pieces before the comma that closes an apposition, at least: a phrase, a comma, and what it is."""
_SAID_OF = frozenset({"noun", "country", "office", "agent", "collective"})
"""What a singular without a determiner behind a comma may be: it says what somebody is."""
_WITHIN = frozenset({"np", "date", "adv", "and", "vg"})
_OPENERS = frozenset({"sub", "rel"})
_STOP = -1


def _stands_alone(items: list[Chunk], at: int, clause: Clause, by_item: dict[int, Clause], language: Language) -> bool:
    """Whether a verb has nothing before it but what is found here: what rules it, or a subject that is lent to it."""
    vg = clause.vg
    if vg.form != "finite":
        govern(items, at, clause, by_item, language)
        if vg.form == "inf" and not rule_by_act(items, at, clause, by_item, language):
            rule_by_noun(items, at, clause, language)
        if vg.form == "prespart" and clause.opener:
            # "the procedure for expelling"
            rule_by_noun(items, at, clause, language)
        if vg.form in {"inf", "prespart"}:
            _head_line_or_aside(items, at, clause, language)
            return True
    before = clause_before(at, by_item)
    if follows_speech(items, at) or (at and is_listed(items, at, at - 1, clause, by_item)):
        return True
    # "La Chine, a dit X, soutient Y": behind the insertion the sentence goes on.
    clause.inserted = is_inserted(items, at, vg, language) and not (before is not None and before.inserted)
    if clause.inserted:
        return True
    # "Manila, Beijing said, is playing with fire": who says it stands before his verb.
    clause.inserted = vg.lemma in language.grammar.reporting.verbs and says_between(items, at) >= 0
    return False


def _described(items: list[Chunk], comma: int) -> int:
    """Where the phrase stands that "Y et Z," or "Y enclavé," only describes: "Le Mali, pays enclavé, a"; else -1."""
    opening, broken = comma - 1, False
    while opening > 0 and items[opening].kind != "comma":
        item = items[opening]
        if item.kind not in BESIDE and not (item.vg is not None and item.vg.form == "pastpart"):
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


def _behind_asides(items: list[Chunk], comma: int, vg: VerbGroup) -> int:
    """Where the subject stands before several asides: "Le ministre, en poste depuis mai, chef du parti, a"; else -1.

    The last aside is a phrase without a determiner, which says what the subject is, and no other phrase that could be
    a subject stands between.
    """
    opening, last = comma, comma
    for at in range(comma - 1, -1, -1):
        item = items[at]
        if item.kind == "comma":
            said = items[at + 1]
            tells = said.kind == "np" and said.cls in _SAID_OF and not (said.det or said.prep or said.amount)
            if not tells and (last == comma or (said.kind == "np" and not said.prep)):
                return -1
            last, opening = at, at
        elif item.kind not in BESIDE and not (item.vg is not None and item.vg.form == "pastpart"):
            return -1
    head = items[0]
    if opening == comma or head.kind != "np" or head.prep or not is_actor(head):
        return -1
    if head.plural != vg.plural or head.conj:
        return -1
    return 0 if all(item.kind in TIMES or (item.kind == "np" and item.prep) for item in items[1:opening]) else -1


def _before_likeness(items: list[Chunk], comma: int, likening: frozenset[str]) -> int:
    """Where the subject stands that is only likened to somebody: "Le Mali, comme le Niger, a rompu"; else -1."""
    opening = next((at for at in range(comma - 1, 0, -1) if items[at].kind == "comma"), 0)
    if not opening or items[opening + 1].kind != "sub" or items[opening + 1].head not in likening:
        return -1
    if any(item.kind not in BESIDE for item in items[opening + 2 : comma]):
        return -1
    whom = items[opening - 1]
    return opening - 1 if whom.kind == "np" and not whom.prep else -1


def look_left(items: list[Chunk], at: int, clause: Clause, by_item: dict[int, Clause], language: Language) -> None:
    """Find what a verb has before it: subject, complements, dates, and the words and verbs that rule it."""
    vg = clause.vg
    if _stands_alone(items, at, clause, by_item, language):
        return
    cursor, commas = at - 1, 0
    if vg.finite and cursor >= _ASIDE and items[cursor].kind == "comma" and not language.compounds:
        named = max(
            _described(items, cursor),
            _behind_asides(items, cursor, vg),
            _before_likeness(items, cursor, language.grammar.particles.likening),
        )
        if named >= 0:
            cursor, commas = named, 1
    if vg.form == "finite" and cursor > 0 and items[cursor].kind == "comma":
        cursor = _before_aside(items, _before_description(items, cursor), language)
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
            if cursor == at - 1:
                following = _before_comma(items, cursor, clause, by_item, language)
        elif item.kind == "and":
            bare = at + 1 < len(items) and items[at + 1].kind == "np" and not items[at + 1].prep
            following = _STOP if is_joined(items, clause, cursor, at, by_item, takes_object=bare) else following
        elif item.kind in {"rel", "sub"}:
            open_clause(items, cursor, clause, by_item, language)
            following = _STOP
        elif item.kind == "vg":
            following = _before_verb(items, cursor, clause, by_item, language, commas=commas)
        cursor = following


def _before_comma(
    items: list[Chunk], comma: int, clause: Clause, by_item: dict[int, Clause], language: Language
) -> int:
    """Where to go on before the comma right before a verb: at once before it, before who says so, or nowhere."""
    said = clause_before(comma, by_item)
    if said is not None and said.inserted:
        teller = says_between(items, said.at)
        if teller >= 0:
            # "Manila, Beijing said, is playing with fire"
            return teller - 1
    shared = language.compounds and goes_on(items, comma, clause, by_item)
    return _STOP if shared else comma - 1


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
        while before > 0 and items[before].kind in TIMES:
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


def _before_description(items: list[Chunk], comma: int) -> int:
    """Where the subject stands before an aside that holds a relative: "Kenya, host of a summit that opens today, said".

    The comma itself where none such stands before it.
    """
    opening, relative, described = comma - 1, False, True
    while opening > 0 and (items[opening].kind in _WITHIN or items[opening].kind == "rel"):
        vg = items[opening].vg
        if vg is not None and vg.finite:
            described = False
        elif items[opening].kind == "rel":
            relative = described = True
        opening -= 1
    subject = opening - 1
    if not relative or not described or subject < 0 or items[opening].kind != "comma":
        return comma
    if items[opening + 1].kind in {"rel", "and"} or any(
        item.vg is not None and item.vg.finite for item in items[:opening]
    ):
        return comma
    while subject > 0 and items[subject].kind == "np" and items[subject].prep:
        subject -= 1
    head = items[subject]
    return subject if head.kind == "np" and not head.prep and (is_actor(head) or head.det) else comma


def _is_to_do(item: Chunk, language: Language) -> bool:
    """Whether a phrase tells who is to do what an infinitive behind it says: "for Ecuador to enter"."""
    return item.prep in language.grammar.prepositions.doers and is_actor(item)


def _head_line_or_aside(items: list[Chunk], at: int, clause: Clause, language: Language) -> None:
    """The subject that stands right before an infinitive or present participle, where it has one."""
    vg = clause.vg
    nearest = items[at - 1] if at else None
    if nearest is not None and clause.governor is None and heads_line(items, at, nearest, language):
        # "Macron to visit Rwanda": a headline leaves out "is".
        vg.form, vg.tense, clause.kind = "finite", "fut", "finite"
        clause.subject = nearest
    elif vg.form == "inf" and nearest is not None and _is_to_do(nearest, language) and items[at].prep:
        # "a condition for Ecuador to enter the bloc"
        clause.subject = nearest
    elif vg.form == "prespart" and not items[at].prep and nearest is not None:
        bearer = items[at - 2] if nearest.kind == "comma" and at > 1 and clause.governor is None else nearest
        placed = nearest.cls == "name" and nearest.prep in language.grammar.prepositions.place
        if placed and not language.compounds:
            # "la visite de X en Norvège ayant été annulée": the visit was.
            bearer = nearest = _bare_before(items, nearest) or nearest
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


def _described_by(items: list[Chunk], cursor: int, clause: Clause, language: Language) -> Chunk:
    """What a participle describes behind a phrase: that phrase, or the noun that the phrase completes."""
    item = items[cursor]
    host = items[cursor - 1] if cursor and items[cursor - 1].kind == "np" else None
    if host is None or host.plural != clause.vg.plural:
        return item
    if item.prep and item.cls == "noun" and item.plural != clause.vg.plural and not item.conj:
        # "la conférence sur les océans organisée à Lisbonne"
        return host
    if item.prep in language.grammar.prepositions.place and item.cls == "name" and host.cls == "noun":
        # "La visite du ministre en Suède reportée"
        return host
    # "a meeting between the two scheduled for May"
    return host if item.prep in language.grammar.prepositions.between and host.cls == "noun" else item


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
        clause.subject = _described_by(items, cursor, clause, language)
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
    elif form == "finite" and commas and (ranked := _ranked(items, cursor, language)) is not None:
        clause.subject = ranked
    elif form == "finite":
        owned = _object_of_earlier(items, cursor, by_item) and commas == 0
        described = by_item.get(cursor - 1)
        # "A ship carrying a batch of rice arrived": what only counts is no actor there.
        counts = item.cls == "collective" and described is not None and described.vg.form == "prespart"
        plain = counts or not is_actor(item)
        if described is not None and _is_objects(items, described, item, language):
            # "Les sanctions visant X ont été prolongées": what the participle describes is the subject.
            clause.subject = described.subject
            return _STOP
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
    elif form == "pastpart" and (
        cursor >= at - 2 or (commas and (language.compounds or item.plural == clause.vg.plural))
    ):
        # "La déclaration sur les mines, signée mardi": what stands between goes with the noun.
        clause.subject = item
        return _STOP
    return cursor - 1


def _ranked(items: list[Chunk], at: int, language: Language) -> Chunk | None:
    """What an adjective between commas says the first of: "the visit of X to Y, the first in years, begins"; else None.

    It stands for no noun of its own, as "the poorest" does without commas.
    """
    item = items[at]
    if not item.head or (item.head not in item.adjectives and item.head not in language.grammar.nominal.ranks):
        return None
    before = items[at - 2] if at > 1 and items[at - 1].kind == "comma" else item
    whole = _bare_before(items, before) if before.kind == "np" and before.prep else before
    if whole is None or whole is item or whole.kind != "np" or whole.plural != item.plural:
        return None
    return whole


def _is_objects(items: list[Chunk], described: Clause, item: Chunk, language: Language) -> bool:
    """Whether a phrase is the object of a present participle that stands right behind the noun it describes.

    Whom a plane carries travels himself ("a flight carrying the minister landed").
    """
    bearer = items[described.at - 1] if described.at else None
    return (
        described.vg.form == "prespart"
        and not items[described.at].prep
        and bearer is not None
        and bearer is described.subject
        and not (bearer.prep or bearer.head in language.grammar.groups.carriers)
        and described.objects[-1:] == [item]
    )


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
    if item.vg is not None and item.vg.form == "prespart" and commas and clause.subject is not None:
        own = earlier.subject if earlier is not None else None
        if own is not None and own.last <= item.first and own is not clause.subject:
            # "La visite ayant été annulée, le ministre reste": what goes before belongs to the participle.
            return _STOP
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
        elif item.vg is not None and item.vg.form in PARTICIPLES and commas and not cursor:
            # "Convoqués par X après la frappe de Y, les ministres ont condamné": what opens it keeps its complements.
            # but for where: "Arrivé à Bamako, le ministre a rencontré".
            places = language.grammar.prepositions.place
            clause.obliques = [o for o in clause.obliques if o.prep in places and o.cls == "name"]
        teller = says_between(items, cursor) if earlier is not None and earlier.inserted else -1
        return teller - 1 if teller >= 0 else cursor - 1
    if clause.subject is None and clause.vg.form == "finite" and earlier is not None:
        share(clause, earlier)
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


def _object_of_earlier(items: list[Chunk], at: int, by_item: dict[int, Clause]) -> bool:
    return at > 0 and items[at - 1].kind == "vg" and (at - 1) in by_item
