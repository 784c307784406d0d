"""Towns and peoples that are somebody's last name: "Ambassador Thomas Shannon" is not in Ireland."""

from service.extract.language import Language
from service.extract.names.gazetteer import TOWNS, NameMention, Prepared
from service.extract.names.officials import given_names, load_officials
from service.extract.text.tokens import Token

_TITLE_AND_NAME = 2
_BORNE = frozenset({*TOWNS, "people"})
"""Kinds of names that may be somebody's last name: "Geneva", "Turk"."""


def drop_surnames(prepared: Prepared, language: Language) -> Prepared:
    """The sentences without the towns that the article tells as a person's last name behind title and first name."""
    borne = frozenset(
        tokens[name.first].fold
        for place, tokens, names in prepared
        if not place.title
        for name in names
        if name.kind in _BORNE and _is_borne(tokens, name, language)
    )
    if not borne:
        return prepared
    return [
        (place, tokens, [name for name in names if not _means_bearer(tokens, name, borne, language)])
        for place, tokens, names in prepared
    ]


def _is_borne(tokens: list[Token], name: NameMention, language: Language) -> bool:
    """Whether a title and one unknown capitalised word stand right before a town's name of one word.

    Behind a royal title nothing else need stand: "Sheikh Sabah".
    """
    at = name.first
    if at and name.weak and name.last == at + 1:
        title = tokens[at - 1]
        if title.text[:1].isupper() and language.words.of(title).noun in language.grammar.groups.royals:
            return True
    if name.last != at + 1 or at < _TITLE_AND_NAME:
        return False
    given, title = tokens[at - 1], tokens[at - 2]
    if not given.text[:1].isupper() or given.text.isupper() or language.words.of(given).known:
        return False
    if given.fold in load_officials() and given.fold not in given_names():
        # "Prime Minister Modi Tokyo visit"
        return False
    return title.fold in language.grammar.names.honorifics or language.words.of(title).noun in language.actor_nouns


def _means_bearer(tokens: list[Token], name: NameMention, borne: frozenset[str], language: Language) -> bool:
    """Whether a name is that of the person: not where a preposition tells a place."""
    if name.kind not in _BORNE or tokens[name.first].fold not in borne or name.last != name.first + 1:
        return False
    prepositions = language.grammar.prepositions
    before = tokens[name.first - 1].fold if name.first else ""
    return before not in prepositions.place and before not in prepositions.origin
