"""The likeliest party for a role that nobody fills: a logistic model over what the article tells of its parties.

Where a frame fits but for its parties, and no rule takes one up (``resume``), every party of the article is weighed:
how often and where it is named, how it stands to the other party and to such acts told before, what stands in the
role's own place. Each of these is true or not; the weights and the threshold are data (``roles.json``), fitted on
labelled articles by ``python -m bench.roles``. Below the threshold it is nobody.
"""

from itertools import combinations

import msgspec

from service.extract.acts.frames import Emission
from service.extract.acts.match import Standing
from service.extract.acts.resume import gives_away, named_in, says_by_itself
from service.extract.acts.scene import Scene
from service.extract.acts.slots import OWN, holds
from service.extract.names.states import states
from service.extract.parties.cast import Cast
from service.extract.parties.referents import Referent
from service.extract.parties.threads import kind_of

_PAIR = 2
_LATELY = 50  # acts that are looked back on: of a text of any length each question takes the same time
_OFTEN = 2
"""In how many sentences a party is named, at least, that is looked for beyond the sentence at hand."""
_MOST = 20
"""Parties of the article that are looked for beyond the sentence at hand, at most: those that it names most."""
_FAR = 2
"""Sentences since a party was named after which it is far."""
_ACTING = frozenset(
    {"office", "homologue", "envoy", "agent", "person", "delegation", "country", "institution", "people", "mission"}
)
_CHOOSY = frozenset({"single", "named", "speaker", "envoy", "institution"})
"""Needs that who is merely named seldom meets."""
_POSSIBLE = frozenset(
    {"official", "traveller", "actor", "state", "org", "single", "plural", "speaker", "named", "institution", "envoy"}
)
"""Needs that a party chosen can meet."""
_PASSAGE = frozenset({"recounts", "focus", "setting", "quarry", "dateline", "home", "other", "partner"})
"""Slots outside the clause: with a party found there alone, the other one is not chosen as well."""
_ACTS, _RECEIVES = " acts", " receives"


class Option(msgspec.Struct, frozen=True):
    """Parties that may stand in the open roles of a frame: what holds of them, and how likely it is."""

    fillers: dict[str, Referent]
    features: frozenset[str]
    score: float

    def describe(self) -> str:
        """Who they are and how likely, in short: "target MLI .41"."""
        parties = ", ".join(f"{role} {'+'.join(filler.codes)}" for role, filler in self.fillers.items())
        return f"{parties} {self.score:.2f}"


class Answer(msgspec.Struct, frozen=True):
    """One option of a frame, and the dyads (type, who acts, who receives) that it would claim."""

    rule: str
    option: Option
    dyads: frozenset[tuple[str, str, str]]


class Question(msgspec.Struct, frozen=True):
    """A trigger whose parties had to be chosen, in the sentence of that number: its answers, the likeliest first."""

    sentence: int
    answers: list[Answer]


def weigh(standing: Standing, scene: Scene, *, title: bool, least: float = 0.0) -> list[Option]:
    """Who may stand in the open roles of a frame, the likeliest first; only those who are at least so likely."""
    emission = _emission(standing)
    if emission is None:
        return []
    asked = _Question(standing, emission, scene)
    candidates = asked.candidates()
    if not candidates:
        # As mostly: what holds of them is gathered for somebody only.
        return []
    asked.look_around(title=title)
    model = scene.resolver.memory.model
    options: list[Option] = []
    for fillers in candidates:
        features = asked.features(fillers)
        score = model.score(features)
        if score >= least:
            options.append(Option(asked.referents(fillers), features, score))
    return sorted(options, key=lambda option: -option.score)


def _emission(standing: Standing) -> Emission | None:
    """The act that the open roles take part in."""
    roles = set(standing.left_open)
    for emission in standing.frame.emissions:
        if roles <= {emission.left, emission.right}:
            return emission
    return None


