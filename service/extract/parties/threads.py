"""What an article goes on telling of: a later clause of the same kind of act may leave out who is known already.

"France sent oxygen to Tunisia. [...] Belgium sent 150,000 doses": to whom is said once. A party is taken up only where
one is possible: the only one on its side of such acts so far, or the other one of the two that the passage is about.
Nothing is taken from another kind of act, nothing where the clause itself names somebody else.
"""

from itertools import takewhile

import msgspec

from service.extract.claims import MUTUAL, Claim
from service.extract.parties.referents import NOBODY, Referent

_REACH = 14
"""Sentences after which an act is no longer what the article goes on about."""

_KINDS: dict[str, str] = {
    "AidPledged": "aid",
    "AidDelivered": "aid",
    "MilitarySupportProvided": "aid",
    "SanctionsImposed": "sanctions",
    "SanctionsLifted": "sanctions",
    "VisitAnnounced": "visit",
    "VisitOccurred": "visit",
    "VisitCancelled": "visit",
    "MeetingAnnounced": "contact",
    "MeetingHeld": "contact",
    "AgreementAnnounced": "contact",
    "AgreementSigned": "contact",
    "CooperationPledged": "contact",
    "RelationsEstablished": "contact",
    "EnvoyRecalled": "dispute",
    "EnvoyExpelled": "dispute",
    "EnvoySummoned": "dispute",
    "EmbassyClosed": "dispute",
    "RelationsSevered": "dispute",
    "CriticismExpressed": "dispute",
    "AgreementTerminated": "dispute",
    "AidSuspended": "suspension",
    "MilitarySupportEnded": "withdrawal",
}
"""Kinds of acts that carry each other on; a type that is not here neither opens nor continues a thread."""
_ACTS = {"visit": "visit", "meeting": "contact", "agreement": "contact", "aid": "aid"}
_DEEDS = frozenset(
    {
        "AgreementTerminated",
        "AidPledged",
        "AidSuspended",
        "EmbassyClosed",
        "EmbassyOpened",
        "EnvoyExpelled",
        "EnvoyRecalled",
        "EnvoySummoned",
        "MembershipEnded",
        "MembershipStarted",
        "MilitarySupportEnded",
        "RelationsSevered",
        "SanctionsImposed",
        "SanctionsLifted",
    }
)
"""Types that "the decision" or "this measure" may mean."""
_PACTS = frozenset({"AgreementAnnounced", "AgreementSigned", "RelationsEstablished"})
_QUARREL = 8
"""Sentences within which a quarrel goes on."""
_COMPANY = 4
"""Sentences within which what a guest promises is for his host."""
_SOON = 5
"""Sentences within which "the decision" means the last one told."""
_SIDED = frozenset({"aid", "sanctions", "suspension", "visit", "withdrawal"})
"""Kinds whose parties keep their sides: who gives goes on giving. In the others the two stay, whoever acts."""
DISPUTE = "dispute"
"""The kind of acts by which one state turns on another."""
_FED_BY = {"contact": ("visit", "contact"), DISPUTE: (DISPUTE, "sanctions")}


class Told(msgspec.Struct, frozen=True, gc=False):
    """An act that was told: its type, its parties on either side, and where."""

    type: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    sentence: int
    paragraph: int

    def parties(self) -> frozenset[str]:
        """All who take part."""
        return frozenset((*self.sources, *self.targets))


def kind_of(act: str) -> str:
    """The kind of thread that an act or type belongs to; empty where it belongs to none."""
    return _ACTS.get(act) or _KINDS.get(act, "")


_ASKS_TOO = frozenset({"SupportExpressed", "VisitOccurred", "VisitAnnounced", "VisitCancelled"})
"""What who is given something does as well: it thanks, it travels to ask."""


