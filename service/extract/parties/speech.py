"""Who says what a sentence quotes or reports."""

from service.extract.language import Language
from service.extract.parties.actors import Resolver
from service.extract.parties.referents import NOBODY, Referent, personal
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause
from service.extract.syntax.surroundings import QUOTING, follows_speech


def find_speaker(items: list[Chunk], clauses: list[Clause], resolver: Resolver) -> None:
    """Who says what a sentence quotes: the subject of its last verb of saying behind speech, or "selon X"."""
    reporting = resolver.memory.language.grammar.reporting
    memory = resolver.memory
    for clause in reversed(clauses):
        if not clause.vg.finite or clause.subject is None:
            continue
        says = clause.vg.lemma in reporting.verbs or follows_speech(items, clause.at)
        if not says and not _opens_quotation(clause, items):
            continue
        named = clause.subject.cls != "pronoun"
        behind = clause.inserted or _behind_speech(clause, clauses, items)
        speaker = resolver.resolve(clause.subject) if named else memory.subject
        if not (named or behind):
            # "The king released a video in which he said": who acts before in the sentence.
            acting = _acting_before(clause, clauses, resolver)
            speaker, named = (acting, True) if acting.codes else (speaker, named)
        if not speaker.codes:
            continue
        if behind or _opens_quotation(clause, items):
            resolver.speaker = speaker
        if named:
            memory.speaker = speaker
            return
        break
    first = items[0] if items else None
    if first is None or first.kind != "np":
        return
    if first.prep in reporting.sources:
        resolver.speaker = resolver.resolve(first)
    elif first.persons and len(items) > 1 and (items[1].kind, items[1].head) == ("mark", ":"):
        # "Anna Berg: We have sent ...": the answer of an interview.
        answering = resolver.resolve(first)
        if answering.codes:
            memory.speaker = resolver.speaker = answering


def _acting_before(clause: Clause, clauses: list[Clause], resolver: Resolver) -> Referent:
    """The person who is the subject of the clause before a clause of the same sentence."""
    before = [one.subject for one in clauses if one.at < clause.at and one.subject is not None]
    told = resolver.resolve(before[-1]) if before and before[-1].cls != "pronoun" else NOBODY
    return told if personal(told) and len(told.codes) == 1 else NOBODY


def find_telling(items: list[Chunk], clauses: list[Clause], language: Language) -> Clause | None:
    """The clause that only tells who said the sentence, and when: ", the minister said on Monday"; None without one."""
    verbs = language.grammar.reporting.verbs
    for clause in reversed(clauses):
        if (
            clause.vg.finite
            and clause.vg.lemma in verbs
            and (clause.inserted or _behind_speech(clause, clauses, items))
        ):
            return clause
    return None


def _opens_quotation(clause: Clause, items: list[Chunk]) -> bool:
    """Whether a colon and a quotation mark follow the verb and its complements: "X a réagi : « C'est ... »"."""
    if clause.relative or clause.opener:
        return False
    for at in range(clause.at + 1, len(items) - 1):
        item, behind = items[at], items[at + 1]
        if item.kind == "vg":
            return False
        if item.kind == "mark" and item.head == ":":
            return behind.kind == "mark" and behind.head in QUOTING
    return False


def _behind_speech(clause: Clause, clauses: list[Clause], items: list[Chunk]) -> bool:
    """Whether a verb of saying stands, with its subject, at the end of what it says: "..., the minister said"."""
    if clause.opener or clause.relative or clause.governor is not None:
        return False
    subject = clause.subject
    begins = min(clause.at, items.index(subject)) if subject in items else clause.at
    before = items[max(0, begins - 2) : begins]
    return any(item.kind in {"comma", "mark"} for item in before) and not any(
        other.governor is clause for other in clauses
    )
