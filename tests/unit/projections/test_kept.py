"""Facts as rows keep them."""

from typing import Any, cast

import msgspec
import pytest

from events.vocabulary import REPORT_TYPES, Act, AidDelivered, Amount, EnvoyAccredited
from projections.errors import ViewOutdated
from projections.ground.facts import Acts
from projections.ground.kept import publish, read_fact
from projections.public.shapes import Fact
from projections.views.relation import RELATION
from tests.unit.projections.newsroom import Article, Newsroom, on


def test_what_a_row_keeps_reads_back_as_the_public_fact_with_every_field() -> None:
    """Of what is kept only the values are written; whoever asks is told every field by its name."""
    newsroom = Newsroom()
    newsroom.publish(Article("one", "2025-06-25").tells(EnvoyAccredited, act=on("2025-06-24"), mode="credentials"))
    ground = newsroom.ground(RELATION)
    (act,) = Acts(ground).of(next(iter(ground.happenings)))
    kept = read_fact(act.fact)
    assert type(kept) is Fact
    assert kept == publish(act.dated.fact)
    assert _by_name(kept) == _by_name(act.dated.fact)
    told = msgspec.json.decode(msgspec.json.encode(kept), type=dict[str, object])
    assert set(told) == set(Fact.__struct_fields__)
    assert told["instrument"] is None
    assert told["mode"] == "credentials"


def _by_name(value: Any) -> Any:
    """A value with all fields by their names, however it is written."""
    if isinstance(value, msgspec.Struct):
        return {field: _by_name(part) for field, part in msgspec.structs.asdict(value).items()}
    return [_by_name(part) for part in cast("tuple[Any, ...]", value)] if type(value) is tuple else value


def test_no_part_of_a_public_fact_is_of_the_kept_shape() -> None:
    """What JSON writes of a fact has the names of all fields, also of dates, quantities and proofs."""
    newsroom = Newsroom()
    amount = Amount(min=10_000.0, max=10_000.0, approximate=True, unit="t")
    newsroom.publish(
        Article("one", "2025-06-25").tells(AidDelivered, act=on("2025-06-24"), item="wheat", amount=amount)
    )
    ground = newsroom.ground(RELATION)
    (act,) = Acts(ground).of(next(iter(ground.happenings)))
    told = msgspec.json.decode(msgspec.json.encode(read_fact(act.fact)))
    assert told["act"] == {"start": "2025-06-24", "end": "2025-06-24", "precision": "day", "basis": "stated"}
    assert told["amount"] == {"min": 10_000.0, "max": 10_000.0, "approximate": True, "unit": "t"}
    assert told["sources"][0]["proofs"][0]["kind"] == "quote"
    assert msgspec.convert(told, Fact) == read_fact(act.fact)


def test_the_values_of_a_row_keep_their_places() -> None:
    """With another order or number of them rows mean something else: folds of views that keep facts rise then."""
    proof = ["quote", "exact", "prefix", "suffix", 3, 4, "text_hash", "rule", "extractor"]
    proof += ["who", "why", "source", "coder", "row_hash"]
    source = ["event", "article", "title", "url", "publisher", "reported", "asserted", "journalist"]
    source += [[proof], {"value": 0.5, "support": 6}]
    when, much = ["start", "end", "day", "stated"], [1.0, 2.0, True, "unit"]
    row = ["happening", "type", "family", "source", "target", ["parties"], "day", when, when, "done", "hearsay"]
    row += [[source], ["publishers"], 7, "mode", ["persons"], "initiator", "speaker", "host", "via", "item", much, much]
    row += ["terms", "domain", "kind", "instrument", ["sectors"], "import"]
    texts = ("happening", "type", "family", "source", "target", "day", "mode", "initiator", "speaker", "host", "via")
    texts += ("item", "terms", "domain", "kind", "instrument")
    told_when = {"start": "start", "end": "end", "precision": "day", "basis": "stated"}
    told_much = {"min": 1.0, "max": 2.0, "approximate": True, "unit": "unit"}
    told_proof = {field: field for field in proof if isinstance(field, str)} | {"kind": "quote", "start": 3, "end": 4}
    del told_proof["quote"]
    told_source = {field: field for field in ("event", "article", "title", "url", "publisher", "reported")} | {
        "factuality": "asserted",
        "asserted_by": "journalist",
        "proofs": [told_proof],
        "confidence": {"value": 0.5, "support": 6},
    }
    assert _by_name(read_fact(msgspec.msgpack.encode(row))) == (
        {field: field for field in texts}
        | {field: [field] for field in ("parties", "publishers", "persons", "sectors")}
        | {"act": told_when, "due": told_when, "amount": told_much, "value": told_much, "sources": [told_source]}
        | {"stage": "done", "factuality": "hearsay", "corroboration": 7, "basis": "import"}
    )


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
