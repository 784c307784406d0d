"""What one article has said so far of who is who, where it is, and between whom."""

import msgspec

from service.extract.acts.likelihood import load_weights
from service.extract.amounts.mentions import AmountMention
from service.extract.claims import MUTUAL, Claim
from service.extract.language import Language
from service.extract.names.officials import find_office, find_official, find_royals, is_namesake
from service.extract.names.realms import load_realms
from service.extract.names.states import states
from service.extract.parties.cast import Cast
from service.extract.parties.referents import NOBODY, Referent, personal
from service.extract.parties.threads import Threads
from service.extract.syntax.chunk import Chunk
from service.extract.text.tokens import fold

PAIR = 2
_PAIR_LASTS = 4
"""Sentences for which "les deux pays" may mean the pair last spoken of."""
_FACES_LAST = 2
"""Sentences for which "les deux hommes" may mean the two persons named last."""
_OFTEN = 3
"""How often an article names the state for which gifts are that are told without a receiver, at least."""
_FAR_MORE = 1.5
"""How many times more often than any other it is named."""
_FAMILY_NAME_FIRST = frozenset(
    {"CHN", "PRK", "KOR", "VNM", "TWN", "KHM", "HKG", "HUN", "ETH", "ERI", "ISL", "THA", "MYS", "MMR", "IDN", "BTN"}
)
"""Where the first name alone means somebody: the family's name, or the only name of one's own."""


_SHORTEST_TAIL = 4
"""Letters of what may stand for a name that a hyphen parts."""


def of_several(office: str) -> str:
    """Under what several are remembered who are told of together by one office: "presidents X and Y"."""
    return f"{office}, several"


def _tail(name: str) -> str:
    """What stands alone for a last name with a hyphen: "Jubeir" for "al-Jubeir"; else the name."""
    tail = name.rpartition("-")[2]
    return tail if len(tail) >= _SHORTEST_TAIL else name


class Trip(msgspec.Struct, frozen=True, gc=False):
    """A journey to come: who travels to whom, and the last sentence that told it."""

    guests: tuple[str, ...]
    hosts: tuple[str, ...]
    sentence: int


class LastTold(msgspec.Struct):
    """What the last verb told that told anything for sure, and its subject: whose deed or luck that was.

    ``sentence`` is the one that told it, or that told last that others did the same.
    """

    claims: list[Claim] = []
    subject: tuple[str, ...] = ()
    sentence: int = 0


Person = tuple[tuple[str, ...], str]
"""For whom somebody acts, and his fullest name."""


