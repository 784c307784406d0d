"""Labels to compare, made up for these tests."""

from hypothesis import strategies as st

from service.evaluate import GoldRecord
from service.evaluate.label_types import LABEL_TYPES
from service.labels import GoldLabel, LabelEvent

STATES = ("MLI", "BFA", "NER", "RUS", "FRA")
DATES = st.sampled_from([None, "2024", "2024-06", "2024-06-12", "2025-01-03"])


def label(kind: str, source: str, target: str = "", **fields: object) -> LabelEvent:
    """A label whose actors are given as words."""
    given: dict[str, object] = {"quote": f"{kind} {source} {target}", **fields}
    return LabelEvent(type=kind, source=tuple(source.split()), target=tuple(target.split()), **given)  # pyright: ignore[reportArgumentType]


def gold(event: LabelEvent, *, required: bool = True) -> GoldLabel:
    """The same label, as written by a person."""
    return GoldLabel(**{name: getattr(event, name) for name in LabelEvent.__struct_fields__}, required=required)


def record(*labels: GoldLabel, article: str = "a-1") -> GoldRecord:
    """A labelled article."""
    return GoldRecord(
        id=article,
        lang="fr",
        published="2024-06-12",
        published_precision="day",
        source={"written": True},
        events=labels,
    )


@st.composite
def label_events(draw: st.DrawFn) -> LabelEvent:
    """Any well-formed label, over few actors, dates and quotes, so that many of them meet."""
    kind = draw(st.sampled_from(LABEL_TYPES.types))
    actors = draw(st.permutations(STATES))
    if kind in LABEL_TYPES.symmetric:
        source, target = actors[: draw(st.integers(2, 4))], actors[:0]
    else:
        cut = draw(st.integers(1, 2))
        source, target = actors[:cut], actors[cut : cut + draw(st.integers(1, 2))]
    start = draw(DATES)
    aid = kind in LABEL_TYPES.quantity
    return LabelEvent(
        type=kind,
        source=tuple(source),
        target=tuple(target),
        start=start,
        end=draw(st.sampled_from([None, start])),
        item=draw(st.sampled_from([None, "wheat", "fuel"])) if aid else None,
        amount=draw(st.sampled_from([None, 50, 25000])) if aid else None,
        unit="t" if aid else None,
        cumulative=aid and draw(st.booleans()),
        quote=draw(st.sampled_from(["one", "two", "three"])),
    )


@st.composite
def gold_labels(draw: st.DrawFn) -> GoldLabel:
    """Any well-formed label that a person might have written."""
    return gold(draw(label_events()), required=draw(st.booleans()))


GOLD_LABELS = gold_labels()
GOLD = st.lists(st.lists(GOLD_LABELS, max_size=6), min_size=1, max_size=4).map(
    lambda articles: tuple(record(*labels, article=f"a-{number}") for number, labels in enumerate(articles))
)
