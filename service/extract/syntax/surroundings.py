"""What surrounds a verb: questions about the phrases of a sentence that decide which of them belong to it."""

import msgspec

from service.extract.language import Language
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.verbs import VerbGroup

DASHES = frozenset({"–", "—", "--"})
CLOSING = frozenset({"»", "”"})
HARD = frozenset({".", ":", ";", "?", "!", "…", "..."}) | DASHES
STRAIGHT = frozenset({'"'})
QUOTING = frozenset({"«", "“", "„", '"'})
"""Marks that open and close alike."""
TIMES = frozenset({"date", "adv"})
"""When and how: what may stand on either side of a clause set apart."""
_NAMING = frozenset({"name", "person", "pronoun"})
"""What names a party by itself."""
_FURTHEST_ANTECEDENT = 5
_ASIDE = 2
"""The least that stands before a participle set off by a comma: a phrase and the comma."""
_SPOKEN = 3
"""The least that stands before a verb of what is said before it: something, a mark and a comma."""


def is_reduced(items: list[Chunk], at: int, language: Language) -> bool:
    """Whether a form that is past tense and participle alike only describes the noun before it."""
    vg = items[at].vg
    after = items[at + 1] if at + 1 < len(items) else None
    if vg is None or not vg.ambiguous or after is None:
        return False
    if after.kind not in {"np", "date", "adv"} or (after.kind == "np" and not after.prep):
        return False
    if at == 0:
        return _opens_sentence(items)
    if items[at - 1].kind == "adv" and at > _ASIDE and items[at - 2].kind == "comma":
        # "The visit, originally scheduled for May, was put off"
        items, at = [*items[: at - 1], *items[at:]], at - 1
    if items[at - 1].kind == "comma":
        return _is_aside(items, at) or _closes(items, at, language)
    if items[at - 1].kind != "np" or items[at - 1].cls == "pronoun" or opens_relative(items, at, language):
        return False
    if _has_no_subject(items, at, language):
        return True
    if after.kind == "np" and after.prep in language.grammar.prepositions.agent and after.cls not in {"noun", "amount"}:
        return True
    for place, item in enumerate(items[at + 1 :], at + 1):
        if item.kind == "vg" and item.vg is not None:
            # "met in talks hosted by Turkey": the participle is the later one.
            return item.vg.finite and not (item.vg.ambiguous and _is_done_by(items, place, language))
        if item.kind not in {"np", "date", "adv"} or (item.kind == "np" and not item.prep):
            return False
    return False


def _opens_sentence(items: list[Chunk]) -> bool:
    """Whether a form at the head of a sentence tells what was done to its subject: "Accused by X of Y, Z hit back"."""
    comma = next((n for n, item in enumerate(items) if item.kind == "comma"), 0)
    if not comma:
        return False
    behind = items[comma + 1 :]
    subject = next((n for n, item in enumerate(behind) if item.kind not in TIMES), len(behind))
    if subject == len(behind) or behind[subject].kind != "np" or behind[subject].prep:
        return False
    return any(item.vg is not None and item.vg.finite for item in behind[subject + 1 :])


def opens_relative(items: list[Chunk], at: int, language: Language) -> bool:
    """Whether the phrase right before a verb is who acts in a relative: "the rice (that) Japan gave"."""
    subject = items[at - 1] if at > 1 else None
    if subject is None or subject.kind != "np" or subject.prep or not is_actor(subject):
        return False
    opened = items[at - 2].kind == "rel" and items[at - 2].head in language.grammar.relatives.object
    return opened or leaves_out_relative(items, at - 1, at, language)


def leaves_out_relative(items: list[Chunk], at: int, verb: int, language: Language) -> bool:
    """Whether the phrase at ``at`` acts in a relative that no word opens: "the rice Japan gave to Togo arrived".

    It stands between a thing and its verb, and that verb has no other object.
    """
    before = items[at - 1] if at else None
    if before is None or at + 1 != verb or "" not in language.grammar.relatives.complementizers:
        return False
    if before.kind != "np" or before.prep or before.cls not in {"noun", "amount", "mission"}:
        return False
    subject, vg = items[at], items[verb].vg
    spoken = subject.cls == "pronoun" and subject.head in language.grammar.pronouns.subject
    if not (spoken or subject.cls in {"name", "country"}):
        return False
    if vg is None or vg.passive or vg.copula or before.name is not None:
        return False
    after = items[verb + 1] if verb + 1 < len(items) else None
    ruled = at > 1
    if after is None or after.kind in {"sub", "vg"}:
        return False
    if after.kind == "np" and not after.prep:
        # "the vaccines Japan gave Togo arrived"
        main = items[verb + 2].vg if verb + 2 < len(items) else None
        return is_actor(after) and main is not None and main.finite and not ruled
    ruling = items[at - 2] if at > 1 else None
    return ruling is None or (
        ruling.vg is not None and ruling.vg.finite and vg.lemma not in language.grammar.reporting.verbs
    )


