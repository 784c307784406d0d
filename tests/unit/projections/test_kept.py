"""Facts as rows keep them."""

import msgspec
import pytest

from events.vocabulary import REPORT_TYPES, Act, EnvoyAccredited
from projections.errors import ViewOutdated
from projections.facts import Acts
from projections.kept import read_fact
from projections.public import Fact
from projections.relation import RELATION
from tests.unit.projections.newsroom import Article, Newsroom, on


def test_what_a_row_keeps_reads_back_as_the_public_fact_with_every_field() -> None:
    """What is left out for having its default is told again, as null or empty, to whoever asks."""
    newsroom = Newsroom()
    newsroom.publish(Article("one", "2025-06-25").tells(EnvoyAccredited, act=on("2025-06-24"), mode="credentials"))
    ground = newsroom.ground(RELATION)
    (act,) = Acts(ground).of(next(iter(ground.happenings)))
    kept = read_fact(act.fact)
    assert type(kept) is Fact
    assert msgspec.structs.asdict(kept) == msgspec.structs.asdict(act.dated.fact) | {"sources": kept.sources}
    told = msgspec.json.decode(msgspec.json.encode(kept), type=dict[str, object])
    assert set(told) == set(Fact.__struct_fields__)
    assert told["instrument"] is None
    assert told["mode"] == "credentials"


@pytest.mark.parametrize("kept", [b'{"happening": "h"}', b"\x81\xa9happening\xa1h", b""])
def test_what_an_earlier_fold_kept_otherwise_is_named(kept: bytes) -> None:
    """Whoever asks a view that this program cannot read is told to rebuild it."""
    with pytest.raises(ViewOutdated, match="chancery rebuild all --accept"):
        read_fact(kept)


@pytest.mark.parametrize("kind", sorted(REPORT_TYPES))
def test_all_types_of_reports_begin_with_the_same_fields(kind: str) -> None:
    """Folding reads those fields by their place, and the parties behind them."""
    common = Act.__struct_fields__
    fields = REPORT_TYPES[kind].__struct_fields__
    assert fields[: len(common)] == common
    assert fields[len(common) :][:2] == ("source", "target") or fields[len(common)] == "parties"
