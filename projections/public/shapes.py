"""The shapes that queries answer with: the public JSON of Chancery, field by field.

Days are ISO 8601 (``YYYY-MM-DD``); dates told by a source keep its precision (``2024-06``, ``2024``, ``--06``).
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Party = Annotated[str, Meta(description="A state's ISO 3166-1 alpha-3 code, or an organisation's acronym.")]
Happening = Annotated[
    str, Meta(description="The real-world act: the same for every event, of whatever article, that tells of it.")
]
Position = Annotated[int, Meta(description="Position in the ledger up to which the views that answered have read.")]
Next = Annotated[str | None, Meta(description="Give this as `after` to get the next page; null on the last one.")]
Day = Annotated[str, Meta(description="A day, YYYY-MM-DD.")]

RelationStatus = Literal["severed", "sanctioned", "strained", "cooperative", "normal", "unobserved"]
VisitStatus = Literal["pending", "under_way", "occurred", "cancelled", "postponed", "lapsed", "unknown_year", "invited"]
VISIT_STATUSES: tuple[VisitStatus, ...] = (
    "pending",
    "under_way",
    "occurred",
    "cancelled",
    "postponed",
    "lapsed",
    "unknown_year",
    "invited",
)
RELATION_STATUSES: tuple[RelationStatus, ...] = (
    "severed",
    "sanctioned",
    "strained",
    "cooperative",
    "normal",
    "unobserved",
)


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """A part of an answer."""


class When(Shape, frozen=True):
    """When something happened or is due, as precisely as it was told."""

    start: Annotated[str | None, Meta(description="First date: YYYY-MM-DD, YYYY-MM, YYYY or --MM; null: open.")]
    end: Annotated[str | None, Meta(description="Last date, in the same forms; null: open.")]
    precision: Annotated[
        Literal["day", "month", "year", "month_without_year"], Meta(description="How precisely it was told.")
    ]
    basis: Annotated[
        Literal["stated", "inherited", "inferred"],
        Meta(description="Stated of this act, inherited from the visit or meeting around it, or inferred."),
    ]


class Quantity(Shape, frozen=True, kw_only=True):
    """How much: between min and max, equal when the figure is exact."""

    min: Annotated[float | None, Meta(description="The least it can be; null: not told.")]
    max: Annotated[float | None, Meta(description="The most it can be; null: not told.")]
    approximate: Annotated[bool, Meta(description="Whether the source says so itself (about, some, nearly).")]
    unit: Annotated[str | None, Meta(description="ISO 4217 code, t, doses, persons, items; null: not told.")]


class Proof(Shape, frozen=True):
    """What an event rests on: words of an article, a curator's statement, or an imported record."""

    kind: Annotated[Literal["quote", "curator", "import"], Meta(description="Which of the three.")]
    exact: Annotated[str | None, Meta(description="quote: the article's words; import: as its coder gave them.")] = None
    prefix: Annotated[str | None, Meta(description="quote: what stands before them.")] = None
    suffix: Annotated[str | None, Meta(description="quote: what stands after them.")] = None
    start: Annotated[int | None, Meta(description="quote: offset of the first character in the clean text.")] = None
    end: Annotated[int | None, Meta(description="quote: offset after the last character.")] = None
    text_hash: Annotated[str | None, Meta(description="quote: SHA-256 of that clean text.")] = None
    rule: Annotated[str | None, Meta(description="quote: the rule that read them.")] = None
    extractor: Annotated[str | None, Meta(description="quote: the version of the reading engine.")] = None
    who: Annotated[str | None, Meta(description="curator: who states it.")] = None
    why: Annotated[str | None, Meta(description="curator: why.")] = None
    source: Annotated[str | None, Meta(description="curator, import: what it rests on.")] = None
    coder: Annotated[str | None, Meta(description="import: who coded the record.")] = None
    row_hash: Annotated[str | None, Meta(description="import: SHA-256 of the row.")] = None


class Trust(Shape, frozen=True, kw_only=True):
    """How often readings like this one were right on labelled articles."""

    value: Annotated[float, Meta(description="The smoothed share of right ones, 0 to 1.")]
    support: Annotated[int, Meta(description="How many labelled readings of its very kind that rests on.")]


