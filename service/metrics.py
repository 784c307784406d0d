"""What Prometheus is told: requests, appends, flushes, reading by stage, and how the views and feeds stand."""

from collections.abc import Mapping, Sequence
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from events.ledger.flush import Flushed
from projections.following.lag import ViewLag
from service.feeds.standing import Fares

CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4.partition("; charset")[0]  # Litestar adds it
UNMATCHED: Final = "unmatched"
"""The route of requests that no route takes: addresses are whatever anybody sends, and make no label."""
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_REQUEST_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_STAGE_SECONDS: Final = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5)
_FLUSHED: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048)


class Metrics:
    """The counts of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "chancery_requests",
            "Requests answered, by the template of their route.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "chancery_request_seconds",
            "Seconds from a request's arrival to the end of its answer.",
            ("route", "method"),
            buckets=_REQUEST_SECONDS,
            registry=self.registry,
        )
        self._counters: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._kept = Counter(
            "chancery_answers_kept",
            "Requests answered with what the same request was answered before, since the views had not moved.",
            registry=self.registry,
        )
        self._appends = Counter(
            "chancery_appends", "Appends to the ledger that were committed.", registry=self.registry
        )
        self._events = Counter("chancery_appended_events", "Events appended to the ledger.", registry=self.registry)
        self._conflicts = Counter(
            "chancery_append_conflicts",
            "Appends refused because others had changed what they rest on; most are decided again.",
            registry=self.registry,
        )
        self._flushes = Histogram(
            "chancery_flush_appends",
            "Appends that shared one transaction.",
            buckets=_FLUSHED,
            registry=self.registry,
        )
        self._flush_seconds = Histogram(
            "chancery_flush_seconds",
            "Seconds that one transaction of appends took.",
            buckets=_REQUEST_SECONDS,
            registry=self.registry,
        )
        self._reading = Histogram(
            "chancery_reading_seconds",
            "Seconds of computation that reading an article took, by stage.",
            ("stage",),
            buckets=_STAGE_SECONDS,
            registry=self.registry,
        )
        self._up = Gauge(
            "chancery_database_up", "1 where the database answered this very question.", registry=self.registry
        )
        self._head = Gauge("chancery_ledger_head", "The last position of the ledger.", registry=self.registry)
        self._behind = self._view_gauge("behind_events", "Events that a view has not folded.")
        self._lag = self._view_gauge("lag_seconds", "Seconds since the oldest event that a view has not folded.")
        self._parked = self._view_gauge("parked_events", "Events that a view has set aside.")
        self._stopped = self._view_gauge("stopped", "1 where a view goes no further until somebody mends it.")
        self._feeds = Gauge(
            "chancery_feeds",
            "Feeds by how they fare: well, unread, failing, late.",
            ("fares",),
            registry=self.registry,
        )
        self._keys = Gauge(
            "chancery_parked_keys", "Keys whose events wait because one could not be folded.", registry=self.registry
        )

    def observe_request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request; ``status`` 0 is an answer that was never begun."""
        # Routes, methods and statuses are few; finding their counters by label is what costs.
        found = self._counters.get((route, method, status))
        if found is None:
            known = method if method in _METHODS else "other"
            found = self._requests.labels(route, known, str(status)), self._seconds.labels(route, known)
            if known == method:
                self._counters[route, method, status] = found
        found[0].inc()
        found[1].observe(seconds)

    def count_kept(self) -> None:
        """Count a request that was answered with an answer that had been kept."""
        self._kept.inc()

    def observe_flush(self, flushed: Flushed) -> None:
        """Count a transaction of appends."""
        self._appends.inc(flushed.appended)
        self._events.inc(flushed.events)
        self._conflicts.inc(flushed.conflicts)
        self._flushes.observe(flushed.appends)
        self._flush_seconds.observe(flushed.seconds)

    def observe_reading(self, seconds: Mapping[str, float]) -> None:
        """Count the reading of an article: seconds by stage."""
        for stage, spent in seconds.items():
            self._reading.labels(stage).observe(spent)

    def set_views(self, head: int, lag: Sequence[ViewLag], parked_keys: int) -> None:
        """Say how the views stand now."""
        self._up.set(1)
        self._head.set(head)
        self._keys.set(parked_keys)
        for each in lag:
            self._behind.labels(each.view).set(each.behind)
            self._lag.labels(each.view).set(each.seconds)
            self._parked.labels(each.view).set(each.parked)
            self._stopped.labels(each.view).set(each.stopped is not None)

    def set_feeds(self, counted: Mapping[Fares, int]) -> None:
        """Say how many feeds fare how; nothing where that is not known."""
        self._feeds.clear()
        for fares, feeds in counted.items():
            self._feeds.labels(fares).set(feeds)

    def lose_database(self) -> None:
        """Say that the database does not answer; what it would have said is left out."""
        self._up.set(0)
        for gauge in (self._behind, self._lag, self._parked, self._stopped, self._feeds):
            gauge.clear()

    def render(self) -> bytes:
        """Everything, in Prometheus's text format."""
        return generate_latest(self.registry)

    def _view_gauge(self, name: str, meaning: str) -> Gauge:
        return Gauge(f"chancery_view_{name}", meaning, ("view",), registry=self.registry)
