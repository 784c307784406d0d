"""Persons: runs of capitalised words, with their titles, that are neither names of states nor ordinary words."""

from service.extract.language import Language
from service.extract.lexicon.grammar import PersonNames
from service.extract.lexicon.words import Word
from service.extract.names.officials import load_officials
from service.extract.names.realms import load_regions
from service.extract.names.written import only_describes, written_large
from service.extract.tagging.tagged import (
    PERSON,
    Tagged,
    take,
)
from service.extract.text.tokens import Token

_THIRD = 3  # person
_PAIR = 2  # initials
_REGNAL = frozenset({"V", "X"})
"""Numbers of monarchs and popes in one letter; longer ones are written as names are ("Charles III")."""
_LONGEST_ACRONYM = 4  # letters; a longer word in capitals may be a name ("MAHAMAT IDRISS DEBY")


def _past_titles(tokens: list[Token], at: int, known: PersonNames) -> int:
    """Where the name begins after its titles and ranks: "Son Excellence M.", "le général d'armée"."""
    while at + 1 < len(tokens) and tokens[at].fold in known.honorifics:
        at += 1
        while at + 2 < len(tokens) and tokens[at].fold in known.particles and tokens[at + 1].fold in known.grades:
            at += 2
    return at


def take_persons(tagged: Tagged, persons: frozenset[str], language: Language, begin: list[int]) -> None:
    """Runs of capitalised words that are neither names of states nor ordinary words.

    ``begin`` are the places where one may begin.
    """
    tokens, words, tags, known = tagged.tokens, tagged.words, tagged.tags, language.grammar.names
    free, count = 0, len(tokens)
    for at in begin:
        initials = _initials(tokens, at) or _listed(tokens, words, at)
        opens = initials or len(tokens[at].text) > 1
        if at < free or tags[at] or not opens:
            continue
        if not initials and not _names_person(tokens[at], words, at, tokens, persons, language):
            continue
        start = _past_titles(tokens, at, known)
        honorific = start > at
        if any(tags[at:start]) or (honorific and not _capital(tokens[start])):
            continue
        end = max(at + (_PAIR if initials else 1), start)
        while end < count and not tags[end]:
            if (end > start and tokens[end].text in _REGNAL) or (
                _capital(tokens[end])
                and not (
                    words[end].closed
                    and words[end].noun == ""
                    and tokens[end].fold not in known.particles
                    and not (language.compounds and end > start and _goes_on(tokens, words, start, end, known.articles))
                )
                and not (
                    language.compounds
                    and _ordinary(tokens[end], words[end], persons, language)
                    and not (end > start and _goes_on(tokens, words, start, end, known.articles))
                )
                and not only_describes(tokens[end].fold, language.grammar.adjective_endings)
            ):
                end += 1
            elif (
                tokens[end].fold in known.particles
                and end + 1 < count
                and not tags[end + 1]
                and _capital(tokens[end + 1])
                and end > start
                and not words[end + 1].closed
                and tokens[end].fold not in known.outer
            ):
                end += 2
            else:
                break
        length = end - start
        folded = tokens[end - 1].fold
        alone = honorific or folded in persons or not words[start].known
        if length > 1 or (
            length == 1 and (alone or (language.compounds and _is_surname(tokens, words, start, language)))
        ):
            name = "".join((" " if token.space and n else "") + token.text for n, token in enumerate(tokens[start:end]))
            take(tagged, at, end, PERSON, name)
        free = end


def _initials(tokens: list[Token], at: int) -> bool:
    """Whether a name sets out with two initials that no points follow: "A K Antony"."""
    return (
        at + _PAIR < len(tokens)
        and all(len(token.text) == 1 and token.text.isupper() for token in tokens[at : at + _PAIR])
        and _capital(tokens[at + _PAIR])
    )


def _listed(tokens: list[Token], words: list[Word], at: int) -> bool:
    """Whether a pronoun or preposition written large opens an official's name: "He Lifeng", "To Lam"."""
    if not words[at].closed or at + 1 >= len(tokens) or not (_capital(tokens[at]) and _capital(tokens[at + 1])):
        return False
    whole = f"{tokens[at].fold} {tokens[at + 1].fold}"
    return any(whole in tenure.names for tenure in load_officials().get(tokens[at + 1].fold, ()))


def _capital(token: Token) -> bool:
    return written_large(token.text, token.fold)


def _shouted(token: Token) -> bool:
    return token.text.isupper() and len(token.text) > _LONGEST_ACRONYM


def _shouts(tokens: list[Token]) -> bool:
    """Whether a sentence is written in capitals, where they tell no names."""
    words = [token for token in tokens if token.text[:1].isalpha() and len(token.text) > 1]
    return sum(token.text.isupper() for token in words) * 2 > len(words)


def _ordinary(token: Token, word: Word, persons: frozenset[str], language: Language) -> bool:
    """Whether a capitalised word is no part of a name: a title ("Minister"), a plural ("Affairs"), a verb ("Hosts")."""
    if token.fold in persons or not word.known:
        return False
    if word.noun in language.actor_nouns or word.plural or word.present_participle or word.adjective:
        return True
    return any(reading.person == _THIRD or reading.tense == "past" for reading in word.finite)


