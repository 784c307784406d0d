"""Events become bytes and come back; what was once stored is read for ever."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import upcast as upcasting
from events.codec import derive_id, derive_name, encode, open_payload, seal, unseal
from events.envelope import RecordedEvent
from events.errors import UndecodableEvent
from events.vocabulary import (
    RECORD_TYPES,
    REPORT_TYPES,
    EventRetracted,
    HappeningSplit,
    MilitarySupportProvided,
    VisitOccurred,
)
from tests.unit.events.reports import tell
from tests.unit.events.samples import SAMPLES, unfilled

GOLDEN = Path(__file__).parent / "golden"
ID = UUID("0b6d2b7e-63d8-5a43-8d0e-9a31b7c1e002")


def recorded(name: str, payload: bytes | None, schema_version: int = 1) -> RecordedEvent:
    """An event as the ledger gives it back."""
    return RecordedEvent(
        position=1,
        id=ID,
        type=name,
        schema_version=schema_version,
        recorded_at=datetime(2025, 6, 1, tzinfo=UTC),
        tags=(),
        author="test",
        payload=payload,
    )


def test_there_are_golden_bytes_and_a_full_sample_of_every_type() -> None:
    """A new type needs a sample with every field filled and a golden file of its first version."""
    assert SAMPLES.keys() == REPORT_TYPES.keys() | RECORD_TYPES.keys()
    assert {name: unfilled(event) for name, event in SAMPLES.items() if unfilled(event)} == {}
    assert {path.name for path in GOLDEN.glob("*.1.json")} == {f"{name}.1.json" for name in SAMPLES}


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_golden_bytes_decode_for_ever(path: Path) -> None:
    """The stored bytes of every type in every version decode to what they said."""
    name, version = path.stem.split(".")
    assert open_payload(name, int(version), path.read_bytes()) == SAMPLES[name]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_bytes_of_today_are_the_golden_ones(name: str) -> None:
    """Encoding is canonical: the same event gives the same bytes, release after release."""
    version = upcasting.SCHEMA_VERSIONS.get(name, 1)
    assert encode(SAMPLES[name]) == (GOLDEN / f"{name}.{version}.json").read_bytes()


@pytest.mark.parametrize("name", SAMPLES)
def test_every_type_makes_the_round_trip(name: str) -> None:
    """Sealed as the ledger takes it and opened again, an event is itself."""
    sealed = seal(SAMPLES[name], ID)
    assert (sealed.id, sealed.type, sealed.schema_version) == (ID, name, upcasting.SCHEMA_VERSIONS.get(name, 1))
    assert unseal(recorded(sealed.type, sealed.payload, sealed.schema_version)) == SAMPLES[name]


def test_an_event_of_few_words_is_short_and_makes_the_round_trip() -> None:
    """Fields at their default are not stored, and come back as the type's own default."""
    told = tell(MilitarySupportProvided, "a").report
    payload = encode(told)
    assert b"domain" not in payload
    opened = open_payload("MilitarySupportProvided", 1, payload)
    assert opened == told
    assert isinstance(opened, MilitarySupportProvided)
    assert opened.domain == "military"


def test_a_redacted_event_is_none() -> None:
    """An event whose payload was taken away is known to have been, and nothing more."""
    assert unseal(recorded("VisitOccurred", None)) is None


def test_fields_of_a_later_release_are_passed_over() -> None:
    """A payload with a field that this release does not know is still read."""
    fields = msgspec.json.decode(encode(SAMPLES["VisitOccurred"]), type=dict[str, object])
    payload = msgspec.json.encode({**fields, "of_a_later_release": [1]})
    assert open_payload("VisitOccurred", 1, payload) == SAMPLES["VisitOccurred"]