class _Question:
    """One frame with open roles, and what holds of it whoever stands there."""

    def __init__(self, standing: Standing, emission: Emission, scene: Scene) -> None:
        self.standing, self.emission, self.scene = standing, emission, scene
        self.frame = standing.frame
        self.memory = scene.resolver.memory
        self.cast: Cast = self.memory.cast
        self.kind = kind_of(emission.act)
        self.mutual = emission.mutual
        self.itself = emission.left == emission.right
        """Whether one role holds all parties of the act."""
        self.known = tuple(
            code
            for role in {emission.left: None, emission.right: None}
            if role in standing.roles
            for code in standing.roles[role].codes
        )
        resolver = scene.resolver
        self.spoken_of = dict.fromkeys((*resolver.spoken_of, *resolver.resolved()))
        self._parties: dict[tuple[str, str], list[str]] = {}
        self.common: frozenset[str] = frozenset()
        self._together: frozenset[frozenset[str]] = frozenset()
        """Who took part in each of the acts of the same kind told before."""
        self._sides: dict[str, frozenset[str]] = {}
        """Who acted in those acts, and who was acted on."""
        self._named_most = ""
        self._named_here: frozenset[str] = frozenset()
        """The parties that the sentence names."""

    def look_around(self, *, title: bool) -> None:
        """Gather what holds whoever stands in the open roles."""
        self.common = frozenset(self._of_frame(title=title))
        alike = self.memory.threads.told_lately(self.kind, _LATELY)
        self._together = frozenset([told.parties() for told in alike])
        self._sides = {
            _ACTS: frozenset([code for told in alike for code in told.sources]),
            _RECEIVES: frozenset([code for told in alike for code in told.targets]),
        }
        self._named_most = self.cast.first(self.known)
        self._named_here = frozenset([code for _at, codes in self.scene.resolver.spans for code in codes])

    def _of_frame(self, *, title: bool) -> list[str]:
        """What holds of the trigger and of the places where the open roles are looked for."""
        grammar, noun, clause = self.scene.language.grammar, self.scene.noun, self.scene.clause
        found: list[str] = []
        if title:
            found.append("headline")
        if self.frame.data.verbal:
            found.append("words")
        if self.kind == "visit":
            found.append("visit")
        if self.emission.act.startswith("Military"):
            found.append("forces")
        if noun is not None and noun.det in grammar.groups.determiners:
            found.append("definite noun")
        if noun is None and clause is not None and clause.vg.form != "finite":
            found.append("no finite verb")
        if not self.known:
            found.append("nobody known")
        elif self.memory.focus in self.known:
            found.append("topic known")
        if any(not _CHOOSY.isdisjoint(self.frame.data.need.get(role, ())) for role in self.standing.left_open):
            found.append("choosy role")
        for role in self.standing.left_open:
            found.extend(self._standing_there(role))
        return found

    def _standing_there(self, role: str) -> list[str]:
        """What stands where the role is looked for: somebody unknown, or a thing."""
        found: list[str] = []
        for slot in self.frame.data.roles[role]:
            for chunk in () if slot.endswith(OWN) else holds(self.scene, slot):
                if chunk.cls in _ACTING or chunk.cls == "name":
                    if not self.scene.resolver.resolve(chunk).codes:
                        found.append("unknown there")
                elif chunk.cls != "pronoun":
                    found.append("thing there")
        return found

    def candidates(self) -> list[tuple[str, ...]]:
        """Who may fill the open roles: one code for one role, two where both parties of a mutual act are open.

        Where neither is known of an act that one does to the other, nothing says who does it.
        """
        roles = self.standing.left_open
        if self._meant_for_a_group() or (self.kind == "aid" and not gives_away(self.scene)) or self._told_otherwise():
            return []
        if not self.frame.data.verbal and any(self.frame.data.roles[role] == ["governor"] for role in roles):
            # Whom another verb must name ("thanked X for giving").
            return []
        if len(roles) == 1 and not self.itself:
            codes = dict.fromkeys((*self.spoken_of, *self.cast.often(_OFTEN)[:_MOST]))
            return [(code,) for code in codes if code not in self.known and self._may_be(roles[0], code)]
        if not self.mutual:
            return []
        pairs = dict.fromkeys([tuple(sorted(pair)) for pair in self._pairs()])
        return [pair for pair in pairs if all(self._may_be(role, one) for role in roles for one in pair)]

    def _told_otherwise(self) -> bool:
        """Whether the clause would tell who stands in the open role, if it told of such an act of theirs at all."""
        scene, standing, emission = self.scene, self.standing, self.emission
        clause = scene.clause if scene.noun is None else None
        if clause is not None and clause.vg.form == "pastpart":
            # "rebels backed by X", "the programme published by the ministry": it only describes.
            return True
        if self.mutual:
            return (not self.known and not self._several_act()) or self._names_itself()
        if self.kind == "visit" and emission.right in standing.left_open:
            return True
        if emission.act.startswith("Membership") and any(chunk.cls == "noun" for chunk in scene.chunks("object")):
            # "welcomed the start of the talks"
            return True
        if not any(place.partition(":")[2] not in _PASSAGE for place in standing.path):
            return True
        acting = clause is not None and (clause.vg.finite or (clause.vg.form == "prespart" and not clause.opener))
        if emission.left in standing.left_open and acting and self._a_thing_acts():
            return True
        if not self.frame.data.verbal or emission.right not in standing.left_open or clause is None:
            return False
        return not (clause.vg.passive or says_by_itself(self.frame, scene) or self._judges_a_thing())

    def _names_itself(self) -> bool:
        """Whether a gathering needs no second party, or a thing is met: "at the summit", "saw polls"."""
        scene, groups = self.scene, self.scene.language.grammar.groups
        noun = scene.noun
        if self.emission.act != "meeting":
            return False
        if noun is None:
            return any(chunk.cls == "noun" for chunk in scene.chunks("object"))
        possession = scene.language.grammar.prepositions.possession
        own = [comp for comp in (*noun.comps, *scene.after) if comp.prep in possession]
        return noun.head in groups.assemblies or any(comp.cls == "institution" for comp in own)

    def _a_thing_acts(self) -> bool:
        """Whether a thing, or people of no state, does what somebody should do: "these protocols will raise it"."""
        acts = self.scene.chunks("subject") if "subject" in self.frame.data.roles[self.emission.left] else []
        private = self.scene.language.grammar.groups.private
        return any(
            (chunk.cls not in _ACTING and chunk.cls not in {"name", "pronoun"}) or chunk.head in private
            for chunk in acts
        )

    def _judges_a_thing(self) -> bool:
        """Whether the words are about a thing without a state: "condemned an act unworthy of a neighbour"."""
        scene = self.scene
        return any(chunk.cls == "noun" and not named_in(scene, chunk) for chunk in scene.chunks("object"))

    def _several_act(self) -> bool:
        """Whether several of whom nobody knows who they are stand where the parties are looked for."""
        return any(
            (chunk.plural or chunk.conj) and (chunk.cls in _ACTING or chunk.cls == "pronoun")
            for role in self.standing.left_open
            for slot in self.frame.data.roles[role]
            for chunk in holds(self.scene, slot)
        )

    def _meant_for_a_group(self) -> bool:
        """Whether countries without a name stand in an open role: "aid to African countries" is for no one of them."""
        return any(
            chunk.cls == "country"
            and (chunk.plural or chunk.adjectives or chunk.comps)
            and not self.scene.resolver.resolve(chunk).codes
            for role in self.standing.left_open
            for slot in self.frame.data.roles[role]
            for chunk in holds(self.scene, slot)
        )

    def _pairs(self) -> list[tuple[str, str]]:
        """Two parties that may act together: of the passage, of the article, of the last such act, of the sentence."""
        memory = self.memory
        here = [*dict.fromkeys((*self.spoken_of, *memory.subject.codes))]
        recent = [tuple(sorted(told.parties())) for told in memory.threads.told_lately(self.kind, 1)]
        groups = (memory.pair, memory.dyad, *recent, tuple(here[:3]), tuple(self.cast.named_in)[:3])
        return [pair for group in groups for pair in combinations(group[:3], _PAIR)]

    def _may_be(self, role: str, code: str) -> bool:
        needs, act = self.frame.data.need.get(role, ()), self.emission.act
        if not _POSSIBLE.issuperset(needs):
            # Troops must stand in the clause.
            return False
        if self.frame.data.verbal and role == self.emission.right and code in self.scene.named_inside():
            # "said it was an insult to Chile": whom the clause names stands in it as something else.
            return False
        a_state = code in states()
        if ("state" in needs and not a_state) or ("org" in needs and a_state):
            return False
        return not act.startswith("Membership") or a_state == (role == self.emission.left)

    def referents(self, codes: tuple[str, ...]) -> dict[str, Referent]:
        """The codes as those who stand in the open roles."""
        roles = self.standing.left_open
        if self.itself:
            return {roles[0]: Referent(codes, cls="name", plural=True)}
        return {role: Referent((code,), cls="name") for role, code in zip(roles, codes, strict=True)}

    def features(self, codes: tuple[str, ...]) -> frozenset[str]:
        """All that holds of the frame with these parties in its open roles."""
        found = set(self.common)
        roles = self.standing.left_open
        for role, code in zip(roles if len(roles) == len(codes) else (roles[0], roles[0]), codes, strict=True):
            side = "" if self.mutual else _ACTS if role == self.emission.left else _RECEIVES
            known = self._parties.get((code, side))
            if known is None:
                # The same party is weighed in several pairs.
                known = self._parties[code, side] = self._of_party(code, side)
            found.update(known)
        found.update(self._of_two({*codes, *self.known}))
        return frozenset(found)

    def _of_party(self, code: str, side: str) -> list[str]:
        """What holds of one party; ``side`` is empty where both do the same."""
        memory = self.memory
        found = self._where_named(code)
        if len(self.cast.named_in.get(code, ())) < _OFTEN:
            found.append("named once")
        if code == self._named_most:
            found.append("named most")
        if code == memory.focus and side:
            found.append("topic" + side)
        if code in memory.home:
            found.append("home")
        if code in memory.subject.codes:
            found.append("last subject")
        if code in memory.speaker.codes and side == _ACTS:
            found.append("speaker acts")
        if side and code in self._sides[side]:
            found.append("on that side before")
        return found

    def _where_named(self, code: str) -> list[str]:
        """How near a party is named."""
        sentence = self.memory.sentence
        found: list[str] = []
        if code not in self.spoken_of:
            since = self.cast.before(code, sentence)
            if since is not None and since >= _FAR:
                found.append("named far before")
            if self.cast.after(code, sentence) is None:
                found.append("not named again")
            return found
        if code not in self._named_here:
            found.append("there by office")
        if self._governs(code):
            found.append("in the ruling clause")
        return found

    def _of_two(self, codes: set[str]) -> list[str]:
        """What holds of those who would be parties together."""
        found: list[str] = []
        if codes == set(self.memory.pair):
            found.append("pair of the passage")
        if codes == set(self.memory.dyad):
            found.append("pair of the article")
        if any(codes <= parties for parties in self._together):
            found.append("such an act before")
        if not self.spoken_of.keys() <= codes:
            found.append("others there")
        if codes <= self.spoken_of.keys():
            found.append("both there")
        return found

    def _governs(self, code: str) -> bool:
        governor = self.scene.clause.governor if self.scene.clause is not None else None
        if governor is None:
            return False
        for part in (governor.subject, *governor.objects, *governor.obliques):
            if part is not None and code in self.scene.resolver.resolve(part).codes:
                return True
        return False