def _goes_on(tokens: list[Token], words: list[Word], start: int, at: int, articles: frozenset[str]) -> bool:
    """Whether a word of the language stands inside a name that begins at ``start``: "Omar Said", "Ngo Van Long".

    Not where a headline writes every word with a capital.
    """
    if not any(
        token.text[:1].islower() and word.known and not word.closed for token, word in zip(tokens, words, strict=True)
    ):
        return False
    after = at + 1
    named = after < len(tokens) and _capital(tokens[after]) and not words[after].known
    foreign = any(not word.known for word in words[start:at])
    if foreign and (after == len(tokens) or not _capital(tokens[after])) and not _described(tokens, at, articles):
        # "John Key met", "Alice Wells, is"; "Mr Omar Said, chairman of": no verb is written large there.
        return _no_verb(tokens, words, at) or not (
            words[at].present_participle or any(r.person == _THIRD or r.tense == "past" for r in words[at].finite)
        )
    return named or (not words[at].noun and not words[at].plural and not words[at].adjective)


def _no_verb(tokens: list[Token], words: list[Word], at: int) -> bool:
    """Whether a comma or a verb follows what looks like a verb: "Omar Said, the minister", "Omar Said thanked"."""
    if at + 1 >= len(tokens):
        return False
    behind = words[at + 1]
    return tokens[at + 1].text == "," or (bool(behind.finite) and not (behind.noun or behind.closed))


def _described(tokens: list[Token], at: int, articles: frozenset[str]) -> bool:
    """Whether an article stands before a run of capitals: "the Abraham Accords" are nobody."""
    while at and _capital(tokens[at]):
        at -= 1
    return not _capital(tokens[at]) and tokens[at].fold in articles


def _acts_as_name(tokens: list[Token], words: list[Word], language: Language) -> bool:
    """Whether the verb-like word that opens a sentence is an official's name: "Trump met", "Trump and Xi", "May's"."""
    if len(tokens) < _THIRD or tokens[0].fold not in load_officials():
        return False
    grammar, after = language.grammar, words[1]
    joined = tokens[1].fold in grammar.coordination.and_ and _capital(tokens[2]) and not words[2].known
    owns = tokens[1].fold in grammar.prepositions.genitive
    return joined or owns or (bool(after.finite) and not after.noun and not after.preposition)


def _is_surname(tokens: list[Token], words: list[Word], at: int, language: Language) -> bool:
    """Whether a word inside a sentence is an official's name: "regretted Trump's decision", "President Trump sided"."""
    word = words[at]
    if not word.finite or word.closed or not _capital(tokens[at]) or tokens[at].fold not in load_officials():
        return False
    if at == 0:
        return _acts_as_name(tokens, words, language)
    told = at + 1 < len(tokens) and tokens[at + 1].fold in language.grammar.prepositions.genitive
    acts = at + 1 < len(tokens) and bool(words[at + 1].finite) and tokens[at + 1].text[:1].islower()
    if at + 1 < len(tokens) and words[at + 1].noun in language.actor_nouns and tokens[at + 1].text[:1].islower():
        # "accused the Trump administration"
        return True
    return told or (acts and at > 0 and _capital(tokens[at - 1]))


def _names_person(
    token: Token, words: list[Word], at: int, tokens: list[Token], persons: frozenset[str], language: Language
) -> bool:
    """Whether a person's name begins with what may open one."""
    word = words[at]
    if token.fold in language.grammar.names.honorifics:
        begins = _past_titles(tokens, at, language.grammar.names)
        return begins < len(tokens) and _capital(tokens[begins])
    if token.fold in persons:
        return True
    if _shouted(token) and (word.known or _shouts(tokens)):
        return False
    if any(map(str.isdigit, token.text)) or token.fold.rpartition("-")[2] in load_regions(language.code):
        # "F-16", "the three Baltic states", "non-Andean countries"
        return False
    if not word.known or (at and language.compounds and _is_surname(tokens, words, at, language)):
        return True
    if at == 0 and language.compounds and word.finite and _acts_as_name(tokens, words, language):
        return True
    if language.compounds and ((at == 0 and word.finite) or _ordinary(token, word, persons, language)):
        return False
    # A word of the language begins a name only where the next one cannot be an ordinary word.
    after = at + 1
    if word.closed or after >= len(tokens) or not _capital(tokens[after]):
        return False
    if word.noun in language.actor_nouns or (language.compounds and word.noun and _charged_with(words, at, language)):
        # "le Président Emmanuel Macron": the office is not part of the name.
        return False
    return not words[after].known or (at > 0 and not word.noun and not word.finite and not words[after].closed)


def _charged_with(words: list[Word], at: int, language: Language) -> bool:
    """Whether a word tells what an office is for: "Minister for Defence Stephen Smith"."""
    back, joints = at - 1, language.grammar.coordination.and_
    while back > 1 and (words[back].conjunction in joints or (words[back].noun and not words[back].preposition)):
        back -= 1
    return back > 0 and bool(words[back].preposition) and words[back - 1].noun in language.actor_nouns