@pytest.mark.parametrize(
    ("name", "version", "payload"),
    [
        ("VisitOccurred", 1, b""),
        ("VisitOccurred", 1, b"{"),
        ("VisitOccurred", 1, b"\xff\xfe"),
        ("VisitOccurred", 1, b"[]"),
        ("VisitOccurred", 1, b'{"type":"VisitOccurred"}'),
        ("VisitOccurred", 1, b'{"type":"Nonsense"}'),
        ("VisitOccurred", 1, encode(SAMPLES["VisitAnnounced"])),
        ("VisitOccurred", 1, encode(SAMPLES["VisitOccurred"]).replace(b"2025-04-04", b"2025-04-31")),
        ("VisitOccurred", 2, encode(SAMPLES["VisitOccurred"])),
        ("VisitOccurred", 0, encode(SAMPLES["VisitOccurred"])),
    ],
    ids=["empty", "cut", "binary", "list", "bare", "unknown", "mislabelled", "no such day", "newer", "older"],
)
def test_what_cannot_be_read_says_so(name: str, version: int, payload: bytes) -> None:
    """A stored event that no release can read raises one error, which names the type."""
    with pytest.raises(UndecodableEvent, match=name):
        open_payload(name, version, payload)


def test_an_old_version_is_brought_up_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """A payload of version 1 goes through each step to the present version; its bytes stay as they were."""

    def rename_visitor(fields: dict[str, Any]) -> dict[str, Any]:
        return {**fields, "source": fields["visitor"]}

    def rename_visited(fields: dict[str, Any]) -> dict[str, Any]:
        return {**fields, "target": fields["visited"]}

    steps = {("VisitOccurred", 1): rename_visitor, ("VisitOccurred", 2): rename_visited}
    monkeypatch.setattr(upcasting, "STEPS", steps)
    monkeypatch.setitem(upcasting.SCHEMA_VERSIONS, "VisitOccurred", 3)
    payload = encode(SAMPLES["VisitOccurred"])
    payload = payload.replace(b'"source":"MLI"', b'"visitor":"MLI"').replace(b'"target"', b'"visited"')
    assert open_payload("VisitOccurred", 1, payload) == SAMPLES["VisitOccurred"]
    assert seal(SAMPLES["VisitOccurred"], ID).schema_version == 3
    with pytest.raises(UndecodableEvent, match="has not the fields"):
        open_payload("VisitOccurred", 1, payload.replace(b'"visitor"', b'"guest"'))
    steps.pop(("VisitOccurred", 2))
    with pytest.raises(UndecodableEvent, match="no step brings a VisitOccurred from schema version 2 to 3"):
        open_payload("VisitOccurred", 1, payload)


def test_a_retraction_of_version_1_tells_whether_a_revision_or_a_curator_said_so() -> None:
    """The reading engine stood for who said so where a publisher changed the text; anybody else is a curator."""
    payload = (GOLDEN / "EventRetracted.1.json").read_bytes()
    curated = open_payload("EventRetracted", 1, payload)
    revised = open_payload("EventRetracted", 1, payload.replace(b'"who":"ada"', b'"who":"chancery 0.1.0"'))
    assert isinstance(curated, EventRetracted)
    assert isinstance(revised, EventRetracted)
    assert (curated.by, revised.by) == ("curator", "revision")


def test_a_split_recorded_before_events_could_be_kept_apart_keeps_none_apart() -> None:
    """The field came without a new version: bytes that lack it, as all rules' splits do, are read as before."""
    payload = (GOLDEN / "HappeningSplit.1.json").read_bytes()
    before = payload[: payload.index(b',"apart":')] + b"}"
    split = open_payload("HappeningSplit", 1, before)
    assert isinstance(split, HappeningSplit)
    assert split.apart == ()
    assert encode(split) == before


def test_ids_are_the_same_for_ever() -> None:
    """An id is a UUIDv5 of where the event comes from: these were given out and may not change."""
    assert derive_id("article", "1", "0") == derive_id("article", "1", "0")
    assert derive_id("article", "1", "0").version == 5
    assert str(derive_id("article", "1", "0")) == "dcb1f746-bbc0-5f9c-960e-f7723d27739f"


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_other_parts_give_another_id(one: list[str], other: list[str]) -> None:
    """Wherever the parts are cut and whatever they hold, only the same parts give the same id."""
    assert (derive_id(*one) == derive_id(*other)) == (one == other)


def test_sealing_tags_the_event() -> None:
    """The ledger finds the event under its parties, family, time, article and happening."""
    sealed = seal(tell(VisitOccurred, "a").report, ID)
    assert {"dyad:MLI-RUS", "family:visit", "when:imprecise", "article:a"} <= set(sealed.tags)


def test_a_name_is_the_id_written_out() -> None:
    """The id that is made without a UUID is the same as the UUID's own text."""
    assert derive_name("article", "", "é", "1") == str(derive_id("article", "", "é", "1"))
