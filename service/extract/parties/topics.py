"""Whom an article is about: the one state that it goes on about, and the two parties between whom all of it passes."""

from collections import Counter

from service.extract.lexicon.grammar import Grammar
from service.extract.names.gazetteer import SITES, Prepared
from service.extract.names.states import states

_OFTEN = 3
"""How often an article names the state that it is about, at least, where its headline does not say so."""
_PAIR = 2
_NEAR = 4
"""How many words before a state's name a disaster may stand that struck it: "the earthquake in western Nepal"."""
_GAMES = 4
"""How many words of sport, at least, an article says that is about it."""
_ASIDE = 3
"""How many times less often than either of the two a third party may be named beside them."""


def find_dyad(prepared: Prepared) -> tuple[str, ...]:
    """The two states or organisations that an article is about; empty where it may be about others too.

    The headline names these two alone, or headline and lead do and the text comes back to them, or no third is named
    a third as often as either.
    """
    counts: Counter[str] = Counter()
    titled: dict[str, None] = {}
    opening: dict[str, None] = {}
    for place, _tokens, names in prepared:
        for name in names:
            if name.weak or len(name.codes) != 1:
                continue
            code = name.codes[0]
            counts[code] += 1
            if place.title:
                titled[code] = None
            if place.title or place.lead:
                opening[code] = None
    if len(titled) == _PAIR:
        return tuple(titled)
    if len(opening) == _PAIR and all(counts[code] > 1 for code in opening):
        return tuple(opening)
    ranked = counts.most_common(_PAIR + 1)
    if len(ranked) < _PAIR or ranked[1][1] < _PAIR:
        return ()
    aside = len(ranked) == _PAIR or ranked[2][1] * _ASIDE <= ranked[1][1]
    return (ranked[0][0], ranked[1][0]) if aside else ()


def count_states(prepared: Prepared) -> tuple[tuple[str, int], ...]:
    """The states that an article names beyond doubt, with how often, the most frequent first."""
    counts = Counter(
        name.codes[0]
        for _place, _tokens, names in prepared
        for name in names
        if not name.weak and len(name.codes) == 1 and name.codes[0] in states()
    )
    return tuple(counts.most_common())


def find_focus(prepared: Prepared) -> str:
    """The one state that an article is about: who is given what, when nobody says.

    Title and lead name it alone, or it is the one of theirs that the article names most.
    """
    counts: Counter[str] = Counter()
    opening: set[str] = set()
    titled: set[str] = set()
    for place, _tokens, names in prepared:
        for name in names:
            if not name.weak and len(name.codes) == 1 and name.codes[0] in states():
                counts[name.codes[0]] += 1
                if place.title or place.lead:
                    opening.add(name.codes[0])
                if place.title:
                    titled.add(name.codes[0])
    topic = _headline_topic(prepared)
    if topic:
        return topic
    ranked = counts.most_common(2)
    if len(titled) == 1 and (titled == opening or counts[max(titled)] >= max(2, ranked[0][1] - 1)):
        return titled.pop()
    if not ranked or ranked[0][1] < _OFTEN or ranked[0][0] not in opening:
        return ""
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] > ranked[1][1] else ""


def find_afflicted(prepared: Prepared, grammar: Grammar) -> str:
    """The state that a disaster struck which the article tells of: "the earthquake in Nepal", "flood-hit Fiji".

    Empty where none is, or more than one: then who is helped must be told with the gift.
    """
    found: set[str] = set()
    calamities = grammar.groups.calamities
    for place, tokens, names in prepared:
        folds = [token.fold for token in tokens]
        struck = {
            at for at, fold in enumerate(folds) if (fold.partition("-")[0] if "-" in fold else fold) in calamities
        }
        if not struck:
            continue
        sure = [name for name in names if not name.weak and len(name.codes) == 1 and name.codes[0] in states()]
        alone = (place.title or place.lead) and len({name.codes[0] for name in sure}) == 1
        for name in sure:
            before = any(name.first - _NEAR <= at < name.first for at in struck)
            mark = folds[name.last] if name.last + 1 in struck else ""
            owner = name.last in struck or mark == ":" or mark in grammar.prepositions.genitive
            if before or owner or alone:
                found.add(name.codes[0])
    return found.pop() if len(found) == 1 else ""


def tells_of_a_game(prepared: Prepared, games: frozenset[str]) -> bool:
    """Whether an article is about sport: it says several of the words (folded) that go with it."""
    found = {token.fold for _place, tokens, _names in prepared for token in tokens if token.fold in games}
    return len(found) >= _GAMES


def _headline_topic(prepared: Prepared) -> str:
    """The one state that a headline names before a colon ("Burundi : l'aide suspendue"); empty without one."""
    for place, tokens, names in prepared:
        if not place.title:
            continue
        colon = next((n for n, token in enumerate(tokens) if token.text == ":"), 0)
        after = [name for name in names if name.first > colon and name.kind == "name" and not name.weak]
        heads = [name for name in names if name.last <= colon and name.kind not in {"adjective", "prefix"}]
        about = {code for name in after for code in name.codes if code in states()}
        if heads and heads[0].kind in SITES and about:
            # "Brussels: 15 billion for Afghanistan" is told in Brussels.
            return about.pop() if len(about) == 1 else ""
        if len(heads) == 1 and heads[0].last == colon and len(heads[0].codes) == 1 and heads[0].codes[0] in states():
            return heads[0].codes[0]
    return ""
