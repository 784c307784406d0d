"""What can happen between states: one frozen Struct a type, all in the union ``Event``.

Directed acts run from one source to one target (each a state's ISO 3166-1 alpha-3 code or an
organisation's acronym); mutual acts join a set of parties. The meaning of each type is the coding
guideline's. To add a type: write its class here and name it in the union below.
"""

from typing import ClassVar, Literal

import msgspec

from events.evidence import Evidence
from events.interval import Interval

Stage = Literal["planned", "under_way", "done", "cancelled"]
Factuality = Literal["asserted", "hearsay"]
Asserter = Literal["source", "target", "third_party", "journalist"]
Terms = Literal["grant", "loan", "sale", "debt_relief", "unknown"]
Domain = Literal["civil", "military"]


class Amount(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A quantity between ``min`` and ``max`` (equal when exact) of ``unit``: an ISO 4217 code or a listed unit."""

    min: float | None = None
    max: float | None = None
    approximate: bool = False
    unit: str | None = None


class Via(msgspec.Struct, frozen=True, kw_only=True):
    """A company or a private force through which a state acts."""

    name: str
    kind: Literal["company", "private_force"]


class Confidence(msgspec.Struct, frozen=True, kw_only=True):
    """The measured share of right readings of this kind, and how many labelled ones it rests on."""

    value: float
    support: int


class Act(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type"):
    """One report of one act, as one article tells it.

    ``happening`` is shared by the events of the article that tell of the same real-world act;
    ``act`` is when the act of this type took place, ``due`` when a planned one is to happen;
    ``reported`` is the article's date of publication (YYYY-MM-DD or YYYY-MM), None where unknown.
    """

    family: ClassVar[str]

    happening: str
    article: str
    evidence: tuple[Evidence, ...]
    reported: str | None = None
    act: Interval | None = None
    due: Interval | None = None
    stage: Stage = "done"
    factuality: Factuality = "asserted"
    asserted_by: Asserter = "journalist"
    initiator: str | None = None
    speaker: str | None = None
    host: str | None = None
    via: Via | None = None
    persons: tuple[str, ...] = ()
    confidence: Confidence | None = None


class Directed(Act, frozen=True, kw_only=True):
    """An act of ``source`` towards ``target``."""

    source: str
    target: str


class Mutual(Act, frozen=True, kw_only=True):
    """An act of two or more ``parties`` (sorted, each once)."""

    parties: tuple[str, ...]


class Quantified(Directed, frozen=True, kw_only=True):
    """A directed act that may carry goods: what, how much, on which terms, for which purpose."""

    item: str | None = None
    amount: Amount | None = None
    value: Amount | None = None
    terms: Terms = "unknown"
    domain: Domain = "civil"


class VisitAnnounced(Directed, frozen=True, kw_only=True, tag="VisitAnnounced"):
    """An official of source is to travel to target."""

    family: ClassVar[str] = "visit"


class VisitOccurred(Directed, frozen=True, kw_only=True, tag="VisitOccurred"):
    """An official of source is or was in target."""

    family: ClassVar[str] = "visit"


class VisitCancelled(Directed, frozen=True, kw_only=True, tag="VisitCancelled"):
    """A planned visit of source to target is cancelled or postponed."""

    family: ClassVar[str] = "visit"
    mode: Literal["cancelled", "postponed"] = "cancelled"


class MeetingAnnounced(Mutual, frozen=True, kw_only=True, tag="MeetingAnnounced"):
    """Talks, a summit or a call are planned."""

    family: ClassVar[str] = "meeting"


class MeetingHeld(Mutual, frozen=True, kw_only=True, tag="MeetingHeld"):
    """Officials of the parties met or spoke."""

    family: ClassVar[str] = "meeting"
    mode: Literal["in_person", "phone", "video", "margins"] | None = None


class AgreementAnnounced(Mutual, frozen=True, kw_only=True, tag="AgreementAnnounced"):
    """An agreement is promised, under negotiation or about to be signed."""

    family: ClassVar[str] = "agreement"
    instrument: str | None = None


class AgreementSigned(Mutual, frozen=True, kw_only=True, tag="AgreementSigned"):
    """A treaty, accord, memorandum or contract between the parties is signed or concluded."""

    family: ClassVar[str] = "agreement"
    instrument: str | None = None


class AgreementTerminated(Directed, frozen=True, kw_only=True, tag="AgreementTerminated"):
    """Source denounces, suspends or leaves an agreement with target."""

    family: ClassVar[str] = "agreement"
    instrument: str | None = None


class AidPledged(Quantified, frozen=True, kw_only=True, tag="AidPledged"):
    """Source promises target aid."""

    family: ClassVar[str] = "aid"


class AidDelivered(Quantified, frozen=True, kw_only=True, tag="AidDelivered"):
    """Source has given target aid."""

    family: ClassVar[str] = "aid"


class AidSuspended(Quantified, frozen=True, kw_only=True, tag="AidSuspended"):
    """Source cuts or suspends aid to target."""

    family: ClassVar[str] = "aid"


class TotalReported(Quantified, frozen=True, kw_only=True, tag="TotalReported"):
    """A sum of several shipments (running) or a standing total (stock); never added to deliveries."""

    family: ClassVar[str] = "total"
    kind: Literal["running", "stock"]


class MilitarySupportProvided(Quantified, frozen=True, kw_only=True, tag="MilitarySupportProvided"):
    """Source delivers arms, trains or deploys troops for target with its consent."""

    family: ClassVar[str] = "military"
    domain: Domain = "military"


class MilitarySupportEnded(Quantified, frozen=True, kw_only=True, tag="MilitarySupportEnded"):
    """The troops or the support of source for target end."""

    family: ClassVar[str] = "military"
    domain: Domain = "military"


class RelationsEstablished(Mutual, frozen=True, kw_only=True, tag="RelationsEstablished"):
    """Diplomatic relations are established or restored."""

    family: ClassVar[str] = "relations"


class RelationsSevered(Directed, frozen=True, kw_only=True, tag="RelationsSevered"):
    """Source breaks off or suspends diplomatic relations with target."""

    family: ClassVar[str] = "relations"
    mode: Literal["severed", "suspended"] = "severed"


class EnvoyAccredited(Directed, frozen=True, kw_only=True, tag="EnvoyAccredited"):
    """Source's ambassador is appointed to, presents credentials in, or returns to target."""

    family: ClassVar[str] = "envoy"
    mode: Literal["appointed", "credentials", "returned"] | None = None


class EnvoyRecalled(Directed, frozen=True, kw_only=True, tag="EnvoyRecalled"):
    """Source recalls its ambassador from target."""

    family: ClassVar[str] = "envoy"


class EnvoyExpelled(Directed, frozen=True, kw_only=True, tag="EnvoyExpelled"):
    """Source expels target's ambassador or diplomats."""

    family: ClassVar[str] = "envoy"


class EnvoySummoned(Directed, frozen=True, kw_only=True, tag="EnvoySummoned"):
    """Source summons target's ambassador."""

    family: ClassVar[str] = "envoy"


class EmbassyOpened(Directed, frozen=True, kw_only=True, tag="EmbassyOpened"):
    """Source opens its embassy or consulate in target."""

    family: ClassVar[str] = "embassy"


class EmbassyClosed(Directed, frozen=True, kw_only=True, tag="EmbassyClosed"):
    """Source closes its embassy or consulate in target."""

    family: ClassVar[str] = "embassy"


class SanctionsImposed(Directed, frozen=True, kw_only=True, tag="SanctionsImposed"):
    """Source imposes sanctions, an embargo or a border closure on target."""

    family: ClassVar[str] = "sanctions"


class SanctionsLifted(Directed, frozen=True, kw_only=True, tag="SanctionsLifted"):
    """Source lifts sanctions, an embargo or a border closure on target."""

    family: ClassVar[str] = "sanctions"


class MembershipStarted(Directed, frozen=True, kw_only=True, tag="MembershipStarted"):
    """State source joins or is readmitted to organisation target."""

    family: ClassVar[str] = "membership"


class MembershipEnded(Directed, frozen=True, kw_only=True, tag="MembershipEnded"):
    """State source leaves or is suspended from organisation target."""

    family: ClassVar[str] = "membership"
    mode: Literal["suspended", "notified", "left", "expelled"] = "left"


class CooperationPledged(Mutual, frozen=True, kw_only=True, tag="CooperationPledged"):
    """The parties declare that they will cooperate or strengthen ties."""

    family: ClassVar[str] = "verbal"
    sectors: tuple[str, ...] = ()


class SupportExpressed(Directed, frozen=True, kw_only=True, tag="SupportExpressed"):
    """Source praises, thanks or backs target."""

    family: ClassVar[str] = "verbal"


class CriticismExpressed(Directed, frozen=True, kw_only=True, tag="CriticismExpressed"):
    """Source accuses, condemns, rejects, threatens or makes demands of target."""

    family: ClassVar[str] = "verbal"


class Bookkeeping(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type"):
    """An event about the record itself."""


class ArticleIngested(Bookkeeping, frozen=True, kw_only=True, tag="ArticleIngested"):
    """An article was read; its clean text is kept outside the ledger under ``text_hash``.

    ``house`` is the press house that the publisher belongs to, where it was known.
    """

    article: str
    text_hash: str
    length: int
    language: str
    extractor: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    house: str | None = None
    published: str | None = None
    published_basis: Literal["given", "text"] | None = None


class ArticleRevised(Bookkeeping, frozen=True, kw_only=True, tag="ArticleRevised"):
    """A known article came with another text; what only the former text said is retracted beside it."""

    article: str
    text_hash: str
    former_text_hash: str
    length: int
    language: str
    extractor: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    house: str | None = None
    published: str | None = None
    published_basis: Literal["given", "text"] | None = None


class Decision(Bookkeeping, frozen=True, kw_only=True):
    """What was decided about acts of ``family`` between ``parties``."""

    family: str
    parties: tuple[str, ...]


class HappeningsMerged(Decision, frozen=True, kw_only=True, tag="HappeningsMerged"):
    """``events`` are now known to tell of ``happening``; ``evidence`` is given where a curator says so."""

    happening: str
    events: tuple[str, ...]
    reason: str
    score: float
    evidence: tuple[Evidence, ...] = ()


class HappeningSplit(Decision, frozen=True, kw_only=True, tag="HappeningSplit"):
    """``events`` tell of ``happening``, not of the one before; with ``apart`` they did already, and those do not.

    ``evidence`` is given where a curator says so. The events that ``apart`` names stand under another happening; a
    curator says that they do not tell of the same.
    """

    happening: str
    events: tuple[str, ...]
    reason: str
    evidence: tuple[Evidence, ...] = ()
    apart: tuple[str, ...] = ()


class AnnouncementAnswered(Decision, frozen=True, kw_only=True, tag="AnnouncementAnswered"):
    """The announced ``announcement`` was answered by ``answer``; None takes an earlier answer back."""

    announcement: str
    answer: str | None
    outcome: Literal["occurred", "cancelled", "postponed"] | None
    reason: str
    score: float


class EventRetracted(Decision, frozen=True, kw_only=True, tag="EventRetracted"):
    """``event`` is withdrawn, for the stated reason.

    ``by``: a revision takes back what its article no longer says, and may say again; what a curator takes back no
    later reading of the article revives.
    """

    event: str
    evidence: tuple[Evidence, ...]
    why: str
    by: Literal["revision", "curator"] = "revision"


class EventCorrected(Decision, frozen=True, kw_only=True, tag="EventCorrected"):
    """From here on ``event`` tells ``corrected``, its full value, instead of what it told.

    ``family`` and ``parties`` are of the value before, ``happening`` is that under which it stood, ``version`` says how
    many corrections that value had. ``kind``: *reading* where the article was misread, which holds whenever one asks;
    *world* where its source corrected itself, from ``since`` on (YYYY-MM-DD or YYYY-MM).
    """

    event: str
    corrected: "Report"
    happening: str
    version: int
    kind: Literal["reading", "world"]
    evidence: tuple[Evidence, ...]
    since: str | None = None


class EventConfirmed(Decision, frozen=True, kw_only=True, tag="EventConfirmed"):
    """A curator has checked what ``event`` tells with ``version`` corrections; the statement is evidence of it."""

    event: str
    version: int
    evidence: tuple[Evidence, ...]


class Redacted(Decision, frozen=True, kw_only=True, tag="Redacted"):
    """The payload of the report ``event`` was taken out of the ledger by ``who``; every view leaves it out."""

    event: str
    who: str
    why: str


Report = (
    VisitAnnounced
    | VisitOccurred
    | VisitCancelled
    | MeetingAnnounced
    | MeetingHeld
    | AgreementAnnounced
    | AgreementSigned
    | AgreementTerminated
    | AidPledged
    | AidDelivered
    | AidSuspended
    | TotalReported
    | MilitarySupportProvided
    | MilitarySupportEnded
    | RelationsEstablished
    | RelationsSevered
    | EnvoyAccredited
    | EnvoyRecalled
    | EnvoyExpelled
    | EnvoySummoned
    | EmbassyOpened
    | EmbassyClosed
    | SanctionsImposed
    | SanctionsLifted
    | MembershipStarted
    | MembershipEnded
    | CooperationPledged
    | SupportExpressed
    | CriticismExpressed
)
"""An event that tells of an act between states."""

Record = (
    ArticleIngested
    | ArticleRevised
    | HappeningsMerged
    | HappeningSplit
    | AnnouncementAnswered
    | EventRetracted
    | EventCorrected
    | EventConfirmed
    | Redacted
)
"""An event about the record itself."""

Event = Report | Record

REPORT_TYPES: dict[str, type[Report]] = {kind.__name__: kind for kind in Report.__args__}
RECORD_TYPES: dict[str, type[Record]] = {kind.__name__: kind for kind in Record.__args__}
FAMILIES: dict[str, tuple[str, ...]] = {
    family: tuple(name for name, kind in REPORT_TYPES.items() if kind.family == family)
    for family in dict.fromkeys(kind.family for kind in REPORT_TYPES.values())
}


MUTUAL: frozenset[type[Report]] = frozenset(kind for kind in REPORT_TYPES.values() if issubclass(kind, Mutual))
"""The types without a direction; to look a type up here takes a third of the time of ``isinstance``."""


def parties_of(event: Report) -> tuple[str, ...]:
    """Whom an act joins: source and target, or all parties."""
    # The look-up tells what it is, which a type checker cannot see.
    return event.parties if type(event) in MUTUAL else (event.source, event.target)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]


_ANNOUNCEMENTS: frozenset[type[Report]] = frozenset({VisitAnnounced, MeetingAnnounced, AgreementAnnounced})


def is_cancellation(report: Report) -> bool:
    """Whether a report tells that a planned act will not be, or not when it was due."""
    return report.stage == "cancelled" or type(report) is VisitCancelled


def is_announcement(report: Report) -> bool:
    """Whether a report announces a visit, a meeting or an agreement that is to come."""
    return type(report) in _ANNOUNCEMENTS and report.stage != "cancelled"


def is_planned(report: Report) -> bool:
    """Whether the act was still to come when it was reported."""
    return report.stage == "planned" or is_announcement(report)


def when_of(report: Report) -> Interval | None:
    """When the act is due, where it is planned; else when it took place.

    The day on which a visit was announced says nothing of when it is due, and the day that a cancelled
    one was due says nothing of when it was cancelled: neither stands in for the other.
    """
    if is_announcement(report):
        return report.due
    if is_cancellation(report):
        return report.act
    return (report.due or report.act) if report.stage == "planned" else (report.act or report.due)
