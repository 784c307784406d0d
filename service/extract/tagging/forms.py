"""What the form of a token alone says of it: its word, its settled category, and what may begin with it.

Most tokens begin no name, date, figure, phrase or person, and whether one may hangs on how it is written. So all of
this is found once a form, and a sentence is searched only from the tokens that may begin something.
"""

import msgspec

from service.extract.amounts.mentions import Amounts
from service.extract.dates.date_shapes import DateShapes
from service.extract.lexicon.grammar import Grammar
from service.extract.lexicon.words import Word, Words, lower_text
from service.extract.names.gazetteer import Gazetteer
from service.extract.names.written import may_open_person, only_describes
from service.extract.tagging.settled import Settled
from service.extract.text.tokens import Token, fold

MOST_KNOWN = 1 << 16
"""Forms that are kept; what comes in may not fill the memory."""


class Form(msgspec.Struct, frozen=True, gc=False):
    """A form as it is written; ``begins`` says whether anything at all may begin with it."""

    word: Word
    settled: str
    """Its category, empty where its neighbours decide."""
    plain: str
    """In small letters, with plain apostrophes and its diacritics."""
    small: bool
    """Whether it is a small word whose neighbours are asked whatever it can be."""
    lettered: bool
    """Whether it begins with a letter."""
    describes: bool
    """Whether its ending makes it an adjective ("flood-hit")."""
    begins: bool
    name: bool
    date: bool
    figure: bool
    phrase: bool
    person: bool


class Forms:
    """The forms of one language that were met so far."""

    def __init__(
        self,
        words: Words,
        settled: Settled,
        gazetteer: Gazetteer,
        dates: DateShapes,
        amounts: Amounts,
        grammar: Grammar,
    ) -> None:
        """Gather who knows what of a form."""
        self._words = words
        self._settled = settled
        self._gazetteer = gazetteer
        self._dates = dates
        self._amounts = amounts
        self._grammar = grammar
        self._known: dict[str, Form] = {}

    def of_all(self, tokens: list[Token]) -> list[Form]:
        """The forms of the tokens of a sentence."""
        known = self._known
        try:
            return [known[token.text] for token in tokens]
        except KeyError:
            return [known.get(token.text) or self._learn(token.text) for token in tokens]

    def _learn(self, text: str) -> Form:
        folded = fold(text)
        name = self._gazetteer.may_begin(text, folded)
        date = self._dates.may_begin(folded)
        figure = self._amounts.may_begin(folded)
        phrase = folded in self._words.seconds
        person = may_open_person(text, folded, self._grammar)
        begins = name or date or figure or phrase or person
        plain, endings = lower_text(text), self._grammar.adjective_endings
        form = Form(
            word=self._words.look_up(text),
            settled=self._settled[text],
            plain=plain,
            small=plain in self._settled.asked,
            lettered=text[:1].isalnum() and not text[:1].isdigit(),
            describes=only_describes(plain, endings),
            begins=begins,
            name=name,
            date=date,
            figure=figure,
            phrase=phrase,
            person=person,
        )
        if len(self._known) < MOST_KNOWN:
            self._known[text] = form
        return form