class Threads:
    """The acts with all their parties that one article has told so far, by kind."""

    def __init__(self) -> None:
        """Begin with nothing told."""
        self._told: dict[str, list[Told]] = {}
        self._deed: Told | None = None
        self._pact: Told | None = None
        self._signers: set[frozenset[str]] = set()
        self._sources: set[str] = set()
        self._targets: set[str] = set()
        self._givers: set[str] = set()
        self._takers: set[str] = set()

    def __bool__(self) -> bool:
        """Whether anything was told."""
        return bool(self._told)

    def tell(self, claims: list[Claim]) -> None:
        """Note what was told; a party that was itself taken up proves nothing and is noted all the same."""
        for claim in claims:
            told = Told(claim.type, claim.sources, claim.targets, claim.sentence, claim.paragraph)
            if claim.type not in MUTUAL and claim.type not in _ASKS_TOO:
                self._sources.update(claim.sources)
                self._targets.update(claim.targets)
            if claim.type in _DEEDS:
                self._deed = told
            elif claim.type in _PACTS:
                self._pact = told
                self._signers.add(told.parties())
            kind = _KINDS.get(claim.type)
            if kind == "aid" or claim.type == "AidSuspended":
                self._givers.update(claim.sources)
                self._takers.update(claim.targets)
            if kind == "aid" or (kind is not None and not claim.background):
                self._told.setdefault(kind, []).append(told)

    def has_told(self, types: list[str]) -> bool:
        """Whether one of these types was told before."""
        return any(told.type in types for kind in {kind_of(one) for one in types} for told in self._told.get(kind, []))

    def told_lately(self, kind: str, most: int) -> list[Told]:
        """The last acts told of a kind, at most so many."""
        return self._told.get(kind, [])[-most:]

    def find(self, act: str, *, left: bool, known: tuple[str, ...], sentence: int, paragraph: int) -> Referent:
        """Who stands on the left or right of an act, given the other party (``known``); NOBODY where it is open."""
        kind = kind_of(act)
        near = self._near(kind, sentence, paragraph)
        if kind in _SIDED:
            return _on_side(near, left=left, known=known)
        if not known:
            return _both(near) if act in MUTUAL or act in _ACTS else NOBODY
        return _partner(near, known)

    def quarry(self, known: tuple[str, ...], sentence: int) -> Referent:
        """Against whom everybody acts in the quarrel at hand, where that is one; NOBODY for him, or in doubt."""
        near = [told for fed in _FED_BY[DISPUTE] for told in _since(self._told.get(fed, []), sentence - _QUARREL)]
        near = [told for told in near if told.targets]
        targets = {code for told in near for code in told.targets}
        if len(targets) != 1 or targets & set(known) or not any(told.type in _DEEDS for told in near):
            return NOBODY
        return Referent(tuple(targets), cls="thread")

    def provoker(self, known: tuple[str, ...], sentence: int) -> Referent:
        """Who did alone what was told last, to whom an answer is made: "en réponse, Israël a rappelé son envoyé"."""
        near = [told for kind in self._told for told in _since(self._told[kind], sentence - _COMPANY)]
        near = [told for told in near if told.sentence <= sentence and not set(told.sources) <= set(known)]
        last = max(near, key=lambda told: told.sentence, default=None)
        if last is None:
            return NOBODY
        if kind_of(last.type) in _FED_BY[DISPUTE] and not set(known) & last.parties():
            # A third who answers when two quarrel may be on either side.
            return NOBODY
        doers = last.sources[:1] if last.type in MUTUAL else last.sources
        others = tuple(code for code in doers if code not in known)
        return Referent(others, cls="thread") if len(others) == 1 else NOBODY

    def again(self, act: str, known: tuple[str, ...]) -> Referent:
        """To whom the last act of the same type was done, by others: "X a rompu à son tour"."""
        for told in reversed(self._told.get(kind_of(act), [])):
            if told.type == act and told.targets and not set(told.sources) & set(known):
                return Referent(told.targets, cls="thread", plural=len(told.targets) > 1)
        return NOBODY

    def companion(self, code: str, sentence: int) -> str:
        """With whom a state was told to be last, as guest, host or at a table; empty with several, or long ago."""
        near = [
            told
            for kind in ("visit", "contact")
            for told in _since(self._told.get(kind, []), sentence - _COMPANY)
            if code in told.parties() and told.sentence <= sentence
        ]
        last = max((told.sentence for told in near), default=0)
        others = {other for told in near if told.sentence == last for other in told.parties() - {code}}
        return others.pop() if len(others) == 1 else ""

    def who_is(self, part: str, against: tuple[str, ...], sentence: int) -> tuple[str, ...]:
        """Who was told last to be the "host", the "guest", the "giver" or the "receiver", where that is one."""
        kind = "visit" if part in {"host", "guest"} else "aid"
        last = next((told for told in reversed(self._told.get(kind, [])) if told.type not in MUTUAL), None)
        if last is None or sentence - last.sentence > _QUARREL:
            return ()
        side = last.sources if part in {"guest", "giver"} else last.targets
        others = tuple(code for code in side if code not in against)
        return others if len(others) == 1 else ()

    def only_acts(self, code: str) -> bool:
        """Whether a state was told to give aid, or to act on others while nobody acts on it: gifts are not for it."""
        return code in self._givers or (code in self._sources and code not in self._targets)

    def gives(self, code: str) -> bool:
        """Whether a state was told to give aid and to receive none."""
        return code in self._givers and code not in self._takers

    def receiver(self) -> str:
        """The only state that was told to receive aid; empty where several were, or none."""
        return next(iter(self._takers)) if len(self._takers) == 1 else ""

    def doer(self, *, pact: bool, known: tuple[str, ...], sentence: int) -> Referent:
        """Who did what "the decision" means, or made what "the treaty" means, unless that is who speaks of it."""
        told = self._pact if pact else self._deed
        # The only agreement that an article tells of is "the agreement" all through it.
        lasts = pact and len(self._signers) == 1
        if told is None or (sentence - told.sentence > _SOON and not lasts) or set(told.sources) & set(known):
            return NOBODY
        return Referent(told.sources, cls="thread", plural=len(told.sources) > 1)

    def accuser(self, known: tuple[str, ...], sentence: int) -> Referent:
        """Who made "the accusations" that somebody (``known``) denies: who blamed him last, shortly before."""
        for told in reversed(self._told.get(DISPUTE, [])):
            if sentence - told.sentence > _SOON:
                break
            if told.type == "CriticismExpressed" and set(told.targets) & set(known):
                return Referent(told.sources, cls="thread", plural=len(told.sources) > 1)
        return NOBODY

    def _near(self, kind: str, sentence: int, paragraph: int) -> list[Told]:
        found = [
            told for fed in _FED_BY.get(kind, (kind,)) for told in _since(self._told.get(fed, []), sentence - _REACH)
        ]
        if kind == DISPUTE:
            # Words are of the quarrel at hand.
            return [told for told in found if told.paragraph == paragraph or sentence - told.sentence <= _QUARREL]
        here = [told for told in found if told.paragraph == paragraph]
        return found if kind in _SIDED else here or found