def _is_done_by(items: list[Chunk], at: int, language: Language) -> bool:
    """Whether who does it follows a form: "hosted by Turkey"."""
    after = items[at + 1] if at + 1 < len(items) else None
    return after is not None and after.kind == "np" and after.prep in language.grammar.prepositions.agent


def _is_aside(items: list[Chunk], at: int) -> bool:
    """Whether what begins with a form at ``at`` only describes the subject: "The pact, signed in May, runs for"."""
    if at < _ASIDE:
        return False
    subject = at - 2
    while subject > 0 and items[subject].kind == "np" and items[subject].prep:
        # "A call between the two ministers, set up by Oman, never took place"
        subject -= 1
    if items[subject].kind != "np" or items[subject].prep or items[subject].cls == "pronoun":
        return False
    if any(item.kind == "vg" and item.vg is not None and item.vg.finite for item in items[:subject]):
        return False
    relative = False
    for place in range(at + 1, len(items) - 1):
        if items[place].kind == "comma":
            main = next((item for item in items[place + 1 :] if item.kind not in {"adv", "date"}), None)
            return main is not None and main.vg is not None and main.vg.finite and not main.prep
        relative = relative or items[place].kind == "rel"
        if relative and items[place].kind in {"rel", "vg"}:
            # "Norway, hit by a strike that has lasted weeks, expelled"
            continue
        verb = items[place].vg
        if items[place].kind not in {"np", "date", "adv", "and"} and (verb is None or verb.finite):
            return False
    return False


def _closes(items: list[Chunk], at: int, language: Language) -> bool:
    """Whether a form behind the last comma tells what was done to a thing: "opened the crossings, closed since May"."""
    vg, thing = items[at].vg, items[at - 2]
    if vg is None or vg.lemma not in language.grammar.verbs.done_to or thing.kind != "np" or is_actor(thing):
        return False
    if any(item.kind in {"vg", "and", "comma"} for item in items[at + 1 :]):
        return False
    return any(item.vg is not None and item.vg.finite for item in items[: at - 2])


def _has_no_subject(items: list[Chunk], at: int, language: Language) -> bool:
    """Whether nothing before a form can be its subject: "under a pact signed in May", "gave rice valued at"."""
    nearest = items[at - 1]
    if not language.compounds:
        return False
    if not nearest.prep:
        ruling = items[at - 2] if at > 1 else None
        return (
            ruling is not None
            and ruling.vg is not None
            and ruling.vg.finite
            and not ruling.vg.copula
            and (not is_actor(nearest) or nearest.cls == "forces")
            and not opens_speech(ruling, language)
        )
    for place, item in reversed(list(enumerate(items[: at - 1]))):
        if item.kind == "np" and not item.prep:
            return False
        if item.kind not in {"np", "date", "adv"}:
            # "..., with a meeting between the two scheduled for May"
            company = items[place + 1].prep in language.grammar.prepositions.company
            return item.kind == "mark" or (item.kind == "comma" and company)
    return True


def is_headline_passive(items: list[Chunk], at: int, language: Language) -> bool:
    """Whether a form that is past tense and participle alike tells what was done to the phrase before it."""
    vg, verbs = items[at].vg, language.grammar.verbs
    if vg is None or not vg.ambiguous or at == 0 or items[at - 1].kind != "np" or items[at - 1].cls == "pronoun":
        return False
    after = items[at + 1] if at + 1 < len(items) else None
    if after is not None and not (after.kind == "date" or (after.kind == "np" and after.prep)):
        return False
    passed = (
        item for item in items[at + 1 :] if item.kind not in {"date", "adv"} and not (item.kind == "np" and item.prep)
    )
    following = next(passed, None)
    if following is not None and following.kind == "np":
        # "received in Oslo the ministers of": what it is done to stands behind the place.
        return False
    thing = not is_actor(items[at - 1]) or items[at - 1].cls == "mission"
    return vg.lemma in (verbs.done_to if thing else verbs.suffered)


def as_place(antecedent: Chunk, language: Language) -> Chunk:
    """The antecedent of "where" as the place it is."""
    places = language.grammar.prepositions.place
    return antecedent if antecedent.prep in places else msgspec.structs.replace(antecedent, prep=min(places))


_PARTED = 2
"""A subject and a comma, before who says it."""


