"""What answers here: versions, languages, vocabulary, limits."""

from functools import cache
from importlib.metadata import version

from litestar import get
from litestar.di import NamedDependency

from events.codec import VOCABULARY
from events.ledger import Ledger
from events.vocabulary import RECORD_TYPES, REPORT_TYPES, Directed
from projections.view import GROUND
from projections.views import VIEWS
from projections.views.climate import read_scores
from projections.views.status import read_rules
from service.access import decide_policy
from service.api.documented import refusals
from service.api.meta_shapes import About, FoldVersion, LimitsKnown, MappingVersion, TypeKnown
from service.api.parameters import MOST, WAIT_SECONDS
from service.extract.language import readable
from service.extract.reading import EXTRACTOR_VERSION
from service.lines import LONGEST
from service.questions import MOST_PAIRS
from service.settings import Settings


@get(
    "/meta",
    summary="What answers here",
    description="Versions of the service, the reading engine, the folds and the tables that answers rest on; the "
    "languages that are read, the types of events, the last position, and what a request may ask for at most.",
    responses=refusals("unknown-parameter", "ledger-unavailable"),
)
async def get_meta(ledger: NamedDependency[Ledger], settings: NamedDependency[Settings]) -> About:
    """Say what answers."""
    return About(
        version=version("chancery"),
        extractor=EXTRACTOR_VERSION,
        folds=tuple(FoldVersion(view=each.name, fold=each.fold) for each in (GROUND, *VIEWS)),
        mappings=(
            MappingVersion(name="scores", version=read_scores().version),
            MappingVersion(name="relation_rules", version=read_rules().version),
        ),
        languages=readable(),
        types=_types(),
        position=await ledger.head(),
        limits=_limits(settings),
    )


@cache
def _types() -> tuple[TypeKnown, ...]:
    reports = (
        TypeKnown(
            type=name,
            kind="report",
            family=kind.family,
            directed=issubclass(kind, Directed),
            schema_version=VOCABULARY[name],
            meaning=_first_line(kind),
        )
        for name, kind in REPORT_TYPES.items()
    )
    records = (
        TypeKnown(
            type=name,
            kind="record",
            family=None,
            directed=None,
            schema_version=VOCABULARY[name],
            meaning=_first_line(kind),
        )
        for name, kind in RECORD_TYPES.items()
    )
    return (*reports, *records)


def _limits(settings: Settings) -> LimitsKnown:
    policy = decide_policy(settings)
    return LimitsKnown(
        page_items=MOST,
        compared_pairs=MOST_PAIRS,
        wait_seconds=WAIT_SECONDS,
        article_bytes=settings.max_article,
        body_bytes=settings.max_body,
        line_bytes=LONGEST,
        requests_per_second=policy.rate or None,
        requests_at_once=policy.burst if policy.rate else None,
    )


def _first_line(kind: type) -> str:
    return (kind.__doc__ or "").partition("\n")[0]