def _since(acts: list[Told], sentence: int) -> list[Told]:
    """The acts told in that sentence or later; looked for from the last one back, however many there are."""
    return list(takewhile(lambda told: told.sentence >= sentence, reversed(acts)))[::-1]


def _on_side(near: list[Told], *, left: bool, known: tuple[str, ...]) -> Referent:
    sides = {told.sources if left else told.targets for told in near}
    codes = {code for side in sides for code in side}
    if len(codes) != 1 or codes & set(known):
        return NOBODY
    return Referent(tuple(codes), cls="thread")


def _partner(near: list[Told], known: tuple[str, ...]) -> Referent:
    with_them = [told for told in near if set(known) <= told.parties()]
    others = {code for told in with_them for code in told.parties() - set(known)}
    if (
        len(others) > 1
        and all(known == told.sources for told in with_them)
        and with_them[-1].sentence == near[-1].sentence
    ):
        # "La Turquie a convoqué les ambassadeurs de X et de Y ; elle dénonce ..."
        last = with_them[-1].targets
        return Referent(last, cls="thread", plural=len(last) > 1)
    return Referent(tuple(others), cls="thread") if len(others) == 1 else NOBODY


def _both(near: list[Told]) -> Referent:
    pairs = {told.parties() for told in near}
    if len(pairs) != 1:
        return NOBODY
    return Referent(tuple(sorted(pairs.pop())), cls="thread", plural=True)
