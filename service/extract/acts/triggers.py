"""The triggers of one sentence, verbs and nouns in order: each with its surroundings, matched against its frames."""

import msgspec

from service.extract.acts.choose import Answer, Option, Question, weigh
from service.extract.acts.details import Details
from service.extract.acts.echoes import echo
from service.extract.acts.envoy_lists import Awaited, list_envoys, note_envoys
from service.extract.acts.frames import Frame
from service.extract.acts.match import Standing, claim, lies_ahead, stand
from service.extract.acts.nominal import called_off_next, judge_noun
from service.extract.acts.open_acts import OpenAct, done_beside, made_there, take_up_parties
from service.extract.acts.plain_words import in_plain_words
from service.extract.acts.resume import TAKEN_UP
from service.extract.acts.scene import Scene
from service.extract.acts.stops import add_place_before, add_stops
from service.extract.acts.trips import call_off
from service.extract.acts.truth import Truth, judge, refusal
from service.extract.amounts.ellipsis import complete_figures, last_gift
from service.extract.amounts.shares import share_out, share_respectively
from service.extract.amounts.worths import Uncounted, count_later, note_uncounted
from service.extract.claims import CHOSEN, ENDED, Claim, Dropped, dyads_of
from service.extract.dates.counted_days import find_distance
from service.extract.parties.actors import SEATED, Resolver
from service.extract.parties.memory import LastTold
from service.extract.parties.noting import (
    bearer_of,
    introduce,
    note_assailant,
    note_assault,
    note_leader,
    note_place,
    note_topic,
    note_visits,
    place_of,
)
from service.extract.parties.referents import NOBODY, Referent
from service.extract.parties.speech import find_speaker
from service.extract.parties.things import name_matter, name_owned, note_matter, note_thing
from service.extract.parties.threads import DISPUTE, kind_of
from service.extract.syntax.asides import find_asides
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause
from service.extract.syntax.parsed import Parsed
from service.extract.syntax.verbs import OVER

_STAYS = frozenset({"MilitarySupportEnded"})
_NOT_REFUSED = Truth(dropped="nobody refuses it")
_STATIONED = "MilitarySupportProvided"
_TOLD = frozenset({"past", "imperf", "pluperf", "pres"})
_LONG = frozenset({"month", "year"})
"""Units of time by which what came before a plan is over, whenever the plan is for."""


