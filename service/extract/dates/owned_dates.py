"""Whose a date is: that of the clause, or of a phrase or another clause that merely stands in it.

"Suspended its aid after the coup of July", "the minister, appointed in 2022, met", "the first visit since the war
in 1998": none of these dates is that of what the clause tells.
"""

from datetime import date, timedelta

from service.extract.claims import VISITS
from service.extract.lexicon.phrases import ends_of
from service.extract.lexicon.words import lower
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause
from service.extract.syntax.parsed import Parsed
from service.extract.syntax.surroundings import is_actor
from service.extract.syntax.verbs import OVER, PARTICIPLES

_GATHERINGS = VISITS | {"MeetingHeld", "MeetingAnnounced", "VisitCancelled"}
"""Acts that are of the day of what is attended: "flew to the summit of 4 July"."""
_NEAR = timedelta(days=10)
"""How long before publication what just happened is."""
_DAY = len("2024-06-12")
_BEFORE = 2
"""Tokens, at most, between what tells that a date no longer holds and the date."""
_ASIDE = 2
"""How far before its date the comma of an aside stands: ", in office since 2022"."""


class OwnedDates:
    """Tells the dates of a sentence's clauses from those of what is only named in them."""

    def __init__(self, sentence: Parsed) -> None:
        """Keep what the sentence was taken apart into."""
        self.tokens = sentence.tokens
        self.items = sentence.items
        self.clauses = sentence.clauses
        self.grammar = sentence.language.grammar
        self.news = sentence.place.lead or sentence.place.title
        self._first_meant: list[int] | None = None
        published = sentence.published
        self.published = date.fromisoformat(published) if published is not None and len(published) == _DAY else None

    def of_act(self, dates: list[Chunk], kind: str, clause: Clause | None, noun: Chunk | None) -> list[Chunk]:
        """Of the dates around an act those that may be its own; ``noun`` where a noun tells it."""
        own = dates if clause is None else self.of_clause(dates, clause)
        # What lies further back is dated by what it followed: "had been suspended after the coup of July".
        news = self.news and (clause is None or clause.vg.tense != "pluperf")
        return [day for day in own if not self._is_another(day, kind, noun, news=news)]

    def of_clause(self, dates: list[Chunk], clause: Clause) -> list[Chunk]:
        """The dates of a clause without those that another one has before it, or behind it, for its own."""
        if len(self.clauses) == 1 or not dates:
            return dates
        origins = self.grammar.times.origins
        return [day for day in dates if not any(_is_of(day, other, clause, origins) for other in self.clauses)]

    def sets_out(self, day: Chunk, clause: Clause | None) -> bool:
        """Whether a date before the verb is of the whole sentence and not of an aside."""
        behind = clause is not None and clause.subject is not None and clause.subject.first < day.first
        if behind and day.date is not None and day.date.lasting:
            # "The president, in power since 2011, met": an aside tells it.
            return False
        if self._in_aside(day):
            return False
        for other in self.clauses:
            if day in other.dates and other.vg.form in PARTICIPLES:
                opens = other.subject is None or other.vg.first < other.subject.first
                if not opens or other.vg.lemma in self.grammar.times.origins:
                    return False
        return not (self._given_up(day) or self._of_phrase(day, "", None, news=self.news))

    def _in_aside(self, day: Chunk) -> bool:
        """Whether a month or year ends what only says what somebody is: "X, minister in 2022, met Y"."""
        at = next((n for n, item in enumerate(self.items) if item is day), 0)
        if day.date is None or day.date.kind not in {"month", "year"} or not 0 < at < len(self.items) - 1:
            return False
        before = self.items[at - 1]
        said = before.kind == "np" and not before.prep and not before.det and self.items[at + 1].kind == "comma"
        return said and (at == 1 or self.items[at - 2].kind == "comma")

    def dates_a_pact(self, day: Chunk) -> bool:
        """Whether a date says of when the agreement before it is: "suspended the treaty of 2014"."""
        if not self._possessed(day):
            return False
        pacts = self.grammar.groups.pacts
        return any(
            item.end == day.first and (item.head in pacts or any(comp.head in pacts for comp in item.comps))
            for item in self.items
        )

    def _is_another(self, day: Chunk, kind: str, noun: Chunk | None, *, news: bool) -> bool:
        """Whether a date is one given up, of who somebody is, or of what a phrase names."""
        return self._given_up(day) or self._is_term_of_office(day) or self._of_phrase(day, kind, noun, news=news)

    def _is_term_of_office(self, day: Chunk) -> bool:
        """Whether an aside tells since when somebody or something is what it is: ", in office since 2022"."""
        at = next((n for n, item in enumerate(self.items) if item is day), 0)
        if day.date is None or not day.date.lasting or at < _ASIDE or self.items[at - _ASIDE].kind != "comma":
            return False
        # "has given Peru, its ally, aid since 2010": that comma closes an aside and opens none.
        closes = [item.kind for item in self.items[max(0, at - 2 * _ASIDE) : at - _ASIDE]] == ["comma", "np"]
        return self.items[at - 1].kind == "np" and not closes

    def _given_up(self, day: Chunk) -> bool:
        """Whether a date is only the one that was meant before: "initially planned for 20 March"."""
        if self._first_meant is None:
            self._first_meant = ends_of(self.tokens, self.grammar.times.at_first)
        return any(end <= day.first <= end + _BEFORE for end in self._first_meant)

    def _possessed(self, day: Chunk) -> bool:
        prepositions, opening = self.grammar.prepositions, lower(self.tokens[day.first])
        return prepositions.canonical.get(opening, opening) in prepositions.possession

    def _of_phrase(self, day: Chunk, kind: str, noun: Chunk | None, *, news: bool) -> bool:
        """Whether a date is of what is named before it: "after the coup in July", "the violence of February"."""
        at = next((n for n, item in enumerate(self.items) if item is day), 0) - 1
        if at < 0 or self.items[at].kind != "np":
            return False
        times = self.grammar.times
        nearest = self.items[at]
        while at >= 0 and self.items[at].kind == "np":
            for phrase in _phrases(self.items[at], noun):
                if phrase.prep in times.since:
                    return True
                if phrase.prep in times.upon and not is_actor(phrase):
                    return news and self._is_far(day)
            if not self.items[at].prep or self.items[at] is noun:
                break
            at -= 1
        possessed = nearest.end == day.first and self._possessed(day)
        return possessed and noun is None and kind != "" and kind not in _GATHERINGS

    def _is_far(self, day: Chunk) -> bool:
        """Whether a date lies so far back that what the news tells is of later."""
        mention = day.date
        if mention is None or mention.kind == "weekday":
            return False
        last = mention.past.last()
        if self.published is None or last is None:
            return mention.kind in {"month", "year"}
        return self.published - last > _NEAR


