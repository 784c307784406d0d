"""Who is meant: noun phrases to states, organisations and persons, within one article.

What a phrase says itself comes first (name, adjective, complement); then what the article said before:
persons introduced with their office, offices introduced with their state, the pair of states that the
passage is about. What stays ambiguous resolves to nobody.
"""

from service.extract.amounts.numerals import load_numerals
from service.extract.names.gazetteer import TOWNS
from service.extract.names.memberships import find_members, members_if_fewer
from service.extract.names.officials import find_past_leader, is_sent
from service.extract.names.states import states
from service.extract.parties.memory import PAIR, Memory, of_several
from service.extract.parties.recall import MINISTER, Recall
from service.extract.parties.referents import CROWD, NOBODY, Referent, personal
from service.extract.syntax.chunk import Chunk
from service.extract.text.tokens import Token, fold

_POSTED = frozenset({"envoy", "agent", "mission"})
"""Whom they speak for is not where they sit."""
_BRACKETED = 3
"""A bracket, what stands in it, and the bracket that closes it."""
_DELEGATING = frozenset(
    {"office", "homologue", "envoy", "agent", "institution", "delegation", "forces", "people", "mission", "country"}
)
SEATED = frozenset({"envoy", "agent", "mission", "office"})
"""Who may be posted abroad."""
_MEANT = _DELEGATING | {"name", "person", "pronoun", "collective"}
"""Kinds of heads that may stand for somebody; any other only by a person's name or by what is joined to it."""


_OF_SOMETHING = frozenset({"office", "delegation", "forces", "institution"})
"""Kinds of heads that say little without what they lead or consist of."""


_LEADING = frozenset({"office", "delegation"})
_PEOPLES = frozenset({"people", "adjective"})


def _speaks_for(codes: tuple[str, ...]) -> bool:
    """Whether whoever is theirs speaks for them: organisations have officials, not athletes ("the EU's Kallas")."""
    return bool(codes) and all(code not in states() for code in codes)


def _is_a_people(chunk: Chunk) -> bool:
    """Whether a phrase names people by their state ("Germans"), not those who act for it."""
    return chunk.cls == "people" or (chunk.cls == "name" and chunk.name is not None and chunk.name.kind in _PEOPLES)