class Triggers:
    """Finds the claims of one sentence, and keeps what it learns in the article's memory."""

    def __init__(self, sentence: Parsed, resolver: Resolver) -> None:
        """Gather what is known of the sentence."""
        self.language = sentence.language
        self.published = sentence.published
        self.tokens = sentence.tokens
        self.items = sentence.items
        self.clauses = sentence.clauses
        self.resolver = resolver
        self.sentence = sentence
        self.details = Details(sentence)
        self.dropped: list[Dropped] = []
        self.explain = False
        self.uncounted = Uncounted()
        """The gifts without a figure that were told last."""
        self.envoys: Awaited | None = None
        """The reception of envoys that was told last without saying whose they are."""
        self.questions: list[Question] = []
        self.left: set[tuple[str, str, str]] = set()
        """Whose forces leave where, as the sentence told so far."""
        self.open_acts: list[OpenAct] = []
        """Triggers that told nothing for want of parties."""
        self.question = "?" in [token.text for token in self.tokens[-2:]]
        reporting = self.language.grammar.reporting.verbs
        tenses = [clause.vg.tense for clause in self.clauses if clause.vg.lemma in reporting]
        self.reported = bool(tenses) and not _TOLD.isdisjoint(tenses)
        for clause in reversed(self.clauses):
            # The last one first: "a delegation led by X, who heads Italy's bank".
            note_leader(clause, resolver)

    def claims(self) -> list[Claim]:
        """The claims of its verbs, then of its nouns."""
        found: list[Claim] = []
        # The topic first: whose "the government" is depends on the place that the sentence sets out with.
        note_topic(self.items, self.clauses, self.resolver)
        find_speaker(self.items, self.clauses, self.resolver)
        by_item = {clause.at: clause for clause in self.clauses}
        memory = self.resolver.memory
        before = memory.subject
        main = NOBODY
        for at, item in enumerate(self.items):
            if item.kind == "np":
                if item.cls in SEATED:
                    self.resolver.note_seat(item, self.items[at + 1] if at + 1 < len(self.items) else None)
                introduce(item, self.resolver)
                note_assault(item, self.resolver)
                note_thing(item, memory)
            if at in by_item:
                clause = by_item[at]
                subject = self._subject_of(clause)
                self.resolver.recall.owner = subject
                self.resolver.recall.local = place_of(clause, self.resolver)
                if memory.gift is not None:
                    complete_figures(clause, memory.gift, self.tokens, self.language)
                told = self._verb(clause) or self._in_plain_words(clause) or self._echo(clause)
                if told:
                    found.extend(told)
                    # What was chosen is not known well enough to choose by.
                    sure = [one for one in told if not one.chosen()]
                    note_visits(sure, memory)
                    memory.threads.tell(sure)
                    memory.gift = last_gift(sure, memory.gift)
                self.resolver.recall.owner = NOBODY
                if subject.codes:
                    memory.set_subject(subject)
                    alone = clause.governor is None and not clause.opener
                    if clause.vg.finite and not clause.relative and (alone or self._cleft(clause)):
                        main = subject
                elif (
                    clause.subject is not None
                    and clause.subject.cls in {"noun", "amount"}
                    and not (clause.vg.form == "pastpart" and clause.subject.prep)
                    and not clause.relative
                    and clause.governor is None
                ):
                    # "Le séjour ... Il confirme": a thing is what the next pronoun means, not the person before it,
                    # unless it is somebody's: "Le séjour du ministre ... Il confirme", or only goes with the verb:
                    # "In a statement read on television, their rulers".
                    self.resolver.memory.subject = bearer_of(clause.subject, clause, self.resolver)
                if clause.vg.inverted and clause.vg.lemma in self.language.grammar.reporting.verbs:
                    # "..., a-t-il déclaré": who speaks is who was spoken of before the speech.
                    self.resolver.memory.subject = before
                note_matter(clause, self.resolver, sure=any(not one.chosen() for one in told))
                note_place(clause, self.resolver)
                note_assailant(clause, self.resolver)
        of_nouns = self._all_nouns()
        found.extend(of_nouns)
        note_visits([one for one in found if not one.chosen()], memory)
        memory.threads.tell([one for one in of_nouns if not one.chosen() and kind_of(one.type) == DISPUTE])
        if main and memory.subject:
            # "X said that Y had left. He ...": who acts in the main clause is who the next sentence goes on about.
            memory.set_subject(main)
        beside = [
            *made_there(found, self.open_acts, self.resolver, self.details),
            *done_beside(found, self.open_acts, self.details),
            *call_off(found, self.open_acts, self.details),
        ]
        return self._but_repeats([*found, *beside, *self._headline(found), *self._beside()])

    def _all_nouns(self) -> list[Claim]:
        """The claims of its nouns, each read with who acts in its clause as the one spoken of."""
        found: list[Claim] = []
        memory = self.resolver.memory
        for at, item in enumerate(self.items):
            if item.kind == "np" and self._tells(item):
                around = self._clause_at(at)
                acting = self._subject_of(around) if around is not None else None
                before = memory.subject
                if acting is not None and acting.codes:
                    memory.subject = acting
                found.extend(self._nouns(item, at, around, None))
                memory.subject = before
        return found

    def list_envoys(self, told: list[Claim]) -> list[Claim]:
        """The claims of a sentence that only says of which states the envoys are who were received before."""
        known = self.envoys
        if told or known is None:
            return []
        fillers = list_envoys(known, self.items, self.clauses, self.language, self.resolver)
        if not fillers:
            return []
        self.envoys = None
        clause = self.clauses[0] if self.clauses else None
        scene = Scene(language=self.language, resolver=self.resolver, items=self.items, clause=clause)
        outcome = claim(known.standing.filled(fillers, TAKEN_UP), scene, known.truth)
        if isinstance(outcome, str):
            return []
        first, last = self.resolver.spans[0][0], self.resolver.spans[-1][0]
        listed = self.details.complete_all(outcome, known.standing.frame, scene, known.truth, (first, first + 1))
        for one in listed:
            # What proves it names every one of them.
            one.end = max(one.end, self.tokens[last].end)
        return listed

    def count_gifts(self, told: list[Claim]) -> list[Claim]:
        """Give a gift told without a figure the one that another clause tells of it; the claims of further goods."""
        sentence = self.resolver.memory.sentence
        self.uncounted = note_uncounted(told, self.uncounted, sentence)
        return count_later(self.uncounted, self.clauses, self.items, self.tokens, self.language, self.resolver)

    def _but_repeats(self, claims: list[Claim]) -> list[Claim]:
        """The claims but those of chosen parties between whom the sentence tells of another act for sure."""
        if not self.questions and not any(told.chosen() for told in claims):
            return claims
        sure = {frozenset(pair) for told in claims if not told.chosen() for _, *pair in dyads_of(told)}
        if not sure:
            return claims
        for question in self.questions:
            question.answers[:] = [one for one in question.answers if not sure & {frozenset(d[1:]) for d in one.dyads}]
        return [
            told for told in claims if not told.chosen() or not sure & {frozenset(pair) for _, *pair in dyads_of(told)}
        ]

    def _subject_of(self, clause: Clause) -> Referent:
        told, ruler = clause.subject, clause.governor
        if told is not None and told.head in self.language.grammar.pronouns.latter and ruler is not None:
            # "The king said that the latter ..."
            return self.resolver.resolve(told, against=self.resolver.resolve(ruler.subject).codes)
        return self.resolver.resolve(told)

    def _cleft(self, clause: Clause) -> bool:
        """Whether a clause is what "c'est par X que ..." says."""
        ruler = clause.governor
        if ruler is None or ruler.subject is None or ruler is not self.clauses[0]:
            return False
        return ruler.vg.copula and ruler.subject.cls == "pronoun" and not ruler.objects

    def _clause_at(self, at: int) -> Clause | None:
        """The clause whose argument the item at ``at`` is, else the nearest one."""
        item = self.items[at]
        own: Clause | None = None
        for clause in self.clauses:
            if clause.subject is item or item in clause.objects or item in clause.obliques:
                if clause.vg.form != "pastpart" or clause.subject is not item:
                    return clause
                # "La visite, entamée mardi, se poursuit à Rome": what goes on says where.
                own = own or clause
        if own is not None:
            return own
        return next((clause for clause in reversed(self.clauses) if clause.at < at), None)

    def _verb(self, clause: Clause) -> list[Claim]:
        frames = self.language.frames.by_verb.get(clause.vg.lemma)
        if not frames:
            return []
        name_owned(clause, self.clauses, self.resolver)
        name_matter(clause, frames, self.resolver.memory)
        truth = self._ahead(judge(clause, self.language, reported=self.reported), clause)
        scene = Scene(language=self.language, resolver=self.resolver, items=self.items, clause=clause)
        scene.dates = clause.dates
        scene.at = clause.at
        scene.clauses = self.clauses
        first, last = clause.vg.first, clause.vg.last
        claims = self._match(frames, scene, truth, first, last)
        if clause.vg.form == "pastpart" and not clause.dates:
            # "retire ses soldats stationnés au Tchad": that they were there is told with their leaving.
            claims = [one for one in claims if one.type != _STATIONED or not self.left & set(dyads_of(_leaving(one)))]
        self.left.update(dyad for one in claims if one.type in _STAYS for dyad in dyads_of(one))
        if not claims:
            return claims
        own = self._before_next(clause)
        claims = add_stops(claims, own, clause.at, self.tokens, self.resolver, self.published)
        claims = add_place_before(claims, clause, self.tokens, self.resolver)
        claims = share_respectively(claims, self.tokens, self.language)
        memory = self.resolver.memory
        sure = [one for one in claims if not one.chosen()]
        memory.last = LastTold(sure, self._subject_of(clause).codes, memory.sentence)
        return share_out(claims, clause, own, self.tokens, self.resolver)

    def _in_plain_words(self, clause: Clause) -> list[Claim]:
        """The claims of the verb that an idiom means, where its own makes none."""
        if clause.vg.lemma not in self.language.idioms:
            return []
        for plain in in_plain_words(clause, self.language.idioms):
            told = self._verb(plain)
            if told:
                return told
        return []

    def _echo(self, clause: Clause) -> list[Claim]:
        """The claims of a clause by which others do what was told last."""
        told, grammar = self.resolver.memory.last.claims, self.language.grammar
        if not told or (clause.vg.lemma not in grammar.groups.echoes and clause.vg.lemma not in grammar.verbs.followed):
            return []
        scene = Scene(language=self.language, resolver=self.resolver, items=self.items, clause=clause)
        return echo(scene, judge(clause, self.language, reported=self.reported), self.tokens, self.published)

    def _before_next(self, clause: Clause) -> list[Chunk]:
        """The pieces of the sentence up to the next clause that leaves out its verb."""
        ends = (other.at for other in self.clauses if other.at > clause.at and self.items[other.at].kind != "vg")
        return self.items[: next(ends, len(self.items))]

    def _tells(self, chunk: Chunk) -> bool:
        """Whether a phrase holds a noun that some frame is reached by."""
        if chunk.head in self.language.frames.by_noun:
            return True
        for part in chunk.comps:
            if self._tells(part):
                return True
        for part in chunk.conj:  # noqa: SIM110  (asked of every phrase: a loop is several times faster here)
            if self._tells(part):
                return True
        return False

    def _ahead(self, truth: Truth, clause: Clause | None) -> Truth:
        """The truth of what the present tense tells: planned, where its date is still to come."""
        ruler = clause
        while ruler is not None and ruler.vg.form == "prespart" and ruler.opener and ruler.governor is not None:
            # "arrives on Saturday, before heading to Rome"
            ruler = ruler.governor
        if ruler is not None and ruler.vg.form == "prespart" and ruler.main is not None:
            # "En recevant jeudi X, le pape a souligné": when it was told by the verb behind it.
            ruler = ruler.main
            named = (
                clause is not None
                and clause.subject is not None
                and clause.subject.head in self.language.frames.by_noun
            )
            if ruler.vg.tense == "fut" and truth.stage == "done" and clause is not None and (clause.dates or named):
                # "The minister, arriving on Friday, will meet X", "a summit grouping X and Y will be held"
                return msgspec.structs.replace(truth, stage="planned")
        if ruler is None or ruler.vg.tense not in {"pres", "cond"} or truth.stage != "done":
            return truth
        if ruler.vg.modal_tense in OVER:
            # "a fait parvenir jeudi": what stands behind the auxiliary is done.
            return truth
        present = ruler.vg.tense == "pres" and ruler.vg.finite and not self.sentence.place.title
        coming = lies_ahead(ruler.dates, self.published, present=present, stays=ruler.vg.copula)
        return msgspec.structs.replace(truth, stage="planned") if coming else truth

    def _nouns(self, chunk: Chunk, at: int, clause: Clause | None, host: Chunk | None) -> list[Claim]:
        found: list[Claim] = []
        frames = self.language.frames.by_noun.get(chunk.head)
        if frames and chunk.kind == "np":
            ahead = self._infinitive_of(clause) if clause is not None and chunk is clause.subject else None
            truth = judge_noun(chunk, clause, host, self.language, reported=self.reported, ahead=ahead)
            truth = self._ahead(truth, clause)
            after, dates = self._following(at)
            if truth.dropped and not truth.open and self._settled(chunk):
                truth = Truth(background=True)
            if clause is not None and not truth.dropped and called_off_next(chunk, clause, self.clauses, self.language):
                truth = msgspec.structs.replace(truth, stage="cancelled")
            for relative in self._relatives(chunk):
                after = [*after, *relative.obliques]
                dates = [*dates, *relative.dates]
                if relative.relative and truth.stage == "done" and self._lies_ahead(relative, chunk):
                    # "a tour that will take him to Ghana", "une tournée qui doit le conduire au Ghana"
                    truth = msgspec.structs.replace(truth, stage="planned")
                elif truth.stage == "done" and self._set_for_later(relative):
                    truth = msgspec.structs.replace(truth, stage="planned")
            scene = Scene(
                language=self.language, resolver=self.resolver, items=self.items, clause=clause, noun=chunk, host=host
            )
            scene.after = after
            scene.at = at
            scene.clauses = self.clauses
            scene.dates = [*dates, *(clause.dates if clause is not None else [])]
            if truth.stage == "planned" and self._is_long_past(scene):
                truth = msgspec.structs.replace(truth, stage="done")
            told = self._match(frames, scene, truth, chunk.first, chunk.last)
            told = add_stops(told, self.items, at, self.tokens, self.resolver, self.published)
            if clause is not None and self.language.grammar.control_of(clause.vg.lemma) == "open":
                # A host that demands that troops leave ends their stay; anybody else only demands it.
                hosts = self._subject_of(clause).codes
                told = [one for one in told if one.type not in _STAYS or set(one.targets) <= set(hosts)]
            found.extend(told)
        for comp in (*chunk.comps, *chunk.conj):
            found.extend(self._nouns(comp, at, clause, chunk))
        return found

    def _is_long_past(self, scene: Scene) -> bool:
        """Whether a noun's act came years or months before a plan: "a year after his visit to Rome, X will go to Y"."""
        noun = scene.noun
        if noun is None or noun.prep not in self.language.grammar.nominal.ended:
            return False
        distance = find_distance(scene, self.items, self.tokens, self.language)
        return distance is not None and distance.number < 0 and distance.unit in _LONG

    def _lies_ahead(self, clause: Clause, journey: Chunk) -> bool:
        """Whether a relative tells that a journey is to come; what somebody will do "where he will meet" is not it."""
        carries = clause.vg.lemma in self.language.grammar.nominal.light_verbs
        if clause.subject is not None and clause.subject is not journey and not carries:
            return False
        return clause.vg.tense == "fut" or judge(clause, self.language, reported=self.reported).stage == "planned"

    def _set_for_later(self, clause: Clause) -> bool:
        """Whether a participle tells that an act is planned for a day to come: "a meeting scheduled for next week"."""
        planned = clause.vg.form == "pastpart" and clause.vg.lemma in self.language.grammar.nominal.planned_verbs
        return planned and lies_ahead(clause.dates, self.published, present=False)

    def _infinitive_of(self, clause: Clause) -> Clause | None:
        """The infinitive right behind a verb of being without anything else: "are to resume"."""
        if not clause.vg.copula or clause.objects:
            return None
        return next((one for one in self.clauses if one.governor is clause and one.vg.form == "inf"), None)

    def _headline(self, found: list[Claim]) -> list[Claim]:
        """The claims of what a line without a verb sets out with: "Kenyan president in Accra"."""
        first = self.items[0] if self.items and not (self.clauses or found) else None
        if first is None or first.prep:
            return []
        known = self.language.frames
        frames = known.of_headlines if first.cls == "person" else known.by_headline.get(first.head)
        if not frames:
            return []
        after, dates = self._following(0)
        scene = Scene(language=self.language, resolver=self.resolver, items=self.items, clause=None, noun=first)
        scene.after = after[:1]
        scene.dates = dates
        coming = not self.language.grammar.nominal.planned_adjectives.isdisjoint(first.adjectives)
        truth = Truth(stage="planned") if coming else self._ahead(Truth(), None)
        return self._match(frames, scene, truth, first.first, first.last)

    def _beside(self) -> list[Claim]:
        """The visits of those who are told between commas to be somewhere: "Buhari, in London for a summit, said"."""
        found: list[Claim] = []
        for at, where in find_asides(self.items, self.language):
            who, place, known = self.items[at], self.items[where], self.language.frames
            frames = known.of_headlines if who.cls == "person" else known.by_headline.get(who.head, [])
            scene = Scene(language=self.language, resolver=self.resolver, items=self.items, clause=None, noun=who)
            scene.after = [place]
            scene.dates = [item for item in self.items[where + 1 : where + 2] if item.kind == "date"]
            found.extend(self._match(frames, scene, Truth(background=True), who.first, place.end))
        return found

    def _following(self, at: int) -> tuple[list[Chunk], list[Chunk]]:
        """The complements and dates right behind a noun phrase."""
        after: list[Chunk] = []
        dates: list[Chunk] = []
        for item in self.items[at + 1 :]:
            if item.kind == "np" and item.prep:
                after.append(item)
            elif item.kind == "date":
                dates.append(item)
            elif item.kind not in {"adv", "comma"}:
                break
        return after, dates

    def _settled(self, noun: Chunk) -> bool:
        """Whether a participle says that the act was done, whatever the clause supposes: "l'exclusion prononcée"."""
        resolved = self.language.grammar.nominal.resolved
        return any(c.vg.form == "pastpart" and c.subject is noun and c.vg.lemma in resolved for c in self.clauses)

    def _relatives(self, noun: Chunk) -> list[Clause]:
        """What tells more of a noun: "le voyage qu'il comptait faire à Madrid", "la visite prévue à Paris"."""
        return [
            clause
            for clause in self.clauses
            if clause.antecedent is noun or (clause.vg.form == "pastpart" and clause.subject is noun)
        ]

    def _match(self, frames: list[Frame], scene: Scene, truth: Truth, first: int, last: int) -> list[Claim]:
        span = (self.tokens[first].start, self.tokens[last - 1].end)
        if self.question:
            self.dropped.append(Dropped(start=span[0], end=span[1], rule=frames[0].id, reason="asked, not told"))
            return []
        open_act = OpenAct([], scene, (first, last))
        ceased = truth
        if scene.noun is None and scene.clause is not None and scene.clause.vg.ceased:
            ceased = judge(scene.clause, self.language, reported=self.reported, ceased=True)
        for frame in frames:
            if frame.data.ceased and ceased is truth:
                continue
            weighed = self._refusal(scene) if frame.data.refused else ceased if frame.data.ceased else truth
            if weighed.ended or weighed.renounced or weighed.spoken_of or frame.data.verbal:
                weighed = _weigh(frame, weighed)
            if weighed.dropped != "":
                self.dropped.append(Dropped(start=span[0], end=span[1], rule=frame.id, reason=weighed.dropped))
                continue
            standing = stand(frame, scene)
            if isinstance(standing, str):
                # What does not fit claims nothing: of each trigger there are many, and only who asks why wants them.
                if self.explain:
                    self.dropped.append(Dropped(start=span[0], end=span[1], rule=frame.id, reason=standing))
                continue
            if standing.left_open:
                open_act.readings.append((standing, weighed))
                self.dropped.append(Dropped(start=span[0], end=span[1], rule=frame.id, reason=standing.refusal()))
                continue
            outcome = claim(standing, scene, weighed)
            if isinstance(outcome, str):
                self.dropped.append(Dropped(start=span[0], end=span[1], rule=frame.id, reason=outcome))
                continue
            claims = self.details.complete_all(outcome, frame, scene, weighed, open_act.span)
            if claims:
                return claims
        if not open_act.readings:
            return []
        claims = take_up_parties(open_act, self.details) or self._choose(open_act)
        if not claims:
            self.envoys = note_envoys(open_act.readings, self.envoys, self.resolver.memory.sentence)
            self.open_acts.append(open_act)
        return claims

    def _refusal(self, scene: Scene) -> Truth:
        """The truth of what a verb tells by not being done."""
        if scene.noun is not None or scene.clause is None:
            return _NOT_REFUSED
        return refusal(scene.clause, self.language, reported=self.reported) or _NOT_REFUSED

    def _choose(self, open_act: OpenAct) -> list[Claim]:
        """The claims of the frame whose open roles have the likeliest parties, where these are likely enough."""
        # Who is less likely is only told of, never claimed.
        least = 0.0 if self.explain else self.resolver.memory.model.threshold
        weighed = [
            (option, standing, truth)
            for standing, truth in open_act.readings
            for option in weigh(standing, open_act.scene, title=self.sentence.place.title, least=least)
        ]
        weighed.sort(key=lambda entry: -entry[0].score)
        if self.explain and weighed:
            at = self.sentence.place.sentence
            self.questions.append(Question(at, [self._answer(*entry, open_act) for entry in weighed]))
        for option, standing, truth in weighed:
            if option.score < self.resolver.memory.model.threshold:
                break
            claims = self._chosen(option, standing, truth, open_act)
            if claims:
                return claims
        return []

    def _chosen(self, option: Option, standing: Standing, truth: Truth, open_act: OpenAct) -> list[Claim]:
        outcome = claim(standing.filled(option.fillers, CHOSEN), open_act.scene, truth)
        if isinstance(outcome, str):
            return []
        return self.details.complete_all(outcome, standing.frame, open_act.scene, truth, open_act.span)

    def _answer(self, option: Option, standing: Standing, truth: Truth, open_act: OpenAct) -> Answer:
        """What would be claimed with these parties."""
        told = self._chosen(option, standing, truth, open_act)
        acts = frozenset(dyad for one in told for dyad in dyads_of(one))
        return Answer(standing.frame.id, option, acts)


def _leaving(told: Claim) -> Claim:
    """The end of what a claim tells of forces."""
    return msgspec.structs.replace(told, type=ENDED[told.type])


def _weigh(frame: Frame, truth: Truth) -> Truth:
    """The truth as it bears on a frame: saying what is wished or planned is said all the same."""
    if truth.spoken_of and frame.behind:
        return msgspec.structs.replace(truth, dropped="")
    if truth.ended and all(emission.act in ENDED for emission in frame.emissions):
        return msgspec.structs.replace(truth, dropped="")
    if truth.renounced and not frame.data.stage and all(emission.act == "visit" for emission in frame.emissions):
        return Truth(stage="cancelled")
    if frame.data.verbal and (truth.open or truth.stage == "planned"):
        return Truth(factuality=truth.factuality)
    return truth
