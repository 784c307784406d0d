"""What is told beside a claim: its place in the article, date, goods, length and the quote that proves it."""

import msgspec

from service.extract.acts.frames import Frame
from service.extract.acts.quoting import find_quote, show_amount
from service.extract.acts.scene import Scene
from service.extract.acts.truth import Truth
from service.extract.amounts.francs import home_dollar, own_currency, own_franc
from service.extract.amounts.goods import load_amount_words
from service.extract.amounts.mentions import AmountMention
from service.extract.amounts.shipments import FORCES, find_worth, is_money, named_behind, split_goods, worth_before
from service.extract.amounts.totals import find_totals
from service.extract.claims import VISITS, Claim
from service.extract.dates.dating import PROMISED, Dating
from service.extract.dates.foretold import foretells
from service.extract.dates.habits import find_habits
from service.extract.dates.stays import days_told
from service.extract.parties.speech import find_telling
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause
from service.extract.syntax.parsed import Parsed
from service.extract.syntax.verbs import OVER

_STATES = frozenset({"EnvoyAccredited", "MembershipStarted"})
"""Acts by which somebody comes to be what he is then."""
_CARRIERS = frozenset({"aircraft", "ships", "vehicles"})
"""Goods in which others may come."""
_MILLION = 1_000_000
"""What a bare figure is worth, at least, that tells of money."""
_CURRENCY = 3
"""Letters of the code of a currency."""
_SINGLE = "single"
"""What a frame says of what is given once, whatever the year: a debt is written off."""
_SUMMED = frozenset({"AidDelivered", "MilitarySupportProvided"})
_GIVEN = frozenset({"AidDelivered", "AidPledged", "MilitarySupportProvided", "MilitarySupportEnded", "AidSuspended"})
_CHANGED = 9
"""Tokens before two figures within which a verb tells that one becomes the other."""