class Source(Shape, frozen=True):
    """One event that tells of a fact: where, and in which words."""

    event: Annotated[str, Meta(description="Id of the event.")]
    article: Annotated[str, Meta(description="Id of the article.")]
    title: Annotated[str | None, Meta(description="The article's title.")]
    url: Annotated[str | None, Meta(description="The article's URL.")]
    publisher: Annotated[str | None, Meta(description="Who published the article.")]
    reported: Annotated[str | None, Meta(description="When it was published, YYYY-MM-DD or YYYY-MM; null: undated.")]
    factuality: Annotated[Literal["asserted", "hearsay"], Meta(description="Stated, or told as hearsay.")]
    asserted_by: Annotated[
        Literal["source", "target", "third_party", "journalist"], Meta(description="Who says it, in this article.")
    ]
    proofs: Annotated[tuple[Proof, ...], Meta(description="What the event rests on; never empty.")]
    confidence: Annotated[
        Trust | None, Meta(description="How far such readings are to be trusted; null where nothing is measured.")
    ] = None


class Fact(Shape, frozen=True):
    """One real-world act between its parties, joined from every event that tells of it."""

    happening: Happening
    type: Annotated[str, Meta(description="Type of the act, as in the vocabulary (VisitOccurred, AidDelivered, ...).")]
    family: Annotated[str, Meta(description="Family of the type (visit, aid, sanctions, ...).")]
    source: Annotated[Party | None, Meta(description="Who acts; null for mutual acts.")]
    target: Annotated[Party | None, Meta(description="Towards whom; null for mutual acts.")]
    parties: Annotated[tuple[Party, ...], Meta(description="All parties; source and target first where directed.")]
    day: Annotated[
        str | None,
        Meta(
            description="The day from which it counts: by which it had surely happened or was published; null: undated."
        ),
    ]
    act: Annotated[When | None, Meta(description="When the act took place.")]
    due: Annotated[When | None, Meta(description="When what is planned is to happen.")]
    stage: Annotated[
        Literal["planned", "under_way", "done", "cancelled"], Meta(description="How far it has come, by all reports.")
    ]
    factuality: Annotated[
        Literal["asserted", "hearsay"], Meta(description="Hearsay when no report states it outright.")
    ]
    sources: Annotated[tuple[Source, ...], Meta(description="The events that tell of it, the surest first.")]
    publishers: Annotated[tuple[str, ...], Meta(description="Who published them, each once, sorted.")]
    corroboration: Annotated[
        int,
        Meta(
            description="How many independent publishers tell of it: those of one press house count once, and so do "
            "those who print the same words, as an agency's story is."
        ),
    ]
    mode: Annotated[str | None, Meta(description="How, where the type has modes (phone, postponed, left, ...).")] = None
    persons: Annotated[tuple[str, ...], Meta(description="Persons named, each once.")] = ()
    initiator: Annotated[Party | None, Meta(description="On whose initiative, where told.")] = None
    speaker: Annotated[str | None, Meta(description="Who spoke, where told.")] = None
    host: Annotated[
        str | None, Meta(description="Where or with whom it took place, when another than the parties.")
    ] = None
    via: Annotated[str | None, Meta(description="The company or private force through which a state acted.")] = None
    item: Annotated[str | None, Meta(description="What was given (wheat, vaccines, arms, ...).")] = None
    amount: Annotated[Quantity | None, Meta(description="How much of it.")] = None
    value: Annotated[Quantity | None, Meta(description="A second valuation, usually in money.")] = None
    terms: Annotated[str | None, Meta(description="grant, loan, sale, debt_relief or unknown.")] = None
    domain: Annotated[str | None, Meta(description="civil or military.")] = None
    kind: Annotated[str | None, Meta(description="Of a reported total: running or stock.")] = None
    instrument: Annotated[str | None, Meta(description="Name of the treaty or accord.")] = None
    sectors: Annotated[tuple[str, ...], Meta(description="Fields of cooperation.")] = ()
    basis: Annotated[
        Literal["article", "curator", "import"],
        Meta(description="What it rests on at best: the words of an article, a curator's word, or an imported record."),
    ] = "article"