def heads_line(items: list[Chunk], at: int, nearest: Chunk, language: Language) -> bool:
    """Whether an infinitive is the verb of a headline: an actor right before it, and no finite verb after it."""
    if items[at].prep not in language.grammar.particles.headline or nearest.kind != "np":
        return False
    if nearest.prep or not is_actor(nearest):
        return False
    for item in items[at + 1 :]:
        if item.kind not in {"np", "date", "adv"}:
            return item.kind != "vg" or item.vg is None or not item.vg.finite
    return True


def is_inserted(items: list[Chunk], at: int, vg: VerbGroup, language: Language) -> bool:
    """Whether a verb of saying comes after what is said, and its subject after it: ", a annoncé mardi l'Élysée"."""
    if vg.lemma not in language.grammar.reporting.verbs or not vg.finite or not at or items[at - 1].kind != "comma":
        return False
    following = next((item for item in items[at + 1 :] if item.kind not in {"date", "adv"}), None)
    if vg.inverted:
        # ", apprenait-on dans la nuit, "
        return following is None or following.kind != "np" or bool(following.prep)
    if following is not None and following.cls == "envoy" and following.det in language.grammar.pronouns.possessive:
        # "X, que Y menace, a rappelé son ambassadeur"
        return False
    if following is None or following.kind != "np" or following.prep or not is_actor(following):
        return False
    if _made_something(items, items.index(following, at)):
        # "Peru, for its part, declared the envoy persona non grata": it says nothing of what goes before.
        return False
    # "Rome, en vertu d'un accord, maintient 300 hommes"
    return language.compounds or following.plural == vg.plural or bool(following.conj)


def _made_something(items: list[Chunk], at: int) -> bool:
    """Whether behind somebody stands what he is made or given: "declared the envoy persona non grata"."""
    behind = at + 1
    while behind < len(items) and items[behind].kind == "np" and items[behind].prep:
        behind += 1
    made = items[behind] if behind < len(items) and items[behind].kind == "np" else None
    return made is not None and (made.amount is not None or (made.cls == "noun" and not made.det))


def says_between(items: list[Chunk], at: int) -> int:
    """Where who says it stands before a verb between commas that parts a subject from its verb; -1 where it does not.

    "Manila, Beijing told reporters, is playing with fire": before the first comma no verb, behind the second one.
    """
    teller = at - 1
    while teller >= 0 and items[teller].kind in {"adv", "date"}:
        teller -= 1
    if teller < _PARTED or items[teller].kind != "np" or items[teller - 1].kind != "comma":
        return -1
    if items[teller].prep or not is_actor(items[teller]):
        return -1
    for before in range(teller - 2, -1, -1):
        item = items[before]
        if item.kind == "mark":
            break
        if item.kind not in {"np", "date", "adv", "and"}:
            return -1
    if items[teller - 2].kind != "np":
        return -1
    behind = at + 1
    while behind < len(items) and items[behind].kind in {"np", "date", "adv"}:
        behind += 1
    if behind >= len(items) or items[behind].kind != "comma":
        return -1
    behind += 1
    while behind < len(items) and items[behind].kind == "adv":
        behind += 1
    following = items[behind].vg if behind < len(items) else None
    return teller if following is not None and following.finite else -1


def follows_speech(items: list[Chunk], at: int) -> bool:
    """Whether a verb comes right after what is said, and its subject after it: "« ... », tonne le président"."""
    if at < _SPOKEN or not ({items[at - 1].kind, items[at - 2].kind} == {"comma", "mark"} or _exclaimed(items, at)):
        return False
    # "« ... », a lancé à l'adresse de X la ministre"
    skipped = (item for item in items[at + 1 : at + 4] if item.kind not in {"date", "adv"} and not item.prep)
    following = next(skipped, None)
    # The comma stands behind the mark, or before it: "« ... », tonne", "..., " said".
    mark = items[at - 1] if items[at - 1].kind == "mark" else items[at - 2]
    quoted = mark.head in CLOSING or mark.head in STRAIGHT
    return quoted and following is not None and following.kind == "np" and not following.prep and is_actor(following)


def _exclaimed(items: list[Chunk], at: int) -> bool:
    """Whether a quotation that ends in a mark of its own stands right before: "« Quelle nouvelle ! » s'est réjoui"."""
    return items[at - 1].head in CLOSING and items[at - 2].kind == "mark" and items[at - 2].head in HARD


def is_set_apart(items: list[Chunk], at: int) -> bool:
    """Whether a phrase that names no actor, or says what the one named before is, stands between commas behind it."""
    comma = at - 2 if at > 1 and items[at - 1].kind == "adv" else at - 1
    if comma < 1 or items[comma].kind != "comma":
        return False
    before = items[comma - 1]
    if is_actor(items[at]) and not (_stresses(items, at) or _says_what(items[at], before)):
        return False
    return before.kind == "np" and not before.prep and is_actor(before) and before.cls != "pronoun"


