"""One event of every type with every field filled: what the golden bytes of each type decode to."""

from typing import Any

import msgspec

from events.evidence import CuratorStatement, ImportedRecord
from events.interval import Interval
from events.vocabulary import (
    RECORD_TYPES,
    REPORT_TYPES,
    Amount,
    Confidence,
    Event,
    MeetingHeld,
    Mutual,
    Quantified,
    Via,
)
from tests.unit.events.reports import on, quote

ARTICLE = "7d9c1f52-0d5b-5f5e-9c39-3d2f4c1c5a01"
EVENT = "0b6d2b7e-63d8-5a43-8d0e-9a31b7c1e002"
HAPPENING = "5f0e7a4c-1f5b-5f6b-8f8e-2f1d9c7b3003"

EVIDENCE = (
    quote(ARTICLE),
    CuratorStatement(who="ada", why="the date was misread", source="communiqué of 4 April 2025"),
    ImportedRecord(source="ICEWS", coder="machine", row_hash="ab" * 32),
)

COMMON: dict[str, Any] = {
    "happening": HAPPENING,
    "article": ARTICLE,
    "evidence": EVIDENCE,
    "reported": "2025-04-04",
    "act": Interval(start="2025-04-03", end="2025-04-04", basis="inherited"),
    "due": on("--06"),
    "stage": "under_way",
    "factuality": "hearsay",
    "asserted_by": "third_party",
    "initiator": "RUS",
    "speaker": "MLI",
    "host": "TUR",
    "via": Via(name="Africa Corps", kind="private_force"),
    "persons": ("Assimi Goïta", "Vladimir Poutine"),
    "confidence": Confidence(value=0.87, support=112),
}
GOODS: dict[str, Any] = {
    "item": "wheat",
    "amount": Amount(min=24_000.0, max=25_000.0, approximate=True, unit="t"),
    "value": Amount(min=5e6, max=5e6, unit="USD"),
    "terms": "grant",
    "domain": "military",
}
OWN: dict[str, dict[str, Any]] = {
    "VisitCancelled": {"mode": "postponed"},
    "MeetingHeld": {"mode": "margins"},
    "AgreementAnnounced": {"instrument": "accord sur le nucléaire civil"},
    "AgreementSigned": {"instrument": "accord sur le nucléaire civil"},
    "AgreementTerminated": {"instrument": "accord de défense"},
    "TotalReported": {"kind": "running"},
    "RelationsSevered": {"mode": "suspended"},
    "EnvoyAccredited": {"mode": "credentials"},
    "MilitarySupportProvided": {"domain": "civil"},
    "MilitarySupportEnded": {"domain": "civil"},
    "MembershipEnded": {"mode": "notified"},
    "CooperationPledged": {"sectors": ("energy", "defence")},
}
TEXT: dict[str, Any] = {
    "article": ARTICLE,
    "text_hash": "cd" * 32,
    "length": 5120,
    "language": "fr",
    "extractor": "1",
    "title": "Le président attendu à Moscou",
    "url": "https://example.org/a",
    "publisher": "example.org",
    "house": "A press group",
    "published": "2025-04-04",
    "published_basis": "given",
}
DECIDED: dict[str, Any] = {"family": "visit", "parties": ("MLI", "RUS")}
RECORDS: dict[str, dict[str, Any]] = {
    "ArticleIngested": TEXT,
    "ArticleRevised": {**TEXT, "former_text_hash": "ef" * 32},
    "HappeningsMerged": {
        **DECIDED,
        "happening": HAPPENING,
        "events": (EVENT,),
        "reason": "same parties, same time",
        "score": 0.8,
        "evidence": EVIDENCE[1:2],
    },
    "HappeningSplit": {
        **DECIDED,
        "happening": HAPPENING,
        "events": (EVENT,),
        "reason": "two visits",
        "evidence": EVIDENCE[1:2],
        "apart": ("2f4c9f0e-8a51-5d7c-b0a3-6d1f5e2c4004",),
    },
    "AnnouncementAnswered": {
        **DECIDED,
        "announcement": HAPPENING,
        "answer": EVENT,
        "outcome": "occurred",
        "reason": "the parties and the time due agree",
        "score": 0.9,
    },
    "Redacted": {**DECIDED, "event": EVENT, "who": "A. Keeper", "why": "a court ordered it"},
    "EventRetracted": {**DECIDED, "event": EVENT, "evidence": EVIDENCE[1:2], "why": "misread", "by": "curator"},
    "EventCorrected": {
        **DECIDED,
        "event": EVENT,
        "corrected": MeetingHeld(**COMMON, parties=("MLI", "NER"), mode="phone"),
        "happening": "8a1d6c9e-52b0-5a77-9b1c-6e0f4d2a4004",
        "version": 1,
        "kind": "world",
        "evidence": EVIDENCE[1:2],
        "since": "2025-04-20",
    },
    "EventConfirmed": {**DECIDED, "event": EVENT, "version": 1, "evidence": EVIDENCE[1:2]},
}


def _reports() -> dict[str, Event]:
    made: dict[str, Event] = {}
    for name, kind in REPORT_TYPES.items():
        parties = {"parties": ("MLI", "NER", "RUS")} if issubclass(kind, Mutual) else {"source": "MLI", "target": "RUS"}
        fields: dict[str, Any] = {
            **COMMON,
            **parties,
            **(GOODS if issubclass(kind, Quantified) else {}),
            **OWN.get(name, {}),
        }
        made[name] = kind(**fields)
    return made


SAMPLES: dict[str, Event] = {
    **_reports(),
    **{name: kind(**RECORDS[name]) for name, kind in RECORD_TYPES.items()},
}
"""Type name → an event of that type with no field left at its default."""


def unfilled(event: Event) -> list[str]:
    """The fields of an event that stand at their default, and so are not among its bytes."""
    return [
        field.name
        for field in msgspec.structs.fields(event)
        if not field.required and getattr(event, field.name) == field.default
    ]
