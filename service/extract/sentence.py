"""One sentence read: its chunks and clauses, and the claims of every trigger in it."""

import msgspec

from events.interval import Interval
from service.extract.actors import NOBODY, Memory, Referent, Resolver, personal
from service.extract.amounts import AmountMention
from service.extract.attach import attach
from service.extract.chunks import Chunk, chunk_sentence
from service.extract.claims import DECIDED, Claim, Dropped
from service.extract.clauses import Clause, find_clauses
from service.extract.frames import Frame
from service.extract.gazetteer import NameMention, settle
from service.extract.language import Language
from service.extract.match import date_of, lies_ahead, match_frame
from service.extract.quoting import find_quote, show_amount
from service.extract.scene import Scene
from service.extract.shares import share_out
from service.extract.shipments import split_goods
from service.extract.stays import days_told
from service.extract.tagging import tag_sentence
from service.extract.tokens import Token
from service.extract.totals import find_totals
from service.extract.tracing import Trace, write_trace
from service.extract.truth import DONE, Truth, judge

_SUMMED = frozenset({"AidDelivered", "MilitarySupportProvided"})


_PAST = frozenset({"past", "pluperf"})


class Place(msgspec.Struct, frozen=True):
    """Where a sentence stands in its article."""

    sentence: int
    paragraph: int
    lead: bool
    title: bool


class SentenceReader:
    """Reads the sentences of one article in order, carrying its memory along."""

    def __init__(self, language: Language, memory: Memory, published: str | None) -> None:
        self.language = language
        self.memory = memory
        self.published = published
        self.told: Interval | None = None
        self.dropped: list[Dropped] = []
        self.traces: list[Trace] = []

    def read(
        self, tokens: list[Token], names: list[NameMention], place: Place, *, explain: bool = False
    ) -> list[Claim]:
        """The claims of one sentence."""
        self.memory.begin_sentence(place.sentence)
        names = settle(names, self.memory.strong)
        tagged = tag_sentence(tokens, names, self.language, self.published, self.memory.known_last_names(), self.told)
        texts = [token.text for token in tokens]
        items = attach(chunk_sentence(tagged, self.language), texts, self.language)
        clauses = find_clauses(items, self.language)
        spoken_of = tuple(dict.fromkeys(code for name in names if not name.weak for code in name.codes))
        unsure = frozenset(at for name in names if not name.codes for at in range(name.first, name.last))
        resolver = Resolver(self.memory, texts, [token.fold for token in tokens], spoken_of, unsure)
        reading = _Sentence(self, tokens, items, clauses, resolver, place)
        claims = reading.claims()
        self.dropped.extend(reading.dropped)
        self._note_told(items)
        for claim in claims:
            if (
                claim.type in _VISITS
                and claim.when is not None
                and claim.when.end is None
                and claim.when.precision == "year"
            ):
                # "la première visite depuis 2000" was not made in 2000.
                claim.when = None
        self.memory.end_sentence((*spoken_of, *resolver.resolved()))
        if explain:
            self.traces.append(write_trace(tokens, names, clauses, claims, reading.dropped))
        return claims

    def _note_told(self, items: list[Chunk]) -> None:
        for item in items:
            if item.date is not None and item.date.past.precision == "day" and item.date.relation != "before":
                self.told = item.date.past


_VISITS = frozenset({"VisitOccurred", "VisitAnnounced"})
_STAYS = frozenset({"MilitarySupportEnded"})