class Details:
    """Completes the claims of one sentence."""

    def __init__(self, sentence: Parsed) -> None:
        """Keep what all claims of the sentence share."""
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.items = sentence.items
        self.clauses = sentence.clauses
        self.language = sentence.language
        self._habits: frozenset[int] | None = None
        self._stretches: frozenset[int] | None = None
        self._totals: frozenset[int] | None = None
        self._dating: Dating | None = None

    # What follows is made where a claim asks for it: most sentences make none.
    @property
    def dating(self) -> Dating:
        """What dates the claims of the sentence."""
        if self._dating is None:
            telling = find_telling(self.items, self.clauses, self.language)
            self._dating = Dating(self.sentence, telling)
        return self._dating

    def _is_habit(self, clause: Clause) -> bool:
        """Whether a verb tells what is done over and over."""
        if self._habits is None:
            self._habits = find_habits(self.tokens, self.clauses, self.language.grammar.times.habits)
        return clause.at in self._habits

    def _is_stretch(self, clause: Clause) -> bool:
        """Whether a verb tells what was done over a stretch of time."""
        if self._stretches is None:
            self._stretches = find_habits(self.tokens, self.clauses, self.language.grammar.times.stretches)
        return clause.at in self._stretches

    def _is_total(self, token: int) -> bool:
        """Whether the figure at a token is a total."""
        if self._totals is None:
            self._totals = find_totals(self.items, self.tokens, self.language.grammar.totals)
        return token in self._totals

    def complete_all(
        self, told: list[Claim], frame: Frame, scene: Scene, truth: Truth, span: tuple[int, int]
    ) -> list[Claim]:
        """The claims of a trigger, completed; the trigger stands at the tokens of ``span`` (from, to)."""
        return [one for claim in told for one in self.complete(claim, frame, scene, truth, *span)]

    def complete(self, claim: Claim, frame: Frame, scene: Scene, truth: Truth, first: int, last: int) -> list[Claim]:
        """A claim of the trigger at tokens ``first`` to ``last`` (exclusive), completed; one for each of its goods."""
        claim.start, claim.end = find_quote(scene, self.tokens, first, last)
        place = self.sentence.place
        claim.sentence, claim.paragraph, claim.lead = place.sentence, place.paragraph, place.lead
        if claim.background and not any(one.vg.finite for one in self.clauses):
            # "Closed, for its part, the consulate in X": where no verb tells it, the participle does.
            claim.background = False
        claim.strength = 1 if place.title else 3 if scene.noun is None and not claim.background else 2
        # "promised on Tuesday": that of a promise made is the day of the promise.
        promised = claim.type in PROMISED and scene.noun is None and _made(scene.clause)
        claim.when = self.dating.date(claim, scene, planned=claim.stage == "planned" and not promised)
        if claim.when is None and not truth.background:
            claim.when = self.dating.said_on(claim, scene.clause)
        claim.habit = scene.clause is not None and self._of_no_day(claim, scene.clause, noun=scene.noun is not None)
        claim.foretold = claim.stage == "planned" and foretells(scene.clause, self.language)
        if claim.type == "MeetingHeld" and not claim.mode:
            claim.mode = self._how_met(frame, first, last)
        if claim.type in VISITS:
            claim.days = 0 if self.dating.counted else days_told(scene.dates, self.tokens, self.language)
            if scene.noun is not None and scene.noun.prep in self.language.grammar.nominal.ended:
                # "returned on Wednesday after a visit of two days": that was the last one.
                claim.days = -claim.days
        goods = [
            part.amount for chunk in scene.chunks("goods") for part in (chunk, *chunk.conj) if part.amount is not None
        ]
        if claim.type in _GIVEN:
            if claim.type == "AidPledged" and self._is_spent(claim, scene):
                # "has allocated two billion since 1992": what was granted for years has been given.
                claim.type, claim.stage = "AidDelivered", "done"
            summed = claim.stage == "done" and scene.clause is not None and self._over_a_stretch(claim, scene.clause)
            if summed and scene.clause is not None:
                claim.when = claim.when or self.dating.since(scene.clause)
            goods = [self._as_money(good, claim, scene) for good in goods]
            if claim.stage == "done" and goods and all(good.item in _CARRIERS for good in goods):
                goods = self._brought(scene) or goods
            # What an act of forces is told to comprise; what they bring along is another act.
            goods = [g for g in goods if g.item is not None and (frame.data.item not in FORCES or g.item in FORCES)]
            if not goods and frame.data.item:
                goods = [
                    AmountMention(
                        first=first,
                        last=first,
                        min=None,
                        max=None,
                        approximate=False,
                        unit=None,
                        item=frame.data.item,
                        military=frame.data.item in FORCES,
                        head=None,
                    )
                ]
            if not any(good.counted for good in goods):
                goods = [*goods, *self._told_apart(first, last)]
            return [
                self._as_told(one, scene.resolver.memory.home, summed=summed)
                for one in split_goods(
                    claim,
                    goods,
                    self.tokens,
                    self.language.grammar,
                    convertible=any(e.act == "aid" for e in frame.emissions),
                    armed=self._armed(),
                )
            ]
        return [claim]

    def _brought(self, scene: Scene) -> list[AmountMention]:
        """What planes or ships that are sent are to bring: "sent a plane to bring in relief supplies"."""
        groups = self.language.grammar.groups
        return [
            part.amount
            for clause in self.clauses
            if clause.governor is scene.clause and clause.vg.form in {"inf", "prespart"}
            if clause.vg.lemma in groups.carries and clause.subject is None
            for chunk in (*clause.objects, *clause.obliques)
            for part in (chunk, *chunk.conj, *chunk.comps)
            if part.amount is not None and not part.amount.military and part.amount.unit != "persons"
        ]

    def _is_spent(self, claim: Claim, scene: Scene) -> bool:
        """Whether a verb in the past, of no promise, sums up what was granted over a time."""
        clause = scene.clause
        if clause is None or scene.noun is not None or not _made(clause):
            return False
        promises = self.language.grammar.control_of(clause.vg.lemma) == "intended"
        return not promises and self._over_a_stretch(claim, clause)

    def _told_apart(self, first: int, last: int) -> list[AmountMention]:
        """How much was given, where it is told apart from the trigger at tokens ``first`` to ``last``."""
        grammar = self.language.grammar
        worth = find_worth(self.items, self.tokens, last, grammar.valuations) or worth_before(
            self.items, first, grammar.groups.costs
        )
        return [worth] if worth is not None else named_behind(self.items, last)

    def _as_money(self, good: AmountMention, claim: Claim, scene: Scene) -> AmountMention:
        """A sum without a currency: "a grant of 5 million" is in that of the last sum, else in the giver's own."""
        if good.item is not None or good.unit is not None or (good.min or 0) < _MILLION:
            return good
        gift = scene.resolver.memory.gift
        unit = gift.unit if gift is not None else own_currency(claim.sources)
        if not is_money(unit) or self._is_for_somebody(good):
            return good
        words = load_amount_words(self.language.code)
        return msgspec.structs.replace(good, unit=unit, item=words.money)

    def _is_for_somebody(self, figure: AmountMention) -> bool:
        """Whether a bare figure stands behind a preposition of its own: "food for two million"."""
        possession = self.language.grammar.prepositions.possession
        return any(
            part.first <= figure.first < part.last and part.prep not in possession and part.prep != ""
            for item in self.items
            for part in (item, *item.comps)
            if part.amount is figure
        )

    def _how_met(self, frame: Frame, first: int, last: int) -> str:
        """In person where the frame tells of a visit too; from afar where the words about the trigger say so."""
        if any(emission.act == "visit" for emission in frame.emissions):
            return "in_person"
        verbs = [item.vg for item in self.items if item.vg is not None]
        start = max((vg.last for vg in verbs if vg.last <= first), default=0)
        end = min((vg.first for vg in verbs if vg.first >= last), default=len(self.tokens))
        for mode, words in self.language.grammar.remote.items():
            if not words.isdisjoint([token.fold for token in self.tokens[start:end]]):
                return mode
        return ""

    def _of_no_day(self, claim: Claim, clause: Clause, *, noun: bool) -> bool:
        """Whether a clause tells of no one day, or of one that lies further back than what the article is about."""
        # "had decided to recall": what rules an infinitive tells its time.
        ruling = clause
        while ruling.vg.form == "inf" and ruling.governor is not None:
            ruling = ruling.governor
        remote = not noun and ruling.vg.tense in self.language.grammar.times.remote
        remote = remote and (claim.background or ruling is not clause)
        if remote:
            # "... had landed, the ministry said": what is said to have been done is news.
            verbs = self.language.grammar.reporting.verbs
            said = any(one.vg.lemma in verbs and one is not ruling for one in self.clauses)
            remote = not said and ruling.governor is None
        return remote or self._is_habit(clause) or _lasts(claim, clause)

    def _armed(self) -> bool:
        """Whether the sentence speaks of armed forces: what aircraft and vehicles are for depends on it."""
        groups = self.language.grammar.groups
        verb = next((item.first for item in self.items if item.kind == "vg"), 0)
        for item in self.items:
            if any(self._fights(part) for part in (item, *item.comps)):
                return True
            if not groups.armed.isdisjoint(item.adjectives):
                # "Two military planes carried the rice to a military hospital."
                brings = item.head in groups.carriers and (item.prep or item.first < verb)
                if not (brings or item.head in groups.needy):
                    return True
        return False

    def _fights(self, part: Chunk) -> bool:
        """Whether a phrase names armed forces; the police are none."""
        policing = self.language.grammar.groups.policing
        return part.cls == "forces" and part.head not in policing and policing.isdisjoint(part.adjectives)

    def _as_told(self, claim: Claim, home: tuple[str, ...], *, summed: bool) -> Claim:
        """What is summed up is a total; troops counted in passing, without a date of their own, are a standing one."""
        show_amount(claim, self.tokens)
        single = claim.cumulative == _SINGLE
        if single:
            claim.cumulative = ""
        if claim.cumulative and claim.type == "AidPledged":
            # "will bring the total to three billion": what all gifts come to is no promise.
            claim.type = "AidDelivered"
        if claim.amount is not None:
            unit = own_franc(claim.amount.unit, (*claim.sources, *claim.targets))
            written = " ".join(token.text for token in self.tokens[claim.amount.first : claim.amount.last + 1])
            american = load_amount_words(self.language.code).american
            unit = home_dollar(unit, written, claim.sources, home, american)
            if unit != claim.amount.unit:
                claim.amount = msgspec.structs.replace(claim.amount, unit=unit)
            if self._is_raised(claim.amount):
                claim.amount = msgspec.structs.replace(claim.amount, min=claim.amount.max)
        if claim.amount is not None and self._is_total(claim.amount.first) and claim.type in _SUMMED:
            claim.cumulative = claim.cumulative or "running"
        if claim.when is not None and claim.when.end is None and claim.when.start is not None and claim.type in _SUMMED:
            # "has given 150 million since 1999"
            claim.cumulative = claim.cumulative or "running"
        if claim.type in _SUMMED and not single and self._of_a_year_past(claim):
            claim.cumulative = claim.cumulative or "running"
        people = claim.amount is not None and claim.amount.unit == "persons"
        if summed and claim.type in _SUMMED and claim.amount is not None and claim.amount.counted and not people:
            claim.cumulative = claim.cumulative or "running"
        counted = claim.amount is not None and claim.amount.unit in {"persons", "items"}
        if (
            claim.type == "MilitarySupportProvided"
            and counted
            and claim.background
            and claim.when is None
            and not (claim.cumulative or single)
        ):
            claim.cumulative = "stock"
        if claim.cumulative == "stock" and (claim.amount is None or not claim.amount.counted):
            # "soldiers are still based there": a standing total needs a figure.
            claim.cumulative = ""
        return claim

    def _over_a_stretch(self, claim: Claim, clause: Clause) -> bool:
        """Whether a clause sums up what was given over a time: "so far", "since the war broke out", "in 2020-2023"."""
        since = self.language.grammar.times.since
        when = claim.when
        years = when is not None and when.precision == "year" and when.start != when.end
        return (
            years
            or (when is not None and when.start is None)
            or self._is_stretch(clause)
            or any(one.prep in since for one in clause.obliques)
            or any(one.opener in since for one in self.clauses if one is not clause)
        )

    def _is_raised(self, amount: AmountMention) -> bool:
        """Whether two figures tell what a sum was and what it becomes: "raised its aid from 20 to 40 million"."""
        if amount.min is None or amount.max is None or amount.min == amount.max:
            return False
        around = self.tokens[max(0, amount.first - _CHANGED) : amount.first + 1]
        from_to = self.language.grammar.groups.from_to
        changes = self.language.grammar.groups.changes
        return any(token.fold in from_to for token in around[-2:]) and any(token.fold in changes for token in around)

    def _of_a_year_past(self, claim: Claim) -> bool:
        """Whether money was given in a year before that of publication: what it all came to ("5 million in 2023").

        Of goods a single lot may be meant.
        """
        when, amount, published = claim.when, claim.amount, self.sentence.published
        if when is None or when.start is None or when.start != when.end or amount is None or published is None:
            return False
        unit = amount.unit or ""
        money = len(unit) == _CURRENCY and unit.isupper()
        return money and when.precision == "year" and when.start < published[:4]


def _lasts(claim: Claim, clause: Clause) -> bool:
    """Whether a clause says what somebody is, not how he came to be it: "is ambassador", "are members of"."""
    return claim.type in _STATES and clause.vg.copula and clause.vg.tense == "pres"


def _made(clause: Clause | None) -> bool:
    """Whether the verb tells of something that was done: past, and no infinitive of its own ("was to deliver")."""
    return clause is not None and clause.vg.finite and clause.vg.tense in OVER and not clause.vg.modal