class Asked(Shape, frozen=True, kw_only=True):
    """The three times for which an answer holds."""

    as_of: Annotated[Day, Meta(description="What was true that day.")]
    reported_by: Annotated[str | None, Meta(description="Only what was published by that day; null: whenever.")]
    known_at: Annotated[
        str | None, Meta(description="Only what the ledger held then (position or timestamp); null: all it holds.")
    ]


class Coverage(Shape, frozen=True, kw_only=True):
    """How much has been read about a pair; hostilities are out of scope and count nowhere."""

    facts: Annotated[int, Meta(description="Acts known between the two.")]
    articles: Annotated[int, Meta(description="Articles that tell of them.")]
    publishers: Annotated[tuple[str, ...], Meta(description="Who published those, each once, sorted.")]
    undated_articles: Annotated[
        int, Meta(description="Articles without a date: they count from when they were recorded.")
    ]
    first_reported: Annotated[str | None, Meta(description="Date of the earliest dated article.")]
    last_reported: Annotated[str | None, Meta(description="Date of the latest dated article.")]


class Reason(Shape, frozen=True, kw_only=True):
    """Why a status holds: a rule, and the fact that meets it."""

    rule: Annotated[str, Meta(description="Name of the rule in the table of rules.")]
    status: Annotated[RelationStatus, Meta(description="The status that the rule speaks for.")]
    until: Annotated[
        str | None, Meta(description="Last day on which this fact counts; null: until another act ends it.")
    ]
    fact: Annotated[Fact, Meta(description="The fact, with its events and their quotes.")]


Trend = Literal["warming", "steady", "cooling"]


class Climate(Shape, frozen=True, kw_only=True):
    """How cooperative or hostile the acts of late were: means of published scores, in which older acts count less.

    It describes and never decides a status.
    """

    intensity: Annotated[float, Meta(description="Mean of PLOVER intensity scores, -10 (hostile) to 10 (cooperative).")]
    goldstein: Annotated[float, Meta(description="Mean of Goldstein scores of CAMEO codes, on the same scale.")]
    acts: Annotated[int, Meta(description="Acts felt: done and stated outright, within the window of the rules.")]
    trend: Annotated[
        Trend | None, Meta(description="Against the climate half a year before; null where none was felt then.")
    ]
    before: Annotated[float | None, Meta(description="The intensity then; null where no act was felt.")]
    scores: Annotated[int, Meta(description="Version of the table of scores.")]


class SharedMembership(Shape, frozen=True, kw_only=True):
    """An organisation of which both parties are members."""

    organisation: Annotated[Party, Meta(description="The organisation.")]
    basis: Annotated[
        Literal["reported", "reference"],
        Meta(description="Whether articles tell of one of the memberships, or the table of memberships has both."),
    ]


class BlocActs(Shape, frozen=True, kw_only=True):
    """What an organisation of one side and the other side did to each other; it is outside the status."""

    organisation: Annotated[Party, Meta(description="The organisation.")]
    member: Annotated[Party, Meta(description="The side that is a member of it on the day asked about.")]
    other: Annotated[Party, Meta(description="The other side.")]
    last_acts: Annotated[tuple[Fact, ...], Meta(description="The latest acts between the organisation and that side.")]


class Relation(Shape, frozen=True, kw_only=True):
    """What is known of the relation between two parties."""

    a: Annotated[Party, Meta(description="The first of the pair, in alphabetical order.")]
    b: Annotated[Party, Meta(description="The second of the pair.")]
    status: Annotated[RelationStatus, Meta(description="By the table of rules; unobserved where no rule is met.")]
    reasons: Annotated[tuple[Reason, ...], Meta(description="What decided; then every other rule met, by precedence.")]
    in_force: Annotated[tuple[Fact, ...], Meta(description="Acts whose effect lasts and that nothing has ended.")]
    last_events: Annotated[tuple[Fact, ...], Meta(description="The latest acts, the newest first.")]
    sectors: Annotated[tuple[str, ...], Meta(description="Fields of which what is in force and the last events speak.")]
    climate: Annotated[Climate | None, Meta(description="How the acts of late were; null where none is felt.")]
    shared_memberships: Annotated[
        tuple[SharedMembership, ...], Meta(description="Organisations that both are members of on that day.")
    ]
    blocs: Annotated[
        tuple[BlocActs, ...] | None,
        Meta(description="With `include=blocs`: acts of their organisations, outside the status; else null."),
    ]
    coverage: Coverage
    times: Asked
    position: Position


