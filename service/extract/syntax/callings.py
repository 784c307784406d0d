"""What somebody calls a thing is that thing: "condemned what it called an attack by X" condemns an attack by X."""

from service.extract.language import Language
from service.extract.syntax.chunk import Chunk

_FARTHEST = 5
"""Pieces from "what" to the verb of calling, at most."""


def see_through(items: list[Chunk], language: Language) -> list[Chunk]:
    """The same pieces without who calls a thing what: "what the ministry described as an insult" is the insult."""
    named, verbs = language.grammar.pronouns.named, language.grammar.verbs.names
    if named.isdisjoint([item.head for item in items]):
        return items
    out: list[Chunk] = []
    at = 0
    while at < len(items):
        item = items[at]
        called = _called(items, at, language) if item.cls == "pronoun" and item.head in named and verbs else 0
        if not called:
            out.append(item)
            at += 1
            continue
        thing = items[called]
        thing.prep = item.prep
        if item.prep:
            thing.first = item.first
        at = called
    return out


def _called(items: list[Chunk], at: int, language: Language) -> int:
    """Where the thing stands that is only told to be called so by a clause that "what" opens; 0 where it is none."""
    verbs, prepositions = language.grammar.verbs.names, language.grammar.prepositions.named
    if not at or items[at - 1].kind == "comma":
        return 0
    verb = next((n for n in range(at + 1, min(len(items), at + _FARTHEST)) if items[n].kind == "vg"), 0)
    between = [item.kind for item in items[at + 1 : verb]]
    if not verb or "np" not in between or not set(between) <= {"np", "sub", "rel", "adv"}:
        return 0
    group = items[verb].vg
    if group is None or group.lemma not in verbs or not group.finite or group.passive:
        return 0
    thing = verb + 1
    while thing < len(items) and (
        items[thing].kind == "adv" or (items[thing].kind == "sub" and items[thing].head in prepositions)
    ):
        thing += 1
    if thing >= len(items) or items[thing].kind != "np" or items[thing].cls == "pronoun":
        return 0
    return thing if items[thing].prep in {"", *prepositions} else 0
