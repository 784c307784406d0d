"""A ledger in miniature: articles are published, decided about as the service would, and recorded in order."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias

import msgspec

from events.codec import derive_id, encode, seal
from events.decide import History, decide
from events.envelope import NewEvent, Query, RecordedEvent
from events.evidence import CuratorStatement, Quote, hash_text
from events.happenings import Told
from events.interval import Interval
from events.vocabulary import (
    ArticleIngested,
    Event,
    EventConfirmed,
    EventCorrected,
    EventRetracted,
    Mutual,
    Report,
    parties_of,
)
from projections.following.batch import known, parse
from projections.ground.ground import Ground
from projections.times import Times
from projections.view import View
from service.happening import StandingHappenings, keep_apart

Given: TypeAlias = Any
"""Any field of any type of event, or any filter of any question: what it is about checks it."""

RECORDED = datetime(2026, 1, 5, 12, tzinfo=UTC)
"""When the first event is recorded; each further one a minute later."""


def on(start: str, end: str | None = None) -> Interval:
    """What was told of a date: one bound, or two."""
    return Interval(start=start, end=end or start)


def at(day: str, **times: Given) -> Times:
    """Ask on a day."""
    return Times(today=date.fromisoformat(day), **times)


class Article:
    """An article in the making: what it tells, in order."""

    def __init__(
        self, name: str, published: str | None = None, publisher: str | None = None, house: str | None = None
    ) -> None:
        self.name = name
        self.published = published
        self.publisher = publisher
        self.house = house
        self.told: list[Told] = []

    def tells(self, what: type[Report], *, act_of: int | None = None, **fields: Given) -> "Article":
        """Add a report of Mali and Russia (unless the fields say otherwise); ``act_of`` shares another's happening."""
        number = len(self.told)
        parties = {"parties": ("MLI", "RUS")} if issubclass(what, Mutual) else {"source": "MLI", "target": "RUS"}
        exact = f"{self.name} tells this of {what.__name__}, number {number}"
        quote = Quote(
            article=self.name,
            text_hash=hash_text(self.name),
            start=0,
            end=len(exact),
            exact=exact,
            prefix="",
            suffix="",
            rule="test",
            extractor="1",
        )
        told: dict[str, Any] = {
            "happening": str(derive_id(self.name, "happening", str(number if act_of is None else act_of))),
            "article": self.name,
            "evidence": (quote,),
            "reported": self.published,
            **parties,
            **fields,
        }
        self.told.append(Told(id=str(derive_id(self.name, "event", str(number))), report=what(**told)))
        return self

    def ingested(self) -> ArticleIngested:
        """Tell that the article was read."""
        return ArticleIngested(
            article=self.name,
            text_hash=hash_text(self.name),
            length=len(self.name),
            language="fr",
            extractor="1",
            title=f"Title of {self.name}",
            publisher=self.publisher,
            house=self.house,
            published=self.published,
        )