class _Sentence:
    def __init__(
        self,
        reader: SentenceReader,
        tokens: list[Token],
        items: list[Chunk],
        clauses: list[Clause],
        resolver: Resolver,
        place: Place,
    ) -> None:
        self.reader = reader
        self.language = reader.language
        self.tokens = tokens
        self.items = items
        self.clauses = clauses
        self.resolver = resolver
        self.place = place
        self.dropped: list[Dropped] = []
        self.totals = find_totals(items, tokens, self.language.grammar.totals)
        self.question = bool(tokens) and any(token.text == "?" for token in tokens[-2:])
        reporting = self.language.grammar.reporting.verbs
        self.reported = any(
            c.vg.lemma in reporting and c.vg.tense in {"past", "imperf", "pluperf", "pres"} for c in clauses
        )

    def claims(self) -> list[Claim]:
        found: list[Claim] = []
        self._find_speaker()
        self._find_topic()
        by_item = {clause.at: clause for clause in self.clauses}
        before = self.resolver.memory.subject
        for at, item in enumerate(self.items):
            if item.kind == "np":
                self._introduce(item)
            clause = by_item.get(at)
            if clause is not None:
                subject = self._subject_of(clause)
                self.resolver.owner = subject
                found.extend(self._verb(clause))
                self.resolver.owner = NOBODY
                if subject.codes:
                    self.resolver.memory.subject = subject
                elif (
                    clause.subject is not None
                    and clause.subject.cls in {"noun", "amount"}
                    and not clause.relative
                    and clause.governor is None
                ):
                    # "Le séjour ... Il confirme": a thing is what the next pronoun means, not the person before it,
                    # unless it is somebody's: "Le séjour du ministre ... Il confirme".
                    self.resolver.memory.subject = self._bearer(clause.subject)
                if clause.vg.inverted and clause.vg.lemma in self.language.grammar.reporting.verbs:
                    # "..., a-t-il déclaré": who speaks is who was spoken of before the speech.
                    self.resolver.memory.subject = before
                self._remember_place(clause)
        self._remember_visits(found)
        for at, item in enumerate(self.items):
            if item.kind == "np":
                clause = self._clause_at(at)
                subject = self._subject_of(clause) if clause is not None else None
                before = self.resolver.memory.subject
                if subject is not None and subject.codes:
                    self.resolver.memory.subject = subject
                found.extend(self._nouns(item, at, clause, None))
                self.resolver.memory.subject = before
        self._remember_visits(found)
        return found

    def _remember_visits(self, claims: list[Claim]) -> None:
        """Note who visits whom: "son séjour" is the visit told before."""
        visits = self.resolver.memory.visits
        for claim in claims:
            if claim.type in _VISITS:
                for source in claim.sources:
                    visits[source] = tuple(dict.fromkeys((*visits.get(source, ()), *claim.targets)))

    def _find_speaker(self) -> None:
        """Who says what stands in quotation marks: the subject of the last verb of saying of the sentence."""
        reporting = self.language.grammar.reporting.verbs
        for clause in reversed(self.clauses):
            if (
                clause.vg.lemma in reporting
                and clause.vg.finite
                and clause.subject is not None
                and clause.subject.cls != "pronoun"
            ):
                speaker = self.resolver.resolve(clause.subject)
                if speaker.codes:
                    self.resolver.memory.speaker = speaker
                    return

    def _find_topic(self) -> None:
        """Note what a sentence sets out with ("Quant au président X, il ..."): its pronouns mean it."""
        first = next((item for item in self.items if item.kind != "adv"), None)
        if first is not None and first.kind == "np" and first.prep in self.language.grammar.prepositions.topic:
            referent = self.resolver.resolve(first)
            if referent.codes:
                self.resolver.memory.subject = referent

    def _introduce(self, item: Chunk) -> None:
        if item.cls == "pronoun":
            return
        self.resolver.resolve(item)
        for part in (*(comp for comp in item.comps if comp.persons), item, *item.conj[-1:]):
            referent = self.resolver.resolve(part)
            if referent and personal(referent):
                self.resolver.memory.latest = referent

    def _subject_of(self, clause: Clause) -> Referent:
        return self.resolver.resolve(clause.subject)

    def _dismisses(self, noun: Chunk) -> bool:
        """Whether a noun may tell that troops leave."""
        frames = self.language.frames.by_noun.get(noun.head, ())
        return any(emission.act in _STAYS for frame in frames for emission in frame.emissions)

    def _bearer(self, thing: Chunk) -> Referent:
        """The person whose act or thing a noun names, NOBODY where it names none."""
        bearer = next((comp for comp in thing.comps if comp.cls in {"office", "person"}), None)
        return self.resolver.resolve(bearer) if bearer is not None else NOBODY

    def _remember_place(self, clause: Clause) -> None:
        for oblique in clause.obliques:
            if oblique.prep in self.language.grammar.prepositions.place:
                codes = self.resolver.place(oblique)
                if codes:
                    self.resolver.memory.place = codes[:1]

    def _clause_at(self, at: int) -> Clause | None:
        """The clause whose argument the item at ``at`` is, else the nearest one."""
        item = self.items[at]
        for clause in self.clauses:
            if clause.subject is item or item in clause.objects or item in clause.obliques:
                return clause
        before = [clause for clause in self.clauses if clause.at < at]
        return before[-1] if before else None

    def _verb(self, clause: Clause) -> list[Claim]:
        frames = self.language.frames.by_verb.get(clause.vg.lemma)
        if not frames:
            return []
        truth = judge(clause, self.language, reported=self.reported)
        coming = clause.vg.tense in {"pres", "cond"} and truth.stage == "done"
        if coming and lies_ahead(clause.dates, self.reader.published):
            truth = msgspec.structs.replace(truth, stage="planned")
        scene = Scene(language=self.language, resolver=self.resolver, items=self.items, clause=clause)
        scene.dates = clause.dates
        scene.at = clause.at
        first, last = clause.vg.first, clause.vg.last
        claims = self._match(frames, scene, truth, first, last)
        return share_out(claims, clause, self.items, self.tokens, self.resolver)

    def _nouns(self, chunk: Chunk, at: int, clause: Clause | None, host: Chunk | None) -> list[Claim]:
        found: list[Claim] = []
        frames = self.language.frames.by_noun.get(chunk.head)
        if frames and chunk.kind == "np":
            truth = self._noun_truth(chunk, clause, host)
            after, dates = self._following(at)
            for relative in self._relatives(chunk):
                after = [*after, *relative.obliques]
                dates = [*dates, *relative.dates]
            scene = Scene(
                language=self.language, resolver=self.resolver, items=self.items, clause=clause, noun=chunk, host=host
            )
            scene.after = after
            scene.at = at
            scene.dates = [*dates, *(clause.dates if clause is not None else [])]
            told = self._match(frames, scene, truth, chunk.first, chunk.last)
            if clause is not None and self.language.grammar.control_of(clause.vg.lemma) == "open":
                # A host that demands that troops leave ends their stay; anybody else only demands it.
                hosts = self._subject_of(clause).codes
                told = [claim for claim in told if claim.type not in _STAYS or set(claim.targets) <= set(hosts)]
            found.extend(told)
        for comp in (*chunk.comps, *chunk.conj):
            found.extend(self._nouns(comp, at, clause, chunk))
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

    def _relatives(self, noun: Chunk) -> list[Clause]:
        """What tells more of a noun: "le voyage qu'il comptait faire à Madrid", "la visite prévue à Paris"."""
        return [
            clause
            for clause in self.clauses
            if clause.antecedent is noun or (clause.vg.form == "pastpart" and clause.subject is noun)
        ]

    def _noun_truth(self, chunk: Chunk, clause: Clause | None, host: Chunk | None) -> Truth:
        nominal = self.language.grammar.nominal
        truth = DONE
        if clause is not None:
            truth = judge(clause, self.language, reported=self.reported)
            is_object = chunk in clause.objects or (clause.vg.passive and chunk is clause.subject)
            if clause.vg.lemma in nominal.cancelled_verbs and is_object and not truth.dropped:
                postponed = clause.vg.lemma in nominal.postponed_verbs
                return Truth(stage="cancelled", factuality=truth.factuality, mode="postponed" if postponed else "")
            if clause.vg.lemma in nominal.planned_verbs and is_object and not truth.dropped:
                truth = Truth(stage="planned", factuality=truth.factuality)
            if is_object and self.language.grammar.control_of(clause.vg.lemma) == "open" and not self._dismisses(chunk):
                return Truth(dropped=f"“{clause.vg.lemma}” leaves open whether it happens", open=True)
            if clause.vg.lemma in self.language.grammar.reporting.denials and is_object:
                return Truth(dropped=f"“{clause.vg.lemma}” denies it")
            if truth.open and chunk is clause.subject and clause.vg.lemma not in nominal.light_verbs:
                # "La visite pourrait déboucher sur un accord": what is open is not the visit.
                truth = DONE
            if truth.dropped and not (is_object and truth.dropped == "negated"):
                truth = DONE if truth.dropped == "negated" else truth
        if chunk.det in self.language.grammar.negation.alone or chunk.prep in self.language.grammar.negation.alone:
            return Truth(dropped="negated")
        if host is not None and host.head in nominal.cancelled_nouns:
            return Truth(stage="cancelled")
        planned = set(chunk.adjectives) & nominal.planned_adjectives or (
            host is not None and host.head in nominal.planned_nouns
        )
        return (
            Truth(stage="planned", factuality=truth.factuality, dropped=truth.dropped)
            if planned and truth.stage == "done"
            else truth
        )

    def _match(self, frames: list[Frame], scene: Scene, truth: Truth, first: int, last: int) -> list[Claim]:
        span = (self.tokens[first].start, self.tokens[last - 1].end)
        if self.question:
            self.dropped.append(Dropped(start=span[0], end=span[1], rule=frames[0].id, reason="asked, not told"))
            return []
        for frame in frames:
            weighed = truth
            if frame.data.verbal and (truth.open or truth.stage == "planned"):
                weighed = Truth(factuality=truth.factuality)
            if weighed.dropped:
                self.dropped.append(Dropped(start=span[0], end=span[1], rule=frame.id, reason=weighed.dropped))
                continue
            outcome = match_frame(frame, scene, weighed)
            if isinstance(outcome, str):
                self.dropped.append(Dropped(start=span[0], end=span[1], rule=frame.id, reason=outcome))
                continue
            start, end = find_quote(scene, self.tokens, first, last)
            claims: list[Claim] = []
            for claim in outcome:
                claims.extend(self._complete(claim, frame, scene, weighed, start, end, first))
            if claims:
                return claims
        return []

    def _complete(
        self, claim: Claim, frame: Frame, scene: Scene, truth: Truth, start: int, end: int, first: int
    ) -> list[Claim]:
        claim.start, claim.end = start, end
        claim.sentence, claim.paragraph, claim.lead = self.place.sentence, self.place.paragraph, self.place.lead
        claim.strength = 1 if self.place.title else 3 if scene.noun is None and not truth.background else 2
        planned = claim.stage == "planned"
        claim.when = date_of(scene.dates, planned=planned, published=self.reader.published) or self._date_around(
            scene, planned=planned, ahead=planned and claim.type not in DECIDED
        )
        if claim.type in _VISITS:
            claim.days = days_told(scene.dates, self.tokens, self.language)
        goods = [
            part.amount for chunk in scene.chunks("goods") for part in (chunk, *chunk.conj) if part.amount is not None
        ]
        if claim.type in {
            "AidDelivered",
            "AidPledged",
            "MilitarySupportProvided",
            "MilitarySupportEnded",
            "AidSuspended",
        }:
            goods = [g for g in goods if g.item is not None]
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
                        military=True,
                        head=None,
                    )
                ]
            return [
                self._as_told(one)
                for one in split_goods(
                    claim,
                    goods,
                    self.tokens,
                    self.language.grammar.valuations,
                    convertible=any(e.act == "aid" for e in frame.emissions),
                    armed=self._armed(),
                )
            ]
        return [claim]

    def _armed(self) -> bool:
        """Whether the sentence speaks of armed forces: what aircraft and vehicles are for depends on it."""
        return any(
            item.cls == "forces"
            or any(c.cls == "forces" for c in item.comps)
            or "militaire" in item.adjectives
            or "military" in item.adjectives
            for item in self.items
        )

    def _as_told(self, claim: Claim) -> Claim:
        """What is summed up is a total; troops counted in passing, without a date of their own, are a standing one."""
        show_amount(claim, self.tokens)
        if claim.amount is not None and claim.amount.first in self.totals and claim.type in _SUMMED:
            claim.cumulative = claim.cumulative or "running"
        counted = claim.amount is not None and claim.amount.unit in {"persons", "items"}
        if (
            claim.type == "MilitarySupportProvided"
            and counted
            and claim.background
            and claim.when is None
            and not claim.cumulative
        ):
            claim.cumulative = "stock"
        return claim

    def _date_around(self, scene: Scene, *, planned: bool, ahead: bool) -> Interval | None:
        """The date of the clause that rules this one, else the one that opens the sentence."""
        ruled = scene.clause is not None and not scene.clause.ruler
        governor = scene.clause.governor if scene.clause is not None and ruled else None
        while governor is not None:
            if ahead and governor.vg.tense in _PAST:
                # "a annoncé mardi qu'il se rendra": the day of the announcement is not that of the visit.
                return None
            if governor.dates:
                return date_of(governor.dates, planned=planned)
            governor = governor.governor
        for item in self.items:
            if item.kind == "date":
                return date_of([item], planned=planned)
            if item.kind == "vg" and item.vg is not None and item.vg.finite:
                break
        return None