def _says_what(item: Chunk, named: Chunk) -> bool:
    """Whether a phrase may say what kind of party the name before is: "Peru, a member of the bloc, recalled"."""
    return named.cls == "name" and item.cls not in _NAMING and not (item.plural or item.conj or item.persons)


def _stresses(items: list[Chunk], at: int) -> bool:
    """Whether a pronoun between commas only stresses what stands before it: "l'Allemagne, elle, promet"."""
    return items[at].cls == "pronoun" and at + 1 < len(items) and items[at + 1].kind == "comma"


def trails(items: list[Chunk], at: int, verb: int) -> bool:
    """Whether a phrase after a comma goes on a list of complements: "met under the eyes of X, some ministers and Y"."""
    if items[at - 1].kind != "comma" or at - 2 <= verb:
        return False
    apart = items[verb + 1 : verb + 2] if is_actor(items[at]) else items[verb + 1 : at - 2]
    if items[at].amount is not None or any(item.kind == "comma" for item in apart):
        # "a remis, mardi à Dori, 7 600 tonnes": what stands between commas is an aside, and goods are given.
        return False
    before, after = items[at - 2], items[at + 1].kind if at + 1 < len(items) else "end"
    listed = bool(items[at].conj) or (after in {"comma", "and"} and items[at - 3].kind != "comma")
    return listed and before.kind == "np" and bool(before.prep)


def opens_speech(item: Chunk, language: Language) -> bool:
    """Whether a verb of saying may be followed by a clause without any word for it ("Lavrov said Russia would")."""
    grammar = language.grammar
    if item.vg is None or "" not in grammar.relatives.complementizers:
        return False
    return item.vg.lemma in grammar.reporting.verbs or item.vg.lemma in grammar.reporting.denials


def attributes(items: list[Chunk], at: int, vg: VerbGroup, language: Language) -> bool:
    """Whether the phrase at ``at`` is the subject of the next verb: "..., Lavrov said", "said Lavrov would"."""
    following, before = items[at + 1].vg, items[at - 1]
    if following is None:
        return False
    reporting = language.grammar.reporting.verbs
    if before.kind in {"comma", "mark"}:
        return following.lemma in reporting
    return before.vg is vg and opens_speech(before, language)


def is_free_date(items: list[Chunk], at: int) -> bool:
    """Whether a date belongs to the clause rather than to the noun before it ("les coups d'État de 2020")."""
    date = items[at].date
    if date is None or date.kind in {"day", "weekday", "relative"}:
        return date is not None
    return at == 0 or items[at - 1].kind != "np"


def is_actor(item: Chunk) -> bool:
    """Whether a phrase may act: it is no thing and no amount."""
    return item.cls not in {"noun", "amount"}


def find_antecedent(items: list[Chunk], at: int, vg: VerbGroup) -> Chunk | None:
    """The noun that a relative at ``at`` stands for: the nearest that agrees with the verb, else the nearest."""
    cursor = at - 1
    first: Chunk | None = None
    while cursor >= 0 and cursor >= at - _FURTHEST_ANTECEDENT:
        item = items[cursor]
        if item.kind == "np" and cursor == at - 1 and _only_locates(items, cursor):
            # "the embassy in Kyiv that Sweden had shut": nothing tells which Kyiv.
            cursor -= 1
            continue
        if item.kind == "np":
            if first is None:
                first = item
            if item.plural == vg.plural or (item.conj and vg.plural):
                return item
        elif item.kind == "vg" or (item.kind == "mark" and divides(item)):
            break
        cursor -= 1
    return first


def _only_locates(items: list[Chunk], at: int) -> bool:
    """Whether a place is named right behind a thing, and so before a relative without a comma that tells which."""
    place, thing = items[at], items[at - 1] if at else None
    named = place.cls in {"name", "person"} and bool(place.prep) and not place.conj
    return named and thing is not None and thing.kind == "np" and thing.cls in {"noun", "mission"} and bool(thing.det)


def divides(item: Chunk) -> bool:
    """Whether a mark parts clauses that have nothing to do with each other."""
    return item.head in HARD


def find_opening_dash(items: list[Chunk], closing: int) -> int | None:
    """Where the aside between dashes that ends at ``closing`` begins."""
    for cursor in range(closing - 1, -1, -1):
        if items[cursor].kind == "mark" and items[cursor].head in DASHES:
            return cursor
    return None
