"""What the service says of itself."""

from typing import Annotated, Literal

from msgspec import Meta

from service.api.shapes import Shape


class FoldVersion(Shape, frozen=True, kw_only=True):
    """The fold of a view: the code that makes its rows of events."""

    view: Annotated[str, Meta(description="Name of the view.")]
    fold: Annotated[int, Meta(description="Version of its fold; raised when it would make other rows of the same.")]


class MappingVersion(Shape, frozen=True, kw_only=True):
    """A table of data that answers rest on."""

    name: Annotated[
        Literal["scores", "relation_rules"],
        Meta(
            description="scores: types of acts to PLOVER, CAMEO and their published scores; "
            "relation_rules: what is known of a pair to its status."
        ),
    ]
    version: Annotated[int, Meta(description="Its version.")]


class TypeKnown(Shape, frozen=True, kw_only=True):
    """A type of event."""

    type: Annotated[str, Meta(description="Its name, as filters take it.")]
    kind: Annotated[
        Literal["report", "record"],
        Meta(description="report: tells of an act; record: what became of an article, or what was decided."),
    ]
    family: Annotated[str | None, Meta(description="Family of a report; null for records.")]
    directed: Annotated[bool | None, Meta(description="Whether a report has a source and a target; null for records.")]
    schema_version: Annotated[int, Meta(description="Version of the form in which it is written to the ledger now.")]
    meaning: Annotated[str, Meta(description="What it stands for.")]


class LimitsKnown(Shape, frozen=True, kw_only=True):
    """What a request may ask for or send at most."""

    page_items: Annotated[int, Meta(description="Items of a page.")]
    compared_pairs: Annotated[int, Meta(description="Pairs of one comparison.")]
    wait_seconds: Annotated[float, Meta(description="Seconds that an answer waits for `wait_for`.")]
    article_bytes: Annotated[int, Meta(description="Bytes of UTF-8 of an article's text.")]
    body_bytes: Annotated[int, Meta(description="Bytes of a body, but for a batch.")]
    line_bytes: Annotated[int, Meta(description="Bytes of a line of a batch.")]
    requests_per_second: Annotated[
        int | None, Meta(description="Requests a second of one key or address; null: as many as it likes.")
    ]
    requests_at_once: Annotated[
        int | None, Meta(description="Requests at once, after a pause; null: as many as it likes.")
    ]


class About(Shape, frozen=True, kw_only=True):
    """What answers here: versions, what can be read and asked, and how much at once."""

    version: Annotated[str, Meta(description="Version of Chancery.")]
    extractor: Annotated[str, Meta(description="Version of the reading engine, by which new articles are read.")]
    folds: Annotated[tuple[FoldVersion, ...], Meta(description="Versions of the folds, a line a view.")]
    mappings: Annotated[tuple[MappingVersion, ...], Meta(description="Versions of the tables that answers rest on.")]
    languages: Annotated[tuple[str, ...], Meta(description="Languages that are read, ISO 639-1.")]
    types: Annotated[tuple[TypeKnown, ...], Meta(description="Types of events, reports first.")]
    position: Annotated[int, Meta(description="Last position of the ledger.")]
    limits: LimitsKnown
