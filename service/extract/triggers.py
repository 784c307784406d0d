"""The triggers of one sentence, verbs and nouns in order: each with its surroundings, matched against its frames."""

import msgspec

from service.extract.actors import SEATED, Resolver
from service.extract.asides import find_asides
from service.extract.choose import Answer, Option, Question, weigh
from service.extract.chunks import Chunk
from service.extract.claims import CHOSEN, ENDED, VISITS, Claim, Dropped, dyads_of
from service.extract.clause import Clause
from service.extract.details import Details
from service.extract.echoes import echo
from service.extract.ellipsis import complete_figures, last_gift
from service.extract.envoy_lists import Awaited, list_envoys, note_envoys
from service.extract.frames import Frame
from service.extract.going_on import go_on
from service.extract.language import Language
from service.extract.match import GOODS, Standing, claim, lies_ahead, stand
from service.extract.memory import LastTold
from service.extract.nominal import judge_noun
from service.extract.referents import NOBODY, Referent, personal
from service.extract.resume import TAKEN_UP, left_open, take_up
from service.extract.scene import Scene
from service.extract.sentences import Place
from service.extract.shares import share_out, share_respectively
from service.extract.stops import add_stops
from service.extract.surroundings import QUOTING
from service.extract.threads import kind_of
from service.extract.tokens import Token
from service.extract.truth import Truth, judge
from service.extract.worths import Uncounted, count_later, note_uncounted

_OCCASIONS = VISITS | {"MeetingHeld", "MeetingAnnounced"}
_PACTS = frozenset({"agreement", "AgreementSigned", "AgreementAnnounced"})
_STAYS = frozenset({"MilitarySupportEnded"})
_STATIONED = "MilitarySupportProvided"
_QUARREL = "dispute"
"""The kind of acts by which one state turns on another."""
_ENVOY = "envoy"
_OWNED = frozenset({_ENVOY, "mission"})
"""Kinds of things of which each state has its own."""
_TO_ENVOYS = frozenset({"EnvoySummoned", "EnvoyExpelled", "EnvoyRecalled"})
_OWNED_LASTS = 2
"""Sentences for which "its own" may mean the kind of thing told last."""
_THINGS = frozenset({"noun", "amount", "mission"})
_GOES_ON = frozenset({"SanctionsLifted", "aid", "AidDelivered", "EmbassyClosed", "EmbassyOpened", "AidSuspended"})
"""What is done to a thing by whoever had to do with it before, where nobody else is told."""
_OVER = frozenset({"past", "pluperf"})
_TOLD = frozenset({"past", "imperf", "pluperf", "pres"})


