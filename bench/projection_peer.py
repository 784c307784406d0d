"""The projection runner of eventsourcing on the same server: the same events, folded by the same fold into like tables.

Each event is one call of its projection and one transaction with the tracking of its position, as that library has it.
What it keeps is less than ours: the facts of pairs, not their sums.
"""

import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import msgspec
from eventsourcing.dcb.api import DCBEvent
from eventsourcing.dcb.application import DCBApplication
from eventsourcing.dcb.domain import Tagged
from eventsourcing.dcb.msgpack import Decision, MessagePackMapper
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from eventsourcing.utils import get_topic

from events.codec import open_payload
from events.envelope import NewEvent
from events.vocabulary import ArticleIngested, HappeningsMerged, Report
from projections.ground.entries import Entry
from projections.ground.facts import Acts
from projections.ground.ground import ArticleKnown, Ground
from projections.times import Recorded
from projections.views.relation import FactRow, rows

PATIENCE = 3_600.0
_REPORT = (
    "event text PRIMARY KEY, happening text, type text, version integer, position bigint, recorded_at timestamptz, "
    "payload bytea"
)
_FIELDS = FactRow.__struct_fields__


class Told(Decision):
    """An event of ours: its name, what it is, and its bytes."""

    event: str
    type: str
    version: int
    payload: bytes


class News(DCBApplication):
    """The peer's own store of the events."""

    name = "news"


class Facts(PostgresTrackingRecorder):
    """The peer's view: reports under their happenings, articles, and the facts of pairs."""

    def make(self) -> None:
        """Make the tables."""
        columns = ", ".join(f"{name} {_TYPES.get(name, 'text')}" for name in _FIELDS)
        with self.datastore.transaction(commit=True) as cursor:
            for made in (
                f"peer_report ({_REPORT})",
                "peer_article (article text PRIMARY KEY, known bytea)",
                f"peer_fact ({columns})",
            ):
                cursor.execute(f"CREATE TABLE {made}".encode())
            cursor.execute(b"CREATE INDEX ON peer_report (happening)")
            cursor.execute(b"CREATE INDEX ON peer_fact (happening)")
            cursor.execute(b"CREATE INDEX ON peer_fact (a, b, day, happening, parties)")

    def fold(self, told: Told, tracking: Tracking) -> None:
        """Fold one event, and say how far the view has come, in one transaction."""
        event = open_payload(told.type, told.version, told.payload)
        now = datetime.now(UTC)
        recorded = Recorded(position=tracking.notification_id, recorded_at=now)
        with self.datastore.transaction(commit=True) as cursor:
            touched: set[str] = set()
            if isinstance(event, ArticleIngested):
                known = msgspec.json.encode(ArticleKnown(latest=event, recorded=recorded))
                cursor.execute(b"INSERT INTO peer_article VALUES (%s, %s)", (event.article, known))
            elif isinstance(event, HappeningsMerged):
                cursor.execute(
                    b"SELECT happening FROM peer_report WHERE event = ANY (%s) FOR UPDATE", (list(event.events),)
                )
                touched = {event.happening, *(row["happening"] for row in cursor.fetchall())}
                cursor.execute(
                    b"UPDATE peer_report SET happening = %s WHERE event = ANY (%s)",
                    (event.happening, list(event.events)),
                )
            elif isinstance(event, Report):
                values = (told.event, event.happening, told.type, told.version, recorded.position, now, told.payload)
                cursor.execute(b"INSERT INTO peer_report VALUES (%s, %s, %s, %s, %s, %s, %s)", values)
                touched = {event.happening}
            for happening in touched:
                self._replace(cursor, happening)
            self._insert_tracking(cursor, tracking)

    def _replace(self, cursor: Any, happening: str) -> None:  # noqa: ANN401  (psycopg's, with rows as mappings)
        cursor.execute(b"SELECT * FROM peer_report WHERE happening = %s", (happening,))
        ground = Ground()
        for row in cursor.fetchall():
            report = open_payload(row["type"], row["version"], bytes(row["payload"]))
            if isinstance(report, Report):
                recorded = Recorded(position=row["position"], recorded_at=row["recorded_at"])
                ground.add(Entry(event=row["event"], report=report, recorded=recorded, happening=happening))
        cursor.execute(b"SELECT known FROM peer_article WHERE article = ANY (%s)", (list(ground.told_by),))
        for row in cursor.fetchall():
            article = msgspec.json.decode(bytes(row["known"]), type=ArticleKnown)
            ground.articles[article.latest.article] = article
        cursor.execute(b"DELETE FROM peer_fact WHERE happening = %s", (happening,))
        made = rows(Acts(ground), happening)["fact"]
        places = ", ".join(["%s"] * len(_FIELDS))
        for row in made:
            # psycopg sends a list as an array, a tuple as a record.
            values: list[object] = [getattr(row, field) for field in _FIELDS]
            sent = [list(cast("tuple[object, ...]", each)) if isinstance(each, tuple) else each for each in values]
            cursor.execute(f"INSERT INTO peer_fact VALUES ({places})".encode(), sent)  # noqa: S608  (names of ours)


_TYPES = {
    **dict.fromkeys(("day", "recorded_on", "settled", "heard", "said"), "date"),
    **dict.fromkeys(("entered", "touched"), "bigint"),
    **dict.fromkeys(("articles", "undated_articles", "publishers", "parties"), "text[]"),
    "way": "smallint",
    "effective": "boolean",
    "fact": "bytea",
}


class Relations(Projection[Facts]):
    """The projection: hands each event to the view."""

    name = "relations"
    topics = (get_topic(Told),)

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:  # noqa: ANN401  (as the base has it)
        """Fold one event."""
        self.view.fold(domain_event.decision, tracking)


def project(url: str, events: Sequence[NewEvent]) -> float:
    """Store events in the peer's way, have its runner fold them, and return how many it folded a second."""
    parts = urlsplit(url)
    settings = {
        "NEWS_PERSISTENCE_MODULE": "eventsourcing.dcb.postgres_tt",
        "RELATIONS_PERSISTENCE_MODULE": "eventsourcing.postgres",
        "MAPPER_TOPIC": get_topic(MessagePackMapper),
        "POSTGRES_DBNAME": parts.path[1:],
        "POSTGRES_HOST": parse_qs(parts.query)["host"][0],
        "POSTGRES_PORT": "5432",
        "POSTGRES_USER": str(parts.username),
        "POSTGRES_PASSWORD": "none",
        "POSTGRES_SCHEMA": "public",
    }
    mapper = MessagePackMapper()
    with News(settings) as store:
        head = 0
        for lot in _lots(events, 500):
            head = store.recorder.append([_tell(mapper, event) for event in lot])
    with ProjectionRunner(application_class=News, projection_class=Relations, view_class=_Made, env=settings) as runner:
        began = time.perf_counter()
        runner.wait(head, timeout=PATIENCE)
        return len(events) / (time.perf_counter() - began)


class _Made(Facts):
    """The view, with its tables made before the first event comes."""

    def create_table(self) -> None:
        super().create_table()
        self.make()


def _tell(mapper: MessagePackMapper, event: NewEvent) -> DCBEvent:
    told = Told(event=str(event.id), type=event.type, version=event.schema_version, payload=event.payload)
    return mapper.to_dcb_event(Tagged(tags=list(event.tags), decision=told))


def _lots(events: Sequence[NewEvent], size: int) -> Iterable[Sequence[NewEvent]]:
    return (events[start : start + size] for start in range(0, len(events), size))