class Resolver:
    """Resolves the phrases of one sentence against the article's memory."""

    def __init__(
        self,
        memory: Memory,
        tokens: list[Token],
        spoken_of: tuple[str, ...],
        spans: tuple[tuple[int, tuple[str, ...]], ...],
        unsure: frozenset[int] = frozenset(),
    ) -> None:
        self.memory = memory
        self.spoken_of = spoken_of
        self.spans = spans
        """Where the sentence names whom: the first token of each name, and its codes."""
        self.recall = Recall(memory, tokens, spoken_of, spans)
        """Whom phrases mean that do not say so themselves."""
        self._tokens = tokens
        self._portions = memory.language.grammar.groups.portions
        self.unsure = unsure
        """The tokens of names that may mean several states or none."""
        self.speaker: Referent = NOBODY
        """Who says what the sentence quotes or reports."""
        self._done: dict[tuple[int, int], Referent] = {}

    def says_each_other(self, first: int, last: int | None) -> bool:
        """Whether words for "each other" stand between these tokens."""
        return self.says(self.memory.language.grammar.pronouns.reciprocal, first, last)

    def says(self, words: frozenset[str], first: int, last: int | None) -> bool:
        """Whether one of these words (folded) or phrases stands between these tokens."""
        folds = [token.fold for token in self._tokens[first:last]]
        return any(
            folds[at : at + len(phrase)] == phrase
            for phrase in map(str.split, words)
            for at, fold in enumerate(folds)
            if fold == phrase[0]
        )

    def resolve(self, chunk: Chunk | None, *, against: tuple[str, ...] = ()) -> Referent:
        """Whom a phrase and what is joined to it stand for; ``against`` are the codes of the other party."""
        if chunk is None:
            return NOBODY
        key = (chunk.first, chunk.head_at)
        cached = self._done.get(key)
        clashes = chunk.cls == "homologue" or (
            chunk.cls == "pronoun"
            and bool(against)
            and cached is not None
            and not set(against).isdisjoint(cached.codes)
        )
        if cached is not None and cached.codes and not clashes:
            return cached
        called = self._is_body(chunk) or self._is_called(chunk) or self._are_faces(chunk)
        if not (chunk.conj or chunk.persons or chunk.cls in _MEANT or called):
            return NOBODY
        referent = self._one(chunk, against)
        if chunk.conj:
            codes, persons = list(referent.codes), list(referent.persons)
            for part in chunk.conj:
                joined = self._one(part, tuple(codes) or against, joined=True)
                codes.extend(joined.codes)
                persons.extend(joined.persons)
            referent = Referent(tuple(codes), tuple(persons), referent.cls, plural=True)
        if len(referent.codes) > 1 or len(referent.persons) > 1:
            referent = Referent(
                tuple(dict.fromkeys(referent.codes)),
                tuple(dict.fromkeys(referent.persons)),
                referent.cls,
                referent.plural,
            )
        if len(referent.codes) > 1 and not (chunk.cls == "pronoun" or (chunk.det == "" and chunk.cls == "country")):
            self.memory.groups[len(referent.codes)] = referent.codes
        self._done[key] = referent
        return referent

    def note_short_name(self, item: Chunk, codes: tuple[str, ...]) -> None:
        """Remember the letters in brackets by which an institution is called from here on: "the Authority (NDMA)"."""
        for part in (item, *item.comps):
            behind = self._tokens[part.last : part.last + _BRACKETED]
            if len(behind) < _BRACKETED or (behind[0].text, behind[-1].text) != ("(", ")"):
                continue
            short = behind[1].text
            if short.isupper() and len(short) > 1:
                self.memory.introduce(short, codes)

    def resolved(self) -> tuple[str, ...]:
        """The codes that persons and offices of the sentence were found to stand for."""
        return tuple([code for referent in self._done.values() if referent.cls != "pronoun" for code in referent.codes])

    def _one(self, chunk: Chunk, against: tuple[str, ...], *, joined: bool = False) -> Referent:
        """Whom a phrase stands for without what is joined to it, as a description of one named before first."""
        called = self._is_called(chunk)
        if (chunk.cls == "country" or called) and self.recall.descriptions.region_of(chunk) is not None:
            return Referent(self.recall.find(chunk, against), cls="country", plural=chunk.plural)
        if (called or self._stays_with(chunk)) and self.recall.descriptions.is_guest(chunk):
            return Referent(self.recall.find(chunk, against), cls="homologue", plural=chunk.plural)
        if called and chunk.cls == "noun" and not chunk.comps:
            return Referent(self.recall.find(chunk, against), cls="country", plural=chunk.plural)
        if chunk.head in self.memory.language.grammar.groups.belonging and not chunk.comps:
            # "An Egyptian delegation arrived. Its members ..."
            own = chunk.det in self.memory.language.grammar.pronouns.possessive
            return Referent(self.recall.find(chunk, against) if own else (), cls="delegation", plural=chunk.plural)
        return self._plainly(chunk, against, joined=joined)

    def _plainly(self, chunk: Chunk, against: tuple[str, ...], *, joined: bool) -> Referent:
        """Whom a phrase stands for without what is joined to it; ``joined`` where it is joined to another itself."""
        cls = chunk.cls
        if cls == "name" and chunk.name is not None:
            codes = self._seat_of_body(chunk) or chunk.name.codes
            return Referent(codes, cls=CROWD if self._some_of_a_people(chunk) else "name")
        if cls == "person":
            return self._person(chunk)
        if cls == "pronoun":
            return self._pronoun(chunk, against)
        if cls in _DELEGATING:
            if self._leads_nothing(chunk) or self._is_a_firm(chunk):
                return NOBODY
            return self._delegate(chunk, against, joined=joined)
        if chunk.head in self.memory.language.grammar.groups.parties and chunk.adj_codes and not chunk.comps:
            # "la partie comorienne"
            return Referent(chunk.adj_codes, cls="institution", plural=chunk.plural)
        if chunk.comps and (cls == "collective" or (cls == "noun" and chunk.head in self._portions)):
            whole = self._one(chunk.comps[0], against, joined=joined)
            crowd = cls == "collective" and _is_a_people(chunk.comps[0])
            # "members of the Chilean senate"
            few = whole.cls == "institution" and chunk.head in self.memory.language.grammar.groups.belonging
            kind = CROWD if crowd else "delegation"
            return Referent(whole.codes, cls=kind, plural=True) if crowd or few else whole
        if chunk.persons:
            return self._person(chunk)
        if self._is_body(chunk):
            return self._body(chunk)
        return self._two(chunk) if cls in {"noun", "collective"} and chunk.plural else NOBODY

    def _kind(self, chunk: Chunk) -> str:
        """What a phrase stands as: who is sent as an official, some of a people and a lone lawmaker as a crowd."""
        if self._is_sent(chunk):
            return "office"
        groups = self.memory.language.grammar.groups
        lone = chunk.head in groups.lawmakers and not chunk.plural
        if chunk.cls == "agent" and chunk.head in groups.private:
            # "Lebanese businessmen thanked the minister"
            return CROWD
        return CROWD if lone or self._some_of_a_people(chunk) else chunk.cls

    def _some_of_a_people(self, chunk: Chunk) -> bool:
        """Whether some people of a state are meant, not all of them: "most Germans", "des Sénégalais", "six Poles"."""
        if not _is_a_people(chunk):
            return False
        grammar = self.memory.language.grammar
        return chunk.det in grammar.indefinite or chunk.det in grammar.groups.quantifiers or self._count(chunk) > 0

    def _count(self, chunk: Chunk) -> int:
        """The figure before the head of a phrase; 0 without one."""
        numerals = load_numerals(self.memory.language.code)
        read = (numerals.read(self._tokens, at) for at in range(chunk.first, chunk.head_at))
        return int(next((number.value for number in read if number is not None), 0))

    def _leads_nothing(self, chunk: Chunk) -> bool:
        """Whether an office tells too little: "le chef libanais" may be a cook, "the two men" at a match trainers."""
        groups = self.memory.language.grammar.groups
        if chunk.comps or chunk.persons:
            return False
        faces = self.memory.game and chunk.head in groups.faces and not chunk.adj_codes
        return faces or chunk.head in groups.partial

    def _seat_of_body(self, chunk: Chunk) -> tuple[str, ...]:
        """The organisation for which a capital acts: "Brussels condemned" is said of the Union, not of Belgium."""
        grammar = self.memory.language.grammar
        seat = grammar.groups.seats.get(self._tokens[chunk.head_at].fold)
        if seat is not None and seat not in self.memory.strong and self.memory.cast.is_named(chunk.name):
            # Where the article speaks of Belgium and not of the Union, Brussels is Belgium's.
            return ()
        acts = not chunk.prep or chunk.prep in grammar.prepositions.agent
        return (seat,) if seat is not None and acts else ()

    def _is_called(self, chunk: Chunk) -> bool:
        """Whether a noun that is no actor by itself may be what somebody named before is called ("the visitor")."""
        groups = self.memory.language.grammar.groups
        return (
            chunk.cls in {"noun", "collective"}
            and any(chunk.head in known for known in (groups.blocs, groups.guests, groups.overlords))
        ) or self.recall.descriptions.is_donor(chunk)

    def _stays_with(self, chunk: Chunk) -> bool:
        """Whether a guest is told with his host: "l'hôte de l'Algérie", but "l'hôte de l'Élysée" is at home there."""
        return chunk.cls == "homologue" and any(
            comp.cls == "office" or (comp.name is not None and comp.name.kind == "name") for comp in chunk.comps
        )

    def _are_faces(self, chunk: Chunk) -> bool:
        """Whether a phrase may stand for persons told of before: "the two men", "the two"."""
        faces = self.memory.language.grammar.groups.faces
        return chunk.plural and chunk.cls == "noun" and (chunk.head == "" or chunk.head in faces)

    def _is_body(self, chunk: Chunk) -> bool:
        return chunk.cls == "noun" and chunk.head in self.memory.language.grammar.groups.bodies

    def _body(self, chunk: Chunk) -> Referent:
        """The organisation that "the Fund" or "la Banque" means: of those called so, the one named last."""
        memory, groups = self.memory, self.memory.language.grammar.groups
        named = [code for code in groups.bodies.get(chunk.head, ()) if code in memory.strong]
        written = self._tokens[chunk.head_at].text
        alone = not (chunk.comps or chunk.adjectives or chunk.adj_codes) and chunk.det in groups.determiners
        if not named or not alone or not written[0].isupper() or written.isupper():
            return NOBODY
        near = [(since, code) for code in named if (since := memory.cast.before(code, memory.sentence)) is not None]
        return Referent((min(near)[1],), cls="name") if near else NOBODY

    def _two(self, chunk: Chunk) -> Referent:
        """Whom "les deux parties" and "the two men" mean, whose noun alone names nobody."""
        groups, memory = self.memory.language.grammar.groups, self.memory
        faces = chunk.head == "" or chunk.head in groups.faces
        if not (faces or chunk.head in groups.parties) or chunk.comps or chunk.adj_codes:
            return NOBODY
        told = any(groups.sizes.get(token.fold) == PAIR for token in self._tokens[chunk.first : chunk.last])
        if not told and (faces or not memory.dyad or chunk.det in memory.language.grammar.indefinite):
            # "Les parties" of a communiqué are the two that it is about.
            return NOBODY
        codes = memory.duo() if faces else self.recall.pair_before(chunk)
        return Referent(codes, cls="office" if faces else "delegation", plural=True) if len(codes) == PAIR else NOBODY

    def _person(self, chunk: Chunk) -> Referent:
        codes: list[str] = []
        names: list[str] = []
        for name in chunk.persons:
            found, full = self.memory.person(name)
            codes.extend(found)
            names.append(full)
        if not codes:
            prepositions = self.memory.language.grammar.prepositions
            for comp in chunk.comps:
                if comp.prep in prepositions.dative and comp.prep not in prepositions.possession:
                    # "X, once envoy to Norway"
                    continue
                # "Serbia's Novak Djokovic": whose he is does not make an official of somebody unknown.
                behind = comp.first > chunk.head_at
                if comp.cls == "name" and comp.name is not None and (behind or _speaks_for(comp.name.codes)):
                    codes.extend(comp.name.codes)
                    self.memory.introduce(chunk.persons[0], tuple(codes))
        return Referent(tuple(dict.fromkeys(codes)), tuple(names), "person")

    def _pronoun(self, chunk: Chunk, against: tuple[str, ...]) -> Referent:
        pronouns = self.memory.language.grammar.pronouns
        if chunk.head in pronouns.first:
            return self.memory.speaker
        if chunk.head in pronouns.people:
            # "À Lima, on se dit surpris"
            return Referent(self.recall.capital, cls="institution") if self.recall.capital else NOBODY
        if chunk.head not in pronouns.third:
            return NOBODY
        memory = self.memory
        if chunk.head in pronouns.latter:
            return self._latter(against)
        subject = memory.subject
        if chunk.head in pronouns.both and len(subject.codes) != PAIR:
            return Referent(memory.duo(), cls="pronoun", plural=True)
        if not chunk.plural and len(subject.codes) >= PAIR and subject.plural and personal(subject):
            # "Les deux dirigeants ... Il": who acted alone before, else the one named first.
            one = Referent(subject.codes[:1], subject.persons[:1], subject.cls)
            subject = memory.actor if memory.actor and set(memory.actor.codes) <= set(subject.codes) else one
        elif chunk.plural and len(subject.codes) == 1 and personal(subject) and subject.codes[0] in memory.encounter():
            # "X met Y. They ..."
            subject = Referent(memory.encounter(), subject.persons, subject.cls, plural=True)
        elif chunk.head in pronouns.personal and not personal(subject) and personal(memory.actor):
            # "Mongolia ... He": a person, the last who acted.
            subject = memory.actor
        if chunk.head in pronouns.indirect and not set(against).isdisjoint(subject.codes):
            # "X saw Y. X thanked him": the other one of the two named last.
            return Referent(memory.facing(against), cls="person")
        return Referent(subject.codes, subject.persons, subject.cls or "pronoun", chunk.plural)

    def _latter(self, against: tuple[str, ...]) -> Referent:
        """Whom "ce dernier" means: the person named last, of several the last, else the state named last.

        Who says something of him (``against``) is another one.
        """
        latest = self.memory.latest
        if against and latest.codes == against and (facing := self.memory.facing(against)):
            return Referent(facing, cls="person")
        if len(latest.codes) > 1:
            return Referent(latest.codes[-1:], latest.persons[-1:], latest.cls)
        return latest if latest.codes else Referent(self.memory.country, cls="pronoun")

    def _delegate(self, chunk: Chunk, against: tuple[str, ...], *, joined: bool) -> Referent:
        memory, cls = self.memory, chunk.cls
        if cls == "delegation" and any(comp.head in memory.language.grammar.groups.private for comp in chunk.comps):
            # "une délégation d'étudiants gabonais" acts for nobody.
            return NOBODY
        if cls in _OF_SOMETHING and (self._stands_apart(chunk) or self._of_a_movement(chunk)):
            # "le chef de la rébellion tchadienne", "the Venezuelan beauty queen", "the chief of Hezbollah"
            return Referent((), chunk.persons, cls, chunk.plural)
        if cls == "office" and chunk.adj_codes and self._of_a_body(chunk):
            # "the Brazilian president of the football federation": of his nationality, but not for his state.
            return Referent((), chunk.persons, cls, chunk.plural)
        codes = own = self.own_codes(chunk)
        counted = cls == "country" and chunk.plural and len(own) == 1 and _speaks_for(own)
        if counted:
            codes = own = self._members(chunk, own[0], against)
        names: list[str] = []
        each = len(chunk.persons) == len(own) > 1
        for at, name in enumerate(chunk.persons):
            if own:
                # "les présidents russe, X, et turc, Y": each is of his own state; "NATO chief X" no longer of his.
                memory.introduce(name, own[at : at + 1] if each else own)
            found, full = memory.person(name)
            if not (found or own) and chunk.head in memory.language.grammar.groups.royals and " " not in name:
                found = memory.royal(name)
            if found and not own:
                codes = tuple(dict.fromkeys((*codes, *found)))
            names.append(full)
        if codes:
            if cls in {"envoy", "mission"} and not chunk.plural and len(codes) == 1:
                memory.envoy = (codes, memory.sentence)
            self._note_office(chunk, codes, told=bool(own))
            return Referent(codes, tuple(names), self._kind(chunk), chunk.plural)
        unsure = self.unsure.intersection(range(chunk.first, chunk.last))
        if counted or unsure or self._is_of_a_group(chunk):
            # "le président congolais", "two EU countries" say of whom they are, though not to us: not whom the text had
            # before.
            return Referent((), tuple(names), cls, chunk.plural)
        codes = self.of_country(chunk, against) or self.recall.find(chunk, against, joined=joined)
        if memory.minister[0] and codes != memory.minister[0] and self.recall.has_another_charge(chunk):
            # "The health minister spoke. The minister ...": that is no longer the foreign minister told of before.
            memory.minister = ((), memory.sentence)
            memory.offices.pop(chunk.head, None)
        if codes and names and len(codes) == 1:
            for name in names:
                memory.introduce(name, codes)
        return Referent(codes, tuple(names), cls, chunk.plural)

    def of_country(self, chunk: Chunk, against: tuple[str, ...]) -> tuple[str, ...]:
        """Whose somebody is of whom the text says "of the country", "the island nation's" or "du royaume"."""
        known = self.memory.language.grammar.groups.countries
        lands = (
            comp
            for comp in chunk.comps
            if comp.cls == "country"
            and (comp.head in known or self.recall.descriptions.region_of(comp))
            and not (comp.plural or comp.conj)
        )
        return next((self._one(comp, against).codes for comp in lands), ())

    def _is_sent(self, chunk: Chunk) -> bool:
        """Whether an envoy is sent on an errand, and posted nowhere: "the climate envoy", "the envoy for Yemen"."""
        grammar = self.memory.language.grammar
        if chunk.cls != "envoy" or chunk.head not in grammar.groups.emissaries:
            return False
        behind = self._tokens[chunk.end].fold if chunk.end < len(self._tokens) else ""
        errand = behind in grammar.prepositions.purpose
        known = any(is_sent(name, self.memory.published) for name in chunk.persons)
        return errand or known or not grammar.groups.errands.isdisjoint(chunk.adjectives)

    def _members(self, chunk: Chunk, organisation: str, against: tuple[str, ...]) -> tuple[str, ...]:
        """The states of an organisation whom a phrase counts: all of them, or those told of before; else itself."""
        count, published = self._count(chunk), self.memory.published
        found = find_members(organisation, count, published) if count else ()
        if found or not count:
            return found or (organisation,)
        some = members_if_fewer(organisation, count, published)
        if not some:
            return (organisation,)
        # "Poland and Malta spoke. The two EU members ...": but never the Union.
        return self.memory.among(some, self.recall.named_before(chunk), against, count)

    def _note_office(self, chunk: Chunk, codes: tuple[str, ...], *, told: bool) -> None:
        """Remember for whom a delegation or the holder of an office acts; ``told`` where the phrase says so itself."""
        memory, cls = self.memory, chunk.cls
        if cls == "delegation":
            memory.guests = codes if self._acts_for_a_state(chunk) else ()
        if cls not in {"office", "institution", "homologue"}:
            return
        known = self.recall.office_of(chunk)
        if cls == "office" and known.endswith(MINISTER):
            memory.minister = (codes, memory.sentence)
        for office in (known, of_several(chunk.head) if chunk.plural else chunk.head):
            if told or office not in memory.offices:
                # "Prime Minister Modi met Prime Minister Oli. The prime minister": the first is who it means.
                memory.offices[office] = codes
            if len(codes) == 1 and codes not in memory.holders.setdefault(office, []):
                memory.holders[office].append(codes)

    def _acts_for_a_state(self, delegation: Chunk) -> bool:
        """Whether a delegation is a state's, a government's or one of officials: not "of Togo's bar" or of lawyers."""
        grammar = self.memory.language.grammar
        after = self._tokens[delegation.end].fold if delegation.end < len(self._tokens) else ""
        if delegation.comps and after in grammar.prepositions.genitive:
            # "the delegation of Togo's bar"
            return False
        if not grammar.groups.private.isdisjoint(delegation.adjectives):
            return False
        return all(comp.cls in _DELEGATING or comp.cls in {"name", "amount"} for comp in delegation.comps)

    def _of_a_body(self, chunk: Chunk) -> bool:
        """Whether an office is one of a club, a federation or a company."""
        companies = self.memory.language.grammar.groups.companies
        return any(comp.head in companies and not comp.adj_codes for comp in chunk.comps if comp.first > chunk.head_at)

    def _is_a_firm(self, chunk: Chunk) -> bool:
        """Whether a noun for a state or a firm means a firm: "the Chinese giant", not "the Asian giant"."""
        return (
            chunk.cls == "country"
            and bool(chunk.adj_codes)
            and chunk.head in self.memory.language.grammar.groups.companies
        )

    def _of_a_movement(self, chunk: Chunk) -> bool:
        """Whether who is meant is of what is known to be no state's: "the chief of Hezbollah"."""
        possession = self.memory.language.grammar.prepositions.possession
        movements = self.memory.language.grammar.groups.movements
        for comp in chunk.comps if chunk.cls in {"office", "delegation"} and not self.own_codes(chunk) else ():
            if comp.prep not in possession:
                continue
            if comp.cls == "delegation" and self._of_a_movement(comp):
                return True
            names = comp.persons if comp.cls == "person" and comp.name is None else ()
            if any(fold(name) in movements for name in names):
                return True
        return False

    def _stands_apart(self, chunk: Chunk) -> bool:
        """Whether what is led, or who are together, stands apart from the state."""
        unofficial = self.memory.language.grammar.groups.unofficial
        if not unofficial.isdisjoint(chunk.adjectives):
            return True
        return any(comp.head in unofficial for comp in chunk.comps if comp.first > chunk.head_at)

    def _is_of_a_group(self, chunk: Chunk) -> bool:
        """Whether somebody leads or speaks for letters that nobody knows: "le chef de la délégation du M23"."""
        if chunk.cls not in _LEADING or not chunk.comps or self._tokens[chunk.head_at].text.isupper():
            return False
        ministries = self.memory.language.grammar.groups.ministries
        inner = (part for comp in chunk.comps for part in (comp, *comp.comps))
        return any(
            part.cls in {"noun", "person"}
            and part.name is None
            and len(letters := self._tokens[part.head_at if part.head_at >= 0 else part.last - 1].text) > 1
            and letters.isupper()
            and letters.lower() not in ministries
            and not any(self.memory.person(name)[0] for name in part.persons)
            for part in inner
        )

    def own_codes(self, chunk: Chunk) -> tuple[str, ...]:
        """The codes that a phrase names itself: by adjective, else by the first complement that names any."""
        if chunk.adj_codes:
            return self._owner_of_seat(chunk) or chunk.adj_codes
        if chunk.name is not None and not chunk.name.weak:
            return chunk.name.codes
        sole = self.memory.language.grammar.groups.sovereign.get(chunk.head)
        return (sole,) if sole is not None else self._of(chunk)

    def _owner_of_seat(self, chunk: Chunk) -> tuple[str, ...]:
        """Whose somebody is at an organisation: "Chile's UN envoy" is Chile's; nobody's where none is named before."""
        if not _speaks_for(chunk.adj_codes):
            return ()
        owners = [comp for comp in chunk.comps if comp.cls == "name" and comp.name and comp.first < chunk.head_at]
        return next((comp.name.codes for comp in owners if comp.name and not _speaks_for(comp.name.codes)), ())

    def _of(self, chunk: Chunk) -> tuple[str, ...]:
        if not chunk.comps:
            return ()
        grammar = self.memory.language.grammar
        places, companies = grammar.prepositions.place, grammar.groups.companies
        owners = [comp for comp in chunk.comps if comp.prep not in places or comp.cls == "mission"]
        if chunk.head in grammar.groups.consulates:
            # "le consulat de Guayaquil" sits there.
            owners = [comp for comp in owners if comp.name is None or comp.name.kind not in TOWNS]
        if chunk.head in grammar.groups.relations and not chunk.plural:
            # "an ally of Russia" is another, "Russia's ally Belarus" Belarus.
            owners = [comp for comp in owners if comp.prep not in grammar.prepositions.possession]
        if len(owners) < len(chunk.comps) and chunk.cls not in _POSTED:
            # Whom an envoy speaks for is not where he sits.
            owners += [comp for comp in chunk.comps if comp.prep in places]
        for comp in owners:
            codes: list[str] = []
            for part in (comp, *comp.conj):
                if part.cls == "company":
                    # "a delegation of the Chinese firm" speaks for nobody else.
                    continue
                if part.cls in {"name", "person"}:
                    known = self._one(part, ()).codes
                    codes.extend(known or (self._once_led_by(part) if chunk.cls == "institution" else ()))
                elif part.head in companies and not part.comps:
                    # "a delegation of the Chinese energy group" is not China's.
                    continue
                elif part.adj_codes:
                    counted = part.cls == "country" and part.plural and _speaks_for(part.adj_codes)
                    codes.extend(self._members(part, part.adj_codes[0], ()) if counted else part.adj_codes)
                elif part.cls == "noun" and part.persons and not part.comps:
                    # "les avoirs du clan Kadhafi"
                    codes.extend(self._person(part).codes)
                elif part.cls == "homologue" and part.det in grammar.pronouns.possessive and self.recall.owner:
                    # "la médiation de son hôte"
                    codes.extend(self.recall.peer_of(self.recall.owner.codes))
                elif part.cls in {"noun", "amount"} or part.cls in _DELEGATING:
                    codes.extend(self._of(part) or (self._both(part) if part.plural else ()))
            if codes:
                return tuple(dict.fromkeys(codes))
        return ()

    def _once_led_by(self, leader: Chunk) -> tuple[str, ...]:
        """The state whose government is told by the name of who led it, though he leads it no more."""
        names = leader.persons if leader.cls == "person" and not leader.plural else ()
        found = (find_past_leader(name, self.memory.published) for name in names)
        return next(((code,) for code in found if code is not None), ())

    def _both(self, chunk: Chunk) -> tuple[str, ...]:
        """The two states that "both sides" and "the two countries" mean; empty for any other phrase."""
        groups = self.memory.language.grammar.groups
        if chunk.cls != "country" and chunk.head not in groups.parties:
            return ()
        words = self._tokens[chunk.first : chunk.last]
        if not any(groups.sizes.get(token.fold) == PAIR for token in words):
            return ()
        pair = self.recall.pair_before(chunk)
        return pair if len(pair) == PAIR else ()

    def note_seat(self, chunk: Chunk, behind: Chunk | None) -> None:
        """Note where somebody is posted who acts for another state: "l'ambassadeur du Japon au Mali"."""
        seat = self.seat_of(chunk, behind)
        if seat:
            self.memory.seat, self.memory.seat_at = seat, self.memory.sentence

    def seat_of(self, chunk: Chunk, behind: Chunk | None = None) -> tuple[str, ...]:
        """The state where an envoy is posted, as his own phrase or the one right behind tells it."""
        if chunk.cls not in SEATED or not self.own_codes(chunk):
            return ()
        prepositions = self.memory.language.grammar.prepositions
        inner = (*chunk.comps, *(inner for comp in chunk.comps for inner in comp.comps))
        for comp in (*inner, *((behind,) if behind is not None else ())):
            placed = comp.prep in prepositions.place or comp.prep in prepositions.dative
            if placed and comp.cls == "name" and comp.name is not None and comp.name.codes != self.own_codes(chunk):
                return comp.name.codes[:1]
        return ()

    def place(self, chunk: Chunk | None) -> tuple[str, ...]:
        """The states a phrase locates something in: a country, a capital, a city, a seat, or "la capitale russe"."""
        if chunk is None:
            return ()
        codes: list[str] = []
        for part in (chunk, *chunk.conj):
            if part.cls == "name":
                codes.extend(self._one(part, ()).codes)
            elif part.cls == "country":
                described = self.recall.descriptions.region_of(part) is not None
                codes.extend(
                    self._one(part, ()).codes if described else self.own_codes(part) or self.recall.find(part, ())
                )
            elif part.head in self.memory.language.grammar.groups.traders:
                # "aux broyeurs de Belgique": to these, wherever they are.
                continue
            elif part.cls in {"noun", "collective"} and part.comps:
                codes.extend(
                    code
                    for comp in part.comps
                    if comp.cls == "name" and comp.name is not None
                    for code in comp.name.codes
                )
            elif part.cls == "noun" and part.adj_codes and part.head in self.memory.language.grammar.place_nouns:
                codes.extend(part.adj_codes)
        return tuple(dict.fromkeys(codes)) if len(codes) > 1 else tuple(codes)
