"""What the API takes and gives beside the views' own answers (``projections.public.shapes``), field by field."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from projections.public.shapes import Happening, Party, Quantity, When

Text = Annotated[str, Meta(description="The article's text as it was printed or captured.")]


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a request or an answer."""


class NewArticle(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An article to read: its text, and what is known about it."""

    text: Text
    title: Annotated[
        Annotated[str, Meta(max_length=1000)] | None, Meta(description="Its headline. Default: read from the text.")
    ] = None
    url: Annotated[
        Annotated[str, Meta(max_length=2000)] | None,
        Meta(description="Where it was published; with the publisher, this is the article's identity."),
    ] = None
    publisher: Annotated[
        Annotated[str, Meta(max_length=300)] | None, Meta(description="Who published it. Default: by the address.")
    ] = None
    published: Annotated[
        str | None,
        Meta(description="When, YYYY-MM-DD or YYYY-MM. Default: read from the text.", examples=["2025-06-23"]),
    ] = None
    language: Annotated[
        Annotated[str, Meta(pattern="^[a-z]{2}$")] | None,
        Meta(description="ISO 639-1 code. Default: told from the text.", examples=["fr"]),
    ] = None


class Claim(Shape, frozen=True, kw_only=True):
    """One event: what the article says of one act."""

    id: Annotated[str, Meta(description="Id of the event, as in /events/{id}.")]
    type: Annotated[str, Meta(description="Type of the act (VisitOccurred, AidDelivered, ...).")]
    happening: Happening
    parties: Annotated[tuple[Party, ...], Meta(description="All parties; source and target first where directed.")]
    source: Annotated[Party | None, Meta(description="Who acts; null for mutual acts.")]
    target: Annotated[Party | None, Meta(description="Towards whom; null for mutual acts.")]
    act: Annotated[When | None, Meta(description="When the act took place.")]
    due: Annotated[When | None, Meta(description="When what is planned is to happen.")]
    stage: Annotated[Literal["planned", "under_way", "done", "cancelled"], Meta(description="How far it has come.")]
    factuality: Annotated[Literal["asserted", "hearsay"], Meta(description="Stated, or told as hearsay.")]
    persons: Annotated[tuple[str, ...], Meta(description="Persons named.")]
    item: Annotated[str | None, Meta(description="What was given; null for other acts.")]
    amount: Annotated[Quantity | None, Meta(description="How much of it.")]
    quotes: Annotated[tuple[str, ...], Meta(description="The words of the article that prove it, exactly.")]
    added: Annotated[bool, Meta(description="Whether this request added it; false where it stood already.")]


class Decision(Shape, frozen=True, kw_only=True):
    """What was decided when the article came."""

    id: Annotated[str, Meta(description="Id of the decision's event.")]
    type: Annotated[
        Literal["HappeningsMerged", "HappeningSplit", "AnnouncementAnswered", "EventRetracted"],
        Meta(description="What was decided."),
    ]
    family: Annotated[str, Meta(description="Family of the acts decided about.")]
    parties: Annotated[tuple[Party, ...], Meta(description="Between whom.")]
    reason: Annotated[str, Meta(description="Why.")]
    score: Annotated[float | None, Meta(description="How sure, 0 to 1; null where it does not apply.")] = None
    happening: Annotated[
        str | None, Meta(description="HappeningsMerged, HappeningSplit: of which `events` now tell.")
    ] = None
    events: Annotated[tuple[str, ...], Meta(description="The events moved, or the one retracted.")] = ()
    apart: Annotated[
        tuple[str, ...], Meta(description="HappeningSplit: events of another happening that those are kept apart from.")
    ] = ()
    announcement: Annotated[str | None, Meta(description="AnnouncementAnswered: the announced happening.")] = None
    answer: Annotated[
        str | None, Meta(description="AnnouncementAnswered: what answers it; null takes an answer back.")
    ] = None
    outcome: Annotated[
        Literal["occurred", "cancelled", "postponed"] | None, Meta(description="AnnouncementAnswered: how.")
    ] = None


class Omission(Shape, frozen=True, kw_only=True):
    """A passage that looked like a claim and was not taken for one."""

    start: Annotated[int, Meta(description="Offset of its first character in the clean text.")]
    end: Annotated[int, Meta(description="Offset after its last character.")]
    rule: Annotated[str, Meta(description="The rule that found it.")]
    reason: Annotated[str, Meta(description="Why it was left out.")]


class Ingested(Shape, frozen=True, kw_only=True):
    """What became of an article."""

    article: Annotated[str, Meta(description="Id of the article.")]
    outcome: Annotated[
        Literal["recorded", "revised", "known"],
        Meta(description="recorded: new; revised: known with another text; known: nothing was written."),
    ]
    dry_run: Annotated[bool, Meta(description="Whether this only shows what would be recorded.")]
    position: Annotated[
        int | None, Meta(description="The position to `wait_for` to see it in the views; null: not recorded.")
    ]
    title: Annotated[str | None, Meta(description="Its headline.")]
    url: Annotated[str | None, Meta(description="Its address in canonical form.")]
    publisher: Annotated[str | None, Meta(description="Who published it.")]
    published: Annotated[str | None, Meta(description="When, YYYY-MM-DD or YYYY-MM; null: nobody knows.")]
    language: Annotated[str, Meta(description="ISO 639-1 code.")]
    extractor: Annotated[str, Meta(description="Version of the reading engine.")]
    events: Annotated[tuple[Claim, ...], Meta(description="What it tells.")]
    decisions: Annotated[tuple[Decision, ...], Meta(description="What was decided when it came.")]
    omissions: Annotated[tuple[Omission, ...], Meta(description="What was read and left out, and why.")]


class FieldError(Shape, frozen=True, kw_only=True):
    """One field or parameter that is wrong."""

    field: Annotated[str, Meta(description="Its name.")]
    message: Annotated[str, Meta(description="What it should be.")]


class ProblemDetails(Shape, frozen=True, kw_only=True, omit_defaults=True):
    """An answer that says what went wrong (RFC 9457)."""

    type: Annotated[
        str, Meta(description="/problems/ and the name of the problem; stable.", examples=["/problems/invalid-date"])
    ]
    title: Annotated[str, Meta(description="The problem in a few words.")]
    status: Annotated[int, Meta(description="The HTTP status.")]
    detail: Annotated[str, Meta(description="What was wrong here, with which value, and what would be right.")]
    request: Annotated[str, Meta(description="Id of the request, as in the header X-Request-Id and in the logs.")]
    nearest: Annotated[tuple[str, ...], Meta(description="What may have been meant.")] = ()
    errors: Annotated[tuple[FieldError, ...], Meta(description="Each field or parameter that is wrong.")] = ()


class ProblemType(Shape, frozen=True, kw_only=True):
    """A type of problem, explained."""

    type: Annotated[str, Meta(description="Its stable name, as in `type` of the answers.")]
    title: Annotated[str, Meta(description="The problem in a few words.")]
    status: Annotated[int, Meta(description="The HTTP status that goes with it.")]
    meaning: Annotated[str, Meta(description="What it means.")]
    remedy: Annotated[str, Meta(description="What mends it.")]


class Inclusion(Shape, frozen=True, kw_only=True):
    """All that proves one event under a signed checkpoint; the file that `chancery audit verify-proof` reads."""

    position: Annotated[int, Meta(description="Where the event stands in the ledger, from 1.")]
    id: Annotated[str, Meta(description="Id of the event.")]
    type: Annotated[str, Meta(description="Its type.")]
    schema_version: Annotated[int, Meta(description="Version of the type's schema.")]
    recorded_at: Annotated[str, Meta(description="When it was recorded, RFC 3339, to the microsecond.")]
    tags: Annotated[tuple[str, ...], Meta(description="What it is found by.")]
    author: Annotated[str, Meta(description="Who appended it.")]
    digest: Annotated[str, Meta(description="SHA-256 of salt and payload, in base64.")]
    salt: Annotated[str | None, Meta(description="Base64; null where the event was redacted.")]
    payload: Annotated[str | None, Meta(description="The stored bytes in base64; null where the event was redacted.")]
    inclusion: Annotated[
        tuple[str, ...], Meta(description="Hashes from the leaf to the root, in base64 (RFC 6962, section 2.1.1).")
    ]
    checkpoint: Annotated[str, Meta(description="The signed checkpoint that it leads to (C2SP tlog-checkpoint).")]


class Consistency(Shape, frozen=True, kw_only=True):
    """Proof that the ledger of one size begins with the ledger of an earlier size."""

    from_size: Annotated[int, Meta(description="How many events the earlier tree has.")]
    from_root: Annotated[str, Meta(description="Its root, in base64.")]
    to_size: Annotated[int, Meta(description="How many events the later tree has.")]
    to_root: Annotated[str, Meta(description="Its root, in base64.")]
    proof: Annotated[tuple[str, ...], Meta(description="Hashes in base64, in the order of RFC 6962, section 2.1.2.")]


class Live(Shape, frozen=True, kw_only=True):
    """The process answers."""

    status: Annotated[Literal["live"], Meta(description="Always `live`.")] = "live"


class ViewState(Shape, frozen=True, kw_only=True):
    """How far one view has come."""

    view: Annotated[str, Meta(description="Name of the view.")]
    version: Annotated[int, Meta(description="Version of its fold.")]
    position: Annotated[int, Meta(description="Position up to which it has read.")]
    behind: Annotated[int, Meta(description="Events between that and the head of the ledger.")]
    seconds: Annotated[float, Meta(description="Seconds since the oldest of those was recorded; 0: none.")]
    parked: Annotated[int, Meta(description="Keys whose events it has set aside.")]


class Ready(Shape, frozen=True, kw_only=True):
    """Database, migrations and views are as they must be."""

    status: Annotated[Literal["ready"], Meta(description="Always `ready`; otherwise the answer is a problem.")]
    version: Annotated[str, Meta(description="Version of Chancery.")]
    head: Annotated[int, Meta(description="Last position of the ledger.")]
    views: Annotated[tuple[ViewState, ...], Meta(description="How far each view has come.")]
