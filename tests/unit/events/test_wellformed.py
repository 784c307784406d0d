"""Events that break a rule of the vocabulary are refused with what would be right."""

from typing import Any

import msgspec
import pytest

from events.errors import InvalidEvent
from events.vocabulary import AidDelivered, Amount, MeetingHeld, Report, VisitOccurred
from events.wellformed import check
from tests.unit.events.reports import on, quote, tell
from tests.unit.events.samples import SAMPLES


@pytest.mark.parametrize("name", [name for name, event in SAMPLES.items() if isinstance(event, Report)])
def test_a_full_event_of_every_type_is_well_formed(name: str) -> None:
    """The samples of all types pass."""
    event = SAMPLES[name]
    assert isinstance(event, Report)
    check(event)


@pytest.mark.parametrize(
    ("kind", "fields", "reason"),
    [
        (VisitOccurred, {"evidence": ()}, "without evidence"),
        (VisitOccurred, {"happening": ""}, "give both"),
        (VisitOccurred, {"article": ""}, "give both"),
        (VisitOccurred, {"evidence": (msgspec.structs.replace(quote("a"), end=3),)}, "as long as it says"),
        (VisitOccurred, {"target": "MLI"}, "must differ"),
        (VisitOccurred, {"target": "Moscow"}, "is no code"),
        (VisitOccurred, {"target": ""}, "is no code"),
        (VisitOccurred, {"host": "rus"}, "is no code"),
        (VisitOccurred, {"speaker": "the Kremlin"}, "is no code"),
        (VisitOccurred, {"persons": ("Assimi Goïta", " ")}, "without a name"),
        (VisitOccurred, {"reported": "2024"}, "YYYY-MM"),
        (VisitOccurred, {"reported": "2024-02-30"}, "not a date that exists"),
        (MeetingHeld, {"parties": ("RUS", "MLI")}, "sorted"),
        (MeetingHeld, {"parties": ("MLI", "MLI")}, "each once"),
        (MeetingHeld, {"parties": ("MLI",)}, "two or more"),
        (AidDelivered, {"amount": Amount(min=-1.0, unit="t")}, "positive"),
        (AidDelivered, {"amount": Amount(max=0.0, unit="t")}, "positive"),
        (AidDelivered, {"amount": Amount(min=2.0, max=1.0, unit="t")}, "least comes first"),
        (AidDelivered, {"value": Amount(min=float("nan"), unit="EUR")}, "finite"),
        (AidDelivered, {"value": Amount(min=1.0, max=float("inf"), unit="EUR")}, "finite"),
    ],
)
def test_what_breaks_a_rule_is_refused(kind: type[Report], fields: dict[str, Any], reason: str) -> None:
    """Each rule names the type, the value and the remedy."""
    with pytest.raises(InvalidEvent, match=reason):
        check(tell(kind, "a", **fields).report)


def test_organisations_and_open_amounts_are_fine() -> None:
    """Acronyms with underscores, half-open amounts and dates of publication to the month are well formed."""
    check(tell(VisitOccurred, "a", "2024-02", target="ARAB_LEAGUE", act=on("2024")).report)
    check(tell(AidDelivered, "a", amount=Amount(min=20.0, approximate=True, unit="items")).report)
