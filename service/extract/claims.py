"""What a sentence claims, before the article is reconciled."""

from itertools import combinations
from typing import Literal

import msgspec

from events.interval import Interval
from service.extract.amounts.mentions import AmountMention

CHOSEN = "chosen"
"""In a claim's path: the party of this role was chosen as the likeliest of the article."""


class Claim(msgspec.Struct, kw_only=True):
    """One reading of one trigger: a type with its parties, and everything told beside them.

    ``sources`` act and ``targets`` receive; for a mutual type all parties stand in ``sources``. ``start``
    and ``end`` are offsets of the proving quote, ``strength`` how directly it was told (3 main clause,
    2 subordinate or nominal, 1 headline).
    """

    type: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    rule: str
    start: int
    end: int
    sentence: int
    paragraph: int
    persons: tuple[str, ...] = ()
    when: Interval | None = None
    stage: Literal["planned", "under_way", "done", "cancelled"] = "done"
    factuality: Literal["asserted", "hearsay"] = "asserted"
    amount: AmountMention | None = None
    cumulative: str = ""
    military: bool = False
    mode: str = ""
    background: bool = False
    strength: int = 2
    inferred: bool = False
    lead: bool = False
    speaker: str | None = None
    terms: str = "unknown"
    path: str = ""
    """Where each role was found: ``source:subject target:thread``."""
    days: int = 0
    """How long a visit lasts, where it is told, negative where it was over by the date told; else 0."""

    habit: bool = False
    """Whether it was told of no one day, or of one further back: "has repeatedly accused", "avait visité"."""
    foretold: bool = False
    """Whether a verb tells it as what will be ("will meet", "is to leave"), and no wish or intention."""

    def chosen(self) -> bool:
        """Whether a party of it was only the likeliest one."""
        return f":{CHOSEN}" in self.path


class Dropped(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that was not made: where, by which rule, and why."""

    start: int
    end: int
    rule: str
    reason: str


MUTUAL = frozenset(
    {
        "MeetingAnnounced",
        "MeetingHeld",
        "AgreementAnnounced",
        "AgreementSigned",
        "RelationsEstablished",
        "CooperationPledged",
    }
)


def dyads_of(claim: Claim) -> set[tuple[str, str, str]]:
    """What a claim tells, by two parties: type, who acts, who receives; those of a mutual act in sorted order."""
    if claim.type in MUTUAL:
        return {(claim.type, *pair) for pair in combinations(sorted(set(claim.sources)), 2)}
    return {(claim.type, one, other) for one in claim.sources for other in claim.targets if one != other}


VISITS = frozenset({"VisitOccurred", "VisitAnnounced"})
VERBAL = frozenset({"CooperationPledged", "SupportExpressed", "CriticismExpressed"})
ACTS: dict[str, tuple[str, str, str]] = {
    "visit": ("VisitOccurred", "VisitAnnounced", "VisitCancelled"),
    "meeting": ("MeetingHeld", "MeetingAnnounced", ""),
    "agreement": ("AgreementSigned", "AgreementAnnounced", ""),
    "aid": ("AidDelivered", "AidPledged", ""),
}
"""Acts with twins: the type when done, when planned, and when cancelled."""


DECIDED = frozenset(
    {
        "AgreementTerminated",
        "AidSuspended",
        "EnvoyExpelled",
        "EnvoyRecalled",
        "MembershipEnded",
        "RelationsSevered",
        "SanctionsImposed",
        "SanctionsLifted",
    }
)
"""Acts that are done when they are decided."""
SETTLED = DECIDED | {"RelationsEstablished"}
"""Acts that are of the day on which they are decided or agreed, where no other is told."""


ENDED: dict[str, str] = {
    "aid": "AidSuspended",
    "AidDelivered": "AidSuspended",
    "MilitarySupportProvided": "MilitarySupportEnded",
}
"""What it is to do an act no longer, for acts that go on."""


def type_of(act: str, stage: str) -> str:
    """The event type of an act at a stage; empty where the act has none: what is called off was not done."""
    twins = ACTS.get(act)
    if twins is None:
        return "" if stage == "cancelled" else act
    return {"planned": twins[1], "cancelled": twins[2]}.get(stage, twins[0])
