"""The shapes of what was recorded, in the order in which it was."""

from typing import Annotated, Literal

from msgspec import Meta

from projections.public.shapes import Next, Party, Quantity, Trust, When
from service.api.shapes import Shape


class ToldAct(Shape, frozen=True, kw_only=True):
    """What one article told of one act."""

    source: Annotated[Party | None, Meta(description="Who acts; null for mutual acts.")]
    target: Annotated[Party | None, Meta(description="Towards whom; null for mutual acts.")]
    act: Annotated[When | None, Meta(description="When the act took place.")]
    due: Annotated[When | None, Meta(description="When what is planned is to happen.")]
    stage: Annotated[Literal["planned", "under_way", "done", "cancelled"], Meta(description="How far it has come.")]
    factuality: Annotated[Literal["asserted", "hearsay"], Meta(description="Stated, or told as hearsay.")]
    persons: Annotated[tuple[str, ...], Meta(description="Persons named.")]
    item: Annotated[str | None, Meta(description="What was given; null for other acts.")]
    amount: Annotated[Quantity | None, Meta(description="How much of it.")]
    confidence: Annotated[Trust | None, Meta(description="How often readings of its kind were right.")]
    quotes: Annotated[tuple[str, ...], Meta(description="The words of the article that prove it, exactly.")]


class ChangeLine(Shape, frozen=True, kw_only=True):
    """One recorded event: an article, a report of an act, a decision, or what a curator said. It never changes."""

    position: Annotated[int, Meta(description="Where it stands in the ledger: 1, 2, 3, ... without gaps.")]
    id: Annotated[str, Meta(description="Its id; that of a report is the id in /events/{event_id}.")]
    type: Annotated[str, Meta(description="Its type (VisitOccurred, ArticleIngested, HappeningsMerged, ...).")]
    recorded_at: Annotated[str, Meta(description="When it was recorded, RFC 3339.")]
    family: Annotated[str | None, Meta(description="Family of the acts that it is about; null for articles.")]
    parties: Annotated[tuple[Party, ...], Meta(description="Between whom; source and target first where directed.")]
    happenings: Annotated[tuple[str, ...], Meta(description="The happenings that it names, as they stood then.")]
    article: Annotated[str | None, Meta(description="The article that it comes from; null for decisions.")]
    title: Annotated[str | None, Meta(description="The headline of that article when it was first recorded.")]
    url: Annotated[str | None, Meta(description="Its address.")]
    publisher: Annotated[str | None, Meta(description="Who published it.")]
    published: Annotated[str | None, Meta(description="When, YYYY-MM-DD or YYYY-MM.")]
    told: Annotated[ToldAct | None, Meta(description="A report's act, or what a corrected one tells since; else null.")]
    about: Annotated[tuple[str, ...], Meta(description="Events that a decision or a curator's word is about.")]
    why: Annotated[str | None, Meta(description="Why that was decided or said.")]


class ChangePage(Shape, frozen=True, kw_only=True):
    """Recorded events in the order of the ledger, the oldest first."""

    items: tuple[ChangeLine, ...]
    next: Next
    position: Annotated[
        int, Meta(description="The last position of the ledger; without a `next`, the `after` to go on from later.")
    ]