class Triggers:
    """Finds the claims of one sentence, and keeps what it learns in the article's memory."""

    def __init__(
        self,
        language: Language,
        published: str | None,
        tokens: list[Token],
        items: list[Chunk],
        clauses: list[Clause],
        resolver: Resolver,
        place: Place,
    ) -> None:
        """Gather what is known of the sentence; ``published`` is the day or month of the article."""
        self.language = language
        self.published = published
        self.tokens = tokens
        self.items = items
        self.clauses = clauses
        self.resolver = resolver
        self.details = Details(tokens, items, clauses, language, place, published)
        self.dropped: list[Dropped] = []
        self.explain = False
        self.uncounted = Uncounted()
        """The gifts without a figure that were told last."""
        self.envoys: Awaited | None = None
        """The reception of envoys that was told last without saying whose they are."""
        self.questions: list[Question] = []
        self.left: set[tuple[str, str, str]] = set()
        """Whose forces leave where, as the sentence told so far."""
        self.unfilled: list[tuple[list[tuple[Standing, Truth]], Scene, int, int]] = []
        """Triggers that told nothing for want of parties, with their frames."""
        self.question = "?" in [token.text for token in tokens[-2:]]
        reporting = self.language.grammar.reporting.verbs
        tenses = [clause.vg.tense for clause in clauses if clause.vg.lemma in reporting]
        self.reported = bool(tenses) and not _TOLD.isdisjoint(tenses)
        for clause in clauses:
            self._note_leader(clause)

    def claims(self) -> list[Claim]:
        """The claims of its verbs, then of its nouns."""
        found: list[Claim] = []
        # The topic first: whose "the government" is depends on the place that the sentence sets out with.
        self._find_topic()
        self._find_speaker()
        by_item = {clause.at: clause for clause in self.clauses}
        memory = self.resolver.memory
        before = memory.subject
        main = NOBODY
        for at, item in enumerate(self.items):
            if item.kind == "np":
                if item.cls in SEATED:
                    self.resolver.note_seat(item, self.items[at + 1] if at + 1 < len(self.items) else None)
                self._introduce(item)
                self._note_assault(item)
                self._note_thing(item)
            if at in by_item:
                clause = by_item[at]
                subject = self._subject_of(clause)
                self.resolver.owner = subject
                self.resolver.local = self._place_of(clause)
                if memory.gift is not None:
                    complete_figures(clause, memory.gift, self.tokens, self.language)
                told = self._verb(clause) or self._echo(clause)
                if told:
                    found.extend(told)
                    # What was chosen is not known well enough to choose by.
                    sure = [one for one in told if not one.chosen()]
                    self._remember_visits(sure)
                    memory.threads.tell(sure)
                    memory.gift = last_gift(sure, memory.gift)
                self.resolver.owner = NOBODY
                if subject.codes:
                    memory.set_subject(subject)
                    alone = clause.governor is None and not clause.opener
                    if clause.vg.finite and not clause.relative and (alone or self._cleft(clause)):
                        main = subject
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
                self._note_matter(clause, sure=any(not one.chosen() for one in told))
                self._remember_place(clause)
                self._remember_assailant(clause)
        of_nouns = self._all_nouns()
        found.extend(of_nouns)
        self._remember_visits([one for one in found if not one.chosen()])
        memory.threads.tell([one for one in of_nouns if not one.chosen() and kind_of(one.type) == _QUARREL])
        if main and memory.subject:
            # "X said that Y had left. He ...": who acts in the main clause is who the next sentence goes on about.
            memory.set_subject(main)
        return self._but_repeats(
            [*found, *self._made_there(found), *self._done_beside(found), *self._headline(found), *self._beside()]
        )

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
        listed = self._complete(outcome, known.standing.frame, scene, known.truth, first, first + 1)
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

    def _remember_visits(self, claims: list[Claim]) -> None:
        """Note who visits whom: "son séjour" is the visit told before."""
        visits = self.resolver.memory.visits
        for told in claims:
            if told.type in VISITS:
                for source in told.sources:
                    visits[source] = tuple(dict.fromkeys((*visits.get(source, ()), *told.targets)))

    def _find_speaker(self) -> None:
        """Who says what a sentence quotes: the subject of its last verb of saying behind speech, or "selon X"."""
        reporting = self.language.grammar.reporting
        memory = self.resolver.memory
        for clause in reversed(self.clauses):
            if not clause.vg.finite or clause.subject is None:
                continue
            if clause.vg.lemma not in reporting.verbs and not self._opens_quotation(clause):
                continue
            named = clause.subject.cls != "pronoun"
            speaker = self.resolver.resolve(clause.subject) if named else memory.subject
            if not speaker.codes:
                continue
            if clause.inserted or self._behind_speech(clause) or self._opens_quotation(clause):
                self.resolver.speaker = speaker
            if named:
                memory.speaker = speaker
                return
            break
        first = self.items[0] if self.items else None
        if first is None or first.kind != "np":
            return
        if first.prep in reporting.sources:
            self.resolver.speaker = self.resolver.resolve(first)
        elif first.persons and len(self.items) > 1 and (self.items[1].kind, self.items[1].head) == ("mark", ":"):
            # "Anna Berg: We have sent ...": the answer of an interview.
            answering = self.resolver.resolve(first)
            if answering.codes:
                memory.speaker = self.resolver.speaker = answering

    def _opens_quotation(self, clause: Clause) -> bool:
        """Whether a colon and a quotation mark follow the verb and its complements: "X a réagi : « C'est ... »"."""
        if clause.relative or clause.opener:
            return False
        for at in range(clause.at + 1, len(self.items) - 1):
            item, behind = self.items[at], self.items[at + 1]
            if item.kind == "vg":
                return False
            if item.kind == "mark" and item.head == ":":
                return behind.kind == "mark" and behind.head in QUOTING
        return False

    def _behind_speech(self, clause: Clause) -> bool:
        """Whether a verb of saying stands, with its subject, at the end of what it says: "..., the minister said"."""
        if clause.opener or clause.relative or clause.governor is not None:
            return False
        subject = clause.subject
        begins = min(clause.at, self.items.index(subject)) if subject in self.items else clause.at
        before = self.items[max(0, begins - 2) : begins]
        return any(item.kind in {"comma", "mark"} for item in before) and not any(
            other.governor is clause for other in self.clauses
        )

    def _find_topic(self) -> None:
        """Note what a sentence sets out with ("Quant au président X, il ..."): its pronouns mean it."""
        first = next((item for item in self.items if item.kind != "adv"), None)
        if first is None or first.kind != "np" or not first.prep:
            return
        if first.prep in self.language.grammar.prepositions.place:
            self.resolver.fronted = self.resolver.place(first)[:1]
        main = next((clause for clause in self.clauses if clause.vg.finite and not clause.relative), None)
        named = main is not None and main.subject is not None and main.subject.cls != "pronoun"
        if first.prep in self.language.grammar.prepositions.topic and not named:
            referent = self.resolver.resolve(first)
            if referent.codes or first.cls == "person":
                # "Quant à X, il ...": whoever X is, "il" is nobody else.
                self.resolver.memory.set_subject(referent)

    def _note_leader(self, clause: Clause) -> None:
        """Let who leads a delegation be of its state: "une délégation indienne conduite par le ministre X"."""
        grammar, led = self.language.grammar, clause.subject
        if (
            clause.vg.lemma not in grammar.verbs.leads
            or not clause.vg.passive
            or led is None
            or led.cls != "delegation"
        ):
            return
        codes = self.resolver.own_codes(led)
        for leader in clause.obliques:
            lacks = leader.cls == "office" and not self.resolver.own_codes(leader)
            if codes and lacks and leader.prep in grammar.prepositions.agent:
                leader.adj_codes = codes

    def _introduce(self, item: Chunk) -> None:
        if item.cls == "pronoun":
            return
        resolver = self.resolver
        referent = resolver.resolve(item)
        if not item.comps and not item.conj:
            if referent.codes and personal(referent):
                resolver.memory.latest = referent
                resolver.memory.meet(referent)
            return
        for part in (*[comp for comp in item.comps if comp.persons], item, *item.conj[-1:]):
            referent = resolver.resolve(part)
            if referent.codes and personal(referent):
                each = len(referent.codes) == len(referent.persons) > 1
                # "presidents X and Y, the latter ..."
                last = Referent(referent.codes[-1:], referent.persons[-1:], referent.cls) if each else referent
                resolver.memory.latest = last
                if part is item and not item.conj:
                    resolver.memory.meet(referent)

    def _subject_of(self, clause: Clause) -> Referent:
        return self.resolver.resolve(clause.subject)

    def _cleft(self, clause: Clause) -> bool:
        """Whether a clause is what "c'est par X que ..." says."""
        ruler = clause.governor
        if ruler is None or ruler.subject is None or ruler is not self.clauses[0]:
            return False
        return ruler.vg.copula and ruler.subject.cls == "pronoun" and not ruler.objects

    def _bearer(self, thing: Chunk) -> Referent:
        """The person whose act or thing a noun names, NOBODY where it names none; "his visit" is that of the last."""
        if thing.det in self.language.grammar.pronouns.possessive:
            return self.resolver.memory.subject
        bearer = next((comp for comp in thing.comps if comp.cls in {"office", "person"}), None)
        return self.resolver.resolve(bearer) if bearer is not None else NOBODY

    def _place_of(self, clause: Clause) -> tuple[str, ...]:
        """The state of the town or country where a clause tells that it happens; empty without one."""
        places = self.language.grammar.prepositions.place
        for oblique in clause.obliques:
            if oblique.prep in places and oblique.cls == "name":
                return self.resolver.place(oblique)[:1]
        return ()

    def _remember_place(self, clause: Clause) -> None:
        for oblique in clause.obliques:
            if oblique.prep in self.language.grammar.prepositions.place:
                codes = self.resolver.place(oblique)
                if codes:
                    self.resolver.memory.place = codes[:1]
                    return
        subject = clause.subject
        capital = subject is not None and subject.name is not None and subject.name.kind == "capital"
        if subject is not None and subject.cls == "name" and capital and not clause.relative:
            # "Le Caire avait accueilli les voisins. X y est attendu": the capital that acts is where it stands.
            self.resolver.memory.place = self.resolver.place(subject)[:1]

    def _remember_assailant(self, clause: Clause) -> None:
        """Note who attacks: the condemned attack is theirs."""
        if clause.vg.lemma not in self.language.grammar.verbs.assails or clause.vg.negated:
            return
        agents = [o for o in clause.obliques if o.prep in self.language.grammar.prepositions.agent]
        doer = agents[0] if clause.vg.passive and agents else None if clause.vg.passive else clause.subject
        codes = self.resolver.resolve(doer).codes
        if codes:
            self.resolver.memory.assailant = codes

    def _note_assault(self, item: Chunk) -> None:
        """Note whose attack a phrase names: "la frappe israélienne"."""
        assaults = self.language.grammar.groups.assaults
        for part in (item, *item.comps, *item.conj) if item.comps or item.conj else (item,):
            if part.head in assaults:
                codes = self.resolver.own_codes(part)
                if codes:
                    self.resolver.memory.assailant = codes

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
        self._name_owned(clause)
        self._name_matter(clause, frames)
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
        claims = share_respectively(claims, self.tokens, self.language)
        memory = self.resolver.memory
        sure = [one for one in claims if not one.chosen()]
        memory.last = LastTold(sure, self._subject_of(clause).codes, memory.sentence)
        return share_out(claims, clause, own, self.tokens, self.resolver)

    def _deals_with_envoys(self, clause: Clause) -> bool:
        """Whether a passive verb tells what is done to envoys."""
        frames = self.language.frames.by_verb.get(clause.vg.lemma, ()) if clause.vg.passive else ()
        return any(told.act in _TO_ENVOYS for frame in frames for told in frame.emissions)

    def _note_thing(self, item: Chunk) -> None:
        """Note an envoy or an embassy: "its own" may mean another one."""
        owned = next((part for part in (item, *item.comps) if part.cls in _OWNED), None)
        if owned is not None:
            memory = self.resolver.memory
            memory.thing = (owned.head, owned.cls, owned.plural, memory.sentence)

    def _name_owned(self, clause: Clause) -> None:
        """Name the thing that "the same of one's own" means: "France closed its embassy. Chad has shut its own"."""
        pronouns = self.language.grammar.pronouns
        head, cls, plural, sentence = self.resolver.memory.thing
        if not head or self.resolver.memory.sentence - sentence > _OWNED_LASTS:
            return
        for chunk in (*clause.objects, *((clause.subject,) if clause.subject is not None else ())):
            latest = self.resolver.memory.latest
            stands = chunk.cls == "pronoun" and chunk.head in pronouns.personal and not plural
            if stands and latest.cls == _ENVOY and self._deals_with_envoys(clause):
                # "recalled its envoy to Madrid, X, after she was summoned"
                chunk.head, chunk.cls, chunk.adj_codes = head, cls, latest.codes
            elif (
                cls == _ENVOY
                and chunk.plural == plural
                and self._means_envoy(chunk)
                and self._deals_with_envoys(clause)
            ):
                # "L'ambassadeur est parti. Il avait été expulsé."
                chunk.head, chunk.cls, chunk.adj_codes = head, cls, self.resolver.memory.subject.codes
            elif chunk.head in pronouns.owned and chunk.cls not in _OWNED:
                chunk.head, chunk.cls, chunk.plural = head, cls, plural
                chunk.det = next(iter(sorted(pronouns.possessive)))

    def _name_matter(self, clause: Clause, frames: list[Frame]) -> None:
        """Name the thing that a pronoun means to which something is done: "... un accord. Il a été signé lundi"."""
        memory, subject = self.resolver.memory, clause.subject
        if not clause.vg.passive or subject is None or subject.cls != "pronoun" or memory.matter is None:
            return
        matter = memory.matter
        near = memory.sentence - memory.matter_at <= 1 and subject.plural == matter.plural
        if not near or subject.head not in self.language.grammar.pronouns.third:
            return
        fit = [
            frame
            for frame in frames
            if matter.head in frame.head.get("object", ()) or (matter.amount is not None and GOODS in frame.data.words)
        ]
        if not fit:
            return
        subject.head, subject.cls = matter.head, matter.cls
        if matter.amount is not None:
            at, last = subject.head_at, subject.last
            subject.amount = msgspec.structs.replace(matter.amount, first=subject.first, last=last, head=at)
        agents, told = self.language.grammar.prepositions.agent, memory.matter_of
        if not told or not all(emission.act in _GOES_ON for frame in fit for emission in frame.emissions):
            return
        # "des sanctions contre X. Elles ont été levées": against whom, and by whom, they were imposed.
        by = any(chunk.prep in agents for chunk in clause.obliques)
        blank = Chunk("np", subject.first, subject.last, head_at=subject.head_at, cls="institution")
        clause.obliques = [
            *clause.obliques,
            *(
                msgspec.structs.replace(blank, prep=prep, adj_codes=codes)
                for prep, codes in told
                if not (by and prep in agents)
            ),
        ]

    def _note_matter(self, clause: Clause, *, sure: bool) -> None:
        """Note what a clause is about, for the pronoun of the next: its object that acts for nobody, or its subject."""
        if not clause.vg.finite or clause.relative:
            return
        thing = clause.objects[0] if clause.objects else clause.subject
        if thing is not None and thing.cls in _THINGS and thing.det not in self.language.grammar.negation.alone:
            memory, agents = self.resolver.memory, self.language.grammar.prepositions.agent
            told = [(chunk.prep, self.resolver.resolve(chunk).codes) for chunk in clause.obliques] if sure else []
            if sure and clause.objects and clause.subject is not None and not clause.vg.passive:
                told.append((next(iter(agents)), self.resolver.resolve(clause.subject).codes))
            memory.matter, memory.matter_at = thing, memory.sentence
            # Only what was told as an act goes on between the same: "bought wheat from X. It was delivered".
            memory.matter_of = tuple((prep, codes) for prep, codes in told if codes)

    def _means_envoy(self, chunk: Chunk) -> bool:
        """Whether a pronoun means an envoy: he acted last, known or not, and nobody else of this sentence did."""
        memory = self.resolver.memory
        if chunk.cls != "pronoun" or chunk.head not in self.language.grammar.pronouns.third:
            return False
        if memory.subject.cls == _ENVOY:
            return True
        acted = [
            clause.subject for clause in self.clauses if clause.subject is not None and clause.subject is not chunk
        ]
        return bool(acted) and all(one.cls == _ENVOY and one.first < chunk.first for one in acted)

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
        if ruler is None or ruler.vg.tense not in {"pres", "cond"} or truth.stage != "done":
            return truth
        if ruler.vg.modal_tense in _OVER:
            # "a fait parvenir jeudi": what stands behind the auxiliary is done.
            return truth
        present = ruler.vg.tense == "pres" and ruler.vg.finite and not self.details.place.title
        coming = lies_ahead(ruler.dates, self.published, present=present)
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
            for relative in self._relatives(chunk):
                after = [*after, *relative.obliques]
                dates = [*dates, *relative.dates]
                if relative.relative and truth.stage == "done" and self._lies_ahead(relative):
                    # "a tour that will take him to Ghana", "une tournée qui doit le conduire au Ghana"
                    truth = msgspec.structs.replace(truth, stage="planned")
            scene = Scene(
                language=self.language, resolver=self.resolver, items=self.items, clause=clause, noun=chunk, host=host
            )
            scene.after = after
            scene.at = at
            scene.clauses = self.clauses
            scene.dates = [*dates, *(clause.dates if clause is not None else [])]
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

    def _lies_ahead(self, clause: Clause) -> bool:
        return clause.vg.tense == "fut" or judge(clause, self.language, reported=self.reported).stage == "planned"

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
        return self._match(frames, scene, self._ahead(Truth(), None), first.first, first.last)

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
        unfilled: list[tuple[Standing, Truth]] = []
        ceased = truth
        if scene.noun is None and scene.clause is not None and scene.clause.vg.ceased:
            ceased = judge(scene.clause, self.language, reported=self.reported, ceased=True)
        for frame in frames:
            if frame.data.ceased and ceased is truth:
                continue
            weighed = ceased if frame.data.ceased else truth
            if weighed.ended or weighed.renounced or frame.data.verbal:
                weighed = _weigh(frame, weighed)
            if weighed.dropped != "":
                self.dropped.append(Dropped(start=span[0], end=span[1], rule=frame.id, reason=weighed.dropped))
                continue
            standing = stand(frame, scene)
            if isinstance(standing, str):
                self.dropped.append(Dropped(start=span[0], end=span[1], rule=frame.id, reason=standing))
                continue
            if standing.left_open:
                unfilled.append((standing, weighed))
                self.dropped.append(Dropped(start=span[0], end=span[1], rule=frame.id, reason=standing.refusal()))
                continue
            outcome = claim(standing, scene, weighed)
            if isinstance(outcome, str):
                self.dropped.append(Dropped(start=span[0], end=span[1], rule=frame.id, reason=outcome))
                continue
            claims = self._complete(outcome, frame, scene, weighed, first, last)
            if claims:
                return claims
        claims = self._resume(unfilled, scene, first, last) or self._choose(unfilled, scene, first, last)
        if not claims and unfilled:
            self.envoys = note_envoys(unfilled, self.envoys, self.resolver.memory.sentence)
            self.unfilled.append((unfilled, scene, first, last))
        return claims

    def _made_there(self, found: list[Claim]) -> list[Claim]:
        """The agreement without parties that is made on the visit or at the meeting that the sentence tells of."""
        if not (found and self.unfilled):
            return []
        sure = [one for one in found if not one.chosen() and one.type in _OCCASIONS]
        pairs = {frozenset(pair) for one in sure for _, *pair in dyads_of(one)}
        resolver = self.resolver
        spoken_of = {*resolver.spoken_of, *resolver.resolved()}
        if len(pairs) != 1 or any(one.type.startswith("Agreement") for one in found):
            return []
        pair = tuple(sorted(pairs.pop()))
        if not spoken_of <= set(pair):
            return []
        for unfilled, scene, first, last in self.unfilled:
            for standing, truth in unfilled:
                emission = standing.frame.emissions[0]
                if emission.act not in _PACTS or set(standing.left_open) != {emission.left, emission.right}:
                    continue
                both = {emission.left: Referent(pair, cls="name", plural=True)}
                each = {
                    role: Referent((code,), cls="name") for role, code in zip(standing.left_open, pair, strict=False)
                }
                fillers = both if emission.left == emission.right else each
                outcome = claim(standing.filled(fillers, TAKEN_UP), scene, truth)
                if not isinstance(outcome, str):
                    return self._complete(outcome, standing.frame, scene, truth, first, last)
        return []

    def _done_beside(self, found: list[Claim]) -> list[Claim]:
        """The claims of quarrels without their other party, where the sentence tells another of the same one's later.

        "Quito, which recalled its ambassador and then broke with Bogota": the ambassador was in Bogota.
        """
        sure = [one for one in found if not one.chosen() and kind_of(one.type) == _QUARREL] if self.unfilled else []
        claims: list[Claim] = []
        for unfilled, scene, first, last in self.unfilled if sure else ():
            for standing, truth in unfilled:
                emission = standing.frame.emissions[0]
                open_ = standing.left_open == [emission.right] and kind_of(emission.act) == _QUARREL
                if not open_ or standing.frame.data.verbal or scene.noun is not None:
                    continue
                known = standing.roles[emission.left].codes
                against = {one.targets for one in sure if one.sources == known}
                if len(against) != 1 or not left_open(standing.frame, emission.right, scene, known):
                    continue
                filler = Referent(against.pop(), cls=TAKEN_UP)
                outcome = claim(standing.filled({emission.right: filler}, TAKEN_UP), scene, truth)
                if not isinstance(outcome, str):
                    claims.extend(self._complete(outcome, standing.frame, scene, truth, first, last))
                    break
        return claims

    def _resume(self, unfilled: list[tuple[Standing, Truth]], scene: Scene, first: int, last: int) -> list[Claim]:
        """The claims of the first frame whose open roles are taken up from what the article goes on telling of."""
        memory = self.resolver.memory
        goes_on = memory.threads or memory.assailant or memory.dyad or memory.focus or memory.afflicted
        for standing, truth in unfilled if goes_on else ():
            if len(standing.left_open) > 1:
                fillers = go_on(standing, scene)
            else:
                role = standing.left_open[0]
                filler = take_up(standing.frame, role, standing.roles, scene)
                fillers = {role: filler} if filler else {}
            outcome = claim(standing.filled(fillers, TAKEN_UP), scene, truth) if fillers else ""
            if not isinstance(outcome, str):
                claims = self._complete(outcome, standing.frame, scene, truth, first, last)
                if claims:
                    return claims
        return []

    def _choose(self, unfilled: list[tuple[Standing, Truth]], scene: Scene, first: int, last: int) -> list[Claim]:
        """The claims of the frame whose open roles have the likeliest parties, where these are likely enough."""
        if not unfilled:
            return []
        # Who is less likely is only told of, never claimed.
        least = 0.0 if self.explain else self.resolver.memory.model.threshold
        weighed = [
            (option, standing, truth)
            for standing, truth in unfilled
            for option in weigh(standing, scene, title=self.details.place.title, least=least)
        ]
        weighed.sort(key=lambda entry: -entry[0].score)
        if self.explain and weighed:
            at = self.details.place.sentence
            self.questions.append(Question(at, [self._answer(*entry, scene, first, last) for entry in weighed]))
        for option, standing, truth in weighed:
            if option.score < self.resolver.memory.model.threshold:
                break
            claims = self._chosen(option, standing, truth, scene, first, last)
            if claims:
                return claims
        return []

    def _chosen(
        self, option: Option, standing: Standing, truth: Truth, scene: Scene, first: int, last: int
    ) -> list[Claim]:
        outcome = claim(standing.filled(option.fillers, CHOSEN), scene, truth)
        return [] if isinstance(outcome, str) else self._complete(outcome, standing.frame, scene, truth, first, last)

    def _answer(self, option: Option, standing: Standing, truth: Truth, scene: Scene, first: int, last: int) -> Answer:
        """What would be claimed with these parties."""
        told = self._chosen(option, standing, truth, scene, first, last)
        acts = frozenset(dyad for one in told for dyad in dyads_of(one))
        return Answer(standing.frame.id, option, acts)

    def _complete(
        self, told: list[Claim], frame: Frame, scene: Scene, truth: Truth, first: int, last: int
    ) -> list[Claim]:
        return [one for claim in told for one in self.details.complete(claim, frame, scene, truth, first, last)]


def _leaving(told: Claim) -> Claim:
    """The end of what a claim tells of forces."""
    return msgspec.structs.replace(told, type=ENDED[told.type])


def _weigh(frame: Frame, truth: Truth) -> Truth:
    """The truth as it bears on a frame: saying what is wished or planned is said all the same."""
    if truth.ended and all(emission.act in ENDED for emission in frame.emissions):
        return msgspec.structs.replace(truth, dropped="")
    if truth.renounced and not frame.data.stage and all(emission.act == "visit" for emission in frame.emissions):
        return Truth(stage="cancelled")
    if frame.data.verbal and (truth.open or truth.stage == "planned"):
        return Truth(factuality=truth.factuality)
    return truth