class RelationLine(Shape, frozen=True, kw_only=True):
    """A relation in a list."""

    a: Annotated[Party, Meta(description="The first of the pair, in alphabetical order.")]
    b: Annotated[Party, Meta(description="The second of the pair.")]
    status: Annotated[RelationStatus, Meta(description="As for a single relation.")]
    rule: Annotated[str | None, Meta(description="The rule that decided; null when unobserved.")]
    happening: Annotated[str | None, Meta(description="The act that met it.")]
    coverage: Coverage


class Comparison(Shape, frozen=True, kw_only=True):
    """The relations of several pairs, of one snapshot of the views."""

    items: Annotated[tuple[Relation, ...], Meta(description="A relation for each pair, in the order asked for.")]
    times: Asked
    position: Position


class FactPage(Shape, frozen=True, kw_only=True):
    """Acts between two parties, the latest first."""

    items: tuple[Fact, ...]
    next: Next
    times: Asked
    position: Position


class RelationPage(Shape, frozen=True, kw_only=True):
    """Relations in alphabetical order of the pair."""

    items: tuple[RelationLine, ...]
    next: Next
    times: Asked
    position: Position


class Announcement(Shape, frozen=True, kw_only=True):
    """The announcement of a visit, and what became of it."""

    happening: Happening
    answered_by: Annotated[str | None, Meta(description="The visit or cancellation that answered it; null: none yet.")]
    outcome: Annotated[
        Literal["occurred", "cancelled", "postponed"] | None, Meta(description="How it was answered; null: not yet.")
    ]
    fact: Annotated[Fact, Meta(description="What was announced, with its events and their quotes.")]


class Visit(Shape, frozen=True, kw_only=True):
    """One visit: announced, under way, over, or called off."""

    happening: Happening
    status: Annotated[VisitStatus, Meta(description="On the day asked about.")]
    visitor: Annotated[Party, Meta(description="Whose officials travel.")]
    host: Annotated[Party, Meta(description="Where they travel to.")]
    persons: Annotated[tuple[str, ...], Meta(description="Persons named.")]
    due: Annotated[When | None, Meta(description="When it is or was due; after a postponement the new date.")]
    held: Annotated[When | None, Meta(description="When it took place; null unless it did.")]
    lapses: Annotated[
        str | None, Meta(description="pending: the day after which, unanswered, it is lapsed; null otherwise.")
    ]
    announcements: Annotated[
        tuple[Announcement, ...], Meta(description="What announced it; for an open announcement, itself.")
    ]
    fact: Annotated[Fact, Meta(description="The act that decides the status, with its events and their quotes.")]


class VisitPage(Shape, frozen=True, kw_only=True):
    """Visits, the latest due or held first."""

    items: tuple[Visit, ...]
    next: Next
    times: Asked
    position: Position


class FigureSum(Shape, frozen=True, kw_only=True):
    """The sum of the figures of what was given or promised on the same terms."""

    terms: Annotated[str, Meta(description="grant, loan, sale, debt_relief or unknown; never summed together.")]
    min: Annotated[float | None, Meta(description="Sum of the least figures; null when no figure is told.")]
    max: Annotated[float | None, Meta(description="Sum of the greatest figures; null when one of them is open.")]
    approximate: Annotated[bool, Meta(description="Whether one of the figures is.")]
    count: Annotated[int, Meta(description="How many acts with a figure were summed.")]
    without_figure: Annotated[int, Meta(description="How many more were told without a figure.")]


class TermsSum(FigureSum, frozen=True, kw_only=True):
    """The sum of what was given or promised on the same terms, with its acts."""

    facts: Annotated[tuple[Fact, ...], Meta(description="The latest of those acts, at most 20; one fact a happening.")]