class Newsroom:
    """Records articles with their decisions."""

    def __init__(self) -> None:
        self.history = History()
        self.recorded: list[RecordedEvent] = []
        self.told: list[Told] = []

    def publish(self, *articles: Article) -> list[NewEvent]:
        """Record articles one after the other; return what is to be appended."""
        new: list[NewEvent] = []
        for article in articles:
            decided = decide(article.told, self.history)
            new.append(seal(article.ingested(), derive_id(article.name, "ingested")))
            new.extend(
                seal(told.report, derive_id(article.name, "event", str(n))) for n, told in enumerate(article.told)
            )
            self.told.extend(article.told)
            for told in article.told:
                self.history.apply(told.id, told.report)
            new.extend(self._decided(article.name, decided))
        self._record(new)
        return new

    def retract(self, told: Told) -> list[NewEvent]:
        """Record that a curator withdraws an event."""
        report = told.report
        statement = CuratorStatement(who="A. Curator", why="misread", source="the article itself")
        event = EventRetracted(
            family=report.family,
            parties=parties_of(report),
            event=told.id,
            evidence=(statement,),
            why="misread",
            by="curator",
        )
        decided = decide((), self.history, (event,))
        self.history.apply("", event)
        new = [seal(event, derive_id(told.id, "retracted")), *self._decided(told.id, decided)]
        self._record(new)
        return new

    def correct(self, told: Told, changes: dict[str, Any], **how: Given) -> list[NewEvent]:
        """Record that a curator corrects an event (unless ``how`` says otherwise, as misread)."""
        before = self.history.told[told.id]
        word: dict[str, Any] = {
            "family": before.family,
            "parties": parties_of(before),
            "event": told.id,
            "corrected": msgspec.structs.replace(before, **changes),
            "happening": self.history.happening[told.id],
            "version": self._version(told),
            "kind": "reading",
            "evidence": (CuratorStatement(who="A. Curator", why="checked", source="the article itself"),),
            **how,
        }
        event = EventCorrected(**word)
        decided = decide((), self.history, (event,))
        self.history.apply("", event)
        name = f"{told.id} corrected {event.version}"
        new = [seal(event, derive_id(name)), *self._decided(name, decided)]
        self._record(new)
        return new

    def confirm(self, told: Told) -> list[NewEvent]:
        """Record that a curator finds an event right as it stands."""
        report = self.history.told[told.id]
        statement = CuratorStatement(who="B. Curator", why="it is so", source="the communiqué")
        version = self._version(told)
        event = EventConfirmed(
            family=report.family, parties=parties_of(report), event=told.id, version=version, evidence=(statement,)
        )
        new = [seal(event, derive_id(told.id, "confirmed", str(version)))]
        self._record(new)
        return new

    def keep_apart(self, one: Told, other: Told) -> list[NewEvent]:
        """Record that a curator says that the happenings of two events are different acts."""
        named = [self.history.happening[each.id] for each in (one, other)]
        standing = StandingHappenings(history=self.history, query=Query(), changed=0, moves=[])
        words = keep_apart(standing, named, CuratorStatement(who="A. Curator", why="two acts", source="both articles"))
        decided = decide((), self.history, words)
        new: list[NewEvent] = []
        for number, word in enumerate(words):
            self.history.apply("", word)
            new.append(seal(word, derive_id(one.id, other.id, "apart", str(number))))
        new += self._decided(f"{one.id} {other.id} apart", decided)
        self._record(new)
        return new

    def _version(self, told: Told) -> int:
        return sum(each.type == "EventCorrected" and f"event:{told.id}" in each.tags for each in self.recorded)

    def ground(self, view: View, *, twice: bool = False) -> Ground:
        """Fold what was recorded, as a view does."""
        del view  # every view stands on the same ground
        return fold_recorded([*self.recorded, *(self.recorded if twice else ())])

    def _decided(self, name: str, decided: Sequence[Event]) -> list[NewEvent]:
        new: list[NewEvent] = []
        for event in decided:
            # The same decision may be taken twice, so its place in the history names it.
            event_id = derive_id(name, "decision", str(len(self.recorded)), str(len(new)), encode(event).decode())
            self.history.apply(str(event_id), event)
            new.append(seal(event, event_id))
        return new

    def _record(self, new: Iterable[NewEvent]) -> None:
        for event in new:
            position = len(self.recorded) + 1
            self.recorded.append(
                RecordedEvent(
                    position=position,
                    id=event.id,
                    type=event.type,
                    schema_version=event.schema_version,
                    recorded_at=RECORDED + timedelta(minutes=position),
                    tags=event.tags,
                    author="tests",
                    payload=event.payload,
                )
            )


def fold_recorded(recorded: Iterable[RecordedEvent]) -> Ground:
    """Fold recorded events into the ground of all views."""
    ground = Ground()
    for item in parse(recorded):
        told = known(item)
        if told is not None:
            ground.apply(*told)
    return ground