class Memory:
    """What one article has said so far of who is who."""

    guests: tuple[str, ...] = ()
    """Whose delegation was named last."""
    game: bool = False
    """Whether the article is about sport: a country's name is its team there."""
    afflicted: str = ""
    """The state that the disaster struck of which the article tells."""

    envoy: tuple[tuple[str, ...], int] = ((), 0)
    """Whose envoy was told of last with his state, and the sentence that told it."""

    thing: tuple[str, str, bool, int] = ("", "", False, 0)
    """What was dealt with last of which each state has its own (head, kind, several), and the sentence that told it."""

    matter: Chunk | None = None
    """The thing that the last clause told something of; ``matter_at`` is the sentence that told it."""
    matter_at: int = 0
    matter_of: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Whom that clause told of, each with the preposition: who acted in it as the agent."""

    _last_states: tuple[str, ...] = ()
    """The states of which the last sentence spoke that spoke of any."""
    _bodies: tuple[str, ...] = ()
    """The organisations named so far, the last one last."""

    trip: Trip | None = None
    """The trip to come that was told last."""
    titled: bool = False
    """Whether a headline is read, behind the text below it."""
    minister: tuple[tuple[str, ...], int] = ((), 0)
    """For whom the minister acts who was told of last by his charge, and the sentence that told it."""

    anonymous: frozenset[str] = frozenset()
    """Nouns for persons of whom the article told without saying whose they are: "a diplomat"."""
    _met: tuple[tuple[str, ...], int] = ((), 0)
    """The two of whom it was told last that they met or agreed, and the sentence that told it."""

    _middles: frozenset[str] = frozenset()
    """Keys of persons that are neither a first nor a last name."""
    _namesakes: frozenset[str] = frozenset()
    """Last names of officials that somebody else of this article bears: alone, they mean whom it named."""

    def __init__(self, language: Language, published: str | None, strong: frozenset[str]) -> None:
        self.language = language
        self.published = published
        self.strong = strong
        self.cast = Cast([])
        """Who is named where in the whole article."""
        self.model = load_weights()
        self.persons, self._first_names = dict[str, Person](), dict[str, Person]()
        """By last names whom the text named; by first names too, nobody for one that two bear."""
        self.offices: dict[str, tuple[str, ...]] = {}
        self.subject: Referent = NOBODY
        self.speaker: Referent = NOBODY
        self.latest: Referent = NOBODY
        """The person named last, for "ce dernier"."""
        self.actor: Referent = NOBODY
        """The last subject that is one person, for "he"."""
        self._faces: tuple[tuple[int, str], ...] = ()
        self.place: tuple[str, ...] = ()
        self.seat: tuple[str, ...] = ()
        """Where the envoy is posted who was named last, and the sentence that told it."""
        self.seat_at = 0
        self.holders: dict[str, list[tuple[str, ...]]] = {}
        """For whom those act who were told of by an office, in the order of the text."""
        self.home: tuple[str, ...] = ()
        """The state whose press tells it, where the article names it."""
        self.press: tuple[str, ...] = ()
        """The state whose press tells it, named or not."""
        self.pair: tuple[str, ...] = ()
        self.groups: dict[int, tuple[str, ...]] = {}
        self.country: tuple[str, ...] = ()
        self.focus = self.dateline = ""
        """The one state that the article is about, and that from which it is told, by its dateline; empty without."""
        self.themes: tuple[tuple[str, int], ...] = ()
        """The states that the article names, with how often, the most frequent first."""
        self.dyad: tuple[str, ...] = ()
        """The two parties that the whole article is about."""
        self.visits: dict[str, tuple[str, ...]] = {}
        self.sentence = 0
        self.paragraph = 0
        self.threads = Threads()
        self.last = LastTold()
        self.assailant: tuple[str, ...] = ()
        """Who made the attack told last."""
        self.gift: AmountMention | None = None
        """The goods given last, for figures that name none."""
        self.main_pair: tuple[str, ...] = ()
        self._pair_at = 0
        self._seen: list[str] = []
        self.organisation: tuple[str, ...] = ()
        """The organisation named last, where that sentence names no other: "the bloc"."""

    def known_last_names(self) -> frozenset[str]:
        """Folded last names of the persons met so far."""
        return frozenset(self.persons)

    def introduce(self, name: str, codes: tuple[str, ...]) -> None:
        """Remember for which state a person acts."""
        key = fold(name).split()[-1]
        for last in (key, _tail(key)):
            if codes and (last not in self.persons or last in self._middles):
                self.persons[last] = (codes, name)
                self._middles -= {last}
        first, *middle = fold(name).split()[:-1] or [key]
        self._introduce_middle(name, codes, middle)
        if codes and set(codes) & _FAMILY_NAME_FIRST and first not in self.persons:
            self.persons[first] = (codes, name)
        if codes and first != key:
            bearer = self._first_names.setdefault(first, (codes, name))
            if fold(bearer[1]).split()[-1] != key:
                # Two of that name: alone it means neither.
                self._first_names[first] = ((), name)

    def _introduce_middle(self, name: str, codes: tuple[str, ...], middle: list[str]) -> None:
        """Remember the names between the first and the last: "Mario Abdo Benitez", then "Abdo"."""
        styles = self.language.grammar.names
        for word in middle:
            long = len(word) >= _SHORTEST_TAIL and word not in styles.particles and word not in styles.honorifics
            if codes and long and word.isalpha() and word not in self.persons:
                self.persons[word] = (codes, name)
                self._middles |= {word}

    def person(self, name: str) -> tuple[tuple[str, ...], str]:
        """The codes and the fullest name of a person: from the article, else from the table of officials."""
        words = fold(name).split()
        known = self.persons.get(words[-1]) or self.persons.get(_tail(words[-1]))
        bearer = self._first_names.get(words[0], ((), name)) if len(words) == 1 else ((), name)
        if known is None and bearer[0] and len(words[0]) >= _SHORTEST_TAIL:
            # "Crown Prince Mohammed bin Salman ... Prince Mohammed"
            return bearer
        if known is not None:
            mine = fold(known[1]).split()
            if (
                len(words) == 1
                or len(mine) == 1
                or mine[0] == words[0]
                or words[0] in mine
                or words[0].rstrip(".") == mine[0][:1]
            ):
                return known[0], known[1] if len(mine) >= len(words) else name
        official = None if len(words) == 1 and words[0] in self._namesakes else find_official(name, self.published)
        if official is not None:
            self.introduce(name, (official,))
            office = find_office(name, official, self.published)
            if office:
                # "Idriss Déby Itno ... Le chef de l'État"
                self.offices.setdefault(office, (official,))
            return (official,), name
        if len(words) > 1 and is_namesake(name):
            self._namesakes |= {words[-1]}
        # "Ali bin Hussein ... Prince Ali": so short a name may be an official's that the article did not name before.
        return bearer if bearer[0] else ((), name)

    def royal(self, first: str) -> tuple[str, ...]:
        """The state whose monarch or heir goes by a first name, of several the one that the article names."""
        codes = find_royals(first, self.published)
        told = codes if len(codes) == 1 else codes & self.strong
        return tuple(told) if len(told) == 1 else ()

    def meet(self, referent: Referent) -> None:
        """Note for whom a person acts who was named just now."""
        if len(referent.codes) == 1:
            code = referent.codes[0]
            self._faces = (*((at, other) for at, other in self._faces if other != code), (self.sentence, code))[-PAIR:]

    def near(self) -> tuple[str, ...]:
        """For whom the persons act who were named last, where that is not long ago."""
        return tuple(code for at, code in self._faces if self.sentence - at <= _FACES_LAST)

    def tell_of(self, claims: list[Claim]) -> None:
        """Note the two who deal with each other in a sentence: "the two" behind it, wherever they met."""
        told = [one for one in claims if not one.chosen()]
        meetings = {one.sources for one in told if one.type in MUTUAL and len(one.sources) == PAIR}
        pairs = meetings or {(one.sources[0], one.targets[0]) for one in told if one.type == "VisitOccurred"}
        if len(pairs) == 1:
            self._met = (pairs.pop(), self.sentence)

    def encounter(self) -> tuple[str, ...]:
        """The two who were told last to meet, agree or visit one another, where that is not long ago."""
        pair, told = self._met
        return pair if self.sentence - told <= _FACES_LAST else ()

    def realm(self, kind: str) -> tuple[str, ...]:
        """The state that "the kingdom" means: the one of that kind that the article names, else the last of them."""
        known = load_realms()[kind]
        named = known & self.strong
        if len(named) == 1:
            return tuple(named)
        return next(((code,) for code in reversed(self._seen) if code in known), ())

    def among(self, region: frozenset[str], here: list[str], against: tuple[str, ...], count: int) -> tuple[str, ...]:
        """Those of a region or kind whom a phrase means: the only ones that the article names, else those named last.

        ``here`` are those whom the sentence names before it; who deals with them (``against``) is none of them.
        """
        open_to = [code for code in region & self.strong if code not in against]
        if len(open_to) <= count:
            return tuple(sorted(open_to)) if len(open_to) == count else ()
        acting = [code for code in self.subject.codes if code in open_to]
        if count == 1 and len(acting) == 1 and not set(here) & set(open_to):
            return tuple(acting)
        last = [code for code in dict.fromkeys(reversed([*self._seen, *self._bodies, *here])) if code in open_to]
        return tuple(last[:count]) if len(last) >= count else ()

    def theme_but(self, code: str) -> str:
        """The state that the article names most beside another, those aside that only act on others; empty in doubt."""
        named = [(one, times) for one, times in self.themes if one != code and not self.threads.only_acts(one)]
        if not named or named[0][1] < _OFTEN or (len(named) > 1 and named[1][1] * _FAR_MORE > named[0][1]):
            return ""
        return named[0][0]

    def duo(self, office: str = "", against: tuple[str, ...] = ()) -> tuple[str, ...]:
        """For whom the two persons act who were named last, where that is not long ago; else the passage's pair.

        Who deals with them (``against``) is neither. Where those named last are not two states, it is the two told of
        together by that office ("presidents X and Y"), or, for a third, the two states that the article is about.
        """
        near = tuple(code for at, code in self._faces if self.sentence - at <= _FACES_LAST and code not in against)
        two = len(self.dyad) == PAIR and states().issuperset(self.dyad)
        if len(near) == PAIR and (not two or states().issuperset(near) or set(near).isdisjoint(self.dyad)):
            return near
        told = self.offices.get(office, ())
        if len(told) == PAIR and set(told).isdisjoint(against):
            return told
        if two and against and set(against).isdisjoint(self.dyad):
            return self.dyad
        # Whom a later passage is about are no longer those who met before it.
        return self._met[0] if self._met[0] and self._met[1] >= self._pair_at else self.pair

    def facing(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """For whom the other one of the two persons acts who were named last, where that is not long ago."""
        near = [code for at, code in self._faces if self.sentence - at <= _FACES_LAST and code not in codes]
        return tuple(near[-1:])

    def counted(self, size: int) -> tuple[str, ...]:
        """Whom "the three leaders" mean: as many as were named together, else as the last sentence spoke of."""
        together = self.groups.get(size, ())
        return together or (self._last_states if len(self._last_states) == size else ())

    def set_subject(self, subject: Referent) -> None:
        """Note who acts: the next pronoun means it, "he" only a person."""
        self.subject = subject
        if personal(subject) and len(subject.codes) == 1:
            self.actor = subject

    def begin_sentence(self, number: int, paragraph: int = 0) -> None:
        """Forget a pair of states that was spoken of too long ago; the pair of the headline stays."""
        self.sentence, self.paragraph = number, paragraph
        if number - self._pair_at > _PAIR_LASTS:
            self.pair = self.main_pair

    def end_sentence(self, codes: tuple[str, ...]) -> None:
        """Note which states a sentence spoke of: two of them are the pair of what follows."""
        if not codes:
            return
        known, several = states(), dict.fromkeys(codes)
        distinct = tuple([code for code in several if code in known])
        self._seen = [*[code for code in self._seen if code not in distinct], *distinct]
        self._last_states = distinct or self._last_states
        organisations = tuple([code for code in several if code not in known])
        if len(organisations) == 1:
            self.organisation = organisations
        if organisations:
            self._bodies = (*[code for code in self._bodies if code not in organisations], *organisations)
        if len(distinct) == PAIR:
            self.pair = distinct
            self._pair_at = self.sentence
            self.main_pair = self.main_pair or distinct
        if len(distinct) > PAIR:
            # "X met Y in Berlin": it passes between these two, wherever they are.
            met = self._met[0] if self._met[1] == self.sentence else ()
            self.pair = met if known.issuperset(met) and met else self.groups.get(PAIR, ())
            self._pair_at = self.sentence if met else self._pair_at
        if distinct:
            self.country = distinct[-1:]
