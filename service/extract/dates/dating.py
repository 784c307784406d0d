"""Which day an act is of: that of its clause, else of the clause around it; or a day counted from another act."""

import msgspec

from events.errors import InvalidInterval
from events.interval import Interval
from service.extract.acts.match import date_of
from service.extract.acts.scene import Scene
from service.extract.claims import DECIDED, SETTLED, VERBAL, VISITS, Claim
from service.extract.dates.counted_days import find_distance
from service.extract.dates.interpret_dates import shift
from service.extract.dates.owned_dates import OwnedDates
from service.extract.syntax.clause import Clause
from service.extract.syntax.parsed import Parsed
from service.extract.syntax.verbs import OVER

PROMISED = frozenset({"AidPledged", "AgreementAnnounced"})
"""Acts to come that are of the day on which they are promised."""
_MEETINGS = frozenset({"MeetingHeld", "MeetingAnnounced"})
_PACTS_MADE = frozenset({"AgreementSigned", "AgreementAnnounced"})
"""What an agreement's own date is the date of."""
_PARTS = frozenset({";", ".", "!", "?"})
"""Marks behind which a part of its own begins; what is quoted may hold whole sentences."""
_MUCH_NEARER = 3
_PAST_TENSES = OVER | {"imperf"}


class Dating:
    """Dates the claims of one sentence; ``telling`` is the clause that says who says it."""

    def __init__(self, sentence: Parsed, telling: Clause | None) -> None:
        """Keep what the sentence was taken apart into."""
        self.tokens = sentence.tokens
        self.items = sentence.items
        self.clauses = sentence.clauses
        self.language = sentence.language
        self.published = sentence.published
        self.telling = telling
        self.counted = False
        """Whether the last date was counted from another act: what counts it is no length of a stay."""
        self.owned = OwnedDates(sentence)

    def said_on(self, claim: Claim, clause: Clause | None) -> Interval | None:
        """The day on which words, a promise or a decision without a date were told: ", the minister said on Monday"."""
        decided = claim.type in SETTLED and claim.stage == "planned"
        if not (decided or claim.type in VERBAL or claim.type in PROMISED) or clause is None:
            return None
        if self.telling is None or self.telling is clause or self.telling.vg.tense not in OVER:
            return None
        # "..., which it imposed in May, the ministers said": what stands before who says it is of what is said.
        subject, verb = self.telling.subject, self.items[self.telling.at].first
        begins = min(verb, subject.first) if subject is not None else verb
        days = [day for day in self.telling.dates if day.first > begins]
        return date_of(days, planned=False, published=self.published)

    def date(self, claim: Claim, scene: Scene, *, planned: bool) -> Interval | None:
        """The date of an act: that of its clause, else that of the clause around it."""
        counted = self._counted_from_main(scene)
        self.counted = counted is not None
        if counted is not None:
            return counted
        ahead = planned and claim.type not in SETTLED
        clause, noun = scene.clause, scene.noun
        own = self.owned.of_act(scene.dates, claim.type, clause, noun)
        if planned and noun is not None and clause is not None and clause.vg.tense in OVER:
            # "announced on Sunday a visit to Oslo in June": the day before the noun is that of the announcement.
            # "A visit to Oslo in June was announced on Sunday": what follows the verb is of the announcement too.
            verb = self.items[clause.at].first
            announced = verb > noun.first and clause.vg.lemma in self.language.grammar.reporting.verbs
            last = verb if announced else len(self.tokens)
            near = date_of([date for date in own if noun.first < date.first < last], planned=True)
            if noun.det in self.language.grammar.groups.demonstratives:
                # "had announced this withdrawal in May": what was told of before has no date here.
                near = None
            if near is not None or ahead:
                return near
            planned = False
        if planned and noun is not None and clause is not None:
            # "The deal signed on 2 February will take effect in April": what is to come has the day of its own verb.
            own.sort(key=lambda day: day not in clause.dates)
        if claim.type not in _PACTS_MADE:
            own = [date for date in own if not self.owned.dates_a_pact(date)]
        told = date_of(own, planned=planned, published=self.published)
        if planned and told is not None and clause is not None and _was_to_be(clause):
            told = self._lately(told, date_of(own, planned=False, published=self.published))
        if told is not None and told.start is None and claim.type in DECIDED and claim.stage == "done":
            # "is expelled and must leave by Friday": the term is not the day of the act.
            told = None
        promise = claim.type in PROMISED
        if told is None and claim.type in VISITS | _MEETINGS:
            told = date_of(scene.dates_of_event(), planned=planned, published=self.published)
        return told or self._date_around(scene, planned=planned, ahead=ahead, promise=promise)

    def _lately(self, ahead: Interval, back: Interval | None) -> Interval:
        """The day of what "was to be" in December: the last one, where that is much nearer to publication."""
        told = Interval.of(self.published).last() if self.published is not None else None
        begins, ended = ahead.first(), back.last() if back is not None else None
        if back is None or told is None or begins is None or ended is None:
            return ahead
        return back if (told - ended) * _MUCH_NEARER < begins - told else ahead

    def since(self, clause: Clause) -> Interval | None:
        """From when on what a clause sums up was done: "since X invaded Y on 24 February"."""
        since = self.language.grammar.times.since
        days = [day for one in self.clauses if one.opener in since and one is not clause for day in one.dates]
        told = date_of(days, planned=False, published=self.published)
        return Interval(start=told.start) if told is not None and told.start is not None else None

    def _counted_from_main(self, scene: Scene) -> Interval | None:
        """The day so many days before that of the main clause: "a week after X visited Lima, Y recalled"."""
        distance = find_distance(scene, self.items, self.tokens, self.language)
        if distance is None:
            return None
        main = next(
            (
                one
                for one in self.clauses
                if one is not scene.clause and one.vg.finite and not (one.opener or one.relative)
            ),
            scene.clause if scene.noun is not None else None,
        )
        around = [] if main is None else self.owned.of_clause(main.dates, main)
        told = date_of(around, planned=False, published=self.published)
        told = told or self._date_of_setting(scene, planned=False)
        if told is None and self.published is not None and distance.unit != "day":
            # What has no date of its own is news of these weeks; its day nobody knows.
            told = Interval.of(self.published, basis="inferred")
        if told is None or told.first() is None or told.last() is None:
            return None
        if told.precision != "day" and distance.unit in {"day", "week", "fortnight"}:
            return None
        try:
            found = shift(told, distance.number, distance.unit)[0]
        except (InvalidInterval, OverflowError):
            # "nine thousand years after": no date that exists.
            return None
        return msgspec.structs.replace(found, basis=told.basis)

    def _date_around(self, scene: Scene, *, planned: bool, ahead: bool, promise: bool) -> Interval | None:
        """The date of the clause that rules this one, else the one that opens the sentence."""
        ruled = scene.clause is not None and not scene.clause.ruler
        governor = scene.clause.governor if scene.clause is not None and ruled else None
        while governor is not None:
            if ahead and governor.vg.tense in OVER:
                # "a annoncé mardi qu'il se rendra": the day of the announcement is not that of the visit.
                return date_of(governor.dates, planned=False, published=self.published) if promise else None
            around = self.owned.of_clause(governor.dates, governor)
            if around and governor.vg.form != "pastpart":
                # "appeared on Sunday to announce the rupture": that Sunday is past, whatever was to come of it.
                return date_of(around, planned=planned and governor.vg.tense not in _PAST_TENSES)
            governor = governor.governor
        return self._date_of_setting(scene, planned=planned)

    def _date_of_setting(self, scene: Scene, *, planned: bool) -> Interval | None:
        """The date that the part of the sentence sets out with; a semicolon or a full stop begins another.

        What a relative clause tells of a place or person is of the day of the clause around it.
        """
        clause = scene.clause
        if clause is not None and clause.relative and clause.antecedent is not None:
            around = next(
                (
                    other
                    for other in self.clauses
                    if other.at < clause.at and other.vg.finite and clause.antecedent in other.obliques + other.objects
                ),
                None,
            )
            if around is not None and around.dates and around.vg.tense in _PAST_TENSES:
                # "left on Friday for a tour that will take him to Ghana": that Friday is past.
                return date_of(around.dates, planned=False)
        if clause is not None and scene.noun is None and not planned:
            shared = self._date_of_fellow(clause)
            if shared is not None:
                return shared
        starts = [
            at + 1 for at, item in enumerate(self.items[: scene.at]) if item.kind == "mark" and item.head in _PARTS
        ]
        for item in self.items[starts[-1] if starts else 0 :]:
            if item.kind == "date" and self.owned.sets_out(item, clause):
                return date_of([item], planned=planned)
            if item.kind == "vg" and item.vg is not None and item.vg.finite:
                break
        return None

    def _date_of_fellow(self, clause: Clause) -> Interval | None:
        """The date of the verb before that has the same subject: "flew to Oslo in May and was received by the king"."""
        reporting = self.language.grammar.reporting.verbs
        fellows = [
            other
            for other in self.clauses
            if other.at < clause.at
            and other.subject is clause.subject is not None
            and other.vg.finite
            and other.relative == clause.relative
            and other.vg.tense in OVER
            and clause.vg.tense in OVER
            and other.vg.lemma not in reporting
        ]
        return date_of(fellows[-1].dates, planned=False, published=self.published) if fellows else None


def _was_to_be(clause: Clause) -> bool:
    """Whether a plan is told as one of before: "was to visit", "était attendu"."""
    ruled = clause.vg.form == "inf" and clause.governor is not None and clause.governor.vg.copula
    ruling = clause.governor if ruled and clause.governor is not None else clause
    return ruling.vg.tense in _PAST_TENSES
