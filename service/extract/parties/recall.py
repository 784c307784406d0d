"""Whom a phrase means that does not say so itself, as the sentence around it and the article before it tell."""

from functools import lru_cache

from service.extract.lexicon.grammar import load_offices
from service.extract.names.officials import holds, is_held_by_another
from service.extract.names.realms import load_realms
from service.extract.names.states import states
from service.extract.parties.descriptions import Descriptions
from service.extract.parties.memory import PAIR, Memory, of_several
from service.extract.parties.referents import NOBODY, Referent, personal
from service.extract.syntax.chunk import Chunk
from service.extract.text.tokens import Token

_SEAT_LASTS = 2
"""Sentences for which "the minister" may be one of the state where an envoy was told to be posted."""
_ENVOY_LASTS = 3
"""Sentences for which "the ambassador" may be the one told of with his state."""
_MINISTER_LASTS = 5
"""Sentences for which "the minister" may be the one told of by his charge."""
_PREMIER = "head_of_government"
"""The office of a minister who leads no ministry: "prime minister"."""
_POSTED = frozenset({"envoy", "mission"})
"""Who may be told of by how many of them somebody has."""
_OURS = frozenset({"office", "institution", "country", "envoy", "mission", "delegation", "people"})
"""What somebody has who speaks for a state: "our government", "our embassy"."""
MINISTER = "_minister"
"""How the names of ministers' offices end."""


@lru_cache(maxsize=16)
def _ministers(language: str) -> frozenset[str]:
    """The nouns of a language that head offices of several charges, all of them those of ministers."""
    charges: dict[str, set[str]] = {}
    for (head, _), office in load_offices(language).items():
        if office != _PREMIER:
            charges.setdefault(head, set()).add(office)
    several = {head: offices for head, offices in charges.items() if len(offices) > 1}
    return frozenset([head for head, offices in several.items() if all(one.endswith(MINISTER) for one in offices)])


