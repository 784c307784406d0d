"""The shapes of what was recorded, in lists: articles, happenings, and the officials that they name."""

from typing import Annotated, Literal

from msgspec import Meta

from projections.public.shapes import Asked, Fact, Happening, Next, Party, Position, RecordedFact, Shape


class ArticleLine(Shape, frozen=True, kw_only=True):
    """An article in a list."""

    article: Annotated[str, Meta(description="Id of the article, as in /articles/{article_id}.")]
    title: Annotated[str | None, Meta(description="Its title.")]
    url: Annotated[str | None, Meta(description="Its URL.")]
    publisher: Annotated[str | None, Meta(description="Who published it.")]
    published: Annotated[str | None, Meta(description="When, YYYY-MM-DD or YYYY-MM; null: undated.")]
    language: Annotated[str, Meta(description="Its language, ISO 639-1.")]
    recorded_at: Annotated[str, Meta(description="When it was first recorded, RFC 3339.")]
    events: Annotated[int, Meta(description="Events that it told and that were not withdrawn since.")]


class ArticlePage(Shape, frozen=True, kw_only=True):
    """Articles, the latest published first; an undated one stands at the day of its recording."""

    items: tuple[ArticleLine, ...]
    next: Next
    times: Asked
    position: Position


class Link(Shape, frozen=True, kw_only=True):
    """An announcement and what answered it."""

    announcement: Annotated[str, Meta(description="The announced happening.")]
    answer: Annotated[str, Meta(description="The happening that answered it.")]
    outcome: Annotated[Literal["occurred", "cancelled", "postponed"], Meta(description="How.")]
    parties: Annotated[tuple[Party, ...], Meta(description="Between whom; source and target first where directed.")]


class HappeningShown(Shape, frozen=True, kw_only=True):
    """One real-world act (or several told as one): what it was, who tells of it, what it is linked with."""

    happening: Happening
    facts: Annotated[tuple[Fact, ...], Meta(description="Its acts: one for each type and parties.")]
    events: Annotated[tuple[RecordedFact, ...], Meta(description="The events that tell of it, the oldest first.")]
    links: Annotated[tuple[Link, ...], Meta(description="Announcements that it answers, and what answered it.")]
    times: Asked
    position: Position


class Office(Shape, frozen=True, kw_only=True):
    """An office of a person, by the table of officials."""

    party: Annotated[Party, Meta(description="Whose office.")]
    office: Annotated[str, Meta(description="Which: head_of_state, foreign_minister, ...")]
    begins: Annotated[str | None, Meta(description="From when, as precisely as the table has it; null: not told.")]
    ends: Annotated[str | None, Meta(description="Until when; null: still.")]


class PartySeen(Shape, frozen=True, kw_only=True):
    """A party in whose acts a person is named."""

    party: Party
    acts: Annotated[int, Meta(description="In how many acts.")]


class Official(Shape, frozen=True, kw_only=True):
    """A person whom articles name in acts between parties."""

    name: Annotated[str, Meta(description="The longest spelling of the name that articles use.")]
    party: Annotated[
        Party | None,
        Meta(description="For whom the person acts: by the table of officials, else as traveller or envoy."),
    ]
    office: Annotated[
        Office | None, Meta(description="The office held when last seen, or the latest; null: not in the table.")
    ]
    first_seen: Annotated[str, Meta(description="The day from which the first act counts.")]
    last_seen: Annotated[str, Meta(description="The day from which the last act counts.")]
    acts: Annotated[int, Meta(description="In how many acts.")]
    seen_with: Annotated[tuple[PartySeen, ...], Meta(description="The parties of those acts, the most frequent first.")]


class OfficialPage(Shape, frozen=True, kw_only=True):
    """Officials in alphabetical order of their names without accents."""

    items: tuple[Official, ...]
    next: Next
    times: Asked
    position: Position