class AidPeriod(Shape, frozen=True, kw_only=True):
    """What counts from a day of one period."""

    period: Annotated[str, Meta(description="The month (2025-06), quarter (2025-Q2) or year (2025).")]
    delivered: Annotated[tuple[FigureSum, ...], Meta(description="Sums of known deliveries, for each of the terms.")]
    pledged: Annotated[tuple[FigureSum, ...], Meta(description="Sums of known pledges, for each of the terms.")]


class AidLine(Shape, frozen=True, kw_only=True):
    """What donors gave recipients of one item, in one unit."""

    donors: Annotated[tuple[Party, ...], Meta(description="Who gives; several only where they gave jointly.")]
    recipients: Annotated[
        tuple[Party, ...], Meta(description="Who receives; several only where one figure is for them together.")
    ]
    item: Annotated[str | None, Meta(description="What; null: not told.")]
    unit: Annotated[str | None, Meta(description="In which unit; null: not told.")]
    domain: Annotated[Literal["civil", "military"], Meta(description="Civil and military are never summed together.")]
    delivered: Annotated[
        tuple[TermsSum, ...], Meta(description="Sums of known deliveries, a sum for each of the terms.")
    ]
    pledged: Annotated[tuple[TermsSum, ...], Meta(description="Sums of known pledges; deliveries may fulfil them.")]
    reported_total: Annotated[
        Fact | None, Meta(description="The latest total that an article states; never added to deliveries.")
    ]
    unitemised: Annotated[
        Quantity | None,
        Meta(description="That total less the known deliveries that it can include; null without a total."),
    ]
    periods: Annotated[
        tuple[AidPeriod, ...] | None,
        Meta(description="With `period`: the deliveries and pledges of each, the latest first; else null."),
    ] = None


class AidPage(Shape, frozen=True, kw_only=True):
    """Aid by donor, recipient, item, unit and domain, in that order."""

    items: tuple[AidLine, ...]
    next: Next
    times: Asked
    position: Position


class Retraction(Shape, frozen=True, kw_only=True):
    """Why an event no longer counts."""

    event: Annotated[str, Meta(description="Id of the retraction.")]
    why: Annotated[str, Meta(description="The reason given.")]
    proofs: Annotated[tuple[Proof, ...], Meta(description="What the retraction rests on.")]


class RecordedFact(Shape, frozen=True, kw_only=True):
    """One event as it was recorded: one article's report of one act."""

    id: Annotated[str, Meta(description="Id of the event.")]
    position: Annotated[int, Meta(description="Where it stands in the ledger.")]
    recorded_at: Annotated[str, Meta(description="When it was recorded, RFC 3339.")]
    happening: Happening
    told_as: Annotated[str, Meta(description="The happening's id as the article's own reading gave it.")]
    fact: Annotated[Fact, Meta(description="What this event alone tells; its only source is itself.")]
    retracted: Annotated[Retraction | None, Meta(description="Why it no longer counts; null: it counts.")]


class EventPage(Shape, frozen=True, kw_only=True):
    """Events in the order asked for."""

    items: tuple[RecordedFact, ...]
    next: Next
    position: Position


class Article(Shape, frozen=True, kw_only=True):
    """An article and what it told."""

    article: Annotated[str, Meta(description="Id of the article.")]
    title: Annotated[str | None, Meta(description="Its title.")]
    url: Annotated[str | None, Meta(description="Its URL.")]
    publisher: Annotated[str | None, Meta(description="Who published it.")]
    published: Annotated[str | None, Meta(description="When, YYYY-MM-DD or YYYY-MM; null: undated.")]
    published_basis: Annotated[
        Literal["given", "text"] | None, Meta(description="Whether that date was given with it or read in its text.")
    ]
    language: Annotated[str, Meta(description="Its language, ISO 639-1.")]
    text_hash: Annotated[str, Meta(description="SHA-256 of its present clean text.")]
    former_text_hashes: Annotated[tuple[str, ...], Meta(description="Of its earlier texts, the oldest first.")]
    length: Annotated[int, Meta(description="Characters of its clean text.")]
    extractor: Annotated[str, Meta(description="Version of the reading engine that read it.")]
    events: Annotated[tuple[RecordedFact, ...], Meta(description="What it told, in the order of the text.")]
    position: Position