class Recall:
    """What one sentence and the article before it give for a phrase that names nobody."""

    def __init__(
        self,
        memory: Memory,
        tokens: list[Token],
        spoken_of: tuple[str, ...],
        spans: tuple[tuple[int, tuple[str, ...]], ...],
    ) -> None:
        self.owner: Referent = NOBODY
        """Whom "son" and "leur" mean in the clause being read: its subject."""
        self.local: tuple[str, ...] = ()
        """The state of the place where the clause being read happens: whom a guest meets there is its own."""
        self.fronted: tuple[str, ...] = ()
        """The state of the place that the sentence sets out with ("In Beijing, the ministry ...")."""
        self.capital: tuple[str, ...] = ()
        """The same where that place is a capital or a seat of power."""
        self.descriptions = Descriptions(memory, tokens, spans)
        self._memory = memory
        self._tokens = tokens
        self._spoken_of = spoken_of
        self._spans = spans

    def find(self, chunk: Chunk, against: tuple[str, ...], *, joined: bool = False) -> tuple[str, ...]:
        """The codes that a phrase means there, none in doubt; ``joined`` where "and" joins it to another party."""
        memory = self._memory
        words = [token.fold for token in self._tokens[chunk.first : chunk.last]]
        groups = memory.language.grammar.groups
        size = next((groups.sizes[word] for word in words if word in groups.sizes), 0)
        described = self.descriptions.find(chunk, against, size)
        if described is None:
            described = self._possessed(chunk, against, size, joined=joined)
        if described is not None:
            return described
        if size == PAIR:
            faces = chunk.head in groups.faces
            pair = memory.duo(of_several(chunk.head), against) if faces else self.pair_before(chunk, against)
            return pair if len(pair) == PAIR else ()
        if size and chunk.plural:
            return memory.counted(size)
        if chunk.cls == "homologue" or self.descriptions.is_guest(chunk):
            hosts = groups.part.get(self._tokens[chunk.head_at].fold) == "host"
            return self.peer_of(against, hosts=hosts)
        if chunk.det in memory.language.grammar.pronouns.ours and memory.speaker.codes == ():
            return memory.home or memory.press or ((memory.focus,) if memory.focus else ())
        if chunk.det in memory.language.grammar.pronouns.possessive and chunk.head not in groups.honours:
            return self._owner_of(chunk, against, joined=joined)
        if chunk.cls == "country":
            return self._country_alone(chunk, against)
        if chunk.cls in {"envoy", "mission"}:
            return self._envoy_alone(chunk, against)
        if chunk.cls == "delegation":
            guests = memory.guests if self.descriptions.definite(chunk) and not chunk.plural else ()
            return guests or self._told_of(chunk, against)
        known = chunk.cls in {"office", "institution"}
        return self._told_of(chunk, against) or (self._office_alone(chunk, against) if known else ())

    def _possessed(self, chunk: Chunk, against: tuple[str, ...], size: int, *, joined: bool) -> tuple[str, ...] | None:
        """Whose "our president" and "its two ambassadors" are; None for any other phrase."""
        speaker, pronouns = self._memory.speaker.codes, self._memory.language.grammar.pronouns
        if chunk.det in pronouns.ours and speaker and chunk.cls in _OURS:
            # "Our president will talk to Putin", a minister said: what is his state's.
            return speaker[:1] if set(speaker).isdisjoint(against) else ()
        if size and chunk.det in pronouns.possessive and chunk.cls in _POSTED:
            return self._owner_of(chunk, against, joined=joined)
        return None

    def _told_of(self, chunk: Chunk, against: tuple[str, ...]) -> tuple[str, ...]:
        """Whom the text told of before: "X met Y. The ministers ...", "His Majesty", which is no thing of who acts."""
        groups, met = self._memory.language.grammar.groups, self._memory.encounter()
        if chunk.head in groups.honours and chunk.det in self._memory.language.grammar.pronouns.possessive:
            return self._last_person(against)
        bare = chunk.plural and not chunk.persons and chunk.det in groups.plural_articles
        return met if bare and chunk.head in groups.principals and set(met).isdisjoint(against) else ()

    def _country_alone(self, chunk: Chunk, against: tuple[str, ...]) -> tuple[str, ...]:
        """Which state "the country", "the kingdom" or "the neighbours" are."""
        memory, groups = self._memory, self._memory.language.grammar.groups
        part = next(
            (groups.part[token.fold] for token in self._tokens[chunk.first : chunk.end] if token.fold in groups.part),
            "",
        )
        if part and not chunk.plural:
            return memory.threads.who_is(part, against, memory.sentence)
        if not groups.neighbouring.isdisjoint(chunk.adjectives) and not chunk.plural:
            # "accuse le pays voisin": the other of the two that the passage is about.
            others = tuple(code for code in memory.pair if code not in against)
            return others if len(others) == 1 else ()
        if chunk.plural and chunk.head in groups.parties:
            return self._neighbours(chunk, against)
        if chunk.head in groups.blocs and self.descriptions.definite(chunk) and not (chunk.plural or chunk.adjectives):
            return tuple(code for code in memory.organisation if code not in against)
        if self.descriptions.definite(chunk) and chunk.head in groups.countries and not chunk.plural:
            realm = groups.realms.get(chunk.head)
            if realm is not None:
                return memory.realm(realm)
            here = dict.fromkeys(
                code for at, named in self._spans if at < chunk.first for code in named if code in states()
            )
            told = tuple(code for code in here if code not in against)
            if chunk.det in groups.demonstratives and told:
                # "left Jordan after a visit to this country"
                return told[-1:]
            one = told if len(told) == 1 and against else ()
            speaking = tuple(code for code in told if code not in {memory.dateline, *memory.home})
            speaking = speaking if len(speaking) == 1 and self._is_what_is_said(chunk) else ()
            for codes in ((memory.focus,) if memory.focus else (), speaking, memory.home, one, memory.country):
                # "Oman gave tents to the country": another than who gives.
                if codes and not set(codes) & set(against):
                    return codes
            return ()
        return ()

    def _is_what_is_said(self, chunk: Chunk) -> bool:
        """Whether a phrase sets out with what somebody says: "The ministry in Lima announced that the country"."""
        opener = self._tokens[chunk.first - 1].fold if chunk.first else ""
        return opener in self._memory.language.grammar.relatives.complementizers

    def pair_before(self, chunk: Chunk, against: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The two states that the sentence names before a phrase ("X met Y, the two sides agreeing"), else the pair.

        Who deals with "the two nations" (``against``) is neither of them.
        """
        named = dict.fromkeys(code for at, codes in self._spans if at < chunk.first for code in codes)
        if against and chunk.cls == "country":
            named = dict.fromkeys(code for code in named if code not in against)
        before = tuple(code for code in named if code in states())
        return before if len(before) == PAIR else self._memory.pair or self._memory.dyad

    def named_before(self, chunk: Chunk) -> list[str]:
        """Whom the sentence names before a phrase."""
        return [code for at, codes in self._spans if at < chunk.first for code in codes]

    def office_of(self, chunk: Chunk) -> str:
        """The office that a phrase names, of one or of several: they are remembered apart."""
        office = self._office_of_one(chunk)
        return of_several(office) if chunk.plural else office

    def _office_of_one(self, chunk: Chunk) -> str:
        """The office that head and complement name: "le chef de la diplomatie" is the foreign minister."""
        offices = self._memory.language.offices
        for told in (*(comp.head for comp in chunk.comps), *chunk.adjectives):
            known = offices.get((chunk.head, told))
            if known is not None:
                return known
        charge = next((one for one in chunk.adjectives if one in self._memory.language.grammar.groups.charges), "")
        if charge and self._leads_a_ministry(chunk):
            # "The health minister": not the minister told of before, whose charge may be another.
            return f"{chunk.head} {charge}"
        return offices.get((chunk.head, ""), chunk.head)

    def host_of_envoy(self) -> tuple[str, ...]:
        """The state where the envoy is posted of whom the passage tells: "the minister" there is its own."""
        memory = self._memory
        return memory.seat if memory.seat and memory.sentence - memory.seat_at <= _SEAT_LASTS else ()

    def _host_of(self, against: tuple[str, ...]) -> tuple[str, ...]:
        """The state that a guest visits: "the president" whom he meets is its own."""
        hosts = self._memory.visits.get(against[0], ()) if len(against) == 1 else ()
        return hosts if len(hosts) == 1 else ()

    def _neighbours(self, chunk: Chunk, against: tuple[str, ...]) -> tuple[str, ...]:
        """Whom "the neighbours" mean: the two that the article is about, where it is about two."""
        definite = chunk.det in self._memory.language.grammar.groups.determiners
        return self.pair_before(chunk, against) if definite and self._memory.dyad and not chunk.comps else ()

    def _owner_of(self, chunk: Chunk, against: tuple[str, ...], *, joined: bool) -> tuple[str, ...]:
        """Of whom "son ministre" is: of who acts, or of the other one where that is who faces him ("against")."""
        memory = self._memory
        own = self.owner if self.owner and not set(self.owner.codes) <= set(against) else memory.subject
        if against and not joined and chunk.cls == "office" and set(own.codes) <= set(against):
            # "a joint Kiev et salué son président"
            return memory.facing(against) or self._last_named(chunk, against)
        # "Leurs ministres" are of all of them; "leur ministre" is of one.
        return own.codes if chunk.plural and own.plural else own.codes[:1]

    def _last_named(self, chunk: Chunk, against: tuple[str, ...]) -> tuple[str, ...]:
        """The state that the sentence names last before a phrase, another than who acts ("against")."""
        before = [codes for at, codes in self._spans if at < chunk.first and not set(codes) & set(against)]
        return before[-1] if before and len(before[-1]) == 1 else ()

    def peer_of(self, against: tuple[str, ...], *, hosts: bool = False) -> tuple[str, ...]:
        """Whose "son homologue" is: of the place that the sentence sets out with, else the other of the pair.

        Who ``hosts`` somebody is of the place where the clause happens.
        """
        if not against:
            return ()
        memory = self._memory
        if self.fronted and not set(self.fronted) & set(against):
            return self.fronted
        if hosts and self.local and not set(self.local) & set(against):
            return self.local
        return tuple(code for code in memory.pair if code not in against)[:1] or tuple(
            code for code in memory.place if code not in against
        )

    def _envoy_alone(self, chunk: Chunk, against: tuple[str, ...]) -> tuple[str, ...]:
        """Of which state an envoy is whom a text names without one: of the pair, the other than who deals with him."""
        pair = self._memory.pair if len(self._memory.pair) == PAIR else self._memory.main_pair
        definite = chunk.det in self._memory.language.grammar.groups.determiners or bool(chunk.persons)
        codes, sentence = self._memory.envoy
        known = codes and self._memory.sentence - sentence <= _ENVOY_LASTS and not chunk.persons
        if definite and known and not chunk.plural and not set(codes) & {*against, *self._spoken_of}:
            # "summoned Ambassador X of Myanmar. The ambassador ..."
            return codes
        quarry = self._memory.threads.quarry(against, self._memory.sentence) if against else NOBODY
        if definite and not chunk.plural and len(quarry.codes) == 1:
            # Everybody acts against him: the ambassador is his.
            return quarry.codes
        if not definite or chunk.plural or len(against) != 1:
            return ()
        if against[0] not in pair:
            # "Russia summoned Ambassador X": local press leaves out that he is its own state's.
            return self._memory.home if chunk.persons and against != self._memory.home else ()
        return tuple(code for code in pair if code not in against)

    def _office_alone(self, chunk: Chunk, against: tuple[str, ...]) -> tuple[str, ...]:
        """Of which state an office is that is told without one."""
        memory, groups = self._memory, self._memory.language.grammar.groups
        if not chunk.persons:
            # "un chef d'État": any one of them.
            if chunk.det in memory.language.grammar.indefinite:
                memory.anonymous |= {chunk.head}
                # "In Beijing, a spokesman said"
                return self.fronted if chunk.head in groups.voices else ()
            if self.fronted:
                return self.fronted
            known = self._called(chunk) or self._holder(self.office_of(chunk))
            known = known or self._regime(chunk) or self._minister(chunk) or self._enthroned(chunk, against)
            host = self.host_of_envoy() or self._styled(chunk, against) or self._host_of(against)
            local = self.local if against and not set(self.local) & set(against) else ()
            return known or host or local or self._domestic(chunk, against)
        held = self._held_by(chunk)
        if held and set(held).isdisjoint(against):
            return held
        # An office told with a new name but no state is of the state where the passage is, or that it speaks for.
        ruling = any(chunk.head == head for head, _ in memory.language.offices)
        acting = memory.subject.codes[:1] if len(memory.subject.codes) == 1 else ()
        places = (
            # "Peru let it be known through Foreign Minister X"
            acting if chunk.prep in groups.mouths and not personal(memory.subject) else (),
            self.fronted,
            self.host_of_envoy(),
            self._host_of(against),
            self.local if against else (),
            tuple(code for code in memory.place if against and code not in against)[:1],
            memory.home if ruling else (),
            (memory.focus,) if ruling and memory.focus else (),
            self._domestic(chunk, against),
            # Another person than the one spoken of last is not known to be of the same state.
            memory.subject.codes[:1] if not memory.subject.persons and not ruling else (),
        )
        open_to = (codes for codes in places if codes and not set(codes) & set(against))
        return next((codes for codes in open_to if not self._taken(chunk, codes)), ())

    def _styled(self, chunk: Chunk, against: tuple[str, ...]) -> tuple[str, ...]:
        """Of whom "the general" is: of the person told of last, where no other general was."""
        groups = self._memory.language.grammar.groups
        definite = chunk.det in groups.determiners and not chunk.plural and chunk.head in groups.styles
        return self._last_person(against) if definite and chunk.head not in self._memory.anonymous else ()

    def _last_person(self, against: tuple[str, ...]) -> tuple[str, ...]:
        """Of whom the person is who was told of last: "Colonel X met Y. The officer ..."; who acted before others."""
        near, subject = self._memory.near(), self._memory.subject
        if personal(subject) and len(subject.codes) == 1 and subject.codes[0] in near:
            near = (*near, *subject.codes)
        return next(((code,) for code in reversed(near) if code not in {*against, *self._spoken_of}), ())

    def _called(self, chunk: Chunk) -> tuple[str, ...]:
        """Whose "the emir" is where the text told of one emir, though of other heads of state too."""
        memory = self._memory
        holders = memory.holders.get(chunk.head, []) if chunk.head in memory.language.grammar.groups.royals else []
        return holders[0] if len(holders) == 1 and not (chunk.plural or chunk.comps) else ()

    def _enthroned(self, chunk: Chunk, against: tuple[str, ...]) -> tuple[str, ...]:
        """Whose "the king" is whom the text did not name: of the only state with such a throne that it names."""
        kind = self._memory.language.grammar.groups.thrones.get(chunk.head)
        if kind is None or chunk.comps or chunk.plural:
            return ()
        named = tuple(code for code in load_realms()[kind] if code in self._memory.strong and code not in against)
        return named if len(named) == 1 else ()

    def _holder(self, office: str) -> tuple[str, ...]:
        """Whose "the president" is: of several told of, the first where he acted last, else the last one told.

        A headline means the first.
        """
        memory = self._memory
        holders = memory.holders.get(office, [])
        if len(holders) > 1 and (memory.titled or (memory.subject.codes == holders[0] and personal(memory.subject))):
            return holders[0]
        return memory.offices.get(office, ())

    def _regime(self, chunk: Chunk) -> tuple[str, ...]:
        """Whose "the regime" is: of the only state of the two parties that the article is about."""
        memory = self._memory
        if chunk.head not in memory.language.grammar.groups.regimes or chunk.comps:
            return ()
        told = tuple(code for code in memory.dyad if code in states())
        ruled = load_realms()["junta"] & memory.strong
        return told if len(told) == 1 else tuple(ruled) if len(ruled) == 1 else ()

    def _minister(self, chunk: Chunk) -> tuple[str, ...]:
        """Whose "the minister" is where the passage told of one by his charge: "le chef de la diplomatie russe"."""
        memory = self._memory
        codes, told = memory.minister
        if chunk.comps or chunk.adjectives or chunk.plural or memory.sentence - told > _MINISTER_LASTS:
            return ()
        return codes if self._leads_a_ministry(chunk) else ()

    def has_another_charge(self, chunk: Chunk) -> bool:
        """Whether a phrase tells which ministry somebody leads, of whom the text told nothing else."""
        return bool(chunk.comps or chunk.adjectives) and self._leads_a_ministry(chunk)

    def _leads_a_ministry(self, chunk: Chunk) -> bool:
        """Whether the head of a phrase means ministers of any charge: "minister", but not "chief"."""
        return chunk.head in _ministers(self._memory.language.code)

    def _held_by(self, chunk: Chunk) -> tuple[str, ...]:
        """The only state that the article names whose holder of that office shares a name with who is told of."""
        office, memory = self.office_of(chunk), self._memory
        known = [
            code for code, _ in memory.themes for name in chunk.persons if holds(code, office, name, memory.published)
        ]
        return tuple(known) if len(known) == 1 else ()

    def _taken(self, chunk: Chunk, codes: tuple[str, ...]) -> bool:
        """Whether the office that a phrase names was held by somebody else there."""
        office = self.office_of(chunk)
        return any(
            is_held_by_another(code, office, name, self._memory.published) for code in codes for name in chunk.persons
        )

    def _domestic(self, chunk: Chunk, against: tuple[str, ...]) -> tuple[str, ...]:
        """The state whose press speaks of "the minister" without saying whose.

        Who deals with the only state that an article names is of the publisher's own, which it need not name.
        """
        memory = self._memory
        groups = memory.language.grammar.groups
        if against and chunk.cls == "institution" and not chunk.persons:
            # "lifted the sanctions on Guinea and called on the junta": that of the only state named beside who acts.
            named = {code for _at, codes in self._spans for code in codes if code in states() and code not in against}
            if len(named) == 1:
                return tuple(named)
        head = self._tokens[chunk.head_at]
        bare = bool(memory.home) and head.fold in groups.bare_rulers and head.text[:1].isupper()
        merged = not groups.merged.isdisjoint([token.fold for token in self._tokens[chunk.first : chunk.head_at]])
        private = any(comp.head in groups.companies for comp in chunk.comps)
        rulers = chunk.head in groups.authorities and chunk.det in groups.plural_articles
        single = not chunk.plural and (bare or chunk.det in groups.determiners or bool(chunk.persons) or merged)
        if private or not (single or rulers):
            return ()
        governs = chunk.cls == "institution" or any(chunk.head == head for head, _ in memory.language.offices)
        if not memory.home and against:
            others = tuple(code for code, _ in memory.themes if code not in against)
            if not others:
                return memory.press
            among = len(memory.themes) > 1 or states().isdisjoint(against)
            if governs and not chunk.persons and len(others) == 1 and among:
                return others if self._matters(others[0]) else ()
        if not memory.home and governs and memory.focus and self._is_dealt_with(memory.focus):
            # "The government has downgraded ties with Cambodia": that of the other one that the article is about.
            others = tuple(code for code in memory.dyad if code != memory.focus)
            return others if len(others) == 1 and others[0] in states() else ()
        gives = not against and not chunk.persons and memory.threads.gives(memory.focus)
        told = governs and memory.focus and self._matters(memory.focus) and not gives
        # Of who only gives "the minister" is not: whoever thanks him is another's.
        return memory.home or ((memory.focus,) if told else ())

    def _is_dealt_with(self, code: str) -> bool:
        """Whether the sentence names a state as the one with whom somebody deals: "ties with Cambodia"."""
        company = self._memory.language.grammar.prepositions.company
        return any(at and code in codes and self._tokens[at - 1].fold in company for at, codes in self._spans)

    def _matters(self, code: str) -> bool:
        """Whether a state is more than named in passing later on: told of by now, or named more than once."""
        memory = self._memory
        told = code in self._spoken_of or memory.cast.before(code, memory.sentence) is not None
        return told or dict(memory.themes).get(code, 0) > 1
