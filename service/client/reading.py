"""The client: a method for each route that reads, and one that hands an article in."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import Literal, Self, Unpack
from urllib.parse import quote

import msgspec

from events.vocabulary import Terms
from projections.public import shapes as public
from projections.public.agreements import Agreement, AgreementPage
from projections.public.aid import Delivery, DeliveryKind, DeliveryPage
from projections.public.facets import FacetName, Facets
from projections.public.history import EventHistory
from projections.public.records import ArticleLine, ArticlePage, HappeningShown, Official, OfficialPage
from projections.public.registers import (
    Embassy,
    EmbassyPage,
    EnvoyPage,
    Envoys,
    Membership,
    MembershipPage,
    MilitaryPage,
    MilitarySupport,
    Sanctions,
    SanctionsPage,
)
from service.api.change_shapes import ChangeLine, ChangePage
from service.api.meta_shapes import About
from service.api.shapes import Consistency, Inclusion, Ingested, Live, NewArticle, ProblemType, Ready
from service.client.asking import Aid, Connection, Listed, Listing, Register, Times, Watch, reads

Day = str | date


class Client(Connection):
    """Asks one service, as ``Connection`` says; use it in a ``with`` block, or close it.

    A list is asked for page by page while it is iterated; ``limit`` is the number of items of a page. Every method
    raises Problem for what the service refuses.
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def submit(self, article: NewArticle, *, dry_run: bool = False, idempotency_key: str | None = None) -> Ingested:
        """Hand an article in, or with ``dry_run`` see what it would tell."""
        headers = {} if idempotency_key is None else {"Idempotency-Key": idempotency_key}
        return self.post(Ingested, "/articles", article, {"dry_run": dry_run}, headers)

    @reads("/articles")
    def articles(
        self,
        *,
        publisher: str | None = None,
        language: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
        party: str | None = None,
        pair: str | None = None,
        **more: Unpack[Listed],
    ) -> Listing[ArticleLine]:
        """Articles, the latest published first."""
        own = {"publisher": publisher, "language": language, "since": since, "until": until}
        return self.listing(ArticlePage, "/articles", {**own, "party": party, "pair": pair, **more})

    @reads("/articles/{article_id}")
    def article(self, article_id: str, *, wait_for: int | None = None) -> public.Article:
        """An article and what it told."""
        return self.one(public.Article, f"/articles/{_part(article_id)}", {"wait_for": wait_for})

    @reads("/relations")
    def relations(
        self, *, party: str | None = None, status: Sequence[str] = (), **more: Unpack[Listed]
    ) -> Listing[public.RelationLine]:
        """Relations in alphabetical order of the pair."""
        return self.listing(public.RelationPage, "/relations", {"party": party, "status": status, **more})

    @reads("/relations/{a}/{b}")
    def relation(self, a: str, b: str, *, include: Sequence[str] = (), **times: Unpack[Times]) -> public.Relation:
        """The relation of two parties."""
        return self.one(public.Relation, f"/relations/{_part(a)}/{_part(b)}", {"include": include, **times})

    @reads("/relations/compare")
    def compare(
        self, pairs: Sequence[tuple[str, str]], *, include: Sequence[str] = (), **times: Unpack[Times]
    ) -> public.Comparison:
        """The relations of several pairs, of one snapshot."""
        named = ",".join(f"{a}-{b}" for a, b in pairs)
        return self.one(public.Comparison, "/relations/compare", {"pairs": named, "include": include, **times})

    @reads("/relations/{a}/{b}/timeline")
    def timeline(
        self,
        a: str,
        b: str,
        *,
        types: Sequence[str] = (),
        since: Day | None = None,
        until: Day | None = None,
        **more: Unpack[Listed],
    ) -> Listing[public.Fact]:
        """Acts between two parties, the latest first."""
        path = f"/relations/{_part(a)}/{_part(b)}/timeline"
        return self.listing(public.FactPage, path, {"types": types, "since": since, "until": until, **more})

    @reads("/visits")
    def visits(
        self,
        *,
        status: Sequence[str] = (),
        visitor: str | None = None,
        host: str | None = None,
        party: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
        **more: Unpack[Listed],
    ) -> Listing[public.Visit]:
        """Visits, the latest due or held first."""
        own = {"status": status, "visitor": visitor, "host": host, "party": party, "since": since, "until": until}
        return self.listing(public.VisitPage, "/visits", {**own, **more})

    @reads("/aid/totals")
    def aid_totals(
        self, *, period: Literal["month", "quarter", "year"] | None = None, **more: Unpack[Aid]
    ) -> Listing[public.AidLine]:
        """Sums of aid by donor, recipient, item, unit and domain, and those of each month, quarter or year."""
        return self.listing(public.AidPage, "/aid/totals", {"period": period, **more})

    @reads("/aid/deliveries")
    def aid_deliveries(
        self,
        *,
        kind: DeliveryKind | None = None,
        unit: str | None = None,
        terms: Terms | None = None,
        **more: Unpack[Aid],
    ) -> Listing[Delivery]:
        """Deliveries and pledges one by one, the latest first."""
        return self.listing(DeliveryPage, "/aid/deliveries", {"kind": kind, "unit": unit, "terms": terms, **more})

    @reads("/agreements")
    def agreements(self, *, instrument: str | None = None, **more: Unpack[Register]) -> Listing[Agreement]:
        """Agreements: announced, signed, called off, ended."""
        return self.listing(AgreementPage, "/agreements", {"instrument": instrument, **more})

    @reads("/sanctions")
    def sanctions(
        self, *, source: str | None = None, target: str | None = None, **more: Unpack[Register]
    ) -> Listing[Sanctions]:
        """Sanctions: who on whom, in force or lifted."""
        return self.listing(SanctionsPage, "/sanctions", {"source": source, "target": target, **more})

    @reads("/memberships")
    def memberships(
        self, *, state: str | None = None, organisation: str | None = None, **more: Unpack[Register]
    ) -> Listing[Membership]:
        """Memberships of states in organisations."""
        return self.listing(MembershipPage, "/memberships", {"state": state, "organisation": organisation, **more})

    @reads("/envoys")
    def envoys(
        self, *, sender: str | None = None, host: str | None = None, **more: Unpack[Register]
    ) -> Listing[Envoys]:
        """Envoys: accredited, recalled, expelled, summoned."""
        return self.listing(EnvoyPage, "/envoys", {"sender": sender, "host": host, **more})

    @reads("/embassies")
    def embassies(
        self, *, owner: str | None = None, host: str | None = None, **more: Unpack[Register]
    ) -> Listing[Embassy]:
        """Embassies and consulates: open, closed, planned."""
        return self.listing(EmbassyPage, "/embassies", {"owner": owner, "host": host, **more})

    @reads("/military")
    def military(
        self, *, provider: str | None = None, recipient: str | None = None, **more: Unpack[Register]
    ) -> Listing[MilitarySupport]:
        """Military support: provided, ended, planned."""
        return self.listing(MilitaryPage, "/military", {"provider": provider, "recipient": recipient, **more})

    @reads("/officials")
    def officials(
        self, *, party: str | None = None, name: str | None = None, **more: Unpack[Listed]
    ) -> Listing[Official]:
        """Persons that articles name."""
        return self.listing(OfficialPage, "/officials", {"party": party, "name": name, **more})

    @reads("/happenings/{happening}")
    def happening(self, happening: str, **times: Unpack[Times]) -> HappeningShown:
        """A real-world act with every event that tells of it."""
        return self.one(HappeningShown, f"/happenings/{_part(happening)}", times)

    @reads("/events")
    def events(
        self,
        *,
        retracted: bool = False,
        limit: int | None = None,
        after: str | None = None,
        wait_for: int | None = None,
        **which: Unpack[Watch],
    ) -> Listing[public.RecordedFact]:
        """Events that a filter lets through, the newest first."""
        own = {"retracted": retracted, "limit": limit, "after": after, "wait_for": wait_for}
        return self.listing(public.EventPage, "/events", {**own, **which})

    @reads("/events/facets")
    def facets(
        self,
        *,
        facet: Sequence[FacetName] = (),
        retracted: bool = False,
        limit: int | None = None,
        wait_for: int | None = None,
        **which: Unpack[Watch],
    ) -> Facets:
        """How the events that a filter lets through are spread; without ``facet`` over all facets."""
        own = {"facet": facet, "retracted": retracted, "limit": limit, "wait_for": wait_for}
        return self.one(Facets, "/events/facets", {**own, **which})

    @reads("/events/{event_id}")
    def event(self, event_id: str, **times: Unpack[Times]) -> public.RecordedFact:
        """One event, with its quotes, as it stands or as it stood."""
        return self.one(public.RecordedFact, f"/events/{_part(event_id)}", times)

    @reads("/events/{event_id}/history")
    def history(self, event_id: str, *, known_at: str | int | datetime | None = None) -> EventHistory:
        """What was said of an event since it was recorded."""
        return self.one(EventHistory, f"/events/{_part(event_id)}/history", {"known_at": known_at})

    @reads("/events/{event_id}/history.html")
    def history_page(self, event_id: str, *, known_at: str | int | datetime | None = None) -> str:
        """The same as a page of HTML."""
        return self.text(f"/events/{_part(event_id)}/history.html", {"known_at": known_at})

    @reads("/changes")
    def changes(self, *, after: int = 0, limit: int | None = None, **which: Unpack[Watch]) -> Listing[ChangeLine]:
        """What was recorded after a position, the oldest first; it ends where the ledger ends now."""
        return self.listing(ChangePage, "/changes", {"after": after, "limit": limit, **which})

    @reads("/live")
    def live(self, *, after: int | None = None, **which: Unpack[Watch]) -> Iterator[ChangeLine]:
        """What is recorded, as it is recorded, until the service ends the stream.

        Come back with the ``position`` of the last line as ``after``: nothing is lost, and nothing comes twice.
        """
        for data in self.messages("/live", {"after": after, **which}):
            yield msgspec.json.decode(data, type=ChangeLine)

    @reads("/audit/checkpoint")
    def checkpoint(self) -> str:
        """The latest signed checkpoint."""
        return self.text("/audit/checkpoint")

    @reads("/audit/inclusion")
    def inclusion(self, *, event: str | None = None, position: int | None = None) -> Inclusion:
        """All that proves one event under a checkpoint."""
        return self.one(Inclusion, "/audit/inclusion", {"event": event, "position": position})

    @reads("/audit/consistency")
    def consistency(self, from_size: int, to_size: int) -> Consistency:
        """Proof that the ledger of one size begins with that of an earlier one."""
        return self.one(Consistency, "/audit/consistency", {"from_size": from_size, "to_size": to_size})

    @reads("/metrics")
    def metrics(self) -> str:
        """Figures for Prometheus."""
        return self.text("/metrics")

    @reads("/meta")
    def about(self) -> About:
        """What answers: versions, what can be read and asked, and how much at once."""
        return self.one(About, "/meta")

    @reads("/health/live")
    def is_live(self) -> Live:
        """The process answers."""
        return self.one(Live, "/health/live")

    @reads("/health/ready")
    def is_ready(self) -> Ready:
        """Database, migrations and views are as they must be."""
        return self.one(Ready, "/health/ready")

    @reads("/problems/{name}")
    def problem(self, name: str) -> ProblemType:
        """What a problem means, and what mends it."""
        return self.one(ProblemType, f"/problems/{_part(name)}")


def _part(written: str) -> str:
    """A part of a path; what would lead to another route is refused here, since servers take %2F for a slash."""
    if "/" in written:
        raise ValueError(f"{written!r} is neither an id nor a code: those have no slash")
    return quote(written, safe="")