def _phrases(item: Chunk, noun: Chunk | None) -> list[Chunk]:
    """A phrase and its last complements, the innermost first, up to the one that tells the act."""
    if item is noun:
        return []
    inner = _phrases(item.comps[-1], noun) if item.comps and item.comps[-1] is not noun else []
    return [*inner, item]


def _is_of(day: Chunk, other: Clause, clause: Clause, origins: frozenset[str]) -> bool:
    """Whether a date that two clauses have is the other one's."""
    if other is clause or day not in other.dates:
        return False
    if other.vg.first < day.first < clause.vg.first:
        if other is clause.governor and clause.subject is not None and day.first < clause.subject.first:
            # "announced on Tuesday it would close"
            return True
        if other.vg.form == "pastpart" and other.vg.lemma in origins:
            # "Elected in November, X met Y"
            return True
        if other.vg.form == "pastpart" and not other.apart and _describes(other, day):
            # "The decision taken in 2016 allows"
            return True
        if other.relative and (_is_rough(day) or (other.vg.tense == "fut" and clause.vg.tense in OVER)):
            # "X, which votes in June, recalled"
            return True
        # "X, who arrives on Friday, met Y on Tuesday"
        aside = other.relative or (other.vg.form == "pastpart" and other.apart)
        return aside and any(own is not day and own.first > clause.vg.first for own in clause.dates)
    if clause.opener and clause.vg.finite and clause.vg.first < day.first < other.vg.first:
        # "After X expelled Y, Z on Thursday recalled": the day behind who acts in the main clause is of that.
        subject = other.subject
        return not other.opener and subject is not None and clause.vg.first < subject.first < day.first
    return False


def _is_rough(day: Chunk) -> bool:
    """Whether a date is a month or a year."""
    return day.date is not None and day.date.kind in {"month", "year"}


def _describes(participle: Clause, day: Chunk) -> bool:
    """Whether a participle only says, by month or year, which thing is meant."""
    return _is_rough(day) and participle.subject is not None and participle.subject.first < participle.vg.first
